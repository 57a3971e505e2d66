//! `meeting add`: plan a meeting, or a series of them, or log one that took place.

use super::clashes::Warned;
use super::clashes::warn;
use super::{mode, pairing_named, record, when_of};
use crate::calendar::clock::{Clock, Direction};
use crate::calendar::describe::describe;
use crate::calendar::length::parse_minutes;
use crate::calendar::recurrence::parse_every;
use crate::calendar::when::parse_when;
use crate::calendar::zone::local_instant;
use crate::change::log::{Another, NewMeeting};
use crate::change::meeting::series::{MEETINGS_MAX, add_series};
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::cli::written;
use crate::insights::roster::MeetingRow;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::log::{Meeting, MeetingState};
use crate::model::pairing::Pairing;
use crate::model::program::Program;
use crate::render::words::{and_list, count};
use crate::store::read::Extent;
use chrono_tz::Tz;
use clap::Args;
use serde_json::Value;

/// Plan a meeting of a pairing
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad meeting add ada \"next tue 16:00\" --minutes 45m --mode video
  pleiad meeting add ada+grace 2026-02-03 16:00 --place \"Cafe Lovelace\"
  pleiad meeting add ada yesterday 15:00 --held
  pleiad meeting add ada \"next tue 16:00\" --every \"2 weeks\" --times 6
`pleiad help dates` explains dates.")]
pub(crate) struct MeetingAdd {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// Day and time: "next tue 16:00"
    #[arg(value_name = "WHEN", required = true)]
    when: Vec<String>,
    /// Its length: 45m, 1h30
    #[arg(long, value_name = "LENGTH")]
    minutes: Option<String>,
    /// video, in-person, phone or email
    #[arg(long, value_name = "MODE")]
    mode: Option<String>,
    /// A place or a link
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// Zone of the time, where it is not the program's
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// What it is about (several: commas)
    #[arg(long, value_name = "TOPIC", value_delimiter = ',')]
    topic: Vec<String>,
    /// It took place already
    #[arg(long)]
    held: bool,
    /// Plan several: "2 weeks", "month on 1st tue"; to the end of the pairing unless --times says how many
    #[arg(long, value_name = "RHYTHM", conflicts_with = "held")]
    every: Option<String>,
    /// How many
    #[arg(long, value_name = "COUNT", requires = "every", value_parser = clap::value_parser!(u32).range(1..))]
    times: Option<u32>,
    /// Add it although there is one on that day
    #[arg(long)]
    another: bool,
}

/// Meetings that shall be, and what should be said about them.
struct Asked {
    meetings: Vec<NewMeeting>,
    notices: Vec<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    written::<Option<MeetingRow<'static>>>("meeting-add", "meeting").with::<Warned>(),
    written::<Vec<MeetingRow<'static>>>("meeting-add", "meetings").with::<Warned>(),
];

pub(super) fn run(add: &MeetingAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &add.pairing)?;
    let extent = Extent::Pairing(pairing.clone());
    let written = context.change(&extent, Looking::Away, |program, clock, author| {
        let asked = asked(add, program, clock, &pairing)?;
        let log = program.log(&pairing);
        let (ids, change) = add_series(&pairing, log, &asked.meetings, author)?;
        Ok(((ids, asked), change))
    })?;
    let (ids, asked) = &written.answer;
    let mut records = ids.iter().filter_map(|id| record(&written, &pairing, id));
    let record = match add.every {
        None => ("meeting", records.next().into()),
        Some(_) => ("meetings", Value::Array(records.collect())),
    };
    let word = if add.held { "Logged" } else { "Planned" };
    let times = asked
        .meetings
        .iter()
        .map(|new| describe(when_of(new.at), &written.clock));
    let done = match &asked.meetings[..] {
        [_] => format!("{word} {pairing}: {}.", and_list(times)),
        several => format!(
            "{word} {pairing}: {}\n  {}",
            count(several.len(), "meeting", "meetings"),
            times.collect::<Vec<_>>().join("\n  ")
        ),
    };
    let mut reply = written::reply("meeting-add", &written, record, done);
    reply.sayings.extend(asked.notices.iter().cloned());
    let ids = ids.clone();
    let new = written.program.log(&pairing).meetings.iter();
    let new: Vec<Meeting> = new
        .filter(|meeting| ids.contains(&meeting.id))
        .cloned()
        .collect();
    Ok(warn(reply, &pairing, &new, context))
}

fn asked(
    add: &MeetingAdd,
    program: &Program,
    clock: &Clock,
    pairing: &Id,
) -> Result<Asked, Failure> {
    let first = first_meeting(add, program, clock)?;
    let zone = first.zone.unwrap_or(program.settings.timezone);
    let known = program.pairings.get(pairing);
    let days = match &add.every {
        None => vec![first.at.day()],
        Some(every) => days_of_series(add, every, first.at.day(), last_day(program, known))?,
    };
    let mut notices = Vec::new();
    let mut meetings = Vec::new();
    for day in days {
        let new = NewMeeting {
            at: when_of(first.at).time.map_or(first.at, |time| time.on(day)),
            ..first.clone()
        };
        notices.extend(notice_of_clock(&new, zone)?);
        meetings.push(new);
    }
    Ok(Asked { meetings, notices })
}

/// The last day on which a pairing meets, as far as anything says.
fn last_day(program: &Program, pairing: Option<&Pairing>) -> Option<Day> {
    let pairing = pairing?;
    let cohort = pairing.cohort.as_ref();
    let cohort = cohort.and_then(|id| program.settings.cohort(id));
    pairing.ends.or_else(|| cohort?.ends)
}

fn days_of_series(
    add: &MeetingAdd,
    every: &str,
    first: Day,
    last: Option<Day>,
) -> Result<Vec<Day>, Failure> {
    let recurrence =
        parse_every(every).map_err(|error| Failure::usage(format!("--every: {error}")))?;
    let days = recurrence.days_from(first);
    let days: Vec<Day> = match (add.times, last) {
        (Some(times), _) => days.take(times as usize).collect(),
        (None, Some(last)) => days
            .take_while(|&day| day <= last)
            .take(MEETINGS_MAX + 1)
            .collect(),
        (None, None) => {
            return Err(Failure::Usage {
                message: "this pairing has no last day, so --every needs --times".to_owned(),
                hint: Some("--times 6".to_owned()),
            });
        }
    };
    if days.is_empty() {
        return Err(Failure::usage("the pairing ends before the first meeting"));
    }
    Ok(days)
}

/// What clocks do at the time of a meeting, where they do anything.
fn notice_of_clock(new: &NewMeeting, zone: Tz) -> Result<Option<String>, Failure> {
    let instant =
        local_instant(new.at, zone).map_err(|skipped| Failure::usage(skipped.to_string()))?;
    Ok(instant.notice.map(|notice| notice.to_string()))
}

fn first_meeting(
    add: &MeetingAdd,
    program: &Program,
    clock: &Clock,
) -> Result<NewMeeting, Failure> {
    let direction = if add.held {
        Direction::Past
    } else {
        Direction::Future
    };
    let text = add.when.join(" ");
    let when = parse_when(&text, clock, direction)?;
    let at = when.moment().ok_or_else(|| Failure::Usage {
        message: format!("`{text}` says no time of day"),
        hint: Some(format!(
            "pleiad meeting add {} \"{text} 16:00\"",
            add.pairing
        )),
    })?;
    let zone = add.zone.as_deref().map(|name| {
        name.parse::<chrono_tz::Tz>()
            .map_err(|_| Failure::usage(format!("there is no time zone `{name}`")))
    });
    let zone = zone.transpose()?;
    let minutes = add.minutes.as_deref().map(parse_minutes).transpose();
    Ok(NewMeeting {
        at,
        zone: zone.filter(|&zone| zone != program.settings.timezone),
        minutes: minutes.map_err(|error| Failure::usage(format!("--minutes: {error}")))?,
        mode: add.mode.as_deref().map(mode).transpose()?,
        place: add.place.clone(),
        topics: add.topic.clone(),
        is: if add.held {
            MeetingState::Held
        } else {
            MeetingState::Planned
        },
        another: if add.another {
            Another::Allowed
        } else {
            Another::Refused
        },
    })
}

//! `meeting`: show and plan meetings.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::describe::describe;
use crate::calendar::length::parse_minutes;
use crate::calendar::when::{When, parse_when};
use crate::calendar::zone::local_instant;
use crate::change::log::{self, Another, NewMeeting};
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, row_json, usual};
use crate::cli::reference::{self, picked};
use crate::cli::reply::Reply;
use crate::cli::written;
use crate::insights::roster::{meeting_row, meeting_rows};
use crate::model::day::Moment;
use crate::model::id::Id;
use crate::model::log::MeetingState;
use crate::model::participant::Mode;
use crate::model::program::Program;
use crate::store::read::Extent;
use clap::{Args, Subcommand};

const NOUN: Noun = Noun {
    one: "meeting",
    many: "meetings",
};

const COLUMNS: [ListColumn; 9] = [
    usual("pairing"),
    usual("id"),
    usual("at"),
    further("timezone"),
    number("minutes"),
    usual("mode"),
    further("place"),
    usual("state"),
    usual("topics"),
];

/// Show and plan meetings
#[derive(Debug, Subcommand)]
pub(crate) enum MeetingCommand {
    /// List meetings
    #[command(visible_alias = "ls")]
    List(MeetingList),
    /// Plan a meeting
    Add(MeetingAdd),
}

/// List meetings; those that are past and that nobody confirmed are unconfirmed
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad meeting list ada+grace
  pleiad meeting list --where \"state = unconfirmed\"
  pleiad meeting list --where \"at >= today\" --sort at")]
pub(crate) struct MeetingList {
    /// Only those of this pairing
    #[arg(value_name = "PAIRING")]
    pairing: Option<String>,
    #[command(flatten)]
    list: ListFlags,
}

/// Plan a meeting of a pairing
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad meeting add ada \"next tue 16:00\" --minutes 45m --mode video
  pleiad meeting add ada+grace 2026-02-03 16:00 --place \"Cafe Lovelace\"
  pleiad meeting add ada yesterday 15:00 --held
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
    /// Add it although there is one on that day
    #[arg(long)]
    another: bool,
}

pub(crate) fn run(
    command: &MeetingCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        MeetingCommand::List(list) => run_list(list, context),
        MeetingCommand::Add(add) => run_add(add, context),
    }
}

fn run_list(list: &MeetingList, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Program)?;
    let mut rows = meeting_rows(&program, clock.today);
    if let Some(word) = &list.pairing {
        let id = picked(context, word, |word| reference::pairing(&program, word))?;
        rows.retain(|row| *row.pairing == id);
    }
    Ok(Reply::list(
        "meeting-list",
        &List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?,
    ))
}

fn run_add(add: &MeetingAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &add.pairing)?;
    let extent = Extent::Pairing(pairing.clone());
    let written = context.change(&extent, Looking::Away, |program, clock, author| {
        let (new, notice) = new_meeting(add, program, clock)?;
        let (id, change) = log::add_meeting(&pairing, program.log(&pairing), &new, author)?;
        Ok(((id, new.at, notice), change))
    })?;
    let (id, at, notice) = &written.answer;
    let (program, clock) = (&written.program, &written.clock);
    let record = program.pairings.get(&pairing).and_then(|known| {
        let log = program.log(&pairing);
        let meeting = log.meetings.iter().find(|meeting| meeting.id == *id)?;
        Some(row_json(&meeting_row(program, known, meeting, clock.today)))
    });
    let word = if add.held { "Logged" } else { "Planned" };
    let done = format!("{word} {pairing}: {}.", describe(when_of(*at), clock));
    let mut reply = written::reply(
        "meeting-add",
        &written,
        ("meeting", record.unwrap_or_default().into()),
        done,
    );
    reply.sayings.extend(notice.clone());
    Ok(reply)
}

/// A pairing by its id without reading anything else; any other word needs the people.
pub(crate) fn pairing_named(context: &mut Context<'_, '_>, word: &str) -> Result<Id, Failure> {
    let folder = context.folder()?;
    if let Ok(id) = Id::parse(word)
        && folder.has(&crate::change::edit::FileName::Pairing(id.clone()))?
    {
        return Ok(id);
    }
    let (program, _) = context.read(&Extent::Roster)?;
    picked(context, word, |word| reference::pairing(&program, word))
}

/// The time of a moment, for saying it.
pub(crate) fn when_of(at: Moment) -> When {
    use chrono::Timelike;
    let time = at.datetime().time();
    When {
        day: at.day(),
        time: crate::calendar::clock::TimeOfDay::new(time.hour(), time.minute()),
    }
}

fn new_meeting(
    add: &MeetingAdd,
    program: &Program,
    clock: &Clock,
) -> Result<(NewMeeting, Option<String>), Failure> {
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
    let instant = local_instant(at, zone.unwrap_or(program.settings.timezone))
        .map_err(|skipped| Failure::usage(skipped.to_string()))?;
    let minutes = add.minutes.as_deref().map(parse_minutes).transpose();
    let new = NewMeeting {
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
    };
    Ok((new, instant.notice.map(|notice| notice.to_string())))
}

/// A mode by its word.
pub(crate) fn mode(word: &str) -> Result<Mode, Failure> {
    Mode::parse(word).ok_or_else(|| Failure::Usage {
        message: format!("there is no mode `{word}`"),
        hint: Some(format!("one of {}", Mode::WORDS.join(", "))),
    })
}

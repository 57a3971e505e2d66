//! `calendar`: what is on, by day, week or month.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::describe::full_day;
use crate::calendar::free_time::zone_of;
use crate::calendar::icalendar::program::Whose;
use crate::calendar::range::{DayRange, parse_range};
use crate::cli::context::Context;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::global::Format;
use crate::cli::list::{
    List, ListColumn, ListFlags, Noun, further, number, parse_filter, row_json, usual,
};
use crate::cli::reference::{self, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list};
use crate::insights::agenda::{AgendaEntry, AgendaKind, View, agenda};
use crate::insights::tally::MeetingStanding;
use crate::model::day::Day;
use crate::model::program::Program;
use crate::render::document::Document;
use crate::render::text::{Span, Text};
use crate::store::read::Extent;
use chrono::Datelike;
use chrono_tz::Tz;
use clap::{Args, ValueEnum};

const NOUN: Noun = Noun {
    one: "entry",
    many: "entries",
};

const COLUMNS: [ListColumn; 14] = [
    usual("on"),
    usual("until"),
    usual("at"),
    further("timezone"),
    number("minutes"),
    usual("kind"),
    usual("what"),
    usual("state"),
    usual("pairing"),
    further("id"),
    further("people"),
    further("mode"),
    usual("place"),
    usual("local"),
];

/// Days that are shown where nobody says which, today among them.
const DAYS_USUAL: i64 = 14;
/// Days that are shown one by one.
const DAYS_BY_DAY_MAX: i64 = 31;
/// Days that are shown by weeks.
const DAYS_BY_WEEK_MAX: i64 = 92;

/// Show what is on: meetings, events, milestones, absences and holidays
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad calendar                                  (the next two weeks)
  pleiad calendar \"next month\"
  pleiad calendar 2026-Q1 --per month
  pleiad calendar today.. --person ada             (on Ada's clocks)
  pleiad calendar --where \"kind = meeting and state = planned\"
  pleiad calendar 2026-02 --format csv -o february.csv
Times are on the clocks of --timezone, else of --person, else of `me` of program.toml, else of the
program; where others who meet have other clocks, theirs stand beside. `pleiad help dates` explains
RANGE. For calendar programs: `pleiad export ics`.")]
pub(crate) struct CalendarArgs {
    /// Days: \"next week\", 2026-02, \"today..fri\"; the next two weeks otherwise
    #[arg(value_name = "RANGE")]
    range: Vec<String>,
    /// Only what concerns this person
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Only what concerns this pairing
    #[arg(long, value_name = "PAIRING", conflicts_with = "person")]
    pairing: Option<String>,
    /// How it is put together; by the length of the range otherwise
    #[arg(long, value_name = "UNIT")]
    per: Option<Unit>,
    /// Zone of the times
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// Exit with 1 when anything is listed
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    list: ListFlags,
}

/// How days are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Unit {
    /// Each day by itself
    Day,
    /// By weeks, which begin on Monday
    Week,
    /// By months
    Month,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[list::<AgendaEntry<'static>>("calendar", NOUN)];

pub(crate) fn run(
    calendar: &CalendarArgs,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Confidential)?;
    let days = calendar.days(&clock)?;
    let person = calendar.person.as_deref();
    let person = person
        .map(|word| picked(context, word, |word| reference::person(&program, word)))
        .transpose()?;
    let pairing = calendar.pairing.as_deref();
    let pairing = pairing
        .map(|word| picked(context, word, |word| reference::pairing(&program, word)))
        .transpose()?;
    let whose = match (&person, &pairing) {
        (Some(person), _) => Whose::Person(person),
        (None, Some(pairing)) => Whose::Pairing(&program.pairings[pairing]),
        (None, None) => Whose::Program,
    };
    let view = View {
        whose,
        days,
        zone: calendar.zone(&program, whose)?,
        today: clock.today,
    };
    let mut entries = agenda(&program, view);
    if let Some(filter) = &calendar.list.filter {
        let filter = parse_filter(filter, &COLUMNS, &clock)?;
        entries.retain(|entry| filter.matches(&row_json(entry)));
    }
    let list = List::new(NOUN, &COLUMNS, &entries, &calendar.list, &clock)?;
    let mut reply = Reply::list("calendar", &list);
    if calendar.is_agenda(context) {
        entries.truncate(calendar.list.limit.unwrap_or(usize::MAX));
        let unit = calendar
            .per
            .unwrap_or_else(|| usual_unit(days, clock.today));
        reply.document = document(&entries, view, unit);
    }
    if calendar.exit_code && !entries.is_empty() {
        reply.code = exit::REFUSED;
    }
    Ok(reply.say(format!("{days}, times in {}", view.zone)))
}

impl CalendarArgs {
    fn days(&self, clock: &Clock) -> Result<DayRange, Failure> {
        if self.range.is_empty() {
            let last = clock.today.plus_days(DAYS_USUAL - 1);
            let days = DayRange::new(Some(clock.today), Some(last));
            return days.ok_or_else(|| Failure::usage("today is the last day of the calendar"));
        }
        Ok(parse_range(
            &self.range.join(" "),
            clock,
            Direction::Future,
        )?)
    }

    /// The zone of whoever looks.
    fn zone(&self, program: &Program, whose: Whose<'_>) -> Result<Tz, Failure> {
        if let Some(name) = &self.timezone {
            let zone = name.parse();
            return zone.map_err(|_| Failure::usage(format!("there is no time zone `{name}`")));
        }
        let settings = &program.settings;
        let viewer = match whose {
            Whose::Person(person) => Some(person),
            Whose::Pairing(_) | Whose::Program => settings.me.as_ref(),
        };
        let viewer = viewer.and_then(|person| program.participants.get(person));
        Ok(zone_of(settings, viewer))
    }

    /// Whether a person reads it, who did not ask for a table.
    fn is_agenda(&self, context: &Context<'_, '_>) -> bool {
        let is_terminal = context.invocation.terminals.output && context.global.output.is_none();
        let is_for_people = match context.global.format() {
            None => is_terminal,
            Some(format) => matches!(format, Format::Table | Format::Text),
        };
        is_for_people && self.list.columns.is_none() && self.list.sort.is_none()
    }
}

fn usual_unit(days: DayRange, today: Day) -> Unit {
    let first = days.first().unwrap_or(today);
    let Some(last) = days.last() else {
        return Unit::Month;
    };
    let days = last.days_since(first) + 1;
    if days <= DAYS_BY_DAY_MAX {
        Unit::Day
    } else if days <= DAYS_BY_WEEK_MAX {
        Unit::Week
    } else {
        Unit::Month
    }
}

fn document(entries: &[AgendaEntry<'_>], view: View<'_>, unit: Unit) -> Document {
    if entries.is_empty() {
        return Document::new().paragraph(format!("Nothing is on in {}.", view.days));
    }
    let first = view.days.first();
    // What began before the days is on from their first.
    let day_of = |entry: &AgendaEntry<'_>| first.map_or(entry.on, |first| first.max(entry.on));
    let mut document = Document::new();
    for group in entries.chunk_by(|one, other| unit.title(day_of(one)) == unit.title(day_of(other)))
    {
        let lines = group.iter().map(|entry| line(entry, day_of(entry), unit));
        let title = group.first().map(|entry| unit.title(day_of(entry)));
        document = document
            .section(title.unwrap_or_default())
            .list(lines.collect::<Vec<Text>>());
    }
    document
}

impl Unit {
    fn title(self, day: Day) -> String {
        match self {
            Unit::Day => full_day(day),
            Unit::Week => {
                let back = i64::from(day.date().weekday().num_days_from_monday());
                format!("Week of {}", full_day(day.plus_days(-back)))
            }
            Unit::Month => day.date().format("%B %Y").to_string(),
        }
    }
}

/// `Tue 24 13:00-13:45  Grace Hopper / Ada Lovelace, video, Room 1 (17:45 Asia/Kathmandu)`.
fn line(entry: &AgendaEntry<'_>, day: Day, unit: Unit) -> Text {
    let mut words: Vec<String> = Vec::new();
    if unit != Unit::Day {
        words.push(day.date().format("%a %-d").to_string());
    }
    words.extend(entry.at.map(|at| {
        let from = at.datetime();
        let end = entry
            .minutes
            .map(|minutes| from + chrono::TimeDelta::minutes(minutes.into()));
        let end = end.map_or(String::new(), |end| end.format("-%H:%M").to_string());
        format!("{}{end}", from.format("%H:%M"))
    }));
    words.push(entry.what.clone());
    let how = entry.mode.map(|mode| mode.as_str().to_owned());
    let place = entry.place.map(str::to_owned);
    let until = entry
        .until
        .map(|until| format!("until {}", full_day(until)));
    let details: Vec<String> = how.into_iter().chain(place).chain(until).collect();
    let mut text = words.join(" ");
    for detail in details {
        text = format!("{text}, {detail}");
    }
    if !entry.local.is_empty() {
        text = format!("{text} ({})", entry.local.join(", "));
    }
    match (entry.state, entry.kind) {
        (Some(MeetingStanding::Unconfirmed), _) => {
            Text::from(text).with(Span::warning("; unconfirmed"))
        }
        (Some(MeetingStanding::Missed), _) => Text::from(text).with(Span::bad("; missed")),
        (Some(MeetingStanding::Held), _) => Text::from(text).with(Span::good("; held")),
        (_, AgendaKind::Milestone) => Text::from(Span::strong(text)),
        _ => text.into(),
    }
}

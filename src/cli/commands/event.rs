//! `event`: information sessions, trainings, kick-offs; who is invited, who comes, and the funnel that gives.

use crate::calendar::clock::Direction;
use crate::calendar::length::parse_minutes;
use crate::calendar::when::parse_when;
use crate::change::event::{self, NewEvent, Word};
use crate::change::import::csv;
use crate::change::refusal::Refusal;
use crate::cli::commands::training::module as module_named;
use crate::cli::context::{Context, Looking, Written};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, row_json, usual};
use crate::cli::reference::person;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer, list, written};
use crate::cli::{several, written};
use crate::insights::events::{AttendanceRow, EventRow, attendance_rows, event_rows};
use crate::model::event::{EventKind, Rsvp};
use crate::model::id::Id;
use crate::model::program::Program;
use crate::render::document::{Document, Facts};
use crate::render::table::{Cell, Column, Table};
use crate::store::nearest::nearest_few;
use crate::store::outside;
use crate::store::read::Extent;
use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::{Path, PathBuf};

const NOUN: Noun = Noun {
    one: "event",
    many: "events",
};

const COLUMNS: [ListColumn; 11] = [
    usual("id"),
    usual("kind"),
    usual("at"),
    further("title"),
    further("place"),
    further("module"),
    number("invited"),
    number("accepted"),
    number("came"),
    number("enrolled"),
    number("ready"),
];

/// Information sessions, trainings, kick-offs: who is invited, who comes, and the funnel that gives
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad event add info-2 --kind information-session --at \"10 dec 12:00\"
  pleiad event invite info-1 mira@example.org
  pleiad event answer info-1 mira@example.org --is yes
  pleiad event list")]
pub(crate) enum EventCommand {
    /// List events with their funnel: invited, accepted, came, enrolled, ready
    #[command(visible_alias = "ls")]
    List(EventList),
    /// Show one event with everybody who was invited
    Show(EventShow),
    /// Add an event
    Add(EventAdd),
    /// Say that people are invited
    Invite(EventInvite),
    /// Say what people answered
    Answer(EventAnswer),
    /// Say who came; coming to the event of a module completes it
    Attend(EventAttend),
}

/// List events with their funnel: invited, accepted, came, enrolled, ready
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad event list\n  pleiad event list --where \"kind = training\" --json"
)]
pub(crate) struct EventList {
    #[command(flatten)]
    list: ListFlags,
}

/// Show one event with everybody who was invited, and what they expect
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad event show info-1")]
pub(crate) struct EventShow {
    /// Its id, or the beginning of it
    #[arg(value_name = "EVENT")]
    event: String,
}

/// Add an event
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad event add info-1 --kind information-session --at \"10 dec 12:00\" --title Mentoring
  pleiad event add training-1 --kind training --at 2026-01-09T09:00 --module listening-101")]
pub(crate) struct EventAdd {
    /// Its id
    #[arg(value_name = "EVENT")]
    id: String,
    /// information-session, training, kickoff, closing or other
    #[arg(long, value_name = "KIND", default_value = "other")]
    kind: String,
    /// Day and time
    #[arg(long, value_name = "WHEN", required = true)]
    at: String,
    /// Its length: 45m, 1h30
    #[arg(long, value_name = "LENGTH")]
    minutes: Option<String>,
    /// A place or a link
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// Its title
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// The module that attending completes
    #[arg(long, value_name = "MODULE")]
    module: Option<String>,
}

/// Who is meant: people who are enrolled, and addresses of those who are not yet.
#[derive(Debug, Args)]
struct Guests {
    /// People, or e-mail addresses of those who are not enrolled yet; - reads them from standard input
    #[arg(value_name = "PERSON")]
    people: Vec<String>,
    /// Everybody enrolled for whom this holds
    #[arg(long = "where", value_name = "EXPRESSION")]
    filter: Option<String>,
    /// A CSV file (- is standard input) with a column person, email or id, and what else it has of answered, came,
    /// expectations, goals
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

/// Say that people are invited
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad event invite info-1 mira@example.org tom@example.org
  pleiad event invite training-1 --where \"roles ~ mentor\" -y
  pleiad event invite info-1 --from addresses.csv -y")]
pub(crate) struct EventInvite {
    /// Its id, or the beginning of it
    #[arg(value_name = "EVENT")]
    event: String,
    #[command(flatten)]
    guests: Guests,
}

/// Say what people answered to an invitation, and what they expect
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad event answer info-1 mira@example.org --is yes\n  pleiad event answer info-1 mira@example.org --is maybe --expectations \"an hour a week\""
)]
pub(crate) struct EventAnswer {
    /// Its id, or the beginning of it
    #[arg(value_name = "EVENT")]
    event: String,
    #[command(flatten)]
    guests: Guests,
    /// yes, no or maybe
    #[arg(long, value_name = "ANSWER")]
    is: Option<String>,
    /// What they expect of the program
    #[arg(long, value_name = "TEXT")]
    expectations: Option<String>,
    /// What they want to reach
    #[arg(long, value_name = "TEXT")]
    goals: Option<String>,
}

/// Say who came; coming to the event of a module completes it
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad event attend info-1 mira@example.org --expectations \"a mentor in security\"
  pleiad event attend training-1 --from sign-in-sheet.csv -y
  pleiad event attend training-1 lee --absent")]
pub(crate) struct EventAttend {
    /// Its id, or the beginning of it
    #[arg(value_name = "EVENT")]
    event: String,
    #[command(flatten)]
    guests: Guests,
    /// They did not come
    #[arg(long)]
    absent: bool,
    /// What they expect of the program
    #[arg(long, value_name = "TEXT")]
    expectations: Option<String>,
    /// What they want to reach
    #[arg(long, value_name = "TEXT")]
    goals: Option<String>,
}

/// An event with those who were invited.
#[derive(Serialize, JsonSchema)]
struct Shown<'a> {
    event: &'a EventRow<'a>,
    attendance: &'a [AttendanceRow<'a>],
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<EventRow<'static>>("event-list", NOUN),
    answer::<Shown<'static>>("event-show"),
    written::<Option<EventRow<'static>>>("event-add", "event"),
    written::<Option<EventRow<'static>>>("event-invite", "event"),
    written::<Option<EventRow<'static>>>("event-answer", "event"),
    written::<Option<EventRow<'static>>>("event-attend", "event"),
];

pub(crate) fn run(command: &EventCommand, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    match command {
        EventCommand::List(list) => {
            let (program, clock) = context.read(&Extent::Confidential)?;
            let rows = event_rows(&program, clock.today);
            let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
            Ok(Reply::list("event-list", &list))
        }
        EventCommand::Show(show) => run_show(show, context),
        EventCommand::Add(add) => run_add(add, context),
        EventCommand::Invite(invite) => {
            let word = Word {
                is_invited: true,
                ..Word::default()
            };
            say(
                "event-invite",
                &invite.event,
                &invite.guests,
                &word,
                context,
            )
        }
        EventCommand::Answer(answer) => {
            let word = Word {
                answered: answer.is.as_deref().map(rsvp).transpose()?,
                expectations: answer.expectations.clone(),
                goals: answer.goals.clone(),
                ..Word::default()
            };
            say(
                "event-answer",
                &answer.event,
                &answer.guests,
                &word,
                context,
            )
        }
        EventCommand::Attend(attend) => {
            let word = Word {
                came: Some(!attend.absent),
                expectations: attend.expectations.clone(),
                goals: attend.goals.clone(),
                ..Word::default()
            };
            say(
                "event-attend",
                &attend.event,
                &attend.guests,
                &word,
                context,
            )
        }
    }
}

fn rsvp(word: &str) -> Result<Rsvp, Failure> {
    Rsvp::parse(word).ok_or_else(|| Failure::Usage {
        message: format!("`{word}` is no answer"),
        hint: Some(format!("one of {}", Rsvp::WORDS.join(", "))),
    })
}

/// Finds an event: exact id, or a unique beginning of one.
fn find(program: &Program, word: &str) -> Result<Id, Refusal> {
    let ids = || program.events.iter().map(|event| &event.id);
    if let Some(id) = ids().find(|id| id.as_str() == word) {
        return Ok(id.clone());
    }
    let found: Vec<&Id> = ids().filter(|id| id.as_str().starts_with(word)).collect();
    match found[..] {
        [id] => Ok(id.clone()),
        [] => Err(Refusal::NotFound {
            what: "event",
            word: word.to_owned(),
            near: nearest_few(word, ids().map(Id::as_str)),
        }),
        _ => Err(Refusal::Ambiguous {
            what: "events",
            word: word.to_owned(),
            candidates: found.iter().map(ToString::to_string).collect(),
        }),
    }
}

fn run_show(show: &EventShow, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Confidential)?;
    let id = find(&program, &show.event)?;
    let rows = event_rows(&program, clock.today);
    let Some(row) = rows.iter().find(|row| *row.id == id) else {
        return Err(Refusal::refused(format!("{id} is gone")).into());
    };
    let people = attendance_rows(&program, &id);
    let funnel = format!(
        "{} invited, {} accepted, {} came, {} enrolled, {} ready",
        row.invited, row.accepted, row.came, row.enrolled, row.ready
    );
    let facts = Facts::new()
        .fact("id", id.as_str())
        .fact("kind", row.kind.as_str())
        .fact("at", row.at.to_string())
        .fact_if("place", row.place)
        .fact_if("module", row.module.map(Id::as_str))
        .fact("funnel", funnel);
    let mut table = Table::new([
        Column::text("person", "person"),
        Column::text("participant", "participant"),
        Column::text("invited", "invited"),
        Column::text("answered", "answered"),
        Column::text("came", "came"),
        Column::text("expectations", "expectations"),
    ]);
    let text = |text: Option<String>| text.map_or_else(Cell::none, Cell::from);
    for one in &people {
        table.push([
            Cell::from(one.person),
            text(one.participant.map(ToString::to_string)),
            text(one.invited.map(|day| day.to_string())),
            text(one.answered.map(|answer| answer.to_string())),
            text(
                one.came
                    .map(|came| if came { "yes" } else { "no" }.to_owned()),
            ),
            text(one.expectations.map(str::to_owned)),
        ]);
    }
    let document = Document::new()
        .heading(row.title.unwrap_or(id.as_str()))
        .facts(facts)
        .table(table);
    let answer = Shown {
        event: row,
        attendance: &people,
    };
    Ok(Reply::new("event-show", &answer, document))
}

fn run_add(add: &EventAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id =
        Id::parse(&add.id).map_err(|error| Failure::usage(format!("`{}`: {error}", add.id)))?;
    let kind = EventKind::parse(&add.kind).ok_or_else(|| Failure::Usage {
        message: format!("there is no kind of event `{}`", add.kind),
        hint: Some(format!("one of {}", EventKind::WORDS.join(", "))),
    })?;
    let minutes = add.minutes.as_deref().map(parse_minutes).transpose();
    let minutes = minutes.map_err(|error| Failure::usage(format!("--minutes: {error}")))?;
    let written = context.change(&Extent::Confidential, Looking::Away, |program, clock, _| {
        let at = parse_when(&add.at, clock, Direction::Future)?;
        let at = at.moment().ok_or_else(|| Failure::Usage {
            message: format!("--at {}: at what time?", add.at),
            hint: Some("--at \"10 dec 12:00\"".to_owned()),
        })?;
        let module = add.module.as_deref();
        let new = NewEvent {
            id: id.clone(),
            kind,
            at,
            minutes,
            place: add.place.clone(),
            title: add.title.clone(),
            module: module.map(|word| module_named(program, word)).transpose()?,
        };
        Ok((id.clone(), event::add(program, &new)?))
    })?;
    let done = format!("Added event {id}.");
    Ok(reply("event-add", &written, done).next(format!(
        "pleiad event invite {id} --where \"roles ~ mentor\""
    )))
}

/// Says something about guests; what a table says of one of them goes before what the flags say of all.
fn say(
    command: &str,
    event: &str,
    guests: &Guests,
    word: &Word,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let mut named: Vec<(String, Word)> = several::words(context, &guests.people)?
        .into_iter()
        .map(|person| (person, word.clone()))
        .collect();
    if let Some(file) = &guests.from {
        named.extend(sheet(file, word, context)?);
    }
    if named.is_empty() && guests.filter.is_none() {
        return Err(Failure::usage(
            "nobody is named: give a PERSON, --where, --from FILE or -",
        ));
    }
    let looking = if guests.filter.is_some() || 1 < named.len() {
        Looking::First
    } else {
        Looking::Away
    };
    let written = context.change(&Extent::Confidential, looking, |program, clock, author| {
        let id = find(program, event)?;
        let mut words: Vec<(String, Word)> = Vec::new();
        for (guest, word) in &named {
            words.push((known_as(program, guest)?, word.clone()));
        }
        if let Some(filter) = &guests.filter {
            for id in several::people_where(filter, program, clock)? {
                words.push((id.to_string(), word.clone()));
            }
        }
        if words.is_empty() {
            return Err(
                Refusal::refused("nobody is meant: --where holds for no participant").into(),
            );
        }
        let change = event::say(program, &id, &words, author)?;
        Ok((id, change))
    })?;
    let done = format!("Noted for event {}.", written.answer);
    Ok(reply(command, &written, done))
}

/// An address of somebody unknown stays an address; everybody else is found as everywhere.
fn known_as(program: &Program, guest: &str) -> Result<String, Refusal> {
    match person(program, guest) {
        Ok(id) => Ok(id.to_string()),
        Err(Refusal::NotFound { .. }) if guest.contains('@') => Ok(guest.to_owned()),
        Err(refusal) => Err(refusal),
    }
}

/// Guests of a CSV file, each with what the sheet says of them.
fn sheet(
    file: &Path,
    word: &Word,
    context: &mut Context<'_, '_>,
) -> Result<Vec<(String, Word)>, Failure> {
    let bytes = if file.as_os_str() == "-" {
        outside::read_stream(context.invocation.input)
    } else {
        outside::read_input(&context.invocation.directory.join(file))
    };
    let bytes = bytes.map_err(|error| {
        Failure::Outside(anyhow::anyhow!(error).context(format!("cannot read {}", file.display())))
    })?;
    let table = csv::read(&bytes)
        .map_err(|error| Failure::usage(format!("{}: {error}", file.display())))?;
    let column = |names: &[&str]| {
        let folded: Vec<String> = table
            .header
            .iter()
            .map(|header| csv::folded(header))
            .collect();
        names
            .iter()
            .find_map(|name| folded.iter().position(|header| header == name))
    };
    let who = column(&["person", "email", "id"]).ok_or_else(|| {
        Failure::usage(format!(
            "{}: there is no column person, email or id",
            file.display()
        ))
    })?;
    let at = |row: &csv::Row, names: &[&str]| {
        let cell = column(names).map(|column| row.cell(column).to_owned());
        cell.filter(|cell| !cell.is_empty())
    };
    let mut guests = Vec::new();
    for row in &table.rows {
        let guest = row.cell(who).to_owned();
        if guest.is_empty() {
            return Err(Failure::usage(format!(
                "{}: row {} names nobody",
                file.display(),
                row.number
            )));
        }
        let answered = at(row, &["answered", "answer", "rsvp"]);
        let came = at(row, &["came", "attended", "present"]);
        guests.push((
            guest,
            Word {
                is_invited: word.is_invited,
                answered: match answered {
                    Some(text) => Some(rsvp(&text.to_lowercase())?),
                    None => word.answered,
                },
                came: match came {
                    Some(text) => Some(is_yes(&text)),
                    None => word.came,
                },
                expectations: at(row, &["expectations"]).or_else(|| word.expectations.clone()),
                goals: at(row, &["goals"]).or_else(|| word.goals.clone()),
            },
        ));
    }
    Ok(guests)
}

/// The words by which sheets say yes.
fn is_yes(text: &str) -> bool {
    matches!(
        text.trim().to_lowercase().as_str(),
        "yes" | "y" | "true" | "1" | "x"
    )
}

fn reply(command: &str, written: &Written<Id>, done: String) -> Reply {
    let rows = event_rows(&written.program, written.clock.today);
    let row = rows
        .iter()
        .find(|row| *row.id == written.answer)
        .map(row_json);
    written::reply(command, written, ("event", row.into()), done)
}

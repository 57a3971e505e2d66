//! `meeting`: show, plan, move and settle meetings.

pub(crate) mod add;
mod clashes;
pub(crate) mod confirm;
pub(crate) mod details;
pub(crate) mod reschedule;
pub(crate) mod settle;
pub(crate) mod show;
mod which;

use crate::calendar::when::When;
use crate::cli::context::{Context, Written};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, row_json, usual};
use crate::cli::reference::{self, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list};
use crate::cli::written;
use crate::insights::roster::{MeetingRow, meeting_row, meeting_rows};
use crate::model::day::Moment;
use crate::model::id::Id;
use crate::model::participant::Mode;
use crate::store::read::Extent;
use clap::{Args, Subcommand};
use serde_json::Value;

const NOUN: Noun = Noun {
    one: "meeting",
    many: "meetings",
};

const COLUMNS: [ListColumn; 11] = [
    usual("pairing"),
    usual("id"),
    usual("at"),
    further("timezone"),
    number("minutes"),
    usual("mode"),
    further("place"),
    usual("state"),
    usual("topics"),
    further("absent"),
    further("revision"),
];

/// Show, plan, move and settle meetings
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad meeting add ada \"next tue 16:00\" --minutes 45m
  pleiad meeting list --where \"at >= today\" --sort at
  pleiad meeting move ada \"fri 15:00\"
  pleiad meeting confirm --held -y")]
pub(crate) enum MeetingCommand {
    /// List meetings
    #[command(visible_alias = "ls")]
    List(MeetingList),
    /// Show one meeting
    Show(show::MeetingShow),
    /// Plan a meeting, or several
    Add(add::MeetingAdd),
    /// Change the length, mode, place or topics of a meeting
    Edit(details::MeetingEdit),
    /// Settle everything that is past and unconfirmed
    Confirm(confirm::MeetingConfirm),
    /// Say that a meeting took place
    Held(settle::MeetingHeld),
    /// Say that a meeting was missed, and by whom
    Missed(settle::MeetingMissed),
    /// Move a meeting to another time
    Move(reschedule::MeetingMove),
    /// Call a meeting off
    Cancel(settle::MeetingCancel),
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

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[list::<MeetingRow<'static>>("meeting-list", NOUN)];

pub(crate) fn run(
    command: &MeetingCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        MeetingCommand::List(list) => run_list(list, context),
        MeetingCommand::Show(show) => show::run(show, context),
        MeetingCommand::Add(add) => add::run(add, context),
        MeetingCommand::Edit(edit) => details::run(edit, context),
        MeetingCommand::Confirm(confirm) => confirm::run(confirm, context),
        MeetingCommand::Held(held) => settle::run_held(held, context),
        MeetingCommand::Missed(missed) => settle::run_missed(missed, context),
        MeetingCommand::Move(to) => reschedule::run(to, context),
        MeetingCommand::Cancel(cancel) => settle::run_cancel(cancel, context),
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

/// The reply to a change of one meeting: its row and what was done.
fn reply_of_one(command: &str, written: &Written<(Id, Id)>, done: String) -> Reply {
    let (pairing, meeting) = &written.answer;
    let record = record(written, pairing, meeting).into();
    written::reply(command, written, ("meeting", record), done)
}

/// What was done, as a sentence of its own.
fn sentence(words: &str) -> String {
    let mut sentence = format!("{words}.");
    let first = sentence.get_mut(..1);
    first.into_iter().for_each(str::make_ascii_uppercase);
    sentence
}

/// A meeting after a change, as lists show it.
pub(crate) fn record<T>(written: &Written<T>, pairing: &Id, meeting: &Id) -> Option<Value> {
    let program = &written.program;
    let known = program.pairings.get(pairing)?;
    let log = program.log(pairing);
    let meeting = log.meetings.iter().find(|known| known.id == *meeting)?;
    let row = meeting_row(program, known, meeting, written.clock.today);
    Some(row_json(&row).into())
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

/// A mode by its word.
pub(crate) fn mode(word: &str) -> Result<Mode, Failure> {
    Mode::parse(word).ok_or_else(|| Failure::Usage {
        message: format!("there is no mode `{word}`"),
        hint: Some(format!("one of {}", Mode::WORDS.join(", "))),
    })
}

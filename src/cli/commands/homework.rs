//! `homework`: what somebody does until the next meeting.

use crate::change::entry_fill::filled;
use crate::change::follow_up::{self, NewHomework};
use crate::change::refusal::Refusal;
use crate::cli::commands::advice::counted;
use crate::cli::commands::meeting::pairing_named;
use crate::cli::context::{Context, Looking, Written};
use crate::cli::dated::{author_on, day_ahead};
use crate::cli::entry::{EntryNoun, entry_named};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, row_json, usual};
use crate::cli::reference::{self, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list, written};
use crate::cli::written;
use crate::insights::follow_up::{HomeworkRow, HomeworkState, homework_row, homework_rows};
use crate::model::id::Id;
use crate::render::words::excerpt;
use crate::store::read::Extent;
use clap::{Args, Subcommand};
use serde_json::{Map, Value};

const NOUN: Noun = Noun {
    one: "piece of homework",
    many: "homework",
};

const COLUMNS: [ListColumn; 11] = [
    usual("id"),
    usual("pairing"),
    usual("owner"),
    usual("text"),
    further("meeting"),
    further("on"),
    usual("due"),
    further("done"),
    usual("state"),
    number("days_over"),
    further("evidence"),
];

/// Characters of homework that are said back.
const SAID_CHARACTERS: usize = 60;

/// Set homework, and say that it is done
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad homework add ada \"Send the draft agenda\" --due fri
  pleiad homework list --open
  pleiad homework done ada draft")]
pub(crate) enum HomeworkCommand {
    /// List homework, done or not
    #[command(visible_alias = "ls")]
    List(HomeworkList),
    /// Set homework
    Add(HomeworkAdd),
    /// Say that homework is done
    Done(HomeworkDone),
}

/// List homework with its day; what is open is carried over by itself
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad homework list ada
  pleiad homework list --open
  pleiad homework list --where \"state = overdue\" --sort -days_over")]
pub(crate) struct HomeworkList {
    /// Only that of this pairing
    #[arg(value_name = "PAIRING")]
    pairing: Option<String>,
    /// Only what is not done
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    list: ListFlags,
}

/// Set homework in the latest meeting; without a day it is due at the next
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad homework add ada \"Send the draft agenda\"
  pleiad homework add ada \"Find the old contract\" --owner mentor --due fri
`pleiad note ada --homework \"...\"` sets it together with the meeting.")]
pub(crate) struct HomeworkAdd {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// What to do
    #[arg(value_name = "TEXT")]
    text: String,
    /// Whose it is: mentor, mentee, both, or an id in a circle
    #[arg(long, value_name = "OWNER", default_value = "mentee")]
    owner: String,
    /// When it is due; the next meeting otherwise
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
}

/// Say that homework is done, and what shows it
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad homework done ada
  pleiad homework done ada draft --evidence agenda-v2.md
Homework is named by words of it or by its id; the only open one needs no name.")]
pub(crate) struct HomeworkDone {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// Words of the homework, or its id
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// What shows it: a file, a mail
    #[arg(long, value_name = "TEXT")]
    evidence: Option<String>,
    /// When it was done; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<HomeworkRow<'static>>("homework-list", NOUN),
    written::<Option<HomeworkRow<'static>>>("homework-add", "homework"),
    written::<Option<HomeworkRow<'static>>>("homework-done", "homework"),
];

pub(crate) fn run(
    command: &HomeworkCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        HomeworkCommand::List(list) => run_list(list, context),
        HomeworkCommand::Add(add) => run_add(add, context),
        HomeworkCommand::Done(done) => run_done(done, context),
    }
}

fn run_list(list: &HomeworkList, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Program)?;
    let mut rows = homework_rows(&program, clock.today);
    if let Some(word) = &list.pairing {
        let id = picked(context, word, |word| reference::pairing(&program, word))?;
        rows.retain(|row| *row.pairing == id);
    }
    if list.open {
        rows.retain(|row| row.state != HomeworkState::Done);
    }
    let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
    Ok(counted(
        Reply::list("homework-list", &list),
        ("homework", "piece of homework", "pieces of homework"),
    ))
}

fn run_add(add: &HomeworkAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &add.pairing)?;
    let extent = Extent::Pairing(pairing.clone());
    let written = context.change(&extent, Looking::Away, |program, clock, author| {
        let unknown = || Refusal::NotFound {
            what: "pairing",
            word: pairing.to_string(),
            near: Vec::new(),
        };
        let known = program.pairings.get(&pairing).ok_or_else(unknown)?;
        let log = filled(&pairing, program.log(&pairing));
        let new = NewHomework {
            owner: add.owner.clone(),
            text: add.text.clone(),
            due: day_ahead(add.due.as_deref(), clock)?,
        };
        let meeting = log.last_held(clock.today).map(|meeting| &meeting.id);
        let (id, change) = follow_up::set_homework(known, &log, &new, meeting, author)?;
        Ok((id, change))
    })?;
    let record = record(&written, &pairing);
    let due = record.as_ref().and_then(|record| record["due"].as_str());
    let due = due.map_or("at the next meeting".to_owned(), |due| format!("on {due}"));
    let done = format!(
        "Homework {} of {pairing} for the {}, due {due}.",
        written.answer, add.owner
    );
    Ok(written::reply(
        "homework-add",
        &written,
        ("homework", record.into()),
        done,
    ))
}

fn run_done(done: &HomeworkDone, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &done.pairing)?;
    let homework = entry_named(
        context,
        &pairing,
        EntryNoun::Homework,
        &done.words.join(" "),
    )?;
    let extent = Extent::Pairing(pairing.clone());
    let written = context.change(&extent, Looking::Away, |program, clock, author| {
        let log = filled(&pairing, program.log(&pairing));
        let author = author_on(done.on.as_deref(), clock, author)?;
        let evidence = done.evidence.as_deref();
        let change = follow_up::do_homework(&pairing, &log, &homework, evidence, &author)?;
        Ok((homework.clone(), change))
    })?;
    let record = record(&written, &pairing);
    let text = record.as_ref().and_then(|record| record["text"].as_str());
    let said = excerpt(text.unwrap_or_default(), SAID_CHARACTERS);
    let told = format!("Done {homework}: {said}");
    Ok(written::reply(
        "homework-done",
        &written,
        ("homework", record.into()),
        told,
    ))
}

fn record(written: &Written<Id>, pairing: &Id) -> Option<Map<String, Value>> {
    let log = written.program.log(pairing);
    let mut homework = log.homework.iter();
    let homework = homework.find(|homework| homework.id.as_ref() == Some(&written.answer));
    let homework = homework?;
    Some(row_json(&homework_row(
        pairing,
        log,
        homework,
        written.clock.today,
    )))
}

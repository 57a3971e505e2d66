//! `concern`: what needs care, and what was done about it; only coordinators read it.

use crate::change::concern::{self, NewConcern};
use crate::change::refusal::Refusal;
use crate::cli::ask::{self, Asking};
use crate::cli::context::{Context, Looking, Written};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, row_json, usual};
use crate::cli::reference::{self, person, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer, list, written};
use crate::cli::written;
use crate::insights::concerns::{ConcernRow, concern_rows, steps_of};
use crate::model::confidential::{ConcernKind, Subject};
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::program::Program;
use crate::render::document::{Document, Facts};
use crate::store::read::Extent;
use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

const NOUN: Noun = Noun {
    one: "concern",
    many: "concerns",
};

const COLUMNS: [ListColumn; 9] = [
    usual("id"),
    usual("subject"),
    usual("on"),
    usual("kind"),
    usual("about"),
    usual("state"),
    number("steps"),
    usual("last_step"),
    further("text"),
];

/// What needs care, and what was done about it; kept under confidential/, for coordinators
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad concern add ada+grace --kind unanswered -m \"two mails without an answer\"
  pleiad concern list --where \"state = open\"
  pleiad concern step ada+grace -m \"they talked, all is well\" --settle")]
pub(crate) enum ConcernCommand {
    /// List concerns
    #[command(visible_alias = "ls")]
    List(ConcernList),
    /// Show one concern with everything that was done about it
    Show(ConcernShow),
    /// Raise a concern
    Add(ConcernAdd),
    /// Write down what was done about a concern
    Step(ConcernStep),
}

/// List concerns, the open ones first
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad concern list\n  pleiad concern list --where \"state = open and kind = boundary\""
)]
pub(crate) struct ConcernList {
    #[command(flatten)]
    list: ListFlags,
}

/// Show one concern with everything that was done about it
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad concern show c-9h2ma\n  pleiad concern show ada+grace")]
pub(crate) struct ConcernShow {
    /// Its id or the beginning of it, or a pairing or a person with one open concern
    #[arg(value_name = "CONCERN")]
    concern: String,
}

/// Raise a concern about a pairing or a person
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad concern add ada+grace --kind unanswered --about grace -m \"two mails without an answer\"
  pleiad concern add --person grace --kind boundary -m \"called late at night\"
Criticism is not abuse: a boundary is crossed where somebody is hurt, not where somebody is contradicted.")]
pub(crate) struct ConcernAdd {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING", required_unless_present = "person")]
    pairing: Option<String>,
    /// A person, whatever the pairing
    #[arg(long, value_name = "PERSON", conflicts_with_all = ["pairing", "about"])]
    person: Option<String>,
    /// unanswered, off-track, boundary or other
    #[arg(long, value_name = "KIND", default_value = "other")]
    kind: String,
    /// Who it is about
    #[arg(long, value_name = "PERSON")]
    about: Option<String>,
    /// In words
    #[arg(short = 'm', long, value_name = "TEXT")]
    text: Option<String>,
}

/// Write down what was done about a concern; --settle closes it
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad concern step c-9h2ma -m \"called; on leave until Monday\"
  pleiad concern step ada+grace -m \"they talked, all is well\" --settle")]
pub(crate) struct ConcernStep {
    /// Its id or the beginning of it, or a pairing or a person with one open concern
    #[arg(value_name = "CONCERN")]
    concern: String,
    /// What was done
    #[arg(short = 'm', long, value_name = "TEXT")]
    text: Option<String>,
    /// This settles it
    #[arg(long)]
    settle: bool,
}

/// A concern with what was done about it.
#[derive(Serialize, JsonSchema)]
struct Shown<'a> {
    concern: &'a ConcernRow<'a>,
    steps: Vec<Told<'a>>,
}

/// A step that was taken.
#[derive(Serialize, JsonSchema)]
struct Told<'a> {
    on: Day,
    text: Option<&'a str>,
    settled: bool,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<ConcernRow<'static>>("concern-list", NOUN),
    answer::<Shown<'static>>("concern-show"),
    written::<Option<ConcernRow<'static>>>("concern-add", "concern"),
    written::<Option<ConcernRow<'static>>>("concern-step", "concern"),
];

pub(crate) fn run(
    command: &ConcernCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        ConcernCommand::List(list) => {
            let (program, clock) = context.read(&Extent::Confidential)?;
            let rows = concern_rows(&program);
            let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
            Ok(Reply::list("concern-list", &list))
        }
        ConcernCommand::Show(show) => run_show(show, context),
        ConcernCommand::Add(add) => run_add(add, context),
        ConcernCommand::Step(step) => run_step(step, context),
    }
}

/// Finds a concern: its id or the beginning of it, else the only open one of a pairing or a person.
fn find(program: &Program, word: &str) -> Result<(Subject, Id), Refusal> {
    let rows = concern_rows(program);
    let as_found = |row: &ConcernRow<'_>| (row.of.clone(), row.id.clone());
    let prefixed: Vec<&ConcernRow<'_>> = rows
        .iter()
        .filter(|row| row.id.as_str().starts_with(word))
        .collect();
    let found = if prefixed.is_empty() {
        let pairing = reference::pairing(program, word).ok();
        let person = person(program, word).ok();
        let is_of = |row: &&ConcernRow<'_>| match &row.of {
            Subject::Pairing(id) => pairing.as_ref() == Some(id),
            Subject::Person(id) => person.as_ref() == Some(id),
            Subject::Program => false,
        };
        let open = rows.iter().filter(|row| row.state == "open");
        open.filter(is_of).collect()
    } else {
        prefixed
    };
    match found[..] {
        [row] => Ok(as_found(row)),
        [] => Err(Refusal::NotFound {
            what: "concern",
            word: word.to_owned(),
            near: rows.iter().take(3).map(|row| row.id.to_string()).collect(),
        }),
        _ => Err(Refusal::Ambiguous {
            what: "concerns",
            word: word.to_owned(),
            candidates: found.iter().map(|row| row.id.to_string()).collect(),
        }),
    }
}

fn run_show(show: &ConcernShow, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Confidential)?;
    let (subject, id) = picked(context, &show.concern, |word| find(&program, word))?;
    let rows = concern_rows(&program);
    let Some(row) = rows.iter().find(|row| *row.id == id) else {
        return Err(Refusal::refused(format!("{id} is gone")).into());
    };
    let steps = steps_of(&program, &subject, &id);
    let facts = Facts::new()
        .fact("id", id.as_str())
        .fact("of", subject.as_str())
        .fact("kind", row.kind.as_str())
        .fact("since", row.on.to_string())
        .fact_if(
            "about",
            row.about.map(|about| program.name(about).to_owned()),
        )
        .fact("state", row.state);
    let mut document = Document::new()
        .heading("Concern")
        .facts(facts)
        .paragraph(row.text.unwrap_or_default());
    if !steps.is_empty() {
        let told = steps.iter().map(|step| {
            let settled = if step.closed { " (settled)" } else { "" };
            let text = step.text.as_deref().unwrap_or_default();
            format!("{}: {}{settled}", step.on, text.trim_end())
        });
        document = document.section("What was done").list(told);
    }
    let told = steps.iter().map(|step| Told {
        on: step.on,
        text: step.text.as_deref(),
        settled: step.closed,
    });
    let answer = Shown {
        concern: row,
        steps: told.collect(),
    };
    Ok(Reply::new("concern-show", &answer, document))
}

fn run_add(add: &ConcernAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let subject = match (&add.pairing, &add.person) {
        (Some(word), _) => Subject::Pairing(picked(context, word, |word| {
            reference::pairing(&program, word)
        })?),
        (None, word) => {
            let word = word.as_deref().unwrap_or_default();
            Subject::Person(picked(context, word, |word| person(&program, word))?)
        }
    };
    let kind = ConcernKind::parse(&add.kind).ok_or_else(|| Failure::Usage {
        message: format!("there is no kind of concern `{}`", add.kind),
        hint: Some(format!("one of {}", ConcernKind::WORDS.join(", "))),
    })?;
    let about = add.about.as_deref();
    let about = about.map(|word| picked(context, word, |word| person(&program, word)));
    let text = match &add.text {
        Some(text) => text.clone(),
        None if context.asking() == Asking::Possible => ask::line("What happened", None)?,
        None => return Err(Failure::usage("what happened? give it by -m TEXT")),
    };
    let new = NewConcern {
        kind,
        about: about.transpose()?,
        text,
    };
    let written = context.change(
        &Extent::Confidential,
        Looking::Away,
        |program, _, author| Ok(concern::raise(program, &subject, &new, author)?),
    )?;
    let done = format!("Raised concern {}.", written.answer);
    let next = format!(
        "pleiad concern step {} -m \"what was done\"",
        written.answer
    );
    Ok(reply("concern-add", &written, done).next(next))
}

fn run_step(step: &ConcernStep, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Confidential)?;
    let (subject, id) = picked(context, &step.concern, |word| find(&program, word))?;
    let written = context.change(
        &Extent::Confidential,
        Looking::Away,
        |program, _, author| {
            let text = step.text.as_deref();
            let change = concern::step(program, &subject, &id, text, step.settle, author)?;
            Ok((id.clone(), change))
        },
    )?;
    let word = if step.settle { "Settled" } else { "Noted for" };
    Ok(reply(
        "concern-step",
        &written,
        format!("{word} concern {id}."),
    ))
}

fn reply(command: &str, written: &Written<Id>, done: String) -> Reply {
    let rows = concern_rows(&written.program);
    let row = rows
        .iter()
        .find(|row| *row.id == written.answer)
        .map(row_json);
    written::reply(command, written, ("concern", row.into()), done)
}

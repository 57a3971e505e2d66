//! `improvement`: suggestions for the program and what became of them.

use crate::change::improvement;
use crate::change::refusal::Refusal;
use crate::cli::context::{Context, Looking, Written};
use crate::cli::dated::author_on;
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, row_json, usual};
use crate::cli::reference::picked;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list, written};
use crate::cli::written;
use crate::insights::improvements::{ImprovementRow, ImprovementState, improvement_rows};
use crate::model::id::Id;
use crate::model::improvement::Improvement;
use crate::model::program::Program;
use crate::render::words::excerpt;
use crate::store::nearest::nearest_few;
use crate::store::read::Extent;
use clap::{Args, Subcommand};

const NOUN: Noun = Noun {
    one: "suggestion",
    many: "improvements",
};

const COLUMNS: [ListColumn; 7] = [
    usual("id"),
    usual("on"),
    usual("text"),
    usual("state"),
    usual("decided"),
    usual("decision"),
    usual("done"),
];

/// Keep suggestions for the program, and what became of them
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad improvement add \"An agenda for the third meeting\"
  pleiad improvement list --open
  pleiad improvement done agenda")]
pub(crate) enum ImprovementCommand {
    /// List suggestions
    #[command(visible_alias = "ls")]
    List(ImprovementList),
    /// Write down a suggestion
    Add(ImprovementAdd),
    /// Say what was decided about a suggestion
    Decide(ImprovementDecide),
    /// Say that what was suggested is done
    Done(ImprovementDone),
}

/// List suggestions with where they stand: open, decided or done
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad improvement list
  pleiad improvement list --open")]
pub(crate) struct ImprovementList {
    /// Only what is not done
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    list: ListFlags,
}

/// Write down a suggestion for the program
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad improvement add \"An agenda for the third meeting\"")]
pub(crate) struct ImprovementAdd {
    /// The suggestion
    #[arg(value_name = "TEXT")]
    text: String,
    /// When it was made; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// Say what was decided about a suggestion
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad improvement decide agenda --decision \"add one\"
A suggestion is named by words of it or by its id; the only open one needs no name.")]
pub(crate) struct ImprovementDecide {
    /// Words of the suggestion, or its id
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// What was decided
    #[arg(long, value_name = "TEXT", required = true)]
    decision: String,
    /// When it was decided; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// Say that what was suggested is done
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad improvement done agenda
A suggestion is named by words of it or by its id; the only open one needs no name.")]
pub(crate) struct ImprovementDone {
    /// Words of the suggestion, or its id
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// When it was done; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<ImprovementRow<'static>>("improvement-list", NOUN),
    written::<Option<ImprovementRow<'static>>>("improvement-add", "improvement"),
    written::<Option<ImprovementRow<'static>>>("improvement-decide", "improvement"),
    written::<Option<ImprovementRow<'static>>>("improvement-done", "improvement"),
];

pub(crate) fn run(
    command: &ImprovementCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        ImprovementCommand::List(list) => {
            let (program, clock) = context.read(&Extent::Confidential)?;
            let mut rows = improvement_rows(&program, clock.today);
            if list.open {
                rows.retain(|row| row.state != ImprovementState::Done);
            }
            let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
            Ok(Reply::list("improvement-list", &list))
        }
        ImprovementCommand::Add(add) => run_add(add, context),
        ImprovementCommand::Decide(decide) => run_decide(decide, context),
        ImprovementCommand::Done(done) => run_done(done, context),
    }
}

fn run_add(add: &ImprovementAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let written = context.change(
        &Extent::Confidential,
        Looking::Away,
        |program, clock, author| {
            let author = author_on(add.on.as_deref(), clock, author)?;
            Ok(improvement::suggest(program, &add.text, &author)?)
        },
    )?;
    let done = format!("Wrote down {}.", written.answer);
    Ok(reply("improvement-add", &written, done))
}

fn run_decide(decide: &ImprovementDecide, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id = named(context, &decide.words.join(" "))?;
    let written = context.change(
        &Extent::Confidential,
        Looking::Away,
        |program, clock, author| {
            let author = author_on(decide.on.as_deref(), clock, author)?;
            let change = improvement::decide(program, &id, &decide.decision, &author)?;
            Ok((id.clone(), change))
        },
    )?;
    let done = format!("Decided {id}: {}.", decide.decision);
    Ok(reply("improvement-decide", &written, done))
}

fn run_done(done: &ImprovementDone, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id = named(context, &done.words.join(" "))?;
    let written = context.change(
        &Extent::Confidential,
        Looking::Away,
        |program, clock, author| {
            let author = author_on(done.on.as_deref(), clock, author)?;
            let change = improvement::finish(program, &id, &author)?;
            Ok((id.clone(), change))
        },
    )?;
    let told = format!("Done {id}.");
    Ok(reply("improvement-done", &written, told))
}

fn reply(command: &str, written: &Written<Id>, done: String) -> Reply {
    let rows = improvement_rows(&written.program, written.clock.today);
    let row = rows.iter().find(|row| row.id == Some(&written.answer));
    let record = row.map(row_json);
    written::reply(command, written, ("improvement", record.into()), done)
}

fn named(context: &mut Context<'_, '_>, words: &str) -> Result<Id, Failure> {
    let (program, _) = context.read(&Extent::Confidential)?;
    picked(context, words, |words| find(&program, words))
}

/// Finds a suggestion that is not done: its id, else words of its text; the only one by nothing.
fn find(program: &Program, words: &str) -> Result<Id, Refusal> {
    let wanted = words.to_lowercase();
    let open: Vec<(&Id, &Improvement)> = program
        .improvements
        .iter()
        .filter(|improvement| improvement.done.is_none())
        .filter_map(|improvement| Some((improvement.id.as_ref()?, improvement)))
        .collect();
    let first = words.split(' ').next().unwrap_or_default();
    if let Some((id, _)) = open.iter().find(|(id, _)| id.as_str() == first) {
        return Ok((*id).clone());
    }
    let has_words = |improvement: &Improvement| {
        let text = improvement.text.to_lowercase();
        wanted.split_whitespace().all(|word| text.contains(word))
    };
    let found: Vec<_> = open.iter().filter(|(_, one)| has_words(one)).collect();
    match found[..] {
        [(id, _)] => Ok((*id).clone()),
        [] => {
            let texts = open.iter().map(|(_, one)| one.text.as_str());
            Err(Refusal::NotFound {
                what: "open suggestion",
                word: words.to_owned(),
                near: nearest_few(words, texts),
            })
        }
        _ => Err(Refusal::Ambiguous {
            what: "suggestions",
            word: words.to_owned(),
            candidates: found
                .iter()
                .map(|(id, one)| format!("{id} {}", excerpt(&one.text, 60)))
                .collect(),
        }),
    }
}

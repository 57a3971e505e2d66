//! `advice`: what was advised, how it was tried and what came of it.

use crate::change::entry_fill::filled;
use crate::change::follow_up::{self, NewTried};
use crate::cli::commands::meeting::pairing_named;
use crate::cli::context::{Context, Looking, Written};
use crate::cli::dated::author_on;
use crate::cli::entry::{EntryNoun, entry_named};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, row_json, usual};
use crate::cli::reference::{self, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list, written};
use crate::cli::written;
use crate::insights::follow_up::{AdviceRow, advice_row, advice_rows};
use crate::model::id::Id;
use crate::model::log::Helped;
use crate::render::words::{count, excerpt};
use crate::store::read::Extent;
use clap::{Args, Subcommand};
use serde_json::{Map, Value};

const NOUN: Noun = Noun {
    one: "piece of advice",
    many: "advice",
};

const COLUMNS: [ListColumn; 13] = [
    usual("id"),
    usual("pairing"),
    further("mentor"),
    usual("on"),
    further("meeting"),
    usual("text"),
    number("days"),
    number("tried"),
    further("tried_on"),
    further("how"),
    further("response"),
    usual("helped"),
    further("evidence"),
];

/// Characters of advice that are said back.
const SAID_CHARACTERS: usize = 60;

/// Write down advice, and what came of it
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad advice add ada \"Offer two dates, never a bare no\"
  pleiad advice tried ada \"two dates\" --helped yes
  pleiad advice list --open")]
pub(crate) enum AdviceCommand {
    /// List advice, tried or not
    #[command(visible_alias = "ls")]
    List(AdviceList),
    /// Write down advice
    Add(AdviceAdd),
    /// Say how advice was tried and what came of it
    Tried(AdviceTried),
}

/// List advice with what came of it
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad advice list ada
  pleiad advice list --open
  pleiad advice list --where \"helped = no\" --columns pairing,text,how")]
pub(crate) struct AdviceList {
    /// Only that of this pairing
    #[arg(value_name = "PAIRING")]
    pairing: Option<String>,
    /// Only what nobody tried yet
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    list: ListFlags,
}

/// Write down advice that was given in the latest meeting
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad advice add ada \"Offer two dates, never a bare no\"
  pleiad advice add ada \"Draw it first\" --on 2026-02-03
`pleiad note ada --advice \"...\"` writes it down together with the meeting.")]
pub(crate) struct AdviceAdd {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// The advice
    #[arg(value_name = "TEXT")]
    text: String,
    /// When it was given; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// Say how advice was tried and what came of it
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad advice tried ada \"two dates\" --how \"proposed June or August\" --helped yes
  pleiad advice tried ada --helped no --response \"she said neither\"
Advice is named by words of it or by its id; the only one that nobody tried needs no name.")]
pub(crate) struct AdviceTried {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// Words of the advice, or its id
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// How it was tried
    #[arg(long, value_name = "TEXT")]
    how: Option<String>,
    /// What others did then
    #[arg(long, value_name = "TEXT")]
    response: Option<String>,
    /// Whether it helped: yes, partly or no
    #[arg(long, value_name = "HELPED")]
    helped: Option<String>,
    /// What shows it: a file, a mail
    #[arg(long, value_name = "TEXT")]
    evidence: Option<String>,
    /// When it was tried; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<AdviceRow<'static>>("advice-list", NOUN),
    written::<Option<AdviceRow<'static>>>("advice-add", "advice"),
    written::<Option<AdviceRow<'static>>>("advice-tried", "advice"),
];

pub(crate) fn run(
    command: &AdviceCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        AdviceCommand::List(list) => run_list(list, context),
        AdviceCommand::Add(add) => run_add(add, context),
        AdviceCommand::Tried(tried) => run_tried(tried, context),
    }
}

fn run_list(list: &AdviceList, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Program)?;
    let mut rows = advice_rows(&program, clock.today);
    if let Some(word) = &list.pairing {
        let id = picked(context, word, |word| reference::pairing(&program, word))?;
        rows.retain(|row| *row.pairing == id);
    }
    if list.open {
        rows.retain(|row| row.tried == 0);
    }
    let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
    Ok(counted(
        Reply::list("advice-list", &list),
        ("advice", "piece of advice", "pieces of advice"),
    ))
}

/// A list whose noun has no plural of its own, with its count in words.
pub(crate) fn counted(mut reply: Reply, (key, one, many): (&str, &str, &str)) -> Reply {
    let rows = reply.json[key].as_array().map_or(0, Vec::len);
    reply.sayings = vec![count(rows, one, many)];
    reply
}

fn run_add(add: &AdviceAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &add.pairing)?;
    let extent = Extent::Pairing(pairing.clone());
    let written = context.change(&extent, Looking::Away, |program, clock, author| {
        let log = filled(&pairing, program.log(&pairing));
        let author = author_on(add.on.as_deref(), clock, author)?;
        let meeting = log.last_held(author.today).map(|meeting| &meeting.id);
        let (id, change) = follow_up::advise(&pairing, &log, &add.text, meeting, &author)?;
        Ok((id, change))
    })?;
    let done = format!("Wrote down advice {} of {pairing}.", written.answer);
    let next = format!("pleiad advice tried {pairing} {}", written.answer);
    let record = record(&written, &pairing);
    Ok(written::reply("advice-add", &written, ("advice", record.into()), done).next(next))
}

fn run_tried(tried: &AdviceTried, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let new = NewTried {
        how: tried.how.clone(),
        response: tried.response.clone(),
        helped: tried.helped.as_deref().map(helped).transpose()?,
        evidence: tried.evidence.clone(),
    };
    if new == NewTried::default() {
        return Err(Failure::Usage {
            message: "nothing says what came of it".to_owned(),
            hint: Some("--how \"...\", --response \"...\", --helped yes|partly|no".to_owned()),
        });
    }
    let pairing = pairing_named(context, &tried.pairing)?;
    let advice = entry_named(context, &pairing, EntryNoun::Advice, &tried.words.join(" "))?;
    let extent = Extent::Pairing(pairing.clone());
    let written = context.change(&extent, Looking::Away, |program, clock, author| {
        let log = filled(&pairing, program.log(&pairing));
        let author = author_on(tried.on.as_deref(), clock, author)?;
        let change = follow_up::try_advice(&pairing, &log, &advice, &new, &author)?;
        Ok((advice.clone(), change))
    })?;
    let record = record(&written, &pairing);
    let text = record.as_ref().and_then(|record| record["text"].as_str());
    let said = excerpt(text.unwrap_or_default(), SAID_CHARACTERS);
    let done = format!("Tried {advice}: {said}");
    Ok(written::reply(
        "advice-tried",
        &written,
        ("advice", record.into()),
        done,
    ))
}

/// A word for whether advice helped.
pub(crate) fn helped(word: &str) -> Result<Helped, Failure> {
    Helped::parse(word).ok_or_else(|| Failure::Usage {
        message: format!("--helped: `{word}` is none of {}", Helped::WORDS.join(", ")),
        hint: None,
    })
}

fn record(written: &Written<Id>, pairing: &Id) -> Option<Map<String, Value>> {
    let known = written.program.pairings.get(pairing);
    let log = written.program.log(pairing);
    let mut advice = log.advice.iter();
    let advice = advice.find(|advice| advice.id.as_ref() == Some(&written.answer));
    let row = advice_row(known?, log, advice?, written.clock.today);
    Some(row_json(&row))
}

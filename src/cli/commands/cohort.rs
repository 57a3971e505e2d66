//! `cohort`: rounds of the program, from their beginning to the day on which nothing of them changes any more.

use crate::calendar::clock::Direction;
use crate::calendar::when::parse_day;
use crate::change::cohort::{self, AtClosing, AtClosingOfAll, NewCohort};
use crate::change::edit::{At, Change, FileName};
use crate::change::stage::ending::NewClosing;
use crate::cli::ask::{self, Asking};
use crate::cli::assignment::parse_entry;
use crate::cli::context::{Context, Looking, Written};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, number, row_json, usual};
use crate::cli::reference::{self, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list, written};
use crate::cli::written;
use crate::insights::cohorts::{CohortRow, cohort_rows};
use crate::model::id::Id;
use crate::model::program::Program;
use crate::render::words::and_list;
use crate::store::keys;
use crate::store::read::Extent;
use clap::{Args, Subcommand};

const NOUN: Noun = Noun {
    one: "cohort",
    many: "cohorts",
};

const COLUMNS: [ListColumn; 9] = [
    usual("id"),
    usual("starts"),
    usual("ends"),
    usual("state"),
    number("pairings"),
    number("in_force"),
    number("closed_well"),
    usual("outcomes"),
    usual("closed"),
];

/// Rounds of the program; without any there is one open-ended round that no command has to name
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad cohort add 2026-autumn --starts 2026-09-01 --ends 2027-02-28
  pleiad cohort list
  pleiad cohort close 2026-spring --reason time-up -y")]
pub(crate) enum CohortCommand {
    /// List cohorts
    #[command(visible_alias = "ls")]
    List(CohortList),
    /// Add a cohort, with whoever goes on from an earlier one
    Add(CohortAdd),
    /// Change fields: `cohort set 2026-spring ends=2026-08-31`
    Set(CohortSet),
    Close(CohortClose),
}

/// List cohorts
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad cohort list\n  pleiad cohort list --json")]
pub(crate) struct CohortList {
    #[command(flatten)]
    list: ListFlags,
}

/// Add a cohort; --carry-over takes along mentors of an earlier one, and requests that nobody served there
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad cohort add 2026-autumn --starts 2026-09-01 --ends 2027-02-28
  pleiad cohort add 2026-autumn --starts 2026-09-01 --carry-over 2026-spring -y")]
pub(crate) struct CohortAdd {
    /// Its id
    #[arg(value_name = "COHORT")]
    id: String,
    /// First day
    #[arg(long, value_name = "DATE")]
    starts: Option<String>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    ends: Option<String>,
    /// The cohort whose people go on
    #[arg(long, value_name = "COHORT")]
    carry_over: Option<String>,
}

/// Change fields of a cohort; `KEY=` takes one away
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad cohort set 2026-spring ends=2026-08-31\n  pleiad cohort set 2026-spring closed="
)]
pub(crate) struct CohortSet {
    /// Its id
    #[arg(value_name = "COHORT")]
    cohort: String,
    /// What to set
    #[arg(value_name = "KEY=VALUE", required = true)]
    assignments: Vec<String>,
}

/// Close a cohort for good
///
/// On a terminal each open pairing is asked about; a script says it by flags.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad cohort close 2026-spring
  pleiad cohort close 2026-spring --reason time-up -y
  pleiad cohort close 2026-spring --reason time-up --carry-over 2026-autumn --continue ada+grace -y")]
pub(crate) struct CohortClose {
    /// Its id
    #[arg(value_name = "COHORT")]
    cohort: String,
    /// Close its pairings for this reason: goals-met, time-up ...
    #[arg(long, value_name = "REASON")]
    reason: Option<String>,
    /// The cohort in which pairings go on: those of --continue, or all that --reason does not close
    #[arg(long, value_name = "COHORT")]
    carry_over: Option<String>,
    /// A pairing that goes on (may be repeated)
    #[arg(long = "continue", value_name = "PAIRING", requires = "carry_over")]
    going_on: Vec<String>,
    /// Points of the checklist that are left out (several: commas; all)
    #[arg(long, value_name = "POINT", value_delimiter = ',')]
    waive: Vec<String>,
    /// Why they are left out
    #[arg(long, value_name = "TEXT")]
    waive_why: Option<String>,
    /// In words, for the history of each pairing
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<CohortRow<'static>>("cohort-list", NOUN),
    written::<Option<CohortRow<'static>>>("cohort-add", "cohort"),
    written::<Option<CohortRow<'static>>>("cohort-set", "cohort"),
    written::<Option<CohortRow<'static>>>("cohort-close", "cohort"),
];

pub(crate) fn run(
    command: &CohortCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        CohortCommand::List(list) => {
            let (program, clock) = context.read(&Extent::Roster)?;
            let rows = cohort_rows(&program, clock.today);
            let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
            Ok(Reply::list("cohort-list", &list))
        }
        CohortCommand::Add(add) => run_add(add, context),
        CohortCommand::Set(set) => run_set(set, context),
        CohortCommand::Close(close) => run_close(close, context),
    }
}

fn run_add(add: &CohortAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id =
        Id::parse(&add.id).map_err(|error| Failure::usage(format!("`{}`: {error}", add.id)))?;
    let looking = if add.carry_over.is_some() {
        Looking::First
    } else {
        Looking::Away
    };
    let written = context.change(&Extent::Roster, looking, |program, clock, author| {
        let day = |text: &Option<String>| {
            let text = text.as_deref();
            text.map(|text| parse_day(text, clock, Direction::Future))
                .transpose()
        };
        let from = add.carry_over.as_deref();
        let new = NewCohort {
            id: id.clone(),
            starts: day(&add.starts)?,
            ends: day(&add.ends)?,
            carry_over: from
                .map(|word| reference::cohort(program, word))
                .transpose()?,
        };
        Ok((id.clone(), cohort::add(program, &new, author)?))
    })?;
    let done = format!("Added cohort {id}.");
    Ok(reply("cohort-add", &written, done).next(format!("pleiad match --cohort {id}")))
}

fn run_set(set: &CohortSet, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let written = context.change(&Extent::Roster, Looking::Away, |program, clock, _| {
        let id = reference::cohort(program, &set.cohort)?;
        let at = || At::Entry("cohort", vec![("id", Some(id.as_str().into()))]);
        let mut edits = Vec::new();
        let mut changed = Vec::new();
        for words in &set.assignments {
            let assignment = parse_entry(&keys::PROGRAM, "cohort", words, clock)?;
            if assignment.key == "id" {
                return Err(Failure::usage("an id is frozen when it is made"));
            }
            edits.push(assignment.edit_at(FileName::Program, at()));
            changed.push(assignment.key);
        }
        let sentence = format!("set {} of cohort {id}", and_list(&changed));
        Ok((id, Change { sentence, edits }))
    })?;
    let done = format!("Changed cohort {}.", written.answer);
    Ok(reply("cohort-set", &written, done))
}

fn run_close(close: &CohortClose, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let id = reference::cohort(&program, &close.cohort)?;
    let at_closing = at_closing(close, &id, &program, context)?;
    let written = context.change(
        &Extent::Confidential,
        Looking::First,
        |program, _, author| {
            let change = cohort::shut(program, &id, &at_closing, author)?;
            Ok((id.clone(), change))
        },
    )?;
    let done = format!("Closed cohort {id}.");
    Ok(reply("cohort-close", &written, done).next("pleiad summary"))
}

/// What becomes of each pairing, by flags, else asked one by one.
fn at_closing(
    close: &CohortClose,
    id: &Id,
    program: &Program,
    context: &mut Context<'_, '_>,
) -> Result<AtClosingOfAll, Failure> {
    let next = close.carry_over.as_deref();
    let next = next
        .map(|word| reference::cohort(program, word))
        .transpose()?;
    let ending = |reason: &str| {
        AtClosing::Close(Box::new(NewClosing {
            reason: Some(reason.to_owned()),
            waived: close.waive.clone(),
            waived_why: close.waive_why.clone(),
            why: close.why.clone(),
            ..NewClosing::default()
        }))
    };
    let mut all = AtClosingOfAll::default();
    for word in &close.going_on {
        let pairing = picked(context, word, |word| reference::pairing(program, word))?;
        if let Some(next) = &next {
            all.named
                .insert(pairing, AtClosing::CarryOver(next.clone()));
        }
    }
    all.others = match (&close.reason, &next) {
        (Some(reason), _) => Some(ending(reason)),
        (None, Some(next)) if close.going_on.is_empty() => Some(AtClosing::CarryOver(next.clone())),
        _ => None,
    };
    if all.others.is_none() && context.asking() == Asking::Possible {
        let reasons: Vec<String> = program
            .vocabulary
            .reasons()
            .into_iter()
            .map(|reason| format!("close it: {reason}"))
            .chain(next.iter().map(|next| format!("it goes on in {next}")))
            .collect();
        for pairing in cohort::in_force(program, id) {
            if all.named.contains_key(&pairing.id) {
                continue;
            }
            let choice = &reasons[ask::pick(pairing.id.as_str(), &reasons)?];
            let fate = match (choice.strip_prefix("close it: "), &next) {
                (Some(reason), _) => ending(reason),
                (None, Some(next)) => AtClosing::CarryOver(next.clone()),
                (None, None) => continue,
            };
            all.named.insert(pairing.id.clone(), fate);
        }
    }
    Ok(all)
}

fn reply(command: &str, written: &Written<Id>, done: String) -> Reply {
    let rows = cohort_rows(&written.program, written.clock.today);
    let row = rows
        .iter()
        .find(|row| *row.id == written.answer)
        .map(row_json);
    written::reply(command, written, ("cohort", row.into()), done)
}

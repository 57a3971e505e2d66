//! `match pin` and `match forbid`: pairs that are settled before a run.

use crate::change::edit::Change;
use crate::change::matching::settled::{self, Settled};
use crate::cli::commands::matching::asked::OfCohort;
use crate::cli::commands::matching::two::Two;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::list::row_json;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::cli::written;
use crate::model::id::PersonId;
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// Keep a pair together in every run, whatever it costs
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad match pin grace ada --why \"they asked for it\"
  pleiad match pin grace ada --remove
A pin is a [[pin]] of matching.toml; the next pleiad match keeps it. What it costs: pleiad match explain grace ada.")]
pub(super) struct Pin {
    #[command(flatten)]
    settle: Settle,
    #[command(flatten)]
    of: OfCohort,
}

/// Keep two people apart by name in every run
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad match forbid grace ada --why \"they share a flat\"
  pleiad match forbid grace ada --remove
It is a [[forbid]] of matching.toml. What a person says themselves is never = [\"grace-hopper\"] in their own file.")]
pub(super) struct Forbid {
    #[command(flatten)]
    settle: Settle,
}

#[derive(Debug, Args)]
struct Settle {
    #[command(flatten)]
    two: Two,
    /// The reason, kept beside it in matching.toml
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Take it back
    #[arg(long, conflicts_with = "why")]
    remove: bool,
}

/// Two people who are settled to be together, or never.
#[derive(Serialize, JsonSchema)]
struct Pair<'a> {
    mentor: &'a PersonId,
    mentee: &'a PersonId,
    why: Option<&'a str>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    written::<Pair<'static>>("match-pin", "pin"),
    written::<Pair<'static>>("match-forbid", "forbid"),
];

pub(super) fn run_pin(command: &Pin, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pair = command.settle.pair(context)?;
    let written = context.change(&Extent::Roster, Looking::Away, |program, clock, author| {
        let change = if command.settle.remove {
            settled::unpin(program, &pair)?
        } else {
            let cohort = command.of.id(program, clock)?;
            settled::pin(program, &pair, (&cohort, author.today))?
        };
        Ok(((), change))
    })?;
    let done = said(
        &pair,
        command.settle.remove,
        ("is pinned", "is pinned no more"),
    );
    Ok(written::reply("match-pin", &written, ("pin", record(&pair)), done).next("pleiad match -n"))
}

pub(super) fn run_forbid(
    command: &Forbid,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let pair = command.settle.pair(context)?;
    let change = if command.settle.remove {
        settled::allow
    } else {
        settled::forbid
    };
    let written = context.change(&Extent::Roster, Looking::Away, |program, _, _| {
        let change: Change = change(program, &pair)?;
        Ok(((), change))
    })?;
    let done = said(
        &pair,
        command.settle.remove,
        ("is forbidden", "is allowed again"),
    );
    Ok(
        written::reply("match-forbid", &written, ("forbid", record(&pair)), done)
            .next("pleiad match -n"),
    )
}

impl Settle {
    fn pair(&self, context: &mut Context<'_, '_>) -> Result<Settled, Failure> {
        let (program, _) = context.read(&Extent::Roster)?;
        let (mentor, mentee) = self.two.people(&program, context)?;
        Ok(Settled {
            mentor,
            mentee,
            why: self.why.clone(),
        })
    }
}

fn said(pair: &Settled, is_removed: bool, (kept, removed): (&str, &str)) -> String {
    let what = if is_removed { removed } else { kept };
    format!("{} with {} {what}.", pair.mentor, pair.mentee)
}

fn record(pair: &Settled) -> serde_json::Value {
    let record = Pair {
        mentor: &pair.mentor,
        mentee: &pair.mentee,
        why: pair.why.as_deref(),
    };
    row_json(&record).into()
}

//! `match publish`: the pairings of a draft, made in one change.

use crate::change::matching::publish;
use crate::cli::commands::matching::asked::OfCohort;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::list::row_json;
use crate::cli::reply::Reply;
use crate::cli::written;
use crate::insights::roster::pairing_rows;
use crate::render::words::count;
use crate::store::read::Extent;
use clap::Args;
use serde_json::Value;

/// Make the pairings of the draft, in one change
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad match publish\n  pleiad match publish -y --cohort 2026-spring"
)]
pub(super) struct Publish {
    #[command(flatten)]
    of: OfCohort,
}

pub(super) fn run(command: &Publish, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let written = context.change(&Extent::Roster, Looking::First, |program, clock, author| {
        let cohort = command.of.id(program, clock)?;
        Ok(publish(program, &cohort, author)?)
    })?;
    let rows = pairing_rows(&written.program, written.clock.today);
    let made = rows
        .iter()
        .filter(|row| written.answer.contains(row.id))
        .map(|row| Value::from(row_json(row)));
    let made: Vec<Value> = made.collect();
    let done = format!("Made {}.", count(made.len(), "pairing", "pairings"));
    Ok(
        written::reply("match-publish", &written, ("pairings", made.into()), done)
            .next("pleiad pairing list"),
    )
}

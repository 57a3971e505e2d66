//! `match drop`: pairs taken out of the draft.

use crate::change::matching::draft;
use crate::cli::commands::matching::asked::OfCohort;
use crate::cli::commands::matching::named::pairs;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::written;
use crate::render::words::count;
use crate::store::read::Extent;
use clap::Args;
use serde_json::{Value, json};

/// Take pairs out of the draft; the rest stays as it is
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad match drop grace/ada
  pleiad match drop ada kim/lee
A new run may propose the pair again; pleiad match forbid keeps it out for good. pleiad undo takes a drop back.")]
pub(super) struct Drop {
    /// MENTOR/MENTEE, either way round, or a person who has one pair in the draft
    #[arg(value_name = "PAIR", required = true)]
    pairs: Vec<String>,
    #[command(flatten)]
    of: OfCohort,
}

pub(super) fn run(command: &Drop, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let written = context.change(&Extent::Roster, Looking::Away, |program, clock, _| {
        let cohort = command.of.id(program, clock)?;
        let dropped = pairs(program, draft::standing(program, &cohort)?, &command.pairs)?;
        let change = draft::drop(program, &cohort, &dropped)?;
        Ok((dropped, change))
    })?;
    let dropped: Vec<Value> = written
        .answer
        .iter()
        .map(|pair| json!({"mentor": pair.mentor.as_str(), "mentee": pair.mentee.as_str(), "facet": pair.facet}))
        .collect();
    let done = format!("Dropped {}.", count(dropped.len(), "pair", "pairs"));
    Ok(
        written::reply("match-drop", &written, ("pairs", dropped.into()), done)
            .next("pleiad match publish"),
    )
}

//! `match drop`: pairs taken out of the draft.

use crate::change::matching::draft;
use crate::cli::commands::matching::asked::OfCohort;
use crate::cli::commands::matching::named::pairs;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::list::row_json;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::cli::written;
use crate::model::id::PersonId;
use crate::render::words::count;
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

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

/// A pair that left the draft.
#[derive(Serialize, JsonSchema)]
struct Dropped<'a> {
    mentor: &'a PersonId,
    mentee: &'a PersonId,
    facet: Option<&'a str>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] =
    &[written::<Vec<Dropped<'static>>>("match-drop", "pairs")];

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
        .map(|pair| {
            let record = Dropped {
                mentor: &pair.mentor,
                mentee: &pair.mentee,
                facet: pair.facet.as_deref(),
            };
            row_json(&record).into()
        })
        .collect();
    let done = format!("Dropped {}.", count(dropped.len(), "pair", "pairs"));
    Ok(
        written::reply("match-drop", &written, ("pairs", dropped.into()), done)
            .next("pleiad match publish"),
    )
}

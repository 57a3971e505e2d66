//! `match scores`: every allowed pair with its points; `match --scores` reads the same back.

use crate::cli::commands::matching::asked::{Asked, failure};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, number, usual};
use crate::cli::reply::Reply;
use crate::matching::run::{AllowedPair, each_allowed_pair};
use crate::store::read::Extent;
use clap::Args;
use serde::Serialize;

const NOUN: Noun = Noun {
    one: "pair",
    many: "pairs",
};
const COLUMNS: [ListColumn; 4] = [
    usual("mentor"),
    usual("mentee"),
    usual("facet"),
    number("points"),
];

/// List every allowed pair with its points
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad match scores --format csv > scores.csv
  pleiad match scores --where \"mentee = ada-lovelace\" --sort -points
A request for any facet has no word under facet. `pleiad match --scores scores.csv` takes the table back.")]
pub(super) struct Scores {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    list: ListFlags,
}

#[derive(Debug, Serialize)]
struct Row {
    mentor: String,
    mentee: String,
    facet: Option<String>,
    points: i64,
}

pub(super) fn run(scores: &Scores, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let question = scores.asked.question(&program, &clock, None)?;
    let mut rows = Vec::new();
    let each = |pair: AllowedPair<'_>| {
        rows.push(Row {
            mentor: pair.mentor.to_string(),
            mentee: pair.mentee.to_string(),
            facet: pair.facet.map(str::to_owned),
            points: pair.points,
        });
    };
    each_allowed_pair(&program, &question, each).map_err(|error| failure(&program, error))?;
    Ok(Reply::list(
        "match-scores",
        &List::new(NOUN, &COLUMNS, &rows, &scores.list, &clock)?,
    ))
}

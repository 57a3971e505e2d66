//! `match scores`: every allowed pair with its points; `match --scores` reads the same back.

use crate::cli::commands::matching::asked::{Asked, failure};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::global::Format;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, number, usual};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list};
use crate::matching::question::{MatchError, Question};
use crate::matching::run::{AllowedPair, each_allowed_pair};
use crate::model::program::Program;
use crate::render::delimited;
use crate::render::table::Cell;
use crate::store::outside::Output;
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};
use std::ops::ControlFlow;

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

/// Lines are printed in chunks of about so many bytes.
const CHUNK_BYTES: usize = 1 << 16;

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

#[derive(Debug, Serialize, JsonSchema)]
struct Row {
    mentor: String,
    mentee: String,
    facet: Option<String>,
    points: i64,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[list::<Row>("match-scores", NOUN)];

pub(super) fn run(scores: &Scores, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let question = scores.asked.question(&program, &clock, None)?;
    if let Some(line) = line_format(scores, context) {
        let printed = print(&program, &question, line, context);
        let printed = printed.map_err(|error| failure(&program, error))?;
        return Ok(Reply::printed("match-scores", printed));
    }
    let mut rows = Vec::new();
    let each = |pair: AllowedPair<'_>| {
        rows.push(Row {
            mentor: pair.mentor.to_string(),
            mentee: pair.mentee.to_string(),
            facet: pair.facet.map(str::to_owned),
            points: pair.points,
        });
        ControlFlow::Continue(())
    };
    each_allowed_pair(&program, &question, each).map_err(|error| failure(&program, error))?;
    Ok(Reply::list(
        "match-scores",
        &List::new(NOUN, &COLUMNS, &rows, &scores.list, &clock)?,
    ))
}

/// How a pair becomes a line, where every pair is wanted as a line: of a great pool they are more than memory holds.
fn line_format(scores: &Scores, context: &Context<'_, '_>) -> Option<fn(&[Cell]) -> String> {
    let global = context.global;
    let is_piped = !context.invocation.terminals.output || global.output.is_some();
    let format = match global.format() {
        Some(Format::Csv) => delimited::csv_line,
        Some(Format::Tsv) => delimited::tsv_line,
        None if is_piped => delimited::tsv_line,
        _ => return None,
    };
    scores.list.are_none().then_some(format)
}

fn print(
    program: &Program,
    question: &Question<'_>,
    line: fn(&[Cell]) -> String,
    context: &mut Context<'_, '_>,
) -> Result<io::Result<()>, MatchError> {
    let path = context.global.output_file();
    let path = path.map(|path| context.invocation.directory.join(path));
    let header: Vec<Cell> = COLUMNS.iter().map(|column| column.key.into()).collect();
    let mut file = None;
    let mut printed = Ok(());
    let mut write = |text: &str| {
        if let (None, Some(path)) = (&file, &path) {
            file = Some(Output::create(path)?);
        }
        match &mut file {
            Some(file) => file.write_all(text.as_bytes()),
            None => context.invocation.output.write_all(text.as_bytes()),
        }
    };
    // Mistakes in the rules come before the first line.
    let mut lines = line(&header);
    let each = |pair: AllowedPair<'_>| {
        lines.push_str(&line(&[
            pair.mentor.as_str().into(),
            pair.mentee.as_str().into(),
            pair.facet.into(),
            pair.points.into(),
        ]));
        if lines.len() < CHUNK_BYTES {
            return ControlFlow::Continue(());
        }
        printed = write(&lines);
        lines.clear();
        match printed {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    };
    each_allowed_pair(program, question, each)?;
    let printed = printed.and_then(|()| write(&lines));
    Ok(printed.and_then(|()| match file {
        Some(file) => file.put(),
        None => context.invocation.output.flush(),
    }))
}

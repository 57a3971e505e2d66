//! `history`: list what was done to this program.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, usual};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list};
use crate::store::manifest::OperationKind;
use crate::store::operations::Operation;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

const NOUN: Noun = Noun {
    one: "operation",
    many: "operations",
};

const COLUMNS: [ListColumn; 7] = [
    number("number"),
    usual("at"),
    usual("by"),
    usual("sentence"),
    further("command"),
    further("files"),
    further("undoes"),
];

/// List what was done to this program, the latest first
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad history
  pleiad history --limit 5 --columns number,sentence,files
`pleiad undo` takes the latest back.")]
pub(crate) struct History {
    #[command(flatten)]
    list: ListFlags,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Row {
    number: u64,
    at: String,
    by: Option<String>,
    sentence: String,
    command: String,
    files: Vec<String>,
    undoes: Option<u64>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[list::<Row>("history", NOUN)];

pub(crate) fn run(history: &History, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let folder = context.folder()?;
    let rows: Vec<Row> = folder.operations()?.iter().rev().map(row).collect();
    let clock = context.clock_in(chrono_tz::UTC)?;
    Ok(Reply::list(
        "history",
        &List::new(NOUN, &COLUMNS, &rows, &history.list, &clock)?,
    ))
}

fn row(operation: &Operation) -> Row {
    let label = &operation.manifest.label;
    let number = |number: crate::store::operations::OperationNumber| u64::from(number.number());
    Row {
        number: number(operation.number),
        at: label.at.clone(),
        by: Some(label.by.clone()).filter(|by| !by.is_empty()),
        sentence: label.sentence.clone(),
        command: label.command.clone(),
        files: operation
            .manifest
            .files
            .iter()
            .map(|file| file.path.to_string())
            .collect(),
        undoes: match operation.manifest.kind {
            OperationKind::Undoes(undone) => Some(number(undone)),
            OperationKind::Ordinary | OperationKind::Redoes(_) | OperationKind::Forgets(_) => None,
        },
    }
}

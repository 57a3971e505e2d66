//! `export schema`: the JSON Schemas of what commands reply.

use crate::change::refusal::Refusal;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, usual};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{self, ReplySchema, answer, list};
use crate::render::document::{Document, Verbatim};
use crate::render::words::count;
use crate::store::nearest::nearest_few;
use crate::store::outside;
use anyhow::Context as _;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::path::Path;

const NOUN: Noun = Noun {
    one: "schema",
    many: "schemas",
};

const COLUMNS: [ListColumn; 2] = [usual("name"), usual("id")];

/// Write the JSON Schemas of what commands reply with --json
///
/// Without a NAME they are listed, or with -o written into a folder, each into a file of its own.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad export schema
  pleiad export schema participant-list
  pleiad export schema error -o error.json
  pleiad export schema -o schemas                (all of them, one file each)
A reply says under `schema` which one it is: pleiad/participant-list/1. Keys are added within a
version, never taken away or given another meaning. `pleiad help json` says more.")]
pub(crate) struct ExportSchema {
    /// The words of a command, or `error`: `participant-list`
    #[arg(value_name = "NAME")]
    words: Vec<String>,
}

/// A schema as the list shows it.
#[derive(Serialize, JsonSchema)]
struct Row {
    name: &'static str,
    /// Its `$id`.
    id: String,
}

/// A schema.
#[derive(Serialize, JsonSchema)]
struct Shown<'a> {
    name: &'a str,
    /// The JSON Schema itself.
    document: &'a Value,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<Row>("export-schema", NOUN),
    answer::<Shown<'static>>("export-schema"),
];

pub(super) fn run(export: &ExportSchema, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    if !export.words.is_empty() {
        return show(&export.words.join("-"));
    }
    match context.global.output_file() {
        Some(folder) => write(folder, context),
        None => list_all(context),
    }
}

fn show(name: &str) -> Result<Reply, Failure> {
    let known = reply_schema::names();
    let schema = reply_schema::of(name).ok_or_else(|| Refusal::NotFound {
        what: "schema",
        word: name.to_owned(),
        near: nearest_few(name, known.iter().copied()),
    })?;
    let answer = Shown {
        name,
        document: &schema,
    };
    let text = Verbatim::text(format!("{schema:#}\n"));
    Ok(Reply::new(
        "export-schema",
        &answer,
        Document::new().verbatim(text),
    ))
}

fn list_all(context: &Context<'_, '_>) -> Result<Reply, Failure> {
    let row = |name| Row {
        name,
        id: reply_schema::id(name),
    };
    let rows: Vec<Row> = reply_schema::names().into_iter().map(row).collect();
    let clock = context.clock_in(chrono_tz::UTC)?;
    let list = List::new(NOUN, &COLUMNS, &rows, &ListFlags::default(), &clock)?;
    Ok(Reply::list("export-schema", &list).next("pleiad export schema participant-list"))
}

/// All of them, each in a file of its own; other files of the folder are left alone.
fn write(folder: &Path, context: &Context<'_, '_>) -> Result<Reply, Failure> {
    let path = context.invocation.directory.join(folder);
    let names = reply_schema::names();
    let counted = count(names.len(), "schema", "schemas");
    if context.global.dry_run {
        let said = format!("would write {counted} to {}", folder.display());
        return Ok(Reply::printed("export-schema", Ok(())).say(said));
    }
    for name in names {
        let file = path.join(format!("{name}.json"));
        let text = document(name).unwrap_or_default();
        outside::make_folder(&path)
            .and_then(|()| outside::write_output(&file, text.as_bytes()))
            .with_context(|| format!("cannot write {}", file.display()))
            .map_err(Failure::Outside)?;
    }
    let said = format!("wrote {counted} to {}", folder.display());
    Ok(Reply::printed("export-schema", Ok(())).say(said))
}

/// A schema as it stands in a file.
fn document(name: &str) -> Option<String> {
    Some(format!("{:#}\n", reply_schema::of(name)?))
}

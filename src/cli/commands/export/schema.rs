//! `export schema`: the JSON Schemas of what commands reply and of what the files of a program hold.

use super::csv::Written;
use super::install;
use crate::change::refusal::Refusal;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, usual};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{self, ReplySchema, answer, list};
use crate::cli::written::Deed;
use crate::render::document::{Document, Verbatim};
use crate::render::words::count;
use crate::store::keys::{SHAPES, Shape};
use crate::store::nearest::nearest_few;
use crate::store::{file_schema, outside};
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

/// Write the JSON Schemas of what commands reply and of the files of a program
///
/// Without a NAME they are listed, or with -o written into a folder, each into a file of its own.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad export schema
  pleiad export schema participant-list
  pleiad export schema error -o error.json
  pleiad export schema file-participant
  pleiad export schema -o schemas                (all of them, one file each)
  pleiad export schema --install                 (for editors: they complete keys and words)
Editors that know Taplo (Even Better TOML) read the .taplo.toml that --install writes and complete
keys and words in the files of the program; one of your own is never written over. A reply says under `schema` which one it is: pleiad/participant-list/1. Keys are added within a
version, never taken away or given another meaning. `pleiad help json` says more.")]
pub(crate) struct ExportSchema {
    /// The words of a command, `error`, or a kind of file: `participant-list`, `file-participant`
    #[arg(value_name = "NAME")]
    words: Vec<String>,
    /// Put the schemas of files into the program, under schemas/, with a .taplo.toml by which editors find them
    #[arg(long, conflicts_with = "words")]
    install: bool,
}

/// A schema as the list shows it.
#[derive(Serialize, JsonSchema)]
struct Row {
    name: String,
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
    answer::<Deed>("export-schema"),
    answer::<Written>("export-schema"),
];

pub(super) fn run(export: &ExportSchema, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    if export.install {
        return install::run(context);
    }
    if !export.words.is_empty() {
        return show(&export.words.join("-"));
    }
    match context.global.output_file() {
        Some(folder) => write(folder, context),
        None => list_all(context),
    }
}

/// What the names of schemas of files begin with.
const FILE: &str = "file-";

/// The name and `$id` part of every schema.
fn names() -> Vec<String> {
    let replies = reply_schema::names().into_iter().map(str::to_owned);
    let files = SHAPES.iter().map(|shape| format!("{FILE}{}", shape.name));
    replies.chain(files).collect()
}

fn of(name: &str) -> Option<Value> {
    match name.strip_prefix(FILE) {
        Some(file) => {
            let shape = SHAPES.iter().find(|shape| shape.name == file)?;
            Some(of_file(shape))
        }
        None => reply_schema::of(name),
    }
}

/// The published schema of a kind of file.
pub(super) fn of_file(shape: &Shape) -> Value {
    let name = format!("{FILE}{}", shape.name);
    reply_schema::published(&name, shape.path, file_schema::schema(shape))
}

/// A schema as it stands in a file.
pub(super) fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}

fn show(name: &str) -> Result<Reply, Failure> {
    let known = names();
    let schema = of(name).ok_or_else(|| Refusal::NotFound {
        what: "schema",
        word: name.to_owned(),
        near: nearest_few(name, known.iter().map(String::as_str)),
    })?;
    let answer = Shown {
        name,
        document: &schema,
    };
    let document = Document::new().verbatim(Verbatim::text(text(&schema)));
    Ok(Reply::new("export-schema", &answer, document))
}

fn list_all(context: &Context<'_, '_>) -> Result<Reply, Failure> {
    let row = |name: String| Row {
        id: reply_schema::id(&name),
        name,
    };
    let rows: Vec<Row> = names().into_iter().map(row).collect();
    let clock = context.clock_in(chrono_tz::UTC)?;
    let list = List::new(NOUN, &COLUMNS, &rows, &ListFlags::default(), &clock)?;
    Ok(Reply::list("export-schema", &list).next("pleiad export schema participant-list"))
}

/// All of them, each in a file of its own; other files of the folder are left alone.
fn write(folder: &Path, context: &Context<'_, '_>) -> Result<Reply, Failure> {
    let path = context.invocation.directory.join(folder);
    let dry_run = context.global.dry_run;
    let written = |name: String| Some((format!("{name}.json"), text(&of(&name)?)));
    let texts: Vec<(String, String)> = names().into_iter().filter_map(written).collect();
    if !dry_run {
        let texts = texts.iter().map(|(file, text)| (&**file, &**text));
        outside::write_outputs(&path, texts)
            .with_context(|| format!("cannot write {}", path.display()))
            .map_err(Failure::Outside)?;
    }
    let files: Vec<String> = texts.into_iter().map(|(file, _)| file).collect();
    let word = if dry_run { "Would write" } else { "Wrote" };
    let counted = count(files.len(), "schema", "schemas");
    let done = format!("{word} {counted} to {}.", folder.display());
    let document = Document::new().paragraph(done);
    Ok(Reply::new("export-schema", &Written { files, dry_run }, document).past_output_file())
}

//! `export csv`: tables of people, pairings, meetings, prospects and check-ins, which `import` reads back.

use super::json::files;
use crate::change::import::sheets::{CHECKINS_KIND, KINDS, Sheet, sheet};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::render::delimited;
use crate::render::document::Document;
use crate::render::table::{Column, Table};
use crate::render::words::{and_list, count};
use crate::store::outside;
use crate::store::read::Extent;
use anyhow::Context as _;
use clap::Args;
use clap::builder::PossibleValuesParser;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::Path;

/// Write records as CSV, which `import` reads back
///
/// Lists stand in one cell, separated by `;`. Without a KIND every table goes into the folder that
/// -o names, each into a file of its own.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad export csv people > people.csv
  pleiad export csv meetings -o meetings.csv
  pleiad export csv -o tables                    (people.csv, pairings.csv, meetings.csv, prospects.csv)
  pleiad export csv checkins --confidential
A row holds what a row can. Out stay skills that differ from request to request, requests of somebody
who mentors in other facets, goals and notes; `pleiad export json` has everything. `pleiad import people people.csv` reads a table back.")]
pub(crate) struct ExportCsv {
    /// Which records; all kinds otherwise
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(KINDS))]
    kind: Option<String>,
    /// With what only coordinators read: check-ins
    #[arg(long)]
    confidential: bool,
}

/// A table of records.
#[derive(Serialize, JsonSchema)]
struct Shown<'a> {
    kind: &'a str,
    /// The names of the columns.
    header: &'a [String],
    /// The cells of each row, in the order of the columns.
    rows: &'a [Vec<String>],
}

/// Tables that were written into a folder.
#[derive(Serialize, JsonSchema)]
pub(super) struct Written {
    pub(super) files: Vec<String>,
    pub(super) dry_run: bool,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    answer::<Shown<'static>>("export-csv"),
    answer::<Written>("export-csv"),
];

pub(super) fn run(export: &ExportCsv, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    if context.global.as_of.is_some() {
        let message = "records are exported as they stand; --as-of is for reports";
        return Err(Failure::usage(message));
    }
    if export.kind.as_deref() == Some(CHECKINS_KIND) && !export.confidential {
        let message = "check-ins are kept in confidence; ask for them by --confidential";
        return Err(Failure::usage(message));
    }
    let (program, _) = context.read(&Extent::Confidential)?;
    let files = files(&program, export.confidential);
    let records = context.folder()?.records(&files)?;
    let is_meant = |kind: &&str| match &export.kind {
        Some(one) => *kind == one,
        None => export.confidential || *kind != CHECKINS_KIND,
    };
    let kinds = KINDS.into_iter().filter(is_meant);
    let sheets: Vec<Sheet> = kinds.filter_map(|kind| sheet(kind, &records)).collect();
    match (&sheets[..], context.global.output_file()) {
        ([sheet], _) if export.kind.is_some() => Ok(shown(sheet)),
        (sheets, Some(folder)) => write(sheets, folder, context),
        (_, None) => Err(Failure::Usage {
            message: "several tables are several files".to_owned(),
            hint: Some(format!(
                "-o DIR writes all; one of {} prints one",
                KINDS.join(", ")
            )),
        }),
    }
}

fn shown(sheet: &Sheet) -> Reply {
    let answer = Shown {
        kind: sheet.kind,
        header: &sheet.header,
        rows: &sheet.rows,
    };
    let rows = count(sheet.rows.len(), "row", "rows");
    Reply::new("export-csv", &answer, document(sheet)).say(rows)
}

fn document(sheet: &Sheet) -> Document {
    let columns = sheet.header.iter();
    let columns = columns.map(|column| Column::text(column.clone(), column.clone()));
    let mut table = Table::new(columns);
    for row in &sheet.rows {
        table.push(row.iter().map(|cell| cell.as_str().into()));
    }
    Document::new().table(table)
}

fn write(sheets: &[Sheet], folder: &Path, context: &Context<'_, '_>) -> Result<Reply, Failure> {
    let path = context.invocation.directory.join(folder);
    let files = sheets.iter().map(|sheet| format!("{}.csv", sheet.kind));
    let files: Vec<String> = files.collect();
    if !context.global.dry_run {
        let texts = sheets.iter().map(|sheet| delimited::csv(&document(sheet)));
        let texts: Vec<String> = texts.collect();
        let texts = files.iter().zip(&texts);
        outside::write_outputs(&path, texts.map(|(file, text)| (&**file, &**text)))
            .with_context(|| format!("cannot write {}", path.display()))
            .map_err(Failure::Outside)?;
    }
    let word = if context.global.dry_run {
        "Would write"
    } else {
        "Wrote"
    };
    let done = format!("{word} {} to {}.", and_list(&files), folder.display());
    let answer = Written {
        files,
        dry_run: context.global.dry_run,
    };
    let document = Document::new().paragraph(done);
    Ok(Reply::new("export-csv", &answer, document).past_output_file())
}

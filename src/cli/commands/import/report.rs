//! What an import came to, in words.

use crate::change::import::checkins::CheckinsReport;
use crate::change::import::meetings::report::{MeetingsReport, Unplaced};
use crate::change::import::outcomes::OutcomesReport;
use crate::change::import::report::{Differing, PairingsReport, PeopleReport, Skipped};
use crate::model::id::Id;
use crate::render::document::Document;
use crate::render::table::{Cell, Column, Table};
use crate::render::words::{and_list, count};
use std::collections::BTreeMap;

/// Differing cells that a person is shown; scripts get all.
const DIFFERING_MAX: usize = 20;
/// Events without a place that a person is shown; scripts get all.
const UNPLACED_MAX: usize = 40;
/// Rows that are named behind a count.
const ROWS_NAMED_MAX: usize = 10;

/// What an import of people came to.
pub(crate) fn people_document(report: &PeopleReport) -> Document {
    let mut lines = vec![format!("{} read.", count(report.rows, "row", "rows"))];
    lines.extend(done("enrolled", report.added.len(), "person", "people"));
    lines.extend(cohorts_added(&report.cohorts_added));
    lines.extend(done(
        "added to people who were there",
        report.roles_added.len(),
        "role",
        "roles",
    ));
    lines.extend(done("updated", report.updated.len(), "person", "people"));
    lines.extend(done(
        "there already and left alone",
        report.unchanged,
        "person",
        "people",
    ));
    lines.extend(skipped(&report.skipped));
    if !report.extra_columns.is_empty() {
        let columns = report
            .extra_columns
            .iter()
            .map(|extra| format!("{} as extra.{}", extra.column, extra.key));
        lines.push(format!(
            "Columns that are kept as they are: {}.",
            and_list(columns)
        ));
    }
    lines.extend(ignored(&report.ignored_columns));
    with_differing(Document::new().list(lines), &report.differing)
}

/// What an import of outcomes came to.
pub(crate) fn outcomes_document(report: &OutcomesReport) -> Document {
    let mut lines = vec![format!("{} read.", count(report.rows, "row", "rows"))];
    lines.extend(done(
        "written down",
        report.set.len(),
        "outcome",
        "outcomes",
    ));
    lines.extend(done(
        "with that outcome already",
        report.unchanged,
        "pairing",
        "pairings",
    ));
    lines.extend(done("without an outcome", report.silent, "row", "rows"));
    if !report.differing.is_empty() {
        let ids: Vec<&str> = report.differing.iter().map(Id::as_str).collect();
        lines.push(format!(
            "Other outcomes stand there and are left alone (--update writes them): {}.",
            and_list(ids)
        ));
    }
    lines.extend(report.outcomes.iter().map(|(outcome, pairings)| {
        format!("{outcome}: {}.", count(*pairings, "pairing", "pairings"))
    }));
    Document::new().list(lines)
}

/// What an import of pairings came to.
pub(crate) fn pairings_document(report: &PairingsReport) -> Document {
    let mut lines = vec![format!("{} read.", count(report.rows, "row", "rows"))];
    lines.extend(done("made", report.added.len(), "pairing", "pairings"));
    lines.extend(cohorts_added(&report.cohorts_added));
    lines.extend(done("updated", report.updated.len(), "pairing", "pairings"));
    lines.extend(done(
        "there already and left alone",
        report.unchanged,
        "pairing",
        "pairings",
    ));
    lines.extend(skipped(&report.skipped));
    lines.extend(ignored(&report.ignored_columns));
    with_differing(Document::new().list(lines), &report.differing)
}

/// What an import of meetings came to.
pub(crate) fn meetings_document(report: &MeetingsReport, noun: (&str, &str)) -> Document {
    let mut lines = vec![format!("{} read.", count(report.read, noun.0, noun.1))];
    let mut tell =
        |what: &str, number: usize| lines.extend(done(what, number, "meeting", "meetings"));
    tell("logged", report.added.len());
    tell("settled", report.settled.len());
    tell("moved", report.moved.len());
    tell("there already", report.unchanged);
    let others = report.others;
    lines.extend(done(
        "of the program, no meetings",
        others,
        "entry",
        "entries",
    ));
    let silent = "not saying what became of the meeting";
    lines.extend(done(silent, report.silent, "row", "rows"));
    lines.extend(skipped(&report.skipped));
    lines.extend(ignored(&report.ignored_columns));
    with_unplaced(Document::new().list(lines), &report.unplaced)
}

fn with_unplaced(document: Document, unplaced: &[Unplaced]) -> Document {
    if unplaced.is_empty() {
        return document;
    }
    let line = |one: &Unplaced| {
        let what = one.what.as_ref().map(|what| format!(" ({what})"));
        format!(
            "{}{}: {}",
            one.origin,
            what.unwrap_or_default(),
            one.because
        )
    };
    let shown = unplaced.iter().take(UNPLACED_MAX).map(line);
    let document = document.section("Left out").list(shown.collect::<Vec<_>>());
    match unplaced.len().saturating_sub(UNPLACED_MAX) {
        0 => document,
        rest => document.paragraph(format!("{rest} more are in --json.")),
    }
}

/// What an import of check-ins came to.
pub(crate) fn checkins_document(report: &CheckinsReport) -> Document {
    let mut lines = vec![format!("{} read.", count(report.rows, "row", "rows"))];
    let added = report.added.len();
    lines.extend(done("written down", added, "check-in", "check-ins"));
    let unchanged = report.unchanged;
    lines.extend(done("there already", unchanged, "check-in", "check-ins"));
    lines.extend(skipped(&report.skipped));
    lines.extend(ignored(&report.ignored_columns));
    Document::new().list(lines)
}

/// `500 people enrolled.`; nothing for none.
pub(super) fn done(what: &str, number: usize, singular: &str, plural: &str) -> Option<String> {
    (0 < number).then(|| format!("{} {what}.", count(number, singular, plural)))
}

fn cohorts_added(cohorts: &[Id]) -> Option<String> {
    let ids = cohorts.iter().map(Id::as_str);
    (!cohorts.is_empty()).then(|| format!("Cohorts declared in program.toml: {}.", and_list(ids)))
}

pub(super) fn ignored(columns: &[String]) -> Option<String> {
    (!columns.is_empty()).then(|| format!("Columns left out: {}.", and_list(columns)))
}

/// `2 rows left out: mentors themselves (rows 145, 171).`
pub(super) fn skipped(skipped: &[Skipped]) -> Vec<String> {
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for row in skipped {
        rows.entry(&row.because).or_default().push(row.row);
    }
    let line = |(because, rows): (&str, Vec<usize>)| {
        let named: Vec<String> = rows
            .iter()
            .take(ROWS_NAMED_MAX)
            .map(ToString::to_string)
            .collect();
        let more = if ROWS_NAMED_MAX < rows.len() {
            " ..."
        } else {
            ""
        };
        let counted = count(rows.len(), "row", "rows");
        let what = if rows.len() == 1 { "row" } else { "rows" };
        format!(
            "{counted} left out: {because} ({what} {}{more}).",
            named.join(", ")
        )
    };
    rows.into_iter().map(line).collect()
}

fn with_differing(document: Document, differing: &[Differing]) -> Document {
    if differing.is_empty() {
        return document;
    }
    let columns = ["row", "id", "column", "in the folder", "in the table"]
        .map(|name| Column::text(name, name));
    let mut table = Table::new(columns);
    for cell in differing.iter().take(DIFFERING_MAX) {
        let there = cell.there.as_deref().map_or_else(Cell::none, Cell::from);
        table.push([
            Cell::number(cell.row),
            Cell::from(cell.id.as_str()),
            Cell::from(cell.column.as_str()),
            there,
            Cell::from(cell.cell.as_str()),
        ]);
    }
    let rest = differing.len().saturating_sub(DIFFERING_MAX);
    let more = if rest == 0 {
        String::new()
    } else {
        format!(" {rest} more are in --json.")
    };
    document
        .section("Cells that differ")
        .table(table)
        .paragraph(format!("They were left alone; --update writes them.{more}"))
}

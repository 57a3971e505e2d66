//! Several programs as people read them.

use crate::insights::several::{ProgramRow, Several};
use crate::render::document::Document;
use crate::render::table::{Cell, Column, Table};
use crate::render::words::hours;

pub(super) fn document(several: &Several) -> Document {
    let rows = several.programs.iter().chain([&several.sum]);
    let document = Document::new()
        .heading("Programs")
        .table(Table::new(columns()).rows(rows.map(row)));
    if several.not_added.is_empty() {
        return document;
    }
    document.paragraph(format!("Not added: {}.", several.not_added.join("; ")))
}

fn columns() -> [Column; 13] {
    [
        Column::text("name", "program"),
        Column::number("people", "people"),
        Column::number("mentors", "mentors"),
        Column::number("mentees", "mentees"),
        Column::number("mentees_unmatched", "unmatched"),
        Column::number("pairings_in_force", "pairings"),
        Column::number("red", "red"),
        Column::number("pairings_closed", "closed"),
        Column::number("meetings_held", "meetings"),
        Column::number("minutes_held", "hours"),
        Column::number("budget", "budget"),
        Column::text("currency", "currency"),
        Column::number("satisfaction", "content"),
    ]
}

fn row(row: &ProgramRow) -> [Cell; 13] {
    let minutes = u32::try_from(row.minutes_held).unwrap_or(u32::MAX);
    let name = row.name.as_deref();
    [
        Cell::from(name.unwrap_or("all")).with_value(name.unwrap_or_default()),
        Cell::number(row.people),
        Cell::number(row.mentors),
        Cell::number(row.mentees),
        Cell::number(row.mentees_unmatched),
        Cell::number(row.pairings_in_force),
        Cell::number(row.red),
        Cell::number(row.pairings_closed),
        Cell::number(row.meetings_held),
        Cell::from(hours(minutes)).with_number(row.minutes_held),
        row.budget.map(Cell::number).into(),
        row.currency.as_deref().into(),
        row.satisfaction.map(Cell::number).into(),
    ]
}

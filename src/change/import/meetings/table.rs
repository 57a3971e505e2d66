//! A table of meetings: each row is one, of a pairing or of a mentor and a mentee.
//!
//! All or nothing as far as its rows can be read. What they say against what is settled is left out and told.

use crate::calendar::clock::Clock;
use crate::change::edit::Author;
use crate::change::import::columns::Columns;
use crate::change::import::csv::CsvTable;
use crate::change::import::fault::{Fault, ImportRefusal, TableFault};
use crate::change::import::fields::Subject;
use crate::change::import::identity::Directory;
use crate::change::import::mapping::Mapping;
use crate::change::import::meetings::placing::Placing;
use crate::change::import::meetings::report::MeetingsImport;
use crate::change::import::meetings::row::Reading;
use crate::change::import::people::kept;
use crate::model::program::Program;

/// Plans the import of a table of meetings.
///
/// # Errors
/// Everything that is wrong with the table: days and times that are missing or no such, people and pairings that are
/// not there, meetings that were held tomorrow.
pub fn table(
    program: &Program,
    table: &CsvTable,
    mapping: Option<&Mapping>,
    clock: &Clock,
    author: &Author,
) -> Result<MeetingsImport, ImportRefusal> {
    let columns = columns(table, mapping)?;
    let (rows, skipped) = kept(table, mapping);
    let mut faults: Vec<TableFault> = table
        .uneven
        .iter()
        .map(|row| TableFault::uneven(row, table.header.len()))
        .collect();
    let directory = Directory::of(program, mapping.and_then(|mapping| mapping.key.as_ref()));
    let mut placing = Placing::new(program, author);
    for row in &rows {
        let mut reading = Reading {
            program,
            directory: &directory,
            cells: &columns.cells(row),
            clock,
            has_state: columns.has("state"),
            faults: Vec::new(),
        };
        let said = reading.row();
        let is_silent = said.is_none() && reading.faults.is_empty();
        placing.report.silent += usize::from(is_silent);
        if let Some(said) = said.filter(|_| reading.faults.is_empty()) {
            placing.place(&said);
        }
        faults.append(&mut reading.faults);
    }
    ImportRefusal::of(faults)?;
    placing.report.read = table.rows.len();
    placing.report.skipped = skipped;
    placing.report.ignored_columns = columns.ignored;
    Ok(placing.finish())
}

fn columns(table: &CsvTable, mapping: Option<&Mapping>) -> Result<Columns, ImportRefusal> {
    let columns = Columns::of(Subject::Meetings, table, mapping)
        .map_err(|faults| ImportRefusal { faults })?;
    let has_pairing = columns.has("pairing") || (columns.has("mentor") && columns.has("mentee"));
    let has_day = columns.has("at") || columns.has("on");
    let needed = [(has_pairing, "pairing"), (has_day, "at")];
    let missing = needed.into_iter().filter(|(is_there, _)| !is_there);
    let faults = missing.map(|(_, field)| TableFault {
        row: None,
        column: None,
        fault: Fault::NoColumn { field },
    });
    ImportRefusal::of(faults.collect())?;
    Ok(columns)
}

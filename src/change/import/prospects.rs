//! A table of prospects: each row is somebody who might become a mentor, and the last that was said to them.
//!
//! All or nothing. Its invariant: who is there already, by address or else by name, is left alone, so that a second
//! import changes nothing.

use crate::change::edit::{Change, Edit};
use crate::change::entry_id::numbered;
use crate::change::import::cell::parts_of;
use crate::change::import::cells::Cells;
use crate::change::import::columns::Columns;
use crate::change::import::csv::CsvTable;
use crate::change::import::fault::{Fault, ImportRefusal, TableFault};
use crate::change::import::fields::Subject;
use crate::change::import::mapping::Mapping;
use crate::change::import::people::kept;
use crate::change::import::report::Skipped;
use crate::change::prospect::{NewContact, NewProspect, enrolled, entries, same, stem};
use crate::change::rules::normalised;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::program::Program;
use crate::model::prospect::{ContactState, Source};
use crate::model::value::Value;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What an import of prospects does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ProspectsReport {
    /// Rows that hold anything, skipped ones among them.
    pub rows: usize,
    /// Prospects who are new, in file order.
    pub added: Vec<Id>,
    /// How many are prospects already.
    pub unchanged: usize,
    /// How many are enrolled already.
    pub enrolled: usize,
    /// Columns that fill nothing.
    pub ignored_columns: Vec<String>,
    /// Rows that the mapping leaves out.
    pub skipped: Vec<Skipped>,
}

/// Plans the import of a table of prospects.
///
/// # Errors
/// Everything that is wrong with the table: names that are missing, days that cannot be, rows that are one person.
pub fn prospects(
    program: &Program,
    table: &CsvTable,
    mapping: Option<&Mapping>,
    today: Day,
) -> Result<(ProspectsReport, Change), ImportRefusal> {
    let columns = Columns::of(Subject::Prospects, table, mapping)
        .map_err(|faults| ImportRefusal { faults })?;
    if !columns.has("name") {
        let fault = Fault::NoColumn { field: "name" };
        let faults = vec![TableFault {
            row: None,
            column: None,
            fault,
        }];
        return Err(ImportRefusal { faults });
    }
    let (rows, skipped) = kept(table, mapping);
    let uneven = table.uneven.iter();
    let mut faults: Vec<TableFault> = uneven
        .map(|row| TableFault::uneven(row, table.header.len()))
        .collect();
    let mut read = Vec::new();
    for row in &rows {
        let mut reading = Reading {
            cells: &columns.cells(row),
            today,
            faults: Vec::new(),
        };
        if let Some(new) = reading.row() {
            read.push((row.number, new));
        }
        faults.append(&mut reading.faults);
    }
    faults.extend(twice(&read));
    ImportRefusal::of(faults)?;
    let mut report = ProspectsReport {
        rows: table.rows.len(),
        skipped,
        ignored_columns: columns.ignored.clone(),
        ..ProspectsReport::default()
    };
    let edits = newcomers(program, &read, &mut report);
    let sentence = format!("import prospects: {} added", report.added.len());
    Ok((report, Change { sentence, edits }))
}

fn newcomers(
    program: &Program,
    read: &[(usize, NewProspect)],
    report: &mut ProspectsReport,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (_, new) in read {
        let email = new.email.as_deref();
        if same(program, &new.name, email).is_some() {
            report.unchanged += 1;
        } else if enrolled(program, &new.name, email).is_some() {
            report.enrolled += 1;
        } else {
            let id = numbered(&stem(&new.name), |id| {
                program.prospects.get(id).is_some() || report.added.contains(id)
            });
            edits.extend(entries(&id, new));
            report.added.push(id);
        }
    }
    edits
}

/// Rows that are one person: the same address, or the same name where one of them has none.
fn twice(read: &[(usize, NewProspect)]) -> Vec<TableFault> {
    let mut seen: BTreeMap<String, Vec<(usize, Option<String>)>> = BTreeMap::new();
    let mut addresses: BTreeMap<String, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for (row, new) in read {
        let email = new.email.as_deref().map(str::to_lowercase);
        let same_email = email.clone().and_then(|email| {
            let first = *addresses.entry(email).or_insert(*row);
            (first != *row).then_some(("e-mail", first))
        });
        let namesakes = seen.entry(normalised(&new.name)).or_default();
        let same_name = namesakes
            .iter()
            .find(|(_, other)| email.is_none() || other.is_none())
            .map(|(first, _)| ("name", *first));
        if let Some((what, first)) = same_email.or(same_name) {
            faults.push(TableFault::row(*row, Fault::SamePerson { what, first }));
        }
        namesakes.push((*row, email));
    }
    faults
}

struct Reading<'a> {
    cells: &'a Cells,
    today: Day,
    faults: Vec<TableFault>,
}

impl Reading<'_> {
    fn row(&mut self) -> Option<NewProspect> {
        let name = self.line("name");
        let new = NewProspect {
            name: name.clone().unwrap_or_default(),
            id: None,
            email: self.line("email"),
            source: self.line("source").and_then(|word| Source::parse(&word)),
            place: self.line("place"),
            title: self.line("title"),
            organization: self.line("organization"),
            facets: self.lines("facets"),
            next: self.day("next"),
            contact: self.contact(),
        };
        if name.is_none() && self.faults.is_empty() {
            let fault = Fault::Missing { what: "name" };
            self.faults.push(TableFault::row(self.cells.number, fault));
        }
        self.faults.is_empty().then_some(new)
    }

    /// What was said last; a day or a word alone is enough.
    fn contact(&mut self) -> Option<NewContact> {
        let (is, on, text) = (self.line("is"), self.day("on"), self.line("text"));
        if is.is_none() && on.is_none() && text.is_none() {
            return None;
        }
        if let Some(on) = on.filter(|&on| self.today < on) {
            let fault = Fault::Value {
                value: on.to_string(),
                expected: "a day that has come".to_owned(),
            };
            self.faults.push(TableFault::row(self.cells.number, fault));
        }
        let is = is.and_then(|word| ContactState::parse(&word));
        Some(NewContact {
            on: on.unwrap_or(self.today),
            is: is.unwrap_or(ContactState::Idea),
            text,
            next: None,
        })
    }

    fn value(&mut self, name: &str) -> Option<Value> {
        match self.cells.value(Subject::Prospects.field(name)?) {
            Ok(found) => found.map(|(_, value)| value),
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        }
    }

    fn lines(&mut self, name: &str) -> Vec<String> {
        let value = self.value(name);
        value.map(|value| parts_of(&value)).unwrap_or_default()
    }

    fn line(&mut self, name: &str) -> Option<String> {
        self.lines(name).into_iter().next()
    }

    fn day(&mut self, name: &str) -> Option<Day> {
        match self.value(name) {
            Some(Value::Day(day)) => Some(day),
            _ => None,
        }
    }
}

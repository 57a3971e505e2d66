//! A table of check-ins: each row is what one person said on a day, of a pairing, of themselves or of the program.
//!
//! All or nothing. Its invariant: as many rows alike as there are check-ins alike are left alone, so that a second
//! import changes nothing.

use crate::change::checkin::{NewCheckin, entry, is_same, taken};
use crate::change::edit::{Author, Change};
use crate::change::import::cell::parts_of;
use crate::change::import::cells::Cells;
use crate::change::import::columns::Columns;
use crate::change::import::csv::CsvTable;
use crate::change::import::fault::{Fault, ImportRefusal, TableFault};
use crate::change::import::fields::Subject;
use crate::change::import::identity::Directory;
use crate::change::import::mapping::Mapping;
use crate::change::import::people::kept;
use crate::change::import::report::Skipped;
use crate::model::confidential::{self, CheckinKind, Score};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::model::value::Value;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What an import of check-ins does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct CheckinsReport {
    /// Rows that hold anything, skipped ones among them.
    pub rows: usize,
    /// Check-ins that are new, in file order.
    pub added: Vec<Id>,
    /// How many were there already.
    pub unchanged: usize,
    /// Columns that fill nothing.
    pub ignored_columns: Vec<String>,
    /// Rows that the mapping leaves out.
    pub skipped: Vec<Skipped>,
}

/// An import of check-ins that can be written.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckinsImport {
    /// Without edits where nothing is new.
    pub change: Change,
    /// What it does.
    pub report: CheckinsReport,
}

/// Plans the import of a table of check-ins.
///
/// # Errors
/// Everything that is wrong with the table: days that are missing or ahead, scores off the program's scale, people
/// and pairings that are not there, rows that say nothing.
pub fn checkins(
    program: &Program,
    table: &CsvTable,
    mapping: Option<&Mapping>,
    author: &Author,
) -> Result<CheckinsImport, ImportRefusal> {
    let columns = Columns::of(Subject::Checkins, table, mapping)
        .map_err(|faults| ImportRefusal { faults })?;
    if !columns.has("on") {
        let fault = Fault::NoColumn { field: "on" };
        let faults = vec![TableFault {
            row: None,
            column: None,
            fault,
        }];
        return Err(ImportRefusal { faults });
    }
    let (rows, skipped) = kept(table, mapping);
    let mut faults: Vec<TableFault> = table
        .uneven
        .iter()
        .map(|row| TableFault::uneven(row, table.header.len()))
        .collect();
    let directory = Directory::of(program, mapping.and_then(|mapping| mapping.key.as_ref()));
    let mut said = Vec::new();
    for row in &rows {
        let mut reading = Reading {
            program,
            directory: &directory,
            cells: &columns.cells(row),
            today: author.today,
            faults: Vec::new(),
        };
        let checkin = reading.row();
        if reading.faults.is_empty() {
            said.extend(checkin);
        }
        faults.append(&mut reading.faults);
    }
    ImportRefusal::of(faults)?;
    let mut report = CheckinsReport {
        rows: table.rows.len(),
        skipped,
        ignored_columns: columns.ignored.clone(),
        ..CheckinsReport::default()
    };
    let edits = newcomers(program, &said, author, &mut report);
    let sentence = format!("import check-ins: {} added", report.added.len());
    let change = Change { sentence, edits };
    Ok(CheckinsImport { change, report })
}

/// The edits for check-ins that are not there; one that is there stands for one row.
fn newcomers(
    program: &Program,
    said: &[(Day, NewCheckin)],
    author: &Author,
    report: &mut CheckinsReport,
) -> Vec<crate::change::edit::Edit> {
    let mut ids: BTreeMap<&confidential::Subject, BTreeSet<Id>> = BTreeMap::new();
    let mut matched: BTreeSet<(&confidential::Subject, usize)> = BTreeSet::new();
    let mut edits = Vec::new();
    for (on, new) in said {
        let author = Author {
            today: *on,
            ..author.clone()
        };
        let there = program.checkins(&new.subject).iter();
        let same = there
            .enumerate()
            .find(|(index, known)| {
                is_same(known, new, &author) && !matched.contains(&(&new.subject, *index))
            })
            .map(|(index, _)| index);
        if let Some(index) = same {
            matched.insert((&new.subject, index));
            report.unchanged += 1;
            continue;
        }
        let ids = ids
            .entry(&new.subject)
            .or_insert_with(|| taken(program, &new.subject));
        let (id, edit) = entry(new, &author, ids);
        report.added.push(id);
        edits.push(edit);
    }
    edits
}

struct Reading<'a> {
    program: &'a Program,
    directory: &'a Directory<'a>,
    cells: &'a Cells,
    today: Day,
    faults: Vec<TableFault>,
}

impl Reading<'_> {
    fn row(&mut self) -> Option<(Day, NewCheckin)> {
        let on = self.day()?;
        let from = self.from();
        let subject = self.subject(from.as_ref())?;
        let kind = self.words("kind").into_iter().next();
        let kind = kind.and_then(|word| CheckinKind::parse(&word));
        let scores = self.scores();
        let text = self.words("text").into_iter().next();
        if scores.is_empty() && text.is_none() {
            let fault = Fault::Missing {
                what: "score or text",
            };
            self.faults.push(TableFault::row(self.cells.number, fault));
        }
        let new = NewCheckin {
            subject,
            kind: kind.unwrap_or(CheckinKind::Regular),
            from,
            meeting: None,
            scores,
            text,
        };
        Some((on, new))
    }

    fn value(&mut self, name: &str) -> Option<(String, Value)> {
        match self.cells.value(Subject::Checkins.field(name)?) {
            Ok(found) => found.map(|(column, value)| (column.to_owned(), value)),
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        }
    }

    fn words(&mut self, name: &str) -> Vec<String> {
        let value = self.value(name);
        value.map(|(_, value)| parts_of(&value)).unwrap_or_default()
    }

    fn fault(&mut self, column: &str, fault: Fault) {
        let number = self.cells.number;
        self.faults.push(TableFault::cell(number, column, fault));
    }

    fn day(&mut self) -> Option<Day> {
        let faults = self.faults.len();
        match self.value("on") {
            Some((_, Value::Day(day))) if day <= self.today => Some(day),
            Some((column, value)) => {
                let fault = Fault::Value {
                    value: parts_of(&value).join(" "),
                    expected: "a day that has come".to_owned(),
                };
                self.fault(&column, fault);
                None
            }
            None => {
                if self.faults.len() == faults {
                    let fault = Fault::Missing { what: "day" };
                    self.faults.push(TableFault::row(self.cells.number, fault));
                }
                None
            }
        }
    }

    fn from(&mut self) -> Option<PersonId> {
        let (column, value) = self.value("from")?;
        match self.directory.person(&parts_of(&value).join(" ")) {
            Ok(person) => Some(person),
            Err(fault) => {
                self.fault(&column, fault);
                None
            }
        }
    }

    /// What a row is about: the pairing that it names, else who speaks, else the program.
    fn subject(&mut self, from: Option<&PersonId>) -> Option<confidential::Subject> {
        let Some((column, value)) = self.value("pairing") else {
            return Some(match from {
                Some(from) => confidential::Subject::Person(from.clone()),
                None => confidential::Subject::Program,
            });
        };
        let word = parts_of(&value).join(" ");
        let pairing = Id::parse(&word)
            .ok()
            .and_then(|id| self.program.pairings.get(&id));
        let expected = match (pairing, from) {
            (None, _) => "the id of a pairing".to_owned(),
            (Some(pairing), Some(from)) if pairing.role_of(from).is_none() => {
                format!("a pairing of {from}")
            }
            (Some(pairing), _) => return Some(confidential::Subject::Pairing(pairing.id.clone())),
        };
        self.fault(
            &column,
            Fault::Value {
                value: word,
                expected,
            },
        );
        None
    }

    fn scores(&mut self) -> Vec<(Score, i64)> {
        let (low, high) = self.program.settings.policy.scale;
        let mut scores = Vec::new();
        for score in Score::ALL {
            match self.value(score.as_str()) {
                Some((_, Value::Integer(given))) if (low..=high).contains(&given) => {
                    scores.push((score, given));
                }
                Some((column, value)) => {
                    let fault = Fault::Value {
                        value: parts_of(&value).join(" "),
                        expected: format!("a score from {low} to {high}"),
                    };
                    self.fault(&column, fault);
                }
                None => {}
            }
        }
        scores
    }
}

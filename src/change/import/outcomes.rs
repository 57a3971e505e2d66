//! Planning an import of outcomes: what the program calls the result of pairings that have ended, and why.
//!
//! A row names mentors and mentees, as tables of projects do; it speaks of every pairing of one of them with one of
//! these in its cohort. All or nothing; a second import changes nothing.

use crate::change::edit::{At, Change, Edit, FileName};
use crate::change::import::csv::{CsvTable, Row, folded};
use crate::change::import::fault::{Fault, ImportRefusal, TableFault};
use crate::change::import::identity::Directory;
use crate::change::import::there::Update;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::Pairing;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What an import of outcomes does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct OutcomesReport {
    /// Rows that hold anything.
    pub rows: usize,
    /// Rows without an outcome.
    pub silent: usize,
    /// Pairs of people who mentor themselves, or who were never paired in that cohort.
    pub strangers: Vec<String>,
    /// Pairings whose outcome is written.
    pub set: Vec<Id>,
    /// How many pairings had that outcome already.
    pub unchanged: usize,
    /// Pairings with another outcome that is left alone.
    pub differing: Vec<Id>,
    /// How many pairings have which outcome afterwards, of those that the table speaks of.
    pub outcomes: BTreeMap<String, usize>,
}

/// What was said beside the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomesOptions<'a> {
    /// The cohort of rows that name none.
    pub cohort: Option<&'a Id>,
    /// What happens to outcomes that differ.
    pub update: Update,
}

/// What a table says of one pairing.
struct Said<'a> {
    row: usize,
    outcome: &'a str,
    why: &'a str,
}

/// Plans the import of a table of outcomes.
///
/// # Errors
/// Everything that is wrong with the table: columns that are missing, people and cohorts that nobody knows, two rows
/// that say different things of one pairing, and pairings that have not ended.
pub fn outcomes(
    program: &Program,
    table: &CsvTable,
    options: OutcomesOptions<'_>,
) -> Result<(OutcomesReport, Change), ImportRefusal> {
    let columns = Columns::of(table)?;
    let mut reading = Reading {
        program,
        columns: &columns,
        directory: Directory::of(program, None),
        cohort: options.cohort,
        report: OutcomesReport {
            rows: table.rows.len(),
            ..OutcomesReport::default()
        },
        faults: table
            .uneven
            .iter()
            .map(|row| TableFault::uneven(row, table.header.len()))
            .collect(),
        said: BTreeMap::new(),
    };
    for row in &table.rows {
        reading.row(row);
    }
    let Reading {
        mut report,
        faults,
        said,
        ..
    } = reading;
    ImportRefusal::of(faults)?;
    let mut edits = Vec::new();
    for (id, said) in said {
        edits.extend(set(
            &program.pairings[id],
            &said,
            options.update,
            &mut report,
        ));
    }
    let sentence = format!("import outcomes of {} pairings", report.set.len());
    Ok((report, Change { sentence, edits }))
}

/// Where each thing stands in the table.
struct Columns {
    mentor: usize,
    mentee: usize,
    outcome: usize,
    cohort: Option<usize>,
    why: Option<usize>,
}

impl Columns {
    fn of(table: &CsvTable) -> Result<Columns, ImportRefusal> {
        let header: Vec<String> = table.header.iter().map(|name| folded(name)).collect();
        let find = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| header.iter().position(|known| known == name))
        };
        let mut faults = Vec::new();
        let mut needed = |field: &'static str, names: &[&str]| {
            find(names).unwrap_or_else(|| {
                faults.push(TableFault {
                    row: None,
                    column: None,
                    fault: Fault::NoColumn { field },
                });
                0
            })
        };
        let columns = Columns {
            mentor: needed("mentor", &["mentor", "mentors"]),
            mentee: needed("mentee", &["mentee", "mentees"]),
            outcome: needed("outcome", &["outcome", "status", "result"]),
            cohort: find(&["cohort"]),
            why: find(&["why", "reason"]),
        };
        ImportRefusal::of(faults)?;
        Ok(columns)
    }
}

struct Reading<'a> {
    program: &'a Program,
    columns: &'a Columns,
    directory: Directory<'a>,
    cohort: Option<&'a Id>,
    report: OutcomesReport,
    faults: Vec<TableFault>,
    said: BTreeMap<&'a Id, Said<'a>>,
}

impl<'a> Reading<'a> {
    fn row(&mut self, row: &'a Row) {
        let outcome = row.cell(self.columns.outcome);
        if outcome.is_empty() {
            self.report.silent += 1;
            return;
        }
        let cohort = match self.cohort_of(row) {
            Ok(cohort) => cohort,
            Err(fault) => return self.faults.push(fault),
        };
        let mentors = self.people(row, self.columns.mentor, "mentor");
        let mentees = self.people(row, self.columns.mentee, "mentee");
        let why = self.columns.why.map_or("", |column| row.cell(column));
        for mentor in &mentors {
            for mentee in &mentees {
                let found = paired(self.program, mentor, mentee, cohort.as_ref());
                if found.is_empty() {
                    let of = cohort.as_ref().map_or("any cohort", Id::as_str);
                    let told = format!("row {}: {mentor} and {mentee} in {of}", row.number);
                    self.report.strangers.push(told);
                }
                for pairing in found {
                    let said = Said {
                        row: row.number,
                        outcome,
                        why,
                    };
                    self.say(pairing, said);
                }
            }
        }
    }

    fn say(&mut self, pairing: &'a Pairing, said: Said<'a>) {
        if pairing.is_in_force() {
            let state = pairing.state_latest();
            let expected = format!("a pairing that has ended; {} is {state}", pairing.id);
            self.fault(said.row, said.outcome, expected);
            return;
        }
        let before = self.said.get(&pairing.id);
        if let Some(before) = before.filter(|before| before.outcome != said.outcome) {
            let expected = format!(
                "`{}` of {} as in row {}",
                before.outcome, pairing.id, before.row
            );
            self.fault(said.row, said.outcome, expected);
            return;
        }
        self.said.entry(&pairing.id).or_insert(said);
    }

    fn fault(&mut self, row: usize, value: &str, expected: String) {
        self.faults.push(TableFault {
            row: Some(row),
            column: None,
            fault: Fault::Value {
                value: value.to_owned(),
                expected,
            },
        });
    }

    /// The cohort of a row: its own, else the flag's; any where neither names one.
    fn cohort_of(&self, row: &Row) -> Result<Option<Id>, TableFault> {
        let word = self.columns.cohort.map_or("", |column| row.cell(column));
        if word.is_empty() {
            return Ok(self.cohort.cloned());
        }
        let id = Id::parse(word).ok();
        let known = id.filter(|id| self.program.settings.has_cohort(id));
        known.map(Some).ok_or_else(|| TableFault {
            row: Some(row.number),
            column: Some("cohort".to_owned()),
            fault: Fault::Value {
                value: word.to_owned(),
                expected: "a cohort of the program".to_owned(),
            },
        })
    }

    fn people(&mut self, row: &Row, column: usize, what: &'static str) -> Vec<PersonId> {
        let mut people = Vec::new();
        for word in row.cell(column).split(';').map(str::trim) {
            if word.is_empty() {
                continue;
            }
            match self.directory.person(word) {
                Ok(id) => people.push(id),
                Err(fault) => self.faults.push(TableFault {
                    row: Some(row.number),
                    column: Some(what.to_owned()),
                    fault,
                }),
            }
        }
        people
    }
}

/// Pairings of two people in a cohort, or in any; who mentors themselves is in none.
fn paired<'a>(
    program: &'a Program,
    mentor: &PersonId,
    mentee: &PersonId,
    cohort: Option<&Id>,
) -> Vec<&'a Pairing> {
    let is_it = |pairing: &&Pairing| {
        pairing.mentor == *mentor
            && pairing.mentees.contains(mentee)
            && cohort.is_none_or(|cohort| pairing.cohort.as_ref() == Some(cohort))
    };
    program.pairings.values().filter(is_it).collect()
}

fn set(
    pairing: &Pairing,
    said: &Said<'_>,
    update: Update,
    report: &mut OutcomesReport,
) -> Vec<Edit> {
    let before = pairing
        .closing
        .as_ref()
        .and_then(|closing| closing.outcome.as_deref());
    let stays = match before {
        Some(before) if before == said.outcome => {
            report.unchanged += 1;
            Some(before)
        }
        Some(before) if update == Update::LeaveAlone => {
            report.differing.push(pairing.id.clone());
            Some(before)
        }
        _ => None,
    };
    let after = stays.unwrap_or(said.outcome);
    *report.outcomes.entry(after.to_owned()).or_default() += 1;
    if stays.is_some() {
        return Vec::new();
    }
    report.set.push(pairing.id.clone());
    let field = |key: &str, value: &str| Edit::Set {
        file: FileName::Pairing(pairing.id.clone()),
        at: At::Table("closing"),
        key: key.to_owned(),
        value: value.into(),
    };
    let mut edits = vec![field("outcome", said.outcome)];
    if !said.why.is_empty() {
        edits.push(field("outcome_why", said.why));
    }
    edits
}

//! One row of a table of pairings as a pairing: who with whom, when, and where it stands.
//!
//! It does not look at other rows or at pairings that are there. Its invariant: everybody named is enrolled, and
//! the days that the state needs are known.

use crate::change::edit::{Author, Fields, field};
use crate::change::import::cell::parts_of;
use crate::change::import::cells::Cells;
use crate::change::import::fault::{Fault, TableFault};
use crate::change::import::fields::Subject;
use crate::change::import::identity::Directory;
use crate::change::pairing::{NewPairing, Short, state_entry};
use crate::change::rules::commitment_end;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{PairingKind, PairingState};
use crate::model::program::Program;
use crate::model::settings::Cohort;
use crate::model::value::Value;
use std::collections::BTreeMap;

/// Reasons of an ending that went as planned.
const PLANNED_REASONS: [&str; 2] = ["goals-met", "time-up"];

/// What a row says about a pairing.
#[derive(Debug)]
pub(super) struct PairingRow {
    /// The number of the row.
    pub(super) number: usize,
    /// Who with whom, in which cohort, for what; its days are those that the row gives.
    pub(super) pairing: NewPairing,
    /// First day: the row's, else the cohort's, else today.
    pub(super) starts: Day,
    /// Last day: the row's, else the cohort's, else after the shortest commitment.
    pub(super) ends: Option<Day>,
    /// Where it stands, where the row says so.
    pub(super) said: Option<PairingState>,
    /// Where it stands.
    pub(super) state: PairingState,
    reason: Option<String>,
    planned: Option<bool>,
}

/// What holds for every row.
pub(super) struct Frame<'a> {
    pub(super) program: &'a Program,
    pub(super) directory: &'a Directory<'a>,
    /// Cohorts of the program and of the mapping.
    pub(super) cohorts: &'a BTreeMap<Id, Cohort>,
    /// `--cohort`.
    pub(super) cohort: Option<&'a Id>,
    /// The day of the import.
    pub(super) today: Day,
}

struct Reading<'a> {
    frame: &'a Frame<'a>,
    cells: &'a Cells,
    faults: Vec<TableFault>,
}

/// Reads a row; `None` where anything is wrong with it, which is added to `faults`.
pub(super) fn read(
    frame: &Frame<'_>,
    cells: &Cells,
    faults: &mut Vec<TableFault>,
) -> Option<PairingRow> {
    let mut reading = Reading {
        frame,
        cells,
        faults: Vec::new(),
    };
    let row = reading.row();
    let is_fine = reading.faults.is_empty();
    faults.append(&mut reading.faults);
    row.filter(|_| is_fine)
}

impl Reading<'_> {
    fn row(&mut self) -> Option<PairingRow> {
        let mentor = self.people("mentor").into_iter().next();
        let mentees = self.people("mentee");
        let kind = self
            .word("kind", PairingKind::parse)
            .unwrap_or(PairingKind::Pair);
        let cohort = self.cohort();
        let said = self.word("state", PairingState::parse);
        let pairing = NewPairing {
            kind,
            cohort: cohort.as_ref().map(|cohort| cohort.id.clone()),
            facets: self.words("facets"),
            serves: self.objectives(),
            starts: self.day("starts"),
            ends: self.day("ends"),
            why: self.line("why"),
            short: Short::Allowed,
            mentees: mentees.clone(),
            ..NewPairing::pair(mentor?, mentees.first()?.clone())
        };
        self.refuse_members(&pairing);
        let acceptance = self.frame.program.settings.policy.acceptance;
        let state = said.unwrap_or(if acceptance {
            PairingState::Proposed
        } else {
            PairingState::Active
        });
        let (starts, ends) = self.span(&pairing, cohort.as_ref(), state)?;
        let (reason, planned) = (self.line("reason"), self.flag("planned"));
        Some(PairingRow {
            number: self.cells.number,
            pairing,
            starts,
            ends,
            said,
            state,
            reason,
            planned,
        })
    }

    fn value(&mut self, name: &str) -> Option<(String, Value)> {
        match self.cells.value(Subject::Pairings.field(name)?) {
            Ok(found) => found.map(|(column, value)| (column.to_owned(), value)),
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        }
    }

    fn fault(&mut self, column: &str, fault: Fault) {
        self.faults
            .push(TableFault::cell(self.cells.number, column, fault));
    }

    fn words(&mut self, name: &str) -> Vec<String> {
        self.value(name)
            .map(|(_, value)| parts_of(&value))
            .unwrap_or_default()
    }

    fn line(&mut self, name: &str) -> Option<String> {
        self.words(name).into_iter().next()
    }

    fn word<T>(&mut self, name: &str, parse: fn(&str) -> Option<T>) -> Option<T> {
        self.line(name).and_then(|word| parse(&word))
    }

    fn day(&mut self, name: &str) -> Option<Day> {
        match self.value(name)? {
            (_, Value::Day(day)) => Some(day),
            _ => None,
        }
    }

    fn flag(&mut self, name: &str) -> Option<bool> {
        match self.value(name)? {
            (_, Value::Flag(flag)) => Some(flag),
            _ => None,
        }
    }

    /// Everybody whom a cell names; a cell that must name somebody is a fault where it is empty.
    fn people(&mut self, name: &'static str) -> Vec<PersonId> {
        let Some((column, value)) = self.value(name) else {
            if self.cells.field(name).is_none() {
                let fault = Fault::Missing { what: name };
                self.faults.push(TableFault::row(self.cells.number, fault));
            }
            return Vec::new();
        };
        let mut people = Vec::new();
        for word in parts_of(&value) {
            match self.frame.directory.person(&word) {
                Ok(id) => people.push(id),
                Err(fault) => self.fault(&column, fault),
            }
        }
        people
    }

    /// The cohort of the row, else the one of `--cohort`.
    fn cohort(&mut self) -> Option<Cohort> {
        let flag = self.frame.cohort;
        let given = self
            .value("cohort")
            .map(|(column, value)| (column, parts_of(&value).join("; ")));
        let (column, id) = match (given, flag) {
            (None, None) => return None,
            (None, Some(flag)) => ("cohort".to_owned(), flag.clone()),
            (Some((column, value)), flag) => {
                if let Some(said) = flag.filter(|flag| flag.as_str() != value) {
                    let (flag, said) = ("--cohort", said.to_string());
                    self.fault(
                        &column,
                        Fault::Contradiction {
                            value: value.clone(),
                            flag,
                            said,
                        },
                    );
                }
                (column, Id::parse(&value).ok()?)
            }
        };
        let found = self.frame.cohorts.get(&id).cloned();
        if found.is_none() && !self.frame.program.settings.has_cohort(&id) {
            self.fault(&column, Fault::UnknownCohort { cohort: id.clone() });
        }
        Some(found.unwrap_or(Cohort {
            id,
            starts: None,
            ends: None,
            closed: None,
        }))
    }

    fn objectives(&mut self) -> Vec<Id> {
        let Some((column, value)) = self.value("serves") else {
            return Vec::new();
        };
        let mut ids = Vec::new();
        for word in parts_of(&value) {
            let known = self
                .frame
                .program
                .objectives
                .iter()
                .find(|objective| objective.id.as_str() == word);
            match known {
                Some(objective) => ids.push(objective.id.clone()),
                None => {
                    self.fault(
                        &column,
                        Fault::Value {
                            value: word,
                            expected: "the id of an objective".to_owned(),
                        },
                    );
                }
            }
        }
        ids
    }

    fn refuse_members(&mut self, pairing: &NewPairing) {
        let mentees = pairing.mentees.len();
        let fault = if pairing.mentees.contains(&pairing.mentor) {
            Some(Fault::MentorsSelf {
                person: pairing.mentor.clone(),
            })
        } else if 1 < mentees && pairing.kind != PairingKind::Circle {
            Some(Fault::Mentees { mentees })
        } else {
            None
        };
        self.faults
            .extend(fault.map(|fault| TableFault::row(self.cells.number, fault)));
    }

    /// First and last day; what has ended needs both from the row or its cohort.
    fn span(
        &mut self,
        pairing: &NewPairing,
        cohort: Option<&Cohort>,
        state: PairingState,
    ) -> Option<(Day, Option<Day>)> {
        let starts = pairing.starts.or(cohort.and_then(|cohort| cohort.starts));
        let ends = pairing.ends.or(cohort.and_then(|cohort| cohort.ends));
        let number = self.cells.number;
        if state == PairingState::Closed {
            let missing = [(starts, "first", "starts"), (ends, "last", "ends")];
            for (_, end, key) in missing.into_iter().filter(|(day, ..)| day.is_none()) {
                let state = state.as_str();
                self.faults
                    .push(TableFault::row(number, Fault::NoDay { state, end, key }));
            }
        }
        let starts = starts.unwrap_or(self.frame.today);
        let months = self.frame.program.settings.policy.commitment_months_min;
        let has_least = pairing.kind != PairingKind::Flash && 0 < months;
        let least = has_least.then(|| commitment_end(starts, months));
        let ends = ends.or(least);
        if let Some(ends) = ends.filter(|ends| *ends < starts) {
            self.faults.push(TableFault::row(
                number,
                Fault::EndsBeforeStart { starts, ends },
            ));
            return None;
        }
        Some((starts, ends))
    }
}

impl PairingRow {
    /// `[closing]`, where the pairing is at its end.
    pub(super) fn closing(&self) -> Option<Fields> {
        if !matches!(self.state, PairingState::Closing | PairingState::Closed) {
            return None;
        }
        let is_planned = || {
            self.reason
                .as_deref()
                .is_none_or(|reason| PLANNED_REASONS.contains(&reason))
        };
        let mut fields = vec![field("planned", self.planned.unwrap_or_else(is_planned))];
        fields.extend(self.reason.as_deref().map(|reason| field("reason", reason)));
        Some(fields)
    }

    /// Whether a reason is given for an end that has not come.
    pub(super) fn has_idle_reason(&self) -> bool {
        self.reason.is_some() && self.closing().is_none()
    }

    /// The entries of `[[state]]`: how it came to where it stands.
    pub(super) fn history(&self, author: &Author) -> Vec<Fields> {
        let on = |day: Day| Author {
            today: day,
            by: author.by.clone(),
        };
        let latest = self.starts.max(author.today);
        let (first, last) = match self.state {
            PairingState::Proposed | PairingState::Accepted => (None, on(author.today)),
            PairingState::Active => (None, on(self.starts)),
            PairingState::Paused | PairingState::Closing | PairingState::Void => {
                (Some(PairingState::Active), on(latest))
            }
            PairingState::Closed => (Some(PairingState::Active), on(self.ends.unwrap_or(latest))),
            PairingState::Declined | PairingState::Withdrawn => {
                (Some(PairingState::Proposed), on(self.starts))
            }
        };
        let why = self.pairing.why.as_deref();
        match first {
            None => vec![state_entry(self.state, &last, why)],
            Some(first) => {
                // The reason is that of the pairing; what ended it stands in `[closing]`.
                let began = state_entry(first, &on(self.starts), why);
                vec![began, state_entry(self.state, &last, None)]
            }
        }
    }
}

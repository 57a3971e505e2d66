//! One row of a table of people as values of the file, in the places where they are kept.
//!
//! It does not compare them with what the folder says. Its invariant: every value is of the kind of its key,
//! and every cohort and person that it names is there.

use crate::change::import::cell::{BOTH, CellKind, parts_of};
use crate::change::import::cells::Cells;
use crate::change::import::fault::{Fault, TableFault};
use crate::change::import::fields::{Field, Place, Subject};
use crate::change::import::identity::{Claim, Directory, Who};
use crate::change::import::requests::Wanted;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::participant::{Participant, Request, Role, Style};
use crate::model::program::Program;
use crate::model::settings::Cohort;
use crate::model::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A value, where it came from and the key under which it is kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) key: String,
    pub(super) column: String,
    pub(super) value: Value,
}

/// What a row says about a person.
#[derive(Debug)]
pub(super) struct PersonRow {
    /// The number of the row.
    pub(super) number: usize,
    pub(super) who: Who,
    pub(super) name: Option<String>,
    pub(super) roles: Vec<Role>,
    pub(super) top: Vec<Cell>,
    pub(super) mentor: Vec<Cell>,
    pub(super) mentee: Vec<Cell>,
    pub(super) extra: Vec<Cell>,
    /// What the mentee asks for; empty where the row says nothing about it.
    pub(super) requests: Vec<Request>,
    /// The column that says so; `None` where only cohorts are named.
    pub(super) requests_from: Option<String>,
    /// Cohorts in which the mentor takes part; any when empty.
    pub(super) mentor_cohorts: Vec<Id>,
    /// The day from which the person was there; today when absent.
    pub(super) since: Option<Day>,
    /// Columns with a cell for which a person of these roles has no place.
    pub(super) out_of_place: Vec<String>,
}

/// What holds for every row.
pub(super) struct Frame<'a> {
    pub(super) program: &'a Program,
    pub(super) directory: &'a Directory<'a>,
    /// Everybody of the table with an address, by address.
    pub(super) addresses: BTreeMap<String, PersonId>,
    /// Cohorts of the program and of the mapping.
    pub(super) cohorts: BTreeMap<Id, Cohort>,
    /// `--role`.
    pub(super) roles: &'a [Role],
    /// `--cohort`.
    pub(super) cohort: Option<&'a Id>,
}

struct Reading<'a> {
    frame: &'a Frame<'a>,
    cells: &'a Cells,
    who: &'a Who,
    faults: &'a mut Vec<TableFault>,
}

/// Reads a row; what is wrong with it is added to `faults`.
pub(super) fn read(
    frame: &Frame<'_>,
    cells: &Cells,
    claim: &Claim,
    who: &Who,
    faults: &mut Vec<TableFault>,
) -> PersonRow {
    let mut reading = Reading {
        frame,
        cells,
        who,
        faults,
    };
    let cohorts = reading.cohorts("cohort");
    let cohorts = reading.cohorts_with_flag(cohorts);
    let mentor_cohorts = reading.cohorts("mentor_cohorts");
    let mentee_cohorts = reading.cohorts("mentee_cohorts");
    let roles = reading.roles(!mentor_cohorts.is_empty(), !mentee_cohorts.is_empty());
    let has = |role| roles.contains(&role);
    let or_any = |own: Vec<Id>| if own.is_empty() { cohorts.clone() } else { own };
    let (mentor_cohorts, mentee_cohorts) = (or_any(mentor_cohorts), or_any(mentee_cohorts));
    let since = reading.since(&mentor_cohorts, &mentee_cohorts);
    let (mut mentor, mut mentee) = (Vec::new(), Vec::new());
    let (mut requests, mut requests_from) = (Vec::new(), None);
    if has(Role::Mentee) {
        mentee = reading.mentee(&roles);
        (requests, requests_from) = reading.requests(&roles, mentee_cohorts);
    }
    if has(Role::Mentor) {
        mentor = reading.mentor(&roles);
    }
    PersonRow {
        number: cells.number,
        who: who.clone(),
        name: claim.name.clone(),
        top: reading.top(claim),
        extra: reading.extra(),
        out_of_place: out_of_place(cells, &roles),
        roles,
        mentor,
        mentee,
        requests,
        requests_from,
        mentor_cohorts,
        since,
    }
}

impl Reading<'_> {
    fn fault(&mut self, column: &str, fault: Fault) {
        self.faults
            .push(TableFault::cell(self.cells.number, column, fault));
    }

    /// The value of a field with its column; `None` where it is empty, and where it is a fault.
    fn value(&mut self, name: &str) -> Option<(String, Value)> {
        let field = Subject::People.field(name)?;
        match self.cells.value(field) {
            Ok(found) => found.map(|(column, value)| (column.to_owned(), value)),
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        }
    }

    fn cell(&mut self, name: &str) -> Option<Cell> {
        let (column, value) = self.value(name)?;
        let key = name.to_owned();
        Some(Cell { key, column, value })
    }

    /// The words of a list.
    fn words(&mut self, name: &str) -> Vec<String> {
        self.value(name)
            .map(|(_, value)| parts_of(&value))
            .unwrap_or_default()
    }

    fn column(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .find_map(|name| self.cells.field(name))
            .map(|filled| filled.column.clone())
    }

    fn cohorts(&mut self, name: &str) -> Vec<Id> {
        let Some((column, value)) = self.value(name) else {
            return Vec::new();
        };
        let ids: Vec<Id> = parts_of(&value)
            .iter()
            .filter_map(|id| Id::parse(id).ok())
            .collect();
        for cohort in &ids {
            if !self.frame.cohorts.contains_key(cohort)
                && !self.frame.program.settings.has_cohort(cohort)
            {
                self.fault(
                    &column,
                    Fault::UnknownCohort {
                        cohort: cohort.clone(),
                    },
                );
            }
        }
        ids
    }

    /// The cohorts of the row, else the one of `--cohort`.
    fn cohorts_with_flag(&mut self, cohorts: Vec<Id>) -> Vec<Id> {
        match self.frame.cohort {
            Some(flag) if cohorts.is_empty() => vec![flag.clone()],
            Some(flag) if cohorts != [flag.clone()] => {
                let column = self.column(&["cohort"]).unwrap_or_default();
                let value = cohorts
                    .iter()
                    .map(Id::as_str)
                    .collect::<Vec<_>>()
                    .join("; ");
                self.fault(
                    &column,
                    Fault::Contradiction {
                        value,
                        flag: "--cohort",
                        said: flag.to_string(),
                    },
                );
                cohorts
            }
            _ => cohorts,
        }
    }

    /// The roles of the row, else of `--role`, else those that the person has already.
    fn roles(&mut self, is_mentor: bool, is_mentee: bool) -> Vec<Role> {
        let words = self.value("role");
        let mut roles: Vec<Role> = Vec::new();
        for word in words.iter().flat_map(|(_, value)| parts_of(value)) {
            let named = Role::parse(&word)
                .map_or_else(|| vec![Role::Mentor, Role::Mentee], |role| vec![role]);
            roles.extend(named);
        }
        roles.sort_unstable();
        roles.dedup();
        if let Some((column, _)) =
            words.filter(|_| !self.frame.roles.is_empty() && roles != self.frame.roles)
        {
            let said = role_words(self.frame.roles);
            self.fault(
                &column,
                Fault::Contradiction {
                    value: role_words(&roles),
                    flag: "--role",
                    said,
                },
            );
        }
        if roles.is_empty() {
            roles = self.frame.roles.to_vec();
        }
        roles.extend(is_mentor.then_some(Role::Mentor));
        roles.extend(is_mentee.then_some(Role::Mentee));
        roles.sort_unstable();
        roles.dedup();
        if !roles.is_empty() {
            return roles;
        }
        match self.who {
            Who::There(id) => self
                .frame
                .program
                .participants
                .get(id)
                .map(Participant::roles)
                .unwrap_or_default(),
            Who::New(_) => {
                self.faults
                    .push(TableFault::row(self.cells.number, Fault::NoRole));
                Vec::new()
            }
        }
    }

    /// The fields that are kept in one place under their own name.
    fn placed(&mut self, place: Place) -> Vec<Cell> {
        let fields = Subject::People
            .fields()
            .iter()
            .filter(|field| field.place == place);
        fields.filter_map(|field| self.cell(field.name)).collect()
    }

    /// What stands above the first table; name and address were read with the claim.
    fn top(&mut self, claim: &Claim) -> Vec<Cell> {
        let mut top = Vec::new();
        for field in Subject::People
            .fields()
            .iter()
            .filter(|field| field.place == Place::Top)
        {
            let column = self
                .column(&[field.name])
                .or_else(|| self.column(&["first_name", "last_name"]));
            let claimed = match field.name {
                "name" => claim.name.clone(),
                "email" => claim.email.clone(),
                _ => {
                    top.extend(self.cell(field.name));
                    continue;
                }
            };
            top.extend(claimed.map(|text| Cell {
                key: field.name.to_owned(),
                column: column.unwrap_or_default(),
                value: text.into(),
            }));
        }
        for cell in &mut top {
            self.resolve_people(cell);
        }
        top
    }

    /// Puts ids in the place of addresses; a manager need not be enrolled, everybody else must be.
    fn resolve_people(&mut self, cell: &mut Cell) {
        match (cell.key.as_str(), &cell.value) {
            ("reports_to", Value::Text(word)) => {
                let found = self
                    .person(word)
                    .map_or_else(|| word.clone(), |id| id.to_string());
                self.refuse_self(&cell.column, &found);
                cell.value = found.into();
            }
            ("prefer" | "never", Value::List(_)) => {
                let mut ids = Vec::new();
                for word in parts_of(&cell.value) {
                    match self.person(&word) {
                        Some(id) => {
                            self.refuse_self(&cell.column, id.as_str());
                            ids.push(id.to_string());
                        }
                        None => self.fault(&cell.column, Fault::Stranger { word }),
                    }
                }
                cell.value = ids.into();
            }
            _ => {}
        }
    }

    /// Somebody enrolled or of the same table.
    fn person(&self, word: &str) -> Option<PersonId> {
        let of_table = || self.frame.addresses.get(&word.to_lowercase()).cloned();
        self.frame.directory.person(word).ok().or_else(of_table)
    }

    fn refuse_self(&mut self, column: &str, found: &str) {
        let (Who::There(id) | Who::New(id)) = self.who;
        if id.as_str() == found {
            self.fault(column, Fault::NamesSelf { person: id.clone() });
        }
    }

    /// The fields of `[mentee]`; hours of both roles are the mentor's.
    fn mentee(&mut self, roles: &[Role]) -> Vec<Cell> {
        let mut cells = self.placed(Place::Mentee);
        if !roles.contains(&Role::Mentor) {
            cells.extend(self.cell("hours_per_week"));
        }
        cells
    }

    /// The fields of `[mentor]`.
    fn mentor(&mut self, roles: &[Role]) -> Vec<Cell> {
        let mut cells = self.placed(Place::Mentor);
        for (key, own) in [("facets", "mentor_facets"), ("skills", "mentor_skills")] {
            let words = self.of_role(roles, key, own);
            let column = self.column(&[own, key]).unwrap_or_default();
            if !words.is_empty() {
                cells.push(Cell {
                    key: key.to_owned(),
                    column,
                    value: words.into(),
                });
            }
        }
        cells.extend(self.cell("style"));
        cells.extend(self.cell("hours_per_week"));
        cells
    }

    /// The words of a field that each role has: its own column, else the common one; with one role, both.
    fn of_role(&mut self, roles: &[Role], common: &str, own: &str) -> Vec<String> {
        let mut words = self.words(own);
        if words.is_empty() || roles.len() == 1 {
            let further = self.words(common);
            words.extend(further);
        }
        let mut seen = BTreeSet::new();
        words.retain(|word| seen.insert(word.clone()));
        words
    }

    /// What a mentee asks for: one mentor per facet named, further wanted ones for any facet; so in each cohort.
    fn requests(&mut self, roles: &[Role], cohorts: Vec<Id>) -> (Vec<Request>, Option<String>) {
        let mentors = self.value("wants").and_then(|(_, value)| match value {
            Value::Integer(number) => Some(number),
            _ => None,
        });
        let wanted = Wanted {
            facets: self.of_role(roles, "facets", "mentee_facets"),
            skills: self.of_role(roles, "skills", "mentee_skills"),
            style: self
                .words("style")
                .iter()
                .filter_map(|word| Style::parse(word))
                .collect(),
            mentors,
            cohorts,
        };
        let from = self.column(&[
            "wants",
            "mentee_facets",
            "facets",
            "mentee_skills",
            "skills",
            "style",
        ]);
        (wanted.requests(from.is_some()), from)
    }

    fn extra(&mut self) -> Vec<Cell> {
        let mut cells = Vec::new();
        for (key, filled) in &self.cells.extra {
            let values = filled
                .parts
                .iter()
                .map(|part| CellKind::Any.value(std::slice::from_ref(part)));
            match values.collect::<Result<Vec<Value>, Fault>>() {
                Err(fault) => {
                    self.faults
                        .push(TableFault::cell(self.cells.number, &filled.column, fault));
                }
                Ok(mut values) => {
                    let value = if filled.is_list {
                        Value::List(values)
                    } else {
                        values.swap_remove(0)
                    };
                    cells.push(Cell {
                        key: key.clone(),
                        column: filled.column.clone(),
                        value,
                    });
                }
            }
        }
        cells
    }

    /// The day from which a person was there: as given, or the first day of their first cohort.
    fn since(&mut self, mentor_cohorts: &[Id], mentee_cohorts: &[Id]) -> Option<Day> {
        if let (_, Value::Day(day)) = self.value("since")? {
            return Some(day);
        }
        let cohorts = mentor_cohorts.iter().chain(mentee_cohorts);
        cohorts
            .filter_map(|id| self.frame.cohorts.get(id)?.starts)
            .min()
    }
}

/// Columns of fields that only the other role has.
fn out_of_place(cells: &Cells, roles: &[Role]) -> Vec<String> {
    let misplaced = cells.names().filter(|(name, filled)| {
        let role = Subject::People.field(name).and_then(Field::role);
        !filled.is_constant && role.is_some_and(|role| !roles.contains(&role))
    });
    misplaced.map(|(_, filled)| filled.column.clone()).collect()
}

fn role_words(roles: &[Role]) -> String {
    match roles {
        [role] => role.to_string(),
        _ => BOTH.to_owned(),
    }
}

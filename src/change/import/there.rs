//! Somebody who is there already: what a row adds, what differs, and what is written when asked to.
//!
//! It never clears and never removes. Its invariant: a row that says what the folder says gives no edit.

use crate::change::edit::{At, Author, Edit, Fields, FileName, field};
use crate::change::enroll::readiness_entry;
use crate::change::import::current::{is_same, mentee_value, mentor_value, top_value};
use crate::change::import::person::{Cell, PersonRow};
use crate::change::import::report::{Differing, RoleAdded, spelled};
use crate::change::import::requests::{
    changed_fields, in_words, is_same_round, request_fields, request_key,
};
use crate::model::id::Id;
use crate::model::participant::{CAPACITY, Participant, Readiness, Request, Role};
use crate::model::value::Value;
use std::collections::BTreeSet;

/// What happens to cells that say something else than the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Update {
    /// They are shown.
    LeaveAlone,
    /// They are written.
    Write,
}

/// Whether the program looks at people before they are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Screening {
    On,
    Off,
}

/// What a row does to somebody who is there.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) edits: Vec<Edit>,
    pub(super) roles_added: Vec<RoleAdded>,
    pub(super) differing: Vec<Differing>,
    /// Whether any edit writes over, or beside, what the folder says.
    pub(super) is_updated: bool,
}

struct Comparison<'a> {
    person: &'a Participant,
    row: &'a PersonRow,
    update: Update,
    outcome: Outcome,
}

/// Compares a row with the person whom it is about.
pub(super) fn compare(
    person: &Participant,
    row: &PersonRow,
    update: Update,
    screening: Screening,
    author: &Author,
) -> Outcome {
    let outcome = Outcome {
        edits: Vec::new(),
        roles_added: Vec::new(),
        differing: Vec::new(),
        is_updated: false,
    };
    let mut comparison = Comparison {
        person,
        row,
        update,
        outcome,
    };
    comparison.cells(&row.top, &At::Top, |key| top_value(person, key));
    if row.roles.contains(&Role::Mentee) {
        comparison.mentee();
    }
    if row.roles.contains(&Role::Mentor) {
        comparison.mentor();
    }
    comparison.cells(&row.extra, &At::Table("extra"), |key| {
        person.extra.get(key).cloned()
    });
    comparison.readiness(screening, author);
    comparison.outcome
}

impl Comparison<'_> {
    fn file(&self) -> FileName {
        FileName::Participant(self.person.id.clone())
    }

    fn set(&mut self, at: At, key: &str, value: Value) {
        let file = self.file();
        self.outcome.edits.push(Edit::Set {
            file,
            at,
            key: key.to_owned(),
            value,
        });
    }

    fn append(&mut self, table: &'static str, fields: Fields) {
        let file = self.file();
        self.outcome.edits.push(Edit::Append {
            file,
            table,
            fields,
        });
    }

    fn differs(&mut self, column: &str, there: Option<String>, cell: String) {
        self.outcome.differing.push(Differing {
            row: self.row.number,
            id: self.person.id.to_string(),
            column: column.to_owned(),
            there,
            cell,
        });
    }

    /// Writes the cells that say something else, or shows them.
    fn cells(&mut self, cells: &[Cell], at: &At, there: impl Fn(&str) -> Option<Value>) {
        for cell in cells {
            let found = there(&cell.key);
            if is_same(&cell.key, found.as_ref(), &cell.value, self.person) {
                continue;
            }
            match self.update {
                Update::LeaveAlone => self.differs(
                    &cell.column,
                    found.as_ref().map(spelled),
                    spelled(&cell.value),
                ),
                Update::Write => {
                    self.set(at.clone(), &cell.key, cell.value.clone());
                    self.outcome.is_updated = true;
                }
            }
        }
    }

    fn add_role(&mut self, role: Role, cohort: Option<Id>) {
        let person = self.person.id.clone();
        self.outcome.roles_added.push(RoleAdded {
            person,
            role,
            cohort,
        });
    }

    fn mentor(&mut self) {
        let Some(mentor) = &self.person.mentor else {
            return self.new_mentor();
        };
        self.cells(&self.row.mentor, &At::Table("mentor"), |key| {
            mentor_value(mentor, key)
        });
        if mentor.cohorts.is_empty() {
            return;
        }
        let further: Vec<&Id> = self
            .row
            .mentor_cohorts
            .iter()
            .filter(|id| !mentor.cohorts.contains(id))
            .collect();
        if !further.is_empty() {
            let all: Vec<&str> = mentor
                .cohorts
                .iter()
                .chain(further.iter().copied())
                .map(Id::as_str)
                .collect();
            self.set(At::Table("mentor"), "cohorts", all.into());
            for cohort in further {
                self.add_role(Role::Mentor, Some(cohort.clone()));
            }
        }
    }

    fn new_mentor(&mut self) {
        self.add_role(Role::Mentor, None);
        let mut fields: Fields = self
            .row
            .mentor
            .iter()
            .map(|cell| (cell.key.clone(), cell.value.clone()))
            .collect();
        fields.extend(cohorts_field(&self.row.mentor_cohorts));
        if fields.is_empty() {
            fields.push(field("capacity", i64::from(CAPACITY)));
        }
        for (key, value) in fields {
            self.set(At::Table("mentor"), &key, value);
        }
    }

    fn mentee(&mut self) {
        if !self.person.is_mentee() {
            return self.new_mentee();
        }
        let mentee = self.person.mentee.clone().unwrap_or_default();
        self.cells(&self.row.mentee, &At::Table("mentee"), |key| {
            mentee_value(&mentee, key)
        });
        self.requests();
    }

    fn new_mentee(&mut self) {
        self.add_role(Role::Mentee, None);
        for cell in &self.row.mentee {
            self.set(At::Table("mentee"), &cell.key, cell.value.clone());
        }
        for request in &self.row.requests {
            self.append("request", request_fields(request));
        }
        if self.row.mentee.is_empty() && self.row.requests.is_empty() {
            // A request without any word asks for one mentor of any facet.
            self.append("request", Fields::new());
        }
    }

    /// Requests of a further cohort are taken up; others are compared.
    fn requests(&mut self) {
        let wishes = self.person.wishes();
        let is_asked = |cohort: Option<&Id>| {
            wishes
                .iter()
                .any(|wish| is_same_round(wish.cohort.as_ref(), cohort))
        };
        let mut rounds: BTreeSet<&Id> = BTreeSet::new();
        for request in &self.row.requests {
            if is_asked(request.cohort.as_ref()) {
                self.request(&wishes, request);
                continue;
            }
            self.append("request", request_fields(request));
            if let Some(cohort) = request
                .cohort
                .as_ref()
                .filter(|cohort| rounds.insert(cohort))
            {
                self.add_role(Role::Mentee, Some(cohort.clone()));
            }
        }
    }

    /// One request of a cohort in which the person asks already.
    fn request(&mut self, wishes: &[Request], request: &Request) {
        let Some(column) = &self.row.requests_from else {
            return;
        };
        let same = wishes.iter().find(|wish| {
            wish.facet == request.facet
                && is_same_round(wish.cohort.as_ref(), request.cohort.as_ref())
        });
        let (there, changed) = match same {
            Some(wish) => (
                in_words(std::slice::from_ref(wish)),
                changed_fields(wish, request),
            ),
            None => (in_words(wishes), request_fields(request)),
        };
        if changed.is_empty() {
            return;
        }
        if self.update == Update::LeaveAlone {
            return self.differs(column, Some(there), in_words(std::slice::from_ref(request)));
        }
        self.outcome.is_updated = true;
        match same.filter(|_| !self.person.requests.is_empty()) {
            None => self.append("request", request_fields(request)),
            Some(wish) => {
                for (key, value) in changed {
                    self.set(At::Entry("request", request_key(wish)), &key, value);
                }
            }
        }
    }

    /// Somebody who left, or was not taken, and takes up a role is there again; a new role is screened.
    fn readiness(&mut self, screening: Screening, author: &Author) {
        let mut roles: Vec<Role> = self
            .outcome
            .roles_added
            .iter()
            .map(|added| added.role)
            .collect();
        roles.sort_unstable();
        roles.dedup();
        for role in roles {
            let is_new = !self.person.roles().contains(&role);
            let is_gone = matches!(
                self.person.readiness(role, author.today),
                Readiness::Left | Readiness::Declined
            );
            let readiness = match screening {
                Screening::On if is_new || is_gone => Readiness::Applied,
                Screening::Off if is_gone => Readiness::Ready,
                Screening::On | Screening::Off => continue,
            };
            self.append(
                "state",
                readiness_entry(readiness, Some(role), author, None),
            );
        }
    }
}

/// The field `cohorts` of a mentor, where there are any.
pub(super) fn cohorts_field(cohorts: &[Id]) -> Option<(String, Value)> {
    let ids: Vec<&str> = cohorts.iter().map(Id::as_str).collect();
    (!ids.is_empty()).then(|| field("cohorts", ids))
}

//! Somebody who is there already: what a row adds, what differs, and what is written when asked to.
//!
//! It never clears and never removes. Its invariant: a row that says what the folder says gives no edit.

use crate::change::edit::{At, Author, Edit, EntryKey, Fields, FileName, field};
use crate::change::enroll::readiness_entry;
use crate::change::import::person::{Cell, PersonRow, request_fields, texts};
use crate::change::import::report::{Differing, RoleAdded, spelled};
use crate::change::objective::number;
use crate::model::id::Id;
use crate::model::participant::{CAPACITY, Mentee, Mentor, Participant, Readiness, Request, Role};
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

/// A request without a cohort asks in every one.
fn is_same_round(one: Option<&Id>, other: Option<&Id>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// What a row says otherwise of a request that is there; what it leaves open is no difference.
fn changed_fields(there: &Request, wanted: &Request) -> Fields {
    let mut fields = Fields::new();
    let is_other = |one: &[String], other: &[String]| {
        !other.is_empty() && one.iter().collect::<BTreeSet<_>>() != other.iter().collect()
    };
    if is_other(&there.skills, &wanted.skills) {
        fields.push(field("skills", wanted.skills.clone()));
    }
    if !wanted.style.is_empty() && there.style != wanted.style {
        let words: Vec<&str> = wanted.style.iter().map(|style| style.as_str()).collect();
        fields.push(field("style", words));
    }
    if there.mentors != wanted.mentors {
        fields.push(field("mentors", i64::from(wanted.mentors)));
    }
    fields
}

fn request_key(request: &Request) -> EntryKey {
    let cohort = request.cohort.as_ref().map(|cohort| cohort.as_str().into());
    vec![
        ("cohort", cohort),
        ("facet", request.facet.as_deref().map(Into::into)),
    ]
}

/// `2 mentors for technical (routing; kubernetes)`.
fn in_words(requests: &[Request]) -> String {
    let one = |request: &Request| {
        let facet = request.facet.as_deref().unwrap_or("any facet");
        let count = if request.mentors == 1 {
            String::new()
        } else {
            format!("{} x ", request.mentors)
        };
        let skills = if request.skills.is_empty() {
            String::new()
        } else {
            format!(" ({})", request.skills.join("; "))
        };
        format!("{count}{facet}{skills}")
    };
    requests.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Whether a cell says what is there; the order of a list counts for `prefer` alone.
fn is_same(key: &str, there: Option<&Value>, cell: &Value, person: &Participant) -> bool {
    let Some(there) = there else {
        return false;
    };
    match (there, cell) {
        (Value::Text(_), Value::Text(email)) if key == "email" => person
            .email
            .iter()
            .chain(&person.also)
            .any(|known| known.eq_ignore_ascii_case(email)),
        (Value::List(_), Value::List(_)) if key != "prefer" => {
            let words = |value: &Value| {
                texts(value.clone())
                    .into_iter()
                    .collect::<BTreeSet<String>>()
            };
            there == cell || (!words(cell).is_empty() && words(there) == words(cell))
        }
        _ if key == "hours_per_week" => minutes(there) == minutes(cell),
        _ => there == cell,
    }
}

#[expect(clippy::cast_precision_loss, reason = "hours of a week are few")]
fn minutes(hours: &Value) -> Option<u32> {
    match hours {
        Value::Integer(hours) => Some(rounded_minutes(*hours as f64)),
        Value::Decimal(hours) => Some(rounded_minutes(*hours)),
        _ => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "hours of a week are 0 to 168"
)]
fn rounded_minutes(hours: f64) -> u32 {
    (hours * 60.0).round() as u32
}

fn text(value: Option<&String>) -> Option<Value> {
    value.map(|text| text.as_str().into())
}

fn list<T: ToString>(items: &[T]) -> Option<Value> {
    let words: Vec<String> = items.iter().map(ToString::to_string).collect();
    (!words.is_empty()).then(|| words.into())
}

fn hours(minutes: Option<u32>) -> Option<Value> {
    minutes.map(|minutes| number(f64::from(minutes) / 60.0))
}

fn top_value(person: &Participant, key: &str) -> Option<Value> {
    match key {
        "name" => text(Some(&person.name)),
        "email" => text(person.email.as_ref()),
        "title" => text(person.title.as_ref()),
        "organization" => text(person.organization.as_ref()),
        "department" => text(person.department.as_ref()),
        "team" => text(person.team.as_ref()),
        "location" => text(person.location.as_ref()),
        "timezone" => person.timezone.map(|zone| zone.name().into()),
        "languages" => list(&person.languages),
        "level" => text(person.level.as_ref()),
        "reports_to" => text(person.reports_to.as_ref()),
        "modes" => list(&person.modes),
        "free" => list(&person.free),
        "prefer" => list(&person.prefer),
        "never" => list(&person.never),
        "consented" => person.consented.map(Value::Day),
        "also" => list(&person.also),
        _ => None,
    }
}

fn mentor_value(mentor: &Mentor, key: &str) -> Option<Value> {
    match key {
        "capacity" => Some(Value::Integer(i64::from(mentor.capacity))),
        "circle" => Some(Value::Flag(mentor.circle)),
        "facets" => list(&mentor.facets),
        "skills" => list(&mentor.skills),
        "style" => list(&mentor.style),
        "hours_per_week" => hours(mentor.minutes_per_week),
        "motivation" => text(mentor.motivation.as_ref()),
        "hopes" => text(mentor.hopes.as_ref()),
        "confidence" => mentor.confidence.map(Value::Integer),
        "volunteered" => mentor.volunteered.map(Value::Flag),
        _ => None,
    }
}

fn mentee_value(mentee: &Mentee, key: &str) -> Option<Value> {
    match key {
        "expectations" => text(mentee.expectations.as_ref()),
        "goals" => list(&mentee.goals),
        "hours_per_week" => hours(mentee.minutes_per_week),
        "commit_until" => mentee.commit_until.map(Value::Day),
        _ => None,
    }
}

//! A personal folder is brought into a program: people who are there stay as they are, pairings and what they wrote
//! down are added where they are missing.
//!
//! All or nothing. Its invariant: a second run adds nothing.

use crate::change::edit::{At, Author, Change, Edit, Fields, FileName, Part};
use crate::change::enroll::readiness_entry;
use crate::change::entry_id::numbered;
use crate::change::pairing::{NewPairing, stem};
use crate::change::refusal::Refusal;
use crate::change::transfer::entries::whole;
use crate::change::transfer::own::{DEFINITIONS, named};
use crate::change::transfer::people::{FoundBy, Match, matches};
use crate::change::transfer::records::{Entry, Files, Records, only, value, words};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::Pairing;
use crate::model::participant::{CAPACITY, Participant, Readiness, Role};
use crate::model::program::Program;
use crate::model::settings::ProgramKind;
use crate::model::value::Value;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What bringing a folder into a program does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct BringReport {
    /// Everybody of the folder, by their id there.
    pub people: Vec<Match>,
    /// People who are enrolled, by id.
    pub added: Vec<PersonId>,
    /// Roles that people who were there take up.
    pub roles_added: Vec<RoleTaken>,
    /// Pairings that are new, by id.
    pub pairings_added: Vec<Id>,
    /// How many pairings were there already.
    pub pairings_there: usize,
    /// Entries that are added to pairings which were there: meetings, notes, goals and so on.
    pub entries_added: usize,
    /// Rounds, modules and certificates that the program did not have.
    pub defined: Vec<String>,
}

/// A role that somebody who was there takes up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RoleTaken {
    /// Who.
    pub person: PersonId,
    /// Which.
    pub role: Role,
}

/// A personal folder as it was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// What it holds.
    pub program: Program,
    /// The records of its files.
    pub files: Files,
}

/// The files of a folder whose records [`bring`] needs.
pub fn files(program: &Program) -> Vec<FileName> {
    let mut files = vec![FileName::Program];
    let people = program.participants.keys().cloned();
    files.extend(people.map(FileName::Participant));
    for id in program.pairings.keys() {
        files.push(FileName::Pairing(id.clone()));
        files.push(FileName::Log(id.clone()));
    }
    files
}

/// Brings a personal folder into a program, whose records are `there`; `named` says who is who.
///
/// # Errors
/// Refuses a folder that is no personal one, and people who may be two.
pub fn bring(
    program: &Program,
    there: &Files,
    source: &Source,
    named: &BTreeMap<PersonId, Option<PersonId>>,
    author: &Author,
) -> Result<(BringReport, Change), Refusal> {
    if source.program.settings.kind != ProgramKind::Personal {
        let message = format!(
            "{} is a program, no personal folder",
            source.program.settings.name
        );
        let cure = "pleiad export participant makes a personal folder of it";
        return Err(Refusal::refused(message).hint(cure));
    }
    let mut bringing = Bringing {
        program,
        there,
        source,
        author,
        people: matches(program, &source.program, named)?,
        pairings: BTreeMap::new(),
        report: BringReport::default(),
        edits: Vec::new(),
    };
    bringing.enrol();
    bringing.name_pairings();
    bringing.pair();
    bringing.define();
    let Bringing {
        mut report,
        people,
        edits,
        ..
    } = bringing;
    report.people = people;
    let sentence = format!(
        "bring {} here: {} enrolled, {} pairings added",
        source.program.settings.name,
        report.added.len(),
        report.pairings_added.len()
    );
    Ok((report, Change { sentence, edits }))
}

struct Bringing<'a> {
    program: &'a Program,
    there: &'a Files,
    source: &'a Source,
    author: &'a Author,
    people: Vec<Match>,
    /// The ids that pairings of the folder get.
    pairings: BTreeMap<Id, Id>,
    report: BringReport,
    edits: Vec<Edit>,
}

impl Bringing<'_> {
    fn enrol(&mut self) {
        for found in self.people.clone() {
            let file = FileName::Participant(found.from.clone());
            let Some(records) = self.source.files.get(&file).map(|one| self.renamed(one)) else {
                continue;
            };
            match self.program.participants.get(&found.id) {
                Some(known) => self.add_roles(known, &records),
                None => self.enrol_one(&found, &records),
            }
        }
    }

    fn enrol_one(&mut self, found: &Match, records: &Records) {
        let mut parts = whole(records);
        if self.program.settings.policy.screening {
            // A gate of the program holds for whoever comes in by this door too.
            let applied = readiness_entry(Readiness::Applied, None, self.author, None);
            parts.push(Part::Entry("state", applied));
        }
        self.edits.push(Edit::Create {
            file: FileName::Participant(found.id.clone()),
            parts,
        });
        self.report.added.push(found.id.clone());
    }

    /// What somebody who is there said stays; a role that they have in the folder alone is added.
    fn add_roles(&mut self, known: &Participant, records: &Records) {
        let has = |role: Role| match role {
            Role::Mentor => known.is_mentor(),
            Role::Mentee => known.is_mentee(),
        };
        for (role, table) in [(Role::Mentor, "mentor"), (Role::Mentee, "mentee")] {
            let asks = records.tables.iter().find(|(name, _)| *name == table);
            let requests = records.of("request").filter(|_| role == Role::Mentee);
            let requests: Vec<&Entry> = requests.collect();
            if has(role) || (asks.is_none() && requests.is_empty()) {
                continue;
            }
            let file = || FileName::Participant(known.id.clone());
            let fields = asks.map(|(_, fields)| fields.clone()).unwrap_or_default();
            self.edits
                .extend(role_edits(file(), role, fields, &requests));
            self.report.roles_added.push(RoleTaken {
                person: known.id.clone(),
                role,
            });
        }
    }

    /// The pairing of the program that one of the folder is: the same people and first day.
    fn same(&self, pairing: &Pairing) -> Option<&Pairing> {
        let mentor = self.person(&pairing.mentor)?;
        let mentees: BTreeSet<&PersonId> = self.all(&pairing.mentees)?;
        let mut known = self.program.pairings.values();
        known.find(|known| {
            known.mentor == *mentor
                && known.mentees.iter().collect::<BTreeSet<_>>() == mentees
                && known.kind == pairing.kind
                && known.starts == pairing.starts
        })
    }

    fn person(&self, from: &PersonId) -> Option<&PersonId> {
        let found = self.people.iter().find(|found| found.from == *from);
        found.map(|found| &found.id)
    }

    fn all(&self, from: &[PersonId]) -> Option<BTreeSet<&PersonId>> {
        from.iter().map(|person| self.person(person)).collect()
    }

    fn name_pairings(&mut self) {
        for pairing in self.source.program.pairings.values() {
            let id = match self.same(pairing) {
                Some(known) => known.id.clone(),
                None => self.free_id(pairing),
            };
            self.pairings.insert(pairing.id.clone(), id);
        }
    }

    /// Its own id where it is free and its people keep theirs; else one made of theirs.
    fn free_id(&self, pairing: &Pairing) -> Id {
        let is_taken = |id: &Id| {
            self.program.pairings.contains_key(id)
                || self.pairings.values().any(|known| known == id)
        };
        let is_kept = pairing
            .people()
            .all(|person| self.person(person) == Some(person));
        if is_kept && !is_taken(&pairing.id) {
            return pairing.id.clone();
        }
        let person = |from: &PersonId| self.person(from).unwrap_or(from).clone();
        let mut new = NewPairing::pair(person(&pairing.mentor), person(&pairing.mentor));
        new.mentees = pairing.mentees.iter().map(person).collect();
        new.kind = pairing.kind;
        numbered(&stem(&new), is_taken)
    }

    fn pair(&mut self) {
        for (from, id) in self.pairings.clone() {
            let is_there = self.program.pairings.contains_key(&id);
            let files: [(FileName, FileName); 2] = [
                (
                    FileName::Pairing(from.clone()),
                    FileName::Pairing(id.clone()),
                ),
                (FileName::Log(from.clone()), FileName::Log(id.clone())),
            ];
            for (from, to) in files {
                let Some(records) = self.source.files.get(&from).map(|one| self.renamed(one))
                else {
                    continue;
                };
                if is_there {
                    self.add_entries(&to, &records);
                } else {
                    let parts = whole(&records);
                    if !parts.is_empty() {
                        self.edits.push(Edit::Create { file: to, parts });
                    }
                }
            }
            if is_there {
                self.report.pairings_there += 1;
            } else {
                self.report.pairings_added.push(id);
            }
        }
    }

    /// Adds what a pairing that is there has not written down; what it has stays as it is.
    fn add_entries(&mut self, file: &FileName, records: &Records) {
        const HISTORY: [&str; 3] = ["state", "answer", "extension"];
        let empty = Records::default();
        let known = self.there.get(file).unwrap_or(&empty);
        let missing = records.entries.iter().filter(|entry| {
            !HISTORY.contains(&entry.table) && !known.entries.iter().any(|one| one.is_same(entry))
        });
        let missing: Vec<Edit> = missing
            .map(|entry| Edit::Append {
                file: file.clone(),
                table: entry.table,
                fields: entry.fields.clone(),
            })
            .collect();
        self.report.entries_added += missing.len();
        self.edits.extend(missing);
    }

    /// Rounds, modules and certificates that new files name and the program has not.
    fn define(&mut self) {
        let Some(own) = self.source.files.get(&FileName::Program) else {
            return;
        };
        let known = self.there.get(&FileName::Program);
        let named: BTreeSet<String> = named(&self.edits).into_iter().map(str::to_owned).collect();
        for (table, keys) in DEFINITIONS {
            for entry in own.of(table) {
                let id = value(&entry.fields, "id").map(words).unwrap_or_default();
                let Some(id) = id.first().filter(|id| named.contains(**id)) else {
                    continue;
                };
                if known.is_some_and(|known| known.of(table).any(|one| one.is_same(entry))) {
                    continue;
                }
                self.report.defined.push(format!("{table} {id}"));
                self.edits.push(Edit::Append {
                    file: FileName::Program,
                    table: entry.table,
                    fields: only(&entry.fields, keys),
                });
            }
        }
    }

    /// Records with the ids that people and pairings get.
    fn renamed(&self, records: &Records) -> Records {
        let mut records = records.clone();
        let tables = records
            .tables
            .iter_mut()
            .filter(|(table, _)| *table != "closing");
        let fields = tables.map(|(_, fields)| fields);
        for fields in fields.chain([&mut records.top]) {
            self.rename(fields);
        }
        for entry in &mut records.entries {
            self.rename(&mut entry.fields);
            for (key, value) in &mut entry.key {
                if let Some(value) = value.as_mut().filter(|_| PERSON_KEYS.contains(key)) {
                    self.rename_value(value);
                }
            }
        }
        records
    }

    fn rename(&self, fields: &mut Fields) {
        for (key, value) in fields {
            if PERSON_KEYS.contains(&key.as_str()) {
                self.rename_value(value);
            }
            if key == "continues"
                && let Value::Text(text) = value
                && let Some(id) = Id::parse(text).ok().and_then(|id| self.pairings.get(&id))
            {
                *text = id.to_string();
            }
        }
    }

    fn rename_value(&self, value: &mut Value) {
        match value {
            Value::Text(text) => {
                let id = PersonId::parse(text).ok();
                if let Some(id) = id.as_ref().and_then(|id| self.person(id)) {
                    *text = id.to_string();
                }
            }
            Value::List(values) => values.iter_mut().for_each(|value| self.rename_value(value)),
            Value::Integer(_)
            | Value::Decimal(_)
            | Value::Flag(_)
            | Value::Day(_)
            | Value::Moment(_) => {}
        }
    }
}

/// Keys that name people, in files of people, pairings and logs.
const PERSON_KEYS: [&str; 11] = [
    "mentor",
    "mentees",
    "person",
    "signed_mentees",
    "absent",
    "owner",
    "by",
    "prefer",
    "never",
    "reports_to",
    "taken_by",
];

fn role_edits(file: FileName, role: Role, fields: Fields, requests: &[&Entry]) -> Vec<Edit> {
    let table = match role {
        Role::Mentor => "mentor",
        Role::Mentee => "mentee",
    };
    let mut edits: Vec<Edit> = fields
        .into_iter()
        .map(|(key, value)| Edit::Set {
            file: file.clone(),
            at: At::Table(table),
            key,
            value,
        })
        .collect();
    edits.extend(requests.iter().map(|request| Edit::Append {
        file: file.clone(),
        table: request.table,
        fields: request.fields.clone(),
    }));
    if edits.is_empty() {
        // A table cannot be made empty by an edit; these are the defaults.
        edits.push(match role {
            Role::Mentor => Edit::Set {
                file,
                at: At::Table("mentor"),
                key: "capacity".to_owned(),
                value: i64::from(CAPACITY).into(),
            },
            Role::Mentee => Edit::Append {
                file,
                table: "request",
                fields: Fields::new(),
            },
        });
    }
    edits
}

/// Whether anybody was enrolled without being found by anything but their name.
pub fn by_name(report: &BringReport) -> impl Iterator<Item = &Match> {
    report.people.iter().filter(|one| one.by == FoundBy::Name)
}

//! A folder of one's own from a program: what one said, what one shares with each partner, and nothing else.
//!
//! Its invariant: no file under `confidential/` or `private/` is looked at, and of partners only who they are.

use crate::change::edit::{At, Change, Edit, Fields, FileName, Part, field};
use crate::change::entry_id::slug;
use crate::change::transfer::entries::parts;
use crate::change::transfer::records::{Files, Records, only, value, words};
use crate::change::transfer::shared::{
    CLOSING_OF_MENTEE, CLOSING_OF_MENTOR, COMPANION_TOP, LOG_TABLES, OWN_TABLES, OWN_TOP,
    PAIRING_TABLES, PAIRING_TOP, PARTNER_MENTOR, PARTNER_TOP, POLICY,
};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingKind};
use crate::model::program::Program;
use crate::model::settings::{FORMAT, ProgramKind};
use crate::model::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The files whose records [`folder`] needs for a person.
pub fn files(program: &Program, person: &PersonId) -> Vec<FileName> {
    let mut files = vec![FileName::Program, FileName::Vocabulary];
    files.extend(
        people(program, person)
            .into_keys()
            .cloned()
            .map(FileName::Participant),
    );
    for pairing in pairings(program, person) {
        files.push(FileName::Pairing(pairing.id.clone()));
        files.push(FileName::Log(pairing.id.clone()));
    }
    files
}

/// A folder that shall be made.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnFolder {
    /// The parts of its `program.toml`.
    pub settings: Vec<Part>,
    /// Every other file.
    pub change: Change,
    /// How many pairings it holds.
    pub pairings: usize,
    /// How many people it holds, oneself among them.
    pub people: usize,
}

/// Makes a person's own folder from the records of [`files`].
pub fn folder(program: &Program, person: &PersonId, records: &Files) -> OwnFolder {
    let people = people(program, person);
    let pairings = pairings(program, person);
    let mut edits = Vec::new();
    if let Some(vocabulary) = records.get(&FileName::Vocabulary) {
        let parts = super::entries::whole(vocabulary);
        edits.extend(create(FileName::Vocabulary, parts));
    }
    for (&other, part) in &people {
        let file = FileName::Participant(other.clone());
        if let Some(found) = records.get(&file) {
            let parts = if other == person {
                own(found, &people)
            } else {
                partner(found, *part)
            };
            edits.extend(create(file, parts));
        }
    }
    let ids: BTreeSet<&Id> = pairings.iter().map(|pairing| &pairing.id).collect();
    for pairing in &pairings {
        let file = FileName::Pairing(pairing.id.clone());
        if let Some(found) = records.get(&file) {
            edits.extend(create(file, of_pairing(found, pairing, person, &ids)));
        }
        let file = FileName::Log(pairing.id.clone());
        if let Some(found) = records.get(&file) {
            edits.extend(create(file, of_log(found, pairing, person)));
        }
    }
    let settings = settings(program, person, records, &edits);
    // Only somebody who is there can be its owner.
    edits.push(Edit::Set {
        file: FileName::Program,
        at: At::Top,
        key: "me".to_owned(),
        value: person.as_str().into(),
    });
    OwnFolder {
        settings,
        pairings: pairings.len(),
        people: people.len(),
        change: Change {
            sentence: format!("own folder of {person} from {}", program.settings.name),
            edits,
        },
    }
}

fn create(file: FileName, parts: Vec<Part>) -> Option<Edit> {
    (!parts.is_empty()).then_some(Edit::Create { file, parts })
}

fn pairings<'a>(program: &'a Program, person: &PersonId) -> Vec<&'a Pairing> {
    let pairings = program.pairings.values();
    pairings
        .filter(|pairing| pairing.role_of(person).is_some())
        .collect()
}

/// What somebody is to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    Companion,
    Mentee,
    Mentor,
}

/// Everybody whom the folder names, with the nearest that they are.
fn people<'a>(program: &'a Program, person: &'a PersonId) -> BTreeMap<&'a PersonId, Tie> {
    let mut people = BTreeMap::from([(person, Tie::Mentor)]);
    for pairing in pairings(program, person) {
        let gives = pairing.mentor == *person;
        for other in pairing.people().filter(|other| *other != person) {
            let part = match (gives, pairing.kind) {
                (_, PairingKind::Peer) => Tie::Mentor,
                (true, _) => Tie::Mentee,
                (false, _) if *other == pairing.mentor => Tie::Mentor,
                (false, _) => Tie::Companion,
            };
            let known = people.entry(other).or_insert(part);
            *known = (*known).max(part);
        }
    }
    people
}

fn own(records: &Records, people: &BTreeMap<&PersonId, Tie>) -> Vec<Part> {
    let is_known = |word: &str| PersonId::parse(word).is_ok_and(|id| people.contains_key(&id));
    let mut parts = parts(records, OWN_TOP, OWN_TABLES);
    for part in &mut parts {
        match part {
            Part::Top(fields) => {
                for (key, value) in fields.iter_mut() {
                    if matches!(key.as_str(), "prefer" | "never") {
                        let known = words(value).into_iter().filter(|word| is_known(word));
                        *value = known.collect::<Vec<_>>().into();
                    }
                }
                fields.retain(|(_, value)| *value != Value::List(Vec::new()));
            }
            Part::Entry("relief", fields) => fields
                .retain(|(key, value)| key != "taken_by" || words(value).into_iter().all(is_known)),
            Part::Table(..) | Part::Entry(..) => {}
        }
    }
    parts
}

fn partner(records: &Records, part: Tie) -> Vec<Part> {
    let top = match part {
        Tie::Companion => COMPANION_TOP,
        Tie::Mentee | Tie::Mentor => PARTNER_TOP,
    };
    let mut parts = vec![Part::Top(only(&records.top, top))];
    parts.push(match part {
        Tie::Companion | Tie::Mentee => Part::Table("mentee", Fields::new()),
        Tie::Mentor => {
            let mut offers = records.tables.iter();
            let offer = offers.find(|(table, _)| *table == "mentor");
            let kept = offer.map(|(_, fields)| only(fields, PARTNER_MENTOR));
            Part::Table("mentor", kept.unwrap_or_default())
        }
    });
    parts
}

fn of_pairing(
    records: &Records,
    pairing: &Pairing,
    person: &PersonId,
    ids: &BTreeSet<&Id>,
) -> Vec<Part> {
    let mut parts = parts(records, PAIRING_TOP, PAIRING_TABLES);
    let is_known = |word: &str| Id::parse(word).is_ok_and(|id| ids.contains(&id));
    let side = if pairing.mentor == *person {
        CLOSING_OF_MENTOR
    } else {
        CLOSING_OF_MENTEE
    };
    for part in &mut parts {
        match part {
            Part::Top(fields) => fields.retain(|(key, value)| {
                key != "continues" || words(value).into_iter().all(is_known)
            }),
            Part::Table("closing", fields) => {
                let mut closings = records.tables.iter();
                let all = closings.find(|(table, _)| *table == "closing");
                fields.extend(all.into_iter().flat_map(|(_, all)| only(all, side)));
            }
            Part::Table(..) | Part::Entry(..) => {}
        }
    }
    let answers = records.of("answer").filter(|answer| {
        let of = value(&answer.fields, "person");
        of.is_some_and(|of| words(of) == [person.as_str()])
    });
    let answers: Vec<Part> = answers
        .map(|answer| Part::Entry(answer.table, only(&answer.fields, &["person", "on", "is"])))
        .collect();
    let at = parts.len().min(1);
    parts.splice(at..at, answers);
    parts
}

/// In a circle, what another mentee has to do is theirs.
fn of_log(records: &Records, pairing: &Pairing, person: &PersonId) -> Vec<Part> {
    let mut parts = parts(records, &[], LOG_TABLES);
    let is_of_another = |owner: &str| {
        pairing.mentor != *person
            && owner != person.as_str()
            && pairing
                .mentees
                .iter()
                .any(|mentee| mentee.as_str() == owner)
    };
    parts.retain(|part| match part {
        Part::Entry("homework", fields) => {
            let owner = value(fields, "owner");
            !owner.is_some_and(|owner| words(owner).into_iter().any(is_of_another))
        }
        Part::Top(_) | Part::Table(..) | Part::Entry(..) => true,
    });
    parts
}

/// `program.toml`: whose it is, the rhythms, and the rounds, modules and certificates that its files name.
fn settings(program: &Program, person: &PersonId, records: &Files, edits: &[Edit]) -> Vec<Part> {
    let name = program.name(person);
    let id = slug(&format!("mentoring of {person}"), ID_CHARACTERS_MAX);
    let mut parts = vec![Part::Top(vec![
        field("format", FORMAT),
        field("id", id),
        field("name", format!("Mentoring of {name}")),
        field("kind", ProgramKind::Personal.as_str()),
        field("timezone", program.settings.timezone.name()),
    ])];
    let Some(found) = records.get(&FileName::Program) else {
        return parts;
    };
    let policy = found.tables.iter().find(|(table, _)| *table == "policy");
    let rhythms = policy.map(|(_, fields)| only(fields, POLICY));
    let rhythms = rhythms.filter(|fields| !fields.is_empty());
    parts.extend(rhythms.map(|fields| Part::Table("policy", fields)));
    let named = named(edits);
    for (table, keys) in DEFINITIONS {
        let defined = found.of(table).filter(|entry| {
            let id = value(&entry.fields, "id").map(words).unwrap_or_default();
            id.iter().any(|id| named.contains(*id))
        });
        parts.extend(defined.map(|entry| Part::Entry(entry.table, only(&entry.fields, keys))));
    }
    parts
}

/// Characters of the id of a folder.
const ID_CHARACTERS_MAX: usize = 60;

/// What files of people and pairings refer to, with the keys that are taken.
pub(super) const DEFINITIONS: [(&str, &[&str]); 3] = [
    ("cohort", &["id", "starts", "ends"]),
    ("training", &["id", "role", "title", "required", "minutes"]),
    ("certification", &["id", "authority", "valid_months"]),
];

/// Every word that stands where a round, a module or a certificate is named.
pub(super) fn named(edits: &[Edit]) -> BTreeSet<&str> {
    const REFERENCES: [&str; 5] = ["cohort", "cohorts", "module", "certification", "id"];
    let fields = edits.iter().flat_map(|edit| match edit {
        Edit::Create { parts, .. } => parts.iter().map(fields_of).collect(),
        Edit::Append { fields, .. } => vec![fields],
        _ => Vec::new(),
    });
    fields
        .flatten()
        .filter(|(key, _)| REFERENCES.contains(&key.as_str()))
        .flat_map(|(_, value)| words(value))
        .collect()
}

fn fields_of(part: &Part) -> &Fields {
    match part {
        Part::Top(fields) | Part::Table(_, fields) | Part::Entry(_, fields) => fields,
    }
}

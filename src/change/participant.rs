//! Changes of a person who is there: readiness, leaving, and two records that are one person.

use crate::change::edit::{At, Author, Change, Edit, FileName};
use crate::change::enroll::readiness_entry;
use crate::change::pairing::close;
use crate::change::refusal::Refusal;
use crate::model::id::PersonId;
use crate::model::pairing::Pairing;
use crate::model::participant::{Participant, Readiness};
use crate::model::program::Program;
use crate::model::value::Value;

/// What happens to the open pairings of somebody who leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenPairings {
    /// Leaving is refused while there are any.
    Refuse,
    /// They are closed for this reason, as not planned.
    Close(String),
}

/// Says since today how ready people are: paused, ready again, left.
///
/// # Errors
/// Refuses a state that somebody has already, taking up somebody who left by any word but `ready`, and
/// leaving with open pairings unless it is said what becomes of them.
pub fn set_readiness(
    program: &Program,
    people: &[PersonId],
    is: Readiness,
    why: Option<&str>,
    open: &OpenPairings,
    author: &Author,
) -> Result<Change, Refusal> {
    let mut edits = Vec::new();
    for id in people {
        let participant = find(program, id)?;
        let standing = participant.standing(author.today);
        if standing == is {
            return Err(Refusal::refused(format!(
                "{} ({id}) is {is} already",
                participant.name
            )));
        }
        if is == Readiness::Left {
            edits.extend(end_pairings(program, participant, open, author)?);
        }
        let fields = readiness_entry(is, None, author, why);
        edits.push(Edit::Append {
            file: FileName::Participant(id.clone()),
            table: "state",
            fields,
        });
    }
    let ids: Vec<&str> = people.iter().map(PersonId::as_str).collect();
    Ok(Change {
        sentence: format!("{} is {is}", ids.join(", ")),
        edits,
    })
}

fn find<'a>(program: &'a Program, id: &PersonId) -> Result<&'a Participant, Refusal> {
    let missing = || Refusal::NotFound {
        what: "participant",
        word: id.to_string(),
        near: Vec::new(),
    };
    program.participants.get(id).ok_or_else(missing)
}

fn end_pairings(
    program: &Program,
    participant: &Participant,
    open: &OpenPairings,
    author: &Author,
) -> Result<Vec<Edit>, Refusal> {
    let is_open =
        |pairing: &&Pairing| pairing.is_in_force() && pairing.role_of(&participant.id).is_some();
    let pairings: Vec<&Pairing> = program.pairings.values().filter(is_open).collect();
    match open {
        OpenPairings::Close(reason) => {
            let why = format!("{} left", participant.id);
            Ok(pairings
                .iter()
                .flat_map(|pairing| close(&pairing.id, reason, false, author, Some(&why)))
                .collect())
        }
        OpenPairings::Refuse if pairings.is_empty() => Ok(Vec::new()),
        OpenPairings::Refuse => {
            let ids: Vec<&str> = pairings.iter().map(|pairing| pairing.id.as_str()).collect();
            let message = format!(
                "{} is in open pairings: {}",
                participant.name,
                ids.join(", ")
            );
            Err(Refusal::refused(message)
                .hint("--close REASON closes them (left, workload, mismatch ...)"))
        }
    }
}

/// Makes two records of one person one: `keep` takes over what only `other` has, and everything that named
/// `other` names `keep`.
///
/// # Errors
/// Refuses a person merged with themselves, and two people who are in one pairing.
pub fn merge(
    program: &Program,
    keep: &PersonId,
    other: &PersonId,
    other_parts: &Parts,
) -> Result<Change, Refusal> {
    let (kept, gone) = (find(program, keep)?, find(program, other)?);
    if keep == other {
        return Err(Refusal::refused(format!("{keep} is one person already")));
    }
    let both =
        |pairing: &&Pairing| pairing.role_of(keep).is_some() && pairing.role_of(other).is_some();
    if let Some(pairing) = program.pairings.values().find(both) {
        return Err(Refusal::refused(format!(
            "{keep} and {other} are in one pairing, {}",
            pairing.id
        )));
    }
    let mut edits = take_over(kept, gone, other_parts);
    edits.extend(rename_in_pairings(program, keep, other));
    edits.extend(rename_in_people(program, keep, other));
    edits.push(Edit::Delete {
        file: FileName::Participant(other.clone()),
    });
    Ok(Change {
        sentence: format!("merge {other} into {keep}"),
        edits,
    })
}

/// The records of a file as they stand, for taking them over whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    /// Fields above the first table.
    pub top: Vec<(String, Value)>,
    /// Each `[table]` by name with its fields.
    pub tables: Vec<(&'static str, Vec<(String, Value)>)>,
    /// Each `[[entry]]` by name with its fields, in file order.
    pub entries: Vec<(&'static str, Vec<(String, Value)>)>,
    /// Whether a field above the first table or in `[table]` is there, as `key` or `table.key`.
    pub kept: std::collections::BTreeSet<String>,
}

fn take_over(kept: &Participant, gone: &Participant, parts: &Parts) -> Vec<Edit> {
    let file = || FileName::Participant(kept.id.clone());
    let mut edits = Vec::new();
    for (key, value) in parts
        .top
        .iter()
        .filter(|(key, _)| key != "also" && !parts.kept.contains(key))
    {
        edits.push(Edit::Set {
            file: file(),
            at: At::Top,
            key: key.clone(),
            value: value.clone(),
        });
    }
    let mut addresses = kept.also.clone();
    let further = gone
        .email
        .iter()
        .filter(|_| kept.email.is_some())
        .chain(&gone.also);
    addresses.extend(
        further
            .filter(|address| kept.email.as_ref() != Some(*address))
            .cloned(),
    );
    addresses.sort();
    addresses.dedup();
    if addresses != kept.also {
        edits.push(Edit::Set {
            file: file(),
            at: At::Top,
            key: "also".to_owned(),
            value: addresses.into(),
        });
    }
    for (table, fields) in &parts.tables {
        for (key, value) in fields
            .iter()
            .filter(|(key, _)| !parts.kept.contains(&format!("{table}.{key}")))
        {
            edits.push(Edit::Set {
                file: file(),
                at: At::Table(table),
                key: key.clone(),
                value: value.clone(),
            });
        }
    }
    for (table, fields) in &parts.entries {
        edits.push(Edit::Append {
            file: file(),
            table,
            fields: fields.clone(),
        });
    }
    edits
}

fn rename_in_pairings(program: &Program, keep: &PersonId, other: &PersonId) -> Vec<Edit> {
    let mut edits = Vec::new();
    for pairing in program.pairings.values() {
        let set = |key: &str, value: Value| Edit::Set {
            file: FileName::Pairing(pairing.id.clone()),
            at: At::Top,
            key: key.to_owned(),
            value,
        };
        if pairing.mentor == *other {
            edits.push(set("mentor", keep.as_str().into()));
        }
        if pairing.mentees.contains(other) {
            edits.push(set("mentees", renamed(&pairing.mentees, keep, other)));
        }
    }
    edits
}

fn rename_in_people(program: &Program, keep: &PersonId, other: &PersonId) -> Vec<Edit> {
    let mut edits = Vec::new();
    for participant in program
        .participants
        .values()
        .filter(|participant| participant.id != *other)
    {
        let set = |key: &str, value: Value| Edit::Set {
            file: FileName::Participant(participant.id.clone()),
            at: At::Top,
            key: key.to_owned(),
            value,
        };
        for (key, list) in [
            ("prefer", &participant.prefer),
            ("never", &participant.never),
        ] {
            if list.contains(other) {
                edits.push(set(key, renamed(list, keep, other)));
            }
        }
        if participant.reports_to.as_deref() == Some(other.as_str()) {
            edits.push(set("reports_to", keep.as_str().into()));
        }
    }
    edits
}

fn renamed(people: &[PersonId], keep: &PersonId, other: &PersonId) -> Value {
    let mut names: Vec<&str> = Vec::new();
    for person in people {
        let name = if person == other {
            keep.as_str()
        } else {
            person.as_str()
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.into()
}

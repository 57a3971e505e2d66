//! Who somebody of a personal folder is in the program: by what was said, by address, by id and name, by name alone.
//!
//! It does not guess. Its invariant: no two people of the folder become one.

use crate::change::enroll::by_email;
use crate::change::entry_id::person_id;
use crate::change::refusal::Refusal;
use crate::change::rules::normalised;
use crate::model::id::PersonId;
use crate::model::participant::Participant;
use crate::model::program::Program;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// How it was found out who somebody is.
    FoundBy {
        /// The command line says so.
        Named = "named",
        /// The same address.
        Email = "email",
        /// The same id and name.
        Id = "id",
        /// The same name.
        Name = "name",
        /// Nobody there is it: they are enrolled.
        Nothing = "nothing",
    }
}

/// Somebody of the folder and who they are in the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Match {
    /// Their id in the folder.
    pub from: PersonId,
    /// Their id in the program.
    pub id: PersonId,
    /// How that was found out.
    pub by: FoundBy,
}

/// Finds out who everybody of a folder is.
///
/// # Errors
/// Where somebody may be two people, or two people would become one.
pub(super) fn matches(
    program: &Program,
    source: &Program,
    named: &BTreeMap<PersonId, Option<PersonId>>,
) -> Result<Vec<Match>, Refusal> {
    let mut taken: BTreeSet<PersonId> = BTreeSet::new();
    let mut found = Vec::new();
    for person in source.participants.values() {
        let known = known(program, person, named)?;
        if let Some((id, by)) = known {
            if !taken.insert(id.clone()) {
                let message = format!("{} would become {id}, as somebody else does", person.id);
                return Err(Refusal::refused(message).hint(cure(&person.id)));
            }
            found.push(Match {
                from: person.id.clone(),
                id,
                by,
            });
        }
    }
    let there: BTreeSet<PersonId> = found.iter().map(|one| one.from.clone()).collect();
    let newcomers = source.participants.values();
    for person in newcomers.filter(|person| !there.contains(&person.id)) {
        let is_taken = |id: &PersonId| program.participants.contains_key(id) || taken.contains(id);
        let id = if is_taken(&person.id) {
            person_id(&person.name, is_taken)
        } else {
            person.id.clone()
        };
        taken.insert(id.clone());
        found.push(Match {
            from: person.id.clone(),
            id,
            by: FoundBy::Nothing,
        });
    }
    found.sort_by(|one, other| one.from.cmp(&other.from));
    Ok(found)
}

fn cure(id: &PersonId) -> String {
    format!("say who it is: --as {id}=ID, or --as {id}=new")
}

/// Who somebody is; none where nobody there is it.
fn known(
    program: &Program,
    person: &Participant,
    named: &BTreeMap<PersonId, Option<PersonId>>,
) -> Result<Option<(PersonId, FoundBy)>, Refusal> {
    match named.get(&person.id) {
        Some(Some(id)) if program.participants.contains_key(id) => {
            return Ok(Some((id.clone(), FoundBy::Named)));
        }
        Some(Some(id)) => {
            return Err(Refusal::NotFound {
                what: "participant",
                word: id.to_string(),
                near: Vec::new(),
            });
        }
        Some(None) => return Ok(None),
        None => {}
    }
    let mut addresses = person.email.iter().chain(&person.also);
    if let Some(known) = addresses.find_map(|email| by_email(program, email)) {
        return Ok(Some((known.id.clone(), FoundBy::Email)));
    }
    let name = normalised(&person.name);
    let is_namesake = |other: &&Participant| normalised(&other.name) == name;
    let may_be = |other: &&Participant| person.email.is_none() || other.email.is_none();
    match program.participants.get(&person.id) {
        Some(other) if is_namesake(&other) && may_be(&other) => {
            return Ok(Some((other.id.clone(), FoundBy::Id)));
        }
        // An id is made from a name: somebody may have changed theirs, or it is somebody else.
        Some(other) if !is_namesake(&other) && may_be(&other) => {
            let message = format!(
                "{} is {} here and {} there: the same person?",
                person.id, other.name, person.name
            );
            return Err(Refusal::refused(message).hint(cure(&person.id)));
        }
        Some(_) | None => {}
    }
    let people = program.participants.values();
    let namesakes: Vec<&Participant> = people.filter(is_namesake).filter(may_be).collect();
    match namesakes[..] {
        [] => Ok(None),
        [only] => Ok(Some((only.id.clone(), FoundBy::Name))),
        _ => Err(Refusal::Ambiguous {
            what: "participants",
            word: person.name.clone(),
            candidates: namesakes.iter().map(|one| one.id.to_string()).collect(),
        }),
    }
}

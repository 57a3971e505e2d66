//! Who a row is about: by e-mail, else id, else the mapping's key, else nothing but the name.
//!
//! It does not guess: what may be two people is a fault. Its invariant: no two rows of a table are one person.

use crate::change::entry_id::person_id;
use crate::change::import::cells::Cells;
use crate::change::import::fault::{Fault, TableFault};
use crate::change::import::fields::Subject;
use crate::change::import::mapping::Target;
use crate::change::import::report::spelled;
use crate::change::rules::normalised;
use crate::model::id::PersonId;
use crate::model::participant::Participant;
use crate::model::program::Program;
use crate::model::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Everybody enrolled, by what rows call them.
#[derive(Debug)]
pub(super) struct Directory<'a> {
    program: &'a Program,
    key: Option<&'a Target>,
    emails: BTreeMap<String, PersonId>,
    keys: BTreeMap<String, Vec<PersonId>>,
    names: BTreeMap<String, Vec<PersonId>>,
}

/// Somebody who is there, or who will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    /// Enrolled.
    There(PersonId),
    /// New, with the id that they get.
    New(PersonId),
}

/// What a row says about who it is.
#[derive(Debug)]
pub(super) struct Claim {
    pub(super) email: Option<String>,
    id: Option<PersonId>,
    key: Option<String>,
    pub(super) name: Option<String>,
}

impl<'a> Directory<'a> {
    /// Lists everybody once.
    pub(super) fn of(program: &'a Program, key: Option<&'a Target>) -> Directory<'a> {
        let mut directory = Directory {
            program,
            key,
            emails: BTreeMap::new(),
            keys: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        for participant in program.participants.values() {
            let id = &participant.id;
            for address in participant.email.iter().chain(&participant.also) {
                directory
                    .emails
                    .entry(address.to_lowercase())
                    .or_insert_with(|| id.clone());
            }
            directory
                .names
                .entry(normalised(&participant.name))
                .or_default()
                .push(id.clone());
            if let Some(word) = key.and_then(|key| key_of_person(key, participant)) {
                directory.keys.entry(word).or_default().push(id.clone());
            }
        }
        directory
    }

    /// Everybody of a name.
    pub(super) fn namesakes(&self, name: &str) -> &[PersonId] {
        self.names.get(&normalised(name)).map_or(&[], Vec::as_slice)
    }

    /// The person of an address.
    pub(super) fn by_email(&self, email: &str) -> Option<&PersonId> {
        self.emails.get(&email.to_lowercase())
    }

    /// The person whom a word names exactly: an id, an address, or the mapping's key.
    ///
    /// # Errors
    /// A word that names nobody, or several.
    pub(super) fn person(&self, word: &str) -> Result<PersonId, Fault> {
        let by_id = PersonId::parse(word)
            .ok()
            .filter(|id| self.program.participants.contains_key(id));
        if let Some(id) = by_id.as_ref().or_else(|| self.by_email(word)) {
            return Ok(id.clone());
        }
        let found = if self.is_keyed_by_name() {
            self.namesakes(word)
        } else {
            self.keyed(word)
        };
        only(word, found)?.ok_or_else(|| Fault::Stranger {
            word: word.to_owned(),
        })
    }

    /// A mapping may name no other field: e-mail and id come first in any case.
    fn is_keyed_by_name(&self) -> bool {
        matches!(self.key, Some(Target::Field(_)))
    }

    fn keyed(&self, word: &str) -> &[PersonId] {
        self.keys.get(word).map_or(&[], Vec::as_slice)
    }

    /// The person enrolled whom a row is about.
    fn find(&self, claim: &Claim) -> Result<Option<PersonId>, Fault> {
        let owner = claim
            .email
            .as_deref()
            .and_then(|email| self.by_email(email));
        if let (Some(owner), Some(id), Some(email)) = (owner, &claim.id, &claim.email)
            && owner != id
        {
            return Err(Fault::EmailOfAnother {
                email: email.clone(),
                owner: owner.clone(),
                id: id.clone(),
            });
        }
        let by_id = claim
            .id
            .as_ref()
            .filter(|id| self.program.participants.contains_key(id));
        if let Some(found) = owner.or(by_id) {
            return Ok(Some(found.clone()));
        }
        match (&claim.key, &claim.name) {
            (Some(key), _) => only(key, self.keyed(key)),
            (None, Some(name)) if claim.is_only_a_name() || self.is_keyed_by_name() => {
                only(name, self.namesakes(name))
            }
            (None, _) => Ok(None),
        }
    }
}

/// The only one of several; a fault where there are more.
fn only(word: &str, found: &[PersonId]) -> Result<Option<PersonId>, Fault> {
    match found {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        several => Err(Fault::Ambiguous {
            word: word.to_owned(),
            candidates: several.to_vec(),
        }),
    }
}

fn key_of_person(key: &Target, participant: &Participant) -> Option<String> {
    match key {
        Target::Extra(key) => participant.extra.get(key).map(spelled),
        Target::Field(_) => None,
    }
}

impl Claim {
    /// Whether the row has nothing but a name to go by.
    pub(super) fn is_only_a_name(&self) -> bool {
        self.email.is_none() && self.id.is_none() && self.key.is_none()
    }

    /// What the row says; cells of the wrong kind are faults.
    fn of(cells: &Cells, key: Option<&Target>, faults: &mut Vec<TableFault>) -> Claim {
        let id = text(cells, "id", faults).and_then(|id| PersonId::parse(&id).ok());
        let key = match key {
            Some(Target::Extra(key)) => {
                let found = cells.extra.iter().find(|(name, _)| name == key);
                found.map(|(_, filled)| filled.parts.join("; "))
            }
            Some(Target::Field(_)) | None => None,
        };
        Claim {
            email: text(cells, "email", faults),
            id,
            key,
            name: name(cells, faults),
        }
    }
}

/// The name of a row: `name`, else first and last name.
fn name(cells: &Cells, faults: &mut Vec<TableFault>) -> Option<String> {
    if let Some(name) = text(cells, "name", faults) {
        return Some(name);
    }
    let halves = [
        text(cells, "first_name", faults),
        text(cells, "last_name", faults),
    ];
    let halves: Vec<String> = halves.into_iter().flatten().collect();
    (!halves.is_empty()).then(|| halves.join(" "))
}

fn text(cells: &Cells, field: &str, faults: &mut Vec<TableFault>) -> Option<String> {
    match cells.value(Subject::People.field(field)?) {
        Ok(Some((_, Value::Text(text)))) => Some(text),
        Ok(_) => None,
        Err(fault) => {
            faults.push(fault);
            None
        }
    }
}

/// Who each row is about, with what it says of that; rows at fault are about nobody.
pub(super) fn identify(
    directory: &Directory<'_>,
    rows: &[Cells],
    faults: &mut Vec<TableFault>,
) -> Vec<(Claim, Option<Who>)> {
    let claims: Vec<Claim> = rows
        .iter()
        .map(|cells| Claim::of(cells, directory.key, faults))
        .collect();
    let mut taken: BTreeSet<PersonId> =
        claims.iter().filter_map(|claim| claim.id.clone()).collect();
    let mut seen = Seen::default();
    let mut identified = Vec::with_capacity(rows.len());
    for (cells, claim) in rows.iter().zip(claims) {
        let found = directory.find(&claim).and_then(|found| {
            seen.refuse_twice(cells.number, &claim, found.as_ref())?;
            found.map_or_else(
                || newcomer(directory, &claim, &mut taken),
                |id| Ok(Who::There(id)),
            )
        });
        let is_named_already =
            |fault: &Fault| matches!(fault, Fault::Missing { .. }) && has_name_cell(cells);
        let who = match found {
            Ok(who) => Some(who),
            Err(fault) => {
                if !is_named_already(&fault) {
                    faults.push(TableFault::row(cells.number, fault));
                }
                None
            }
        };
        identified.push((claim, who));
    }
    identified
}

/// Whether there is a name, be it one that cannot be read.
fn has_name_cell(cells: &Cells) -> bool {
    ["name", "first_name", "last_name"]
        .iter()
        .any(|field| cells.field(field).is_some())
}

/// The id of somebody new: the one that the row gives, else one made from the name.
fn newcomer(
    directory: &Directory<'_>,
    claim: &Claim,
    taken: &mut BTreeSet<PersonId>,
) -> Result<Who, Fault> {
    let name = claim.name.as_ref().ok_or(Fault::Missing { what: "name" })?;
    let is_taken =
        |id: &PersonId| directory.program.participants.contains_key(id) || taken.contains(id);
    let id = claim
        .id
        .clone()
        .unwrap_or_else(|| person_id(name, is_taken));
    taken.insert(id.clone());
    Ok(Who::New(id))
}

/// What earlier rows called themselves.
#[derive(Debug, Default)]
struct Seen {
    words: BTreeMap<(&'static str, String), usize>,
    /// Rows by name, and whether the name is all that one of them has.
    names: BTreeMap<String, (usize, bool)>,
}

impl Seen {
    fn refuse_twice(
        &mut self,
        row: usize,
        claim: &Claim,
        found: Option<&PersonId>,
    ) -> Result<(), Fault> {
        let words = [
            (
                "e-mail",
                claim.email.as_ref().map(|email| email.to_lowercase()),
            ),
            ("id", claim.id.as_ref().map(ToString::to_string)),
            ("key", claim.key.clone()),
            ("person", found.map(ToString::to_string)),
        ];
        let mut first = None;
        for (what, word) in words {
            let Some(word) = word else { continue };
            if let Some(earlier) = self.words.insert((what, word), row) {
                first = first.or(Some((what, earlier)));
            }
        }
        if let Some(name) = &claim.name {
            let is_alone = claim.is_only_a_name();
            let earlier = self.names.insert(normalised(name), (row, is_alone));
            let clash = earlier.filter(|&(_, was_alone)| is_alone || was_alone);
            first = first.or(clash.map(|(earlier, _)| ("name", earlier)));
        }
        match first {
            None => Ok(()),
            Some((what, first)) => Err(Fault::SamePerson { what, first }),
        }
    }
}

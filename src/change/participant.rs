//! Changes of a person who is there: readiness, leaving, and two records that are one person.

use crate::change::edit::{At, Author, Change, Edit, FileName};
use crate::change::enroll::readiness_entry;
use crate::change::refusal::Refusal;
use crate::change::stage::ending::end_for;
use crate::change::stage::gates::Insisting;
use crate::change::stage::handover::{Handover, hand_over};
use crate::change::stage::rest;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingState};
use crate::model::participant::{Participant, Readiness};
use crate::model::program::Program;
use crate::model::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a pairing when somebody in it goes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It ends for this reason, as not planned; where it has not begun it is withdrawn.
    Close(String),
    /// Another mentor goes on with it.
    HandOver(PersonId),
    /// It rests.
    Pause,
    /// It stays as it is.
    Keep,
}

/// What becomes of the open pairings of people who go away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fates {
    /// Of those that are named.
    pub named: BTreeMap<Id, Fate>,
    /// Of all others; when absent, who leaves is refused, and who is away keeps them.
    pub others: Option<Fate>,
}

/// Says since today how ready people are: paused, ready again, left.
///
/// # Errors
/// Refuses a state that somebody has already, and leaving with open pairings unless it is said what becomes of each;
/// pairings of whoever is only away stay as they are where nothing is said.
pub fn set_readiness(
    program: &Program,
    people: &[PersonId],
    is: Readiness,
    why: Option<&str>,
    fates: &Fates,
    author: &Author,
) -> Result<Change, Refusal> {
    let mut edits = Vec::new();
    let mut walk = Walk {
        program,
        fates,
        is,
        author,
        done: BTreeSet::new(),
        made: Vec::new(),
    };
    for id in people {
        let participant = find(program, id)?;
        let standing = participant.standing(author.today);
        if standing == is {
            return Err(Refusal::refused(format!(
                "{} ({id}) is {is} already",
                participant.name
            )));
        }
        if matches!(is, Readiness::Left | Readiness::Paused) {
            edits.extend(walk.pairings_of(participant)?);
        }
        let fields = readiness_entry(is, None, author, why);
        edits.push(Edit::Append {
            file: FileName::Participant(id.clone()),
            table: "state",
            fields,
        });
    }
    walk.refuse_unknown()?;
    let ids: Vec<&str> = people.iter().map(PersonId::as_str).collect();
    Ok(Change {
        sentence: format!("{} is {is}", ids.join(", ")),
        edits,
    })
}

/// The open pairings of a person that wait for a word when they go away: those at rest already need none for a pause.
pub fn pairings_to_settle<'a>(
    program: &'a Program,
    person: &PersonId,
    is: Readiness,
) -> Vec<&'a Pairing> {
    let rests = |pairing: &Pairing| pairing.state_latest() == PairingState::Paused;
    program
        .pairings
        .values()
        .filter(|pairing| pairing.is_in_force() && pairing.role_of(person).is_some())
        .filter(|pairing| is == Readiness::Left || !rests(pairing))
        .collect()
}

fn find<'a>(program: &'a Program, id: &PersonId) -> Result<&'a Participant, Refusal> {
    let missing = || Refusal::NotFound {
        what: "participant",
        word: id.to_string(),
        near: Vec::new(),
    };
    program.participants.get(id).ok_or_else(missing)
}

/// A walk through the open pairings of people who go away, each pairing once.
struct Walk<'a> {
    program: &'a Program,
    fates: &'a Fates,
    is: Readiness,
    author: &'a Author,
    done: BTreeSet<Id>,
    made: Vec<Id>,
}

impl Walk<'_> {
    fn pairings_of(&mut self, participant: &Participant) -> Result<Vec<Edit>, Refusal> {
        let open = pairings_to_settle(self.program, &participant.id, self.is);
        let unsaid: Vec<&str> = open
            .iter()
            .filter(|pairing| {
                self.fates.others.is_none() && !self.fates.named.contains_key(&pairing.id)
            })
            .map(|pairing| pairing.id.as_str())
            .collect();
        // Who is away for a while may come back to pairings as they are; who has left cannot.
        if !unsaid.is_empty() && self.is == Readiness::Left {
            return Err(Walk::unsaid(participant, &unsaid));
        }
        let mut edits = Vec::new();
        for pairing in open {
            if self.done.insert(pairing.id.clone()) {
                edits.extend(self.settle(participant, pairing)?);
            }
        }
        Ok(edits)
    }

    fn settle(
        &mut self,
        participant: &Participant,
        pairing: &Pairing,
    ) -> Result<Vec<Edit>, Refusal> {
        let why = format!(
            "{} {}",
            participant.id,
            if self.is == Readiness::Left {
                "left"
            } else {
                "is away"
            }
        );
        let fate = self
            .fates
            .named
            .get(&pairing.id)
            .or(self.fates.others.as_ref());
        match fate {
            Some(Fate::Close(reason)) => end_for(self.program, pairing, reason, &why, self.author),
            Some(Fate::HandOver(heir)) => self.hand_over(participant, pairing, heir, &why),
            Some(Fate::Pause) if self.is == Readiness::Left => Err(Refusal::refused(format!(
                "{} cannot rest: {} does not come back",
                pairing.id, participant.name
            ))),
            Some(Fate::Pause) => Ok(rest::pause(pairing, None, Some(&why), self.author)?.edits),
            Some(Fate::Keep) | None => Ok(Vec::new()),
        }
    }

    fn hand_over(
        &mut self,
        participant: &Participant,
        pairing: &Pairing,
        heir: &PersonId,
        why: &str,
    ) -> Result<Vec<Edit>, Refusal> {
        if pairing.mentor != participant.id {
            let message = format!("{} mentors nobody in {}", participant.name, pairing.id);
            return Err(Refusal::refused(message)
                .hint("a handover is from one mentor to another; --close REASON ends it"));
        }
        let known = self.program.vocabulary.reasons();
        let reason = if known.contains(&LEFT) {
            LEFT
        } else {
            known.first().copied().unwrap_or(LEFT)
        };
        let handover = Handover {
            mentor: heir,
            reason,
            why: Some(why),
            insisting: Insisting::No,
        };
        let (id, change) = hand_over(self.program, pairing, &handover, &self.made, self.author)?;
        self.made.push(id);
        Ok(change.edits)
    }

    fn unsaid(participant: &Participant, open: &[&str]) -> Refusal {
        let message = format!(
            "{} is in open pairings: {}",
            participant.name,
            open.join(", ")
        );
        let hint = "--close REASON closes them (left, workload, mismatch ...); --handover PAIRING=MENTOR lets another mentor go on";
        Refusal::refused(message).hint(hint)
    }

    /// A pairing that is named and that nobody of these is in was named by mistake.
    fn refuse_unknown(&self) -> Result<(), Refusal> {
        match self.fates.named.keys().find(|id| !self.done.contains(*id)) {
            Some(id) => Err(Refusal::refused(format!(
                "{id} is no open pairing of theirs"
            ))),
            None => Ok(()),
        }
    }
}

/// The reason of an ending because somebody went away.
const LEFT: &str = "left";

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
    edits.extend(rename_in_prospects(program, keep, other));
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
        edits.extend(rename_in_words(pairing, keep, other));
    }
    edits
}

/// What somebody said to a proposal and signed stays theirs.
fn rename_in_words(pairing: &Pairing, keep: &PersonId, other: &PersonId) -> Vec<Edit> {
    let file = || FileName::Pairing(pairing.id.clone());
    let said = pairing
        .answers
        .iter()
        .filter(|answer| answer.person == *other);
    let mut edits: Vec<Edit> = said
        .map(|answer| Edit::Set {
            file: file(),
            at: At::Entry(
                "answer",
                vec![
                    ("person", Some(other.as_str().into())),
                    ("on", Some(answer.on.into())),
                ],
            ),
            key: "person".to_owned(),
            value: keep.as_str().into(),
        })
        .collect();
    let signed = pairing
        .agreement
        .iter()
        .filter(|agreement| agreement.signed_mentees.contains(other));
    edits.extend(signed.map(|agreement| Edit::Set {
        file: file(),
        at: At::Table("agreement"),
        key: "signed_mentees".to_owned(),
        value: renamed(&agreement.signed_mentees, keep, other),
    }));
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

fn rename_in_prospects(program: &Program, keep: &PersonId, other: &PersonId) -> Vec<Edit> {
    let people = program.prospects.people.iter();
    let became = people.filter(|prospect| prospect.participant.as_ref() == Some(other));
    became
        .map(|prospect| Edit::Set {
            file: FileName::Prospects,
            at: At::Entry("prospect", vec![("id", Some(prospect.id.as_str().into()))]),
            key: "participant".to_owned(),
            value: keep.as_str().into(),
        })
        .collect()
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

//! Whose an event of a calendar is: a meeting of this program by its UID, else that of the people who were to come.
//!
//! It does not guess: what may be two pairings is none.

use crate::calendar::icalendar::read::ReadEvent;
use crate::change::import::identity::Directory;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingState};
use crate::model::program::Program;
use std::collections::BTreeSet;

/// The word before the first dot of the UID of an event of the program.
const EVENT: &str = "event";

/// Whose an event is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Owner {
    /// A meeting that this program exported.
    Meeting {
        /// Its pairing.
        pairing: Id,
        /// Its id.
        meeting: Id,
    },
    /// A milestone or an event of this program.
    Other,
    /// Nobody's here.
    Stranger,
}

/// Whose an event is by its UID.
///
/// # Errors
/// A meeting that is there no more, in words.
pub(super) fn owner(program: &Program, event: &ReadEvent) -> Result<Owner, String> {
    let settings = &program.settings;
    let own = event.uid.as_deref().and_then(|uid| {
        let (own, of) = uid.rsplit_once('@')?;
        (of == settings.id.as_str()).then_some(own)
    });
    let Some(own) = own else {
        return Ok(Owner::Stranger);
    };
    let (first, second) = own.split_once('.').unwrap_or((own, ""));
    if let (Ok(meeting), Ok(pairing)) = (Id::parse(first), Id::parse(second))
        && program.pairings.contains_key(&pairing)
    {
        let mut meetings = program.log(&pairing).meetings.iter();
        return if meetings.any(|known| known.id == meeting) {
            Ok(Owner::Meeting { pairing, meeting })
        } else {
            Err(format!("{pairing} has no meeting {meeting} any more"))
        };
    }
    let mut milestones = settings.milestones.iter();
    if first == EVENT || milestones.any(|milestone| milestone.id.as_str() == first) {
        return Ok(Owner::Other);
    }
    Err(format!("there is no pairing `{second}` any more"))
}

/// The pairing whose mentor and mentee were both to come.
///
/// # Errors
/// Why there is none, or no single one, in words.
pub(super) fn pairing_of_guests<'a>(
    program: &'a Program,
    directory: &Directory<'_>,
    event: &ReadEvent,
    on: Day,
) -> Result<&'a Pairing, String> {
    let guests = event.guests.iter();
    let people: BTreeSet<&PersonId> = guests
        .filter_map(|guest| directory.by_email(&guest.email))
        .collect();
    let is_there = |pairing: &&Pairing| {
        people.contains(&pairing.mentor) && pairing.mentees.iter().any(|one| people.contains(one))
    };
    let is_real = |pairing: &&Pairing| match pairing.state_latest() {
        PairingState::Declined | PairingState::Withdrawn | PairingState::Void => false,
        PairingState::Proposed
        | PairingState::Accepted
        | PairingState::Active
        | PairingState::Paused
        | PairingState::Closing
        | PairingState::Closed => true,
    };
    let found = program.pairings.values().filter(is_there).filter(is_real);
    let found: Vec<&Pairing> = found.collect();
    match narrowed(&found, &people, on)[..] {
        [only] => Ok(only),
        [] => Err(why_none(program, event, &people)),
        ref several => {
            let ids: Vec<&str> = several.iter().map(|pairing| pairing.id.as_str()).collect();
            Err(format!("it may be a meeting of any of {}", ids.join(", ")))
        }
    }
}

/// Of several those of that day, and of those the one that is nothing but the people who were to come.
fn narrowed<'a>(found: &[&'a Pairing], people: &BTreeSet<&PersonId>, on: Day) -> Vec<&'a Pairing> {
    let is_then = |pairing: &&&Pairing| {
        pairing.starts.is_none_or(|starts| starts <= on)
            && pairing.ends.is_none_or(|ends| on <= ends)
    };
    let is_exact = |pairing: &&&Pairing| pairing.people().collect::<BTreeSet<_>>() == *people;
    let mut left: Vec<&Pairing> = found.to_vec();
    let then: Vec<&Pairing> = left.iter().filter(is_then).copied().collect();
    if !then.is_empty() {
        left = then;
    }
    let exact: Vec<&Pairing> = left.iter().filter(is_exact).copied().collect();
    if exact.is_empty() { left } else { exact }
}

fn why_none(program: &Program, event: &ReadEvent, people: &BTreeSet<&PersonId>) -> String {
    let names: Vec<&str> = people.iter().map(|person| program.name(person)).collect();
    match (event.guests.len(), &names[..]) {
        (0, _) => "it names nobody by an e-mail address".to_owned(),
        (_, []) => "nobody who was to come is enrolled".to_owned(),
        (_, [only]) => format!("of those who were to come only {only} is enrolled"),
        (_, several) => format!("{} are in no pairing together", several.join(", ")),
    }
}

//! Ways back: withdrawn before it began, reopened after it ended, void because it was a mistake.

use crate::change::edit::{At, Author, Change, Edit, FileName};
use crate::change::refusal::Refusal;
use crate::change::stage::entry::{cancel_ahead, enter, refuse_illegal, why_with};
use crate::change::stage::gates::{self, Insisting};
use crate::model::log::MeetingState;
use crate::model::pairing::{Pairing, PairingState};
use crate::model::program::Program;
use crate::model::transition::Transition;

/// Takes a pairing back before it began.
///
/// # Errors
/// Refuses a pairing that is neither proposed nor accepted.
pub fn withdraw(
    program: &Program,
    pairing: &Pairing,
    why: Option<&str>,
    author: &Author,
) -> Result<Change, Refusal> {
    refuse_illegal(pairing, Transition::Withdraw, author)?;
    let mut edits = enter(pairing, PairingState::Withdrawn, why, author);
    edits.extend(cancel_ahead(program.log(&pairing.id), pairing, author));
    Ok(Change {
        sentence: format!("withdraw {}", pairing.id),
        edits,
    })
}

/// Takes up a pairing that has ended: what was closed goes on, what never began is proposed again.
///
/// # Errors
/// Refuses a pairing that is in force, one whose two are in another pairing now, and as [`gates::pass`].
pub fn reopen(
    program: &Program,
    pairing: &Pairing,
    insisting: Insisting,
    why: Option<&str>,
    author: &Author,
) -> Result<Change, Refusal> {
    refuse_illegal(pairing, Transition::Reopen, author)?;
    refuse_twin(program, pairing)?;
    let notes = gates::pass(program, pairing, insisting, author)?;
    let why = why_with(why, &notes);
    let state = match pairing.state_latest() {
        PairingState::Declined | PairingState::Withdrawn => PairingState::Proposed,
        _ => PairingState::Active,
    };
    let mut edits = enter(pairing, state, why.as_deref(), author);
    edits.extend(without_closing(pairing));
    Ok(Change {
        sentence: format!("reopen {}", pairing.id),
        edits,
    })
}

/// Says that a pairing was a mistake; it stays in the folder and counts nowhere.
///
/// # Errors
/// Refuses one that is void already, and one whose people have met unless somebody insists.
pub fn void(
    program: &Program,
    pairing: &Pairing,
    insisting: Insisting,
    why: &str,
    author: &Author,
) -> Result<Change, Refusal> {
    refuse_illegal(pairing, Transition::Void, author)?;
    let log = program.log(&pairing.id);
    let held = log
        .meetings
        .iter()
        .filter(|meeting| meeting.is == MeetingState::Held)
        .count();
    if 0 < held && insisting == Insisting::No {
        let message = format!(
            "{} has {held} meetings that were held; void is for mistakes",
            pairing.id
        );
        return Err(Refusal::refused(message).hint(format!(
            "pleiad close {} ends it; --force makes it void all the same",
            pairing.id
        )));
    }
    let mut edits = enter(pairing, PairingState::Void, Some(why), author);
    edits.extend(cancel_ahead(log, pairing, author));
    Ok(Change {
        sentence: format!("void {}", pairing.id),
        edits,
    })
}

/// Two people are in one pairing in force at most.
fn refuse_twin(program: &Program, pairing: &Pairing) -> Result<(), Refusal> {
    let is_twin = |other: &&Pairing| {
        other.id != pairing.id
            && other.is_in_force()
            && other.mentor == pairing.mentor
            && other
                .mentees
                .iter()
                .any(|mentee| pairing.mentees.contains(mentee))
    };
    match program.pairings.values().find(is_twin) {
        Some(other) => Err(Refusal::refused(format!(
            "{} cannot be reopened: its people are in {}",
            pairing.id, other.id
        ))),
        None => Ok(()),
    }
}

/// A pairing that goes on has not ended: the facts of its ending go, its history keeps that it had.
fn without_closing(pairing: &Pairing) -> Vec<Edit> {
    let Some(closing) = &pairing.closing else {
        return Vec::new();
    };
    let file = || FileName::Pairing(pairing.id.clone());
    let cleared = CLOSING_KEYS.iter().map(|key| Edit::Clear {
        file: file(),
        at: At::Table("closing"),
        key: (*key).to_owned(),
    });
    let emptied = Edit::Prune {
        file: file(),
        table: "closing",
    };
    let wishes = closing.wishes.iter().map(|wish| Edit::Remove {
        file: file(),
        table: "wish",
        entry: vec![("person", Some(wish.person.as_str().into()))],
    });
    cleared.chain([emptied]).chain(wishes).collect()
}

/// Every field of `[closing]`.
const CLOSING_KEYS: [&str; 18] = [
    "planned",
    "by",
    "reason",
    "fit",
    "last_meeting",
    "goals_reviewed",
    "thanks",
    "next_steps",
    "contact_after",
    "rematch_mentor",
    "rematch_mentor_why",
    "rematch_mentee",
    "rematch_mentee_why",
    "waived",
    "waived_why",
    "outcome",
    "outcome_why",
    "offered_to_mentor",
];

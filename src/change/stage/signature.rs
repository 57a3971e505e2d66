//! The agreement and who signed it.

use crate::change::edit::{Author, Change, Edit};
use crate::change::refusal::Refusal;
use crate::change::stage::acceptance::{names, refuse_strangers};
use crate::change::stage::entry::{enter, refuse_illegal, set_in, why_with};
use crate::change::stage::gates::{self, Insisting};
use crate::model::id::PersonId;
use crate::model::pairing::{Pairing, PairingState};
use crate::model::program::Program;
use crate::model::transition::Transition;

/// Says that people signed the agreement today: all who have not, where none is named. With the last signature a
/// pairing that waited for it begins.
///
/// # Errors
/// Refuses strangers, whoever has signed already, a pairing that is not accepted yet, and as [`gates::pass`].
pub fn sign(
    program: &Program,
    pairing: &Pairing,
    people: &[PersonId],
    insisting: Insisting,
    author: &Author,
) -> Result<Change, Refusal> {
    refuse_strangers(program, pairing, people)?;
    if pairing.state_latest() == PairingState::Proposed {
        let awaited = names(program, &pairing.awaited());
        let message = format!(
            "{} is proposed; {awaited} accept it before it is signed",
            pairing.id
        );
        return Err(Refusal::refused(message).hint(format!("pleiad pairing accept {}", pairing.id)));
    }
    refuse_illegal(pairing, Transition::Sign, author)?;
    let unsigned = pairing.unsigned();
    let signing: Vec<&PersonId> = if people.is_empty() {
        unsigned.clone()
    } else {
        people.iter().collect()
    };
    if let Some(again) = signing.iter().find(|person| !unsigned.contains(person)) {
        let name = program.name(again);
        return Err(Refusal::refused(format!(
            "{name} has signed {} already",
            pairing.id
        )));
    }
    if signing.is_empty() {
        return Err(Refusal::refused(format!(
            "everybody has signed {} already",
            pairing.id
        )));
    }
    let mut edits = signatures(pairing, &signing, author);
    let is_complete = unsigned.iter().all(|person| signing.contains(person));
    if is_complete && pairing.state_latest() == PairingState::Accepted {
        let notes = gates::pass(program, pairing, insisting, author)?;
        let why = why_with(None, &notes);
        edits.extend(enter(pairing, PairingState::Active, why.as_deref(), author));
    }
    Ok(Change {
        sentence: format!("{} sign {}", names(program, &signing), pairing.id),
        edits,
    })
}

/// The signatures of people as edits.
pub fn signatures(pairing: &Pairing, signing: &[&PersonId], author: &Author) -> Vec<Edit> {
    let mut edits = Vec::new();
    if signing.contains(&&pairing.mentor) {
        edits.push(set_in(pairing, "agreement", "signed_mentor", author.today));
    }
    let has_signed = |mentee: &&PersonId| {
        let before = pairing.agreement.as_ref();
        signing.contains(mentee)
            || before.is_some_and(|agreement| agreement.signed_mentees.contains(mentee))
    };
    if signing
        .iter()
        .any(|person| pairing.mentees.contains(person))
    {
        let signed: Vec<&str> = pairing
            .mentees
            .iter()
            .filter(has_signed)
            .map(PersonId::as_str)
            .collect();
        edits.push(set_in(pairing, "agreement", "signed_mentees", signed));
        edits.push(set_in(
            pairing,
            "agreement",
            "signed_mentees_on",
            author.today,
        ));
    }
    edits
}

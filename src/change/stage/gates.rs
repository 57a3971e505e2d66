//! What stands against a pairing being in force: people who are not ready, missing training, no place, too short.
//!
//! The same is asked on every transition; `check` asks it of what stands in the files.

use crate::change::edit::Author;
use crate::change::refusal::Refusal;
use crate::change::rules::{commitment_end, commitment_starts};
use crate::matching::demand::{capacity_free, is_ready, training_missing};
use crate::model::id::PersonId;
use crate::model::pairing::{Pairing, PairingKind};
use crate::model::participant::{Participant, Role};
use crate::model::program::Program;

/// Whether a person insists, against what the policy asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Insisting {
    /// What the policy asks for holds.
    No,
    /// It is done all the same, and its history says so.
    Yes,
}

/// Asks whether a pairing may be in force; gives what was overridden, for its history.
///
/// # Errors
/// Refuses a pairing whose mentor has no place, whoever insists; and one of people who are not ready or that is
/// shorter than the policy's commitment unless somebody insists.
pub fn pass(
    program: &Program,
    pairing: &Pairing,
    insisting: Insisting,
    author: &Author,
) -> Result<Vec<String>, Refusal> {
    refuse_overload(program, pairing, author)?;
    let objections = objections(program, pairing, author);
    match (objections.first(), insisting) {
        (Some(first), Insisting::No) => Err(Refusal::refused(format!("{}: {first}", pairing.id))
            .hint("--force does it all the same, and its history says so")),
        _ => Ok(objections),
    }
}

/// What the policy has against a pairing, each as a clause.
fn objections(program: &Program, pairing: &Pairing, author: &Author) -> Vec<String> {
    let mut objections: Vec<String> = pairing
        .people()
        .filter_map(|person| unready(program, pairing, person, author))
        .collect();
    objections.extend(too_short(program, pairing));
    objections
}

/// Why a person may not be in a pairing now.
fn unready(
    program: &Program,
    pairing: &Pairing,
    person: &PersonId,
    author: &Author,
) -> Option<String> {
    let participant = program.participants.get(person)?;
    if pairing.kind == PairingKind::Peer {
        let may = [Role::Mentor, Role::Mentee]
            .into_iter()
            .any(|role| is_ready(program, participant, role, author.today));
        return (!may).then(|| stands(participant, participant.standing(author.today).as_str()));
    }
    let role = if pairing.mentor == *person {
        Role::Mentor
    } else {
        Role::Mentee
    };
    unready_as(program, participant, role, author)
}

/// Why a person may not be paired in a role now, as a clause.
pub(crate) fn unready_as(
    program: &Program,
    participant: &Participant,
    role: Role,
    author: &Author,
) -> Option<String> {
    if !is_ready(program, participant, role, author.today) {
        return Some(stands(
            participant,
            participant.readiness(role, author.today).as_str(),
        ));
    }
    if role == Role::Mentee {
        return None;
    }
    let missing = training_missing(program, participant, author.today);
    let missing: Vec<&str> = missing.iter().map(|module| module.as_str()).collect();
    (!missing.is_empty())
        .then(|| format!("{} has not taken {}", participant.name, missing.join(", ")))
}

fn stands(participant: &Participant, standing: &str) -> String {
    format!("{} is {standing}", participant.name)
}

fn too_short(program: &Program, pairing: &Pairing) -> Option<String> {
    let (Some(starts), Some(ends)) = (commitment_starts(program, pairing), pairing.ends) else {
        return None;
    };
    let months = program.settings.policy.commitment_months_min;
    let is_short = pairing.kind != PairingKind::Flash && ends < commitment_end(starts, months);
    is_short.then(|| {
        format!("{starts} to {ends} is shorter than the {months} months that the policy asks for")
    })
}

fn refuse_overload(program: &Program, pairing: &Pairing, author: &Author) -> Result<(), Refusal> {
    // What is in force has its place already.
    if pairing.is_in_force() || pairing.kind == PairingKind::Peer {
        return Ok(());
    }
    let Some(mentor) = program.participants.get(&pairing.mentor) else {
        return Ok(());
    };
    let by_person = program.pairings_by_person();
    let free = capacity_free(&by_person, mentor, author.today);
    let wanted = u32::try_from(pairing.mentees.len()).unwrap_or(u32::MAX);
    if wanted <= free {
        return Ok(());
    }
    let capacity = mentor.mentor.as_ref().map_or(0, |mentor| mentor.capacity);
    let message = format!(
        "{} has no place left: a capacity of {capacity}, {free} free, {wanted} wanted",
        mentor.name
    );
    let enough = capacity + (wanted - free);
    Err(Refusal::refused(message).hint(format!(
        "pleiad participant set {} mentor.capacity={enough}",
        mentor.id
    )))
}

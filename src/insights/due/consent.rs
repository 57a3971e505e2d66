//! Consent: who has not accepted a pairing, and who has not signed its agreement.

use crate::insights::due::{Due, DueKind, entry};
use crate::insights::history::standing;
use crate::insights::progress::Progress;
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::pairing::{Pairing, PairingState};
use crate::model::program::Program;

pub(super) fn due<'a>(program: &'a Program, one: &Progress<'a>, today: Day) -> Vec<Due<'a>> {
    match one.state {
        PairingState::Proposed => acceptances(program, one.pairing, today),
        PairingState::Accepted | PairingState::Active | PairingState::Paused => {
            signatures(program, one.pairing, today)
        }
        PairingState::Closing
        | PairingState::Closed
        | PairingState::Declined
        | PairingState::Withdrawn
        | PairingState::Void => Vec::new(),
    }
}

/// Whether a pairing waits for people in it, so that its stage is no news.
pub(super) fn is_awaited(program: &Program, pairing: &Pairing, today: Day) -> bool {
    match standing(pairing, today) {
        PairingState::Proposed => !pairing.awaited().is_empty(),
        PairingState::Accepted => {
            program.settings.policy.signature && !pairing.unsigned().is_empty()
        }
        _ => false,
    }
}

/// Whoever was asked has been asked since it was proposed, and may answer until the proposal expires.
fn acceptances<'a>(program: &Program, pairing: &'a Pairing, today: Day) -> Vec<Due<'a>> {
    let last = pairing.answer_by(program.settings.policy.acceptance_days);
    let (Some(since), Some(expires)) = (pairing.proposed_on(), last) else {
        return Vec::new();
    };
    let (what, verb) = if expires < today {
        (format!("the proposal expired on {expires}"), "withdraw")
    } else {
        (format!("accept or decline until {expires}"), "accept")
    };
    let one = |person: &'a PersonId| {
        let command = match verb {
            "accept" => format!("pleiad pairing accept {} --as {person}", pairing.id),
            _ => format!("pleiad pairing withdraw {}", pairing.id),
        };
        of_person(
            DueKind::Acceptance,
            since,
            today,
            person,
            (what.clone(), command),
        )
    };
    pairing.awaited().into_iter().map(one).collect()
}

fn signatures<'a>(program: &Program, pairing: &'a Pairing, today: Day) -> Vec<Due<'a>> {
    if !program.settings.policy.signature {
        return Vec::new();
    }
    let begun = pairing.states.iter().filter(|entry| {
        matches!(entry.is, PairingState::Accepted | PairingState::Active) && entry.on <= today
    });
    let Some(since) = begun.map(|entry| entry.on).min().or(pairing.starts) else {
        return Vec::new();
    };
    let one = |person: &'a PersonId| {
        let command = format!("pleiad pairing sign {} --as {person}", pairing.id);
        let what = "sign the agreement".to_owned();
        of_person(DueKind::Signature, since, today, person, (what, command))
    };
    pairing.unsigned().into_iter().map(one).collect()
}

fn of_person(
    kind: DueKind,
    since: Day,
    today: Day,
    person: &PersonId,
    (what, command): (String, String),
) -> Due<'_> {
    Due {
        owner: Some(person),
        ..entry(kind, since, today, what, command)
    }
}

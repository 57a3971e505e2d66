//! Rules of a pairing's life: who speaks and signs in it, what it took over, and whether its people are ready.

use crate::change::edit::{At, FileName};
use crate::change::rules::Finding;
use crate::change::rules::finding::entry;
use crate::matching::demand::{is_ready, training_missing};
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::pairing::{Answer, Pairing, PairingKind, PairingState};
use crate::model::participant::{Participant, Readiness, Role};
use crate::model::program::Program;
use std::collections::BTreeMap;

pub(super) fn judge(program: &Program, findings: &mut Vec<Finding>) {
    for pairing in program.pairings.values() {
        strangers(pairing, findings);
        ancestry(program, pairing, findings);
        refusals(pairing, findings);
        signatures(program, pairing, findings);
        readiness(program, pairing, findings);
        days(pairing, findings);
        frozen(program, pairing, findings);
    }
}

fn file(pairing: &Pairing) -> FileName {
    FileName::Pairing(pairing.id.clone())
}

fn at_answer(answer: &Answer) -> At {
    let key = vec![
        ("person", Some(answer.person.as_str().into())),
        ("on", Some(answer.on.into())),
    ];
    At::Entry("answer", key)
}

/// Nobody is kept in a pairing to which they said no.
fn refusals(pairing: &Pairing, findings: &mut Vec<Finding>) {
    if !pairing.is_in_force() {
        return;
    }
    for answer in pairing.refusals() {
        let message = format!(
            "is: {} said no, and the pairing is {}",
            answer.person,
            pairing.state_latest()
        );
        let hint = format!(
            "pleiad pairing void {} --why \"...\", or their yes in another entry",
            pairing.id
        );
        findings.push(
            Finding::warning(file(pairing), at_answer(answer), "said-no", message)
                .key("is")
                .hint(hint),
        );
    }
}

/// Only whoever is in a pairing answers and signs for it.
fn strangers(pairing: &Pairing, findings: &mut Vec<Finding>) {
    let is_stranger = |person: &PersonId| pairing.role_of(person).is_none();
    for answer in pairing
        .answers
        .iter()
        .filter(|answer| is_stranger(&answer.person))
    {
        let message = format!("person: {} is not in this pairing", answer.person);
        findings.push(
            Finding::error(file(pairing), at_answer(answer), "stranger", message)
                .key("person")
                .hint("only whoever is in it answers; take this entry out"),
        );
    }
    let wishes = pairing.closing.iter().flat_map(|closing| &closing.wishes);
    for wish in wishes.filter(|wish| is_stranger(&wish.person)) {
        let person = wish.person.as_str();
        let message = format!("person: {person} is not in this pairing");
        findings.push(
            Finding::error(
                file(pairing),
                entry("wish", "person", person),
                "stranger",
                message,
            )
            .key("person")
            .hint("only whoever was in it wishes something afterwards; take this entry out"),
        );
    }
    let signed = pairing
        .agreement
        .iter()
        .flat_map(|agreement| &agreement.signed_mentees);
    for person in signed.filter(|person| !pairing.mentees.contains(person)) {
        let message = format!("signed_mentees: {person} is no mentee of this pairing");
        findings.push(
            Finding::error(file(pairing), At::Table("agreement"), "stranger", message)
                .key("signed_mentees")
                .hint("name mentees of this pairing"),
        );
    }
}

/// What a pairing took over is there, and no pairing took over itself.
fn ancestry(program: &Program, pairing: &Pairing, findings: &mut Vec<Finding>) {
    let Some(before) = &pairing.continues else {
        return;
    };
    let message = if *before == pairing.id {
        "continues: a pairing cannot take over itself".to_owned()
    } else if program.pairings.contains_key(before) {
        return;
    } else {
        format!("continues: there is no pairing {before}")
    };
    findings.push(
        Finding::error(file(pairing), At::Top, "dangling", message)
            .key("continues")
            .hint("name the pairing that the mentee was in before, or leave the line out"),
    );
}

/// Where an agreement is asked for, nobody meets without one.
fn signatures(program: &Program, pairing: &Pairing, findings: &mut Vec<Finding>) {
    let meets = matches!(
        pairing.state_latest(),
        PairingState::Active | PairingState::Closing
    );
    let unsigned = pairing.unsigned();
    if !program.settings.policy.signature || !meets || unsigned.is_empty() {
        return;
    }
    let names: Vec<&str> = unsigned.iter().map(|person| person.as_str()).collect();
    let message = format!("the agreement is not signed by {}", names.join(", "));
    let hint = format!("pleiad pairing sign {}", pairing.id);
    findings.push(
        Finding::warning(file(pairing), At::Top, "unsigned", message)
            .key("mentor")
            .hint(hint),
    );
}

/// Whoever is in a pairing in force takes part in the program, and is trained where that is asked for.
fn readiness(program: &Program, pairing: &Pairing, findings: &mut Vec<Finding>) {
    if !pairing.is_in_force() || pairing.kind == PairingKind::Peer {
        return;
    }
    let mentor = (&pairing.mentor, Role::Mentor, "mentor");
    let mentees = pairing
        .mentees
        .iter()
        .map(|mentee| (mentee, Role::Mentee, "mentees"));
    for (person, role, key) in std::iter::once(mentor).chain(mentees) {
        let Some(participant) = program.participants.get(person) else {
            continue;
        };
        if let Some((clause, hint)) = unready(program, pairing, participant, role) {
            let message = format!("{key}: {person} {clause}");
            findings.push(
                Finding::warning(file(pairing), At::Top, "not-ready", message)
                    .key(key)
                    .hint(hint),
            );
        }
    }
}

/// Why somebody should not be in a pairing, and the cure. Who is only away may leave it as it is.
fn unready(
    program: &Program,
    pairing: &Pairing,
    participant: &Participant,
    role: Role,
) -> Option<(String, String)> {
    let standing = participant.readiness(role, Day::LAST);
    if standing != Readiness::Paused && !is_ready(program, participant, role, Day::LAST) {
        let cure = if standing == Readiness::Left {
            format!("pleiad close {} --reason left", pairing.id)
        } else {
            format!("pleiad participant ready {}", participant.id)
        };
        return Some((format!("is {standing}"), cure));
    }
    if role == Role::Mentee {
        return None;
    }
    let missing = training_missing(program, participant, Day::LAST);
    let module = missing.first()?;
    Some((
        format!("has not taken {module}"),
        format!("pleiad training done {module} {}", participant.id),
    ))
}

/// The days of an ending and of extensions lie within the life of the pairing.
fn days(pairing: &Pairing, findings: &mut Vec<Finding>) {
    let Some(starts) = pairing.starts else {
        return;
    };
    let last = pairing
        .closing
        .as_ref()
        .and_then(|closing| closing.last_meeting);
    if let Some(last) = last.filter(|last| *last < starts) {
        let message = format!("last_meeting: {last} is before the start on {starts}");
        findings.push(
            Finding::error(
                file(pairing),
                At::Table("closing"),
                "end-before-start",
                message,
            )
            .key("last_meeting")
            .hint("write the day on which they met last"),
        );
    }
}

/// Nothing of a closed cohort is in force.
fn frozen(program: &Program, pairing: &Pairing, findings: &mut Vec<Finding>) {
    let cohort = pairing.cohort.as_ref();
    let Some(cohort) = cohort.and_then(|id| program.settings.cohort(id)) else {
        return;
    };
    let Some(closed) = cohort.closed.filter(|_| pairing.is_in_force()) else {
        return;
    };
    let message = format!("cohort: {} is closed since {closed}", cohort.id);
    let hint = format!(
        "pleiad close {}, or name the cohort in which it goes on",
        pairing.id
    );
    findings.push(
        Finding::error(file(pairing), At::Top, "frozen", message)
            .key("cohort")
            .hint(hint),
    );
}

/// Who breaks a rule about who may take part, by person, each as a clause.
pub(crate) fn ineligible(program: &Program, participant: &Participant) -> BTreeMap<String, String> {
    let is_one_of = |allowed: &[String], word: Option<&str>| {
        allowed.is_empty()
            || word.is_none_or(|word| {
                allowed
                    .iter()
                    .any(|allowed| allowed.eq_ignore_ascii_case(word))
            })
    };
    let mut broken = BTreeMap::new();
    for rule in &program.settings.eligibility {
        let is_meant = rule
            .role
            .is_none_or(|role| participant.roles().contains(&role));
        if !is_meant {
            continue;
        }
        for (key, allowed, word) in [
            ("level", &rule.levels, &participant.level),
            ("department", &rule.departments, &participant.department),
            (
                "organization",
                &rule.organizations,
                &participant.organization,
            ),
        ] {
            if !is_one_of(allowed, word.as_deref()) {
                let word = word.as_deref().unwrap_or_default();
                let clause = format!("{key} `{word}` is none of {}", allowed.join(", "));
                broken.insert(rule.id.to_string(), clause);
            }
        }
    }
    broken
}

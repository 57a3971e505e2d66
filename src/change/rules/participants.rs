//! Rules of people.

use crate::change::edit::{At, FileName};
use crate::change::rules::Finding;
use crate::change::rules::finding::entry;
use crate::change::rules::ineligible;
use crate::model::id::PersonId;
use crate::model::participant::Participant;
use crate::model::program::Program;
use std::collections::BTreeMap;

pub(super) fn judge(program: &Program, findings: &mut Vec<Finding>) {
    for participant in program.participants.values() {
        roles(participant, findings);
        absences(participant, findings);
        own_lists(participant, findings);
        eligibility(program, participant, findings);
    }
    addresses(program, findings);
    names(program, findings);
}

fn file(participant: &Participant) -> FileName {
    FileName::Participant(participant.id.clone())
}

fn roles(participant: &Participant, findings: &mut Vec<Finding>) {
    if participant.roles().is_empty() {
        let message = format!("{} is neither mentor nor mentee", participant.name);
        let hint = "add [mentor], [mentee] or a [[request]]";
        findings.push(
            Finding::error(file(participant), At::Top, "no-role", message)
                .key("name")
                .hint(hint),
        );
    }
}

fn absences(participant: &Participant, findings: &mut Vec<Finding>) {
    for absence in participant
        .absences
        .iter()
        .filter(|absence| absence.to < absence.from)
    {
        let message = format!(
            "an absence ends on {}, before it starts on {}",
            absence.to, absence.from
        );
        let at = entry("absence", "from", absence.from);
        findings.push(
            Finding::error(file(participant), at, "end-before-start", message)
                .key("to")
                .hint("`from` is the first day, `to` the last"),
        );
    }
}

fn own_lists(participant: &Participant, findings: &mut Vec<Finding>) {
    for (key, list) in [
        ("prefer", &participant.prefer),
        ("never", &participant.never),
    ] {
        if list.contains(&participant.id) {
            let message = format!("{key}: {} names themselves", participant.name);
            findings.push(
                Finding::error(file(participant), At::Top, "names-self", message)
                    .key(key)
                    .hint(format!("take {} out of the list", participant.id)),
            );
        }
    }
    if participant.reports_to.as_deref() == Some(participant.id.as_str()) {
        let message = format!("reports_to: {} reports to themselves", participant.name);
        findings.push(
            Finding::error(file(participant), At::Top, "names-self", message)
                .key("reports_to")
                .hint("name their manager, or leave the line out"),
        );
    }
}

/// Who is outside of the rules about who may take part is worth a look; nobody is turned away by a program.
fn eligibility(program: &Program, participant: &Participant, findings: &mut Vec<Finding>) {
    for (rule, clause) in ineligible(program, participant) {
        let message = format!("{}: {clause} ({rule})", participant.name);
        let hint = "change the person, or the [[eligibility]] rule in program.toml";
        findings.push(
            Finding::warning(file(participant), At::Top, "not-eligible", message)
                .key("name")
                .hint(hint),
        );
    }
}

/// One address belongs to one person.
fn addresses(program: &Program, findings: &mut Vec<Finding>) {
    let mut owners: BTreeMap<String, &PersonId> = BTreeMap::new();
    for participant in program.participants.values() {
        let also = participant.also.iter().map(|address| (address, "also"));
        for (address, key) in participant
            .email
            .iter()
            .map(|address| (address, "email"))
            .chain(also)
        {
            let Some(owner) = owners.insert(address.to_lowercase(), &participant.id) else {
                continue;
            };
            if *owner != participant.id {
                let message = format!("{key}: {address} belongs to {owner} already");
                let hint = format!(
                    "if they are one person: pleiad participant merge {owner} {}",
                    participant.id
                );
                let at = At::Top;
                findings.push(
                    Finding::error(file(participant), at, "same-email", message)
                        .key(key)
                        .hint(hint),
                );
            }
        }
    }
}

/// The same name twice may be two people, so it is only worth a look.
fn names(program: &Program, findings: &mut Vec<Finding>) {
    let mut owners: BTreeMap<String, &PersonId> = BTreeMap::new();
    for participant in program.participants.values() {
        let Some(owner) = owners.insert(normalised(&participant.name), &participant.id) else {
            continue;
        };
        let message = format!("{} has the same name as {owner}", participant.id);
        let hint = format!(
            "if they are one person: pleiad participant merge {owner} {}",
            participant.id
        );
        findings.push(
            Finding::warning(file(participant), At::Top, "same-name", message)
                .key("name")
                .hint(hint),
        );
    }
}

/// A name without case, accents and extra spaces.
pub(crate) fn normalised(name: &str) -> String {
    deunicode::deunicode(name)
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

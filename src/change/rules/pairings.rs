//! Rules of pairings: who may be in one, its days, its history, and the capacity of mentors.

use crate::change::edit::{At, FileName};
use crate::change::rules::Finding;
use crate::change::rules::finding::entry;
use crate::model::cadence::{Cadence, Unit};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::program::Program;
use std::collections::{BTreeMap, BTreeSet};

/// Fewest and most mentees of a circle.
pub(crate) const CIRCLE_MENTEES: std::ops::RangeInclusive<usize> = 3..=8;

pub(super) fn judge(program: &Program, findings: &mut Vec<Finding>) {
    for pairing in program.pairings.values() {
        members(pairing, findings);
        days(program, pairing, findings);
        rhythm(program, pairing, findings);
        history(pairing, findings);
    }
    capacity(program, findings);
    twice(program, findings);
}

fn file(pairing: &Pairing) -> FileName {
    FileName::Pairing(pairing.id.clone())
}

fn members(pairing: &Pairing, findings: &mut Vec<Finding>) {
    let at_mentees = |code, message: String| {
        Finding::error(file(pairing), At::Top, code, message).key("mentees")
    };
    let mentees = pairing.mentees.len();
    if pairing.mentees.contains(&pairing.mentor) {
        let message = format!("mentees: {} cannot mentor themselves", pairing.mentor);
        findings.push(at_mentees("names-self", message).hint("name somebody else as mentor"));
    }
    let distinct: BTreeSet<&PersonId> = pairing.mentees.iter().collect();
    if distinct.len() < mentees {
        let message = "mentees: somebody is named twice".to_owned();
        findings.push(at_mentees("duplicate", message).hint("name everybody once"));
        // How many there are shows when everybody is named once.
        return;
    }
    match pairing.kind {
        PairingKind::Circle if CIRCLE_MENTEES.contains(&mentees) => {}
        PairingKind::Circle => {
            let message =
                format!("mentees: a circle has three to eight mentees, this one has {mentees}");
            let hint = "let others join, or write kind = \"pair\" where it is one mentee";
            findings.push(
                Finding::warning(file(pairing), At::Top, "circle-size", message)
                    .key("mentees")
                    .hint(hint),
            );
        }
        PairingKind::Pair | PairingKind::Peer | PairingKind::Reverse | PairingKind::Flash
            if mentees == 1 => {}
        PairingKind::Pair | PairingKind::Peer | PairingKind::Reverse | PairingKind::Flash => {
            let message = format!(
                "mentees: a {} has one mentee, this one has {mentees}",
                pairing.kind
            );
            findings.push(
                at_mentees("mentees", message)
                    .hint("several mentees of one mentor are kind = \"circle\""),
            );
        }
    }
}

/// The longest interval of a pairing is no shorter than the ideal one.
fn rhythm(program: &Program, pairing: &Pairing, findings: &mut Vec<Finding>) {
    let every = pairing
        .every
        .unwrap_or(program.settings.policy.meeting_every);
    let Some(longest) = pairing
        .longest
        .filter(|longest| longest.days_at_most() < every.days_at_most())
    else {
        return;
    };
    let message = format!("longest: {longest} is shorter than every, {every}");
    findings.push(
        Finding::warning(file(pairing), At::Top, "cadence", message)
            .key("longest")
            .hint("longest is the longest that two may go without contact"),
    );
}

fn days(program: &Program, pairing: &Pairing, findings: &mut Vec<Finding>) {
    let (Some(starts), Some(ends)) = (pairing.starts, pairing.ends) else {
        return;
    };
    if ends < starts {
        let message = format!("ends: {ends} is before the start on {starts}");
        findings.push(
            Finding::error(file(pairing), At::Top, "end-before-start", message)
                .key("ends")
                .hint("write a later day, or an earlier start"),
        );
        return;
    }
    let months = program.settings.policy.commitment_months_min;
    let starts = commitment_starts(program, pairing).unwrap_or(starts);
    let least = commitment_end(starts, months);
    if pairing.kind != PairingKind::Flash && ends < least {
        let message = format!(
            "ends: {starts} to {ends} is shorter than the {months} months that the policy asks for"
        );
        let hint = format!("ends = {least} would be enough; it may stay as it is");
        findings.push(
            Finding::warning(file(pairing), At::Top, "short", message)
                .key("ends")
                .hint(hint),
        );
    }
}

/// The day on which a commitment began: where a mentor took over, the one of the first.
pub(crate) fn commitment_starts(program: &Program, pairing: &Pairing) -> Option<Day> {
    let mut first = pairing;
    let mut seen = BTreeSet::from([&first.id]);
    while let Some(before) = first
        .continues
        .as_ref()
        .and_then(|before| program.pairings.get(before))
        .filter(|before| seen.insert(&before.id))
    {
        first = before;
    }
    first.starts
}

/// The last day of the shortest pairing that starts on a day: a pairing from 12 January to 11 July is six months.
pub(crate) fn commitment_end(starts: Day, months: u32) -> Day {
    let whole = u16::try_from(months)
        .ok()
        .and_then(|months| Cadence::new(months, Unit::Months));
    whole.map_or(starts, |months| months.after(starts).plus_days(-1))
}

/// Each state follows from the one before.
fn history(pairing: &Pairing, findings: &mut Vec<Finding>) {
    let mut entries: Vec<_> = pairing.states.iter().collect();
    entries.sort_by_key(|entry| entry.on);
    for pair in entries.windows(2) {
        let (before, after) = (pair[0].is, pair[1].is);
        if !before.may_become(after) {
            let message = format!("a pairing that is {before} cannot become {after}");
            let mut at = entry("state", "on", pair[1].on);
            if let At::Entry(_, identity) = &mut at {
                identity.push(("is", Some(after.as_str().into())));
            }
            let finding = Finding::error(file(pairing), at, "transition", message);
            findings.push(finding.key("is").hint(what_may_follow(before)));
        }
    }
}

fn what_may_follow(state: PairingState) -> String {
    let may_follow =
        |word: &str| PairingState::parse(word).is_some_and(|next| state.may_become(next));
    let words = PairingState::WORDS.iter().copied();
    let next: Vec<&str> = words.filter(|word| may_follow(word)).collect();
    if next.is_empty() {
        format!("nothing follows {state}: take this entry out")
    } else {
        format!("what may follow {state}: {}", next.join(", "))
    }
}

/// Mentors have no more mentees than places.
fn capacity(program: &Program, findings: &mut Vec<Finding>) {
    let mut taken: BTreeMap<&PersonId, (u32, &Pairing)> = BTreeMap::new();
    let counted = |pairing: &&Pairing| pairing.is_in_force() && pairing.kind != PairingKind::Peer;
    for pairing in program.pairings.values().filter(counted) {
        let distinct: BTreeSet<&PersonId> = pairing.mentees.iter().collect();
        let mentees = u32::try_from(distinct.len()).unwrap_or(u32::MAX);
        let entry = taken.entry(&pairing.mentor).or_insert((0, pairing));
        *entry = (entry.0 + mentees, pairing);
    }
    for (person, (mentees, last)) in taken {
        let Some(participant) = program.participants.get(person) else {
            continue;
        };
        let capacity = participant.mentor.as_ref().map(|mentor| mentor.capacity);
        if capacity.unwrap_or(0) < mentees {
            let many = if mentees == 1 { "mentee" } else { "mentees" };
            let (message, hint) = match capacity {
                Some(capacity) => (
                    format!("mentor: {person} has {mentees} {many} and a capacity of {capacity}"),
                    format!("pleiad participant set {person} capacity={mentees}"),
                ),
                None => (
                    format!(
                        "mentor: {person} has {mentees} {many}, and is not enrolled as a mentor"
                    ),
                    format!("pleiad enroll {person} --mentor --capacity {mentees}"),
                ),
            };
            findings.push(
                Finding::error(file(last), At::Top, "capacity", message)
                    .key("mentor")
                    .hint(hint),
            );
        }
    }
}

/// Two people are in one pairing in force at most.
fn twice(program: &Program, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<(&PersonId, &PersonId), &Id> = BTreeMap::new();
    for pairing in program
        .pairings
        .values()
        .filter(|pairing| pairing.is_in_force())
    {
        for mentee in &pairing.mentees {
            let first = seen.insert((&pairing.mentor, mentee), &pairing.id);
            if let Some(first) = first.filter(|first| **first != pairing.id) {
                let message = format!(
                    "mentees: {} mentors {mentee} in {first} already",
                    pairing.mentor
                );
                let hint = format!("keep one of the two, or close {first} with a [[state]]");
                findings.push(
                    Finding::error(file(pairing), At::Top, "same-pair", message)
                        .key("mentees")
                        .hint(hint),
                );
            }
        }
    }
}

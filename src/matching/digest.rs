//! Digests of rules: the same rules have the same digest, whatever their order in the file.

use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::match_rules::MatchRules;
use crate::model::pairing::{Closing, PairingState};
use crate::model::participant::{Participant, Role};
use crate::model::program::Program;
use std::fmt::Write;

/// The digest of rules in canonical form: one line per rule, in the order of kinds and ids.
pub fn rules_digest(rules: &MatchRules) -> String {
    let mut lines = Vec::new();
    for rule in &rules.rules {
        lines.push(format!(
            "rule\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            rule.id,
            rule.kind,
            written(rule.field.as_ref()),
            written(rule.mentee_field.as_ref()),
            rule.points,
            written(rule.min),
            written(rule.max),
        ));
    }
    for forbid in &rules.forbids {
        lines.push(format!(
            "forbid\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            forbid.id,
            forbid.kind,
            written(forbid.field.as_ref()),
            written(forbid.min),
            written(forbid.max),
            written(forbid.mentor.as_ref()),
            written(forbid.mentee.as_ref()),
        ));
    }
    for pin in &rules.pins {
        lines.push(format!("pin\t{}\t{}", pin.mentor, pin.mentee));
    }
    lines.sort_unstable();
    digest_of_lines(&lines)
}

/// What matching looks at in a pairing.
#[derive(Debug, Clone, Copy)]
pub struct PairingFacts<'a> {
    /// Its id.
    pub id: &'a Id,
    /// Who gives.
    pub mentor: &'a PersonId,
    /// Who asks.
    pub mentees: &'a [PersonId],
    /// Its cohort.
    pub cohort: Option<&'a Id>,
    /// What it is for.
    pub facets: &'a [String],
    /// Its latest state.
    pub state: PairingState,
    /// How it ended.
    pub closing: Option<&'a Closing>,
}

/// The digest of everything that a draft rests on: rules, words, people as they stand on a day, and pairings.
///
/// Whatever changes it may change who is matched with whom, so a draft that rests on another digest is stale. `made`
/// are pairings that the program does not have yet.
pub fn rests_on(program: &Program, today: Day, made: &[PairingFacts<'_>]) -> String {
    let mut lines = vec![
        rules_digest(&program.match_rules),
        format!("{:?}", program.vocabulary),
        format!(
            "{:?} {:?}",
            program.settings.cohorts, program.settings.policy
        ),
        format!(
            "{} {:?}",
            program.settings.timezone, program.settings.trainings
        ),
    ];
    let people = program.participants.values();
    lines.extend(people.map(|participant| person(participant, today)));
    let known = program.pairings.values().map(|pairing| PairingFacts {
        id: &pairing.id,
        mentor: &pairing.mentor,
        mentees: &pairing.mentees,
        cohort: pairing.cohort.as_ref(),
        facets: &pairing.facets,
        state: pairing.state_latest(),
        closing: pairing.closing.as_ref(),
    });
    let mut pairings: Vec<PairingFacts<'_>> = known.chain(made.iter().copied()).collect();
    pairings.sort_by_key(|pairing| pairing.id);
    lines.extend(pairings.iter().map(|pairing| format!("{pairing:?}")));
    digest_of_lines(&lines)
}

/// What matching looks at in a person; a new title of honour or a passed certificate makes no draft stale.
fn person(participant: &Participant, today: Day) -> String {
    let ready = [Role::Mentor, Role::Mentee].map(|role| participant.readiness(role, today));
    let states: Vec<_> = participant
        .states
        .iter()
        .map(|entry| (entry.on, entry.is, entry.role))
        .collect();
    let offered = participant.mentor.as_ref().map(|mentor| {
        let places = (mentor.capacity, mentor.circle, &mentor.cohorts);
        (places, &mentor.facets, &mentor.skills, &mentor.style)
    });
    let who = (&participant.id, &participant.email, &participant.also);
    let place = (
        &participant.title,
        &participant.organization,
        &participant.department,
        &participant.team,
        &participant.profession,
        &participant.location,
        participant.timezone,
    );
    let wishes = (
        participant.wishes(),
        &participant.prefer,
        &participant.never,
        &participant.reports_to,
    );
    let rest = (
        &participant.languages,
        &participant.level,
        &participant.free,
        &participant.trainings,
        &participant.extra,
    );
    format!("{who:?} {ready:?} {states:?} {offered:?} {place:?} {wishes:?} {rest:?}")
}

/// The digest of lines in their order.
pub(crate) fn digest_of_lines(lines: &[String]) -> String {
    let mut hasher = blake3::Hasher::new();
    for line in lines {
        hasher.update(line.as_bytes());
        hasher.update(b"\n");
    }
    let mut digest = String::from("b3:");
    for byte in hasher.finalize().as_bytes() {
        // Writing to a string cannot fail.
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}

fn written(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

//! Digests of rules: the same rules have the same digest, whatever their order in the file.

use crate::model::day::Day;
use crate::model::match_rules::MatchRules;
use crate::model::participant::Role;
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

/// The digest of everything that a draft rests on: rules, words, people as they stand on a day, and pairings.
///
/// Whatever changes it may change who is matched with whom, so a draft that rests on another digest is stale.
pub fn rests_on(program: &Program, today: Day) -> String {
    let mut lines = vec![
        rules_digest(&program.match_rules),
        format!("{:?}", program.vocabulary),
    ];
    lines.push(format!(
        "{:?} {:?}",
        program.settings.cohorts, program.settings.policy
    ));
    for participant in program.participants.values() {
        let ready = [Role::Mentor, Role::Mentee].map(|role| participant.readiness(role, today));
        lines.push(format!("{ready:?} {participant:?}"));
    }
    for pairing in program.pairings.values() {
        let (state, closing) = (pairing.state_latest(), &pairing.closing);
        lines.push(format!(
            "{} {} {:?} {:?} {:?} {state} {closing:?}",
            pairing.id, pairing.mentor, pairing.mentees, pairing.cohort, pairing.facets
        ));
    }
    digest_of_lines(&lines)
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

//! Rules of `program.toml`, the vocabulary and the objectives.

use crate::change::edit::{At, FileName};
use crate::change::rules::Finding;
use crate::change::rules::finding::entry;
use crate::matching::question::ForbiddenPin;
use crate::matching::rules::{RuleFinding, Rulebook};
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use std::collections::BTreeSet;

pub(super) fn judge(program: &Program, findings: &mut Vec<Finding>) {
    policy(program, findings);
    thresholds(program, findings);
    cohorts(program, findings);
    vocabulary(program, findings);
    match_rules(program, findings);
}

/// Mistakes in the rules of matching, at their keys, and pairs that are pinned and forbidden.
fn match_rules(program: &Program, findings: &mut Vec<Finding>) {
    match Rulebook::compile(&program.match_rules, &program.vocabulary) {
        Ok(_) => {}
        Err(mistakes) => findings.extend(rules_mistaken(program, &mistakes)),
    }
    for pin in &program.match_rules.pins {
        let forbids = program.match_rules.forbids.iter().find(|forbid| {
            (forbid.mentor.as_ref(), forbid.mentee.as_ref())
                == (Some(&pin.mentor), Some(&pin.mentee))
        });
        if let Some(forbid) = forbids {
            findings.push(pin_forbidden(&pin.mentor, &pin.mentee, &forbid.id));
        } else if pin.mentor == pin.mentee {
            let message = format!("pin: {} cannot mentor themselves", pin.mentor);
            findings.push(
                Finding::error(
                    FileName::Matching,
                    pin_at(&pin.mentor, &pin.mentee),
                    "pin",
                    message,
                )
                .key("mentee")
                .hint("name somebody else"),
            );
        }
    }
}

/// Mistakes in the rules of matching, at their keys.
pub(crate) fn rules_mistaken(program: &Program, mistakes: &[RuleFinding]) -> Vec<Finding> {
    let finding = |mistake: &RuleFinding| {
        let rules = &program.match_rules.rules;
        let table = if rules.iter().any(|rule| rule.id == mistake.rule) {
            "rule"
        } else {
            "forbid"
        };
        let at = entry(table, "id", mistake.rule.as_str());
        let message = format!("{table} {}: {}", mistake.rule, mistake.problem);
        let cure = format!(
            "give it a `{}` that fits, or take the [[{table}]] out; `pleiad help files` has its keys",
            mistake.key
        );
        Finding::error(FileName::Matching, at, "match-rule", message)
            .key(mistake.key)
            .hint(cure)
    };
    mistakes.iter().map(finding).collect()
}

/// Pins that a rule forbids, at their places.
pub(crate) fn pins_forbidden(pins: &[ForbiddenPin]) -> Vec<Finding> {
    pins.iter()
        .map(|pin| pin_forbidden(&pin.mentor, &pin.mentee, &pin.rule))
        .collect()
}

fn pin_forbidden(mentor: &PersonId, mentee: &PersonId, rule: &Id) -> Finding {
    let message = format!("pin: {mentor} with {mentee} is pinned, and rule {rule} forbids it");
    let hint =
        format!("pleiad match pin {mentor} {mentee} --remove, or take the rule out for everybody");
    Finding::error(FileName::Matching, pin_at(mentor, mentee), "pin", message).hint(hint)
}

fn pin_at(mentor: &PersonId, mentee: &PersonId) -> At {
    let key = vec![
        ("mentor", Some(mentor.as_str().into())),
        ("mentee", Some(mentee.as_str().into())),
    ];
    At::Entry("pin", key)
}

fn policy(program: &Program, findings: &mut Vec<Finding>) {
    let policy = &program.settings.policy;
    let at = || At::Table("policy");
    if policy.scale.1 <= policy.scale.0 {
        let message = "scale: expected two scores, the lowest and then the highest".to_owned();
        findings.push(
            Finding::error(FileName::Program, at(), "scale", message)
                .key("scale")
                .hint("write [1, 5]"),
        );
    }
    if policy.meeting_longest.days_at_most() < policy.meeting_every.days_at_most() {
        let message = format!(
            "meeting_longest: {} is shorter than meeting_every, {}",
            policy.meeting_longest, policy.meeting_every
        );
        findings.push(
            Finding::warning(FileName::Program, at(), "cadence", message)
                .key("meeting_longest")
                .hint("meeting_longest is the longest that two may go without contact"),
        );
    }
}

/// Thresholds of health that contradict each other, the rhythm or the scale.
fn thresholds(program: &Program, findings: &mut Vec<Finding>) {
    let (policy, health) = (&program.settings.policy, &program.settings.health);
    let mut warn = |key, message: String, hint: &str| {
        let at = At::Table("health");
        findings.push(
            Finding::warning(FileName::Program, at, "thresholds", message)
                .key(key)
                .hint(hint),
        );
    };
    let red = (policy.meeting_every.days_at_most() + health.silence_days_after_cadence)
        .max(policy.meeting_longest.days_at_most());
    if red < health.first_meeting_days {
        let message = format!(
            "first_meeting_days: {} days without a first meeting are fine, while a pair that has met is red after {red}",
            health.first_meeting_days
        );
        let hint = "the first meeting should come sooner than a silence is red";
        warn("first_meeting_days", message, hint);
    }
    if policy.acceptance && health.stage_days < policy.acceptance_days {
        let message = format!(
            "stage_days: a proposal is amber after {} days, while both may take {} to answer",
            health.stage_days, policy.acceptance_days
        );
        let hint = "make stage_days at least as long as acceptance_days of [policy]";
        warn("stage_days", message, hint);
    }
    let (lowest, highest) = policy.scale;
    if let Some(low) = health.low_score
        && lowest < highest
        && !(lowest..highest).contains(&low)
    {
        let every = if low < lowest { "no" } else { "every" };
        let message =
            format!("low_score: {every} score from {lowest} to {highest} is as low as {low}");
        let hint = "give the highest score that is still low, on the scale of [policy]";
        warn("low_score", message, hint);
    }
}

fn cohorts(program: &Program, findings: &mut Vec<Finding>) {
    for cohort in &program.settings.cohorts {
        if let (Some(starts), Some(ends)) = (cohort.starts, cohort.ends)
            && ends < starts
        {
            let message = format!(
                "cohort {}: it ends on {ends}, before it starts on {starts}",
                cohort.id
            );
            let at = entry("cohort", "id", cohort.id.as_str());
            findings.push(
                Finding::error(FileName::Program, at, "end-before-start", message)
                    .key("ends")
                    .hint("`starts` is the first day, `ends` the last"),
            );
        }
    }
    for holiday in program
        .settings
        .holidays
        .iter()
        .filter(|holiday| holiday.to < holiday.from)
    {
        let message = format!(
            "a holiday ends on {}, before it starts on {}",
            holiday.to, holiday.from
        );
        let at = entry("holiday", "from", holiday.from);
        findings.push(
            Finding::error(FileName::Program, at, "end-before-start", message)
                .key("to")
                .hint("`from` is the first day, `to` the last"),
        );
    }
}

fn vocabulary(program: &Program, findings: &mut Vec<Finding>) {
    let skills = &program.vocabulary.skills;
    for (id, skill) in skills {
        let Some(parent) = &skill.parent else {
            continue;
        };
        let at = || entry("skill", "id", id.as_str());
        if !skills.contains_key(parent) {
            let message =
                format!("skill {id}: its parent `{parent}` is no skill of the vocabulary");
            findings.push(
                Finding::warning(FileName::Vocabulary, at(), "unknown-word", message)
                    .key("parent")
                    .hint(format!("add a [[skill]] with id = \"{parent}\"")),
            );
        } else if is_own_ancestor(program, id) {
            let message = format!("skill {id} is its own ancestor");
            findings.push(
                Finding::error(FileName::Vocabulary, at(), "cycle", message)
                    .key("parent")
                    .hint("take one `parent` of the circle out"),
            );
        }
    }
}

fn is_own_ancestor(program: &Program, id: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut current = id;
    while let Some(parent) = program
        .vocabulary
        .skills
        .get(current)
        .and_then(|skill| skill.parent.as_deref())
    {
        if parent == id {
            return true;
        }
        if !seen.insert(parent) {
            return false;
        }
        current = parent;
    }
    false
}

//! Objectives, vocabulary, rules of matching, drafts.

use crate::model::draft::{Aim, Draft, DraftPair};
use crate::model::match_rules::{Forbid, ForbidKind, MatchRules, Pin, Rule, RuleKind};
use crate::model::objective::{Metric, Objective, ObjectiveReading};
use crate::model::vocabulary::{Skill, Vocabulary};
use crate::store::fields::Fields;

/// Reads objectives and their readings.
pub(crate) fn objectives(fields: Fields<'_>) -> (Vec<Objective>, Vec<ObjectiveReading>) {
    (
        fields.entries("objective").map(objective).collect(),
        fields.entries("reading").map(reading).collect(),
    )
}

fn objective(fields: Fields<'_>) -> Objective {
    Objective {
        id: fields.required_id("id"),
        title: fields.required_text("title"),
        metric: fields
            .word("metric", Metric::parse)
            .unwrap_or(Metric::Entered),
        baseline: fields.decimal("baseline"),
        target: fields.decimal("target"),
        due: fields.day("due"),
        owner: fields.person("owner"),
    }
}

fn reading(fields: Fields<'_>) -> ObjectiveReading {
    ObjectiveReading {
        objective: fields.required_id("objective"),
        on: fields.required_day("on"),
        value: fields.decimal("value").unwrap_or_default(),
    }
}

/// Reads the program's words.
pub(crate) fn vocabulary(fields: Fields<'_>) -> Vocabulary {
    let skill = |entry: Fields<'_>| {
        let skill = Skill {
            aliases: entry.lines("aliases"),
            parent: entry.line("parent"),
        };
        (entry.required_text("id"), skill)
    };
    Vocabulary {
        levels: fields.lines("levels"),
        closing_reasons: fields.lines("closing_reasons"),
        facets: fields
            .entries("facet")
            .map(|entry| (entry.required_text("id"), entry.line("title")))
            .collect(),
        skills: fields.entries("skill").map(skill).collect(),
    }
}

/// Reads the rules of matching.
pub(crate) fn match_rules(fields: Fields<'_>) -> MatchRules {
    MatchRules {
        rules: fields.entries("rule").map(rule).collect(),
        forbids: fields.entries("forbid").map(forbid).collect(),
        pins: fields
            .entries("pin")
            .map(|entry| Pin {
                mentor: entry.required_person("mentor"),
                mentee: entry.required_person("mentee"),
                why: entry.line("why"),
            })
            .collect(),
    }
}

fn rule(fields: Fields<'_>) -> Rule {
    Rule {
        id: fields.required_id("id"),
        kind: fields.required_word("kind", RuleKind::parse),
        field: fields.line("field"),
        mentee_field: fields.line("mentee_field"),
        points: fields.whole("points").unwrap_or_default(),
        min: fields.whole("min"),
        max: fields.whole("max"),
    }
}

fn forbid(fields: Fields<'_>) -> Forbid {
    Forbid {
        id: fields.required_id("id"),
        kind: fields.required_word("kind", ForbidKind::parse),
        field: fields.line("field"),
        min: fields.whole("min"),
        max: fields.whole("max"),
        mentor: fields.person("mentor"),
        mentee: fields.person("mentee"),
        why: fields.line("why"),
    }
}

/// Reads a match run under review.
pub(crate) fn draft(fields: Fields<'_>) -> Draft {
    Draft {
        on: fields.required_day("on"),
        aim: fields.required_word("aim", Aim::parse),
        rules_digest: fields.required_text("rules_digest"),
        rests_on: fields.required_text("rests_on"),
        pairs: fields.entries("pair").map(pair).collect(),
    }
}

fn pair(fields: Fields<'_>) -> DraftPair {
    DraftPair {
        mentee: fields.required_person("mentee"),
        facet: fields.line("facet"),
        mentor: fields.required_person("mentor"),
        points: fields.whole("points").unwrap_or_default(),
        because: fields.lines("because"),
    }
}

//! Sound rules to begin with: what a coordinator would want before having thought about it.
//!
//! Every set wants some difference: a mentor who is just like the mentee widens nothing.

use crate::model::id::Id;
use crate::model::match_rules::{Forbid, ForbidKind, MatchRules, Rule, RuleKind};

/// The kinds of programs that `init` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleSet {
    /// Rounds of pairs over months.
    Cohort,
    /// Towards a certificate: skills count most, hours must fit.
    Certification,
    /// One meeting each: hours and facets count most.
    Flash,
    /// One person's own mentors: nothing is forbidden but what the person said.
    Constellation,
}

/// The rules that a new program starts with.
pub fn default_rules(set: RuleSet) -> MatchRules {
    let rules = match set {
        RuleSet::Cohort => vec![
            about("skills", RuleKind::Covers, "skills", 40),
            about("facet", RuleKind::Covers, "facets", 20),
            within("level-above", RuleKind::LevelGap, 10, 1, 2),
            plain("style", RuleKind::Style, 5),
            plain("language", RuleKind::SharedLanguage, 10),
            within("hours", RuleKind::SharedHours, 10, 30, 120),
            about("other-department", RuleKind::Differs, "department", 8),
            plain("preference", RuleKind::Preference, 15),
            plain("waited", RuleKind::Waiting, 10),
            plain("load", RuleKind::Load, 3),
        ],
        RuleSet::Certification => vec![
            about("skills", RuleKind::Covers, "skills", 60),
            about("facet", RuleKind::Covers, "facets", 10),
            plain("language", RuleKind::SharedLanguage, 10),
            within("hours", RuleKind::SharedHours, 20, 30, 120),
            about("other-department", RuleKind::Differs, "department", 5),
            plain("preference", RuleKind::Preference, 10),
            plain("waited", RuleKind::Waiting, 15),
            plain("load", RuleKind::Load, 3),
        ],
        RuleSet::Flash => vec![
            about("facet", RuleKind::Covers, "facets", 30),
            about("skills", RuleKind::Covers, "skills", 20),
            plain("language", RuleKind::SharedLanguage, 10),
            within("hours", RuleKind::SharedHours, 20, 30, 60),
            about("other-department", RuleKind::Differs, "department", 10),
            plain("waited", RuleKind::Waiting, 10),
        ],
        RuleSet::Constellation => vec![
            about("facet", RuleKind::Covers, "facets", 30),
            about("skills", RuleKind::Covers, "skills", 30),
            about("other-organization", RuleKind::Differs, "organization", 10),
            plain("preference", RuleKind::Preference, 20),
        ],
    };
    let forbids = match set {
        RuleSet::Cohort | RuleSet::Certification => vec![
            forbid("reporting-line", ForbidKind::ReportingLine, None),
            forbid("same-team", ForbidKind::Same, Some("team")),
            forbid("never", ForbidKind::Never, None),
            forbid("past-partner", ForbidKind::PastPartner, None),
            forbid("no-common-language", ForbidKind::NoSharedLanguage, None),
        ],
        RuleSet::Flash => vec![
            forbid("reporting-line", ForbidKind::ReportingLine, None),
            forbid("never", ForbidKind::Never, None),
            forbid("past-partner", ForbidKind::PastPartner, None),
            forbid("no-common-language", ForbidKind::NoSharedLanguage, None),
        ],
        RuleSet::Constellation => vec![forbid("never", ForbidKind::Never, None)],
    };
    MatchRules {
        rules,
        forbids,
        pins: Vec::new(),
    }
}

fn plain(id: &str, kind: RuleKind, points: i64) -> Rule {
    Rule {
        id: named(id),
        kind,
        field: None,
        mentee_field: None,
        points,
        min: None,
        max: None,
    }
}

fn about(id: &str, kind: RuleKind, field: &str, points: i64) -> Rule {
    Rule {
        field: Some(field.to_owned()),
        ..plain(id, kind, points)
    }
}

fn within(id: &str, kind: RuleKind, points: i64, min: i64, max: i64) -> Rule {
    Rule {
        min: Some(min),
        max: Some(max),
        ..plain(id, kind, points)
    }
}

fn forbid(id: &str, kind: ForbidKind, field: Option<&str>) -> Forbid {
    Forbid {
        id: named(id),
        kind,
        field: field.map(str::to_owned),
        min: None,
        max: None,
        mentor: None,
        mentee: None,
        why: None,
    }
}

fn named(id: &str) -> Id {
    Id::parse(id).expect("the ids above are words of letters and hyphens")
}

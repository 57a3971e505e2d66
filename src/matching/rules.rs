//! Rules of matching, checked against the vocabulary: every mistake is found here, before anybody is compared.
//!
//! It looks at rules alone, never at people. Its invariant: what it accepts can be evaluated for any pair without
//! another check, and no sum of points leaves -9999 to 9999.

use crate::matching::field::{FIELD_WORDS, Field};
use crate::model::id::{Id, PersonId};
use crate::model::match_rules::{Forbid, ForbidKind, MatchRules, Rule, RuleKind};
use crate::model::vocabulary::Vocabulary;
use std::collections::BTreeSet;

/// The most points that a pair can have.
pub const POINTS_MAX: i64 = 9_999;

/// Shared minutes a week that give all points where a rule names none: two hours leave room to choose.
const SHARED_MINUTES_FULL: i64 = 120;

/// Cohorts waited that give all points where a rule names none.
const COHORTS_WAITED_FULL: i64 = 2;

/// A mistake in the rules, with the rule that holds it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rule `{rule}`: {problem}")]
pub struct RuleFinding {
    /// The rule.
    pub rule: Id,
    /// The key of the rule that is wrong, to point at it.
    pub key: &'static str,
    /// What is wrong.
    pub problem: RuleProblem,
}

/// What is wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleProblem {
    /// A field that people do not have.
    #[error(
        "people have no field `{field}`; write {nearest}, or `extra.{field}` for one of your own"
    )]
    FieldUnknown {
        /// As written.
        field: String,
        /// The fields it may mean, in words.
        nearest: String,
    },
    /// A kind that compares a field, without one.
    #[error("a rule of kind `{kind}` needs a `field`, such as `department` or `extra.badge`")]
    FieldMissing {
        /// The kind.
        kind: &'static str,
    },
    /// A field on a kind that knows by itself what it compares.
    #[error("a rule of kind `{kind}` takes no `{key}`; remove it, or choose another kind")]
    KeyUnused {
        /// The kind.
        kind: &'static str,
        /// The key that has no meaning there.
        key: &'static str,
    },
    /// `min` above `max`.
    #[error("`min` {min} is above `max` {max}, so nothing ever fits; exchange them")]
    RangeReversed {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// A kind that needs `min` or `max`, without.
    #[error("a rule of kind `{kind}` needs {keys}")]
    RangeMissing {
        /// The kind.
        kind: &'static str,
        /// The keys that it needs, in words.
        keys: &'static str,
    },
    /// Below zero where only amounts make sense.
    #[error("`{key}` counts {unit}, so it cannot be below zero")]
    BelowZero {
        /// The key.
        key: &'static str,
        /// What it counts.
        unit: &'static str,
    },
    /// A rule about levels where the vocabulary has none.
    #[error(
        "the vocabulary has no levels; add `levels = [\"entry\", \"senior\"]` to vocabulary.toml"
    )]
    LevelsMissing,
    /// Points outside what a pair can have.
    #[error("{points} points are outside -{POINTS_MAX} to {POINTS_MAX}")]
    PointsOutOfRange {
        /// As written.
        points: i64,
    },
    /// All rules together.
    #[error(
        "all rules together reach {total} points, and a pair can have {POINTS_MAX}; lower some"
    )]
    PointsTooMany {
        /// The sum of all amounts.
        total: i64,
    },
    /// The same id twice.
    #[error("the id stands twice; every rule has its own")]
    IdTwice,
    /// A pair by name without both names.
    #[error("a pair that is forbidden by name needs `mentor` and `mentee`")]
    PairIncomplete,
}

/// The rules of a program, ready to be evaluated.
#[derive(Debug, Clone, PartialEq)]
pub struct Rulebook {
    pub(crate) lines: Vec<Line>,
}

/// One rule: what it measures and what follows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) id: Id,
    pub(crate) effect: Effect,
    pub(crate) measure: Measure,
}

/// What follows from a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// So many points at most.
    Points(i64),
    /// No pair.
    Forbid,
}

/// What a rule looks at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Measure {
    /// Share of the mentee's values that the mentor has.
    Covers { mentor: Field, mentee: Field },
    /// A value in common.
    Overlap { mentor: Field, mentee: Field },
    /// No value in common.
    Apart { mentor: Field, mentee: Field },
    /// Levels above within a range.
    GapInside { min: i64, max: i64 },
    /// Levels above out of a range.
    GapOutside { min: i64, max: i64 },
    /// Shared minutes a week: none below `min`, all at `full`.
    HoursShared { min: i64, full: i64 },
    /// Shared minutes a week below a number.
    HoursBelow { min: i64 },
    /// One side's list names the other.
    Preference,
    /// Cohorts waited: all at `full`.
    Waiting { full: i64 },
    /// Share of the mentor's places that is free.
    Load,
    /// One reports to the other.
    ReportingLine,
    /// One said never.
    Never,
    /// They were a pair before.
    PastPartner,
    /// One pair by name.
    Pair {
        mentor: PersonId,
        mentee: PersonId,
        why: Option<String>,
    },
}

impl Rulebook {
    /// Checks the rules and makes them ready.
    ///
    /// # Errors
    /// Every mistake in the rules, in file order: see [`RuleProblem`].
    pub fn compile(
        rules: &MatchRules,
        vocabulary: &Vocabulary,
    ) -> Result<Rulebook, Vec<RuleFinding>> {
        let mut findings = Vec::new();
        let mut lines = Vec::new();
        let mut ids = BTreeSet::new();
        let mut keep = |id: &Id, effect: Effect, measure: Measured| {
            let finding = |(key, problem)| RuleFinding {
                rule: id.clone(),
                key,
                problem,
            };
            if !ids.insert(id.clone()) {
                findings.push(finding(("id", RuleProblem::IdTwice)));
            }
            match measure {
                Ok(measure) => lines.push(Line {
                    id: id.clone(),
                    effect,
                    measure,
                }),
                Err(problem) => findings.push(finding(problem)),
            }
        };
        for rule in &rules.rules {
            keep(
                &rule.id,
                Effect::Points(rule.points),
                measure_of_rule(rule, vocabulary),
            );
        }
        for forbid in &rules.forbids {
            keep(
                &forbid.id,
                Effect::Forbid,
                measure_of_forbid(forbid, vocabulary),
            );
        }
        findings.extend(points_too_many(&rules.rules));
        if findings.is_empty() {
            Ok(Rulebook { lines })
        } else {
            Err(findings)
        }
    }
}

/// A mistake, with the key of the rule that holds it.
type Mistake = (&'static str, RuleProblem);

/// What a rule measures, or a mistake in it.
type Measured = Result<Measure, Mistake>;

fn measure_of_rule(rule: &Rule, vocabulary: &Vocabulary) -> Measured {
    if !(-POINTS_MAX..=POINTS_MAX).contains(&rule.points) {
        return Err((
            "points",
            RuleProblem::PointsOutOfRange {
                points: rule.points,
            },
        ));
    }
    let kind = rule.kind.as_str();
    let (min, max) = range(rule.min, rule.max)?;
    let takes_field = matches!(
        rule.kind,
        RuleKind::Covers | RuleKind::Equal | RuleKind::Differs
    );
    let takes_min = matches!(rule.kind, RuleKind::LevelGap | RuleKind::SharedHours);
    let takes_max = takes_min || rule.kind == RuleKind::Waiting;
    unused(kind, "field", !takes_field && rule.field.is_some())?;
    unused(
        kind,
        "mentee_field",
        !takes_field && rule.mentee_field.is_some(),
    )?;
    unused(kind, "min", !takes_min && min.is_some())?;
    unused(kind, "max", !takes_max && max.is_some())?;
    let both = |field: Field| (field.clone(), field);
    let fields = || -> Result<(Field, Field), Mistake> {
        let mentor = field_of(kind, "field", rule.field.as_deref())?;
        let mentee = match &rule.mentee_field {
            Some(_) => field_of(kind, "mentee_field", rule.mentee_field.as_deref())?,
            None => mentor.clone(),
        };
        Ok((mentor, mentee))
    };
    let overlap = |(mentor, mentee)| Measure::Overlap { mentor, mentee };
    Ok(match rule.kind {
        RuleKind::Covers => {
            let (mentor, mentee) = fields()?;
            Measure::Covers { mentor, mentee }
        }
        RuleKind::Equal => overlap(fields()?),
        RuleKind::Differs => {
            let (mentor, mentee) = fields()?;
            Measure::Apart { mentor, mentee }
        }
        RuleKind::LevelGap => {
            has_levels(vocabulary)?;
            Measure::GapInside {
                min: min.unwrap_or(1),
                max: max.unwrap_or(i64::MAX),
            }
        }
        RuleKind::SharedHours => {
            let min = amount("min", "minutes", min)?.unwrap_or(1);
            let full = amount("max", "minutes", max)?.unwrap_or(SHARED_MINUTES_FULL.max(min));
            Measure::HoursShared {
                min: min.max(1),
                full: full.max(1),
            }
        }
        RuleKind::SharedLanguage => overlap(both(Field::Languages)),
        RuleKind::SamePlace => overlap(both(Field::Location)),
        RuleKind::Style => overlap(both(Field::Style)),
        RuleKind::Preference => Measure::Preference,
        RuleKind::Waiting => Measure::Waiting {
            full: amount("max", "cohorts", max)?
                .unwrap_or(COHORTS_WAITED_FULL)
                .max(1),
        },
        RuleKind::Load => Measure::Load,
    })
}

fn measure_of_forbid(forbid: &Forbid, vocabulary: &Vocabulary) -> Measured {
    let kind = forbid.kind.as_str();
    let (min, max) = range(forbid.min, forbid.max)?;
    let takes_range = forbid.kind == ForbidKind::LevelGapOutside;
    let takes_min = takes_range || forbid.kind == ForbidKind::SharedHoursBelow;
    let takes_people = forbid.kind == ForbidKind::Pair;
    unused(
        kind,
        "field",
        forbid.kind != ForbidKind::Same && forbid.field.is_some(),
    )?;
    unused(kind, "min", !takes_min && min.is_some())?;
    unused(kind, "max", !takes_range && max.is_some())?;
    unused(kind, "mentor", !takes_people && forbid.mentor.is_some())?;
    unused(kind, "mentee", !takes_people && forbid.mentee.is_some())?;
    unused(kind, "why", !takes_people && forbid.why.is_some())?;
    let missing = |keys| Err(("kind", RuleProblem::RangeMissing { kind, keys }));
    Ok(match forbid.kind {
        ForbidKind::ReportingLine => Measure::ReportingLine,
        ForbidKind::Same => {
            let field = field_of(kind, "field", forbid.field.as_deref())?;
            Measure::Overlap {
                mentor: field.clone(),
                mentee: field,
            }
        }
        ForbidKind::Never => Measure::Never,
        ForbidKind::PastPartner => Measure::PastPartner,
        ForbidKind::NoSharedLanguage => Measure::Apart {
            mentor: Field::Languages,
            mentee: Field::Languages,
        },
        ForbidKind::SharedHoursBelow => match amount("min", "minutes", min)? {
            Some(min) => Measure::HoursBelow { min },
            None => return missing("`min`, the minutes a week below which it forbids"),
        },
        ForbidKind::LevelGapOutside => {
            has_levels(vocabulary)?;
            if min.is_none() && max.is_none() {
                return missing("`min` or `max`, the levels that the mentor may be above");
            }
            Measure::GapOutside {
                min: min.unwrap_or(i64::MIN),
                max: max.unwrap_or(i64::MAX),
            }
        }
        ForbidKind::Pair => match (&forbid.mentor, &forbid.mentee) {
            (Some(mentor), Some(mentee)) => Measure::Pair {
                mentor: mentor.clone(),
                mentee: mentee.clone(),
                why: forbid.why.clone(),
            },
            (None, _) => return Err(("mentor", RuleProblem::PairIncomplete)),
            (Some(_), None) => return Err(("mentee", RuleProblem::PairIncomplete)),
        },
    })
}

fn range(min: Option<i64>, max: Option<i64>) -> Result<(Option<i64>, Option<i64>), Mistake> {
    match (min, max) {
        (Some(min), Some(max)) if max < min => {
            Err(("min", RuleProblem::RangeReversed { min, max }))
        }
        _ => Ok((min, max)),
    }
}

fn amount(
    key: &'static str,
    unit: &'static str,
    value: Option<i64>,
) -> Result<Option<i64>, Mistake> {
    if value.is_some_and(|value| value < 0) {
        return Err((key, RuleProblem::BelowZero { key, unit }));
    }
    Ok(value)
}

fn unused(kind: &'static str, key: &'static str, is_given: bool) -> Result<(), Mistake> {
    if is_given {
        return Err((key, RuleProblem::KeyUnused { kind, key }));
    }
    Ok(())
}

fn field_of(kind: &'static str, key: &'static str, text: Option<&str>) -> Result<Field, Mistake> {
    let Some(text) = text else {
        return Err((key, RuleProblem::FieldMissing { kind }));
    };
    Field::parse(text).ok_or_else(|| {
        let problem = RuleProblem::FieldUnknown {
            field: text.to_owned(),
            nearest: nearest_fields(text),
        };
        (key, problem)
    })
}

fn nearest_fields(text: &str) -> String {
    let close = FIELD_WORDS
        .iter()
        .map(|word| (strsim::damerau_levenshtein(text, word), *word))
        .filter(|(distance, _)| *distance <= 2)
        .min();
    match close {
        Some((_, word)) => format!("`{word}`"),
        None => format!("one of {}", FIELD_WORDS.join(", ")),
    }
}

fn has_levels(vocabulary: &Vocabulary) -> Result<(), Mistake> {
    if vocabulary.levels.is_empty() {
        return Err(("kind", RuleProblem::LevelsMissing));
    }
    Ok(())
}

/// The rule at which the sum of all amounts passes what a pair can have, if it does.
fn points_too_many(rules: &[Rule]) -> Option<RuleFinding> {
    let total = rules.iter().fold(0_i64, |sum, rule| {
        sum.saturating_add(rule.points.saturating_abs())
    });
    let mut so_far = 0_i64;
    let first = rules.iter().find(|rule| {
        so_far = so_far.saturating_add(rule.points.saturating_abs());
        POINTS_MAX < so_far
    })?;
    // A single rule out of range has been reported already.
    (first.points.saturating_abs() <= POINTS_MAX).then(|| RuleFinding {
        rule: first.id.clone(),
        key: "points",
        problem: RuleProblem::PointsTooMany { total },
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::matching::defaults::{RuleSet, default_rules};
    use crate::matching::fixture::{forbid, rule};

    fn vocabulary() -> Vocabulary {
        Vocabulary {
            levels: vec!["entry".to_owned(), "senior".to_owned()],
            ..Vocabulary::default()
        }
    }

    fn finding_of(rule: Rule) -> String {
        let rules = MatchRules {
            rules: vec![rule],
            ..MatchRules::default()
        };
        let findings = Rulebook::compile(&rules, &vocabulary()).unwrap_err();
        format!("{}: {}", findings[0].key, findings[0])
    }

    #[test]
    fn every_set_of_default_rules_is_sound_and_wants_some_difference() {
        for set in [
            RuleSet::Cohort,
            RuleSet::Certification,
            RuleSet::Flash,
            RuleSet::Constellation,
        ] {
            let rules = default_rules(set);
            assert!(Rulebook::compile(&rules, &vocabulary()).is_ok(), "{set:?}");
            let differs = |rule: &Rule| rule.kind == RuleKind::Differs && 0 < rule.points;
            assert!(rules.rules.iter().any(differs), "{set:?}");
        }
    }

    #[test]
    fn a_mistake_names_its_rule_its_key_and_the_cure() {
        let equal = |field| rule("mine", RuleKind::Equal, field, 5);
        assert_eq!(
            finding_of(equal(None)),
            "field: rule `mine`: a rule of kind `equal` needs a `field`, such as `department` or `extra.badge`"
        );
        assert!(finding_of(equal(Some("departement"))).contains("write `department`"));
        assert!(finding_of(rule("mine", RuleKind::Load, Some("team"), 5)).starts_with("field:"));
        assert!(finding_of(rule("mine", RuleKind::Load, None, 10_000)).starts_with("points:"));
        let mut gap = rule("mine", RuleKind::LevelGap, None, 5);
        (gap.min, gap.max) = (Some(3), Some(1));
        assert!(finding_of(gap).starts_with("min:"));
        let mut hours = rule("mine", RuleKind::SharedHours, None, 5);
        hours.min = Some(-30);
        assert!(finding_of(hours).contains("below zero"));
    }

    #[test]
    fn rules_that_together_pass_what_a_pair_can_have_are_refused() {
        let rules = MatchRules {
            rules: vec![
                rule("one", RuleKind::Load, None, 5_000),
                rule("two", RuleKind::Style, None, -5_000),
            ],
            ..MatchRules::default()
        };
        let findings = Rulebook::compile(&rules, &vocabulary()).unwrap_err();
        assert_eq!(
            findings[0].problem,
            RuleProblem::PointsTooMany { total: 10_000 }
        );
    }

    #[test]
    fn rules_about_levels_need_levels_in_the_vocabulary() {
        let rules = MatchRules {
            forbids: vec![forbid("near", ForbidKind::LevelGapOutside, None)],
            ..MatchRules::default()
        };
        let findings = Rulebook::compile(&rules, &Vocabulary::default()).unwrap_err();
        assert_eq!(findings[0].problem, RuleProblem::LevelsMissing);
        let findings = Rulebook::compile(&rules, &vocabulary()).unwrap_err();
        assert!(matches!(
            findings[0].problem,
            RuleProblem::RangeMissing { .. }
        ));
    }

    #[test]
    fn an_id_that_stands_twice_is_refused() {
        let rules = MatchRules {
            rules: vec![rule("one", RuleKind::Load, None, 5)],
            forbids: vec![forbid("one", ForbidKind::Never, None)],
            ..MatchRules::default()
        };
        let findings = Rulebook::compile(&rules, &vocabulary()).unwrap_err();
        assert_eq!(findings[0].problem, RuleProblem::IdTwice);
    }
}

//! Rules of matching as data: what gives points, what forbids, what is settled beforehand.

use crate::model::id::{Id, PersonId};
use crate::model::word::words;

words! {
    /// What gives points.
    RuleKind {
        /// Share of the values wished that the mentor has.
        Covers = "covers",
        /// The same value on both sides.
        Equal = "equal",
        /// Different values.
        Differs = "differs",
        /// The mentor is so many levels above.
        LevelGap = "level-gap",
        /// Hours of the week in which both are free.
        SharedHours = "shared-hours",
        /// A common language.
        SharedLanguage = "shared-language",
        /// The same place.
        SamePlace = "same-place",
        /// The style wished is offered.
        Style = "style",
        /// One side's list names the other.
        Preference = "preference",
        /// Cohorts waited in vain.
        Waiting = "waiting",
        /// Places still free.
        Load = "load",
    }
}

words! {
    /// What forbids a pair.
    ForbidKind {
        /// One reports to the other.
        ReportingLine = "reporting-line",
        /// The same value on both sides.
        Same = "same",
        /// One side said never.
        Never = "never",
        /// They were a pair before.
        PastPartner = "past-partner",
        /// They speak no common language.
        NoSharedLanguage = "no-shared-language",
        /// Too few hours in common.
        SharedHoursBelow = "shared-hours-below",
        /// The levels are too near or too far.
        LevelGapOutside = "level-gap-outside",
        /// One pair by name.
        Pair = "pair",
    }
}

/// The rules of a program, in file order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MatchRules {
    /// What gives points.
    pub rules: Vec<Rule>,
    /// What forbids.
    pub forbids: Vec<Forbid>,
    /// Pairs that are settled beforehand.
    pub pins: Vec<Pin>,
}

/// A rule that gives points.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its id.
    pub id: Id,
    /// What it looks at.
    pub kind: RuleKind,
    /// The field it compares, where the kind needs one; `extra.KEY` for one's own.
    pub field: Option<String>,
    /// The mentee's field where it differs from the mentor's.
    pub mentee_field: Option<String>,
    /// Most points it can give; negative ones count against.
    pub points: i64,
    /// Least levels above (level-gap) or minutes a week (shared-hours).
    pub min: Option<i64>,
    /// Most levels above.
    pub max: Option<i64>,
}

/// A rule that forbids.
#[derive(Debug, Clone, PartialEq)]
pub struct Forbid {
    /// Its id.
    pub id: Id,
    /// What it looks at.
    pub kind: ForbidKind,
    /// The field it compares, where the kind needs one.
    pub field: Option<String>,
    /// Least levels above, or minutes a week.
    pub min: Option<i64>,
    /// Most levels above.
    pub max: Option<i64>,
    /// The mentor of one pair that is forbidden by name.
    pub mentor: Option<PersonId>,
    /// The mentee of that pair.
    pub mentee: Option<PersonId>,
    /// Why that pair is forbidden.
    pub why: Option<String>,
}

/// A pair that is settled beforehand.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    /// Who gives.
    pub mentor: PersonId,
    /// Who asks.
    pub mentee: PersonId,
    /// Why it is settled.
    pub why: Option<String>,
}

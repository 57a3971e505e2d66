//! What is asked of a match run, and why there may be no answer.

use crate::matching::progress::Progress;
use crate::matching::rules::RuleFinding;
use crate::matching::scores::ScoreTable;
use crate::matching::solver::solve::SolveError;
use crate::model::day::Day;
use crate::model::draft::Aim;
use crate::model::id::{Id, PersonId};

/// What is asked of a match run.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The cohort to match.
    pub cohort: Id,
    /// What to strive for.
    pub aim: Aim,
    /// The day that counts.
    pub today: Day,
    /// Scores that replace points and hard rules; by the rules when absent.
    pub scores: Option<&'a ScoreTable>,
    /// Told how far the run is, where somebody waits.
    pub progress: Option<&'a Progress>,
}

impl Question<'_> {
    /// The same question, for somebody who waits.
    #[must_use]
    pub fn watched<'w>(&'w self, progress: &'w Progress) -> Question<'w> {
        Question {
            progress: Some(progress),
            ..self.clone()
        }
    }
}

/// Why there is no outcome.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MatchError {
    /// Mistakes in the rules.
    #[error("the rules of matching.toml have mistakes")]
    Rules(Vec<RuleFinding>),
    /// Pins that hard rules forbid.
    #[error("some pins are forbidden by a rule; drop either")]
    PinsForbidden(Vec<ForbiddenPin>),
    /// The search failed.
    #[error(transparent)]
    Solve(#[from] SolveError),
}

/// A pin that a hard rule forbids.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{mentor}` with `{mentee}` is pinned, but rule `{rule}` forbids it; drop the pin or the rule"
)]
pub struct ForbiddenPin {
    /// Who gives.
    pub mentor: PersonId,
    /// Who asks.
    pub mentee: PersonId,
    /// The rule.
    pub rule: Id,
}

//! What every kind of match run is asked: for which cohort, and to what aim; and how it may fail.

use crate::calendar::clock::Clock;
use crate::change::refusal::Refusal;
use crate::change::rules::{pins_forbidden, rules_mistaken};
use crate::cli::failure::Failure;
use crate::cli::reference::{cohort, cohort_meant};
use crate::matching::question::{MatchError, Question};
use crate::matching::scores::ScoreTable;
use crate::model::draft::Aim;
use crate::model::id::Id;
use crate::model::program::Program;
use clap::Args;

#[derive(Debug, Clone, Args)]
pub(super) struct Asked {
    #[command(flatten)]
    pub(super) of: OfCohort,
    /// coverage (most mentees served; the default), quality (most points) or fair (the best worst pair)
    #[arg(long, value_name = "AIM")]
    aim: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub(super) struct OfCohort {
    /// The cohort; the one that is open otherwise
    #[arg(long, value_name = "COHORT")]
    cohort: Option<String>,
}

impl OfCohort {
    /// The cohort that is meant.
    pub(super) fn id(&self, program: &Program, clock: &Clock) -> Result<Id, Refusal> {
        self.cohort.as_deref().map_or_else(
            || cohort_meant(program, clock.today),
            |word| cohort(program, word),
        )
    }
}

impl Asked {
    /// The aim, where one is named.
    pub(super) fn aim(&self) -> Result<Option<Aim>, Failure> {
        let parse = |word: &str| {
            Aim::parse(word).ok_or_else(|| Failure::Usage {
                message: format!("there is no aim `{word}`"),
                hint: Some(format!("one of {}", Aim::WORDS.join(", "))),
            })
        };
        self.aim.as_deref().map(parse).transpose()
    }

    /// The question as the matcher takes it.
    pub(super) fn question<'s>(
        &self,
        program: &Program,
        clock: &Clock,
        scores: Option<&'s ScoreTable>,
    ) -> Result<Question<'s>, Failure> {
        Ok(Question {
            cohort: self.of.id(program, clock)?,
            aim: self.aim()?.unwrap_or(Aim::Coverage),
            today: clock.today,
            scores,
            progress: None,
        })
    }
}

/// Why there is no result, with the places of what is wrong in the rules.
pub(super) fn failure(program: &Program, error: MatchError) -> Failure {
    match error {
        MatchError::Rules(mistakes) => Refusal::Broken(rules_mistaken(program, &mistakes)).into(),
        MatchError::PinsForbidden(pins) => Refusal::Broken(pins_forbidden(&pins)).into(),
        MatchError::Solve(error) => Refusal::refused(error.to_string()).into(),
    }
}

//! Which round a report is of: the flag, the program that it leaves, and the answer that says so.

use crate::calendar::clock::Clock;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reference;
use crate::insights::one_cohort::of_cohort;
use crate::model::id::Id;
use crate::model::objective::Metric;
use crate::model::program::Program;
use crate::render::text::{Span, Text};
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// The flag of reports that can look at one round.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct OneCohort {
    /// Only this cohort: its pairings and the people in it
    #[arg(long, value_name = "COHORT")]
    cohort: Option<String>,
}

/// An answer, and the round that it is of; none for the whole program.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Of<'a, T> {
    cohort: Option<&'a Id>,
    #[serde(flatten)]
    report: &'a T,
}

impl<'a, T> Of<'a, T> {
    pub(super) fn new(cohort: Option<&'a Id>, report: &'a T) -> Of<'a, T> {
        Of { cohort, report }
    }
}

impl OneCohort {
    /// The round that is meant.
    pub(super) fn id(&self, program: &Program) -> Result<Option<Id>, Failure> {
        let word = self.cohort.as_deref();
        Ok(word
            .map(|word| reference::cohort(program, word))
            .transpose()?)
    }

    /// Reads the program, or what one round sees of it.
    pub(super) fn read(
        &self,
        context: &mut Context<'_, '_>,
        extent: &Extent,
    ) -> Result<(Program, Clock, Option<Id>), Failure> {
        let (program, clock) = context.read(extent)?;
        let cohort = self.id(&program)?;
        let program = match &cohort {
            Some(cohort) => of_cohort(program, cohort),
            None => program,
        };
        Ok((program, clock, cohort))
    }
}

/// Reads what answers are made from, with check-ins only where an objective is measured by them.
pub(crate) fn read_for_objectives(
    context: &mut Context<'_, '_>,
) -> Result<(Program, Clock), Failure> {
    let (program, clock) = context.read(&Extent::Program)?;
    let mut metrics = program.objectives.iter().map(|objective| objective.metric);
    if metrics.any(|metric| metric == Metric::Satisfaction) {
        return context.read(&Extent::Confidential);
    }
    Ok((program, clock))
}

/// `Funnel · 2026-spring`.
pub(super) fn title(words: &str, cohort: Option<&Id>) -> Text {
    let title = Text::from(words);
    match cohort {
        Some(cohort) => title.with(Span::drawn(" · ", " - ")).with(cohort.as_str()),
        None => title,
    }
}

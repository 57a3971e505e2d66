//! Suggestions for the program and where they stand.

use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::program::Program;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;

words! {
    /// Where a suggestion stands.
    ImprovementState {
        /// Nobody decided.
        Open = "open",
        /// Something was decided.
        Decided = "decided",
        /// It was done.
        Done = "done",
    }
}

/// A suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ImprovementRow<'a> {
    /// Its id; absent when written by hand and not yet filled in.
    pub id: Option<&'a Id>,
    /// When it was made.
    pub on: Day,
    /// The words.
    pub text: &'a str,
    /// Where it stands.
    pub state: ImprovementState,
    /// When it was decided.
    pub decided: Option<Day>,
    /// What was decided.
    pub decision: Option<&'a str>,
    /// When it was done.
    pub done: Option<Day>,
}

/// Suggestions by a day, in file order.
pub fn improvement_rows(program: &Program, day: Day) -> Vec<ImprovementRow<'_>> {
    let by_day = program.improvements.iter().filter(|one| one.on <= day);
    by_day
        .map(|one| ImprovementRow {
            id: one.id.as_ref(),
            on: one.on,
            text: &one.text,
            state: match (one.done, one.decided) {
                (Some(_), _) => ImprovementState::Done,
                (None, Some(_)) => ImprovementState::Decided,
                (None, None) => ImprovementState::Open,
            },
            decided: one.decided,
            decision: one.decision.as_deref(),
            done: one.done,
        })
        .collect()
}

//! Goals of pairings and how far they are.

use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::pairing::{Goal, GoalOf, Pairing, Step};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;

/// A goal with its latest reading.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GoalRow<'a> {
    /// Its pairing.
    pub pairing: &'a Id,
    /// Its id.
    pub id: &'a Id,
    /// Whose it is.
    pub of: GoalOf,
    /// What.
    pub text: &'a str,
    /// How one will know.
    pub measure: Option<&'a str>,
    /// The certification it is.
    pub certification: Option<&'a Id>,
    /// By when.
    pub due: Option<Day>,
    /// How far it is; null where nobody said.
    pub percent: Option<i64>,
    /// The day of that reading.
    pub read_on: Option<Day>,
    /// Where it stands: open, reached or overdue.
    pub state: &'static str,
}

/// A step of the plan of a pairing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StepRow<'a> {
    /// Its pairing.
    pub pairing: &'a Id,
    /// Its id.
    pub id: &'a Id,
    /// What.
    pub text: Option<&'a str>,
    /// Whose it is.
    pub owner: &'a str,
    /// By when.
    pub due: Option<Day>,
    /// When it was done.
    pub done: Option<Day>,
    /// Where it stands: open, done or overdue.
    pub state: &'static str,
}

/// Goals of pairings, or of all of them, by pairing and in file order.
pub fn goal_rows<'a>(program: &'a Program, of: &[Id], today: Day) -> Vec<GoalRow<'a>> {
    chosen(program, of)
        .flat_map(|pairing| {
            pairing
                .goals
                .iter()
                .map(move |goal| goal_row(pairing, goal, today))
        })
        .collect()
}

/// Steps of pairings, or of all of them, by pairing and in file order.
pub fn step_rows<'a>(program: &'a Program, of: &[Id], today: Day) -> Vec<StepRow<'a>> {
    chosen(program, of)
        .flat_map(|pairing| {
            pairing
                .steps
                .iter()
                .map(move |step| step_row(pairing, step, today))
        })
        .collect()
}

fn chosen<'a, 'b>(
    program: &'a Program,
    of: &'b [Id],
) -> impl Iterator<Item = &'a Pairing> + use<'a, 'b> {
    program
        .pairings
        .values()
        .filter(move |pairing| of.is_empty() || of.contains(&pairing.id))
}

fn goal_row<'a>(pairing: &'a Pairing, goal: &'a Goal, today: Day) -> GoalRow<'a> {
    let readings = pairing.readings.iter().filter(|reading| {
        reading.goal == goal.id && reading.on <= today && reading.percent.is_some()
    });
    let latest = readings.max_by_key(|reading| reading.on);
    let percent = latest.and_then(|reading| reading.percent);
    let state = match percent {
        Some(100) => "reached",
        _ if goal.due.is_some_and(|due| due < today) => "overdue",
        _ => "open",
    };
    GoalRow {
        pairing: &pairing.id,
        id: &goal.id,
        of: goal.of,
        text: &goal.text,
        measure: goal.measure.as_deref(),
        certification: goal.certification.as_ref(),
        due: goal.due,
        percent,
        read_on: latest.map(|reading| reading.on),
        state,
    }
}

fn step_row<'a>(pairing: &'a Pairing, step: &'a Step, today: Day) -> StepRow<'a> {
    let state = match (step.done, step.due) {
        (Some(_), _) => "done",
        (None, Some(due)) if due < today => "overdue",
        _ => "open",
    };
    StepRow {
        pairing: &pairing.id,
        id: &step.id,
        text: step.text.as_deref(),
        owner: step.owner.as_deref().unwrap_or("both"),
        due: step.due,
        done: step.done,
        state,
    }
}

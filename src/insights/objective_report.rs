//! The objectives of the program with what lies behind them: since when they count, what was entered, who serves them.
//!
//! Where they stand is told by [`crate::insights::objectives`]; here is no second answer.

use crate::insights::objectives::{ObjectiveStanding, first_day, objective_standings};
use crate::insights::progress::progress_of_all;
use crate::model::day::Day;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;

/// The whole way from a baseline to a target, in thousandths.
const WAY: f64 = 1_000.0;

/// The objectives of the program.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ObjectiveReport<'a> {
    /// The day.
    pub day: Day,
    /// Each of them, in file order.
    pub objectives: Vec<ObjectiveLane<'a>>,
}

/// An objective and what lies behind it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ObjectiveLane<'a> {
    /// Where it stands.
    #[serde(flatten)]
    pub standing: ObjectiveStanding<'a>,
    /// The day on which the way begins; none where nothing says.
    pub first_day: Option<Day>,
    /// Of a thousand parts of the way from the baseline to the target, those that are done; below 0 where it went back.
    pub actual_permille: Option<i64>,
    /// Of a thousand parts of the way, those that should be done today.
    pub expected_permille: Option<i64>,
    /// Pairings in force that serve it.
    pub pairings: usize,
    /// What was entered by hand, the earliest first.
    pub readings: Vec<ObjectiveValue>,
}

/// A value that was entered by hand.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct ObjectiveValue {
    /// When it was so.
    pub on: Day,
    /// The value.
    pub value: f64,
}

/// Makes the report of a day.
pub fn objective_report<'a>(program: &'a Program, today: Day) -> ObjectiveReport<'a> {
    let progress = progress_of_all(program, today);
    let standings = objective_standings(program, &progress, today);
    let lane = |standing: ObjectiveStanding<'a>| -> ObjectiveLane<'a> {
        let objective = program.objectives.iter().find(|one| one.id == *standing.id);
        let first = objective.zip(standing.due);
        let serves = progress
            .iter()
            .filter(|one| one.state.is_in_force() && one.pairing.serves.contains(standing.id));
        ObjectiveLane {
            first_day: first.and_then(|(objective, due)| first_day(program, objective, due, today)),
            actual_permille: permille(&standing, standing.actual),
            expected_permille: permille(&standing, standing.expected),
            pairings: serves.count(),
            readings: readings(program, &standing, today),
            standing,
        }
    };
    ObjectiveReport {
        day: today,
        objectives: standings.into_iter().map(lane).collect(),
    }
}

fn readings(
    program: &Program,
    standing: &ObjectiveStanding<'_>,
    today: Day,
) -> Vec<ObjectiveValue> {
    let entered = program.readings.iter();
    let mut readings: Vec<ObjectiveValue> = entered
        .filter(|reading| reading.objective == *standing.id && reading.on <= today)
        .map(|reading| ObjectiveValue {
            on: reading.on,
            value: reading.value,
        })
        .collect();
    readings.sort_by_key(|reading| reading.on);
    readings
}

/// Rounded down, so that a thousand means all.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float becomes the nearest whole number there is"
)]
fn permille(standing: &ObjectiveStanding<'_>, value: Option<f64>) -> Option<i64> {
    let (baseline, target) = (standing.baseline?, standing.target?);
    let way = target - baseline;
    (way != 0.0).then_some(())?;
    Some(((value? - baseline) * WAY / way).floor() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{PROGRAMS, first_day, programs};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn a_place_on_the_way_is_where_the_value_lies_between_baseline_and_target(program in programs(), days in 0_i64..300) {
            let today = first_day().plus_days(days);
            for lane in objective_report(&program, today).objectives {
                let standing = &lane.standing;
                let (Some(baseline), Some(target)) = (standing.baseline, standing.target) else {
                    prop_assert_eq!((lane.actual_permille, lane.expected_permille), (None, None));
                    continue;
                };
                if let (Some(permille), Some(actual)) = (lane.actual_permille, standing.actual) {
                    let there = baseline + (target - baseline) * f64::from(i32::try_from(permille).unwrap_or(0)) / WAY;
                    prop_assert!((there - actual).abs() <= (target - baseline).abs() / WAY + 0.001);
                }
                let mut entered = 0;
                for reading in &program.readings {
                    entered += usize::from(reading.objective == *standing.id && reading.on <= today);
                }
                prop_assert_eq!(lane.readings.len(), entered);
            }
        }
    }
}

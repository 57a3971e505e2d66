//! What the program wants to reach: where it stands, and where it should stand today.
//!
//! What can be counted is counted; everything else is what somebody entered. Its invariant: what is not known is none,
//! never zero.

use crate::insights::metrics::{computed, hundredths};
use crate::insights::progress::Progress;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::objective::{Metric, Objective};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;

/// An objective is taken to count from the first cohort within so many days before it is due.
const DAYS_BEFORE_DUE_MAX: i64 = 366;

/// An objective and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ObjectiveStanding<'a> {
    /// Its id.
    pub id: &'a Id,
    /// In one line.
    pub title: &'a str,
    /// How the actual value comes about.
    pub metric: Metric,
    /// The value at the start.
    pub baseline: Option<f64>,
    /// The value wished.
    pub target: Option<f64>,
    /// By when.
    pub due: Option<Day>,
    /// Who answers for it.
    pub owner: Option<&'a PersonId>,
    /// Where it stands.
    pub actual: Option<f64>,
    /// Where it should stand today, on the straight way from the baseline to the target.
    pub expected: Option<f64>,
    /// What is missing to where it should stand; negative when it is ahead.
    pub gap: Option<f64>,
}

/// Every objective, in file order.
pub fn objective_standings<'a>(
    program: &'a Program,
    progress: &[Progress<'_>],
    today: Day,
) -> Vec<ObjectiveStanding<'a>> {
    program
        .objectives
        .iter()
        .map(|objective| standing_of(program, progress, objective, today))
        .collect()
}

fn standing_of<'a>(
    program: &'a Program,
    progress: &[Progress<'_>],
    objective: &'a Objective,
    today: Day,
) -> ObjectiveStanding<'a> {
    let actual = actual(program, progress, objective, today);
    let expected = expected(program, objective, today);
    // Some objectives want less of something: then what is above the way is missing.
    let direction = match (objective.baseline, objective.target) {
        (Some(baseline), Some(target)) if target < baseline => -1.0,
        _ => 1.0,
    };
    let gap = actual
        .zip(expected)
        .map(|(actual, expected)| hundredths((expected - actual) * direction));
    ObjectiveStanding {
        id: &objective.id,
        title: &objective.title,
        metric: objective.metric,
        baseline: objective.baseline,
        target: objective.target,
        due: objective.due,
        owner: objective.owner.as_ref(),
        actual,
        expected,
        gap,
    }
}

fn actual(
    program: &Program,
    progress: &[Progress<'_>],
    objective: &Objective,
    today: Day,
) -> Option<f64> {
    let counted = computed(program, progress, objective.metric, today);
    counted.or_else(|| match objective.metric {
        Metric::Satisfaction | Metric::Entered => latest_reading(program, objective, today),
        Metric::MatchRate
        | Metric::MeetingsPerMonth
        | Metric::GoalsReached
        | Metric::CertificationsPassed
        | Metric::MentorsReady
        | Metric::PaidForward => None,
    })
}

fn latest_reading(program: &Program, objective: &Objective, today: Day) -> Option<f64> {
    let readings = program.readings.iter();
    readings
        .filter(|reading| reading.objective == objective.id && reading.on <= today)
        .max_by_key(|reading| reading.on)
        .map(|reading| reading.value)
}

/// The straight way from the baseline on the first day to the target on the day it is due.
fn expected(program: &Program, objective: &Objective, today: Day) -> Option<f64> {
    let (baseline, target, due) = (objective.baseline?, objective.target?, objective.due?);
    if due <= today {
        return Some(target);
    }
    let first = first_day(program, objective, due, today)?;
    if today <= first {
        return Some(baseline);
    }
    let (passed, all) = (today.days_since(first), due.days_since(first));
    let part = whole_days(passed) / whole_days(all);
    Some(hundredths(baseline + (target - baseline) * part))
}

/// The first reading, or the start of the first cohort in the year before it is due where that is earlier.
pub(crate) fn first_day(
    program: &Program,
    objective: &Objective,
    due: Day,
    today: Day,
) -> Option<Day> {
    let readings = program.readings.iter();
    let reading = readings
        .filter(|reading| reading.objective == objective.id && reading.on <= today)
        .map(|reading| reading.on)
        .min();
    let year = due.plus_days(-DAYS_BEFORE_DUE_MAX)..due;
    let starts = program.settings.cohorts.iter();
    let start = starts
        .filter_map(|cohort| cohort.starts)
        .filter(|starts| year.contains(starts))
        .min();
    [reading, start].into_iter().flatten().min()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the calendar has fewer than four million days"
)]
fn whole_days(days: i64) -> f64 {
    days as f64
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    #![expect(
        clippy::float_cmp,
        reason = "values are rounded to hundredths, the same way each time"
    )]

    use super::*;
    use crate::insights::progress::progress_of_all;
    use crate::insights::sample::{PROGRAMS, day, first_day, id, program, programs};
    use crate::model::objective::ObjectiveReading;
    use crate::model::settings::Cohort;
    use proptest::prelude::*;

    fn objective(metric: Metric) -> Objective {
        Objective {
            id: id("retain"),
            title: "Two people for every critical system".to_owned(),
            metric,
            baseline: Some(3.0),
            target: Some(12.0),
            due: Some(day("2026-12-31")),
            owner: None,
        }
    }

    fn reading(on: &str, value: f64) -> ObjectiveReading {
        ObjectiveReading {
            objective: id("retain"),
            on: day(on),
            value,
        }
    }

    /// Where the only objective stands: actual, expected, gap.
    fn standing_on(program: &Program, today: &str) -> (Option<f64>, Option<f64>, Option<f64>) {
        let progress = progress_of_all(program, day(today));
        let standings = objective_standings(program, &progress, day(today));
        (standings[0].actual, standings[0].expected, standings[0].gap)
    }

    #[test]
    fn the_way_is_straight_from_the_first_reading_to_the_day_it_is_due() {
        let mut program = program();
        program.objectives.push(objective(Metric::Entered));
        program.readings = vec![reading("2026-01-01", 3.0), reading("2026-07-02", 7.0)];
        // 182 of 364 days.
        assert_eq!(
            standing_on(&program, "2026-07-02"),
            (Some(7.0), Some(7.5), Some(0.5))
        );
        assert_eq!(
            standing_on(&program, "2026-01-01"),
            (Some(3.0), Some(3.0), Some(0.0))
        );
        assert_eq!(
            standing_on(&program, "2027-03-01"),
            (Some(7.0), Some(12.0), Some(5.0))
        );
    }

    #[test]
    fn the_way_begins_with_the_cohort_where_it_starts_before_the_first_reading() {
        let mut program = program();
        program.objectives.push(objective(Metric::Entered));
        program.readings = vec![reading("2026-07-02", 7.0)];
        let cohort = |text: &str, starts: &str| Cohort {
            id: id(text),
            starts: Some(day(starts)),
            ends: None,
            closed: None,
        };
        program.settings.cohorts = vec![
            cohort("last-year", "2025-01-01"),
            cohort("spring", "2026-01-01"),
        ];
        assert_eq!(standing_on(&program, "2026-07-02").1, Some(7.5));
        program
            .settings
            .cohorts
            .push(cohort("autumn", "2026-07-01"));
        assert_eq!(
            standing_on(&program, "2026-07-02").1,
            Some(7.5),
            "a new round moves nothing"
        );
    }

    #[test]
    fn an_objective_that_wants_less_is_behind_when_it_is_above_the_way() {
        let mut program = program();
        program.objectives.push(Objective {
            baseline: Some(12.0),
            target: Some(2.0),
            ..objective(Metric::Entered)
        });
        program.readings = vec![reading("2026-01-01", 12.0), reading("2026-07-02", 10.0)];
        assert_eq!(
            standing_on(&program, "2026-07-02"),
            (Some(10.0), Some(7.0), Some(3.0))
        );
    }

    #[test]
    fn an_objective_without_target_has_no_way_and_no_gap() {
        let mut program = program();
        program.objectives.push(Objective {
            target: None,
            ..objective(Metric::Entered)
        });
        program.readings = vec![reading("2026-01-01", 3.0)];
        assert_eq!(standing_on(&program, "2026-07-02"), (Some(3.0), None, None));
    }

    #[test]
    fn satisfaction_is_unknown_unless_somebody_enters_it() {
        let mut program = program();
        program.objectives.push(objective(Metric::Satisfaction));
        assert_eq!(standing_on(&program, "2026-07-02").0, None);
        program.readings = vec![reading("2026-06-01", 4.2)];
        assert_eq!(standing_on(&program, "2026-07-02").0, Some(4.2));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn the_way_stays_between_baseline_and_target(program in programs(), days in 0_i64..300) {
            let today = first_day().plus_days(days);
            let progress = progress_of_all(&program, today);
            for standing in objective_standings(&program, &progress, today) {
                if let Some(expected) = standing.expected {
                    let (baseline, target) = (standing.baseline.unwrap(), standing.target.unwrap());
                    prop_assert!(baseline.min(target) <= expected && expected <= baseline.max(target));
                    prop_assert!(today < standing.due.unwrap() || expected == target);
                }
                prop_assert_eq!(standing.gap.is_some(), standing.actual.is_some() && standing.expected.is_some());
            }
        }
    }
}

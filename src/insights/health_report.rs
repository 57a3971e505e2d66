//! Every pairing in force by risk: its health, the rule that says so, and how often it met from month to month.
//!
//! It judges nothing that health has not judged. Its invariant: the pair that needs somebody most stands first.

use crate::insights::health::{Health, HealthRule};
use crate::insights::history::begins;
use crate::insights::hours::{month_of, months_between};
use crate::insights::progress::{Progress, progress_of_all};
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::PairingState;
use crate::model::program::Program;
use crate::model::settings::HealthThresholds;
use schemars::JsonSchema;
use serde::Serialize;
use std::cmp::Reverse;

/// Months that are shown at most.
const MONTHS_MAX: usize = 12;

/// How the pairings in force go.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HealthReport<'a> {
    /// The day.
    pub day: Day,
    /// From when on a rule fires.
    pub thresholds: Thresholds,
    /// Pairings that need somebody now.
    pub red: usize,
    /// Pairings that need somebody soon.
    pub amber: usize,
    /// Pairings that need nobody.
    pub green: usize,
    /// Pairings that stand still because they said so.
    pub paused: usize,
    /// The months of `met`, the earliest first.
    pub months: Vec<String>,
    /// Each pairing in force, by risk.
    pub pairings: Vec<HealthRow<'a>>,
}

/// From when on a rule fires, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Thresholds {
    /// From the start to the first meeting.
    pub first_meeting_days: u32,
    /// Silence beyond the cadence.
    pub silence_days_after_cadence: u32,
    /// Waiting in one stage.
    pub stage_days: u32,
}

/// How a pairing goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HealthRow<'a> {
    /// The pairing.
    pub pairing: &'a Id,
    /// Its mentor.
    pub mentor: &'a PersonId,
    /// Its mentees.
    pub mentees: &'a [PersonId],
    /// The names of all of them, the mentor first.
    pub people: Vec<&'a str>,
    /// Where it stands.
    pub state: PairingState,
    /// How it goes.
    pub health: Health,
    /// The gravest rule that fired.
    pub rule: Option<HealthRule>,
    /// Days past the point at which it began to fire.
    pub days_over: i64,
    /// What is the matter, in words.
    pub because: Option<String>,
    /// Further rules that fired.
    pub further_rules: Vec<HealthRule>,
    /// The day of the last meeting.
    pub last_held: Option<Day>,
    /// The time of the next.
    pub next: Option<Moment>,
    /// Meetings held in each of the months.
    pub met: Vec<usize>,
}

/// Makes the report of a day.
pub fn health_report(program: &Program, today: Day) -> HealthReport<'_> {
    let progress = progress_of_all(program, today);
    let months = months(&progress, today);
    let mut pairings: Vec<HealthRow<'_>> = progress
        .iter()
        .filter_map(|one| row(program, one, &months, today))
        .collect();
    pairings.sort_by_key(|row| (Reverse(row.health), Reverse(row.days_over), row.pairing));
    let count = |health: Health| pairings.iter().filter(|row| row.health == health).count();
    HealthReport {
        day: today,
        thresholds: Thresholds::of(&program.settings.health),
        red: count(Health::Red),
        amber: count(Health::Amber),
        green: count(Health::Green),
        paused: count(Health::Paused),
        months,
        pairings,
    }
}

impl Thresholds {
    fn of(thresholds: &HealthThresholds) -> Thresholds {
        Thresholds {
            first_meeting_days: thresholds.first_meeting_days,
            silence_days_after_cadence: thresholds.silence_days_after_cadence,
            stage_days: thresholds.stage_days,
        }
    }
}

/// The months since the first of the pairings in force began, the last twelve at most.
fn months(progress: &[Progress<'_>], today: Day) -> Vec<String> {
    let in_force = progress.iter().filter(|one| one.assessment.is_some());
    let began = in_force.filter_map(|one| begins(one.pairing));
    let Some(first) = began.min().filter(|&first| first <= today) else {
        return Vec::new();
    };
    let mut months = months_between(first, today);
    months.split_off(months.len().saturating_sub(MONTHS_MAX))
}

fn row<'a>(
    program: &'a Program,
    progress: &Progress<'a>,
    months: &[String],
    today: Day,
) -> Option<HealthRow<'a>> {
    let assessment = progress.assessment.as_ref()?;
    let gravest = assessment.fired.first();
    let held: Vec<String> = progress
        .log
        .held(today)
        .map(|meeting| month_of(meeting.at.day()))
        .collect();
    let met = |month: &String| held.iter().filter(|held| *held == month).count();
    Some(HealthRow {
        pairing: &progress.pairing.id,
        mentor: &progress.pairing.mentor,
        mentees: &progress.pairing.mentees,
        people: progress.names(program),
        state: progress.state,
        health: assessment.health,
        rule: gravest.map(|fired| fired.rule),
        days_over: gravest.map_or(0, |fired| fired.days_over),
        because: gravest.map(|fired| fired.because.clone()),
        further_rules: assessment
            .fired
            .iter()
            .skip(1)
            .map(|fired| fired.rule)
            .collect(),
        last_held: progress.tally.last_held,
        next: progress.tally.next.map(|meeting| meeting.at),
        met: months.iter().map(met).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::progress::progress;
    use crate::insights::sample::{PROGRAMS, first_day, programs};
    use crate::model::log::MeetingState;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn every_pair_in_force_stands_once_the_one_at_most_risk_first(program in programs(), days in 0_i64..260) {
            let today = first_day().plus_days(days);
            let report = health_report(&program, today);
            let mut in_force = 0;
            for pairing in program.pairings.values() {
                let state = pairing.state(today).unwrap_or(pairing.state_latest());
                let rows: Vec<_> = report.pairings.iter().filter(|row| *row.pairing == pairing.id).collect();
                prop_assert_eq!(rows.len(), usize::from(state.is_in_force()));
                in_force += rows.len();
                for row in rows {
                    let health = progress(&program, pairing, today).assessment.map(|found| found.health);
                    prop_assert_eq!(Some(row.health), health);
                    prop_assert_eq!(row.rule.is_none(), matches!(row.health, Health::Green | Health::Paused));
                    for (month, met) in report.months.iter().zip(&row.met) {
                        let mut held = 0;
                        for meeting in &program.log(&pairing.id).meetings {
                            let day = meeting.at.day();
                            let is_its = day.to_string().starts_with(month) && day <= today;
                            held += usize::from(is_its && meeting.is == MeetingState::Held);
                        }
                        prop_assert_eq!(*met, held);
                    }
                }
            }
            prop_assert_eq!(report.red + report.amber + report.green + report.paused, in_force);
            let risk = |row: &HealthRow<'_>| (row.health, row.days_over);
            prop_assert!(report.pairings.windows(2).all(|two| risk(&two[1]) <= risk(&two[0])));
        }
    }
}

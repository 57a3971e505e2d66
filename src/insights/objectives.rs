//! What the program wants to reach: where it stands, and where it should stand today.
//!
//! Scores of satisfaction are confidential and are not in the program that is read here, so that metric is unknown
//! unless somebody enters readings. Its invariant: what is not known is none, never zero.

use crate::insights::history::standing;
use crate::insights::progress::Progress;
use crate::matching::demand::{is_ready, training_missing};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::objective::{Metric, Objective};
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::participant::{CertificationState, Participant, Readiness, Role};
use crate::model::program::Program;
use std::collections::{BTreeMap, BTreeSet};

/// A goal counts as reached at this percentage.
const PERCENT_REACHED: i64 = 100;
/// An objective is taken to count from the first cohort within so many days before it is due.
const DAYS_BEFORE_DUE_MAX: i64 = 366;

/// An objective and where it stands.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
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
    match objective.metric {
        Metric::MatchRate => match_rate(program, today),
        Metric::MeetingsPerMonth => meetings_per_month(progress, today),
        Metric::GoalsReached => Some(whole(goals_reached(program, today))),
        Metric::CertificationsPassed => Some(whole(certifications_passed(program, today))),
        Metric::MentorsReady => Some(whole(mentors_ready(program, today))),
        Metric::PaidForward => Some(whole(paid_forward(program, today))),
        Metric::Satisfaction | Metric::Entered => latest_reading(program, objective, today),
    }
}

/// Of the mentees who are still in the program, those who have a mentor or had one to the planned end, in percent.
fn match_rate(program: &Program, today: Day) -> Option<f64> {
    let with_mentor: BTreeSet<&PersonId> = program
        .pairings
        .values()
        .filter(|pairing| pairing.kind != PairingKind::Peer && is_served(pairing, today))
        .flat_map(|pairing| &pairing.mentees)
        .collect();
    let is_here = |participant: &&Participant| {
        participant.is_mentee()
            && match participant.readiness(Role::Mentee, today) {
                Readiness::Left | Readiness::Declined => false,
                Readiness::Applied | Readiness::Ready | Readiness::Waiting | Readiness::Paused => {
                    true
                }
            }
    };
    let mentees = program.participants.values().filter(is_here);
    let (mut all, mut matched) = (0, 0);
    for mentee in mentees {
        all += 1;
        matched += usize::from(with_mentor.contains(&mentee.id));
    }
    (0 < all).then(|| hundredths(whole(matched) * 100.0 / whole(all)))
}

fn is_served(pairing: &Pairing, today: Day) -> bool {
    let state = standing(pairing, today);
    let closing = pairing.closing.as_ref();
    let was_planned = closing.and_then(|closing| closing.planned) != Some(false);
    state.is_in_force() || (state == PairingState::Closed && was_planned)
}

/// Meetings of the last thirty days in pairings that run, for each of these pairings.
fn meetings_per_month(progress: &[Progress<'_>], today: Day) -> Option<f64> {
    let (mut pairings, mut meetings) = (0, 0);
    for running in progress
        .iter()
        .filter(|progress| progress.is_running(today))
    {
        pairings += 1;
        meetings += running.tally.count.held_last_30_days as usize;
    }
    (0 < pairings).then(|| hundredths(whole(meetings) / whole(pairings)))
}

/// Goals whose latest reading is a hundred percent.
fn goals_reached(program: &Program, today: Day) -> usize {
    let of_pairing = |pairing: &Pairing| {
        let latest = latest_percents(pairing, today);
        let reached = |goal: &Id| {
            latest
                .get(goal)
                .is_some_and(|&(percent, _)| PERCENT_REACHED <= percent)
        };
        let goals = pairing.goals.iter().map(|goal| &goal.id);
        goals.filter(|goal| reached(goal)).count()
    };
    program
        .pairings
        .values()
        .filter(|pairing| standing(pairing, today) != PairingState::Void)
        .map(of_pairing)
        .sum()
}

/// The latest percentage of each goal and its day; of two on a day, the later in the file.
pub(crate) fn latest_percents(pairing: &Pairing, today: Day) -> BTreeMap<&Id, (i64, Day)> {
    let mut latest: BTreeMap<&Id, (i64, Day)> = BTreeMap::new();
    for reading in pairing
        .readings
        .iter()
        .filter(|reading| reading.on <= today)
    {
        let Some(percent) = reading.percent else {
            continue;
        };
        let known = latest.entry(&reading.goal).or_insert((percent, reading.on));
        if known.1 <= reading.on {
            *known = (percent, reading.on);
        }
    }
    latest
}

/// Certifications that people passed, each person's once.
fn certifications_passed(program: &Program, today: Day) -> usize {
    let of_person = |participant: &Participant| {
        let steps = participant.certifications.iter();
        let passed = steps.filter(|step| step.is == CertificationState::Passed && step.on <= today);
        passed.map(|step| &step.id).collect::<BTreeSet<_>>().len()
    };
    program.participants.values().map(of_person).sum()
}

/// Mentors who may be matched: ready, and trained where the gate asks for it.
fn mentors_ready(program: &Program, today: Day) -> usize {
    let is_counted = |participant: &&Participant| {
        participant.is_mentor()
            && is_ready(program, participant, Role::Mentor, today)
            && training_missing(program, participant, today).is_empty()
    };
    program.participants.values().filter(is_counted).count()
}

/// People who mentor, and had a mentor of their own in a pairing that began earlier.
fn paid_forward(program: &Program, today: Day) -> usize {
    let mut first_as_mentee: BTreeMap<&PersonId, Day> = BTreeMap::new();
    let mut last_as_mentor: BTreeMap<&PersonId, Day> = BTreeMap::new();
    let begun = program
        .pairings
        .values()
        .filter(|pairing| has_been(pairing, today));
    for pairing in begun {
        let Some(since) = pairing.since().filter(|&since| since <= today) else {
            continue;
        };
        for mentee in &pairing.mentees {
            let first = first_as_mentee.entry(mentee).or_insert(since);
            *first = since.min(*first);
        }
        let last = last_as_mentor.entry(&pairing.mentor).or_insert(since);
        *last = since.max(*last);
    }
    let is_after = |(person, last): (&&PersonId, &Day)| {
        first_as_mentee
            .get(person)
            .is_some_and(|first| first < last)
    };
    last_as_mentor
        .iter()
        .filter(|&entry| is_after(entry))
        .count()
}

/// Whether two people really were mentor and mentee.
pub(crate) fn has_been(pairing: &Pairing, today: Day) -> bool {
    pairing.kind != PairingKind::Peer
        && match standing(pairing, today) {
            PairingState::Active
            | PairingState::Paused
            | PairingState::Closing
            | PairingState::Closed => true,
            PairingState::Proposed
            | PairingState::Accepted
            | PairingState::Declined
            | PairingState::Withdrawn
            | PairingState::Void => false,
        }
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
fn first_day(program: &Program, objective: &Objective, due: Day, today: Day) -> Option<Day> {
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

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of records are far below 2^52"
)]
fn whole(count: usize) -> f64 {
    count as f64
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
    use crate::insights::sample::{
        PROGRAMS, day, first_day, id, meeting, mentor, pairing_with, participant, program, programs,
    };
    use crate::model::log::{Log, MeetingState};
    use crate::model::objective::ObjectiveReading;
    use crate::model::participant::Mentee;
    use crate::model::settings::Cohort;
    use proptest::prelude::*;

    const ACTIVE: [(&str, PairingState); 1] = [("2026-01-12", PairingState::Active)];

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

    fn mentee(text: &str) -> Participant {
        Participant {
            mentee: Some(Mentee::default()),
            ..participant(text)
        }
    }

    fn enroll(program: &mut Program, participant: Participant) {
        program
            .participants
            .insert(participant.id.clone(), participant);
    }

    fn add(program: &mut Program, pairing: Pairing) {
        program.pairings.insert(pairing.id.clone(), pairing);
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

    #[test]
    fn the_match_rate_is_the_share_of_mentees_with_a_mentor() {
        let mut program = program();
        program.objectives.push(objective(Metric::MatchRate));
        assert_eq!(standing_on(&program, "2026-07-02").0, None, "nobody asks");
        for text in ["ada", "ben", "eve"] {
            enroll(&mut program, mentee(text));
        }
        add(&mut program, pairing_with("grace-mentors-ada", &ACTIVE));
        assert_eq!(standing_on(&program, "2026-07-02").0, Some(33.33));
        let closed = [ACTIVE[0], ("2026-06-30", PairingState::Closed)];
        add(&mut program, pairing_with("grace-mentors-ben", &closed));
        assert_eq!(
            standing_on(&program, "2026-07-02").0,
            Some(66.67),
            "to the planned end"
        );
        let mut failed = pairing_with("grace-mentors-ben", &closed);
        failed.closing = Some(crate::model::pairing::Closing {
            planned: Some(false),
            ..Default::default()
        });
        add(&mut program, failed);
        assert_eq!(
            standing_on(&program, "2026-07-02").0,
            Some(33.33),
            "it broke off"
        );
    }

    #[test]
    fn meetings_per_month_are_those_of_thirty_days_for_each_pairing_that_runs() {
        let mut program = program();
        program.objectives.push(objective(Metric::MeetingsPerMonth));
        assert_eq!(
            standing_on(&program, "2026-07-02").0,
            None,
            "no pairing runs"
        );
        add(&mut program, pairing_with("grace-mentors-ada", &ACTIVE));
        add(&mut program, pairing_with("grace-mentors-ben", &ACTIVE));
        let held = ["2026-05-05", "2026-06-09", "2026-06-23", "2026-07-01"];
        let log = Log {
            meetings: held.map(|on| meeting(on, MeetingState::Held)).to_vec(),
            ..Log::default()
        };
        program.logs.insert(id("grace-mentors-ada"), log);
        assert_eq!(standing_on(&program, "2026-07-02").0, Some(1.5));
    }

    #[test]
    fn somebody_pays_it_forward_who_mentors_after_having_had_a_mentor() {
        let mut program = program();
        program.objectives.push(objective(Metric::PaidForward));
        add(&mut program, pairing_with("grace-mentors-ada", &ACTIVE));
        assert_eq!(standing_on(&program, "2026-07-02").0, Some(0.0));
        let later = [("2026-05-01", PairingState::Active)];
        add(&mut program, pairing_with("ada-mentors-ben", &later));
        assert_eq!(standing_on(&program, "2026-07-02").0, Some(1.0));
        assert_eq!(standing_on(&program, "2026-04-30").0, Some(0.0), "not yet");
    }

    #[test]
    fn mentors_are_ready_when_they_are_trained_where_the_gate_asks_for_it() {
        let mut program = program();
        program.objectives.push(objective(Metric::MentorsReady));
        enroll(
            &mut program,
            Participant {
                mentor: Some(mentor(1)),
                ..participant("grace")
            },
        );
        assert_eq!(standing_on(&program, "2026-07-02").0, Some(1.0));
        program.settings.policy.training_gate = true;
        program
            .settings
            .trainings
            .push(crate::model::settings::TrainingModule {
                id: id("listening"),
                role: Some(Role::Mentor),
                title: None,
                required: true,
                minutes: None,
            });
        assert_eq!(standing_on(&program, "2026-07-02").0, Some(0.0));
    }

    /// The values that are counts of records, with plain loops.
    fn count_slowly(program: &Program, metric: Metric, today: Day) -> Option<usize> {
        let mut count = 0;
        match metric {
            Metric::GoalsReached => {
                for pairing in program.pairings.values() {
                    let state = pairing.state(today).unwrap_or(pairing.state_latest());
                    for goal in &pairing.goals {
                        let mut percents: Vec<(Day, usize, i64)> = Vec::new();
                        for (place, reading) in pairing.readings.iter().enumerate() {
                            if let Some(percent) = reading.percent
                                && reading.goal == goal.id
                                && reading.on <= today
                            {
                                percents.push((reading.on, place, percent));
                            }
                        }
                        let reached = percents
                            .iter()
                            .max()
                            .is_some_and(|&(.., percent)| 100 <= percent);
                        count += usize::from(reached && state != PairingState::Void);
                    }
                }
            }
            Metric::CertificationsPassed => {
                for participant in program.participants.values() {
                    for which in ["az-0", "az-1"] {
                        let passed = participant.certifications.iter().any(|step| {
                            step.id == id(which)
                                && step.is == CertificationState::Passed
                                && step.on <= today
                        });
                        count += usize::from(passed);
                    }
                }
            }
            Metric::MentorsReady => {
                for participant in program.participants.values() {
                    let readiness = participant.readiness(Role::Mentor, today);
                    let is_ready = readiness == Readiness::Ready
                        || (readiness == Readiness::Applied && !program.settings.policy.screening);
                    count += usize::from(participant.mentor.is_some() && is_ready);
                }
            }
            Metric::PaidForward => {
                let begun = |pairing: &&Pairing| {
                    let state = pairing.state(today).unwrap_or(pairing.state_latest());
                    let was = matches!(state.as_str(), "active" | "paused" | "closing" | "closed");
                    was && pairing.kind != PairingKind::Peer
                        && pairing.since().is_some_and(|since| since <= today)
                };
                let mut givers = BTreeSet::new();
                for taking in program.pairings.values().filter(begun) {
                    for giving in program.pairings.values().filter(begun) {
                        if taking.mentees.contains(&giving.mentor)
                            && taking.since() < giving.since()
                        {
                            givers.insert(&giving.mentor);
                        }
                    }
                }
                count = givers.len();
            }
            _ => return None,
        }
        Some(count)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn computed_metrics_are_counts_of_records(program in programs(), days in 0_i64..240) {
            let today = first_day().plus_days(days);
            let progress = progress_of_all(&program, today);
            for standing in objective_standings(&program, &progress, today) {
                if let Some(count) = count_slowly(&program, standing.metric, today) {
                    prop_assert_eq!(standing.actual, Some(whole(count)), "{}", standing.metric);
                }
            }
        }

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

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
fn has_been(pairing: &Pairing, today: Day) -> bool {
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

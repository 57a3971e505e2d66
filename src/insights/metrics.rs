//! What the program can count of itself: the computed metrics of objectives, each as of a day.
//!
//! It knows no targets. Its invariant: what there is nothing of to count by is none, never zero.

use crate::insights::advice::ANSWERS_MIN;
use crate::insights::history::standing;
use crate::insights::progress::Progress;
use crate::matching::demand::{is_ready, training_missing};
use crate::model::confidential::{Checkin, Confidential, Score, Subject};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::objective::Metric;
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::participant::{CertificationState, Participant, Readiness, Role};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A goal counts as reached at this percentage.
const PERCENT_REACHED: i64 = 100;

/// The value of a metric that is counted; none where there is nothing to count by, or it is entered by hand.
pub fn computed(
    program: &Program,
    progress: &[Progress<'_>],
    metric: Metric,
    today: Day,
) -> Option<f64> {
    match metric {
        Metric::MatchRate => match_rate(program, today),
        Metric::MeetingsPerMonth => meetings_per_month(progress, today),
        Metric::GoalsReached => Some(whole(goals_reached(program, today))),
        Metric::CertificationsPassed => Some(whole(certifications_passed(program, today))),
        Metric::Satisfaction => satisfaction(program, today).average,
        Metric::MentorsReady => Some(whole(mentors_ready(program, today))),
        Metric::PaidForward => Some(whole(paid_forward(program, today))),
        Metric::Entered => None,
    }
}

/// An average, and of how many answers.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, JsonSchema)]
pub struct Average {
    /// Answers.
    pub n: usize,
    /// Their average, in hundredths; none of fewer than three, which would tell who said what.
    pub average: Option<f64>,
}

impl Average {
    /// The average of scores.
    pub fn of(scores: &[i64]) -> Average {
        let is_told = ANSWERS_MIN <= scores.len();
        let sum: f64 = scores.iter().copied().map(score).sum();
        Average {
            n: scores.len(),
            average: is_told.then(|| hundredths(sum / whole(scores.len()))),
        }
    }
}

/// How content people are: the latest score of each person about each pairing; who gave no name counts each time.
pub fn satisfaction(program: &Program, today: Day) -> Average {
    let mut given = Vec::new();
    for (_, kept) in kept_of_real(program, today) {
        let mut latest: BTreeMap<&PersonId, (Day, i64)> = BTreeMap::new();
        let scored = |checkin: &Checkin| checkin.score(Score::Satisfaction);
        for checkin in kept.checkins.iter().filter(|checkin| checkin.on <= today) {
            let Some(score) = scored(checkin) else {
                continue;
            };
            let Some(from) = &checkin.from else {
                given.push(score);
                continue;
            };
            let known = latest.entry(from).or_insert((checkin.on, score));
            if known.0 <= checkin.on {
                *known = (checkin.on, score);
            }
        }
        given.extend(latest.into_values().map(|(_, score)| score));
    }
    Average::of(&given)
}

/// What coordinators keep, but for what they keep about pairings that were a mistake.
pub(crate) fn kept_of_real(
    program: &Program,
    today: Day,
) -> impl Iterator<Item = (Subject, &Confidential)> {
    program
        .all_kept()
        .filter(move |(subject, _)| match subject {
            Subject::Pairing(id) => {
                let pairing = program.pairings.get(id);
                pairing.is_none_or(|pairing| standing(pairing, today) != PairingState::Void)
            }
            Subject::Person(_) | Subject::Program => true,
        })
}

/// Of the mentees who are still in the program, those who have a mentor or had one to the planned end, in percent.
pub(crate) fn match_rate(program: &Program, today: Day) -> Option<f64> {
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
pub(crate) fn goals_reached(program: &Program, today: Day) -> usize {
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

/// A value in hundredths, as answers tell it.
pub(crate) fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// A count as a value.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of records are far below 2^52"
)]
pub(crate) fn whole(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "scores are at most a thousand")]
fn score(given: i64) -> f64 {
    given as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::progress::progress_of_all;
    use crate::insights::sample::{
        PROGRAMS, day, first_day, id, meeting, mentor, pairing_with, participant, person_id,
        program, programs,
    };
    use crate::model::confidential::{CheckinKind, Confidential};
    use crate::model::log::{Log, MeetingState};
    use crate::model::participant::Mentee;
    use proptest::prelude::*;

    const ACTIVE: [(&str, PairingState); 1] = [("2026-01-12", PairingState::Active)];
    const METRICS: [Metric; 4] = [
        Metric::GoalsReached,
        Metric::CertificationsPassed,
        Metric::MentorsReady,
        Metric::PaidForward,
    ];

    fn value(program: &Program, metric: Metric, today: &str) -> Option<f64> {
        let progress = progress_of_all(program, day(today));
        computed(program, &progress, metric, day(today))
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

    fn said(from: Option<&str>, on: &str, score: i64) -> Checkin {
        Checkin {
            id: None,
            on: day(on),
            kind: CheckinKind::Regular,
            from: from.map(person_id),
            meeting: None,
            scores: vec![(Score::Satisfaction, score)],
            text: None,
        }
    }

    #[test]
    fn satisfaction_is_the_mean_of_what_each_said_last_from_three_answers_on() {
        let mut program = program();
        let told = |program: &Program, today: &str| {
            let told = satisfaction(program, day(today));
            (told.n, told.average)
        };
        assert_eq!(told(&program, "2026-07-02"), (0, None));
        let checkins = vec![
            said(Some("ada"), "2026-03-01", 1),
            said(Some("ada"), "2026-04-01", 4),
            said(None, "2026-04-01", 5),
            said(None, "2026-04-02", 4),
        ];
        let kept = Confidential {
            checkins,
            ..Confidential::default()
        };
        program
            .confidential_pairings
            .insert(id("grace-mentors-ada"), kept);
        assert_eq!(told(&program, "2026-07-02"), (3, Some(4.33)));
        assert_eq!(told(&program, "2026-04-01"), (2, None), "too few tell who");
    }

    #[test]
    fn the_match_rate_is_the_share_of_mentees_with_a_mentor() {
        let mut program = program();
        assert_eq!(
            value(&program, Metric::MatchRate, "2026-07-02"),
            None,
            "nobody asks"
        );
        for text in ["ada", "ben", "eve"] {
            enroll(&mut program, mentee(text));
        }
        add(&mut program, pairing_with("grace-mentors-ada", &ACTIVE));
        assert_eq!(
            value(&program, Metric::MatchRate, "2026-07-02"),
            Some(33.33)
        );
        let closed = [ACTIVE[0], ("2026-06-30", PairingState::Closed)];
        add(&mut program, pairing_with("grace-mentors-ben", &closed));
        assert_eq!(
            value(&program, Metric::MatchRate, "2026-07-02"),
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
            value(&program, Metric::MatchRate, "2026-07-02"),
            Some(33.33),
            "it broke off"
        );
    }

    #[test]
    fn meetings_per_month_are_those_of_thirty_days_for_each_pairing_that_runs() {
        let mut program = program();
        assert_eq!(
            value(&program, Metric::MeetingsPerMonth, "2026-07-02"),
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
        assert_eq!(
            value(&program, Metric::MeetingsPerMonth, "2026-07-02"),
            Some(1.5)
        );
    }

    #[test]
    fn somebody_pays_it_forward_who_mentors_after_having_had_a_mentor() {
        let mut program = program();
        add(&mut program, pairing_with("grace-mentors-ada", &ACTIVE));
        assert_eq!(
            value(&program, Metric::PaidForward, "2026-07-02"),
            Some(0.0)
        );
        let later = [("2026-05-01", PairingState::Active)];
        add(&mut program, pairing_with("ada-mentors-ben", &later));
        assert_eq!(
            value(&program, Metric::PaidForward, "2026-07-02"),
            Some(1.0)
        );
        assert_eq!(
            value(&program, Metric::PaidForward, "2026-04-30"),
            Some(0.0),
            "not yet"
        );
    }

    #[test]
    fn mentors_are_ready_when_they_are_trained_where_the_gate_asks_for_it() {
        let mut program = program();
        enroll(
            &mut program,
            Participant {
                mentor: Some(mentor(1)),
                ..participant("grace")
            },
        );
        assert_eq!(
            value(&program, Metric::MentorsReady, "2026-07-02"),
            Some(1.0)
        );
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
        assert_eq!(
            value(&program, Metric::MentorsReady, "2026-07-02"),
            Some(0.0)
        );
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

    /// The shares, with plain loops.
    fn share_slowly(program: &Program, metric: Metric, today: Day) -> Option<f64> {
        let state = |pairing: &Pairing| pairing.state(today).unwrap_or(pairing.state_latest());
        let (mut part, mut all) = (0, 0);
        if metric == Metric::MatchRate {
            for participant in program.participants.values() {
                let asks = participant.mentee.is_some() || !participant.requests.is_empty();
                let readiness = participant.readiness(Role::Mentee, today);
                if !asks || ["left", "declined"].contains(&readiness.as_str()) {
                    continue;
                }
                all += 100;
                let is_served = program.pairings.values().any(|pairing| {
                    let unplanned = pairing.closing.as_ref().and_then(|closing| closing.planned);
                    let is_over =
                        state(pairing) == PairingState::Closed && unplanned != Some(false);
                    pairing.kind != PairingKind::Peer
                        && pairing.mentees.contains(&participant.id)
                        && (state(pairing).is_in_force() || is_over)
                });
                part += if is_served { 10_000 } else { 0 };
            }
        } else {
            for pairing in program.pairings.values() {
                let has_begun = pairing.starts.is_none_or(|starts| starts <= today);
                if !["active", "closing"].contains(&state(pairing).as_str()) || !has_begun {
                    continue;
                }
                all += 1;
                for meeting in &program.log(&pairing.id).meetings {
                    let age = today.days_since(meeting.at.day());
                    part += usize::from(meeting.is == MeetingState::Held && (0..30).contains(&age));
                }
            }
        }
        (0 < all).then(|| (whole(part) / whole(all) * 100.0).round() / 100.0)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn shares_are_counted_by_hand(program in programs(), days in 0_i64..240) {
            let today = first_day().plus_days(days);
            let progress = progress_of_all(&program, today);
            for metric in [Metric::MatchRate, Metric::MeetingsPerMonth] {
                let slow = share_slowly(&program, metric, today);
                prop_assert_eq!(computed(&program, &progress, metric, today), slow, "{}", metric);
            }
        }

        #[test]
        fn computed_metrics_are_counts_of_records(program in programs(), days in 0_i64..240) {
            let today = first_day().plus_days(days);
            let progress = progress_of_all(&program, today);
            for metric in METRICS {
                if let Some(count) = count_slowly(&program, metric, today) {
                    prop_assert_eq!(computed(&program, &progress, metric, today), Some(whole(count)), "{}", metric);
                }
            }
        }
    }
}

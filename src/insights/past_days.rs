//! What a past day gives: for histories in which each record is entered on its own day and nothing undated changes,
//! the last folder as of a day answers like the folder of that day.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::insights::advice::advice_report;
use crate::insights::certifications::certification_pipeline;
use crate::insights::checkins::{checkin_rows, checkins_due};
use crate::insights::cohorts::cohort_rows;
use crate::insights::concerns::concern_rows;
use crate::insights::declines::declines;
use crate::insights::due::due;
use crate::insights::events::event_rows;
use crate::insights::follow_up::homework_rows;
use crate::insights::funnel::funnel_by_cohort;
use crate::insights::goals::{goal_rows, step_rows};
use crate::insights::health_report::health_report;
use crate::insights::hours::hours;
use crate::insights::improvements::improvement_rows;
use crate::insights::objective_report::objective_report;
use crate::insights::outcomes::outcomes;
use crate::insights::pool::pool;
use crate::insights::reciprocity::reciprocity;
use crate::insights::roster::{meeting_rows, pairing_rows, participant_rows};
use crate::insights::sample::{
    day, first_day, id, meeting, mentor, pairing_with, participant, person_id, program,
};
use crate::insights::sponsor::sponsor_report;
use crate::insights::summary::pairing::pairing_summary;
use crate::insights::summary::person::person_summary;
use crate::insights::summary::program::program_summary;
use crate::insights::today::today;
use crate::insights::training::standing_rows;
use crate::model::confidential::{Checkin, CheckinKind, Concern, ConcernKind, ConcernStep, Score};
use crate::model::day::{Day, Moment};
use crate::model::event::{Attendance, Event, EventKind};
use crate::model::id::{Id, PersonId};
use crate::model::improvement::Improvement;
use crate::model::log::{Advice, Helped, Homework, Log, Meeting, MeetingState, Question, Tried};
use crate::model::objective::{Metric, Objective, ObjectiveReading};
use crate::model::pairing::{
    Agreement, Answer, Assent, Closing, Extension, Goal, GoalOf, GoalReading, Pairing,
    PairingEntry, PairingState, Step,
};
use crate::model::participant::{
    CertificationState, CertificationStep, Mentee, Outcome, Readiness, ReadinessEntry,
    TrainingTaken,
};
use crate::model::program::Program;
use crate::model::settings::{Cohort, TrainingModule};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

const PEOPLE: [&str; 5] = ["ada", "ben", "grace", "kim", "lee"];
const PAIRINGS: [&str; 3] = ["grace-mentors-ada", "grace-mentors-ben", "lee-mentors-kim"];
/// The kinds of records that a history may hold.
const KINDS: usize = 25;
/// Days of a history.
const DAYS: i64 = 150;

/// Something that was entered on a day: its kind, and numbers that say what of it.
type Entered = (i64, usize, usize, usize);

/// A program that has only what is never dated.
fn foundation() -> Program {
    let mut program = program();
    program.settings.policy.training_gate = true;
    program.settings.trainings.push(TrainingModule {
        id: id("listening"),
        role: None,
        title: None,
        required: true,
        minutes: None,
    });
    program.settings.cohorts.push(Cohort {
        id: id("spring"),
        starts: Some(day("2026-01-12")),
        ends: Some(day("2026-04-30")),
        closed: None,
    });
    program.events.push(Event {
        id: id("info"),
        kind: EventKind::InformationSession,
        at: Moment::at(day("2026-03-01"), 12, 0).unwrap(),
        zone: None,
        minutes: None,
        place: None,
        title: None,
        module: None,
    });
    for (index, metric) in [Metric::Satisfaction, Metric::MatchRate, Metric::Entered]
        .into_iter()
        .enumerate()
    {
        program.objectives.push(Objective {
            id: id(&format!("objective-{index}")),
            title: String::new(),
            metric,
            baseline: Some(1.0),
            target: Some(9.0),
            due: Some(day("2026-12-31")),
            owner: None,
        });
    }
    program
}

/// The folder of a day: what was entered by then, in order.
fn folder(history: &[Entered], today: Day) -> Program {
    let mut program = foundation();
    for (days, kind, which, what) in history {
        let on = first_day().plus_days(*days);
        if on <= today {
            enter(&mut program, on, *kind, (*which, *what));
        }
    }
    program
}

fn enter(program: &mut Program, on: Day, kind: usize, (which, what): (usize, usize)) {
    let (person, pairing) = (person_id(PEOPLE[which % 5]), id(PAIRINGS[which % 3]));
    if kind < 7 {
        enter_for_person(program, on, kind, (&person, what));
    } else if kind < 10 {
        enter_for_all(program, on, kind, (&person, what));
    } else if !program.pairings.contains_key(&pairing) {
        begin(program, on, &pairing);
    } else if kind < 16 {
        enter_for_pairing(program, on, kind, (&pairing, what));
    } else if kind < 23 {
        enter_in_log(program, on, kind, (&pairing, what));
    } else {
        enter_in_confidence(program, on, kind, (&pairing, what));
    }
}

fn enter_for_person(
    program: &mut Program,
    on: Day,
    kind: usize,
    (person, what): (&PersonId, usize),
) {
    let Some(known) = program.participants.get_mut(person) else {
        let mut new = participant(person.as_str());
        if ["grace", "lee"].contains(&person.as_str()) {
            new.mentor = Some(mentor(2));
        } else {
            new.mentee = Some(Mentee::default());
        }
        new.states.push(readiness(on, Readiness::Ready));
        program.participants.insert(person.clone(), new);
        return;
    };
    match kind {
        0 | 1 => {
            let states = [
                Readiness::Ready,
                Readiness::Paused,
                Readiness::Left,
                Readiness::Applied,
            ];
            known.states.push(readiness(on, states[what % 4]));
        }
        2 => known.trainings.push(TrainingTaken {
            module: id("listening"),
            on,
        }),
        3 | 4 => known.certifications.push(CertificationStep {
            id: id("az-0"),
            exam: None,
            is: [
                CertificationState::Studying,
                CertificationState::Passed,
                CertificationState::Failed,
            ][what % 3],
            on,
        }),
        5 => known.outcomes.push(Outcome {
            on,
            what: "promoted".to_owned(),
        }),
        _ => known.consented = known.consented.or(Some(on)),
    }
}

fn readiness(on: Day, is: Readiness) -> ReadinessEntry {
    ReadinessEntry {
        on,
        is,
        role: None,
        by: None,
        why: None,
    }
}

fn enter_for_all(program: &mut Program, on: Day, kind: usize, (person, what): (&PersonId, usize)) {
    match kind {
        7 => program.readings.push(ObjectiveReading {
            objective: id(&format!("objective-{}", what % 3)),
            on,
            value: 3.0,
        }),
        8 => {
            let known = program
                .attendances
                .iter_mut()
                .find(|one| one.person == person.as_str());
            match known {
                Some(known) if on == day("2026-03-01") => known.came = Some(true),
                Some(_) => {}
                None => program.attendances.push(Attendance {
                    event: id("info"),
                    person: person.to_string(),
                    invited: Some(on),
                    answered: None,
                    came: None,
                    expectations: None,
                    goals: None,
                }),
            }
        }
        _ => match program.improvements.first_mut() {
            None => program.improvements.push(Improvement {
                id: Some(id("i-0")),
                on,
                text: String::new(),
                decided: None,
                decision: None,
                done: None,
            }),
            Some(known) if known.decided.is_none() => known.decided = Some(on),
            Some(known) => known.done = known.done.or(Some(on)),
        },
    }
}

fn begin(program: &mut Program, on: Day, pairing: &Id) {
    let mut new = pairing_with(pairing.as_str(), &[]);
    new.cohort = Some(id("spring"));
    new.starts = Some(day("2026-01-20"));
    new.ends = Some(day("2026-04-30"));
    new.states.push(state(on, PairingState::Proposed));
    new.agreement = Some(Agreement::default());
    new.goals.push(Goal {
        id: id("g-0"),
        of: GoalOf::Mentee,
        text: String::new(),
        measure: None,
        due: None,
        certification: None,
    });
    new.steps.push(Step {
        id: id("first"),
        text: None,
        owner: None,
        due: Some(day("2026-02-01")),
        done: None,
    });
    program.pairings.insert(pairing.clone(), new);
}

fn state(on: Day, is: PairingState) -> PairingEntry {
    PairingEntry {
        on,
        is,
        by: None,
        why: None,
    }
}

fn enter_for_pairing(program: &mut Program, on: Day, kind: usize, (pairing, what): (&Id, usize)) {
    let Some(known) = program.pairings.get_mut(pairing) else {
        return;
    };
    match kind {
        10 => known.answers.push(Answer {
            person: known.mentor.clone(),
            on,
            is: [Assent::Yes, Assent::No][what % 2],
        }),
        11 | 12 => advance(known, on, what),
        13 => known.readings.push(GoalReading {
            goal: id("g-0"),
            on,
            percent: Some([20, 60, 100][what % 3]),
        }),
        14 => {
            let to = on.plus_days(90);
            known.extensions.push(Extension {
                on,
                was: known.ends,
                to,
            });
            known.ends = Some(to);
        }
        _ => {
            let step = &mut known.steps[0];
            step.done = step.done.or(Some(on));
            let mentees = known.mentees.clone();
            if let Some(agreement) = known.agreement.as_mut().filter(|_| what == 0) {
                agreement.signed_mentor = agreement.signed_mentor.or(Some(on));
                if agreement.signed_mentees_on.is_none() {
                    agreement.signed_mentees = mentees;
                    agreement.signed_mentees_on = Some(on);
                }
            }
        }
    }
}

/// The next stage of a pairing; how it ended is entered once.
fn advance(pairing: &mut Pairing, on: Day, what: usize) {
    let next = match (pairing.state_latest(), what) {
        (PairingState::Proposed, 0) => PairingState::Declined,
        (PairingState::Proposed | PairingState::Paused, _) => PairingState::Active,
        (PairingState::Active, 0 | 1) => PairingState::Paused,
        (PairingState::Active, _) => PairingState::Closed,
        _ => return,
    };
    pairing.states.push(state(on, next));
    if !next.is_in_force() {
        pairing.closing = Some(Closing {
            planned: Some(0 < what),
            ..Closing::default()
        });
    }
}

fn enter_in_log(program: &mut Program, on: Day, kind: usize, (pairing, what): (&Id, usize)) {
    let mentor = program.pairings[pairing].mentor.clone();
    let log = program.logs.entry(pairing.clone()).or_default();
    let number = log.meetings.len() + log.advice.len() + log.questions.len() + log.homework.len();
    match kind {
        16 | 17 => log.meetings.push(Meeting {
            id: id(&format!("m-{number}")),
            planned_on: Some(on),
            ..meeting(
                &on.plus_days([3, 9, 30][what % 3]).to_string(),
                MeetingState::Planned,
            )
        }),
        18 | 19 => settle(log, on, what, &mentor),
        20 => log.questions.push(Question {
            id: Some(id(&format!("q-{number}"))),
            on,
            text: String::new(),
            answered_in: None,
        }),
        21 => log.advice.push(Advice {
            id: Some(id(&format!("a-{number}"))),
            meeting: None,
            on,
            text: String::new(),
        }),
        _ => {
            if let Some(advice) = log.advice.last().and_then(|advice| advice.id.clone()) {
                log.tried.push(Tried {
                    advice,
                    on,
                    how: None,
                    response: None,
                    helped: Some([Helped::Yes, Helped::No][what % 2]),
                    evidence: None,
                });
            }
            let open = log
                .homework
                .iter_mut()
                .find(|homework| homework.done.is_none());
            if let Some(homework) = open {
                homework.done = Some(on);
            }
        }
    }
}

/// Says what became of the first planned meeting: called off ahead, held or missed afterwards.
fn settle(log: &mut Log, on: Day, what: usize, mentor: &PersonId) {
    let is_planned = |meeting: &&mut Meeting| meeting.is == MeetingState::Planned;
    let Some(meeting) = log.meetings.iter_mut().find(is_planned) else {
        return;
    };
    meeting.settled_on = Some(on);
    if on < meeting.at.day() {
        meeting.is = MeetingState::Cancelled;
        meeting.revision += 1;
        return;
    }
    if what == 0 {
        meeting.is = MeetingState::Missed;
        meeting.absent.push(mentor.clone());
        return;
    }
    meeting.is = MeetingState::Held;
    meeting.mentor_learned = Some(String::new());
    let held = meeting.id.clone();
    let number = log.homework.len();
    log.homework.push(Homework {
        id: Some(id(&format!("h-{number}"))),
        meeting: Some(held.clone()),
        owner: "mentee".into(),
        text: String::new(),
        due: Some(on.plus_days(7)),
        done: None,
        evidence: None,
    });
    for question in &mut log.questions {
        question.answered_in.get_or_insert(held.clone());
    }
}

fn enter_in_confidence(program: &mut Program, on: Day, kind: usize, (pairing, what): (&Id, usize)) {
    let from = program.pairings[pairing].mentees.first().cloned();
    let kept = program
        .confidential_pairings
        .entry(pairing.clone())
        .or_default();
    if kind == 23 {
        let score = [1, 3, 5][what % 3];
        kept.checkins.push(Checkin {
            id: None,
            on,
            kind: CheckinKind::Regular,
            from,
            meeting: None,
            scores: vec![(Score::Satisfaction, score), (Score::Fit, score)],
            text: None,
        });
    } else if kept.concerns.is_empty() {
        kept.concerns.push(Concern {
            id: Some(id("c-0")),
            on,
            kind: ConcernKind::Unanswered,
            about: None,
            text: None,
        });
    } else {
        kept.steps.push(ConcernStep {
            concern: id("c-0"),
            on,
            text: None,
            closed: what == 0,
        });
    }
}

/// Every answer that the program gives on a day.
fn answers(program: &Program, day: Day) -> Vec<(&'static str, Value)> {
    let pairings: Vec<Id> = program.pairings.keys().cloned().collect();
    let of_pairings = pairings
        .iter()
        .map(|id| json!(pairing_summary(program, id, day)));
    let of_people = program
        .participants
        .keys()
        .map(|id| json!(person_summary(program, id, day)));
    vec![
        ("today", json!(today(program, day))),
        ("summary", json!(program_summary(program, day))),
        ("summary of pairings", of_pairings.collect()),
        ("summary of people", of_people.collect()),
        ("due", json!(due(program, day, day.plus_days(30)))),
        ("objectives", json!(objective_report(program, day))),
        ("funnel", json!(funnel_by_cohort(program, day))),
        ("pool", json!(pool(program, day))),
        ("health", json!(health_report(program, day))),
        ("hours", json!(hours(program, day))),
        ("outcomes", json!(outcomes(program, day))),
        ("advice", json!(advice_report(program, day))),
        (
            "certifications",
            json!(certification_pipeline(program, day)),
        ),
        ("reciprocity", json!(reciprocity(program, day))),
        ("declines", json!(declines(program, day))),
        (
            "sponsor",
            json!(sponsor_report(program, (day.plus_days(-30), day), true)),
        ),
        ("participants", json!(participant_rows(program, day))),
        ("pairings", json!(pairing_rows(program, day))),
        ("meetings", json!(meeting_rows(program, day))),
        ("homework", json!(homework_rows(program, day))),
        ("goals", json!(goal_rows(program, &pairings, day))),
        ("steps", json!(step_rows(program, &pairings, day))),
        ("cohorts", json!(cohort_rows(program, day))),
        ("events", json!(event_rows(program, day))),
        ("training", json!(standing_rows(program, None, day))),
        ("check-ins", json!(checkin_rows(program, day))),
        ("check-ins due", json!(checkins_due(program, day))),
        ("concerns", json!(concern_rows(program))),
        ("improvements", json!(improvement_rows(program, day))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_last_folder_as_of_a_day_answers_like_the_folder_of_that_day(
        history in vec((0..DAYS, 0..KINDS, 0_usize..15, 0_usize..3), 0..120),
        back in 0..DAYS,
    ) {
        let mut history = history;
        history.sort_unstable_by_key(|entered| entered.0);
        let past = first_day().plus_days(back);
        let last = folder(&history, first_day().plus_days(DAYS));
        let then = answers(&folder(&history, past), past);
        let now = answers(&last.as_of(past), past);
        for ((what, then), (_, now)) in then.into_iter().zip(now) {
            prop_assert_eq!(then, now, "{}", what);
        }
    }
}

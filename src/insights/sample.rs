//! Small programs for tests: by hand, and random ones.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::model::cadence::Cadence;
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::log::{Advice, Helped, Homework, Log, Meeting, MeetingState, Question, Tried};
use crate::model::objective::{Metric, Objective, ObjectiveReading};
use crate::model::pairing::{
    Closing, Goal, GoalOf, GoalReading, Pairing, PairingEntry, PairingKind, PairingState,
};
use crate::model::participant::{
    CertificationState, CertificationStep, Mentee, Mentor, Mode, Participant, Readiness,
    ReadinessEntry, Request, Role,
};
use crate::model::program::Program;
use crate::model::settings::{
    Audience, Cohort, Confidential, HealthThresholds, Policy, ProgramKind, Resources, Settings,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// How many random programs a property is tried on; each holds many cases.
pub(crate) const PROGRAMS: u32 = 64;

/// A day of its ISO form.
pub(crate) fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// A person's id.
pub(crate) fn person_id(text: &str) -> PersonId {
    PersonId::parse(text).unwrap()
}

/// The id of anything else.
pub(crate) fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

/// A cadence of its words.
pub(crate) fn cadence(text: &str) -> Cadence {
    Cadence::parse(text).unwrap()
}

/// A program without anybody, with the policy of the format's defaults.
pub(crate) fn program() -> Program {
    Program::new(Settings {
        format: 1,
        id: id("it-mentoring"),
        name: "IT mentoring".to_owned(),
        kind: ProgramKind::Program,
        purpose: None,
        timezone: chrono_tz::Europe::Berlin,
        me: None,
        audience: Audience::default(),
        resources: Resources::default(),
        policy: policy(),
        health: HealthThresholds {
            first_meeting_days: 10,
            silence_days_after_cadence: 14,
            stage_days: 21,
            low_score: None,
        },
        cohorts: Vec::new(),
        milestones: Vec::new(),
        holidays: Vec::new(),
        trainings: Vec::new(),
        certifications: Vec::new(),
        agendas: Vec::new(),
        handbook: Vec::new(),
        steps: Vec::new(),
        eligibility: Vec::new(),
        comparisons: Vec::new(),
    })
}

fn policy() -> Policy {
    Policy {
        screening: false,
        training_gate: false,
        acceptance: false,
        acceptance_days: 14,
        signature: false,
        closing_checklist: false,
        confidential: Confidential::Ignored,
        commitment_months_min: 6,
        meeting_every: cadence("month"),
        meeting_longest: cadence("6 weeks"),
        in_person_every: Some(cadence("quarter")),
        meeting_minutes: 45,
        working_hours: Vec::new(),
        checkin_first_days: 30,
        checkin_every_days: 60,
        scale: (1, 5),
        keep_people: None,
        conduct: None,
    }
}

/// A person without a role.
pub(crate) fn participant(text: &str) -> Participant {
    Participant {
        id: person_id(text),
        name: text.to_uppercase(),
        email: None,
        also: Vec::new(),
        title: None,
        organization: None,
        department: None,
        team: None,
        profession: None,
        location: None,
        timezone: None,
        languages: Vec::new(),
        level: None,
        reports_to: None,
        modes: Vec::new(),
        free: Vec::new(),
        prefer: Vec::new(),
        never: Vec::new(),
        consented: None,
        erased: None,
        may_be_named: None,
        mentee: None,
        requests: Vec::new(),
        mentor: None,
        trainings: Vec::new(),
        certifications: Vec::new(),
        absences: Vec::new(),
        reliefs: Vec::new(),
        outcomes: Vec::new(),
        extra: BTreeMap::new(),
        states: Vec::new(),
    }
}

/// What a mentor of so many places gives.
pub(crate) fn mentor(capacity: u32) -> Mentor {
    Mentor {
        capacity,
        circle: false,
        facets: Vec::new(),
        skills: Vec::new(),
        style: Vec::new(),
        minutes_per_week: None,
        motivation: None,
        hopes: None,
        confidence: None,
        volunteered: None,
        cohorts: Vec::new(),
    }
}

/// A pair named `MENTOR-mentors-MENTEE` with a history.
pub(crate) fn pairing_with(text: &str, states: &[(&str, PairingState)]) -> Pairing {
    let (mentor, mentee) = text.split_once("-mentors-").unwrap();
    let entries = states.iter().map(|&(on, is)| entry(day(on), is));
    Pairing {
        id: id(text),
        mentor: person_id(mentor),
        mentees: vec![person_id(mentee)],
        kind: PairingKind::Pair,
        cohort: None,
        facets: Vec::new(),
        serves: Vec::new(),
        starts: None,
        ends: None,
        every: None,
        longest: None,
        in_person_every: None,
        minutes: None,
        answers: Vec::new(),
        extensions: Vec::new(),
        continues: None,
        agreement: None,
        rationale: None,
        goals: Vec::new(),
        readings: Vec::new(),
        steps: Vec::new(),
        closing: None,
        states: entries.collect(),
    }
}

fn entry(on: Day, is: PairingState) -> PairingEntry {
    PairingEntry {
        on,
        is,
        by: None,
        why: None,
    }
}

/// A meeting at four in the afternoon.
pub(crate) fn meeting(on: &str, is: MeetingState) -> Meeting {
    meeting_on(day(on), is)
}

fn meeting_on(on: Day, is: MeetingState) -> Meeting {
    Meeting {
        id: id(&on.to_string()),
        at: Moment::at(on, 16, 0).unwrap(),
        zone: None,
        minutes: None,
        mode: None,
        place: None,
        is,
        planned_on: None,
        settled_on: None,
        absent: Vec::new(),
        revision: 0,
        topics: Vec::new(),
        mentor_learned: None,
    }
}

/// Enrols somebody who wants one mentor.
pub(crate) fn enroll_mentee(program: &mut Program, text: &str) {
    let person = Participant {
        mentee: Some(Mentee::default()),
        ..participant(text)
    };
    program.participants.insert(person.id.clone(), person);
}

/// Adds a pair whose meetings are all in person.
pub(crate) fn add_pair(
    program: &mut Program,
    text: &str,
    state: (&str, PairingState),
    meetings: &[(&str, MeetingState)],
) {
    let pairing = pairing_with(text, &[state]);
    let meetings = meetings.iter().map(|&(on, is)| Meeting {
        mode: Some(Mode::InPerson),
        ..meeting(on, is)
    });
    let log = Log {
        meetings: meetings.collect(),
        ..Log::default()
    };
    program.logs.insert(pairing.id.clone(), log);
    program.pairings.insert(pairing.id.clone(), pairing);
}

/// The first day of random histories.
pub(crate) fn first_day() -> Day {
    day("2026-01-01")
}

/// A day of the year 2026, near its beginning.
pub(crate) fn days() -> impl Strategy<Value = Day> {
    (0_i64..240).prop_map(|days| first_day().plus_days(days))
}

/// Any history, legal or not.
pub(crate) fn states() -> impl Strategy<Value = Vec<PairingEntry>> {
    let state = prop::sample::select(vec![
        PairingState::Proposed,
        PairingState::Accepted,
        PairingState::Active,
        PairingState::Active,
        PairingState::Active,
        PairingState::Paused,
        PairingState::Closing,
        PairingState::Closed,
        PairingState::Declined,
        PairingState::Withdrawn,
        PairingState::Void,
    ]);
    vec((days(), state).prop_map(|(on, is)| entry(on, is)), 0..5)
}

fn meetings() -> impl Strategy<Value = Vec<Meeting>> {
    let is = prop::sample::select(vec![
        MeetingState::Planned,
        MeetingState::Held,
        MeetingState::Held,
        MeetingState::Cancelled,
        MeetingState::Missed,
    ]);
    let mode = prop::sample::select(vec![Mode::Video, Mode::InPerson, Mode::Phone, Mode::Email]);
    let one = (days(), is, of(mode), of(1_u32..200), of(days()), of(days()));
    let one = one.prop_map(|(on, is, mode, minutes, planned_on, settled_on)| Meeting {
        minutes,
        mode,
        planned_on,
        settled_on,
        ..meeting_on(on, is)
    });
    // Ids tell meetings of one day apart.
    vec(one, 0..7).prop_map(|mut meetings| {
        for (index, meeting) in meetings.iter_mut().enumerate() {
            meeting.id = id(&format!("{}-{}", meeting.at.day(), index + 2));
        }
        meetings
    })
}

fn logs() -> impl Strategy<Value = Log> {
    let helped = prop::sample::select(vec![Helped::Yes, Helped::Partly, Helped::No]);
    let advice = vec((days(), any::<bool>()), 0..4);
    let tried = vec((0_usize..4, days(), of(helped)), 0..5);
    let questions = vec((days(), of(0_usize..7)), 0..4);
    let homework = vec((of(0_usize..7), of(days()), of(days())), 0..4);
    (meetings(), advice, tried, questions, homework).prop_map(
        |(meetings, advice, tried, questions, homework)| {
            let meeting_id = |index: usize| meetings.get(index).map(|meeting| meeting.id.clone());
            Log {
                notes: Vec::new(),
                advice: numbered(advice, |index, (on, has_id)| Advice {
                    id: has_id.then(|| id(&format!("a-{index}"))),
                    meeting: None,
                    on,
                    text: format!("advice {index}"),
                }),
                tried: numbered(tried, |_, (advice, on, helped)| Tried {
                    advice: id(&format!("a-{advice}")),
                    on,
                    how: None,
                    response: None,
                    helped,
                    evidence: None,
                }),
                questions: numbered(questions, |index, (on, answered)| Question {
                    id: Some(id(&format!("q-{index}"))),
                    on,
                    text: format!("question {index}"),
                    answered_in: answered.and_then(meeting_id),
                }),
                homework: numbered(homework, |index, (meeting, due, done)| Homework {
                    id: Some(id(&format!("h-{index}"))),
                    meeting: meeting.and_then(meeting_id),
                    owner: "mentee".into(),
                    text: format!("homework {index}"),
                    due,
                    done,
                    evidence: None,
                }),
                meetings,
            }
        },
    )
}

fn numbered<From, To>(items: Vec<From>, make: impl Fn(usize, From) -> To) -> Vec<To> {
    let items = items.into_iter().enumerate();
    items.map(|(index, item)| make(index, item)).collect()
}

/// Names of people in random programs.
const PEOPLE: [&str; 6] = ["ada", "ben", "eve", "kim", "lee", "mia"];
const FACETS: [&str; 2] = ["career", "technical"];
const COHORTS: [&str; 2] = ["autumn", "spring"];

fn people() -> impl Strategy<Value = Vec<Participant>> {
    Vec::from(PEOPLE.map(one_participant)).prop_map(|people| people.into_iter().flatten().collect())
}

fn one_participant(text: &'static str) -> impl Strategy<Value = Option<Participant>> {
    let request = (
        of(prop::sample::select(FACETS.to_vec())),
        of(prop::sample::select(COHORTS.to_vec())),
        1_u32..3,
    );
    let readiness = prop::sample::select(vec![
        Readiness::Applied,
        Readiness::Ready,
        Readiness::Ready,
        Readiness::Waiting,
        Readiness::Paused,
        Readiness::Left,
        Readiness::Declined,
    ]);
    let role = prop::sample::select(vec![Role::Mentor, Role::Mentee]);
    let certification = prop::sample::select(vec![
        CertificationState::Studying,
        CertificationState::Passed,
        CertificationState::Expired,
    ]);
    let parts = (
        any::<bool>(),
        vec(request, 0..3),
        of(0_u32..4),
        vec((days(), readiness, of(role)), 0..3),
        vec((0_u8..2, certification, days()), 0..3),
        any::<bool>(),
    );
    parts.prop_map(
        move |(is_mentee, requests, capacity, states, certifications, is_there)| {
            let requests = requests
                .into_iter()
                .map(|(facet, cohort, mentors)| Request {
                    facet: facet.map(str::to_owned),
                    cohort: cohort.map(id),
                    mentors,
                    ..Request::default()
                });
            let states = states.into_iter().map(|(on, is, role)| ReadinessEntry {
                on,
                is,
                role,
                by: None,
                why: None,
            });
            let certifications =
                certifications
                    .into_iter()
                    .map(|(number, is, on)| CertificationStep {
                        id: id(&format!("az-{number}")),
                        is,
                        on,
                        exam: None,
                    });
            is_there.then(|| Participant {
                mentee: is_mentee.then(Mentee::default),
                requests: requests.collect(),
                mentor: capacity.map(mentor),
                states: states.collect(),
                certifications: certifications.collect(),
                ..participant(text)
            })
        },
    )
}

fn pairings() -> impl Strategy<Value = BTreeMap<Id, (Pairing, Log)>> {
    let kind = prop::sample::select(vec![
        PairingKind::Pair,
        PairingKind::Pair,
        PairingKind::Circle,
        PairingKind::Peer,
        PairingKind::Reverse,
        PairingKind::Flash,
    ]);
    let every = prop::sample::select(vec!["week", "2 weeks", "month", "quarter"]);
    let shape = (
        vec(0..PEOPLE.len(), 2..4),
        kind,
        of(prop::sample::select(FACETS.to_vec())),
        of(prop::sample::select(COHORTS.to_vec())),
        of(every.clone()),
        of(every),
    );
    let times = (of(days()), of(days()), of(1_u32..100), states());
    let readings = vec((0_usize..2, days(), of(0_i64..=110)), 0..5);
    let closing = of((of(any::<bool>()), of(any::<bool>())));
    let one = (shape, times, readings, closing, logs()).prop_filter_map(
        "different people",
        |(shape, (starts, ends, minutes, states), readings, closing, log)| {
            let (people, kind, facet, cohort, every, in_person_every) = shape;
            let mut people = people.into_iter().map(|index| PEOPLE[index]);
            let mentor = people.next()?;
            let mut mentees: Vec<&str> = people.filter(|&mentee| mentee != mentor).collect();
            mentees.sort_unstable();
            mentees.dedup();
            let text = format!("{mentor}-mentors-{}", mentees.first()?);
            let pairing = Pairing {
                mentees: mentees.into_iter().map(person_id).collect(),
                kind,
                facets: facet.into_iter().map(str::to_owned).collect(),
                cohort: cohort.map(id),
                every: every.map(cadence),
                in_person_every: in_person_every.map(cadence),
                starts,
                ends,
                minutes,
                states,
                goals: (0..2).map(goal).collect(),
                readings: numbered(readings, |_, (goal, on, percent)| GoalReading {
                    goal: id(&format!("g-{goal}")),
                    on,
                    percent,
                }),
                closing: closing.map(|(planned, rematch_mentee)| Closing {
                    planned,
                    rematch_mentee,
                    ..Closing::default()
                }),
                ..pairing_with(&text, &[])
            };
            Some((pairing.id.clone(), (pairing, log)))
        },
    );
    vec(one, 0..6).prop_map(|pairings| pairings.into_iter().collect())
}

fn goal(number: usize) -> Goal {
    Goal {
        id: id(&format!("g-{number}")),
        of: GoalOf::Mentee,
        measure: None,
        text: format!("goal {number}"),
        due: None,
        certification: None,
    }
}

fn objectives() -> impl Strategy<Value = (Vec<Objective>, Vec<ObjectiveReading>)> {
    let metric = prop::sample::select(vec![
        Metric::MatchRate,
        Metric::MeetingsPerMonth,
        Metric::GoalsReached,
        Metric::CertificationsPassed,
        Metric::Satisfaction,
        Metric::MentorsReady,
        Metric::PaidForward,
        Metric::Entered,
    ]);
    let value = || (0_i32..100).prop_map(f64::from);
    let one = (metric, of(value()), of(value()), of(days()));
    let readings = vec((0_usize..3, days(), value()), 0..6);
    (vec(one, 0..3), readings).prop_map(|(objectives, readings)| {
        let objectives = numbered(objectives, |index, (metric, baseline, target, due)| {
            Objective {
                id: id(&format!("objective-{index}")),
                title: format!("objective {index}"),
                metric,
                baseline,
                target,
                due,
                owner: None,
            }
        });
        let readings = numbered(readings, |_, (index, on, value)| ObjectiveReading {
            objective: id(&format!("objective-{index}")),
            on,
            value,
        });
        (objectives, readings)
    })
}

fn cohorts() -> impl Strategy<Value = Vec<Cohort>> {
    let dates = || (of(days()), of(days()));
    let cohorts = of((dates(), dates()));
    cohorts.prop_map(|dates| {
        let dates = dates.into_iter().flat_map(|(one, other)| [one, other]);
        let cohorts = COHORTS.into_iter().zip(dates);
        cohorts
            .map(|(text, (starts, ends))| Cohort {
                id: id(text),
                starts,
                ends,
                closed: None,
            })
            .collect()
    })
}

/// Any small program; its records may break rules, for people edit files by hand.
pub(crate) fn programs() -> impl Strategy<Value = Program> {
    let gates = (any::<bool>(), any::<bool>());
    let parts = (people(), pairings(), objectives(), cohorts(), gates);
    parts.prop_map(
        |(people, pairings, (objectives, readings), cohorts, gates)| {
            let mut program = program();
            program.settings.cohorts = cohorts;
            program.settings.policy.screening = gates.0;
            if gates.1 {
                program.settings.policy.in_person_every = None;
            }
            program.objectives = objectives;
            program.readings = readings;
            program.participants = people
                .into_iter()
                .map(|participant| (participant.id.clone(), participant))
                .collect();
            for (id, (pairing, log)) in pairings {
                program.pairings.insert(id.clone(), pairing);
                program.logs.insert(id, log);
            }
            program
        },
    )
}

/// The program with further records, all of them dated after a day.
///
/// Only what has a history by that day gets more of it: a record without any date is as old as its file.
pub(crate) fn later_records(mut program: Program, past: Day) -> Program {
    let later = past.plus_days(1);
    for participant in program.participants.values_mut() {
        if participant.states.iter().any(|entry| entry.on <= past) {
            participant.states.push(ReadinessEntry {
                on: later,
                is: Readiness::Left,
                role: None,
                by: None,
                why: None,
            });
        }
        participant.certifications.push(CertificationStep {
            id: id("az-9"),
            is: CertificationState::Passed,
            on: later,
            exam: None,
        });
    }
    for pairing in program.pairings.values_mut() {
        if pairing.states.iter().any(|entry| entry.on <= past) {
            pairing.states.push(entry(later, PairingState::Closed));
        }
        pairing.readings.push(GoalReading {
            goal: id("g-0"),
            on: later,
            percent: Some(100),
        });
    }
    for log in program.logs.values_mut() {
        log.meetings.push(Meeting {
            planned_on: Some(later),
            id: id("later"),
            ..meeting_on(past, MeetingState::Held)
        });
        log.advice.push(Advice {
            id: Some(id("a-later")),
            meeting: None,
            on: later,
            text: "later".to_owned(),
        });
        log.tried.push(Tried {
            advice: id("a-0"),
            on: later,
            how: None,
            response: None,
            helped: Some(Helped::Yes),
            evidence: None,
        });
        for question in &mut log.questions {
            question.answered_in.get_or_insert(id("later"));
        }
    }
    program.readings.push(ObjectiveReading {
        objective: id("objective-0"),
        on: later,
        value: 99.0,
    });
    program
}

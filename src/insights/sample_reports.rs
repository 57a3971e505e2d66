//! Random programs with everything that reports are made from: events, outcomes, reasons, answers, check-ins, money.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::insights::sample::{day, days, id, person_id, programs};
use crate::model::confidential::{Checkin, CheckinKind, Score};
use crate::model::day::{Day, Moment};
use crate::model::event::{Attendance, Event, EventKind};
use crate::model::pairing::{Answer, Assent, Closing, EndedBy};
use crate::model::participant::Outcome;
use crate::model::program::Program;
use crate::model::settings::Comparison;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

/// Who is invited: some of them are never enrolled.
const INVITED: [&str; 4] = ["ada", "ben", "KIM", "stranger@example.org"];
const PEOPLE: [&str; 6] = ["ada", "ben", "eve", "kim", "lee", "mia"];
const WORDS: [&str; 3] = ["promoted", "Promoted ", "stayed"];
const REASONS: [&str; 2] = ["workload", "mismatch"];

/// What is added to the file of a pairing.
type Ending = (
    bool,
    Option<usize>,
    Option<bool>,
    Option<usize>,
    Option<usize>,
);

/// Any small program with everything that reports are made from.
pub(crate) fn reported_programs() -> impl Strategy<Value = Program> {
    let invitations = vec((0..INVITED.len(), of(days())), 0..5);
    let outcomes = vec((0..PEOPLE.len(), 0..WORDS.len(), days()), 0..6);
    let ending = (
        any::<bool>(),
        of(0..WORDS.len()),
        of(any::<bool>()),
        of(0..REASONS.len()),
        of(0_usize..4),
    );
    let endings = vec(ending, 6);
    let money = (of(0_i64..100_000), of(0_u8..100));
    let scores = vec((0..PEOPLE.len(), any::<bool>(), days(), 1_i64..6), 0..8);
    let parts = (programs(), invitations, outcomes, endings, money, scores);
    parts.prop_map(
        |(mut program, invitations, outcomes, endings, money, scores)| {
            program.events.push(event(day("2026-03-01")));
            program.attendances = invitations.into_iter().map(invited).collect();
            for (person, what, on) in outcomes {
                let person = program.participants.get_mut(&person_id(PEOPLE[person]));
                let what = WORDS[what].to_owned();
                if let Some(person) = person {
                    person.outcomes.push(Outcome { on, what });
                }
            }
            add_endings(&mut program, &endings);
            program.settings.resources.budget = money.0;
            let compared = money.1.map(|percent| Comparison {
                outcome: "promoted".to_owned(),
                percent: f64::from(percent),
                n: None,
                source: None,
            });
            program.settings.comparisons.extend(compared);
            add_scores(&mut program, &scores);
            program
        },
    )
}

fn event(on: Day) -> Event {
    Event {
        id: id("info"),
        kind: EventKind::InformationSession,
        at: Moment::at(on, 12, 0).unwrap(),
        zone: None,
        minutes: None,
        place: None,
        title: None,
        module: None,
    }
}

fn invited((person, invited): (usize, Option<Day>)) -> Attendance {
    Attendance {
        event: id("info"),
        person: INVITED[person].to_owned(),
        invited,
        answered: None,
        came: None,
        expectations: None,
        goals: None,
    }
}

fn add_endings(program: &mut Program, endings: &[Ending]) {
    let pairings = program.pairings.values_mut().zip(endings);
    for (pairing, (is_absent, outcome, no, reason, by)) in pairings {
        let by = by.map(|by| {
            [
                EndedBy::Mentor,
                EndedBy::Mentee,
                EndedBy::Both,
                EndedBy::Coordinator,
            ][by]
        });
        pairing.closing = pairing.closing.take().map(|closing| Closing {
            outcome: outcome.map(|outcome| WORDS[outcome].to_owned()),
            reason: reason.map(|reason| REASONS[reason].to_owned()),
            by,
            ..closing
        });
        for entry in &mut pairing.states {
            entry.why = reason.map(|reason| format!(" {}", REASONS[reason]));
        }
        let person = match no {
            Some(true) => Some(pairing.mentor.clone()),
            Some(false) => pairing.mentees.first().cloned(),
            None => None,
        };
        pairing.answers.extend(person.map(|person| Answer {
            person,
            on: day("2026-02-01"),
            is: Assent::No,
        }));
        let absent = pairing.mentees.first().filter(|_| *is_absent);
        let log = program.logs.get_mut(&pairing.id);
        let first = log.and_then(|log| log.meetings.first_mut());
        if let Some(meeting) = first {
            meeting.absent.extend(absent.cloned());
        }
    }
}

fn add_scores(program: &mut Program, scores: &[(usize, bool, Day, i64)]) {
    let pairings: Vec<_> = program.pairings.keys().cloned().collect();
    for (index, (person, is_named, on, score)) in scores.iter().enumerate() {
        let Some(pairing) = pairings.get(index % pairings.len().max(1)) else {
            return;
        };
        let kept = program.confidential_pairings.entry(pairing.clone());
        kept.or_default().checkins.push(Checkin {
            id: None,
            on: *on,
            kind: CheckinKind::Regular,
            from: is_named.then(|| person_id(PEOPLE[*person])),
            meeting: None,
            scores: vec![(Score::Satisfaction, *score)],
            text: None,
        });
    }
}

//! A pairing, its log and its program for tests of changes: Grace mentors Ada since 12 January 2026.

use crate::change::edit::{Author, Change, Edit};
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::log::{Advice, Homework, Log, Meeting, MeetingState};
use crate::model::pairing::{Pairing, PairingEntry, PairingKind, PairingState};

pub(super) fn id(text: &str) -> Id {
    Id::parse(text).expect("ids of tests are ids")
}

pub(super) fn person(text: &str) -> PersonId {
    PersonId::parse(text).expect("ids of tests are ids")
}

pub(super) fn day(text: &str) -> Day {
    Day::parse_iso(text).expect("days of tests are days")
}

/// Somebody unnamed on a day.
pub(super) fn on(text: &str) -> Author {
    Author {
        today: day(text),
        by: None,
    }
}

/// The fields that a change sets or appends, as `key = value`, in order.
pub(super) fn written(change: &Change) -> Vec<String> {
    let mut written = Vec::new();
    for edit in &change.edits {
        match edit {
            Edit::Set { key, value, .. } => written.push(format!("{key} = {value:?}")),
            Edit::Append { table, fields, .. } => {
                let fields = fields
                    .iter()
                    .map(|(key, value)| format!("{key} = {value:?}"));
                written.push(format!("[[{table}]]"));
                written.extend(fields);
            }
            other => written.push(format!("{other:?}")),
        }
    }
    written
}

/// A pairing in a stage since 12 January 2026.
pub(super) fn pairing(stage: PairingState) -> Pairing {
    Pairing {
        id: id("grace-hopper-mentors-ada-lovelace"),
        mentor: person("grace-hopper"),
        mentees: vec![person("ada-lovelace")],
        kind: PairingKind::Pair,
        cohort: None,
        facets: Vec::new(),
        serves: Vec::new(),
        starts: Some(day("2026-01-12")),
        ends: Some(day("2026-07-31")),
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
        states: vec![PairingEntry {
            on: day("2026-01-12"),
            is: stage,
            by: None,
            why: None,
        }],
    }
}

/// A log with one meeting on 3 February 2026, and advice and homework of it.
pub(super) fn log(is: MeetingState) -> Log {
    let meeting = id("2026-01-20");
    let on = day("2026-02-03");
    Log {
        meetings: vec![Meeting {
            id: meeting.clone(),
            at: Moment::at(on, 16, 0).expect("four o'clock is on the clock"),
            zone: None,
            minutes: None,
            mode: None,
            place: None,
            is,
            planned_on: Some(day("2026-01-20")),
            settled_on: None,
            absent: Vec::new(),
            revision: 2,
            topics: Vec::new(),
            mentor_learned: None,
        }],
        advice: vec![Advice {
            id: Some(id("a-7k3f2")),
            meeting: Some(meeting.clone()),
            on,
            text: "Draw it.".to_owned(),
        }],
        homework: vec![Homework {
            id: Some(id("h-0wz5d")),
            meeting: Some(meeting),
            owner: "mentee".into(),
            text: "Draw one page".to_owned(),
            due: None,
            done: None,
            evidence: None,
        }],
        ..Log::default()
    }
}

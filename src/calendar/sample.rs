//! Small programs for tests of the calendar and of the rooms above it.

use crate::model::cadence::Cadence;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingEntry, PairingKind, PairingState};
use crate::model::participant::Participant;
use crate::model::program::Program;
use crate::model::settings::{
    Audience, Confidential, HealthThresholds, Policy, ProgramKind, Resources, Settings,
};
use crate::model::window::Window;
use chrono_tz::Tz;
use std::collections::BTreeMap;

pub(crate) fn day(text: &str) -> Day {
    Day::parse_iso(text).expect("days of tests are days")
}

pub(crate) fn id(text: &str) -> Id {
    Id::parse(text).expect("ids of tests are ids")
}

pub(crate) fn person_id(text: &str) -> PersonId {
    PersonId::parse(text).expect("ids of tests are ids")
}

pub(crate) fn cadence(text: &str) -> Cadence {
    Cadence::parse(text).expect("cadences of tests are cadences")
}

pub(crate) fn windows(words: &[&str]) -> Vec<Window> {
    let parse = |words: &&str| Window::parse(words).expect("windows of tests are windows");
    words.iter().map(parse).collect()
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
        working_hours: windows(&["Mon-Fri 09:00-17:00"]),
        checkin_first_days: 30,
        checkin_every_days: 60,
        scale: (1, 5),
        keep_people: None,
        conduct: None,
    }
}

/// Somebody who is free at these times in a zone.
pub(crate) fn person(text: &str, zone: Tz, free: &[&str]) -> Participant {
    Participant {
        id: person_id(text),
        name: text.to_owned(),
        email: None,
        also: Vec::new(),
        title: None,
        organization: None,
        department: None,
        team: None,
        profession: None,
        location: None,
        timezone: Some(zone),
        languages: Vec::new(),
        level: None,
        reports_to: None,
        modes: Vec::new(),
        free: windows(free),
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

/// A pair that is active in these days.
pub(crate) fn pair(mentor: &str, mentee: &str, starts: Day, ends: Day) -> Pairing {
    Pairing {
        id: id(&format!("{mentor}-mentors-{mentee}")),
        mentor: person_id(mentor),
        mentees: vec![person_id(mentee)],
        kind: PairingKind::Pair,
        cohort: None,
        facets: Vec::new(),
        serves: Vec::new(),
        continues: None,
        starts: Some(starts),
        ends: Some(ends),
        every: None,
        longest: None,
        in_person_every: None,
        minutes: None,
        answers: Vec::new(),
        extensions: Vec::new(),
        agreement: None,
        rationale: None,
        goals: Vec::new(),
        readings: Vec::new(),
        steps: Vec::new(),
        closing: None,
        states: vec![PairingEntry {
            on: starts,
            is: PairingState::Active,
            by: None,
            why: None,
        }],
    }
}

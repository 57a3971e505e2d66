//! People and programs for the tests of this room.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::model::cadence::Cadence;
use crate::model::confidential;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::match_rules::{Forbid, ForbidKind, MatchRules, Rule, RuleKind};
use crate::model::pairing::{Pairing, PairingEntry, PairingKind, PairingState};
use crate::model::participant::{Mentor, Participant, Request};
use crate::model::program::Program;
use crate::model::settings::{
    Audience, Cohort, Confidential, HealthThresholds, Policy, ProgramKind, Resources, Settings,
};
use crate::model::vocabulary::Vocabulary;
use std::collections::BTreeMap;

/// The day on which the tests happen.
pub(crate) fn today() -> Day {
    Day::new(2026, 1, 12).unwrap()
}

pub(crate) fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

pub(crate) fn person_id(text: &str) -> PersonId {
    PersonId::parse(text).unwrap()
}

/// The cohort that the tests match.
pub(crate) fn cohort() -> Id {
    id("2026-spring")
}

/// A program of these people with these rules, with one earlier cohort.
pub(crate) fn program(
    people: impl IntoIterator<Item = Participant>,
    match_rules: MatchRules,
) -> Program {
    let levels = ["entry", "professional", "senior", "lead"];
    Program {
        settings: settings(),
        objectives: Vec::new(),
        readings: Vec::new(),
        vocabulary: Vocabulary {
            levels: levels.map(str::to_owned).to_vec(),
            ..Vocabulary::default()
        },
        match_rules,
        participants: people
            .into_iter()
            .map(|person| (person.id.clone(), person))
            .collect(),
        pairings: BTreeMap::new(),
        logs: BTreeMap::new(),
        drafts: BTreeMap::new(),
        improvements: Vec::new(),
        prospects: crate::model::prospect::Prospects::default(),
        events: Vec::new(),
        attendances: Vec::new(),
        confidential_pairings: BTreeMap::new(),
        confidential_people: BTreeMap::new(),
        confidential_program: confidential::Confidential::default(),
    }
}

fn settings() -> Settings {
    let cohort = |text: &str, starts: Day, ends: Day| Cohort {
        id: id(text),
        starts: Some(starts),
        ends: Some(ends),
        closed: None,
    };
    Settings {
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
        cohorts: vec![
            cohort(
                "2025-spring",
                Day::new(2025, 1, 13).unwrap(),
                Day::new(2025, 7, 31).unwrap(),
            ),
            cohort(
                "2026-spring",
                Day::new(2026, 1, 12).unwrap(),
                Day::new(2026, 7, 31).unwrap(),
            ),
        ],
        milestones: Vec::new(),
        holidays: Vec::new(),
        trainings: Vec::new(),
        certifications: Vec::new(),
        agendas: Vec::new(),
        handbook: Vec::new(),
        steps: Vec::new(),
        eligibility: Vec::new(),
        comparisons: Vec::new(),
    }
}

fn policy() -> Policy {
    let cadence = |text: &str| text.parse::<Cadence>().unwrap();
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
        in_person_every: None,
        meeting_minutes: 45,
        working_hours: Vec::new(),
        checkin_first_days: 30,
        checkin_every_days: 60,
        scale: (1, 5),
        keep_people: None,
        conduct: None,
    }
}

/// Somebody who neither asks nor gives.
pub(crate) fn person(text: &str) -> Participant {
    Participant {
        id: person_id(text),
        name: text.to_owned(),
        email: Some(format!("{text}@example.org")),
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

/// A mentor with places.
pub(crate) fn mentor(text: &str, capacity: u32) -> Participant {
    let mentor = Mentor {
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
    };
    Participant {
        mentor: Some(mentor),
        ..person(text)
    }
}

/// A mentee who wants so many mentors for any facet.
pub(crate) fn mentee(text: &str, mentors: u32) -> Participant {
    Participant {
        requests: vec![Request {
            mentors,
            ..Request::default()
        }],
        ..person(text)
    }
}

/// A request for one mentor of a facet.
pub(crate) fn request(facet: &str) -> Request {
    Request {
        facet: Some(facet.to_owned()),
        mentors: 1,
        ..Request::default()
    }
}

/// A rule about a field.
pub(crate) fn rule(text: &str, kind: RuleKind, field: Option<&str>, points: i64) -> Rule {
    Rule {
        id: id(text),
        kind,
        field: field.map(str::to_owned),
        mentee_field: None,
        points,
        min: None,
        max: None,
    }
}

/// A rule that forbids.
pub(crate) fn forbid(text: &str, kind: ForbidKind, field: Option<&str>) -> Forbid {
    Forbid {
        id: id(text),
        kind,
        field: field.map(str::to_owned),
        min: None,
        max: None,
        mentor: None,
        mentee: None,
        why: None,
    }
}

/// A pairing in the cohort of the tests that stands so since the first day.
pub(crate) fn pairing(mentor: &str, mentee: &str, is: PairingState) -> Pairing {
    Pairing {
        id: id(&format!("{mentor}-mentors-{mentee}")),
        mentor: person_id(mentor),
        mentees: vec![person_id(mentee)],
        kind: PairingKind::Pair,
        cohort: Some(cohort()),
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
        states: vec![PairingEntry {
            on: today(),
            is,
            by: None,
            why: None,
        }],
    }
}

/// The program with one more pairing.
pub(crate) fn with(mut program: Program, pairing: Pairing) -> Program {
    program.pairings.insert(pairing.id.clone(), pairing);
    program
}

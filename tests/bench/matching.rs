//! How fast a pool is matched: `cargo bench --bench matching [-- PEOPLE ...]`.
//!
//! Pools are made up, the same on every run: mentees with one to three requests, mentors with one to four places,
//! skills, facets, departments, languages, places, levels, teams, managers, wishes and vetoes.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot be set up has to stop"
)]

use pleiad::matching::defaults::{RuleSet, default_rules};
use pleiad::matching::run::{Question, run};
use pleiad::model::cadence::Cadence;
use pleiad::model::day::Day;
use pleiad::model::draft::Aim;
use pleiad::model::id::{Id, PersonId};
use pleiad::model::match_rules::RuleKind;
use pleiad::model::participant::{Mentor, Participant, Request, Style};
use pleiad::model::program::Program;
use pleiad::model::settings::{
    Audience, Confidential, HealthThresholds, Policy, ProgramKind, Resources, Settings,
};
use pleiad::model::vocabulary::Vocabulary;
use pleiad::model::window::Window;
use std::collections::BTreeMap;
use std::time::Instant;

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn word(&mut self, kind: &str, sides: usize) -> String {
        format!("{kind}-{}", self.below(sides))
    }
}

fn main() {
    let sizes: Vec<usize> = std::env::args()
        .skip(1)
        .filter_map(|size| size.parse().ok())
        .collect();
    let sizes = if sizes.is_empty() {
        vec![1_000, 5_000, 10_000]
    } else {
        sizes
    };
    for people in sizes {
        for with_hours in [false, true] {
            measure(people, with_hours);
        }
    }
}

fn measure(people: usize, with_hours: bool) {
    let program = program(people, with_hours);
    let question = Question {
        cohort: Id::parse("main").unwrap(),
        aim: Aim::Coverage,
        today: today(),
        scores: None,
        progress: None,
    };
    let mut seconds: Vec<f64> = Vec::new();
    let mut reached = (0, 0, 0, 0);
    for _ in 0..3 {
        let start = Instant::now();
        let outcome = run(&program, &question).unwrap();
        seconds.push(start.elapsed().as_secs_f64());
        reached = (
            outcome.mentees_served,
            outcome.requests,
            outcome.requests_served,
            outcome.points,
        );
    }
    seconds.sort_by(f64::total_cmp);
    println!(
        "{people} people, hours {with_hours}: {:.1} ms, {reached:?}",
        seconds[1] * 1e3
    );
}

fn today() -> Day {
    Day::new(2026, 11, 23).unwrap()
}

fn program(people: usize, with_hours: bool) -> Program {
    let mut dice = Dice(7);
    let mut participants = BTreeMap::new();
    for number in 0..people {
        for is_mentor in [true, false] {
            let person = person(&mut dice, people, number, is_mentor, with_hours);
            participants.insert(person.id.clone(), person);
        }
    }
    let mut match_rules = default_rules(RuleSet::Cohort);
    if !with_hours {
        match_rules
            .rules
            .retain(|rule| rule.kind != RuleKind::SharedHours);
    }
    let levels = ["entry", "professional", "senior", "lead", "principal"];
    Program {
        settings: settings(),
        objectives: Vec::new(),
        readings: Vec::new(),
        vocabulary: Vocabulary {
            levels: levels.map(str::to_owned).to_vec(),
            ..Vocabulary::default()
        },
        match_rules,
        participants,
        pairings: BTreeMap::new(),
        logs: BTreeMap::new(),
        drafts: BTreeMap::new(),
    }
}

fn person(
    dice: &mut Dice,
    people: usize,
    number: usize,
    is_mentor: bool,
    with_hours: bool,
) -> Participant {
    let levels = ["entry", "professional", "senior", "lead", "principal"];
    let side = if is_mentor { "giver" } else { "asker" };
    let zones = [
        chrono_tz::Europe::London,
        chrono_tz::Europe::Berlin,
        chrono_tz::America::New_York,
    ];
    let other = |dice: &mut Dice| {
        PersonId::parse(&format!(
            "{}-{}",
            if is_mentor { "asker" } else { "giver" },
            dice.below(people)
        ))
        .unwrap()
    };
    let skills = |dice: &mut Dice, most: usize| {
        let count = 1 + dice.below(most);
        (0..count)
            .map(|_| dice.word("skill", 170))
            .collect::<Vec<String>>()
    };
    let requests = (0..1 + dice.below(10) / 7 + dice.below(10) / 8)
        .map(|_| Request {
            facet: Some(dice.word("facet", 8)),
            skills: skills(dice, 4),
            style: vec![Style::Teacher],
            mentors: 1,
            ..Request::default()
        })
        .collect();
    Participant {
        id: PersonId::parse(&format!("{side}-{number}")).unwrap(),
        name: format!("{side} {number}"),
        email: Some(format!("{side}-{number}@example.org")),
        also: Vec::new(),
        title: None,
        organization: None,
        department: Some(dice.word("department", 12)),
        team: Some(dice.word("team", people / 8 + 1)),
        location: Some(dice.word("city", 30)),
        timezone: Some(zones[dice.below(3)]),
        languages: (0..=dice.below(2))
            .map(|_| dice.word("language", 4))
            .collect(),
        level: Some(levels[(dice.below(3) + usize::from(is_mentor) * 2).min(4)].to_owned()),
        reports_to: (!is_mentor).then(|| other(dice).to_string()),
        modes: Vec::new(),
        free: if with_hours {
            let days = ["Mon", "Tue", "Wed", "Thu", "Fri"];
            (0..2)
                .map(|_| {
                    let from = 8 + dice.below(9);
                    Window::parse(&format!(
                        "{} {from:02}:00-{:02}:30",
                        days[dice.below(5)],
                        from + 1 + dice.below(2)
                    ))
                    .unwrap()
                })
                .collect()
        } else {
            Vec::new()
        },
        prefer: if dice.below(5) == 0 {
            vec![other(dice)]
        } else {
            Vec::new()
        },
        never: if dice.below(5) == 0 {
            vec![other(dice)]
        } else {
            Vec::new()
        },
        consented: None,
        mentee: None,
        requests: if is_mentor { Vec::new() } else { requests },
        mentor: is_mentor.then(|| Mentor {
            capacity: u32::try_from(1 + dice.below(4) / 2 + dice.below(2)).unwrap(),
            circle: false,
            facets: vec![dice.word("facet", 8), dice.word("facet", 8)],
            skills: skills(dice, 9),
            style: vec![Style::Teacher],
            minutes_per_week: None,
            motivation: None,
            hopes: None,
            confidence: None,
            volunteered: None,
            cohorts: Vec::new(),
        }),
        trainings: Vec::new(),
        certifications: Vec::new(),
        absences: Vec::new(),
        reliefs: Vec::new(),
        outcomes: Vec::new(),
        extra: BTreeMap::new(),
        states: Vec::new(),
    }
}

fn settings() -> Settings {
    let cadence = |text: &str| text.parse::<Cadence>().unwrap();
    Settings {
        format: 1,
        id: Id::parse("bench").unwrap(),
        name: "Bench".to_owned(),
        kind: ProgramKind::Program,
        purpose: None,
        timezone: chrono_tz::UTC,
        me: None,
        audience: Audience::default(),
        resources: Resources::default(),
        policy: Policy {
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
            conduct: None,
        },
        health: HealthThresholds {
            first_meeting_days: 10,
            silence_days_after_cadence: 14,
            stage_days: 21,
        },
        cohorts: Vec::new(),
        milestones: Vec::new(),
        holidays: Vec::new(),
        trainings: Vec::new(),
        certifications: Vec::new(),
    }
}

//! How fast a pool is matched, as ratios within one run: `cargo bench --bench matching [-- PEOPLE ...]`.
//!
//! The long run is `-- 10000 100000`: two solvers on 10,000 mentees, and 100,000 with ours alone, once and without free
//! hours; minutes, and 3 GB for the peers' dense tables. With the word `alone` no other solver runs.
//!
//! Pools are made up, the same on every run: mentees with one to three requests, mentors with one to four places,
//! skills, facets, departments, languages, places, levels, teams, managers, wishes and vetoes.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot be set up has to stop"
)]

use lapjv::lapjv;
use ndarray::Array2;
use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;
use pleiad::matching::defaults::{RuleSet, default_rules};
use pleiad::matching::question::Question;
use pleiad::matching::run::{each_allowed_pair, run};
use pleiad::model::cadence::Cadence;
use pleiad::model::confidential;
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
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

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
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let is_alone = arguments.iter().any(|word| word == "alone");
    let sizes: Vec<usize> = arguments
        .iter()
        .filter_map(|size| size.parse().ok())
        .collect();
    let (sizes, peers) = if sizes.is_empty() {
        (vec![1_000, 10_000], vec![1_000, 2_000])
    } else {
        (
            sizes.clone(),
            sizes
                .into_iter()
                .filter(|size| *size <= PEER_PEOPLE_MAX)
                .collect(),
        )
    };
    println!("pools of as many mentees as mentors, one to three requests each; median of {RUNS}");
    for people in sizes {
        against_floor(people, false);
        if people <= PEER_PEOPLE_MAX {
            against_floor(people, true);
        }
    }
    println!(
        "one mentee to one mentor, against solvers of that narrower problem; points are given to them"
    );
    for people in peers {
        against_peers(people, is_alone);
    }
}

/// Runs of each figure.
const RUNS: usize = 3;
/// The largest pool whose dense table of points fits into a laptop.
const PEER_PEOPLE_MAX: usize = 10_000;
/// What a pair is worth to a solver that knows no coverage, beside its points: more than all points together.
const COVERED: i64 = 1_000_000_000;

fn question(aim: Aim) -> Question<'static> {
    Question {
        cohort: Id::parse("main").unwrap(),
        aim,
        today: today(),
        scores: None,
        progress: None,
    }
}

fn median<T>(people: usize, mut work: impl FnMut() -> T) -> (Duration, T) {
    let runs = if people <= PEER_PEOPLE_MAX { RUNS } else { 1 };
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..runs {
        drop(last.take());
        let start = Instant::now();
        last = Some(work());
        times.push(start.elapsed());
    }
    times.sort();
    (times[runs / 2], last.unwrap())
}

/// A whole run, from people to proven pairs with their reasons, against nothing but adding up the points of every pair.
fn against_floor(people: usize, with_hours: bool) {
    let program = program(people, with_hours);
    let before = memory_kib("VmRSS:");
    // The first run tells the memory: what later ones find free is in pieces.
    drop(run(&program, &question(Aim::Coverage)).unwrap());
    let peak = memory_kib("VmHWM:");
    let (whole, outcome) = median(people, || run(&program, &question(Aim::Coverage)).unwrap());
    let (floor, pairs) = median(people, || {
        let mut pairs = 0_u64;
        each_allowed_pair(&program, &question(Aim::Coverage), |_| {
            pairs += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
        pairs
    });
    println!(
        "{people:>6} people, {}: {:.1} ms, {:.2} times scoring each pair once ({:.1} ms); {} of {} requests, {pairs} pairs allowed; {} KiB beside the people's {before}",
        if with_hours {
            "free hours known"
        } else {
            "no free hours   "
        },
        milliseconds(whole),
        whole.as_secs_f64() / floor.as_secs_f64(),
        milliseconds(floor),
        outcome.requests_served,
        outcome.requests,
        peak.saturating_sub(before),
    );
}

/// A whole run against two assignment crates, which are given the points and must reach the same value.
fn against_peers(people: usize, is_alone: bool) {
    let mut program = program(people, false);
    for participant in program.participants.values_mut() {
        participant.requests.truncate(1);
        if let Some(mentor) = &mut participant.mentor {
            mentor.capacity = 1;
        }
    }
    let (ours, outcome) = median(people, || run(&program, &question(Aim::Coverage)).unwrap());
    let value = i64::try_from(outcome.requests_served).unwrap() * COVERED + outcome.points;
    println!("{people:>6} people: pleiad {:.1} ms", milliseconds(ours));
    if is_alone {
        return;
    }

    let points = table(&program, people);
    let worth = |mentors: &[usize]| -> i64 {
        let pairs = mentors.iter().enumerate();
        pairs.map(|pair| points[(pair.0, *pair.1)]).sum()
    };
    let peer = |name: &str, time: Duration, mentors: &[usize]| {
        assert_eq!(worth(mentors), value, "{name} found another optimum");
        println!(
            "        {name:<12} {:.1} ms, {:.1} times ours",
            milliseconds(time),
            time.as_secs_f64() / ours.as_secs_f64()
        );
    };
    let start = Instant::now();
    let (_, mentors) = kuhn_munkres(&points);
    peer("pathfinding", start.elapsed(), &mentors);

    #[expect(clippy::cast_precision_loss, reason = "points are far below 2^53")]
    let cost = |pair| (2 * COVERED - points[pair]) as f64;
    let costs = Array2::from_shape_fn((people, people), cost);
    let start = Instant::now();
    let (mentors, _) = lapjv(&costs).unwrap();
    peer("lapjv", start.elapsed(), &mentors);
}

/// What each pair is worth, mentees in rows; a forbidden one nothing.
fn table(program: &Program, people: usize) -> Matrix<i64> {
    let mut points = Matrix::new(people, people, 0);
    let number = |id: &PersonId| -> usize {
        let (_, number) = id.as_str().split_once('-').unwrap();
        number.parse().unwrap()
    };
    each_allowed_pair(program, &question(Aim::Coverage), |pair| {
        points[(number(pair.mentee), number(pair.mentor))] = COVERED + pair.points;
        ControlFlow::Continue(())
    })
    .unwrap();
    points
}

/// Memory of this process by the system's name for it, people included; 0 where the system does not tell.
fn memory_kib(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
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
        improvements: Vec::new(),
        prospects: pleiad::model::prospect::Prospects::default(),
        events: Vec::new(),
        attendances: Vec::new(),
        confidential_pairings: BTreeMap::new(),
        confidential_people: BTreeMap::new(),
        confidential_program: confidential::Confidential::default(),
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
        erased: None,
        also: Vec::new(),
        title: None,
        profession: None,
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
        may_be_named: None,
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
            keep_people: None,
            conduct: None,
        },
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
    }
}

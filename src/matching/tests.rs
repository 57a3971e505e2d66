//! Match runs from people to pairs, as a coordinator sees them.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::matching::defaults::{RuleSet, default_rules};
use crate::matching::explain::explain;
use crate::matching::fixture::{
    cohort, forbid, id, mentee, mentor, pairing, person, person_id, program, request, rule, today,
    with,
};
use crate::matching::outcome::{GapKind, IdleReason, Outcome};
use crate::matching::pair::{AskedFacet, PairQuestion, score_pair};
use crate::matching::point_rows::PointRows;
use crate::matching::pool::prepare;
use crate::matching::progress::Progress;
use crate::matching::question::{MatchError, Question};
use crate::matching::reason::Reason;
use crate::matching::run::{each_allowed_pair, run};
use crate::matching::scores::{ScoreFinding, ScoreTableBuilder};
use crate::matching::sheet::Effects;
use crate::matching::solver::kernel::NOT_ALLOWED;
use crate::matching::suggest::suggest;
use crate::matching::what_if::{Change, WhatIfError, what_if};
use crate::model::draft::Aim;
use crate::model::match_rules::{ForbidKind, MatchRules, Pin, RuleKind};
use crate::model::pairing::PairingState;
use crate::model::participant::{Mentor, Participant, Role};
use crate::model::program::Program;
use crate::model::value::Value;
use crate::model::vocabulary::Skill;
use std::ops::ControlFlow;
use std::path::Path;

fn question(aim: Aim) -> Question<'static> {
    Question {
        cohort: cohort(),
        aim,
        today: today(),
        scores: None,
        progress: None,
    }
}

fn matched(program: &Program) -> Outcome {
    run(program, &question(Aim::Coverage)).unwrap()
}

fn who(outcome: &Outcome) -> Vec<String> {
    outcome
        .pairs
        .iter()
        .map(|pair| format!("{}-{}", pair.mentor, pair.mentee))
        .collect()
}

fn departments(mut person: Participant, department: &str) -> Participant {
    person.department = Some(department.to_owned());
    person
}

#[test]
fn every_mentee_gets_one_mentor_before_anybody_gets_two() {
    let mentors = (0..40).map(|number| mentor(&format!("giver-{number}"), 1));
    let mentees = (0..60).map(|number| mentee(&format!("asker-{number}"), 2));
    let outcome = matched(&program(mentors.chain(mentees), MatchRules::default()));
    assert_eq!(
        (
            outcome.mentees_served,
            outcome.requests_served,
            outcome.requests
        ),
        (40, 40, 120)
    );
    assert_eq!(
        outcome
            .unmatched
            .iter()
            .map(|open| open.mentors_missing)
            .sum::<u32>(),
        80
    );
}

#[test]
fn a_value_that_one_side_has_not_given_neither_forbids_nor_scores_and_is_counted() {
    let rules = MatchRules {
        rules: vec![rule(
            "other-department",
            RuleKind::Differs,
            Some("department"),
            8,
        )],
        forbids: vec![forbid("same-team", ForbidKind::Same, Some("team"))],
        pins: Vec::new(),
    };
    let people = [
        departments(mentor("grace", 1), "networks"),
        mentee("ada", 1),
    ];
    let outcome = matched(&program(people, rules));
    assert_eq!(who(&outcome), ["grace-ada"]);
    assert_eq!(outcome.points, 0);
    assert_eq!(outcome.unknown_values["other-department"], 1);
    assert_eq!(outcome.unknown_values["same-team"], 1);
}

#[test]
fn somebody_who_asks_and_gives_is_never_their_own_mentor() {
    let mut both = mentor("ada", 1);
    both.requests = mentee("ada", 1).requests;
    let outcome = matched(&program([both], MatchRules::default()));
    assert_eq!(outcome.requests_served, 0);
}

#[test]
fn a_pairing_in_force_takes_a_place_and_is_not_proposed_again() {
    let people = [mentor("grace", 2), mentee("ada", 2), mentee("bob", 1)];
    let program = with(
        program(people, MatchRules::default()),
        pairing("grace", "ada", PairingState::Active),
    );
    assert_eq!(who(&matched(&program)), ["grace-bob"]);
}

#[test]
fn a_pin_is_kept_though_others_would_fit_better() {
    let rules = MatchRules {
        rules: vec![rule("same-place", RuleKind::SamePlace, None, 50)],
        pins: vec![Pin {
            mentor: person_id("grace"),
            mentee: person_id("ada"),
            why: None,
        }],
        ..MatchRules::default()
    };
    let placed = |mut person: Participant, place: &str| {
        person.location = Some(place.to_owned());
        person
    };
    let people = [
        placed(mentor("grace", 1), "London"),
        placed(mentor("kim", 1), "Paris"),
        placed(mentee("ada", 1), "Paris"),
        placed(mentee("bob", 1), "London"),
    ];
    for aim in [Aim::Coverage, Aim::Quality, Aim::Fair] {
        let outcome = run(&program(people.clone(), rules.clone()), &question(aim)).unwrap();
        assert_eq!(who(&outcome), ["grace-ada", "kim-bob"]);
    }
}

#[test]
fn a_pin_that_a_rule_forbids_is_refused_and_an_idle_one_is_told() {
    let mut rules = MatchRules {
        forbids: vec![forbid("same-team", ForbidKind::Same, Some("department"))],
        pins: vec![Pin {
            mentor: person_id("grace"),
            mentee: person_id("ada"),
            why: None,
        }],
        ..MatchRules::default()
    };
    let people = [
        departments(mentor("grace", 1), "noc"),
        departments(mentee("ada", 1), "NOC"),
    ];
    let refused = run(
        &program(people.clone(), rules.clone()),
        &question(Aim::Coverage),
    );
    assert!(
        matches!(refused, Err(MatchError::PinsForbidden(pins)) if pins[0].rule == id("same-team"))
    );
    rules.pins[0].mentor = person_id("nobody");
    let outcome = matched(&program(people, rules));
    assert_eq!(outcome.pins_idle[0].why, IdleReason::NoMentor);
}

#[test]
fn the_unmatched_hear_which_rule_or_lack_stands_in_the_way() {
    let rules = MatchRules {
        forbids: vec![forbid("same-team", ForbidKind::Same, Some("department"))],
        ..MatchRules::default()
    };
    let people = [
        departments(mentor("grace", 1), "noc"),
        departments(mentor("kim", 1), "sales"),
        departments(mentee("ada", 1), "noc"),
        departments(mentee("bob", 1), "noc"),
    ];
    let outcome = matched(&program(people, rules));
    assert_eq!(outcome.requests_served, 1);
    let open = &outcome.unmatched[0];
    let blocked: Vec<(&str, u64)> = open
        .blocked_by
        .iter()
        .map(|obstacle| (obstacle.rule.as_str(), obstacle.mentors))
        .collect();
    assert_eq!(blocked, [("no-place", 1), ("same-team", 1)]);
    assert_eq!(open.closest.len(), 2);
    assert_eq!(outcome.excluded_by_rule["same-team"], 2);
}

#[test]
fn reasons_add_up_to_the_points_and_read_as_words() {
    let mut rules = MatchRules {
        rules: vec![
            rule("skills", RuleKind::Covers, Some("skills"), 40),
            rule("other-department", RuleKind::Differs, Some("department"), 8),
        ],
        ..MatchRules::default()
    };
    rules.rules[0].points = 41;
    let mut grace = departments(mentor("grace", 1), "Cloud");
    let skills = ["Routing", "kubernetes"].map(str::to_owned).to_vec();
    grace.mentor = grace.mentor.map(|mentor| Mentor { skills, ..mentor });
    let mut ada = departments(mentee("ada", 1), "Networks");
    ada.requests[0].skills = ["routing", "k8s", "writing"].map(str::to_owned).to_vec();
    let mut program = program([grace, ada], rules);
    let kubernetes = Skill {
        aliases: vec!["k8s".to_owned()],
        parent: None,
    };
    program
        .vocabulary
        .skills
        .insert("kubernetes".to_owned(), kubernetes);
    let outcome = matched(&program);
    let pair = &outcome.pairs[0];
    let sentences: Vec<String> = pair.rules.iter().map(Reason::sentence).collect();
    assert_eq!(
        sentences,
        [
            "skills: routing, k8s (offered as kubernetes) (+28)",
            "other department (+8)"
        ]
    );
    assert_eq!(pair.points, 36);
}

#[test]
fn a_heavier_request_goes_first_where_there_is_one_place_and_gains_nothing_on_others() {
    let rules = MatchRules {
        rules: vec![rule("facet", RuleKind::Covers, Some("facets"), 30)],
        ..MatchRules::default()
    };
    let mut ada = mentee("ada", 1);
    ada.requests = vec![request("technical"), request("career")];
    ada.requests[1].weight = Some(3);
    let people = [mentor("grace", 1), ada];
    let outcome = matched(&program(people, rules));
    assert_eq!(outcome.pairs[0].facet.as_deref(), Some("career"));
    assert_eq!(outcome.points, 45);
    assert_eq!(
        outcome.pairs[0]
            .rules
            .iter()
            .map(|reason| reason.points)
            .sum::<i64>(),
        45
    );
}

#[test]
fn scores_from_outside_give_back_what_the_rules_gave() {
    let rules = MatchRules {
        rules: vec![rule(
            "other-department",
            RuleKind::Differs,
            Some("department"),
            8,
        )],
        forbids: vec![forbid("same-team", ForbidKind::Same, Some("team"))],
        pins: Vec::new(),
    };
    let people: Vec<Participant> = (0..12)
        .map(|number| {
            let person = if number % 2 == 0 {
                mentor(&format!("giver-{number}"), 2)
            } else {
                mentee(&format!("asker-{number}"), 2)
            };
            let mut person = departments(person, ["a", "b", "c"][number % 3]);
            person.team = Some(format!("team-{}", number / 3));
            person
        })
        .collect();
    let program = program(people, rules);
    let by_rules = matched(&program);
    let mut builder = ScoreTableBuilder::new(&program);
    let mut line = 0;
    each_allowed_pair(&program, &question(Aim::Coverage), |pair| {
        line += 1;
        builder.push(
            line,
            pair.mentor.as_str(),
            pair.mentee.as_str(),
            pair.facet,
            pair.points,
        );
        ControlFlow::Continue(())
    })
    .unwrap();
    let scores = builder.finish().unwrap();
    let asked = Question {
        scores: Some(&scores),
        ..question(Aim::Coverage)
    };
    let by_scores = run(&program, &asked).unwrap();
    assert_eq!(who(&by_scores), who(&by_rules));
    assert_eq!(by_scores.points, by_rules.points);
}

#[test]
fn scores_that_name_strangers_or_a_pair_twice_are_refused_with_their_rows() {
    let program = program(
        [mentor("grace", 1), mentee("ada", 1)],
        MatchRules::default(),
    );
    let mut builder = ScoreTableBuilder::new(&program);
    builder.push(2, "grace@example.org", "ada", None, 10);
    builder.push(3, "grace", "ada", None, 11);
    builder.push(4, "grace", "zoe", None, 12_000);
    let findings = builder.finish().unwrap_err();
    assert_eq!(findings.len(), 3);
    assert!(matches!(&findings[0], ScoreFinding::Stranger { line: 4, person } if person == "zoe"));
    assert!(matches!(
        findings[1],
        ScoreFinding::PointsOutOfRange { line: 4, .. }
    ));
    assert!(matches!(
        findings[2],
        ScoreFinding::Repeated {
            line: 3,
            first: 2,
            ..
        }
    ));
}

const GRADES: [&str; 11] = [
    "AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4",
];

/// The large sample of mentor-match with its rules, or nothing where the sample is not there.
fn mentor_match(seats: u32, mentors_wanted: u32) -> Option<Program> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/mentor-match");
    let rows = |file: &str| -> Option<Vec<csv::StringRecord>> {
        let mut reader = csv::Reader::from_path(folder.join(file)).ok()?;
        Some(reader.records().map(Result::unwrap).collect())
    };
    let common = |mut person: Participant, row: &csv::StringRecord| {
        person.level = Some(row[5].to_owned());
        person.organization = Some(row[6].to_owned());
        person
            .extra
            .insert("profession".to_owned(), Value::from(&row[7]));
        person
    };
    let mentors = rows("large-mentors.csv")?.into_iter().map(|row| {
        let mut person = common(mentor(&format!("mentor-{}", &row[1]), seats), &row);
        let characteristics: Vec<&str> = row[8].split(',').map(str::trim).collect();
        person
            .extra
            .insert("characteristics".to_owned(), Value::from(characteristics));
        person
    });
    let mentees = rows("large-mentees.csv")?.into_iter().map(|row| {
        let mut person = common(mentee(&format!("mentee-{}", &row[1]), mentors_wanted), &row);
        if &row[8] == "yes" {
            person
                .extra
                .insert("identity".to_owned(), Value::from(&row[9]));
        }
        person
    });
    let grades = |name: &str, points: i64, gap: i64| {
        let mut rule = rule(name, RuleKind::LevelGap, None, points);
        (rule.min, rule.max) = (Some(gap), Some(gap));
        rule
    };
    let mut identity = rule(
        "identity",
        RuleKind::Covers,
        Some("extra.characteristics"),
        6,
    );
    identity.mentee_field = Some("extra.identity".to_owned());
    let mut outside = forbid("grades", ForbidKind::LevelGapOutside, None);
    (outside.min, outside.max) = (Some(1), Some(2));
    let rules = MatchRules {
        rules: vec![
            grades("two-grades", 12, 2),
            grades("one-grade", 9, 1),
            rule("profession", RuleKind::Equal, Some("extra.profession"), 10),
            identity,
        ],
        forbids: vec![
            outside,
            forbid("organization", ForbidKind::Same, Some("organization")),
        ],
        pins: Vec::new(),
    };
    let mut program = program(mentors.chain(mentees), rules);
    program.vocabulary.levels = GRADES.map(str::to_owned).to_vec();
    Some(program)
}

#[test]
fn the_optima_of_a_thousand_real_rows_are_those_of_two_independent_solvers() {
    let known = [
        (1, 1, (484, 484, 11_155)),
        (3, 1, (500, 500, 12_176)),
        (3, 3, (500, 1_452, 33_017)),
    ];
    for (seats, mentors_wanted, expected) in known {
        let Some(program) = mentor_match(seats, mentors_wanted) else {
            return;
        };
        let outcome = matched(&program);
        let reached = (
            outcome.mentees_served,
            outcome.requests_served,
            outcome.points,
        );
        assert_eq!(
            reached, expected,
            "{seats} seats, {mentors_wanted} mentors wanted"
        );
    }
    let program = mentor_match(1, 1).unwrap();
    assert_eq!(
        run(&program, &question(Aim::Quality)).unwrap().points,
        11_164
    );
    let mut allowed = 0;
    each_allowed_pair(&program, &question(Aim::Quality), |_| {
        allowed += 1;
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(allowed, 44_342);
}

#[test]
fn somebody_who_waits_is_told_how_far_a_run_is_and_the_result_is_the_same() {
    let program = varied(60, 9);
    let progress = Progress::default();
    let asked = question(Aim::Fair);
    let watched = run(&program, &asked.watched(&progress)).unwrap();
    assert_eq!(watched, run(&program, &asked).unwrap());
    let standing = progress.standing();
    assert!(1 < standing.search && 0 < standing.total);
    assert_eq!(standing.done, standing.total);
}

#[test]
fn nobody_at_all_is_an_outcome_too() {
    let outcome = matched(&program([person("ada")], MatchRules::default()));
    assert_eq!(
        (outcome.mentees, outcome.requests, outcome.pairs.len()),
        (0, 0, 0)
    );
    assert!(outcome.optimal && outcome.worst.is_none());
}

/// A pool in which every kind of rule has something to say, made of a few numbers.
fn varied(people: usize, seed: usize) -> Program {
    let pick = |number: usize, salt: usize, of: usize| {
        (number * 7 + salt * 13 + seed * 31 + number * salt) % of
    };
    let everybody = (0..people).map(|number| {
        let mut person = if number % 2 == 0 {
            mentor(
                &format!("giver-{number}"),
                1 + u32::try_from(pick(number, 1, 3)).unwrap(),
            )
        } else {
            let mut person = mentee(&format!("asker-{number}"), 1);
            person.requests = vec![
                request(["technical", "career"][pick(number, 2, 2)]),
                request("writing"),
            ];
            person.requests[0].skills = vec![
                format!("skill-{}", pick(number, 3, 9)),
                format!("skill-{}", pick(number, 4, 9)),
            ];
            person.requests[0].weight = (pick(number, 5, 3) == 0).then_some(3);
            person
        };
        if let Some(mentor) = &mut person.mentor {
            mentor.skills = (0..3)
                .map(|skill| format!("skill-{}", pick(number, skill + 6, 9)))
                .chain([format!("craft-{number}")])
                .collect();
            mentor.facets = vec![["technical", "career", "writing"][pick(number, 7, 3)].to_owned()];
        }
        person.department =
            (pick(number, 8, 5) != 0).then(|| format!("department-{}", pick(number, 9, 4)));
        person.team = Some(format!("team-{}", pick(number, 10, 19)));
        person.level =
            Some(["entry", "senior", "lead", "unheard-of"][pick(number, 11, 4)].to_owned());
        person.languages = vec![
            ["en", "de", "fr"][pick(number, 12, 3)].to_owned(),
            "en".to_owned(),
        ];
        let from = 8 + pick(number, 13, 9);
        person.free = vec![
            format!("Mon-Wed {from:02}:00-{:02}:30", from + 2)
                .parse()
                .unwrap(),
        ];
        person.reports_to = Some(format!("giver-{}", pick(number, 14, people)));
        person.prefer = vec![person_id(&format!("giver-{}", pick(number, 15, people)))];
        person.never = vec![person_id(&format!("asker-{}", pick(number, 16, people)))];
        person
    });
    let mut rules = default_rules(RuleSet::Cohort);
    rules.rules.push(rule(
        "same-department",
        RuleKind::Equal,
        Some("department"),
        -30,
    ));
    program(everybody.collect::<Vec<_>>(), rules)
}

#[test]
fn rows_made_for_speed_say_what_every_single_judgement_says() {
    for (people, seed) in [(40, 1), (300, 2), (301, 3)] {
        let program = varied(people, seed);
        let asked = question(Aim::Coverage);
        prepare(&program, &asked, |ready| {
            let unforbidden = PointRows::new(ready.sheet, Effects::PointsOnly);
            let mut row = vec![0; ready.instance.width()];
            for request in 0..ready.sheet.asked.len() {
                ready.instance.fill(request, 0, &mut row);
                for (mentor, &points) in row.iter().enumerate().take(ready.sheet.mentors.len()) {
                    let judgement = ready.sheet.judge(request, mentor);
                    let expected = judgement.is_allowed().then_some(judgement.points);
                    assert_eq!(
                        (points != NOT_ALLOWED).then_some(i64::from(points)),
                        expected
                    );
                }
                unforbidden.fill(request, &mut row);
                let judgement = ready.sheet.judge(request, 0);
                assert!(judgement.is_apart || i64::from(row[0]) == judgement.points);
            }
            Ok(())
        })
        .unwrap();
    }
}

#[test]
fn a_pair_scored_alone_has_the_points_and_reasons_of_the_run() {
    let program = varied(120, 4);
    let by_person = program.pairings_by_person();
    let (cohort, outcome) = (cohort(), matched(&program));
    assert!(20 < outcome.pairs.len());
    for pair in &outcome.pairs {
        let asked = PairQuestion {
            mentor: &program.participants[&pair.mentor],
            mentee: &program.participants[&pair.mentee],
            facet: AskedFacet::Of(pair.facet.as_deref()),
            cohort: &cohort,
            today: today(),
        };
        let score = score_pair(&program, &by_person, &asked).unwrap();
        assert_eq!((score.points, &score.rules), (pair.points, &pair.rules));
        assert_eq!(
            pair.rules.iter().map(|reason| reason.points).sum::<i64>(),
            pair.points
        );
        assert_eq!(score.rules_digest, outcome.rules_digest);
    }
}

#[test]
fn threads_and_the_order_of_rules_change_nothing() {
    let program = varied(240, 5);
    let on_threads = |threads: usize, program: &Program| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| matched(program))
    };
    let one = on_threads(1, &program);
    assert_eq!(on_threads(2, &program), one);
    assert_eq!(on_threads(8, &program), one);
    let mut turned = program.clone();
    turned.match_rules.rules.reverse();
    turned.match_rules.forbids.reverse();
    let turned = matched(&turned);
    assert_eq!(
        (who(&turned), &turned.rules_digest),
        (who(&one), &one.rules_digest)
    );
}

#[test]
fn of_equal_results_the_same_one_is_chosen_and_a_newcomer_who_changes_nothing_leaves_it_alone() {
    let mentors = (0..9).map(|number| mentor(&format!("giver-{number}"), 1));
    let mentees = (0..9).map(|number| mentee(&format!("asker-{number}"), 1));
    let everybody: Vec<Participant> = mentors.chain(mentees).collect();
    let before = who(&matched(&program(everybody.clone(), MatchRules::default())));
    let mut newcomer = mentee("newcomer", 1);
    newcomer.never = everybody.iter().map(|person| person.id.clone()).collect();
    let never = MatchRules {
        forbids: vec![forbid("never", ForbidKind::Never, None)],
        ..MatchRules::default()
    };
    let after = who(&matched(&program(
        everybody.into_iter().rev().chain([newcomer]),
        never,
    )));
    assert_eq!(before, after);
}

#[test]
fn a_gap_says_how_many_more_would_be_served_and_by_whom() {
    let same_facet = |person: &str, facet: &str| {
        let mut person = mentee(person, 1);
        person.requests = vec![request(facet)];
        person
    };
    let people = [
        mentor("grace", 1),
        same_facet("ada", "career"),
        same_facet("bob", "career"),
        same_facet("kim", "technical"),
    ];
    let outcome = matched(&program(people, MatchRules::default()));
    let career = outcome
        .gaps
        .iter()
        .find(|gap| gap.value == "career")
        .unwrap();
    assert_eq!(
        (career.kind, career.more_mentees, career.more_requests),
        (GapKind::Facet, 2, 2)
    );
    assert_eq!(
        career.sentence,
        "2 more places with mentors for career would give 2 more mentees a mentor"
    );
}

#[test]
fn an_explanation_says_what_forcing_a_pair_costs_and_who_would_move() {
    let rules = MatchRules {
        rules: vec![rule("same-place", RuleKind::SamePlace, None, 50)],
        ..MatchRules::default()
    };
    let placed = |mut person: Participant, place: &str| {
        person.location = Some(place.to_owned());
        person
    };
    let people = [
        placed(mentor("grace", 1), "London"),
        placed(mentor("kim", 1), "Paris"),
        placed(mentee("ada", 1), "London"),
        placed(mentee("bob", 1), "Paris"),
    ];
    let (program, cohort) = (program(people, rules), cohort());
    let pair = |mentor: &str, mentee: &str| PairQuestion {
        mentor: &program.participants[&person_id(mentor)],
        mentee: &program.participants[&person_id(mentee)],
        facet: AskedFacet::First,
        cohort: &cohort,
        today: today(),
    };
    let matched = explain(&program, &question(Aim::Coverage), &pair("grace", "ada")).unwrap();
    assert!(matched.is_matched && matched.forced.is_none());
    let other = explain(&program, &question(Aim::Coverage), &pair("kim", "ada")).unwrap();
    let forced = other.forced.unwrap();
    assert_eq!((forced.before.points, forced.after.points), (100, 0));
    assert_eq!(forced.moved.len(), 2);
    assert_eq!(other.score.missing[0].because, "other location");
}

#[test]
fn one_more_place_is_tried_out_without_writing_anything() {
    let program = program(
        [mentor("grace", 1), mentee("ada", 1), mentee("bob", 1)],
        MatchRules::default(),
    );
    let change = Change::Capacity {
        mentor: person_id("grace"),
        more: 1,
    };
    let difference = what_if(&program, &question(Aim::Coverage), &[change]).unwrap();
    assert_eq!(
        (
            difference.before.mentees_served,
            difference.after.mentees_served
        ),
        (1, 2)
    );
    let nobody = Change::Capacity {
        mentor: person_id("nobody"),
        more: 1,
    };
    assert!(matches!(
        what_if(&program, &question(Aim::Coverage), &[nobody]),
        Err(WhatIfError::NoMentor(_))
    ));
    let rule = Change::WithoutRule {
        rule: id("unheard-of"),
    };
    assert!(matches!(
        what_if(&program, &question(Aim::Coverage), &[rule]),
        Err(WhatIfError::NoRule(_))
    ));
}

#[test]
fn pairs_who_would_both_rather_have_each_other_are_counted() {
    let rules = MatchRules {
        rules: vec![
            rule("preference", RuleKind::Preference, None, 100),
            rule("place", RuleKind::SamePlace, None, 60),
        ],
        pins: vec![Pin {
            mentor: person_id("grace"),
            mentee: person_id("bob"),
            why: None,
        }],
        ..MatchRules::default()
    };
    let mut ada = mentee("ada", 1);
    ada.prefer = vec![person_id("grace")];
    let mut grace = mentor("grace", 1);
    grace.prefer = vec![person_id("ada")];
    let people = [grace, mentor("kim", 1), ada, mentee("bob", 1)];
    let free = matched(&program(
        people.clone(),
        MatchRules {
            pins: Vec::new(),
            ..rules.clone()
        },
    ));
    assert_eq!(free.blocking_pairs, 0);
    assert_eq!(matched(&program(people, rules)).blocking_pairs, 1);
}

#[test]
fn suggestions_rank_partners_in_both_directions() {
    let program = varied(60, 6);
    let (asker, giver) = (person_id("asker-1"), person_id("giver-0"));
    for (person, role) in [(&asker, Role::Mentee), (&giver, Role::Mentor)] {
        let ranked = suggest(&program, &question(Aim::Coverage), person, role).unwrap();
        assert!(ranked.is_sorted_by(|one, other| other.points <= one.points));
        assert!(ranked.iter().all(|suggestion| suggestion.person != *person));
    }
}

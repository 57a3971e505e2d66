//! The solver against oracles that share nothing with it: brute force over every assignment of tiny pools, and a plain
//! minimum-cost flow over greater ones.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::matching::price::price;
use crate::matching::solver::candidates::View;
use crate::matching::solver::certificate::bound;
use crate::matching::solver::instance::{Assignment, Giver, Instance, Points, Reached, Wanted};
use crate::matching::solver::oracle;
use crate::matching::solver::solve::{solve, solve_from};
use crate::matching::solver::worth::Worth;
use crate::model::draft::Aim;
use proptest::prelude::*;

const AIMS: [Aim; 3] = [Aim::Coverage, Aim::Quality, Aim::Fair];

/// How great a random pool may be.
struct Size {
    mentees: usize,
    requests_of_mentee: usize,
    mentors: usize,
    places: u32,
    points: i16,
}

const TINY: Size = Size {
    mentees: 3,
    requests_of_mentee: 2,
    mentors: 4,
    places: 2,
    points: 4,
};
const SINGLE: Size = Size {
    mentees: 24,
    requests_of_mentee: 1,
    mentors: 16,
    places: 3,
    points: 5,
};
const SMALL: Size = Size {
    mentees: 14,
    requests_of_mentee: 3,
    mentors: 16,
    places: 3,
    points: 9,
};

/// A random pool: requests per mentee, places per mentor, and per request and mentor perhaps points; a few pins or none.
fn pools(size: &Size) -> impl Strategy<Value = Instance<'static>> {
    let requests = prop::collection::vec(1_u32..=2, 1..=size.requests_of_mentee);
    let mentees = prop::collection::vec(requests, 0..=size.mentees);
    let givers = prop::collection::vec((0..=size.places, any::<u64>()), 0..=size.mentors);
    let points_max = size.points;
    (mentees, givers).prop_flat_map(move |(mentees, givers)| {
        let wanted: Vec<Wanted> = (0_u32..)
            .zip(&mentees)
            .flat_map(|(mentee, requests)| requests.iter().map(move |&mentors| (mentee, mentors)))
            .zip(1_u64..)
            .map(|((mentee, mentors), tie)| Wanted {
                mentee,
                mentors,
                tie: tie * 7_919,
            })
            .collect();
        let cell = prop::option::weighted(0.7, 0..=points_max);
        let cells = prop::collection::vec(cell, wanted.len() * givers.len());
        let pins = prop::collection::btree_set((0_u32..6, 0_u32..6), 0..=2);
        let mentee_count = mentees.len();
        (cells, pins).prop_map(move |(cells, pins)| {
            let list = |request: usize| {
                let cells = &cells[request * givers.len()..(request + 1) * givers.len()];
                (0_u32..)
                    .zip(cells)
                    .filter_map(|(mentor, cell)| Some((mentor, (*cell)?)))
                    .collect()
            };
            Instance {
                wanted: wanted.clone(),
                givers: givers
                    .iter()
                    .map(|&(places, tie)| Giver { places, tie })
                    .collect(),
                mentee_count,
                pins: pins
                    .into_iter()
                    .filter(|&(mentee, mentor)| {
                        (mentee as usize) < mentee_count && (mentor as usize) < givers.len()
                    })
                    .collect(),
                points: Points::Listed((0..wanted.len()).map(list).collect()),
                newcomer: None,
                progress: None,
            }
        })
    })
}

/// A pool with as many places as wanted mentors: one more mentor or more mentees make up the difference, who may have
/// anybody for no points, or nobody.
fn tight(mut instance: Instance<'static>, with_anybody: bool) -> Instance<'static> {
    let Points::Listed(lists) = &mut instance.points else {
        return instance;
    };
    let wanted: u32 = instance.wanted.iter().map(|wanted| wanted.mentors).sum();
    let places: u32 = instance.givers.iter().map(|giver| giver.places).sum();
    let mentors = u32::try_from(instance.givers.len()).unwrap();
    if places < wanted {
        let places = wanted - places;
        instance.givers.push(Giver { places, tie: 1 });
        if with_anybody {
            for list in lists.iter_mut() {
                list.push((mentors, 0));
            }
        }
    }
    for more in wanted..places {
        let mentee = u32::try_from(instance.mentee_count).unwrap();
        instance.mentee_count += 1;
        instance.wanted.push(Wanted {
            mentee,
            mentors: 1,
            tie: u64::from(more) * 104_729,
        });
        let anybody = if with_anybody { 0..mentors } else { 0..0 };
        lists.push(anybody.map(|mentor| (mentor, 0)).collect());
    }
    instance
}

/// Everything an aim looks at, the greatest first.
type Rank = (u64, [i64; 4], u64);

fn rank(instance: &Instance<'_>, aim: Aim, assignment: &Assignment) -> Rank {
    let Reached {
        pins,
        mentees,
        requests,
        points,
        points_least,
        tie,
    } = instance.reached(assignment, &instance.pair_points(assignment));
    let (mentees, requests) = (
        i64::try_from(mentees).unwrap(),
        i64::try_from(requests).unwrap(),
    );
    let order = match aim {
        Aim::Coverage => [mentees, requests, points, 0],
        Aim::Quality => [points, mentees, requests, 0],
        Aim::Fair => [
            mentees,
            requests,
            points_least.map_or(i64::MAX, i64::from),
            points,
        ],
    };
    (pins, order, tie)
}

/// The best rank over every assignment there is.
fn brute_force(instance: &Instance<'_>, aim: Aim) -> Rank {
    fn extend(
        instance: &Instance<'_>,
        aim: Aim,
        request: usize,
        so_far: &mut Assignment,
        best: &mut Rank,
    ) {
        let Points::Listed(lists) = &instance.points else {
            return;
        };
        if request == instance.wanted.len() {
            *best = (*best).max(rank(instance, aim, so_far));
            return;
        }
        extend(instance, aim, request + 1, so_far, best);
        if so_far[request].len() < instance.wanted[request].mentors as usize {
            for &(mentor, _) in &lists[request] {
                // Mentors of one request in order, so that no set of them is tried twice.
                if so_far[request].last().is_none_or(|&last| last < mentor) {
                    so_far[request].push(mentor);
                    if is_legal(instance, so_far) {
                        extend(instance, aim, request, so_far, best);
                    }
                    so_far[request].pop();
                }
            }
        }
    }
    let mut best = (0, [i64::MIN; 4], 0);
    extend(
        instance,
        aim,
        0,
        &mut vec![Vec::new(); instance.wanted.len()],
        &mut best,
    );
    best
}

/// Capacity kept, no more mentors than wanted, no mentee twice with the same mentor, only pairs that are allowed.
fn is_legal(instance: &Instance<'_>, assignment: &Assignment) -> bool {
    let Points::Listed(lists) = &instance.points else {
        return false;
    };
    let mut taken = vec![0_u32; instance.givers.len()];
    let mut met = std::collections::BTreeSet::new();
    let rows = assignment.iter().enumerate();
    let legal_rows = rows.into_iter().all(|(request, mentors)| {
        mentors.len() <= instance.wanted[request].mentors as usize
            && mentors.iter().all(|&mentor| {
                taken[mentor as usize] += 1;
                met.insert((instance.wanted[request].mentee, mentor))
                    && lists[request].iter().any(|(allowed, _)| *allowed == mentor)
            })
    });
    legal_rows
        && taken
            .iter()
            .zip(&instance.givers)
            .all(|(taken, giver)| *taken <= giver.places)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_aim_reaches_what_brute_force_reaches(instance in pools(&TINY)) {
        for aim in AIMS {
            let solution = solve(&instance, aim).unwrap();
            prop_assert!(is_legal(&instance, &solution.assignment));
            prop_assert_eq!(rank(&instance, aim, &solution.assignment), brute_force(&instance, aim), "{}", aim);
        }
    }

    #[test]
    fn the_search_finds_what_a_plain_flow_finds_however_little_it_looks_at_first(
        instance in pools(&SMALL),
        list_count in 1_usize..6,
        least in 0_i16..4,
    ) {
        for aim in [Aim::Coverage, Aim::Quality] {
            let worth = Worth::new(&instance, aim).unwrap();
            let (assignment, proof) = oracle::solve(&instance, &worth, least);
            let expected = worth.of(&instance.reached(&assignment, &instance.pair_points(&assignment)));
            prop_assert_eq!(bound(&View::new(&instance, &worth, least), &proof), expected);
            let solution = solve_from(&instance, aim, least, Some(list_count)).unwrap();
            prop_assert!(is_legal(&instance, &solution.assignment));
            prop_assert_eq!(worth.of(&solution.reached), expected);
            prop_assert_eq!(solution.assignment, assignment);
        }
    }

    #[test]
    fn a_pool_without_a_place_to_spare_is_matched_as_by_a_plain_flow(
        pool in prop_oneof![pools(&SINGLE), pools(&SMALL)],
        with_anybody in any::<bool>(),
        list_count in 1_usize..6,
    ) {
        let instance = tight(pool, with_anybody);
        for aim in [Aim::Coverage, Aim::Quality] {
            let worth = Worth::new(&instance, aim).unwrap();
            let (assignment, _) = oracle::solve(&instance, &worth, 0);
            let solution = solve_from(&instance, aim, 0, Some(list_count)).unwrap();
            prop_assert!(is_legal(&instance, &solution.assignment));
            prop_assert_eq!(solution.assignment, assignment);
        }
    }

    #[test]
    fn the_fair_aim_serves_as_many_and_has_the_best_worst_pair_that_a_plain_flow_finds(instance in pools(&SMALL)) {
        let worth = Worth::new(&instance, Aim::Fair).unwrap();
        let reached = |least: i16| {
            let assignment = oracle::solve(&instance, &worth, least).0;
            instance.reached(&assignment, &instance.pair_points(&assignment))
        };
        let served = |reached: &Reached| (reached.pins, reached.mentees, reached.requests);
        let all = served(&reached(0));
        // Every bar is tried, from the highest: the first that serves as many is the best worst pair.
        let bar = (0..=SMALL.points).rev().find(|&least| served(&reached(least)) == all).unwrap();
        let expected = reached(bar);
        let solution = solve(&instance, Aim::Fair).unwrap();
        prop_assert!(is_legal(&instance, &solution.assignment));
        prop_assert_eq!(served(&solution.reached), all);
        prop_assert_eq!(solution.reached.points_least, expected.points_least);
        prop_assert_eq!(solution.reached.points, expected.points);
        prop_assert_eq!(solution.reached.tie, expected.tie);
    }

    #[test]
    fn what_another_aim_would_reach_is_what_a_run_for_it_reaches(
        pool in pools(&SMALL),
        is_tight in any::<bool>(),
        places_more in 0_u32..3,
    ) {
        let mut instance = if is_tight { tight(pool, true) } else { pool };
        instance.givers.iter_mut().for_each(|giver| giver.places += places_more);
        for aim in AIMS {
            let solution = solve(&instance, aim).unwrap();
            if let Some(price) = price(&instance, &solution, aim).unwrap() {
                let other = solve(&instance, price.aim).unwrap().reached;
                prop_assert_eq!(price.reaches, crate::matching::price::bound(&other), "{}", aim);
                prop_assert_eq!(price.points_least, other.points_least.map(i64::from), "{}", aim);
            }
        }
    }

    #[test]
    fn every_result_is_proved_to_the_last_point(instance in pools(&SMALL)) {
        for aim in AIMS {
            let solution = solve(&instance, aim).unwrap();
            let view = View::new(&instance, &solution.worth, solution.least);
            let gap = bound(&view, &solution.proof) - solution.worth.of(&solution.reached);
            prop_assert_eq!(gap, 0, "{}", aim);
        }
    }

    #[test]
    fn prices_that_prove_nothing_are_not_taken_for_a_proof(instance in pools(&SMALL), raise in 1_i128..1_000) {
        let solution = solve(&instance, Aim::Coverage).unwrap();
        let view = View::new(&instance, &solution.worth, 0);
        let mut proof = solution.proof.clone();
        for price in &mut proof.place {
            *price += raise * solution.worth.point;
        }
        prop_assert!(worth_of(&solution.worth, &solution.reached) <= bound(&view, &proof));
    }
}

fn worth_of(worth: &Worth, reached: &Reached) -> i128 {
    worth.of(reached)
}

#[test]
fn an_empty_pool_and_a_hopeless_one_are_served_as_far_as_they_go() {
    let pool = |wanted: Vec<Wanted>, mentee_count: usize, places: &[u32]| Instance {
        points: Points::Listed(vec![Vec::new(); wanted.len()]),
        givers: places
            .iter()
            .map(|&places| Giver { places, tie: 0 })
            .collect(),
        pins: std::collections::BTreeSet::new(),
        mentee_count,
        newcomer: None,
        progress: None,
        wanted,
    };
    let wants = |mentee: u32, mentors: u32| Wanted {
        mentee,
        mentors,
        tie: 0,
    };
    for aim in AIMS {
        for instance in [
            pool(Vec::new(), 0, &[]),
            pool(Vec::new(), 0, &[3]),
            pool(vec![wants(0, 2), wants(1, 1)], 2, &[]),
            pool(vec![wants(0, 2), wants(0, 1), wants(1, 1)], 2, &[0, 3]),
        ] {
            assert_eq!(solve(&instance, aim).unwrap().reached, Reached::default());
        }
    }
}

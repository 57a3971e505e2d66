//! The solver against oracles that share nothing with it: brute force over every assignment of tiny pools.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::matching::solver::problem::{Edge, Problem, Reached};
use crate::matching::solver::solve::solve;
use crate::model::draft::Aim;
use proptest::prelude::*;

/// A tiny pool: rows per mentee, places per mentor, and per row and mentor perhaps points and a pin.
fn pools() -> impl Strategy<Value = Problem> {
    let shape = (
        prop::collection::vec(1_usize..=3, 0..=3),
        prop::collection::vec(0_u32..=2, 0..=4),
    );
    shape.prop_flat_map(|(rows_of, places)| {
        let rows: usize = rows_of.iter().sum();
        let cell = prop::option::weighted(0.7, (0_u16..=4, 0_u64..4));
        let cells = prop::collection::vec(cell, rows * places.len());
        let pins = prop::collection::vec((0..8_usize, 0..8_usize), 0..=1);
        (Just(rows_of), Just(places), cells, pins).prop_map(|(rows_of, places, cells, pins)| {
            let mentee_of: Vec<u32> = (0_u32..)
                .zip(&rows_of)
                .flat_map(|(mentee, &rows)| vec![mentee; rows])
                .collect();
            let edges = mentee_of
                .iter()
                .enumerate()
                .map(|(row, &mentee)| {
                    let cells = &cells[row * places.len()..(row + 1) * places.len()];
                    let edge = |(mentor, cell): (u32, &Option<(u16, u64)>)| {
                        let is_pinned = pins.contains(&(mentee as usize, mentor as usize));
                        cell.map(|(points, tie)| Edge {
                            mentor,
                            points,
                            is_pinned,
                            tie,
                        })
                    };
                    (0_u32..).zip(cells).filter_map(edge).collect()
                })
                .collect();
            Problem {
                mentee_of,
                mentee_count: rows_of.len(),
                places,
                edges,
            }
        })
    })
}

/// Everything an aim looks at, the greatest first.
type Rank = (u64, [i64; 4], u64);

fn rank(problem: &Problem, aim: Aim, assignment: &[Option<u32>]) -> Rank {
    let reached = problem.reached(assignment);
    let edges: Vec<&Edge> = assignment
        .iter()
        .enumerate()
        .filter_map(|(row, mentor)| problem.edge(row, (*mentor)?))
        .collect();
    let pins = u64::try_from(edges.iter().filter(|edge| edge.is_pinned).count()).unwrap();
    let ties = edges.iter().map(|edge| edge.tie).sum();
    let Reached {
        mentees,
        requests,
        points,
        points_least,
    } = reached;
    let (mentees, requests) = (
        i64::try_from(mentees).unwrap(),
        i64::try_from(requests).unwrap(),
    );
    let order = match aim {
        Aim::Coverage => [mentees, requests, points, 0],
        Aim::Quality => [points, mentees, requests, 0],
        Aim::Fair => [mentees, requests, points_least.unwrap_or(i64::MAX), points],
    };
    (pins, order, ties)
}

/// The best rank over every assignment there is.
fn brute_force(problem: &Problem, aim: Aim) -> Rank {
    fn extend(problem: &Problem, aim: Aim, so_far: &mut Vec<Option<u32>>, best: &mut Rank) {
        let row = so_far.len();
        if row == problem.mentee_of.len() {
            *best = (*best).max(rank(problem, aim, so_far));
            return;
        }
        so_far.push(None);
        extend(problem, aim, so_far, best);
        so_far.pop();
        for edge in &problem.edges[row] {
            so_far.push(Some(edge.mentor));
            if is_legal(problem, so_far) {
                extend(problem, aim, so_far, best);
            }
            so_far.pop();
        }
    }
    let mut best = (0, [i64::MIN; 4], 0);
    extend(problem, aim, &mut Vec::new(), &mut best);
    best
}

/// Capacity kept, and no mentee twice with the same mentor.
fn is_legal(problem: &Problem, assignment: &[Option<u32>]) -> bool {
    let taken = |mentor: u32| assignment.iter().filter(|of| **of == Some(mentor)).count();
    let places = (0_u32..)
        .zip(&problem.places)
        .all(|(mentor, &places)| taken(mentor) <= places as usize);
    let twice = assignment.iter().enumerate().any(|(row, mentor)| {
        let rest = assignment.iter().enumerate().skip(row + 1);
        mentor.is_some()
            && rest.into_iter().any(|(other, of)| {
                of == mentor && problem.mentee_of[other] == problem.mentee_of[row]
            })
    });
    places && !twice
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_aim_reaches_what_brute_force_reaches(problem in pools()) {
        for aim in [Aim::Coverage, Aim::Quality, Aim::Fair] {
            let solution = solve(&problem, aim).unwrap();
            prop_assert!(is_legal(&problem, &solution.assignment));
            prop_assert_eq!(rank(&problem, aim, &solution.assignment), brute_force(&problem, aim), "{}", aim);
        }
    }
}

#[test]
fn an_empty_pool_and_a_hopeless_one_are_served_as_far_as_they_go() {
    let empty = Problem::default();
    assert_eq!(
        solve(&empty, Aim::Coverage).unwrap().reached,
        Reached::default()
    );
    let hopeless = Problem {
        mentee_of: vec![0, 0, 1],
        mentee_count: 2,
        places: vec![0, 3],
        edges: vec![Vec::new(); 3],
    };
    for aim in [Aim::Coverage, Aim::Quality, Aim::Fair] {
        assert_eq!(solve(&hopeless, aim).unwrap().reached, Reached::default());
    }
}

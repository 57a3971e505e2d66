//! Pairs who would both rather have each other: the price that single people pay for the best result of all.
//!
//! It counts and changes nothing.

use crate::matching::solver::instance::{Instance, pairs};
use crate::matching::solver::kernel::{NOT_ALLOWED, count_above};
use crate::matching::solver::solve::Solution;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// How many pairs of request and mentor are allowed and not matched, though the pair has more points than the request
/// gets now, or the request lacks a mentor, and more than the mentor's weakest pair, or the mentor has a free place.
pub(crate) fn blocking_pairs(instance: &Instance<'_>, solution: &Solution) -> u64 {
    let satisfied = Satisfied::new(instance, solution);
    let room = || vec![NOT_ALLOWED; instance.width()];
    let count = |row: &mut Vec<i16>, request: usize| {
        instance.fill(request, 0, row);
        for &mentor in &satisfied.mentors_of[instance.wanted[request].mentee as usize] {
            row[mentor as usize] = NOT_ALLOWED;
        }
        // A pair that is not allowed lies below every bound.
        count_above(row, satisfied.of_request[request], &satisfied.of_mentor)
    };
    (0..instance.wanted.len())
        .into_par_iter()
        .map_init(room, count)
        .sum()
}

/// With how many points requests and mentors are content; fewer than none where a mentor or a mentee is lacking.
struct Satisfied {
    of_request: Vec<i16>,
    of_mentor: Vec<i16>,
    mentors_of: Vec<Vec<u32>>,
}

impl Satisfied {
    fn new(instance: &Instance<'_>, solution: &Solution) -> Satisfied {
        let mut satisfied = Satisfied {
            of_request: vec![i16::MAX; solution.assignment.len()],
            of_mentor: vec![i16::MAX; instance.width()],
            mentors_of: vec![Vec::new(); instance.mentee_count],
        };
        let mut taken = vec![0_u32; instance.givers.len()];
        for ((request, mentor), &points) in pairs(&solution.assignment).zip(&solution.pair_points) {
            let of_request = &mut satisfied.of_request[request];
            let of_mentor = &mut satisfied.of_mentor[mentor as usize];
            taken[mentor as usize] += 1;
            *of_request = points.min(*of_request);
            *of_mentor = points.min(*of_mentor);
            satisfied.mentors_of[instance.wanted[request].mentee as usize].push(mentor);
        }
        let found = solution.assignment.iter().zip(&instance.wanted);
        for (of_request, (mentors, wanted)) in satisfied.of_request.iter_mut().zip(found) {
            if mentors.len() < wanted.mentors as usize {
                *of_request = -1;
            }
        }
        let places = taken.iter().zip(&instance.givers);
        for (of_mentor, (taken, giver)) in satisfied.of_mentor.iter_mut().zip(places) {
            if *taken < giver.places {
                *of_mentor = -1;
            }
        }
        satisfied
    }
}

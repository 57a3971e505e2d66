//! Pairs who would both rather have each other: the price that single people pay for the best result of all.
//!
//! It counts and changes nothing.

use crate::matching::solver::instance::{Assignment, Instance};
use crate::matching::solver::kernel::{NOT_ALLOWED, count_above};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::BTreeSet;

/// How many pairs of request and mentor are allowed and not matched, though the pair has more points than the request
/// gets now, or the request lacks a mentor, and more than the mentor's weakest pair, or the mentor has a free place.
pub(crate) fn blocking_pairs(instance: &Instance<'_>, assignment: &Assignment) -> u64 {
    let satisfied = Satisfied::new(instance, assignment);
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
    mentors_of: Vec<BTreeSet<u32>>,
}

impl Satisfied {
    fn new(instance: &Instance<'_>, assignment: &Assignment) -> Satisfied {
        let mut satisfied = Satisfied {
            of_request: vec![i16::MAX; assignment.len()],
            of_mentor: vec![i16::MAX; instance.width()],
            mentors_of: vec![BTreeSet::new(); instance.mentee_count],
        };
        let mut row = vec![NOT_ALLOWED; instance.width()];
        let mut taken = vec![0_u32; instance.givers.len()];
        for (request, mentors) in assignment.iter().enumerate() {
            let wanted = &instance.wanted[request];
            if !mentors.is_empty() {
                instance.fill(request, 0, &mut row);
            }
            for &mentor in mentors {
                let points = row[mentor as usize];
                taken[mentor as usize] += 1;
                satisfied.of_request[request] = satisfied.of_request[request].min(points);
                satisfied.of_mentor[mentor as usize] =
                    satisfied.of_mentor[mentor as usize].min(points);
                satisfied.mentors_of[wanted.mentee as usize].insert(mentor);
            }
            if mentors.len() < wanted.mentors as usize {
                satisfied.of_request[request] = -1;
            }
        }
        for ((points, taken), giver) in satisfied
            .of_mentor
            .iter_mut()
            .zip(taken)
            .zip(&instance.givers)
        {
            if taken < giver.places {
                *points = -1;
            }
        }
        satisfied
    }
}

//! A pool as numbers: requests, mentors with places, points of any pair on demand.
//!
//! It knows no people and solves nothing, and it holds no table of all pairs. Its invariant: requests of one mentee
//! stand together.

use crate::matching::point_rows::PointRows;
use crate::matching::progress::Progress;
use crate::matching::solver::kernel::{NOT_ALLOWED, width};
use crate::matching::solver::worth::Worth;
use crate::matching::tie;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::collections::BTreeSet;

/// A request for one mentor or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Whose it is.
    pub(crate) mentee: u32,
    /// How many mentors.
    pub(crate) mentors: u32,
    /// Its part in the ties of its pairs.
    pub(crate) tie: u64,
}

/// A mentor with places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Giver {
    /// Free places.
    pub(crate) places: u32,
    /// The part in the ties of their pairs.
    pub(crate) tie: u64,
}

/// Where points come from.
#[derive(Debug)]
pub(crate) enum Points<'a> {
    /// From the rules.
    Rules(&'a PointRows<'a>),
    /// From a list for each request: mentor and points, in the order of mentors.
    Listed(Vec<Vec<(u32, i16)>>),
}

/// A pool as numbers.
#[derive(Debug)]
pub(crate) struct Instance<'a> {
    pub(crate) wanted: Vec<Wanted>,
    pub(crate) givers: Vec<Giver>,
    pub(crate) mentee_count: usize,
    /// Pairs of mentee and mentor that are settled beforehand.
    pub(crate) pins: BTreeSet<(u32, u32)>,
    pub(crate) points: Points<'a>,
    /// Whom one more mentor, the last one, would suit, where a run asks what they would bring; by request.
    pub(crate) newcomer: Option<Vec<bool>>,
    /// Told how far each search is.
    pub(crate) progress: Option<&'a Progress>,
}

/// Who got whom: for each request its mentors, in order.
pub(crate) type Assignment = Vec<Vec<u32>>;

/// What a result reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reached {
    /// Pins that are kept.
    pub(crate) pins: u64,
    /// Mentees with at least one mentor.
    pub(crate) mentees: u64,
    /// Requests served, each wanted mentor counting as one.
    pub(crate) requests: u64,
    /// Points of all pairs.
    pub(crate) points: i64,
    /// The points of the pair with the fewest that is not pinned.
    pub(crate) points_least: Option<i16>,
    /// What decides between equal optima.
    pub(crate) tie: u64,
}

impl Instance<'_> {
    /// The length of a row of points.
    pub(crate) fn width(&self) -> usize {
        width(self.givers.len())
    }

    /// Writes the points of a request with every mentor; pairs below `least` count as not allowed unless pinned.
    pub(crate) fn fill(&self, request: usize, least: i16, row: &mut [i16]) {
        match &self.points {
            Points::Rules(rows) => {
                let (own, beyond) = row.split_at_mut(rows.width());
                rows.fill(request, own);
                beyond.fill(NOT_ALLOWED);
            }
            Points::Listed(lists) => {
                row.fill(NOT_ALLOWED);
                for &(mentor, points) in &lists[request] {
                    row[mentor as usize] = points;
                }
            }
        }
        if let Some(suits) = &self.newcomer {
            row[self.givers.len() - 1] = if suits[request] { 0 } else { NOT_ALLOWED };
        }
        if 0 < least {
            let kept: Vec<(u32, i16)> = self
                .pinned(request)
                .map(|mentor| (mentor, row[mentor as usize]))
                .collect();
            for lane in row.iter_mut() {
                *lane = if *lane < least { NOT_ALLOWED } else { *lane };
            }
            for (mentor, points) in kept {
                row[mentor as usize] = points;
            }
        }
    }

    /// Mentors who are settled beforehand for the mentee of a request.
    pub(crate) fn pinned(&self, request: usize) -> impl Iterator<Item = u32> {
        let mentee = self.wanted[request].mentee;
        self.pins
            .range((mentee, 0)..=(mentee, u32::MAX))
            .map(|&(_, mentor)| mentor)
    }

    /// Whether a pair is settled beforehand.
    pub(crate) fn is_pinned(&self, request: usize, mentor: u32) -> bool {
        !self.pins.is_empty() && self.pins.contains(&(self.wanted[request].mentee, mentor))
    }

    /// What decides between equal optima, for one pair.
    pub(crate) fn tie(&self, request: usize, mentor: u32) -> u64 {
        tie::of_pair(self.givers[mentor as usize].tie, self.wanted[request].tie)
    }

    /// The worth of a pair with these points, without its mentee's first.
    pub(crate) fn worth(&self, worth: &Worth, request: usize, mentor: u32, points: i16) -> i128 {
        let pin = if self.is_pinned(request, mentor) {
            worth.pin
        } else {
            0
        };
        pin + worth.request
            + worth.point * i128::from(points)
            + i128::from(self.tie(request, mentor))
    }

    /// The most requests that can be served: there are no more, and no more places.
    pub(crate) fn served_max(&self) -> u64 {
        let places: u64 = self
            .givers
            .iter()
            .map(|giver| u64::from(giver.places))
            .sum();
        let wanted: u64 = self
            .wanted
            .iter()
            .map(|wanted| u64::from(wanted.mentors))
            .sum();
        wanted.min(places)
    }

    /// The points of each pair of an assignment, by request and mentor; the pairs that it lists must be allowed.
    pub(crate) fn pair_points(&self, assignment: &Assignment) -> Vec<i16> {
        let room = || vec![NOT_ALLOWED; self.width()];
        let of_request = |row: &mut Vec<i16>, (request, mentors): (usize, &Vec<u32>)| {
            if !mentors.is_empty() {
                self.fill(request, 0, row);
            }
            let points = mentors.iter().map(|&mentor| row[mentor as usize]);
            points.collect::<Vec<i16>>()
        };
        let by_request = assignment.par_iter().enumerate();
        by_request
            .map_init(room, of_request)
            .flatten_iter()
            .collect()
    }

    /// What an assignment reaches, given the points of its pairs.
    pub(crate) fn reached(&self, assignment: &Assignment, pair_points: &[i16]) -> Reached {
        let mut reached = Reached::default();
        let mut is_served = vec![false; self.mentee_count];
        for ((request, mentor), &points) in pairs(assignment).zip(pair_points) {
            is_served[self.wanted[request].mentee as usize] = true;
            reached.requests += 1;
            reached.points += i64::from(points);
            reached.tie += self.tie(request, mentor);
            if self.is_pinned(request, mentor) {
                reached.pins += 1;
            } else {
                let least = reached.points_least.unwrap_or(points);
                reached.points_least = Some(least.min(points));
            }
        }
        reached.mentees = is_served
            .iter()
            .map(|&is_served| u64::from(is_served))
            .sum();
        reached
    }
}

/// The pairs of an assignment, by request and mentor.
pub(crate) fn pairs(assignment: &Assignment) -> impl Iterator<Item = (usize, u32)> {
    let by_request = assignment.iter().enumerate();
    by_request.flat_map(|(request, mentors)| mentors.iter().map(move |&mentor| (request, mentor)))
}

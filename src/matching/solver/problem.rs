//! A pool as numbers: rows that want a mentor, mentors with places, pairs with points, and what each aim makes of them.
//!
//! It knows no people and solves nothing. Its invariant: rows of one mentee stand together, pairs of a row are in order
//! of mentors and each mentor stands once in a row.

use crate::model::draft::Aim;

/// Bits of the value that decides between equal optima.
pub(crate) const TIE_BITS: u32 = 40;

/// One mentor that a row may get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edge {
    /// Who, by number.
    pub(crate) mentor: u32,
    /// Points, 0 to 9999.
    pub(crate) points: u16,
    /// Whether the pair is settled beforehand.
    pub(crate) is_pinned: bool,
    /// Decides between equal optima; below 2 to the power of `TIE_BITS`.
    pub(crate) tie: u64,
}

/// A pool as numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Problem {
    /// For each row the mentee that it belongs to; a request for two mentors is two rows.
    pub(crate) mentee_of: Vec<u32>,
    /// How many mentees there are.
    pub(crate) mentee_count: usize,
    /// Free places of each mentor.
    pub(crate) places: Vec<u32>,
    /// For each row the mentors it may get.
    pub(crate) edges: Vec<Vec<Edge>>,
}

/// What a result is worth: one number whose greatest value is the aim's best result.
///
/// Each part outweighs everything below it: pins, then the parts of the aim, then ties. A served request and a mentee's
/// first one have a worth of their own, because most mentees and most requests never compete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Worth {
    /// Of a pair settled beforehand.
    pub(crate) pin: i128,
    /// Of a mentee with at least one mentor.
    pub(crate) mentee: i128,
    /// Of a request served.
    pub(crate) request: i128,
    /// Of a point.
    pub(crate) point: i128,
}

/// Who got whom: for each row the mentor, if any.
pub(crate) type Assignment = Vec<Option<u32>>;

/// What a result reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reached {
    /// Mentees with at least one mentor.
    pub(crate) mentees: u64,
    /// Requests served, each wanted mentor counting as one.
    pub(crate) requests: u64,
    /// Points of all pairs.
    pub(crate) points: i64,
    /// The points of the pair with the fewest that is not pinned.
    pub(crate) points_least: Option<i64>,
}

/// The numbers of a pool are too great to be added up exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{rows} requests and {pins} pins are more than can be matched exactly at once; match fewer people or pin less"
)]
pub struct TooLarge {
    /// Rows that want a mentor.
    pub rows: usize,
    /// Pairs settled beforehand.
    pub pins: usize,
}

impl Worth {
    /// The worth of everything for an aim; `fair` is settled by leaving out pairs, then as `coverage`.
    ///
    /// # Errors
    /// Where sums could leave 128 bits: beyond a hundred thousand requests with as many pins.
    pub(crate) fn new(problem: &Problem, aim: Aim) -> Result<Worth, TooLarge> {
        let served_max = problem.served_max() + 1;
        let points_max = problem
            .edges
            .iter()
            .flatten()
            .map(|edge| edge.points)
            .max()
            .unwrap_or(0);
        let pins = problem
            .edges
            .iter()
            .flatten()
            .filter(|edge| edge.is_pinned)
            .count();
        let unit = served_max << TIE_BITS;
        let points_all = served_max * i128::from(points_max) + 1;
        let worth = match aim {
            Aim::Coverage | Aim::Fair => {
                let request = unit * points_all;
                Worth {
                    pin: request * 2 * served_max,
                    mentee: request,
                    request,
                    point: unit,
                }
            }
            Aim::Quality => {
                let mentee = unit * served_max;
                let point = mentee * (served_max + 1);
                Worth {
                    pin: point * points_all,
                    mentee,
                    request: unit,
                    point,
                }
            }
        };
        let pins = i128::try_from(pins).unwrap_or(i128::MAX).saturating_add(1);
        // Two bits of room: prices are differences of two results, and sums of them are compared.
        match worth
            .pin
            .checked_mul(pins)
            .filter(|all| *all < i128::MAX >> 2)
        {
            Some(_) => Ok(worth),
            None => Err(TooLarge {
                rows: problem.mentee_of.len(),
                pins: usize::try_from(pins).unwrap_or(usize::MAX),
            }),
        }
    }

    /// The worth of one pair, without its mentee's first.
    pub(crate) fn of(&self, edge: &Edge) -> i128 {
        let pin = if edge.is_pinned { self.pin } else { 0 };
        pin + self.request + self.point * i128::from(edge.points) + i128::from(edge.tie)
    }
}

impl Problem {
    /// The most rows that can be served: there are no more, and no more places.
    fn served_max(&self) -> i128 {
        let places: u64 = self.places.iter().map(|&places| u64::from(places)).sum();
        i128::try_from(self.mentee_of.len())
            .unwrap_or(i128::MAX)
            .min(i128::from(places))
    }

    /// The edge of a row to a mentor, if it may get them.
    pub(crate) fn edge(&self, row: usize, mentor: u32) -> Option<&Edge> {
        let edges = &self.edges[row];
        edges
            .binary_search_by_key(&mentor, |edge| edge.mentor)
            .ok()
            .map(|place| &edges[place])
    }

    /// The same pool without pairs below a number of points, save pinned ones.
    pub(crate) fn at_least(&self, points: u16) -> Problem {
        let keep = |edges: &Vec<Edge>| {
            let good = edges
                .iter()
                .filter(|edge| edge.is_pinned || points <= edge.points);
            good.copied().collect()
        };
        Problem {
            mentee_of: self.mentee_of.clone(),
            mentee_count: self.mentee_count,
            places: self.places.clone(),
            edges: self.edges.iter().map(keep).collect(),
        }
    }

    /// What an assignment reaches.
    pub(crate) fn reached(&self, assignment: &[Option<u32>]) -> Reached {
        let mut reached = Reached::default();
        let mut is_served = vec![false; self.mentee_count];
        for (row, mentor) in assignment.iter().enumerate() {
            let Some(edge) = mentor.and_then(|mentor| self.edge(row, mentor)) else {
                continue;
            };
            let points = i64::from(edge.points);
            is_served[self.mentee_of[row] as usize] = true;
            reached.requests += 1;
            reached.points += points;
            if !edge.is_pinned {
                reached.points_least = Some(
                    reached
                        .points_least
                        .map_or(points, |least| least.min(points)),
                );
            }
        }
        reached.mentees = is_served
            .iter()
            .map(|&is_served| u64::from(is_served))
            .sum();
        reached
    }

    /// The worth of an assignment.
    pub(crate) fn worth_of(&self, worth: &Worth, assignment: &[Option<u32>]) -> i128 {
        let edges = assignment.iter().enumerate();
        let edges = edges.filter_map(|(row, mentor)| self.edge(row, (*mentor)?));
        let pairs: i128 = edges.map(|edge| worth.of(edge)).sum();
        pairs + worth.mentee * i128::from(self.reached(assignment).mentees)
    }
}

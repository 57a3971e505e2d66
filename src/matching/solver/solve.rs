//! The best result for an aim, proved before it is returned.
//!
//! It hands the work to the search and checks the proof with the certificate. Its invariant: what it returns as best is
//! best, or it is an error.

use crate::matching::solver::certificate::{Prices, bound};
use crate::matching::solver::flow;
use crate::matching::solver::problem::{Assignment, Problem, Reached, TooLarge, Worth};
use crate::model::draft::Aim;

/// The best result, with what it reaches.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Solution {
    pub(crate) assignment: Assignment,
    pub(crate) reached: Reached,
    /// Prices that prove it among the pairs that the aim leaves in.
    pub(crate) prices: Prices,
    pub(crate) worth: Worth,
}

/// Why there is no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SolveError {
    /// Sums would not be exact.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// The search and its proof disagree: a mistake of ours.
    #[error(
        "the proof of the best match does not hold: {missing} of its worth are missing; this is a bug of pleiad"
    )]
    ProofFails {
        /// How far the bound lies above the result.
        missing: i128,
    },
}

/// The best result of a pool for an aim.
///
/// # Errors
/// Pools too large for exact sums, and a result whose proof fails.
pub(crate) fn solve(problem: &Problem, aim: Aim) -> Result<Solution, SolveError> {
    let best = proved(problem, aim)?;
    match aim {
        Aim::Coverage | Aim::Quality => Ok(best),
        Aim::Fair => fairest(problem, best),
    }
}

fn proved(problem: &Problem, aim: Aim) -> Result<Solution, SolveError> {
    let worth = Worth::new(problem, aim)?;
    let (assignment, prices) = flow::solve(problem, &worth);
    let missing = bound(problem, &worth, &prices) - problem.worth_of(&worth, &assignment);
    if missing != 0 {
        return Err(SolveError::ProofFails { missing });
    }
    let reached = problem.reached(&assignment);
    Ok(Solution {
        assignment,
        reached,
        prices,
        worth,
    })
}

/// Raises the points of the worst pair as far as as many mentees and requests are still served.
fn fairest(problem: &Problem, cover: Solution) -> Result<Solution, SolveError> {
    let mut levels: Vec<u16> = problem
        .edges
        .iter()
        .flatten()
        .map(|edge| edge.points)
        .collect();
    levels.sort_unstable();
    levels.dedup();
    let serves_as_many = |reached: &Reached| {
        (reached.mentees, reached.requests) == (cover.reached.mentees, cover.reached.requests)
    };
    let (mut low, mut high) = (0, levels.len());
    let mut best = None;
    // The lowest level leaves everything in, so it always serves as many.
    while low + 1 < high {
        let middle = low.midpoint(high);
        let tried = proved(&problem.at_least(levels[middle]), Aim::Coverage)?;
        if serves_as_many(&tried.reached) && keeps_pins(problem, &cover, &tried) {
            best = Some(tried);
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(best.unwrap_or(cover))
}

fn keeps_pins(problem: &Problem, cover: &Solution, tried: &Solution) -> bool {
    let pins = |solution: &Solution| {
        let rows = solution.assignment.iter().enumerate();
        let edges = rows.filter_map(|(row, mentor)| problem.edge(row, (*mentor)?));
        edges.filter(|edge| edge.is_pinned).count()
    };
    pins(cover) == pins(tried)
}

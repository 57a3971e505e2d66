//! The best result for an aim, proved before it is returned.
//!
//! It hands the work to the search and checks the proof with the certificate. Its invariant: what it returns as best is
//! best, or it is an error.

use crate::matching::solver::candidates::View;
use crate::matching::solver::certificate::{Proof, bound};
use crate::matching::solver::instance::{Assignment, Instance, Reached};
use crate::matching::solver::search::Search;
use crate::matching::solver::worth::{TooLarge, Worth};
use crate::model::draft::Aim;

/// The best result, with what it reaches.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Solution {
    pub(crate) assignment: Assignment,
    /// The points of its pairs, by request and mentor.
    pub(crate) pair_points: Vec<i16>,
    pub(crate) reached: Reached,
    /// Prices that prove it among the pairs that the aim leaves in.
    pub(crate) proof: Proof,
    pub(crate) worth: Worth,
    /// The fewest points that the aim leaves in.
    pub(crate) least: i16,
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
pub(crate) fn solve(instance: &Instance<'_>, aim: Aim) -> Result<Solution, SolveError> {
    let best = solve_from(instance, aim, 0, None)?;
    match aim {
        Aim::Coverage | Aim::Quality => Ok(best),
        Aim::Fair => fairest(instance, best),
    }
}

/// The best result among pairs of at least so many points; `list_count` is how many mentors a request looks at first.
pub(crate) fn solve_from(
    instance: &Instance<'_>,
    aim: Aim,
    least: i16,
    list_count: Option<usize>,
) -> Result<Solution, SolveError> {
    let worth = Worth::new(instance, aim)?;
    let mut view = View::new(instance, &worth, least);
    view.list_count = list_count.unwrap_or(view.list_count);
    let mut search = Search::new(view);
    search.run();
    let (assignment, proof) = (search.assignment(), search.proof());
    let pair_points = instance.pair_points(&assignment);
    let reached = instance.reached(&assignment, &pair_points);
    let missing = bound(&view, &proof) - worth.of(&reached);
    if missing != 0 {
        return Err(SolveError::ProofFails { missing });
    }
    Ok(Solution {
        assignment,
        pair_points,
        reached,
        proof,
        worth,
        least,
    })
}

/// Raises the points of the worst pair as far as as many pins, mentees and requests are still served.
fn fairest(instance: &Instance<'_>, cover: Solution) -> Result<Solution, SolveError> {
    let served = |reached: &Reached| (reached.pins, reached.mentees, reached.requests);
    let Some(already) = cover.reached.points_least else {
        return Ok(cover);
    };
    let aimed = served(&cover.reached);
    // Every pair of the best result has at least these points, so that they are always reached.
    let mut low = already;
    let mut best = solve_from(instance, Aim::Fair, low, None)?;
    let mut high = i16::MAX / 2;
    while low + 1 < high {
        // Steps that double first: the worst pair is seldom far from where it was.
        let middle = if high == i16::MAX / 2 {
            (low.saturating_mul(2) + 1).min(high - 1)
        } else {
            low.midpoint(high)
        };
        let tried = solve_from(instance, Aim::Fair, middle, None)?;
        if served(&tried.reached) == aimed {
            low = tried.reached.points_least.unwrap_or(middle).max(middle);
            best = tried;
        } else {
            high = middle;
        }
    }
    Ok(best)
}

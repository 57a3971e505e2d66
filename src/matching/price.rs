//! What an aim costs in terms of another: the pool is matched for both, and both results are named.
//!
//! It proposes nobody. In a pool so large that each run takes its time it says nothing.

use crate::matching::outcome::{Bound, Price};
use crate::matching::question::MatchError;
use crate::matching::solver::instance::{Instance, Reached};
use crate::matching::solver::solve::solve;
use crate::model::draft::Aim;

/// From so many requests on no second run is made.
const REQUESTS_LARGE: usize = 4_000;

/// What the other aim would reach: quality beside coverage, coverage beside quality and fair.
pub(crate) fn price(instance: &Instance<'_>, aim: Aim) -> Result<Option<Price>, MatchError> {
    let other = match aim {
        Aim::Coverage => Aim::Quality,
        Aim::Quality | Aim::Fair => Aim::Coverage,
    };
    let wanted: usize = instance
        .wanted
        .iter()
        .map(|wanted| wanted.mentors as usize)
        .sum();
    if wanted == 0 || REQUESTS_LARGE <= wanted {
        return Ok(None);
    }
    let reached = solve(instance, other)?.reached;
    Ok(Some(Price {
        aim: other,
        reaches: bound(&reached),
        points_least: reached.points_least.map(i64::from),
    }))
}

/// What a result reaches, as it is shown.
pub(crate) fn bound(reached: &Reached) -> Bound {
    Bound {
        mentees_served: reached.mentees,
        requests_served: reached.requests,
        points: reached.points,
    }
}

//! What an aim costs in terms of another: what the other would reach is named beside the result.
//!
//! It proposes nobody. The pool is matched a second time only where the first result does not tell already that it is
//! the best for both. In a pool so large that each run takes its time it says nothing.

use crate::matching::outcome::{Bound, Price};
use crate::matching::question::MatchError;
use crate::matching::solver::instance::{Instance, Reached, pairs};
use crate::matching::solver::solve::{Solution, solve};
use crate::model::draft::Aim;

/// From so many requests on no second run is made.
const REQUESTS_LARGE: usize = 4_000;

/// What the other aim would reach: quality beside coverage, coverage beside quality and fair.
pub(crate) fn price(
    instance: &Instance<'_>,
    solution: &Solution,
    aim: Aim,
) -> Result<Option<Price>, MatchError> {
    let other = match aim {
        Aim::Coverage => Aim::Quality,
        Aim::Quality | Aim::Fair => Aim::Coverage,
    };
    let wanted = instance.wanted.iter().map(|wanted| wanted.mentors as usize);
    let wanted: usize = wanted.sum();
    if wanted == 0 || REQUESTS_LARGE <= wanted {
        return Ok(None);
    }
    let reached = if is_best_for_both(instance, solution, aim) {
        solution.reached
    } else {
        solve(instance, other)?.reached
    };
    Ok(Some(Price {
        aim: other,
        reaches: bound(&reached),
        points_least: reached.points_least.map(i64::from),
    }))
}

/// Whether a result is the best for coverage and quality alike, as far as that is plain without another search.
///
/// Everybody is served, so only points are left to compare. Under quality they came first already. Under coverage the
/// prices prove that every request has its favourite mentor; they prove the same of points alone, unless a request pays
/// more for its place than its pair has points, and more points could be had without it.
fn is_best_for_both(instance: &Instance<'_>, solution: &Solution, aim: Aim) -> bool {
    let wanted: u64 = instance
        .wanted
        .iter()
        .map(|wanted| u64::from(wanted.mentors))
        .sum();
    let is_all_served = solution.reached.requests == wanted && instance.pins.is_empty();
    match aim {
        Aim::Fair => false,
        Aim::Quality => is_all_served,
        Aim::Coverage => is_all_served && pays_no_more_than_points(instance, solution),
    }
}

fn pays_no_more_than_points(instance: &Instance<'_>, solution: &Solution) -> bool {
    let mut pairs = pairs(&solution.assignment).zip(&solution.pair_points);
    pairs.all(|((request, mentor), &points)| {
        let of_mentee = (instance.wanted[request].mentee, mentor);
        let again = solution.proof.again.get(&of_mentee).unwrap_or(&0);
        let paid = solution.proof.place[mentor as usize] + again;
        let tie = i128::from(instance.tie(request, mentor));
        paid <= solution.worth.point * i128::from(points) + tie
    })
}

/// What a result reaches, as it is shown.
pub(crate) fn bound(reached: &Reached) -> Bound {
    Bound {
        mentees_served: reached.mentees,
        requests_served: reached.requests,
        points: reached.points,
    }
}

//! The proof that nothing better exists: prices from which an upper bound follows, reckoned here afresh.
//!
//! It trusts nobody: any prices that are not negative give a bound that holds, whoever found them. When the bound is
//! the worth of the result, the result is the best there is.

use crate::matching::solver::problem::{Edge, Problem, Worth};
use std::collections::BTreeMap;

/// What the search leaves behind as a proof.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Prices {
    /// What one more place at each mentor would be worth.
    pub(crate) place: Vec<i128>,
    /// What it would be worth if a mentee could have the same mentor once more; by mentee and mentor, where not zero.
    pub(crate) again: BTreeMap<(u32, u32), i128>,
}

/// The upper bound that follows from prices.
///
/// By weak duality: let a row pay for a place what it costs; no row gains more than its best pair less the prices, and
/// a mentee's first mentor is worth what it is worth, shared among the rows of the mentee as is cheapest.
pub(crate) fn bound(problem: &Problem, worth: &Worth, prices: &Prices) -> i128 {
    let places = problem.places.iter().zip(&prices.place);
    let mut bound: i128 = places
        .map(|(&places, &price)| i128::from(places) * price.max(0))
        .sum();
    bound += prices
        .again
        .values()
        .map(|&price| price.max(0))
        .sum::<i128>();
    let mut rows = 0;
    while rows < problem.mentee_of.len() {
        let mentee = problem.mentee_of[rows];
        let own = problem.mentee_of[rows..]
            .iter()
            .take_while(|&&of| of == mentee)
            .count();
        let gains: Vec<i128> = (rows..rows + own)
            .filter_map(|row| gain(problem, worth, prices, row))
            .collect();
        bound += gain_of_mentee(gains, worth.mentee);
        rows += own;
    }
    bound
}

/// The most that a row gains over the prices; none where it may get nobody.
fn gain(problem: &Problem, worth: &Worth, prices: &Prices, row: usize) -> Option<i128> {
    let mentee = problem.mentee_of[row];
    let over = |edge: &Edge| {
        let again = prices
            .again
            .get(&(mentee, edge.mentor))
            .copied()
            .unwrap_or(0);
        worth.of(edge) - prices.place[edge.mentor as usize].max(0) - again.max(0)
    };
    problem.edges[row].iter().map(over).max()
}

/// The least that bounds what the rows of one mentee gain together with the worth of the first mentor.
///
/// Some part of that worth, the same for each row, is added to every row, the rest counted once. Adding more helps until
/// the second row gains too.
pub(crate) fn gain_of_mentee(mut gains: Vec<i128>, first: i128) -> i128 {
    gains.sort_unstable_by(|one, other| other.cmp(one));
    let shared = match gains.get(1) {
        Some(&second) => (-second).clamp(0, first),
        None => first,
    };
    let rows: i128 = gains.iter().map(|gain| (gain + shared).max(0)).sum();
    rows + (first - shared)
}

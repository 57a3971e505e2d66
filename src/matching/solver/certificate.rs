//! The proof that nothing better exists: prices from which an upper bound follows, reckoned here afresh.
//!
//! It trusts nobody: any prices that are not negative give a bound that holds, whoever found them. When the bound is
//! the worth of the result, the result is the best there is. Every pair of the pool is looked at.

use crate::matching::solver::candidates::{Candidate, View};
use crate::matching::solver::kernel::{NOT_ALLOWED, most_over, over_at_least};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a search leaves behind as a proof.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Proof {
    /// What one more place at each mentor would be worth.
    pub(crate) place: Vec<i128>,
    /// What it would be worth if a mentee could have the same mentor once more; by mentee and mentor, where not zero.
    pub(crate) again: BTreeMap<(u32, u32), i128>,
}

/// The upper bound that follows from prices.
///
/// By weak duality: let a row pay for a place what it costs; no row gains more than its best pair less the prices, and
/// a mentee's first mentor is worth what it is worth, shared among the rows of the mentee as is cheapest.
pub(crate) fn bound(view: &View<'_>, proof: &Proof) -> i128 {
    let prices: Vec<i128> = proof.place.iter().map(|&price| price.max(0)).collect();
    let givers = view.instance.givers.iter().zip(&prices);
    let places: i128 = givers
        .map(|(giver, &price)| i128::from(giver.places) * price)
        .sum();
    let again: i128 = proof.again.values().map(|&price| price.max(0)).sum();
    let scan = Scan::new(view, proof, prices);
    let room = || (vec![NOT_ALLOWED; view.instance.width()], Vec::new());
    let mentees: Vec<i128> = requests_by_mentee(view)
        .into_par_iter()
        .map_init(room, |(row, found), requests| {
            scan.gain_of_mentee(requests, row, found)
        })
        .collect();
    places + again + mentees.into_iter().sum::<i128>()
}

/// The requests of each mentee, who stand together.
fn requests_by_mentee(view: &View<'_>) -> Vec<Range<usize>> {
    let wanted = &view.instance.wanted;
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (request, of) in wanted.iter().enumerate() {
        match ranges.last_mut() {
            Some(last) if wanted[last.start].mentee == of.mentee => last.end = request + 1,
            _ => ranges.push(request..request + 1),
        }
    }
    ranges
}

/// Prices in both forms, to look over all pairs.
struct Scan<'a> {
    view: &'a View<'a>,
    proof: &'a Proof,
    prices: Vec<i128>,
    price_points: Vec<i32>,
}

impl<'a> Scan<'a> {
    fn new(view: &'a View<'a>, proof: &'a Proof, prices: Vec<i128>) -> Scan<'a> {
        let points = |price: &i128| {
            i32::try_from(price / view.worth.point)
                .unwrap_or(i32::MAX / 2)
                .min(i32::MAX / 2)
        };
        let mut price_points: Vec<i32> = prices.iter().map(points).collect();
        price_points.resize(view.instance.width(), 0);
        Scan {
            view,
            proof,
            prices,
            price_points,
        }
    }

    fn gain_of_mentee(
        &self,
        requests: Range<usize>,
        row: &mut [i16],
        found: &mut Vec<u32>,
    ) -> i128 {
        let mut gains = Vec::new();
        for request in requests {
            if let Some(gain) = self.gain(request, row, found) {
                let mentors = self.view.instance.wanted[request].mentors as usize;
                gains.resize(gains.len() + mentors, gain);
            }
        }
        gain_of_rows(gains, self.view.worth.mentee)
    }

    /// The most that a row of a request gains over the prices; none where it may get nobody.
    fn gain(&self, request: usize, row: &mut [i16], found: &mut Vec<u32>) -> Option<i128> {
        self.view.instance.fill(request, self.view.least, row);
        let mentee = self.view.instance.wanted[request].mentee;
        let over = |mentor: u32, points: i16| {
            self.view.worth_of(request, Candidate { mentor, points }) - self.prices[mentor as usize]
        };
        let mut most: Option<i128> = None;
        // Pins, and mentors whom the mentee has already at a price above the mentor's own, stand apart from the others.
        for (&(_, mentor), &again) in self.proof.again.range((mentee, 0)..=(mentee, u32::MAX)) {
            let points = std::mem::replace(&mut row[mentor as usize], NOT_ALLOWED);
            if points != NOT_ALLOWED {
                most = most.max(Some(over(mentor, points) - again.max(0)));
            }
        }
        for mentor in self.view.instance.pinned(request) {
            let points = std::mem::replace(&mut row[mentor as usize], NOT_ALLOWED);
            if points != NOT_ALLOWED {
                most = most.max(Some(over(mentor, points)));
            }
        }
        if let Some(points_over) = most_over(row, &self.price_points) {
            found.clear();
            // Prices in points are rounded down and ties lie below a point: nothing more than a point less is better.
            over_at_least(
                row,
                &self.price_points,
                points_over.saturating_sub(1),
                found,
            );
            most = most.max(
                found
                    .iter()
                    .map(|&mentor| over(mentor, row[mentor as usize]))
                    .max(),
            );
        }
        most
    }
}

/// The least that bounds what the rows of one mentee gain together with the worth of the first mentor.
///
/// Some part of that worth, the same for each row, is added to every row, the rest counted once. Adding more helps until
/// the second row gains too.
fn gain_of_rows(mut gains: Vec<i128>, first: i128) -> i128 {
    gains.sort_unstable_by(|one, other| other.cmp(one));
    let shared = match gains.get(1) {
        Some(&second) => (-second).clamp(0, first),
        None => first,
    };
    let rows: i128 = gains.iter().map(|gain| (gain + shared).max(0)).sum();
    rows + (first - shared)
}

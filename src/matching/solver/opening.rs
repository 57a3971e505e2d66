//! Prices to begin with where no place will be left over: an auction among the mentees who want one mentor.
//!
//! Without it the last ones to be matched search nearly the whole pool, because no price says yet how sought after a
//! mentor is. It matches nobody and promises no optimum: any prices are right for a search as long as each mentor with
//! a price is full in the end, which the search looks at. Its invariant: a price only rises, so the bounds of the lists
//! hold.

use crate::matching::solver::candidates::{Candidate, List, Prices, Room, View, whole_points};

/// By what parts of a point a bid is raised at least, one round after the other: hasty rounds bring prices about.
const RAISES: [i128; 2] = [1, 10];

/// How many bids for each request are enough: in a pool that cannot be matched in full they would never end.
const BIDS_MAX: usize = 64;

/// What an auction leaves in the prices of mentors, for requests of mentees who want one mentor only.
pub(crate) fn prices(view: &View<'_>, lists: &mut [List], bidders: &[u32]) -> Vec<i128> {
    let mut auction = Auction::new(view, lists);
    let mut bids_left = bidders.len() * BIDS_MAX;
    for parts in RAISES {
        auction.raise = (view.worth.point / parts).max(1);
        auction.bids.iter_mut().for_each(Vec::clear);
        let mut open = bidders.to_vec();
        while let Some(request) = open.pop() {
            if bids_left == 0 {
                return auction.prices;
            }
            bids_left -= 1;
            open.extend(auction.bid(request));
        }
    }
    auction.prices
}

/// The best mentor for a request at the prices of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Favourite {
    pub(crate) mentor: u32,
    /// What the pair is worth over the mentor's price.
    pub(crate) gain: i128,
    /// What the next best is worth over its price, or nobody at all.
    next_gain: i128,
}

/// The best mentor of a list; none where to get nobody is better.
pub(crate) fn favourite(
    view: &View<'_>,
    (request, list): (usize, &List),
    prices: &[i128],
) -> Option<Favourite> {
    let mut best: Option<(u32, i128)> = None;
    let mut next_gain = 0;
    for &Candidate { mentor, points } in &list.candidates {
        let worth = view.worth_of(request, Candidate { mentor, points });
        // The list goes down in worth and no price is below zero.
        if worth <= next_gain {
            break;
        }
        let gain = worth - prices[mentor as usize];
        if best.is_none_or(|(_, best_gain)| best_gain < gain) && next_gain < gain {
            next_gain = best.map_or(next_gain, |(_, best_gain)| best_gain);
            best = Some((mentor, gain));
        } else {
            next_gain = next_gain.max(gain);
        }
    }
    best.map(|(mentor, gain)| Favourite {
        mentor,
        gain,
        next_gain,
    })
}

/// Mentors with the bids for their places.
struct Auction<'a> {
    view: &'a View<'a>,
    lists: &'a mut [List],
    prices: Vec<i128>,
    price_points: Vec<i32>,
    /// For each mentor who offers what, no more than there are places.
    bids: Vec<Vec<(i128, u32)>>,
    raise: i128,
    room: Room,
}

impl<'a> Auction<'a> {
    fn new(view: &'a View<'a>, lists: &'a mut [List]) -> Auction<'a> {
        let instance = view.instance;
        Auction {
            view,
            lists,
            prices: vec![0; instance.givers.len()],
            price_points: vec![0; instance.width()],
            bids: vec![Vec::new(); instance.givers.len()],
            raise: 1,
            room: Room::new(instance),
        }
    }

    /// Bids for a request's best mentor, and gives the request that loses its place by that.
    fn bid(&mut self, request: u32) -> Option<u32> {
        let best = self.look_until_sure(request as usize)?;
        let hidden = self.lists[request as usize].hidden.unwrap_or(0);
        let next_gain = best.next_gain.max(hidden).min(best.gain);
        let mentor = best.mentor as usize;
        let offer = self.prices[mentor] + best.gain - next_gain + self.raise;
        self.offer(request, mentor, offer)
    }

    /// The best mentor of all, not only of the list.
    fn look_until_sure(&mut self, request: usize) -> Option<Favourite> {
        loop {
            let list = &mut self.lists[request];
            let best = favourite(self.view, (request, list), &self.prices);
            let gain = best.map_or(0, |best| best.gain);
            if list.hidden.is_none_or(|hidden| hidden <= gain) {
                return best;
            }
            let prices = Prices {
                of: &self.prices,
                points: &self.price_points,
            };
            self.view.look(request, list, gain, prices, &mut self.room);
        }
    }

    fn offer(&mut self, request: u32, mentor: usize, offer: i128) -> Option<u32> {
        let places = self.view.instance.givers[mentor].places as usize;
        let bids = &mut self.bids[mentor];
        bids.push((offer, request));
        bids.sort_unstable();
        let lost = (places < bids.len()).then(|| bids.remove(0));
        if places == bids.len() {
            // A mentor without a place is too dear for everybody who would bid.
            let lowest = bids.first().copied().or(lost);
            self.prices[mentor] = lowest.map_or(offer, |(offer, _)| offer);
            self.price_points[mentor] = whole_points(self.prices[mentor], self.view.worth);
        }
        lost.map(|(_, request)| request)
    }
}

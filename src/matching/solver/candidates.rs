//! The mentors that a request looks at first: its best ones, and a bound for all others.
//!
//! Most pairs of a pool are never looked at one by one. The invariant of a list: every pair outside it is worth at most
//! `hidden` more than the mentor's price. Prices only rise, so a bound that holds once holds for ever.

use crate::matching::solver::instance::Instance;
use crate::matching::solver::kernel::{NOT_ALLOWED, at_least, most_over, over_at_least};
use crate::matching::solver::worth::Worth;
use crate::matching::tie::TIE_BITS;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::cmp::Reverse;

/// How many mentors a list begins with at least: fewer cost second looks, more cost memory and cache.
const LIST_COUNT: usize = 48;

/// How many times as many a list holds at most, where more are equal than it was to begin with.
const LIST_GROWTH: usize = 4;

/// How many mentors one look may add at most; of very many equal ones the ties decide which.
const LOOK_COUNT_MAX: usize = 192;

/// Lanes between two that are looked at to guess a threshold.
const SAMPLE_STEP: usize = 8;

/// A mentor whom a request looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) mentor: u32,
    pub(crate) points: i16,
}

/// The mentors whom a request looks at, the worthiest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List {
    pub(crate) candidates: Vec<Candidate>,
    /// The most that a pair outside the list is worth over its price; `None` when there is none outside.
    pub(crate) hidden: Option<i128>,
    /// How far the next look goes, in points; it doubles each time.
    step: i128,
}

/// What all looks at a pool have in common.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) instance: &'a Instance<'a>,
    pub(crate) worth: &'a Worth,
    /// Pairs below so many points are left out unless pinned.
    pub(crate) least: i16,
    /// How many mentors a list begins with.
    pub(crate) list_count: usize,
}

impl<'a> View<'a> {
    /// A look at all pairs of at least so many points.
    pub(crate) fn new(instance: &'a Instance<'a>, worth: &'a Worth, least: i16) -> View<'a> {
        View {
            instance,
            worth,
            least,
            list_count: LIST_COUNT,
        }
    }

    /// The worth of a pair.
    pub(crate) fn worth_of(&self, request: usize, candidate: Candidate) -> i128 {
        self.instance
            .worth(self.worth, request, candidate.mentor, candidate.points)
    }

    /// The first lists of all requests, made on all cores; each depends on its own request alone.
    pub(crate) fn lists(&self) -> Vec<List> {
        let room = || Room::new(self.instance);
        let requests = (0..self.instance.wanted.len()).into_par_iter();
        requests
            .map_init(room, |room, request| self.list(request, room))
            .collect()
    }

    fn list(&self, request: usize, room: &mut Room) -> List {
        let Room {
            row,
            places,
            ranked,
        } = room;
        self.instance.fill(request, self.least, row);
        let mut threshold = self.guess(row);
        places.clear();
        at_least(row, threshold, places);
        while places.len() < self.list_count && 0 < threshold {
            threshold = if threshold < 8 { 0 } else { threshold / 2 };
            places.clear();
            at_least(row, threshold, places);
        }
        let candidate = |mentor: u32| Candidate {
            mentor,
            points: row[mentor as usize],
        };
        let rank = |candidate| (self.rank(request, candidate), candidate);
        ranked.clear();
        ranked.extend(places.iter().map(|&mentor| rank(candidate(mentor))));
        let hidden_points = (0 < threshold)
            .then(|| self.worth.request + self.worth.point * i128::from(threshold - 1) + tie_max());
        let cut = Self::keep_best(ranked, self.list_count * LIST_GROWTH)
            .map(|left_out| self.worth_of(request, left_out));
        for pinned in self.instance.pinned(request).map(candidate) {
            let is_there = ranked.iter().any(|(_, known)| *known == pinned);
            if pinned.points != NOT_ALLOWED && !is_there {
                ranked.push(rank(pinned));
            }
        }
        ranked.sort_unstable();
        List {
            candidates: ranked.iter().map(|&(_, candidate)| candidate).collect(),
            hidden: cut.or(hidden_points),
            step: 2,
        }
    }

    /// A threshold that about as many lanes pass as a list begins with, from a sample of the row.
    fn guess(&self, row: &[i16]) -> i16 {
        let sample = row
            .iter()
            .step_by(SAMPLE_STEP)
            .copied()
            .filter(|&points| points != NOT_ALLOWED);
        let mut sample: Vec<i16> = sample.collect();
        let wanted = (self.list_count * 5 / 4).div_ceil(SAMPLE_STEP);
        if sample.len() <= wanted {
            return 0;
        }
        let (_, &mut threshold, _) =
            sample.select_nth_unstable_by(wanted, |one, other| other.cmp(one));
        threshold
    }

    /// Shows more of a request's pairs: those that are worth most over their prices.
    ///
    /// `floor` is the worth over its price below which nothing matters now.
    pub(crate) fn look(
        &self,
        request: usize,
        list: &mut List,
        floor: i128,
        prices: Prices<'_>,
        room: &mut Room,
    ) {
        let Some(hidden) = list.hidden else {
            return;
        };
        let row = &mut room.row;
        self.instance.fill(request, self.least, row);
        for candidate in &list.candidates {
            row[candidate.mentor as usize] = NOT_ALLOWED;
        }
        let Some(most) = most_over(row, prices.points) else {
            list.hidden = None;
            return;
        };
        let most = self.worth.request + self.worth.point * (i128::from(most) + 1) + tie_max();
        let hidden = hidden.min(most);
        list.hidden = Some(hidden);
        if hidden < floor {
            return;
        }
        let cut = hidden - self.worth.point * list.step;
        list.step *= 2;
        // Prices in points are rounded down and ties lie below a point, so one point less misses nothing.
        let least = (cut - self.worth.request).div_euclid(self.worth.point) - 1;
        room.places.clear();
        let least = i32::try_from(least).unwrap_or(if least < 0 { i32::MIN + 1 } else { i32::MAX });
        over_at_least(row, prices.points, least, &mut room.places);
        let over = |candidate: Candidate| {
            self.worth_of(request, candidate) - prices.exact(candidate.mentor)
        };
        let seen = room.places.iter().map(|&mentor| {
            let points = row[mentor as usize];
            let candidate = Candidate { mentor, points };
            (Reverse(over(candidate)), candidate)
        });
        let mut seen: Vec<(Reverse<i128>, Candidate)> =
            seen.filter(|(Reverse(over), _)| cut <= *over).collect();
        let most_left_out = Self::keep_best(&mut seen, LOOK_COUNT_MAX).map(over);
        list.candidates
            .extend(seen.into_iter().map(|(_, candidate)| candidate));
        list.candidates
            .sort_by_cached_key(|&candidate| (self.rank(request, candidate), candidate));
        list.hidden = Some(most_left_out.unwrap_or(cut - 1));
    }

    /// Leaves the best when there are too many, and gives the best one that was left out.
    fn keep_best<Rank: Ord>(ranked: &mut Vec<(Rank, Candidate)>, most: usize) -> Option<Candidate> {
        if ranked.len() <= most {
            return None;
        }
        let (_, &mut (_, left_out), _) = ranked.select_nth_unstable(most);
        ranked.truncate(most);
        Some(left_out)
    }

    /// A number that is less for a mentor of more worth to a request, and cheaper to compare than the worth itself.
    fn rank(&self, request: usize, candidate: Candidate) -> u64 {
        let Candidate { mentor, points } = candidate;
        let pin = u64::from(self.instance.is_pinned(request, mentor)) << (u64::BITS - 1);
        let points = u64::from(points.unsigned_abs()) << TIE_BITS;
        !(pin | points | self.instance.tie(request, mentor))
    }
}

/// Prices of mentors: exact ones, and rounded down to whole points for the loops.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prices<'a> {
    pub(crate) of: &'a [i128],
    pub(crate) points: &'a [i32],
}

impl Prices<'_> {
    fn exact(&self, mentor: u32) -> i128 {
        self.of[mentor as usize]
    }
}

/// A price in points, rounded down.
pub(crate) fn whole_points(price: i128, worth: &Worth) -> i32 {
    i32::try_from(price / worth.point)
        .unwrap_or(i32::MAX / 2)
        .min(i32::MAX / 2)
}

/// Room for one row, used again and again.
#[derive(Debug, Default)]
pub(crate) struct Room {
    row: Vec<i16>,
    places: Vec<u32>,
    ranked: Vec<(u64, Candidate)>,
}

impl Room {
    /// Room for a row of a pool.
    pub(crate) fn new(instance: &Instance<'_>) -> Room {
        Room {
            row: vec![NOT_ALLOWED; instance.width()],
            places: Vec::new(),
            ranked: Vec::new(),
        }
    }
}

/// The greatest tie.
fn tie_max() -> i128 {
    (1 << TIE_BITS) - 1
}

//! Another time for a turn that its slot does not hold: the nearest one that is free, or one for which something that
//! the plan placed itself makes room.

use crate::calendar::plan::agenda::{Agenda, TurnAt};
use crate::calendar::plan::pair::Pair;
use crate::calendar::plan::slot::{fits, minutes_of_day};
use crate::calendar::plan::turns::{Standing, Turn};
use crate::calendar::stretch::holding;
use crate::calendar::zone_clock::{DAY_MINUTES, ZoneClock};

/// Times that are looked at for one pairing before its turns are given up, so that a program in which too little
/// fits takes no longer than one in which all does.
const LOOKS_MAX: usize = 20_000;

/// How many meetings move one for the other.
const CHAIN_MAX: usize = 3;

/// Whether the longest interval between two meetings holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Interval {
    /// It must.
    Kept,
    /// A meeting too late is better than none.
    Stretched,
}

/// A plan in the making.
pub(super) struct Board<'a, 'c> {
    pub(super) pairs: Vec<Pair<'a>>,
    pub(super) agenda: Agenda<'a>,
    pub(super) clock: &'c ZoneClock,
}

/// A time that is tried, with the number of its day.
#[derive(Clone, Copy)]
struct Time {
    utc: i64,
    day: i64,
}

impl Board<'_, '_> {
    /// The turns of a pairing that have no place.
    pub(super) fn open_turns(&self, pair: usize) -> Vec<TurnAt> {
        let turns = self.pairs[pair].turns.iter().enumerate();
        turns
            .filter(|(_, turn)| turn.at == Standing::Open)
            .map(|(turn, _)| TurnAt { pair, turn })
            .collect()
    }

    /// Places a turn at the nearest time that is free; whether it could.
    pub(super) fn place(&mut self, at: TurnAt, interval: Interval) -> bool {
        let pair = &self.pairs[at.pair];
        let is_free = |time: &Time| fits(pair, &self.agenda, time.utc);
        let found = self.times(at, interval).into_iter().find(is_free);
        if let Some(time) = found {
            self.put(at, time);
        }
        found.is_some()
    }

    /// Places a turn where others of the plan make room for it; whether it could.
    pub(super) fn make_room(&mut self, at: TurnAt, looks: &mut Looks) -> bool {
        self.make_room_in_chain(at, &mut vec![at], looks)
    }

    fn make_room_in_chain(
        &mut self,
        at: TurnAt,
        chain: &mut Vec<TurnAt>,
        looks: &mut Looks,
    ) -> bool {
        for time in self.times(at, Interval::Kept) {
            if looks.are_over() {
                return false;
            }
            looks.look(1);
            let pair = &self.pairs[at.pair];
            let wanted = pair.time(time.utc);
            if holding(&pair.open, wanted).is_none() {
                continue;
            }
            let others = self.agenda.in_the_way(&pair.people, wanted);
            let [other] = others[..] else {
                continue;
            };
            if chain.contains(&other) {
                continue;
            }
            let before = self.lift(other);
            self.put(at, time);
            chain.push(other);
            looks.look(self.pairs[other.pair].looks());
            let is_done = self.place(other, Interval::Kept)
                || (chain.len() <= CHAIN_MAX && self.make_room_in_chain(other, chain, looks));
            chain.pop();
            if is_done {
                return true;
            }
            self.lift(at);
            self.put(other, before);
        }
        false
    }

    /// Times at which a turn may be as far as its own people's open time goes, the nearest to its due day first.
    fn times(&self, at: TurnAt, interval: Interval) -> Vec<Time> {
        let pair = &self.pairs[at.pair];
        let turn = &pair.turns[at.turn];
        let (least, most) = self.bounds(at, interval);
        let usual = pair.slot.map_or(0, |slot| slot.minute);
        let mut times = Vec::new();
        for day in least..=most {
            let minutes = minutes_of_day(pair, &self.agenda, self.clock, day);
            let of_day = minutes.into_iter().filter_map(|minute| {
                let utc = self.clock.utc_minute(day * DAY_MINUTES + minute)?;
                let near = ((day - turn.due).abs(), (minute - usual).abs(), day);
                Some((near, Time { utc, day }))
            });
            times.extend(of_day);
        }
        times.sort_by_key(|&(near, time)| (near, time.utc));
        times.into_iter().map(|(_, time)| time).collect()
    }

    /// The days on which a turn may be, seen from its neighbours.
    fn bounds(&self, at: TurnAt, interval: Interval) -> (i64, i64) {
        let pair = &self.pairs[at.pair];
        let turn = &pair.turns[at.turn];
        if interval == Interval::Stretched {
            return (turn.first, turn.last);
        }
        let before = at.turn.checked_sub(1).map(|index| pair.turns[index].day());
        // Whoever is overdue already meets as soon as may be.
        let latest = before.map_or(turn.last, |day| {
            pair.grid
                .latest_after(day)
                .max(pair.from + pair.grid.late())
        });
        let most = turn.last.min(latest);
        let after = pair.turns.get(at.turn + 1).map(Turn::day);
        let mut least = turn.first;
        while after.is_some_and(|after| pair.grid.latest_after(least) < after) && least < turn.due {
            least += 1;
        }
        (least, most)
    }

    fn put(&mut self, at: TurnAt, time: Time) {
        let pair = &mut self.pairs[at.pair];
        let before = at.turn.checked_sub(1).map(|index| pair.turns[index].day());
        let is_late = before.is_some_and(|before| pair.grid.latest_after(before) < time.day);
        pair.turns[at.turn].at = Standing::Placed {
            utc: time.utc,
            day: time.day,
            is_late,
        };
        self.agenda.take(&pair.people, pair.time(time.utc), at);
    }

    /// Takes a placed turn away; gives the time that it had.
    fn lift(&mut self, at: TurnAt) -> Time {
        let pair = &mut self.pairs[at.pair];
        let turn = &mut pair.turns[at.turn];
        let Standing::Placed { utc, day, .. } = turn.at else {
            unreachable!("only what the plan placed is in its agenda");
        };
        turn.at = Standing::Open;
        self.agenda.release(&pair.people, utc);
        Time { utc, day }
    }
}

/// How often may still be looked.
pub(super) struct Looks(usize);

impl Looks {
    /// As often as one pairing is worth.
    pub(super) fn of_one_pairing() -> Looks {
        Looks(LOOKS_MAX)
    }

    fn look(&mut self, times: usize) {
        self.0 = self.0.saturating_sub(times);
    }

    fn are_over(&self) -> bool {
        self.0 == 0
    }
}

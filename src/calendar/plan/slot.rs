//! A steady slot for a pairing: the weekday and the time at which most of its turns find a place.

use crate::calendar::plan::agenda::{Agenda, TurnAt};
use crate::calendar::plan::pair::{Pair, Slot};
use crate::calendar::plan::turns::{Standing, Turn, first_open, settle};
use crate::calendar::stretch::{Stretch, holding};
use crate::calendar::zone_clock::{DAY_MINUTES, ZoneClock};
use std::cmp::Reverse;

/// Weeks in which the first meeting of a pairing may be: late ones only where early ones are taken.
const FIRST_DAYS_MAX: i64 = 28;

/// From one time that is tried to the next, in minutes: wide in wide stretches, where there is choice enough.
const STEPS: [(i64, i64); 2] = [(120, 15), (240, 30)];
const STEP_WIDE: i64 = 60;

/// A slot that may be chosen, with what speaks for it.
struct Candidate {
    shift: i64,
    minute: i64,
    rank: (Reverse<usize>, i64, bool, Reverse<usize>, i64, i64),
}

/// Chooses the slot of a pairing, gives its turns their days, and places those that fit into the slot.
pub(super) fn choose(pair: &mut Pair<'_>, at: usize, agenda: &mut Agenda<'_>, clock: &ZoneClock) {
    pair.turns.clone_from(&pair.asked);
    pair.slot = None;
    let Some(first) = first_open(&pair.turns) else {
        return;
    };
    let best = candidates(pair, first, agenda, clock)
        .into_iter()
        .min_by_key(|candidate| candidate.rank);
    let shift = best.as_ref().map_or(0, |best| best.shift);
    let mut turns = std::mem::take(&mut pair.turns);
    settle(&mut turns, pair.grid, shift, pair.line());
    pair.turns = turns;
    let Some(best) = best else {
        return;
    };
    let day = pair.turns.iter().find(|turn| turn.at == Standing::Open);
    pair.slot = day.map(|turn| Slot {
        weekday: turn.due.rem_euclid(7),
        minute: best.minute,
    });
    for index in 0..pair.turns.len() {
        let turn = &pair.turns[index];
        let is_possible =
            turn.at == Standing::Open && turn.first <= turn.due && turn.due <= turn.last;
        let Some(utc) = clock
            .utc_minute(turn.due * DAY_MINUTES + best.minute)
            .filter(|_| is_possible)
        else {
            continue;
        };
        if fits(pair, agenda, utc) {
            let day = turn.due;
            let turn = TurnAt {
                pair: at,
                turn: index,
            };
            agenda.take(&pair.people, pair.time(utc), turn);
            pair.turns[index].at = Standing::Placed {
                utc,
                day,
                is_late: false,
            };
        }
    }
}

/// Whether everybody of a pairing is free for a meeting at this minute of UTC.
pub(super) fn fits(pair: &Pair<'_>, agenda: &Agenda<'_>, utc: i64) -> bool {
    let time = pair.time(utc);
    holding(&pair.open, time).is_some() && agenda.is_clear(&pair.people, time)
}

fn candidates(
    pair: &Pair<'_>,
    first: usize,
    agenda: &Agenda<'_>,
    clock: &ZoneClock,
) -> Vec<Candidate> {
    let turn = &pair.turns[first];
    let before = first.checked_sub(1).map(|index| pair.turns[index].due);
    let (least, most) = match before {
        // It has met, and is not overdue: about as long after the last time as the cadence says.
        Some(last) if pair.from < turn.due => {
            let most = (turn.due + pair.grid.late()).min(pair.grid.latest_after(last));
            (turn.due - pair.grid.early(), most.max(turn.due))
        }
        _ => (
            turn.due,
            turn.due + (pair.grid.days - 1).min(FIRST_DAYS_MAX - 1),
        ),
    };
    let least = least.max(pair.from);
    let mut found = Vec::new();
    for day in least..=most {
        for minute in minutes_of_day(pair, agenda, clock, day) {
            let shift = day - turn.due;
            let rank = rank(pair, agenda, clock, (first, shift, minute));
            found.push(Candidate {
                shift,
                minute,
                rank,
            });
        }
    }
    found
}

/// Minutes of a day at which a meeting may begin, as clocks show it, in order.
pub(super) fn minutes_of_day(
    pair: &Pair<'_>,
    agenda: &Agenda<'_>,
    clock: &ZoneClock,
    day: i64,
) -> Vec<i64> {
    let midnight = day * DAY_MINUTES;
    let whole = Stretch {
        from: midnight,
        to: midnight + DAY_MINUTES,
    };
    let minutes = i64::from(pair.minutes);
    let mut found = Vec::new();
    for utc in clock.utc(whole) {
        let first = pair.open.partition_point(|open| open.to <= utc.from);
        let open = pair.open[first..]
            .iter()
            .take_while(|open| open.from < utc.to);
        for open in open {
            let starts = Stretch {
                from: open.from.max(utc.from),
                to: (open.to - minutes + 1).min(utc.to),
            };
            if starts.minutes() == 0 {
                continue;
            }
            let near = Stretch {
                from: starts.from - minutes,
                to: starts.to + minutes,
            };
            let step = step(starts.minutes());
            let local = |utc: i64| clock.local_minute(utc);
            let aligned = (local(starts.from) + step - 1).div_euclid(step) * step;
            let ahead = aligned - local(starts.from);
            found.extend(
                (starts.from + ahead..starts.to).step_by(usize::try_from(step).unwrap_or(1)),
            );
            found.extend([starts.from, starts.to - 1]);
            for edge in agenda.edges(&pair.people, near) {
                found.extend(
                    [edge.to, edge.from - minutes]
                        .into_iter()
                        .filter(|&at| starts.from <= at && at < starts.to),
                );
            }
        }
    }
    let mut minutes: Vec<i64> = found
        .into_iter()
        .map(|utc| (utc, clock.local_minute(utc)))
        // Of an hour that comes twice only the first can be written down.
        .filter(|&(utc, local)| clock.utc_minute(local) == Some(utc))
        .map(|(_, local)| local - midnight)
        .collect();
    minutes.sort_unstable();
    minutes.dedup();
    minutes
}

fn step(minutes: i64) -> i64 {
    let narrow = STEPS.iter().find(|(most, _)| minutes <= *most);
    narrow.map_or(STEP_WIDE, |&(_, step)| step)
}

/// What speaks for a slot: turns that fit, an early week, the usual time, no gap left beside it, a day near, an early
/// time; the less, the better.
fn rank(
    pair: &Pair<'_>,
    agenda: &Agenda<'_>,
    clock: &ZoneClock,
    (first, shift, minute): (usize, i64, i64),
) -> (Reverse<usize>, i64, bool, Reverse<usize>, i64, i64) {
    let open = |turn: &&Turn| turn.at == Standing::Open;
    let until = pair.line().until;
    let times = pair.turns[first..].iter().filter(open).filter_map(|turn| {
        let day = turn.due + shift;
        let utc = clock.utc_minute(day * DAY_MINUTES + minute)?;
        (day <= until).then_some(utc)
    });
    let mut fitting = times.filter(|&utc| fits(pair, agenda, utc)).peekable();
    let touching = fitting.peek().map_or(0, |&utc| touching(pair, agenda, utc));
    let slot = Slot {
        weekday: (pair.turns[first].due + shift).rem_euclid(7),
        minute,
    };
    (
        Reverse(fitting.count()),
        shift.abs() / 7,
        pair.usual != Some(slot),
        Reverse(touching),
        shift.abs(),
        minute,
    )
}

/// How many ends of a meeting touch something: the less is left between, the more fits elsewhere.
fn touching(pair: &Pair<'_>, agenda: &Agenda<'_>, utc: i64) -> usize {
    let time = pair.time(utc);
    let Some(open) = holding(&pair.open, time) else {
        return 0;
    };
    let is_taken = |minute: i64| {
        let one = Stretch {
            from: minute,
            to: minute + 1,
        };
        !agenda.is_clear(&pair.people, one)
    };
    let before = open.from == time.from || is_taken(time.from - 1);
    let after = open.to == time.to || is_taken(time.to);
    usize::from(before) + usize::from(after)
}

//! The whole plan: every pairing its slot, then what the slots do not hold, then the reasons of what is left.

use crate::calendar::free_time::{Basis, Clocks, Days};
use crate::calendar::plan::agenda::Agenda;
use crate::calendar::plan::in_person::give_modes;
use crate::calendar::plan::intent::Intent;
use crate::calendar::plan::outcome::{LeftOut, PairingPlan, Plan, PlannedMeeting};
use crate::calendar::plan::pair::{Pair, Slot, Source, absence, last_day, pair};
use crate::calendar::plan::place::{Board, Interval, Looks};
use crate::calendar::plan::rearrange::rearrange;
use crate::calendar::plan::reason::unplanned;
use crate::calendar::plan::slot;
use crate::calendar::plan::turns::Standing;
use crate::calendar::zone_clock::{local_minute_of, moment_of};
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::pairing::Pairing;
use crate::model::program::Program;

/// Plans the meetings of pairings; the same program and intent give the same plan.
///
/// The time grows with the pairings and their days, and not with the square of either.
pub fn plan(program: &Program, intent: &Intent) -> Plan {
    let mut left_out = Vec::new();
    let mut wanted: Vec<&Pairing> = Vec::new();
    for id in &intent.pairings {
        let Some(pairing) = program.pairings.get(id) else {
            continue;
        };
        match absence(program, pairing, intent) {
            None => wanted.push(pairing),
            Some(because) => left_out.push(LeftOut {
                pairing: id.clone(),
                because,
            }),
        }
    }
    let lasts = wanted
        .iter()
        .map(|pairing| last_day(program, pairing, intent));
    let days = Days {
        first: intent.from,
        last: lasts.max().unwrap_or(intent.from).max(intent.from),
    };
    let mut clocks = Clocks::new(days);
    let clock = clocks.of(program.settings.timezone).clone();
    let source = source(program, intent, &wanted, days);
    let mut agenda = Agenda::default();
    let pairs = wanted
        .iter()
        .map(|&pairing| pair(&source, pairing, &mut agenda, &mut clocks))
        .collect();
    let mut board = Board {
        pairs,
        agenda,
        clock: &clock,
    };
    fill(&mut board);
    let pairings = (0..board.pairs.len()).map(|index| outcome(program, &board, index));
    Plan {
        pairings: pairings.collect(),
        left_out,
    }
}

pub(super) fn source<'a>(
    program: &'a Program,
    intent: &'a Intent,
    wanted: &[&'a Pairing],
    days: Days,
) -> Source<'a> {
    let mut replanned: Vec<&Id> = wanted.iter().map(|pairing| &pairing.id).collect();
    replanned.sort_unstable();
    Source {
        program,
        intent,
        by_person: program.pairings_by_person(),
        replanned,
        days,
    }
}

/// Places what can be placed, those with the least choice first.
fn fill(board: &mut Board<'_, '_>) {
    let mut order: Vec<usize> = (0..board.pairs.len()).collect();
    order.sort_by_cached_key(|&index| {
        let pair = &board.pairs[index];
        (choice(pair), pair.pairing.id.clone())
    });
    for &index in &order {
        slot::choose(
            &mut board.pairs[index],
            index,
            &mut board.agenda,
            board.clock,
        );
    }
    rearrange(board, &order);
    for &index in &order {
        for turn in board.open_turns(index) {
            board.place(turn, Interval::Kept);
        }
    }
    for &index in &order {
        let mut looks = Looks::of_one_pairing();
        for turn in board.open_turns(index) {
            board.make_room(turn, &mut looks);
        }
    }
    for &index in &order {
        for turn in board.open_turns(index) {
            board.place(turn, Interval::Stretched);
        }
    }
}

/// How many meetings would fit for each that is asked for, in tenths.
fn choice(pair: &Pair<'_>) -> i64 {
    let minutes = i64::from(pair.minutes).max(1);
    let fitting: i64 = pair.open.iter().map(|open| open.minutes() / minutes).sum();
    let asked = pair.turns.iter().filter(|turn| turn.at == Standing::Open);
    fitting * 10 / i64::try_from(asked.count()).unwrap_or(i64::MAX).max(1)
}

fn outcome(program: &Program, board: &Board<'_, '_>, index: usize) -> PairingPlan {
    let pair = &board.pairs[index];
    let mut meetings = meetings(board, pair);
    let days: (Day, Day) = (crate::calendar::plan::grid::day_of(pair.from), pair.until);
    let in_person = give_modes(program, pair.pairing, &mut meetings, days);
    let people = pair.people.iter().map(|&place| &board.agenda.people[place]);
    let assumed = people.filter(|person| person.free.basis == Basis::WorkingHours);
    PairingPlan {
        pairing: pair.pairing.id.clone(),
        until: pair.until,
        meetings,
        unplanned: unplanned(program, board, index),
        assumed: assumed.map(|person| person.id.clone()).collect(),
        in_person,
    }
}

fn meetings(board: &Board<'_, '_>, pair: &Pair<'_>) -> Vec<PlannedMeeting> {
    let placed = pair.turns.iter().filter_map(|turn| match turn.at {
        Standing::Placed { utc, is_late, .. } => {
            let at = moment_of(board.clock.local_minute(utc));
            let slot = Slot::of(local_minute_of(at));
            let is_steady = pair.slot.is_some_and(|steady| {
                steady.minute == slot.minute
                    && (steady.weekday == slot.weekday || !pair.grid.is_weekly())
            });
            Some(PlannedMeeting {
                at,
                minutes: pair.minutes,
                mode: None,
                is_steady,
                is_late,
            })
        }
        Standing::Fixed | Standing::Open => None,
    });
    placed.collect()
}

//! Other slots for pairings that stand in the way of others.
//!
//! A pairing that found no slot for all of its turns takes the one that it would have without a neighbour, and the
//! neighbour chooses again, perhaps at the cost of a further one. Its invariant: what is kept places more turns than
//! there were before.

use crate::calendar::plan::pair::Slot;
use crate::calendar::plan::place::Board;
use crate::calendar::plan::slot::choose;
use crate::calendar::plan::turns::{Standing, Turn};

/// How many pairings choose again, one because of the other.
const CHAIN_MAX: usize = 4;

/// How often slots are chosen for the sake of one pairing.
const CHOICES_MAX: usize = 60;

/// What a pairing had before it chose again.
struct Before {
    pair: usize,
    turns: Vec<Turn>,
    slot: Option<Slot>,
}

/// Gives pairings other slots, so that more turns of all of them find a place.
pub(super) fn rearrange(board: &mut Board<'_, '_>, order: &[usize]) {
    let neighbours = neighbours(board);
    for &pair in order {
        let mut choices = CHOICES_MAX;
        while lacks(board, pair) && improve(board, &neighbours, &mut vec![pair], &mut choices) {}
    }
}

/// For every pairing, in order, those that share somebody with it.
fn neighbours(board: &Board<'_, '_>) -> Vec<Vec<usize>> {
    let mut of_person: Vec<Vec<usize>> = vec![Vec::new(); board.agenda.people.len()];
    for (index, pair) in board.pairs.iter().enumerate() {
        for &place in &pair.people {
            of_person[place].push(index);
        }
    }
    let of_pair = board.pairs.iter().enumerate().map(|(index, pair)| {
        let near = pair.people.iter().flat_map(|&place| &of_person[place]);
        // More than can be tried are not looked at, however many a circle's mentor has.
        let mut near: Vec<usize> = near
            .copied()
            .filter(|&other| other != index)
            .take(CHOICES_MAX)
            .collect();
        near.sort_unstable();
        near.dedup();
        near
    });
    of_pair.collect()
}

/// Whether turns have no place although their people share free time.
fn lacks(board: &Board<'_, '_>, pair: usize) -> bool {
    !board.pairs[pair].open.is_empty() && !board.open_turns(pair).is_empty()
}

/// Lets the last of a chain choose as if one neighbour were not there; whether more turns have a place then.
fn improve(
    board: &mut Board<'_, '_>,
    neighbours: &[Vec<usize>],
    chain: &mut Vec<usize>,
    choices: &mut usize,
) -> bool {
    let pair = chain[chain.len() - 1];
    for &other in &neighbours[pair] {
        if chain.contains(&other) {
            continue;
        }
        let Some(rest) = choices.checked_sub(2) else {
            return false;
        };
        *choices = rest;
        let (own, both) = (
            placed(board, pair),
            placed(board, pair) + placed(board, other),
        );
        let before = [lift(board, other), lift(board, pair)];
        for index in [pair, other] {
            choose(
                &mut board.pairs[index],
                index,
                &mut board.agenda,
                board.clock,
            );
        }
        let now = placed(board, pair) + placed(board, other);
        if both < now {
            return true;
        }
        // The neighbour lost what this one won: it may find it elsewhere.
        if both == now && own < placed(board, pair) && chain.len() < CHAIN_MAX {
            chain.push(other);
            let is_better = improve(board, neighbours, chain, choices);
            chain.pop();
            if is_better {
                return true;
            }
        }
        for index in [pair, other] {
            lift(board, index);
        }
        for before in before {
            restore(board, before);
        }
    }
    false
}

fn placed(board: &Board<'_, '_>, pair: usize) -> usize {
    let turns = board.pairs[pair].turns.iter();
    turns
        .filter(|turn| matches!(turn.at, Standing::Placed { .. }))
        .count()
}

/// Takes all that the plan placed for a pairing out of the agenda.
fn lift(board: &mut Board<'_, '_>, pair: usize) -> Before {
    let (known, agenda) = (&mut board.pairs[pair], &mut board.agenda);
    for turn in &known.turns {
        if let Standing::Placed { utc, .. } = turn.at {
            agenda.release(&known.people, utc);
        }
    }
    Before {
        pair,
        turns: std::mem::take(&mut known.turns),
        slot: known.slot.take(),
    }
}

/// Puts back what was taken out.
fn restore(board: &mut Board<'_, '_>, before: Before) {
    let pair = &mut board.pairs[before.pair];
    pair.turns = before.turns;
    pair.slot = before.slot;
    for (index, turn) in pair.turns.iter().enumerate() {
        if let Standing::Placed { utc, .. } = turn.at {
            let at = crate::calendar::plan::agenda::TurnAt {
                pair: before.pair,
                turn: index,
            };
            board.agenda.take(&pair.people, pair.time(utc), at);
        }
    }
}

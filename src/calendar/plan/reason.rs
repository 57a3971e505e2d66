//! Why a turn found no place.

use crate::calendar::plan::agenda::TurnAt;
use crate::calendar::plan::grid::day_of;
use crate::calendar::plan::outcome::{Reason, Unplanned};
use crate::calendar::plan::pair::Pair;
use crate::calendar::plan::place::Board;
use crate::calendar::plan::remedy::{another_day, longer_hours};
use crate::calendar::stretch::{Stretch, shared};
use crate::model::day::Day;
use crate::model::program::Program;
use crate::model::settings::DayRange;

/// Why the open turns of a pairing found no place, in order of time.
pub(super) fn unplanned(program: &Program, board: &Board<'_, '_>, pair: usize) -> Vec<Unplanned> {
    let open = board.open_turns(pair).into_iter();
    open.map(|at| unplanned_turn(program, board, at)).collect()
}

/// Why one turn found no place.
pub(super) fn unplanned_turn(program: &Program, board: &Board<'_, '_>, at: TurnAt) -> Unplanned {
    let pair = &board.pairs[at.pair];
    let turn = &pair.turns[at.turn];
    let (first, last) = (day_of(turn.first), day_of(turn.last));
    let bounds = board.clock.days(first, last);
    let (reason, because) = reason(program, board, pair, (bounds, first, last));
    let remedy = match reason {
        Reason::NoSharedHours => longer_hours(program, board, pair, bounds),
        Reason::Away | Reason::Holiday => another_day(board, pair, bounds.to),
        Reason::Taken => longer_hours(program, board, pair, bounds)
            .or_else(|| another_day(board, pair, bounds.to)),
    };
    Unplanned {
        first,
        last,
        reason,
        because,
        remedy,
    }
}

fn reason(
    program: &Program,
    board: &Board<'_, '_>,
    pair: &Pair<'_>,
    (bounds, first, last): (Stretch, Day, Day),
) -> (Reason, String) {
    let people = || pair.people.iter().map(|&place| &board.agenda.people[place]);
    let is_enough = |stretches: &[Stretch]| {
        stretches
            .iter()
            .any(|stretch| i64::from(pair.minutes) <= stretch.minutes())
    };
    let names: Vec<&str> = people().map(|person| program.name(person.id)).collect();
    let names = names.join(" and ");
    let weekly = people().fold(vec![bounds], |both, person| {
        shared(&both, &person.free.weekly)
    });
    if !is_enough(&weekly) {
        let length = format!("{} minutes", pair.minutes);
        let because = if weekly.is_empty() {
            format!("{names} share no free hour")
        } else {
            format!("{names} share no {length} at a time")
        };
        return (Reason::NoSharedHours, because);
    }
    let open = people().fold(vec![bounds], |both, person| {
        shared(&both, &person.free.open)
    });
    if !is_enough(&open) {
        return away(program, pair, first, last);
    }
    let busy = people().filter(|person| {
        let stands = shared(&open, &person.busy);
        let place = pair
            .people
            .iter()
            .position(|&place| board.agenda.people[place].id == person.id);
        let placed = place.is_some_and(|index| {
            open.iter()
                .any(|&free| !board.agenda.is_clear(&pair.people[index..=index], free))
        });
        !stands.is_empty() || placed
    });
    let busy: Vec<&str> = busy.map(|person| program.name(person.id)).collect();
    let because = if busy.is_empty() {
        format!("{names} are not free long enough at a time")
    } else {
        format!("{} other meetings whenever all are free", have(&busy))
    };
    (Reason::Taken, because)
}

fn have(names: &[&str]) -> String {
    match names {
        [one] => format!("{one} has"),
        several => format!("{} have", several.join(" and ")),
    }
}

/// Who is away, or that it is a holiday.
fn away(program: &Program, pair: &Pair<'_>, first: Day, last: Day) -> (Reason, String) {
    let overlaps = |range: &&DayRange| range.from <= last && first <= range.to;
    for person in pair.pairing.people() {
        let absences = program.participants.get(person);
        let absences = absences
            .map(|known| &known.absences[..])
            .unwrap_or_default();
        let longest = absences
            .iter()
            .filter(overlaps)
            .max_by_key(|range| range.to.min(last).days_since(range.from.max(first)));
        if let Some(range) = longest {
            let name = program.name(person);
            let because = format!("{name} is away from {} to {}", range.from, range.to);
            return (Reason::Away, because);
        }
    }
    let holidays = program.settings.holidays.iter().filter(overlaps);
    let because = match holidays.max_by_key(|range| range.to) {
        Some(range) if range.from == range.to => format!("{} is a holiday", range.from),
        Some(range) => format!("{} to {} are holidays", range.from, range.to),
        None => "somebody is away".to_owned(),
    };
    (Reason::Holiday, because)
}

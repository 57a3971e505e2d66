//! Times at which the people of one pairing could meet next, the best first.

use crate::calendar::free_time::{Basis, Clocks, Days, zone_of};
use crate::calendar::plan::agenda::{Agenda, TurnAt};
use crate::calendar::plan::grid::{day_of, number_of};
use crate::calendar::plan::intent::{Existing, Intent};
use crate::calendar::plan::make::source;
use crate::calendar::plan::outcome::Unplanned;
use crate::calendar::plan::pair::{Pair, Slot, last_day, pair};
use crate::calendar::plan::place::Board;
use crate::calendar::plan::reason::unplanned_turn;
use crate::calendar::plan::slot::{fits, minutes_of_day};
use crate::calendar::plan::turns::{Standing, Turn};
use crate::calendar::zone_clock::{DAY_MINUTES, ZoneClock, local_minute_of, moment_of};
use crate::model::day::{Day, Moment};
use crate::model::id::PersonId;
use crate::model::pairing::Pairing;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;

/// Times of one day that are offered, so that there is a choice of days too.
const TIMES_PER_DAY_MAX: usize = 3;

/// Days that are looked at from the first one.
const DAYS_MAX: i64 = 6 * 7;

/// Times at which people could meet.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Slots {
    /// The day on which the cadence asks for the next meeting.
    pub due: Day,
    /// How long it is.
    pub minutes: u32,
    /// The times, the best first.
    pub slots: Vec<FreeSlot>,
    /// People whose free time is the program's working hours, for they gave none.
    pub assumed: Vec<PersonId>,
    /// Why there is none.
    pub nothing: Option<Unplanned>,
}

/// A time at which everybody is free.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FreeSlot {
    /// Wall-clock time in the program's zone.
    pub at: Moment,
    /// Whether it is their usual weekday and time.
    pub is_usual: bool,
    /// What the clock of each shows.
    pub local: Vec<LocalTime>,
}

/// A time on the clock of somebody.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LocalTime {
    /// Who.
    pub person: PersonId,
    /// Their zone.
    pub timezone: &'static str,
    /// What their clock shows.
    pub at: Moment,
}

/// Finds times for the next meeting of a pairing.
///
/// First those nearest to the day on which it is due, in steps of a week; among them the usual time, then the nearest.
pub fn slots(program: &Program, pairing: &Pairing, intent: &Intent, most: usize) -> Slots {
    let last = intent
        .from
        .plus_days(DAYS_MAX - 1)
        .min(last_day(program, pairing, intent));
    let days = Days {
        first: intent.from,
        last: last.max(intent.from),
    };
    let mut clocks = Clocks::new(days);
    let clock = clocks.of(program.settings.timezone).clone();
    let intent = Intent {
        existing: Existing::Kept,
        ..intent.clone()
    };
    let source = source(program, &intent, &[pairing], days);
    let mut agenda = Agenda::default();
    let pair = pair(&source, pairing, &mut agenda, &mut clocks);
    let due = due(&pair);
    let mut slots = Vec::new();
    for number in pair.from.max(number_of(days.first))..=number_of(days.last) {
        slots.extend(of_day(&pair, &agenda, &clock, (number, due)));
    }
    slots.sort_by_key(|&(rank, _)| rank);
    slots.truncate(most);
    let found: Vec<FreeSlot> = slots
        .iter()
        .map(|&((_, is_unusual, ..), utc)| FreeSlot {
            at: moment_of(clock.local_minute(utc)),
            is_usual: !is_unusual,
            local: local_times(program, pairing, utc, &mut clocks),
        })
        .collect();
    let people = pair.people.iter().map(|&place| &agenda.people[place]);
    let assumed = people.filter(|person| person.free.basis == Basis::WorkingHours);
    let assumed = assumed.map(|person| person.id.clone()).collect();
    let minutes = pair.minutes;
    let nothing = found
        .is_empty()
        .then(|| nothing(program, (pair, agenda), &clock, days));
    Slots {
        due: day_of(due),
        minutes,
        slots: found,
        assumed,
        nothing,
    }
}

/// Whether everybody of a pairing is free for a meeting at a time of the program's clocks.
pub fn is_free(program: &Program, pairing: &Pairing, intent: &Intent, at: Moment) -> bool {
    let days = Days {
        first: at.day(),
        last: at.day().plus_days(1),
    };
    let mut clocks = Clocks::new(days);
    let clock = clocks.of(program.settings.timezone).clone();
    let source = source(program, intent, &[pairing], days);
    let mut agenda = Agenda::default();
    let pair = pair(&source, pairing, &mut agenda, &mut clocks);
    let utc = clock.utc_minute(local_minute_of(at));
    utc.is_some_and(|utc| fits(&pair, &agenda, utc))
}

/// Weeks from the due day, whether unusual, days from it, minute of the day, the day itself.
type Rank = (i64, bool, i64, i64, i64);

/// The day on which the next meeting is due; past it, as soon as may be.
fn due(pair: &Pair<'_>) -> i64 {
    let open = pair.turns.iter().find(|turn| turn.at == Standing::Open);
    let last = pair.turns.last().map(|turn| turn.due + pair.grid.days);
    open.map(|turn| turn.due).or(last).unwrap_or(pair.from)
}

fn of_day(
    pair: &Pair<'_>,
    agenda: &Agenda<'_>,
    clock: &ZoneClock,
    (number, due): (i64, i64),
) -> Vec<(Rank, i64)> {
    let minutes = minutes_of_day(pair, agenda, clock, number).into_iter();
    let mut found: Vec<(Rank, i64)> = minutes
        .filter_map(|minute| {
            let local = number * DAY_MINUTES + minute;
            let utc = clock.utc_minute(local)?;
            let is_unusual = pair.usual != Some(Slot::of(local));
            let distance = (number - due).abs();
            let rank = (distance / 7, is_unusual, distance, minute, number);
            fits(pair, agenda, utc).then_some((rank, utc))
        })
        .collect();
    found.sort_by_key(|&(rank, _)| rank);
    found.truncate(TIMES_PER_DAY_MAX);
    found
}

fn local_times(
    program: &Program,
    pairing: &Pairing,
    utc: i64,
    clocks: &mut Clocks,
) -> Vec<LocalTime> {
    let people = pairing.people();
    let local = people.map(|person| {
        let zone = zone_of(&program.settings, program.participants.get(person));
        LocalTime {
            person: person.clone(),
            timezone: zone.name(),
            at: moment_of(clocks.of(zone).local_minute(utc)),
        }
    });
    local.collect()
}

/// Why there is no time in all these days.
fn nothing<'a>(
    program: &Program,
    (mut pair, agenda): (Pair<'a>, Agenda<'a>),
    clock: &ZoneClock,
    days: Days,
) -> Unplanned {
    pair.turns = vec![Turn {
        due: number_of(days.first),
        first: number_of(days.first),
        last: number_of(days.last),
        at: Standing::Open,
    }];
    let board = Board {
        pairs: vec![pair],
        agenda,
        clock,
    };
    unplanned_turn(program, &board, TurnAt { pair: 0, turn: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::plan::outcome::Reason;
    use crate::calendar::sample::{day, pair, person, program};
    use chrono_tz::America::New_York;
    use chrono_tz::Europe::Berlin;

    fn found(free: [&[&str]; 2]) -> Slots {
        let mut program = program();
        for (name, zone, free) in [("kim", Berlin, free[0]), ("lee", New_York, free[1])] {
            let known = person(name, zone, free);
            program.participants.insert(known.id.clone(), known);
        }
        let from = day("2026-10-12");
        let pairing = pair("kim", "lee", from, day("2027-03-31"));
        let intent = Intent {
            pairings: vec![pairing.id.clone()],
            today: from.plus_days(-1),
            from,
            until: None,
            existing: Existing::Kept,
        };
        slots(&program, &pairing, &intent, 40)
    }

    #[test]
    fn times_are_shown_on_the_clocks_of_both_through_a_change_of_clocks() {
        let found = found([&["Tue 14:00-16:00"], &["Tue 09:00-10:00"]]);
        let times: Vec<String> = found.slots.iter().map(|slot| slot.at.to_string()).collect();
        // New York is five hours away instead of six in the week after clocks change in Berlin.
        let expected = [
            "2026-10-13T15:00:00",
            "2026-10-13T15:15:00",
            "2026-10-20T15:00:00",
            "2026-10-20T15:15:00",
            "2026-10-27T14:00:00",
        ];
        assert_eq!(times[..5], expected);
        let local: Vec<String> = found.slots[4]
            .local
            .iter()
            .map(|time| time.at.to_string())
            .collect();
        assert_eq!(local, ["2026-10-27T14:00:00", "2026-10-27T09:00:00"]);
        assert_eq!(found.nothing, None);
    }

    #[test]
    fn where_there_is_none_it_is_said_why() {
        let found = found([&["Tue 09:00-10:00"], &["Tue 09:00-10:00"]]);
        assert_eq!(found.slots, Vec::new());
        assert_eq!(
            found.nothing.map(|nothing| nothing.reason),
            Some(Reason::NoSharedHours)
        );
    }
}

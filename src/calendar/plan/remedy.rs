//! The nearest thing that would give a meeting its place: another day, or hours of somebody that were a little longer.

use crate::calendar::free_time::zone_of;
use crate::calendar::plan::agenda::Person;
use crate::calendar::plan::outcome::Remedy;
use crate::calendar::plan::pair::Pair;
use crate::calendar::plan::place::Board;
use crate::calendar::plan::slot::fits;
use crate::calendar::stretch::{Stretch, shared, within};
use crate::calendar::zone_clock::{local_minute_of, moment_of};
use crate::model::day::Moment;
use crate::model::program::Program;
use chrono::{DateTime, TimeZone};
use chrono_tz::Tz;

/// Nobody's day is made longer by more than this.
const LONGER_MINUTES_MAX: i64 = 8 * 60;

/// Hours of somebody that would have to be longer.
struct Longer<'p, 'a> {
    person: &'p Person<'a>,
    minutes: i64,
    /// When the meeting would be.
    time: Stretch,
    edge: Edge,
}

/// The edge of somebody's window that is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Start,
    End,
}

/// The next time after a stretch at which everybody is free.
pub(super) fn another_day(board: &Board<'_, '_>, pair: &Pair<'_>, after: i64) -> Option<Remedy> {
    let first = pair.open.partition_point(|open| open.to <= after);
    let is_free = |utc: &i64| fits(pair, &board.agenda, *utc);
    let starts = pair.open[first..].iter().flat_map(|open| {
        let start = open.from.max(after);
        let ends = board.agenda.edges(
            &pair.people,
            Stretch {
                from: start,
                to: open.to,
            },
        );
        std::iter::once(start).chain(ends.into_iter().map(|edge| edge.to))
    });
    let utc = starts.into_iter().find(is_free)?;
    let at = moment_of(board.clock.local_minute(utc));
    Some(Remedy {
        person: None,
        at,
        sentence: format!("the next time that would do is {}", time_words(at)),
    })
}

/// The least by which somebody's hours would have to be longer in some days.
pub(super) fn longer_hours(
    program: &Program,
    board: &Board<'_, '_>,
    pair: &Pair<'_>,
    bounds: Stretch,
) -> Option<Remedy> {
    let people = || pair.people.iter().map(|&place| &board.agenda.people[place]);
    let found = people().filter_map(|person| least(board, pair, person, bounds));
    let Some(best) = found.min_by_key(|longer| (longer.minutes, longer.time.from)) else {
        let found = people().filter_map(|person| new_window(board, pair, person, bounds));
        let (at, person) = found.min_by_key(|&(at, person)| (at, person.id))?;
        let at = moment_of(board.clock.local_minute(at));
        let weekly = at.datetime().format("%a %H:%M");
        return Some(Remedy {
            person: Some(person.id.clone()),
            at,
            sentence: format!(
                "{weekly} would do if {} were free then",
                program.name(person.id)
            ),
        });
    };
    let at = moment_of(board.clock.local_minute(best.time.from));
    let person = best.person.id;
    let zone = zone_of(&program.settings, program.participants.get(person));
    let (verb, minute) = match best.edge {
        Edge::Start => ("began", best.time.from),
        Edge::End => ("ended", best.time.to),
    };
    let local = local(zone, minute);
    let zone = if zone == program.settings.timezone {
        String::new()
    } else {
        format!(" in {zone}")
    };
    let sentence = format!(
        "{} would do if {}'s window {verb} at {}{zone}",
        at.datetime().format("%a %H:%M"),
        program.name(person),
        local.datetime().format("%H:%M"),
    );
    Some(Remedy {
        person: Some(person.clone()),
        at,
        sentence,
    })
}

/// `Tue 25 Aug 2026 16:00`.
fn time_words(at: Moment) -> String {
    at.datetime().format("%a %-d %b %Y %H:%M").to_string()
}

fn local(zone: Tz, utc: i64) -> Moment {
    let datetime = DateTime::from_timestamp(utc * 60, 0).unwrap_or_default();
    let local = zone.from_utc_datetime(&datetime.naive_utc()).naive_local();
    Moment::from_datetime(local).unwrap_or_else(|| moment_of(local_minute_of(moment_of(utc))))
}

/// The first time that all others have and at which one person has nothing else, were it only among their hours.
fn new_window<'p, 'a>(
    board: &'p Board<'a, '_>,
    pair: &Pair<'_>,
    person: &'p Person<'a>,
    bounds: Stretch,
) -> Option<(i64, &'p Person<'a>)> {
    let mut free = others_open(board, pair, person, bounds).into_iter();
    let is_clear = |time: Stretch| {
        board.agenda.is_clear(&pair.people, time)
            && person.busy.iter().all(|busy| busy.cut(time).minutes() == 0)
    };
    let minutes = i64::from(pair.minutes);
    let found = free.find(|free| minutes <= free.minutes() && is_clear(pair.time(free.from)))?;
    Some((found.from, person))
}

/// The time of some days that everybody of a pairing but one has open.
fn others_open(
    board: &Board<'_, '_>,
    pair: &Pair<'_>,
    person: &Person<'_>,
    bounds: Stretch,
) -> Vec<Stretch> {
    let others = pair.people.iter().map(|&place| &board.agenda.people[place]);
    let others = others
        .filter(|other| other.id != person.id)
        .map(|other| &other.open);
    others.fold(vec![bounds], |both, open| shared(&both, open))
}

/// The least by which one person's hours would have to be longer, to meet in a time that all others have.
fn least<'p, 'a>(
    board: &'p Board<'a, '_>,
    pair: &Pair<'_>,
    person: &'p Person<'a>,
    bounds: Stretch,
) -> Option<Longer<'p, 'a>> {
    let all = others_open(board, pair, person, bounds);
    let minutes = i64::from(pair.minutes);
    let mut best: Option<Longer<'p, 'a>> = None;
    for free in all.into_iter().filter(|free| minutes <= free.minutes()) {
        let near = Stretch {
            from: free.from - LONGER_MINUTES_MAX,
            to: free.to + LONGER_MINUTES_MAX,
        };
        for own in within(&person.free.open, near) {
            let from = (own.to - minutes)
                .max(own.from)
                .clamp(free.from, free.to - minutes);
            let time = Stretch {
                from,
                to: from + minutes,
            };
            let early = (own.from - time.from).max(0);
            let late = (time.to - own.to).max(0);
            let is_clear = board.agenda.is_clear(&pair.people, time)
                && person.busy.iter().all(|busy| busy.cut(time).minutes() == 0);
            // One edge of one window: two would be a day that somebody does not have.
            if !is_clear || (0 < early && 0 < late) || early + late == 0 {
                continue;
            }
            let longer = early + late;
            if best.as_ref().is_none_or(|best| longer < best.minutes)
                && longer <= LONGER_MINUTES_MAX
            {
                best = Some(Longer {
                    person,
                    minutes: longer,
                    time,
                    edge: if 0 < early { Edge::Start } else { Edge::End },
                });
            }
        }
    }
    best
}

//! The weekly hour at which a pair meets: one that both are free, else one of the mentee's, else any of a working week.
//!
//! Its invariant: nobody has two slots that overlap while there are others left.

use crate::matching::hours::{Week, week};
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::Pairing;
use crate::model::participant::Participant;
use crate::model::program::Program;
use chrono::{Datelike, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// The least time that both need to have in common.
const MINUTES_SHARED_MIN: u16 = 45;
/// From one slot to the next: the longest meeting of an example.
const SLOT_MINUTES: u16 = 60;
/// Hours at which no clock is ever changed and people are awake.
const HOURS_AWAKE: std::ops::Range<u32> = 6..22;
/// Hours of a working week, for people whose own are all taken.
const HOURS_WORKING: std::ops::Range<u32> = 9..17;
const DAY_MINUTES: i64 = 24 * 60;
const WEEK_DAYS: i64 = 7;

/// A weekday and a time of the day in the program's zone, in minutes since Monday 00:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot(i64);

/// The slot of each pairing.
pub(super) fn slots(program: &Program) -> BTreeMap<&Id, Slot> {
    let mut taken: BTreeMap<&PersonId, Vec<Slot>> = BTreeMap::new();
    let mut slots = BTreeMap::new();
    for pairing in program.pairings.values() {
        let is_free = |slot: &Slot| {
            let of_people = pairing
                .people()
                .filter_map(|person| taken.get(person))
                .flatten();
            of_people.into_iter().all(|other| !slot.overlaps(*other))
        };
        let candidates = candidates(program, pairing);
        let free = candidates.iter().find(|slot| is_free(slot));
        let Some(&slot) = free.or(candidates.first()) else {
            continue;
        };
        for person in pairing.people() {
            taken.entry(person).or_default().push(slot);
        }
        slots.insert(&pairing.id, slot);
    }
    slots
}

/// Slots that a pairing may take, the best first.
fn candidates(program: &Program, pairing: &Pairing) -> Vec<Slot> {
    let zone = program.settings.timezone;
    let Some(begins) = pairing.since().or(pairing.starts) else {
        return Vec::new();
    };
    let free = |person: &PersonId| {
        let participant = program.participants.get(person);
        let week = |known: &Participant| week(&known.free, known.timezone.unwrap_or(zone), begins);
        participant.map(week).unwrap_or_default()
    };
    let mentor = free(&pairing.mentor);
    let mentee = pairing.mentees.first().map(free).unwrap_or_default();
    let minutes = hours_of(&shared(&mentor, &mentee))
        .into_iter()
        .chain(hours_of(&mentee))
        .chain(hours_of(&mentor));
    let own = minutes.filter_map(|minute| Slot::seen_from(zone, begins, minute));
    let working = (0..5).flat_map(|weekday| {
        HOURS_WORKING.map(move |hour| Slot(weekday * DAY_MINUTES + i64::from(hour) * 60))
    });
    own.chain(working).collect()
}

/// The time that both are free.
fn shared(one: &Week, other: &Week) -> Week {
    let mut shared = Week::new();
    for &(start, end) in one {
        for &(from, to) in other {
            if start.max(from) < end.min(to) {
                shared.push((start.max(from), end.min(to)));
            }
        }
    }
    shared
}

/// The minutes of a week from which a meeting fits into free time, hour by hour.
fn hours_of(free: &Week) -> Vec<u16> {
    let of_stretch = |&(start, end): &(u16, u16)| {
        (start..end)
            .step_by(usize::from(SLOT_MINUTES))
            .filter(move |minute| minute + MINUTES_SHARED_MIN <= end)
    };
    free.iter().flat_map(of_stretch).collect()
}

impl Slot {
    /// A minute of the week of a day, counted in UTC, as the clocks of a zone show it; none at night.
    fn seen_from(zone: Tz, day: Day, minute: u16) -> Option<Slot> {
        let monday = day.plus_days(-i64::from(day.date().weekday().num_days_from_monday()));
        let midnight = monday.date().and_hms_opt(0, 0, 0)?;
        let instant = midnight + TimeDelta::minutes(i64::from(minute));
        let local = zone.from_utc_datetime(&instant).naive_local();
        let (weekday, time) = (local.weekday().num_days_from_monday(), local.time());
        let minute = i64::from(time.hour() * 60 + time.minute());
        HOURS_AWAKE
            .contains(&time.hour())
            .then_some(Slot(i64::from(weekday) * DAY_MINUTES + minute))
    }

    fn overlaps(self, other: Slot) -> bool {
        (self.0 - other.0).abs() < i64::from(SLOT_MINUTES)
    }

    /// The first time of the slot on a day or after it.
    pub(super) fn from(self, day: Day) -> Moment {
        let weekday = i64::from(day.date().weekday().num_days_from_monday());
        let days = (self.0 / DAY_MINUTES - weekday).rem_euclid(WEEK_DAYS);
        let minute = u32::try_from(self.0 % DAY_MINUTES).unwrap_or_default();
        Moment::at(day.plus_days(days), minute / 60, minute % 60)
            .expect("a minute of a day is on the clock")
    }
}

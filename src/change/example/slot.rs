//! The weekly hour at which a pair meets: one that both are free, else one of the mentee's.

use crate::matching::hours::{Week, week};
use crate::model::day::{Day, Moment};
use crate::model::participant::Participant;
use chrono::{Datelike, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;

/// The least time that both need to have in common.
const MINUTES_SHARED_MIN: u16 = 45;
/// Where nobody says when they are free.
const HOUR_USUAL: u32 = 10;
/// Places at which a clock change never strikes.
const HOURS_AWAKE: std::ops::Range<u32> = 6..22;

/// A weekday and a time of the day, in the program's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    days_from_monday: i64,
    hour: u32,
    minute: u32,
}

impl Slot {
    /// The slot of two people, as the clocks stand in the week of a day.
    pub(super) fn of(mentor: &Participant, mentee: &Participant, zone: Tz, day: Day) -> Slot {
        let free = |person: &Participant| week(&person.free, person.timezone.unwrap_or(zone), day);
        let (mentor, mentee) = (free(mentor), free(mentee));
        let shared = first_shared(&mentor, &mentee);
        let first = shared.or_else(|| Some(mentee.first().or(mentor.first())?.0));
        let monday = day.plus_days(-i64::from(day.date().weekday().num_days_from_monday()));
        let midnight = monday.date().and_hms_opt(0, 0, 0).unwrap_or_default();
        let local = first.map(|minute| {
            let instant = midnight + TimeDelta::minutes(i64::from(minute));
            zone.from_utc_datetime(&instant).naive_local()
        });
        let local = local.filter(|local| HOURS_AWAKE.contains(&local.time().hour()));
        local.map_or(
            Slot {
                days_from_monday: 1,
                hour: HOUR_USUAL,
                minute: 0,
            },
            |local| Slot {
                days_from_monday: i64::from(local.weekday().num_days_from_monday()),
                hour: local.time().hour(),
                minute: local.time().minute(),
            },
        )
    }

    /// The first time of the slot on a day or after it.
    pub(super) fn from(self, day: Day) -> Moment {
        let weekday = i64::from(day.date().weekday().num_days_from_monday());
        let day = day.plus_days((self.days_from_monday - weekday).rem_euclid(7));
        Moment::at(day, self.hour, self.minute).expect("an hour and a minute of a clock")
    }
}

/// The first minute of the week from which both are free long enough.
fn first_shared(one: &Week, other: &Week) -> Option<u16> {
    let shared = |&(start, end): &(u16, u16)| {
        other.iter().find_map(|&(from, to)| {
            let (start, end) = (start.max(from), end.min(to));
            (start + MINUTES_SHARED_MIN <= end).then_some(start)
        })
    };
    one.iter().find_map(shared)
}

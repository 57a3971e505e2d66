//! When somebody is free: their weekly windows on the wall clock of their zone, without absences and holidays.
//!
//! It knows no meetings. Its invariant: at every free minute the clock of the person's zone shows a time in one of
//! their windows.

use crate::calendar::stretch::{Stretch, united, without};
use crate::calendar::zone_clock::{ZoneClock, local_minute_of_day};
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::participant::Participant;
use crate::model::program::Program;
use crate::model::settings::{DayRange, Settings};
use crate::model::window::Window;
use chrono::Datelike;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Days of a plan, from a first to a last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: Day,
    /// The last.
    pub last: Day,
}

/// Whose windows somebody's free time rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Their own.
    Own,
    /// The program's working hours, for they gave none.
    WorkingHours,
}

/// When somebody is free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeTime {
    /// On what it rests.
    pub basis: Basis,
    /// Their weekly hours, whatever happens.
    pub weekly: Vec<Stretch>,
    /// The same without their absences and the program's holidays.
    pub open: Vec<Stretch>,
}

/// The clocks of every zone that was asked for, over the same days.
#[derive(Debug)]
pub struct Clocks {
    days: Days,
    by_zone: BTreeMap<&'static str, ZoneClock>,
}

impl Clocks {
    /// Clocks over some days.
    pub fn new(days: Days) -> Clocks {
        Clocks {
            days,
            by_zone: BTreeMap::new(),
        }
    }

    /// The clock of a zone.
    pub fn of(&mut self, zone: Tz) -> &ZoneClock {
        let days = self.days;
        let clock = || ZoneClock::new(zone, days.first, days.last);
        self.by_zone.entry(zone.name()).or_insert_with(clock)
    }
}

/// When a person is free on the days of the clocks; somebody unknown is free at working hours.
pub fn free_time(program: &Program, person: &PersonId, clocks: &mut Clocks) -> FreeTime {
    let settings = &program.settings;
    let participant = program.participants.get(person);
    let days = clocks.days;
    let clock = clocks.of(zone_of(settings, participant));
    let own = participant
        .map(|known| known.free.as_slice())
        .filter(|free| !free.is_empty());
    let basis = own.map_or(Basis::WorkingHours, |_| Basis::Own);
    let weekly = weekly(own.unwrap_or(&settings.policy.working_hours), clock, days);
    let absences = participant.map_or(&[][..], |known| &known.absences);
    let away = absences.iter().chain(&settings.holidays);
    let away = united(away.map(|range| whole_days(*range, clock, days)).collect());
    FreeTime {
        basis,
        open: without(&weekly, &away),
        weekly,
    }
}

/// The zone of a person; the program's where they name none.
pub fn zone_of(settings: &Settings, participant: Option<&Participant>) -> Tz {
    participant
        .and_then(|known| known.timezone)
        .unwrap_or(settings.timezone)
}

fn weekly(windows: &[Window], clock: &ZoneClock, days: Days) -> Vec<Stretch> {
    // A day more on either side: elsewhere it may be the day before or after already.
    let mut day = days.first.plus_days(-1);
    let end = days.last.plus_days(1);
    let mut stretches = Vec::new();
    while day <= end {
        let midnight = local_minute_of_day(day);
        let weekday = day.date().weekday();
        for window in windows.iter().filter(|window| window.falls_on(weekday)) {
            let local = Stretch {
                from: midnight + i64::from(window.start_minute()),
                to: midnight + i64::from(window.end_minute()),
            };
            stretches.extend(clock.utc(local));
        }
        if day == Day::LAST {
            break;
        }
        day = day.plus_days(1);
    }
    united(stretches)
}

/// Days of a range as far as the clock knows them; a range that ends before it begins is empty.
fn whole_days(range: DayRange, clock: &ZoneClock, days: Days) -> Stretch {
    let (first, last) = (
        range.from.max(days.first.plus_days(-1)),
        range.to.min(days.last.plus_days(1)),
    );
    if last < first {
        return Stretch { from: 0, to: 0 };
    }
    clock.days(first, last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::sample::{day, person, person_id, program};
    use crate::calendar::zone_clock::DAY_MINUTES;
    use chrono_tz::America::New_York;
    use chrono_tz::Asia::Kathmandu;
    use chrono_tz::Australia::Sydney;
    use chrono_tz::Europe::Berlin;
    use proptest::prelude::*;

    fn range(from: &str, to: &str) -> DayRange {
        DayRange {
            from: day(from),
            to: day(to),
        }
    }

    fn free(program: &Program, days: Days) -> FreeTime {
        free_time(program, &person_id("kim"), &mut Clocks::new(days))
    }

    fn minutes(stretches: &[Stretch]) -> i64 {
        stretches.iter().map(|stretch| stretch.minutes()).sum()
    }

    #[test]
    fn absences_that_overlap_and_holidays_are_no_free_time() {
        let mut program = program();
        let mut kim = person("kim", Berlin, &["Mon-Sun 09:00-10:00"]);
        kim.absences = vec![
            range("2026-11-03", "2026-11-05"),
            range("2026-11-04", "2026-11-06"),
            range("2026-11-20", "2026-11-10"),
        ];
        program.participants.insert(kim.id.clone(), kim);
        program.settings.holidays = vec![range("2026-11-09", "2026-11-09")];
        let days = Days {
            first: day("2026-11-02"),
            last: day("2026-11-11"),
        };
        let free = free(&program, days);
        // The days 3 to 6 and 9 of ten, with a day before and after.
        assert_eq!(minutes(&free.open), (12 - 5) * 60);
        assert_eq!(minutes(&free.weekly), 12 * 60);
    }

    #[test]
    fn who_gave_no_windows_works_at_working_hours() {
        let mut program = program();
        let kim = person("kim", Berlin, &[]);
        program.participants.insert(kim.id.clone(), kim);
        let days = Days {
            first: day("2026-11-02"),
            last: day("2026-11-08"),
        };
        let free = free(&program, days);
        assert_eq!(free.basis, Basis::WorkingHours);
        assert_eq!(minutes(&free.open), (5 + 1) * 8 * 60);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Through a year's changes of clocks, minute by minute against the zone database.
        #[test]
        fn every_free_minute_is_in_a_window_on_the_wall_clock_and_every_such_minute_is_free(
            zone in prop::sample::select(vec![Berlin, New_York, Sydney, Kathmandu]),
            ahead in 0_i64..365, start in 0_u16..1380, length in 1_u16..300,
        ) {
            use chrono::{DateTime, TimeZone, Timelike};
            let first = day("2026-01-01").plus_days(ahead);
            let end = (start + length).min(1440);
            let window = format!("Sat-Mon {:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60);
            let mut program = program();
            let kim = person("kim", zone, &[&window]);
            program.participants.insert(kim.id.clone(), kim);
            let days = Days { first, last: first.plus_days(9) };
            let free = free(&program, days);
            let midnight = local_minute_of_day(first);
            for minute in midnight..midnight + 8 * DAY_MINUTES {
                let utc = DateTime::from_timestamp(minute * 60, 0).map(|utc| utc.naive_utc());
                let local = zone.from_utc_datetime(&utc.unwrap_or_default()).naive_local();
                let shown = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or_default();
                let is_day = matches!(local.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun | chrono::Weekday::Mon);
                let expected = is_day && (start..end).contains(&shown);
                let found = free.open.iter().any(|stretch| (stretch.from..stretch.to).contains(&minute));
                prop_assert_eq!(found, expected, "{} {}", zone, local);
            }
        }
    }
}

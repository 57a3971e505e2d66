//! Days in words, for showing what a date was understood as: `Fri 27 Nov 2026 15:00 (in 5 days)`.
//!
//! It decides nothing. What stands before the bracket reads back as the same date.

use crate::calendar::clock::Clock;
use crate::calendar::when::When;
use crate::model::day::Day;
use chrono::Datelike;

/// The date with its weekday, its time if it has one, and its distance from today.
pub fn describe(when: When, clock: &Clock) -> String {
    let distance = distance(when.day, clock.today);
    match when.time {
        Some(time) => format!("{} {time} ({distance})", full_day(when.day)),
        None => format!("{} ({distance})", full_day(when.day)),
    }
}

/// The day with its weekday and its distance from today.
pub fn describe_day(day: Day, clock: &Clock) -> String {
    describe(When { day, time: None }, clock)
}

/// `Fri 27 Nov 2026`.
pub fn full_day(day: Day) -> String {
    let date = day.date();
    format!("{} {:04}", date.format("%a %-d %b"), date.year())
}

/// `today`, `tomorrow`, `in 5 days`, `3 weeks ago`: in whole units that have passed, days up to two weeks, weeks up to
/// two months, months up to two years.
pub fn distance(day: Day, today: Day) -> String {
    let days = day.days_since(today);
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        2.. => format!("in {}", length(today, day)),
        _ => format!("{} ago", length(day, today)),
    }
}

fn length(from: Day, to: Day) -> String {
    let days = to.days_since(from);
    let months = whole_months(from, to);
    match (days, months) {
        (..14, _) => format!("{days} days"),
        (_, ..2) => format!("{} weeks", days / 7),
        (_, 2..24) => format!("{months} months"),
        _ => format!("{} years", months / 12),
    }
}

fn whole_months(from: Day, to: Day) -> i32 {
    let (from, to) = (from.date(), to.date());
    let months =
        (to.year() - from.year()) * 12 + to.month0().cast_signed() - from.month0().cast_signed();
    months - i32::from(to.day() < from.day())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::calendar::clock::{Direction, TimeOfDay};
    use crate::calendar::when::parse_when;
    use proptest::prelude::*;

    fn clock(today: Day) -> Clock {
        Clock {
            today,
            now: TimeOfDay::new(10, 0),
            zone: chrono_tz::Europe::Berlin,
        }
    }

    #[test]
    fn a_date_is_shown_with_its_weekday_and_distance() {
        let clock = clock(Day::new(2026, 11, 22).unwrap());
        for (text, shown) in [
            ("2026-11-27 15:00", "Fri 27 Nov 2026 15:00 (in 5 days)"),
            ("2026-11-22", "Sun 22 Nov 2026 (today)"),
            ("2026-11-23", "Mon 23 Nov 2026 (tomorrow)"),
            ("2026-11-21 09:05", "Sat 21 Nov 2026 09:05 (yesterday)"),
            ("2026-11-19", "Thu 19 Nov 2026 (3 days ago)"),
            ("2026-12-06", "Sun 6 Dec 2026 (in 2 weeks)"),
            ("2026-10-11", "Sun 11 Oct 2026 (6 weeks ago)"),
            ("2027-01-21", "Thu 21 Jan 2027 (in 8 weeks)"),
            ("2027-01-22", "Fri 22 Jan 2027 (in 2 months)"),
            ("2024-11-23", "Sat 23 Nov 2024 (23 months ago)"),
            ("2024-11-22", "Fri 22 Nov 2024 (2 years ago)"),
            ("0099-01-01", "Thu 1 Jan 0099 (1927 years ago)"),
        ] {
            let when = parse_when(text, &clock, Direction::Future).unwrap();
            assert_eq!(describe(when, &clock), shown);
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back_as_the_same_date(today in 0_i64..3_652_000, day in 0_i64..3_652_000, minute in 0_u32..2880) {
            let clock = clock(Day::FIRST.plus_days(today));
            let when = When { day: Day::FIRST.plus_days(day), time: TimeOfDay::new(minute / 60, minute % 60) };
            let shown = describe(when, &clock);
            let (date, _) = shown.split_once(" (").unwrap();
            prop_assert_eq!(parse_when(date, &clock, Direction::Past), Ok(when));
        }
    }
}

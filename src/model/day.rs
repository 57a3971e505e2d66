//! Days and moments: calendar days, and wall-clock times that mean something only with a zone beside them.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use std::fmt;

/// A calendar day of the years 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// The day, if there is such a one.
    ///
    /// ```
    /// use pleiad::model::day::Day;
    /// assert!(Day::new(2026, 2, 30).is_none());
    /// assert_eq!(Day::new(2026, 2, 3).unwrap().to_string(), "2026-02-03");
    /// ```
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Day::from_date)
    }

    /// The day of a chrono date, if its year is 1 to 9999.
    pub fn from_date(date: NaiveDate) -> Option<Day> {
        (1..=9999).contains(&date.year()).then_some(Day(date))
    }

    /// Reads `2026-02-03` and nothing else.
    pub fn parse_iso(text: &str) -> Option<Day> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let digits = |range: std::ops::Range<usize>| {
            let part = text.get(range)?;
            part.bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| part.parse::<u32>().ok())
                .flatten()
        };
        Day::new(
            i32::try_from(digits(0..4)?).ok()?,
            digits(5..7)?,
            digits(8..10)?,
        )
    }

    /// The same day for chrono's arithmetic.
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// The day `days` later (earlier when negative); the last or first day of the calendar where that would leave it.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Day {
        let moved =
            chrono::TimeDelta::try_days(days).and_then(|delta| self.0.checked_add_signed(delta));
        moved
            .and_then(Day::from_date)
            .unwrap_or(if days < 0 { Day::FIRST } else { Day::LAST })
    }

    /// Whole days from `earlier` to this day; negative when `earlier` lies after it.
    pub fn days_since(self, earlier: Day) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// The first day of the calendar.
    pub const FIRST: Day = Day(NaiveDate::from_ymd_opt(1, 1, 1).expect("a day of the calendar"));
    /// The last day of the calendar.
    pub const LAST: Day =
        Day(NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day of the calendar"));
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{:04}-{:02}-{:02}",
            self.0.year(),
            self.0.month(),
            self.0.day()
        )
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A wall-clock time on a day, to the second, without its zone: the record that holds it names the zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(NaiveDateTime);

impl Moment {
    /// The moment of a chrono date and time, if its year is 1 to 9999; leap seconds and fractions are refused.
    pub fn from_datetime(datetime: NaiveDateTime) -> Option<Moment> {
        (datetime.nanosecond() == 0 && Day::from_date(datetime.date()).is_some())
            .then_some(Moment(datetime))
    }

    /// The moment `hour`:`minute` of a day, if the clock has it.
    pub fn at(day: Day, hour: u32, minute: u32) -> Option<Moment> {
        day.0.and_hms_opt(hour, minute, 0).map(Moment)
    }

    /// Its day.
    pub fn day(self) -> Day {
        Day(self.0.date())
    }

    /// The same moment for chrono's arithmetic.
    pub fn datetime(self) -> NaiveDateTime {
        self.0
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, time) = (self.day(), self.0.time());
        write!(
            out,
            "{day}T{:02}:{:02}:{:02}",
            time.hour(),
            time.minute(),
            time.second()
        )
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl serde::Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

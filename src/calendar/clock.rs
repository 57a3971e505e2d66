//! What the reader of a date knows about the present, and which way a bare day looks.
//!
//! It never asks the system's clock: the present is an argument, so that the same text gives the same day.

use crate::model::day::{Day, Moment};
use chrono_tz::Tz;
use std::fmt;

/// The present, as the reader of a date is told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The day on which the text is read.
    pub today: Day,
    /// The time of that day, unknown where only the day was given (`--today`).
    pub now: Option<TimeOfDay>,
    /// The zone of both.
    pub zone: Tz,
}

/// Which way a day without its week, month or year looks: `fri`, `14th`, `24 nov`, `2w`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The latest that is not after today: for logging and for filters.
    Past,
    /// The first that is not before today: for planning.
    Future,
}

/// A minute of the day, from 00:00 to 23:59.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// The time that a clock shows as `hour`:`minute`, if it ever does.
    pub fn new(hour: u32, minute: u32) -> Option<TimeOfDay> {
        let minutes = u16::try_from(hour.checked_mul(60)?.checked_add(minute)?).ok()?;
        (hour < 24 && minute < 60).then_some(TimeOfDay(minutes))
    }

    /// Minutes since 00:00, from 0 to 1439.
    pub fn minutes(self) -> u16 {
        self.0
    }

    /// This time on a day.
    #[expect(clippy::missing_panics_doc, reason = "every day has every time of day")]
    pub fn on(self, day: Day) -> Moment {
        let (hour, minute) = (u32::from(self.0 / 60), u32::from(self.0 % 60));
        Moment::at(day, hour, minute).expect("a time of day is one that every day's clock has")
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

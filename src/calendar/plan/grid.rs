//! Day numbers, and the steps in which a cadence moves over them.
//!
//! A cadence of weeks or months moves in whole weeks, so that a pairing may keep its weekday: a month in four weeks, a
//! quarter in twelve. It never moves further than its ideal interval.

use crate::calendar::zone_clock::{DAY_MINUTES, local_minute_of_day, moment_of};
use crate::model::cadence::{Cadence, Unit};
use crate::model::day::Day;

const WEEK_DAYS: i64 = 7;

/// The number of a day since 1970.
pub(super) fn number_of(day: Day) -> i64 {
    local_minute_of_day(day) / DAY_MINUTES
}

/// The day of a number since 1970.
pub(super) fn day_of(number: i64) -> Day {
    moment_of(number * DAY_MINUTES).day()
}

/// The steps of a cadence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grid {
    /// Days from one meeting to the next.
    pub(super) days: i64,
    /// The longest interval.
    pub(super) longest: Cadence,
}

impl Grid {
    /// The steps of a cadence whose meetings lie no further apart than the longest interval, or than itself.
    pub(super) fn new(every: Cadence, longest: Cadence) -> Grid {
        let longest = if longest.days_at_most() < every.days_at_most() {
            every
        } else {
            longest
        };
        Grid {
            days: step_days(every),
            longest,
        }
    }

    /// Whether meetings may keep their weekday.
    pub(super) fn is_weekly(self) -> bool {
        self.days % WEEK_DAYS == 0
    }

    /// How many days before its day a meeting may be without reaching into the place of its neighbour.
    pub(super) fn early(self) -> i64 {
        (self.days - 1) / 2
    }

    /// How many days after its day; with those before it and the day itself, one whole step.
    pub(super) fn late(self) -> i64 {
        self.days / 2
    }

    /// The last day that keeps the longest interval after a meeting.
    pub(super) fn latest_after(self, number: i64) -> i64 {
        number_of(self.longest.after(day_of(number)))
    }
}

fn step_days(every: Cadence) -> i64 {
    let count = i64::from(every.count());
    match every.unit() {
        Unit::Days => count,
        Unit::Weeks => count * WEEK_DAYS,
        // The fewest days that so many months have, in whole weeks.
        Unit::Months => (count * 365 / 12 - 2) / WEEK_DAYS * WEEK_DAYS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::sample::{cadence, day};
    use proptest::prelude::*;

    #[test]
    fn a_month_is_four_weeks_and_a_quarter_twelve() {
        let step = |every: &str| Grid::new(cadence(every), cadence("6 weeks")).days;
        assert_eq!(
            ["week", "2 weeks", "month", "quarter", "10 days"].map(step),
            [7, 14, 28, 84, 10]
        );
    }

    #[test]
    fn a_cadence_beyond_the_longest_interval_is_its_own_longest() {
        let grid = Grid::new(cadence("quarter"), cadence("6 weeks"));
        assert_eq!(grid.longest, cadence("quarter"));
    }

    proptest! {
        #[test]
        fn no_step_is_longer_than_its_cadence(count in 1_u16..=120, unit in 0..3, from in 0_i64..1000) {
            let unit = [Unit::Days, Unit::Weeks, Unit::Months][usize::try_from(unit).unwrap_or(0)];
            let every = Cadence::new(count, unit).unwrap_or(cadence("week"));
            let from = day("2025-01-01").plus_days(from);
            let days = Grid::new(every, every).days;
            prop_assert!(0 < days && days <= every.after(from).days_since(from));
            prop_assert_eq!(day_of(number_of(from)), from);
        }
    }
}

//! How often something recurs: a count of days, weeks or months, as the files say it in words.
//!
//! It knows neither weekdays nor meetings. Its invariant: a cadence is at least one day and at most ten years long,
//! and its words read back as the same cadence.

use crate::model::day::Day;
use chrono::Months;
use std::fmt;
use std::str::FromStr;

/// The longest cadence in days; what is rarer than once in ten years is no habit.
pub const CADENCE_DAYS_MAX: u16 = 3_650;
/// The longest cadence in weeks.
pub const CADENCE_WEEKS_MAX: u16 = 520;
/// The longest cadence in months.
pub const CADENCE_MONTHS_MAX: u16 = 120;

const MONTHS_PER_QUARTER: u16 = 3;
const MONTHS_PER_YEAR: u16 = 12;

/// The time from one occurrence to the next.
///
/// ```
/// use pleiad::model::cadence::Cadence;
/// use pleiad::model::day::Day;
/// let month = Cadence::parse("month").unwrap();
/// assert_eq!(month.after(Day::new(2026, 1, 31).unwrap()), Day::new(2026, 2, 28).unwrap());
/// assert_eq!(Cadence::parse("3 months").unwrap().to_string(), "quarter");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cadence {
    unit: Unit,
    count: u16,
}

/// What a cadence counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Seven days.
    Weeks,
    /// Calendar months, whose last day stands for days that a month lacks.
    Months,
}

/// Why a text is no cadence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CadenceError {
    /// Nothing was given.
    #[error("a cadence is not empty; write `week`, `2 weeks`, `month` or `quarter`")]
    Empty,
    /// Something else than a count and a unit.
    #[error(
        "`{text}` is no cadence; write `3 days`, `week`, `2 weeks`, `month`, `quarter` or `year`"
    )]
    Words {
        /// What was given.
        text: String,
    },
    /// None of a unit.
    #[error("`{text}` is no cadence, for it never moves on; write `week` or `2 weeks`")]
    Zero {
        /// What was given.
        text: String,
    },
    /// Longer than ten years.
    #[error("`{text}` is too long for a cadence; write at most `10 years`")]
    TooLong {
        /// What was given.
        text: String,
    },
}

impl Cadence {
    /// The cadence of so many units, unless it is zero or longer than ten years.
    pub fn new(count: u16, unit: Unit) -> Option<Cadence> {
        let most = match unit {
            Unit::Days => CADENCE_DAYS_MAX,
            Unit::Weeks => CADENCE_WEEKS_MAX,
            Unit::Months => CADENCE_MONTHS_MAX,
        };
        (1..=most)
            .contains(&count)
            .then_some(Cadence { unit, count })
    }

    /// Reads `day`, `3 days`, `week`, `2 weeks`, `month`, `6 months`, `quarter`, `year` and their like.
    ///
    /// # Errors
    /// Anything else, a count of zero, and cadences longer than ten years.
    pub fn parse(text: &str) -> Result<Cadence, CadenceError> {
        let mut words = text.split_whitespace();
        let (count, unit) = match (words.next(), words.next(), words.next()) {
            (None, ..) => return Err(CadenceError::Empty),
            (Some(unit), None, _) => (Some(1), unit),
            (Some(count), Some(unit), None) => (read_count(count), unit),
            _ => (None, ""),
        };
        let words_error = || CadenceError::Words {
            text: text.to_owned(),
        };
        let count = count.ok_or_else(words_error)?;
        let (factor, unit) = read_unit(unit).ok_or_else(words_error)?;
        if count == 0 {
            return Err(CadenceError::Zero {
                text: text.to_owned(),
            });
        }
        u16::try_from(count)
            .ok()
            .and_then(|count| count.checked_mul(factor))
            .and_then(|count| Cadence::new(count, unit))
            .ok_or_else(|| CadenceError::TooLong {
                text: text.to_owned(),
            })
    }

    /// How many units it counts, at least one; quarters and years count as months.
    pub fn count(self) -> u16 {
        self.count
    }

    /// What it counts.
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// The day one cadence later; the last day of the calendar where that would leave it.
    #[must_use]
    pub fn after(self, day: Day) -> Day {
        self.nth_after(day, 1)
    }

    /// The day `times` cadences after `first`, counted from `first` itself, so that a series that starts on the 31st
    /// returns to the 31st after a shorter month.
    #[must_use]
    pub fn nth_after(self, first: Day, times: u32) -> Day {
        let count = u32::from(self.count).saturating_mul(times);
        match self.unit {
            Unit::Days => first.plus_days(i64::from(count)),
            Unit::Weeks => first.plus_days(i64::from(count) * 7),
            Unit::Months => first
                .date()
                .checked_add_months(Months::new(count))
                .and_then(Day::from_date)
                .unwrap_or(Day::LAST),
        }
    }

    /// The day one cadence earlier; the first day of the calendar where that would leave it.
    #[must_use]
    pub fn before(self, day: Day) -> Day {
        match self.unit {
            Unit::Days => day.plus_days(-i64::from(self.count)),
            Unit::Weeks => day.plus_days(-i64::from(self.count) * 7),
            Unit::Months => day
                .date()
                .checked_sub_months(Months::new(u32::from(self.count)))
                .and_then(Day::from_date)
                .unwrap_or(Day::FIRST),
        }
    }

    /// A bound on the days that one cadence can take, for comparing cadences of different units.
    pub fn days_at_most(self) -> u32 {
        let count = u32::from(self.count);
        match self.unit {
            Unit::Days => count,
            Unit::Weeks => count * 7,
            // Exact for one and two months (July with August), a little loose beyond, never too short.
            Unit::Months => count / 12 * 366 + count % 12 * 31,
        }
    }
}

fn read_count(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // A number too long for u32 is all digits, so it is a count, only far too large.
    Some(text.parse().unwrap_or(u32::MAX))
}

fn read_unit(text: &str) -> Option<(u16, Unit)> {
    Some(match text.to_ascii_lowercase().as_str() {
        "day" | "days" => (1, Unit::Days),
        "week" | "weeks" => (1, Unit::Weeks),
        "month" | "months" => (1, Unit::Months),
        "quarter" | "quarters" => (MONTHS_PER_QUARTER, Unit::Months),
        "year" | "years" => (MONTHS_PER_YEAR, Unit::Months),
        _ => return None,
    })
}

impl fmt::Display for Cadence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, noun) = match (self.unit, self.count) {
            (Unit::Days, count) => (count, "day"),
            (Unit::Weeks, count) => (count, "week"),
            (Unit::Months, MONTHS_PER_QUARTER) => (1, "quarter"),
            (Unit::Months, count) if count % MONTHS_PER_YEAR == 0 => {
                (count / MONTHS_PER_YEAR, "year")
            }
            (Unit::Months, count) => (count, "month"),
        };
        match count {
            1 => out.write_str(noun),
            _ => write!(out, "{count} {noun}s"),
        }
    }
}

impl FromStr for Cadence {
    type Err = CadenceError;
    fn from_str(text: &str) -> Result<Cadence, CadenceError> {
        Cadence::parse(text)
    }
}

impl serde::Serialize for Cadence {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn any_cadence() -> impl Strategy<Value = Cadence> {
        (0_usize..3, 1..=CADENCE_DAYS_MAX).prop_filter_map("within ten years", |(unit, count)| {
            Cadence::new(count, [Unit::Days, Unit::Weeks, Unit::Months][unit])
        })
    }

    #[test]
    fn the_words_of_the_format_are_written_as_they_are_read() {
        for words in [
            "day", "3 days", "week", "2 weeks", "6 weeks", "month", "2 months", "6 months",
            "quarter", "year", "2 years", "10 years",
        ] {
            assert_eq!(Cadence::parse(words).unwrap().to_string(), words);
        }
    }

    #[test]
    fn other_spellings_mean_the_same_cadence() {
        for (spelling, words) in [
            ("1 week", "week"),
            (" 2   Weeks ", "2 weeks"),
            ("2 week", "2 weeks"),
            ("MONTH", "month"),
            ("3 months", "quarter"),
            ("2 quarters", "6 months"),
            ("12 months", "year"),
            ("007 days", "7 days"),
        ] {
            assert_eq!(Cadence::parse(spelling).unwrap().to_string(), words);
        }
    }

    #[test]
    fn what_is_no_cadence_is_refused_with_an_example() {
        for text in ["", "  "] {
            assert_eq!(Cadence::parse(text), Err(CadenceError::Empty));
        }
        for text in [
            "often",
            "2",
            "2 2",
            "weeks 2",
            "-1 weeks",
            "+1 week",
            "1.5 weeks",
            "2 weeks later",
            "two weeks",
        ] {
            let error = Cadence::parse(text).unwrap_err();
            assert_eq!(
                error,
                CadenceError::Words {
                    text: text.to_owned()
                }
            );
            assert!(error.to_string().contains("`2 weeks`"));
        }
        for text in ["0 days", "00 years"] {
            assert!(matches!(
                Cadence::parse(text),
                Err(CadenceError::Zero { .. })
            ));
        }
        for text in [
            "3651 days",
            "521 weeks",
            "121 months",
            "11 years",
            "65536 weeks",
            "99999999999999999999 days",
        ] {
            assert!(
                matches!(Cadence::parse(text), Err(CadenceError::TooLong { .. })),
                "{text}"
            );
        }
    }

    #[test]
    fn a_month_later_stays_within_the_month() {
        let month = Cadence::parse("month").unwrap();
        assert_eq!(month.after(day("2026-01-31")), day("2026-02-28"));
        assert_eq!(month.after(day("2028-01-31")), day("2028-02-29"));
        assert_eq!(month.before(day("2026-03-31")), day("2026-02-28"));
        assert_eq!(
            Cadence::parse("year").unwrap().after(day("2028-02-29")),
            day("2029-02-28")
        );
    }

    #[test]
    fn a_series_from_the_31st_returns_to_the_31st() {
        let month = Cadence::parse("month").unwrap();
        assert_eq!(month.nth_after(day("2026-01-31"), 2), day("2026-03-31"));
    }

    #[test]
    fn the_calendar_ends_without_a_panic() {
        let year = Cadence::parse("10 years").unwrap();
        assert_eq!(year.after(Day::LAST), Day::LAST);
        assert_eq!(year.before(Day::FIRST), Day::FIRST);
        assert_eq!(year.nth_after(Day::FIRST, u32::MAX), Day::LAST);
    }

    proptest! {
        #[test]
        fn words_read_back_as_the_same_cadence(cadence in any_cadence()) {
            prop_assert_eq!(Cadence::parse(&cadence.to_string()), Ok(cadence));
        }

        #[test]
        fn one_cadence_later_is_later_and_within_its_bound(cadence in any_cadence(), offset in 0_i64..3_000_000) {
            let first = Day::FIRST.plus_days(offset);
            let after = cadence.after(first);
            prop_assert!(first < after);
            prop_assert!(after.days_since(first) <= i64::from(cadence.days_at_most()));
        }

        #[test]
        fn random_text_never_panics(text in any::<String>()) {
            let _ = Cadence::parse(&text);
        }
    }
}

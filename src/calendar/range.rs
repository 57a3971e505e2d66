//! Ranges of days: `2026-01..2026-03`, `2026-Q1`, `last month`, `30d`, `2026-01-15..`.
//!
//! It knows no times of day. Its invariant: at least one end is set, and the first day is not after the last.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::grammar::date::Present;
use crate::calendar::grammar::period::period;
use crate::calendar::grammar::span::{Span, span};
use crate::calendar::grammar::words::{Token, Words, pieces};
use crate::calendar::when::read_day;
use crate::calendar::when_error::WhenError;
use crate::model::day::Day;
use crate::model::schema::plain_schema;
use std::fmt;

/// Days from a first to a last one, both included; a missing end reaches as far as the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DayRange {
    first: Option<Day>,
    last: Option<Day>,
}

impl DayRange {
    /// The days from `first` to `last`, if that is not after the end or without both ends.
    pub fn new(first: Option<Day>, last: Option<Day>) -> Option<DayRange> {
        let legal = match (first, last) {
            (Some(first), Some(last)) => first <= last,
            (None, None) => false,
            _ => true,
        };
        legal.then_some(DayRange { first, last })
    }

    /// The first day, if the range has a start.
    pub fn first(self) -> Option<Day> {
        self.first
    }

    /// The last day, which belongs to the range, if it has an end.
    pub fn last(self) -> Option<Day> {
        self.last
    }

    /// Whether the day lies in the range.
    pub fn contains(self, day: Day) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}

/// Writes `2026-01-01..2026-03-31`, which reads back as the same; one day stands alone.
impl fmt::Display for DayRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => write!(out, "{first}"),
            (first, last) => {
                first.map_or(Ok(()), |first| write!(out, "{first}"))?;
                out.write_str("..")?;
                last.map_or(Ok(()), |last| write!(out, "{last}"))
            }
        }
    }
}

impl serde::Serialize for DayRange {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

plain_schema! {
    DayRange: schemars::json_schema!({ "type": "string", "examples": ["2026-01-01..2026-03-31"] });
}

/// Reads a range of days; a single day is a range of one.
///
/// A bare stretch (`30d`, `2 weeks`) holds as many days as it says, and today: back from today or on from it, as the
/// direction tells. A bare day at the end of a range (`mon..fri`) is the first such day after its start.
///
/// ```
/// use pleiad::calendar::clock::{Clock, Direction};
/// use pleiad::calendar::range::parse_range;
/// use pleiad::model::day::Day;
/// let clock = Clock { today: Day::new(2026, 11, 22).unwrap(), now: None, zone: chrono_tz::UTC };
/// let quarter = parse_range("2026-Q1", &clock, Direction::Past).unwrap();
/// assert_eq!(quarter.to_string(), "2026-01-01..2026-03-31");
/// ```
///
/// # Errors
/// As the date grammar; times of day; a range that ends before it starts or has no end at all.
pub fn parse_range(text: &str, clock: &Clock, direction: Direction) -> Result<DayRange, WhenError> {
    let present = Present {
        clock: *clock,
        direction,
        anchor: clock.today,
    };
    let Some((start, end)) = text.split_once("..") else {
        return Ok(match stretch(text, &present)? {
            Some(range) => range,
            None => DayRange::of(side(text, &present)?),
        });
    };
    if end.contains("..") || end.starts_with('.') {
        return Err(WhenError::ManySides {
            text: text.to_owned(),
        });
    }
    let first = optional_side(start, &present)?.map(|(first, _)| first);
    let after_start = first.map(|anchor| Present {
        anchor,
        direction: Direction::Future,
        ..present
    });
    let last = optional_side(end, &after_start.unwrap_or(present))?.map(|(_, last)| last);
    match (first, last) {
        (Some(first), Some(last)) if last < first => Err(WhenError::Backwards { first, last }),
        (first, last) => DayRange::new(first, last).ok_or(WhenError::OpenBothWays),
    }
}

impl DayRange {
    fn of((first, last): (Day, Day)) -> DayRange {
        DayRange {
            first: Some(first),
            last: Some(last),
        }
    }
}

fn optional_side(text: &str, present: &Present) -> Result<Option<(Day, Day)>, WhenError> {
    if text.trim().is_empty() {
        Ok(None)
    } else {
        side(text, present).map(Some)
    }
}

/// A period or a day, as its first and last day.
fn side(text: &str, present: &Present) -> Result<(Day, Day), WhenError> {
    let source = text.to_ascii_lowercase();
    let pieces = pieces(&source)?;
    let mut words = Words::new(&source, &pieces);
    match period(&mut words, present.clock.today)? {
        Some(period) if words.is_empty() => Ok((period.first, period.last)),
        _ => read_day(text, present).map(|day| (day, day)),
    }
}

/// `30d`, `last 2 weeks`, `next 3 months`: as many days, with today as one of them.
fn stretch(text: &str, present: &Present) -> Result<Option<DayRange>, WhenError> {
    let source = text.to_ascii_lowercase();
    let pieces = pieces(&source)?;
    let mut words = Words::new(&source, &pieces);
    let direction = if words.take(Token::Word("last")) {
        Direction::Past
    } else if words.take(Token::Word("next")) {
        Direction::Future
    } else {
        present.direction
    };
    match span(&mut words) {
        Some(span) if words.is_empty() && span.minutes == 0 && span != Span::default() => {
            around_today(span, direction, present.clock.today)
                .map(Some)
                .ok_or_else(|| WhenError::OutOfCalendar {
                    text: text.to_owned(),
                })
        }
        _ => Ok(None),
    }
}

fn around_today(span: Span, direction: Direction, today: Day) -> Option<DayRange> {
    Some(DayRange::of(match direction {
        Direction::Past => (span.back_from(today)?.plus_days(1), today),
        Direction::Future => (today, span.ahead_of(today)?.plus_days(-1)),
    }))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, direction: Direction) -> Result<DayRange, WhenError> {
        let clock = Clock {
            today: Day::new(2026, 11, 22).unwrap(),
            now: None,
            zone: chrono_tz::Europe::Berlin,
        };
        parse_range(text, &clock, direction)
    }

    #[test]
    fn ranges_hold_their_first_and_last_day() {
        for (text, range) in [
            ("2026-01..2026-03", "2026-01-01..2026-03-31"),
            ("2026-Q1", "2026-01-01..2026-03-31"),
            ("2026-q4", "2026-10-01..2026-12-31"),
            ("2026-11", "2026-11-01..2026-11-30"),
            ("2028-02", "2028-02-01..2028-02-29"),
            ("nov 2026", "2026-11-01..2026-11-30"),
            ("2026", "2026-01-01..2026-12-31"),
            ("2026-W48", "2026-11-23..2026-11-29"),
            ("this week", "2026-11-16..2026-11-22"),
            ("Last  Month", "2026-10-01..2026-10-31"),
            ("next quarter", "2027-01-01..2027-03-31"),
            ("last year", "2025-01-01..2025-12-31"),
            ("today", "2026-11-22"),
            ("fri", "2026-11-20"),
            ("2026-W48-5", "2026-11-27"),
            ("30d", "2026-10-24..2026-11-22"),
            ("1d", "2026-11-22"),
            ("last 2 weeks", "2026-11-09..2026-11-22"),
            ("next 3 months", "2026-11-22..2027-02-21"),
            ("in 2 weeks", "2026-12-06"),
            ("2026-01-15..", "2026-01-15.."),
            ("..2026-01", "..2026-01-31"),
            (" .. today", "..2026-11-22"),
            ("2026 .. today", "2026-01-01..2026-11-22"),
            ("mon..fri", "2026-11-16..2026-11-20"),
            ("24 nov..3 dec", "2025-11-24..2025-12-03"),
            ("last week..eom", "2026-11-09..2026-11-30"),
        ] {
            assert_eq!(
                read(text, Direction::Past).unwrap().to_string(),
                range,
                "{text}"
            );
        }
    }

    #[test]
    fn bare_stretches_and_days_look_ahead_when_planning() {
        for (text, range) in [
            ("30d", "2026-11-22..2026-12-21"),
            ("2 weeks", "2026-11-22..2026-12-05"),
            ("fri", "2026-11-27"),
            ("mon..fri", "2026-11-23..2026-11-27"),
            ("..fri", "..2026-11-27"),
        ] {
            assert_eq!(
                read(text, Direction::Future).unwrap().to_string(),
                range,
                "{text}"
            );
        }
    }

    #[test]
    fn the_ends_of_a_range_belong_to_it() {
        let range = read("2026-11", Direction::Past).unwrap();
        let inside = |day: &str| range.contains(Day::parse_iso(day).unwrap());
        assert!(inside("2026-11-01") && inside("2026-11-30"));
        assert!(!inside("2026-10-31") && !inside("2026-12-01"));
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for (text, part) in [
            ("", "missing"),
            ("..", "before or after"),
            ("2026...2027", "more than one"),
            ("2026..2027..2028", "more than one"),
            ("2026-03..2026-01", "write the earlier day first"),
            ("fri 16:00..", "time of day"),
            ("today 16:00", "time of day"),
            ("2h", "back or ahead"),
            ("blah..today", "no word of a date"),
            ("2026-13", "no month 13"),
            ("2026-Q5", "no `2026-q5`"),
            ("2026-W54", "no `2026-w54`"),
            ("9999999d", "leaves the calendar"),
        ] {
            let error = read(text, Direction::Past).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn a_range_reads_back_as_the_same(first in 0_i64..3_652_000, length in 0_i64..100_000, open in 0..3) {
            let first = Day::FIRST.plus_days(first);
            let last = first.plus_days(length);
            let range = match open {
                0 => DayRange::new(Some(first), Some(last)),
                1 => DayRange::new(Some(first), None),
                _ => DayRange::new(None, Some(last)),
            };
            prop_assert_eq!(read(&range.unwrap().to_string(), Direction::Past), Ok(range.unwrap()));
        }

        #[test]
        fn a_stretch_holds_as_many_days_as_it_says(days in 1_i64..10_000) {
            for direction in [Direction::Past, Direction::Future] {
                let range = read(&format!("{days}d"), direction).unwrap();
                prop_assert_eq!(range.last().unwrap().days_since(range.first().unwrap()) + 1, days);
                prop_assert!(range.contains(Day::new(2026, 11, 22).unwrap()));
            }
        }
    }
}

//! What recurs on which day: `2 weeks`, `week on tue`, `month on 1st tue`, `month on 15th`.
//!
//! It knows no times of day. Its invariant: the days of a recurrence rise, and its words read back as the same.

use crate::calendar::grammar::iso::days_in_month;
use crate::calendar::grammar::span::{Span, span};
use crate::calendar::grammar::words::{
    Token, Words, is_ordinal, ordinal_ending, pieces, value, weekday,
};
use crate::model::cadence::{Cadence, CadenceError, Unit};
use crate::model::day::Day;
use crate::model::schema::plain_schema;
use chrono::{Datelike, Weekday};
use std::fmt;

/// A rule by which days follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recurrence {
    /// One cadence after the other, from whatever day comes first.
    Every(Cadence),
    /// On a weekday, every so many weeks.
    OnWeekday {
        /// From one occurrence to the next; counts weeks.
        every: Weeks,
        /// The weekday.
        weekday: Weekday,
    },
    /// On the first to fourth or the last such weekday of a month, every so many months.
    OnWeekdayOfMonth {
        /// From one occurrence to the next; counts months.
        every: Months,
        /// Which of the month.
        place: Place,
        /// The weekday.
        weekday: Weekday,
    },
    /// On a day of the month, every so many months; the last day of a shorter month stands for it.
    OnDayOfMonth {
        /// From one occurrence to the next; counts months.
        every: Months,
        /// The day.
        day: DayOfMonth,
    },
}

/// A cadence that counts weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Weeks(Cadence);

/// A cadence that counts months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Months(Cadence);

/// A day of the month, 1 to 31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DayOfMonth(u8);

/// Which of a month's Tuesdays; a fifth is missing from most months, so there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the days 1 to 7.
    First,
    /// In the days 8 to 14.
    Second,
    /// In the days 15 to 21.
    Third,
    /// In the days 22 to 28.
    Fourth,
    /// In the last seven days.
    Last,
}

/// Why a text is no recurrence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecurrenceError {
    /// Not a length of time.
    #[error(transparent)]
    Cadence(#[from] CadenceError),
    /// Minutes, hours, or several units.
    #[error("`{text}` is not one count of days, weeks or months; write `2 weeks` or `month`")]
    Mixed {
        /// What was given.
        text: String,
    },
    /// Something after `on` that is no day of a week or month.
    #[error(
        "`{text}` is no day to recur on; write `week on tue`, `month on 1st tue`, `month on last fri` or `month on 15th`"
    )]
    On {
        /// What stands after `on`.
        text: String,
    },
    /// A fifth weekday, or a day past the 31st.
    #[error(
        "not every month has a `{text}`; write `1st` to `4th` or `last` of a weekday, or `1st` to `31st` of the days"
    )]
    Place {
        /// What stands after `on`.
        text: String,
    },
    /// A weekday where months are counted, or a day of the month where weeks are.
    #[error(
        "`{every}` and `{on}` do not go together; write `week on tue`, `month on 1st tue` or `month on 15th`"
    )]
    Unit {
        /// The cadence.
        every: Cadence,
        /// What stands after `on`.
        on: String,
    },
}

/// Reads a recurrence, with or without `every` before it.
///
/// ```
/// use pleiad::calendar::recurrence::parse_every;
/// use pleiad::model::day::Day;
/// let first_tuesday = parse_every("month on 1st tue").unwrap();
/// let days: Vec<String> =
///     first_tuesday.days_from(Day::new(2026, 11, 22).unwrap()).take(2).map(|day| day.to_string()).collect();
/// assert_eq!(days, ["2026-12-01", "2027-01-05"]);
/// ```
///
/// # Errors
/// Anything else, with an example of what is meant.
pub fn parse_every(text: &str) -> Result<Recurrence, RecurrenceError> {
    let source = text.trim().to_ascii_lowercase();
    let rule = match source.strip_prefix("every") {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => source.as_str(),
    };
    match rule.split_once(" on ") {
        None => read_cadence(rule).map(Recurrence::Every),
        Some((every, on)) => on_day(read_cadence(every.trim_end())?, on.trim()),
    }
}

/// The words of the files, or a short form such as `2w`.
fn read_cadence(text: &str) -> Result<Cadence, RecurrenceError> {
    let words_error = match Cadence::parse(text) {
        Err(error @ CadenceError::Words { .. }) => error,
        found => return Ok(found?),
    };
    let Some(span) = whole_span(text) else {
        return Err(words_error.into());
    };
    let text = || text.to_owned();
    let (count, unit) = match span {
        Span {
            months: 0,
            days: 0,
            minutes: 0,
        } => return Err(CadenceError::Zero { text: text() }.into()),
        Span {
            months: 0,
            days,
            minutes: 0,
        } if days % 7 == 0 => (days / 7, Unit::Weeks),
        Span {
            months: 0,
            days,
            minutes: 0,
        } => (days, Unit::Days),
        Span {
            months,
            days: 0,
            minutes: 0,
        } => (months, Unit::Months),
        _ => return Err(RecurrenceError::Mixed { text: text() }),
    };
    u16::try_from(count)
        .ok()
        .and_then(|count| Cadence::new(count, unit))
        .ok_or_else(|| CadenceError::TooLong { text: text() }.into())
}

fn whole_span(text: &str) -> Option<Span> {
    let pieces = pieces(text).ok()?;
    let mut words = Words::new(text, &pieces);
    span(&mut words).filter(|_| words.is_empty())
}

fn on_day(every: Cadence, on: &str) -> Result<Recurrence, RecurrenceError> {
    let found = day_words(on)?;
    let recurrence = match (every.unit(), found) {
        (Unit::Weeks, On::Weekday(weekday)) => Recurrence::OnWeekday {
            every: Weeks(every),
            weekday,
        },
        (Unit::Months, On::WeekdayOfMonth(place, weekday)) => Recurrence::OnWeekdayOfMonth {
            every: Months(every),
            place,
            weekday,
        },
        (Unit::Months, On::DayOfMonth(day)) => Recurrence::OnDayOfMonth {
            every: Months(every),
            day,
        },
        _ => {
            return Err(RecurrenceError::Unit {
                every,
                on: on.to_owned(),
            });
        }
    };
    Ok(recurrence)
}

/// The day after `on`.
enum On {
    Weekday(Weekday),
    WeekdayOfMonth(Place, Weekday),
    DayOfMonth(DayOfMonth),
}

fn day_words(on: &str) -> Result<On, RecurrenceError> {
    let no_day = || RecurrenceError::On {
        text: on.to_owned(),
    };
    let pieces = pieces(on).map_err(|_| no_day())?;
    let mut words = Words::new(on, &pieces);
    words.take(Token::Word("the"));
    let place = place(&mut words);
    let weekday = words.take_word(weekday);
    if !words.is_empty() {
        return Err(no_day());
    }
    match (place, weekday) {
        (None, Some(weekday)) => Ok(On::Weekday(weekday)),
        (Some(Counted::Last), Some(weekday)) => Ok(On::WeekdayOfMonth(Place::Last, weekday)),
        (Some(Counted::Number(number)), Some(weekday)) => Place::of_number(number)
            .map(|place| On::WeekdayOfMonth(place, weekday))
            .ok_or_else(|| RecurrenceError::Place {
                text: on.to_owned(),
            }),
        (Some(Counted::Number(number)), None) => u8::try_from(number)
            .ok()
            .filter(|day| (1..=31).contains(day))
            .map(|day| On::DayOfMonth(DayOfMonth(day)))
            .ok_or_else(|| RecurrenceError::Place {
                text: on.to_owned(),
            }),
        (Some(Counted::Last) | None, None) => Err(no_day()),
    }
}

enum Counted {
    Number(u32),
    Last,
}

fn place(words: &mut Words<'_>) -> Option<Counted> {
    if words.take(Token::Word("last")) {
        return Some(Counted::Last);
    }
    if let Some(number) = words.take_word(ordinal_word) {
        return Some(Counted::Number(number));
    }
    match (words.peek(0), words.peek_glued(1)) {
        (Some(Token::Number(number)), Some(Token::Word(ending))) if is_ordinal(ending) => {
            words.skip(2);
            Some(Counted::Number(value(number)))
        }
        _ => None,
    }
}

fn ordinal_word(word: &str) -> Option<u32> {
    match word {
        "first" => Some(1),
        "second" => Some(2),
        "third" => Some(3),
        "fourth" => Some(4),
        _ => None,
    }
}

impl Place {
    fn of_number(number: u32) -> Option<Place> {
        match number {
            1 => Some(Place::First),
            2 => Some(Place::Second),
            3 => Some(Place::Third),
            4 => Some(Place::Fourth),
            _ => None,
        }
    }
}

impl Recurrence {
    /// The days of the recurrence in order, the first of them the earliest that is not before `start`.
    ///
    /// The count of weeks or months runs from that first day. The calendar's end ends the series.
    pub fn days_from(self, start: Day) -> impl Iterator<Item = Day> {
        let mut previous = None;
        (0_u32..).map_while(move |nth| {
            let day = self
                .nth_day(start, nth)
                .filter(|day| previous.is_none_or(|previous| previous < *day))?;
            previous = Some(day);
            Some(day)
        })
    }

    fn nth_day(self, start: Day, nth: u32) -> Option<Day> {
        match self {
            Recurrence::Every(cadence) => Some(cadence.nth_after(start, nth)),
            Recurrence::OnWeekday { every, weekday } => {
                let ahead = i64::from(weekday.days_since(start.date().weekday()));
                Some(every.0.nth_after(start.plus_days(ahead), nth))
            }
            Recurrence::OnWeekdayOfMonth {
                every,
                place,
                weekday,
            } => month_of_nth(start, every, nth, |year, month| {
                weekday_of_month(year, month, place, weekday)
            }),
            Recurrence::OnDayOfMonth { every, day } => {
                month_of_nth(start, every, nth, |year, month| {
                    Day::new(
                        year,
                        month,
                        u32::from(day.0).min(days_in_month(year, month)?),
                    )
                })
            }
        }
    }
}

/// The day that `pick` finds in the nth month of the series that opens on or after `start`.
fn month_of_nth(
    start: Day,
    every: Months,
    nth: u32,
    pick: impl Fn(i32, u32) -> Option<Day>,
) -> Option<Day> {
    let months = start.date().year() * 12 + start.date().month0().cast_signed();
    let pick = |month: i32| {
        pick(
            month.div_euclid(12),
            month.rem_euclid(12).cast_unsigned() + 1,
        )
    };
    let opening = if pick(months)? < start {
        months + 1
    } else {
        months
    };
    let ahead = i32::from(every.0.count()).checked_mul(i32::try_from(nth).ok()?)?;
    pick(opening.checked_add(ahead)?)
}

fn weekday_of_month(year: i32, month: u32, place: Place, weekday: Weekday) -> Option<Day> {
    let earliest = match place {
        Place::First => 1,
        Place::Second => 8,
        Place::Third => 15,
        Place::Fourth => 22,
        Place::Last => days_in_month(year, month)? - 6,
    };
    let earliest = Day::new(year, month, earliest)?;
    Some(earliest.plus_days(i64::from(weekday.days_since(earliest.date().weekday()))))
}

impl fmt::Display for Recurrence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Recurrence::Every(cadence) => write!(out, "{cadence}"),
            Recurrence::OnWeekday { every, weekday } => {
                write!(out, "{} on {}", every.0, short(*weekday))
            }
            Recurrence::OnWeekdayOfMonth {
                every,
                place,
                weekday,
            } => {
                write!(out, "{} on {place} {}", every.0, short(*weekday))
            }
            Recurrence::OnDayOfMonth { every, day } => {
                write!(
                    out,
                    "{} on {}{}",
                    every.0,
                    day.0,
                    ordinal_ending(u32::from(day.0))
                )
            }
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Place::First => "1st",
            Place::Second => "2nd",
            Place::Third => "3rd",
            Place::Fourth => "4th",
            Place::Last => "last",
        })
    }
}

fn short(weekday: Weekday) -> String {
    weekday.to_string().to_ascii_lowercase()
}

impl serde::Serialize for Recurrence {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

plain_schema! {
    Recurrence: schemars::json_schema!({ "type": "string", "examples": ["every 2 weeks on tue"] });
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use proptest::prelude::*;

    fn days(rule: &str, start: &str, count: usize) -> Vec<String> {
        let start = Day::parse_iso(start).unwrap();
        parse_every(rule)
            .unwrap()
            .days_from(start)
            .take(count)
            .map(|day| day.to_string())
            .collect()
    }

    #[test]
    fn rules_are_written_as_they_are_read() {
        for rule in [
            "day",
            "3 days",
            "2 weeks",
            "month",
            "quarter",
            "week on tue",
            "2 weeks on tue",
            "month on 1st tue",
            "month on last fri",
            "quarter on 2nd mon",
            "month on 15th",
            "year on 31st",
            "2 months on 3rd wed",
        ] {
            assert_eq!(parse_every(rule).unwrap().to_string(), rule);
        }
    }

    #[test]
    fn other_spellings_mean_the_same_rule() {
        for (spelling, rule) in [
            ("every 2 weeks", "2 weeks"),
            ("Every Week on Tuesday", "week on tue"),
            ("2w on thurs", "2 weeks on thu"),
            ("14d", "2 weeks"),
            ("10d", "10 days"),
            ("1y", "year"),
            ("a month", "month"),
            ("month on the first tuesday", "month on 1st tue"),
            ("month on the 15th", "month on 15th"),
        ] {
            assert_eq!(
                parse_every(spelling).unwrap().to_string(),
                rule,
                "{spelling}"
            );
        }
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for (text, part) in [
            ("", "not empty"),
            ("every", "no cadence"),
            ("blah", "no cadence"),
            ("0w", "never moves on"),
            ("99y", "too long"),
            ("90m", "not one count"),
            ("1 month 2 weeks", "not one count"),
            ("week on", "no cadence"),
            ("week on blah", "no day to recur on"),
            ("week on tue blah", "no day to recur on"),
            ("month on last", "no day to recur on"),
            ("month on 5th tue", "not every month"),
            ("month on 32nd", "not every month"),
            ("month on 0th", "not every month"),
            ("month on tue", "do not go together"),
            ("week on 1st tue", "do not go together"),
            ("3 days on tue", "do not go together"),
        ] {
            let error = parse_every(text).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn the_series_opens_on_the_first_fitting_day() {
        assert_eq!(
            days("week on tue", "2026-11-22", 2),
            ["2026-11-24", "2026-12-01"]
        );
        assert_eq!(
            days("2 weeks on sun", "2026-11-22", 2),
            ["2026-11-22", "2026-12-06"]
        );
        assert_eq!(
            days("month on 1st sun", "2026-11-01", 2),
            ["2026-11-01", "2026-12-06"]
        );
        assert_eq!(
            days("month on 1st sun", "2026-11-02", 2),
            ["2026-12-06", "2027-01-03"]
        );
        assert_eq!(
            days("month on last mon", "2026-11-22", 2),
            ["2026-11-30", "2026-12-28"]
        );
        assert_eq!(
            days("month on 31st", "2027-01-31", 3),
            ["2027-01-31", "2027-02-28", "2027-03-31"]
        );
        assert_eq!(
            days("quarter", "2026-11-30", 3),
            ["2026-11-30", "2027-02-28", "2027-05-30"]
        );
    }

    #[test]
    fn the_series_ends_with_the_calendar() {
        assert_eq!(days("week on fri", "9999-12-25", 9), ["9999-12-31"]);
        assert_eq!(
            days("month on 1st fri", "9999-12-25", 9),
            Vec::<String>::new()
        );
        assert_eq!(
            days("year", "9998-02-01", 9),
            ["9998-02-01", "9999-02-01", "9999-12-31"]
        );
    }

    proptest! {
        #[test]
        fn a_weekday_of_the_month_is_the_one_that_counting_finds(
            offset in 0_i64..200_000, place in 0_usize..5, weekday in 0_u8..7,
        ) {
            let start = Day::new(1900, 1, 1).unwrap().plus_days(offset);
            let weekday = Weekday::try_from(weekday).unwrap();
            let places = ["1st", "2nd", "3rd", "4th", "last"];
            let rule = parse_every(&format!("month on {} {weekday}", places[place])).unwrap();
            let expected = (0..80).map(|ahead| start.plus_days(ahead)).find(|day| {
                let number = day.date().day();
                let counted = if place == 4 {
                    day.plus_days(7).date().month() != day.date().month()
                } else {
                    (number - 1) / 7 == u32::try_from(place).unwrap()
                };
                day.date().weekday() == weekday && counted
            });
            prop_assert_eq!(rule.days_from(start).next(), expected);
        }

        #[test]
        fn random_rules_never_panic_and_rise(text in "(every )?[0-9]{0,4} ?(d|w|mo|month|weeks?|year)( on )?(the )?([0-9]{0,3}(st|th)?|last)? ?(tue|fri)?") {
            if let Ok(rule) = parse_every(&text) {
                prop_assert_eq!(parse_every(&rule.to_string()), Ok(rule));
                let days: Vec<Day> = rule.days_from(Day::new(2026, 1, 31).unwrap()).take(50).collect();
                prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }

        #[test]
        fn random_text_never_panics(text in any::<String>()) {
            let _ = parse_every(&text);
        }
    }
}

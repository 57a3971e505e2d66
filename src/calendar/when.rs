//! The date grammar: a text to a day, with or without a time of day.
//!
//! The whole text is read or refused; nothing is guessed from half of it. It knows no clock but the one it is given.
//! The grammar is written down for users in `help`.

use crate::calendar::clock::{Clock, Direction, TimeOfDay};
use crate::calendar::grammar::date::{Date, Present, date};
use crate::calendar::grammar::span::{Span, span};
use crate::calendar::grammar::time::time;
use crate::calendar::grammar::words::{Token, Words, pieces};
use crate::calendar::when_error::WhenError;
use crate::calendar::zone::local_instant;
use crate::model::day::{Day, Moment};
use crate::model::schema::plain_schema;
use std::fmt;

/// A day, and the time of day if one was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct When {
    /// The day.
    pub day: Day,
    /// The time, in the zone of whatever it is said about.
    pub time: Option<TimeOfDay>,
}

impl When {
    /// The wall-clock time, if a time of day was said.
    pub fn moment(self) -> Option<Moment> {
        self.time.map(|time| time.on(self.day))
    }
}

/// Writes `2026-11-27` or `2026-11-27 16:00`, which reads back as the same.
impl fmt::Display for When {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.day)?;
        self.time.map_or(Ok(()), |time| write!(out, " {time}"))
    }
}

impl serde::Serialize for When {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

plain_schema! {
    When: schemars::json_schema!({ "type": "string", "examples": ["2026-11-27 16:00"] });
}

/// Reads a date with or without a time of day.
///
/// ```
/// use pleiad::calendar::clock::{Clock, Direction};
/// use pleiad::calendar::when::parse_when;
/// use pleiad::model::day::Day;
/// let today = Day::new(2026, 11, 22).unwrap();
/// let clock = Clock { today, now: None, zone: chrono_tz::Europe::Berlin };
/// assert_eq!(parse_when("next fri 3pm", &clock, Direction::Future).unwrap().to_string(), "2026-11-27 15:00");
/// assert!(parse_when("01/12/2026", &clock, Direction::Future).is_err());
/// ```
///
/// # Errors
/// Whatever is not wholly a date of the grammar, and days and times that do not exist.
pub fn parse_when(text: &str, clock: &Clock, direction: Direction) -> Result<When, WhenError> {
    let present = Present {
        clock: *clock,
        direction,
        anchor: clock.today,
    };
    read(text, &present)
}

/// Reads a date without a time of day.
///
/// # Errors
/// As [`parse_when`], and dates with a time of day.
pub fn parse_day(text: &str, clock: &Clock, direction: Direction) -> Result<Day, WhenError> {
    let present = Present {
        clock: *clock,
        direction,
        anchor: clock.today,
    };
    read_day(text, &present)
}

pub(super) fn read_day(text: &str, present: &Present) -> Result<Day, WhenError> {
    let when = read(text, present)?;
    match when.time {
        None => Ok(when.day),
        Some(_) => Err(WhenError::TimeGiven {
            text: text.to_owned(),
            day: when.day,
        }),
    }
}

fn read(text: &str, present: &Present) -> Result<When, WhenError> {
    let source = text.to_ascii_lowercase();
    let pieces = pieces(&source)?;
    let start = Words::new(&source, &pieces);
    let mut words = start;
    let when = when(&mut words, present)?;
    words.end(&start)?;
    Ok(when)
}

fn when(words: &mut Words<'_>, present: &Present) -> Result<When, WhenError> {
    let start = *words;
    if words.take(Token::Word("now")) {
        let time = present.clock.now.ok_or_else(|| WhenError::NowUnknown {
            text: "now".to_owned(),
        })?;
        return Ok(When {
            day: present.clock.today,
            time: Some(time),
        });
    }
    words.take(Token::Word("at"));
    if let Some(time) = time(words)? {
        return time_then_day(words, time, present);
    }
    *words = start;
    words.take(Token::Word("on"));
    let date = match shifted(words, present)? {
        Some(When { day, time: None }) => Date::Day(day),
        Some(moment) => return Ok(moment),
        None => date(words, present)?.ok_or_else(|| words.stuck())?,
    };
    let time = time_after_date(words)?;
    settle(date, time, present, start.text_until(words))
}

fn settle(
    date: Date,
    time: Option<TimeOfDay>,
    present: &Present,
    text: &str,
) -> Result<When, WhenError> {
    let day = date
        .settle(time, present)
        .ok_or_else(|| WhenError::OutOfCalendar {
            text: text.to_owned(),
        })?;
    Ok(When { day, time })
}

/// A time alone is today's, whatever the direction.
fn time_then_day(
    words: &mut Words<'_>,
    time: TimeOfDay,
    present: &Present,
) -> Result<When, WhenError> {
    refuse_offset(words)?;
    let start = *words;
    let date = match shifted(words, present)? {
        Some(When { day, time: None }) => Some(Date::Day(day)),
        Some(_) => {
            return Err(WhenError::Shape {
                text: start.text().to_owned(),
            });
        }
        None => date(words, present)?,
    };
    let date = date.unwrap_or(Date::Day(present.clock.today));
    settle(date, Some(time), present, start.text_until(words))
}

fn time_after_date(words: &mut Words<'_>) -> Result<Option<TimeOfDay>, WhenError> {
    let mut ahead = *words;
    let joined = ahead.take(Token::Word("at"))
        || ahead.take(Token::Mark('@'))
        || (ahead.peek_glued(0).is_some() && ahead.take(Token::Word("t")));
    let Some(found) = time(&mut ahead)? else {
        return if joined && !ahead.is_empty() {
            Err(ahead.stuck())
        } else {
            Ok(None)
        };
    };
    refuse_offset(&ahead)?;
    *words = ahead;
    Ok(Some(found))
}

/// `2026-11-22T16:00:00Z` names an instant, and a record's wall-clock time would be another one.
fn refuse_offset(words: &Words<'_>) -> Result<(), WhenError> {
    match words.peek_glued(0) {
        Some(Token::Word("z") | Token::Mark('+')) => Err(WhenError::Offset {
            text: words.text().to_owned(),
        }),
        _ => Ok(()),
    }
}

/// A day or moment told by its distance from now: `in 2 weeks`, `3d ago`, `+2w`, `2w`.
fn shifted(words: &mut Words<'_>, present: &Present) -> Result<Option<When>, WhenError> {
    let start = *words;
    let mut ahead = *words;
    let said = match ahead.peek(0) {
        Some(Token::Word("in") | Token::Mark('+')) => Some(Direction::Future),
        Some(Token::Mark('-')) => Some(Direction::Past),
        _ => None,
    };
    ahead.skip(usize::from(said.is_some()));
    let Some(span) = span(&mut ahead) else {
        return if said.is_some() {
            Err(no_span(&start, &ahead))
        } else {
            Ok(None)
        };
    };
    let said = said.or_else(|| ahead.take(Token::Word("ago")).then_some(Direction::Past));
    let text = start.text_until(&ahead);
    if said.is_none() && 0 < span.minutes {
        return Err(WhenError::BareHours {
            text: text.to_owned(),
        });
    }
    *words = ahead;
    shift(
        span,
        said.unwrap_or(present.direction),
        &present.clock,
        text,
    )
    .map(Some)
}

/// Why nothing is counted after `in`, `+` or `-`.
fn no_span(start: &Words<'_>, after: &Words<'_>) -> WhenError {
    match (after.peek(0), after.peek(1)) {
        (Some(Token::Number(_)), None) => WhenError::BareCount {
            text: start.text().to_owned(),
        },
        (Some(Token::Word(_)), _) => after.stuck(),
        _ => WhenError::Shape {
            text: start.text().to_owned(),
        },
    }
}

fn shift(span: Span, direction: Direction, clock: &Clock, text: &str) -> Result<When, WhenError> {
    let out_of_calendar = || WhenError::OutOfCalendar {
        text: text.to_owned(),
    };
    let day = match direction {
        Direction::Future => span.ahead_of(clock.today),
        Direction::Past => span.back_from(clock.today),
    };
    let day = day.ok_or_else(out_of_calendar)?;
    if span.minutes == 0 {
        return Ok(When { day, time: None });
    }
    let now = clock.now.ok_or_else(|| WhenError::NowUnknown {
        text: text.to_owned(),
    })?;
    let minutes = match direction {
        Direction::Future => i64::from(span.minutes),
        Direction::Past => -i64::from(span.minutes),
    };
    elapsed(now.on(day), minutes, clock).ok_or_else(out_of_calendar)
}

/// The wall-clock time so many minutes of real time later, across changes of the clock.
fn elapsed(from: Moment, minutes: i64, clock: &Clock) -> Option<When> {
    let from = match local_instant(from, clock.zone) {
        Ok(found) => found.instant,
        Err(skipped) => local_instant(skipped.after?, clock.zone).ok()?.instant,
    };
    let to = from.checked_add_signed(chrono::TimeDelta::try_minutes(minutes)?)?;
    let local = to.with_timezone(&clock.zone).naive_local();
    let time = local.time();
    Some(When {
        day: Day::from_date(local.date())?,
        time: TimeOfDay::new(
            chrono::Timelike::hour(&time),
            chrono::Timelike::minute(&time),
        ),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use chrono::{Datelike, Weekday};
    use proptest::prelude::*;

    fn clock_on(today: Day) -> Clock {
        Clock {
            today,
            now: TimeOfDay::new(10, 0),
            zone: chrono_tz::Europe::Berlin,
        }
    }

    /// Sunday, 22 November 2026, ten in the morning.
    fn sunday() -> Clock {
        clock_on(Day::new(2026, 11, 22).unwrap())
    }

    fn ahead(text: &str) -> String {
        parse_when(text, &sunday(), Direction::Future)
            .map_or_else(|error| error.to_string(), |when| when.to_string())
    }

    fn back(text: &str) -> String {
        parse_when(text, &sunday(), Direction::Past)
            .map_or_else(|error| error.to_string(), |when| when.to_string())
    }

    #[test]
    fn what_other_parsers_misread_is_read_as_meant() {
        for (text, expected) in [
            ("tomorrow 3pm", "2026-11-23 15:00"),
            ("tomorrow at 3pm", "2026-11-23 15:00"),
            ("fri", "2026-11-27"),
            ("next fri", "2026-11-27"),
            ("last friday", "2026-11-20"),
            ("in 2 weeks", "2026-12-06"),
            ("in 3 days", "2026-11-25"),
            ("2w", "2026-12-06"),
            ("+2w", "2026-12-06"),
            ("3pm", "2026-11-22 15:00"),
            ("eom", "2026-11-30"),
            ("14th", "2026-12-14"),
            ("noon tomorrow", "2026-11-23 12:00"),
        ] {
            assert_eq!(ahead(text), expected, "{text}");
        }
        assert_eq!(
            ahead("01/12/2026"),
            "`01/12/2026` could mean `2026-12-01` or `2026-01-12`; write the one you mean"
        );
        assert_eq!(
            ahead("tomorow"),
            "`tomorow` is no word of a date; did you mean `tomorrow`?"
        );
        assert!(ahead("blah").starts_with("`blah` is no word of a date; write"));
    }

    #[test]
    fn days_are_read_in_every_usual_spelling() {
        for (text, expected) in [
            ("2026-11-27", "2026-11-27"),
            ("  TODAY ", "2026-11-22"),
            ("yesterday", "2026-11-21"),
            ("24 nov", "2026-11-24"),
            ("24nov", "2026-11-24"),
            ("Nov 24", "2026-11-24"),
            ("21 nov", "2027-11-21"),
            ("24th of November 2026", "2026-11-24"),
            ("November 24, 2026", "2026-11-24"),
            ("1 sept 2026", "2026-09-01"),
            ("29 feb", "2028-02-29"),
            ("31st", "2026-12-31"),
            ("22nd", "2026-11-22"),
            ("this fri", "2026-11-20"),
            ("this sunday", "2026-11-22"),
            ("next sun", "2026-11-29"),
            ("last sun", "2026-11-15"),
            ("last mon", "2026-11-16"),
            ("sunday", "2026-11-22"),
            ("fri 27 nov", "2026-11-27"),
            ("Fri, 27 Nov 2026", "2026-11-27"),
            ("fri 2026-11-27", "2026-11-27"),
            ("fri next week", "2026-11-27"),
            ("fri last week", "2026-11-13"),
            ("eow", "2026-11-22"),
            ("eoq", "2026-12-31"),
            ("eoy", "2026-12-31"),
            ("sow", "2026-11-16"),
            ("som", "2026-11-01"),
            ("soq", "2026-10-01"),
            ("soy", "2026-01-01"),
            ("next week", "2026-11-23"),
            ("next month", "2026-12-01"),
            ("next quarter", "2027-01-01"),
            ("next year", "2027-01-01"),
            ("2026-W48", "2026-11-23"),
            ("2026-w48-5", "2026-11-27"),
            ("2026-W53-7", "2027-01-03"),
            ("3d ago", "2026-11-19"),
            ("3 Days Ago", "2026-11-19"),
            ("a month ago", "2026-10-22"),
            ("in a week", "2026-11-29"),
            ("1 year 6 months", "2028-05-22"),
            ("-1y", "2025-11-22"),
            ("+ 2 quarters", "2027-05-22"),
            ("in 3mo", "2027-02-22"),
            ("0d", "2026-11-22"),
        ] {
            assert_eq!(ahead(text), expected, "{text}");
        }
    }

    #[test]
    fn a_bare_day_looks_back_when_logging() {
        for (text, expected) in [
            ("fri", "2026-11-20"),
            ("sun", "2026-11-22"),
            ("14th", "2026-11-14"),
            ("31st", "2026-10-31"),
            ("24 nov", "2025-11-24"),
            ("22 nov", "2026-11-22"),
            ("29 feb", "2024-02-29"),
            ("2w", "2026-11-08"),
            ("next fri", "2026-11-27"),
            ("in 2w", "2026-12-06"),
        ] {
            assert_eq!(back(text), expected, "{text}");
        }
    }

    #[test]
    fn times_are_read_before_and_after_their_day() {
        for (text, expected) in [
            ("fri 16:00", "2026-11-27 16:00"),
            ("16:00 fri", "2026-11-27 16:00"),
            ("last monday 16:00", "2026-11-16 16:00"),
            ("24 nov 3pm", "2026-11-24 15:00"),
            ("24 nov 2026 3pm", "2026-11-24 15:00"),
            ("nov 24 3:30pm", "2026-11-24 15:30"),
            ("24 nov @ 9:30", "2026-11-24 09:30"),
            ("24 nov@9:30", "2026-11-24 09:30"),
            ("the 14th at noon", "2026-12-14 12:00"),
            ("on friday at 3pm", "2026-11-27 15:00"),
            ("midnight tomorrow", "2026-11-23 00:00"),
            ("12am", "2026-11-22 00:00"),
            ("12pm", "2026-11-22 12:00"),
            ("12:30 am", "2026-11-22 00:30"),
            ("at 3 PM", "2026-11-22 15:00"),
            ("9:05", "2026-11-22 09:05"),
            ("2026-11-27T16:00", "2026-11-27 16:00"),
            ("2026-11-27T16:00:00", "2026-11-27 16:00"),
            ("2026-11-27 16:00", "2026-11-27 16:00"),
            ("in 2 weeks at 3pm", "2026-12-06 15:00"),
            ("3pm in 2 weeks", "2026-12-06 15:00"),
            ("now", "2026-11-22 10:00"),
            ("in 90m", "2026-11-22 11:30"),
            ("in 1h30", "2026-11-22 11:30"),
            ("1h30m ago", "2026-11-22 08:30"),
            ("1h30 ago", "2026-11-22 08:30"),
            ("1 day 2 hours ago", "2026-11-21 08:00"),
        ] {
            assert_eq!(ahead(text), expected, "{text}");
        }
    }

    #[test]
    fn a_weekday_whose_time_has_passed_is_the_next_one_when_planning() {
        assert_eq!(ahead("sun 09:00"), "2026-11-29 09:00");
        assert_eq!(ahead("sun 10:00"), "2026-11-22 10:00");
        assert_eq!(back("sun 09:00"), "2026-11-22 09:00");
        assert_eq!(back("sun 16:00"), "2026-11-15 16:00");
    }

    #[test]
    fn hours_count_real_time_across_a_change_of_the_clock() {
        let clock = Clock {
            now: TimeOfDay::new(1, 30),
            ..clock_on(Day::new(2027, 3, 28).unwrap())
        };
        assert_eq!(
            parse_when("in 1h", &clock, Direction::Future)
                .unwrap()
                .to_string(),
            "2027-03-28 03:30"
        );
    }

    #[test]
    fn what_does_not_exist_is_refused_clearly() {
        for (text, part) in [
            (
                "2026-02-30",
                "there is no `2026-02-30`: that month has 28 days",
            ),
            ("31 nov", "there is no `31 nov`: that month has 30 days"),
            ("30 feb", "that month has 29 days"),
            ("29 feb 2026", "that month has 28 days"),
            ("0 nov", "there is no `0 nov`"),
            ("32nd", "there is no `32nd`"),
            ("2026-13-01", "there is no month 13"),
            ("2026-00-01", "there is no month 0"),
            ("0000-01-01", "years are 1 to 9999"),
            ("24 nov 0000", "years are 1 to 9999"),
            ("2025-W53", "there is no `2025-w53`"),
            ("2026-W48-8", "there is no `2026-w48-8`"),
            ("2026-W4", "there is no `2026-w4`"),
            ("24:00", "there is no `24:00` on a clock"),
            ("fri 24:00", "there is no `24:00` on a clock"),
            ("16:60", "there is no `16:60` on a clock"),
            ("13pm", "there is no `13pm` on a clock"),
            ("0am", "there is no `0am` on a clock"),
            ("16:0", "there is no `16:0` on a clock"),
            ("23:59:60", "has seconds"),
            ("in 9000 years", "leaves the calendar"),
            ("99999999999999999999d", "leaves the calendar"),
            ("thu 27 nov 2026", "2026-11-27 is a Fri, not a Thu"),
        ] {
            let error = ahead(text);
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused_with_both() {
        for (text, part) in [
            (
                "24/11/2026",
                "`24/11/2026` is not written year-month-day; write `2026-11-24`",
            ),
            (
                "12-12-2026",
                "is not written year-month-day; write `2026-12-12`",
            ),
            ("01-12-2026", "could mean `2026-12-01` or `2026-01-12`"),
            ("1.12.2026", "could mean `2026-12-01` or `2026-01-12`"),
            ("01/12/26", "could mean `2026-12-01` or `2026-01-12`"),
            ("26-11-22", "could mean `2022-11-26` or `2026-11-22`"),
            ("16h", "write `16:00`, `16h ago` or `in 16h`"),
            ("3", "`3` could be an hour or a day; write `3:00` or `3rd`"),
            ("nov", "write `24 nov` for a day, `nov 2026` for the month"),
            ("1/12", "could mean `2026-12-01` or `2026-01-12`"),
            (
                "2/2/2026",
                "is not written year-month-day; write `2026-02-02`",
            ),
            ("45/45/2026", "is no date; write year-month-day"),
            ("2026/11/24", "write `2026-11-24`"),
            ("2026-1-5", "write `2026-01-05`"),
            ("20261124", "write `2026-11-24`"),
            ("24 nov 26", "`26` is not a year of four digits"),
            ("9", "could be an hour or a day"),
            (
                "2026-11",
                "`2026-11` is 2026-11-01 to 2026-11-30, and one day is needed",
            ),
            ("2026", "one day is needed"),
            ("nov 2026", "one day is needed"),
            ("last month", "one day is needed"),
            ("this week", "one day is needed"),
            ("2026-11-27T16:00Z", "`z` after the time"),
            ("2026-11-27T16:00+01:00", "`+01:00` after the time"),
        ] {
            let error = ahead(text);
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn nothing_is_read_in_part() {
        for (text, part) in [
            ("", "a date is missing"),
            (" , ", "is no date"),
            ("fri blah", "`blah` is no word of a date"),
            ("fri mon", "`mon` is left over after `fri`"),
            ("today 3pm 4pm", "`4pm` is left over after `today 3pm`"),
            ("fri 9", "`9` is left over after `fri`"),
            ("2026-11-27x", "`x` is no word"),
            ("2026-11-27-01", "left over"),
            ("in", "is no date"),
            ("in 5", "`in 5` counts nothing"),
            ("5pm-6pm", "`-6pm` is no date"),
            ("q4", "`q4` is no word of a date; write"),
            ("one", "`one` is no word of a date; write"),
            ("in fri", "is no date"),
            ("fri at", "left over"),
            ("fri at blah", "no word of a date"),
            ("3d ago 2w", "left over"),
            ("in 2w ago", "left over"),
            ("in -3 days", "is no date"),
            ("3pm in 2h", "is no date"),
            ("2w 2w", "left over"),
            ("fri next month", "is no date"),
            ("in 1h 30", "left over"),
            ("!", "is no date"),
            ("fry", "did you mean `fri`?"),
            ("yesteday", "did you mean `yesterday`?"),
            ("wednsday", "did you mean `wednesday`?"),
        ] {
            let error = ahead(text);
            assert!(error.contains(part), "{text}: {error}");
        }
        assert!(ahead(&"fri ".repeat(26)).contains("at most 100 characters"));
    }

    #[test]
    fn without_a_time_of_day_nothing_counts_from_now() {
        let clock = Clock {
            now: None,
            ..sunday()
        };
        for text in ["now", "in 2h", "1h30 ago"] {
            assert!(
                matches!(
                    parse_when(text, &clock, Direction::Future),
                    Err(WhenError::NowUnknown { .. })
                ),
                "{text}"
            );
        }
    }

    #[test]
    fn a_day_has_no_time_where_only_a_day_belongs() {
        assert_eq!(
            parse_day("fri 3pm", &sunday(), Direction::Past)
                .unwrap_err()
                .to_string(),
            "`fri 3pm` has a time of day, and only a day belongs here; write `2026-11-20`"
        );
        assert_eq!(
            parse_day("fri", &sunday(), Direction::Past),
            Ok(Day::new(2026, 11, 20).unwrap())
        );
    }

    #[test]
    fn the_ends_of_the_calendar_refuse_to_be_left() {
        let last = clock_on(Day::LAST);
        let first = clock_on(Day::FIRST);
        for text in [
            "tomorrow",
            "next week",
            "next year",
            "sat",
            "1 jan",
            "1st",
            "in 1d",
            "in 20h",
            "next mon",
        ] {
            let found = parse_when(text, &last, Direction::Future);
            assert!(found.is_err(), "{text}: {found:?}");
        }
        for text in [
            "yesterday",
            "last mon",
            "31 dec",
            "31st",
            "sun",
            "1d ago",
            "20h ago",
        ] {
            let found = parse_when(text, &first, Direction::Past);
            assert!(found.is_err(), "{text}: {found:?}");
        }
        for text in ["eow", "eom", "eoy", "sow", "soy", "today"] {
            assert!(parse_when(text, &last, Direction::Future).is_ok(), "{text}");
            assert!(parse_when(text, &first, Direction::Past).is_ok(), "{text}");
        }
    }

    fn any_day() -> impl Strategy<Value = Day> {
        (0_i64..3_652_059).prop_map(|offset| Day::FIRST.plus_days(offset))
    }

    /// A day with room around it for every search.
    fn inner_day() -> impl Strategy<Value = Day> {
        (100_000_i64..3_500_000).prop_map(|offset| Day::FIRST.plus_days(offset))
    }

    fn any_bare_day() -> impl Strategy<Value = String> {
        prop_oneof![
            (0_u8..7).prop_map(|weekday| Weekday::try_from(weekday).unwrap().to_string()),
            (1..=31).prop_map(|day| format!("{day}th")),
            (1_u8..=12, 1..=31).prop_map(|(month, day)| format!(
                "{day} {}",
                chrono::Month::try_from(month).unwrap().name()
            )),
            (0..500, prop_oneof!["d", "w", "mo"])
                .prop_map(|(count, unit)| format!("{count}{unit}")),
        ]
    }

    /// Words of the grammar in any order, for getting deeper than random letters do.
    fn any_words() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            prop::sample::select(vec![
                "today", "next", "last", "this", "fri", "sun", "nov", "feb", "week", "month",
                "year", "quarter", "in", "ago", "at", "@", "+", "-", ":", "..", "/", ".", ",", "t",
                "w", "q", "th", "of", "am", "pm", "noon", "now", "eom", "sow", "d", "mo", "h", "m",
                "a", "z", "every", "on",
            ])
            .prop_map(str::to_owned),
            "[0-9]{1,5}",
        ];
        let parted = (word, prop_oneof!["", " "]).prop_map(|(word, gap)| word + &gap);
        prop::collection::vec(parted, 0..9).prop_map(|words| words.concat())
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_as_the_same(day in any_day(), today in any_day(), minute in 0_u32..2880) {
            let when = When { day, time: TimeOfDay::new(minute / 60, minute % 60) };
            prop_assert_eq!(parse_when(&when.to_string(), &clock_on(today), Direction::Past), Ok(when));
            let iso = when.moment().map_or(day.to_string(), |moment| moment.to_string());
            prop_assert_eq!(parse_when(&iso, &clock_on(today), Direction::Past), Ok(when));
        }

        #[test]
        fn a_bare_day_lies_on_the_side_of_its_direction(text in any_bare_day(), today in inner_day()) {
            let clock = clock_on(today);
            let (past, future) = (parse_day(&text, &clock, Direction::Past), parse_day(&text, &clock, Direction::Future));
            if let (Ok(past), Ok(future)) = (&past, &future) {
                prop_assert!(*past <= today && today <= *future);
            }
            prop_assert_eq!(past.is_ok(), future.is_ok());
        }

        #[test]
        fn weekdays_are_those_that_a_walk_through_the_calendar_finds(today in inner_day(), number in 0_u8..7) {
            let weekday = Weekday::try_from(number).unwrap();
            let clock = clock_on(today);
            let read = |text: String, direction| parse_day(&text, &clock, direction).unwrap();
            let is_it = |day: &Day| day.date().weekday() == weekday;
            let ahead = |from: i64| (from..8).map(|days| today.plus_days(days)).find(is_it).unwrap();
            let back = |from: i64| (from..8).map(|days| today.plus_days(-days)).find(is_it).unwrap();
            let in_week_of = |day: Day| (-6..=6).map(|days| day.plus_days(days))
                .find(|found| is_it(found) && found.date().iso_week() == day.date().iso_week()).unwrap();
            prop_assert_eq!(read(weekday.to_string(), Direction::Future), ahead(0));
            prop_assert_eq!(read(weekday.to_string(), Direction::Past), back(0));
            prop_assert_eq!(read(format!("last {weekday}"), Direction::Future), back(1));
            prop_assert_eq!(read(format!("this {weekday}"), Direction::Past), in_week_of(today));
            prop_assert_eq!(read(format!("next {weekday}"), Direction::Past), in_week_of(today.plus_days(7)));
        }

        #[test]
        fn a_day_of_a_month_is_the_one_that_a_walk_finds(today in inner_day(), number in 1_u32..=31) {
            let clock = clock_on(today);
            let walk = |step: i64| (0..100).map(|days| today.plus_days(step * days)).find(|day| day.date().day() == number);
            prop_assert_eq!(parse_day(&format!("{number}th"), &clock, Direction::Future).ok(), walk(1));
            prop_assert_eq!(parse_day(&format!("{number}th"), &clock, Direction::Past).ok(), walk(-1));
        }

        #[test]
        fn random_text_never_panics(text in any::<String>(), words in any_words(), today in any_day(), future in any::<bool>()) {
            let clock = clock_on(today);
            let direction = if future { Direction::Future } else { Direction::Past };
            for text in [text, words] {
                let _ = parse_when(&text, &clock, direction).map_err(|error| error.to_string());
                let _ = crate::calendar::range::parse_range(&text, &clock, direction);
                let _ = crate::calendar::recurrence::parse_every(&text);
                let _ = crate::calendar::length::parse_minutes(&text);
            }
        }

        #[test]
        fn case_and_spaces_change_nothing(words in any_words(), today in any_day()) {
            let clock = clock_on(today);
            let loud = format!("  {} ", words.to_uppercase().replace(' ', "   "));
            let read = |text: &str| parse_when(text, &clock, Direction::Future).ok();
            prop_assert_eq!(read(&words), read(&loud));
        }
    }
}

//! Days by name: `today`, `fri`, `next fri`, `14th`, `24 nov`, `nov 24 2026`, `fri 27 nov`, `eom`, `next week`.
//!
//! A day that leaves its week, month or year open is settled by the direction; everything else means one day.

use crate::calendar::clock::{Clock, Direction, TimeOfDay};
use crate::calendar::grammar::iso::{day_of, days_in_month};
use crate::calendar::grammar::period::{AsDay, Period, edge, monday_of_week, period};
use crate::calendar::grammar::words::{Token, Words, is_ordinal, month, value, weekday};
use crate::calendar::when_error::WhenError;
use crate::model::day::Day;
use chrono::{Datelike, Weekday};

/// What a date is read against.
#[derive(Debug, Clone, Copy)]
pub(in crate::calendar) struct Present {
    pub(in crate::calendar) clock: Clock,
    pub(in crate::calendar) direction: Direction,
    /// The day from which a bare day looks back or ahead: today, or the start of a range for its end.
    pub(in crate::calendar) anchor: Day,
}

/// A date as said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::calendar) enum Date {
    /// One day.
    Day(Day),
    /// A bare weekday, which waits for its time: `fri 09:00` on a Friday at ten is not this morning when planning.
    Weekday(Weekday),
}

/// Two centuries hold every 29 February more than once, and fall short of no other day.
const YEARS_SEARCHED: i32 = 200;

/// Reads a date, if one comes next.
pub(in crate::calendar) fn date(
    words: &mut Words<'_>,
    present: &Present,
) -> Result<Option<Date>, WhenError> {
    let today = present.clock.today;
    if let Some(date) = weekday_date(words, present)? {
        return Ok(Some(date));
    }
    if let Some(day) = neighbour(words, today)? {
        return Ok(Some(Date::Day(day)));
    }
    if let Some(day) = edge(words, today) {
        return Ok(Some(Date::Day(day)));
    }
    day_by_number(words, present).map(|day| day.map(Date::Day))
}

impl Date {
    /// The day that is meant when this time of it is meant, if the calendar has it.
    pub(in crate::calendar) fn settle(
        self,
        time: Option<TimeOfDay>,
        present: &Present,
    ) -> Option<Day> {
        match self {
            Date::Day(day) => Some(day),
            Date::Weekday(weekday) => nearest_weekday(weekday, time, present),
        }
    }
}

fn nearest_weekday(weekday: Weekday, time: Option<TimeOfDay>, present: &Present) -> Option<Day> {
    let (anchor, clock) = (present.anchor, present.clock);
    let here = anchor.date().weekday();
    let times = time.zip(clock.now).filter(|_| anchor == clock.today);
    let days = match present.direction {
        Direction::Future => match i64::from(weekday.days_since(here)) {
            0 if times.is_some_and(|(time, now)| time < now) => 7,
            days => days,
        },
        Direction::Past => match -i64::from(here.days_since(weekday)) {
            0 if times.is_some_and(|(time, now)| now < time) => -7,
            days => days,
        },
    };
    moved(anchor, days)
}

fn moved(day: Day, days: i64) -> Option<Day> {
    day.date()
        .checked_add_signed(chrono::TimeDelta::try_days(days)?)
        .and_then(Day::from_date)
}

/// A weekday: alone, before the week it lies in (`fri next week`), or before the date it must agree with.
fn weekday_date(words: &mut Words<'_>, present: &Present) -> Result<Option<Date>, WhenError> {
    let Some(said) = words.take_word(weekday) else {
        return Ok(None);
    };
    let start = *words;
    let day = match day_of_month(words, present)? {
        Some(day) => day,
        None => match period(words, present.clock.today)? {
            None => return Ok(Some(Date::Weekday(said))),
            Some(Period { first, last, .. }) if first == last => first,
            Some(Period { first, last, .. }) if last.days_since(first) == 6 => {
                return Ok(Some(Date::Day(
                    first.plus_days(i64::from(said.num_days_from_monday())),
                )));
            }
            Some(_) => {
                return Err(WhenError::Shape {
                    text: start.text_until(words).to_owned(),
                });
            }
        },
    };
    let actual = day.date().weekday();
    if actual == said {
        Ok(Some(Date::Day(day)))
    } else {
        Err(WhenError::WeekdayDiffers { day, actual, said })
    }
}

/// Today and the days that are told by their distance from it.
fn neighbour(words: &mut Words<'_>, today: Day) -> Result<Option<Day>, WhenError> {
    let start = *words;
    let day = match (words.peek(0), words.peek(1)) {
        (Some(Token::Word("today")), _) => Some(today),
        (Some(Token::Word("tomorrow")), _) => moved(today, 1),
        (Some(Token::Word("yesterday")), _) => moved(today, -1),
        (Some(Token::Word(which @ ("this" | "last" | "next"))), Some(Token::Word(word))) => {
            let Some(weekday) = weekday(word) else {
                return Ok(None);
            };
            words.skip(1);
            weekday_of(which, weekday, today)
        }
        _ => return Ok(None),
    };
    words.skip(1);
    day.map(Some).ok_or_else(|| WhenError::OutOfCalendar {
        text: start.text_until(words).to_owned(),
    })
}

/// `this` and `next` count ISO weeks; `last` is the latest before today, as people say it.
fn weekday_of(which: &str, weekday: Weekday, today: Day) -> Option<Day> {
    if which == "last" {
        let days = today.date().weekday().days_since(weekday);
        return moved(today, if days == 0 { -7 } else { -i64::from(days) });
    }
    let monday = monday_of_week(i32::from(which == "next"), today)?;
    moved(monday, i64::from(weekday.num_days_from_monday()))
}

/// A day of a month, or a period that stands for its first day.
fn day_by_number(words: &mut Words<'_>, present: &Present) -> Result<Option<Day>, WhenError> {
    let start = *words;
    if let Some(day) = day_of_month(words, present)? {
        return Ok(Some(day));
    }
    match period(words, present.clock.today)? {
        None => Ok(None),
        Some(period) if period.as_day == AsDay::First => Ok(Some(period.first)),
        Some(period) => Err(WhenError::Period {
            text: start.text_until(words).to_owned(),
            first: period.first,
            last: period.last,
        }),
    }
}

/// `14th`, `24 nov`, `24th of november 2026`, `nov 24`.
fn day_of_month(words: &mut Words<'_>, present: &Present) -> Result<Option<Day>, WhenError> {
    let start = *words;
    let Some((day, month)) = day_and_month(words) else {
        return Ok(None);
    };
    let Some(month) = month else {
        let text = start.text_until(words).to_owned();
        return same_day_of_a_month(day, present)
            .map(Some)
            .ok_or(WhenError::NoSuchDay { text, days: 31 });
    };
    match year(words)? {
        Some(year) => day_of(year, month, day, start.text_until(words)).map(Some),
        None => same_day_of_a_year(day, month, present, start.text_until(words)).map(Some),
    }
}

/// The number of a day and, unless it has an ordinal's ending and stands alone, of its month.
fn day_and_month(words: &mut Words<'_>) -> Option<(u32, Option<u32>)> {
    let mut ahead = *words;
    ahead.take(Token::Word("the"));
    let month_first = ahead.take_word(month);
    let Some(Token::Number(day)) = ahead.peek(0).filter(|_| !is_time_or_year(&ahead)) else {
        return None;
    };
    ahead.skip(1);
    let ordinal = ahead
        .take_word(|word| is_ordinal(word).then_some(()))
        .is_some();
    let month = month_first.or_else(|| month_after(&mut ahead));
    if month.is_none() && !ordinal {
        return None;
    }
    *words = ahead;
    Some((value(day), month))
}

fn month_after(words: &mut Words<'_>) -> Option<u32> {
    let mut ahead = *words;
    ahead.take(Token::Word("of"));
    let month = ahead.take_word(month)?;
    *words = ahead;
    Some(month)
}

/// Whether the next number is an hour (`16:00`, `4pm`) or a year, and so no day.
fn is_time_or_year(words: &Words<'_>) -> bool {
    let is_year = matches!(words.peek(0), Some(Token::Number(number)) if number.len() == 4);
    is_year
        || matches!(words.peek_glued(1), Some(Token::Mark(':')))
        || matches!(words.peek(1), Some(Token::Word("am" | "pm")))
}

/// The year after a day and its month, if one is given.
fn year(words: &mut Words<'_>) -> Result<Option<u32>, WhenError> {
    let Some(Token::Number(digits)) = words.peek(0) else {
        return Ok(None);
    };
    if digits.len() == 4 {
        words.skip(1);
        return Ok(Some(value(digits)));
    }
    if is_time_or_year(words) {
        return Ok(None);
    }
    Err(WhenError::ShortYear {
        text: digits.to_owned(),
    })
}

/// The nearest day with this number, in the direction; months that lack it are passed over.
fn same_day_of_a_month(day: u32, present: &Present) -> Option<Day> {
    let anchor = present.anchor.date();
    let months = anchor.year() * 12 + anchor.month0().cast_signed();
    // No two neighbouring months both lack a day, so three months ahead or back are enough.
    nearest(present, 0..4, |step| {
        let month = months + step;
        Day::new(
            month.div_euclid(12),
            month.rem_euclid(12).cast_unsigned() + 1,
            day,
        )
    })
}

/// The nearest such day of a year, in the direction.
fn same_day_of_a_year(
    day: u32,
    month: u32,
    present: &Present,
    text: &str,
) -> Result<Day, WhenError> {
    let year = present.anchor.date().year();
    let text = || text.to_owned();
    // A leap year has every day that any year has.
    let days = days_in_month(2000, month).ok_or_else(|| WhenError::NoSuchMonth {
        text: text(),
        month,
    })?;
    if !(1..=days).contains(&day) {
        return Err(WhenError::NoSuchDay { text: text(), days });
    }
    nearest(present, 0..YEARS_SEARCHED, |step| {
        Day::new(year + step, month, day)
    })
    .ok_or_else(|| WhenError::OutOfCalendar { text: text() })
}

/// The first candidate that lies on the right side of the anchor, stepping away from it.
fn nearest(
    present: &Present,
    steps: std::ops::Range<i32>,
    candidate: impl Fn(i32) -> Option<Day>,
) -> Option<Day> {
    let anchor = present.anchor;
    match present.direction {
        Direction::Future => steps.filter_map(candidate).find(|day| anchor <= *day),
        Direction::Past => steps
            .filter_map(|step| candidate(-step))
            .find(|day| *day <= anchor),
    }
}

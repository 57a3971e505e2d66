//! Dates in numbers: ISO 8601 days, months, quarters, weeks and years; other orders are refused with their readings.
//!
//! It knows no present but the year that a reading of two numbers would have.

use crate::calendar::grammar::words::{Token, Words, value};
use crate::calendar::when_error::WhenError;
use crate::model::day::Day;
use chrono::{NaiveDate, Weekday};

/// What a date in numbers names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::calendar) enum Iso {
    /// `2026-11-27` or `2026-W48-5`.
    Day(Day),
    /// `2026-W48`, from Monday to Sunday.
    Week(Day, Day),
    /// `2026-11`, `2026-Q4` or `2026`, from the first to the last day.
    Longer(Day, Day),
}

const DASH: Token<'static> = Token::Mark('-');

/// Reads a date in numbers, if one comes next.
pub(in crate::calendar) fn iso(
    words: &mut Words<'_>,
    today: Day,
) -> Result<Option<Iso>, WhenError> {
    let start = *words;
    let Some(Token::Number(year)) = words.peek(0) else {
        return Ok(None);
    };
    match (words.peek_glued(1), words.peek_glued(2)) {
        (Some(DASH), Some(Token::Word("w"))) if year.len() == 4 => week(words).map(Some),
        (Some(DASH), Some(Token::Word("q"))) if year.len() == 4 => quarter(words).map(Some),
        (Some(Token::Mark('-' | '/' | '.')), Some(Token::Number(_))) => {
            numbers(words, today).map(Some)
        }
        _ if year.len() == 8 => Err(compact(year, today)),
        _ if year.len() == 4 && words.peek(1).is_none() => {
            words.skip(1);
            longer(year, 1, 12)
                .map(Some)
                .ok_or_else(|| out_of_calendar(start, words))
        }
        _ => Ok(None),
    }
}

/// The first and last day of `count` months from `month` on, 1 to 12, of a year.
pub(in crate::calendar) fn block(year: i32, month: u32, count: u32) -> Option<(Day, Day)> {
    let last_month = month + count - 1;
    Some((
        Day::new(year, month, 1)?,
        Day::new(year, last_month, days_in_month(year, last_month)?)?,
    ))
}

fn longer(year: &str, month: u32, count: u32) -> Option<Iso> {
    let (first, last) = block(i32::try_from(value(year)).ok()?, month, count)?;
    Some(Iso::Longer(first, last))
}

/// How many days a month has, in a year of the calendar.
pub(in crate::calendar) fn days_in_month(year: i32, month: u32) -> Option<u32> {
    (28..=31)
        .rev()
        .find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some())
}

/// The day, or why there is none.
pub(in crate::calendar) fn day_of(
    year: u32,
    month: u32,
    day: u32,
    text: &str,
) -> Result<Day, WhenError> {
    let text = || text.to_owned();
    let year = i32::try_from(year)
        .ok()
        .filter(|year| (1..=9999).contains(year));
    let year = year.ok_or_else(|| WhenError::OutOfCalendar { text: text() })?;
    let days = days_in_month(year, month).ok_or_else(|| WhenError::NoSuchMonth {
        text: text(),
        month,
    })?;
    Day::new(year, month, day).ok_or_else(|| WhenError::NoSuchDay { text: text(), days })
}

fn out_of_calendar(start: Words<'_>, words: &Words<'_>) -> WhenError {
    WhenError::OutOfCalendar {
        text: start.text_until(words).to_owned(),
    }
}

fn week(words: &mut Words<'_>) -> Result<Iso, WhenError> {
    let start = *words;
    let (Some(Token::Number(year)), Some(Token::Number(number))) =
        (words.peek(0), words.peek_glued(3))
    else {
        return Err(words.stuck());
    };
    let weekday = match (words.peek_glued(4), words.peek_glued(5)) {
        (Some(DASH), Some(Token::Number(weekday))) => Some(weekday),
        _ => None,
    };
    words.skip(if weekday.is_some() { 6 } else { 4 });
    let missing = || WhenError::NoSuchPart {
        text: start.text_until(words).to_owned(),
    };
    if number.len() != 2 || weekday.is_some_and(|weekday| weekday.len() != 1) {
        return Err(missing());
    }
    let year = i32::try_from(value(year)).map_err(|_| missing())?;
    let on =
        |weekday| NaiveDate::from_isoywd_opt(year, value(number), weekday).and_then(Day::from_date);
    match weekday {
        None => on(Weekday::Mon).map(|monday| Iso::Week(monday, monday.plus_days(6))),
        Some(weekday) => weekday_of_number(value(weekday)).and_then(on).map(Iso::Day),
    }
    .ok_or_else(missing)
}

fn weekday_of_number(number: u32) -> Option<Weekday> {
    Weekday::try_from(u8::try_from(number.checked_sub(1)?).ok()?).ok()
}

fn quarter(words: &mut Words<'_>) -> Result<Iso, WhenError> {
    let start = *words;
    let (Some(Token::Number(year)), Some(Token::Number(number))) =
        (words.peek(0), words.peek_glued(3))
    else {
        return Err(words.stuck());
    };
    words.skip(4);
    let missing = || WhenError::NoSuchPart {
        text: start.text_until(words).to_owned(),
    };
    match number {
        "1" | "2" | "3" | "4" => {
            longer(year, value(number) * 3 - 2, 3).ok_or_else(|| out_of_calendar(start, words))
        }
        _ => Err(missing()),
    }
}

/// Reads two or three numbers with the same mark between them.
fn numbers(words: &mut Words<'_>, today: Day) -> Result<Iso, WhenError> {
    let start = *words;
    let (Some(Token::Number(first)), Some(mark), Some(Token::Number(second))) =
        (words.peek(0), words.peek(1), words.peek_glued(2))
    else {
        return Err(words.stuck());
    };
    let third = match (words.peek_glued(3), words.peek_glued(4)) {
        (Some(again), Some(Token::Number(third))) if again == mark => Some(third),
        _ => None,
    };
    words.skip(if third.is_some() { 5 } else { 3 });
    let text = start.text_until(words);
    match (mark, first.len(), second.len(), third) {
        (DASH, 4, 2, None) => match longer(first, value(second), 1) {
            Some(month) => Ok(month),
            None => day_of(value(first), value(second), 1, text).map(Iso::Day),
        },
        (DASH, 4, 2, Some(third)) if third.len() == 2 => {
            day_of(value(first), value(second), value(third), text).map(Iso::Day)
        }
        (Token::Mark('.'), _, _, None) => Err(WhenError::Shape {
            text: start.text().to_owned(),
        }),
        _ => Err(WhenError::NumberOrder {
            text: text.to_owned(),
            readings: readings(first, second, third, today),
        }),
    }
}

fn compact(digits: &str, today: Day) -> WhenError {
    let (year, month, day) = (&digits[..4], &digits[4..6], &digits[6..]);
    WhenError::NumberOrder {
        text: digits.to_owned(),
        readings: readings(year, month, Some(day), today),
    }
}

/// The days that numbers in a foreign order could mean: day first, then month first, then year first; a year of two
/// digits is taken to be of this century, for it is only shown, never used.
fn readings(first: &str, second: &str, third: Option<&str>, today: Day) -> Vec<Day> {
    let day = |year: u32, month: &str, day: &str| day_of(year, value(month), value(day), "").ok();
    let year_last = |year: u32| [day(year, second, first), day(year, first, second), None];
    let found = match third {
        Some(third) if first.len() == 4 => [day(value(first), second, third), None, None],
        Some(third) if third.len() == 4 => year_last(value(third)),
        Some(third) if third.len() == 2 && first.len() == 2 => {
            let [day_first, month_first, _] = year_last(2000 + value(third));
            [
                day_first,
                month_first,
                day(2000 + value(first), second, third),
            ]
        }
        Some(third) if third.len() == 2 => year_last(2000 + value(third)),
        None if first.len() <= 2 => year_last(year_of(today)),
        _ => [None; 3],
    };
    let mut days: Vec<Day> = found.into_iter().flatten().collect();
    days.dedup();
    days
}

fn year_of(day: Day) -> u32 {
    chrono::Datelike::year(&day.date()).unsigned_abs()
}

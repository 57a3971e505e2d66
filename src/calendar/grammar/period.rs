//! Stretches of the calendar with a name: this, last and next week, month, quarter and year, and their ends.
//!
//! Weeks run from Monday to Sunday, as in ISO 8601.

use crate::calendar::grammar::iso::{Iso, block, iso};
use crate::calendar::grammar::words::{Token, Words, month, value};
use crate::calendar::when_error::WhenError;
use crate::model::day::Day;
use chrono::Datelike;

/// A stretch of the calendar with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::calendar) struct Period {
    pub(in crate::calendar) first: Day,
    pub(in crate::calendar) last: Day,
    pub(in crate::calendar) as_day: AsDay,
}

/// Whether the name also says a single day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::calendar) enum AsDay {
    /// Its first day: `next week` is next Monday to whoever plans, `2026-W48` is in the grammar of days.
    First,
    /// None: one needs to be named.
    Refused,
}

/// The size of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    Week,
    Months(i32),
}

/// Reads a period or, where numbers name a single day, that day as a period of its own.
pub(in crate::calendar) fn period(
    words: &mut Words<'_>,
    today: Day,
) -> Result<Option<Period>, WhenError> {
    if let Some(period) = relative(words, today)? {
        return Ok(Some(period));
    }
    if let Some(period) = month_of_year(words)? {
        return Ok(Some(period));
    }
    let period = |first, last, as_day| Period {
        first,
        last,
        as_day,
    };
    Ok(iso(words, today)?.map(|found| match found {
        Iso::Day(day) => period(day, day, AsDay::First),
        Iso::Week(first, last) => period(first, last, AsDay::First),
        Iso::Longer(first, last) => period(first, last, AsDay::Refused),
    }))
}

/// Reads a first or last day of the present week, month, quarter or year, if one comes next: `eom`, `soy`.
pub(in crate::calendar) fn edge(words: &mut Words<'_>, today: Day) -> Option<Day> {
    words.take_word(|word| {
        let (edge, size) = (word.get(..2)?, word.get(2..)?);
        let size = match size {
            "w" => Size::Week,
            "m" => Size::Months(1),
            "q" => Size::Months(3),
            "y" => Size::Months(12),
            _ => return None,
        };
        let (first, last) = days_of(size, 0, today)?;
        match edge {
            "so" => Some(first),
            "eo" => Some(last),
            _ => None,
        }
    })
}

fn relative(words: &mut Words<'_>, today: Day) -> Result<Option<Period>, WhenError> {
    let start = *words;
    let (Some(Token::Word(which)), Some(Token::Word(size))) = (words.peek(0), words.peek(1)) else {
        return Ok(None);
    };
    let size = match size {
        "week" => Size::Week,
        "month" => Size::Months(1),
        "quarter" => Size::Months(3),
        "year" => Size::Months(12),
        _ => return Ok(None),
    };
    let (offset, as_day) = match which {
        "last" => (-1, AsDay::Refused),
        "this" => (0, AsDay::Refused),
        "next" => (1, AsDay::First),
        _ => return Ok(None),
    };
    words.skip(2);
    let (first, last) = days_of(size, offset, today).ok_or_else(|| WhenError::OutOfCalendar {
        text: start.text_until(words).to_owned(),
    })?;
    Ok(Some(Period {
        first,
        last,
        as_day,
    }))
}

/// `nov 2026`.
fn month_of_year(words: &mut Words<'_>) -> Result<Option<Period>, WhenError> {
    let start = *words;
    let (Some(Token::Word(word)), Some(Token::Number(year))) = (words.peek(0), words.peek(1))
    else {
        return Ok(None);
    };
    let Some(month) = month(word).filter(|_| year.len() == 4) else {
        return Ok(None);
    };
    words.skip(2);
    let days = i32::try_from(value(year))
        .ok()
        .and_then(|year| block(year, month, 1));
    let (first, last) = days.ok_or_else(|| WhenError::OutOfCalendar {
        text: start.text_until(words).to_owned(),
    })?;
    Ok(Some(Period {
        first,
        last,
        as_day: AsDay::Refused,
    }))
}

/// The first and last day of the week, or of the block of months, `offset` after the one that holds `today`.
fn days_of(size: Size, offset: i32, today: Day) -> Option<(Day, Day)> {
    match size {
        Size::Week => {
            let monday = monday_of_week(offset, today)?;
            Some((monday, monday.plus_days(6)))
        }
        Size::Months(count) => {
            let months = today.date().year() * 12 + today.date().month0().cast_signed();
            let first = (months.div_euclid(count) + offset) * count;
            block(
                first.div_euclid(12),
                first.rem_euclid(12).cast_unsigned() + 1,
                count.cast_unsigned(),
            )
        }
    }
}

/// The Monday of the ISO week `offset` weeks after this one; the first day of the calendar is one.
pub(in crate::calendar) fn monday_of_week(offset: i32, today: Day) -> Option<Day> {
    let days = i64::from(offset) * 7 - i64::from(today.date().weekday().num_days_from_monday());
    today
        .date()
        .checked_add_signed(chrono::TimeDelta::try_days(days)?)
        .and_then(Day::from_date)
}

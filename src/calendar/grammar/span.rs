//! Stretches of time: `2 weeks`, `3d`, `1h30`, `a month`, `1 year 6 months`.
//!
//! It knows no present; moving a day by a stretch is exact or refused, never clamped to the ends of the calendar.

use crate::calendar::grammar::words::{Token, Words, value};
use crate::model::day::Day;
use chrono::{Months, TimeDelta};

/// A stretch of time in the units that do not turn into each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::calendar) struct Span {
    pub(in crate::calendar) months: u32,
    pub(in crate::calendar) days: u32,
    pub(in crate::calendar) minutes: u32,
}

/// The units from the longest to the shortest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
}

/// Reads a stretch of time, if one comes next: counts with units, the longer units first, each at most once.
pub(in crate::calendar) fn span(words: &mut Words<'_>) -> Option<Span> {
    let mut total = Span::default();
    let mut last = None;
    while let Some((count, unit)) =
        counted(words).filter(|(_, unit)| last.is_none_or(|last| last < *unit))
    {
        words.skip(2);
        total = total.plus(count, unit);
        last = Some(unit);
        if unit == Unit::Hour
            && let Some(minutes) = minutes_after_hour(words)
        {
            words.skip(1);
            total = total.plus(minutes, Unit::Minute);
            break;
        }
    }
    last.map(|_| total)
}

fn counted(words: &Words<'_>) -> Option<(u32, Unit)> {
    let count = match words.peek(0)? {
        Token::Number(count) => value(count),
        Token::Word("a" | "an") => 1,
        _ => return None,
    };
    match words.peek(1)? {
        Token::Word(word) => Some((count, unit(word)?)),
        _ => None,
    }
}

/// The bare minutes of `1h30`.
fn minutes_after_hour(words: &Words<'_>) -> Option<u32> {
    match (words.peek_glued(0), words.peek(1)) {
        (Some(Token::Number(minutes)), None | Some(Token::Word("ago"))) if minutes.len() == 2 => {
            Some(value(minutes)).filter(|minutes| *minutes < 60)
        }
        _ => None,
    }
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "y" | "yr" | "yrs" | "year" | "years" => Unit::Year,
        "q" | "quarter" | "quarters" => Unit::Quarter,
        "mo" | "mos" | "month" | "months" => Unit::Month,
        "w" | "wk" | "wks" | "week" | "weeks" => Unit::Week,
        "d" | "day" | "days" => Unit::Day,
        "h" | "hr" | "hrs" | "hour" | "hours" => Unit::Hour,
        "m" | "min" | "mins" | "minute" | "minutes" => Unit::Minute,
        _ => return None,
    })
}

impl Span {
    // Saturating: a count past u32 leaves the calendar all the same.
    fn plus(self, count: u32, unit: Unit) -> Span {
        let Span {
            months,
            days,
            minutes,
        } = self;
        let sum = |part: u32, each: u32| part.saturating_add(count.saturating_mul(each));
        match unit {
            Unit::Year => Span {
                months: sum(months, 12),
                ..self
            },
            Unit::Quarter => Span {
                months: sum(months, 3),
                ..self
            },
            Unit::Month => Span {
                months: sum(months, 1),
                ..self
            },
            Unit::Week => Span {
                days: sum(days, 7),
                ..self
            },
            Unit::Day => Span {
                days: sum(days, 1),
                ..self
            },
            Unit::Hour => Span {
                minutes: sum(minutes, 60),
                ..self
            },
            Unit::Minute => Span {
                minutes: sum(minutes, 1),
                ..self
            },
        }
    }

    /// The day that lies this far ahead, by its months and then its days.
    pub(in crate::calendar) fn ahead_of(self, day: Day) -> Option<Day> {
        let moved = day.date().checked_add_months(Months::new(self.months))?;
        moved
            .checked_add_signed(TimeDelta::try_days(i64::from(self.days))?)
            .and_then(Day::from_date)
    }

    /// The day that lies this far back, by its months and then its days.
    pub(in crate::calendar) fn back_from(self, day: Day) -> Option<Day> {
        let moved = day.date().checked_sub_months(Months::new(self.months))?;
        moved
            .checked_sub_signed(TimeDelta::try_days(i64::from(self.days))?)
            .and_then(Day::from_date)
    }
}

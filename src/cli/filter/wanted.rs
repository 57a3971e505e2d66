//! The right side of a comparison and what it makes of a row's value.
//!
//! Whether a text is a number, a date or just text is decided by what the row holds.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::range::{DayRange, parse_range};
use crate::calendar::when::{When, parse_when};
use crate::calendar::when_error::WhenError;
use crate::cli::filter::operator::Operator;
use crate::model::day::Day;
use chrono::NaiveDateTime;
use serde_json::{Number, Value};
use std::cmp::Ordering;

/// The right side, in every way in which it can be read: the row's value decides which one counts.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    text: String,
    quoting: Quoting,
    pub(super) number: Option<Number>,
    pub(super) date: Result<Date, WhenError>,
}

/// Whether a text stood in quotes, and so is meant by its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    Bare,
    Quoted,
}

/// A date of the filter: a day with or without a time, or a period.
#[derive(Debug, Clone, Copy)]
pub(super) enum Date {
    When(When),
    Range(DayRange),
}

impl Wanted {
    /// Reads a text in every way that it can be read.
    pub(super) fn new(text: &str, quoting: Quoting, clock: &Clock) -> Wanted {
        let when = parse_when(text, clock, Direction::Past).map(Date::When);
        let date = when.or_else(|why| {
            parse_range(text, clock, Direction::Past)
                .map(Date::Range)
                .map_err(|_| why)
        });
        Wanted {
            text: text.to_lowercase(),
            quoting,
            number: number(text),
            date,
        }
    }

    /// Whether a row's value stands to this one as the operator says; `!=` is the caller's to turn around.
    pub(super) fn passes(&self, operator: Operator, value: &Value) -> bool {
        match value {
            Value::Null => self.is_none(operator),
            Value::Array(items) if items.is_empty() => self.is_none(operator),
            Value::Array(items) => items.iter().any(|item| self.passes(operator, item)),
            // A list of requests or goals is searched by whatever they hold.
            Value::Object(fields) => fields.values().any(|field| self.passes(operator, field)),
            Value::Bool(flag) => operator.is_textual() && self.says(*flag),
            Value::Number(number) if operator == Operator::Contains => {
                number.to_string().contains(&self.text)
            }
            Value::Number(number) => self.passes_number(operator, number),
            Value::String(text) => self.passes_text(operator, text),
        }
    }

    fn is_none(&self, operator: Operator) -> bool {
        operator == Operator::Equal && self.quoting == Quoting::Bare && self.text == "none"
    }

    fn says(&self, flag: bool) -> bool {
        match self.text.as_str() {
            "true" | "yes" => flag,
            "false" | "no" => !flag,
            _ => false,
        }
    }

    fn passes_number(&self, operator: Operator, number: &Number) -> bool {
        let wanted = self.number.as_ref();
        wanted
            .and_then(|wanted| order(number, wanted))
            .is_some_and(|order| operator.fits(order))
    }

    fn passes_text(&self, operator: Operator, text: &str) -> bool {
        let lower = text.to_lowercase();
        if operator == Operator::Contains {
            return lower.contains(&self.text);
        }
        if let (Some(day), Ok(date)) = (RowDay::read(text), &self.date) {
            return operator.fits(day.order(*date));
        }
        if let (Some(number), Some(_)) = (number(text), &self.number) {
            return self.passes_number(operator, &number);
        }
        let comparable = operator == Operator::Equal || self.quoting == Quoting::Quoted;
        comparable && operator.fits(lower.cmp(&self.text))
    }
}

/// A day as a row holds it, with its time where the row has one.
#[derive(Debug, Clone, Copy)]
struct RowDay {
    day: Day,
    time: Option<NaiveDateTime>,
}

impl RowDay {
    fn read(text: &str) -> Option<RowDay> {
        if let Some(day) = Day::parse_iso(text) {
            return Some(RowDay { day, time: None });
        }
        let day = text.get(..10).and_then(Day::parse_iso)?;
        let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").ok()?;
        Some(RowDay {
            day,
            time: Some(time),
        })
    }

    /// How this day stands to a date; every day of a period is equal to it.
    fn order(self, date: Date) -> Ordering {
        match date {
            Date::When(when) => match (self.time, when.moment()) {
                (Some(time), Some(moment)) => time.cmp(&moment.datetime()),
                _ => self.day.cmp(&when.day),
            },
            Date::Range(range) if range.contains(self.day) => Ordering::Equal,
            Date::Range(range) if range.first().is_some_and(|first| self.day < first) => {
                Ordering::Less
            }
            Date::Range(_) => Ordering::Greater,
        }
    }
}

/// A number as people write it; no exponents, which would make numbers of ids such as `1e5`.
fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.starts_with(|first: char| first.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !plain {
        return None;
    }
    text.parse::<i64>()
        .ok()
        .map(Number::from)
        .or_else(|| Number::from_f64(text.parse().ok()?))
}

fn order(left: &Number, right: &Number) -> Option<Ordering> {
    match (left.as_i64(), right.as_i64()) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => left.as_f64()?.partial_cmp(&right.as_f64()?),
    }
}

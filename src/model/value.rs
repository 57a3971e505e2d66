//! A single value of a record, as people write it: text, number, day, list.

use crate::model::day::{Day, Moment};

/// What one key of a record holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A line or several lines of text; lines end in `\n`, whatever the file does.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite number that need not be whole.
    Decimal(f64),
    /// Yes or no.
    Flag(bool),
    /// A calendar day.
    Day(Day),
    /// A wall-clock time on a day.
    Moment(Moment),
    /// Several values in their order.
    List(Vec<Value>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Integer(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Flag(flag)
    }
}

impl From<Day> for Value {
    fn from(day: Day) -> Value {
        Value::Day(day)
    }
}

impl From<Moment> for Value {
    fn from(moment: Moment) -> Value {
        Value::Moment(moment)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Value {
        Value::List(items.into_iter().map(Into::into).collect())
    }
}

/// As plain JSON: days and moments are text in ISO form.
impl serde::Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Text(text) => serializer.serialize_str(text),
            Value::Integer(number) => serializer.serialize_i64(*number),
            Value::Decimal(number) => serializer.serialize_f64(*number),
            Value::Flag(flag) => serializer.serialize_bool(*flag),
            Value::Day(day) => day.serialize(serializer),
            Value::Moment(moment) => moment.serialize(serializer),
            Value::List(items) => serializer.collect_seq(items),
        }
    }
}

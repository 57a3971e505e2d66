//! `KEY=VALUE` on the command line: a key of the table of keys and a value of its kind.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::when::{parse_day, parse_when};
use crate::change::edit::{At, Edit, FileName};
use crate::change::enroll::Profile;
use crate::change::objective::number;
use crate::cli::failure::Failure;
use crate::model::value::Value;
use crate::render::words::nearest;
use crate::store::keys::{Form, Key, Kind, Shape};

/// A key and what it shall hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Assignment {
    /// The table; `None` for keys above the first table.
    pub(crate) table: Option<&'static str>,
    /// The key.
    pub(crate) key: String,
    /// The value; `None` takes the key away.
    pub(crate) value: Option<Value>,
}

impl Assignment {
    /// Reads `key=value` or `table.key=value`; a key that stands in one table alone needs no table.
    pub(crate) fn parse(shape: &Shape, words: &str, clock: &Clock) -> Result<Assignment, Failure> {
        let Some((name, text)) = words.split_once('=') else {
            return Err(Failure::usage(format!("`{words}` is no KEY=VALUE")));
        };
        let (table, key, kind) = find(shape, name.trim())?;
        let value = if text.is_empty() {
            None
        } else {
            Some(value(kind, &key, text, clock)?)
        };
        Ok(Assignment { table, key, value })
    }

    /// The edit of a file.
    pub(crate) fn edit(&self, file: FileName) -> Edit {
        let at = self.table.map_or(At::Top, At::Table);
        self.edit_at(file, at)
    }

    /// The edit of an entry of a file.
    pub(crate) fn edit_at(&self, file: FileName, at: At) -> Edit {
        match self.value.clone() {
            Some(value) => Edit::Set {
                file,
                at,
                key: self.key.clone(),
                value,
            },
            None => Edit::Clear {
                file,
                at,
                key: self.key.clone(),
            },
        }
    }

    /// Adds it to what is known of a person who enrols.
    pub(crate) fn add_to(self, profile: &mut Profile) -> Result<(), Failure> {
        let Some(value) = self.value else {
            return Ok(());
        };
        let fields = match self.table {
            None => &mut profile.top,
            Some("mentor") => profile.mentor.get_or_insert_default(),
            Some("mentee") => profile.mentee.get_or_insert_default(),
            Some("extra") => &mut profile.extra,
            Some(table) => {
                return Err(Failure::usage(format!(
                    "[{table}] cannot be set at enrolment"
                )));
            }
        };
        fields.retain(|(key, _)| *key != self.key);
        fields.push((self.key, value));
        Ok(())
    }
}

/// Reads `key=value` for an entry of `[[table]]`.
pub(crate) fn parse_entry(
    shape: &Shape,
    table: &str,
    words: &str,
    clock: &Clock,
) -> Result<Assignment, Failure> {
    let Some((name, text)) = words.split_once('=') else {
        return Err(Failure::usage(format!("`{words}` is no KEY=VALUE")));
    };
    let keys = shape
        .tables
        .iter()
        .find(|known| known.name == table)
        .map_or(&[][..], |table| table.keys);
    let Some(key) = keys.iter().find(|key| key.name == name) else {
        return Err(unknown(
            name,
            &keys
                .iter()
                .map(|key| key.name.to_owned())
                .collect::<Vec<_>>(),
        ));
    };
    let value = if text.is_empty() {
        None
    } else {
        Some(value(key.kind, key.name, text, clock)?)
    };
    Ok(Assignment {
        table: None,
        key: key.name.to_owned(),
        value,
    })
}

/// The table, the key and its kind.
fn find(shape: &Shape, name: &str) -> Result<(Option<&'static str>, String, Kind), Failure> {
    if let Some((table, key)) = name.split_once('.') {
        let of = shape
            .tables
            .iter()
            .find(|of| of.name == table && of.form != Form::Repeated);
        return match of {
            Some(of) if of.form == Form::Open => Ok((Some(of.name), key.to_owned(), Kind::Any)),
            Some(of) => match of.key(key) {
                Some(key) => Ok((Some(of.name), key.name.to_owned(), key.kind)),
                None => Err(unknown(name, &names(shape))),
            },
            None => Err(unknown(name, &names(shape))),
        };
    }
    if let Some(key) = shape.keys.iter().find(|key| key.name == name) {
        return Ok((None, key.name.to_owned(), key.kind));
    }
    let singles = shape
        .tables
        .iter()
        .filter(|table| table.form == Form::Single);
    let found: Vec<(&'static str, &Key)> = singles
        .filter_map(|table| Some((table.name, table.key(name)?)))
        .collect();
    match found[..] {
        [(table, key)] => Ok((Some(table), key.name.to_owned(), key.kind)),
        [] => Err(unknown(name, &names(shape))),
        _ => {
            let candidates: Vec<String> = found
                .iter()
                .map(|(table, _)| format!("{table}.{name}"))
                .collect();
            Err(crate::change::refusal::Refusal::Ambiguous {
                what: "keys",
                word: name.to_owned(),
                candidates,
            }
            .into())
        }
    }
}

fn names(shape: &Shape) -> Vec<String> {
    let top = shape.keys.iter().map(|key| key.name.to_owned());
    let singles = shape
        .tables
        .iter()
        .filter(|table| table.form == Form::Single);
    top.chain(singles.flat_map(|table| {
        table
            .keys
            .iter()
            .map(|key| format!("{}.{}", table.name, key.name))
    }))
    .collect()
}

fn unknown(name: &str, known: &[String]) -> Failure {
    let near = nearest(name, known.iter().map(String::as_str))
        .map(|near| format!("did you mean `{near}`?"));
    let hint = near.or_else(|| Some(format!("one of {}", known.join(", "))));
    Failure::Usage {
        message: format!("there is no key `{name}`"),
        hint,
    }
}

/// A value of a kind, from the words of the command line.
fn value(kind: Kind, name: &str, text: &str, clock: &Clock) -> Result<Value, Failure> {
    let wrong = || {
        Failure::usage(format!(
            "{name}: expected {}, found `{text}`",
            kind.expectation()
        ))
    };
    Ok(match kind {
        Kind::Whole(..) => Value::Integer(text.parse().map_err(|_| wrong())?),
        Kind::Decimal(..) => number(
            text.parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
                .ok_or_else(wrong)?,
        ),
        Kind::Flag => match text {
            "true" | "yes" => Value::Flag(true),
            "false" | "no" => Value::Flag(false),
            _ => return Err(wrong()),
        },
        Kind::Day => Value::Day(parse_day(text, clock, Direction::Future)?),
        Kind::Moment => Value::Moment(
            parse_when(text, clock, Direction::Future)?
                .moment()
                .ok_or_else(wrong)?,
        ),
        Kind::Anchor => {
            parse_day(text, clock, Direction::Future).map_or_else(|_| Value::from(text), Value::Day)
        }
        Kind::List(inner) => {
            let items = text
                .split([',', ';'])
                .map(str::trim)
                .filter(|item| !item.is_empty());
            Value::List(
                items
                    .map(|item| value(*inner, name, item, clock))
                    .collect::<Result<_, _>>()?,
            )
        }
        Kind::Any => text
            .parse()
            .map_or_else(|_| Value::from(text), Value::Integer),
        _ => Value::from(text),
    })
}

//! What an edit means, on values alone: a second reading of it, which shares no code with the first.

#![expect(clippy::unwrap_used, reason = "a failing test is a panic")]

use pleiad::change::edit::{At, Edit, EntryKey};
use pleiad::model::value::Value;
use toml::{Table, Value as Toml};

pub(crate) enum Outcome {
    Same,
    Becomes(Table),
    /// A name stands for something else, or there is no such entry.
    Refused,
    /// A field that is a table may be replaced where it is an inline one; values alone do not tell.
    BecomesOrRefused(Table),
}

pub(crate) fn read(text: &str) -> Table {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    normal_table(toml::from_str(text).unwrap())
}

fn normal_table(table: Table) -> Table {
    table
        .into_iter()
        .map(|(key, value)| (key, normal(value)))
        .collect()
}

/// Line ends of multi-line strings are the file's: what stands before `\n` is for the tests of spelling.
fn normal(value: Toml) -> Toml {
    match value {
        Toml::String(text) => Toml::String(lines(&text)),
        Toml::Array(items) => Toml::Array(items.into_iter().map(normal).collect()),
        Toml::Table(table) => Toml::Table(normal_table(table)),
        Toml::Float(number) => Toml::Float(number + 0.0),
        other => other,
    }
}

fn lines(text: &str) -> String {
    let lines: Vec<&str> = text
        .split('\n')
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    lines.join("\n")
}

pub(crate) fn toml_of(value: &Value) -> Toml {
    match value {
        Value::Text(text) => Toml::String(lines(text)),
        Value::Integer(number) => Toml::Integer(*number),
        Value::Decimal(number) => Toml::Float(number + 0.0),
        Value::Flag(flag) => Toml::Boolean(*flag),
        Value::Day(day) => Toml::Datetime(day.to_string().parse().unwrap()),
        Value::Moment(moment) => Toml::Datetime(moment.to_string().parse().unwrap()),
        Value::List(items) => Toml::Array(items.iter().map(toml_of).collect()),
    }
}

fn is_same(old: &Toml, new: &Toml) -> bool {
    match (old, new) {
        #[expect(
            clippy::cast_precision_loss,
            reason = "both sides of the comparison lose alike"
        )]
        (Toml::Integer(old), Toml::Float(new)) => {
            (*old as f64).to_bits() == new.to_bits() && old.unsigned_abs() < 1 << 53
        }
        (Toml::Array(old), Toml::Array(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(old, new))
        }
        _ => old == new,
    }
}

pub(crate) fn index(entries: &[Toml], key: &EntryKey) -> Option<usize> {
    entries.iter().rposition(|entry| {
        key.iter().all(|(name, wanted)| match wanted {
            None => entry.get(name).is_none(),
            Some(wanted) => entry
                .get(name)
                .is_some_and(|value| is_same(value, &toml_of(wanted))),
        })
    })
}

pub(crate) fn is_entries(value: &Toml) -> bool {
    value
        .as_array()
        .is_some_and(|items| items.iter().all(Toml::is_table))
}

pub(crate) fn outcome(before: &Table, edit: &Edit) -> Outcome {
    let mut after = before.clone();
    match edit {
        Edit::Set { at, key, value, .. } => {
            if let At::Table(name) = at {
                after
                    .entry((*name).to_owned())
                    .or_insert_with(|| Toml::Table(Table::new()));
            }
            let Some(table) = table_mut(&mut after, at) else {
                return Outcome::Refused;
            };
            let new = toml_of(value);
            match table.insert(key.clone(), new.clone()) {
                Some(old) if is_same(&old, &new) => Outcome::Same,
                Some(old) if old.is_table() || (is_entries(&old) && !is_empty(&old)) => {
                    Outcome::BecomesOrRefused(after)
                }
                _ => Outcome::Becomes(after),
            }
        }
        Edit::Clear { at, key, .. } => {
            if let At::Table(name) = at
                && !after.contains_key(*name)
            {
                return Outcome::Same;
            }
            let Some(table) = table_mut(&mut after, at) else {
                return Outcome::Refused;
            };
            match table.remove(key) {
                None => Outcome::Same,
                Some(old) if old.is_table() || (is_entries(&old) && !is_empty(&old)) => {
                    Outcome::BecomesOrRefused(after)
                }
                Some(_) => Outcome::Becomes(after),
            }
        }
        Edit::Append { table, fields, .. } => {
            let entries = after
                .entry((*table).to_owned())
                .or_insert_with(|| Toml::Array(Vec::new()));
            if !is_entries(entries) {
                return Outcome::Refused;
            }
            let entry = fields
                .iter()
                .map(|(key, value)| (key.clone(), toml_of(value)));
            entries
                .as_array_mut()
                .unwrap()
                .push(Toml::Table(entry.collect()));
            Outcome::Becomes(after)
        }
        Edit::Remove { table, entry, .. } => {
            let Some(entries) = after.get_mut(*table).and_then(Toml::as_array_mut) else {
                return Outcome::Refused;
            };
            let Some(index) = index(entries, entry) else {
                return Outcome::Refused;
            };
            entries.remove(index);
            Outcome::Becomes(after)
        }
        Edit::Prune { table, .. } => match after.get(*table).and_then(Toml::as_table) {
            Some(fields) if fields.is_empty() => {
                after.remove(*table);
                Outcome::Becomes(after)
            }
            _ => Outcome::Same,
        },
        Edit::Create { .. } | Edit::Rewrite { .. } | Edit::Delete { .. } => Outcome::Refused,
    }
}

fn is_empty(value: &Toml) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

fn table_mut<'a>(root: &'a mut Table, at: &At) -> Option<&'a mut Table> {
    match at {
        At::Top => Some(root),
        At::Table(name) => root.get_mut(*name)?.as_table_mut(),
        At::Entry(name, key) => {
            let entries = root.get_mut(*name)?.as_array_mut()?;
            let index = index(entries, key)?;
            entries.get_mut(index)?.as_table_mut()
        }
    }
}

/// An array of tables without entries and none at all are the same to a reader.
pub(crate) fn without_empty_entries(mut table: Table, arrays: &[&str]) -> Table {
    for name in arrays {
        if table.get(*name).is_some_and(is_empty) {
            table.remove(*name);
        }
    }
    table
}

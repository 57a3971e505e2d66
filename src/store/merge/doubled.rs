//! Entries of one id that stand twice in one file, as a merge of lines leaves them: git without the driver knows no ids.
//!
//! What is the same twice stays once; meetings of two days that got one id get two, the later in the file the next free
//! one. Nothing is guessed: where somebody refers to such an id, or two entries differ in anything but their day, a
//! person has to say which is which, and the text stays as it is.

use crate::change::edit::{At, Edit, FileName};
use crate::change::entry_id::numbered;
use crate::store::keys::{Kind, Shape};
use crate::store::{layout, splice};
use std::collections::BTreeMap;
use toml::{Table, Value};

/// The text with every entry of an id of its own; none where nothing is doubled, or only what a person must settle.
pub fn parted(file: &FileName, text: &str) -> Option<String> {
    let shape = layout::shape(file)?;
    let mut text = text.to_owned();
    let mut is_parted = false;
    while let Some(edit) = next(file, shape, &text) {
        text = splice::apply(&text, &[&edit]).ok()?;
        is_parted = true;
    }
    is_parted.then_some(text)
}

/// What parts one entry that can be parted.
fn next(file: &FileName, shape: &Shape, text: &str) -> Option<Edit> {
    let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parsed: Table = plain.parse().ok()?;
    let tables = shape.tables.iter().filter(|table| table.identity == ["id"]);
    tables.into_iter().find_map(|table| {
        let entries = entries(&parsed, table.name);
        doubles(&entries).find_map(|(first, last, id)| {
            let entry = vec![("id", Some(id.into()))];
            if first == last {
                let (file, table) = (file.clone(), table.name);
                return Some(Edit::Remove { file, table, entry });
            }
            let are_two = table.name == "meeting" && day(first) != day(last);
            if !are_two || is_referred_to(shape, &parsed, table.name, id) {
                return None;
            }
            Some(Edit::Set {
                file: file.clone(),
                at: At::Entry(table.name, entry),
                key: "id".to_owned(),
                value: another_id(&entries, id).into(),
            })
        })
    })
}

/// The first and the last entry of each id that several have; an edit of an entry goes to the last.
fn doubles<'a>(
    entries: &[&'a Table],
) -> impl Iterator<Item = (&'a Table, &'a Table, &'a str)> + use<'a> {
    let mut of_id: BTreeMap<&str, Vec<&Table>> = BTreeMap::new();
    for entry in entries {
        if let Some(id) = id(entry) {
            of_id.entry(id).or_default().push(entry);
        }
    }
    of_id.into_iter().filter_map(|(id, all)| match all[..] {
        [first, .., last] => Some((first, last, id)),
        _ => None,
    })
}

/// The next free id of the same day.
fn another_id(entries: &[&Table], known: &str) -> String {
    let stem = known.get(..10).unwrap_or(known);
    let is_taken = |new: &str| entries.iter().any(|entry| id(entry) == Some(new));
    numbered(stem, |new| is_taken(new.as_str())).to_string()
}

fn entries<'a>(file: &'a Table, table: &str) -> Vec<&'a Table> {
    let array = file.get(table).and_then(Value::as_array);
    array
        .into_iter()
        .flatten()
        .filter_map(Value::as_table)
        .collect()
}

fn id(entry: &Table) -> Option<&str> {
    entry.get("id")?.as_str()
}

fn day(entry: &Table) -> Option<String> {
    let at = entry.get("at")?.as_datetime()?;
    at.date.map(|date| date.to_string())
}

/// Whether any entry of the file names the id of another table.
fn is_referred_to(shape: &Shape, file: &Table, table: &str, id: &str) -> bool {
    shape.tables.iter().any(|from| {
        let keys = from
            .keys
            .iter()
            .filter(|key| matches!(key.kind, Kind::Entry(to) if to == table));
        let names = |key: &&str| {
            entries(file, from.name)
                .iter()
                .any(|entry| entry.get(*key).and_then(Value::as_str) == Some(id))
        };
        keys.map(|key| key.name).any(|key| names(&key))
    })
}

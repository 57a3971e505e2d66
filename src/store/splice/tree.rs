//! What a file means, apart from its bytes: the tree of its values, and what each edit makes of it.
//!
//! The tree finds entries by their fields, tells which edits change nothing, and is the measure of the text that
//! comes out. It knows no positions.

use crate::change::edit::{At, Edit, EntryKey, Fields, Part};
use crate::model::day::Day;
use crate::model::value::Value;
use crate::store::splice::error::SpliceError;
use crate::store::splice::{outline, spell};
use chrono::{Datelike, Timelike};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use toml_edit::{Date, Datetime, Document, Item, Time};

type Table = BTreeMap<String, Node>;

/// The values of a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tree(Table);

/// One value of a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Text(String),
    Integer(i64),
    Decimal(Number),
    Flag(bool),
    Datetime(Datetime),
    List(Vec<Node>),
    Table(Table),
    /// `[[name]]`, which is gone when its last entry is; an inline list of tables is a `List` and stays.
    Entries(Vec<Node>),
}

/// A number that equals itself even where a person wrote `nan`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number(f64);

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.0.total_cmp(&other.0) == Ordering::Equal
    }
}

impl Tree {
    /// The values of a parsed text.
    pub(super) fn of(document: &Document<&str>) -> Tree {
        Tree(table_of(document.as_table(), document.raw()))
    }

    /// The values of a file that consists of these parts.
    pub(super) fn of_parts(parts: &[Part]) -> Tree {
        let mut tree = Tree(Table::new());
        for part in parts {
            match part {
                Part::Top(fields) => tree.0.extend(fields_of(fields)),
                Part::Table(name, fields) => {
                    tree.0
                        .insert((*name).to_owned(), Node::Table(fields_of(fields)));
                }
                Part::Entry(name, fields) => tree.append(name, fields),
            }
        }
        tree
    }

    /// The place among its siblings of the last entry that has the key.
    pub(super) fn entry_index(&self, name: &str, key: &EntryKey) -> Option<usize> {
        self.entries(name)?.iter().rposition(|entry| match entry {
            Node::Table(fields) => has_key(fields, key),
            _ => false,
        })
    }

    /// Whether the table has the field, whatever it is.
    pub(super) fn has_field(&self, at: &At, key: &str) -> bool {
        self.table(at).is_some_and(|table| table.contains_key(key))
    }

    /// Whether the edit would change nothing.
    pub(super) fn is_settled(&self, edit: &Edit) -> bool {
        match edit {
            Edit::Set { at, key, value, .. } => self
                .table(at)
                .and_then(|table| table.get(key))
                .is_some_and(|node| node.means(value)),
            // A missing entry is an error even for a field that is absent already.
            Edit::Clear { at, key, .. } => match self.table(at) {
                Some(table) => !table.contains_key(key),
                None => !matches!(at, At::Entry(..)),
            },
            Edit::Create { .. }
            | Edit::Rewrite { .. }
            | Edit::Delete { .. }
            | Edit::Append { .. }
            | Edit::Remove { .. } => false,
        }
    }

    /// Makes the edit.
    pub(super) fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Set { at, key, value, .. } => {
                if let At::Table(name) = at {
                    self.0
                        .entry((*name).to_owned())
                        .or_insert_with(|| Node::Table(Table::new()));
                }
                if let Some(table) = self.table_mut(at) {
                    table.insert(key.clone(), Node::from(value));
                }
            }
            Edit::Clear { at, key, .. } => {
                if let Some(table) = self.table_mut(at) {
                    table.remove(key);
                }
            }
            Edit::Append { table, fields, .. } => self.append(table, fields),
            Edit::Remove { table, entry, .. } => self.remove(table, entry),
            Edit::Create { .. } | Edit::Rewrite { .. } | Edit::Delete { .. } => {}
        }
    }

    fn append(&mut self, name: &str, fields: &Fields) {
        let entries = self
            .0
            .entry(name.to_owned())
            .or_insert_with(|| Node::Entries(Vec::new()));
        if let Node::Entries(entries) | Node::List(entries) = entries {
            entries.push(Node::Table(fields_of(fields)));
        }
    }

    fn remove(&mut self, name: &str, key: &EntryKey) {
        let index = self.entry_index(name, key);
        let is_gone = match (self.0.get_mut(name), index) {
            (Some(Node::List(entries)), Some(index)) => {
                entries.remove(index);
                false
            }
            (Some(Node::Entries(entries)), Some(index)) => {
                entries.remove(index);
                entries.is_empty()
            }
            _ => false,
        };
        if is_gone {
            self.0.remove(name);
        }
    }

    fn entries(&self, name: &str) -> Option<&Vec<Node>> {
        match self.0.get(name)? {
            Node::Entries(entries) | Node::List(entries) => Some(entries),
            _ => None,
        }
    }

    fn table(&self, at: &At) -> Option<&Table> {
        let node = match at {
            At::Top => return Some(&self.0),
            At::Table(name) => self.0.get(*name)?,
            At::Entry(name, key) => &self.entries(name)?[self.entry_index(name, key)?],
        };
        match node {
            Node::Table(table) => Some(table),
            _ => None,
        }
    }

    fn table_mut(&mut self, at: &At) -> Option<&mut Table> {
        let node = match at {
            At::Top => return Some(&mut self.0),
            At::Table(name) => self.0.get_mut(*name)?,
            At::Entry(name, key) => {
                let index = self.entry_index(name, key)?;
                match self.0.get_mut(*name)? {
                    Node::Entries(entries) | Node::List(entries) => entries.get_mut(index)?,
                    _ => return None,
                }
            }
        };
        match node {
            Node::Table(table) => Some(table),
            _ => None,
        }
    }
}

/// Checks that a text holds these values and no others.
///
/// # Errors
/// `Verification` where it does not parse or differs.
pub(super) fn verify(text: &str, meant: &Tree) -> Result<(), SpliceError> {
    let difference = match outline::parse(text) {
        Err(error) => Some(error.to_string()),
        Ok(document) => difference(&meant.0, &Tree::of(&document).0),
    };
    match difference {
        None => Ok(()),
        Some(difference) => Err(SpliceError::Verification { difference }),
    }
}

/// Checks that no field holds a number that TOML could write and no program should read.
///
/// # Errors
/// `NotFinite` for the first such field.
pub(super) fn check_finite(fields: &Fields) -> Result<(), SpliceError> {
    fields
        .iter()
        .try_for_each(|(key, value)| check_finite_value(key, value))
}

/// The same for one field.
///
/// # Errors
/// `NotFinite`.
pub(super) fn check_finite_value(key: &str, value: &Value) -> Result<(), SpliceError> {
    match value {
        Value::Decimal(number) if !number.is_finite() => Err(SpliceError::NotFinite {
            key: key.to_owned(),
            number: number.to_string(),
        }),
        Value::List(items) => items
            .iter()
            .try_for_each(|item| check_finite_value(key, item)),
        _ => Ok(()),
    }
}

fn difference(meant: &Table, found: &Table) -> Option<String> {
    let keys = meant.keys().chain(found.keys());
    let differing = keys
        .into_iter()
        .find(|key| meant.get(*key) != found.get(*key))?;
    let inner = match (meant.get(differing), found.get(differing)) {
        (None, _) => Some("is new".to_owned()),
        (_, None) => Some("is gone".to_owned()),
        (Some(Node::Table(meant)), Some(Node::Table(found))) => difference(meant, found),
        _ => None,
    };
    let inner = inner.unwrap_or_else(|| "has another value".to_owned());
    Some(format!("`{differing}` {inner}"))
}

fn has_key(fields: &Table, key: &EntryKey) -> bool {
    key.iter()
        .all(|(name, wanted)| match (fields.get(*name), wanted) {
            (None, None) => true,
            (Some(node), Some(value)) => node.means(value),
            _ => false,
        })
}

impl Node {
    /// Whether the node is what a reader would take for the value: `1` is the decimal `1.0`, too.
    fn means(&self, value: &Value) -> bool {
        match (self, value) {
            (Node::Integer(whole), Value::Decimal(number)) => {
                spell::value(&Value::Decimal(*number), spell::Room::OneLine) == format!("{whole}.0")
            }
            (Node::List(nodes), Value::List(values)) => {
                nodes.len() == values.len()
                    && nodes
                        .iter()
                        .zip(values)
                        .all(|(node, value)| node.means(value))
            }
            _ => *self == Node::from(value),
        }
    }

    fn of_item(item: &Item, source: &str) -> Option<Node> {
        match item {
            Item::None => None,
            Item::Value(value) => Some(Node::of_value(value, source)),
            Item::Table(table) => Some(Node::Table(table_of(table, source))),
            Item::ArrayOfTables(entries) => Some(Node::Entries(
                entries
                    .iter()
                    .map(|entry| Node::Table(table_of(entry, source)))
                    .collect(),
            )),
        }
    }

    pub(super) fn of_value(value: &toml_edit::Value, source: &str) -> Node {
        match value {
            toml_edit::Value::String(text) => {
                let spelling = text.span().map_or("", |span| &source[span]);
                Node::Text(without_line_end_style(text.value(), spelling))
            }
            toml_edit::Value::Integer(number) => Node::Integer(*number.value()),
            toml_edit::Value::Float(number) => Node::Decimal(Number(*number.value())),
            toml_edit::Value::Boolean(flag) => Node::Flag(*flag.value()),
            toml_edit::Value::Datetime(datetime) => {
                Node::Datetime(to_the_second(*datetime.value()))
            }
            toml_edit::Value::Array(items) => Node::List(
                items
                    .iter()
                    .map(|item| Node::of_value(item, source))
                    .collect(),
            ),
            toml_edit::Value::InlineTable(table) => Node::Table(
                table
                    .iter()
                    .map(|(key, value)| (key.to_owned(), Node::of_value(value, source)))
                    .collect(),
            ),
        }
    }
}

impl From<&Value> for Node {
    fn from(value: &Value) -> Node {
        match value {
            Value::Text(text) => Node::Text(text.clone()),
            Value::Integer(number) => Node::Integer(*number),
            // Adding zero turns -0.0, which is never written, into 0.0.
            Value::Decimal(number) => Node::Decimal(Number(number + 0.0)),
            Value::Flag(flag) => Node::Flag(*flag),
            Value::Day(day) => Node::Datetime(Datetime {
                date: Some(date_of(*day)),
                time: None,
                offset: None,
            }),
            Value::Moment(moment) => Node::Datetime(Datetime {
                date: Some(date_of(moment.day())),
                time: Some(time_of(moment.datetime().time())),
                offset: None,
            }),
            Value::List(items) => Node::List(items.iter().map(Node::from).collect()),
        }
    }
}

fn table_of(table: &toml_edit::Table, source: &str) -> Table {
    table
        .iter()
        .filter_map(|(key, item)| Some((key.to_owned(), Node::of_item(item, source)?)))
        .collect()
}

fn fields_of(fields: &Fields) -> Table {
    fields
        .iter()
        .map(|(key, value)| (key.clone(), Node::from(value)))
        .collect()
}

/// Line ends that stand as such in a multi-line string are the file's, not the text's; an escaped `\r` is the text's.
fn without_line_end_style(text: &str, spelling: &str) -> String {
    if spelling.contains("\r\n") {
        text.replace("\r\n", "\n")
    } else {
        text.to_owned()
    }
}

/// TOML 1.1 lets seconds be left out.
fn to_the_second(datetime: Datetime) -> Datetime {
    let time = datetime.time.map(|time| Time {
        second: Some(time.second.unwrap_or(0)),
        nanosecond: Some(time.nanosecond.unwrap_or(0)),
        ..time
    });
    Datetime { time, ..datetime }
}

fn date_of(day: Day) -> Date {
    let date = day.date();
    let year = u16::try_from(date.year()).expect("a Day is in the years 1 to 9999");
    let small = |number: u32| u8::try_from(number).expect("months and days are small");
    Date {
        year,
        month: small(date.month()),
        day: small(date.day()),
    }
}

fn time_of(time: chrono::NaiveTime) -> Time {
    let small = |number: u32| u8::try_from(number).expect("hours, minutes and seconds are small");
    Time {
        hour: small(time.hour()),
        minute: small(time.minute()),
        second: Some(small(time.second())),
        nanosecond: Some(0),
    }
}

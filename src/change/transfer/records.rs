//! The records of files as they stand, every key that pleiad knows, for taking them over.

use crate::change::edit::{EntryKey, Fields, FileName};
use crate::model::value::Value;
use std::collections::BTreeMap;

/// The records of one file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Records {
    /// Fields above the first table.
    pub top: Fields,
    /// Each `[table]` with its fields, in the order of the table of keys.
    pub tables: Vec<(&'static str, Fields)>,
    /// Each `[[entry]]`, by table in that order, within a table in file order.
    pub entries: Vec<Entry>,
}

/// One `[[entry]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its array of tables.
    pub table: &'static str,
    /// What tells it from its siblings.
    pub key: EntryKey,
    /// Its fields.
    pub fields: Fields,
}

/// The records of several files.
pub type Files = BTreeMap<FileName, Records>;

impl Records {
    /// The value of a field above the first table.
    pub fn get(&self, key: &str) -> Option<&Value> {
        value(&self.top, key)
    }

    /// The entries of a table, in file order.
    pub fn of<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.entries
            .iter()
            .filter(move |entry| entry.table == table)
    }
}

impl Entry {
    /// Whether another entry is this one: the same key, and where it has none the same fields.
    pub(super) fn is_same(&self, other: &Entry) -> bool {
        let has_key = self.key.iter().any(|(_, value)| value.is_some());
        self.table == other.table
            && if has_key {
                self.key == other.key
            } else {
                self.fields == other.fields
            }
    }
}

/// The value of a field.
pub(in crate::change) fn value<'a>(fields: &'a Fields, key: &str) -> Option<&'a Value> {
    let mut fields = fields.iter();
    fields.find(|(name, _)| name == key).map(|(_, value)| value)
}

/// The fields of these names, in their order in the file.
pub(super) fn only(fields: &Fields, keys: &[&str]) -> Fields {
    let kept = fields
        .iter()
        .filter(|(key, _)| keys.contains(&key.as_str()));
    kept.cloned().collect()
}

/// The words of a text or of a list of texts.
pub(super) fn words(value: &Value) -> Vec<&str> {
    match value {
        Value::Text(text) => vec![text.as_str()],
        Value::List(values) => values.iter().flat_map(words).collect(),
        Value::Integer(_)
        | Value::Decimal(_)
        | Value::Flag(_)
        | Value::Day(_)
        | Value::Moment(_) => Vec::new(),
    }
}

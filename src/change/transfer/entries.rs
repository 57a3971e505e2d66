//! Files made from records that are kept in part.

use crate::change::edit::{Fields, Part};
use crate::change::transfer::records::{Entry, Records, only};
use crate::change::transfer::shared::Kept;

/// The parts of a file: these keys above the first table, these tables and entries.
pub(super) fn parts(records: &Records, top: &[&str], tables: &[Kept]) -> Vec<Part> {
    let mut parts = Vec::new();
    let head = only(&records.top, top);
    if !head.is_empty() {
        parts.push(Part::Top(head));
    }
    for &(name, keys) in tables {
        let single = records.tables.iter().filter(|(table, _)| *table == name);
        parts.extend(single.map(|(table, fields)| Part::Table(table, kept(fields, keys))));
        let several = records.of(name);
        parts.extend(several.map(|entry| Part::Entry(entry.table, kept(&entry.fields, keys))));
    }
    parts
}

/// Every part of a file as it stands.
pub(super) fn whole(records: &Records) -> Vec<Part> {
    let mut parts = Vec::new();
    if !records.top.is_empty() {
        parts.push(Part::Top(records.top.clone()));
    }
    let tables = records.tables.iter();
    parts.extend(tables.map(|(table, fields)| Part::Table(table, fields.clone())));
    let is_history = |entry: &&Entry| entry.table == "state";
    let (history, others): (Vec<&Entry>, Vec<&Entry>) =
        records.entries.iter().partition(is_history);
    // The history stands last, so that it grows at the end.
    let entries = others.into_iter().chain(history);
    parts.extend(entries.map(|entry| Part::Entry(entry.table, entry.fields.clone())));
    parts
}

fn kept(fields: &Fields, keys: &[&str]) -> Fields {
    if keys.is_empty() {
        fields.clone()
    } else {
        only(fields, keys)
    }
}

//! Ids of entries that a person wrote without one: the next command that changes their file fills them in.
//!
//! It changes nothing by itself and never touches an id that stands. Its invariant: the same entry in the same file gets
//! the same id on every machine, so that two who fill it in do not disagree.

use crate::change::edit::{At, Edit, FileName};
use crate::change::entry_id::{EntryKind, entry_id};
use crate::model::day::{Day, Moment};
use crate::model::id::Id;
use crate::store::fields::Fields;
use crate::store::syntax::parsed::ParsedTable;
use crate::store::{known, layout, syntax};
use std::collections::{BTreeMap, BTreeSet};

/// The edits that give every entry of a text its id, to be made in this order; none where all have one.
pub(crate) fn missing(file: &FileName, text: &str) -> Vec<Edit> {
    let all = of_nameless(file, text).into_iter();
    // Of several entries without an id the last is meant: each edit makes the one before it the last.
    all.flat_map(|(table, ids)| {
        let edits = ids.iter().rev().map(|id| give(file, table, id));
        edits.collect::<Vec<_>>()
    })
    .collect()
}

/// By table, the ids that its entries without one would get, in their order.
pub(crate) fn of_nameless(file: &FileName, text: &str) -> BTreeMap<&'static str, Vec<Id>> {
    let shape = layout::shape(file).zip(subject(file));
    let table = syntax::parse(&layout::path(file), text);
    let (Some((shape, subject)), Ok(table)) = (shape, table) else {
        return BTreeMap::new();
    };
    let kinds = shape.tables.iter().filter_map(|table| {
        let kind = EntryKind::of_table(table.name)?;
        Some((table.name, kind))
    });
    let kinds: Vec<_> = kinds.collect();
    let all = kinds.iter().flat_map(|(name, _)| entries(&table, name));
    let mut taken: BTreeSet<Id> = all.filter_map(|entry| entry.id("id")).collect();
    let mut found = BTreeMap::new();
    for (name, kind) in kinds {
        let nameless = entries(&table, name).filter(|entry| !entry.has("id"));
        let ids = nameless.map(|entry| {
            let words = entry.text("text").unwrap_or_default();
            let day = day_of(&table, entry);
            let id = entry_id(kind, subject, day, &words, |id| taken.contains(id));
            taken.insert(id.clone());
            id
        });
        found.insert(name, ids.collect());
    }
    found
}

/// The entries of a text whose shape nobody has checked yet.
fn entries<'a>(table: &'a ParsedTable<'a>, name: &str) -> impl Iterator<Item = Fields<'a>> {
    known::entries(table, name).map(Fields)
}

fn give(file: &FileName, table: &'static str, id: &Id) -> Edit {
    Edit::Set {
        file: file.clone(),
        at: At::Entry(table, vec![("id", None)]),
        key: "id".to_owned(),
        value: id.as_str().into(),
    }
}

/// Whom or what the entries of a file are about, by the file's stem; none where its entries are named by people.
pub(crate) fn subject(file: &FileName) -> Option<&str> {
    match file {
        FileName::Log(id)
        | FileName::Pairing(id)
        | FileName::PrivateNotes(id)
        | FileName::ConfidentialPairing(id) => Some(id.as_str()),
        FileName::ConfidentialPerson(id) => Some(id.as_str()),
        FileName::Improvements => Some("improvements"),
        FileName::ConfidentialProgram => Some("program"),
        FileName::Program
        | FileName::Objectives
        | FileName::Vocabulary
        | FileName::Matching
        | FileName::Participant(_)
        | FileName::Events
        | FileName::Prospects
        | FileName::Letter(_)
        | FileName::Draft(_) => None,
    }
}

/// The day of an entry: its own, else that of its meeting.
fn day_of(table: &ParsedTable<'_>, entry: Fields<'_>) -> Option<Day> {
    let of_meeting = || {
        let meeting = entry.id("meeting")?;
        let mut meetings = entries(table, "meeting");
        let meeting = meetings.find(|candidate| candidate.id("id").as_ref() == Some(&meeting))?;
        meeting.moment("at").map(Moment::day)
    };
    entry.day("on").or_else(of_meeting)
}

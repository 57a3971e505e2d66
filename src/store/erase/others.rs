//! A file that is about others too: references to the person, and every sure sign of them, replaced where they stand.
//!
//! Everything else keeps its bytes. An entry that is about the person alone loses its words as well.

use super::needles::Needles;
use super::own::ERASED;
use crate::change::edit::{At, Edit, EntryKey, FileName};
use crate::change::transfer::records::Entry;
use crate::model::value::Value;
use crate::store::keys::{Key, Kind, Shape, Table};
use crate::store::layout;
use crate::store::records_of::records;
use crate::store::splice::{self, lines};
use crate::store::syntax;
use crate::store::syntax::parsed::{ParsedTable, ParsedValue};
use std::ops::Range;
use toml::Spanned;

/// Entries that propose or settle something for two people: with one of them gone they go.
const SETTLED_FOR_TWO: [&str; 3] = ["pair", "pin", "forbid"];

/// Entries whose words are the person's, or about them, where they name the person.
const THEIR_WORDS: [&str; 8] = [
    "answer",
    "attendance",
    "checkin",
    "concern",
    "homework",
    "note",
    "prospect",
    "wish",
];

/// The edits that take a person out of a file that is about others too; none where they do not stand in it.
///
/// `is_member` says that the file is of a circle in which the person is: their words there are theirs alone.
pub(super) fn edits(file: &FileName, text: &str, is_member: bool, needles: &Needles) -> Vec<Edit> {
    let Some(shape) = layout::shape(file) else {
        return Vec::new();
    };
    let renamed = renamed(shape, text, needles);
    let text_now = renamed.as_deref().unwrap_or(text);
    let mut edits: Vec<Edit> = renamed
        .iter()
        .map(|text| Edit::Rewrite {
            file: file.clone(),
            text: text.clone(),
        })
        .collect();
    let entries = records(file, text_now).entries;
    let theirs: Vec<&Entry> = entries
        .iter()
        .filter(|entry| is_theirs(entry, is_member, needles))
        .collect();
    for entry in &theirs {
        if SETTLED_FOR_TWO.contains(&entry.table) {
            edits.push(Edit::Remove {
                file: file.clone(),
                table: entry.table,
                entry: entry.key.clone(),
            });
        } else if let Some(table) = shape.tables.iter().find(|table| table.name == entry.table) {
            edits.extend(wordless(file, table, entry));
        }
    }
    if *file == FileName::Prospects {
        let own = theirs.iter().filter(|entry| entry.table == "prospect");
        for prospect in own {
            edits.extend(anonymous_prospect(prospect, &entries, needles));
        }
    }
    edits
}

/// Whether an entry is about the person, or their words.
fn is_theirs(entry: &Entry, is_member: bool, needles: &Needles) -> bool {
    let names = |(key, value): &(String, Value)| {
        // A coordinator's decision about somebody else is no word about the coordinator.
        let is_decision = key == "by" && !is_member;
        let Value::Text(text) = value else {
            return false;
        };
        let is_prospect = entry.table == "prospect" && text == needles.id.as_str();
        !is_decision && (text == needles.stand_in.as_str() || is_prospect)
    };
    (SETTLED_FOR_TWO.contains(&entry.table) || THEIR_WORDS.contains(&entry.table))
        && entry.fields.iter().any(names)
}

/// The edits that take the words out of an entry and leave what counts.
fn wordless(file: &FileName, table: &Table, entry: &Entry) -> Vec<Edit> {
    let at = || At::Entry(entry.table, entry.key.clone());
    let is_words = |kind: Kind| {
        matches!(
            kind,
            Kind::Line | Kind::Text | Kind::Email | Kind::Link | Kind::List(&Kind::Line)
        )
    };
    let of_key = |(name, _): &(String, Value)| {
        let key = table.key(name)?;
        let is_reference = entry.table == "homework" && name == "owner";
        if !is_words(key.kind) || is_reference {
            return None;
        }
        let file = file.clone();
        let key_name = name.clone();
        Some(if key.is_required {
            Edit::Set {
                file,
                at: at(),
                key: key_name,
                value: ERASED.into(),
            }
        } else {
            Edit::Clear {
                file,
                at: at(),
                key: key_name,
            }
        })
    };
    entry.fields.iter().filter_map(of_key).collect()
}

/// The edits that give a prospect who is the person another id, and take the words out of what was said to them.
fn anonymous_prospect(prospect: &Entry, entries: &[Entry], needles: &Needles) -> Vec<Edit> {
    let Some((_, Some(id))) = prospect.key.first() else {
        return Vec::new();
    };
    let stand_in = || Value::from(needles.stand_in.as_str());
    let contacts = entries.iter().filter(|entry| {
        entry.table == "contact"
            && entry
                .key
                .first()
                .is_some_and(|(_, value)| value.as_ref() == Some(id))
    });
    let set = |table: &'static str, key: EntryKey, name: &str| Edit::Set {
        file: FileName::Prospects,
        at: At::Entry(table, key),
        key: name.to_owned(),
        value: stand_in(),
    };
    let mut edits = Vec::new();
    for contact in contacts {
        if contact.fields.iter().any(|(name, _)| name == "text") {
            edits.push(Edit::Clear {
                file: FileName::Prospects,
                at: At::Entry("contact", contact.key.clone()),
                key: "text".to_owned(),
            });
        }
        if *id != stand_in() {
            edits.push(set("contact", contact.key.clone(), "prospect"));
        }
    }
    edits.push(set("prospect", prospect.key.clone(), "name"));
    if *id != stand_in() {
        edits.push(set("prospect", prospect.key.clone(), "id"));
    }
    edits
}

/// A text with references to the person and sure signs of them replaced; nothing where there is none.
fn renamed(shape: &Shape, text: &str, needles: &Needles) -> Option<String> {
    let table = syntax::table(text)?;
    let mut changed = Changed {
        needles,
        line_end: lines::first_line_end(text).unwrap_or("\n"),
        values: Vec::new(),
    };
    changed.of_file(shape, &table);
    let mut values = changed.values;
    values.sort_by_key(|(range, _)| range.start);
    let mut renamed = String::with_capacity(text.len());
    let mut end = 0;
    // Between the values stand keys and comments.
    let between = |gap: &str| needles.replaced(gap).unwrap_or_else(|| gap.to_owned());
    for (range, value) in values {
        renamed.push_str(&between(&text[end..range.start]));
        renamed.push_str(&value);
        end = range.end;
    }
    renamed.push_str(&between(&text[end..]));
    (renamed != text).then_some(renamed)
}

/// The values of a text that change, each with what stands there afterwards.
struct Changed<'a> {
    needles: &'a Needles,
    line_end: &'static str,
    values: Vec<(Range<usize>, String)>,
}

impl Changed<'_> {
    fn of_file(&mut self, shape: &Shape, table: &ParsedTable<'_>) {
        for (name, value) in table {
            let word: &str = name.get_ref();
            let key = shape.keys.iter().find(|key| key.name == word);
            let of = shape.tables.iter().find(|table| table.name == word);
            match value.get_ref() {
                ParsedValue::Table(fields) => self.of_fields(of, fields),
                ParsedValue::Array(entries) if key.is_none() => {
                    for entry in entries {
                        match entry.get_ref() {
                            ParsedValue::Table(fields) => self.of_fields(of, fields),
                            _ => self.of_value(None, entry),
                        }
                    }
                }
                _ => self.of_value(key, value),
            }
        }
    }

    fn of_fields(&mut self, table: Option<&Table>, fields: &ParsedTable<'_>) {
        for (name, value) in fields {
            self.of_value(table.and_then(|table| table.key(name.get_ref())), value);
        }
    }

    fn of_value(&mut self, key: Option<&Key>, value: &Spanned<ParsedValue<'_>>) {
        match value.get_ref() {
            ParsedValue::String(text) => {
                let replaced = if key.is_some_and(is_reference) && self.needles.is_person(text) {
                    Some(self.needles.stand_in.to_string())
                } else {
                    self.needles.replaced(text)
                };
                let spelled = replaced.map(|text| splice::text(&text, self.line_end));
                self.values
                    .extend(spelled.map(|spelled| (value.span(), spelled)));
            }
            ParsedValue::Array(items) => items.iter().for_each(|item| self.of_value(key, item)),
            ParsedValue::Table(fields) => self.of_fields(None, fields),
            _ => {}
        }
    }
}

/// Whether a key, or its list, refers to people; of lines only the owner of homework does, in a circle.
fn is_reference(key: &Key) -> bool {
    let kind = match key.kind {
        Kind::List(inner) => *inner,
        kind => kind,
    };
    match kind {
        Kind::Person | Kind::PersonOrEmail | Kind::Email => true,
        Kind::Id => key.name != "id",
        Kind::Line => key.name == "owner",
        _ => false,
    }
}

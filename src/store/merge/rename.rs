//! Ids that both sides gave: to one thing, or to two.
//!
//! Meetings are numbered by the day on which they are written down, so two branches may give one id to two meetings,
//! or two ids to one. A meeting of the same pair on the same day is the same meeting; different ones get different ids,
//! and what refers to them follows. Which entry keeps its id does not depend on which side is ours.

use crate::change::edit::FileName;
use crate::change::entry_id::{EntryKind, entry_id, is_made_from, numbered};
use crate::model::day::Day;
use crate::model::id::Id;
use crate::store::entry_ids;
use crate::store::keys::{Kind, Shape};
use crate::store::syntax::parsed::{ParsedTable, ParsedValue};
use crate::store::{known, layout, syntax};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// An entry that got another id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// Its table.
    pub table: &'static str,
    /// The id that it had on its side.
    pub from: String,
    /// The id that it has now.
    pub to: String,
}

/// The new ids of one side, by table and old id.
type Names = BTreeMap<(&'static str, String), String>;

/// Gives entries that both sides added their ids: the same to the same, different ones to different ones.
pub(super) fn settle_ids(file: &FileName, [base, ours, theirs]: &mut [String; 3]) -> Vec<Renamed> {
    let Some(shape) = layout::shape(file) else {
        return Vec::new();
    };
    let subject = entry_ids::subject(file).unwrap_or_default();
    let names = {
        let (Some(base), Some(here), Some(there)) = (
            syntax::table(base),
            syntax::table(ours),
            syntax::table(theirs),
        ) else {
            return Vec::new();
        };
        let mut names = [Names::new(), Names::new()];
        for table in shape.tables.iter().filter(|table| table.identity == ["id"]) {
            let sides = [
                added(&base, &here, table.name),
                added(&base, &there, table.name),
            ];
            let mut taken: BTreeSet<String> = [&base, &here, &there]
                .iter()
                .flat_map(|version| ids(version, table.name))
                .collect();
            if table.name == "meeting" {
                settle_meetings(&sides, &mut taken, &mut names);
            } else if let Some(kind) = EntryKind::of_table(table.name) {
                let new_id = |entry: &Added, taken: &BTreeSet<String>| {
                    let day = entry.when.as_deref().and_then(Day::parse_iso);
                    let words = entry.words.as_deref().unwrap_or_default();
                    entry_id(kind, subject, day, words, |id| taken.contains(id.as_str()))
                        .to_string()
                };
                let is_own = |entry: &Added| entry.is_made_by_hash(kind, subject);
                settle_entries(table.name, &sides, &mut taken, &mut names, &new_id, &is_own);
            }
        }
        let new = [&here, &there];
        let spans = [0, 1].map(|side| spans(shape, new[side], &names[side]));
        (names, spans)
    };
    let (names, [here, there]) = names;
    replace(ours, here);
    replace(theirs, there);
    let all = names.into_iter().flatten();
    all.map(|((table, from), to)| Renamed { table, from, to })
        .collect()
}

/// An entry that one side added.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Added {
    id: String,
    /// Its time or day.
    when: Option<String>,
    words: Option<String>,
}

impl Added {
    fn day(&self) -> Option<&str> {
        self.when.as_deref().and_then(|when| when.get(..10))
    }

    fn is_made_by_hash(&self, kind: EntryKind, subject: &str) -> bool {
        let day = self.when.as_deref().and_then(Day::parse_iso);
        let words = self.words.as_deref().unwrap_or_default();
        Id::parse(&self.id).is_ok_and(|id| is_made_from(&id, kind, subject, day, words))
    }
}

fn ids(version: &ParsedTable<'_>, table: &str) -> Vec<String> {
    let entries = known::entries(version, table);
    entries.filter_map(|entry| text(entry, "id")).collect()
}

fn added(base: &ParsedTable<'_>, side: &ParsedTable<'_>, table: &str) -> Vec<Added> {
    let before = ids(base, table);
    let entries = known::entries(side, table).filter_map(|entry| {
        Some(Added {
            id: text(entry, "id")?,
            when: time(entry, "at").or_else(|| time(entry, "on")),
            words: text(entry, "text"),
        })
    });
    entries
        .filter(|entry| !before.contains(&entry.id))
        .collect()
}

/// Meetings that both sides added.
fn settle_meetings(
    [ours, theirs]: &[Vec<Added>; 2],
    taken: &mut BTreeSet<String>,
    [here, there]: &mut [Names; 2],
) {
    let mut pairs = same_meetings(ours, theirs);
    // An order that does not depend on which side is ours.
    pairs.sort_by_key(|&(one, _)| (&ours[one].when, &ours[one].id));
    let mut given: BTreeSet<String> = BTreeSet::new();
    for &(one, other) in &pairs {
        let (one, other) = (&ours[one].id, &theirs[other].id);
        let known = [one.min(other), one.max(other)];
        let kept = known.into_iter().find(|id| !given.contains(*id)).cloned();
        let kept = kept.unwrap_or_else(|| another_id(one, taken));
        for (id, names) in [(one, &mut *here), (other, &mut *there)] {
            if *id != kept {
                names.insert(("meeting", id.clone()), kept.clone());
            }
        }
        given.insert(kept);
    }
    let alone =
        |index: usize, side: usize| !pairs.iter().any(|pair| [pair.0, pair.1][side] == index);
    let others: Vec<&Added> = (0..theirs.len())
        .filter(|&it| alone(it, 1))
        .map(|it| &theirs[it])
        .collect();
    let mut another = |entry: &Added, names: &mut Names| {
        let id = another_id(&entry.id, taken);
        names.insert(("meeting", entry.id.clone()), id);
    };
    for entry in (0..ours.len())
        .filter(|&it| alone(it, 0))
        .map(|it| &ours[it])
    {
        let rival = others.iter().find(|other| other.id == entry.id);
        if given.contains(&entry.id) || rival.is_some_and(|rival| rival.when < entry.when) {
            another(entry, here);
        }
    }
    for entry in others {
        let is_gone = here.contains_key(&("meeting", entry.id.clone()));
        let has_rival = ours.iter().any(|other| other.id == entry.id) && !is_gone;
        if given.contains(&entry.id) || has_rival {
            another(entry, there);
        }
    }
}

/// The next free id of the same day.
fn another_id(id: &str, taken: &mut BTreeSet<String>) -> String {
    let stem = id.get(..10).unwrap_or(id);
    let id = numbered(stem, |id| taken.contains(id.as_str())).to_string();
    taken.insert(id.clone());
    id
}

/// Meetings of both sides that are one: at the same time, else on the same day, else of the same id where one has lost
/// its day; each once.
fn same_meetings(ours: &[Added], theirs: &[Added]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let is_same: [fn(&Added, &Added) -> bool; 4] = [
        |one, other| one == other,
        |one, other| one.when.is_some() && one.when == other.when,
        |one, other| one.day().is_some() && one.day() == other.day(),
        |one, other| one.id == other.id && (one.when.is_none() || other.when.is_none()),
    ];
    for is_same in is_same {
        for (place, one) in ours.iter().enumerate() {
            if pairs.iter().any(|pair| pair.0 == place) {
                continue;
            }
            let other = (0..theirs.len()).find(|&other| {
                is_same(one, &theirs[other]) && !pairs.iter().any(|pair| pair.1 == other)
            });
            pairs.extend(other.map(|other| (place, other)));
        }
    }
    pairs
}

/// Other entries: the same id for different words means two entries only where nobody can have edited one into the
/// other.
fn settle_entries(
    table: &'static str,
    [ours, theirs]: &[Vec<Added>; 2],
    taken: &mut BTreeSet<String>,
    [here, there]: &mut [Names; 2],
    new_id: &dyn Fn(&Added, &BTreeSet<String>) -> String,
    is_own: &dyn Fn(&Added) -> bool,
) {
    for one in ours {
        let Some(other) = theirs.iter().find(|other| other.id == one.id) else {
            continue;
        };
        let are_of_two_days = one.when.is_some() && other.when.is_some() && one.when != other.when;
        let are_two =
            one.words != other.words && (are_of_two_days || (is_own(one) && is_own(other)));
        if !are_two {
            continue;
        }
        let ours_is_later = (&other.when, &other.words) < (&one.when, &one.words);
        let (later, names) = if ours_is_later {
            (one, &mut *here)
        } else {
            (other, &mut *there)
        };
        let id = new_id(later, taken);
        taken.insert(id.clone());
        names.insert((table, later.id.clone()), id);
    }
}

/// The places of the ids to be replaced, and of what refers to them.
fn spans(shape: &Shape, version: &ParsedTable<'_>, names: &Names) -> Vec<(Range<usize>, String)> {
    let mut spans = Vec::new();
    for table in shape.tables {
        for entry in known::entries(version, table.name) {
            for key in table.keys {
                let target = match key.kind {
                    Kind::Entry(target) => target,
                    _ if key.name == "id" => table.name,
                    _ => continue,
                };
                let Some(value) = entry.get(key.name) else {
                    continue;
                };
                let old = value.get_ref().as_str().unwrap_or_default();
                let new = names.get(&(target, old.to_owned()));
                spans.extend(new.map(|new| (value.span(), format!("\"{new}\""))));
            }
        }
    }
    spans
}

fn replace(text: &mut String, mut spans: Vec<(Range<usize>, String)>) {
    spans.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    for (span, new) in spans {
        text.replace_range(span, &new);
    }
}

fn text(entry: &ParsedTable<'_>, key: &str) -> Option<String> {
    entry.get(key)?.get_ref().as_str().map(str::to_owned)
}

fn time(entry: &ParsedTable<'_>, key: &str) -> Option<String> {
    match entry.get(key)?.get_ref() {
        ParsedValue::Datetime(datetime) => Some(datetime.to_string()),
        _ => None,
    }
}

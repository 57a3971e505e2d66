//! What a merge must come to, worked out the slow and plain way: maps of maps, one question per field.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A value of a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Plain(String),
    List(Vec<String>),
}

/// A field with the comments that belong to it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    pub(crate) key: String,
    pub(crate) value: Value,
    pub(crate) above: Vec<String>,
    pub(crate) behind: Option<String>,
}

/// The top, a `[table]` or one `[[entry]]`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Section {
    /// Empty for the top.
    pub(crate) table: String,
    pub(crate) is_entry: bool,
    pub(crate) above: Vec<String>,
    pub(crate) fields: Vec<Field>,
}

/// A file, the top first.
pub(crate) type Doc = Vec<Section>;

/// The fields that tell the entries of a table apart.
pub(crate) fn identity(table: &str) -> &'static [&'static str] {
    match table {
        "meeting" | "question" | "homework" => &["id"],
        "tried" => &["advice", "on"],
        "request" => &["cohort", "facet"],
        "absence" => &["from"],
        "state" => &["on", "is", "role"],
        _ => &[],
    }
}

/// Whether a list is one whose order says nothing.
fn is_set(table: &str, field: &str) -> bool {
    let sets = [
        ("", "languages"),
        ("", "free"),
        ("mentee", "goals"),
        ("mentor", "skills"),
        ("request", "skills"),
        ("meeting", "topics"),
        ("meeting", "absent"),
    ];
    sets.contains(&(table, field))
}

type Place = (String, Option<Vec<Option<Value>>>);
type Facts = BTreeMap<String, Value>;

/// What a file says, section by section.
pub(crate) type Said = BTreeMap<Place, Facts>;

fn place(section: &Section) -> Place {
    let value = |key: &&str| {
        let field = section.fields.iter().find(|field| field.key == *key);
        field.map(|field| field.value.clone())
    };
    let entry = section
        .is_entry
        .then(|| identity(&section.table).iter().map(value).collect());
    (section.table.clone(), entry)
}

pub(crate) fn said(doc: &Doc) -> Said {
    let facts = |section: &Section| -> Facts {
        let fields = section.fields.iter();
        fields
            .map(|it| (it.key.clone(), it.value.clone()))
            .collect()
    };
    doc.iter().map(|it| (place(it), facts(it))).collect()
}

/// Every comment of a section.
fn comments(section: &Section) -> BTreeSet<String> {
    let inner = section.fields.iter();
    let inner = inner.flat_map(|field| field.above.iter().chain(&field.behind));
    section.above.iter().chain(inner).cloned().collect()
}

pub(crate) fn all_comments(doc: &Doc) -> BTreeSet<String> {
    doc.iter().flat_map(comments).collect()
}

/// What a merge must come to.
#[derive(Debug, Default)]
pub(crate) struct Expected {
    /// With every conflict settled for ours, and for theirs.
    pub(crate) ours: Said,
    pub(crate) theirs: Said,
    /// The addresses of what both sides disagree about.
    pub(crate) conflicts: BTreeSet<String>,
}

pub(crate) fn expected(base: &Doc, ours: &Doc, theirs: &Doc) -> Expected {
    let mut expected = Expected::default();
    let find = |doc: &Doc, at: &Place| doc.iter().find(|it| place(it) == *at).cloned();
    let places: BTreeSet<Place> = ours.iter().chain(theirs).map(place).collect();
    for at in places {
        let (was, here, there) = (find(base, &at), find(ours, &at), find(theirs, &at));
        match (was, here, there) {
            (was, Some(here), Some(there)) => {
                by_field(&at, was.as_ref(), &here, &there, &mut expected);
            }
            (None, Some(side), None) | (None, None, Some(side)) => {
                expected.keep(&at, &side, [true, true]);
            }
            (Some(was), Some(side), None) if is_edited(&was, &side) => {
                expected.conflicts.insert(address(&at, ""));
                expected.keep(&at, &side, [true, false]);
            }
            (Some(was), None, Some(side)) if is_edited(&was, &side) => {
                expected.conflicts.insert(address(&at, ""));
                expected.keep(&at, &side, [false, true]);
            }
            _ => {}
        }
    }
    expected
}

impl Expected {
    fn keep(&mut self, at: &Place, section: &Section, [ours, theirs]: [bool; 2]) {
        let facts = said(&vec![section.clone()]).remove(at).unwrap();
        if ours {
            self.ours.insert(at.clone(), facts.clone());
        }
        if theirs {
            self.theirs.insert(at.clone(), facts);
        }
    }
}

fn is_edited(was: &Section, side: &Section) -> bool {
    said(&vec![was.clone()]) != said(&vec![side.clone()])
        || comments(side).difference(&comments(was)).next().is_some()
}

fn by_field(
    at: &Place,
    was: Option<&Section>,
    here: &Section,
    there: &Section,
    expected: &mut Expected,
) {
    let value = |section: &Section, key: &str| {
        let field = section.fields.iter().find(|field| field.key == key);
        field.map(|field| field.value.clone())
    };
    let keys: BTreeSet<&String> = here
        .fields
        .iter()
        .chain(&there.fields)
        .map(|it| &it.key)
        .collect();
    let (mut ours, mut theirs) = (Facts::new(), Facts::new());
    for key in keys {
        let was = was.and_then(|was| value(was, key));
        let (here, there) = (value(here, key), value(there, key));
        let [one, other] = if here == there || there == was {
            [here.clone(), here]
        } else if here == was {
            [there.clone(), there]
        } else {
            let united = united(&at.0, key, was, [here.as_ref(), there.as_ref()]);
            if united.is_some() {
                [united.clone(), united]
            } else {
                expected.conflicts.insert(address(at, key));
                [here, there]
            }
        };
        ours.extend(one.map(|value| (key.clone(), value)));
        theirs.extend(other.map(|value| (key.clone(), value)));
    }
    expected.ours.insert(at.clone(), ours);
    expected.theirs.insert(at.clone(), theirs);
}

fn united(
    table: &str,
    key: &str,
    was: Option<Value>,
    [here, there]: [Option<&Value>; 2],
) -> Option<Value> {
    let (Some(Value::List(here)), Some(Value::List(there))) = (here, there) else {
        return None;
    };
    let was = match was {
        Some(Value::List(was)) => was,
        None => Vec::new(),
        Some(Value::Plain(_)) => return None,
    };
    if !is_set(table, key) {
        return None;
    }
    let all: BTreeSet<&String> = here.iter().chain(there).collect();
    let stays =
        |item: &&String| !was.contains(item) || (here.contains(item) && there.contains(item));
    Some(Value::List(
        all.into_iter().filter(stays).cloned().collect(),
    ))
}

/// A place in words: `meeting[2026-02-03].place`.
fn address(at: &Place, field: &str) -> String {
    let mut text = at.0.clone();
    if let Some(values) = &at.1 {
        let values = values.iter().flatten().map(|value| match value {
            Value::Plain(raw) => raw.trim_matches('"').to_owned(),
            Value::List(items) => items.join(","),
        });
        write!(text, "[{}]", values.collect::<Vec<_>>().join(",")).unwrap();
    }
    if !text.is_empty() && !field.is_empty() {
        text.push('.');
    }
    text + field
}

/// The text of a file.
pub(crate) fn text(doc: &Doc) -> String {
    let mut text = String::new();
    for section in doc {
        if !text.is_empty() {
            text.push('\n');
        }
        for comment in &section.above {
            writeln!(text, "{comment}").unwrap();
        }
        match (section.table.as_str(), section.is_entry) {
            ("", _) => {}
            (table, true) => writeln!(text, "[[{table}]]").unwrap(),
            (table, false) => writeln!(text, "[{table}]").unwrap(),
        }
        for field in &section.fields {
            for comment in &field.above {
                writeln!(text, "{comment}").unwrap();
            }
            let value = match &field.value {
                Value::Plain(raw) => raw.clone(),
                Value::List(items) => format!("[{}]", items.join(", ")),
            };
            let behind = field
                .behind
                .as_ref()
                .map_or_else(String::new, |it| format!("  {it}"));
            writeln!(text, "{} = {value}{behind}", field.key).unwrap();
        }
    }
    text
}

/// What a text says, read by another reader than the store's; sets without their order.
pub(crate) fn read(text: &str) -> Said {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table: toml::Table = toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let mut said = Said::from([((String::new(), None), Facts::new())]);
    for (name, value) in &table {
        match value {
            toml::Value::Table(inner) => {
                said.insert((name.clone(), None), facts(inner));
            }
            toml::Value::Array(entries) if entries.first().is_some_and(toml::Value::is_table) => {
                for entry in entries {
                    let facts = facts(entry.as_table().unwrap());
                    let values = identity(name).iter().map(|key| facts.get(*key).cloned());
                    let old = said.insert((name.clone(), Some(values.collect())), facts);
                    assert_eq!(old, None, "an entry of [[{name}]] is doubled\n{text}");
                }
            }
            value => {
                let top = said.get_mut(&(String::new(), None)).unwrap();
                top.insert(name.clone(), read_value(value));
            }
        }
    }
    said
}

fn facts(table: &toml::Table) -> Facts {
    let pairs = table.iter();
    pairs
        .map(|(key, value)| (key.clone(), read_value(value)))
        .collect()
}

fn read_value(value: &toml::Value) -> Value {
    match value {
        toml::Value::Array(items) => Value::List(items.iter().map(ToString::to_string).collect()),
        value => Value::Plain(value.to_string()),
    }
}

/// The same with every set in one order.
pub(crate) fn in_order(said: Said) -> Said {
    let sorted = |table: &str, key: &str, value: Value| match value {
        Value::List(mut items) if is_set(table, key) => {
            items.sort();
            Value::List(items)
        }
        value => value,
    };
    let section = |(at, facts): (Place, Facts)| {
        let facts = facts.into_iter();
        let facts = facts
            .map(|(key, value)| (key.clone(), sorted(&at.0, &key, value)))
            .collect();
        (at, facts)
    };
    said.into_iter().map(section).collect()
}

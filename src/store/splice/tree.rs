//! What a file means, apart from its bytes: the tree of its values, and what each edit makes of it.
//!
//! The tree finds entries by their fields, tells which edits change nothing, and is the measure of the text that
//! comes out. It knows no positions.

use crate::change::edit::{At, Edit, EntryKey, Fields, Part};
use crate::model::value::Value;
use crate::store::splice::error::SpliceError;
use crate::store::splice::node::{Node, Table, fields_of, table_of};
use crate::store::splice::outline;
use toml_edit::Document;

/// The values of a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tree(Table);

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
            Edit::Prune { table, .. } => !matches!(
                self.0.get(*table),
                Some(Node::Table(fields)) if fields.is_empty()
            ),
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
            Edit::Prune { table, .. } => {
                self.0.remove(*table);
            }
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing test is a panic")]

    use super::*;

    #[test]
    fn an_entry_is_found_by_what_it_has_and_what_it_lacks_the_last_first() {
        let text = "[[x]]\na = 1\n[[x]]\na = 1\nb = 2\n[[x]]\na = 2\n[[x]]\na = 1\n";
        let tree = Tree::of(&outline::parse(text).unwrap());
        let index = |key: &EntryKey| tree.entry_index("x", key);
        assert_eq!(index(&vec![("a", Some(1.into()))]), Some(3));
        assert_eq!(index(&vec![("b", Some(2.into()))]), Some(1));
        assert_eq!(index(&vec![("a", Some(1.into())), ("b", None)]), Some(3));
        assert_eq!(index(&vec![("a", None)]), None);
        assert_eq!(index(&Vec::new()), Some(3));
    }

    #[test]
    fn a_text_that_holds_anything_else_is_not_verified() {
        let meant = Tree::of(&outline::parse("a = 1\n[t]\nb = 2\n").unwrap());
        assert_eq!(verify("a = 1\nt = { b = 2 }\n", &meant), Ok(()));
        for (text, difference) in [
            ("a = 2\n[t]\nb = 2\n", "`a` has another value"),
            ("a = 1\n[t]\nb = 2\nc = 3\n", "`t` `c` is new"),
            ("a = 1\n[t]\n", "`t` `b` is gone"),
            ("a = 1\n[[t]]\nb = 2\n", "`t` has another value"),
            (
                "a = 1\n[t]\nb =\n",
                "line 3, column 4: string values must be quoted, expected literal string",
            ),
        ] {
            let difference = difference.to_owned();
            assert_eq!(
                verify(text, &meant),
                Err(SpliceError::Verification { difference })
            );
        }
    }
}

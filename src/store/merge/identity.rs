//! What tells an entry of an array of tables from its siblings, in all three versions alike.
//!
//! The table of keys says which fields that are. An entry that a person wrote without an id goes by the one that the
//! next command would give it; one that nothing names goes by all that it holds.

use crate::change::edit::FileName;
use crate::model::id::Id;
use crate::store::keys::Table;
use crate::store::merge::version::Section;
use crate::store::splice::node::Node;
use crate::store::{entry_ids, layout};
use std::collections::BTreeMap;

/// What tells an entry from its siblings.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity {
    /// The values of its key.
    pub(super) values: Vec<Option<String>>,
    /// Which of those with these values, from 0.
    pub(super) nth: usize,
}

/// Names the entries of one text in their order.
pub(super) struct Entries {
    tables: &'static [Table],
    /// The ids that entries without one would get, by table.
    nameless: BTreeMap<&'static str, std::vec::IntoIter<String>>,
    seen: BTreeMap<(Vec<String>, Vec<Option<String>>), usize>,
}

impl Entries {
    /// The entries of a text.
    pub(super) fn of(file: Option<&FileName>, text: &str) -> Entries {
        let shape = file.and_then(layout::shape);
        let nameless = file.map(|file| entry_ids::of_nameless(file, text));
        let nameless = nameless.unwrap_or_default().into_iter();
        Entries {
            tables: shape.map_or(&[], |shape| shape.tables),
            nameless: nameless
                .map(|(table, ids)| (table, strings(&ids).into_iter()))
                .collect(),
            seen: BTreeMap::new(),
        }
    }

    /// What tells the next entry from its siblings.
    pub(super) fn identity(&mut self, section: &Section) -> Identity {
        let values = self.values(section);
        let place = (section.key.path.clone(), values.clone());
        let count = self.seen.entry(place).or_default();
        let nth = *count;
        *count += 1;
        Identity { values, nth }
    }

    fn values(&mut self, section: &Section) -> Vec<Option<String>> {
        let name = match section.key.path.as_slice() {
            [name] => name.as_str(),
            _ => "",
        };
        let table = self.tables.iter().find(|table| table.name == name);
        let identity = table.map_or(&[][..], |table| table.identity);
        if identity.is_empty() {
            let id = section.node("id").map(plain);
            return vec![Some(id.unwrap_or_else(|| content(section)))];
        }
        let is_nameless = identity == ["id"] && section.node("id").is_none();
        if is_nameless && let Some(ids) = self.nameless.get_mut(name) {
            return vec![ids.next()];
        }
        let value = |key: &&str| section.node(key).map(plain);
        identity.iter().map(value).collect()
    }
}

/// A value as one would say it.
pub(super) fn plain(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        Node::Integer(number) => number.to_string(),
        Node::Flag(flag) => flag.to_string(),
        Node::Datetime(datetime) => datetime.to_string(),
        Node::Decimal(_) | Node::List(_) | Node::Table(_) | Node::Entries(_) => {
            format!("{node:?}")
        }
    }
}

fn content(section: &Section) -> String {
    let pieces = section.pieces.iter().chain(&section.children);
    let fields: BTreeMap<&[String], String> = pieces
        .map(|piece| (piece.path.as_slice(), plain(&piece.node)))
        .collect();
    let said: Vec<String> = fields
        .into_iter()
        .map(|(path, value)| format!("{}={value}", path.join(".")))
        .collect();
    said.join(" ")
}

fn strings(ids: &[Id]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

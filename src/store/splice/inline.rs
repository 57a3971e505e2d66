//! Inline tables as a person wrote them: `{ capacity = 2 }`. They are edited in their own style, on their own line.

use crate::model::value::Value;
use crate::store::splice::{list, outline, spell};
use std::ops::Range;
use toml_edit::{Item, Key};

/// An inline table in the only document that it can be parsed in: behind a key.
const KEY: &str = "x=";

/// Why an inline table is not edited.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The name stands for a table of dotted keys, not for a field.
    IsTable,
    /// TOML 1.1 lets an inline table have line ends and comments between its fields.
    SeveralLines,
}

/// Gives the field `name` of the inline table `raw` a value.
pub(super) fn with_field(raw: &str, name: &str, value: &Value) -> Result<String, Refusal> {
    let table = InlineTable::parse(raw);
    let mut text = table.text.clone();
    if let Some(index) = table.index_of(name)? {
        let range = table.pairs[index].value.clone();
        let new = replaced(&table.text[range.clone()], value);
        text.replace_range(range, &new);
    } else {
        let pair = spell::inline_pair(name, value);
        match table.pairs.last() {
            Some(last) => text.insert_str(last.value.end, &format!(", {pair}")),
            None => text.replace_range(KEY.len().., &format!("{{ {pair} }}")),
        }
    }
    Ok(text.split_off(KEY.len()))
}

/// Takes the field `name` out of the inline table `raw`.
pub(super) fn without_field(raw: &str, name: &str) -> Result<String, Refusal> {
    let table = InlineTable::parse(raw);
    let mut text = table.text.clone();
    if let Some(index) = table.index_of(name)? {
        let pair = &table.pairs[index];
        let before = index.checked_sub(1).map(|before| &table.pairs[before]);
        let (range, new) = match (before, table.pairs.get(index + 1)) {
            (Some(before), _) => (before.value.end..pair.value.end, ""),
            (None, Some(after)) => (pair.start..after.start, ""),
            (None, None) => (KEY.len()..text.len(), "{}"),
        };
        if spans_lines(&text, &range, &pair.value) {
            return Err(Refusal::SeveralLines);
        }
        text.replace_range(range, new);
    }
    Ok(text.split_off(KEY.len()))
}

/// Whether a range of a text has line ends other than those of the value inside it.
fn spans_lines(text: &str, range: &Range<usize>, value: &Range<usize>) -> bool {
    text[range.start..value.start].contains('\n') || text[value.end..range.end].contains('\n')
}

/// What stands in place of the value `raw` inside a line that must stay one.
fn replaced(raw: &str, value: &Value) -> String {
    match value {
        Value::List(items) if raw.starts_with('[') => list::with_items(raw, items, "\n"),
        _ => spell::value(value, spell::Room::OneLine),
    }
}

struct InlineTable {
    /// The table behind `KEY`.
    text: String,
    pairs: Vec<InlinePair>,
}

struct InlinePair {
    path: Vec<String>,
    start: usize,
    value: Range<usize>,
}

impl InlineTable {
    fn parse(raw: &str) -> InlineTable {
        let text = format!("{KEY}{raw}");
        let document = outline::parse(&text).expect("an inline table that was parsed in its file");
        let table = document
            .get("x")
            .and_then(Item::as_inline_table)
            .expect("only inline tables are edited as such");
        let mut pairs: Vec<InlinePair> = table
            .get_values()
            .into_iter()
            .filter_map(|(path, value)| {
                Some(InlinePair {
                    start: path.first().copied().and_then(Key::span)?.start,
                    path: path.iter().map(|key| key.get().to_owned()).collect(),
                    value: value.span()?,
                })
            })
            .collect();
        pairs.sort_by_key(|pair| pair.value.start);
        InlineTable { text, pairs }
    }

    fn index_of(&self, name: &str) -> Result<Option<usize>, Refusal> {
        let index = self.pairs.iter().position(|pair| pair.path[0] == name);
        match index {
            Some(index) if self.pairs[index].path.len() > 1 => Err(Refusal::IsTable),
            _ => Ok(index),
        }
    }
}

//! A file's table in memory: borrowed from the text that it was read from, every key and value with its place.

use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};
use toml::value::Datetime;

/// A key and its place.
pub(crate) type ParsedKey<'t> = Spanned<Cow<'t, str>>;

/// A table: its keys with their values, in the order of the file.
///
/// A table of a record has a dozen keys, which are found sooner one after the other than by any order or hash.
#[derive(Debug, Default)]
pub(crate) struct ParsedTable<'t> {
    entries: Vec<(ParsedKey<'t>, Spanned<ParsedValue<'t>>)>,
}

/// A value of a file.
#[derive(Debug)]
pub(crate) enum ParsedValue<'t> {
    /// A text, without its quotes and escapes.
    String(Cow<'t, str>),
    /// A whole number of any size, as it was written.
    Integer {
        /// Its digits, with a sign and without `_`.
        digits: Cow<'t, str>,
        /// 2, 8, 10 or 16.
        radix: u32,
    },
    /// A number with a point or an exponent, as it was written, without `_`.
    Float(Cow<'t, str>),
    /// Yes or no.
    Boolean(bool),
    /// A day, a time, or both.
    Datetime(Datetime),
    /// A list, or the tables under the headers `[[...]]`.
    Array(Vec<Spanned<ParsedValue<'t>>>),
    /// A table.
    Table(ParsedTable<'t>),
}

impl<'t> ParsedTable<'t> {
    /// The value of a key, with its place.
    pub(crate) fn get(&self, key: &str) -> Option<&Spanned<ParsedValue<'t>>> {
        let mut entries = self.entries.iter();
        let entry = entries.find(|(name, _)| name.get_ref() == key)?;
        Some(&entry.1)
    }

    /// The value of a key, to be changed.
    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut ParsedValue<'t>> {
        let mut entries = self.entries.iter_mut();
        let entry = entries.find(|(name, _)| name.get_ref() == key)?;
        Some(entry.1.get_mut())
    }

    /// Adds a key that is not there yet.
    pub(super) fn push(&mut self, key: ParsedKey<'t>, value: Spanned<ParsedValue<'t>>) {
        self.entries.push((key, value));
    }

    /// Whether a key is there.
    pub(crate) fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Every key with its value, in the order of the file.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, (ParsedKey<'t>, Spanned<ParsedValue<'t>>)> {
        self.entries.iter()
    }

    /// Every key, in the order of the file.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &ParsedKey<'t>> {
        self.entries.iter().map(|(key, _)| key)
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<'s, 't> IntoIterator for &'s ParsedTable<'t> {
    type Item = &'s (ParsedKey<'t>, Spanned<ParsedValue<'t>>);
    type IntoIter = std::slice::Iter<'s, (ParsedKey<'t>, Spanned<ParsedValue<'t>>)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'t> ParsedValue<'t> {
    /// The text, where it is one.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            ParsedValue::String(text) => Some(text),
            _ => None,
        }
    }

    /// Yes or no, where it is that.
    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self {
            ParsedValue::Boolean(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The items, where it is a list.
    pub(crate) fn as_array(&self) -> Option<&[Spanned<ParsedValue<'t>>]> {
        match self {
            ParsedValue::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The table, where it is one.
    pub(crate) fn as_table(&self) -> Option<&ParsedTable<'t>> {
        match self {
            ParsedValue::Table(table) => Some(table),
            _ => None,
        }
    }
}

impl<'t> From<DeTable<'t>> for ParsedTable<'t> {
    fn from(table: DeTable<'t>) -> ParsedTable<'t> {
        let entries = table.into_iter().map(|(key, value)| (key, placed(value)));
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        ParsedTable { entries }
    }
}

fn placed(value: Spanned<DeValue<'_>>) -> Spanned<ParsedValue<'_>> {
    let span = value.span();
    Spanned::new(span, parsed(value.into_inner()))
}

fn parsed(value: DeValue<'_>) -> ParsedValue<'_> {
    match value {
        DeValue::String(text) => ParsedValue::String(text),
        DeValue::Integer(number) => ParsedValue::Integer {
            digits: Cow::Owned(number.as_str().to_owned()),
            radix: number.radix(),
        },
        DeValue::Float(number) => ParsedValue::Float(Cow::Owned(number.as_str().to_owned())),
        DeValue::Boolean(flag) => ParsedValue::Boolean(flag),
        DeValue::Datetime(datetime) => ParsedValue::Datetime(datetime),
        DeValue::Array(items) => ParsedValue::Array(array(items)),
        DeValue::Table(table) => ParsedValue::Table(table.into()),
    }
}

fn array(items: DeArray<'_>) -> Vec<Spanned<ParsedValue<'_>>> {
    items.into_iter().map(placed).collect()
}

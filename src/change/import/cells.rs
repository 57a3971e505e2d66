//! The cells of one row, by what they fill.
//!
//! It does not know columns or mappings. Its invariant: whatever is here holds something.

use crate::change::import::fault::TableFault;
use crate::change::import::fields::Field;
use crate::change::import::mapping::Target;
use crate::model::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a field is filled with.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filled {
    /// The name of the column.
    pub(super) column: String,
    /// The parts of its cell, none of them empty.
    pub(super) parts: Vec<String>,
    /// Whether several parts are meant even where there is one.
    pub(super) is_list: bool,
    /// Whether the mapping gives it, and no cell.
    pub(super) is_constant: bool,
}

/// The cells of one row, by what they fill.
#[derive(Debug)]
pub(super) struct Cells {
    /// The number of the row.
    pub(super) number: usize,
    fields: BTreeMap<&'static str, Filled>,
    /// Keys of `[extra]` in the order of the columns.
    pub(super) extra: Vec<(String, Filled)>,
}

impl Cells {
    /// Those of a row that holds nothing yet.
    pub(super) fn new(number: usize) -> Cells {
        Cells {
            number,
            fields: BTreeMap::new(),
            extra: Vec::new(),
        }
    }

    /// What fills a field.
    pub(super) fn field(&self, name: &str) -> Option<&Filled> {
        self.fields.get(name)
    }

    /// Fields that hold anything, by name.
    pub(super) fn names(&self) -> impl Iterator<Item = (&'static str, &Filled)> {
        self.fields.iter().map(|(name, filled)| (*name, filled))
    }

    /// The value of a field, with the name of its column.
    ///
    /// # Errors
    /// A cell that is not of the field's kind.
    pub(super) fn value(&self, field: &Field) -> Result<Option<(&str, Value)>, TableFault> {
        let Some(filled) = self.fields.get(field.name) else {
            return Ok(None);
        };
        match field.kind.value(&filled.parts) {
            Ok(value) => Ok(Some((&filled.column, value))),
            Err(fault) => Err(TableFault::cell(self.number, &filled.column, fault)),
        }
    }

    /// Fills a target; lists are put together, and of single values the first holds.
    pub(super) fn add(&mut self, to: &Target, filled: Filled) {
        let there = match to {
            Target::Field(field) => match self.fields.get_mut(field.name) {
                None => return drop(self.fields.insert(field.name, filled)),
                Some(there) => there,
            },
            Target::Extra(key) => match self.extra.iter_mut().find(|(known, _)| known == key) {
                None => return self.extra.push((key.clone(), filled)),
                Some((_, there)) => there,
            },
        };
        if to.is_list() || (there.is_list && filled.is_list) {
            let mut parts = std::mem::take(&mut there.parts);
            parts.extend(filled.parts);
            there.parts = without_repeats(parts);
        }
    }

    /// Fills a target that nothing has filled.
    pub(super) fn add_where_empty(&mut self, to: &Target, filled: &Filled) {
        let is_empty = match to {
            Target::Field(field) => !self.fields.contains_key(field.name),
            Target::Extra(key) => self.extra.iter().all(|(known, _)| known != key),
        };
        if is_empty {
            self.add(to, filled.clone());
        }
    }
}

/// The same without what stands there already.
pub(super) fn without_repeats(parts: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    parts
        .into_iter()
        .filter(|part| seen.insert(part.clone()))
        .collect()
}

//! The records of a file as they stand, for taking them over: every key that pleiad knows.
//!
//! Keys that it does not know stay at home: what they mean is not for a machine to decide.

use crate::change::edit::{Fields as Written, FileName};
use crate::change::transfer::records::{Entry, Records};
use crate::store::fields::Fields;
use crate::store::keys::{Form, Key, Table};
use crate::store::layout;
use crate::store::syntax;

/// The records of a text that was read without errors; none of a file without a shape.
pub(crate) fn records(file: &FileName, text: &str) -> Records {
    let (Some(shape), Some(table)) = (layout::shape(file), syntax::table(text)) else {
        return Records::default();
    };
    let fields = Fields(&table);
    let mut records = Records {
        top: known(fields, shape.keys),
        ..Records::default()
    };
    for table in shape.tables {
        match table.form {
            Form::Single => {
                let single = fields.table(table.name);
                records
                    .tables
                    .extend(single.map(|fields| (table.name, known(fields, table.keys))));
            }
            Form::Open => {
                let single = fields.table(table.name);
                records
                    .tables
                    .extend(single.map(|fields| (table.name, fields.values().collect())));
            }
            Form::Repeated => {
                let entries = fields.entries(table.name);
                records
                    .entries
                    .extend(entries.map(|fields| entry(table, fields)));
            }
        }
    }
    records
}

fn entry(table: &Table, fields: Fields<'_>) -> Entry {
    let fields = known(fields, table.keys);
    let of_key = |key: &&'static str| {
        let mut fields = fields.iter();
        let value = fields.find(|(name, _)| name == key);
        (*key, value.map(|(_, value)| value.clone()))
    };
    Entry {
        table: table.name,
        key: table.identity.iter().map(of_key).collect(),
        fields,
    }
}

/// The fields that are keys of a table, in the order of the table of keys.
fn known(fields: Fields<'_>, keys: &[Key]) -> Written {
    let mut all: Written = fields.values().collect();
    all.retain(|(name, _)| keys.iter().any(|key| key.name == name));
    all.sort_by_key(|(name, _)| keys.iter().position(|key| key.name == name));
    all
}

//! The records of a participant's file as they stand, unknown keys and all, for taking them over whole.

use crate::change::participant::Parts;
use crate::store::fields::Fields;
use crate::store::keys::{Form, PARTICIPANT};
use crate::store::syntax;
use std::collections::BTreeSet;

/// The records of one participant's text, and what another's text has already.
///
/// Both texts are those of a program that was read without errors.
pub(crate) fn parts(gone: &str, kept: &str) -> Parts {
    let (Some(gone), Some(kept)) = (syntax::table(gone), syntax::table(kept)) else {
        return Parts::default();
    };
    let (gone, kept) = (Fields(&gone), Fields(&kept));
    let mut parts = Parts {
        kept: present(kept),
        ..Parts::default()
    };
    parts.top = gone.values().collect();
    for table in PARTICIPANT.tables {
        match table.form {
            Form::Single | Form::Open => {
                parts.tables.extend(
                    gone.table(table.name)
                        .map(|fields| (table.name, fields.values().collect())),
                );
            }
            Form::Repeated => {
                let entries = gone.entries(table.name);
                parts
                    .entries
                    .extend(entries.map(|fields| (table.name, fields.values().collect())));
            }
        }
    }
    parts
}

/// Which fields are there: `key`, `table`, `table.key`.
fn present(kept: Fields<'_>) -> BTreeSet<String> {
    let mut present: BTreeSet<String> = kept.values().map(|(key, _)| key).collect();
    for table in PARTICIPANT.tables {
        if let Some(fields) = kept.table(table.name) {
            present.insert(table.name.to_owned());
            present.extend(
                fields
                    .values()
                    .map(|(key, _)| format!("{}.{key}", table.name)),
            );
        }
    }
    present
}

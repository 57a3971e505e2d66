//! `improvements.toml`.

use crate::model::improvement::Improvement;
use crate::store::fields::Fields;

/// Reads suggestions.
pub(crate) fn read(fields: Fields<'_>) -> Vec<Improvement> {
    fields.entries("improvement").map(improvement).collect()
}

fn improvement(fields: Fields<'_>) -> Improvement {
    Improvement {
        id: fields.id("id"),
        on: fields.required_day("on"),
        text: fields.required_text("text"),
        decided: fields.day("decided"),
        decision: fields.line("decision"),
        done: fields.day("done"),
    }
}

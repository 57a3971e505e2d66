//! Check-ins under `confidential/`, and `improvements.toml`.

use crate::model::checkin::{Checkin, CheckinKind, Improvement, Score};
use crate::store::fields::Fields;

/// Reads the check-ins of a file.
pub(crate) fn checkins(fields: Fields<'_>) -> Vec<Checkin> {
    fields.entries("checkin").map(checkin).collect()
}

fn checkin(fields: Fields<'_>) -> Checkin {
    let scores = Score::ALL
        .into_iter()
        .filter_map(|score| Some((score, fields.whole(score.as_str())?)));
    Checkin {
        id: fields.id("id"),
        on: fields.required_day("on"),
        kind: fields
            .word("kind", CheckinKind::parse)
            .unwrap_or(CheckinKind::Regular),
        from: fields.person("from"),
        meeting: fields.id("meeting"),
        scores: scores.collect(),
        text: fields.text("text"),
    }
}

/// Reads suggestions.
pub(crate) fn improvements(fields: Fields<'_>) -> Vec<Improvement> {
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

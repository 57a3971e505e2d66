//! `confidential/people/ID.toml`, `confidential/pairings/PAIRING.toml` and `confidential/program.toml`.

use crate::model::confidential::{
    Checkin, CheckinKind, Concern, ConcernKind, ConcernStep, Confidential, Score,
};
use crate::store::fields::Fields;

/// Reads what only coordinators read about one pairing, one person or the program.
pub(crate) fn read(fields: Fields<'_>) -> Confidential {
    Confidential {
        checkins: fields.entries("checkin").map(checkin).collect(),
        concerns: fields.entries("concern").map(concern).collect(),
        steps: fields.entries("concern_step").map(step).collect(),
    }
}

fn checkin(fields: Fields<'_>) -> Checkin {
    Checkin {
        id: fields.id("id"),
        on: fields.required_day("on"),
        kind: fields
            .word("kind", CheckinKind::parse)
            .unwrap_or(CheckinKind::Regular),
        from: fields.person("from"),
        meeting: fields.id("meeting"),
        scores: Score::ALL
            .into_iter()
            .filter_map(|score| Some((score, fields.whole(score.as_str())?)))
            .collect(),
        text: fields.text("text"),
    }
}

fn concern(fields: Fields<'_>) -> Concern {
    Concern {
        id: fields.id("id"),
        on: fields.required_day("on"),
        kind: fields
            .word("kind", ConcernKind::parse)
            .unwrap_or(ConcernKind::Other),
        about: fields.person("about"),
        text: fields.text("text"),
    }
}

fn step(fields: Fields<'_>) -> ConcernStep {
    ConcernStep {
        concern: fields.required_id("concern"),
        on: fields.required_day("on"),
        text: fields.text("text"),
        closed: fields.flag("closed").unwrap_or(false),
    }
}

//! What commands answer that change pairings: the changed ones, as a list shows them.

use crate::cli::context::Written;
use crate::cli::list::row_json;
use crate::cli::reply::Reply;
use crate::cli::written;
use crate::insights::roster::pairing_row;
use crate::model::id::Id;
use crate::model::pairing::PairingState;
use crate::model::program::Program;
use serde_json::Value;

/// The reply to a change of pairings.
pub(crate) fn changed(command: &str, written: &Written<Vec<Id>>) -> Reply {
    let rows = rows(written);
    let done = done(&written.sentence, &written.program, &written.answer);
    let reply = written::reply(command, written, ("pairings", rows.into()), done);
    match next(&written.program, &written.answer) {
        Some(next) if written.diff.is_none() => reply.next(next),
        _ => reply,
    }
}

/// The changed pairings as rows.
pub(crate) fn rows(written: &Written<Vec<Id>>) -> Vec<Value> {
    let program = &written.program;
    written
        .answer
        .iter()
        .filter_map(|id| program.pairings.get(id))
        .map(|pairing| row_json(&pairing_row(program, pairing, written.clock.today)).into())
        .collect()
}

/// The sentence of the change, and where a single pairing stands now.
fn done(sentence: &str, program: &Program, ids: &[Id]) -> String {
    let mut text = sentence.to_owned();
    text.get_mut(..1)
        .into_iter()
        .for_each(str::make_ascii_uppercase);
    let [id] = ids else {
        return format!("{text}.");
    };
    let Some(pairing) = program.pairings.get(id) else {
        return format!("{text}.");
    };
    let state = pairing.state_latest();
    let until = pairing
        .ends
        .filter(|_| state == PairingState::Active)
        .map_or_else(String::new, |ends| format!(" until {ends}"));
    if text.ends_with(state.as_str()) {
        return format!("{text}.");
    }
    format!("{text}: {state}{until}.")
}

/// The next useful command after a pairing came to where it stands.
fn next(program: &Program, ids: &[Id]) -> Option<String> {
    let id = ids.first()?;
    let pairing = program.pairings.get(id)?;
    match pairing.state_latest() {
        PairingState::Proposed => Some(format!("pleiad pairing accept {id}")),
        PairingState::Accepted => Some(format!("pleiad pairing sign {id}")),
        PairingState::Active => Some(format!("pleiad meeting add {id} \"next tue 16:00\"")),
        PairingState::Paused => Some(format!("pleiad pairing resume {id}")),
        PairingState::Closing => Some(format!("pleiad close {id}")),
        PairingState::Declined | PairingState::Withdrawn | PairingState::Closed => {
            Some("pleiad match".to_owned())
        }
        PairingState::Void => None,
    }
}

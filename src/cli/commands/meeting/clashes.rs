//! What speaks against a time that somebody chose: it is told, and nothing is refused.

use crate::calendar::clash::{Clash, clashes};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::model::id::Id;
use crate::model::log::Meeting;
use crate::store::read::Extent;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Warnings that a person is shown; scripts get all.
const WARNINGS_MAX: usize = 12;

/// Adds to a reply what speaks against meetings of a pairing, in words and under `warnings`.
pub(super) fn warn(
    reply: &mut Reply,
    pairing: &Id,
    meetings: &[Meeting],
    context: &mut Context<'_, '_>,
) {
    // The files of others cannot keep anybody from a meeting, so what they say comes after it is written.
    let found = found(pairing, meetings, context).unwrap_or_else(|_| {
        let notice = "warning: files of others cannot be read, so clashes were not looked for; `pleiad check` says more";
        reply.sayings.push(notice.to_owned());
        BTreeSet::new()
    });
    let shown = found.iter().take(WARNINGS_MAX);
    reply
        .sayings
        .extend(shown.map(|clash| format!("warning: {clash}")));
    if WARNINGS_MAX < found.len() {
        let more = found.len() - WARNINGS_MAX;
        reply
            .sayings
            .push(format!("{more} more warnings are in --json"));
    }
    let told = |clash: &Clash| json!({ "kind": clash.kind(), "message": clash.to_string() });
    let warnings: Vec<Value> = found.iter().map(told).collect();
    if let Value::Object(fields) = &mut reply.json {
        fields.insert("warnings".to_owned(), Value::Array(warnings));
    }
}

fn found(
    pairing: &Id,
    meetings: &[Meeting],
    context: &mut Context<'_, '_>,
) -> Result<BTreeSet<Clash>, Failure> {
    let (program, _) = context.read(&Extent::Program)?;
    let Some(known) = program.pairings.get(pairing) else {
        return Ok(BTreeSet::new());
    };
    let of_one = |meeting| clashes(&program, known, meeting);
    Ok(meetings.iter().flat_map(of_one).collect())
}

//! What speaks against a time that somebody chose: it is told, and nothing is refused.

use crate::calendar::clash::{Clash, clashes};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::model::id::Id;
use crate::model::log::Meeting;
use crate::store::read::Extent;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// Warnings that a person is shown; scripts get all.
const WARNINGS_MAX: usize = 12;

/// What `--json` says of what speaks against meetings.
#[derive(Serialize, JsonSchema)]
pub(super) struct Warned {
    warnings: Vec<Warning>,
}

#[derive(Serialize, JsonSchema)]
struct Warning {
    kind: &'static str,
    message: String,
}

/// Adds to a reply what speaks against meetings of a pairing, in words and under `warnings`.
pub(super) fn warn(
    mut reply: Reply,
    pairing: &Id,
    meetings: &[Meeting],
    context: &mut Context<'_, '_>,
) -> Reply {
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
    let told = |clash: &Clash| Warning {
        kind: clash.kind(),
        message: clash.to_string(),
    };
    let warnings = found.iter().map(told).collect();
    reply.with(&Warned { warnings })
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

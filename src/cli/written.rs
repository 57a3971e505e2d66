//! Replies of commands that write: the same everywhere.

use crate::cli::context::Written;
use crate::cli::reply::Reply;
use crate::render::document::{Document, Verbatim};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// What was done to the files.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Deed {
    /// What was done, in words.
    pub(crate) done: String,
    /// The files that were written, or would be.
    pub(crate) files: Vec<String>,
    /// Whether nothing was written.
    pub(crate) dry_run: bool,
    /// What would be written, as a unified difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) diff: Option<String>,
}

impl Deed {
    /// The deed of a change.
    pub(crate) fn of<T>(written: &Written<T>) -> Deed {
        Deed {
            done: written.sentence.clone(),
            files: written.files.clone(),
            dry_run: written.diff.is_some(),
            diff: written.diff.clone(),
        }
    }
}

/// The reply to a change: the record under its noun, what was done, which files changed, and with `--dry-run` the
/// difference in place of a deed.
pub(crate) fn reply<T>(
    command: &str,
    written: &Written<T>,
    record: (&str, Value),
    done: String,
) -> Reply {
    let document = match &written.diff {
        Some(diff) => Document::new().verbatim(Verbatim::diff(diff.clone())),
        None if written.files.is_empty() => Document::new().paragraph("Nothing changed."),
        None => Document::new().paragraph(done),
    };
    let record = Map::from_iter([(record.0.to_owned(), record.1)]);
    let mut reply = Reply::new(command, &record, document).with(&Deed::of(written));
    if written.diff.is_none() && !written.files.is_empty() {
        reply.next = Some(usual_next(command).to_owned());
    }
    if written.diff.is_some() {
        reply
            .sayings
            .push("nothing was written (--dry-run)".to_owned());
    }
    reply
}

/// What usually follows a change, where the command does not know better.
fn usual_next(command: &str) -> &'static str {
    match command {
        "enroll" | "import-people" => "pleiad match",
        "pairing-add" | "import-pairings" => "pleiad schedule -n",
        "note" | "ask" | "advice-add" | "advice-tried" | "homework-add" | "homework-done" => {
            "pleiad due"
        }
        "meeting-add" | "meeting-move" => "pleiad calendar",
        "objective-add" | "objective-reading" => "pleiad report objectives",
        "goal-add" | "goal-set" | "goal-reading" => "pleiad goal list",
        "concern-add" | "concern-step" => "pleiad concern list",
        "training-add" => "pleiad training status",
        "improvement-add" => "pleiad improvement list",
        // Whatever was done can be taken back.
        _ => "pleiad undo",
    }
}

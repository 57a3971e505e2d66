//! Replies of commands that write: the same everywhere.

use crate::cli::context::Written;
use crate::cli::reply::Reply;
use crate::render::document::{Document, Verbatim};
use serde_json::{Map, Value, json};

/// The reply to a change: the record under its noun, what was done, which files changed, and with `--dry-run` the
/// difference in place of a deed.
pub(crate) fn reply<T>(
    command: &str,
    written: &Written<T>,
    record: (&str, Value),
    done: String,
) -> Reply {
    let mut fields = Map::new();
    fields.insert(record.0.to_owned(), record.1);
    fields.insert("done".to_owned(), json!(written.sentence));
    fields.insert("files".to_owned(), json!(written.files));
    fields.insert("dry_run".to_owned(), json!(written.diff.is_some()));
    if let Some(diff) = &written.diff {
        fields.insert("diff".to_owned(), json!(diff));
    }
    let document = match &written.diff {
        Some(diff) => Document::new().verbatim(Verbatim::diff(diff.clone())),
        None if written.files.is_empty() => Document::new().paragraph("Nothing changed."),
        None => Document::new().paragraph(done),
    };
    let mut reply = Reply::new(command, &fields, document);
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

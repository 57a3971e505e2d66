//! What an import of meetings did, or would do.

use crate::change::edit::Change;
use crate::change::import::report::Skipped;
use crate::model::day::Moment;
use crate::model::id::Id;
use schemars::JsonSchema;
use serde::Serialize;

/// An import of meetings that can be written.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingsImport {
    /// Without edits where nothing is new.
    pub change: Change,
    /// What it does.
    pub report: MeetingsReport,
}

/// What an import of meetings does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct MeetingsReport {
    /// Rows or events that were read.
    pub read: usize,
    /// Meetings that are new, in file order.
    pub added: Vec<Placed>,
    /// Planned ones that have become of what the file says.
    pub settled: Vec<Placed>,
    /// Planned ones that are at another time, or take longer.
    pub moved: Vec<Placed>,
    /// How many are there as the file says.
    pub unchanged: usize,
    /// Of a calendar: milestones and events of this program, which are no meetings.
    pub others: usize,
    /// Rows that do not say what became of their meeting.
    pub silent: usize,
    /// What has no place, each with its reason.
    pub unplaced: Vec<Unplaced>,
    /// Columns that fill nothing.
    pub ignored_columns: Vec<String>,
    /// Rows that the mapping leaves out.
    pub skipped: Vec<Skipped>,
    /// What somebody should look at.
    pub warnings: Vec<String>,
}

/// A meeting that is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Placed {
    /// Its pairing.
    pub pairing: Id,
    /// Its id within the pairing.
    pub meeting: Id,
    /// Wall-clock time.
    pub at: Moment,
    /// What became of it.
    pub state: &'static str,
}

/// Something that has no place among the meetings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unplaced {
    /// Where it stands: `row 3`, `line 12`.
    pub origin: String,
    /// What it is called there.
    pub what: Option<String>,
    /// Why it has none.
    pub because: String,
}

impl MeetingsReport {
    /// What the import does, as the history tells it.
    pub(super) fn sentence(&self) -> String {
        let counts = [
            (self.added.len(), "added"),
            (self.settled.len(), "settled"),
            (self.moved.len(), "moved"),
        ];
        let told = counts.iter().filter(|(count, _)| 0 < *count);
        let told: Vec<String> = told
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        if told.is_empty() {
            return "import meetings: nothing new".to_owned();
        }
        format!("import meetings: {}", told.join(", "))
    }
}

//! What two sides disagree about, and how it stands in a file until somebody settles it.

use std::fmt;

/// One of the two versions that are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The version here.
    Ours,
    /// The version that comes in.
    Theirs,
}

/// Something that got two different values, or was changed on one side and taken away on the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Where: `mentor.capacity`, `meeting[2026-02-03].place`, `meeting[2026-02-03]` for a whole entry.
    pub address: Address,
    /// The value that both started from, as the file spells it; none where there was none.
    pub base: Option<String>,
    /// Our value; none where we took it away.
    pub ours: Option<String>,
    /// Their value; none where they took it away.
    pub theirs: Option<String>,
}

/// A place in a file by table, key of the entry and field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// The table's names; none for the fields above the first table.
    pub table: Vec<String>,
    /// The values that tell the entry from its siblings; none in a single table.
    pub entry: Option<Vec<Option<String>>>,
    /// The field's names; none where the table or entry as a whole is meant.
    pub field: Vec<String>,
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.table.join("."))?;
        if let Some(values) = &self.entry {
            let said: Vec<&str> = values.iter().flatten().map(String::as_str).collect();
            write!(out, "[{}]", said.join(","))?;
        }
        if !self.table.is_empty() && !self.field.is_empty() {
            out.write_str(".")?;
        }
        out.write_str(&self.field.join("."))
    }
}

/// The lines of both sides between git's markers, so that editors and git itself know them for what they are.
pub(super) fn marked(base: Option<&str>, ours: &str, theirs: &str) -> String {
    let base = base.map_or_else(String::new, |base| format!("||||||| base\n{base}"));
    format!("<<<<<<< ours\n{ours}{base}=======\n{theirs}>>>>>>> theirs\n")
}

/// Settles what it can and gathers what is left.
pub(super) struct Ledger<'a> {
    settle: &'a dyn Fn(&Conflict) -> Option<Side>,
    left: Vec<Conflict>,
}

impl<'a> Ledger<'a> {
    /// A ledger that asks `settle` first.
    pub(super) fn new(settle: &'a dyn Fn(&Conflict) -> Option<Side>) -> Ledger<'a> {
        let left = Vec::new();
        Ledger { settle, left }
    }

    /// The side that a conflict is settled for; none where it is left.
    pub(super) fn side(&mut self, conflict: Conflict) -> Option<Side> {
        let side = (self.settle)(&conflict);
        if side.is_none() {
            self.left.push(conflict);
        }
        side
    }

    /// What is left to settle.
    pub(super) fn left(self) -> Vec<Conflict> {
        self.left
    }
}

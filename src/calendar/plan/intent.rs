//! What shall be planned.

use crate::model::day::Day;
use crate::model::id::Id;

/// Days that are planned where neither a pairing nor its cohort says when it ends.
pub const OPEN_DAYS: i64 = 26 * 7;

/// The most days that are planned ahead.
pub const HORIZON_DAYS_MAX: i64 = 2 * 366;

/// What shall be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// The pairings.
    pub pairings: Vec<Id>,
    /// The day on which it is planned.
    pub today: Day,
    /// The first day that may get a meeting.
    pub from: Day,
    /// The last day; else that of the pairing or its cohort.
    pub until: Option<Day>,
    /// What becomes of meetings that a person planned.
    pub existing: Existing,
}

/// What becomes of meetings that are planned already for the pairings of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// They stay where they are, and count.
    Kept,
    /// They are planned anew.
    Replanned,
}

//! What a row or an event says of one meeting.

use crate::model::day::Moment;
use crate::model::id::{Id, PersonId};
use crate::model::log::MeetingState;
use crate::model::participant::Mode;
use chrono_tz::Tz;

/// What a row or an event says of one meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Where it says so: `row 3`, `line 12`.
    pub(super) origin: String,
    /// What it is called there.
    pub(super) what: Option<String>,
    /// Its pairing.
    pub(super) pairing: Id,
    /// Its id, where that is said.
    pub(super) meeting: Option<Id>,
    /// Wall-clock time.
    pub(super) at: Moment,
    /// Whether the time of day is said, or only the day.
    pub(super) time: Time,
    /// The zone of that time.
    pub(super) zone: Tz,
    /// How long.
    pub(super) minutes: Option<u32>,
    /// How.
    pub(super) mode: Option<Mode>,
    /// Where.
    pub(super) place: Option<String>,
    /// About what.
    pub(super) topics: Vec<String>,
    /// What became of it.
    pub(super) is: MeetingState,
    /// Whether that was said, or follows from the day.
    pub(super) certainty: Certainty,
    /// Who missed it.
    pub(super) absent: Vec<PersonId>,
    /// Of an event of our own: how often it had been changed.
    pub(super) sequence: Option<u32>,
}

/// Whether a time of day is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    /// It is said.
    Said,
    /// Nothing but the day is.
    Unsaid,
}

/// How sure it is what became of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    /// It is said.
    Said,
    /// It follows from the day: what is past was held, what lies ahead is planned.
    Inferred,
}

//! Events of the program: information sessions, trainings, kick-offs; who was invited and who came.

use crate::model::day::{Day, Moment};
use crate::model::id::Id;
use crate::model::word::words;
use chrono_tz::Tz;

words! {
    /// What an event is for.
    EventKind {
        /// Tells people about the program.
        InformationSession = "information-session",
        /// Prepares people.
        Training = "training",
        /// Begins a round.
        Kickoff = "kickoff",
        /// Ends a round.
        Closing = "closing",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// What somebody answered to an invitation.
    Rsvp {
        /// They come.
        Yes = "yes",
        /// They do not.
        No = "no",
        /// They do not know yet.
        Maybe = "maybe",
    }
}

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its id.
    pub id: Id,
    /// What for.
    pub kind: EventKind,
    /// When, as a wall-clock time.
    pub at: Moment,
    /// The zone of that time; the program's when absent.
    pub zone: Option<Tz>,
    /// Its length.
    pub minutes: Option<u32>,
    /// Where.
    pub place: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The module that attending completes.
    pub module: Option<Id>,
}

/// One person and one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Attendance {
    /// The event.
    pub event: Id,
    /// Id or address; need not be enrolled.
    pub person: String,
    /// When they were invited.
    pub invited: Option<Day>,
    /// What they answered.
    pub answered: Option<Rsvp>,
    /// Whether they came.
    pub came: Option<bool>,
    /// What they expect of the program.
    pub expectations: Option<String>,
    /// What they want to reach.
    pub goals: Option<String>,
}

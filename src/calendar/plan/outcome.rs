//! What a plan came to.

use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::participant::Mode;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;

/// What a plan came to, by pairing in the order in which they were asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Pairings that take part.
    pub pairings: Vec<PairingPlan>,
    /// Pairings that do not, with the reason.
    pub left_out: Vec<LeftOut>,
}

/// A pairing that cannot be planned now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeftOut {
    /// Which.
    pub pairing: Id,
    /// Why.
    pub because: String,
}

/// The plan of one pairing.
#[derive(Debug, Clone, PartialEq)]
pub struct PairingPlan {
    /// Which.
    pub pairing: Id,
    /// The last day that was planned.
    pub until: Day,
    /// New meetings, in order of time.
    pub meetings: Vec<PlannedMeeting>,
    /// Meetings that the cadence asks for and that found no place, in order of time.
    pub unplanned: Vec<Unplanned>,
    /// People whose free time is the program's working hours, for they gave none.
    pub assumed: Vec<PersonId>,
    /// Why the quota of meetings in person cannot be met; none where it is met or off.
    pub in_person: Option<String>,
}

/// A meeting that a plan made.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedMeeting {
    /// Wall-clock time in the program's zone.
    pub at: Moment,
    /// How long.
    pub minutes: u32,
    /// How; unknown where nobody says how they like to meet.
    pub mode: Option<Mode>,
    /// Whether it is at the pairing's usual weekday and time.
    pub is_steady: bool,
    /// Whether it comes later than the longest interval allows, for want of an earlier time.
    pub is_late: bool,
}

/// A meeting that found no place.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Unplanned {
    /// The first day on which it might have been.
    pub first: Day,
    /// The last.
    pub last: Day,
    /// Why.
    pub reason: Reason,
    /// The same in words.
    pub because: String,
    /// What would help; none where nothing near does.
    pub remedy: Option<Remedy>,
}

words! {
    /// Why a meeting found no place.
    Reason {
        /// Their weekly hours have no stretch in common that is long enough.
        NoSharedHours = "no-shared-hours",
        /// Somebody is away.
        Away = "away",
        /// Nobody is expected to meet.
        Holiday = "holiday",
        /// They are taken by other meetings whenever both are free.
        Taken = "taken",
    }
}

/// The nearest thing that would help.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Remedy {
    /// Somebody whose hours would have to be longer; none where another day does.
    pub person: Option<PersonId>,
    /// The time that would do, in the program's zone.
    pub at: Moment,
    /// The same in words.
    pub sentence: String,
}

//! Several meetings planned at once, on the days of a recurrence or wherever a plan puts them.
//!
//! Its invariant: the new meetings of a log have ids of their own, in the order of their times.

use crate::change::edit::{Author, Change, Edit, FileName};
use crate::change::entry_id::numbered;
use crate::change::log::{Another, NewMeeting, meeting_fields, refuse_second};
use crate::change::refusal::Refusal;
use crate::model::id::Id;
use crate::model::log::Log;
use std::collections::BTreeSet;

/// The most meetings that are planned at once for a pairing: ten years of weeks.
pub const MEETINGS_MAX: usize = 520;

/// Adds meetings to the log of a pairing; gives their ids in the same order.
///
/// # Errors
/// Refuses a second meeting of a day unless allowed, and more meetings than anybody plans.
pub fn add_series(
    pairing: &Id,
    log: &Log,
    meetings: &[NewMeeting],
    author: &Author,
) -> Result<(Vec<Id>, Change), Refusal> {
    if MEETINGS_MAX < meetings.len() {
        let message = format!(
            "{} meetings are more than {MEETINGS_MAX}, the most that are planned at once",
            meetings.len()
        );
        return Err(Refusal::refused(message));
    }
    for new in meetings
        .iter()
        .filter(|new| new.another == Another::Refused)
    {
        refuse_second(log, new)?;
    }
    let (ids, edits) = entries(pairing, log, meetings, author);
    let sentence = match meetings {
        [only] => format!("{} meeting of {pairing} at {}", only.is, only.at),
        _ => format!("planned {} meetings of {pairing}", meetings.len()),
    };
    Ok((ids, Change { sentence, edits }))
}

/// The ids and the edits of new meetings, which nobody asks about any more.
pub(crate) fn entries(
    pairing: &Id,
    log: &Log,
    meetings: &[NewMeeting],
    author: &Author,
) -> (Vec<Id>, Vec<Edit>) {
    let mut taken: BTreeSet<Id> = log
        .meetings
        .iter()
        .map(|meeting| meeting.id.clone())
        .collect();
    let today = author.today.to_string();
    let of_one = |new: &NewMeeting| {
        let id = numbered(&today, |id| taken.contains(id));
        taken.insert(id.clone());
        let edit = Edit::Append {
            file: FileName::Log(pairing.clone()),
            table: "meeting",
            fields: meeting_fields(&id, new, author),
        };
        (id, edit)
    };
    meetings.iter().map(of_one).unzip()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::change::sample::{day, id, log, on};
    use crate::model::day::Moment;
    use crate::model::log::MeetingState;

    fn new(at: &str) -> NewMeeting {
        NewMeeting {
            at: Moment::at(day(at), 16, 0).unwrap(),
            zone: None,
            minutes: None,
            mode: None,
            place: None,
            topics: Vec::new(),
            is: MeetingState::Planned,
            another: Another::Refused,
        }
    }

    #[test]
    fn meetings_planned_at_once_have_ids_of_their_own() {
        let log = log(MeetingState::Planned);
        let meetings = [new("2026-02-10"), new("2026-02-17")];
        let (ids, change) = add_series(&id("pair"), &log, &meetings, &on("2026-01-20")).unwrap();
        assert_eq!(ids, [id("2026-01-20-2"), id("2026-01-20-3")]);
        assert_eq!(change.edits.len(), 2);
    }

    #[test]
    fn a_series_meets_no_day_that_is_taken() {
        let log = log(MeetingState::Planned);
        let meetings = [new("2026-01-27"), new("2026-02-03")];
        assert!(add_series(&id("pair"), &log, &meetings, &on("2026-01-20")).is_err());
    }
}

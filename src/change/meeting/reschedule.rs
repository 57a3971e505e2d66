//! A planned meeting at another time.
//!
//! Its invariant: a meeting that moves keeps its id and gets the next revision, so that calendars move it too instead
//! of showing it twice.

use crate::change::edit::{Author, Change};
use crate::change::meeting::settle::{planned, set};
use crate::change::refusal::Refusal;
use crate::model::day::Moment;
use crate::model::id::Id;
use crate::model::log::{Log, MeetingState};

/// Moves a planned meeting to another time, which its own zone's clocks show.
///
/// # Errors
/// Refuses a meeting that is not there, one that is settled, the time at which it is already, a time that has passed,
/// and a time at which the pairing has another meeting.
pub fn reschedule(
    pairing: &Id,
    log: &Log,
    meeting: &Id,
    at: Moment,
    author: &Author,
) -> Result<Change, Refusal> {
    let known = planned(log, meeting)?;
    if known.at == at {
        return Err(Refusal::refused(format!("the meeting is at {at} already")));
    }
    if at.day() < author.today {
        let message = format!(
            "a meeting cannot be moved to {}, which has passed",
            at.day()
        );
        return Err(Refusal::refused(message).hint("`meeting held` says that it took place"));
    }
    let is_other = |other: &&crate::model::log::Meeting| {
        other.id != *meeting && other.at == at && other.is == MeetingState::Planned
    };
    if let Some(other) = log.meetings.iter().find(is_other) {
        let message = format!("there is a meeting at {at} already ({})", other.id);
        return Err(Refusal::refused(message));
    }
    let revision = i64::from(known.revision) + 1;
    Ok(Change {
        sentence: format!("moved meeting of {pairing} from {} to {at}", known.at),
        edits: vec![
            set(pairing, meeting, "at", at.into()),
            set(pairing, meeting, "revision", revision.into()),
        ],
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::change::sample::{day, id, log, on, written};

    fn moved(is: MeetingState, to: &str, today: &str) -> Result<Change, Refusal> {
        let log = log(is);
        let at = Moment::at(day(to), 16, 0).unwrap();
        reschedule(&id("pair"), &log, &log.meetings[0].id, at, &on(today))
    }

    #[test]
    fn a_meeting_that_moves_gets_the_next_number_for_calendars() {
        let change = moved(MeetingState::Planned, "2026-02-05", "2026-02-01").unwrap();
        let expected = ["at = Moment(2026-02-05T16:00:00)", "revision = Integer(3)"];
        assert_eq!(written(&change), expected);
    }

    #[test]
    fn a_meeting_moves_neither_into_the_past_nor_to_where_it_is_nor_once_it_is_settled() {
        assert!(moved(MeetingState::Planned, "2026-01-31", "2026-02-01").is_err());
        assert!(moved(MeetingState::Planned, "2026-02-03", "2026-02-01").is_err());
        assert!(moved(MeetingState::Cancelled, "2026-02-05", "2026-02-01").is_err());
    }
}

//! What became of a planned meeting that did not bring anything: it was missed, or called off.
//!
//! Meetings that were held are settled by their note.

use crate::change::edit::{At, Author, Change, Edit, FileName};
use crate::change::refusal::Refusal;
use crate::model::id::{Id, PersonId};
use crate::model::log::{Log, Meeting, MeetingState};
use crate::model::value::Value;

/// Says that a meeting was missed, and by whom.
///
/// # Errors
/// Refuses a meeting that is not there, one that is not planned, and one that lies ahead.
pub fn miss(
    pairing: &Id,
    log: &Log,
    meeting: &Id,
    absent: &[PersonId],
    author: &Author,
) -> Result<Change, Refusal> {
    let known = planned(log, meeting)?;
    if author.today < known.at.day() {
        let message = format!(
            "the meeting on {} lies ahead; nobody has missed it yet",
            known.at.day()
        );
        return Err(Refusal::refused(message).hint("call it off where it cannot be held"));
    }
    let mut edits = settled(pairing, meeting, MeetingState::Missed, author);
    if !absent.is_empty() {
        let absent: Vec<&str> = absent.iter().map(PersonId::as_str).collect();
        edits.push(set(pairing, meeting, "absent", absent.into()));
    }
    Ok(Change {
        sentence: format!("missed meeting of {pairing} at {}", known.at),
        edits,
    })
}

/// Calls a meeting off.
///
/// # Errors
/// Refuses a meeting that is not there, and one that is not planned.
pub fn cancel(pairing: &Id, log: &Log, meeting: &Id, author: &Author) -> Result<Change, Refusal> {
    let known = planned(log, meeting)?;
    let mut edits = settled(pairing, meeting, MeetingState::Cancelled, author);
    // Calendars take a cancellation only where its number is higher than that of the invitation.
    let revision = i64::from(known.revision) + 1;
    edits.push(set(pairing, meeting, "revision", revision.into()));
    Ok(Change {
        sentence: format!("cancelled meeting of {pairing} at {}", known.at),
        edits,
    })
}

fn planned<'a>(log: &'a Log, meeting: &Id) -> Result<&'a Meeting, Refusal> {
    let known = log.meetings.iter().find(|known| known.id == *meeting);
    let known = known.ok_or_else(|| Refusal::NotFound {
        what: "meeting",
        word: meeting.to_string(),
        near: Vec::new(),
    })?;
    if known.is == MeetingState::Planned {
        Ok(known)
    } else {
        Err(Refusal::refused(format!(
            "the meeting on {} is {} already",
            known.at.day(),
            known.is
        )))
    }
}

fn settled(pairing: &Id, meeting: &Id, is: MeetingState, author: &Author) -> Vec<Edit> {
    vec![
        set(pairing, meeting, "is", is.as_str().into()),
        set(pairing, meeting, "settled_on", author.today.into()),
    ]
}

fn set(pairing: &Id, meeting: &Id, key: &str, value: Value) -> Edit {
    Edit::Set {
        file: FileName::Log(pairing.clone()),
        at: At::Entry("meeting", vec![("id", Some(meeting.as_str().into()))]),
        key: key.to_owned(),
        value,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::change::sample::{id, log, on, person, written};

    #[test]
    fn a_cancelled_meeting_gets_the_next_number_for_calendars() {
        let log = log(MeetingState::Planned);
        let change = cancel(&id("pair"), &log, &log.meetings[0].id, &on("2026-02-01")).unwrap();
        assert_eq!(
            written(&change),
            [
                "is = Text(\"cancelled\")",
                "settled_on = Day(2026-02-01)",
                "revision = Integer(3)"
            ]
        );
    }

    #[test]
    fn a_missed_meeting_names_who_stayed_away() {
        let log = log(MeetingState::Planned);
        let absent = [person("ada-lovelace")];
        let change = miss(
            &id("pair"),
            &log,
            &log.meetings[0].id,
            &absent,
            &on("2026-02-04"),
        );
        let lines = written(&change.unwrap());
        assert_eq!(lines[0], "is = Text(\"missed\")");
        assert_eq!(lines[2], "absent = List([Text(\"ada-lovelace\")])");
    }

    #[test]
    fn nobody_misses_a_meeting_that_lies_ahead() {
        let log = log(MeetingState::Planned);
        assert!(
            miss(
                &id("pair"),
                &log,
                &log.meetings[0].id,
                &[],
                &on("2026-02-02")
            )
            .is_err()
        );
    }

    #[test]
    fn what_was_settled_stays_settled() {
        let log = log(MeetingState::Held);
        let meeting = &log.meetings[0].id;
        assert!(cancel(&id("pair"), &log, meeting, &on("2026-02-04")).is_err());
        assert!(miss(&id("pair"), &log, meeting, &[], &on("2026-02-04")).is_err());
        assert!(cancel(&id("pair"), &log, &id("2020-01-01"), &on("2026-02-04")).is_err());
    }
}

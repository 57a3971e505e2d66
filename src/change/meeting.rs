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
    edits.push(set(pairing, meeting, "revision", 1.into()));
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

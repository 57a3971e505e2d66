//! The details of a meeting: how long, how, where, about what.
//!
//! Its time is not among them: a new time is a new revision for calendars, and so is a new length or place.

use crate::change::edit::{Change, Edit};
use crate::change::meeting::settle::{clear, set};
use crate::change::refusal::Refusal;
use crate::model::id::{Id, PersonId};
use crate::model::log::{Log, MeetingState};
use crate::model::participant::Mode;

/// What shall be different; what is `None` stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Details {
    /// How long.
    pub minutes: Option<u32>,
    /// How.
    pub mode: Option<Mode>,
    /// Where; an empty text takes the place away.
    pub place: Option<String>,
    /// What it is about, in place of what it was about.
    pub topics: Option<Vec<String>>,
    /// Who missed it, of a meeting that was missed.
    pub absent: Option<Vec<PersonId>>,
}

/// Changes details of a meeting, settled or not.
///
/// # Errors
/// Refuses a meeting that is not there, nothing to change, and somebody absent from a meeting that was not missed.
pub fn change_details(
    pairing: &Id,
    log: &Log,
    meeting: &Id,
    details: &Details,
) -> Result<Change, Refusal> {
    let known = log.meetings.iter().find(|known| known.id == *meeting);
    let known = known.ok_or_else(|| Refusal::NotFound {
        what: "meeting",
        word: meeting.to_string(),
        near: Vec::new(),
    })?;
    let mut edits: Vec<Edit> = Vec::new();
    let mut put = |key: &str, value| edits.push(set(pairing, meeting, key, value));
    if let Some(minutes) = details.minutes {
        put("minutes", i64::from(minutes).into());
    }
    if let Some(mode) = details.mode {
        put("mode", mode.as_str().into());
    }
    if let Some(topics) = &details.topics {
        put("topics", topics.clone().into());
    }
    if let Some(absent) = &details.absent {
        if known.is != MeetingState::Missed {
            let message = format!("the meeting on {} was not missed", known.at.day());
            return Err(Refusal::refused(message).hint("`meeting missed` says that it was"));
        }
        let absent: Vec<&str> = absent.iter().map(PersonId::as_str).collect();
        put("absent", absent.into());
    }
    match details.place.as_deref() {
        Some("") => edits.push(clear(pairing, meeting, "place")),
        Some(place) => edits.push(set(pairing, meeting, "place", place.into())),
        None => {}
    }
    if edits.is_empty() {
        return Err(Refusal::refused("there is nothing to change"));
    }
    let is_shown = details.minutes.is_some() || details.place.is_some();
    if is_shown && known.is == MeetingState::Planned {
        let revision = i64::from(known.revision) + 1;
        edits.push(set(pairing, meeting, "revision", revision.into()));
    }
    Ok(Change {
        sentence: format!("changed meeting of {pairing} at {}", known.at),
        edits,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::change::sample::{id, log, person, written};

    fn changed(is: MeetingState, details: &Details) -> Result<Vec<String>, Refusal> {
        let log = log(is);
        let change = change_details(&id("pair"), &log, &log.meetings[0].id, details);
        change.map(|change| written(&change))
    }

    #[test]
    fn what_calendars_show_of_a_planned_meeting_is_a_new_revision() {
        let details = Details {
            place: Some("Cafe".to_owned()),
            ..Details::default()
        };
        let lines = changed(MeetingState::Planned, &details).unwrap();
        assert_eq!(lines, ["place = Text(\"Cafe\")", "revision = Integer(3)"]);
        let lines = changed(MeetingState::Held, &details).unwrap();
        assert_eq!(lines, ["place = Text(\"Cafe\")"]);
    }

    #[test]
    fn nobody_is_absent_from_a_meeting_that_was_held() {
        let details = Details {
            absent: Some(vec![person("ada-lovelace")]),
            ..Details::default()
        };
        assert!(changed(MeetingState::Held, &details).is_err());
        assert!(changed(MeetingState::Missed, &details).is_ok());
        assert!(changed(MeetingState::Missed, &Details::default()).is_err());
    }
}

//! What became of a planned meeting: it was held, it was missed, or it was called off.
//!
//! What a meeting brought is the business of its note. Its invariant: what was settled stays settled.

use crate::change::edit::{At, Author, Change, Edit, FileName};
use crate::change::refusal::Refusal;
use crate::model::id::{Id, PersonId};
use crate::model::log::{Log, Meeting, MeetingState};
use crate::model::participant::Mode;
use crate::model::program::Program;
use crate::model::value::Value;

/// What became of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It took place.
    Held(Held),
    /// Somebody stayed away; nobody is named where it is not known who.
    Missed(Vec<PersonId>),
    /// It was called off.
    Cancelled,
}

/// How a meeting was held, where that differs from what was planned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Held {
    /// How long it took.
    pub minutes: Option<u32>,
    /// How they met.
    pub mode: Option<Mode>,
    /// Who of a circle was not there.
    pub absent: Vec<PersonId>,
}

/// A meeting with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Its pairing.
    pub pairing: Id,
    /// Its id within the pairing.
    pub meeting: Id,
    /// What became of it.
    pub outcome: Outcome,
}

/// Says of several meetings at once what became of them.
///
/// # Errors
/// As [`hold`], [`miss`] and [`cancel`]; refuses also somebody absent who is not in the pairing.
pub fn settle_all(
    program: &Program,
    settlements: &[Settlement],
    author: &Author,
) -> Result<Change, Refusal> {
    let mut edits = Vec::new();
    let mut sentence = String::new();
    for Settlement {
        pairing,
        meeting,
        outcome,
    } in settlements
    {
        let log = program.log(pairing);
        let change = match outcome {
            Outcome::Held(held) => {
                refuse_strangers(program, pairing, &held.absent)?;
                refuse_alone(program, pairing, &held.absent)?;
                hold(pairing, log, meeting, held, author)?
            }
            Outcome::Missed(absent) => {
                refuse_strangers(program, pairing, absent)?;
                miss(pairing, log, meeting, absent, author)?
            }
            Outcome::Cancelled => cancel(pairing, log, meeting, author)?,
        };
        sentence = change.sentence;
        edits.extend(change.edits);
    }
    if settlements.len() != 1 {
        sentence = format!("confirmed {} meetings", settlements.len());
    }
    Ok(Change { sentence, edits })
}

/// Says that a meeting took place.
///
/// # Errors
/// Refuses a meeting that is not there, one that is not planned, and one that lies ahead.
pub fn hold(
    pairing: &Id,
    log: &Log,
    meeting: &Id,
    held: &Held,
    author: &Author,
) -> Result<Change, Refusal> {
    let known = past(log, meeting, author, "it cannot have been held yet")?;
    let mut edits = settled(pairing, meeting, MeetingState::Held, author);
    if let Some(minutes) = held
        .minutes
        .filter(|&minutes| known.minutes != Some(minutes))
    {
        edits.push(set(pairing, meeting, "minutes", i64::from(minutes).into()));
    }
    if let Some(mode) = held.mode.filter(|&mode| known.mode != Some(mode)) {
        edits.push(set(pairing, meeting, "mode", mode.as_str().into()));
    }
    if !held.absent.is_empty() {
        let absent: Vec<&str> = held.absent.iter().map(PersonId::as_str).collect();
        edits.push(set(pairing, meeting, "absent", absent.into()));
    }
    Ok(Change {
        sentence: format!("held meeting of {pairing} at {}", known.at),
        edits,
    })
}

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
    let known = past(log, meeting, author, "nobody has missed it yet")?;
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

/// The meeting of an id, if nobody has settled it yet.
///
/// # Errors
/// Refuses a meeting that is not there, and one that is settled.
pub(crate) fn planned<'a>(log: &'a Log, meeting: &Id) -> Result<&'a Meeting, Refusal> {
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

fn past<'a>(
    log: &'a Log,
    meeting: &Id,
    author: &Author,
    why_not: &str,
) -> Result<&'a Meeting, Refusal> {
    let known = planned(log, meeting)?;
    if author.today < known.at.day() {
        let message = format!("the meeting on {} lies ahead; {why_not}", known.at.day());
        return Err(Refusal::refused(message).hint("call it off where it cannot be held"));
    }
    Ok(known)
}

fn refuse_alone(program: &Program, pairing: &Id, absent: &[PersonId]) -> Result<(), Refusal> {
    let Some(known) = program.pairings.get(pairing).filter(|_| !absent.is_empty()) else {
        return Ok(());
    };
    let present = known.people().filter(|person| !absent.contains(person));
    if 1 < present.count() {
        return Ok(());
    }
    let message = format!("without them nobody of {pairing} was left to meet");
    Err(Refusal::refused(message).hint("pleiad meeting missed says that it did not take place"))
}

fn refuse_strangers(program: &Program, pairing: &Id, absent: &[PersonId]) -> Result<(), Refusal> {
    let Some(known) = program.pairings.get(pairing) else {
        return Err(Refusal::NotFound {
            what: "pairing",
            word: pairing.to_string(),
            near: Vec::new(),
        });
    };
    match absent.iter().find(|person| known.role_of(person).is_none()) {
        None => Ok(()),
        Some(stranger) => {
            let people: Vec<&str> = known.people().map(PersonId::as_str).collect();
            Err(Refusal::refused(format!("{stranger} is not in {pairing}"))
                .hint(format!("absent is one of {}", people.join(", "))))
        }
    }
}

fn settled(pairing: &Id, meeting: &Id, is: MeetingState, author: &Author) -> Vec<Edit> {
    vec![
        set(pairing, meeting, "is", is.as_str().into()),
        set(pairing, meeting, "settled_on", author.today.into()),
    ]
}

/// The edit that gives a field of a meeting a value.
pub(crate) fn set(pairing: &Id, meeting: &Id, key: &str, value: Value) -> Edit {
    Edit::Set {
        file: FileName::Log(pairing.clone()),
        at: entry(meeting),
        key: key.to_owned(),
        value,
    }
}

/// The edit that takes a field of a meeting away.
pub(crate) fn clear(pairing: &Id, meeting: &Id, key: &str) -> Edit {
    Edit::Clear {
        file: FileName::Log(pairing.clone()),
        at: entry(meeting),
        key: key.to_owned(),
    }
}

fn entry(meeting: &Id) -> At {
    At::Entry("meeting", vec![("id", Some(meeting.as_str().into()))])
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
    fn a_held_meeting_keeps_what_was_planned_unless_it_was_otherwise() {
        let log = log(MeetingState::Planned);
        let meeting = &log.meetings[0].id;
        let held = |held: &Held| {
            written(&hold(&id("pair"), &log, meeting, held, &on("2026-02-03")).unwrap())
        };
        let plain = ["is = Text(\"held\")", "settled_on = Day(2026-02-03)"];
        assert_eq!(held(&Held::default()), plain);
        let otherwise = held(&Held {
            minutes: Some(30),
            mode: Some(Mode::Phone),
            absent: Vec::new(),
        });
        let more = ["minutes = Integer(30)", "mode = Text(\"phone\")"];
        assert_eq!(otherwise, [plain, more].concat());
    }

    #[test]
    fn nobody_holds_or_misses_a_meeting_that_lies_ahead() {
        let log = log(MeetingState::Planned);
        let (meeting, before) = (&log.meetings[0].id, on("2026-02-02"));
        assert!(miss(&id("pair"), &log, meeting, &[], &before).is_err());
        assert!(hold(&id("pair"), &log, meeting, &Held::default(), &before).is_err());
    }

    #[test]
    fn what_was_settled_stays_settled() {
        let log = log(MeetingState::Held);
        let (meeting, after) = (&log.meetings[0].id, on("2026-02-04"));
        assert!(cancel(&id("pair"), &log, meeting, &after).is_err());
        assert!(miss(&id("pair"), &log, meeting, &[], &after).is_err());
        assert!(hold(&id("pair"), &log, meeting, &Held::default(), &after).is_err());
        assert!(cancel(&id("pair"), &log, &id("2020-01-01"), &after).is_err());
    }
}

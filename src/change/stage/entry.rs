//! Entries of a pairing's history, and the refusal of those that do not follow.

use crate::change::edit::{Author, Edit, EntryKey, FileName, field};
use crate::change::meeting::settle;
use crate::change::pairing::state_entry;
use crate::change::refusal::Refusal;
use crate::model::pairing::{Pairing, PairingEntry, PairingState};
use crate::model::transition::Transition;

/// Refuses what may not be done with a pairing now, and names what may.
///
/// # Errors
/// Refuses a transition that the table does not have, and any while an entry of the history lies ahead.
pub fn refuse_illegal(
    pairing: &Pairing,
    transition: Transition,
    author: &Author,
) -> Result<(), Refusal> {
    let ahead = pairing.states.iter().map(|entry| entry.on).max();
    if let Some(ahead) = ahead.filter(|ahead| author.today < *ahead) {
        let message = format!(
            "{} has an entry of {ahead} in its history, which lies ahead",
            pairing.id
        );
        return Err(Refusal::refused(message)
            .hint(format!("--today {ahead} writes behind it; or take it out")));
    }
    let now = pairing.state_latest();
    if transition.is_legal_from(now) {
        return Ok(());
    }
    let message = format!(
        "{} is {now}; {} cannot follow",
        pairing.id,
        transition.as_str()
    );
    Err(Refusal::refused(message).hint(legal_in_words(now)))
}

/// What may be done with a pairing in a state, as a cure.
fn legal_in_words(state: PairingState) -> String {
    let legal: Vec<&str> = Transition::legal_from(state)
        .into_iter()
        .map(Transition::as_str)
        .collect();
    if legal.is_empty() {
        format!("nothing follows {state}; pleiad pairing add makes a new one")
    } else {
        format!("what may follow {state}: {}", legal.join(", "))
    }
}

/// The edits that put a pairing into a state since today.
///
/// A day has each state once: who comes back to a state of the same day takes back what lies between.
pub fn enter(
    pairing: &Pairing,
    state: PairingState,
    why: Option<&str>,
    author: &Author,
) -> Vec<Edit> {
    let file = || FileName::Pairing(pairing.id.clone());
    let is_same = |entry: &PairingEntry| entry.on == author.today && entry.is == state;
    let Some(same) = pairing.states.iter().position(is_same) else {
        return vec![Edit::Append {
            file: file(),
            table: "state",
            fields: state_entry(state, author, why),
        }];
    };
    let between = pairing.states[same + 1..]
        .iter()
        .filter(|entry| entry.on == author.today);
    between
        .map(|entry| Edit::Remove {
            file: file(),
            table: "state",
            entry: key(entry),
        })
        .collect()
}

fn key(entry: &PairingEntry) -> EntryKey {
    vec![
        ("on", Some(entry.on.into())),
        ("is", Some(entry.is.as_str().into())),
    ]
}

/// The edits that cancel what stands in the calendar after today, so that nobody waits for a meeting.
pub(crate) fn cancel_ahead(
    log: &crate::model::log::Log,
    pairing: &Pairing,
    author: &Author,
) -> Vec<Edit> {
    use crate::model::log::MeetingState;
    let ahead = log
        .meetings
        .iter()
        .filter(|meeting| meeting.is == MeetingState::Planned && author.today < meeting.at.day());
    let cancelled =
        ahead.filter_map(|meeting| settle::cancel(&pairing.id, log, &meeting.id, author).ok());
    cancelled.flat_map(|change| change.edits).collect()
}

/// One line out of what was said and what was overridden.
pub(crate) fn why_with(why: Option<&str>, notes: &[String]) -> Option<String> {
    let mut parts: Vec<String> = why.map(str::to_owned).into_iter().collect();
    parts.extend(notes.iter().map(|note| format!("although {note}")));
    Some(parts.join("; ")).filter(|text| !text.is_empty())
}

/// A field of `[closing]` or `[agreement]`.
pub(crate) fn set_in(
    pairing: &Pairing,
    table: &'static str,
    key: &str,
    value: impl Into<crate::model::value::Value>,
) -> Edit {
    let (key, value) = field(key, value);
    Edit::Set {
        file: FileName::Pairing(pairing.id.clone()),
        at: crate::change::edit::At::Table(table),
        key,
        value,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::change::sample::{day, on, pairing};
    use PairingState::{Active, Closed, Paused};

    #[test]
    fn an_illegal_transition_is_refused_with_the_legal_ones_named() {
        let refusal = refuse_illegal(&pairing(Closed), Transition::Pause, &on("2026-03-01"));
        let Refusal::Refused { message, hint } = refusal.unwrap_err() else {
            panic!("it is refused");
        };
        assert_eq!(
            message,
            "grace-hopper-mentors-ada-lovelace is closed; pause cannot follow"
        );
        assert_eq!(hint.unwrap(), "what may follow closed: reopen, void");
    }

    #[test]
    fn nothing_is_written_before_an_entry_that_lies_ahead() {
        let refusal = refuse_illegal(&pairing(Active), Transition::Pause, &on("2026-01-11"));
        assert!(refusal.unwrap_err().to_string().contains("2026-01-12"));
    }

    #[test]
    fn who_comes_back_on_the_same_day_takes_back_what_lies_between() {
        let mut pairing = pairing(Active);
        let author = on("2026-01-12");
        pairing.states.push(PairingEntry {
            on: day("2026-01-12"),
            is: Paused,
            by: None,
            why: None,
        });
        let edits = enter(&pairing, Active, None, &author);
        assert!(
            matches!(&edits[..], [Edit::Remove { entry, .. }] if entry[1].1 == Some("paused".into()))
        );
        assert!(matches!(
            &enter(&pairing, Closed, None, &author)[..],
            [Edit::Append { .. }]
        ));
    }
}

//! The stages of a pairing: accepted, begun, paused, taken up again, ended.

use crate::change::edit::{At, Author, Change, Edit, FileName};
use crate::change::pairing::{close as close_edits, state_entry};
use crate::change::refusal::Refusal;
use crate::model::id::PersonId;
use crate::model::pairing::{Pairing, PairingState};
use crate::model::value::Value;

/// Moves a pairing to another stage since today.
///
/// # Errors
/// Refuses a stage that does not follow from the one it is in.
pub fn enter(
    pairing: &Pairing,
    stage: PairingState,
    why: Option<&str>,
    author: &Author,
) -> Result<Change, Refusal> {
    refuse_leap(pairing, stage)?;
    let edits = vec![Edit::Append {
        file: FileName::Pairing(pairing.id.clone()),
        table: "state",
        fields: state_entry(stage, author, why),
    }];
    Ok(Change {
        sentence: format!("{} is {stage}", pairing.id),
        edits,
    })
}

/// Ends a pairing, for a reason of the vocabulary.
///
/// # Errors
/// Refuses a pairing that cannot be closed from the stage it is in.
pub fn close(
    pairing: &Pairing,
    reason: &str,
    planned: bool,
    why: Option<&str>,
    author: &Author,
) -> Result<Change, Refusal> {
    refuse_leap(pairing, PairingState::Closed)?;
    Ok(Change {
        sentence: format!("close {}", pairing.id),
        edits: close_edits(&pairing.id, reason, planned, author, why),
    })
}

/// Writes down that everybody signed the agreement today.
pub fn sign(pairing: &Pairing, author: &Author) -> Change {
    let set = |key: &str, value: Value| Edit::Set {
        file: FileName::Pairing(pairing.id.clone()),
        at: At::Table("agreement"),
        key: key.to_owned(),
        value,
    };
    let mentees: Vec<&str> = pairing.mentees.iter().map(PersonId::as_str).collect();
    Change {
        sentence: format!("{} is signed", pairing.id),
        edits: vec![
            set("signed_mentor", author.today.into()),
            set("signed_mentees", mentees.into()),
            set("signed_mentees_on", author.today.into()),
        ],
    }
}

fn refuse_leap(pairing: &Pairing, stage: PairingState) -> Result<(), Refusal> {
    let now = pairing.state_latest();
    if now.may_become(stage) {
        Ok(())
    } else {
        Err(Refusal::refused(format!(
            "{} is {now}; it cannot become {stage}",
            pairing.id
        )))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::change::sample::{on, pairing, written};

    #[test]
    fn stages_follow_one_another_and_nothing_leaps() {
        use PairingState::{Accepted, Active, Closed, Paused, Proposed};
        for (from, to, may) in [
            (Proposed, Accepted, true),
            (Active, Paused, true),
            (Paused, Active, true),
            (Proposed, Paused, false),
            (Active, Accepted, false),
            (Closed, Paused, false),
        ] {
            let change = enter(&pairing(from), to, Some("agreed"), &on("2026-03-01"));
            assert_eq!(change.is_ok(), may, "{from} to {to}");
        }
    }

    #[test]
    fn an_ending_says_why_and_comes_once() {
        let author = on("2026-03-01");
        let change = close(
            &pairing(PairingState::Active),
            "workload",
            false,
            None,
            &author,
        );
        let lines = written(&change.unwrap());
        assert_eq!(
            lines[..2],
            ["planned = Flag(false)", "reason = Text(\"workload\")"]
        );
        assert!(close(&pairing(PairingState::Closed), "left", true, None, &author).is_err());
    }
}

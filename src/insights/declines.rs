//! Why it did not work: pairings declined, taken back or broken off, and people who were not taken or left.
//!
//! It names nobody. Its invariant: each pairing and each person counts once, as they stand.

use crate::insights::history::standing;
use crate::model::day::Day;
use crate::model::pairing::{Assent, Closing, Pairing, PairingState};
use crate::model::participant::{Participant, Readiness, Role};
use crate::model::program::Program;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

words! {
    /// What did not work.
    DeclineKind {
        /// A side said no to a pairing.
        PairingDeclined = "pairing-declined",
        /// A pairing was taken back before it began.
        PairingWithdrawn = "pairing-withdrawn",
        /// A pairing ended otherwise than planned.
        PairingBrokenOff = "pairing-broken-off",
        /// A person was not taken.
        PersonDeclined = "person-declined",
        /// A person left the program.
        PersonLeft = "person-left",
    }
}

/// Why it did not work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Declines {
    /// The day.
    pub day: Day,
    /// Each kind with each reason, the most frequent of a kind first.
    pub declines: Vec<DeclineRow>,
}

/// How often something did not work for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DeclineRow {
    /// What did not work.
    pub what: DeclineKind,
    /// The reason; none where nobody said.
    pub reason: Option<String>,
    /// How often.
    pub n: usize,
    /// Of them, by the mentor.
    pub by_mentor: usize,
    /// Of them, by a mentee.
    pub by_mentee: usize,
    /// Of them, by both, the coordinator, or nobody knows whom.
    pub by_others: usize,
}

/// Makes the report of a day.
pub fn declines(program: &Program, today: Day) -> Declines {
    let mut rows: BTreeMap<(DeclineKind, Option<String>), [usize; 3]> = BTreeMap::new();
    let pairings = program.pairings.values();
    let of_pairings = pairings.filter_map(|pairing| of_pairing(pairing, today));
    let people = program.participants.values();
    let of_people = people.filter_map(|participant| of_person(participant, today));
    for (what, reason, by) in of_pairings.chain(of_people) {
        let place = match by {
            Some(Role::Mentor) => 0,
            Some(Role::Mentee) => 1,
            None => 2,
        };
        rows.entry((what, reason)).or_default()[place] += 1;
    }
    let row = |((what, reason), by): ((DeclineKind, Option<String>), [usize; 3])| {
        let [by_mentor, by_mentee, by_others] = by;
        DeclineRow {
            what,
            reason,
            n: by_mentor + by_mentee + by_others,
            by_mentor,
            by_mentee,
            by_others,
        }
    };
    let mut declines: Vec<DeclineRow> = rows.into_iter().map(row).collect();
    // Stable: of those as frequent, in order of words.
    declines.sort_by_key(|row| (row.what, Reverse(row.n)));
    Declines {
        day: today,
        declines,
    }
}

type Decline = (DeclineKind, Option<String>, Option<Role>);

fn of_pairing(pairing: &Pairing, today: Day) -> Option<Decline> {
    let why = || {
        pairing
            .entry(today)
            .and_then(|entry| reason(entry.why.as_deref()))
    };
    match standing(pairing, today) {
        PairingState::Declined => Some((DeclineKind::PairingDeclined, why(), who_said_no(pairing))),
        PairingState::Withdrawn => Some((DeclineKind::PairingWithdrawn, why(), None)),
        PairingState::Closed => {
            let closing = pairing.closing.as_ref()?;
            let unplanned = closing.planned == Some(false);
            let reason = reason(closing.reason.as_deref()).or_else(why);
            unplanned.then(|| (DeclineKind::PairingBrokenOff, reason, ended_by(closing)))
        }
        PairingState::Proposed
        | PairingState::Accepted
        | PairingState::Active
        | PairingState::Paused
        | PairingState::Closing
        | PairingState::Void => None,
    }
}

/// Who said no last.
fn who_said_no(pairing: &Pairing) -> Option<Role> {
    let answers = pairing.answers.iter();
    let no = answers.filter(|answer| answer.is == Assent::No);
    pairing.role_of(&no.max_by_key(|answer| answer.on)?.person)
}

fn ended_by(closing: &Closing) -> Option<Role> {
    Role::parse(closing.by?.as_str())
}

/// Who has left or was not taken in every role.
fn of_person(participant: &Participant, today: Day) -> Option<Decline> {
    let what = match participant.standing(today) {
        Readiness::Declined => DeclineKind::PersonDeclined,
        Readiness::Left => DeclineKind::PersonLeft,
        Readiness::Applied | Readiness::Ready | Readiness::Waiting | Readiness::Paused => {
            return None;
        }
    };
    let past = participant.states.iter().filter(|entry| entry.on <= today);
    let why = past
        .max_by_key(|entry| entry.on)
        .and_then(|entry| reason(entry.why.as_deref()));
    let by = match participant.roles()[..] {
        [role] => Some(role),
        _ => None,
    };
    Some((what, why, by))
}

/// A reason in one spelling.
fn reason(text: Option<&str>) -> Option<String> {
    let words: Vec<&str> = text?.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{PROGRAMS, first_day};
    use crate::insights::sample_reports::reported_programs;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn each_kind_is_counted_by_hand(program in reported_programs(), days in 0_i64..260) {
            let today = first_day().plus_days(days);
            let report = declines(&program, today);
            let told = |what: DeclineKind, reason: Option<&str>| {
                let rows = report.declines.iter().filter(|row| row.what == what);
                rows.filter(|row| reason.is_none() || row.reason.as_deref() == reason).map(|row| row.n).sum::<usize>()
            };
            let mut counts = [0; 4];
            for pairing in program.pairings.values() {
                let state = pairing.state(today).unwrap_or(pairing.state_latest()).as_str();
                let closing = pairing.closing.as_ref();
                let is_broken_off = closing.is_some_and(|closing| closing.planned == Some(false));
                counts[0] += usize::from(state == "declined");
                counts[1] += usize::from(state == "withdrawn");
                counts[2] += usize::from(state == "closed" && is_broken_off);
                let is_workload = closing.is_some_and(|closing| closing.reason.as_deref() == Some("workload"));
                counts[3] += usize::from(state == "closed" && is_broken_off && is_workload);
            }
            prop_assert_eq!(told(DeclineKind::PairingDeclined, None), counts[0]);
            prop_assert_eq!(told(DeclineKind::PairingWithdrawn, None), counts[1]);
            prop_assert_eq!(told(DeclineKind::PairingBrokenOff, None), counts[2]);
            prop_assert!(counts[3] <= told(DeclineKind::PairingBrokenOff, Some("workload")));
            for (what, word) in [(DeclineKind::PersonDeclined, "declined"), (DeclineKind::PersonLeft, "left")] {
                let people = program.participants.values();
                let gone = people.filter(|person| person.standing(today).as_str() == word).count();
                prop_assert_eq!(told(what, None), gone);
            }
            for row in &report.declines {
                prop_assert_eq!(row.by_mentor + row.by_mentee + row.by_others, row.n);
            }
        }
    }
}

//! When a pairing runs: where it stands on a day, since when, and the days that do not count.
//!
//! It knows no meetings. Its invariant: halts are in order, do not overlap, and only the last may be open.

use crate::model::day::Day;
use crate::model::pairing::{Pairing, PairingState};

/// Where a pairing stands; one that is dated ahead counts as it will stand.
pub(crate) fn standing(pairing: &Pairing, today: Day) -> PairingState {
    pairing
        .state(today)
        .unwrap_or_else(|| pairing.state_latest())
}

/// Whether meetings are expected in a state.
pub(crate) fn is_running(state: PairingState) -> bool {
    match state {
        PairingState::Active | PairingState::Closing => true,
        PairingState::Proposed
        | PairingState::Accepted
        | PairingState::Paused
        | PairingState::Closed
        | PairingState::Declined
        | PairingState::Withdrawn
        | PairingState::Void => false,
    }
}

/// The first day that counts: when it became active, but not before it was to start.
pub(crate) fn begins(pairing: &Pairing) -> Option<Day> {
    pairing.since().max(pairing.starts)
}

/// The stretches in which a pairing did not run: paused, or ended and opened again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Halts(Vec<Halt>);

/// Days from the first that does not count to the first that counts again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Halt {
    from: Day,
    until: Option<Day>,
}

impl Halts {
    /// The halts of a pairing as they are known on a day.
    pub(crate) fn of(pairing: &Pairing, today: Day) -> Halts {
        let mut entries: Vec<_> = pairing
            .states
            .iter()
            .filter(|entry| entry.on <= today)
            .collect();
        entries.sort_by_key(|entry| entry.on);
        let mut halts: Vec<Halt> = Vec::new();
        for entry in entries {
            let open = halts.last_mut().filter(|halt| halt.until.is_none());
            match (is_running(entry.is), open) {
                (true, Some(halt)) => halt.until = Some(entry.on),
                (false, None) => halts.push(Halt {
                    from: entry.on,
                    until: None,
                }),
                (true, None) | (false, Some(_)) => {}
            }
        }
        Halts(halts)
    }

    /// Days from one day to a later one, without those of the halts; none where it is not later.
    pub(crate) fn running_days(&self, from: Day, to: Day) -> i64 {
        let halted: i64 = self
            .0
            .iter()
            .map(|halt| {
                let until = halt.until.map_or(to, |until| until.min(to));
                until.days_since(halt.from.max(from)).max(0)
            })
            .sum();
        (to.days_since(from) - halted).max(0)
    }

    /// The day on which so many running days have passed; none where a halt without end comes first.
    pub(crate) fn day_after(&self, from: Day, running_days: i64) -> Option<Day> {
        let mut day = from.plus_days(running_days);
        for halt in &self.0 {
            if halt.until.is_some_and(|until| until <= from) {
                continue;
            }
            if day <= halt.from.max(from) {
                break;
            }
            day = day.plus_days(halt.until?.days_since(halt.from.max(from)));
        }
        Some(day)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::sample::{day, first_day, pairing_with, states};
    use proptest::prelude::*;

    /// Whether a day counts, looked up in the entries that are known.
    fn is_running_on(pairing: &Pairing, day: Day, today: Day) -> bool {
        let known = pairing
            .states
            .iter()
            .filter(|entry| entry.on <= day.min(today));
        let latest = known.max_by_key(|entry| entry.on);
        latest.is_none_or(|entry| matches!(entry.is, PairingState::Active | PairingState::Closing))
    }

    #[test]
    fn a_pairing_without_history_runs_all_the_time() {
        let pairing = pairing_with("a-mentors-b", &[]);
        let halts = Halts::of(&pairing, day("2026-06-30"));
        assert_eq!(halts.running_days(day("2026-01-01"), day("2026-01-31")), 30);
        assert_eq!(
            halts.day_after(day("2026-01-01"), 30),
            Some(day("2026-01-31"))
        );
    }

    #[test]
    fn what_begins_ahead_of_its_first_day_counts_from_the_first_day() {
        let mut pairing = pairing_with("a-mentors-b", &[("2026-01-12", PairingState::Active)]);
        pairing.starts = Some(day("2026-01-19"));
        assert_eq!(begins(&pairing), Some(day("2026-01-19")));
        pairing.starts = Some(day("2026-01-01"));
        assert_eq!(begins(&pairing), Some(day("2026-01-12")));
    }

    proptest! {
        #[test]
        fn running_days_are_those_on_which_it_was_active(states in states(), from in 0_i64..200, days in 0_i64..200, known in 0_i64..400) {
            let mut pairing = pairing_with("a-mentors-b", &[]);
            pairing.states = states;
            let from = first_day().plus_days(from);
            let today = first_day().plus_days(known);
            let counted = (0..days).filter(|&ahead| is_running_on(&pairing, from.plus_days(ahead), today)).count();
            let halts = Halts::of(&pairing, today);
            prop_assert_eq!(halts.running_days(from, from.plus_days(days)), i64::try_from(counted).unwrap());
        }

        #[test]
        fn a_day_is_due_when_its_running_days_have_passed(states in states(), from in 0_i64..200, days in 0_i64..100) {
            let mut pairing = pairing_with("a-mentors-b", &[]);
            pairing.states = states;
            let from = first_day().plus_days(from);
            let today = day("2027-12-31");
            // More than all halts and days together; a halt that never ends swallows the rest.
            let (mut passed, mut expected) = (0, None);
            for ahead in 0..400 {
                let at = from.plus_days(ahead);
                if passed == days {
                    expected = Some(at);
                    break;
                }
                passed += i64::from(is_running_on(&pairing, at, today));
            }
            prop_assert_eq!(Halts::of(&pairing, today).day_after(from, days), expected);
        }
    }
}

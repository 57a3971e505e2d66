//! The two clocks of a pairing: some contact in every cadence, and a meeting in person now and then.
//!
//! It judges nothing. Its invariant: only what was held winds a clock, and days of a pause do not count.

use crate::insights::history::{Halts, begins, is_running, standing};
use crate::insights::tally::MeetingTally;
use crate::model::cadence::Cadence;
use crate::model::day::Day;
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::settings::Policy;
use schemars::JsonSchema;
use serde::Serialize;

/// The clocks that run for a pairing; none before it is active, after it has ended, or when nothing says since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Rhythm {
    /// Any contact, an exchange of e-mails too.
    pub contact: Option<Clock>,
    /// Meetings in person.
    pub in_person: Option<Clock>,
}

/// One clock: what it asks for, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Clock {
    /// The ideal interval.
    pub every: Cadence,
    /// The longest interval.
    pub longest: Cadence,
    /// The last contact that was held.
    pub last: Option<Day>,
    /// The day it counts from: the last contact, or the start where that is later.
    pub counted_from: Day,
    /// Days since then, without those of a pause.
    pub days: i64,
    /// When the ideal interval is over; unknown while a pause stands before it.
    pub due: Option<Day>,
    /// When the longest interval is over; unknown while a pause stands before it.
    pub latest: Option<Day>,
    /// Days past the ideal interval.
    pub days_over: i64,
    /// Days past the longest interval.
    pub days_over_longest: i64,
}

/// Reads the clocks of a pairing on a day; its own cadences go before the policy's.
///
/// A flash pairing meets once, so that only its first meeting is awaited.
pub fn rhythm(policy: &Policy, pairing: &Pairing, tally: &MeetingTally<'_>, today: Day) -> Rhythm {
    let state = standing(pairing, today);
    let is_over = pairing.kind == PairingKind::Flash && tally.last_held.is_some();
    if is_over || !(is_running(state) || state == PairingState::Paused) {
        return Rhythm::default();
    }
    let halts = Halts::of(pairing, today);
    let begins = begins(pairing);
    let every = pairing.every.unwrap_or(policy.meeting_every);
    let contact = Interval {
        every,
        longest: longer(every, pairing.longest.unwrap_or(policy.meeting_longest)),
    };
    let in_person = match pairing.kind {
        PairingKind::Flash => None,
        PairingKind::Pair | PairingKind::Circle | PairingKind::Peer | PairingKind::Reverse => {
            pairing.in_person_every.or(policy.in_person_every)
        }
    };
    let in_person = in_person.map(|every| Interval {
        every,
        longest: every,
    });
    Rhythm {
        contact: contact.clock(tally.last_held, begins, &halts, today),
        in_person: in_person
            .and_then(|every| every.clock(tally.last_in_person, begins, &halts, today)),
    }
}

/// A pairing that meets more rarely than the policy's longest interval is measured by its own.
fn longer(every: Cadence, longest: Cadence) -> Cadence {
    if longest.days_at_most() < every.days_at_most() {
        every
    } else {
        longest
    }
}

#[derive(Clone, Copy)]
struct Interval {
    every: Cadence,
    longest: Cadence,
}

impl Interval {
    fn clock(
        self,
        last: Option<Day>,
        begins: Option<Day>,
        halts: &Halts,
        today: Day,
    ) -> Option<Clock> {
        let counted_from = last.max(begins)?;
        let days = halts.running_days(counted_from, today);
        // Of the calendar's months, so that a month from 31 January is 28 February.
        let days_of = |cadence: Cadence| cadence.after(counted_from).days_since(counted_from);
        let (ideal, most) = (days_of(self.every), days_of(self.longest));
        Some(Clock {
            every: self.every,
            longest: self.longest,
            last,
            counted_from,
            days,
            due: halts.day_after(counted_from, ideal),
            latest: halts.day_after(counted_from, most),
            days_over: (days - ideal).max(0),
            days_over_longest: (days - most).max(0),
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::sample::{
        PROGRAMS, cadence, day, first_day, meeting, pairing_with, program, programs,
    };
    use crate::model::log::{Log, MeetingState};
    use crate::model::participant::Mode;
    use proptest::prelude::*;

    const ACTIVE: [(&str, PairingState); 1] = [("2026-01-12", PairingState::Active)];

    fn rhythm_of(pairing: &Pairing, held: &[(&str, Mode)], today: &str) -> Rhythm {
        let meetings = held.iter().map(|&(on, mode)| crate::model::log::Meeting {
            mode: Some(mode),
            ..meeting(on, MeetingState::Held)
        });
        let log = Log {
            meetings: meetings.collect(),
            ..Log::default()
        };
        let policy = program().settings.policy;
        let tally = MeetingTally::of(&log, pairing, &policy, day(today));
        rhythm(&policy, pairing, &tally, day(today))
    }

    fn contact_of(pairing: &Pairing, held: &[(&str, Mode)], today: &str) -> Clock {
        rhythm_of(pairing, held, today).contact.unwrap()
    }

    #[test]
    fn contact_is_due_a_cadence_after_the_last_that_was_held() {
        let pairing = pairing_with("grace-mentors-ada", &ACTIVE);
        let clock = contact_of(&pairing, &[("2026-02-03", Mode::Video)], "2026-03-10");
        assert_eq!(clock.last, Some(day("2026-02-03")));
        assert_eq!(clock.due, Some(day("2026-03-03")));
        assert_eq!(clock.latest, Some(day("2026-03-17")));
        assert_eq!(
            (clock.days, clock.days_over, clock.days_over_longest),
            (35, 7, 0)
        );
    }

    #[test]
    fn a_month_from_the_31st_is_over_on_the_last_of_the_next() {
        let pairing = pairing_with("grace-mentors-ada", &ACTIVE);
        let clock = contact_of(&pairing, &[("2026-01-31", Mode::Video)], "2026-02-28");
        assert_eq!((clock.due, clock.days_over), (Some(day("2026-02-28")), 0));
    }

    #[test]
    fn an_exchange_of_emails_feeds_the_first_clock_only() {
        let pairing = pairing_with("grace-mentors-ada", &ACTIVE);
        let held = [("2026-02-03", Mode::InPerson), ("2026-04-01", Mode::Email)];
        let rhythm = rhythm_of(&pairing, &held, "2026-05-04");
        assert_eq!(rhythm.contact.unwrap().last, Some(day("2026-04-01")));
        assert_eq!(rhythm.in_person.unwrap().last, Some(day("2026-02-03")));
        assert_eq!(rhythm.in_person.unwrap().due, Some(day("2026-05-03")));
        assert_eq!(rhythm.in_person.unwrap().days_over, 1);
    }

    #[test]
    fn paused_time_does_not_count() {
        let states = [
            ("2026-01-12", PairingState::Active),
            ("2026-02-10", PairingState::Paused),
            ("2026-03-10", PairingState::Active),
        ];
        let pairing = pairing_with("grace-mentors-ada", &states);
        let clock = contact_of(&pairing, &[("2026-02-03", Mode::Video)], "2026-03-15");
        assert_eq!((clock.days, clock.days_over), (12, 0));
        assert_eq!(clock.due, Some(day("2026-03-31")));
    }

    #[test]
    fn while_a_pause_lasts_the_clock_stands_still_and_nothing_is_due() {
        let states = [
            ("2026-01-12", PairingState::Active),
            ("2026-02-10", PairingState::Paused),
        ];
        let pairing = pairing_with("grace-mentors-ada", &states);
        let clock = contact_of(&pairing, &[("2026-02-03", Mode::Video)], "2026-06-30");
        assert_eq!((clock.days, clock.due, clock.days_over), (7, None, 0));
    }

    #[test]
    fn the_cadence_of_a_pairing_goes_before_the_policy() {
        let mut pairing = pairing_with("grace-mentors-ada", &ACTIVE);
        pairing.every = Some(cadence("2 weeks"));
        let held = [("2026-02-03", Mode::Video)];
        assert_eq!(
            contact_of(&pairing, &held, "2026-02-04").due,
            Some(day("2026-02-17"))
        );
        pairing.every = Some(cadence("quarter"));
        let clock = contact_of(&pairing, &held, "2026-02-04");
        assert_eq!(
            clock.longest,
            cadence("quarter"),
            "longer than the policy's six weeks"
        );
    }

    #[test]
    fn before_the_first_contact_the_clock_counts_from_the_start() {
        let mut pairing = pairing_with("grace-mentors-ada", &ACTIVE);
        pairing.starts = Some(day("2026-01-19"));
        let clock = contact_of(&pairing, &[], "2026-01-29");
        assert_eq!((clock.last, clock.counted_from), (None, day("2026-01-19")));
        assert_eq!(clock.days, 10);
        assert_eq!(contact_of(&pairing, &[], "2026-01-15").days, 0);
    }

    #[test]
    fn a_flash_pairing_has_no_clock_once_it_met() {
        let mut pairing = pairing_with("grace-mentors-ada", &ACTIVE);
        pairing.kind = PairingKind::Flash;
        assert!(rhythm_of(&pairing, &[], "2026-02-01").contact.is_some());
        let met = [("2026-01-20", Mode::Video)];
        assert_eq!(rhythm_of(&pairing, &met, "2026-02-01"), Rhythm::default());
    }

    #[test]
    fn no_clock_runs_before_it_is_active_and_after_its_end() {
        for state in [
            PairingState::Proposed,
            PairingState::Accepted,
            PairingState::Closed,
        ] {
            let pairing = pairing_with("grace-mentors-ada", &[("2026-01-12", state)]);
            assert_eq!(rhythm_of(&pairing, &[], "2026-02-01"), Rhythm::default());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn days_over_are_running_days_past_the_due_day(program in programs(), days in 0_i64..400) {
            let today = first_day().plus_days(days);
            let policy = &program.settings.policy;
            for (id, pairing) in &program.pairings {
                let tally = MeetingTally::of(program.log(id), pairing, policy, today);
                let rhythm = rhythm(policy, pairing, &tally, today);
                for clock in [rhythm.contact, rhythm.in_person].into_iter().flatten() {
                    let over = clock.due.map_or(0, |due| {
                        (0..400)
                            .map(|ahead| due.plus_days(ahead))
                            .take_while(|&at| at < today)
                            .filter(|&at| is_running_on(pairing, at))
                            .count()
                    });
                    prop_assert_eq!(clock.days_over, i64::try_from(over).unwrap());
                    prop_assert!(clock.days_over_longest <= clock.days_over);
                    prop_assert!(clock.due.is_none_or(|due| clock.every.after(clock.counted_from) <= due));
                }
            }
        }
    }

    fn is_running_on(pairing: &Pairing, at: Day) -> bool {
        let entries = pairing.states.iter().filter(|entry| entry.on <= at);
        let latest = entries.max_by_key(|entry| entry.on);
        latest.is_none_or(|entry| matches!(entry.is, PairingState::Active | PairingState::Closing))
    }
}

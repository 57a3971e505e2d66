//! The two clocks of a pairing: some contact in every cadence, and a meeting in person now and then.
//!
//! It judges nothing. Its invariant: only what was held winds a clock, and days of a pause do not count.

use crate::insights::history::{Halts, begins, is_running, standing};
use crate::insights::tally::MeetingTally;
use crate::model::cadence::Cadence;
use crate::model::day::Day;
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::settings::Policy;

/// The clocks that run for a pairing; none before it is active, after it has ended, or when nothing says since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Rhythm {
    /// Any contact, an exchange of e-mails too.
    pub contact: Option<Clock>,
    /// Meetings in person.
    pub in_person: Option<Clock>,
}

/// One clock: what it asks for, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
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
        longest: longer(every, policy.meeting_longest),
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

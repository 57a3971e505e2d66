//! One mentor of a person: for what, how, how far away, and how contact goes.
//!
//! Its invariant: a pairing that is not in force gives no star.

use crate::insights::constellation::distance::{Distance, distance};
use crate::insights::progress::{Progress, progress};
use crate::model::cadence::Cadence;
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::participant::Style;
use crate::model::program::Program;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;

words! {
    /// How contact with a mentor goes.
    Contact {
        /// Within the ideal interval.
        Steady = "steady",
        /// Past the ideal interval.
        Due = "due",
        /// Past the longest interval.
        Drifting = "drifting",
        /// They agreed to rest.
        Paused = "paused",
        /// It has not begun.
        Waiting = "waiting",
    }
}

/// One mentor of a person.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Star<'a> {
    /// Who.
    pub person: &'a PersonId,
    /// Their name.
    pub name: &'a str,
    /// The pairing.
    pub pairing: &'a Id,
    /// Where it stands.
    pub state: PairingState,
    /// For what: as the pairing says, else as the mentor says; any when empty.
    pub facets: &'a [String],
    /// How they help.
    pub style: &'a [Style],
    /// How far they stand; none where nobody said enough.
    pub distance: Option<Distance>,
    /// How contact goes.
    pub contact: Contact,
    /// The last contact that was held.
    pub last: Option<Day>,
    /// Days since then; since the start where there was none.
    pub days: Option<i64>,
    /// The next meeting that is planned.
    pub next: Option<Moment>,
    /// The ideal interval.
    pub every: Cadence,
    /// The longest interval.
    pub longest: Cadence,
    /// Meetings that took place.
    pub meetings_held: u32,
    /// Minutes of them.
    pub minutes_held: u64,
}

impl Star<'_> {
    /// Whether it shines already: somebody who has not begun covers nothing yet.
    pub fn has_begun(&self) -> bool {
        self.contact != Contact::Waiting
    }

    /// Whether it is there for a facet.
    pub fn covers(&self, facet: &str) -> bool {
        self.has_begun() && (self.facets.is_empty() || self.facets.iter().any(|own| own == facet))
    }
}

/// Everybody who mentors a person on a day, by id.
pub fn stars<'a>(program: &'a Program, person: &PersonId, today: Day) -> Vec<Star<'a>> {
    let pairings = program.pairings.values();
    let mut stars: Vec<Star<'a>> = pairings
        .filter_map(|pairing| star(program, pairing, person, today))
        .collect();
    stars.sort_by_key(|star| (star.person, star.pairing));
    stars
}

/// Who mentors a person in a pairing; peers mentor each other.
pub(crate) fn mentor_of<'a>(pairing: &'a Pairing, person: &PersonId) -> Option<&'a PersonId> {
    if pairing.mentees.contains(person) {
        return Some(&pairing.mentor);
    }
    let is_peer = pairing.kind == PairingKind::Peer && pairing.mentor == *person;
    is_peer.then(|| pairing.mentees.first()).flatten()
}

fn star<'a>(
    program: &'a Program,
    pairing: &'a Pairing,
    person: &PersonId,
    today: Day,
) -> Option<Star<'a>> {
    let mentor = mentor_of(pairing, person)?;
    let looked = progress(program, pairing, today);
    if !looked.state.is_in_force() {
        return None;
    }
    let own = program.participants.get(mentor);
    let mentee = program.participants.get(person);
    let offer = own.and_then(|own| own.mentor.as_ref());
    let facets = match (&pairing.facets[..], offer) {
        ([], Some(offer)) => &offer.facets[..],
        (named, _) => named,
    };
    let policy = &program.settings.policy;
    let clock = looked.rhythm.contact;
    Some(Star {
        person: mentor,
        name: program.name(mentor),
        pairing: &pairing.id,
        state: looked.state,
        facets,
        style: offer.map_or(&[][..], |offer| &offer.style),
        distance: own
            .zip(mentee)
            .and_then(|(own, mentee)| distance(own, mentee)),
        contact: contact(&looked),
        last: looked.tally.last_held,
        days: clock.map(|clock| clock.days),
        next: looked.tally.next.map(|meeting| meeting.at),
        every: clock.map_or(pairing.every.unwrap_or(policy.meeting_every), |clock| {
            clock.every
        }),
        longest: clock.map_or(pairing.longest.unwrap_or(policy.meeting_longest), |clock| {
            clock.longest
        }),
        meetings_held: looked.tally.count.held,
        minutes_held: looked.tally.count.minutes_held,
    })
}

fn contact(looked: &Progress<'_>) -> Contact {
    match looked.state {
        PairingState::Paused => Contact::Paused,
        PairingState::Active | PairingState::Closing => match looked.rhythm.contact {
            Some(clock) if 0 < clock.days_over_longest => Contact::Drifting,
            Some(clock) if 0 < clock.days_over => Contact::Due,
            Some(_) | None => Contact::Steady,
        },
        PairingState::Proposed
        | PairingState::Accepted
        | PairingState::Closed
        | PairingState::Declined
        | PairingState::Withdrawn
        | PairingState::Void => Contact::Waiting,
    }
}

//! How many mentors a mentee asked for, and how many of them are still wanted.
//!
//! What a pairing serves is matching's to say. A request of a cohort is looked at in that cohort, one of no cohort in
//! those that are open: it is open where none of them served it. Its invariant: never more are open than were asked for.

use crate::matching::demand::{PairingsByPerson, open_requests};
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::participant::Participant;
use crate::model::settings::{COHORT_MAIN, Settings};
use std::collections::BTreeMap;

/// Mentors asked for, and those still wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RequestCount {
    /// Mentors asked for.
    pub all: u32,
    /// Of them, those who are still wanted.
    pub open: u32,
    /// Of those, the ones of a round that is not over.
    pub open_now: u32,
}

/// The rounds of a program in which requests are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounds {
    /// Where a request without a cohort counts, never empty.
    current: Vec<Id>,
    /// Whether any of them is not over yet.
    is_open: bool,
}

impl Rounds {
    /// The cohorts that are open on a day; where all are over, the last of them; where none is declared, `main`.
    #[expect(clippy::missing_panics_doc, reason = "`main` is an id")]
    pub fn on(settings: &Settings, today: Day) -> Rounds {
        let open = settings.cohorts_open(today);
        let is_open = !open.is_empty() || settings.cohorts.is_empty();
        let mut current: Vec<Id> = open.into_iter().map(|cohort| cohort.id.clone()).collect();
        if current.is_empty() {
            let last = settings.cohorts.iter().max_by_key(|cohort| cohort.ends);
            let main = || Id::parse(COHORT_MAIN).expect("the name of the main cohort is an id");
            current.push(last.map_or_else(main, |cohort| cohort.id.clone()));
        }
        Rounds { current, is_open }
    }

    /// Counts what a person asked for.
    pub fn count(
        &self,
        by_person: &PairingsByPerson<'_>,
        participant: &Participant,
        today: Day,
    ) -> RequestCount {
        if !participant.is_mentee() {
            return RequestCount::default();
        }
        let mut count = RequestCount::default();
        let mut seen = BTreeMap::new();
        for (index, wish) in participant.wishes().into_iter().enumerate() {
            let cohorts = wish
                .cohort
                .as_ref()
                .map_or(&self.current[..], std::slice::from_ref);
            let open_in = |cohort: &Id| {
                let open = seen
                    .entry(cohort.clone())
                    .or_insert_with(|| open_requests(by_person, participant, cohort, today));
                let wanted = open.iter().find(|request| request.index == index);
                wanted.map_or(0, |request| request.mentors_wanted)
            };
            let open = cohorts.iter().map(open_in).min().unwrap_or(0);
            let is_now = self.is_open && wish.cohort.is_none_or(|of| self.current.contains(&of));
            count.all += wish.mentors;
            count.open += open;
            count.open_now += if is_now { open } else { 0 };
        }
        count
    }
}

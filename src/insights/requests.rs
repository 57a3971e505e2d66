//! How many mentors a mentee asked for, and how many of them are still wanted.
//!
//! What a pairing serves is matching's to say. A request of a cohort is looked at in that cohort, one of no cohort in
//! those that are open: it is open where none of them served it. Its invariant: never more are open than were asked for.

use crate::matching::demand::{PairingsByPerson, open_requests};
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::participant::{Participant, Request};
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

    /// How many mentors of one request are still wanted in a round that is not over.
    pub fn open_of(
        &self,
        by_person: &PairingsByPerson<'_>,
        participant: &Participant,
        wish: &Request,
        today: Day,
    ) -> u32 {
        let cohorts = match &wish.cohort {
            Some(cohort) if !self.current.contains(cohort) => return 0,
            Some(cohort) => std::slice::from_ref(cohort),
            None => &self.current[..],
        };
        let Some(index) = participant.wishes().iter().position(|known| known == wish) else {
            return 0;
        };
        let open_in = |cohort: &Id| {
            let open = open_requests(by_person, participant, cohort, today);
            let wanted = open.iter().find(|request| request.index == index);
            wanted.map_or(0, |request| request.mentors_wanted)
        };
        cohorts.iter().map(open_in).min().unwrap_or(0)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{
        PROGRAMS, day, first_day, id, pairing_with, participant, person_id, program, programs,
    };
    use crate::model::pairing::{Pairing, PairingState};
    use crate::model::participant::Mentee;
    use crate::model::program::Program;
    use crate::model::settings::Cohort;
    use proptest::prelude::*;

    fn asking(requests: Vec<Request>) -> Program {
        let mut program = program();
        let ada = Participant {
            mentee: Some(Mentee::default()),
            requests,
            ..participant("ada")
        };
        program.participants.insert(person_id("ada"), ada);
        program
    }

    fn count(program: &Program, today: &str) -> RequestCount {
        let by_person = program.pairings_by_person();
        let rounds = Rounds::on(&program.settings, day(today));
        rounds.count(
            &by_person,
            &program.participants[&person_id("ada")],
            day(today),
        )
    }

    fn served(program: &mut Program, pairing: Pairing) {
        program.pairings.insert(pairing.id.clone(), pairing);
    }

    fn request(mentors: u32, cohort: Option<&str>) -> Request {
        Request {
            mentors,
            cohort: cohort.map(id),
            ..Request::default()
        }
    }

    fn cohort(text: &str, starts: &str, ends: &str) -> Cohort {
        Cohort {
            id: id(text),
            starts: Some(day(starts)),
            ends: Some(day(ends)),
            closed: None,
        }
    }

    #[test]
    fn a_mentee_without_a_request_asks_for_one_mentor() {
        let counted = count(&asking(Vec::new()), "2026-02-01");
        assert_eq!((counted.all, counted.open, counted.open_now), (1, 1, 1));
    }

    #[test]
    fn a_request_for_several_mentors_counts_as_several() {
        let mut program = asking(vec![request(2, None)]);
        let state = [("2026-01-12", PairingState::Active)];
        served(&mut program, pairing_with("grace-mentors-ada", &state));
        let counted = count(&program, "2026-02-01");
        assert_eq!((counted.all, counted.open), (2, 1));
    }

    #[test]
    fn a_request_of_a_cohort_that_is_over_is_not_wanted_now() {
        let mut program = asking(vec![request(1, Some("spring")), request(1, Some("autumn"))]);
        program.settings.cohorts = vec![
            cohort("spring", "2026-01-12", "2026-06-30"),
            cohort("autumn", "2026-09-01", "2026-12-31"),
        ];
        let counted = count(&program, "2026-09-02");
        assert_eq!((counted.all, counted.open, counted.open_now), (2, 2, 1));
        let counted = count(&program, "2027-01-01");
        assert_eq!((counted.open, counted.open_now), (2, 0));
    }

    #[test]
    fn a_request_of_no_cohort_is_served_by_a_pairing_of_any_open_one() {
        let mut program = asking(vec![request(1, None)]);
        program.settings.cohorts = vec![
            cohort("spring", "2026-01-12", "2026-09-30"),
            cohort("autumn", "2026-09-01", "2026-12-31"),
        ];
        let state = [("2026-01-12", PairingState::Active)];
        let mut pairing = pairing_with("grace-mentors-ada", &state);
        pairing.cohort = Some(id("spring"));
        served(&mut program, pairing);
        assert_eq!(count(&program, "2026-09-15").open, 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn never_more_are_open_than_were_asked_for(program in programs(), days in 0_i64..240) {
            let today = first_day().plus_days(days);
            let by_person = program.pairings_by_person();
            let rounds = Rounds::on(&program.settings, today);
            for participant in program.participants.values() {
                let counted = rounds.count(&by_person, participant, today);
                prop_assert!(counted.open_now <= counted.open && counted.open <= counted.all);
                let asked: u32 = participant.wishes().iter().map(|wish| wish.mentors).sum();
                prop_assert_eq!(counted.all, asked);
                let has_pairing = by_person.contains_key(&participant.id);
                prop_assert!(has_pairing || counted.open == counted.all);
            }
        }
    }
}

//! A program as one of its rounds sees it: the pairings of that round and the people in it.
//!
//! It counts nothing. Its invariant: nobody is in no round; who names none and was paired in none is in every one.

use crate::insights::events::Directory;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::Pairing;
use crate::model::program::Program;
use crate::model::settings::COHORT_MAIN;
use std::collections::{BTreeMap, BTreeSet};

/// The program with the pairings of a round alone, their logs, and the people of that round.
#[must_use]
pub fn of_cohort(program: Program, cohort: &Id) -> Program {
    let mut program = people_of_cohort(program, cohort);
    program.pairings.retain(|_, pairing| is_of(pairing, cohort));
    let pairings = &program.pairings;
    let is_here = |pairing: &Id| pairings.contains_key(pairing);
    program.logs.retain(|pairing, _| is_here(pairing));
    program
        .confidential_pairings
        .retain(|pairing, _| is_here(pairing));
    program
}

/// The program with the people of a round alone, and every pairing: who mentors in another round has fewer places.
#[must_use]
pub fn people_of_cohort(mut program: Program, cohort: &Id) -> Program {
    let elsewhere = people_elsewhere(&program, cohort);
    program.attendances = {
        let directory = Directory::of(&program);
        let is_here = |person: &str| {
            let found = directory.find(person);
            found.is_some_and(|participant| !elsewhere.contains(&participant.id))
        };
        let here = program.attendances.iter();
        here.filter(|attendance| is_here(&attendance.person))
            .cloned()
            .collect()
    };
    program
        .participants
        .retain(|person, _| !elsewhere.contains(person));
    for participant in program.participants.values_mut() {
        let is_here = |of: &Option<Id>| of.as_ref().is_none_or(|of| of == cohort);
        // Who is left without a request would ask for one mentor of any facet.
        if participant
            .requests
            .iter()
            .any(|request| is_here(&request.cohort))
        {
            participant
                .requests
                .retain(|request| is_here(&request.cohort));
        }
    }
    let people = &program.participants;
    program
        .confidential_people
        .retain(|person, _| people.contains_key(person));
    program.settings.cohorts.retain(|of| of.id == *cohort);
    program
}

/// Whether a pairing is of a round; one that names none is of `main`.
fn is_of(pairing: &Pairing, cohort: &Id) -> bool {
    match &pairing.cohort {
        Some(of) => of == cohort,
        None => cohort.as_str() == COHORT_MAIN,
    }
}

/// People who ask, offer or were paired in rounds, and not in this one.
fn people_elsewhere(program: &Program, cohort: &Id) -> BTreeSet<PersonId> {
    let mut rounds: BTreeMap<&PersonId, BTreeSet<&Id>> = BTreeMap::new();
    for participant in program.participants.values() {
        let named = rounds.entry(&participant.id).or_default();
        named.extend(
            participant
                .requests
                .iter()
                .filter_map(|request| request.cohort.as_ref()),
        );
        named.extend(participant.mentor.iter().flat_map(|mentor| &mentor.cohorts));
    }
    for pairing in program.pairings.values() {
        for person in pairing.people() {
            rounds.entry(person).or_default().extend(&pairing.cohort);
        }
    }
    let elsewhere = rounds
        .into_iter()
        .filter(|(_, named)| !named.is_empty() && !named.contains(cohort));
    elsewhere.map(|(person, _)| person.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{PROGRAMS, add_pair, enroll_mentee, id, program, programs};
    use crate::model::pairing::PairingState;
    use proptest::prelude::*;

    #[test]
    fn a_round_has_its_pairings_its_people_and_those_who_name_no_round() {
        let mut program = program();
        for person in ["ada", "ben", "kim"] {
            enroll_mentee(&mut program, person);
        }
        for (pairing, cohort) in [
            ("grace-mentors-ada", "spring"),
            ("lee-mentors-ben", "autumn"),
        ] {
            let state = ("2026-01-12", PairingState::Active);
            add_pair(&mut program, pairing, state, &[]);
            if let Some(pairing) = program.pairings.get_mut(&id(pairing)) {
                pairing.cohort = Some(id(cohort));
            }
        }
        let spring = of_cohort(program, &id("spring"));
        let people: Vec<&str> = spring.participants.keys().map(PersonId::as_str).collect();
        assert_eq!(people, ["ada", "kim"]);
        assert!(spring.pairings.keys().eq([&id("grace-mentors-ada")]));
        assert!(spring.logs.keys().eq([&id("grace-mentors-ada")]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn every_pairing_of_a_round_is_in_it_and_everybody_is_in_some_round(program in programs()) {
            let rounds = [id("spring"), id("autumn")];
            let parts = rounds.clone().map(|round| of_cohort(program.clone(), &round));
            for person in program.participants.keys() {
                prop_assert!(parts.iter().any(|part| part.participants.contains_key(person)));
            }
            for pairing in program.pairings.values() {
                for (round, part) in rounds.iter().zip(&parts) {
                    let is_there = part.pairings.contains_key(&pairing.id);
                    prop_assert_eq!(is_there, pairing.cohort.as_ref() == Some(round));
                }
            }
        }
    }
}

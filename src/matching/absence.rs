//! Why somebody takes no part in a match run: standing, training, cohort, places, requests.
//!
//! It speaks of one person at a time, whatever the rules say about pairs. Its invariant: whoever has no reason here is
//! among the offers or the demands of the run.

use crate::matching::demand::{
    PairingsByPerson, capacity_free, is_ready, open_requests, training_missing,
};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::participant::{Mentor, Participant, Role};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;

/// What keeps somebody out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AbsenceKind {
    /// They do not have the role at all.
    NoRole,
    /// They are paused, waiting, gone, or not screened yet.
    NotReady,
    /// They mentor in other cohorts.
    OtherCohort,
    /// The policy asks for training that they lack.
    Untrained,
    /// Every place is taken, or there never was one.
    NoFreePlace,
    /// Nothing that they asked for is open.
    NoOpenRequest,
}

/// Why somebody takes no part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Absence {
    /// Who.
    pub person: PersonId,
    /// What keeps them out.
    pub why: AbsenceKind,
    /// The same in words.
    pub because: String,
}

/// Why a person gives nothing in a cohort; none where they take part as a mentor.
pub fn mentor_absence(
    program: &Program,
    by_person: &PairingsByPerson<'_>,
    participant: &Participant,
    (cohort, today): (&Id, Day),
) -> Option<Absence> {
    let absence = |why, because| Some(absence_of(participant, why, because));
    let Some(mentor) = &participant.mentor else {
        return absence(AbsenceKind::NoRole, "is no mentor".to_owned());
    };
    if !is_ready(program, participant, Role::Mentor, today) {
        return absence(
            AbsenceKind::NotReady,
            standing(participant, Role::Mentor, today),
        );
    }
    if !mentor.cohorts.is_empty() && !mentor.cohorts.contains(cohort) {
        return absence(
            AbsenceKind::OtherCohort,
            format!("mentors in other cohorts than {cohort}"),
        );
    }
    let missing = training_missing(program, participant, today);
    if !missing.is_empty() {
        let modules: Vec<&str> = missing.iter().map(|module| module.as_str()).collect();
        return absence(
            AbsenceKind::Untrained,
            format!("lacks the training {}", modules.join(", ")),
        );
    }
    if capacity_free(by_person, participant, today) == 0 {
        return absence(AbsenceKind::NoFreePlace, places_in_words(mentor));
    }
    None
}

/// Why a person asks for nothing in a cohort; none where they take part as a mentee.
pub fn mentee_absence(
    program: &Program,
    by_person: &PairingsByPerson<'_>,
    participant: &Participant,
    (cohort, today): (&Id, Day),
) -> Option<Absence> {
    let absence = |why, because| Some(absence_of(participant, why, because));
    if participant.wishes().is_empty() {
        return absence(AbsenceKind::NoRole, "asks for no mentor".to_owned());
    }
    if !is_ready(program, participant, Role::Mentee, today) {
        return absence(
            AbsenceKind::NotReady,
            standing(participant, Role::Mentee, today),
        );
    }
    if open_requests(by_person, participant, cohort, today).is_empty() {
        return absence(
            AbsenceKind::NoOpenRequest,
            format!("has no open request in {cohort}"),
        );
    }
    None
}

/// Every mentor who takes no part, by id.
pub(crate) fn mentors_out(
    program: &Program,
    by_person: &PairingsByPerson<'_>,
    when: (&Id, Day),
) -> Vec<Absence> {
    let mentors = program
        .participants
        .values()
        .filter(|participant| participant.mentor.is_some());
    mentors
        .filter_map(|participant| mentor_absence(program, by_person, participant, when))
        .collect()
}

fn absence_of(participant: &Participant, why: AbsenceKind, because: String) -> Absence {
    Absence {
        person: participant.id.clone(),
        why,
        because,
    }
}

fn standing(participant: &Participant, role: Role, today: Day) -> String {
    format!("stands as {}", participant.readiness(role, today))
}

fn places_in_words(mentor: &Mentor) -> String {
    match mentor.capacity {
        0 => "offers no place".to_owned(),
        1 => "has a mentee already and offers 1 place".to_owned(),
        places => format!("has all {places} places taken"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::demand::{demands, offers};
    use crate::matching::fixture::{cohort, id, mentee, mentor, pairing, program, today, with};
    use crate::model::match_rules::MatchRules;
    use crate::model::pairing::PairingState;
    use crate::model::participant::{Readiness, ReadinessEntry};

    #[test]
    fn whoever_takes_no_part_hears_why_and_whoever_does_is_not_named() {
        let mut paused = mentor("paused", 1);
        paused.states = vec![ReadinessEntry {
            on: today(),
            is: Readiness::Paused,
            role: None,
            by: None,
            why: None,
        }];
        let mut elsewhere = mentor("elsewhere", 1);
        if let Some(mentor) = &mut elsewhere.mentor {
            mentor.cohorts = vec![id("2025-spring")];
        }
        let people = [
            mentor("grace", 2),
            mentor("full", 1),
            mentor("none", 0),
            paused,
            elsewhere,
            mentee("ada", 1),
            mentee("bob", 1),
        ];
        let program = with(
            program(people, MatchRules::default()),
            pairing("full", "ada", PairingState::Active),
        );
        let by_person = program.pairings_by_person();
        let cohort = cohort();
        let out: Vec<String> = mentors_out(&program, &by_person, (&cohort, today()))
            .iter()
            .map(|absence| format!("{} {}", absence.person, absence.because))
            .collect();
        assert_eq!(
            out,
            [
                "elsewhere mentors in other cohorts than 2026-spring",
                "full has a mentee already and offers 1 place",
                "none offers no place",
                "paused stands as paused",
            ]
        );
        let in_part = (
            offers(&program, &by_person, &cohort, today()).len(),
            demands(&program, &by_person, &cohort, today()).len(),
        );
        assert_eq!(in_part, (1, 1));
        let served = mentee_absence(
            &program,
            &by_person,
            &program.participants[&crate::matching::fixture::person_id("ada")],
            (&cohort, today()),
        );
        assert_eq!(
            served.map(|absence| absence.why),
            Some(AbsenceKind::NoOpenRequest)
        );
    }
}

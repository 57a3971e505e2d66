//! Who takes part in a match run, and for what: free places of mentors, open requests of mentees.
//!
//! It reads standing, capacity and pairings; it knows nothing of rules and points. Its invariant: what it returns is
//! free or open on the day that was asked for, in the order of ids and of the file.

use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::participant::{Participant, Readiness, Role, Style};
use crate::model::program::Program;
use std::collections::BTreeMap;

/// Pairings by the people in them, as `Program::pairings_by_person` gives them.
pub type PairingsByPerson<'a> = BTreeMap<&'a PersonId, Vec<&'a Pairing>>;

/// A request that still wants mentors.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenRequest {
    /// Its place among the person's wishes.
    pub index: usize,
    /// For what; any facet when absent.
    pub facet: Option<String>,
    /// What the mentee wants to learn.
    pub skills: Vec<String>,
    /// How the mentee wants to be helped.
    pub style: Vec<Style>,
    /// How much it matters beside the mentee's other requests.
    pub weight: Option<i64>,
    /// How many mentors it still wants, at least one.
    pub mentors_wanted: u32,
}

/// A mentor who takes part, with the places that are free.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// Who.
    pub participant: &'a Participant,
    /// Free places, at least one.
    pub places: u32,
}

/// A mentee who takes part, with the requests that are open.
#[derive(Debug, Clone)]
pub struct Demand<'a> {
    /// Who.
    pub participant: &'a Participant,
    /// At least one.
    pub requests: Vec<OpenRequest>,
}

/// Places of a mentor that are free: capacity less pairings in force, a circle counting each of its mentees.
///
/// A pairing dated ahead takes its place already; peers take none.
pub fn capacity_free(
    by_person: &PairingsByPerson<'_>,
    participant: &Participant,
    today: Day,
) -> u32 {
    let capacity = participant
        .mentor
        .as_ref()
        .map_or(0, |mentor| mentor.capacity);
    let taken: usize = pairings_of(by_person, &participant.id)
        .filter(|pairing| pairing.mentor == participant.id && is_in_force(pairing, today))
        .map(|pairing| match pairing.kind {
            PairingKind::Peer => 0,
            PairingKind::Circle => pairing.mentees.len(),
            PairingKind::Pair | PairingKind::Reverse | PairingKind::Flash => 1,
        })
        .sum();
    capacity.saturating_sub(u32::try_from(taken).unwrap_or(u32::MAX))
}

/// Requests of a person that still want mentors in a cohort, in file order.
///
/// A request is open while no pairing in force and none that ended as planned serves it in that cohort; an unplanned
/// ending opens it again unless the mentee said no to another mentor.
pub fn open_requests(
    by_person: &PairingsByPerson<'_>,
    participant: &Participant,
    cohort: &Id,
    today: Day,
) -> Vec<OpenRequest> {
    let mut open: Vec<OpenRequest> = participant
        .wishes()
        .into_iter()
        .enumerate()
        .filter(|(_, request)| request.cohort.as_ref().is_none_or(|of| of == cohort))
        .map(|(index, request)| OpenRequest {
            index,
            facet: request.facet,
            skills: request.skills,
            style: request.style,
            weight: request.weight,
            mentors_wanted: request.mentors,
        })
        .collect();
    let serving: Vec<&Pairing> = pairings_of(by_person, &participant.id)
        .filter(|pairing| {
            pairing.kind != PairingKind::Peer && pairing.mentees.contains(&participant.id)
        })
        .filter(|pairing| pairing.cohort.as_ref().is_none_or(|of| of == cohort))
        .filter(|pairing| serves(pairing, &participant.id, today))
        .collect();
    settle(&mut open, &serving);
    open.retain(|request| 0 < request.mentors_wanted);
    open
}

/// Takes from the requests what the pairings serve: named facets first, then any facet, then pairings of no facet.
fn settle(open: &mut [OpenRequest], serving: &[&Pairing]) {
    let mut unspent = Vec::new();
    for pairing in serving {
        let mut is_spent = false;
        for facet in &pairing.facets {
            let wanted = open.iter_mut().find(|request| {
                request.facet.as_ref() == Some(facet) && 0 < request.mentors_wanted
            });
            if let Some(request) = wanted {
                request.mentors_wanted -= 1;
                is_spent = true;
            }
        }
        if !is_spent {
            unspent.push(*pairing);
        }
    }
    for pairing in unspent {
        let any =
            |request: &&mut OpenRequest| request.facet.is_none() && 0 < request.mentors_wanted;
        if let Some(request) = open.iter_mut().find(any) {
            request.mentors_wanted -= 1;
        } else if pairing.facets.is_empty()
            && let Some(request) = open.iter_mut().find(|request| 0 < request.mentors_wanted)
        {
            request.mentors_wanted -= 1;
        }
    }
}

/// Whether a person takes part in a role on a day: ready, or merely applied where nobody is screened.
pub fn is_ready(program: &Program, participant: &Participant, role: Role, today: Day) -> bool {
    match participant.readiness(role, today) {
        Readiness::Ready => true,
        Readiness::Applied => !program.settings.policy.screening,
        Readiness::Waiting | Readiness::Paused | Readiness::Left | Readiness::Declined => false,
    }
}

/// Modules that the training gate asks of a mentor and that they have not taken by a day; none where the gate is off.
pub fn training_missing<'a>(
    program: &'a Program,
    participant: &Participant,
    today: Day,
) -> Vec<&'a Id> {
    if !program.settings.policy.training_gate {
        return Vec::new();
    }
    let taken = |module: &Id| {
        participant
            .trainings
            .iter()
            .any(|training| training.module == *module && training.on <= today)
    };
    program
        .settings
        .trainings
        .iter()
        .filter(|module| module.required && module.role.is_none_or(|role| role == Role::Mentor))
        .map(|module| &module.id)
        .filter(|module| !taken(module))
        .collect()
}

/// Mentors who take part in a cohort with at least one free place, by id.
pub fn offers<'a>(
    program: &'a Program,
    by_person: &PairingsByPerson<'_>,
    cohort: &Id,
    today: Day,
) -> Vec<Offer<'a>> {
    let takes_part = |participant: &&Participant| {
        let Some(mentor) = &participant.mentor else {
            return false;
        };
        (mentor.cohorts.is_empty() || mentor.cohorts.contains(cohort))
            && is_ready(program, participant, Role::Mentor, today)
            && training_missing(program, participant, today).is_empty()
    };
    program
        .participants
        .values()
        .filter(takes_part)
        .map(|participant| Offer {
            participant,
            places: capacity_free(by_person, participant, today),
        })
        .filter(|offer| 0 < offer.places)
        .collect()
}

/// Mentees who take part in a cohort with at least one open request, by id.
pub fn demands<'a>(
    program: &'a Program,
    by_person: &PairingsByPerson<'_>,
    cohort: &Id,
    today: Day,
) -> Vec<Demand<'a>> {
    program
        .participants
        .values()
        .filter(|participant| {
            participant.is_mentee() && is_ready(program, participant, Role::Mentee, today)
        })
        .map(|participant| Demand {
            participant,
            requests: open_requests(by_person, participant, cohort, today),
        })
        .filter(|demand| !demand.requests.is_empty())
        .collect()
}

/// Mentors whom a mentee must not get again in a cohort: with them now, or with them before in this very cohort.
///
/// A pairing that was withdrawn or void never was; one that was declined is not proposed twice.
pub fn partners_of_cohort<'a>(
    by_person: &'a PairingsByPerson<'_>,
    mentee: &'a PersonId,
    cohort: &'a Id,
    today: Day,
) -> impl Iterator<Item = &'a PersonId> {
    pairings_of(by_person, mentee)
        .filter(|pairing| pairing.kind != PairingKind::Peer && pairing.mentees.contains(mentee))
        .filter(move |pairing| match standing(pairing, today) {
            PairingState::Withdrawn | PairingState::Void => false,
            PairingState::Closed | PairingState::Declined => {
                pairing.cohort.as_ref().is_none_or(|of| of == cohort)
            }
            PairingState::Proposed
            | PairingState::Accepted
            | PairingState::Active
            | PairingState::Paused
            | PairingState::Closing => true,
        })
        .map(|pairing| &pairing.mentor)
}

/// Mentors with whom a mentee was paired before, in any cohort, and is no longer.
pub fn partners_past<'a>(
    by_person: &'a PairingsByPerson<'_>,
    mentee: &'a PersonId,
    today: Day,
) -> impl Iterator<Item = &'a PersonId> {
    pairings_of(by_person, mentee)
        .filter(|pairing| pairing.kind != PairingKind::Peer && pairing.mentees.contains(mentee))
        .filter(move |pairing| standing(pairing, today) == PairingState::Closed)
        .map(|pairing| &pairing.mentor)
}

/// Earlier cohorts in which a person was in the program as a mentee and was left without a mentor.
///
/// They count as asking when a request of theirs names the cohort, or when their history says that they were ready or
/// waiting on its first day.
pub fn cohorts_waited(
    program: &Program,
    by_person: &PairingsByPerson<'_>,
    participant: &Participant,
    cohort: &Id,
    today: Day,
) -> u32 {
    let Some(starts) = program
        .settings
        .cohort(cohort)
        .map_or(Some(today), |cohort| cohort.starts)
    else {
        return 0;
    };
    let earlier = program.settings.cohorts.iter().filter(|earlier| {
        earlier.id != *cohort && earlier.starts.is_some_and(|first| first < starts)
    });
    let waited = earlier.filter(|earlier| {
        let asked = participant
            .requests
            .iter()
            .any(|request| request.cohort.as_ref() == Some(&earlier.id))
            || earlier
                .starts
                .is_some_and(|first| was_there(participant, first));
        asked && !had_mentor_in(by_person, &participant.id, &earlier.id, today)
    });
    u32::try_from(waited.count()).unwrap_or(u32::MAX)
}

fn was_there(participant: &Participant, day: Day) -> bool {
    let is_dated = participant.states.iter().any(|entry| entry.on <= day);
    is_dated
        && match participant.readiness(Role::Mentee, day) {
            Readiness::Applied | Readiness::Ready | Readiness::Waiting => true,
            Readiness::Paused | Readiness::Left | Readiness::Declined => false,
        }
}

fn had_mentor_in(
    by_person: &PairingsByPerson<'_>,
    mentee: &PersonId,
    cohort: &Id,
    today: Day,
) -> bool {
    pairings_of(by_person, mentee).any(|pairing| {
        pairing.mentees.contains(mentee)
            && pairing.cohort.as_ref() == Some(cohort)
            && match standing(pairing, today) {
                PairingState::Declined | PairingState::Withdrawn | PairingState::Void => false,
                PairingState::Proposed
                | PairingState::Accepted
                | PairingState::Active
                | PairingState::Paused
                | PairingState::Closing
                | PairingState::Closed => true,
            }
    })
}

fn pairings_of<'a>(
    by_person: &'a PairingsByPerson<'_>,
    person: &PersonId,
) -> impl Iterator<Item = &'a Pairing> {
    by_person.get(person).into_iter().flatten().copied()
}

/// Where a pairing stands; one that is dated ahead counts as it will stand.
fn standing(pairing: &Pairing, today: Day) -> PairingState {
    pairing
        .state(today)
        .unwrap_or_else(|| pairing.state_latest())
}

fn is_in_force(pairing: &Pairing, today: Day) -> bool {
    standing(pairing, today).is_in_force()
}

/// Whether a pairing serves a request of a mentee: one in force, or one that ended as they wished.
fn serves(pairing: &Pairing, mentee: &PersonId, today: Day) -> bool {
    match standing(pairing, today) {
        PairingState::Closed => {
            let closing = pairing.closing.as_ref();
            let was_unplanned = closing.and_then(|closing| closing.planned) == Some(false);
            let said_no = closing.and_then(|closing| closing.rematch_of(mentee)) == Some(false);
            !was_unplanned || said_no
        }
        PairingState::Declined | PairingState::Withdrawn | PairingState::Void => false,
        PairingState::Proposed
        | PairingState::Accepted
        | PairingState::Active
        | PairingState::Paused
        | PairingState::Closing => true,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::matching::fixture::{
        cohort, id, mentee, mentor, pairing, person_id, program, request, today, with,
    };
    use crate::model::match_rules::MatchRules;
    use crate::model::pairing::Closing;
    use crate::model::participant::{ReadinessEntry, TrainingTaken};
    use crate::model::settings::TrainingModule;

    fn places_of(program: &Program, who: &str) -> u32 {
        let by_person = program.pairings_by_person();
        capacity_free(&by_person, &program.participants[&person_id(who)], today())
    }

    fn wanted_by(program: &Program, who: &str) -> Vec<(Option<String>, u32)> {
        let by_person = program.pairings_by_person();
        let person = &program.participants[&person_id(who)];
        let open = open_requests(&by_person, person, &cohort(), today());
        open.into_iter()
            .map(|request| (request.facet, request.mentors_wanted))
            .collect()
    }

    fn small() -> Program {
        program(
            [mentor("grace", 4), mentee("ada", 1)],
            MatchRules::default(),
        )
    }

    #[test]
    fn a_place_is_taken_while_a_pairing_is_in_force_or_will_be() {
        for (is, places) in [
            (PairingState::Proposed, 3),
            (PairingState::Active, 3),
            (PairingState::Closing, 3),
            (PairingState::Closed, 4),
            (PairingState::Declined, 4),
        ] {
            let program = with(small(), pairing("grace", "ada", is));
            assert_eq!(places_of(&program, "grace"), places, "{is}");
        }
        let mut ahead = pairing("grace", "ada", PairingState::Active);
        ahead.states[0].on = today().plus_days(30);
        assert_eq!(places_of(&with(small(), ahead), "grace"), 3);
    }

    #[test]
    fn a_circle_takes_a_place_for_each_of_its_mentees_and_peers_take_none() {
        let mut circle = pairing("grace", "ada", PairingState::Active);
        circle.kind = PairingKind::Circle;
        circle.mentees = ["ada", "bob", "kim"].map(person_id).to_vec();
        assert_eq!(places_of(&with(small(), circle), "grace"), 1);
        let mut peers = pairing("grace", "ada", PairingState::Active);
        peers.kind = PairingKind::Peer;
        assert_eq!(places_of(&with(small(), peers), "grace"), 4);
    }

    #[test]
    fn an_ending_as_planned_settles_a_request_and_an_unplanned_one_opens_it_again_unless_the_person_said_no()
     {
        let ended = |planned: bool, rematch_mentee: Option<bool>| {
            let mut ended = pairing("grace", "ada", PairingState::Closed);
            ended.closing = Some(Closing {
                planned: Some(planned),
                rematch_mentee,
                ..Closing::default()
            });
            wanted_by(&with(small(), ended), "ada").len()
        };
        assert_eq!(ended(true, None), 0);
        assert_eq!(ended(false, None), 1);
        assert_eq!(ended(false, Some(true)), 1);
        assert_eq!(ended(false, Some(false)), 0);
    }

    #[test]
    fn a_pairing_serves_the_facets_it_names_and_one_without_facets_serves_what_is_left() {
        let mut ada = mentee("ada", 1);
        ada.requests = vec![request("technical"), request("career")];
        let people = program([mentor("grace", 2), ada], MatchRules::default());
        let mut technical = pairing("grace", "ada", PairingState::Active);
        technical.facets = vec!["technical".to_owned()];
        let career = (Some("career".to_owned()), 1);
        assert_eq!(wanted_by(&with(people.clone(), technical), "ada"), [career]);
        let any = pairing("grace", "ada", PairingState::Active);
        assert_eq!(wanted_by(&with(people, any), "ada").len(), 1);
    }

    #[test]
    fn a_pairing_of_another_cohort_serves_nothing_in_this_one() {
        let mut other = pairing("grace", "ada", PairingState::Active);
        other.cohort = Some(id("2025-spring"));
        assert_eq!(wanted_by(&with(small(), other), "ada").len(), 1);
    }

    #[test]
    fn only_ready_people_of_the_cohort_take_part_and_applied_ones_where_nobody_is_screened() {
        let mut people = small();
        let entry = |is: Readiness| ReadinessEntry {
            on: today(),
            is,
            role: None,
            by: None,
            why: None,
        };
        let takes_part = |program: &Program| {
            let by_person = program.pairings_by_person();
            offers(program, &by_person, &cohort(), today()).len()
        };
        let grace = person_id("grace");
        people.participants.get_mut(&grace).unwrap().states = vec![entry(Readiness::Applied)];
        assert_eq!(takes_part(&people), 1);
        people.settings.policy.screening = true;
        assert_eq!(takes_part(&people), 0);
        people.participants.get_mut(&grace).unwrap().states.clear();
        assert_eq!(takes_part(&people), 1);
        let offered = people.participants.get_mut(&grace).unwrap().mentor.as_mut();
        offered.unwrap().cohorts = vec![id("2025-spring")];
        assert_eq!(takes_part(&people), 0);
    }

    #[test]
    fn the_training_gate_keeps_out_mentors_who_lack_a_required_module() {
        let mut people = small();
        people.settings.policy.training_gate = true;
        people.settings.trainings = vec![TrainingModule {
            id: id("listening-101"),
            role: Some(Role::Mentor),
            title: None,
            required: true,
            minutes: None,
        }];
        let missing = |program: &Program| {
            let grace = &program.participants[&person_id("grace")];
            training_missing(program, grace, today()).len()
        };
        assert_eq!(missing(&people), 1);
        let grace = people.participants.get_mut(&person_id("grace")).unwrap();
        grace.trainings = vec![TrainingTaken {
            module: id("listening-101"),
            on: today(),
        }];
        assert_eq!(missing(&people), 0);
    }

    #[test]
    fn whoever_was_there_in_an_earlier_cohort_without_a_mentor_has_waited() {
        let mut people = small();
        let waited = |program: &Program| {
            let by_person = program.pairings_by_person();
            let ada = &program.participants[&person_id("ada")];
            cohorts_waited(program, &by_person, ada, &cohort(), today())
        };
        assert_eq!(waited(&people), 0);
        let ada = people.participants.get_mut(&person_id("ada")).unwrap();
        ada.states = vec![ReadinessEntry {
            on: Day::new(2025, 1, 5).unwrap(),
            is: Readiness::Ready,
            role: None,
            by: None,
            why: None,
        }];
        assert_eq!(waited(&people), 1);
        let mut served = pairing("grace", "ada", PairingState::Closed);
        served.cohort = Some(id("2025-spring"));
        assert_eq!(waited(&with(people, served)), 0);
    }
}

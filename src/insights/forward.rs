//! Who pays it forward: mentees who became mentors, how soon, and who could be next.
//!
//! Its invariant: nobody's single score is told; an average is made of three at least.

use crate::insights::history::standing;
use crate::insights::lineage::{Lineage, Way};
use crate::insights::metrics::Average;
use crate::insights::tally::MeetingTally;
use crate::model::confidential::{CheckinKind, Score, Subject};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingState};
use crate::model::participant::{CertificationState, Participant, Readiness, Role};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Who pays it forward.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Forward<'a> {
    /// The day.
    pub day: Day,
    /// People whom somebody mentored.
    pub mentees: usize,
    /// People who mentored somebody.
    pub mentors: usize,
    /// People who were both, in whatever order.
    pub both: usize,
    /// People who were mentored before they mentored for the first time.
    pub forward: usize,
    /// Percent of the mentees who did, rounded down.
    pub rate_percent: Option<usize>,
    /// The median time from being mentored to mentoring.
    pub days_median: Option<i64>,
    /// Mentees who do not mentor and could.
    pub candidates: Vec<Candidate<'a>>,
}

/// A mentee who does not mentor and could.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Candidate<'a> {
    /// Who.
    pub person: &'a PersonId,
    /// Their name.
    pub name: &'a str,
    /// What they said when asked; none where nobody asked.
    pub offered: Option<bool>,
    /// What they were mentored in.
    pub facets: Vec<&'a str>,
    /// What they wanted to learn.
    pub skills: Vec<&'a str>,
    /// Certifications that they passed.
    pub certified: Vec<&'a Id>,
    /// Goals that they reached.
    pub goals_reached: usize,
    /// Meetings that they had as a mentee.
    pub meetings_held: u32,
    /// How well it fitted, as their mentors and the closings say; no average of fewer than three.
    pub rating: Average,
    /// When they were mentored last.
    pub last_held: Option<Day>,
}

/// Makes the report of a day.
pub fn forward(program: &Program, day: Day) -> Forward<'_> {
    let lineage = Lineage::of(program, day);
    let mentees: BTreeSet<&PersonId> = lineage.mentees().collect();
    let mentors: BTreeSet<&PersonId> = lineage.mentors().collect();
    let mut waits: Vec<i64> = mentees
        .intersection(&mentors)
        .filter_map(|person| wait(&lineage, person))
        .collect();
    waits.sort_unstable();
    let forward = waits.len();
    Forward {
        day,
        mentees: mentees.len(),
        mentors: mentors.len(),
        both: mentees.intersection(&mentors).count(),
        forward,
        rate_percent: (forward * 100).checked_div(mentees.len()),
        days_median: median(&waits),
        candidates: candidates(program, day),
    }
}

/// Days from being mentored first to mentoring first; none for who mentored before, or on the same day.
fn wait(lineage: &Lineage<'_>, person: &PersonId) -> Option<i64> {
    let received = lineage.first(person, Way::Up)?;
    let gave = lineage.first(person, Way::Down)?;
    (received < gave).then(|| gave.days_since(received))
}

/// The middle of sorted numbers; of two in the middle their mean, rounded down.
fn median(sorted: &[i64]) -> Option<i64> {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        count if count % 2 == 1 => Some(sorted[middle]),
        _ => Some(i64::midpoint(sorted[middle - 1], sorted[middle])),
    }
}

/// Those who offered it first, then by what they have to show; who said no comes last.
fn candidates(program: &Program, day: Day) -> Vec<Candidate<'_>> {
    let mut as_mentee: BTreeMap<&PersonId, Vec<&Pairing>> = BTreeMap::new();
    for edge in Lineage::of(program, day).edges() {
        let pairings = edge.pairings.iter().map(|id| &program.pairings[*id]);
        as_mentee.entry(edge.mentee).or_default().extend(pairings);
    }
    let people = as_mentee.into_iter().filter_map(|(person, pairings)| {
        let participant = program.participants.get(person)?;
        let is_gone = matches!(
            participant.readiness(Role::Mentee, day),
            Readiness::Left | Readiness::Declined
        );
        let is_meant = !participant.is_mentor() && !is_gone;
        let one = is_meant.then(|| candidate(program, participant, &pairings, day))?;
        let has_begun = 0 < one.meetings_held || pairings.iter().any(|one| is_done(one, day));
        (has_begun || one.offered.is_some()).then_some(one)
    });
    let mut found: Vec<Candidate<'_>> = people.collect();
    let rank = |offered: Option<bool>| match offered {
        Some(true) => 0,
        None => 1,
        Some(false) => 2,
    };
    found.sort_by(|one, other| {
        let key = |one: &Candidate<'_>| {
            let shown = (one.certified.len() + one.goals_reached, one.meetings_held);
            (rank(one.offered), std::cmp::Reverse(shown))
        };
        key(one)
            .cmp(&key(other))
            .then_with(|| one.person.cmp(other.person))
    });
    found
}

/// Whether a pairing came to its planned end.
fn is_done(pairing: &Pairing, day: Day) -> bool {
    let closing = pairing.closing.as_ref();
    standing(pairing, day) == PairingState::Closed
        && closing.and_then(|closing| closing.planned) != Some(false)
}

fn candidate<'a>(
    program: &'a Program,
    person: &'a Participant,
    pairings: &[&'a Pairing],
    day: Day,
) -> Candidate<'a> {
    let tally = |pairing: &&&'a Pairing| {
        let log = program.log(&pairing.id);
        MeetingTally::of(log, pairing, &program.settings.policy, day)
    };
    let tallies: Vec<_> = pairings.iter().map(|pairing| tally(&pairing)).collect();
    let facets = pairings.iter().flat_map(|pairing| &pairing.facets);
    let skills = person.requests.iter().flat_map(|request| &request.skills);
    let reached = pairings.iter().flat_map(|pairing| {
        let goals = pairing.goals.iter();
        goals.filter(|goal| pairing.is_reached(&goal.id))
    });
    Candidate {
        person: &person.id,
        name: &person.name,
        offered: offered(person, pairings),
        facets: distinct(facets.map(String::as_str)),
        skills: distinct(skills.map(String::as_str)),
        certified: certified(person, day),
        goals_reached: reached.count(),
        meetings_held: tallies.iter().map(|tally| tally.count.held).sum(),
        rating: rating(program, person, pairings, day),
        last_held: tallies.iter().filter_map(|tally| tally.last_held).max(),
    }
}

/// What they said at any time, else what they said when a pairing closed, the last word first.
fn offered(person: &Participant, pairings: &[&Pairing]) -> Option<bool> {
    let any_time = person
        .mentee
        .as_ref()
        .and_then(|mentee| mentee.offers_to_mentor);
    any_time.or_else(|| {
        let mut closings = pairings
            .iter()
            .rev()
            .filter_map(|pairing| pairing.closing.as_ref());
        closings.find_map(|closing| closing.offered_to_mentor)
    })
}

fn certified(person: &Participant, day: Day) -> Vec<&Id> {
    let steps = person.certifications.iter();
    let passed = steps.filter(|step| step.is == CertificationState::Passed && step.on <= day);
    let passed: BTreeSet<&Id> = passed.map(|step| &step.id).collect();
    passed.into_iter().collect()
}

/// How well it fitted, said by others: their mentors' check-ins, and the closings.
fn rating(program: &Program, person: &Participant, pairings: &[&Pairing], day: Day) -> Average {
    let mut scores: Vec<i64> = Vec::new();
    for pairing in pairings {
        scores.extend(pairing.closing.as_ref().and_then(|closing| closing.fit));
        let checkins = program
            .checkins(&Subject::Pairing(pairing.id.clone()))
            .iter();
        let of_mentor = checkins.filter(|checkin| {
            checkin.on <= day
                && checkin.kind != CheckinKind::Readiness
                && checkin.from.as_ref().is_some_and(|from| *from != person.id)
        });
        scores.extend(of_mentor.filter_map(|checkin| checkin.score(Score::Fit)));
    }
    Average::of(&scores)
}

fn distinct<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let words: BTreeSet<&str> = words.collect();
    words.into_iter().collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::sample::{add_pair, day, mentor, participant, person_id, program};
    use crate::model::log::MeetingState;
    use crate::model::pairing::Closing;

    const HELD: (&str, MeetingState) = ("2025-06-03", MeetingState::Held);

    fn family() -> Program {
        let mut program = program();
        for (pairing, since) in [
            ("ann-mentors-bob", "2024-01-01"),
            ("ann-mentors-cy", "2024-02-01"),
            ("bob-mentors-dee", "2025-01-01"),
            ("eve-mentors-ann", "2026-01-01"),
        ] {
            add_pair(
                &mut program,
                pairing,
                (since, PairingState::Active),
                &[HELD],
            );
        }
        for name in ["ann", "bob", "cy", "dee", "eve"] {
            let mut person = participant(name);
            person.mentee = Some(crate::model::participant::Mentee::default());
            if ["ann", "bob", "eve"].contains(&name) {
                person.mentor = Some(mentor(3));
            }
            program.participants.insert(person.id.clone(), person);
        }
        program
    }

    #[test]
    fn paying_forward_is_being_mentored_first_and_mentoring_then() {
        let program = family();
        let found = forward(&program, day("2026-02-20"));
        assert_eq!(
            (found.mentees, found.mentors, found.both, found.forward),
            (4, 3, 2, 1)
        );
        assert_eq!(
            (found.rate_percent, found.days_median),
            (Some(25), Some(366))
        );
    }

    #[test]
    fn who_was_mentored_and_does_not_mentor_could_and_who_offered_comes_first() {
        let mut program = family();
        let names = |program: &Program| {
            let found = forward(program, day("2026-02-20")).candidates;
            found
                .iter()
                .map(|one| one.person.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&program), ["cy", "dee"]);
        let pairing = program
            .pairings
            .values_mut()
            .find(|one| one.mentees == [person_id("dee")]);
        pairing.unwrap().closing = Some(Closing {
            offered_to_mentor: Some(true),
            ..Closing::default()
        });
        assert_eq!(names(&program), ["dee", "cy"]);
        let cy = program.participants.get_mut(&person_id("cy")).unwrap();
        cy.mentor = Some(mentor(1));
        assert_eq!(names(&program), ["dee"], "a mentor need not be asked");
    }

    #[test]
    fn the_middle_of_two_is_between_them() {
        assert_eq!(
            [&[][..], &[3], &[3, 6], &[1, 2, 9]].map(median),
            [None, Some(3), Some(4), Some(2)]
        );
    }
}

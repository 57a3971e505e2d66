//! A constellation as a whole.

use crate::insights::constellation::exchange::{Exchange, exchange};
use crate::insights::constellation::facet::{FacetCover, facet_map};
use crate::insights::constellation::star::{Star, stars};
use crate::insights::constellation::warning::{Voice, Warning, warnings};
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;

/// A person's mentors, what they cover, and what is missing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Constellation<'a> {
    /// The day.
    pub day: Day,
    /// Whose.
    pub person: &'a PersonId,
    /// Their name.
    pub name: &'a str,
    /// Facets, the weightiest wish first.
    pub facets: Vec<FacetCover<'a>>,
    /// Mentors, by id.
    pub mentors: Vec<Star<'a>>,
    /// What is amiss.
    pub warnings: Vec<Warning<'a>>,
    /// What was received and given.
    pub exchange: Exchange<'a>,
}

/// The constellation of a person on a day; none for a stranger.
pub fn constellation<'a>(
    program: &'a Program,
    person: &PersonId,
    day: Day,
) -> Option<Constellation<'a>> {
    let participant = program.participants.get(person)?;
    let mentors = stars(program, person, day);
    let facets = facet_map(program, participant, &mentors);
    let voice = if program.settings.me.as_ref() == Some(person) {
        Voice::You
    } else {
        Voice::Named(&participant.name)
    };
    Some(Constellation {
        day,
        person: &participant.id,
        name: &participant.name,
        warnings: warnings(participant, voice, &facets, &mentors),
        facets,
        mentors,
        exchange: exchange(program, person, day),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::constellation::distance::Distance;
    use crate::insights::constellation::star::Contact;
    use crate::insights::constellation::warning::Lack;
    use crate::insights::sample::{
        PROGRAMS, add_pair, day, first_day, mentor, participant, person_id, program, programs,
    };
    use crate::model::log::MeetingState;
    use crate::model::pairing::PairingState;
    use crate::model::participant::{Mentor, Participant, Request, Style};
    use proptest::prelude::*;

    const ACTIVE: (&str, PairingState) = ("2026-01-12", PairingState::Active);
    const TODAY: &str = "2026-02-20";

    fn wish(facet: &str, weight: i64) -> Request {
        Request {
            facet: Some(facet.to_owned()),
            weight: Some(weight),
            mentors: 1,
            ..Request::default()
        }
    }

    fn helper(id: &str, facets: &[&str], style: &[Style]) -> Participant {
        Participant {
            mentor: Some(Mentor {
                facets: facets.iter().map(|&facet| facet.to_owned()).collect(),
                style: style.to_vec(),
                ..mentor(3)
            }),
            organization: Some("Acme".to_owned()),
            department: Some("Networks".to_owned()),
            ..participant(id)
        }
    }

    /// Ada, who wishes leadership more than technical depth, and these mentors of hers who met her on 3 February.
    fn ada_with(mentors: Vec<Participant>) -> Program {
        let mut program = program();
        let mut ada = helper("ada", &[], &[]);
        ada.mentor = None;
        ada.requests = vec![wish("technical", 1), wish("leadership", 3)];
        program.settings.me = Some(person_id("ada"));
        program.participants.insert(ada.id.clone(), ada);
        for mentor in mentors {
            let pairing = format!("{}-mentors-ada", mentor.id);
            let held = ("2026-02-03", MeetingState::Held);
            add_pair(&mut program, &pairing, ACTIVE, &[held]);
            program.participants.insert(mentor.id.clone(), mentor);
        }
        program
    }

    fn lacks(program: &Program, today: &str) -> Vec<(Lack, String)> {
        let found = constellation(program, &person_id("ada"), day(today)).unwrap();
        let told = found.warnings.into_iter();
        told.map(|one| (one.lack, one.sentence)).collect()
    }

    #[test]
    fn facets_stand_in_the_order_of_their_weight_with_who_covers_them() {
        let program = ada_with(vec![helper("grace", &["technical"], &[])]);
        let found = constellation(&program, &person_id("ada"), day(TODAY)).unwrap();
        let facets: Vec<_> = found
            .facets
            .iter()
            .map(|facet| (facet.facet, facet.coverage.as_str()))
            .collect();
        assert_eq!(facets, [("leadership", "empty"), ("technical", "one")]);
    }

    #[test]
    fn without_a_mentor_nothing_is_said_but_that_and_what_is_empty() {
        let told = lacks(&ada_with(Vec::new()), TODAY);
        let words: Vec<&str> = told.iter().map(|(_, sentence)| sentence.as_str()).collect();
        assert_eq!(
            words,
            [
                "nobody mentors you",
                "nobody for leadership",
                "nobody for technical"
            ]
        );
    }

    #[test]
    fn a_choir_of_supporters_from_ones_own_department_is_warned_of() {
        let near = ada_with(vec![
            helper("grace", &["technical"], &[Style::Supporter]),
            helper("kim", &["leadership"], &[Style::Teacher]),
        ]);
        let told = lacks(&near, TODAY);
        let words: Vec<&str> = told.iter().map(|(_, sentence)| sentence.as_str()).collect();
        assert_eq!(
            words,
            ["nobody challenges you", "all from your own department"]
        );
        let mut far = near;
        let kim = far.participants.get_mut(&person_id("kim")).unwrap();
        kim.organization = Some("Other".to_owned());
        kim.mentor.as_mut().unwrap().style = vec![Style::Challenger];
        assert_eq!(lacks(&far, TODAY), []);
    }

    #[test]
    fn what_hangs_on_one_person_is_said() {
        let both = &["leadership", "technical"];
        let told = lacks(
            &ada_with(vec![helper("grace", both, &[Style::Challenger])]),
            TODAY,
        );
        let sentence = "leadership and technical hang on GRACE alone".to_owned();
        assert_eq!(told, [(Lack::HangsOnOne, sentence)]);
    }

    #[test]
    fn who_is_past_the_longest_interval_drifts_and_who_rests_does_not() {
        let grace = || vec![helper("grace", &[], &[Style::Challenger])];
        let mut program = ada_with(grace());
        let contact = |program: &Program, on: &str| {
            let found = constellation(program, &person_id("ada"), day(on)).unwrap();
            found.mentors[0].contact
        };
        assert_eq!(contact(&program, "2026-03-03"), Contact::Steady);
        assert_eq!(contact(&program, "2026-03-04"), Contact::Due);
        assert_eq!(contact(&program, "2026-03-18"), Contact::Drifting);
        let pairing = program.pairings.values_mut().next().unwrap();
        pairing.longest = Some(crate::insights::sample::cadence("quarter"));
        assert_eq!(contact(&program, "2026-03-18"), Contact::Due);
        let held = ("2026-02-03", MeetingState::Held);
        add_pair(
            &mut program,
            "grace-mentors-ada",
            ("2026-01-12", PairingState::Paused),
            &[held],
        );
        assert_eq!(contact(&program, "2026-03-18"), Contact::Paused);
    }

    #[test]
    fn one_could_return_something_to_whom_one_gave_nothing() {
        let mut grace = helper("grace", &[], &[]);
        grace.mentor.as_mut().unwrap().hopes = Some("how the new rota works".to_owned());
        let mut program = ada_with(vec![grace]);
        let ada = person_id("ada");
        let returns = |program: &Program| {
            let found = exchange(program, &ada, day(TODAY));
            let told = found.partners.into_iter();
            told.map(|one| (one.could_return, one.hopes.map(str::to_owned)))
                .collect::<Vec<_>>()
        };
        let hopes = Some("how the new rota works".to_owned());
        assert_eq!(returns(&program), [(true, hopes)]);
        let log = program.logs.values_mut().next().unwrap();
        log.meetings[0].mentor_learned = Some("the new rota".to_owned());
        assert_eq!(returns(&program), [(false, None)]);
    }

    #[test]
    fn two_who_mentor_each_other_give_and_receive() {
        let mut program = ada_with(vec![helper("grace", &[], &[])]);
        let held = ("2026-02-10", MeetingState::Held);
        add_pair(&mut program, "ada-mentors-grace", ACTIVE, &[held, held]);
        let found = exchange(&program, &person_id("ada"), day(TODAY));
        assert_eq!((found.received.meetings, found.given.meetings), (1, 2));
        assert_eq!(found.partners.len(), 1);
    }

    #[test]
    fn a_distance_that_nobody_told_is_not_guessed() {
        let mut program = ada_with(vec![helper("grace", &[], &[])]);
        let distance = |program: &Program| {
            let found = constellation(program, &person_id("ada"), day(TODAY)).unwrap();
            found.mentors[0].distance
        };
        assert_eq!(distance(&program), Some(Distance::Department));
        let grace = program.participants.get_mut(&person_id("grace")).unwrap();
        grace.organization = None;
        assert_eq!(distance(&program), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn what_all_received_is_what_all_gave(program in programs(), days in 0_i64..240) {
            let today = first_day().plus_days(days);
            let (mut received, mut given) = (0, 0);
            for person in program.pairings_by_person().into_keys() {
                let found = exchange(&program, person, today);
                let from: u32 = found.partners.iter().map(|one| one.given.meetings).sum();
                let to: u32 = found.partners.iter().map(|one| one.received.meetings).sum();
                given += from;
                received += to;
                let stars = stars(&program, person, today);
                prop_assert!(stars.is_sorted_by_key(|star| (star.person, star.pairing)));
                prop_assert!(stars.iter().all(|star| star.person != person));
            }
            prop_assert_eq!(received, given);
        }
    }
}

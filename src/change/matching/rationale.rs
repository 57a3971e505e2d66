//! Why two people are a pairing, frozen when it is made: points and reasons as the rules give them on that day.
//!
//! The same for a pair of a draft and for one that is made by hand.

use crate::change::refusal::Refusal;
use crate::change::rules::rules_mistaken;
use crate::matching::pair::{AskedFacet, PairQuestion, PairScore, score_pair};
use crate::matching::reason::Reason;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::Rationale;
use crate::model::program::Program;

/// What the rules say of mentees with one mentor; nothing where somebody is not enrolled.
///
/// # Errors
/// Refuses where the rules have mistakes.
pub fn scores(
    program: &Program,
    mentor: &PersonId,
    mentees: &[PersonId],
    facet: AskedFacet<'_>,
    (cohort, today): (&Id, Day),
) -> Result<Vec<PairScore>, Refusal> {
    let by_person = program.pairings_by_person();
    let people = &program.participants;
    let pairs = mentees
        .iter()
        .filter_map(|mentee| Some((people.get(mentor)?, people.get(mentee)?)));
    let score = |(mentor, mentee)| {
        let question = PairQuestion {
            mentor,
            mentee,
            facet,
            cohort,
            today,
        };
        score_pair(program, &by_person, &question)
            .map_err(|mistakes| Refusal::Broken(rules_mistaken(program, &mistakes)))
    };
    pairs.map(score).collect()
}

/// The rationale of a pairing with one mentee or several, each with their own reasons.
pub fn rationale(mentees: &[PersonId], scores: &[PairScore]) -> Option<Rationale> {
    let digest = scores.first()?.rules_digest.clone();
    let reasons = |(mentee, score): (&PersonId, &PairScore)| -> Vec<String> {
        let sentences = score.rules.iter().map(Reason::sentence);
        if mentees.len() == 1 {
            sentences.collect()
        } else {
            sentences
                .map(|reason| format!("{mentee}: {reason}"))
                .collect()
        }
    };
    Some(Rationale {
        points: Some(scores.iter().map(|score| score.points).sum()),
        rules_digest: Some(digest),
        because: mentees.iter().zip(scores).flat_map(reasons).collect(),
    })
}

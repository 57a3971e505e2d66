//! Why two people are a pairing, frozen when it is made: points and reasons as the rules give them on that day.
//!
//! The same for a pair of a draft and for one that is made by hand.

use crate::change::pairing::{NewPairing, Short};
use crate::change::refusal::Refusal;
use crate::change::rules::rules_mistaken;
use crate::matching::pair::{AskedFacet, PairQuestion, PairScore, score_pair};
use crate::matching::reason::Reason;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{PairingKind, Rationale};
use crate::model::program::Program;
use crate::model::settings::COHORT_MAIN;

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

/// A pairing by hand under the rules of a match: with the same rationale, and refused where a rule forbids it.
///
/// Peers are outside of the rules, and so is a program that has none.
///
/// # Errors
/// Refuses a pair that a hard rule forbids, unless the pairing is forced; and rules with mistakes.
pub fn by_the_rules(program: &Program, new: NewPairing, today: Day) -> Result<NewPairing, Refusal> {
    let rules = &program.match_rules;
    let has_rules = !(rules.rules.is_empty() && rules.forbids.is_empty());
    if new.kind == PairingKind::Peer || !has_rules {
        return Ok(new);
    }
    let main = Id::parse(COHORT_MAIN).map_err(|error| Refusal::refused(error.to_string()))?;
    let cohort = new.cohort.as_ref().unwrap_or(&main);
    let facet = match new.facets.first() {
        Some(facet) => AskedFacet::Of(Some(facet)),
        None => AskedFacet::First,
    };
    let scores = scores(program, &new.mentor, &new.mentees, facet, (cohort, today))?;
    let mut pairs = new.mentees.iter().zip(&scores);
    let bar = pairs.find_map(|(mentee, score)| Some((mentee, score.forbidden_by.first()?)));
    if let Some((mentee, bar)) = bar.filter(|_| new.short == Short::Refused) {
        let message = format!(
            "rule {} forbids {} with {mentee}: {}",
            bar.rule, new.mentor, bar.because
        );
        return Err(Refusal::refused(message).hint("--force to make it all the same"));
    }
    Ok(NewPairing {
        rationale: rationale(&new.mentees, &scores),
        ..new
    })
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

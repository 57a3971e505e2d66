//! Why two people were not matched: what the rules say about them, what forcing the pair would cost, who would move.
//!
//! The cost is exact: the pool is matched again with the pair settled beforehand, and both results are compared.

use crate::matching::asked::Asked;
use crate::matching::outcome::{Bound, Outcome};
use crate::matching::pair::{AskedFacet, PairQuestion, PairScore, score_pair};
use crate::matching::pool::{Pool, Ready, prepare};
use crate::matching::price::bound;
use crate::matching::question::{MatchError, Question};
use crate::matching::sheet::Sheet;
use crate::matching::solver::instance::Assignment;
use crate::matching::solver::solve::{Solution, solve};
use crate::model::id::PersonId;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Why two people were matched or not.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Explanation {
    /// What the rules say about them.
    pub score: PairScore,
    /// Whether the best result pairs them.
    pub is_matched: bool,
    /// For what it does; any facet when absent.
    pub matched_facet: Option<String>,
    /// What forcing them together would change; none where that is not possible or they are matched anyway.
    pub forced: Option<Difference>,
}

/// What another result would be like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// What the best result reaches.
    pub before: Bound,
    /// What the other one would reach.
    pub after: Bound,
    /// Who would have other mentors, by mentee.
    pub moved: Vec<Move>,
}

/// A mentee whose mentors would be others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Move {
    /// Who.
    pub mentee: PersonId,
    /// For what; any facet when absent.
    pub facet: Option<String>,
    /// Mentors in the best result.
    pub before: Vec<PersonId>,
    /// Mentors in the other one.
    pub after: Vec<PersonId>,
}

/// Explains a pair: its score, whether the best result has it, and what it would cost to force it.
///
/// Where no facet is asked about, the pair is scored for the one that it is matched for.
///
/// # Errors
/// Mistakes in the rules, pins that they forbid, and pools too large to be added up exactly.
pub fn explain(
    program: &Program,
    question: &Question<'_>,
    pair: &PairQuestion<'_>,
) -> Result<Explanation, MatchError> {
    prepare(program, question, |mut ready| {
        let best = solve(&ready.instance, question.aim)?;
        let matched = place(&ready, pair)
            .and_then(|place| request_of(ready.sheet, &best.assignment, place))
            .map(|request| &ready.sheet.asked[request].request);
        let facet = match (pair.facet, matched) {
            (AskedFacet::First, Some(request)) => AskedFacet::Of(request.facet.as_deref()),
            (facet, _) => facet,
        };
        let score = score_pair(
            program,
            &program.pairings_by_person(),
            &PairQuestion { facet, ..*pair },
        )
        .map_err(MatchError::Rules)?;
        let is_matched = matched.is_some();
        let matched_facet = matched.and_then(|request| request.facet.clone());
        let is_allowed = score.forbidden_by.is_empty() && !score.already_together;
        let forced = if is_allowed && !is_matched {
            force(&mut ready, pair, &best)?
        } else {
            None
        };
        Ok(Explanation {
            score,
            is_matched,
            matched_facet,
            forced,
        })
    })
}

/// The numbers of mentee and mentor in a pool, where both take part.
fn place(ready: &Ready<'_>, pair: &PairQuestion<'_>) -> Option<(u32, u32)> {
    let (mentee, mentor) = ready
        .pool
        .mentee(&pair.mentee.id)
        .zip(ready.pool.mentor(&pair.mentor.id))?;
    Some((narrow(mentee), narrow(mentor)))
}

/// The request for which a mentee has a mentor.
fn request_of(
    sheet: &Sheet<'_>,
    assignment: &Assignment,
    (mentee, mentor): (u32, u32),
) -> Option<usize> {
    let is_theirs = |(asked, mentors): (&Asked<'_>, &Vec<u32>)| {
        narrow(asked.mentee) == mentee && mentors.contains(&mentor)
    };
    sheet.asked.iter().zip(assignment).position(is_theirs)
}

/// What settling a pair beforehand would change; none where that is not possible.
fn force(
    ready: &mut Ready<'_>,
    pair: &PairQuestion<'_>,
    best: &Solution,
) -> Result<Option<Difference>, MatchError> {
    let Some(place) = place(ready, pair) else {
        return Ok(None);
    };
    ready.instance.pins.insert(place);
    let other = solve(&ready.instance, ready.pool.question.aim)?;
    let is_kept = request_of(ready.sheet, &other.assignment, place).is_some();
    Ok(is_kept.then(|| Difference {
        before: bound(&best.reached),
        after: bound(&other.reached),
        moved: moved(ready.pool, ready.sheet, &best.assignment, &other.assignment),
    }))
}

fn moved(pool: &Pool<'_>, sheet: &Sheet<'_>, before: &Assignment, after: &Assignment) -> Vec<Move> {
    let named = |mentors: &[u32]| -> Vec<PersonId> {
        mentors
            .iter()
            .map(|&mentor| pool.offers[mentor as usize].participant.id.clone())
            .collect()
    };
    let requests = sheet.asked.iter().zip(before.iter().zip(after));
    let moved =
        requests
            .filter(|(_, (before, after))| before != after)
            .map(|(asked, (before, after))| Move {
                mentee: asked.participant.id.clone(),
                facet: asked.request.facet.clone(),
                before: named(before),
                after: named(after),
            });
    moved.collect()
}

/// Compares two outcomes: what they reach and who has other mentors.
pub(crate) fn difference(before: &Outcome, after: &Outcome) -> Difference {
    type Mentors = (Vec<PersonId>, Vec<PersonId>);
    let mut requests: BTreeMap<(PersonId, Option<String>), Mentors> = BTreeMap::new();
    for pair in &before.pairs {
        requests
            .entry((pair.mentee.clone(), pair.facet.clone()))
            .or_default()
            .0
            .push(pair.mentor.clone());
    }
    for pair in &after.pairs {
        requests
            .entry((pair.mentee.clone(), pair.facet.clone()))
            .or_default()
            .1
            .push(pair.mentor.clone());
    }
    let moved = requests
        .into_iter()
        .filter(|(_, (before, after))| before != after);
    let moved = moved.map(|((mentee, facet), (before, after))| Move {
        mentee,
        facet,
        before,
        after,
    });
    Difference {
        before: before.bound,
        after: after.bound,
        moved: moved.collect(),
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

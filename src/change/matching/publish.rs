//! The pairings of a draft: all of them, or some.

use crate::change::edit::{At, Author, Change, Edit, FileName, Part};
use crate::change::matching::draft::{removal, standing};
use crate::change::matching::legal::{Case, findings};
use crate::change::matching::rationale::rationale;
use crate::change::pairing::{NewPairing, Short, create};
use crate::change::refusal::Refusal;
use crate::matching::digest::{PairingFacts, rests_on};
use crate::matching::pair::PairScore;
use crate::model::draft::{Draft, DraftPair};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{PairingKind, PairingState, Rationale};
use crate::model::program::Program;
use crate::model::settings::COHORT_MAIN;
use crate::model::value::Value;
use std::collections::BTreeMap;

/// Pairings made of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// Their ids.
    pub ids: Vec<Id>,
    /// Pairs whose points are others than the draft says, which somebody edited or published in part.
    pub scored_anew: usize,
}

/// Makes pairings of a draft, of all pairs or of those that were chosen; what is left of it stays under review.
///
/// # Errors
/// Refuses where there is no draft, where anything it rests on has changed since, where it was edited into something
/// that no rule allows, and where only a part of a circle is chosen.
pub fn publish(
    program: &Program,
    cohort: &Id,
    chosen: Option<&[DraftPair]>,
    author: &Author,
) -> Result<(Published, Change), Refusal> {
    let draft = standing(program, cohort)?;
    refuse_stale(program, draft, author)?;
    let case = Case {
        program,
        cohort,
        draft,
        today: author.today,
    };
    let findings = findings(&case)?;
    if !findings.is_empty() {
        return Err(Refusal::Broken(findings));
    }
    let chosen: Vec<&DraftPair> = draft
        .pairs
        .iter()
        .filter(|pair| chosen.is_none_or(|chosen| chosen.contains(pair)))
        .collect();
    if chosen.is_empty() {
        let message = format!("the draft of {cohort} has no pairs");
        return Err(Refusal::refused(message).hint("pleiad match unmatched says why"));
    }
    refuse_part_of_circle(program, draft, &chosen)?;
    make(&case, &chosen, author)
}

fn refuse_stale(program: &Program, draft: &Draft, author: &Author) -> Result<(), Refusal> {
    if draft.rests_on == rests_on(program, author.today, &[]) {
        return Ok(());
    }
    let message = format!(
        "people, pairings or rules have changed since the draft of {}",
        draft.on
    );
    Err(Refusal::Stale {
        message,
        hint: Some(
            "pleiad match -n shows what is different; pleiad match makes a new one".to_owned(),
        ),
    })
}

fn refuse_part_of_circle(
    program: &Program,
    draft: &Draft,
    chosen: &[&DraftPair],
) -> Result<(), Refusal> {
    let is_chosen = |mentor: &PersonId| chosen.iter().any(|pair| pair.mentor == *mentor);
    let left = draft.pairs.iter().find(|pair| {
        is_circle(program, &pair.mentor) && is_chosen(&pair.mentor) && !chosen.contains(pair)
    });
    let Some(left) = left else {
        return Ok(());
    };
    let message = format!(
        "the mentees of {} are one circle; {} would be left out",
        left.mentor, left.mentee
    );
    let hint = format!(
        "name all of them, or first pleiad match drop {}/{}",
        left.mentor, left.mentee
    );
    Err(Refusal::refused(message).hint(hint))
}

fn make(
    case: &Case<'_>,
    chosen: &[&DraftPair],
    author: &Author,
) -> Result<(Published, Change), Refusal> {
    let mut published = Published {
        ids: Vec::new(),
        scored_anew: 0,
    };
    let (mut edits, mut made) = (Vec::new(), Vec::new());
    for group in groups(case.program, chosen) {
        let new = new_pairing(case, &group, &mut published.scored_anew)?;
        let (id, edit) = create(case.program, &new, author, &published.ids)?;
        published.ids.push(id.clone());
        made.push((id, first_state(&edit), new));
        edits.push(edit);
    }
    let sentence = format!("publish {} pairings of {}", edits.len(), case.cohort);
    edits.extend(what_is_left(case, chosen, &made, author));
    Ok((published, Change { sentence, edits }))
}

/// The draft without what was published; gone where nothing is left.
fn what_is_left(
    case: &Case<'_>,
    chosen: &[&DraftPair],
    made: &[(Id, PairingState, NewPairing)],
    author: &Author,
) -> Vec<Edit> {
    let file = FileName::Draft(case.cohort.clone());
    if chosen.len() == case.draft.pairs.len() {
        return vec![Edit::Delete { file }];
    }
    let facts: Vec<PairingFacts<'_>> = made
        .iter()
        .map(|(id, state, new)| PairingFacts {
            id,
            mentor: &new.mentor,
            mentees: &new.mentees,
            cohort: new.cohort.as_ref(),
            facets: &new.facets,
            state: *state,
            closing: None,
        })
        .collect();
    // The rest rests on the program as it will be, so that it can be published another day.
    let value = rests_on(case.program, author.today, &facts).into();
    let mut edits = vec![Edit::Set {
        file,
        at: At::Top,
        key: "rests_on".to_owned(),
        value,
    }];
    edits.extend(chosen.iter().map(|pair| removal(case.cohort, pair)));
    edits
}

/// The state in which a new pairing begins, as the gates of the policy made it.
fn first_state(edit: &Edit) -> PairingState {
    let Edit::Create { parts, .. } = edit else {
        return PairingState::Active;
    };
    let word = parts.iter().find_map(|part| match part {
        Part::Entry("state", fields) => fields.iter().find_map(|(key, value)| match value {
            Value::Text(word) if key == "is" => PairingState::parse(word),
            _ => None,
        }),
        _ => None,
    });
    word.unwrap_or(PairingState::Active)
}

fn is_circle(program: &Program, mentor: &PersonId) -> bool {
    let participant = program.participants.get(mentor);
    participant
        .and_then(|participant| participant.mentor.as_ref())
        .is_some_and(|mentor| mentor.circle)
}

/// One group for each pair; one for all pairs of a mentor whose places are one circle.
fn groups<'a>(program: &Program, pairs: &[&'a DraftPair]) -> Vec<Vec<&'a DraftPair>> {
    let mut circles: BTreeMap<&PersonId, Vec<&DraftPair>> = BTreeMap::new();
    let mut groups = Vec::new();
    for &pair in pairs {
        if is_circle(program, &pair.mentor) {
            circles.entry(&pair.mentor).or_default().push(pair);
        } else {
            groups.push(vec![pair]);
        }
    }
    groups.extend(circles.into_values());
    groups
}

fn new_pairing(
    case: &Case<'_>,
    pairs: &[&DraftPair],
    scored_anew: &mut usize,
) -> Result<NewPairing, Refusal> {
    let (program, cohort) = (case.program, case.cohort);
    let mut facets: Vec<String> = pairs.iter().filter_map(|pair| pair.facet.clone()).collect();
    facets.sort();
    facets.dedup();
    let mentees: Vec<PersonId> = pairs.iter().map(|pair| pair.mentee.clone()).collect();
    let rationale = if case.is_by_rules() {
        let scores = pairs.iter().map(|pair| case.score(pair));
        let scores: Vec<Option<PairScore>> = scores.collect::<Result<_, _>>()?;
        let scores: Vec<PairScore> = scores.into_iter().flatten().collect();
        let differs = |(pair, score): (&&DraftPair, &PairScore)| pair.points != score.points;
        *scored_anew += pairs
            .iter()
            .zip(&scores)
            .filter(|&both| differs(both))
            .count();
        rationale(&mentees, &scores)
    } else {
        Some(as_drafted(pairs, case.draft))
    };
    let mentor = pairs[0].mentor.clone();
    Ok(NewPairing {
        kind: if is_circle(program, &mentor) {
            PairingKind::Circle
        } else {
            PairingKind::Pair
        },
        mentees,
        cohort: (cohort.as_str() != COHORT_MAIN).then(|| cohort.clone()),
        facets,
        rationale,
        why: Some(format!("match {cohort}")),
        short: Short::Allowed,
        ..NewPairing::pair(mentor, pairs[0].mentee.clone())
    })
}

/// The rationale as the draft has it: scores from outside cannot be reckoned again.
fn as_drafted(pairs: &[&DraftPair], draft: &Draft) -> Rationale {
    Rationale {
        points: Some(pairs.iter().map(|pair| pair.points).sum()),
        rules_digest: Some(draft.rules_digest.clone()),
        because: pairs.iter().flat_map(|pair| pair.because.clone()).collect(),
    }
}

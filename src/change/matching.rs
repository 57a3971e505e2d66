//! Drafts of match runs, and the pairings that come of them.

use crate::change::edit::{Author, Change, Edit, FileName, Part, field};
use crate::change::pairing::{NewPairing, Short, create};
use crate::change::refusal::Refusal;
use crate::matching::digest::rests_on;
use crate::matching::outcome::{MatchedPair, Outcome};
use crate::model::draft::{Draft, DraftPair};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{PairingKind, Rationale};
use crate::model::program::Program;
use crate::model::settings::COHORT_MAIN;
use std::collections::BTreeMap;

/// Keeps the outcome of a match run as the draft of its cohort, in place of the one before.
pub fn draft(program: &Program, outcome: &Outcome, author: &Author) -> Change {
    let file = || FileName::Draft(outcome.cohort.clone());
    let mut parts = vec![Part::Top(vec![
        field("on", author.today),
        field("aim", outcome.aim.as_str()),
        field("rules_digest", outcome.rules_digest.as_str()),
        field("rests_on", rests_on(program, author.today)),
    ])];
    parts.extend(outcome.pairs.iter().map(pair));
    let mut edits = Vec::new();
    if program.drafts.contains_key(&outcome.cohort) {
        edits.push(Edit::Delete { file: file() });
    }
    edits.push(Edit::Create {
        file: file(),
        parts,
    });
    Change {
        sentence: format!("match {}", outcome.cohort),
        edits,
    }
}

fn pair(pair: &MatchedPair) -> Part {
    let mut fields = vec![field("mentee", pair.mentee.as_str())];
    fields.extend(pair.facet.as_deref().map(|facet| field("facet", facet)));
    fields.push(field("mentor", pair.mentor.as_str()));
    fields.push(field("points", pair.points));
    let because: Vec<String> = pair
        .rules
        .iter()
        .map(crate::matching::reason::Reason::sentence)
        .collect();
    fields.push(field("because", because));
    Part::Entry("pair", fields)
}

/// Makes the pairings of a draft, which goes.
///
/// # Errors
/// Refuses where there is no draft, and where anything it rests on has changed since.
pub fn publish(
    program: &Program,
    cohort: &Id,
    author: &Author,
) -> Result<(Vec<Id>, Change), Refusal> {
    let Some(draft) = program.drafts.get(cohort) else {
        let message = format!("there is no draft of {cohort} to publish");
        return Err(Refusal::refused(message).hint("pleiad match makes one"));
    };
    if draft.rests_on != rests_on(program, author.today) {
        let message = format!(
            "people, pairings or rules have changed since the draft of {}",
            draft.on
        );
        return Err(Refusal::Stale {
            message,
            hint: Some("pleiad match makes a new one".to_owned()),
        });
    }
    let mut ids = Vec::new();
    let mut edits = Vec::new();
    for new in new_pairings(program, draft, cohort) {
        let (id, edit) = create(program, &new, author, &ids, None)?;
        ids.push(id);
        edits.push(edit);
    }
    edits.push(Edit::Delete {
        file: FileName::Draft(cohort.clone()),
    });
    Ok((
        ids,
        Change {
            sentence: format!("publish {} pairings of {cohort}", edits.len() - 1),
            edits,
        },
    ))
}

/// One pairing for each pair; one for all pairs of a mentor whose places are one group.
fn new_pairings(program: &Program, draft: &Draft, cohort: &Id) -> Vec<NewPairing> {
    let is_circle = |mentor: &PersonId| {
        let participant = program.participants.get(mentor);
        participant
            .and_then(|participant| participant.mentor.as_ref())
            .is_some_and(|mentor| mentor.circle)
    };
    let mut circles: BTreeMap<&PersonId, Vec<&DraftPair>> = BTreeMap::new();
    let mut pairings = Vec::new();
    for pair in &draft.pairs {
        if is_circle(&pair.mentor) {
            circles.entry(&pair.mentor).or_default().push(pair);
        } else {
            pairings.push(new_pairing(&[pair], PairingKind::Pair, draft, cohort));
        }
    }
    pairings.extend(
        circles
            .values()
            .map(|pairs| new_pairing(pairs, PairingKind::Circle, draft, cohort)),
    );
    pairings
}

fn new_pairing(pairs: &[&DraftPair], kind: PairingKind, draft: &Draft, cohort: &Id) -> NewPairing {
    let mut facets: Vec<String> = pairs.iter().filter_map(|pair| pair.facet.clone()).collect();
    facets.sort();
    facets.dedup();
    let because = |pair: &DraftPair| -> Vec<String> {
        let of = if kind == PairingKind::Circle {
            format!("{}: ", pair.mentee)
        } else {
            String::new()
        };
        pair.because
            .iter()
            .map(|reason| format!("{of}{reason}"))
            .collect()
    };
    NewPairing {
        mentor: pairs[0].mentor.clone(),
        mentees: pairs.iter().map(|pair| pair.mentee.clone()).collect(),
        kind,
        cohort: (cohort.as_str() != COHORT_MAIN).then(|| cohort.clone()),
        facets,
        serves: Vec::new(),
        continues: None,
        starts: None,
        ends: None,
        every: None,
        rationale: Some(Rationale {
            points: Some(pairs.iter().map(|pair| pair.points).sum()),
            rules_digest: Some(draft.rules_digest.clone()),
            because: pairs.iter().flat_map(|pair| because(pair)).collect(),
        }),
        why: Some(format!("match {cohort}")),
        short: Short::Allowed,
    }
}

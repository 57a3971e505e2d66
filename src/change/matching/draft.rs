//! Drafts of match runs: kept, and pairs dropped from them.

use crate::change::edit::{Author, Change, Edit, EntryKey, FileName, Part, field};
use crate::change::refusal::Refusal;
use crate::matching::digest::rests_on;
use crate::matching::outcome::{MatchedPair, Outcome};
use crate::matching::reason::Reason;
use crate::model::draft::{Draft, DraftPair};
use crate::model::id::Id;
use crate::model::program::Program;

/// Keeps the outcome of a match run as the draft of its cohort, in place of the one before.
pub fn keep(program: &Program, outcome: &Outcome, author: &Author) -> Change {
    let file = || FileName::Draft(outcome.cohort.clone());
    let mut parts = vec![Part::Top(vec![
        field("on", author.today),
        field("aim", outcome.aim.as_str()),
        field("rules_digest", outcome.rules_digest.as_str()),
        field("rests_on", rests_on(program, author.today, &[])),
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
    let because: Vec<String> = pair.rules.iter().map(Reason::sentence).collect();
    fields.push(field("because", because));
    Part::Entry("pair", fields)
}

/// The draft of a cohort.
///
/// # Errors
/// Refuses where none stands.
pub fn standing<'a>(program: &'a Program, cohort: &Id) -> Result<&'a Draft, Refusal> {
    program.drafts.get(cohort).ok_or_else(|| {
        let message = format!("there is no draft of {cohort}");
        Refusal::refused(message).hint("pleiad match makes one; published pairs are pairings now")
    })
}

/// Takes pairs out of a draft; the rest stays as it is.
///
/// # Errors
/// Refuses where no draft stands.
pub fn drop(program: &Program, cohort: &Id, pairs: &[DraftPair]) -> Result<Change, Refusal> {
    standing(program, cohort)?;
    let named: Vec<String> = pairs.iter().map(in_words).collect();
    Ok(Change {
        sentence: format!("drop {} from the draft of {cohort}", named.join(", ")),
        edits: pairs.iter().map(|pair| removal(cohort, pair)).collect(),
    })
}

/// `grace-hopper/ada-lovelace`, as a pair of a draft is named on the command line.
pub(crate) fn in_words(pair: &DraftPair) -> String {
    format!("{}/{}", pair.mentor, pair.mentee)
}

/// The edit that takes a pair out of a draft.
pub(super) fn removal(cohort: &Id, pair: &DraftPair) -> Edit {
    Edit::Remove {
        file: FileName::Draft(cohort.clone()),
        table: "pair",
        entry: key(pair),
    }
}

/// What tells a pair from the others of its draft.
pub(super) fn key(pair: &DraftPair) -> EntryKey {
    vec![
        ("mentee", Some(pair.mentee.as_str().into())),
        ("facet", pair.facet.as_deref().map(Into::into)),
        ("mentor", Some(pair.mentor.as_str().into())),
    ]
}

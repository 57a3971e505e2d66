//! Pairs of a draft on the command line: `grace/ada`, either way round, or a person who has one pair in it.

use crate::change::refusal::Refusal;
use crate::cli::reference::person;
use crate::model::draft::{Draft, DraftPair};
use crate::model::id::PersonId;
use crate::model::program::Program;

/// The pairs that words mean, in the order of the draft, each once.
pub(super) fn pairs(
    program: &Program,
    draft: &Draft,
    words: &[String],
) -> Result<Vec<DraftPair>, Refusal> {
    let places = words.iter().map(|word| place(program, draft, word));
    let mut places = places.collect::<Result<Vec<_>, _>>()?;
    places.sort_unstable();
    places.dedup();
    Ok(places
        .into_iter()
        .map(|place| draft.pairs[place].clone())
        .collect())
}

fn place(program: &Program, draft: &Draft, word: &str) -> Result<usize, Refusal> {
    let two = word.split_once('/').or_else(|| word.split_once('+'));
    let people: Vec<PersonId> = match two {
        Some((one, other)) => vec![
            reference(program, draft, one)?,
            reference(program, draft, other)?,
        ],
        None => vec![reference(program, draft, word)?],
    };
    let has = |pair: &DraftPair| {
        people
            .iter()
            .all(|person| pair.mentor == *person || pair.mentee == *person)
    };
    let found: Vec<usize> = (0..draft.pairs.len())
        .filter(|&place| has(&draft.pairs[place]))
        .collect();
    match found[..] {
        [place] => Ok(place),
        [] => Err(Refusal::NotFound {
            what: "pair in the draft of",
            word: word.to_owned(),
            near: near(draft, &people),
        }),
        _ => Err(Refusal::Ambiguous {
            what: "pairs",
            word: word.to_owned(),
            candidates: found
                .iter()
                .map(|&place| in_words(&draft.pairs[place]))
                .collect(),
        }),
    }
}

/// A person of the program; else one whom only the draft names, as a hand may have written them there.
fn reference(program: &Program, draft: &Draft, word: &str) -> Result<PersonId, Refusal> {
    let of_draft = draft
        .pairs
        .iter()
        .flat_map(|pair| [&pair.mentor, &pair.mentee])
        .find(|person| person.as_str() == word);
    match of_draft {
        Some(person) => Ok(person.clone()),
        None => person(program, word),
    }
}

/// Pairs of the draft with one of the people.
fn near(draft: &Draft, people: &[PersonId]) -> Vec<String> {
    let has = |pair: &&DraftPair| people.contains(&pair.mentor) || people.contains(&pair.mentee);
    draft.pairs.iter().filter(has).map(in_words).collect()
}

fn in_words(pair: &DraftPair) -> String {
    format!("{}/{}", pair.mentor, pair.mentee)
}

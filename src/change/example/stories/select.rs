//! Which episodes a pairing goes through, and in which order.

use super::episode::Episode;
use super::{career, communication, leadership, technical};
use crate::change::example::dice::Dice;
use crate::model::log::Helped;
use crate::model::pairing::Pairing;

/// Held meetings after which a pair looks back.
const HALFWAY: usize = 5;

/// What mentors take home, and what shows that they did it.
pub(in crate::change::example) const MENTOR_HOMEWORK: [(&str, &str); 8] = [
    (
        "Introduce us to the person who built the first version",
        "coffee on Thursday, the three of us",
    ),
    (
        "Look for the old design notes",
        "found in the attic of the wiki",
    ),
    (
        "Ask whether there is a free seat in the planning round",
        "a seat from next month",
    ),
    (
        "Send the book we talked about",
        "lent, with notes in the margin",
    ),
    (
        "Bring an example from my own first year",
        "an embarrassing one, and useful",
    ),
    ("Read the draft and mark three places", "five places, sorry"),
    (
        "Find out who decides about the budget for courses",
        "answer by mail",
    ),
    ("Name you for the panel", "named; they will write to you"),
];

/// How advice was tried without much success, what others did, and whether it helped.
pub(in crate::change::example) const TRIED_IN_VAIN: [(&str, &str, Helped); 6] = [
    (
        "tried it once, at a bad moment",
        "they were busy and waved me off",
        Helped::No,
    ),
    (
        "began on Monday, gave up on Wednesday",
        "too much at once",
        Helped::No,
    ),
    (
        "did it in front of everybody",
        "that was the wrong place for it; next time alone",
        Helped::No,
    ),
    (
        "did the first half of it",
        "better than before, and not yet easy",
        Helped::Partly,
    ),
    (
        "kept to it for two weeks",
        "then the release came; I have begun again",
        Helped::Partly,
    ),
    (
        "asked a colleague to try it with me",
        "she took to it, I am still slow",
        Helped::Partly,
    ),
];

/// The first meeting of every pair.
const FIRST: Episode = Episode {
    topic: "getting to know each other",
    question: "What would you like to know about me before we start?",
    note: "Talked about where we both come from and what we expect. We keep what is said here to ourselves, and \
           either of us may stop without giving reasons.",
    advice: "Keep a list of small wins; you will need it sooner than you think.",
    how: "wrote down three wins every Friday",
    response: "surprised how much there was",
    helped: Helped::Yes,
    homework: "Write down three things that should be different in six months",
    evidence: "half a page in our shared folder",
    mentor_learned: "how long the first weeks feel from the other side",
};

/// The meeting half-way.
const LOOKING_BACK: Episode = Episode {
    topic: "looking back",
    question: "Are we working on the right things?",
    note: "Looked back at what we wrote down at the start. One point is done, one has become less important, and \
           one is new. We keep the rhythm.",
    advice: "Tell your manager what you told me about the last months.",
    how: "brought it up in our one-to-one",
    response: "my manager had not known half of it and wants to hear more",
    helped: Helped::Yes,
    homework: "Rewrite the goal so that a stranger could tell when it is reached",
    evidence: "new goal agreed",
    mentor_learned: "that I talk too much in the first ten minutes",
};

/// The episode of a held meeting of a pairing, by its number from 0.
pub(in crate::change::example) fn episode(pairing: &Pairing, held: usize) -> &'static Episode {
    match held {
        0 => &FIRST,
        HALFWAY => &LOOKING_BACK,
        _ => {
            let episodes = episodes(pairing);
            let start = Dice::about(&["story", pairing.id.as_str()]).below(episodes.len());
            &episodes[(start + held) % episodes.len()]
        }
    }
}

/// Every episode that a pairing may go through.
pub(in crate::change::example) fn all(pairing: &Pairing) -> impl Iterator<Item = &'static Episode> {
    [&FIRST, &LOOKING_BACK].into_iter().chain(episodes(pairing))
}

fn episodes(pairing: &Pairing) -> &'static [Episode] {
    match pairing.facets.first().map(String::as_str) {
        Some("career") => &career::EPISODES,
        Some("leadership") => &leadership::EPISODES,
        Some("communication") => &communication::EPISODES,
        _ => &technical::EPISODES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_episode_has_words_of_its_own() {
        let all: Vec<&Episode> = technical::EPISODES
            .iter()
            .chain(&career::EPISODES)
            .chain(&leadership::EPISODES)
            .chain(&communication::EPISODES)
            .chain([&FIRST, &LOOKING_BACK])
            .collect();
        for words in [
            |episode: &Episode| episode.advice,
            |episode: &Episode| episode.note,
            |episode: &Episode| episode.question,
            |episode: &Episode| episode.homework,
        ] {
            let different: BTreeSet<&str> = all.iter().map(|episode| words(episode)).collect();
            assert_eq!(different.len(), all.len());
            assert!(
                different
                    .iter()
                    .all(|words| (10..=240).contains(&words.len()))
            );
        }
    }
}

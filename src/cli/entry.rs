//! Entries of a log by words of their text; the only open one by nothing.
//!
//! Nothing is guessed: what several entries may be is refused with all of them.

use crate::change::entry_fill::filled;
use crate::change::refusal::Refusal;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reference::picked;
use crate::model::id::Id;
use crate::model::log::Log;
use crate::render::words::excerpt;
use crate::store::nearest::nearest_few;
use crate::store::read::Extent;

/// Characters of a text that are enough to tell an entry.
const TELLING_CHARACTERS: usize = 60;

/// How an entry is called that nobody named.
const ONLY_OPEN: &str = "the only open one";

/// What kind of entries are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryNoun {
    /// Questions of the mentee; open until a meeting answered them.
    Question,
    /// Advice; open until somebody tried it.
    Advice,
    /// Homework; open until it is done.
    Homework,
}

/// An entry as references see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    /// Its id.
    pub(crate) id: &'a Id,
    /// Its words.
    pub(crate) text: &'a str,
    /// Whether something is still to be done about it.
    pub(crate) is_open: bool,
}

impl EntryNoun {
    fn one(self) -> &'static str {
        match self {
            EntryNoun::Question => "question",
            EntryNoun::Advice => "advice",
            EntryNoun::Homework => "homework",
        }
    }

    fn many(self) -> &'static str {
        match self {
            EntryNoun::Question => "questions",
            EntryNoun::Advice => "pieces of advice",
            EntryNoun::Homework => "pieces of homework",
        }
    }

    fn nothing_open(self) -> &'static str {
        match self {
            EntryNoun::Question => "no question is open",
            EntryNoun::Advice => "all advice was tried",
            EntryNoun::Homework => "all homework is done",
        }
    }

    /// Entries of a kind that have an id, in file order.
    pub(crate) fn entries(self, log: &Log) -> Vec<Entry<'_>> {
        match self {
            EntryNoun::Question => questions(log),
            EntryNoun::Advice => advice(log),
            EntryNoun::Homework => homework(log),
        }
    }
}

fn questions(log: &Log) -> Vec<Entry<'_>> {
    let entries = log.questions.iter().filter_map(|question| {
        Some(Entry {
            id: question.id.as_ref()?,
            text: &question.text,
            is_open: question.answered_in.is_none(),
        })
    });
    entries.collect()
}

fn advice(log: &Log) -> Vec<Entry<'_>> {
    let entries = log.advice.iter().filter_map(|advice| {
        let id = advice.id.as_ref()?;
        Some(Entry {
            id,
            text: &advice.text,
            is_open: !log.tried.iter().any(|tried| tried.advice == *id),
        })
    });
    entries.collect()
}

fn homework(log: &Log) -> Vec<Entry<'_>> {
    let entries = log.homework.iter().filter_map(|homework| {
        Some(Entry {
            id: homework.id.as_ref()?,
            text: &homework.text,
            is_open: homework.done.is_none(),
        })
    });
    entries.collect()
}

/// Finds an entry of a pairing's log, asking a person which where several may be meant.
pub(crate) fn entry_named(
    context: &mut Context<'_, '_>,
    pairing: &Id,
    noun: EntryNoun,
    words: &str,
) -> Result<Id, Failure> {
    let (program, _) = context.read(&Extent::Pairing(pairing.clone()))?;
    let log = filled(pairing, program.log(pairing));
    picked(context, words, |words| find(noun, &log, words))
}

/// Finds an entry: an id or its beginning, else words of the text; the only open one by nothing.
pub(crate) fn find(noun: EntryNoun, log: &Log, words: &str) -> Result<Id, Refusal> {
    let entries = noun.entries(log);
    let wanted = plain(words);
    let found = if wanted.is_empty() {
        entries.iter().filter(|entry| entry.is_open).collect()
    } else {
        meant(&entries, &wanted)
    };
    match found[..] {
        [entry] => Ok(entry.id.clone()),
        [] if wanted.is_empty() => Err(Refusal::refused(noun.nothing_open())),
        [] => Err(Refusal::NotFound {
            what: noun.one(),
            word: words.to_owned(),
            near: near(&entries, &wanted),
        }),
        _ => Err(Refusal::Ambiguous {
            what: noun.many(),
            word: if wanted.is_empty() {
                ONLY_OPEN.to_owned()
            } else {
                words.to_owned()
            },
            candidates: found.iter().map(|entry| told(entry)).collect(),
        }),
    }
}

/// The entries that words name, the surest reading first: an id, its beginning, a phrase, single words.
fn meant<'e, 'a>(entries: &'e [Entry<'a>], wanted: &str) -> Vec<&'e Entry<'a>> {
    let first = wanted.split(' ').next().unwrap_or_default();
    let readings: [&dyn Fn(&Entry<'_>) -> bool; 4] = [
        // A candidate of the list that a person picks from begins with its id.
        &|entry| entry.id.as_str() == first,
        &|entry| first.contains('-') && first == wanted && entry.id.as_str().starts_with(first),
        &|entry| plain(entry.text).contains(wanted),
        &|entry| {
            let text = plain(entry.text);
            wanted.split(' ').all(|word| text.contains(word))
        },
    ];
    let found = readings.iter().map(|is_meant| {
        let entries = entries.iter();
        entries
            .filter(|entry| is_meant(entry))
            .collect::<Vec<&Entry<'_>>>()
    });
    found
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Open entries with a word like one that was typed.
fn near(entries: &[Entry<'_>], wanted: &str) -> Vec<String> {
    let open = entries.iter().filter(|entry| entry.is_open);
    let texts: Vec<String> = open.map(told).collect();
    let words: Vec<&str> = wanted.split(' ').filter(|word| 3 < word.len()).collect();
    let is_near = |text: &&String| {
        let text = plain(text);
        words
            .iter()
            .any(|word| !nearest_few(word, text.split(' ')).is_empty())
    };
    texts.iter().filter(is_near).take(3).cloned().collect()
}

/// `a-7k3f2 Offer two dates, never a bare no.`
fn told(entry: &Entry<'_>) -> String {
    format!("{} {}", entry.id, excerpt(entry.text, TELLING_CHARACTERS))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::model::day::Day;
    use crate::model::log::{Advice, Tried};

    fn log() -> Log {
        let texts = [
            ("a-7k3f2", "Offer two dates, never a bare no."),
            ("a-7m111", "Draw it on one page"),
            ("a-9zzzz", "Draw the other half"),
        ];
        let on = Day::new(2026, 2, 3).unwrap();
        let advice = texts.map(|(id, text)| Advice {
            id: Id::parse(id).ok(),
            meeting: None,
            on,
            text: text.to_owned(),
        });
        Log {
            advice: advice.to_vec(),
            ..Log::default()
        }
    }

    fn found(log: &Log, words: &str) -> String {
        find(EntryNoun::Advice, log, words).unwrap().to_string()
    }

    #[test]
    fn an_entry_is_named_by_id_by_phrase_or_by_single_words() {
        let log = log();
        for words in [
            "a-7k3f2",
            "a-7k",
            "two dates",
            "TWO  Dates",
            "bare two",
            "a-7k3f2 Offer",
        ] {
            assert_eq!(found(&log, words), "a-7k3f2", "{words}");
        }
        assert_eq!(found(&log, "one page"), "a-7m111");
    }

    #[test]
    fn what_may_be_two_entries_is_refused_with_both() {
        let Err(Refusal::Ambiguous { candidates, .. }) = find(EntryNoun::Advice, &log(), "draw")
        else {
            panic!("a guess")
        };
        assert_eq!(
            candidates,
            ["a-7m111 Draw it on one page", "a-9zzzz Draw the other half"]
        );
        for candidate in candidates {
            assert!(candidate.starts_with(&found(&log(), &candidate)));
        }
    }

    #[test]
    fn nothing_names_the_only_open_one() {
        let mut log = log();
        assert!(matches!(
            find(EntryNoun::Advice, &log, ""),
            Err(Refusal::Ambiguous { .. })
        ));
        let tried = |id: &str| Tried {
            advice: Id::parse(id).unwrap(),
            on: Day::new(2026, 2, 4).unwrap(),
            how: None,
            response: None,
            helped: None,
            evidence: None,
        };
        log.tried = vec![tried("a-7k3f2"), tried("a-9zzzz")];
        assert_eq!(found(&log, " "), "a-7m111");
        log.tried.push(tried("a-7m111"));
        assert!(matches!(
            find(EntryNoun::Advice, &log, ""),
            Err(Refusal::Refused { .. })
        ));
    }

    #[test]
    fn words_that_no_entry_has_name_none() {
        let unknown = find(EntryNoun::Advice, &log(), "tow datse");
        assert!(matches!(unknown, Err(Refusal::NotFound { near, .. }) if near.len() == 1));
    }
}

//! What tells a person in a text: their id, addresses and whole name for sure, parts of the name perhaps.
//!
//! Sure signs are replaced; the others are only told, because a word may be somebody else's name too.

use crate::model::id::{Id, PersonId};
use crate::model::participant::Participant;
use crate::model::program::Program;
use crate::model::prospect::Prospect;
use std::collections::BTreeMap;

/// A part of a name with fewer characters tells nobody.
const NAME_PART_CHARACTERS_MIN: usize = 3;

/// What tells a person in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Needles {
    pub(super) id: Id,
    /// Who stands in the files afterwards.
    pub(super) stand_in: PersonId,
    /// Pairings named after the person, with their new ids.
    pub(super) pairings: BTreeMap<Id, Id>,
    addresses: Vec<String>,
    sure: Vec<(String, String)>,
    unsure: Vec<String>,
}

impl Needles {
    /// The signs of a person of a program, for whom another id shall stand.
    pub fn new(program: &Program, person: &Participant, stand_in: &PersonId) -> Needles {
        let theirs = program.pairings.values().filter(|pairing| {
            let people = [&pairing.mentor].into_iter().chain(&pairing.mentees);
            people.into_iter().any(|member| *member == person.id)
        });
        let renamed = |id: &Id| Some((id.clone(), renamed(id, &person.id, stand_in)?));
        let pairings: BTreeMap<Id, Id> =
            theirs.filter_map(|pairing| renamed(&pairing.id)).collect();
        let addresses = person.email.iter().chain(&person.also).cloned().collect();
        Needles::of(
            &Id::from(&person.id),
            &person.name,
            addresses,
            (stand_in, pairings),
        )
    }

    /// The signs of a prospect, for whom another id shall stand.
    pub fn of_prospect(prospect: &Prospect, stand_in: &PersonId) -> Needles {
        let addresses = prospect.email.iter().cloned().collect();
        Needles::of(
            &prospect.id,
            &prospect.name,
            addresses,
            (stand_in, BTreeMap::new()),
        )
    }

    fn of(
        id: &Id,
        name: &str,
        addresses: Vec<String>,
        (stand_in, pairings): (&PersonId, BTreeMap<Id, Id>),
    ) -> Needles {
        let mut sure: Vec<(String, String)> = pairings
            .iter()
            .map(|(old, new)| (old.to_string(), new.to_string()))
            .collect();
        let whole = |word: &str| (word.to_owned(), stand_in.to_string());
        sure.extend(addresses.iter().map(|address| whole(address)));
        let mut unsure = Vec::new();
        let name_parts: Vec<&str> = name.split_whitespace().collect();
        if 1 < name_parts.len() {
            sure.push(whole(name.trim()));
        }
        for part in name_parts {
            if NAME_PART_CHARACTERS_MIN <= part.chars().count() {
                unsure.push(part.to_owned());
            }
        }
        if id.as_str().contains('-') {
            sure.push(whole(id.as_str()));
        } else {
            // `ada` is a language, too.
            unsure.push(id.to_string());
        }
        Needles {
            id: id.clone(),
            stand_in: stand_in.clone(),
            pairings,
            addresses,
            sure,
            unsure,
        }
    }

    /// Whether a word is an address of the person.
    pub(super) fn is_address(&self, word: &str) -> bool {
        let mut addresses = self.addresses.iter();
        addresses.any(|address| address.to_lowercase() == word.trim().to_lowercase())
    }

    /// Whether a value is a reference to the person: their id or one of their addresses.
    pub fn is_person(&self, word: &str) -> bool {
        word == self.id.as_str() || self.is_address(word)
    }

    /// A text with every sure sign replaced; nothing where there is none.
    pub(super) fn replaced(&self, text: &str) -> Option<String> {
        let mut replaced: Option<String> = None;
        for (needle, stand_in) in &self.sure {
            let current = replaced.as_deref().unwrap_or(text);
            let places = places(current, needle);
            if places.is_empty() {
                continue;
            }
            let mut next = String::with_capacity(current.len());
            let mut end = 0;
            for (from, to) in places {
                next.push_str(&current[end..from]);
                next.push_str(stand_in);
                end = to;
            }
            next.push_str(&current[end..]);
            replaced = Some(next);
        }
        replaced
    }

    /// Whether a sign of the person stands in a text for sure; an id of one word counts, as old versions are not read
    /// key by key.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let mut needles = self.sure.iter().map(|(needle, _)| needle.as_str());
        needles.any(|needle| !places(text, needle).is_empty())
            || !places(text, self.id.as_str()).is_empty()
    }

    /// The lines of a text that may speak of the person, from 1.
    pub(super) fn perhaps_in(&self, text: &str) -> Vec<usize> {
        let speaks = |line: &str| {
            let mut needles = self.unsure.iter();
            needles.any(|needle| !places(line, needle).is_empty()) || self.replaced(line).is_some()
        };
        let lines = text.lines().enumerate();
        lines
            .filter(|(_, line)| speaks(line))
            .map(|(number, _)| number + 1)
            .collect()
    }
}

/// The id of a pairing with another person in the place of one; none where the person does not stand in it.
fn renamed(pairing: &Id, person: &PersonId, stand_in: &PersonId) -> Option<Id> {
    for link in ["-mentors-", "-and-"] {
        if let Some((first, second)) = pairing.as_str().split_once(link) {
            let (second, number) = without_number(second, person);
            let place = |id: &str| {
                if id == person.as_str() {
                    stand_in.to_string()
                } else {
                    id.to_owned()
                }
            };
            let text = format!("{}{link}{}{number}", place(first), place(second));
            return (text != pairing.as_str())
                .then(|| Id::parse(&text).ok())
                .flatten();
        }
    }
    None
}

/// The person at the end of a pairing's id, and the `-2` of the second pairing of the same two.
fn without_number<'a>(end: &'a str, person: &PersonId) -> (&'a str, &'a str) {
    let is_number =
        |text: &str| text.is_empty() || text[1..].bytes().all(|byte| byte.is_ascii_digit());
    match end.strip_prefix(person.as_str()) {
        Some(rest) if rest.is_empty() || rest.starts_with('-') && is_number(rest) => {
            end.split_at(person.as_str().len())
        }
        _ => (end, ""),
    }
}

/// Where a word or several stand in a text on their own, in any case of letters; they do not overlap.
fn places(text: &str, needle: &str) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    let mut from = 0;
    for (start, _) in text.char_indices() {
        if start < from {
            continue;
        }
        if let Some(end) = end_of(&text[start..], needle).map(|length| start + length)
            && !text[..start].chars().next_back().is_some_and(is_inner)
            && !text[end..].chars().next().is_some_and(is_inner)
        {
            places.push((start, end));
            from = end;
        }
    }
    places
}

/// How long a needle is at the start of a text, if it stands there.
fn end_of(text: &str, needle: &str) -> Option<usize> {
    let mut rest = text.char_indices();
    for wanted in needle.chars() {
        let (_, found) = rest.next()?;
        if found != wanted && !found.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(rest.next().map_or(text.len(), |(end, _)| end))
}

/// Whether a character goes on with the word beside it.
fn is_inner(character: char) -> bool {
    character.is_alphanumeric() || character == '-' || character == '_'
}

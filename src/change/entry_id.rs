//! Ids of people, pairings and entries: made from what they name, then frozen.

use crate::model::day::Day;
use crate::model::id::{Id, PERSON_ID_CHARACTERS_MAX, PersonId};

/// Crockford's base 32 in lower case: no letter that reads like a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of a new entry id after its prefix.
const ENTRY_CHARACTERS: usize = 5;
/// Stem of a person whose name has no letter that ASCII can show.
const NAMELESS: &str = "person";

/// The kinds of entries that get an id of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// `n-`
    Note,
    /// `q-`
    Question,
    /// `a-`
    Advice,
    /// `h-`
    Homework,
    /// `g-`
    Goal,
    /// `c-`
    Checkin,
    /// `c-`
    Concern,
    /// `i-`
    Improvement,
}

impl EntryKind {
    /// The array of tables that holds such entries.
    pub(crate) fn table(self) -> &'static str {
        match self {
            EntryKind::Note => "note",
            EntryKind::Question => "question",
            EntryKind::Advice => "advice",
            EntryKind::Homework => "homework",
            EntryKind::Goal => "goal",
            EntryKind::Checkin => "checkin",
            EntryKind::Concern => "concern",
            EntryKind::Improvement => "improvement",
        }
    }

    /// The kind of the entries of `[[table]]`; none where people name them.
    pub(crate) fn of_table(table: &str) -> Option<EntryKind> {
        match table {
            "note" => Some(EntryKind::Note),
            "question" => Some(EntryKind::Question),
            "advice" => Some(EntryKind::Advice),
            "homework" => Some(EntryKind::Homework),
            "goal" => Some(EntryKind::Goal),
            "checkin" => Some(EntryKind::Checkin),
            "concern" => Some(EntryKind::Concern),
            "improvement" => Some(EntryKind::Improvement),
            _ => None,
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            EntryKind::Note => "n-",
            EntryKind::Question => "q-",
            EntryKind::Advice => "a-",
            EntryKind::Homework => "h-",
            EntryKind::Goal => "g-",
            EntryKind::Checkin | EntryKind::Concern => "c-",
            EntryKind::Improvement => "i-",
        }
    }
}

/// The id of an entry, lengthened until `is_taken` denies it.
///
/// `subject` is the stem of the file that the entry stands in. The same words on the same day give the same id on every machine, so that two branches which log the
/// same thing meet in one entry.
pub(crate) fn entry_id(
    kind: EntryKind,
    subject: &str,
    day: Option<Day>,
    text: &str,
    is_taken: impl Fn(&Id) -> bool,
) -> Id {
    let letters = letters(kind, subject, day, text);
    let candidates = (ENTRY_CHARACTERS..=letters.len())
        .map(|length| format!("{}{}", kind.prefix(), &letters[..length]));
    let mut free = candidates
        .filter_map(|text| Id::parse(&text).ok())
        .filter(|id| !is_taken(id));
    free.next()
        .expect("thirty-two letters of a digest are not all taken")
}

/// Whether an id is one that these words on this day give.
pub(crate) fn is_made_from(
    id: &Id,
    kind: EntryKind,
    subject: &str,
    day: Option<Day>,
    text: &str,
) -> bool {
    let own = id.as_str().strip_prefix(kind.prefix());
    own.is_some_and(|own| letters(kind, subject, day, text).starts_with(own))
}

fn letters(kind: EntryKind, subject: &str, day: Option<Day>, text: &str) -> String {
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    let seed = format!("{subject}\n{}\n{day}\n{text}", kind.prefix());
    let digest = blake3::hash(seed.as_bytes());
    digest
        .as_bytes()
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte & 31)]))
        .collect()
}

/// The id of a new person, from their name: `ada-lovelace`, then `ada-lovelace-2`.
pub(crate) fn person_id(name: &str, is_taken: impl Fn(&PersonId) -> bool) -> PersonId {
    let slug = slug(name, PERSON_ID_CHARACTERS_MAX);
    let stem = if slug.is_empty() {
        NAMELESS.to_owned()
    } else {
        slug
    };
    let suffixed = |number: u32| {
        let suffix = if number == 1 {
            String::new()
        } else {
            format!("-{number}")
        };
        let room = PERSON_ID_CHARACTERS_MAX - suffix.len();
        let stem = stem.get(..room).unwrap_or(&stem).trim_end_matches('-');
        PersonId::parse(&format!("{stem}{suffix}")).ok()
    };
    let mut free = (1..).filter_map(suffixed).filter(|id| !is_taken(id));
    free.next().expect("there are more numbers than people")
}

/// The id `stem`, else `stem-2`, `stem-3` and so on, until it is free.
pub(crate) fn numbered(stem: &str, is_taken: impl Fn(&Id) -> bool) -> Id {
    let numbered = |number: u32| match number {
        1 => Id::parse(stem).ok(),
        _ => Id::parse(&format!("{stem}-{number}")).ok(),
    };
    let mut free = (1..).filter_map(numbered).filter(|id| !is_taken(id));
    free.next().expect("there are more numbers than entries")
}

/// A name as lower-case ASCII words joined by `-`, cut at a word where it is too long.
pub fn slug(name: &str, characters_max: usize) -> String {
    let mut slug = String::new();
    for character in deunicode::deunicode(name).chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if matches!(character, '\'' | '`' | '.') {
            // O'Brien is one word.
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let whole = slug.trim_end_matches('-');
    if whole.len() <= characters_max {
        return whole.to_owned();
    }
    let cut = &whole[..characters_max];
    let word_end = cut
        .rfind('-')
        .filter(|&end| characters_max / 2 < end)
        .unwrap_or(characters_max);
    cut[..word_end].trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_any_script_gives_an_id() {
        assert_eq!(slug("Ada  Lovelace", 40), "ada-lovelace");
        assert_eq!(slug("Ólafur O'Brien-Ny", 40), "olafur-obrien-ny");
        assert_eq!(slug("王 小明", 40), "wang-xiao-ming");
        assert_eq!(slug("!!!", 40), "");
    }

    #[test]
    fn a_taken_id_is_numbered_and_never_too_long() {
        let name = "x".repeat(60);
        let first = person_id(&name, |_| false);
        assert_eq!(first.as_str().len(), PERSON_ID_CHARACTERS_MAX);
        let second = person_id(&name, |id| *id == first);
        assert_eq!(second.as_str().len(), PERSON_ID_CHARACTERS_MAX);
        assert!(second.as_str().ends_with("-2"));
    }

    #[test]
    fn a_device_name_is_numbered() {
        assert_eq!(person_id("Con", |_| false).as_str(), "con-2");
    }
}

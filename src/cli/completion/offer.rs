//! What there is to offer of a kind of value: words of closed sets, and what a glance at the folder shows.

use crate::cli::completion::kind::{self, ValueKind};
use crate::insights::letter::BUILT_IN;
use crate::model::vocabulary::CLOSING_REASONS;
use crate::store::glance::Glance;
use crate::store::keys::{Form, Key, Shape};

/// One thing that may be typed next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    /// What is typed.
    pub(crate) value: String,
    /// What it is, in a few words; may be empty.
    pub(crate) about: String,
}

/// What a kind of value has to offer, and from where.
pub(crate) struct Offering<'a> {
    /// The folder; none where there is no program.
    pub(crate) glance: Option<&'a Glance>,
    /// The words that were given before.
    pub(crate) given: &'a [String],
    /// The beginning of the value.
    pub(crate) beginning: &'a str,
}

/// Names are read of no more people than this: more than anybody looks through, and quickly read.
const NAMES_MAX: usize = 500;
/// Pairings whose entries are offered where the words may mean several.
const PAIRINGS_MAX: usize = 8;

impl Candidate {
    /// Something to type, and what it is.
    pub(crate) fn new(value: impl Into<String>, about: impl Into<String>) -> Candidate {
        Candidate {
            value: value.into(),
            about: about.into(),
        }
    }
}

/// Candidates without a word about each.
fn bare<T: Into<String>>(values: impl IntoIterator<Item = T>) -> Vec<Candidate> {
    let values = values.into_iter();
    values.map(|value| Candidate::new(value, "")).collect()
}

impl Offering<'_> {
    /// Everything of a kind that begins as was typed.
    pub(crate) fn candidates(&self, kind: ValueKind) -> Vec<Candidate> {
        let all = match kind {
            ValueKind::Word(words) => bare(words.iter().copied()),
            ValueKind::Zone => bare(chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())),
            ValueKind::Letter => bare(BUILT_IN.iter().map(|(name, _)| *name))
                .into_iter()
                .chain(bare(self.glanced(Glance::letters)))
                .collect(),
            ValueKind::Reason => bare(self.reasons()),
            ValueKind::Person => return self.people(""),
            ValueKind::Pairing => return self.pairings(),
            ValueKind::DraftPair => bare(self.draft_pairs()),
            ValueKind::Entry { path, table, about } => self.entries(path, table, about),
            ValueKind::OfPairing {
                folder,
                table,
                about,
            } => self.of_pairing(folder, table, about),
            ValueKind::Vocabulary(list) => {
                bare(self.glanced(|glance| glance.words("vocabulary.toml", list)))
            }
            ValueKind::Assignment(shape, table) => return self.assignments(shape, table),
            ValueKind::Handover => return self.handovers(),
            ValueKind::Topic | ValueKind::File | ValueKind::Folder => Vec::new(),
        };
        self.beginning_so(all)
    }

    fn glanced<T: Default>(&self, look: impl Fn(&Glance) -> T) -> T {
        self.glance.map(look).unwrap_or_default()
    }

    /// The same kind of offer for another word.
    fn of<'b>(&'b self, beginning: &'b str) -> Offering<'b> {
        Offering { beginning, ..*self }
    }

    fn beginning_so(&self, all: Vec<Candidate>) -> Vec<Candidate> {
        let begins = |candidate: &Candidate| begins_so(&candidate.value, self.beginning);
        all.into_iter().filter(begins).collect()
    }

    /// Ids of people with their names; `lead` is what stands before each.
    fn people(&self, lead: &str) -> Vec<Candidate> {
        let ids = matching(self.glanced(Glance::people), self.beginning);
        let is_readable = ids.len() <= NAMES_MAX;
        let name = |id: &str| {
            let glance = self.glance.filter(|_| is_readable)?;
            glance.name(id)
        };
        let candidate =
            |id: String| Candidate::new(format!("{lead}{id}"), name(&id).unwrap_or_default());
        ids.into_iter().map(candidate).collect()
    }

    /// Pairings, people who stand for theirs, and after `ada+` whoever is paired with Ada.
    fn pairings(&self) -> Vec<Candidate> {
        if let Some((one, other)) = self.beginning.split_once('+') {
            let known = self.glanced(Glance::pairings);
            let lead = format!("{one}+");
            let of_one: Vec<String> = known.into_iter().filter(|id| is_about(id, one)).collect();
            let mut people = self.of(other).people(&lead);
            let is_partner = |candidate: &Candidate| {
                let person = &candidate.value[lead.len()..];
                person != one && of_one.iter().any(|id| is_about(id, person))
            };
            if people.iter().any(is_partner) {
                people.retain(is_partner);
            }
            return people;
        }
        let mut all = self.people("");
        all.extend(bare(matching(
            self.glanced(Glance::pairings),
            self.beginning,
        )));
        all
    }

    fn draft_pairs(&self) -> Vec<String> {
        let glance = |glance: &Glance| {
            let of_draft = |draft: String| {
                glance.entries(
                    &format!("drafts/{draft}.toml"),
                    "pair",
                    &["mentor", "mentee"],
                )
            };
            glance.drafts().into_iter().flat_map(of_draft).collect()
        };
        let pairs: Vec<Vec<String>> = self.glanced(glance);
        pairs.iter().map(|pair| pair.join("+")).collect()
    }

    fn entries(&self, path: &str, table: &str, about: &str) -> Vec<Candidate> {
        let rows = self.glanced(|glance| glance.entries(path, table, &["id", about]));
        let mut all: Vec<Candidate> = rows.into_iter().filter_map(candidate_of).collect();
        all.sort();
        all.dedup();
        all
    }

    /// Entries of the pairings that the first word may mean.
    fn of_pairing(&self, folder: &str, table: &str, about: &str) -> Vec<Candidate> {
        let Some(word) = self.given.first() else {
            return Vec::new();
        };
        let mut meant = self.glanced(Glance::pairings);
        if meant.contains(word) {
            meant = vec![word.clone()];
        } else {
            meant.retain(|id| word.split('+').all(|part| is_about(id, part)));
        }
        meant.truncate(PAIRINGS_MAX);
        let of_one = |id: String| self.entries(&format!("{folder}/{id}.toml"), table, about);
        meant.into_iter().flat_map(of_one).collect()
    }

    fn reasons(&self) -> Vec<String> {
        let own = self.glanced(|glance| glance.words("vocabulary.toml", "closing_reasons"));
        if own.is_empty() {
            CLOSING_REASONS.map(str::to_owned).to_vec()
        } else {
            own
        }
    }

    /// `key=`, and behind it what the key may hold.
    fn assignments(&self, shape: &Shape, table: Option<&str>) -> Vec<Candidate> {
        let keys = keys_of(shape, table);
        let Some((name, beginning)) = self.beginning.split_once('=') else {
            let all = keys
                .iter()
                .map(|(name, key)| Candidate::new(format!("{name}="), key.about));
            return self.beginning_so(all.collect());
        };
        let known = keys.iter().find(|(known, _)| known == name);
        let kind = known.and_then(|(_, key)| kind::of_key(key));
        let Some(kind) = kind else {
            return Vec::new();
        };
        led(&format!("{name}="), self.of(beginning).candidates(kind))
    }

    fn handovers(&self) -> Vec<Candidate> {
        match self.beginning.split_once('=') {
            Some((pairing, mentor)) => self.of(mentor).people(&format!("{pairing}=")),
            None => self
                .pairings()
                .into_iter()
                .map(|candidate| Candidate::new(format!("{}=", candidate.value), candidate.about))
                .collect(),
        }
    }
}

/// Candidates behind what stands in the word already.
pub(crate) fn led(lead: &str, candidates: Vec<Candidate>) -> Vec<Candidate> {
    let behind = |candidate: Candidate| {
        Candidate::new(format!("{lead}{}", candidate.value), candidate.about)
    };
    candidates.into_iter().map(behind).collect()
}

/// Whether a value begins as was typed, whatever the case.
pub(crate) fn begins_so(value: &str, beginning: &str) -> bool {
    value
        .get(..beginning.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

/// Ids that begin as was typed; where there is none, those of which a later part does: people are known by their last
/// names too.
fn matching(ids: Vec<String>, beginning: &str) -> Vec<String> {
    let is_beginning = |id: &&String| begins_so(id, beginning);
    let begin: Vec<String> = ids.iter().filter(is_beginning).cloned().collect();
    if !begin.is_empty() {
        return begin;
    }
    let inner = format!("-{}", beginning.to_ascii_lowercase());
    ids.into_iter().filter(|id| id.contains(&inner)).collect()
}

/// Whether the id of a pairing holds a word, as ids do that pleiad makes of those of its people.
fn is_about(pairing: &str, word: &str) -> bool {
    !word.is_empty()
        && pairing
            .match_indices(word)
            .any(|(at, _)| at == 0 || pairing.as_bytes()[at - 1] == b'-')
}

fn candidate_of(mut row: Vec<String>) -> Option<Candidate> {
    let about = row.pop()?;
    let id = row.pop().filter(|id| !id.is_empty())?;
    Some(Candidate::new(id, about))
}

/// The keys that `KEY=VALUE` may name, as it must name them: with their table where two tables have one.
fn keys_of(shape: &Shape, table: Option<&str>) -> Vec<(String, &'static Key)> {
    if let Some(name) = table {
        let table = shape.tables.iter().find(|table| table.name == name);
        let keys = table.map_or(&[][..], |table| table.keys);
        return keys.iter().map(|key| (key.name.to_owned(), key)).collect();
    }
    let top = shape.keys.iter().map(|key| (None, key));
    let singles = shape
        .tables
        .iter()
        .filter(|table| table.form == Form::Single);
    let below = singles.flat_map(|table| table.keys.iter().map(|key| (Some(table.name), key)));
    let all: Vec<(Option<&str>, &Key)> = top.chain(below).collect();
    let named = |(table, key): &(Option<&str>, &'static Key)| {
        let alike = all
            .iter()
            .filter(|(_, other)| other.name == key.name)
            .count();
        match table {
            Some(table) if 1 < alike => (format!("{table}.{}", key.name), *key),
            _ => (key.name.to_owned(), *key),
        }
    };
    all.iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_name_finds_whom_no_first_name_does() {
        let ids = ["ada-lovelace", "grace-hopper", "love-park"].map(str::to_owned);
        assert_eq!(matching(ids.to_vec(), "love"), ["love-park"]);
        assert_eq!(matching(ids.to_vec(), "hop"), ["grace-hopper"]);
        assert_eq!(matching(ids.to_vec(), "ope"), [""; 0]);
    }

    #[test]
    fn letters_of_any_script_are_compared_without_a_panic() {
        assert!(!begins_so("é", "e"));
        assert!(!begins_so("ada", "é"));
        assert!(begins_so("Ärger", "Ä"));
    }
}

//! The vocabulary made ready for comparing: aliases resolved, parents followed, case forgotten.
//!
//! It knows nothing of people. Its invariant: every word it gives is trimmed, lower-case and the one under which the
//! vocabulary knows the thing; a word that the vocabulary does not know stands for itself.

use crate::model::vocabulary::Vocabulary;
use smol_str::{SmolStr, StrExt};
use std::collections::BTreeMap;

/// The vocabulary of a program, by plain word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lexicon {
    skills: BTreeMap<SmolStr, SmolStr>,
    parents: BTreeMap<SmolStr, SmolStr>,
    facets: BTreeMap<SmolStr, SmolStr>,
    levels: BTreeMap<SmolStr, i64>,
}

impl Lexicon {
    /// Reads the vocabulary; of two skills that claim a word the one whose id it is has it, else the first by id.
    pub(crate) fn new(vocabulary: &Vocabulary) -> Lexicon {
        let mut skills: BTreeMap<SmolStr, SmolStr> = vocabulary
            .skills
            .keys()
            .map(|id| (plain(id), plain(id)))
            .collect();
        for (id, skill) in &vocabulary.skills {
            for alias in &skill.aliases {
                skills.entry(plain(alias)).or_insert_with(|| plain(id));
            }
        }
        let known = |word: &str| {
            skills
                .get(&plain(word))
                .cloned()
                .unwrap_or_else(|| plain(word))
        };
        let parents = vocabulary
            .skills
            .iter()
            .filter_map(|(id, skill)| Some((plain(id), known(skill.parent.as_ref()?))))
            .collect();
        let mut facets: BTreeMap<SmolStr, SmolStr> = vocabulary
            .facets
            .keys()
            .map(|id| (plain(id), plain(id)))
            .collect();
        for (id, title) in &vocabulary.facets {
            if let Some(title) = title {
                facets.entry(plain(title)).or_insert_with(|| plain(id));
            }
        }
        let levels = (0_i64..)
            .zip(&vocabulary.levels)
            .map(|(rank, level)| (plain(level), rank))
            .collect();
        Lexicon {
            skills,
            parents,
            facets,
            levels,
        }
    }

    /// The word under which a skill is known, whatever alias was written.
    pub(crate) fn skill(&self, word: &str) -> SmolStr {
        let word = plain(word);
        self.skills.get(&word).cloned().unwrap_or(word)
    }

    /// The skills that a known skill belongs to, from its parent upwards.
    pub(crate) fn wider_skills(&self, skill: &str) -> Vec<&SmolStr> {
        let mut wider: Vec<&SmolStr> = Vec::new();
        let mut current = skill;
        while let Some(parent) = self.parents.get(current) {
            // Parents in a circle are a mistake of the vocabulary; here they must only not go on for ever.
            if parent == skill || wider.contains(&parent) {
                break;
            }
            wider.push(parent);
            current = parent;
        }
        wider
    }

    /// The word under which a facet is known: its id, whether that or its title was written.
    pub(crate) fn facet(&self, word: &str) -> SmolStr {
        let word = plain(word);
        self.facets.get(&word).cloned().unwrap_or(word)
    }

    /// The place of a level on the ladder, if it stands there.
    pub(crate) fn level(&self, word: &str) -> Option<i64> {
        self.levels.get(&plain(word)).copied()
    }
}

/// A word without the accidents of writing.
pub(crate) fn plain(word: &str) -> SmolStr {
    let is_plain = |byte: u8| byte == b' ' || byte.is_ascii_graphic() && !byte.is_ascii_uppercase();
    // Nearly every word is plain as it is written, and there are many.
    if word.bytes().all(is_plain) && !word.starts_with(' ') && !word.ends_with(' ') {
        return SmolStr::new(word);
    }
    word.trim().to_lowercase_smolstr()
}

//! The program's own words: facets, skills with aliases and parents, levels.

use std::collections::BTreeMap;

/// Facets, skills, levels and closing reasons of a program.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Vocabulary {
    /// From the lowest to the highest.
    pub levels: Vec<String>,
    /// Why pairings end.
    pub closing_reasons: Vec<String>,
    /// Facets by id, with their titles.
    pub facets: BTreeMap<String, Option<String>>,
    /// Skills by id.
    pub skills: BTreeMap<String, Skill>,
}

/// A skill that the program knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Skill {
    /// Other words for it.
    pub aliases: Vec<String>,
    /// The wider skill it belongs to.
    pub parent: Option<String>,
}

/// Reasons for an ending where the vocabulary gives none.
pub const CLOSING_REASONS: [&str; 8] = [
    "goals-met",
    "time-up",
    "left",
    "no-contact",
    "mismatch",
    "workload",
    "conduct",
    "other",
];

impl Vocabulary {
    /// The place of a level in the ladder, without regard to case.
    pub fn level_rank(&self, level: &str) -> Option<usize> {
        self.levels
            .iter()
            .position(|known| known.eq_ignore_ascii_case(level))
    }
}

impl Vocabulary {
    /// Why pairings end: the program's own reasons, else the usual ones.
    pub fn reasons(&self) -> Vec<&str> {
        if self.closing_reasons.is_empty() {
            return CLOSING_REASONS.to_vec();
        }
        self.closing_reasons.iter().map(String::as_str).collect()
    }
}

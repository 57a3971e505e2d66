//! What references may point to: the ids and words that the rest of the program gives.

use crate::store::syntax::parsed::{ParsedTable, ParsedValue};
use std::collections::BTreeSet;

/// Ids of people, by whichever way the reading command knows them.
#[derive(Debug, Default)]
pub(crate) enum People {
    /// All file stems.
    Listed(BTreeSet<String>),
    /// Not looked at: the command reads too little to judge.
    #[default]
    Unknown,
}

/// The ids and words that references may point to.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) people: People,
    pub(crate) cohorts: BTreeSet<String>,
    pub(crate) objectives: BTreeSet<String>,
    pub(crate) trainings: BTreeSet<String>,
    pub(crate) certifications: BTreeSet<String>,
    pub(crate) facets: BTreeSet<String>,
    /// Skills and their aliases.
    pub(crate) skills: BTreeSet<String>,
    pub(crate) levels: BTreeSet<String>,
}

impl Known {
    /// Learns from `program.toml`.
    pub(crate) fn learn_program(&mut self, table: &ParsedTable<'_>) {
        self.cohorts = ids(table, "cohort");
        if self.cohorts.is_empty() {
            self.cohorts
                .insert(crate::model::settings::COHORT_MAIN.to_owned());
        }
        self.trainings = ids(table, "training");
        self.certifications = ids(table, "certification");
    }

    /// Learns from `objectives.toml`.
    pub(crate) fn learn_objectives(&mut self, table: &ParsedTable<'_>) {
        self.objectives = ids(table, "objective");
    }

    /// Learns from `vocabulary.toml`; words are compared without case.
    pub(crate) fn learn_vocabulary(&mut self, table: &ParsedTable<'_>) {
        self.facets = ids(table, "facet")
            .into_iter()
            .map(|word| word.to_lowercase())
            .collect();
        self.levels = lines(table, "levels").map(str::to_lowercase).collect();
        for skill in entries(table, "skill") {
            self.skills.extend(line(skill, "id").map(str::to_lowercase));
            self.skills
                .extend(lines(skill, "aliases").map(str::to_lowercase));
        }
    }
}

fn ids(table: &ParsedTable<'_>, name: &str) -> BTreeSet<String> {
    entries(table, name)
        .filter_map(|entry| line(entry, "id"))
        .map(str::to_owned)
        .collect()
}

/// The entries of `[[name]]`, whichever way it is spelled.
pub(crate) fn entries<'a, 'i>(
    table: &'a ParsedTable<'i>,
    name: &str,
) -> impl Iterator<Item = &'a ParsedTable<'i>> {
    let array = table.get(name).and_then(|value| value.get_ref().as_array());
    array
        .into_iter()
        .flat_map(|array| array.iter())
        .filter_map(|value| value.get_ref().as_table())
}

fn line<'a>(table: &'a ParsedTable<'_>, key: &str) -> Option<&'a str> {
    table.get(key).and_then(|value| value.get_ref().as_str())
}

fn lines<'a>(table: &'a ParsedTable<'_>, key: &str) -> impl Iterator<Item = &'a str> {
    let array = table.get(key).and_then(|value| value.get_ref().as_array());
    array
        .into_iter()
        .flat_map(|array| array.iter())
        .filter_map(|value| match value.get_ref() {
            ParsedValue::String(text) => Some(&**text),
            _ => None,
        })
}

//! What somebody should look at after an import of people, although it is no fault.

use crate::change::import::cell::{CellKind, parts_of};
use crate::change::import::cells::Cells;
use crate::change::import::fields::Subject;
use crate::change::import::identity::{Claim, Directory, Who};
use crate::change::import::mapping::Mapping;
use crate::change::import::pairing_row::PairingRow;
use crate::change::import::person::{Cell, PersonRow};
use crate::change::rules::{commitment_end, normalised};
use crate::model::day::Day;
use crate::model::pairing::{Pairing, PairingKind};
use crate::model::program::Program;
use crate::model::settings::Cohort;
use std::collections::{BTreeMap, BTreeSet};

/// How many rows or words one warning names.
const NAMED_MAX: usize = 5;

/// All warnings of an import of people.
pub(super) fn of_people(
    program: &Program,
    mapping: Option<&Mapping>,
    directory: &Directory<'_>,
    people: &[PersonRow],
    (cells, identified): (&[Cells], &[(Claim, Option<Who>)]),
) -> Vec<String> {
    let mut warnings = cohorts_elsewhere(program, mapping);
    warnings.extend(names_alone(identified));
    warnings.extend(unsplit_lists(cells));
    warnings.extend(namesakes(directory, people));
    warnings.extend(shared_words(people));
    warnings.extend(out_of_place(people));
    warnings.extend(unknown_words(program, people));
    warnings
}

/// All warnings of an import of pairings.
pub(super) fn of_pairings(
    program: &Program,
    mapping: Option<&Mapping>,
    rows: &[(&PairingRow, Option<&Pairing>)],
) -> Vec<String> {
    let mut warnings = cohorts_elsewhere(program, mapping);
    let months = program.settings.policy.commitment_months_min;
    let is_short = |row: &PairingRow| {
        row.ends
            .is_some_and(|ends| ends < commitment_end(row.starts, months))
    };
    let numbers = |is_meant: &dyn Fn(&PairingRow) -> bool| -> Vec<usize> {
        let meant = rows
            .iter()
            .filter(|(row, there)| there.is_none() && is_meant(row));
        meant.map(|(row, _)| row.number).collect()
    };
    let short = numbers(&|row| row.pairing.kind != PairingKind::Flash && is_short(row));
    if !short.is_empty() {
        warnings.push(format!(
            "{}: shorter than the {months} months that the policy asks for",
            named_rows(&short)
        ));
    }
    let idle = numbers(&PairingRow::has_idle_reason);
    if !idle.is_empty() {
        warnings.push(format!(
            "{}: the reason is left out, because the state is not closed",
            named_rows(&idle)
        ));
    }
    warnings
}

/// Cohorts to which the mapping gives other dates than the program.
fn cohorts_elsewhere(program: &Program, mapping: Option<&Mapping>) -> Vec<String> {
    let declared = mapping.map_or(&[][..], |mapping| &mapping.cohorts);
    let days = |cohort: &Cohort| {
        let day = |day: Option<Day>| day.map_or("open".to_owned(), |day| day.to_string());
        format!("{} to {}", day(cohort.starts), day(cohort.ends))
    };
    let differs = |cohort: &&Cohort| {
        program
            .settings
            .cohort(&cohort.id)
            .is_some_and(|there| there != *cohort)
    };
    let warning = |cohort: &Cohort| {
        let there = program
            .settings
            .cohort(&cohort.id)
            .map(days)
            .unwrap_or_default();
        format!(
            "cohort {}: program.toml says {there}, the mapping says {}; program.toml holds",
            cohort.id,
            days(cohort)
        )
    };
    declared.iter().filter(differs).map(warning).collect()
}

fn names_alone(identified: &[(Claim, Option<Who>)]) -> Option<String> {
    let alone = identified
        .iter()
        .filter(|(claim, _)| claim.is_only_a_name())
        .count();
    (0 < alone).then(|| {
        format!(
            "{} without e-mail and id: the name tells who it is",
            counted(alone, "row")
        )
    })
}

/// Columns of lists with commas that separate nothing, although they may be meant to.
fn unsplit_lists(cells: &[Cells]) -> Vec<String> {
    let mut rows_by_column: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for row in cells {
        for (name, filled) in row.names() {
            let is_plain_list = Subject::People.field(name).is_some_and(|field| {
                matches!(field.kind, CellKind::Lines) && !filled.is_list && !filled.is_constant
            });
            if is_plain_list && filled.parts.len() == 1 && filled.parts[0].contains(',') {
                rows_by_column
                    .entry(&filled.column)
                    .or_default()
                    .push(row.number);
            }
        }
    }
    let warning = |(column, rows): (&str, Vec<usize>)| {
        format!(
            "column {column}: `;` separates lists; a comma does not, and {} with commas alone count as one each; a mapping can split them (separator = \",\")",
            named_rows(&rows)
        )
    };
    rows_by_column.into_iter().map(warning).collect()
}

/// People who are new and have the name of somebody else.
fn namesakes(directory: &Directory<'_>, people: &[PersonRow]) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut seen: BTreeMap<String, &PersonRow> = BTreeMap::new();
    for row in people {
        let (Who::New(id), Some(name)) = (&row.who, &row.name) else {
            continue;
        };
        let there = directory.namesakes(name).first().map(ToString::to_string);
        let earlier = seen.insert(normalised(name), row);
        let in_table = earlier.map(|earlier| format!("row {}", earlier.number));
        if let Some(other) = there.or(in_table) {
            warnings.push(format!(
                "row {}: {id} has the same name as {other}; if they are one person: pleiad participant merge",
                row.number
            ));
        }
    }
    warnings
}

/// Rows of both roles whose one column of skills or facets serves both.
fn shared_words(people: &[PersonRow]) -> Vec<String> {
    let mut warnings = Vec::new();
    for key in ["skills", "facets"] {
        let is_shared = |row: &&PersonRow| {
            let offered = row.mentor.iter().find(|cell| cell.key == key);
            offered.is_some_and(|cell| row.roles.len() == 2 && is_asked_from(row, key, cell))
        };
        let rows: Vec<usize> = people
            .iter()
            .filter(is_shared)
            .map(|row| row.number)
            .collect();
        if !rows.is_empty() {
            warnings.push(format!(
                "column {key}: {} of both roles both offer and ask for what it says; mentor_{key} and mentee_{key} tell them apart",
                named_rows(&rows)
            ));
        }
    }
    warnings
}

/// Whether a mentee asks for the very words that they offer.
fn is_asked_from(row: &PersonRow, key: &str, offered: &Cell) -> bool {
    let offered: BTreeSet<String> = parts_of(&offered.value).into_iter().collect();
    let asked: BTreeSet<String> = match key {
        "skills" => row
            .requests
            .iter()
            .flat_map(|request| request.skills.clone())
            .collect(),
        _ => row
            .requests
            .iter()
            .filter_map(|request| request.facet.clone())
            .collect(),
    };
    offered == asked
}

/// Cells for which people of a role have no place.
fn out_of_place(people: &[PersonRow]) -> Vec<String> {
    let mut rows_by_column: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for row in people {
        for column in &row.out_of_place {
            rows_by_column.entry(column).or_default().push(row.number);
        }
    }
    let warning = |(column, rows): (&str, Vec<usize>)| {
        format!(
            "column {column} is left out for {}: their role has no such field; a mapping can keep it (to = \"extra.KEY\")",
            named_rows(&rows)
        )
    };
    rows_by_column.into_iter().map(warning).collect()
}

/// Words that the vocabulary lacks, where it has any of their kind.
fn unknown_words(program: &Program, people: &[PersonRow]) -> Vec<String> {
    let vocabulary = &program.vocabulary;
    let fold = |word: &str| word.to_lowercase();
    let levels: BTreeSet<String> = vocabulary.levels.iter().map(|word| fold(word)).collect();
    let facets: BTreeSet<String> = vocabulary.facets.keys().map(|word| fold(word)).collect();
    let aliases = vocabulary.skills.values().flat_map(|skill| &skill.aliases);
    let skills: BTreeSet<String> = vocabulary
        .skills
        .keys()
        .chain(aliases)
        .map(|word| fold(word))
        .collect();
    let said = |key: &str, row: &PersonRow| -> Vec<String> {
        let cells = row
            .top
            .iter()
            .chain(&row.mentor)
            .filter(|cell| cell.key == key);
        let mut words: Vec<String> = cells.flat_map(|cell| parts_of(&cell.value)).collect();
        for request in &row.requests {
            match key {
                "facets" => words.extend(request.facet.clone()),
                "skills" => words.extend(request.skills.clone()),
                _ => {}
            }
        }
        words
    };
    let mut warnings = Vec::new();
    for (key, what, known) in [
        ("level", "level", levels),
        ("facets", "facet", facets),
        ("skills", "skill", skills),
    ] {
        if known.is_empty() {
            continue;
        }
        let words = people.iter().flat_map(|row| said(key, row));
        let unknown: BTreeSet<String> = words.filter(|word| !known.contains(&fold(word))).collect();
        if !unknown.is_empty() {
            let named: Vec<&str> = unknown.iter().map(String::as_str).take(NAMED_MAX).collect();
            let more = if NAMED_MAX < unknown.len() {
                " ..."
            } else {
                ""
            };
            warnings.push(format!(
                "{} that vocabulary.toml lacks: {}{more}",
                counted(unknown.len(), what),
                named.join(", ")
            ));
        }
    }
    warnings
}

fn named_rows(rows: &[usize]) -> String {
    let named: Vec<String> = rows
        .iter()
        .take(NAMED_MAX)
        .map(ToString::to_string)
        .collect();
    let more = if NAMED_MAX < rows.len() { " ..." } else { "" };
    format!(
        "{} ({}{more})",
        counted(rows.len(), "row"),
        named.join(", ")
    )
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 {
        format!("1 {what}")
    } else {
        format!("{count} {what}s")
    }
}

//! Which cells of a row fill which field: headers that are known, and what the mapping says of the others.
//!
//! It does not judge values. Its invariant: each column of the table fills something, or is listed as left out.

use crate::change::entry_id::slug;
use crate::change::import::cell::parts_of;
use crate::change::import::cells::{Cells, Filled, without_repeats};
use crate::change::import::csv::{CsvTable, Row};
use crate::change::import::fault::{Fault, TableFault};
use crate::change::import::fields::Subject;
use crate::change::import::mapping::{self, Condition, MappedColumn, Mapping, Target};
use crate::change::import::report::ExtraColumn;
use crate::model::id::ID_CHARACTERS_MAX;
use crate::model::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How a value of the mapping is named beside columns.
const CONSTANT: &str = "(constant)";

/// Where the fields of a table come from.
#[derive(Debug)]
pub(super) struct Columns {
    sources: Vec<Source>,
    translations: BTreeMap<usize, BTreeMap<String, String>>,
    constants: Vec<(Target, Constant)>,
    /// Columns that are not understood and become keys of `[extra]`.
    pub(super) extra: Vec<ExtraColumn>,
    /// Columns that fill nothing.
    pub(super) ignored: Vec<String>,
}

#[derive(Debug)]
struct Source {
    column: MappedColumn,
    to: Target,
    /// The name of the column, or of those that are joined.
    label: String,
}

#[derive(Debug)]
struct Constant {
    filled: Filled,
    when: Vec<Condition>,
}

impl Columns {
    /// Finds out what each column fills.
    ///
    /// # Errors
    /// Columns that mean the same.
    pub(super) fn of(
        subject: Subject,
        table: &CsvTable,
        mapping: Option<&Mapping>,
    ) -> Result<Columns, Vec<TableFault>> {
        let empty = Mapping::default();
        let mapping = mapping.unwrap_or(&empty);
        let mut columns = Columns {
            sources: Vec::new(),
            translations: translations(mapping),
            constants: mapping.constants.iter().map(constant).collect(),
            extra: Vec::new(),
            ignored: Vec::new(),
        };
        columns.add_mapped(table, mapping);
        let mapped: BTreeSet<usize> = mapping
            .columns
            .iter()
            .flat_map(|column| column.from.clone())
            .collect();
        let faults = columns.add_guessed(subject, table, &mapped);
        if faults.is_empty() {
            Ok(columns)
        } else {
            Err(faults)
        }
    }

    fn add_mapped(&mut self, table: &CsvTable, mapping: &Mapping) {
        for column in &mapping.columns {
            let names: Vec<&str> = column
                .from
                .iter()
                .map(|&index| table.header[index].as_str())
                .collect();
            let label = names.join(" + ");
            match column.to.clone() {
                None => self.ignored.push(label),
                Some(to) => self.sources.push(Source {
                    column: column.clone(),
                    to,
                    label,
                }),
            }
        }
    }

    fn add_guessed(
        &mut self,
        subject: Subject,
        table: &CsvTable,
        mapped: &BTreeSet<usize>,
    ) -> Vec<TableFault> {
        let mut faults = Vec::new();
        let mut owners: BTreeMap<String, String> = BTreeMap::new();
        for source in &self.sources {
            owners.insert(source.to.to_string(), source.label.clone());
        }
        for (index, header) in table.header.iter().enumerate() {
            if header.is_empty() || mapped.contains(&index) {
                continue;
            }
            let to = match subject.guess(header) {
                Some(field) => Target::Field(field),
                None if subject != Subject::People => {
                    self.ignored.push(header.clone());
                    continue;
                }
                None => Target::Extra(extra_key(header, index)),
            };
            let name = to.to_string();
            if let Some(first) = owners.insert(name, header.clone()) {
                faults.push(TableFault::column(header, twice(&to, first)));
            }
            if let Target::Extra(key) = &to {
                self.extra.push(ExtraColumn {
                    column: header.clone(),
                    key: key.clone(),
                });
            }
            self.sources.push(Source {
                column: MappedColumn::plain(index),
                to,
                label: header.clone(),
            });
        }
        faults
    }

    /// Whether anything may fill a field.
    pub(super) fn has(&self, name: &str) -> bool {
        let fills = |to: &Target| matches!(to, Target::Field(field) if field.name == name);
        self.sources.iter().any(|source| fills(&source.to))
            || self.constants.iter().any(|(to, _)| fills(to))
    }

    /// The cells of a row that hold anything.
    ///
    /// Where several fill one field, lists are put together, and of single values the first holds.
    pub(super) fn cells(&self, row: &Row) -> Cells {
        let mut cells = Cells::new(row.number);
        for source in &self.sources {
            if source
                .column
                .when
                .iter()
                .all(|condition| condition.holds(row))
            {
                let parts = self.parts(source, row);
                if !parts.is_empty() {
                    let is_list = source.column.separator.is_some() && source.column.part.is_none();
                    cells.add(
                        &source.to,
                        Filled {
                            column: source.label.clone(),
                            parts,
                            is_list,
                            is_constant: false,
                        },
                    );
                }
            }
        }
        for (to, constant) in &self.constants {
            if constant.when.iter().all(|condition| condition.holds(row)) {
                cells.add_where_empty(to, &constant.filled);
            }
        }
        cells
    }

    /// The parts of a source in a row: split, translated, joined.
    fn parts(&self, source: &Source, row: &Row) -> Vec<String> {
        let column = &source.column;
        let is_list = source.to.is_list() || column.separator.is_some();
        let split_cell = |cell| match &column.separator {
            Some(separator) => str::split(cell, separator.as_str()).collect(),
            None => str::split(cell, source.to.separators()).collect::<Vec<_>>(),
        };
        let split = |index: &usize| {
            let cell = row.cell(*index);
            let pieces: Vec<&str> = match (is_list, column.part) {
                (true, None) => split_cell(cell),
                (_, Some(part)) => split_cell(cell)
                    .into_iter()
                    .skip(part - 1)
                    .take(1)
                    .collect(),
                (false, None) => vec![cell],
            };
            self.translated(*index, &pieces)
        };
        let pieces: Vec<String> = column.from.iter().flat_map(split).collect();
        if column.from.len() == 1 || pieces.is_empty() {
            return without_repeats(pieces);
        }
        let joined = pieces.join(&column.with);
        if source.to.is_list() {
            let parts = joined
                .split(source.to.separators())
                .map(|part| part.trim().to_owned());
            return without_repeats(parts.filter(|part| !part.is_empty()).collect());
        }
        vec![joined]
    }

    fn translated(&self, column: usize, pieces: &[&str]) -> Vec<String> {
        let words = self.translations.get(&column);
        let translate = |piece: &&str| {
            let piece = piece.trim();
            let word = words.and_then(|words| words.get(&piece.to_lowercase()));
            word.map_or(piece, String::as_str).to_owned()
        };
        pieces
            .iter()
            .map(translate)
            .filter(|piece| !piece.is_empty())
            .collect()
    }
}

impl MappedColumn {
    /// A column as it is.
    fn plain(index: usize) -> MappedColumn {
        MappedColumn {
            from: vec![index],
            with: String::new(),
            to: None,
            separator: None,
            part: None,
            when: Vec::new(),
        }
    }
}

fn twice(to: &Target, first: String) -> Fault {
    match to {
        Target::Field(field) => Fault::TwoColumns {
            field: field.name,
            first,
        },
        Target::Extra(key) => Fault::TwoExtras {
            key: key.clone(),
            first,
        },
    }
}

/// `match with similar identity` becomes `match_with_similar_identity`.
fn extra_key(header: &str, index: usize) -> String {
    let words = slug(header, ID_CHARACTERS_MAX).replace('-', "_");
    if words.is_empty() {
        format!("column_{}", index + 1)
    } else {
        words
    }
}

fn translations(mapping: &Mapping) -> BTreeMap<usize, BTreeMap<String, String>> {
    let mut by_column: BTreeMap<usize, BTreeMap<String, String>> = BTreeMap::new();
    for translation in &mapping.translations {
        let words = by_column.entry(translation.column).or_default();
        words.insert(
            translation.from.trim().to_lowercase(),
            translation.to.trim().to_owned(),
        );
    }
    by_column
}

fn constant(constant: &mapping::Constant) -> (Target, Constant) {
    let is_list = matches!(constant.value, Value::List(_));
    let filled = Filled {
        column: CONSTANT.to_owned(),
        parts: parts_of(&constant.value),
        is_list,
        is_constant: true,
    };
    (
        constant.to.clone(),
        Constant {
            filled,
            when: constant.when.clone(),
        },
    )
}

//! Lists: rows of one noun, filtered, sorted, cut and shown by the same flags everywhere.

use crate::calendar::clock::Clock;
use crate::cli::failure::Failure;
use crate::cli::filter::Filter;
use crate::render::document::Document;
use crate::render::table::{Cell, Column, Table};
use crate::render::words::{count, nearest};
use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value};

/// Flags of every list.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Lists")]
pub(crate) struct ListFlags {
    /// Only rows for which this holds: `level = entry and capacity_free > 0`
    #[arg(long = "where", value_name = "EXPRESSION")]
    pub(crate) filter: Option<String>,
    /// Columns to show, in order; without any, lists them
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', num_args = 0..=1, default_missing_value = "")]
    pub(crate) columns: Option<Vec<String>>,
    /// Column to sort by; -COLUMN for the other way round
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    pub(crate) sort: Option<String>,
    /// At most so many rows
    #[arg(long, value_name = "COUNT")]
    pub(crate) limit: Option<usize>,
}

impl ListFlags {
    /// Whether they leave every row where it is.
    pub(crate) fn are_none(&self) -> bool {
        let ListFlags {
            filter,
            columns,
            sort,
            limit,
        } = self;
        filter.is_none() && columns.is_none() && sort.is_none() && limit.is_none()
    }
}

/// A column of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListColumn {
    /// Its key in JSON, filters and headers of TSV.
    pub(crate) key: &'static str,
    /// Whether people see it when they do not say which.
    pub(crate) is_usual: bool,
    /// Whether it holds numbers.
    pub(crate) is_number: bool,
}

/// A column that people see.
pub(crate) const fn usual(key: &'static str) -> ListColumn {
    ListColumn {
        key,
        is_usual: true,
        is_number: false,
    }
}

/// A column of numbers that people see.
pub(crate) const fn number(key: &'static str) -> ListColumn {
    ListColumn {
        key,
        is_usual: true,
        is_number: true,
    }
}

/// A column that is shown when asked for.
pub(crate) const fn further(key: &'static str) -> ListColumn {
    ListColumn {
        key,
        is_usual: false,
        is_number: false,
    }
}

/// What a list is of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Noun {
    /// One of them.
    pub(crate) one: &'static str,
    /// Several of them; the key in JSON.
    pub(crate) many: &'static str,
}

/// Rows of one noun.
#[derive(Debug)]
pub(crate) struct List {
    noun: Noun,
    columns: Vec<ListColumn>,
    rows: Vec<Map<String, Value>>,
}

impl List {
    /// A list of rows, narrowed as the flags say.
    pub(crate) fn new(
        noun: Noun,
        columns: &[ListColumn],
        rows: &[impl Serialize],
        flags: &ListFlags,
        clock: &Clock,
    ) -> Result<List, Failure> {
        let rows = rows.iter().map(row_json).collect();
        List {
            noun,
            columns: columns.to_vec(),
            rows,
        }
        .narrowed(flags, clock)
    }

    fn narrowed(mut self, flags: &ListFlags, clock: &Clock) -> Result<List, Failure> {
        if let Some(filter) = &flags.filter {
            let filter = parse_filter(filter, &self.columns, clock)?;
            self.rows.retain(|row| filter.matches(row));
        }
        if let Some(sort) = &flags.sort {
            let (key, is_reverse) = sort
                .strip_prefix('-')
                .map_or((sort.as_str(), false), |key| (key, true));
            let key = self.column(key)?.key;
            self.rows.sort_by(|one, other| {
                let order = compare(&one[key], &other[key]);
                if is_reverse { order.reverse() } else { order }
            });
        }
        self.rows.truncate(flags.limit.unwrap_or(usize::MAX));
        if let Some(keys) = &flags.columns {
            self.choose(keys)?;
        }
        Ok(self)
    }

    fn choose(&mut self, keys: &[String]) -> Result<(), Failure> {
        if keys.iter().all(String::is_empty) {
            let known: Vec<&str> = self.columns.iter().map(|column| column.key).collect();
            return Err(Failure::Usage {
                message: format!("--columns takes some of: {}", known.join(",")),
                hint: Some(format!(
                    "--columns {}",
                    known.iter().take(2).copied().collect::<Vec<_>>().join(",")
                )),
            });
        }
        let chosen = keys
            .iter()
            .map(|key| self.column(key))
            .collect::<Result<Vec<_>, _>>()?;
        self.columns = chosen
            .into_iter()
            .map(|column| ListColumn {
                is_usual: true,
                ..column
            })
            .collect();
        for row in &mut self.rows {
            *row = self
                .columns
                .iter()
                .map(|column| (column.key.to_owned(), row[column.key].clone()))
                .collect();
        }
        Ok(())
    }

    fn column(&self, key: &str) -> Result<ListColumn, Failure> {
        let key = key.trim();
        let known = || self.columns.iter().map(|column| column.key);
        let found = self
            .columns
            .iter()
            .find(|column| column.key == key)
            .copied();
        found.ok_or_else(|| Failure::Usage {
            message: format!("there is no column `{key}`"),
            hint: nearest(key, known())
                .map(|near| format!("did you mean `{near}`?"))
                .or_else(|| Some(format!("one of {}", known().collect::<Vec<_>>().join(", ")))),
        })
    }

    /// Its key in JSON.
    pub(crate) fn noun(&self) -> &'static str {
        self.noun.many
    }

    /// The rows for scripts.
    pub(crate) fn rows_json(&self) -> Value {
        self.rows.iter().cloned().map(Value::Object).collect()
    }

    /// `3 participants`, for the talk beside the list.
    pub(crate) fn count_in_words(&self) -> String {
        count(self.rows.len(), self.noun.one, self.noun.many)
    }

    /// The rows for people.
    pub(crate) fn document(&self) -> Document {
        let shown: Vec<ListColumn> = self
            .columns
            .iter()
            .copied()
            .filter(|column| column.is_usual)
            .collect();
        let head = shown.iter().map(|column| {
            let title = column.key.replace('_', " ");
            if column.is_number {
                Column::number(column.key, title)
            } else {
                Column::text(column.key, title)
            }
        });
        let mut table = Table::new(head);
        let prefixes = shortest_prefixes(&self.rows);
        for (row, prefix) in self.rows.iter().zip(prefixes) {
            table.push(
                shown
                    .iter()
                    .map(|column| cell(column.key, &row[column.key], prefix)),
            );
        }
        Document::new().table(table)
    }
}

/// A filter over the columns of a list.
pub(crate) fn parse_filter(
    text: &str,
    columns: &[ListColumn],
    clock: &Clock,
) -> Result<Filter, Failure> {
    let keys: Vec<&str> = columns.iter().map(|column| column.key).collect();
    Filter::parse(text, &keys, clock).map_err(|error| Failure::usage(format!("--where: {error}")))
}

/// A row as an object.
pub(crate) fn row_json(row: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(row) {
        Ok(Value::Object(fields)) => fields,
        other => unreachable!("a row is a struct with string keys, not {other:?}"),
    }
}

fn cell(key: &str, value: &Value, prefix: usize) -> Cell {
    match value {
        Value::Null => Cell::none(),
        Value::Bool(flag) => {
            Cell::from(if *flag { "yes" } else { "no" }).with_value(flag.to_string())
        }
        Value::Number(number) => Cell::number(number),
        Value::String(text) if key == "id" => Cell::id(text, prefix),
        Value::String(text) => Cell::from(text.as_str()),
        Value::Array(items) if items.is_empty() => Cell::none(),
        Value::Array(items) => {
            let texts: Vec<String> = items.iter().map(plain).collect();
            Cell::from(texts.join(", ")).with_value(texts.join(";"))
        }
        Value::Object(fields) if fields.is_empty() => Cell::none(),
        Value::Object(fields) => {
            let texts: Vec<String> = fields
                .iter()
                .map(|(key, value)| format!("{key}={}", plain(value)))
                .collect();
            Cell::from(texts.join(", ")).with_value(texts.join(";"))
        }
    }
}

/// A value without its quotes.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Nothing last, numbers by size, text without regard to case.
fn compare(one: &Value, other: &Value) -> std::cmp::Ordering {
    match (one, other) {
        (Value::Null, Value::Null) => std::cmp::Ordering::Equal,
        (Value::Null, _) => std::cmp::Ordering::Greater,
        (_, Value::Null) => std::cmp::Ordering::Less,
        (Value::Number(one), Value::Number(other)) => one
            .as_f64()
            .unwrap_or_default()
            .total_cmp(&other.as_f64().unwrap_or_default()),
        (one, other) => plain(one).to_lowercase().cmp(&plain(other).to_lowercase()),
    }
}

/// For each row, how many characters of its id tell it from all others.
fn shortest_prefixes(rows: &[Map<String, Value>]) -> Vec<usize> {
    let ids: Vec<&str> = rows
        .iter()
        .map(|row| row.get("id").and_then(Value::as_str).unwrap_or_default())
        .collect();
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.sort_by_key(|&index| ids[index]);
    let common = |one: &str, other: &str| {
        one.bytes()
            .zip(other.bytes())
            .take_while(|(a, b)| a == b)
            .count()
    };
    let mut prefixes = vec![1; ids.len()];
    for pair in order.windows(2) {
        let shared = common(ids[pair[0]], ids[pair[1]]) + 1;
        for &index in pair {
            prefixes[index] = prefixes[index].max(shared.min(ids[index].len()));
        }
    }
    prefixes
}

//! Columns and cells. A cell is shown to people and holds a plain value for scripts.

use super::text::{Span, Text, Tone};
use std::borrow::Cow;
use std::fmt::Display;

/// On which side the cells of a column begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column: its name for scripts and its title for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The header in TSV and CSV, and the word for `--columns`.
    pub key: String,
    /// The header that people read.
    pub title: String,
    /// On which side its cells begin.
    pub align: Align,
}

impl Column {
    /// A column of words.
    pub fn text(key: impl Into<String>, title: impl Into<String>) -> Column {
        Column {
            key: key.into(),
            title: title.into(),
            align: Align::Left,
        }
    }

    /// A column of numbers.
    pub fn number(key: impl Into<String>, title: impl Into<String>) -> Column {
        Column {
            key: key.into(),
            title: title.into(),
            align: Align::Right,
        }
    }
}

/// What a script reads of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    /// The text that is shown.
    Shown,
    /// Another text, such as the day behind `6 weeks ago`.
    Text(String),
    /// A number.
    Number(String),
}

/// A cell of a table, or the value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    text: Text,
    value: Value,
}

impl Cell {
    /// What is not known or not there: a dash to people, nothing to scripts.
    pub fn none() -> Cell {
        let dash = Span::drawn("—", "-").toned(Tone::Dim);
        Cell {
            text: dash.into(),
            value: Value::Text(String::new()),
        }
    }

    /// A number; it stays one in a spreadsheet.
    pub fn number(number: impl Display) -> Cell {
        let number = number.to_string();
        Cell {
            text: number.as_str().into(),
            value: Value::Number(number),
        }
    }

    /// An id, with as many of its first characters marked as are enough to type.
    pub fn id(id: &str, characters_enough: usize) -> Cell {
        let split = id
            .char_indices()
            .nth(characters_enough)
            .map_or(id.len(), |(at, _)| at);
        let (enough, rest) = id.split_at(split);
        Cell::from([Span::new(Tone::Underlined, enough), rest.into()])
    }

    /// The same cell with another text for scripts.
    #[must_use]
    pub fn with_value(self, value: impl Into<String>) -> Cell {
        Cell {
            value: Value::Text(value.into()),
            ..self
        }
    }

    /// The same cell with a number for scripts.
    #[must_use]
    pub fn with_number(self, number: impl Display) -> Cell {
        Cell {
            value: Value::Number(number.to_string()),
            ..self
        }
    }

    /// The same cell, all in one tone.
    #[must_use]
    pub fn toned(mut self, tone: Tone) -> Cell {
        for span in &mut self.text.spans {
            span.tone = tone;
        }
        self
    }

    /// What people read.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// What scripts read, not escaped.
    pub fn value(&self) -> Cow<'_, str> {
        match &self.value {
            Value::Shown => Cow::Owned(self.text.to_plain()),
            Value::Text(value) | Value::Number(value) => Cow::Borrowed(value),
        }
    }

    /// Whether scripts read a number.
    pub fn is_number(&self) -> bool {
        matches!(self.value, Value::Number(_))
    }
}

impl From<Text> for Cell {
    fn from(text: Text) -> Cell {
        Cell {
            text,
            value: Value::Shown,
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Text::from(text).into()
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Text::from(text).into()
    }
}

impl From<Span> for Cell {
    fn from(span: Span) -> Cell {
        Text::from(span).into()
    }
}

impl<const N: usize> From<[Span; N]> for Cell {
    fn from(spans: [Span; N]) -> Cell {
        Text::from(spans).into()
    }
}

impl From<i32> for Cell {
    fn from(number: i32) -> Cell {
        Cell::number(number)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::number(number)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Cell {
        Cell::number(number)
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Cell {
        Cell::number(number)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Cell {
        Cell::number(number)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Cell {
        cell.map_or_else(Cell::none, Into::into)
    }
}

/// Rows of cells under their columns.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a table shows only in a document"]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Table {
        Table {
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
        }
    }

    /// The same table with one more row, which has a cell for each column.
    pub fn row(mut self, cells: impl IntoIterator<Item = Cell>) -> Table {
        self.push(cells);
        self
    }

    /// The same table with more rows.
    pub fn rows<Row: IntoIterator<Item = Cell>>(
        mut self,
        rows: impl IntoIterator<Item = Row>,
    ) -> Table {
        for row in rows {
            self.push(row);
        }
        self
    }

    /// Adds a row, which has a cell for each column.
    pub fn push(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let mut row: Vec<Cell> = cells.into_iter().collect();
        debug_assert_eq!(row.len(), self.columns.len(), "a cell for each column");
        // A wrong row is a bug of the caller; people still get the rest of their table.
        row.resize_with(self.columns.len(), Cell::none);
        self.rows.push(row);
    }

    /// The columns, from left to right.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows, each with a cell for every column.
    pub fn body(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// The same rows with only these columns (by their place), in this order.
    ///
    /// # Panics
    /// When there is no such column.
    pub fn select(self, columns: &[usize]) -> Table {
        let pick_cells = |row: &Vec<Cell>| columns.iter().map(|&at| row[at].clone()).collect();
        Table {
            columns: columns.iter().map(|&at| self.columns[at].clone()).collect(),
            rows: self.rows.iter().map(pick_cells).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Column, Table};
    use crate::render::text::{Span, Tone};

    #[test]
    fn what_is_not_there_is_a_dash_to_people_and_nothing_to_scripts() {
        let cell = Cell::from(None::<&str>);
        assert_eq!(cell.text().to_plain(), "—");
        assert_eq!(cell.value(), "");
    }

    #[test]
    fn an_id_marks_what_is_enough_to_type() {
        let cell = Cell::id("ada-lovelace", 3);
        assert_eq!(
            cell.text().spans,
            [Span::new(Tone::Underlined, "ada"), "-lovelace".into()]
        );
        assert_eq!(cell.value(), "ada-lovelace");
        assert_eq!(Cell::id("ada", 9).value(), "ada");
    }

    #[test]
    fn columns_are_selected_in_the_order_asked_for() {
        let table = Table::new([Column::text("a", "A"), Column::text("b", "B")])
            .row(["1".into(), "2".into()])
            .select(&[1, 0]);
        assert_eq!(table.columns()[0].key, "b");
        assert_eq!(table.body()[0][0].value(), "2");
    }
}

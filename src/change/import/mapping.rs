//! What a mapping says about a table: which column fills which field, how, and which rows are left out.
//!
//! How it is written in a file is the store's business. Its invariant: every column is one of the table it
//! was read for.

use crate::change::import::cell::parts_of;
use crate::change::import::csv::Row;
use crate::change::import::fault::Fault;
use crate::change::import::fields::Field;
use crate::model::settings::Cohort;
use crate::model::value::Value;
use std::fmt;

/// What a coordinator says about a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mapping {
    /// What tells people apart where neither e-mail nor id does.
    pub key: Option<Target>,
    /// Columns and joined columns, in the order of the file.
    pub columns: Vec<MappedColumn>,
    /// Words of cells and what they stand for.
    pub translations: Vec<Translation>,
    /// What fills a field where no cell does.
    pub constants: Vec<Constant>,
    /// Rows that are left out.
    pub skips: Vec<Skip>,
    /// Cohorts and their dates.
    pub cohorts: Vec<Cohort>,
}

/// What a cell fills.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A field that the program knows.
    Field(&'static Field),
    /// A key of `[extra]`.
    Extra(String),
}

/// One column, or several that are joined.
#[derive(Debug, Clone, PartialEq)]
pub struct MappedColumn {
    /// Indexes of the columns; several are joined in this order.
    pub from: Vec<usize>,
    /// What stands between joined cells.
    pub with: String,
    /// What it fills; `None` where it is left out on purpose.
    pub to: Option<Target>,
    /// What separates the parts of a cell.
    pub separator: Option<String>,
    /// The one part that is meant, from 1.
    pub part: Option<usize>,
    /// It fills only where all of these hold.
    pub when: Vec<Condition>,
}

/// A word of a column and what it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Translation {
    /// The index of the column.
    pub column: usize,
    /// The cell, or a part of it; case does not count.
    pub from: String,
    /// What it becomes; an empty text leaves it out.
    pub to: String,
}

/// A value that fills a field where no cell does.
#[derive(Debug, Clone, PartialEq)]
pub struct Constant {
    /// The field.
    pub to: Target,
    /// The value.
    pub value: Value,
    /// It fills only where all of these hold.
    pub when: Vec<Condition>,
}

/// Rows that are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Skip {
    /// All of these hold.
    pub when: Vec<Condition>,
    /// Why, for the report.
    pub because: String,
}

/// A comparison of a cell: `role = mentor`, `status != left`, `mentor = {mentee}`, `email =` (is empty).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    column: usize,
    is_equal: bool,
    other: Operand,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Operand {
    Word(String),
    Column(usize),
}

/// Why a text is no condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConditionError {
    /// No comparison in it.
    #[error(
        "`{0}` compares nothing; write `COLUMN = VALUE`, `COLUMN != VALUE`, `COLUMN = {{COLUMN}}` or `COLUMN =` for an empty cell"
    )]
    Shape(String),
    /// A column that the table lacks.
    #[error("there is no column `{0}`")]
    NoColumn(String),
}

impl Condition {
    /// Reads a condition; `column` gives the index of a name.
    ///
    /// # Errors
    /// A text without `=` or `!=`, and columns that are not there.
    pub fn parse(
        text: &str,
        column: impl Fn(&str) -> Option<usize>,
    ) -> Result<Condition, ConditionError> {
        let find =
            |name: &str| column(name).ok_or_else(|| ConditionError::NoColumn(name.to_owned()));
        let shape = || ConditionError::Shape(text.to_owned());
        let (left, right) = text.split_once('=').ok_or_else(shape)?;
        let (name, is_equal) = match left.strip_suffix('!') {
            Some(name) => (name.trim(), false),
            None => (left.trim(), true),
        };
        if name.is_empty() {
            return Err(shape());
        }
        let right = right.trim();
        let braced = right
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let other = match braced {
            Some(name) => Operand::Column(find(name.trim())?),
            None => Operand::Word(right.to_lowercase()),
        };
        Ok(Condition {
            column: find(name)?,
            is_equal,
            other,
        })
    }

    /// Whether it holds for a row; case does not count.
    pub fn holds(&self, row: &Row) -> bool {
        let cell = row.cell(self.column).to_lowercase();
        let is_same = match &self.other {
            Operand::Word(word) => cell == *word,
            Operand::Column(column) => cell == row.cell(*column).to_lowercase(),
        };
        is_same == self.is_equal
    }
}

impl Target {
    /// Checks that a value can fill it.
    ///
    /// # Errors
    /// A value of the wrong kind, and several where one is meant.
    pub fn accepts(&self, value: &Value) -> Result<(), Fault> {
        let Target::Field(field) = self else {
            return Ok(());
        };
        let parts = parts_of(value);
        if 1 < parts.len() && !field.kind.is_list() {
            return Err(Fault::Value {
                value: parts.join("; "),
                expected: "one value".to_owned(),
            });
        }
        field.kind.value(&parts).map(drop)
    }

    /// What separates its parts where the mapping says nothing.
    pub(super) fn separators(&self) -> &'static [char] {
        let own = match self {
            Target::Field(field) => field.kind.separators(),
            Target::Extra(_) => None,
        };
        own.unwrap_or(&[';'])
    }

    /// Whether it holds several values whatever the mapping says.
    pub fn is_list(&self) -> bool {
        match self {
            Target::Field(field) => field.kind.is_list(),
            Target::Extra(_) => false,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Field(field) => out.write_str(field.name),
            Target::Extra(key) => write!(out, "extra.{key}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::change::import::csv::{folded, read};

    fn holds(condition: &str) -> Result<bool, ConditionError> {
        let table =
            read(b"both mentor and mentee,status,email,mentor,mentee\nYes,left,,p1,P1\n").unwrap();
        let column = |name: &str| {
            table
                .header
                .iter()
                .position(|header| folded(header) == folded(name))
        };
        Condition::parse(condition, column).map(|condition| condition.holds(&table.rows[0]))
    }

    #[test]
    fn a_condition_compares_a_cell_with_a_word_or_with_another_cell() {
        for (condition, expected) in [
            ("both mentor and mentee = yes", true),
            ("Both_mentor_and_mentee=no", false),
            ("status != LEFT", false),
            ("status != here", true),
            ("email =", true),
            ("email !=", false),
            ("mentor = {mentee}", true),
            ("mentor != { mentee }", false),
        ] {
            assert_eq!(holds(condition), Ok(expected), "{condition}");
        }
    }

    #[test]
    fn what_compares_nothing_is_no_condition() {
        assert_eq!(
            holds("status left"),
            Err(ConditionError::Shape("status left".to_owned()))
        );
        assert_eq!(
            holds("= left"),
            Err(ConditionError::Shape("= left".to_owned()))
        );
        assert_eq!(
            holds("state = left"),
            Err(ConditionError::NoColumn("state".to_owned()))
        );
        assert_eq!(
            holds("mentor = {mate}"),
            Err(ConditionError::NoColumn("mate".to_owned()))
        );
    }
}

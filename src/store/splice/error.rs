//! Why a file could not be edited.

use std::fmt;

/// Why the edits of a file were refused; the file's text is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpliceError {
    /// The text is not TOML.
    #[error("{}{message}", place.map(|place| format!("{place}: ")).unwrap_or_default())]
    Syntax {
        /// Where, if the parser says so; of tables that are nested too deeply it does not.
        place: Option<Place>,
        /// The parser's words.
        message: String,
    },
    /// No entry of the array has the key.
    #[error("there is no [[{table}]] with {entry}")]
    NoEntry {
        /// The array of tables.
        table: String,
        /// The fields that were looked for, as they would be written.
        entry: String,
    },
    /// A name stands for something else than the edit needs.
    #[error("`{name}` in line {line} is {found}, not {needed}; change it by hand first")]
    Shape {
        /// The name in the file.
        name: String,
        /// The line, from 1.
        line: usize,
        /// What it is.
        found: &'static str,
        /// What the edit needs.
        needed: &'static str,
    },
    /// A number that no file may hold.
    #[error("`{key}` cannot be {number}: only finite numbers are kept in files")]
    NotFinite {
        /// The field.
        key: String,
        /// The number in words.
        number: String,
    },
    /// Making and deleting files is not an edit of a text.
    #[error("a whole file cannot be made or deleted by editing its text (a bug in pleiad)")]
    WholeFile,
    /// The new text would not hold the intended values, and so it was dropped.
    #[error("the edited text would not hold what was meant: {difference} (a bug in pleiad)")]
    Verification {
        /// Where the two differ.
        difference: String,
    },
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}, column {}", self.line, self.column)
    }
}

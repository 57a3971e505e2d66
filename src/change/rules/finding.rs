//! A rule that is broken, by record and field.

use crate::change::edit::{At, EntryKey, FileName};
use crate::model::value::Value;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gravity {
    /// No command may bring it about.
    Error,
    /// Somebody should look.
    Warning,
}

/// A rule that is broken, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// How bad it is.
    pub gravity: Gravity,
    /// A short stable name.
    pub code: &'static str,
    /// The file.
    pub file: FileName,
    /// The table.
    pub at: At,
    /// The field; the table as a whole when absent.
    pub key: Option<&'static str>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Finding {
    /// A broken rule that no command may bring about.
    pub(crate) fn error(file: FileName, at: At, code: &'static str, message: String) -> Finding {
        Finding {
            gravity: Gravity::Error,
            code,
            file,
            at,
            key: None,
            message,
            hint: None,
        }
    }

    /// Something that somebody should look at.
    pub(crate) fn warning(file: FileName, at: At, code: &'static str, message: String) -> Finding {
        Finding {
            gravity: Gravity::Warning,
            ..Finding::error(file, at, code, message)
        }
    }

    /// The same at a field.
    #[must_use]
    pub(crate) fn key(mut self, key: &'static str) -> Finding {
        self.key = Some(key);
        self
    }

    /// The same with a cure.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Finding {
        self.hint = Some(hint.into());
        self
    }
}

/// The entry of `[[table]]` whose `key` has this value.
pub(crate) fn entry(table: &'static str, key: &'static str, value: impl Into<Value>) -> At {
    let identity: EntryKey = vec![(key, Some(value.into()))];
    At::Entry(table, identity)
}

//! Edits of records, by file, table, key of the entry and field. How they become bytes is the store's business.

use crate::model::confidential::Subject;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::value::Value;

/// A file of the program, by what it is; its path is the store's to know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileName {
    /// What the program is.
    Program,
    /// Objectives and their readings.
    Objectives,
    /// Facets, skills, levels.
    Vocabulary,
    /// Rules of matching.
    Matching,
    /// One person.
    Participant(PersonId),
    /// One pairing.
    Pairing(Id),
    /// The meetings of one pairing.
    Log(Id),
    /// Events and attendance.
    Events,
    /// People who might become mentors.
    Prospects,
    /// Suggestions and what became of them.
    Improvements,
    /// A template of a letter.
    Letter(Id),
    /// The match run under review for a cohort.
    Draft(Id),
    /// Check-ins in which nobody is named.
    ConfidentialProgram,
    /// What coordinators keep about a person.
    ConfidentialPerson(PersonId),
    /// What coordinators keep about a pairing.
    ConfidentialPairing(Id),
    /// Notes on a pairing that never leave this machine.
    PrivateNotes(Id),
}

impl FileName {
    /// The file of what only coordinators read about a pairing, a person or the program.
    pub(crate) fn confidential(subject: &Subject) -> FileName {
        match subject {
            Subject::Pairing(id) => FileName::ConfidentialPairing(id.clone()),
            Subject::Person(id) => FileName::ConfidentialPerson(id.clone()),
            Subject::Program => FileName::ConfidentialProgram,
        }
    }
}

/// The fields of one table, in the order in which they are written.
pub type Fields = Vec<(String, Value)>;

/// What tells an entry of an array of tables from its siblings: fields and their values, `None` for absent.
pub type EntryKey = Vec<(&'static str, Option<Value>)>;

/// Where in a file a field stands.
#[derive(Debug, Clone, PartialEq)]
pub enum At {
    /// Above the first table.
    Top,
    /// In the table `[name]`, which is made when missing.
    Table(&'static str),
    /// In the entry of `[[name]]` that has this key; where several have it, the last in the file.
    Entry(&'static str, EntryKey),
}

/// A part of a file that is made anew, in file order.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Fields above the first table; at most one, and the first.
    Top(Fields),
    /// `[name]`.
    Table(&'static str, Fields),
    /// One `[[name]]`.
    Entry(&'static str, Fields),
}

/// What shall be written, as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What it does, for the history: `enroll ada-lovelace as mentee`.
    pub sentence: String,
    /// The edits, in order.
    pub edits: Vec<Edit>,
}

/// Who changes something, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Author {
    /// The day of the change.
    pub today: Day,
    /// The id of whoever does it, where it is known.
    pub by: Option<Id>,
}

impl Author {
    /// The fields `on` and, where it is known, `by`.
    pub(crate) fn signed(&self) -> Fields {
        let mut fields: Fields = vec![("on".to_owned(), self.today.into())];
        fields.extend(
            self.by
                .as_ref()
                .map(|by| ("by".to_owned(), by.as_str().into())),
        );
        fields
    }
}

/// One edit of one file.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Makes a file that must not exist yet.
    Create {
        /// The new file.
        file: FileName,
        /// Its content in order.
        parts: Vec<Part>,
    },
    /// Gives a file the text that a person left in an editor.
    Rewrite {
        /// The file.
        file: FileName,
        /// The whole text.
        text: String,
    },
    /// Deletes a file.
    Delete {
        /// The file.
        file: FileName,
    },
    /// Gives a field a value, whether or not it has one.
    Set {
        /// The file.
        file: FileName,
        /// The table.
        at: At,
        /// The field.
        key: String,
        /// Its new value.
        value: Value,
    },
    /// Takes a field away; no edit where it is absent already.
    Clear {
        /// The file.
        file: FileName,
        /// The table.
        at: At,
        /// The field.
        key: String,
    },
    /// Adds an entry to `[[table]]` after its last sibling; makes the file where it is missing.
    Append {
        /// The file.
        file: FileName,
        /// The array of tables.
        table: &'static str,
        /// The new entry.
        fields: Fields,
    },
    /// Takes an entry of `[[table]]` away, with the comment lines that touch it from above.
    Remove {
        /// The file.
        file: FileName,
        /// The array of tables.
        table: &'static str,
        /// Which entry; where several have the key, the last in the file.
        entry: EntryKey,
    },
    /// Takes `[table]` away where nothing is left in it: no field, no table of its own, no comment.
    Prune {
        /// The file.
        file: FileName,
        /// The table.
        table: &'static str,
    },
}

impl Edit {
    /// The file that it changes.
    pub fn file(&self) -> &FileName {
        match self {
            Edit::Create { file, .. }
            | Edit::Rewrite { file, .. }
            | Edit::Delete { file }
            | Edit::Set { file, .. }
            | Edit::Clear { file, .. }
            | Edit::Append { file, .. }
            | Edit::Remove { file, .. }
            | Edit::Prune { file, .. } => file,
        }
    }
}

/// A field with its value, for [`Fields`].
pub(crate) fn field(key: &str, value: impl Into<Value>) -> (String, Value) {
    (key.to_owned(), value.into())
}

//! What keeps a table from being imported: every row and column at fault, in words.

use crate::change::import::csv::Uneven;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use std::fmt;

/// Characters of a cell that a message repeats.
const SHOWN_CHARACTERS_MAX: usize = 60;

/// A table that is refused as a whole, with everything that is wrong with it in the order of its rows.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(
    "nothing is imported: {} {} cannot be read", .faults.len(),
    if .faults.len() == 1 { "thing" } else { "things" }
)]
pub struct ImportRefusal {
    /// At least one.
    pub faults: Vec<TableFault>,
}

/// One thing that is wrong with a table, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct TableFault {
    /// The number of the row in a spreadsheet; the header when absent.
    pub row: Option<usize>,
    /// The name of the column; the row as a whole when absent.
    pub column: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a cell, a row or a column.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    /// A row that does not fit below the header.
    #[error(
        "it has {cells} {}, the header has {columns}; look for a missing quote or delimiter",
        if *cells == 1 { "cell" } else { "cells" }
    )]
    Uneven {
        /// Cells of the row.
        cells: usize,
        /// Columns of the header.
        columns: usize,
    },
    /// Two columns for one field, and no mapping that says which.
    #[error(
        "`{first}` means {field} too; rename one, or say with a mapping (--map) what each is for"
    )]
    TwoColumns {
        /// The field.
        field: &'static str,
        /// The other column.
        first: String,
    },
    /// Two columns that would be the same key of `[extra]`.
    #[error("`{first}` would be extra.{key} too; rename one, or map it (--map)")]
    TwoExtras {
        /// The key.
        key: String,
        /// The other column.
        first: String,
    },
    /// A column that must be there.
    #[error(
        "there is no column {field}; name it in the header, or say with a mapping (--map) which it is"
    )]
    NoColumn {
        /// The field.
        field: &'static str,
    },
    /// A value of the wrong kind.
    #[error("expected {expected}, found `{}`", shown(value))]
    Value {
        /// What stands there.
        value: String,
        /// What should.
        expected: String,
    },
    /// A character that no text of a file may hold.
    #[error("it holds the control character U+{:04X}; remove it", u32::from(*character))]
    Control {
        /// The character.
        character: char,
    },
    /// A cell that must not be empty.
    #[error("the {what} is missing")]
    Missing {
        /// The field.
        what: &'static str,
    },
    /// Nobody new without a role.
    #[error("the role is missing; say --role mentor, mentee or both, or add a column role")]
    NoRole,
    /// A cell that contradicts a flag.
    #[error("`{value}` contradicts {flag} {said}; leave one of them out")]
    Contradiction {
        /// What the cell says.
        value: String,
        /// The flag.
        flag: &'static str,
        /// What the flag says.
        said: String,
    },
    /// A cohort that nobody declared.
    #[error(
        "there is no cohort `{cohort}`; declare it in program.toml, or as [[cohort]] of a mapping"
    )]
    UnknownCohort {
        /// The cohort.
        cohort: Id,
    },
    /// Two rows of one file that are one person.
    #[error(
        "row {first} has the same {what}; one row is one person (role both: mentor and mentee)"
    )]
    SamePerson {
        /// What is the same: e-mail, id, name.
        what: &'static str,
        /// The first row.
        first: usize,
    },
    /// An address and an id that disagree about who it is.
    #[error("`{email}` belongs to {owner}, and the row says {id}; correct one of them")]
    EmailOfAnother {
        /// The address.
        email: String,
        /// Whose it is.
        owner: PersonId,
        /// Who the row says it is.
        id: PersonId,
    },
    /// A name or key that does not say who it is.
    #[error(
        "`{}` may be any of {}; give an e-mail or an id",
        shown(word),
        joined(candidates)
    )]
    Ambiguous {
        /// What stands there.
        word: String,
        /// Who it may be.
        candidates: Vec<PersonId>,
    },
    /// Somebody who is not enrolled.
    #[error(
        "nobody with the id, e-mail or key `{}` is enrolled; import people first",
        shown(word)
    )]
    Stranger {
        /// What stands there.
        word: String,
    },
    /// Somebody who would be their own manager, favourite or mentor.
    #[error("{person} cannot stand here: it is the person of this row")]
    NamesSelf {
        /// The person.
        person: PersonId,
    },
    /// A mentor who is their own mentee.
    #[error(
        "{person} cannot mentor themselves; a mapping can skip such rows: when = [\"mentor = {{mentee}}\"]"
    )]
    MentorsSelf {
        /// The person.
        person: PersonId,
    },
    /// Several mentees of something that is no circle.
    #[error("{mentees} mentees need the kind circle, which has three to eight")]
    Mentees {
        /// How many.
        mentees: usize,
    },
    /// Two rows of one file that are one pairing.
    #[error("row {first} is the same pairing: mentor, mentee and cohort are the key")]
    SamePairing {
        /// The first row.
        first: usize,
    },
    /// Two people are in one pairing in force at most.
    #[error("{mentor} mentors {mentee} already, in {pairing}")]
    InForce {
        /// The mentor.
        mentor: PersonId,
        /// The mentee.
        mentee: PersonId,
        /// Where.
        pairing: Id,
    },
    /// A mentor with more mentees than places.
    #[error(
        "{mentor} would have {mentees} mentees and has a capacity of {capacity}; raise it, or close pairings that have ended (state)"
    )]
    Capacity {
        /// The mentor.
        mentor: PersonId,
        /// Mentees with this row.
        mentees: u32,
        /// Places.
        capacity: u32,
    },
    /// A day that a state needs.
    #[error("a {state} pairing needs its {end} day: give a column {key}, or a cohort with dates")]
    NoDay {
        /// The state.
        state: &'static str,
        /// `first` or `last`.
        end: &'static str,
        /// The column that would say it.
        key: &'static str,
    },
    /// Days the wrong way round.
    #[error("it cannot end on {ends}, before it starts on {starts}")]
    EndsBeforeStart {
        /// First day.
        starts: Day,
        /// Last day.
        ends: Day,
    },
}

impl fmt::Display for TableFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.row, &self.column) {
            (Some(row), Some(column)) => write!(out, "row {row}, column {column}: ")?,
            (Some(row), None) => write!(out, "row {row}: ")?,
            (None, Some(column)) => write!(out, "column {column}: ")?,
            (None, None) => {}
        }
        self.fault.fmt(out)
    }
}

impl TableFault {
    /// Something wrong with a cell.
    pub(super) fn cell(row: usize, column: &str, fault: Fault) -> TableFault {
        TableFault {
            row: Some(row),
            column: Some(column.to_owned()),
            fault,
        }
    }

    /// Something wrong with a row as a whole.
    pub(super) fn row(row: usize, fault: Fault) -> TableFault {
        TableFault {
            row: Some(row),
            column: None,
            fault,
        }
    }

    /// Something wrong with a column as a whole.
    pub(super) fn column(column: &str, fault: Fault) -> TableFault {
        TableFault {
            row: None,
            column: Some(column.to_owned()),
            fault,
        }
    }

    /// A row of another length than the header.
    pub(super) fn uneven(row: &Uneven, columns: usize) -> TableFault {
        let cells = row.cells;
        TableFault::row(row.number, Fault::Uneven { cells, columns })
    }
}

impl ImportRefusal {
    /// The refusal of a table, or nothing where nothing is wrong.
    pub(super) fn of(mut faults: Vec<TableFault>) -> Result<(), ImportRefusal> {
        if faults.is_empty() {
            return Ok(());
        }
        faults.sort_by_key(|fault| fault.row);
        let mut distinct: Vec<TableFault> = Vec::with_capacity(faults.len());
        for fault in faults {
            // A cell that serves both roles is read twice.
            let same_row = distinct
                .iter()
                .rev()
                .take_while(|earlier| earlier.row == fault.row);
            if same_row.into_iter().all(|earlier| *earlier != fault) {
                distinct.push(fault);
            }
        }
        Err(ImportRefusal { faults: distinct })
    }
}

fn shown(value: &str) -> String {
    let line = value.lines().next().unwrap_or_default();
    if line.len() == value.len() && value.chars().count() <= SHOWN_CHARACTERS_MAX {
        return value.to_owned();
    }
    let start: String = line.chars().take(SHOWN_CHARACTERS_MAX).collect();
    format!("{start}...")
}

fn joined(people: &[PersonId]) -> String {
    let ids: Vec<&str> = people.iter().map(PersonId::as_str).collect();
    ids.join(", ")
}

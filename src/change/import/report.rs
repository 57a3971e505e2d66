//! What an import did, or would do: counts, people, and every cell that it left as it was.

use crate::change::import::cell::parts_of;
use crate::model::id::{Id, PersonId};
use crate::model::participant::Role;
use crate::model::value::Value;
use schemars::JsonSchema;
use serde::Serialize;

/// What an import of people does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct PeopleReport {
    /// Rows that hold anything, skipped ones among them.
    pub rows: usize,
    /// People who are new, in file order.
    pub added: Vec<PersonId>,
    /// Roles, and cohorts of a role, that people who were there take up.
    pub roles_added: Vec<RoleAdded>,
    /// People who were there and of whom cells are written.
    pub updated: Vec<PersonId>,
    /// How many people who were there are left alone.
    pub unchanged: usize,
    /// Cells that say something else than the folder and are left alone.
    pub differing: Vec<Differing>,
    /// Cohorts that the mapping declares and the program did not.
    pub cohorts_added: Vec<Id>,
    /// Columns that were not understood and are kept in `[extra]`.
    pub extra_columns: Vec<ExtraColumn>,
    /// Columns that the mapping leaves out.
    pub ignored_columns: Vec<String>,
    /// Rows that the mapping leaves out.
    pub skipped: Vec<Skipped>,
    /// What somebody should look at.
    pub warnings: Vec<String>,
}

/// What an import of pairings does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct PairingsReport {
    /// Rows that hold anything, skipped ones among them.
    pub rows: usize,
    /// Pairings that are new, in file order.
    pub added: Vec<Id>,
    /// Pairings that were there and of which cells are written.
    pub updated: Vec<Id>,
    /// How many pairings that were there are left alone.
    pub unchanged: usize,
    /// Cells that say something else than the folder and are left alone.
    pub differing: Vec<Differing>,
    /// Cohorts that the mapping declares and the program did not.
    pub cohorts_added: Vec<Id>,
    /// Columns that fill nothing.
    pub ignored_columns: Vec<String>,
    /// Rows that the mapping leaves out.
    pub skipped: Vec<Skipped>,
    /// What somebody should look at.
    pub warnings: Vec<String>,
}

/// A role that somebody who was there takes up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RoleAdded {
    /// Who.
    pub person: PersonId,
    /// Which.
    pub role: Role,
    /// In which cohort, where they have the role already in another.
    pub cohort: Option<Id>,
}

/// A cell that says something else than the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Differing {
    /// The number of the row in a spreadsheet.
    pub row: usize,
    /// The person or the pairing.
    pub id: String,
    /// The name of the column.
    pub column: String,
    /// What the folder says; nothing where it is absent.
    pub there: Option<String>,
    /// What the cell says.
    pub cell: String,
}

/// A column that is kept in `[extra]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExtraColumn {
    /// Its name in the table.
    pub column: String,
    /// Its key in the file.
    pub key: String,
}

/// A row that the mapping leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Skipped {
    /// The number of the row in a spreadsheet.
    pub row: usize,
    /// Why.
    pub because: String,
}

/// A value as a cell would hold it.
pub(super) fn spelled(value: &Value) -> String {
    parts_of(value).join("; ")
}

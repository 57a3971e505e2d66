//! Reading a draft that lies outside of the program, such as an older version of one under review.
//!
//! Who is named in it may long be gone: people are not looked up.

use crate::change::edit::FileName;
use crate::model::draft::Draft;
use crate::model::id::Id;
use crate::store::interpret::{Record, interpret_record};
use crate::store::known::Known;
use crate::store::problem::Problem;
use crate::store::syntax;

/// Reads the draft of a cohort from bytes that came from `path`.
///
/// # Errors
/// Every problem of the file, at its place.
pub fn read(path: &str, bytes: Vec<u8>, cohort: &Id) -> Result<Draft, Vec<Problem>> {
    let text = syntax::text(path, bytes).map_err(|problem| vec![*problem])?;
    let file = FileName::Draft(cohort.clone());
    let mut problems = Vec::new();
    let record = interpret_record(&file, (path, &text), &Known::default(), &mut problems);
    if let Some(Record::Draft(draft)) = record {
        return Ok(draft);
    }
    problems.retain(Problem::is_error);
    Err(problems)
}

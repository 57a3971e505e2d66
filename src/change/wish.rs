//! What somebody wants to learn: a wish is one `[[request]]` of their file.

use crate::change::edit::{At, Change, Edit, EntryKey, Fields, FileName};
use crate::change::refusal::Refusal;
use crate::model::id::{Id, PersonId};
use crate::model::participant::Request;
use crate::model::program::Program;

/// What somebody wants to learn.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// For what.
    pub facet: String,
    /// In which cohort; the one being matched when absent.
    pub cohort: Option<Id>,
    /// Fields of the request that shall be written; none takes it away.
    pub fields: Option<Fields>,
}

/// Writes a wish down, changes it or takes it away; other wishes stay.
///
/// # Errors
/// Refuses to take away what is not there.
pub fn wish(program: &Program, id: &PersonId, wish: &Wish) -> Result<Change, Refusal> {
    let person = program
        .participants
        .get(id)
        .ok_or_else(|| Refusal::NotFound {
            what: "participant",
            word: id.to_string(),
            near: Vec::new(),
        })?;
    let file = || FileName::Participant(id.clone());
    let is_it = |request: &&Request| {
        request.facet.as_deref() == Some(wish.facet.as_str()) && request.cohort == wish.cohort
    };
    let is_there = person.requests.iter().any(|request| is_it(&request));
    let cohort = wish.cohort.as_ref().map(|cohort| cohort.as_str().into());
    let key: EntryKey = vec![
        ("cohort", cohort.clone()),
        ("facet", Some(wish.facet.as_str().into())),
    ];
    let edits = match (&wish.fields, is_there) {
        (None, false) => {
            let message = format!("{} has no wish for {}", person.name, wish.facet);
            return Err(Refusal::refused(message));
        }
        (None, true) => vec![Edit::Remove {
            file: file(),
            table: "request",
            entry: key,
        }],
        (Some(fields), true) => fields
            .iter()
            .map(|(name, value)| Edit::Set {
                file: file(),
                at: At::Entry("request", key.clone()),
                key: name.clone(),
                value: value.clone(),
            })
            .collect(),
        (Some(fields), false) => {
            let mut all = vec![("facet".to_owned(), wish.facet.as_str().into())];
            all.extend(fields.clone());
            all.extend(cohort.map(|cohort| ("cohort".to_owned(), cohort)));
            vec![Edit::Append {
                file: file(),
                table: "request",
                fields: all,
            }]
        }
    };
    Ok(Change {
        sentence: format!("wish of {id} for {}", wish.facet),
        edits,
    })
}

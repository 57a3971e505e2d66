//! The improvement log: a suggestion, what was decided, and when it was done.

use crate::change::edit::{At, Author, Change, Edit, FileName, field};
use crate::change::entry_id::{EntryKind, entry_id};
use crate::change::refusal::Refusal;
use crate::model::id::Id;
use crate::model::improvement::Improvement;
use crate::model::program::Program;
use crate::model::value::Value;

/// Writes down a suggestion.
///
/// # Errors
/// Refuses one without words.
pub fn suggest(program: &Program, text: &str, author: &Author) -> Result<(Id, Change), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::refused("a suggestion needs words"));
    }
    let is_taken = |id: &Id| {
        let mut known = program.improvements.iter();
        known.any(|known| known.id.as_ref() == Some(id))
    };
    let kind = EntryKind::Improvement;
    let id = entry_id(kind, "improvements", Some(author.today), text, is_taken);
    let fields = vec![
        field("id", id.as_str()),
        field("on", author.today),
        field("text", text),
    ];
    let edits = vec![Edit::Append {
        file: FileName::Improvements,
        table: kind.table(),
        fields,
    }];
    let sentence = format!("suggestion {id}");
    Ok((id, Change { sentence, edits }))
}

/// Says what was decided about a suggestion.
///
/// # Errors
/// Refuses one that is not there, and one that is done.
pub fn decide(
    program: &Program,
    id: &Id,
    decision: &str,
    author: &Author,
) -> Result<Change, Refusal> {
    not_done(program, id)?;
    let edits = vec![
        set(id, "decided", author.today.into()),
        set(id, "decision", decision.into()),
    ];
    Ok(Change {
        sentence: format!("decide suggestion {id}"),
        edits,
    })
}

/// Says that what was suggested is done.
///
/// # Errors
/// As [`decide`], and where the day lies before the suggestion.
pub fn finish(program: &Program, id: &Id, author: &Author) -> Result<Change, Refusal> {
    let known = not_done(program, id)?;
    if author.today < known.on {
        let message = format!("it was suggested on {}; it cannot be done before", known.on);
        return Err(Refusal::refused(message));
    }
    Ok(Change {
        sentence: format!("suggestion {id} is done"),
        edits: vec![set(id, "done", author.today.into())],
    })
}

fn not_done<'a>(program: &'a Program, id: &Id) -> Result<&'a Improvement, Refusal> {
    let mut known = program.improvements.iter();
    let known = known
        .find(|known| known.id.as_ref() == Some(id))
        .ok_or_else(|| Refusal::NotFound {
            what: "suggestion",
            word: id.to_string(),
            near: Vec::new(),
        })?;
    match known.done {
        None => Ok(known),
        Some(done) => Err(Refusal::refused(format!("it is done since {done}"))),
    }
}

fn set(id: &Id, key: &str, value: Value) -> Edit {
    Edit::Set {
        file: FileName::Improvements,
        at: At::Entry("improvement", vec![("id", Some(id.as_str().into()))]),
        key: key.to_owned(),
        value,
    }
}

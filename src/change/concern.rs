//! Concerns about a pairing or a person, and what is done about them; only coordinators read them.

use crate::change::edit::{At, Author, Change, Edit, FileName, field};
use crate::change::entry_id::{EntryKind, entry_id};
use crate::change::refusal::Refusal;
use crate::model::confidential::{ConcernKind, Subject};
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;

/// A concern that shall be raised.
#[derive(Debug, Clone, PartialEq)]
pub struct NewConcern {
    /// What it is about.
    pub kind: ConcernKind,
    /// Who it is about.
    pub about: Option<PersonId>,
    /// In words.
    pub text: String,
}

/// Raises a concern.
///
/// # Errors
/// Refuses one without words, and one about somebody who is not in the pairing.
pub fn raise(
    program: &Program,
    subject: &Subject,
    new: &NewConcern,
    author: &Author,
) -> Result<(Id, Change), Refusal> {
    if new.text.trim().is_empty() {
        return Err(Refusal::refused("a concern needs words").hint("-m TEXT"));
    }
    if let (Subject::Pairing(id), Some(about)) = (subject, &new.about)
        && let Some(pairing) = program.pairings.get(id)
        && pairing.role_of(about).is_none()
    {
        return Err(Refusal::refused(format!(
            "{} is not in {id}",
            program.name(about)
        )));
    }
    let kept = program.kept(subject);
    let is_taken = |id: &Id| {
        kept.is_some_and(|kept| {
            let concerns = kept.concerns.iter().filter_map(|known| known.id.as_ref());
            let checkins = kept.checkins.iter().filter_map(|known| known.id.as_ref());
            concerns.chain(checkins).any(|known| known == id)
        })
    };
    let id = entry_id(
        EntryKind::Concern,
        subject.as_str(),
        Some(author.today),
        &new.text,
        is_taken,
    );
    let mut fields = vec![
        field("id", id.as_str()),
        field("on", author.today),
        field("kind", new.kind.as_str()),
    ];
    fields.extend(
        new.about
            .as_ref()
            .map(|about| field("about", about.as_str())),
    );
    fields.push(field("text", new.text.as_str()));
    Ok((
        id.clone(),
        Change {
            // The history is no confidential file: it says that something was raised, not what.
            sentence: format!("raise concern {id}"),
            edits: vec![Edit::Append {
                file: FileName::confidential(subject),
                table: "concern",
                fields,
            }],
        },
    ))
}

/// Writes down what was done about a concern, and whether that settled it.
///
/// # Errors
/// Refuses a step on a concern that is settled, and one without words that settles nothing.
pub fn step(
    program: &Program,
    subject: &Subject,
    concern: &Id,
    text: Option<&str>,
    settles: bool,
    author: &Author,
) -> Result<Change, Refusal> {
    let kept = program.kept(subject);
    if kept.is_some_and(|kept| kept.is_settled(concern)) {
        return Err(Refusal::refused(format!(
            "concern {concern} is settled already"
        )));
    }
    if text.is_none_or(|text| text.trim().is_empty()) && !settles {
        return Err(Refusal::refused("what was done?").hint("-m TEXT; --settle closes it"));
    }
    let is_today = kept.is_some_and(|kept| {
        kept.steps
            .iter()
            .any(|step| step.concern == *concern && step.on == author.today)
    });
    let sentence = format!(
        "{} concern {concern}",
        if settles { "settle" } else { "step on" }
    );
    let mut told = Vec::new();
    told.extend(text.map(|text| field("text", text)));
    told.extend(settles.then(|| field("closed", true)));
    if is_today {
        return Ok(Change {
            sentence,
            edits: of_today(program, subject, concern, told, author),
        });
    }
    let mut fields = vec![
        field("concern", concern.as_str()),
        field("on", author.today),
    ];
    fields.extend(told);
    Ok(Change {
        sentence,
        edits: vec![Edit::Append {
            file: FileName::confidential(subject),
            table: "concern_step",
            fields,
        }],
    })
}

/// A second step of a day goes on where the first ended: a day has one entry.
fn of_today(
    program: &Program,
    subject: &Subject,
    concern: &Id,
    told: crate::change::edit::Fields,
    author: &Author,
) -> Vec<Edit> {
    let earlier = program.kept(subject).and_then(|kept| {
        let step = kept
            .steps
            .iter()
            .find(|step| step.concern == *concern && step.on == author.today)?;
        step.text.clone()
    });
    let key = vec![
        ("concern", Some(concern.as_str().into())),
        ("on", Some(author.today.into())),
    ];
    let joined = |key: String, value: crate::model::value::Value| match (&earlier, &value) {
        (Some(earlier), crate::model::value::Value::Text(text)) if key == "text" => {
            (key, format!("{}\n{text}", earlier.trim_end()).into())
        }
        _ => (key, value),
    };
    told.into_iter()
        .map(|(name, value)| joined(name, value))
        .map(|(name, value)| Edit::Set {
            file: FileName::confidential(subject),
            at: At::Entry("concern_step", key.clone()),
            key: name,
            value,
        })
        .collect()
}

//! Steps of people towards certificates.

use crate::change::edit::{Author, Change, Edit, FileName, field};
use crate::change::refusal::Refusal;
use crate::model::id::{Id, PersonId};
use crate::model::participant::CertificationState;
use crate::model::program::Program;

/// Says how far a person is with a certification since today.
///
/// # Errors
/// Refuses a stranger, a certification that the program does not have, and a second step of the same day.
pub fn step(
    program: &Program,
    person: &PersonId,
    certification: &Id,
    is: CertificationState,
    author: &Author,
) -> Result<Change, Refusal> {
    let known = program.participants.get(person);
    let participant = known.ok_or_else(|| not_found("participant", person.as_str()))?;
    if program.settings.certification(certification).is_none() {
        return Err(not_found("certification", certification.as_str()));
    }
    let is_of_today = participant
        .certifications
        .iter()
        .any(|step| step.id == *certification && step.on == author.today);
    if is_of_today {
        return Err(Refusal::refused(format!(
            "there is a step of {person} towards {certification} on {} already",
            author.today
        )));
    }
    let fields = vec![
        field("id", certification.as_str()),
        field("is", is.as_str()),
        field("on", author.today),
    ];
    let edits = vec![Edit::Append {
        file: FileName::Participant(person.clone()),
        table: "certification",
        fields,
    }];
    let sentence = format!("{person} has {certification} {is}");
    Ok(Change { sentence, edits })
}

fn not_found(what: &'static str, word: &str) -> Refusal {
    Refusal::NotFound {
        what,
        word: word.to_owned(),
        near: Vec::new(),
    }
}

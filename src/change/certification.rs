//! The catalogue of certificates, and steps of people towards them.

use crate::change::edit::{Author, Change, Edit, FileName, field};
use crate::change::refusal::Refusal;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::participant::CertificationState;
use crate::model::program::Program;

/// A certificate that shall be in the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCertification {
    /// Its id.
    pub id: Id,
    /// Who gives it.
    pub authority: Option<String>,
    /// Whom to ask there.
    pub contact: Option<String>,
    /// How long it holds; for ever when absent.
    pub valid_months: Option<u32>,
}

/// Adds a certificate to the catalogue.
///
/// # Errors
/// Refuses an id that is there.
pub fn add(program: &Program, new: &NewCertification) -> Result<Change, Refusal> {
    if program.settings.certification(&new.id).is_some() {
        let message = format!("there is a certification {} already", new.id);
        return Err(Refusal::refused(message));
    }
    let mut fields = vec![field("id", new.id.as_str())];
    for (key, text) in [("authority", &new.authority), ("contact", &new.contact)] {
        fields.extend(text.as_deref().map(|text| field(key, text)));
    }
    let months = new.valid_months;
    fields.extend(months.map(|months| field("valid_months", i64::from(months))));
    let edits = vec![Edit::Append {
        file: FileName::Program,
        table: "certification",
        fields,
    }];
    let sentence = format!("add certification {}", new.id);
    Ok(Change { sentence, edits })
}

/// Says how far a person is with a certification since today, and when the examination is, where it is booked.
///
/// # Errors
/// Refuses a stranger, a certification that the program does not have, and a second step of the same day,
/// and an examination that lies before it was booked.
pub fn step(
    program: &Program,
    person: &PersonId,
    certification: &Id,
    (is, exam): (CertificationState, Option<Day>),
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
    if let Some(exam) = exam.filter(|&exam| exam < author.today) {
        return Err(Refusal::refused(format!(
            "the examination on {exam} lies before {}, on which it is booked",
            author.today
        ))
        .hint("--on says when it was booked"));
    }
    let mut fields = vec![
        field("id", certification.as_str()),
        field("is", is.as_str()),
        field("on", author.today),
    ];
    fields.extend(exam.map(|exam| field("exam", exam)));
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

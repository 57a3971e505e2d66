//! Check-ins: what people answer when they are asked how it goes, kept where only coordinators read it.

use crate::change::edit::{Author, Change, Edit, FileName, field};
use crate::change::entry_id::{EntryKind, entry_id};
use crate::change::refusal::Refusal;
use crate::change::stage::ending::{close_plainly, had_contact};
use crate::model::confidential::{CheckinKind, Subject};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{PairingKind, PairingState};
use crate::model::program::Program;

/// What somebody answered.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCheckin {
    /// What it is for.
    pub kind: CheckinKind,
    /// Who answered.
    pub from: Option<PersonId>,
    /// Scores by their key, on the program's scale.
    pub scores: Vec<(&'static str, i64)>,
    /// In words.
    pub text: Option<String>,
}

/// Writes a check-in down. A pairing of one meeting closes itself with the first one after it was held.
///
/// # Errors
/// Refuses strangers, scores outside the scale, and a check-in that says nothing.
pub fn add(
    program: &Program,
    subject: &Subject,
    new: &NewCheckin,
    author: &Author,
) -> Result<(Id, Change), Refusal> {
    refuse_nothing(new)?;
    refuse_scores(program, new)?;
    refuse_stranger(program, subject, new)?;
    let kept = program.kept(subject);
    let is_taken = |id: &Id| {
        kept.is_some_and(|kept| {
            let checkins = kept.checkins.iter().filter_map(|known| known.id.as_ref());
            let concerns = kept.concerns.iter().filter_map(|known| known.id.as_ref());
            checkins.chain(concerns).any(|known| known == id)
        })
    };
    let from = new.from.as_ref().map_or("", PersonId::as_str);
    let seed = format!("{} {from}", new.kind);
    let id = entry_id(
        EntryKind::Checkin,
        subject.as_str(),
        Some(author.today),
        &seed,
        is_taken,
    );
    let mut fields = vec![
        field("id", id.as_str()),
        field("on", author.today),
        field("kind", new.kind.as_str()),
    ];
    fields.extend(new.from.as_ref().map(|from| field("from", from.as_str())));
    fields.extend(new.scores.iter().map(|(key, score)| field(key, *score)));
    fields.extend(new.text.as_deref().map(|text| field("text", text)));
    let mut edits = vec![Edit::Append {
        file: file(subject),
        table: "checkin",
        fields,
    }];
    edits.extend(over(program, subject, author)?);
    Ok((
        id.clone(),
        Change {
            // The history is no confidential file: it says that somebody answered, not what.
            sentence: format!("check-in {id}"),
            edits,
        },
    ))
}

fn file(subject: &Subject) -> FileName {
    match subject {
        Subject::Pairing(id) => FileName::ConfidentialPairing(id.clone()),
        Subject::Person(id) => FileName::ConfidentialPerson(id.clone()),
    }
}

fn refuse_nothing(new: &NewCheckin) -> Result<(), Refusal> {
    if new.scores.is_empty() && new.text.is_none() {
        return Err(Refusal::refused("a check-in says something").hint("--fit 4, -m TEXT ..."));
    }
    Ok(())
}

fn refuse_scores(program: &Program, new: &NewCheckin) -> Result<(), Refusal> {
    let (low, high) = program.settings.policy.scale;
    let outside = |(_, score): &&(&str, i64)| !(low..=high).contains(score);
    match new.scores.iter().find(outside) {
        Some((key, score)) => Err(Refusal::refused(format!(
            "{key}: {score} is no score from {low} to {high}"
        ))),
        None => Ok(()),
    }
}

fn refuse_stranger(program: &Program, subject: &Subject, new: &NewCheckin) -> Result<(), Refusal> {
    let (Subject::Pairing(id), Some(from)) = (subject, &new.from) else {
        return Ok(());
    };
    match program.pairings.get(id) {
        Some(pairing) if pairing.role_of(from).is_none() => Err(Refusal::refused(format!(
            "{} is not in {id}",
            program.name(from)
        ))),
        _ => Ok(()),
    }
}

/// A pairing of one meeting is over when that was held and somebody said how it was.
fn over(program: &Program, subject: &Subject, author: &Author) -> Result<Vec<Edit>, Refusal> {
    let Subject::Pairing(id) = subject else {
        return Ok(Vec::new());
    };
    let is_over = |pairing: &&crate::model::pairing::Pairing| {
        pairing.kind == PairingKind::Flash
            && pairing.state_latest() == PairingState::Active
            && had_contact(program.log(id))
    };
    match program.pairings.get(id).filter(is_over) {
        Some(pairing) => {
            let why = Some("met and told how it was");
            close_plainly(pairing, "goals-met", true, why, author)
        }
        None => Ok(Vec::new()),
    }
}

//! Check-ins: what one person says of a pairing, of themselves or of the program, kept in confidence.

use crate::change::edit::{Author, Change, Edit, Fields, FileName, field};
use crate::change::entry_id::{EntryKind, entry_id};
use crate::change::refusal::Refusal;
use crate::change::stage::ending::{close_plainly, had_contact};
use crate::model::confidential::{Checkin, CheckinKind, Score, Subject};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::program::Program;
use std::collections::BTreeSet;

/// A check-in that shall be written down.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCheckin {
    /// What it is about.
    pub subject: Subject,
    /// Why somebody was asked.
    pub kind: CheckinKind,
    /// Who answered.
    pub from: Option<PersonId>,
    /// The meeting that is rated.
    pub meeting: Option<Id>,
    /// What they gave scores.
    pub scores: Vec<(Score, i64)>,
    /// In their words.
    pub text: Option<String>,
}

/// Writes down a check-in on the author's day; a pairing of one meeting closes itself with the first one after it
/// was held.
///
/// # Errors
/// Refuses one that says nothing, scores off the program's scale, strangers, and a meeting that is not there.
pub fn add(program: &Program, new: &NewCheckin, author: &Author) -> Result<(Id, Change), Refusal> {
    refuse_nonsense(program, new)?;
    let mut taken = taken(program, &new.subject);
    let (id, edit) = entry(new, author, &mut taken);
    let mut edits = vec![edit];
    edits.extend(over(program, &new.subject, author)?);
    // The history is no confidential file: it says that somebody answered, not what.
    let sentence = format!("check-in of {}", told(&new.subject));
    Ok((id, Change { sentence, edits }))
}

/// The ids that entries of a file have, of concerns too, which begin alike.
pub(crate) fn taken(program: &Program, subject: &Subject) -> BTreeSet<Id> {
    let Some(kept) = program.kept(subject) else {
        return BTreeSet::new();
    };
    let checkins = kept.checkins.iter().filter_map(|known| known.id.clone());
    let concerns = kept.concerns.iter().filter_map(|known| known.id.clone());
    checkins.chain(concerns).collect()
}

/// The edit that appends a check-in, and its id, which is taken from then on.
pub(crate) fn entry(new: &NewCheckin, author: &Author, taken: &mut BTreeSet<Id>) -> (Id, Edit) {
    let id = entry_id(
        EntryKind::Checkin,
        new.subject.as_str(),
        Some(author.today),
        &seed(new),
        |id| taken.contains(id),
    );
    taken.insert(id.clone());
    let edit = Edit::Append {
        file: FileName::confidential(&new.subject),
        table: EntryKind::Checkin.table(),
        fields: fields(&id, new, author),
    };
    (id, edit)
}

/// Whether a check-in that is there says the same.
pub(crate) fn is_same(there: &Checkin, new: &NewCheckin, author: &Author) -> bool {
    there.on == author.today
        && there.kind == new.kind
        && there.from == new.from
        && there.meeting == new.meeting
        && there.scores == new.scores
        && there.text.as_deref().map(str::trim_end) == new.text.as_deref().map(str::trim_end)
}

fn refuse_nonsense(program: &Program, new: &NewCheckin) -> Result<(), Refusal> {
    if new.scores.is_empty()
        && new
            .text
            .as_deref()
            .is_none_or(|text| text.trim().is_empty())
    {
        let cure = "give scores (fit=4 progress=3 ...) or words (-m \"...\")";
        return Err(Refusal::refused("the check-in says nothing").hint(cure));
    }
    let (low, high) = program.settings.policy.scale;
    for (score, given) in &new.scores {
        if !(low..=high).contains(given) {
            let message = format!("{score}: {given} is not on the scale from {low} to {high}");
            return Err(Refusal::refused(message));
        }
    }
    if let Some(from) = new
        .from
        .as_ref()
        .filter(|from| !may_answer(program, new, from))
    {
        let message = format!("{from} is not in {}", told(&new.subject));
        return Err(Refusal::refused(message).hint("--from names who answered"));
    }
    let Subject::Pairing(pairing) = &new.subject else {
        return Ok(());
    };
    let is_there = |meeting: &Id| {
        let mut meetings = program.log(pairing).meetings.iter();
        meetings.any(|known| known.id == *meeting)
    };
    match &new.meeting {
        Some(meeting) if !is_there(meeting) => Err(Refusal::NotFound {
            what: "meeting",
            word: meeting.to_string(),
            near: Vec::new(),
        }),
        _ => Ok(()),
    }
}

fn may_answer(program: &Program, new: &NewCheckin, from: &PersonId) -> bool {
    match &new.subject {
        Subject::Pairing(pairing) => program
            .pairings
            .get(pairing)
            .is_some_and(|pairing| pairing.role_of(from).is_some()),
        Subject::Person(_) | Subject::Program => program.participants.contains_key(from),
    }
}

/// What a check-in is about, for people.
pub fn told(subject: &Subject) -> String {
    match subject {
        Subject::Pairing(id) => id.to_string(),
        Subject::Person(id) => id.to_string(),
        Subject::Program => "the program".to_owned(),
    }
}

/// Everything that tells two check-ins of a day apart.
fn seed(new: &NewCheckin) -> String {
    let from = new.from.as_ref().map_or("", PersonId::as_str);
    let text = new.text.as_deref().unwrap_or_default();
    let scores: Vec<String> = new
        .scores
        .iter()
        .map(|(score, given)| format!("{score}={given}"))
        .collect();
    format!("{}\n{from}\n{}\n{text}", new.kind, scores.join(","))
}

fn fields(id: &Id, new: &NewCheckin, author: &Author) -> Fields {
    let mut fields = vec![
        field("id", id.as_str()),
        field("on", author.today),
        field("kind", new.kind.as_str()),
    ];
    fields.extend(new.from.as_ref().map(|from| field("from", from.as_str())));
    let meeting = new.meeting.as_ref();
    fields.extend(meeting.map(|meeting| field("meeting", meeting.as_str())));
    let scores = new.scores.iter();
    fields.extend(scores.map(|(score, given)| field(score.as_str(), *given)));
    fields.extend(new.text.as_deref().map(|text| field("text", text)));
    fields
}

/// A pairing of one meeting is over when that was held and somebody said how it was.
fn over(program: &Program, subject: &Subject, author: &Author) -> Result<Vec<Edit>, Refusal> {
    let Subject::Pairing(id) = subject else {
        return Ok(Vec::new());
    };
    let is_over = |pairing: &&Pairing| {
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

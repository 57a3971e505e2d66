//! What each side says at the end, and whether they would like to be matched again.
//!
//! Words and scores lie where only coordinators read them; wishes lie in the pairing, where matching reads them.

use crate::change::edit::{Author, Edit, Fields, FileName, field};
use crate::change::entry_id::{EntryKind, entry_id};
use crate::change::refusal::Refusal;
use crate::change::stage::acceptance::refuse_strangers;
use crate::change::stage::ending::NewClosing;
use crate::change::stage::entry::set_in;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingKind};
use crate::model::program::Program;

/// What somebody says at the end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exit {
    /// How well they fitted, on the program's scale.
    pub fit: Option<i64>,
    /// How content they are, on the program's scale.
    pub satisfaction: Option<i64>,
    /// In words.
    pub text: Option<String>,
    /// Whether they would like to be matched again.
    pub rematch: Option<bool>,
    /// Why.
    pub rematch_why: Option<String>,
    /// Whether they offered to mentor somebody.
    pub offered_to_mentor: Option<bool>,
}

impl Exit {
    /// Whether there is feedback to keep.
    fn is_feedback(&self) -> bool {
        self.fit.is_some() || self.satisfaction.is_some() || self.text.is_some()
    }

    fn wish(&self) -> Fields {
        let mut fields = Fields::new();
        fields.extend(self.rematch.map(|rematch| field("rematch", rematch)));
        let why = self.rematch_why.as_deref();
        fields.extend(why.map(|why| field("rematch_why", why)));
        let offered = self.offered_to_mentor;
        fields.extend(offered.map(|offered| field("offered_to_mentor", offered)));
        fields
    }
}

/// Somebody with what they say.
pub(super) type Voice<'a> = (&'a PersonId, &'a Exit);

/// Who says what, each once.
///
/// # Errors
/// Refuses the mentee's word where there are several, whoever is not in the pairing, and who speaks twice.
pub(super) fn voices<'a>(
    program: &Program,
    pairing: &'a Pairing,
    new: &'a NewClosing,
) -> Result<Vec<Voice<'a>>, Refusal> {
    let mut voices: Vec<Voice<'a>> = Vec::new();
    if new.mentor != Exit::default() {
        voices.push((&pairing.mentor, &new.mentor));
    }
    if new.mentee != Exit::default() {
        let [mentee] = &pairing.mentees[..] else {
            let many = pairing.mentees.len();
            let message = format!(
                "{} has {many} mentees, each with their own word",
                pairing.id
            );
            return Err(Refusal::refused(message)
                .hint("--exit \"PERSON fit=4 rematch=yes says=TEXT\", once for each"));
        };
        voices.push((mentee, &new.mentee));
    }
    for (person, exit) in &new.members {
        refuse_strangers(program, pairing, std::slice::from_ref(person))?;
        if voices.iter().any(|(known, _)| *known == person) {
            let name = program.name(person);
            return Err(Refusal::refused(format!("{name} speaks twice")));
        }
        voices.push((person, exit));
    }
    Ok(voices)
}

/// The fields of `[closing]` that tell who would like to be matched again.
pub(super) fn rematches(pairing: &Pairing, voices: &[Voice<'_>]) -> Fields {
    let mut fields = Fields::new();
    for (person, exit) in voices
        .iter()
        .filter(|voice| !is_one_of_many(pairing, voice.0))
    {
        let side = side(pairing, person);
        let again = exit.rematch;
        fields.extend(again.map(|again| field(&format!("rematch_{side}"), again)));
        let why = exit.rematch_why.as_deref();
        fields.extend(why.map(|why| field(&format!("rematch_{side}_why"), why)));
    }
    fields
}

/// What the voices leave beside the facts of the ending: an offer to mentor, wishes of a circle's members, feedback.
pub(super) fn edits(
    program: &Program,
    pairing: &Pairing,
    voices: &[Voice<'_>],
    author: &Author,
) -> Vec<Edit> {
    let offered = voices
        .iter()
        .filter(|voice| !is_one_of_many(pairing, voice.0))
        .find_map(|(_, exit)| exit.offered_to_mentor);
    let offered = offered.map(|offered| set_in(pairing, "closing", "offered_to_mentor", offered));
    let wishes = voices
        .iter()
        .filter(|voice| is_one_of_many(pairing, voice.0))
        .filter_map(|voice| wish(pairing, *voice));
    let feedback = voices
        .iter()
        .filter(|(_, exit)| exit.is_feedback())
        .map(|voice| feedback(program, pairing, *voice, author));
    offered.into_iter().chain(wishes).chain(feedback).collect()
}

/// Mentees of a circle and peers have a wish of their own each; else there is a mentor's and a mentee's.
fn is_one_of_many(pairing: &Pairing, person: &PersonId) -> bool {
    pairing.kind == PairingKind::Peer || (*person != pairing.mentor && 1 < pairing.mentees.len())
}

fn side(pairing: &Pairing, person: &PersonId) -> &'static str {
    if *person == pairing.mentor {
        "mentor"
    } else {
        "mentee"
    }
}

/// A wish of one of many.
fn wish(pairing: &Pairing, (person, exit): Voice<'_>) -> Option<Edit> {
    let wish = exit.wish();
    if wish.is_empty() {
        return None;
    }
    let mut fields = vec![field("person", person.as_str())];
    fields.extend(wish);
    Some(Edit::Append {
        file: FileName::Pairing(pairing.id.clone()),
        table: "wish",
        fields,
    })
}

fn feedback(
    program: &Program,
    pairing: &Pairing,
    (from, exit): Voice<'_>,
    author: &Author,
) -> Edit {
    let kept = program.confidential_pairings.get(&pairing.id);
    let is_taken = |id: &Id| {
        kept.is_some_and(|kept| {
            kept.checkins
                .iter()
                .any(|known| known.id.as_ref() == Some(id))
        })
    };
    let id = entry_id(
        EntryKind::Checkin,
        pairing.id.as_str(),
        Some(author.today),
        &format!("exit {from}"),
        is_taken,
    );
    let mut fields = vec![
        field("id", id.as_str()),
        field("on", author.today),
        field("kind", "exit"),
        field("from", from.as_str()),
    ];
    fields.extend(exit.fit.map(|fit| field("fit", fit)));
    let satisfaction = exit.satisfaction;
    fields.extend(satisfaction.map(|satisfaction| field("satisfaction", satisfaction)));
    fields.extend(exit.text.as_deref().map(|text| field("text", text)));
    Edit::Append {
        file: FileName::ConfidentialPairing(pairing.id.clone()),
        table: "checkin",
        fields,
    }
}

//! The plan of an erasure: every file of the program, with what becomes of it.

use super::needles::Needles;
use super::others;
use super::own::Keeping;
use crate::change::edit::{Change, Edit, FileName};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::Pairing;
use crate::model::program::Program;
use crate::store::digest::Digest;
use crate::store::layout;
use crate::store::records_of::records;
use std::collections::BTreeMap;

/// The texts of a program's files.
pub type Texts = BTreeMap<FileName, String>;

/// What an erasure does.
#[derive(Debug, Clone, PartialEq)]
pub struct ErasePlan {
    /// Every file of it, as one.
    pub change: Change,
    /// Who stands in the files afterwards.
    pub stand_in: PersonId,
    /// What tells the person in old versions and in other files.
    pub needles: Needles,
    /// Pairings whose words go.
    pub pairings: Vec<Id>,
    /// Paths of the files that are about the person, as they were.
    pub own_paths: Vec<String>,
    /// Lines that may speak of the person when all of it is done.
    pub mentions: Vec<Mention>,
}

/// A place that may speak of somebody.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The file, from the program's folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// Plans to erase a person who is enrolled; nothing where nobody has the id.
pub fn plan(program: &Program, texts: &Texts, person: &PersonId, today: Day) -> Option<ErasePlan> {
    let participant = program.participants.get(person)?;
    let own_text = texts.get(&FileName::Participant(person.clone()))?;
    let stand_in = stand_in(program, own_text);
    let needles = Needles::new(program, participant, &stand_in);
    let keeping = Keeping::new(program, participant, &needles, today);
    let (mut edits, mut own_paths) = (Vec::new(), Vec::new());
    for (file, text) in texts {
        match place(program, file, person) {
            Place::Own => {
                own_paths.push(layout::path(file));
                edits.push(Edit::Delete { file: file.clone() });
                if !matches!(file, FileName::PrivateNotes(_)) {
                    edits.push(Edit::Create {
                        file: moved(file, &needles),
                        parts: keeping.parts(file, &records(file, text)),
                    });
                }
            }
            Place::Member => edits.extend(others::edits(file, text, true, &needles)),
            Place::Other => edits.extend(others::edits(file, text, false, &needles)),
        }
    }
    let pairings = program.pairings.values();
    let own = pairings.filter(|pairing| is_of_two(pairing, person));
    Some(ErasePlan {
        change: Change {
            sentence: format!("erase a person ({stand_in})"),
            edits,
        },
        pairings: own.map(|pairing| pairing.id.clone()).collect(),
        stand_in,
        needles,
        own_paths,
        mentions: Vec::new(),
    })
}

/// Plans to erase a prospect; nothing where there is none of the id.
pub fn plan_of_prospect(program: &Program, texts: &Texts, prospect: &Id) -> Option<ErasePlan> {
    let known = program.prospects.get(prospect)?;
    let file = FileName::Prospects;
    let stand_in = stand_in(program, &format!("{prospect}\n{}", texts.get(&file)?));
    let needles = Needles::of_prospect(known, &stand_in);
    let edits = texts.iter();
    let edits = edits.flat_map(|(file, text)| others::edits(file, text, false, &needles));
    Some(ErasePlan {
        change: Change {
            sentence: format!("erase a prospect ({stand_in})"),
            edits: edits.collect(),
        },
        pairings: Vec::new(),
        own_paths: Vec::new(),
        mentions: Vec::new(),
        stand_in,
        needles,
    })
}

/// The lines of texts that may speak of the person.
pub fn mentions(texts: &Texts, needles: &Needles) -> Vec<Mention> {
    let of_text = |(file, text): (&FileName, &String)| {
        let file = layout::path(file);
        let lines = needles.perhaps_in(text).into_iter();
        lines.map(move |line| Mention {
            file: file.clone(),
            line,
        })
    };
    texts.iter().flat_map(of_text).collect()
}

/// Every file in which a person stands by reference or as what it is about, in order.
pub fn files_about(program: &Program, texts: &Texts, person: &PersonId) -> Vec<FileName> {
    let is_about = |file: &&FileName| place(program, file, person) != Place::Other;
    texts.keys().filter(is_about).cloned().collect()
}

/// Whose a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// About the person as a whole, or about them and one other.
    Own,
    /// Of a circle in which they are.
    Member,
    /// About others.
    Other,
}

fn place(program: &Program, file: &FileName, person: &PersonId) -> Place {
    match file {
        FileName::Participant(id) | FileName::ConfidentialPerson(id) if id == person => Place::Own,
        FileName::Pairing(id)
        | FileName::Log(id)
        | FileName::ConfidentialPairing(id)
        | FileName::PrivateNotes(id) => match program.pairings.get(id) {
            Some(pairing) if is_of_two(pairing, person) => Place::Own,
            Some(pairing) if pairing.role_of(person).is_some() => Place::Member,
            _ => Place::Other,
        },
        _ => Place::Other,
    }
}

/// Whether a pairing is the person's and one other's: what is said there is about both.
fn is_of_two(pairing: &Pairing, person: &PersonId) -> bool {
    pairing.role_of(person).is_some() && pairing.mentees.len() < 2
}

/// The same file for who stands in.
fn moved(file: &FileName, needles: &Needles) -> FileName {
    let pairing = |id: &Id| needles.pairings.get(id).unwrap_or(id).clone();
    match file {
        FileName::Participant(_) => FileName::Participant(needles.stand_in.clone()),
        FileName::ConfidentialPerson(_) => FileName::ConfidentialPerson(needles.stand_in.clone()),
        FileName::Pairing(id) => FileName::Pairing(pairing(id)),
        FileName::Log(id) => FileName::Log(pairing(id)),
        FileName::ConfidentialPairing(id) => FileName::ConfidentialPairing(pairing(id)),
        other => other.clone(),
    }
}

/// An id that nobody has, from the bytes of the file that goes: the same on every machine, and telling nothing.
fn stand_in(program: &Program, own_text: &str) -> PersonId {
    let digest = Digest::of(own_text.as_bytes()).to_string();
    let windows =
        (0..digest.len() - STAND_IN_DIGITS).map(|from| &digest[from..from + STAND_IN_DIGITS]);
    let mut ids = windows.filter_map(|digits| PersonId::parse(&format!("erased-{digits}")).ok());
    let is_free = |id: &PersonId| {
        let prospects = &program.prospects.people;
        let is_prospect = prospects.iter().any(|one| one.id.as_str() == id.as_str());
        !is_prospect && !program.participants.contains_key(id)
    };
    ids.find(is_free)
        .expect("a digest has more windows than people were erased with its very digits")
}

/// Hexadecimal digits of an id that stands for somebody.
const STAND_IN_DIGITS: usize = 4;

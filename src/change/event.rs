//! Events of the program: who is invited, what they answer, who came.

use crate::change::edit::{At, Author, Change, Edit, Fields, FileName, field};
use crate::change::refusal::Refusal;
use crate::change::training::{has_taken, taken};
use crate::model::day::Moment;
use crate::model::event::{Attendance, Event, EventKind, Rsvp};
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::model::value::Value;

/// An event that shall be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// Its id.
    pub id: Id,
    /// What for.
    pub kind: EventKind,
    /// When.
    pub at: Moment,
    /// Its length.
    pub minutes: Option<u32>,
    /// Where.
    pub place: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The module that attending completes.
    pub module: Option<Id>,
}

/// Adds an event.
///
/// # Errors
/// Refuses an id that is taken.
pub fn add(program: &Program, new: &NewEvent) -> Result<Change, Refusal> {
    if program.events.iter().any(|event| event.id == new.id) {
        return Err(Refusal::refused(format!(
            "there is an event {} already",
            new.id
        )));
    }
    let mut fields = vec![
        field("id", new.id.as_str()),
        field("kind", new.kind.as_str()),
        field("at", new.at),
    ];
    fields.extend(
        new.minutes
            .map(|minutes| field("minutes", i64::from(minutes))),
    );
    fields.extend(new.place.as_deref().map(|place| field("place", place)));
    fields.extend(new.title.as_deref().map(|title| field("title", title)));
    fields.extend(
        new.module
            .as_ref()
            .map(|module| field("module", module.as_str())),
    );
    Ok(Change {
        sentence: format!("add event {}", new.id),
        edits: vec![Edit::Append {
            file: FileName::Events,
            table: "event",
            fields,
        }],
    })
}

/// What is said about one person and an event; what is absent stays as it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Word {
    /// They are invited, since today.
    pub is_invited: bool,
    /// What they answer.
    pub answered: Option<Rsvp>,
    /// Whether they came.
    pub came: Option<bool>,
    /// What they expect of the program.
    pub expectations: Option<String>,
    /// What they want to reach.
    pub goals: Option<String>,
}

/// Says something about people and an event. Who is not enrolled yet goes by their address.
///
/// # Errors
/// Refuses an event that is not there, a word that is neither an id nor an address, and coming to an event that lies
/// ahead.
pub fn say(
    program: &Program,
    event: &Id,
    words: &[(String, Word)],
    author: &Author,
) -> Result<Change, Refusal> {
    let known = program.events.iter().find(|known| known.id == *event);
    let known = known.ok_or_else(|| Refusal::NotFound {
        what: "event",
        word: event.to_string(),
        near: program
            .events
            .iter()
            .map(|event| event.id.to_string())
            .collect(),
    })?;
    let mut edits = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (person, word) in words {
        refuse_nobody(person)?;
        if word.came == Some(true) && author.today < known.at.day() {
            let message = format!("{event} is on {}; nobody has come yet", known.at.day());
            return Err(Refusal::refused(message));
        }
        if seen.contains(&person.as_str()) {
            continue;
        }
        seen.push(person);
        edits.extend(said(program, event, person, word, author));
        edits.extend(completed(program, known, person, word));
    }
    let who = match words {
        [(one, _)] => one.clone(),
        _ => format!("{} people", seen.len()),
    };
    Ok(Change {
        sentence: format!("{who} and event {event}"),
        edits,
    })
}

fn refuse_nobody(person: &str) -> Result<(), Refusal> {
    if PersonId::parse(person).is_ok() || is_address(person) {
        return Ok(());
    }
    Err(Refusal::refused(format!(
        "`{person}` is neither somebody enrolled nor an e-mail address"
    ))
    .hint("who is not enrolled yet is invited by their address"))
}

/// A first look at an address; the table of keys looks closer.
fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !word.contains(char::is_whitespace)
    })
}

/// What was said, in the entry of the person or in a new one.
fn said(program: &Program, event: &Id, person: &str, word: &Word, author: &Author) -> Vec<Edit> {
    let there = attendance(program, event, person);
    let mut fields = Fields::new();
    let is_new_invitation = word.is_invited && there.is_none_or(|there| there.invited.is_none());
    fields.extend(is_new_invitation.then(|| field("invited", author.today)));
    fields.extend(
        word.answered
            .map(|answered| field("answered", answered.as_str())),
    );
    fields.extend(word.came.map(|came| field("came", came)));
    let texts = [("expectations", &word.expectations), ("goals", &word.goals)];
    fields.extend(
        texts
            .iter()
            .filter_map(|(key, text)| Some(field(key, text.as_deref()?))),
    );
    let Some(there) = there else {
        let mut all = vec![field("event", event.as_str()), field("person", person)];
        all.extend(fields);
        return vec![Edit::Append {
            file: FileName::Events,
            table: "attendance",
            fields: all,
        }];
    };
    let key = vec![
        ("event", Some(Value::from(event.as_str()))),
        ("person", Some(Value::from(there.person.as_str()))),
    ];
    fields
        .into_iter()
        .map(|(name, value)| Edit::Set {
            file: FileName::Events,
            at: At::Entry("attendance", key.clone()),
            key: name,
            value,
        })
        .collect()
}

/// The entry of a person and an event, by id or by any of their addresses.
pub fn attendance<'a>(program: &'a Program, event: &Id, person: &str) -> Option<&'a Attendance> {
    let enrolled = enrolled(program, person);
    program.attendances.iter().find(|there| {
        there.event == *event
            && (there.person.eq_ignore_ascii_case(person)
                || enrolled.is_some()
                    && crate::change::event::enrolled(program, &there.person) == enrolled)
    })
}

/// Who is enrolled under an id or an address.
pub fn enrolled<'a>(program: &'a Program, person: &str) -> Option<&'a PersonId> {
    let is_it = |participant: &&crate::model::participant::Participant| {
        participant.id.as_str() == person
            || participant
                .email
                .iter()
                .chain(&participant.also)
                .any(|address| address.eq_ignore_ascii_case(person))
    };
    program
        .participants
        .values()
        .find(is_it)
        .map(|participant| &participant.id)
}

/// Coming to the event of a module completes it.
fn completed(program: &Program, event: &Event, person: &str, word: &Word) -> Option<Edit> {
    let module = event.module.as_ref().filter(|_| word.came == Some(true))?;
    let person = enrolled(program, person)?;
    (!has_taken(program, person, module, None)).then(|| taken(person, module, event.at.day()))
}

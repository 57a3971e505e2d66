//! People who might become mentors: adding them, what is said to them, and their enrolment.

use crate::change::edit::{At, Author, Change, Edit, Fields, FileName, field};
use crate::change::enroll::{self, Namesake, Profile};
use crate::change::entry_id::{numbered, slug};
use crate::change::refusal::Refusal;
use crate::change::rules::normalised;
use crate::model::day::Day;
use crate::model::id::{ID_CHARACTERS_MAX, Id, PersonId};
use crate::model::participant::Participant;
use crate::model::program::Program;
use crate::model::prospect::{ContactState, Prospect, Source};
use crate::model::value::Value;

/// The id of somebody whose name has no letter that ASCII can show.
const NAMELESS: &str = "prospect";

/// Somebody who might become a mentor, as they shall be written down.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewProspect {
    /// As they write it.
    pub name: String,
    /// Their id; made from the name otherwise.
    pub id: Option<Id>,
    /// Their address.
    pub email: Option<String>,
    /// Where one came across them.
    pub source: Option<Source>,
    /// Which conference, whose introduction.
    pub place: Option<String>,
    /// Their job.
    pub title: Option<String>,
    /// Their employer.
    pub organization: Option<String>,
    /// What one could learn from them.
    pub facets: Vec<String>,
    /// When to follow up.
    pub next: Option<Day>,
    /// The first contact with them.
    pub contact: Option<NewContact>,
}

/// What was said on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct NewContact {
    /// When.
    pub on: Day,
    /// How far one is since then.
    pub is: ContactState,
    /// The words.
    pub text: Option<String>,
    /// When to follow up; a day that has passed is taken away where nothing new is said.
    pub next: Option<Day>,
}

/// Adds somebody.
///
/// # Errors
/// Refuses a name without letters, an id that is taken, and somebody who is a prospect or enrolled already, by address
/// or by name.
pub fn add(program: &Program, new: &NewProspect) -> Result<(Id, Change), Refusal> {
    let known = &program.prospects;
    if new.name.trim().is_empty() {
        return Err(Refusal::refused("a prospect needs a name"));
    }
    if let Some(there) = same(program, &new.name, new.email.as_deref()) {
        let message = format!("{} ({}) is a prospect already", there.name, there.id);
        let cure = format!("pleiad prospect contact {}", there.id);
        return Err(Refusal::refused(message).hint(cure));
    }
    refuse_enrolled(program, &new.name, new.email.as_deref())?;
    let is_taken = |id: &Id| known.get(id).is_some();
    if let Some(id) = new.id.as_ref().filter(|id| is_taken(id)) {
        return Err(Refusal::refused(format!("the id {id} is taken")));
    }
    let id = new
        .id
        .clone()
        .unwrap_or_else(|| numbered(&stem(&new.name), is_taken));
    Ok((
        id.clone(),
        Change {
            sentence: format!("add prospect {id}"),
            edits: entries(&id, new),
        },
    ))
}

/// The id that a name gives, free or not.
pub(crate) fn stem(name: &str) -> String {
    let slug = slug(name, ID_CHARACTERS_MAX - 4);
    if Id::parse(&slug).is_ok() {
        slug
    } else {
        NAMELESS.to_owned()
    }
}

/// The entries of somebody new and of the first contact with them.
pub(crate) fn entries(id: &Id, new: &NewProspect) -> Vec<Edit> {
    let mut fields: Fields = vec![field("id", id.as_str()), field("name", new.name.trim())];
    let lines = [
        ("email", new.email.as_deref()),
        ("source", new.source.map(Source::as_str)),
        ("place", new.place.as_deref()),
        ("title", new.title.as_deref()),
        ("organization", new.organization.as_deref()),
    ];
    fields.extend(
        lines
            .iter()
            .filter_map(|(key, line)| Some(field(key, (*line)?))),
    );
    if !new.facets.is_empty() {
        fields.push(field("facets", new.facets.clone()));
    }
    let next = new.contact.as_ref().and_then(|contact| contact.next);
    fields.extend(next.or(new.next).map(|next| field("next", next)));
    let mut edits = vec![append("prospect", fields)];
    edits.extend(new.contact.as_ref().map(|contact| said(id, contact)));
    edits
}

/// The prospect with an address, else of a name.
pub(crate) fn same<'a>(
    program: &'a Program,
    name: &str,
    email: Option<&str>,
) -> Option<&'a Prospect> {
    let people = &program.prospects.people;
    let is_of = |prospect: &&Prospect, email: &str| {
        let own = prospect.email.as_deref();
        own.is_some_and(|own| own.eq_ignore_ascii_case(email))
    };
    let by_email = email.and_then(|email| people.iter().find(|known| is_of(known, email)));
    by_email.or_else(|| {
        let wanted = normalised(name);
        let mut namesakes = people.iter().filter(|known| {
            // Two addresses are two people, whatever their names.
            normalised(&known.name) == wanted && (email.is_none() || known.email.is_none())
        });
        namesakes.next()
    })
}

/// Who is enrolled with an address, else of a name.
pub(crate) fn enrolled<'a>(
    program: &'a Program,
    name: &str,
    email: Option<&str>,
) -> Option<&'a Participant> {
    let by_email = email.and_then(|email| enroll::by_email(program, email));
    by_email.or_else(|| {
        let wanted = normalised(name);
        let mut people = program.participants.values();
        people.find(|person| {
            normalised(&person.name) == wanted && (email.is_none() || person.email.is_none())
        })
    })
}

fn refuse_enrolled(program: &Program, name: &str, email: Option<&str>) -> Result<(), Refusal> {
    match enrolled(program, name, email) {
        None => Ok(()),
        Some(person) => {
            let message = format!("{} ({}) is enrolled already", person.name, person.id);
            let cure = format!("pleiad enroll {} --mentor", person.id);
            Err(Refusal::refused(message).hint(cure))
        }
    }
}

/// Writes down what was said to a prospect.
///
/// # Errors
/// Refuses somebody who is none, and somebody who is enrolled since.
pub fn contact(program: &Program, id: &Id, new: &NewContact) -> Result<Change, Refusal> {
    let known = open(program, id)?;
    let there =
        program.prospects.contacts.iter().find(|contact| {
            contact.prospect == *id && contact.on == new.on && contact.is == new.is
        });
    let mut edits = Vec::new();
    match (there, &new.text) {
        (None, _) => edits.push(said(id, new)),
        (Some(_), None) => {}
        // Nothing that was written down is lost for a second word of the same day.
        (Some(there), Some(text)) => {
            let before = there.text.as_deref().map(str::trim_end);
            let all = before.map_or(text.clone(), |before| format!("{before}\n{text}"));
            edits.push(Edit::Set {
                file: FileName::Prospects,
                at: At::Entry("contact", contact_key(id, new)),
                key: "text".to_owned(),
                value: all.into(),
            });
        }
    }
    edits.extend(follow_up(known, new));
    Ok(Change {
        sentence: format!("{} {id}", verb(new.is)),
        edits,
    })
}

/// The new day to follow up; one that this contact has settled goes.
fn follow_up(known: &Prospect, new: &NewContact) -> Option<Edit> {
    let at = || At::Entry("prospect", vec![("id", Some(known.id.as_str().into()))]);
    let key = || "next".to_owned();
    let is_over = new.is == ContactState::No || known.next.is_some_and(|next| next <= new.on);
    match new.next {
        Some(next) => Some(Edit::Set {
            file: FileName::Prospects,
            at: at(),
            key: key(),
            value: next.into(),
        }),
        None if is_over && known.next.is_some() => Some(Edit::Clear {
            file: FileName::Prospects,
            at: at(),
            key: key(),
        }),
        None => None,
    }
}

fn verb(is: ContactState) -> &'static str {
    match is {
        ContactState::Idea => "think of prospect",
        ContactState::Asked => "ask prospect",
        ContactState::Met => "meet prospect",
        ContactState::Yes => "yes of prospect",
        ContactState::No => "no of prospect",
    }
}

fn contact_key(id: &Id, new: &NewContact) -> Vec<(&'static str, Option<Value>)> {
    vec![
        ("prospect", Some(id.as_str().into())),
        ("on", Some(new.on.into())),
        ("is", Some(new.is.as_str().into())),
    ]
}

fn said(id: &Id, new: &NewContact) -> Edit {
    let mut fields = vec![
        field("prospect", id.as_str()),
        field("on", new.on),
        field("is", new.is.as_str()),
    ];
    fields.extend(new.text.as_deref().map(|text| field("text", text)));
    append("contact", fields)
}

fn append(table: &'static str, fields: Fields) -> Edit {
    Edit::Append {
        file: FileName::Prospects,
        table,
        fields,
    }
}

/// Enrols a prospect as a mentor; what was said stays where it is.
///
/// # Errors
/// Refuses somebody who is none or enrolled already, and what [`enroll::enroll`] refuses.
pub fn promote(
    program: &Program,
    id: &Id,
    person: Option<PersonId>,
    profile: &Profile,
    author: &Author,
) -> Result<(PersonId, Change), Refusal> {
    let known = open(program, id)?;
    let profile = completed(known, profile);
    let (person, mut change) =
        enroll::enroll(program, &profile, person, Namesake::Refused, author)?;
    let set = |key: &str, value: Value| Edit::Set {
        file: FileName::Prospects,
        at: At::Entry("prospect", vec![("id", Some(id.as_str().into()))]),
        key: key.to_owned(),
        value,
    };
    change
        .edits
        .push(set("participant", person.as_str().into()));
    let latest = program.prospects.last_contact(id, author.today);
    let yes = NewContact {
        on: author.today,
        is: ContactState::Yes,
        text: None,
        next: None,
    };
    if latest.is_none_or(|latest| latest.is != ContactState::Yes) {
        change.edits.push(said(id, &yes));
    }
    if known.next.is_some() {
        change.edits.push(Edit::Clear {
            file: FileName::Prospects,
            at: At::Entry("prospect", vec![("id", Some(id.as_str().into()))]),
            key: "next".to_owned(),
        });
    }
    change.sentence = format!("prospect {id} becomes mentor {person}");
    Ok((person, change))
}

/// What is known of a prospect, under what is said of them now.
fn completed(known: &Prospect, profile: &Profile) -> Profile {
    let mut profile = profile.clone();
    let lines = [
        ("name", Some(known.name.as_str())),
        ("email", known.email.as_deref()),
        ("title", known.title.as_deref()),
        ("organization", known.organization.as_deref()),
    ];
    let said = std::mem::take(&mut profile.top);
    let is_said = |key: &str| said.iter().any(|(name, _)| name == key);
    let of_prospect = lines.iter().filter(|(key, _)| !is_said(key));
    profile.top = of_prospect
        .filter_map(|(key, line)| Some(field(key, (*line)?)))
        .collect();
    profile.top.extend(said);
    let mentor = profile.mentor.get_or_insert_default();
    if !known.facets.is_empty() && !mentor.iter().any(|(key, _)| key == "facets") {
        mentor.push(field("facets", known.facets.clone()));
    }
    profile
}

/// A prospect who is not enrolled yet.
fn open<'a>(program: &'a Program, id: &Id) -> Result<&'a Prospect, Refusal> {
    let known = program.prospects.get(id).ok_or_else(|| Refusal::NotFound {
        what: "prospect",
        word: id.to_string(),
        near: Vec::new(),
    })?;
    match &known.participant {
        None => Ok(known),
        Some(person) => {
            let message = format!("{} is enrolled since, as {person}", known.name);
            Err(Refusal::refused(message).hint(format!("pleiad summary {person}")))
        }
    }
}

/// Takes a prospect who was entered by mistake away, with everything said to them.
///
/// # Errors
/// Refuses somebody who is none.
pub fn remove(program: &Program, id: &Id) -> Result<Change, Refusal> {
    open(program, id)?;
    let contacts = program.prospects.contacts.iter();
    let of_them = contacts.filter(|contact| contact.prospect == *id);
    let mut edits: Vec<Edit> = of_them
        .map(|contact| Edit::Remove {
            file: FileName::Prospects,
            table: "contact",
            entry: vec![
                ("prospect", Some(id.as_str().into())),
                ("on", Some(contact.on.into())),
                ("is", Some(contact.is.as_str().into())),
            ],
        })
        .collect();
    edits.push(Edit::Remove {
        file: FileName::Prospects,
        table: "prospect",
        entry: vec![("id", Some(id.as_str().into()))],
    });
    Ok(Change {
        sentence: format!("remove prospect {id}"),
        edits,
    })
}

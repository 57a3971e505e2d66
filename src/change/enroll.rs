//! Enrolling: a new person, or a further role for somebody who is there.

use crate::change::edit::{At, Author, Change, Edit, Fields, FileName, Part, field};
use crate::change::entry_id::person_id;
use crate::change::refusal::Refusal;
use crate::change::rules::normalised;
use crate::model::id::PersonId;
use crate::model::participant::{CAPACITY, Participant, Readiness, Role};
use crate::model::program::Program;
use crate::model::value::Value;

/// What is known of a person who enrols; fields are those of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// Fields above the first table, `name` among them.
    pub top: Fields,
    /// `[mentor]`, where they mentor.
    pub mentor: Option<Fields>,
    /// `[mentee]`, where they are a mentee.
    pub mentee: Option<Fields>,
    /// Each `[[request]]`.
    pub requests: Vec<Fields>,
    /// `[extra]`.
    pub extra: Fields,
}

/// Whether somebody of the same name may be another person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namesake {
    /// It is refused, so that nobody is enrolled twice by accident.
    Refused,
    /// It is another person.
    Allowed,
}

impl Profile {
    /// The text of a field above the first table.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.top.iter().find_map(|(name, value)| match value {
            Value::Text(text) if name == key => Some(text.as_str()),
            _ => None,
        })
    }

    fn roles(&self) -> Vec<Role> {
        let is_mentee = self.mentee.is_some() || !self.requests.is_empty();
        let roles = [
            (Role::Mentor, self.mentor.is_some()),
            (Role::Mentee, is_mentee),
        ];
        roles
            .into_iter()
            .filter(|&(_, has)| has)
            .map(|(role, _)| role)
            .collect()
    }
}

/// Enrols a new person; the id is made from the name where none is given.
///
/// # Errors
/// Refuses somebody without a name or a role, an address that belongs to somebody, an id that is taken,
/// and a namesake unless allowed.
pub fn enroll(
    program: &Program,
    profile: &Profile,
    id: Option<PersonId>,
    namesake: Namesake,
    author: &Author,
) -> Result<(PersonId, Change), Refusal> {
    let name = profile.text("name").unwrap_or_default().trim().to_owned();
    if name.is_empty() {
        return Err(Refusal::refused("a person needs a name"));
    }
    refuse_known(program, profile, &name, namesake)?;
    if let Some(id) = id
        .as_ref()
        .filter(|id| program.participants.contains_key(id))
    {
        return Err(Refusal::refused(format!(
            "the id {id} is taken by {}",
            program.name(id)
        )));
    }
    let id = id.unwrap_or_else(|| person_id(&name, |id| program.participants.contains_key(id)));
    let roles = profile.roles();
    if roles.is_empty() {
        let cure = "say --mentor, --mentee or both";
        return Err(Refusal::refused(format!("{name} needs a role")).hint(cure));
    }
    let words: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    let sentence = format!("enroll {id} as {}", words.join(" and "));
    let edit = create(program, profile, &id, author);
    Ok((
        id,
        Change {
            sentence,
            edits: vec![edit],
        },
    ))
}

/// The edit that makes a person's file.
pub(crate) fn create(program: &Program, profile: &Profile, id: &PersonId, author: &Author) -> Edit {
    let mut parts = vec![Part::Top(profile.top.clone())];
    parts.extend(
        profile
            .mentee
            .clone()
            .map(|fields| Part::Table("mentee", fields)),
    );
    parts.extend(
        profile
            .requests
            .iter()
            .cloned()
            .map(|fields| Part::Entry("request", fields)),
    );
    parts.extend(
        profile
            .mentor
            .clone()
            .map(|fields| Part::Table("mentor", fields)),
    );
    if !profile.extra.is_empty() {
        parts.push(Part::Table("extra", profile.extra.clone()));
    }
    let readiness = if program.settings.policy.screening {
        Readiness::Applied
    } else {
        Readiness::Ready
    };
    parts.push(Part::Entry(
        "state",
        readiness_entry(readiness, None, author, None),
    ));
    Edit::Create {
        file: FileName::Participant(id.clone()),
        parts,
    }
}

/// The fields of an entry of `[[state]]`.
pub(crate) fn readiness_entry(
    is: Readiness,
    role: Option<Role>,
    author: &Author,
    why: Option<&str>,
) -> Fields {
    let mut fields = author.signed();
    fields.insert(1, field("is", is.as_str()));
    if let Some(role) = role {
        fields.insert(2, field("role", role.as_str()));
    }
    fields.extend(why.map(|why| field("why", why)));
    fields
}

fn refuse_known(
    program: &Program,
    profile: &Profile,
    name: &str,
    namesake: Namesake,
) -> Result<(), Refusal> {
    if let Some(email) = profile.text("email")
        && let Some(owner) = by_email(program, email)
    {
        let message = format!("{email} belongs to {} ({}) already", owner.name, owner.id);
        let cure = format!(
            "to add a role: pleiad enroll {} --mentor (or --mentee)",
            owner.id
        );
        return Err(Refusal::refused(message).hint(cure));
    }
    if namesake == Namesake::Allowed {
        return Ok(());
    }
    let wanted = normalised(name);
    match program
        .participants
        .values()
        .find(|participant| normalised(&participant.name) == wanted)
    {
        None => Ok(()),
        Some(known) => {
            let message = format!("{} ({}) is enrolled already", known.name, known.id);
            let cure = format!(
                "to add a role: pleiad enroll {} --mentor (or --mentee); for a namesake: --another",
                known.id
            );
            Err(Refusal::refused(message).hint(cure))
        }
    }
}

/// The person an address belongs to, without regard to case.
pub fn by_email<'a>(program: &'a Program, email: &str) -> Option<&'a Participant> {
    program.participants.values().find(|participant| {
        participant
            .email
            .iter()
            .chain(&participant.also)
            .any(|known| known.eq_ignore_ascii_case(email))
    })
}

/// Adds a role to somebody who is there; what they have already stays as it is.
///
/// # Errors
/// Refuses when the profile adds nothing.
pub fn add_role(
    program: &Program,
    id: &PersonId,
    profile: &Profile,
    author: &Author,
) -> Result<Change, Refusal> {
    let Some(participant) = program.participants.get(id) else {
        return Err(Refusal::NotFound {
            what: "participant",
            word: id.to_string(),
            near: Vec::new(),
        });
    };
    let file = || FileName::Participant(id.clone());
    let mut edits = Vec::new();
    let set = |table: &'static str, (key, value): &(String, Value)| Edit::Set {
        file: file(),
        at: At::Table(table),
        key: key.clone(),
        value: value.clone(),
    };
    if let Some(fields) = &profile.mentor {
        edits.extend(fields.iter().map(|field| set("mentor", field)));
        if fields.is_empty() && participant.mentor.is_none() {
            edits.push(set("mentor", &field("capacity", i64::from(CAPACITY))));
        }
    }
    if let Some(fields) = &profile.mentee {
        edits.extend(fields.iter().map(|field| set("mentee", field)));
        if fields.is_empty() && profile.requests.is_empty() && !participant.is_mentee() {
            // A request without any word asks for one mentor of any facet.
            edits.push(Edit::Append {
                file: file(),
                table: "request",
                fields: Fields::new(),
            });
        }
    }
    for request in &profile.requests {
        edits.push(Edit::Append {
            file: file(),
            table: "request",
            fields: request.clone(),
        });
    }
    if edits.is_empty() {
        let cure = format!("to change what they gave: pleiad participant set {id} KEY=VALUE");
        return Err(
            Refusal::refused(format!("{} has that role already", participant.name)).hint(cure),
        );
    }
    let new_roles = profile.roles();
    for role in new_roles
        .iter()
        .filter(|&&role| participant.readiness(role, author.today) != Readiness::Ready)
    {
        let fields = readiness_entry(Readiness::Ready, Some(*role), author, None);
        edits.push(Edit::Append {
            file: file(),
            table: "state",
            fields,
        });
    }
    let words: Vec<&str> = new_roles.iter().map(|role| role.as_str()).collect();
    Ok(Change {
        sentence: format!("enroll {id} as {} too", words.join(" and ")),
        edits,
    })
}

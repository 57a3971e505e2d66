//! Training modules, and people who take them.

use crate::change::edit::{Author, Change, Edit, FileName, field};
use crate::change::refusal::Refusal;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::participant::Role;
use crate::model::program::Program;

/// A module that shall be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewModule {
    /// Its id.
    pub id: Id,
    /// Who takes it; both when absent.
    pub role: Option<Role>,
    /// Its title.
    pub title: Option<String>,
    /// Whether the gate asks for it.
    pub required: bool,
    /// Its length.
    pub minutes: Option<u32>,
    /// Where it is.
    pub url: Option<String>,
}

/// Adds a module.
///
/// # Errors
/// Refuses an id that is taken.
pub fn add(program: &Program, new: &NewModule) -> Result<Change, Refusal> {
    if is_known(program, &new.id) {
        let message = format!("there is a training module {} already", new.id);
        return Err(Refusal::refused(message));
    }
    let mut fields = vec![field("id", new.id.as_str())];
    fields.extend(new.role.map(|role| field("role", role.as_str())));
    fields.extend(new.title.as_deref().map(|title| field("title", title)));
    fields.extend(new.required.then(|| field("required", true)));
    fields.extend(
        new.minutes
            .map(|minutes| field("minutes", i64::from(minutes))),
    );
    fields.extend(new.url.as_deref().map(|url| field("url", url)));
    Ok(Change {
        sentence: format!("add training module {}", new.id),
        edits: vec![Edit::Append {
            file: FileName::Program,
            table: "training",
            fields,
        }],
    })
}

/// Says that a person took a module today.
///
/// # Errors
/// Refuses a stranger, a module that the program does not have, and one that they took today already.
pub fn take(
    program: &Program,
    person: &PersonId,
    module: &Id,
    author: &Author,
) -> Result<Change, Refusal> {
    let participant = program.participants.get(person);
    let participant =
        participant.ok_or_else(|| not_found("participant", person.as_str(), Vec::new()))?;
    refuse_unknown(program, module)?;
    if has_taken(program, person, module, Some(author.today)) {
        return Err(Refusal::refused(format!(
            "{} took {module} on {} already",
            participant.name, author.today
        )));
    }
    Ok(Change {
        sentence: format!("{person} took {module}"),
        edits: vec![taken(person, module, author.today)],
    })
}

/// Says that several people took a module on a day; who took it before is left alone.
///
/// # Errors
/// Refuses a module that the program does not have, and one that all of them took before.
pub fn take_all(
    program: &Program,
    people: &[PersonId],
    module: &Id,
    on: Day,
) -> Result<Change, Refusal> {
    refuse_unknown(program, module)?;
    let new: Vec<&PersonId> = people
        .iter()
        .filter(|person| !has_taken(program, person, module, None))
        .collect();
    match (&new[..], people) {
        ([], [one]) => Err(Refusal::refused(format!(
            "{} took {module} already",
            program.name(one)
        ))),
        ([], _) => Err(Refusal::refused(format!(
            "all of them took {module} already"
        ))),
        ([one], _) => Ok(Change {
            sentence: format!("{one} took {module}"),
            edits: vec![taken(one, module, on)],
        }),
        _ => Ok(Change {
            sentence: format!("{} people took {module}", new.len()),
            edits: new.iter().map(|person| taken(person, module, on)).collect(),
        }),
    }
}

/// Whether somebody took a module: on a day, or ever.
pub(crate) fn has_taken(
    program: &Program,
    person: &PersonId,
    module: &Id,
    on: Option<Day>,
) -> bool {
    let participant = program.participants.get(person);
    participant.is_some_and(|participant| {
        participant
            .trainings
            .iter()
            .any(|taken| taken.module == *module && on.is_none_or(|on| taken.on == on))
    })
}

/// The entry of a module taken.
pub(crate) fn taken(person: &PersonId, module: &Id, on: Day) -> Edit {
    Edit::Append {
        file: FileName::Participant(person.clone()),
        table: "training",
        fields: vec![field("module", module.as_str()), field("on", on)],
    }
}

fn is_known(program: &Program, module: &Id) -> bool {
    program
        .settings
        .trainings
        .iter()
        .any(|known| known.id == *module)
}

fn refuse_unknown(program: &Program, module: &Id) -> Result<(), Refusal> {
    if is_known(program, module) {
        return Ok(());
    }
    let all = program.settings.trainings.iter();
    let all = all.map(|known| known.id.to_string()).collect();
    Err(not_found("training module", module.as_str(), all))
}

fn not_found(what: &'static str, word: &str, near: Vec<String>) -> Refusal {
    Refusal::NotFound {
        what,
        word: word.to_owned(),
        near,
    }
}

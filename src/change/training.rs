//! Training modules that people take.

use crate::change::edit::{Author, Change, Edit, FileName, field};
use crate::change::refusal::Refusal;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;

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
    let modules = &program.settings.trainings;
    if !modules.iter().any(|known| known.id == *module) {
        let all = modules.iter().map(|known| known.id.to_string()).collect();
        return Err(not_found("training module", module.as_str(), all));
    }
    let is_taken = |taken: &crate::model::participant::TrainingTaken| {
        taken.module == *module && taken.on == author.today
    };
    if participant.trainings.iter().any(is_taken) {
        return Err(Refusal::refused(format!(
            "{} took {module} on {} already",
            participant.name, author.today
        )));
    }
    let fields = vec![field("module", module.as_str()), field("on", author.today)];
    let edits = vec![Edit::Append {
        file: FileName::Participant(person.clone()),
        table: "training",
        fields,
    }];
    let sentence = format!("{person} took {module}");
    Ok(Change { sentence, edits })
}

fn not_found(what: &'static str, word: &str, near: Vec<String>) -> Refusal {
    Refusal::NotFound {
        what,
        word: word.to_owned(),
        near,
    }
}

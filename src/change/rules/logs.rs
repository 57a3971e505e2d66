//! Rules of logs: who did homework, and that advice came before it was tried.

use crate::change::edit::{At, FileName};
use crate::change::rules::Finding;
use crate::change::rules::finding::entry;
use crate::model::id::Id;
use crate::model::log::Log;
use crate::model::pairing::Pairing;
use crate::model::program::Program;

pub(super) fn judge(program: &Program, findings: &mut Vec<Finding>) {
    for (id, log) in &program.logs {
        let file = || FileName::Log(id.clone());
        let Some(pairing) = program.pairings.get(id) else {
            let message = format!("there is no pairing {id}");
            let hint = format!("rename the file to its pairing, or write pairings/{id}.toml");
            findings.push(Finding::error(file(), At::Top, "dangling", message).hint(hint));
            continue;
        };
        homework(id, pairing, log, findings);
        tried(id, log, findings);
    }
}

fn homework(id: &Id, pairing: &Pairing, log: &Log, findings: &mut Vec<Finding>) {
    let is_known = |owner: &str| {
        matches!(owner, "mentor" | "mentee" | "both")
            || pairing.people().any(|person| person.as_str() == owner)
    };
    for homework in log
        .homework
        .iter()
        .filter(|homework| !is_known(&homework.owner))
    {
        let message = format!("owner: {} is not in this pairing", homework.owner);
        let at = homework
            .id
            .as_ref()
            .map_or(At::Top, |id| entry("homework", "id", id.as_str()));
        let finding = Finding::error(FileName::Log(id.clone()), at, "stranger", message);
        findings.push(
            finding
                .key("owner")
                .hint("write mentor, mentee, or the id of somebody in it"),
        );
    }
}

fn tried(id: &Id, log: &Log, findings: &mut Vec<Finding>) {
    for tried in &log.tried {
        let advice = log
            .advice
            .iter()
            .find(|advice| advice.id.as_ref() == Some(&tried.advice));
        if let Some(advice) = advice
            && tried.on < advice.on
        {
            let message = format!(
                "on: tried on {}, before it was given on {}",
                tried.on, advice.on
            );
            let at = At::Entry(
                "tried",
                vec![
                    ("advice", Some(tried.advice.as_str().into())),
                    ("on", Some(tried.on.into())),
                ],
            );
            findings.push(
                Finding::error(FileName::Log(id.clone()), at, "order", message)
                    .key("on")
                    .hint("write the day on which it was tried"),
            );
        }
    }
}

//! A pairing that another mentor goes on with: the old one is closed, the new one takes over what is open.
//!
//! The old log stays where it is, and no note moves: what was said was said to somebody else.

use crate::change::edit::{Author, Change, Edit, Fields, FileName, Part, field};
use crate::change::entry_id::{EntryKind, entry_id};
use crate::change::matching::rationale::by_the_rules;
use crate::change::pairing::{NewPairing, Short, create};
use crate::change::refusal::Refusal;
use crate::change::stage::ending::end_for;
use crate::change::stage::entry::{refuse_illegal, why_with};
use crate::change::stage::gates::{Insisting, unready_as};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Goal, Pairing, PairingKind};
use crate::model::participant::Role;
use crate::model::program::Program;
use crate::model::transition::Transition;
use std::collections::BTreeMap;

/// A pairing that shall be handed over.
#[derive(Debug, Clone, PartialEq)]
pub struct Handover<'a> {
    /// Who goes on.
    pub mentor: &'a PersonId,
    /// Why the old one ends, a word of the vocabulary.
    pub reason: &'a str,
    /// In words.
    pub why: Option<&'a str>,
    /// Whether somebody insists against the policy.
    pub insisting: Insisting,
}

/// Closes a pairing and opens another one with its facets, open goals, questions, homework and steps.
///
/// # Errors
/// Refuses a pairing that has not begun or has ended, the same mentor again, a mentor who is not ready unless somebody
/// insists, one without a place, and what [`create`] refuses.
pub fn hand_over(
    program: &Program,
    pairing: &Pairing,
    handover: &Handover<'_>,
    reserved: &[Id],
    author: &Author,
) -> Result<(Id, Change), Refusal> {
    refuse_illegal(pairing, Transition::Handover, author)?;
    refuse_heir(program, pairing, handover, author)?;
    let notes = objections(program, handover, author)?;
    let why = handover.why.map_or_else(
        || format!("handed over to {}", handover.mentor),
        |why| format!("{why}; handed over to {}", handover.mentor),
    );
    let mut edits = end_for(program, pairing, handover.reason, &why, author)?;
    let taken_over = format!("takes over from {}", pairing.mentor);
    let why = why_with(Some(&taken_over), &notes);
    let new = heir(pairing, handover.mentor, why, author);
    let new = under_the_rules(program, new, handover.insisting, author)?;
    let (id, made) = create(program, &new, author, reserved)?;
    edits.push(with_goals(made, pairing, &id, author));
    edits.extend(log_of(program, pairing, &id, author));
    Ok((
        id,
        Change {
            sentence: format!("hand {} over to {}", pairing.id, handover.mentor),
            edits,
        },
    ))
}

/// The same rules as for any other pair, and the same reasons frozen; only the commitment was met before.
fn under_the_rules(
    program: &Program,
    new: NewPairing,
    insisting: Insisting,
    author: &Author,
) -> Result<NewPairing, Refusal> {
    let short = match insisting {
        Insisting::No => Short::Refused,
        Insisting::Yes => Short::Allowed,
    };
    let asked = NewPairing { short, ..new };
    Ok(NewPairing {
        short: Short::Allowed,
        ..by_the_rules(program, asked, author.today)?
    })
}

fn refuse_heir(
    program: &Program,
    pairing: &Pairing,
    handover: &Handover<'_>,
    author: &Author,
) -> Result<(), Refusal> {
    if pairing.mentor == *handover.mentor {
        let name = program.name(handover.mentor);
        return Err(Refusal::refused(format!(
            "{name} is the mentor of {} now",
            pairing.id
        )));
    }
    let known = program.vocabulary.reasons();
    if !known.contains(&handover.reason) {
        return Err(Refusal::NotFound {
            what: "closing reason",
            word: handover.reason.to_owned(),
            near: known.into_iter().map(str::to_owned).collect(),
        });
    }
    let Some(mentor) = program.participants.get(handover.mentor) else {
        return Ok(());
    };
    let by_person = program.pairings_by_person();
    let free = crate::matching::demand::capacity_free(&by_person, mentor, author.today);
    let wanted = u32::try_from(pairing.mentees.len()).unwrap_or(u32::MAX);
    if free < wanted && pairing.kind != PairingKind::Peer {
        let message = format!("{} has no place left for {}", mentor.name, pairing.id);
        return Err(Refusal::refused(message)
            .hint(format!("pleiad match suggest {}", first_mentee(pairing))));
    }
    Ok(())
}

fn first_mentee(pairing: &Pairing) -> &str {
    pairing.mentees.first().map_or("", PersonId::as_str)
}

fn objections(
    program: &Program,
    handover: &Handover<'_>,
    author: &Author,
) -> Result<Vec<String>, Refusal> {
    let Some(mentor) = program.participants.get(handover.mentor) else {
        return Ok(Vec::new());
    };
    match unready_as(program, mentor, Role::Mentor, author) {
        Some(objection) if handover.insisting == Insisting::No => Err(Refusal::refused(objection)
            .hint("--force does it all the same, and its history says so")),
        objection => Ok(objection.into_iter().collect()),
    }
}

/// The new pairing: the old one from today on, with another mentor.
fn heir(pairing: &Pairing, mentor: &PersonId, why: Option<String>, author: &Author) -> NewPairing {
    NewPairing {
        mentor: mentor.clone(),
        mentees: pairing.mentees.clone(),
        kind: pairing.kind,
        cohort: pairing.cohort.clone(),
        facets: pairing.facets.clone(),
        serves: pairing.serves.clone(),
        continues: Some(pairing.id.clone()),
        starts: Some(author.today),
        // An end that has passed would be before the start.
        ends: pairing.ends.filter(|ends| author.today <= *ends),
        every: pairing.every,
        rationale: None,
        why,
        short: Short::Allowed,
    }
}

/// The open goals and steps of the old pairing in the file of the new one, before its history.
fn with_goals(made: Edit, pairing: &Pairing, id: &Id, author: &Author) -> Edit {
    let Edit::Create { file, mut parts } = made else {
        return made;
    };
    let mut carried: Vec<Part> = Vec::new();
    let mut seen: Vec<Id> = Vec::new();
    for goal in pairing
        .goals
        .iter()
        .filter(|goal| !pairing.is_reached(&goal.id))
    {
        let new = entry_id(
            EntryKind::Goal,
            id.as_str(),
            Some(author.today),
            &goal.text,
            |id| seen.contains(id),
        );
        carried.push(Part::Entry("goal", goal_fields(&new, goal)));
        let latest = pairing
            .readings
            .iter()
            .filter(|reading| reading.goal == goal.id)
            .max_by_key(|reading| reading.on);
        if let Some(percent) = latest.and_then(|reading| reading.percent) {
            carried.push(Part::Entry(
                "reading",
                vec![
                    field("goal", new.as_str()),
                    field("on", author.today),
                    field("percent", percent),
                    field("note", format!("taken over from {}", pairing.mentor)),
                ],
            ));
        }
        seen.push(new);
    }
    for step in pairing.steps.iter().filter(|step| step.done.is_none()) {
        let mut fields = vec![field("id", step.id.as_str())];
        fields.extend(step.due.map(|due| field("due", due)));
        fields.extend(step.owner.as_deref().map(|owner| field("owner", owner)));
        fields.extend(step.text.as_deref().map(|text| field("text", text)));
        carried.push(Part::Entry("step", fields));
    }
    let is_history = |part: &Part| matches!(part, Part::Entry("state", _));
    let history = parts.iter().position(is_history).unwrap_or(parts.len());
    parts.splice(history..history, carried);
    Edit::Create { file, parts }
}

fn goal_fields(id: &Id, goal: &Goal) -> Fields {
    let mut fields = vec![
        field("id", id.as_str()),
        field("of", goal.of.as_str()),
        field("text", goal.text.as_str()),
    ];
    fields.extend(
        goal.measure
            .as_deref()
            .map(|measure| field("measure", measure)),
    );
    fields.extend(
        goal.certification
            .as_ref()
            .map(|certification| field("certification", certification.as_str())),
    );
    fields.extend(goal.due.map(|due| field("due", due)));
    fields
}

/// Questions that nobody answered and homework that is not done, in the log of the new pairing.
fn log_of(program: &Program, pairing: &Pairing, id: &Id, author: &Author) -> Vec<Edit> {
    let log = program.log(&pairing.id);
    let mut taken: BTreeMap<&str, Vec<Id>> = BTreeMap::new();
    let mut entry = |table: &'static str, kind: EntryKind, text: &str, rest: Fields| {
        let taken = taken.entry(table).or_default();
        let new = entry_id(kind, id.as_str(), Some(author.today), text, |id| {
            taken.contains(id)
        });
        let mut fields = vec![field("id", new.as_str())];
        fields.extend(rest);
        taken.push(new);
        Edit::Append {
            file: FileName::Log(id.clone()),
            table,
            fields,
        }
    };
    let mut edits = Vec::new();
    for question in log
        .questions
        .iter()
        .filter(|question| question.answered_in.is_none())
    {
        let rest = vec![
            field("on", question.on),
            field("text", question.text.as_str()),
        ];
        edits.push(entry("question", EntryKind::Question, &question.text, rest));
    }
    for homework in log.homework.iter().filter(|homework| {
        homework.done.is_none()
            // What the old mentor had to do went with them.
            && homework.owner != Role::Mentor.as_str()
            && homework.owner != pairing.mentor.as_str()
    }) {
        let mut rest = vec![
            field("owner", homework.owner.as_str()),
            field("text", homework.text.as_str()),
        ];
        rest.extend(homework.due.map(|due| field("due", due)));
        edits.push(entry("homework", EntryKind::Homework, &homework.text, rest));
    }
    edits
}

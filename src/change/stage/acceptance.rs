//! Acceptance: each side says yes or no to what was proposed, before it expires.

use crate::change::edit::{At, Author, Change, Edit, FileName, field};
use crate::change::refusal::Refusal;
use crate::change::stage::entry::{enter, refuse_illegal, why_with};
use crate::change::stage::gates::{self, Insisting};
use crate::model::id::PersonId;
use crate::model::pairing::{Assent, Pairing, PairingState};
use crate::model::program::Program;
use crate::model::transition::Transition;
use crate::model::value::Value;

/// Says that people of a pairing accept it: all of them where none is named. The last yes begins it, or leaves it to
/// the signatures that the policy asks for.
///
/// # Errors
/// Refuses strangers, whoever has said yes already, what has expired unless somebody insists, and as [`gates::pass`].
pub fn accept(
    program: &Program,
    pairing: &Pairing,
    people: &[PersonId],
    insisting: Insisting,
    why: Option<&str>,
    author: &Author,
) -> Result<Change, Refusal> {
    refuse_strangers(program, pairing, people)?;
    refuse_illegal(pairing, Transition::Accept, author)?;
    let mut notes = Vec::new();
    let last = pairing.answer_by(program.settings.policy.acceptance_days);
    if let Some(expired) = last.filter(|last| *last < author.today) {
        if insisting == Insisting::No {
            let message = format!("{}: the proposal expired on {expired}", pairing.id);
            return Err(Refusal::refused(message).hint(
                "--force takes the answer all the same; pleiad pairing withdraw gives the places back",
            ));
        }
        notes.push(format!("it expired on {expired}"));
    }
    let awaited = pairing.awaited();
    let saying: Vec<&PersonId> = if people.is_empty() {
        awaited.clone()
    } else {
        people.iter().collect()
    };
    if let Some(again) = saying.iter().find(|person| !awaited.contains(person)) {
        let name = program.name(again);
        return Err(Refusal::refused(format!(
            "{name} has accepted {} already",
            pairing.id
        )));
    }
    let mut edits: Vec<Edit> = saying
        .iter()
        .flat_map(|person| answer(pairing, person, Assent::Yes, why, author))
        .collect();
    if awaited.iter().all(|person| saying.contains(person)) {
        notes.extend(gates::pass(program, pairing, insisting, author)?);
        let why = why_with(why, &notes);
        edits.extend(enter(
            pairing,
            PairingState::Accepted,
            why.as_deref(),
            author,
        ));
        if !program.settings.policy.signature {
            edits.extend(enter(pairing, PairingState::Active, None, author));
        }
    }
    Ok(Change {
        sentence: format!("{} accept {}", names(program, &saying), pairing.id),
        edits,
    })
}

/// Says that one side declines a pairing, or, without a person, that it was declined.
///
/// # Errors
/// Refuses strangers and a pairing that is neither proposed nor accepted.
pub fn decline(
    program: &Program,
    pairing: &Pairing,
    person: Option<&PersonId>,
    why: Option<&str>,
    author: &Author,
) -> Result<Change, Refusal> {
    refuse_strangers(program, pairing, person.map_or(&[], std::slice::from_ref))?;
    refuse_illegal(pairing, Transition::Decline, author)?;
    let mut edits = person.map_or_else(Vec::new, |person| {
        answer(pairing, person, Assent::No, why, author)
    });
    edits.extend(enter(pairing, PairingState::Declined, why, author));
    let who = person.map_or("nobody in particular", |person| program.name(person));
    Ok(Change {
        sentence: format!("{who} declines {}", pairing.id),
        edits,
    })
}

/// Nobody answers or signs for a pairing that they are not in.
pub(crate) fn refuse_strangers(
    program: &Program,
    pairing: &Pairing,
    people: &[PersonId],
) -> Result<(), Refusal> {
    let Some(stranger) = people
        .iter()
        .find(|person| pairing.role_of(person).is_none())
    else {
        return Ok(());
    };
    let members: Vec<&PersonId> = pairing.people().collect();
    let message = format!("{} is not in {}", program.name(stranger), pairing.id);
    Err(Refusal::refused(message).hint(format!("in it are {}", names(program, &members))))
}

/// What a person says today; their second word of a day replaces the first.
fn answer(
    pairing: &Pairing,
    person: &PersonId,
    is: Assent,
    why: Option<&str>,
    author: &Author,
) -> Vec<Edit> {
    let file = || FileName::Pairing(pairing.id.clone());
    let has_said = pairing
        .answers
        .iter()
        .any(|answer| answer.person == *person && answer.on == author.today);
    if has_said {
        let key = vec![
            ("person", Some(Value::from(person.as_str()))),
            ("on", Some(author.today.into())),
        ];
        return vec![Edit::Set {
            file: file(),
            at: At::Entry("answer", key),
            key: "is".to_owned(),
            value: is.as_str().into(),
        }];
    }
    let mut fields = vec![
        field("person", person.as_str()),
        field("on", author.today),
        field("is", is.as_str()),
    ];
    fields.extend(author.by.as_ref().map(|by| field("by", by.as_str())));
    fields.extend(why.map(|why| field("why", why)));
    vec![Edit::Append {
        file: file(),
        table: "answer",
        fields,
    }]
}

pub(crate) fn names(program: &Program, people: &[&PersonId]) -> String {
    let names: Vec<&str> = people.iter().map(|person| program.name(person)).collect();
    names.join(" and ")
}

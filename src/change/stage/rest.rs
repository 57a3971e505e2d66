//! Pauses, and ends that move: clocks stop, dates shift, the original end is kept.

use crate::change::edit::{At, Author, Change, Edit, FileName, field};
use crate::change::refusal::Refusal;
use crate::change::stage::entry::{enter, refuse_illegal, why_with};
use crate::change::stage::gates::{self, Insisting};
use crate::model::day::Day;
use crate::model::pairing::{Pairing, PairingState};
use crate::model::program::Program;
use crate::model::transition::Transition;
use crate::model::value::Value;

/// Whether dates move by the length of a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    /// The end, open steps and open goals move.
    Shift,
    /// They stay.
    Keep,
}

/// Lets a pairing rest, until a day where one is known.
///
/// # Errors
/// Refuses a pairing that is not active, and an end of the pause that lies behind.
pub fn pause(
    pairing: &Pairing,
    until: Option<Day>,
    why: Option<&str>,
    author: &Author,
) -> Result<Change, Refusal> {
    refuse_illegal(pairing, Transition::Pause, author)?;
    if let Some(until) = until.filter(|until| *until < author.today) {
        return Err(Refusal::refused(format!(
            "a pause cannot end on {until}, which is past"
        )));
    }
    let mut edits = enter(pairing, PairingState::Paused, why, author);
    if let (Some(until), Some(Edit::Append { fields, .. })) = (until, edits.last_mut()) {
        fields.push(field("until", until));
    }
    Ok(Change {
        sentence: format!("pause {}", pairing.id),
        edits,
    })
}

/// Goes on after a pause; the end and what is open move by its length.
///
/// # Errors
/// Refuses a pairing that is not paused, and as [`gates::pass`].
pub fn resume(
    program: &Program,
    pairing: &Pairing,
    dates: Dates,
    insisting: Insisting,
    why: Option<&str>,
    author: &Author,
) -> Result<Change, Refusal> {
    refuse_illegal(pairing, Transition::Resume, author)?;
    let notes = gates::pass(program, pairing, insisting, author)?;
    let why = why_with(why, &notes);
    let mut edits = enter(pairing, PairingState::Active, why.as_deref(), author);
    let days = pairing
        .entry(author.today)
        .map_or(0, |paused| author.today.days_since(paused.on));
    if dates == Dates::Shift && 0 < days {
        let counted = if days == 1 {
            "1 day"
        } else {
            &format!("{days} days")
        };
        let reason = format!("paused {counted}");
        edits.extend(
            pairing
                .ends
                .map(|ends| moved_end(pairing, ends.plus_days(days), Some(&reason), author))
                .unwrap_or_default(),
        );
        edits.extend(shifted(pairing, days));
    }
    Ok(Change {
        sentence: format!("resume {}", pairing.id),
        edits,
    })
}

/// Moves the end of a pairing to a later day.
///
/// # Errors
/// Refuses a pairing that has ended, an end before its start, and one that is not later.
pub fn extend(
    pairing: &Pairing,
    to: Day,
    why: Option<&str>,
    author: &Author,
) -> Result<Change, Refusal> {
    refuse_illegal(pairing, Transition::Extend, author)?;
    if let Some(starts) = pairing.starts.filter(|starts| to < *starts) {
        let message = format!(
            "{} cannot end on {to}, before it starts on {starts}",
            pairing.id
        );
        return Err(Refusal::refused(message));
    }
    if let Some(ends) = pairing.ends.filter(|ends| to <= *ends) {
        let message = format!("{} ends on {ends}; {to} is no later", pairing.id);
        return Err(Refusal::refused(message).hint(format!(
            "pleiad pairing set {} ends={to} makes it shorter",
            pairing.id
        )));
    }
    Ok(Change {
        sentence: format!("extend {} to {to}", pairing.id),
        edits: moved_end(pairing, to, why, author),
    })
}

/// The end moved, and the one before kept.
fn moved_end(pairing: &Pairing, to: Day, why: Option<&str>, author: &Author) -> Vec<Edit> {
    let file = || FileName::Pairing(pairing.id.clone());
    let mut edits = vec![Edit::Set {
        file: file(),
        at: At::Top,
        key: "ends".to_owned(),
        value: to.into(),
    }];
    if pairing
        .extensions
        .iter()
        .any(|moved| moved.on == author.today)
    {
        edits.push(Edit::Set {
            file: file(),
            at: At::Entry("extension", vec![("on", Some(author.today.into()))]),
            key: "to".to_owned(),
            value: to.into(),
        });
        return edits;
    }
    let mut fields = vec![field("on", author.today)];
    fields.extend(pairing.ends.map(|was| field("was", was)));
    fields.push(field("to", to));
    fields.extend(author.by.as_ref().map(|by| field("by", by.as_str())));
    fields.extend(why.map(|why| field("why", why)));
    edits.push(Edit::Append {
        file: file(),
        table: "extension",
        fields,
    });
    edits
}

/// What is open and due after the pause began, later by its length.
fn shifted(pairing: &Pairing, days: i64) -> Vec<Edit> {
    let paused_on = pairing.states.iter().map(|entry| entry.on).max();
    let moves = |due: &Day| paused_on.is_none_or(|paused_on| paused_on <= *due);
    let set = |table: &'static str, id: &str, due: Day| Edit::Set {
        file: FileName::Pairing(pairing.id.clone()),
        at: At::Entry(table, vec![("id", Some(Value::from(id)))]),
        key: "due".to_owned(),
        value: due.plus_days(days).into(),
    };
    let goals = pairing
        .goals
        .iter()
        .filter(|goal| !pairing.is_reached(&goal.id))
        .filter_map(|goal| Some(set("goal", goal.id.as_str(), goal.due.filter(moves)?)));
    let steps = pairing
        .steps
        .iter()
        .filter(|step| step.done.is_none())
        .filter_map(|step| Some(set("step", step.id.as_str(), step.due.filter(moves)?)));
    goals.chain(steps).collect()
}

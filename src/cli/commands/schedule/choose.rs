//! `schedule PAIRING`: times for the next meeting, and the one that is chosen.

use super::Schedule;
use crate::calendar::clock::{Clock, Direction};
use crate::calendar::describe::{describe, describe_day};
use crate::calendar::plan::intent::Intent;
use crate::calendar::plan::outcome::PlannedMeeting;
use crate::calendar::plan::slots::{FreeSlot, Slots, is_free, slots};
use crate::calendar::when::parse_when;
use crate::change::log::NewMeeting;
use crate::change::meeting::series::add_series;
use crate::change::refusal::Refusal;
use crate::change::schedule::new_meeting;
use crate::cli::ask::{self, Asking};
use crate::cli::commands::meeting::{record, when_of};
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::reference::{self, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer, written};
use crate::cli::written;
use crate::insights::roster::MeetingRow;
use crate::model::day::Moment;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::Pairing;
use crate::model::program::Program;
use crate::render::document::Document;
use crate::render::table::{Cell, Column, Table};
use crate::render::words::and_list;
use crate::store::read::Extent;
use schemars::JsonSchema;
use serde::Serialize;

/// Times at which a pairing could meet.
#[derive(Serialize, JsonSchema)]
struct Offered<'a> {
    pairing: &'a Id,
    #[serde(flatten)]
    slots: &'a Slots,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    written::<Option<MeetingRow<'static>>>("schedule", "meeting"),
    answer::<Offered<'static>>("schedule-slots"),
];

pub(super) fn run(
    schedule: &Schedule,
    word: &str,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Program)?;
    let id = picked(context, word, |word| reference::pairing(&program, word))?;
    let intent = schedule.intent(vec![id.clone()], &clock)?;
    let pairing = &program.pairings[&id];
    if let Some(text) = &schedule.at {
        let at = time_asked(text, &clock)?;
        return plan_it(&id, at, &intent, context);
    }
    let found = slots(&program, pairing, &intent, usize::from(schedule.count));
    if let Some(number) = schedule.slot {
        let slot = found.slots.get(usize::from(number) - 1).ok_or_else(|| {
            let message = format!(
                "there are {} times, and no number {number}",
                found.slots.len()
            );
            Failure::usage(message)
        })?;
        return plan_it(&id, slot.at, &intent, context);
    }
    if context.asking() == Asking::Possible && !found.slots.is_empty() {
        let lines: Vec<String> = found
            .slots
            .iter()
            .map(|slot| line(&program, slot, &clock))
            .chain(["none of these".to_owned()])
            .collect();
        let due = describe_day(found.due, &clock);
        let index = ask::pick(&format!("Next meeting, due {due}"), &lines)?;
        let slot = found.slots.get(index).ok_or(Failure::Cancelled)?;
        return plan_it(&id, slot.at, &intent, context);
    }
    Ok(shown(&program, pairing, &found, &clock))
}

fn time_asked(text: &str, clock: &Clock) -> Result<Moment, Failure> {
    let when = parse_when(text, clock, Direction::Future)?;
    when.moment()
        .ok_or_else(|| Failure::usage(format!("--at: `{text}` says no time of day")))
}

/// Plans one meeting, where all are still free.
fn plan_it(
    id: &Id,
    at: Moment,
    intent: &Intent,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let written = context.change(&Extent::Program, Looking::Away, |program, _, author| {
        let pairing = &program.pairings[id];
        let new = meeting_at(program, pairing, at, intent)?;
        let (ids, change) = add_series(id, program.log(id), &[new], author)?;
        Ok((ids, change))
    })?;
    let mut ids = written.answer.iter();
    let record = ids.find_map(|meeting| record(&written, id, meeting));
    let done = format!("Planned {id}: {}.", describe(when_of(at), &written.clock));
    let record = ("meeting", record.into());
    Ok(written::reply("schedule", &written, record, done))
}

fn meeting_at(
    program: &Program,
    pairing: &Pairing,
    at: Moment,
    intent: &Intent,
) -> Result<NewMeeting, Refusal> {
    if !is_free(program, pairing, intent, at) {
        let message = format!("not everybody in {} is free at {at}", pairing.id);
        let hint = format!(
            "pleiad schedule {} shows when they are; `meeting add` plans it all the same",
            pairing.id
        );
        return Err(Refusal::refused(message).hint(hint));
    }
    let planned = PlannedMeeting {
        at,
        minutes: pairing
            .minutes
            .unwrap_or(program.settings.policy.meeting_minutes),
        mode: None,
        is_steady: true,
        is_late: false,
    };
    Ok(new_meeting(program, pairing, &planned))
}

/// `Tue 1 Dec 2026 16:00 (in 8 days)  Ada 10:00 in America/New_York`.
fn line(program: &Program, slot: &FreeSlot, clock: &Clock) -> String {
    let elsewhere = slot.local.iter().filter(|local| local.at != slot.at);
    let elsewhere = elsewhere.map(|local| {
        let time = local.at.datetime().format("%a %H:%M");
        format!(
            "{} {time} ({})",
            program.name(&local.person),
            local.timezone
        )
    });
    let usual = slot.is_usual.then(|| "usual time".to_owned());
    let notes: Vec<String> = elsewhere.chain(usual).collect();
    let when = describe(when_of(slot.at), clock);
    if notes.is_empty() {
        when
    } else {
        format!("{when}  {}", and_list(notes))
    }
}

fn shown(program: &Program, pairing: &Pairing, found: &Slots, clock: &Clock) -> Reply {
    let answer = Offered {
        pairing: &pairing.id,
        slots: found,
    };
    let mut columns = vec![Column::number("slot", "slot"), Column::text("at", "time")];
    let people: Vec<&PersonId> = pairing.people().collect();
    columns.extend(
        people
            .iter()
            .map(|person| Column::text(person.as_str(), program.name(person))),
    );
    let mut table = Table::new(columns);
    for (index, slot) in found.slots.iter().enumerate() {
        let when = describe(when_of(slot.at), clock);
        let usual = if slot.is_usual { ", usual" } else { "" };
        let mut cells = vec![
            Cell::number(index + 1),
            Cell::from(format!("{when}{usual}")).with_value(slot.at.to_string()),
        ];
        cells.extend(slot.local.iter().map(|local| {
            let time = local.at.datetime().format("%a %H:%M");
            Cell::from(format!("{time} {}", local.timezone)).with_value(local.at.to_string())
        }));
        table.push(cells);
    }
    let document = match &found.nothing {
        None => Document::new().table(table),
        Some(nothing) => {
            let remedy = nothing.remedy.as_ref();
            let remedy = remedy.map_or(String::new(), |remedy| format!("; {}", remedy.sentence));
            Document::new().paragraph(format!("No time: {}{remedy}.", nothing.because))
        }
    };
    let due = format!("due {}", describe_day(found.due, clock));
    let mut reply = Reply::new("schedule-slots", &answer, document).say(due);
    if !found.assumed.is_empty() {
        let names = found.assumed.iter().map(|person| program.name(person));
        let names: Vec<&str> = names.collect();
        reply = reply.say(format!(
            "{} gave no hours: taken are the program's working hours",
            and_list(names)
        ));
    }
    if found.slots.is_empty() {
        reply
    } else {
        reply.next(format!("pleiad schedule {} --slot 1", pairing.id))
    }
}

//! `schedule` for several pairings or all: the whole plan as one change.

use super::Schedule;
use crate::calendar::clock::Clock;
use crate::calendar::plan::make::plan;
use crate::calendar::plan::outcome::{LeftOut, PairingPlan, Plan, PlannedMeeting, Unplanned};
use crate::change::refusal::Refusal;
use crate::change::schedule::{Tally, schedule as as_change};
use crate::cli::columns;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::list::{parse_filter, row_json};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::cli::written;
use crate::insights::roster::pairing_rows;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::render::document::Document;
use crate::render::table::{Cell, Column, Table};
use crate::render::words::{and_list, count};
use crate::store::read::Extent;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[written::<Answer<'static>>("schedule", "schedule")];

pub(super) fn run(
    schedule: &Schedule,
    named: &[Id],
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let written = context.change(
        &Extent::Program,
        Looking::First,
        |program, clock, author| {
            let pairings = meant(schedule, named, program, clock)?;
            let intent = schedule.intent(pairings, clock)?;
            let mut plan = plan(program, &intent);
            if named.is_empty() {
                // Nobody asks why what has ended is not planned.
                plan.left_out.retain(|left| {
                    let known = program.pairings.get(&left.pairing);
                    known.is_some_and(crate::model::pairing::Pairing::is_in_force)
                });
            }
            let (tally, change) = as_change(program, &intent, &plan, author)?;
            Ok(((plan, tally), change))
        },
    )?;
    let (plan, tally) = &written.answer;
    let program = &written.program;
    let record = ("schedule", row_json(&answer(plan, *tally)).into());
    let mut reply = written::reply("schedule", &written, record, done(plan, *tally));
    let document = std::mem::take(&mut reply.document);
    reply.document = document.then(document_of(program, plan));
    reply.sayings.extend(sayings(program, plan));
    Ok(reply)
}

/// The pairings that are meant: those named, those for which the filter holds, else all.
fn meant(
    schedule: &Schedule,
    named: &[Id],
    program: &Program,
    clock: &Clock,
) -> Result<Vec<Id>, Failure> {
    let mut ids: Vec<Id> = named.to_vec();
    match &schedule.filter {
        Some(filter) => {
            let filter = parse_filter(filter, &columns::PAIRING, clock)?;
            let rows = pairing_rows(program, clock.today);
            let matching = rows.iter().filter(|row| filter.matches(&row_json(row)));
            ids.extend(matching.map(|row| row.id.clone()));
        }
        None if named.is_empty() => ids.extend(program.pairings.keys().cloned()),
        None => {}
    }
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        let message = "no pairing is meant: --where holds for none, or there is none";
        return Err(Refusal::refused(message).into());
    }
    Ok(ids)
}

/// Names that are listed before the rest is counted.
const NAMES_MAX: usize = 5;

/// What scripts read.
#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    #[serde(flatten)]
    tally: Tally,
    steady: usize,
    unplanned: usize,
    pairings: Vec<AnswerPairing<'a>>,
    left_out: &'a [LeftOut],
}

#[derive(Serialize, JsonSchema)]
struct AnswerPairing<'a> {
    pairing: &'a Id,
    until: String,
    meetings: Vec<AnswerMeeting>,
    unplanned: &'a [Unplanned],
    assumed: &'a [PersonId],
    in_person: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
struct AnswerMeeting {
    at: String,
    minutes: u32,
    mode: Option<&'static str>,
    steady: bool,
    late: bool,
}

fn answer(plan: &Plan, tally: Tally) -> Answer<'_> {
    let meeting = |meeting: &PlannedMeeting| AnswerMeeting {
        at: meeting.at.to_string(),
        minutes: meeting.minutes,
        mode: meeting.mode.map(crate::model::participant::Mode::as_str),
        steady: meeting.is_steady,
        late: meeting.is_late,
    };
    let pairing =
        |one: &'_ PairingPlan| -> Vec<AnswerMeeting> { one.meetings.iter().map(meeting).collect() };
    Answer {
        tally,
        steady: steady(plan),
        unplanned: plan.pairings.iter().map(|one| one.unplanned.len()).sum(),
        pairings: plan
            .pairings
            .iter()
            .map(|one| AnswerPairing {
                pairing: &one.pairing,
                until: one.until.to_string(),
                meetings: pairing(one),
                unplanned: &one.unplanned,
                assumed: &one.assumed,
                in_person: one.in_person.as_deref(),
            })
            .collect(),
        left_out: &plan.left_out,
    }
}

fn steady(plan: &Plan) -> usize {
    let meetings = plan.pairings.iter().flat_map(|one| &one.meetings);
    meetings.filter(|meeting| meeting.is_steady).count()
}

/// `Planned 312 meetings of 48 pairings, 305 of them at a steady time.`
fn done(plan: &Plan, tally: Tally) -> String {
    let meetings: usize = plan.pairings.iter().map(|one| one.meetings.len()).sum();
    let rest = if 0 < tally.moved || 0 < tally.cancelled {
        format!("; {} moved, {} called off", tally.moved, tally.cancelled)
    } else {
        String::new()
    };
    format!(
        "Planned {} of {}, {} of them at a steady time{rest}.",
        count(meetings, "meeting", "meetings"),
        count(plan.pairings.len(), "pairing", "pairings"),
        steady(plan),
    )
}

fn document_of(program: &Program, plan: &Plan) -> Document {
    let mut table = Table::new([
        Column::text("pairing", "pairing"),
        Column::text("slot", "slot"),
        Column::number("meetings", "meetings"),
        Column::text("last", "to"),
    ]);
    for one in plan.pairings.iter().filter(|one| !one.meetings.is_empty()) {
        table.push(cells(one));
    }
    let mut document = Document::new();
    if !table.body().is_empty() {
        document = document.table(table);
    }
    let unplanned: Vec<String> = plan.pairings.iter().flat_map(unplanned_lines).collect();
    if !unplanned.is_empty() {
        document = document.section("Not planned").list(unplanned);
    }
    let far = plan.pairings.iter().filter_map(|one| {
        let because = one.in_person.as_ref()?;
        let people = program.pairings.get(&one.pairing)?.people();
        let names: Vec<&str> = people.map(|person| program.name(person)).collect();
        Some(format!("{}: {because}", and_list(names)))
    });
    let far: Vec<String> = far.collect();
    if !far.is_empty() {
        document = document.section("Not in person").list(far);
    }
    let left = plan.left_out.iter();
    let left: Vec<String> = left
        .map(|left| format!("{}: {}", left.pairing, left.because))
        .collect();
    if left.is_empty() {
        document
    } else {
        document.section("Left out").list(left)
    }
}

fn cells(one: &PairingPlan) -> [Cell; 4] {
    let steady = one.meetings.iter().find(|meeting| meeting.is_steady);
    let slot = steady.map_or_else(Cell::none, |meeting| {
        Cell::from(meeting.at.datetime().format("%a %H:%M").to_string())
    });
    let last = one.meetings.last();
    [
        Cell::from(one.pairing.as_str()),
        slot,
        Cell::number(one.meetings.len()),
        last.map_or_else(Cell::none, |last| Cell::from(last.at.day().to_string())),
    ]
}

/// What found no place, neighbours of one reason in one line.
fn unplanned_lines(one: &PairingPlan) -> Vec<String> {
    let groups = one
        .unplanned
        .chunk_by(|before, after| before.because == after.because);
    let line = |group: &[Unplanned]| {
        let (first, last) = (&group[0], &group[group.len() - 1]);
        let meetings = count(group.len(), "meeting", "meetings");
        let remedy = first.remedy.as_ref();
        let remedy = remedy.map_or(String::new(), |remedy| format!("; {}", remedy.sentence));
        format!(
            "{}, {meetings} from {} to {}: {}{remedy}",
            one.pairing, first.first, last.last, first.because
        )
    };
    groups.map(line).collect()
}

/// On whose hours the plan only guesses.
fn sayings(program: &Program, plan: &Plan) -> Option<String> {
    let assumed = plan.pairings.iter().flat_map(|one| &one.assumed);
    let assumed: BTreeSet<&PersonId> = assumed.collect();
    if assumed.is_empty() {
        return None;
    }
    let mut names: Vec<String> = assumed
        .iter()
        .take(NAMES_MAX)
        .map(|person| program.name(person).to_owned())
        .collect();
    if NAMES_MAX < assumed.len() {
        names.push(format!("{} more", assumed.len() - NAMES_MAX));
    }
    Some(format!(
        "{} gave no hours: taken are the program's working hours",
        and_list(names)
    ))
}

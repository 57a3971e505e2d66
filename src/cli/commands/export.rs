//! `export`: the program for other programs.

pub(crate) mod csv;
mod held;
mod install;
pub(crate) mod json;
pub(crate) mod man;
pub(crate) mod page;
pub(crate) mod participant;
pub(crate) mod schema;

use crate::calendar::icalendar::program::{Whose, events};
use crate::calendar::icalendar::write::{Event, EventTime, icalendar};
use crate::change::refusal::Refusal;
use crate::cli::commands::summary;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reference::{pairing as pairing_reference, person, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::model::day::Day;
use crate::model::program::Program;
use crate::render::document::Document;
use crate::render::words::count;
use crate::store::outside;
use crate::store::read::Extent;
use anyhow::Context as _;
use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::PathBuf;

/// Write the program for other programs
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad export ics ada -o ada.ics
  pleiad export ics --all -o program.ics
  pleiad export vdir ~/calendars/mentoring")]
pub(crate) enum ExportCommand {
    /// Write meetings, milestones and events as a calendar file
    Ics(ExportIcs),
    /// Write meetings, milestones and events as a folder of calendar files, one each
    Vdir(ExportVdir),
    /// Make a folder of one's own from a program
    Participant(participant::ExportParticipant),
    Csv(csv::ExportCsv),
    Json(json::ExportJson),
    /// Write the page of `summary --format html`
    Html(page::ExportHtml),
    /// Write one picture of `summary --format svg`
    Svg(page::ExportSvg),
    Schema(schema::ExportSchema),
    /// Write the manual as pages for man
    Man(man::ExportMan),
}

/// Write meetings, milestones and events as a calendar file (RFC 5545): a person's, a pairing's, or the program's
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad export ics ada -o ada.ics
  pleiad export ics ada+grace
  pleiad export ics --all -o program.ics
A later export moves and cancels what a calendar knows already, and duplicates nothing.")]
pub(crate) struct ExportIcs {
    #[command(flatten)]
    of: Of,
}

/// Write meetings, milestones and events as a folder of calendar files, one each, for khal and its like
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad export vdir ~/calendars/mentoring
  pleiad export vdir calendar --of ada
A file of a meeting that is there no more goes; files that are not this program's are left alone.")]
pub(crate) struct ExportVdir {
    /// The folder; made where it is missing
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Only those of this person or pairing
    #[arg(long, value_name = "PERSON|PAIRING")]
    of: Option<String>,
}

/// Whose calendar it is.
#[derive(Debug, Args)]
struct Of {
    /// A person, or a pairing: its id or ADA+GRACE
    #[arg(
        value_name = "PERSON|PAIRING",
        required_unless_present = "everything",
        conflicts_with = "everything"
    )]
    of: Option<String>,
    /// All pairings
    #[arg(long = "all")]
    everything: bool,
}

/// The entries of a calendar.
#[derive(Serialize, JsonSchema)]
struct Exported<'a> {
    events: Vec<Entry<'a>>,
}

/// An entry of a calendar.
#[derive(Serialize, JsonSchema)]
struct Entry<'a> {
    uid: &'a str,
    /// A time with its offset, or a day.
    starts: String,
    /// A time with its offset, or the day after the last.
    ends: String,
    /// How often it was moved or cancelled.
    sequence: u32,
    summary: &'a str,
    location: Option<&'a str>,
    cancelled: bool,
}

/// The files of a folder of calendar files.
#[derive(Serialize, JsonSchema)]
struct Folder<'a> {
    files: Vec<&'a str>,
    /// Files of meetings that are there no more.
    removed: Vec<String>,
    dry_run: bool,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    answer::<Exported<'static>>("export-ics"),
    answer::<Folder<'static>>("export-vdir"),
];

pub(crate) fn run(
    command: &ExportCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        ExportCommand::Ics(ics) => run_ics(ics, context),
        ExportCommand::Vdir(vdir) => run_vdir(vdir, context),
        ExportCommand::Participant(export) => participant::run(export, context),
        ExportCommand::Csv(export) => csv::run(export, context),
        ExportCommand::Json(export) => json::run(export, context),
        ExportCommand::Html(export) => summary::run(&export.summary, context),
        ExportCommand::Svg(export) => summary::run(&export.summary, context),
        ExportCommand::Schema(export) => schema::run(export, context),
        ExportCommand::Man(man) => man::run(man, context),
    }
}

fn run_ics(ics: &ExportIcs, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Confidential)?;
    let (name, events) = meant(&program, ics.of.of.as_deref(), clock.today, context)?;
    let text = icalendar(&name, &events, clock.today);
    let answer = Exported {
        events: events.iter().map(entry).collect(),
    };
    let mut reply = Reply::new("export-ics", &answer, Document::new());
    reply.ics = Some(text);
    Ok(reply.say(count(events.len(), "event", "events")))
}

fn run_vdir(vdir: &ExportVdir, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Confidential)?;
    let (name, events) = meant(&program, vdir.of.as_deref(), clock.today, context)?;
    let folder = context.invocation.directory.join(&vdir.folder);
    let files = events.iter().map(|event| {
        let text = icalendar(&name, std::slice::from_ref(event), clock.today);
        (format!("{}.ics", event.uid), text)
    });
    let files: Vec<(String, String)> = files.collect();
    let suffix = format!("@{}.ics", program.settings.id);
    let gone = if context.global.dry_run {
        Vec::new()
    } else {
        outside::write_folder(&folder, &files, &suffix)
            .with_context(|| format!("cannot write {}", folder.display()))
            .map_err(Failure::Outside)?
    };
    let answer = Folder {
        files: files.iter().map(|(name, _)| &**name).collect(),
        removed: gone,
        dry_run: context.global.dry_run,
    };
    let word = if context.global.dry_run {
        "Would write"
    } else {
        "Wrote"
    };
    let done = format!(
        "{word} {} to {}.",
        count(files.len(), "event", "events"),
        folder.display()
    );
    Ok(Reply::new(
        "export-vdir",
        &answer,
        Document::new().paragraph(done),
    ))
}

/// The events that are meant and a name for them.
fn meant(
    program: &Program,
    of: Option<&str>,
    today: Day,
    context: &Context<'_, '_>,
) -> Result<(String, Vec<Event>), Failure> {
    let name = &program.settings.name;
    let Some(word) = of else {
        return Ok((name.clone(), events(program, Whose::Program, today)));
    };
    if !word.contains('+') {
        match picked(context, word, |word| person(program, word)) {
            Ok(id) => {
                let name = format!("{name}: {}", program.name(&id));
                return Ok((name, events(program, Whose::Person(&id), today)));
            }
            // What names no person may still be a pairing.
            Err(Failure::Refused(Refusal::NotFound { .. })) => {}
            Err(failure) => return Err(failure),
        }
    }
    let id = picked(context, word, |word| pairing_reference(program, word))?;
    let whose = Whose::Pairing(&program.pairings[&id]);
    Ok((format!("{name}: {id}"), events(program, whose, today)))
}

fn entry(event: &Event) -> Entry<'_> {
    let (starts, ends) = match event.time {
        EventTime::Span(from, to) => (from.to_rfc3339(), to.to_rfc3339()),
        EventTime::Day(day) => (day.to_string(), day.plus_days(1).to_string()),
    };
    Entry {
        uid: &event.uid,
        starts,
        ends,
        sequence: event.sequence,
        summary: &event.summary,
        location: event.location.as_deref(),
        cancelled: event.is_cancelled,
    }
}

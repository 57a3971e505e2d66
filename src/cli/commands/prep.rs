//! `prep`: the sheet before a meeting, on one screen.

use crate::calendar::describe::{distance, full_day};
use crate::cli::commands::meeting::pairing_named;
use crate::cli::commands::summary::with_handbook;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::Nothing;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::certifications::CertificationStanding;
use crate::insights::prep::{Prep, prep};
use crate::insights::summary::pairing::{GoalStanding, OpenEntry, OpenHomework};
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::pairing::Pairing;
use crate::model::participant::Role;
use crate::model::program::Program;
use crate::render::document::Document;
use crate::render::text::{Span, Text};
use crate::render::words::{ago, and_list};
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// Show what to talk about: agenda, open questions, homework, advice not tried yet, what is due
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad prep ada
  pleiad prep ada+grace --format md -o prep.md
  pleiad prep ada --private        (with your private notes)
What is open stays open from meeting to meeting until somebody settles it.")]
pub(crate) struct PrepArgs {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// Show your private notes too
    #[arg(long)]
    private: bool,
}

/// What `--private` adds.
#[derive(Serialize, JsonSchema)]
struct PrivateNotes<'a> {
    private_notes: Vec<PrivateNote<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct PrivateNote<'a> {
    id: Option<&'a Id>,
    on: Day,
    text: &'a str,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    answer::<Prep<'static>>("prep"),
    answer::<Prep<'static>>("prep").with::<PrivateNotes<'static>>(),
    answer::<Nothing>("prep"),
];

pub(crate) fn run(arguments: &PrepArgs, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &arguments.pairing)?;
    let (mut program, clock) = context.read(&Extent::Pairing(pairing.clone()))?;
    program.participants = people_of(context, &program, &pairing)?.participants;
    let sheet = prep(&program, &pairing, clock.today);
    let document = sheet.as_ref().map(document).unwrap_or_default();
    let reply = Reply::new("prep", &sheet, document);
    let reply = if arguments.private {
        with_private_notes(reply, &pairing, context)?
    } else {
        reply
    };
    Ok(reply.next(format!("pleiad note {pairing}")))
}

/// The people of a pairing and no others: a sheet is made in no time however many are enrolled.
fn people_of(
    context: &mut Context<'_, '_>,
    program: &Program,
    pairing: &Id,
) -> Result<Program, Failure> {
    let known = program.pairings.get(pairing);
    let people = known.into_iter().flat_map(Pairing::people);
    let (people, _) = context.read(&Extent::People(people.cloned().collect()))?;
    Ok(people)
}

fn with_private_notes(
    reply: Reply,
    pairing: &Id,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let folder = context.folder()?;
    let notes = context.with_lock(|locking| folder.private_notes(Some(pairing), locking))?;
    let notes = notes.get(pairing).cloned().unwrap_or_default();
    let told = notes.iter().map(|note| PrivateNote {
        id: note.id.as_ref(),
        on: note.on,
        text: &note.text,
    });
    let private_notes = told.collect();
    let mut reply = reply.with(&PrivateNotes { private_notes });
    if !notes.is_empty() {
        let lines = notes
            .iter()
            .map(|note| format!("{}: {}", note.on, note.text.trim_end()));
        reply.document = reply.document.section("Private notes").list(lines);
    }
    Ok(reply)
}

fn document(prep: &Prep<'_>) -> Document {
    let names = |role: Role| {
        let members = prep.people.iter().filter(move |member| member.role == role);
        and_list(members.map(|member| member.name))
    };
    let title = format!(
        "{} with {} · meeting {}",
        names(Role::Mentee),
        names(Role::Mentor),
        prep.number
    );
    let mut document = Document::new().heading(title).paragraph(when(prep));
    if !prep.agenda.is_empty() {
        document = document
            .section("Agenda")
            .list(prep.agenda.iter().map(String::as_str));
    }
    for (heading, entries) in [
        ("Open questions", &prep.questions_open),
        ("Advice not tried yet", &prep.advice_untried),
    ] {
        if !entries.is_empty() {
            document = document.section(heading).list(entries.iter().map(entry));
        }
    }
    if !prep.homework_open.is_empty() {
        let homework = prep.homework_open.iter();
        document = document
            .section("Homework")
            .list(homework.map(|piece| homework_line(piece, prep.day)));
    }
    let goals = prep.goals_due.iter().map(|goal| goal_line(goal, prep.day));
    let certifications = prep.certifications.iter();
    let certifications = certifications.map(|one| certification_line(one, prep.day));
    let due: Vec<Text> = goals.chain(certifications).collect();
    if !due.is_empty() {
        document = document.section("Goals and certifications").list(due);
    }
    with_handbook(document, &prep.handbook)
}

/// `Tue 1 Dec 2026 16:00 (in 8 days); last met Fri 20 Nov 2026 (3 days ago).`
fn when(prep: &Prep<'_>) -> String {
    let next = match prep.next {
        Some(at) => format!(
            "{} {} ({})",
            full_day(at.day()),
            at.datetime().format("%H:%M"),
            distance(at.day(), prep.day)
        ),
        None => "No meeting is planned".to_owned(),
    };
    let last = match prep.last_held {
        Some(on) => format!("last met {} ({})", full_day(on), distance(on, prep.day)),
        None => "not met yet".to_owned(),
    };
    format!("{next}; {last}.")
}

fn entry(entry: &OpenEntry<'_>) -> Text {
    Text::from(entry.text.trim_end()).with(aside(&ago(entry.days)))
}

fn homework_line(piece: &OpenHomework<'_>, day: Day) -> Text {
    let due = match (piece.due, piece.days_over) {
        (Some(due), 0) => format!("due {}", distance(due, day)),
        (Some(due), _) => format!("was due {}", distance(due, day)),
        (None, _) => "due at the next meeting".to_owned(),
    };
    Text::from(format!("{}: {}", piece.owner, piece.text.trim_end())).with(aside(&due))
}

fn goal_line(goal: &GoalStanding<'_>, day: Day) -> Text {
    let percent = goal.percent.map(|percent| format!("{percent}%, "));
    let due = goal.due.map(|due| {
        let verb = if day <= due { "due" } else { "was due" };
        format!("{verb} {}", distance(due, day))
    });
    let said = format!("{}{}", percent.unwrap_or_default(), due.unwrap_or_default());
    Text::from(goal.text).with(aside(&said))
}

fn certification_line(standing: &CertificationStanding<'_>, day: Day) -> Text {
    let since = format!("since {}", full_day(standing.since));
    let said = match (standing.exam, standing.expires) {
        (Some(exam), _) => format!("examination {}", distance(exam, day)),
        (None, Some(expires)) if day <= expires => format!("expires {}", distance(expires, day)),
        (None, Some(expires)) => format!("expired {}", distance(expires, day)),
        (None, None) => since,
    };
    let line = format!(
        "{}: {} {}",
        standing.name, standing.certification, standing.state
    );
    Text::from(line).with(aside(&said))
}

fn aside(text: &str) -> Span {
    Span::dim(format!(" ({text})"))
}

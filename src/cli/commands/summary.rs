//! `summary`: how the program, a person or a pairing stands.

mod page;
mod pairing;
pub(crate) mod person;
mod program;
mod several;

use crate::change::refusal::Refusal;
use crate::cli::commands::report::narrow::read_for_objectives;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::global::Format;
use crate::cli::reference::{self, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{Nothing, ReplySchema, answer};
use crate::insights::handbook::Link;
use crate::insights::health::Health;
use crate::insights::several::{Several, program_row, several};
use crate::insights::summary::pairing::{PairingSummary, pairing_summary};
use crate::insights::summary::person::{PersonSummary, person_summary};
use crate::insights::summary::program::{ProgramSummary, program_summary};
use crate::insights::tally::MeetingCount;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::render::document::Document;
use crate::render::text::{Span, Text};
use crate::render::words::hours;
use crate::store::read::Extent;
use clap::Args;
use std::path::PathBuf;

/// Sum up the program, a person or a pairing
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad summary
  pleiad summary ada
  pleiad summary ada+grace --json
  pleiad summary --as-of 2026-06-30
  pleiad summary --format html -o program.html    (one page with every picture)
  pleiad summary --format svg --figure calendar -o calendar.svg
  pleiad summary --with ../nurses --with ../engineers
--as-of leaves out what is dated later and takes settings without a date as they are now.")]
pub(crate) struct Summary {
    /// A person, or a pairing: its id or ADA+GRACE; the whole program otherwise
    #[arg(value_name = "PERSON|PAIRING")]
    of: Option<String>,
    /// Folder of another program: each program becomes a row, with their sum below
    #[arg(long, value_name = "DIR", conflicts_with = "of")]
    with: Vec<PathBuf>,
}

/// What a word names.
enum Subject {
    Person(PersonId),
    Pairing(Id),
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    answer::<ProgramSummary<'static>>("summary"),
    answer::<PersonSummary<'static>>("summary-person"),
    answer::<PairingSummary<'static>>("summary-pairing"),
    answer::<Nothing>("summary-person"),
    answer::<Nothing>("summary-pairing"),
    answer::<Several>("summary-several"),
];

pub(crate) fn run(summary: &Summary, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    if !summary.with.is_empty() {
        return run_several(&summary.with, context);
    }
    let Some(word) = &summary.of else {
        return run_program(context);
    };
    let (program, clock) = context.read(&Extent::Roster)?;
    match picked(context, word, |word| subject(&program, word))? {
        Subject::Person(id) => {
            let program = with_logs(context, program, &id)?;
            let summary = person_summary(&program, &id, clock.today);
            let document = summary
                .as_ref()
                .map(|summary| person::document(&program, summary));
            Ok(Reply::new(
                "summary-person",
                &summary,
                document.unwrap_or_default(),
            ))
        }
        Subject::Pairing(id) => {
            let program = with_log(context, program, &id)?;
            Ok(pairing_reply("summary-pairing", &program, &id, clock.today))
        }
    }
}

/// The whole program; a page or a picture has room for everything that there is to see.
fn run_program(context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let is_page = matches!(context.global.format(), Some(Format::Html | Format::Svg));
    let (program, clock) = if is_page {
        context.read(&Extent::Confidential)?
    } else {
        read_for_objectives(context)?
    };
    let summary = program_summary(&program, clock.today);
    let mut document = program::document(&summary);
    if is_page {
        document = page::with_pictures(document, &program, clock.today);
    }
    Ok(Reply::new("summary", &summary, document))
}

/// This program and others, each in a row.
fn run_several(others: &[PathBuf], context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (own, clock) = context.read(&Extent::Confidential)?;
    let mut rows = vec![program_row(&own, clock.today)];
    for folder in others {
        let (program, clock) = context.read_in(folder, &Extent::Confidential)?;
        rows.push(program_row(&program, clock.today));
    }
    let answer = several(rows);
    let document = several::document(&answer);
    Ok(Reply::new("summary-several", &answer, document))
}

/// How a pairing stands, as a reply.
pub(crate) fn pairing_reply(command: &str, program: &Program, id: &Id, today: Day) -> Reply {
    let summary = pairing_summary(program, id, today);
    let document = summary.as_ref().map(pairing::document);
    Reply::new(command, &summary, document.unwrap_or_default())
}

/// A pairing where the word is its id or joins two people, else a person, else the beginning of a pairing's id.
fn subject(program: &Program, word: &str) -> Result<Subject, Refusal> {
    let is_pairing =
        word.contains('+') || Id::parse(word).is_ok_and(|id| program.pairings.contains_key(&id));
    if is_pairing {
        return reference::pairing(program, word).map(Subject::Pairing);
    }
    match reference::person(program, word) {
        Ok(person) => Ok(Subject::Person(person)),
        Err(unknown @ Refusal::NotFound { .. }) => match reference::pairing(program, word) {
            Ok(pairing) => Ok(Subject::Pairing(pairing)),
            Err(Refusal::NotFound { .. }) => Err(unknown),
            Err(refusal) => Err(refusal),
        },
        Err(refusal) => Err(refusal),
    }
}

/// Reads the logs of a person's pairings, and no others.
pub(crate) fn with_logs(
    context: &mut Context<'_, '_>,
    program: Program,
    person: &PersonId,
) -> Result<Program, Failure> {
    let is_in = |pairing: &Id| program.pairings[pairing].role_of(person).is_some();
    let pairings: Vec<Id> = program
        .pairings
        .keys()
        .filter(|id| is_in(id))
        .cloned()
        .collect();
    pairings.iter().try_fold(program, |program, pairing| {
        with_log(context, program, pairing)
    })
}

pub(crate) fn with_log(
    context: &mut Context<'_, '_>,
    mut program: Program,
    pairing: &Id,
) -> Result<Program, Failure> {
    let (mut part, _) = context.read(&Extent::Pairing(pairing.clone()))?;
    if let Some(log) = part.logs.remove(pairing) {
        program.logs.insert(pairing.clone(), log);
    }
    Ok(program)
}

/// The document with links of the handbook below, where there are any.
pub(crate) fn with_handbook(document: Document, links: &[Link<'_>]) -> Document {
    if links.is_empty() {
        return document;
    }
    document
        .section("From the handbook")
        .list(links.iter().map(link_line))
}

fn link_line(link: &Link<'_>) -> Text {
    let role = link.role.map(|role| format!("for the {role}: "));
    let title = link.title.unwrap_or(link.id.as_str());
    Text::from(format!("{}{title}", role.unwrap_or_default()))
        .with(Span::dim(format!(" ({})", link.url)))
}

/// `94 held (70.5 h), 6 planned, 2 unconfirmed, 3 missed, 1 cancelled`.
fn meetings(count: &MeetingCount) -> String {
    let minutes = u32::try_from(count.minutes_held).unwrap_or(u32::MAX);
    let mut told = vec![format!("{} held ({} h)", count.held, hours(minutes))];
    let others = [
        (count.planned, "planned"),
        (count.unconfirmed, "unconfirmed"),
        (count.missed, "missed"),
        (count.cancelled, "cancelled"),
    ];
    let others = others.into_iter().filter(|(count, _)| 0 < *count);
    told.extend(others.map(|(count, word)| format!("{count} {word}")));
    told.join(", ")
}

/// The word of a health in its tone.
fn health_word(health: Health) -> Span {
    match health {
        Health::Green => Span::good(health.as_str()),
        Health::Amber => Span::warning(health.as_str()),
        Health::Red => Span::bad(health.as_str()),
        Health::Paused => Span::dim(health.as_str()),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::sample::{add_pair, enroll_mentee, program};
    use crate::model::pairing::PairingState;

    #[test]
    fn a_word_names_a_pairing_only_where_it_cannot_be_a_person() {
        let mut program = program();
        enroll_mentee(&mut program, "ada");
        enroll_mentee(&mut program, "grace");
        add_pair(
            &mut program,
            "grace-mentors-ada",
            ("2026-01-12", PairingState::Active),
            &[],
        );
        let is_pairing =
            |word: &str| matches!(subject(&program, word).unwrap(), Subject::Pairing(_));
        assert!(!is_pairing("grace") && !is_pairing("gr"));
        assert!(
            is_pairing("ada+grace") && is_pairing("grace-mentors-ada") && is_pairing("grace-m")
        );
        assert!(matches!(
            subject(&program, "nobody"),
            Err(Refusal::NotFound {
                what: "participant",
                ..
            })
        ));
    }
}

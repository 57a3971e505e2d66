//! `report statement`: a page for a performance review.

use super::period::PeriodArgs;
use crate::calendar::describe::full_day;
use crate::cli::commands::summary::with_logs;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reference::{person, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::Nothing;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::statement::{Part, Statement, Taken, statement};
use crate::render::document::{Document, Facts};
use crate::render::table::{Cell, Column, Table};
use crate::render::words::{and_list, count, hours};
use crate::store::read::Extent;
use clap::Args;

/// Days of a statement where nobody says otherwise: a year.
const DAYS_USUAL: i64 = 365;

/// Write a page for a performance review: months, meetings, hours, goals, trainings, thanks
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report statement ada --from 2026-01-01 --to 2026-06-30
  pleiad report statement @me --format md -o review.md
A year up to today without --from. No contents of notes or advice stand in it, and nobody is named
who did not agree: `pleiad participant set grace may_be_named=true`. Goals are one's own.")]
pub(crate) struct StatementArgs {
    /// Id or the beginning of it, e-mail, name, @me
    #[arg(value_name = "PERSON")]
    person: String,
    #[command(flatten)]
    period: PeriodArgs,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    answer::<Statement<'static>>("report-statement"),
    answer::<Nothing>("report-statement"),
];

pub(super) fn run(
    arguments: &StatementArgs,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let id = picked(context, &arguments.person, |word| person(&program, word))?;
    let period = arguments.period.period(&clock, DAYS_USUAL)?;
    let program = with_logs(context, program, &id)?;
    let found = statement(&program, &id, period);
    let document = found.as_ref().map(document);
    Ok(Reply::new(
        "report-statement",
        &found,
        document.unwrap_or_default(),
    ))
}

fn document(found: &Statement<'_>) -> Document {
    let facts = Facts::new()
        .fact("program", found.program)
        .fact("from", full_day(found.from))
        .fact("to", full_day(found.to))
        .fact_if("as mentor", in_words(&found.as_mentor))
        .fact_if("as mentee", in_words(&found.as_mentee))
        .fact_if(
            "thanks",
            (0 < found.thanks).then(|| {
                let pairings = count(found.thanks as usize, "pairing", "pairings");
                format!("each thanked the other at the end of {pairings}")
            }),
        );
    let mut document = Document::new()
        .heading(format!("Mentoring of {}", found.name))
        .facts(facts);
    if !found.months.is_empty() {
        document = document.section("Months").table(months(found));
    }
    if !found.goals.is_empty() {
        document = document.section("Own goals").list(goals(found));
    }
    let lists = [
        ("Trainings", &found.trainings),
        ("Certificates", &found.certifications),
        ("What came of it", &found.outcomes),
    ];
    for (title, taken) in lists {
        if !taken.is_empty() {
            document = document.section(title).list(taken.iter().map(done));
        }
    }
    document
}

/// `6 meetings in 4 months (4.5 h), 2 in person, with 2 people; 1 goal reached`.
fn in_words(part: &Part<'_>) -> Option<String> {
    if part.pairings == 0 {
        return None;
    }
    let minutes = u32::try_from(part.minutes).unwrap_or(u32::MAX);
    let named = match &part.named[..] {
        [] => String::new(),
        named => format!(", among them {}", and_list(named)),
    };
    let goals = match part.goals_reached {
        0 => String::new(),
        reached => format!("; {} reached", count(reached as usize, "goal", "goals")),
    };
    Some(format!(
        "{} in {} ({} h), {} in person, with {}{named}{goals}",
        count(part.meetings as usize, "meeting", "meetings"),
        count(part.months as usize, "month", "months"),
        hours(minutes),
        part.in_person,
        count(part.people as usize, "person", "people"),
    ))
}

fn months(found: &Statement<'_>) -> Table {
    let columns = [
        Column::text("month", "month"),
        Column::number("meetings", "meetings"),
        Column::number("minutes", "hours"),
    ];
    Table::new(columns).rows(found.months.iter().map(|month| {
        let minutes = u32::try_from(month.minutes).unwrap_or(u32::MAX);
        [
            month.month.as_str().into(),
            Cell::number(month.meetings),
            Cell::number(hours(minutes)).with_number(minutes),
        ]
    }))
}

fn goals(found: &Statement<'_>) -> Vec<String> {
    let goals = found.goals.iter();
    goals
        .map(|goal| match goal.percent {
            Some(percent) => format!("{} ({percent}%)", goal.text),
            None => goal.text.to_owned(),
        })
        .collect()
}

fn done(taken: &Taken<'_>) -> String {
    format!("{} ({})", taken.what, full_day(taken.on))
}

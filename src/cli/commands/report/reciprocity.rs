//! `report reciprocity`: whether it goes both ways.

use super::narrow::{Of, OneCohort, title};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::metrics::Average;
use crate::insights::reciprocity::{Reciprocity, reciprocity};
use crate::model::id::Id;
use crate::render::document::{Document, Facts};
use crate::render::table::{Cell, Column, Table};
use crate::render::words::count;
use crate::store::read::Extent;
use clap::Args;

/// Report whether it goes both ways
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report reciprocity
  pleiad report reciprocity --format md
Averages are made of three answers at least; no words of check-ins are told.")]
pub(crate) struct ReciprocityArgs {
    #[command(flatten)]
    of: OneCohort,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Of<'static, Reciprocity<'static>>>(
    "report-reciprocity",
)];

pub(super) fn run(args: &ReciprocityArgs, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock, cohort) = args.of.read(context, &Extent::Confidential)?;
    let report = reciprocity(&program, clock.today);
    let document = document(&report, cohort.as_ref());
    Ok(Reply::new(
        "report-reciprocity",
        &Of::new(cohort.as_ref(), &report),
        document,
    ))
}

fn document(report: &Reciprocity<'_>, cohort: Option<&Id>) -> Document {
    let told = |average: &Average| match average.average {
        Some(value) => format!("{value} of {}", count(average.n, "answer", "answers")),
        None => format!("too few answers ({})", average.n),
    };
    let learned = format!(
        "after {} of {}",
        report.mentor_learned,
        count(report.meetings_held, "meeting", "meetings")
    );
    let facts = Facts::new()
        .fact("mentors learned", learned)
        .fact("mentors listened to", told(&report.listened_to_mentors))
        .fact("mentees listened to", told(&report.listened_to_mentees));
    let mut document = Document::new()
        .heading(title("Both ways", cohort))
        .facts(facts);
    if !report.pairings.is_empty() {
        let columns = [
            Column::text("pairing", "pairing"),
            Column::number("meetings_held", "met"),
            Column::number("mentor_learned", "mentor learned"),
        ];
        let rows = report.pairings.iter().map(|one| {
            [
                one.pairing.as_str().into(),
                Cell::number(one.meetings_held),
                Cell::number(one.mentor_learned),
            ]
        });
        document = document.table(Table::new(columns).rows(rows));
    }
    if report.changes.is_empty() {
        return document;
    }
    let columns = [
        Column::text("score", "score"),
        Column::number("n", "people"),
        Column::number("before", "at the start"),
        Column::number("after", "latest"),
        Column::number("difference", "change"),
    ];
    let rows = report.changes.iter().map(|change| {
        [
            change.score.as_str().replace('_', " ").into(),
            Cell::number(change.n),
            change.before.map(Cell::number).into(),
            change.after.map(Cell::number).into(),
            change.difference.map(Cell::number).into(),
        ]
    });
    document
        .section("From the start to now")
        .table(Table::new(columns).rows(rows))
}

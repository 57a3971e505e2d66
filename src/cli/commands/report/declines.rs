//! `report declines`: why pairings were declined, taken back or broken off, and why people were not taken or left.

use super::narrow::{Of, OneCohort, title};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::declines::{DeclineKind, DeclineRow, Declines, declines};
use crate::render::document::Document;
use crate::render::figure::bars::{Bar, Bars};
use crate::render::figure::{Drawing, Figure};
use crate::render::table::{Cell, Column, Table};
use crate::render::text::Tone;
use crate::store::read::Extent;
use clap::Args;

/// Report why it did not work
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report declines
  pleiad report declines --cohort 2026-spring --format csv")]
pub(crate) struct DeclinesArgs {
    #[command(flatten)]
    of: OneCohort,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Of<'static, Declines>>("report-declines")];

pub(super) fn run(args: &DeclinesArgs, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock, cohort) = args.of.read(context, &Extent::Roster)?;
    let report = declines(&program, clock.today);
    let answer = Of::new(cohort.as_ref(), &report);
    let heading = Document::new().heading(title("What did not work, and why", cohort.as_ref()));
    let table = table(&report.declines);
    let document = if report.declines.is_empty() {
        heading
            .paragraph("Nobody has declined, left or broken off anything.")
            .table(table)
    } else {
        heading.table(table).figure(figure(&report.declines))
    };
    Ok(Reply::new("report-declines", &answer, document))
}

fn table(rows: &[DeclineRow]) -> Table {
    let columns = [
        Column::text("what", "what"),
        Column::text("reason", "reason"),
        Column::number("n", "n"),
        Column::number("by_mentor", "by mentor"),
        Column::number("by_mentee", "by mentee"),
        Column::number("by_others", "by others"),
    ];
    Table::new(columns).rows(rows.iter().map(|row| {
        [
            Cell::from(row.what.as_str().replace('-', " ")).with_value(row.what.as_str()),
            row.reason.as_deref().into(),
            Cell::number(row.n),
            Cell::number(row.by_mentor),
            Cell::number(row.by_mentee),
            Cell::number(row.by_others),
        ]
    }))
}

fn figure(rows: &[DeclineRow]) -> Figure {
    let bar = |row: &DeclineRow| Bar {
        label: row
            .reason
            .clone()
            .unwrap_or_else(|| "no reason given".to_owned()),
        value: u64::try_from(row.n).unwrap_or(u64::MAX),
        of: None,
        tone: match row.what {
            DeclineKind::PairingBrokenOff | DeclineKind::PersonLeft => Tone::Warning,
            DeclineKind::PairingDeclined
            | DeclineKind::PairingWithdrawn
            | DeclineKind::PersonDeclined => Tone::Plain,
        },
        note: row.what.as_str().replace('-', " "),
    };
    Figure::new(
        "declines",
        "What did not work",
        "How often pairings and people were declined or ended early, by reason.",
        Drawing::Bars(Bars {
            labels: "reason".to_owned(),
            values: "times".to_owned(),
            rows: rows.iter().map(bar).collect(),
        }),
    )
}

//! `report advice`: whether advice is tried, and whether it helps.

use super::narrow::{Of, OneCohort, title};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::advice::{AdviceReport, AdviceTally, advice_report};
use crate::model::id::Id;
use crate::render::document::Document;
use crate::render::table::{Cell, Column, Table};
use crate::store::read::Extent;
use clap::Args;

/// Report whether advice is tried, and whether it helps
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report advice
  pleiad report advice --cohort 2026-spring --format csv
Shares are told from three pieces of advice on.")]
pub(crate) struct AdviceArgs {
    #[command(flatten)]
    of: OneCohort,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Of<'static, AdviceReport>>("report-advice")];

pub(super) fn run(args: &AdviceArgs, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock, cohort) = args.of.read(context, &Extent::Program)?;
    let report = advice_report(&program, clock.today);
    let document = document(&report, cohort.as_ref());
    Ok(Reply::new(
        "report-advice",
        &Of::new(cohort.as_ref(), &report),
        document,
    ))
}

fn document(report: &AdviceReport, cohort: Option<&Id>) -> Document {
    let columns = [
        Column::text("by", "by"),
        Column::text("of", "of"),
        Column::number("given", "given"),
        Column::number("tried", "tried"),
        Column::number("tried_percent", "%"),
        Column::number("told", "told"),
        Column::number("helped", "helped"),
        Column::number("helped_percent", "%"),
    ];
    let row = |by: &str, of: &str, tally: &AdviceTally| {
        [
            by.into(),
            of.into(),
            Cell::number(tally.given),
            Cell::number(tally.tried),
            tally.tried_percent.map(Cell::number).into(),
            Cell::number(tally.told),
            Cell::number(tally.helped),
            tally.helped_percent.map(Cell::number).into(),
        ]
    };
    let shares = report.shares.iter();
    let rows = shares.map(|share| row(share.by, &share.of, &share.tally));
    let all = std::iter::once(row("all", "", &report.all));
    Document::new()
        .heading(title("Advice", cohort))
        .table(Table::new(columns).rows(all.chain(rows)))
}

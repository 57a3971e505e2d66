//! `report funnel`: how many came how far, from the invitation to the good end, and how long each step took.

use super::narrow::{Of, OneCohort, title};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::funnel::{Funnel, FunnelRow, funnel, funnel_by_cohort};
use crate::model::id::Id;
use crate::render::document::Document;
use crate::render::figure::funnel::{Funnel as Drawn, FunnelStep};
use crate::render::figure::{Drawing, Figure};
use crate::render::table::{Cell, Column, Table};
use crate::store::read::Extent;
use clap::Args;

/// Report how far people come: invited, enrolled, ready, matched, met, closed well
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report funnel
  pleiad report funnel --cohort 2026-spring --json
  pleiad report funnel --by-cohort --format csv
Days are the median since the step before, where both days are known. Who enrolled without a written invitation is not
counted as invited.")]
pub(crate) struct FunnelArgs {
    #[command(flatten)]
    of: OneCohort,
    /// Also each cohort by itself
    #[arg(long, conflicts_with = "cohort")]
    by_cohort: bool,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] =
    &[answer::<Of<'static, Funnel<'static>>>("report-funnel")];

pub(super) fn run(args: &FunnelArgs, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock, cohort) = args.of.read(context, &Extent::Confidential)?;
    let report = if args.by_cohort {
        funnel_by_cohort(&program, clock.today)
    } else {
        funnel(&program, clock.today)
    };
    let answer = Of::new(cohort.as_ref(), &report);
    let document = document(&report, cohort.as_ref());
    Ok(Reply::new("report-funnel", &answer, document))
}

fn document(report: &Funnel<'_>, cohort: Option<&Id>) -> Document {
    Document::new()
        .heading(title("Funnel", cohort))
        .table(table(&report.steps))
        .figure(figure(report))
}

/// Each step of each group in a row.
pub(crate) fn table(steps: &[FunnelRow<'_>]) -> Table {
    let with_cohorts = steps.iter().any(|row| row.cohort.is_some());
    let cohort = with_cohorts.then(|| Column::text("cohort", "cohort"));
    let columns = cohort.into_iter().chain([
        Column::text("role", "who"),
        Column::text("step", "step"),
        Column::number("people", "people"),
        Column::number("of_those_before", "of those before"),
        Column::number("percent", "%"),
        Column::number("days_median", "days"),
        Column::number("days_n", "n"),
    ]);
    Table::new(columns).rows(steps.iter().map(|row| {
        let cohort = with_cohorts.then(|| Cell::from(row.cohort.map(Id::as_str)));
        let who = row.role.map_or("all", |role| role.as_str());
        let cells = [
            Cell::from(who).with_value(row.role.map_or("", |role| role.as_str())),
            row.step.as_str().into(),
            row.people.map(Cell::number).into(),
            row.of_those_before.map(Cell::number).into(),
            row.percent.map(Cell::number).into(),
            row.days_median.map(Cell::number).into(),
            Cell::number(row.days_n),
        ];
        cohort.into_iter().chain(cells)
    }))
}

/// The steps of everybody.
pub(crate) fn figure(report: &Funnel<'_>) -> Figure {
    let all = |row: &&FunnelRow<'_>| row.role.is_none() && row.cohort.is_none();
    let steps = report.steps.iter().filter(all).filter_map(|row| {
        let days = row.days_median.map(|days| format!("median {days} days"));
        Some(FunnelStep {
            label: row.step.as_str().replace('-', " "),
            value: u64::try_from(row.people?).ok()?,
            note: days.unwrap_or_default(),
        })
    });
    Figure::new(
        "funnel",
        "From invitation to good end",
        "How many people took each step, and the median of days since the step before.",
        Drawing::Funnel(Drawn {
            steps: steps.collect(),
        }),
    )
}

//! `report health`: each pair green, amber or red, with the rule that says so, the one at most risk first.

use super::narrow::{Of, OneCohort, title};
use crate::cli::context::Context;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::health::{Health, HealthRule};
use crate::insights::health_report::{HealthReport, HealthRow, health_report};
use crate::model::id::Id;
use crate::render::document::{Document, Facts};
use crate::render::figure::matrix::{Matrix, MatrixRow};
use crate::render::figure::{Drawing, Figure};
use crate::render::table::{Cell, Column, Table};
use crate::render::text::{Span, Tone};
use crate::store::read::Extent;
use clap::Args;

/// Report how each pair goes, the one at most risk first
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report health
  pleiad report health --cohort 2026-spring --format csv
  pleiad report health --exit-code --json
--exit-code makes scripts hear it: 1 when a pair is amber or red. From when on a rule fires stands in [health] of
program.toml.")]
pub(crate) struct HealthArgs {
    #[command(flatten)]
    of: OneCohort,
    /// End with 1 when any pair is amber or red
    #[arg(long)]
    exit_code: bool,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Of<'static, HealthReport<'static>>>(
    "report-health",
)];

pub(super) fn run(args: &HealthArgs, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock, cohort) = args.of.read(context, &Extent::Program)?;
    let report = health_report(&program, clock.today);
    let answer = Of::new(cohort.as_ref(), &report);
    let document = document(&report, cohort.as_ref());
    let mut reply = Reply::new("report-health", &answer, document);
    if args.exit_code && 0 < report.red + report.amber {
        reply.code = exit::REFUSED;
    }
    Ok(reply)
}

fn document(report: &HealthReport<'_>, cohort: Option<&Id>) -> Document {
    let facts = Facts::new()
        .fact("red", report.red)
        .fact("amber", report.amber)
        .fact("green", report.green)
        .fact("paused", report.paused);
    let document = Document::new()
        .heading(title("Health of pairs", cohort))
        .facts(facts);
    if report.pairings.is_empty() {
        return document
            .paragraph("No pairing is in force.")
            .table(table(report));
    }
    document.table(table(report)).figure(figure(report))
}

fn table(report: &HealthReport<'_>) -> Table {
    let columns = [
        Column::text("pairing", "pair"),
        Column::text("health", "health"),
        Column::text("rule", "rule"),
        Column::number("days_over", "days over"),
        Column::text("because", "because"),
        Column::text("last_held", "last met"),
    ];
    Table::new(columns).rows(report.pairings.iter().map(|row| {
        [
            Cell::from(row.people.join(", ")).with_value(row.pairing.as_str()),
            Span::new(tone(row.health), row.health.as_str()).into(),
            row.rule.map(HealthRule::as_str).into(),
            Cell::number(row.days_over),
            row.because.as_deref().into(),
            row.last_held.map(|day| day.to_string()).into(),
        ]
    }))
}

fn tone(health: Health) -> Tone {
    match health {
        Health::Green => Tone::Good,
        Health::Amber => Tone::Warning,
        Health::Red => Tone::Bad,
        Health::Paused => Tone::Dim,
    }
}

/// Pairs by risk, and how often each met from month to month.
pub(crate) fn figure(report: &HealthReport<'_>) -> Figure {
    let count = |met: &usize| u64::try_from(*met).ok();
    let row = |row: &HealthRow<'_>| MatrixRow {
        label: row.people.join(", "),
        note: row.health.as_str().to_owned(),
        tone: tone(row.health),
        cells: row.met.iter().map(count).collect(),
    };
    Figure::new(
        "pairs",
        "Pairs month by month",
        "How often each pair met in each month; the pair at most risk stands first.",
        Drawing::Matrix(Matrix {
            labels: "pair".to_owned(),
            columns: report.months.clone(),
            rows: report.pairings.iter().map(row).collect(),
        }),
    )
}

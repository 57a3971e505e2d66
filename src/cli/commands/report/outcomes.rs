//! `report outcomes`: what came of it for people, beside what comes about anyway; how pairings ended; what it cost.

use super::narrow::{Of, OneCohort, title};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::outcomes::{Cost, EndingShare, OutcomeShare, Outcomes, outcomes};
use crate::model::id::Id;
use crate::render::document::{Document, Facts};
use crate::render::figure::bars::{Bar, Bars};
use crate::render::figure::{Drawing, Figure};
use crate::render::table::{Cell, Column, Table};
use crate::render::text::Tone;
use crate::render::words::count;
use crate::store::read::Extent;
use clap::Args;

/// Report what came of it: outcomes of people, endings of pairings, cost
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report outcomes
  pleiad report outcomes --cohort 2026-spring --format md
Shares are told from three people on. What outcomes are compared with stands in program.toml:
  [[comparison]]
  outcome = \"promoted\"
  percent = 9.5
  n = 400
  source = \"personnel department, 2025\"
A difference says nothing about its cause.")]
pub(crate) struct OutcomesArgs {
    #[command(flatten)]
    of: OneCohort,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Of<'static, Outcomes>>("report-outcomes")];

pub(super) fn run(args: &OutcomesArgs, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock, cohort) = args.of.read(context, &Extent::Program)?;
    let report = outcomes(&program, clock.today);
    let answer = Of::new(cohort.as_ref(), &report);
    let document = document(&report, cohort.as_ref());
    Ok(Reply::new("report-outcomes", &answer, document))
}

fn document(report: &Outcomes, cohort: Option<&Id>) -> Document {
    let people = count(report.took_part, "person", "people");
    let facts = Facts::new()
        .fact("took part", people)
        .fact("pairings ended", report.ended);
    let mut document = Document::new()
        .heading(title("Outcomes", cohort))
        .facts(with_cost(facts, report.cost.as_ref()))
        .table(table(&report.outcomes));
    if !report.outcomes.is_empty() {
        document = document.figure(figure(&report.outcomes));
    }
    if report.endings.is_empty() {
        return document;
    }
    document
        .section("How pairings ended")
        .table(endings(&report.endings))
}

/// The facts with what it cost, where that is known.
pub(crate) fn with_cost(facts: Facts, cost: Option<&Cost>) -> Facts {
    let Some(cost) = cost else {
        return facts;
    };
    let currency = cost.currency.as_deref().unwrap_or_default();
    let money = |amount: String| format!("{amount} {currency}").trim_end().to_owned();
    let each = |amount: Option<f64>| amount.map(|amount| money(amount.to_string()));
    facts
        .fact("budget", money(cost.budget.to_string()))
        .fact_if("for each person", each(cost.per_person))
        .fact_if(
            "for each pairing ended as planned",
            each(cost.per_ending_planned),
        )
        .fact_if("for each hour of meetings", each(cost.per_hour))
}

/// Each outcome in a row.
pub(crate) fn table(outcomes: &[OutcomeShare]) -> Table {
    let columns = [
        Column::text("outcome", "outcome"),
        Column::number("n", "n"),
        Column::number("of", "of"),
        Column::number("percent", "%"),
        Column::number("comparison_percent", "compared %"),
        Column::number("comparison_n", "compared n"),
        Column::number("difference", "difference"),
        Column::text("comparison_source", "compared with"),
    ];
    Table::new(columns).rows(outcomes.iter().map(|one| {
        [
            one.outcome.as_str().into(),
            Cell::number(one.n),
            Cell::number(one.of),
            one.percent.map(Cell::number).into(),
            one.comparison_percent.map(Cell::number).into(),
            one.comparison_n.map(Cell::number).into(),
            one.difference.map(Cell::number).into(),
            one.comparison_source.as_deref().into(),
        ]
    }))
}

fn endings(endings: &[EndingShare]) -> Table {
    let columns = [
        Column::text("outcome", "outcome"),
        Column::text("outcome_why", "why"),
        Column::text("planned", "ended"),
        Column::text("reason", "reason"),
        Column::number("n", "n"),
        Column::number("percent", "%"),
    ];
    let planned = |planned: bool| {
        let words = if planned { "as planned" } else { "broken off" };
        Cell::from(words).with_value(planned.to_string())
    };
    Table::new(columns).rows(endings.iter().map(|one| {
        [
            one.outcome.as_deref().into(),
            one.outcome_why.as_deref().into(),
            one.planned.map(planned).into(),
            one.reason.as_deref().into(),
            Cell::number(one.n),
            one.percent.map(Cell::number).into(),
        ]
    }))
}

/// How many have each outcome, of those who took part.
pub(crate) fn figure(outcomes: &[OutcomeShare]) -> Figure {
    let many = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let bar = |one: &OutcomeShare| Bar {
        label: one.outcome.clone(),
        value: many(one.n),
        of: Some(many(one.of)),
        tone: Tone::Plain,
        note: match (one.percent, one.comparison_percent) {
            (Some(here), Some(there)) => format!("{here} %, compared with {there} %"),
            (Some(here), None) => format!("{here} %"),
            (None, _) => format!("{} of {}", one.n, one.of),
        },
    };
    Figure::new(
        "outcomes",
        "What came of it",
        "How many of those who took part have each outcome.",
        Drawing::Bars(Bars {
            labels: "outcome".to_owned(),
            values: "people".to_owned(),
            rows: outcomes.iter().map(bar).collect(),
        }),
    )
}

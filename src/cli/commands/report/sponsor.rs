//! `report sponsor`: one page for whoever pays: key figures with their change, objectives, funnel, outcomes. No names.

use super::{funnel, objectives, outcomes};
use crate::calendar::clock::Direction;
use crate::calendar::describe::full_day;
use crate::calendar::when::parse_day;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::funnel::FunnelRow;
use crate::insights::sponsor::{KeyFigure, KeyFigureKind, Names, SponsorReport, sponsor_report};
use crate::render::document::{Document, Facts};
use crate::render::table::{Cell, Column, Table};
use crate::render::text::{Span, Text};
use crate::store::read::Extent;
use clap::Args;

/// Days of a quarter of a year.
pub(crate) const QUARTER_DAYS: i64 = 91;

/// Report to whoever pays, on one page and without names
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report sponsor
  pleiad report sponsor --since 2026-01-12 --format md
  pleiad report sponsor --format html -o sponsor.html
Names are left out unless --names asks for them; the titles of objectives are told as they were written. Averages and
shares are made of three answers at least, and no words of anybody are quoted.")]
pub(crate) struct SponsorArgs {
    /// Since when changes are told; a quarter of a year ago otherwise
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Tell the names of mentors, of owners of objectives, and of those with outcomes
    #[arg(long)]
    names: bool,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<SponsorReport<'static>>("report-sponsor")];

pub(super) fn run(args: &SponsorArgs, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Confidential)?;
    let since = args.since.as_deref();
    let since = since
        .map(|text| parse_day(text, &clock, Direction::Past))
        .transpose()?
        .unwrap_or_else(|| clock.today.plus_days(-QUARTER_DAYS));
    if clock.today < since {
        return Err(Failure::usage(format!(
            "--since {since} is after {}, the day of the report",
            clock.today
        )));
    }
    let report = sponsor_report(&program, (since, clock.today), args.names);
    Ok(Reply::new("report-sponsor", &report, document(&report)))
}

fn document(report: &SponsorReport<'_>) -> Document {
    let title = Text::from(report.name)
        .with(Span::drawn(" · ", " - "))
        .with(full_day(report.day));
    let facts = Facts::new()
        .fact_if("purpose", report.purpose)
        .fact_if("sponsor", report.sponsor)
        .fact("changes since", full_day(report.since));
    let mut document = Document::new()
        .heading(title)
        .facts(outcomes::with_cost(facts, report.outcomes.cost.as_ref()))
        .section("Key figures")
        .table(figures(&report.figures));
    if !report.objectives.objectives.is_empty() {
        let standings = report.objectives.objectives.iter();
        document = document
            .section("Objectives")
            .table(objectives::table(standings.map(|lane| &lane.standing)))
            .figure(objectives::figure(&report.objectives));
    }
    let everybody = report.funnel.steps.iter().filter(|row| row.role.is_none());
    let everybody: Vec<FunnelRow<'_>> = everybody.cloned().collect();
    document = document
        .section("How far people come")
        .table(funnel::table(&everybody))
        .figure(funnel::figure(&report.funnel));
    if !report.outcomes.outcomes.is_empty() {
        document = document
            .section("What came of it")
            .table(outcomes::table(&report.outcomes.outcomes))
            .figure(outcomes::figure(&report.outcomes.outcomes));
    }
    match &report.names {
        Some(names) => with_names(document, names),
        None => document,
    }
}

/// Key figures with their change.
pub(crate) fn figures(figures: &[KeyFigure]) -> Table {
    let columns = [
        Column::text("figure", "figure"),
        Column::number("value", "now"),
        Column::number("before", "before"),
        Column::number("change", "change"),
        Column::number("n", "of"),
    ];
    let number = |value: Option<f64>| Cell::from(value.map(Cell::number));
    Table::new(columns).rows(figures.iter().map(|one| {
        [
            Cell::from(words(one.figure)).with_value(one.figure.as_str()),
            number(one.value),
            number(one.before),
            one.change.map(change).into(),
            one.n.map(Cell::number).into(),
        ]
    }))
}

/// `+3`; scripts read the number.
fn change(change: f64) -> Cell {
    let sign = if 0.0 < change { "+" } else { "" };
    Cell::from(format!("{sign}{change}")).with_number(change)
}

fn words(figure: KeyFigureKind) -> &'static str {
    match figure {
        KeyFigureKind::TookPart => "people who took part",
        KeyFigureKind::Pairings => "pairings in force",
        KeyFigureKind::EndedAsPlanned => "pairings ended as planned",
        KeyFigureKind::MatchRate => "mentees with a mentor, %",
        KeyFigureKind::Meetings => "meetings held",
        KeyFigureKind::Hours => "hours of meetings",
        KeyFigureKind::MetLately => "pairs that met in the last 30 days, %",
        KeyFigureKind::AdviceTried => "advice tried, %",
        KeyFigureKind::Satisfaction => "satisfaction, average",
    }
}

fn with_names(document: Document, names: &Names<'_>) -> Document {
    let document = if names.mentors.is_empty() {
        document
    } else {
        document
            .section("Mentors")
            .paragraph(names.mentors.join(", "))
    };
    if names.outcomes.is_empty() {
        return document;
    }
    let told = names.outcomes.iter();
    document
        .section("What came of it for whom")
        .list(told.map(|one| format!("{}: {}, {}", one.name, one.outcome, full_day(one.on))))
}

//! `report pool`: places against requests, and where mentors are missing.

use super::narrow::{Of, OneCohort, title};
use crate::cli::commands::pool::gaps_table;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::one_cohort::people_of_cohort;
use crate::insights::pool::{Pool, pool};
use crate::model::id::Id;
use crate::render::document::Document;
use crate::render::figure::bars::{Bar, Bars};
use crate::render::figure::{Drawing, Figure};
use crate::render::table::{Cell, Column, Table};
use crate::render::text::Tone;
use crate::store::read::Extent;
use clap::Args;

/// Report whether there are mentors enough, and where they are missing
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report pool
  pleiad report pool --cohort 2026-spring --format md
A place that another cohort takes is not free.")]
pub(crate) struct PoolArgs {
    #[command(flatten)]
    of: OneCohort,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Of<'static, Pool<'static>>>("report-pool")];

pub(super) fn run(args: &PoolArgs, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Confidential)?;
    let cohort = args.of.id(&program)?;
    let program = match &cohort {
        Some(cohort) => people_of_cohort(program, cohort),
        None => program,
    };
    let report = pool(&program, clock.today);
    let answer = Of::new(cohort.as_ref(), &report);
    let document = document(&report, cohort.as_ref());
    Ok(Reply::new("report-pool", &answer, document))
}

fn document(pool: &Pool<'_>, cohort: Option<&Id>) -> Document {
    let document = Document::new()
        .heading(title("Pool of mentors", cohort))
        .paragraph(pool.sentence.as_str())
        .table(figures(pool));
    if pool.gaps.is_empty() {
        return document;
    }
    document
        .section("Gaps")
        .table(gaps_table(pool))
        .figure(gaps(pool))
}

/// Each number in a row, under its key.
fn figures(pool: &Pool<'_>) -> Table {
    let count = |count: usize| u32::try_from(count).ok();
    let rows = [
        ("mentors", "mentors who take part", Some(pool.mentors)),
        (
            "mentors_not_ready",
            "mentors who do not yet",
            Some(pool.mentors_not_ready),
        ),
        ("capacity", "places", Some(pool.capacity)),
        ("taken", "places taken", Some(pool.taken)),
        ("free", "places free", Some(pool.free)),
        ("requests", "mentors asked for", Some(pool.requests)),
        (
            "requests_open",
            "mentors still wanted",
            Some(pool.requests_open),
        ),
        (
            "coverage_percent",
            "places of a hundred requests",
            pool.coverage_percent,
        ),
        (
            "utilisation_percent",
            "taken of a hundred places",
            pool.utilisation_percent,
        ),
        ("missing", "places missing", Some(pool.missing)),
        ("idle", "mentors without a mentee", count(pool.idle.len())),
        (
            "overloaded",
            "mentors with too many",
            count(pool.overloaded.len()),
        ),
    ];
    let columns = [Column::text("figure", "what"), Column::number("value", "n")];
    Table::new(columns).rows(rows.map(|(key, words, value)| {
        [
            Cell::from(words).with_value(key),
            value.map(Cell::number).into(),
        ]
    }))
}

/// Free places against mentors wanted, for each word that lacks some.
fn gaps(pool: &Pool<'_>) -> Figure {
    let rows = pool.gaps.iter().map(|gap| Bar {
        label: gap.value.clone(),
        value: gap.places.into(),
        of: Some(gap.wanted.into()),
        tone: Tone::Warning,
        note: format!("{} missing", gap.missing),
    });
    Figure::new(
        "gaps",
        "Places where mentors are missing",
        "Free places of mentors who offer it against mentors who are wanted for it.",
        Drawing::Bars(Bars {
            labels: "facet or skill".to_owned(),
            values: "free places".to_owned(),
            rows: rows.collect(),
        }),
    )
}

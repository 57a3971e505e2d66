//! `report certifications`: who works for which certificate, the pass rate, and how long it takes.

use super::narrow::{Of, OneCohort, title};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::certifications::{CertificationPipeline, certification_pipeline};
use crate::model::day::Day;
use crate::model::id::Id;
use crate::render::document::Document;
use crate::render::table::{Cell, Column, Table};
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// Report who works for which certificate
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report certifications
  pleiad report certifications --json")]
pub(crate) struct CertificationArgs {
    #[command(flatten)]
    of: OneCohort,
}

/// How far each certification is for whom.
#[derive(Serialize, JsonSchema)]
struct Pipelines<'a> {
    day: Day,
    certifications: &'a [CertificationPipeline<'a>],
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Of<'static, Pipelines<'static>>>(
    "report-certifications",
)];

pub(super) fn run(
    args: &CertificationArgs,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let (program, clock, cohort) = args.of.read(context, &Extent::Roster)?;
    let pipeline = certification_pipeline(&program, clock.today);
    let answer = Pipelines {
        day: clock.today,
        certifications: &pipeline,
    };
    let answer = Of::new(cohort.as_ref(), &answer);
    let document = document(&pipeline, cohort.as_ref());
    Ok(Reply::new("report-certifications", &answer, document))
}

fn document(pipeline: &[CertificationPipeline<'_>], cohort: Option<&Id>) -> Document {
    let columns = [
        Column::text("certification", "certification"),
        Column::text("authority", "authority"),
        Column::text("contact", "contact"),
        Column::number("planned", "planned"),
        Column::number("studying", "studying"),
        Column::number("booked", "booked"),
        Column::number("passed", "passed"),
        Column::number("failed", "failed"),
        Column::number("expired", "expired"),
        Column::text("pass_rate", "pass rate"),
        Column::number("days_to_pass", "days to pass"),
    ];
    let rows = pipeline.iter().map(|one| {
        let rate = (0 < one.examinations).then(|| {
            let (passed, all) = (one.examinations_passed, one.examinations);
            Cell::from(format!("{passed} of {all}"))
        });
        [
            one.certification.as_str().into(),
            one.authority.into(),
            one.contact.into(),
            Cell::number(one.planned),
            Cell::number(one.studying),
            Cell::number(one.booked),
            Cell::number(one.passed),
            Cell::number(one.failed),
            Cell::number(one.expired),
            rate.into(),
            one.days_to_pass.map(Cell::number).into(),
        ]
    });
    Document::new()
        .heading(title("Certifications", cohort))
        .table(Table::new(columns).rows(rows))
}

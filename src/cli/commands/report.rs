//! `report`: how the program fares in one respect, with numbers and how many they rest on.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::insights::advice::{AdviceReport, AdviceTally, advice_report};
use crate::insights::certifications::{CertificationPipeline, certification_pipeline};
use crate::insights::reciprocity::{Average, Reciprocity, reciprocity};
use crate::render::document::{Document, Facts};
use crate::render::table::{Cell, Column, Table};
use crate::render::words::count;
use crate::store::read::Extent;
use clap::{Args, Subcommand};
use serde_json::json;

/// Report how the program fares in one respect
#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Whether advice is tried, and whether it helps, by mentor and topic
    Advice(AdviceArgs),
    /// Who works for which certificate, the pass rate, and how long it takes
    Certifications(CertificationArgs),
    /// Whether it goes both ways: what mentors learn, who feels listened to, what changes
    Reciprocity(ReciprocityArgs),
}

/// Report whether advice is tried, and whether it helps
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report advice
  pleiad report advice --format csv
Shares are told from three pieces of advice on.")]
pub(crate) struct AdviceArgs {}

/// Report who works for which certificate
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report certifications
  pleiad report certifications --json")]
pub(crate) struct CertificationArgs {}

/// Report whether it goes both ways
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report reciprocity
  pleiad report reciprocity --format md
Averages are made of three answers at least; no words of check-ins are told.")]
pub(crate) struct ReciprocityArgs {}

pub(crate) fn run(
    command: &ReportCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        ReportCommand::Advice(AdviceArgs {}) => {
            let (program, clock) = context.read(&Extent::Program)?;
            let report = advice_report(&program, clock.today);
            let document = advice_document(&report);
            Ok(Reply::new("report-advice", &report, document))
        }
        ReportCommand::Certifications(CertificationArgs {}) => {
            let (program, clock) = context.read(&Extent::Roster)?;
            let pipeline = certification_pipeline(&program, clock.today);
            let document = certification_document(&pipeline);
            let answer = json!({ "day": clock.today, "certifications": pipeline });
            Ok(Reply::new("report-certifications", &answer, document))
        }
        ReportCommand::Reciprocity(ReciprocityArgs {}) => {
            let (program, clock) = context.read(&Extent::Confidential)?;
            let report = reciprocity(&program, clock.today);
            let document = reciprocity_document(&report);
            Ok(Reply::new("report-reciprocity", &report, document))
        }
    }
}

fn advice_document(report: &AdviceReport) -> Document {
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
        .heading("Advice")
        .table(Table::new(columns).rows(all.chain(rows)))
}

fn certification_document(pipeline: &[CertificationPipeline<'_>]) -> Document {
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
        .heading("Certifications")
        .table(Table::new(columns).rows(rows))
}

fn reciprocity_document(report: &Reciprocity<'_>) -> Document {
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
    let mut document = Document::new().heading("Both ways").facts(facts);
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

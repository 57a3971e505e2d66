//! `report forward`: who pays it forward, how soon, and who could be next.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::forward::{Candidate, Forward, forward};
use crate::model::id::Id;
use crate::render::document::{Document, Facts};
use crate::render::table::{Cell, Column, Table};
use crate::render::words::day_span;
use crate::store::read::Extent;
use clap::Args;

/// Report who pays it forward, how soon, and who could be next
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report forward
  pleiad report forward --limit 10
  pleiad participant set ada offers_to_mentor=true    (ask at any time; closing asks too)
  pleiad enroll ada --mentor                          (a second role; what she asked for stays)
Who was mentored before they mentored for the first time has paid it forward. Averages are made of
three scores at least.")]
pub(crate) struct ForwardArgs {
    /// At most so many who could be next
    #[arg(long, value_name = "COUNT")]
    limit: Option<usize>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Forward<'static>>("report-forward")];

pub(super) fn run(
    arguments: &ForwardArgs,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Confidential)?;
    let mut report = forward(&program, clock.today);
    report
        .candidates
        .truncate(arguments.limit.unwrap_or(usize::MAX));
    let reply = Reply::new("report-forward", &report, document(&report));
    Ok(match report.candidates.first() {
        Some(first) if first.offered == Some(true) => {
            reply.next(format!("pleiad enroll {} --mentor", first.person))
        }
        Some(first) => reply.next(format!(
            "pleiad participant set {} offers_to_mentor=true",
            first.person
        )),
        None => reply,
    })
}

fn document(report: &Forward<'_>) -> Document {
    let days = report.days_median.and_then(|days| u64::try_from(days).ok());
    let rate = report
        .rate_percent
        .map(|rate| format!("{rate}% ({} of {} mentees)", report.forward, report.mentees));
    let facts = Facts::new()
        .fact("mentees", report.mentees)
        .fact("mentors", report.mentors)
        .fact("both", report.both)
        .fact_if("paid forward", rate)
        .fact_if("median time", days.map(day_span));
    let document = Document::new().heading("Paying forward").facts(facts);
    if report.candidates.is_empty() {
        return document;
    }
    document
        .section("Who could be next")
        .table(candidates(&report.candidates))
}

fn candidates(candidates: &[Candidate<'_>]) -> Table {
    let columns = [
        Column::text("person", "who"),
        Column::text("offered", "offered"),
        Column::text("facets", "mentored in"),
        Column::text("skills", "learned"),
        Column::text("certified", "certified"),
        Column::number("goals_reached", "goals"),
        Column::number("meetings_held", "met"),
        Column::number("rating", "fit"),
    ];
    let listed = |words: &[&str]| {
        let cell = Cell::from(words.join(", ")).with_value(words.join(";"));
        if words.is_empty() { Cell::none() } else { cell }
    };
    Table::new(columns).rows(candidates.iter().map(|one| {
        let certified: Vec<&str> = one.certified.iter().copied().map(Id::as_str).collect();
        let offered = match one.offered {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not asked",
        };
        [
            Cell::from(one.name).with_value(one.person.as_str()),
            offered.into(),
            listed(&one.facets),
            listed(&one.skills),
            listed(&certified),
            Cell::number(one.goals_reached),
            Cell::number(one.meetings_held),
            one.rating.average.map(Cell::number).into(),
        ]
    }))
}

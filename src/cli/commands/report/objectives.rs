//! `report objectives`: where each objective began, where it is, where it should be today, and where it shall come.

use super::narrow::read_for_objectives;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::objective_report::{ObjectiveLane, ObjectiveReport, objective_report};
use crate::insights::objectives::ObjectiveStanding;
use crate::render::document::Document;
use crate::render::figure::lanes::{Lane, Lanes};
use crate::render::figure::{Drawing, Figure};
use crate::render::table::{Cell, Column, Table};
use crate::render::text::Tone;
use clap::Args;

/// Report where each objective stands and where it should stand today
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report objectives
  pleiad report objectives --as-of 2026-06-30 --format csv
Where it should be lies on the straight way from the baseline to the target, from its first reading or the start of its
cohort to the day it is due. Satisfaction is counted from three answers on; before that, readings count.")]
pub(crate) struct ObjectivesArgs {}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] =
    &[answer::<ObjectiveReport<'static>>("report-objectives")];

pub(super) fn run(context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = read_for_objectives(context)?;
    let report = objective_report(&program, clock.today);
    let reply = Reply::new("report-objectives", &report, document(&report));
    Ok(if report.objectives.is_empty() {
        reply.next("pleiad objective add")
    } else {
        reply
    })
}

fn document(report: &ObjectiveReport<'_>) -> Document {
    let document = Document::new().heading("Objectives");
    let standings = report.objectives.iter().map(|lane| &lane.standing);
    if report.objectives.is_empty() {
        return document
            .paragraph("No objective is written down yet.")
            .table(table(standings));
    }
    document.table(table(standings)).figure(figure(report))
}

/// Each objective in a row.
pub(crate) fn table<'a>(standings: impl Iterator<Item = &'a ObjectiveStanding<'a>>) -> Table {
    let columns = [
        Column::text("id", "objective"),
        Column::number("baseline", "from"),
        Column::number("target", "to"),
        Column::number("actual", "actual"),
        Column::number("expected", "expected"),
        Column::number("gap", "gap"),
        Column::text("due", "due"),
    ];
    let number = |value: Option<f64>| Cell::from(value.map(Cell::number));
    Table::new(columns).rows(standings.map(|objective| {
        [
            objective.id.as_str().into(),
            number(objective.baseline),
            number(objective.target),
            number(objective.actual),
            number(objective.expected),
            objective.gap.map(gap).into(),
            objective.due.map(|due| due.to_string()).into(),
        ]
    }))
}

/// `2 behind`, `1.5 ahead`; scripts read what is missing.
pub(crate) fn gap(missing: f64) -> Cell {
    Cell::from(gap_in_words(missing)).with_number(missing)
}

fn gap_in_words(missing: f64) -> String {
    if missing < 0.0 {
        format!("{} ahead", -missing)
    } else if 0.0 < missing {
        format!("{missing} behind")
    } else {
        "on the way".to_owned()
    }
}

/// Each objective as a lane, with a mark where it should be.
pub(crate) fn figure(report: &ObjectiveReport<'_>) -> Figure {
    let lanes = report.objectives.iter().map(lane).collect();
    Figure::new(
        "objectives",
        "Objectives",
        "How far each objective has come from its baseline to its target, and where it should be today.",
        Drawing::Lanes(Lanes { lanes }),
    )
}

fn lane(lane: &ObjectiveLane<'_>) -> Lane {
    let standing = &lane.standing;
    let text = |value: Option<f64>| value.map(|value| value.to_string());
    let (tone, note) = match standing.gap {
        Some(missing) if 0.0 < missing => (Tone::Warning, gap_in_words(missing)),
        Some(missing) => (Tone::Good, gap_in_words(missing)),
        None if standing.target.is_none() => (Tone::Plain, "no target".to_owned()),
        None => (Tone::Plain, String::new()),
    };
    Lane {
        label: standing.title.to_owned(),
        start: text(standing.baseline),
        target: text(standing.target),
        actual: text(standing.actual),
        expected: text(standing.expected),
        actual_permille: lane.actual_permille,
        expected_permille: lane.expected_permille,
        tone,
        note,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_behind_is_said_in_words_and_a_number_to_scripts() {
        let told = [2.0, -1.5, 0.0].map(|missing| gap(missing).text().to_plain());
        assert_eq!(told, ["2 behind", "1.5 ahead", "on the way"]);
        assert_eq!(gap(-1.5).value(), "-1.5");
    }
}

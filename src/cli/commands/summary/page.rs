//! The program's summary as a page: key figures with their change, and every picture.

use crate::cli::commands::report::{funnel, health, hours, objectives, sponsor};
use crate::insights::funnel::funnel as funnel_of;
use crate::insights::health_report::health_report;
use crate::insights::hours::hours as hours_of;
use crate::insights::match_points::{PointsRange, match_points};
use crate::insights::objective_report::objective_report;
use crate::insights::roster::{ParticipantRow, participant_rows};
use crate::insights::sponsor::sponsor_report;
use crate::model::day::Day;
use crate::model::participant::Readiness;
use crate::model::program::Program;
use crate::render::document::Document;
use crate::render::figure::bars::{Bar, Bars};
use crate::render::figure::histogram::Histogram;
use crate::render::figure::{Drawing, Figure};
use crate::render::text::Tone;

/// Mentors of whom each has a bar; nobody would look at more.
const BARS_MAX: usize = 40;

/// Adds to the words of a summary what is to see.
pub(super) fn with_pictures(document: Document, program: &Program, today: Day) -> Document {
    let since = today.plus_days(-sponsor::QUARTER_DAYS);
    let report = sponsor_report(program, (since, today), false);
    let mut document = document
        .section("Key figures")
        .paragraph(format!("Changes since {since}."))
        .table(sponsor::figures(&report.figures))
        .section("Pictures");
    let objectives = objective_report(program, today);
    if !objectives.objectives.is_empty() {
        document = document.figure(objectives::figure(&objectives));
    }
    let hours = hours_of(program, today);
    let health = health_report(program, today);
    document = document
        .figure(hours::calendar(&hours))
        .figure(hours::against_plan(&hours))
        .figure(health::figure(&health))
        .figure(funnel::figure(&funnel_of(program, today)))
        .figure(load(&participant_rows(program, today)));
    let points = match_points(program, today);
    if points.is_empty() {
        return document;
    }
    document.figure(histogram(&points))
}

/// Mentors who take part with their mentees, those without a free place first.
fn load(people: &[ParticipantRow<'_>]) -> Figure {
    let mut bars: Vec<(i64, Bar)> = people.iter().filter_map(mentor_bar).collect();
    bars.sort_by_key(|(free, _)| *free);
    let mentors = bars.len();
    bars.truncate(BARS_MAX);
    let which = if mentors <= BARS_MAX {
        format!("each mentor who takes part ({mentors})")
    } else {
        format!("the fullest {BARS_MAX} of {mentors} mentors who take part")
    };
    Figure::new(
        "load",
        "What mentors carry",
        format!(
            "How many mentees they have, of how many they can take: {which}, the fullest first."
        ),
        Drawing::Bars(Bars {
            labels: "mentor".to_owned(),
            values: "mentees".to_owned(),
            rows: bars.into_iter().map(|(_, bar)| bar).collect(),
        }),
    )
}

fn mentor_bar(row: &ParticipantRow<'_>) -> Option<(i64, Bar)> {
    let takes_part = matches!(row.state, Readiness::Ready | Readiness::Applied);
    let (capacity, free) = (row.capacity?, row.capacity_free?);
    let mentees = capacity.saturating_sub(free);
    let bar = Bar {
        label: row.name.to_owned(),
        value: mentees.into(),
        of: Some(capacity.into()),
        tone: if capacity < mentees {
            Tone::Bad
        } else {
            Tone::Plain
        },
        note: String::new(),
    };
    takes_part.then_some((free.into(), bar))
}

fn histogram(points: &[PointsRange]) -> Figure {
    let bin = |range: &PointsRange| {
        let label = if range.from == range.to {
            range.from.to_string()
        } else {
            format!("{}–{}", range.from, range.to)
        };
        (label, range.pairings)
    };
    Figure::new(
        "points",
        "Points of the matches",
        "With how many points the pairings in force were matched.",
        Drawing::Histogram(Histogram {
            values: "points".to_owned(),
            counts: "pairings".to_owned(),
            bins: points.iter().map(bin).collect(),
        }),
    )
}

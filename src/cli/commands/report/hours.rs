//! `report hours`: meetings and hours by month, by person or by pairing.

use super::narrow::{Of, OneCohort, title};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::hours::{Hours, MeetingSum, hours};
use crate::model::id::Id;
use crate::render::document::{Document, Facts};
use crate::render::figure::days::{Days, Week};
use crate::render::figure::lines::{Lines, Series};
use crate::render::figure::{Drawing, Figure};
use crate::render::table::{Cell, Column, Table};
use crate::render::words::hours as in_hours;
use crate::store::read::Extent;
use chrono::Datelike;
use clap::{Args, ValueEnum};

/// Report meetings and hours
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report hours
  pleiad report hours --per person --format csv
  pleiad report hours --cohort 2026-spring --per pairing
Only meetings that were held count, and only for those who came. JSON holds all three.")]
pub(crate) struct HoursArgs {
    #[command(flatten)]
    of: OneCohort,
    /// What the rows are
    #[arg(long, value_name = "WHAT", default_value = "month")]
    per: Per,
}

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Per {
    /// Months
    Month,
    /// People
    Person,
    /// Pairings
    Pairing,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Of<'static, Hours<'static>>>("report-hours")];

pub(super) fn run(args: &HoursArgs, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock, cohort) = args.of.read(context, &Extent::Program)?;
    let report = hours(&program, clock.today);
    let answer = Of::new(cohort.as_ref(), &report);
    let document = document(&report, args.per, cohort.as_ref());
    Ok(Reply::new("report-hours", &answer, document))
}

fn document(report: &Hours<'_>, per: Per, cohort: Option<&Id>) -> Document {
    let facts = Facts::new()
        .fact("meetings", report.all.meetings)
        .fact("hours", hours_of(report.all));
    let document = Document::new()
        .heading(title("Meetings and hours", cohort))
        .facts(facts)
        .table(match per {
            Per::Month => by_month(report),
            Per::Person => by_person(report),
            Per::Pairing => by_pairing(report),
        });
    if report.days.is_empty() {
        return document;
    }
    document
        .figure(calendar(report))
        .figure(against_plan(report))
}

fn hours_of(sum: MeetingSum) -> Cell {
    let minutes = u32::try_from(sum.minutes).unwrap_or(u32::MAX);
    Cell::from(in_hours(minutes)).with_number(sum.minutes)
}

fn by_month(report: &Hours<'_>) -> Table {
    let columns = [
        Column::text("month", "month"),
        Column::number("meetings", "meetings"),
        Column::number("minutes", "hours"),
        Column::number("pairings", "pairs that met"),
        Column::number("wanted", "meetings wanted"),
    ];
    Table::new(columns).rows(report.months.iter().map(|one| {
        [
            one.month.as_str().into(),
            Cell::number(one.all.meetings),
            hours_of(one.all),
            Cell::number(one.pairings),
            Cell::number(one.wanted),
        ]
    }))
}

fn by_person(report: &Hours<'_>) -> Table {
    let columns = [
        Column::text("person", "person"),
        Column::number("meetings", "meetings"),
        Column::number("minutes", "hours"),
        Column::number("minutes_as_mentor", "as mentor"),
        Column::number("minutes_as_mentee", "as mentee"),
    ];
    Table::new(columns).rows(report.people.iter().map(|one| {
        [
            Cell::from(one.name).with_value(one.person.as_str()),
            Cell::number(one.all.meetings),
            hours_of(one.all),
            hours_of(one.as_mentor),
            hours_of(one.as_mentee),
        ]
    }))
}

fn by_pairing(report: &Hours<'_>) -> Table {
    let columns = [
        Column::text("pairing", "pairing"),
        Column::number("meetings", "meetings"),
        Column::number("minutes", "hours"),
        Column::text("first", "first"),
        Column::text("last", "last"),
    ];
    Table::new(columns).rows(report.pairings.iter().map(|one| {
        [
            one.pairing.as_str().into(),
            Cell::number(one.all.meetings),
            hours_of(one.all),
            one.first.to_string().into(),
            one.last.to_string().into(),
        ]
    }))
}

/// Days of a week.
const WEEK_DAYS: i64 = 7;
/// A year of weeks, and the one that has begun.
const WEEKS_MAX: usize = 53;

/// Meetings on each day of the last year that saw any.
pub(crate) fn calendar(report: &Hours<'_>) -> Figure {
    let mut weeks = Vec::new();
    if let (Some(first), Some(last)) = (report.days.first(), report.days.last()) {
        let back = i64::from(first.on.date().weekday().num_days_from_monday());
        let mut monday = first.on.plus_days(-back);
        let mut month = None;
        while monday <= last.on {
            let named = monday.date().format("%b").to_string();
            let days = std::array::from_fn(|index| {
                let on = monday.plus_days(i64::try_from(index).unwrap_or_default());
                let found = report.days.iter().find(|day| day.on == on);
                let is_within = first.on <= on && on <= last.on;
                is_within.then(|| found.map_or(0, |day| day.all.meetings.into()))
            });
            let is_new = month.as_ref() != Some(&named);
            month = Some(named.clone());
            weeks.push(Week {
                from: monday.to_string(),
                month: is_new.then_some(named),
                days,
            });
            monday = monday.plus_days(WEEK_DAYS);
        }
    }
    let weeks = weeks.split_off(weeks.len().saturating_sub(WEEKS_MAX));
    Figure::new(
        "calendar",
        "Meetings day by day",
        "How many meetings were held on each day of the last year that saw any.",
        Drawing::Days(Days {
            counts: "meetings".to_owned(),
            weeks,
            names: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(str::to_owned),
        }),
    )
}

/// Meetings held so far beside those that the rhythms of pairings wanted, month by month.
pub(crate) fn against_plan(report: &Hours<'_>) -> Figure {
    let sums = |of: &dyn Fn(usize) -> u64| {
        let months = 0..report.months.len();
        let sum = months.scan(0, |sum, month| {
            *sum += of(month);
            Some(Some(*sum))
        });
        sum.collect::<Vec<Option<u64>>>()
    };
    let held = sums(&|month| report.months[month].all.meetings.into());
    let wanted = sums(&|month| u64::try_from(report.months[month].wanted).unwrap_or(u64::MAX));
    let steps = report.months.iter().map(|one| one.month.clone());
    Figure::new(
        "meetings",
        "Meetings so far",
        "Meetings held in all by the end of each month, beside those that the rhythms of the pairings wanted.",
        Drawing::Lines(Lines {
            steps: steps.collect(),
            series: vec![
                Series {
                    label: "held".to_owned(),
                    values: held,
                    is_plan: false,
                },
                Series {
                    label: "wanted".to_owned(),
                    values: wanted,
                    is_plan: true,
                },
            ],
        }),
    )
}

//! `report load`: hours planned and spent, work handed over, and who carries too much.

use super::period::PeriodArgs;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, usual};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list};
use crate::insights::load::{DAYS_USUAL, LoadRow, load};
use crate::render::document::Document;
use crate::render::table::{Cell, Column, Table};
use crate::render::words::{count, hours};
use crate::store::read::Extent;
use clap::Args;

/// Report what mentoring costs: hours planned and spent, work handed over, and who carries too much
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report load
  pleiad report load --from 2026-01-01 --to 2026-06-30
  pleiad report load --where \"overloaded = true\" --exit-code
Eight weeks up to today without --from. Planned: `hours_per_week` of each, else the program's. Work
handed over: [[relief]] in a person's file (`pleiad participant edit ada`). Too much: more mentees
than places, a quarter more hours than planned, or others' work taken over and none handed over.")]
pub(crate) struct LoadArgs {
    #[command(flatten)]
    period: PeriodArgs,
    /// Exit with 1 when anybody carries too much
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    list: ListFlags,
}

const NOUN: Noun = Noun {
    one: "person",
    many: "people",
};

const COLUMNS: [ListColumn; 13] = [
    usual("id"),
    further("name"),
    usual("roles"),
    number("mentees"),
    number("capacity"),
    number("meetings"),
    number("minutes"),
    number("planned_minutes_per_week"),
    number("spent_minutes_per_week"),
    number("handed_over_minutes_per_week"),
    number("taken_over_minutes_per_week"),
    usual("overloaded"),
    usual("because"),
];

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[list::<LoadRow<'static>>("report-load", NOUN)];

pub(super) fn run(arguments: &LoadArgs, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Program)?;
    let period = arguments.period.period(&clock, DAYS_USUAL)?;
    let rows = load(&program, period);
    let list = List::new(NOUN, &COLUMNS, &rows, &arguments.list, &clock)?;
    let mut reply = Reply::list("report-load", &list);
    let over = rows.iter().filter(|row| row.overloaded).count();
    if arguments.list.are_none() {
        reply.document = document(&rows);
    }
    if arguments.exit_code && 0 < over {
        reply.code = crate::cli::exit::REFUSED;
    }
    Ok(reply.say(format!(
        "{} to {}: {} too much",
        period.from,
        period.to,
        count(over, "person carries", "people carry")
    )))
}

/// Hours for people; scripts read minutes.
fn document(rows: &[LoadRow<'_>]) -> Document {
    let columns = [
        Column::text("id", "who"),
        Column::number("mentees", "mentees"),
        Column::number("capacity", "places"),
        Column::number("meetings", "met"),
        Column::number("planned_minutes_per_week", "h/week planned"),
        Column::number("spent_minutes_per_week", "spent"),
        Column::number("handed_over_minutes_per_week", "handed over"),
        Column::text("because", "too much"),
    ];
    let shown = |minutes: u64| {
        let minutes = u32::try_from(minutes).unwrap_or(u32::MAX);
        Cell::number(hours(minutes)).with_number(minutes)
    };
    let table = Table::new(columns).rows(rows.iter().map(|row| {
        let because = (!row.because.is_empty()).then(|| row.because.join("; "));
        let handed =
            (0 < row.handed_over_minutes_per_week).then_some(row.handed_over_minutes_per_week);
        [
            Cell::from(row.name).with_value(row.id.as_str()),
            row.capacity.map(|_| Cell::number(row.mentees)).into(),
            row.capacity.into(),
            Cell::number(row.meetings),
            row.planned_minutes_per_week.map(shown).into(),
            shown(row.spent_minutes_per_week),
            handed.map(shown).into(),
            because.into(),
        ]
    }));
    Document::new().table(table)
}

//! `pool`: places against requests, where mentors are missing, and whom to prepare first.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, number, usual};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer, list};
use crate::insights::pool::{Pool, ToTrain, pool};
use crate::model::id::PersonId;
use crate::model::program::Program;
use crate::render::document::{Document, Facts};
use crate::render::table::{Cell, Column, Table};
use crate::store::read::Extent;
use clap::Args;

const NOUN: Noun = Noun {
    one: "mentor",
    many: "mentors",
};

const COLUMNS: [ListColumn; 6] = [
    usual("id"),
    usual("name"),
    number("confidence"),
    usual("modules_missing"),
    usual("volunteered"),
    usual("hopes"),
];

/// See whether there are mentors enough: places, requests, gaps, idle and overloaded mentors, and the sentence to send
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pool
  pleiad pool --train-first --limit 10
  pleiad pool --json")]
pub(crate) struct PoolFlags {
    /// List mentors in the order in which they want preparing: the least confident first
    #[arg(long)]
    train_first: bool,
    #[command(flatten)]
    list: ListFlags,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    answer::<Pool<'static>>("pool"),
    list::<ToTrain<'static>>("pool", NOUN),
];

pub(crate) fn run(flags: &PoolFlags, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let pool = pool(&program, clock.today);
    if flags.train_first {
        let list = List::new(NOUN, &COLUMNS, &pool.train_first, &flags.list, &clock)?;
        return Ok(Reply::list("pool", &list));
    }
    let next = if pool.missing == 0 {
        "pleiad match"
    } else {
        "pleiad letter invitation"
    };
    Ok(Reply::new("pool", &pool, document(&program, &pool)).next(next))
}

fn document(program: &Program, pool: &Pool<'_>) -> Document {
    let with_percent = |number: u32, percent: Option<u32>, of: &str| {
        let percent = percent.map_or_else(String::new, |percent| format!(" ({percent} % of {of})"));
        format!("{number}{percent}")
    };
    let facts = Facts::new()
        .fact(
            "mentors",
            format!("{} ready, {} not", pool.mentors, pool.mentors_not_ready),
        )
        .fact(
            "places",
            with_percent(pool.capacity, pool.coverage_percent, "requests"),
        )
        .fact(
            "taken",
            with_percent(pool.taken, pool.utilisation_percent, "places"),
        )
        .fact("free", pool.free.to_string())
        .fact(
            "requests",
            format!("{}, {} open", pool.requests, pool.requests_open),
        )
        .fact_if("idle", names(program, &pool.idle))
        .fact_if("overloaded", names(program, &pool.overloaded));
    let document = Document::new()
        .heading("Pool of mentors")
        .paragraph(pool.sentence.as_str())
        .facts(facts);
    if pool.gaps.is_empty() {
        return document;
    }
    document.section("Gaps").table(gaps_table(pool))
}

/// Each word for which places are missing in a row.
pub(crate) fn gaps_table(pool: &Pool<'_>) -> Table {
    let columns = [
        Column::text("kind", "kind"),
        Column::text("value", "word"),
        Column::number("wanted", "wanted"),
        Column::number("places", "free places"),
        Column::number("missing", "missing"),
    ];
    Table::new(columns).rows(pool.gaps.iter().map(|gap| {
        [
            Cell::from(gap.kind),
            Cell::from(gap.value.as_str()),
            Cell::number(gap.wanted),
            Cell::number(gap.places),
            Cell::number(gap.missing),
        ]
    }))
}

/// A long list of names tells nobody anything.
const NAMES_MAX: usize = 8;

fn names(program: &Program, people: &[&PersonId]) -> Option<String> {
    if people.is_empty() {
        return None;
    }
    let shown: Vec<&str> = people
        .iter()
        .take(NAMES_MAX)
        .map(|person| program.name(person))
        .collect();
    let more = people.len() - shown.len();
    let more = if more == 0 {
        String::new()
    } else {
        format!(" and {more} more")
    };
    Some(format!("{}: {}{more}", people.len(), shown.join(", ")))
}

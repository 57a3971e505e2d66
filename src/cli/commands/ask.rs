//! `ask`: write down a question for the next meeting.

use crate::change::entry_fill::filled;
use crate::change::follow_up;
use crate::cli::commands::meeting::pairing_named;
use crate::cli::context::{Context, Looking};
use crate::cli::dated::author_on;
use crate::cli::failure::Failure;
use crate::cli::list::row_json;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::cli::written;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// Write down a question for the next meeting; it stays open until a note says that it was answered
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad ask ada \"How do I say no to scope?\"
  pleiad ask ada+grace \"What would you do with a week?\" --on yesterday
`pleiad prep` shows what is open; `pleiad note ada --answered scope` says that it was answered.")]
pub(crate) struct Ask {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// The question
    #[arg(value_name = "TEXT")]
    text: String,
    /// When it came up; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// A question that was written down.
#[derive(Serialize, JsonSchema)]
struct Asked<'a> {
    id: &'a Id,
    pairing: &'a Id,
    on: Day,
    text: &'a str,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[written::<Asked<'static>>("ask", "question")];

pub(crate) fn run(ask: &Ask, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &ask.pairing)?;
    let extent = Extent::Pairing(pairing.clone());
    let written = context.change(&extent, Looking::Away, |program, clock, author| {
        let log = filled(&pairing, program.log(&pairing));
        let author = author_on(ask.on.as_deref(), clock, author)?;
        let (id, change) = follow_up::ask(&pairing, &log, &ask.text, &author)?;
        Ok(((id, author.today), change))
    })?;
    let (id, on) = &written.answer;
    let record = Asked {
        id,
        pairing: &pairing,
        on: *on,
        text: &ask.text,
    };
    let done = format!("Asked {pairing}: {id}.");
    let next = format!("pleiad prep {pairing}");
    Ok(written::reply(
        "ask",
        &written,
        ("question", row_json(&record).into()),
        done,
    )
    .next(next))
}

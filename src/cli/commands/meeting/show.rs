//! `meeting show`: one meeting.

use super::pairing_named;
use super::which::{Purpose, Which};
use crate::calendar::describe::describe;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::list::row_json;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::Nothing;
use crate::cli::reply_schema::{ReplySchema, answer, one};
use crate::insights::roster::{MeetingRow, meeting_row};
use crate::model::id::PersonId;
use crate::model::participant::Mode;
use crate::render::document::{Document, Facts};
use crate::render::words::duration;
use crate::store::read::Extent;
use clap::Args;
use serde_json::{Map, Value};
use smol_str::SmolStr;

/// Show one meeting: the next one unless a day says otherwise
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad meeting show ada
  pleiad meeting show ada+grace 2026-02-03
  pleiad meeting show ada yesterday --json
`pleiad help dates` explains dates.")]
pub(crate) struct MeetingShow {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    #[command(flatten)]
    which: Which,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    one::<MeetingRow<'static>>("meeting-show", "meeting"),
    answer::<Nothing>("meeting-show"),
];

pub(super) fn run(show: &MeetingShow, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &show.pairing)?;
    let id = show.which.meeting(&pairing, Purpose::See, context)?;
    let (program, clock) = context.read(&Extent::Pairing(pairing.clone()))?;
    let log = program.log(&pairing);
    let found = log.meetings.iter().find(|meeting| meeting.id == id);
    let (Some(known), Some(meeting)) = (program.pairings.get(&pairing), found) else {
        return Ok(Reply::new("meeting-show", &(), Document::new()));
    };
    let row = meeting_row(&program, known, meeting, clock.today);
    let title = describe(super::when_of(row.at), &clock);
    let fields = Map::from_iter([("meeting".to_owned(), Value::from(row_json(&row)))]);
    let document = Document::new().heading(title).facts(facts(&row));
    Ok(Reply::new("meeting-show", &fields, document))
}

fn facts(row: &MeetingRow<'_>) -> Facts {
    let list = |words: Vec<&str>| Some(words.join(", ")).filter(|text| !text.is_empty());
    let absent = row.absent.iter().map(PersonId::as_str).collect();
    let topics = row.topics.iter().map(SmolStr::as_str).collect();
    let moved = Some(row.revision).filter(|&revision| 0 < revision);
    Facts::new()
        .fact("pairing", row.pairing.as_str())
        .fact("id", row.id.as_str())
        .fact("state", row.state.as_str())
        .fact("timezone", row.timezone)
        .fact_if("length", row.minutes.map(duration))
        .fact_if("mode", row.mode.map(Mode::as_str))
        .fact_if("place", row.place)
        .fact_if("topics", list(topics))
        .fact_if("absent", list(absent))
        .fact_if("revision", moved.map(|revision| revision.to_string()))
}

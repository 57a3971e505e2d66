//! `match publish`: the pairings of a draft, made in one change.

use crate::change::matching::draft::standing;
use crate::change::matching::publish::publish;
use crate::cli::commands::matching::asked::OfCohort;
use crate::cli::commands::matching::named::pairs;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::list::row_json;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::cli::written;
use crate::insights::roster::PairingRow;
use crate::insights::roster::pairing_rows;
use crate::render::words::count;
use crate::store::read::Extent;
use clap::Args;
use serde_json::Value;

/// Make the pairings of the draft, all or some, in one change
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad match publish
  pleiad match publish grace/ada kim/lee
  pleiad match publish -y --cohort 2026-spring
What is not published stays in the draft. Where the policy asks for acceptance, the pairings are proposed first.
Refused with exit code 5 when people, pairings or rules have changed since the draft was made.")]
pub(super) struct Publish {
    /// MENTOR/MENTEE, either way round, or a person who has one pair in the draft; all pairs otherwise
    #[arg(value_name = "PAIR")]
    pairs: Vec<String>,
    #[command(flatten)]
    of: OfCohort,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[written::<Vec<PairingRow<'static>>>(
    "match-publish",
    "pairings",
)];

pub(super) fn run(command: &Publish, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let written = context.change(&Extent::Roster, Looking::First, |program, clock, author| {
        let cohort = command.of.id(program, clock)?;
        let chosen = if command.pairs.is_empty() {
            None
        } else {
            let draft = standing(program, &cohort)?;
            Some(pairs(program, draft, &command.pairs)?)
        };
        Ok(publish(program, &cohort, chosen.as_deref(), author)?)
    })?;
    let rows = pairing_rows(&written.program, written.clock.today);
    let made = rows
        .iter()
        .filter(|row| written.answer.ids.contains(row.id))
        .map(|row| Value::from(row_json(row)));
    let made: Vec<Value> = made.collect();
    let done = format!("Made {}.", count(made.len(), "pairing", "pairings"));
    let mut reply = written::reply("match-publish", &written, ("pairings", made.into()), done)
        .next("pleiad pairing list");
    if 0 < written.answer.scored_anew {
        let pairs = count(written.answer.scored_anew, "pair has", "pairs have");
        reply = reply.say(format!(
            "{pairs} other points than the draft says; the pairings hold what the rules give today"
        ));
    }
    Ok(reply)
}

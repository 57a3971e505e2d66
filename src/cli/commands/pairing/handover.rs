//! `pairing handover`: another mentor goes on.

use crate::change::stage::handover::{self, Handover};
use crate::cli::commands::pairing::reply::changed;
use crate::cli::commands::pairing::stages::insisting;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::reference::{self, person, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::insights::roster::{PairingRow, pairing_row};
use crate::model::id::Id;
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// Let another mentor go on: the old pairing is closed, the new one takes over facets, open goals, questions, homework
/// and steps; the old log stays where it is
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing handover ada+grace lee --why \"Grace changes company\" -y
  pleiad pairing handover ada+grace lee --reason workload -n
`pleiad match suggest ada` names mentors who could go on.")]
pub(crate) struct PairingHandover {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// Who goes on
    #[arg(value_name = "MENTOR")]
    mentor: String,
    /// Why the old one ends, a word of the vocabulary
    #[arg(long, value_name = "REASON", default_value = "left")]
    reason: String,
    /// In words, for both histories
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Although the new mentor is not ready; its history says so
    #[arg(long)]
    force: bool,
}

/// What went where.
#[derive(Serialize, JsonSchema)]
struct HandedOver<'a> {
    /// The new pairing.
    pairing: Option<PairingRow<'a>>,
    /// The pairing before.
    handed_over: &'a Id,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] =
    &[
        written::<Vec<PairingRow<'static>>>("pairing-handover", "pairings")
            .with::<HandedOver<'static>>(),
    ];

pub(crate) fn run(
    flags: &PairingHandover,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let id = picked(context, &flags.pairing, |word| {
        reference::pairing(&program, word)
    })?;
    let mentor = picked(context, &flags.mentor, |word| person(&program, word))?;
    let handover = Handover {
        mentor: &mentor,
        reason: &flags.reason,
        why: flags.why.as_deref(),
        insisting: insisting(flags.force),
    };
    let written = context.change(&Extent::Program, Looking::First, |program, _, author| {
        let pairing = program
            .pairings
            .get(&id)
            .ok_or_else(|| crate::change::refusal::Refusal::refused(format!("{id} is gone")))?;
        let (new, change) = handover::hand_over(program, pairing, &handover, &[], author)?;
        Ok((vec![new, id.clone()], change))
    })?;
    let program = &written.program;
    let new = written.answer.first();
    let new = new.and_then(|new| program.pairings.get(new));
    let handed_over = HandedOver {
        pairing: new.map(|new| pairing_row(program, new, written.clock.today)),
        handed_over: &id,
    };
    Ok(changed("pairing-handover", &written).with(&handed_over))
}

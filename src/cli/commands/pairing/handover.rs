//! `pairing handover`: another mentor goes on.

use crate::change::stage::handover::{self, Handover};
use crate::cli::commands::pairing::reply::{changed, rows};
use crate::cli::commands::pairing::stages::insisting;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::reference::{self, person, picked};
use crate::cli::reply::Reply;
use crate::store::read::Extent;
use clap::Args;

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
    let mut reply = changed("pairing-handover", &written);
    if let (Some(new), Some(old)) = (rows(&written).first(), rows(&written).get(1)) {
        reply.json["pairing"] = new.clone();
        reply.json["handed_over"] = old["id"].clone();
    }
    Ok(reply)
}

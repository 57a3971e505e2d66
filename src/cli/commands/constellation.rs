//! `constellation`: who mentors a person in what, how near they stand, and what is missing.

mod document;
mod figure;

use crate::change::refusal::Refusal;
use crate::cli::commands::summary::with_logs;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reference::{person, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::constellation::map::{Constellation, constellation};
use crate::insights::constellation::warning::Lack;
use crate::model::id::PersonId;
use crate::model::program::Program;
use crate::store::read::Extent;
use clap::Args;

/// Show somebody's mentors: what they cover, how they help, how near they stand, and what is missing
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad constellation                      (yours: the one of @me)
  pleiad constellation ada
  pleiad constellation ada --json
  pleiad constellation --format svg -o stars.svg
Wishes and their weights: `pleiad participant wish --help`. How far somebody stands follows from
team, department, organization and profession; how they help from `style` (challenger,
supporter, advocate, teacher). A mentor drifts when the longest interval without contact is
over: `pleiad pairing set ada+grace every=month longest=\"6 weeks\"`.")]
pub(crate) struct ConstellationArgs {
    /// Id or the beginning of it, e-mail, name; @me otherwise
    #[arg(value_name = "PERSON")]
    person: Option<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Constellation<'static>>("constellation")];

pub(crate) fn run(
    arguments: &ConstellationArgs,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let id = whose(arguments.person.as_deref(), &program, context)?;
    let program = with_logs(context, program, &id)?;
    let Some(found) = constellation(&program, &id, clock.today) else {
        let message = format!("{id} was not enrolled yet on {}", clock.today);
        return Err(Refusal::refused(message).into());
    };
    let reply = Reply::new("constellation", &found, document::document(&found));
    let lacks = |lack: Lack| found.warnings.iter().any(|warning| warning.lack == lack);
    Ok(if lacks(Lack::NoMentor) {
        reply.next(format!("pleiad enroll \"Grace Hopper\" --mentors {id}"))
    } else if lacks(Lack::EmptyFacet) {
        reply.next("pleiad prospect add \"Mira Chen\" --met conference")
    } else {
        reply
    })
}

/// The person named, else oneself.
fn whose(
    word: Option<&str>,
    program: &Program,
    context: &mut Context<'_, '_>,
) -> Result<PersonId, Failure> {
    match word {
        Some(word) => picked(context, word, |word| person(program, word)),
        None => program.settings.me.clone().ok_or_else(|| Failure::Usage {
            message: "whose constellation? this program does not say who @me is".to_owned(),
            hint: Some("pleiad constellation ADA, or pleiad program set me=ID".to_owned()),
        }),
    }
}

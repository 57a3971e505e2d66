//! `prospect promote`: somebody who said yes becomes a mentor.

use super::{reply, settled};
use crate::calendar::clock::Clock;
use crate::change::edit::Author;
use crate::change::matching::rationale::by_the_rules;
use crate::change::pairing::{self, NewPairing, Short};
use crate::change::prospect;
use crate::cli::commands::profile::ProfileFlags;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::reference::{cohort, person, picked};
use crate::cli::reply::Reply;
use crate::model::id::PersonId;
use crate::model::program::Program;
use crate::model::settings::ProgramKind;
use crate::store::read::Extent;
use clap::Args;

/// Enrol a prospect as a mentor; in a personal folder, as yours
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad prospect promote mira                    (in a personal folder: your mentor from now on)
  pleiad prospect promote mira --mentors ada --facet leadership
  pleiad prospect promote mira --alone --capacity 2
Name, address, job, employer and facets are taken over; flags say more, or otherwise.")]
pub(crate) struct ProspectPromote {
    /// Its id or the beginning of it, an e-mail, a name
    #[arg(value_name = "PROSPECT")]
    prospect: String,
    /// Make them the mentor of this person; of you in a personal folder
    #[arg(long, value_name = "PERSON", conflicts_with = "alone")]
    mentors: Option<String>,
    /// Make no pairing
    #[arg(long)]
    alone: bool,
    /// Id of the new mentor; made from the name otherwise
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Allow a pairing shorter than the policy asks for
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    profile: ProfileFlags,
}

pub(super) fn run(
    promote: &ProspectPromote,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let id = settled(context, &promote.prospect)?;
    let person_id = promote.id.as_deref().map(PersonId::parse).transpose();
    let person_id = person_id.map_err(|error| Failure::usage(format!("--id: {error}")))?;
    let mentee = mentee(promote, context)?;
    let mut flags = promote.profile.clone();
    flags.mentor = true;
    let enrolling = |program: &Program, clock: &Clock, author: &Author| {
        let mut profile = flags.profile("", clock)?;
        profile.top.retain(|(key, _)| key != "name");
        Ok(prospect::promote(
            program,
            &id,
            person_id.clone(),
            &profile,
            author,
        )?)
    };
    let written = match &mentee {
        None => context.change(
            &Extent::Prospects,
            Looking::Away,
            |program, clock, author| {
                let (mentor, change) = enrolling(program, clock, author)?;
                Ok(((mentor, None), change))
            },
        )?,
        Some(mentee) => context.change_in_two(
            &Extent::Prospects,
            enrolling,
            |program, _, author, mentor| {
                let mut new = NewPairing::pair(mentor.clone(), mentee.clone());
                new.facets = facets(program, &id, &flags);
                if promote.force {
                    new.short = Short::Allowed;
                }
                let word = flags.cohort.as_deref();
                new.cohort = word.map(|word| cohort(program, word)).transpose()?;
                let new = by_the_rules(program, new, author.today)?;
                let (made, change) = pairing::add(program, &new, author)?;
                Ok(((mentor, Some(made)), change))
            },
        )?,
    };
    let (mentor, pairing) = &written.answer;
    let name = written.program.name(mentor);
    let pair = pairing
        .as_ref()
        .map(|pairing| format!(" Pairing: {pairing}."));
    let done = format!(
        "Enrolled {name} ({mentor}) as mentor.{}",
        pair.unwrap_or_default()
    );
    let next = match pairing {
        Some(_) => format!("pleiad meeting add {mentor} \"next tue 16:00\""),
        None => "pleiad match".to_owned(),
    };
    Ok(reply("prospect-promote", &written, &id, done).next(next))
}

/// What the pairing is for: the facets of the flags, else those of the prospect.
fn facets(
    program: &crate::model::program::Program,
    id: &crate::model::id::Id,
    flags: &ProfileFlags,
) -> Vec<String> {
    if !flags.facet.is_empty() {
        return flags.facet.clone();
    }
    let known = program.prospects.get(id);
    known.map(|known| known.facets.clone()).unwrap_or_default()
}

/// Whom they are going to mentor: the person named, else oneself in one's own folder.
fn mentee(
    promote: &ProspectPromote,
    context: &mut Context<'_, '_>,
) -> Result<Option<PersonId>, Failure> {
    let (program, _) = context.read(&Extent::Prospects)?;
    match &promote.mentors {
        Some(word) => picked(context, word, |word| person(&program, word)).map(Some),
        None if promote.alone || program.settings.kind != ProgramKind::Personal => Ok(None),
        None => Ok(program.settings.me),
    }
}

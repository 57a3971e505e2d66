//! `enroll`: a new person, or a further role for somebody who is there.

use crate::calendar::clock::Clock;
use crate::change::edit::{Author, Change};
use crate::change::enroll::{self, Namesake, Profile};
use crate::change::matching::rationale::by_the_rules;
use crate::change::pairing::{self, NewPairing, Short};
use crate::change::refusal::Refusal;
use crate::change::rules::ineligible;
use crate::cli::ask::{self, Asking};
use crate::cli::commands::pairing::sole_cohort;
use crate::cli::commands::profile::ProfileFlags;
use crate::cli::context::{Context, Looking, Written};
use crate::cli::failure::Failure;
use crate::cli::list::row_json;
use crate::cli::reference::{self, person, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::cli::written;
use crate::insights::roster::ParticipantRow;
use crate::insights::roster::participant_rows;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::store::read::Extent;
use clap::Args;

/// Enrol a person, or give somebody a further role
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad enroll \"Ada Lovelace\" --mentee --email ada@example.org --facet technical --skill routing
  pleiad enroll \"Grace Hopper\" --mentor --capacity 2 --skill compilers
  pleiad enroll ada-lovelace --mentor            (a second role; what she asked for stays)
  pleiad enroll @me --mentee --facet career --weight 3      (in your own folder)
  pleiad enroll \"Grace Hopper\" --mentors ada --facet technical   (and makes the pairing)")]
pub(crate) struct Enroll {
    /// Name of a new person, or the id of somebody who gets a further role
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Id of the new person; made from the name otherwise
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Enrol a namesake of somebody who is there
    #[arg(long)]
    another: bool,
    /// Make them the mentor of this person at once
    #[arg(long, value_name = "PERSON", conflicts_with = "mentored_by")]
    mentors: Option<String>,
    /// Make them the mentee of this person at once
    #[arg(long, value_name = "PERSON")]
    mentored_by: Option<String>,
    /// Make the pairing although a rule of matching forbids it, it is shorter than the policy asks for, or somebody is
    /// not ready
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    profile: ProfileFlags,
}

/// What enrolling came to.
struct Enrolled {
    id: PersonId,
    pairing: Option<Id>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[written::<Option<ParticipantRow<'static>>>(
    "enroll",
    "participant",
)];

pub(crate) fn run(enroll: &Enroll, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let mut flags = enroll.profile.clone();
    let name = match &enroll.name {
        Some(name) => name.clone(),
        None if context.asking() == Asking::Possible => ask_profile(&mut flags)?,
        None => {
            let hint = Some("pleiad enroll \"Ada Lovelace\" --mentee".to_owned());
            return Err(Failure::Usage {
                message: "a name is missing".to_owned(),
                hint,
            });
        }
    };
    flags.mentor |= enroll.mentors.is_some();
    flags.mentee |= enroll.mentored_by.is_some();
    let id = enroll.id.as_deref().map(PersonId::parse).transpose();
    let id = id.map_err(|error| Failure::usage(format!("--id: {error}")))?;
    let partner = partner_picked(enroll, context)?;
    let namesake = if enroll.another {
        Namesake::Allowed
    } else {
        Namesake::Refused
    };
    let enrolling = |program: &Program, clock: &Clock, author: &Author| {
        let profile = flags.profile(&name, clock)?;
        let there = match partner {
            Some(_) => is_there(program, &name, &profile)?,
            None => None,
        };
        if let Some(there) = there {
            let nothing = Change {
                sentence: String::new(),
                edits: Vec::new(),
            };
            return Ok((there, nothing));
        }
        plan(program, &name, &profile, id.clone(), namesake, author)
    };
    let written = match &partner {
        None => context.change(&Extent::Roster, Looking::Away, |program, clock, author| {
            let (id, change) = enrolling(program, clock, author)?;
            Ok((Enrolled { id, pairing: None }, change))
        })?,
        Some(partner) => {
            context.change_in_two(&Extent::Roster, enrolling, |program, clock, author, id| {
                let new = enroll.pairing(program, clock, &flags, (&id, partner))?;
                let new = by_the_rules(program, new, author.today)?;
                let (pairing, change) = pairing::add(program, &new, author)?;
                let pairing = Some(pairing);
                Ok((Enrolled { id, pairing }, change))
            })?
        }
    };
    Ok(reply(&written))
}

/// Somebody who is there with every role that is asked for, so that nothing but the partner is new.
fn is_there(program: &Program, name: &str, profile: &Profile) -> Result<Option<PersonId>, Refusal> {
    let has_roles = |id: &PersonId| {
        program.participants.get(id).is_some_and(|known| {
            (profile.mentor.is_none() || known.is_mentor())
                && (profile.mentee.is_none() || known.is_mentee())
        })
    };
    Ok(known(program, name)?.filter(has_roles))
}

/// Somebody who is there, by their whole id or as `@me`.
fn known(program: &Program, name: &str) -> Result<Option<PersonId>, Refusal> {
    if name == "@me" {
        return person(program, name).map(Some);
    }
    let id = PersonId::parse(name).ok();
    Ok(id.filter(|id| program.participants.contains_key(id)))
}

/// Somebody who is there gets a role; anybody else is enrolled.
fn plan(
    program: &Program,
    name: &str,
    profile: &Profile,
    id: Option<PersonId>,
    namesake: Namesake,
    author: &Author,
) -> Result<(PersonId, Change), Failure> {
    if let Some(known) = known(program, name)? {
        let change = enroll::add_role(program, &known, profile, author)?;
        return Ok((known, change));
    }
    Ok(enroll::enroll(program, profile, id, namesake, author)?)
}

/// The partner named by `--mentors` or `--mentored-by`.
fn partner_picked(
    enroll: &Enroll,
    context: &mut Context<'_, '_>,
) -> Result<Option<PersonId>, Failure> {
    let Some(word) = enroll.mentors.as_ref().or(enroll.mentored_by.as_ref()) else {
        return Ok(None);
    };
    let (program, _) = context.read(&Extent::Roster)?;
    picked(context, word, |word| person(&program, word)).map(Some)
}

impl Enroll {
    /// The pairing of a newcomer with a partner who is there.
    fn pairing(
        &self,
        program: &Program,
        clock: &Clock,
        flags: &ProfileFlags,
        (id, partner): (&PersonId, &PersonId),
    ) -> Result<NewPairing, Refusal> {
        let (mentor, mentee) = if self.mentors.is_some() {
            (id, partner)
        } else {
            (partner, id)
        };
        let cohort = match &flags.cohort {
            Some(word) => Some(reference::cohort(program, word)?),
            None => sole_cohort(program, clock),
        };
        let short = if self.force {
            Short::Allowed
        } else {
            Short::Refused
        };
        Ok(NewPairing {
            facets: flags.facet.clone(),
            cohort,
            short,
            ..NewPairing::pair(mentor.clone(), mentee.clone())
        })
    }
}

fn reply(written: &Written<Enrolled>) -> Reply {
    let id = &written.answer.id;
    let rows = participant_rows(&written.program, written.clock.today);
    let record = rows.iter().find(|row| row.id == id).map(row_json);
    let name = written.program.name(id);
    let pairing = written
        .answer
        .pairing
        .as_ref()
        .map(|pairing| format!(" Pairing: {pairing}."))
        .unwrap_or_default();
    let roles: Vec<&str> = written
        .program
        .participants
        .get(id)
        .map(crate::model::participant::Participant::roles)
        .unwrap_or_default()
        .iter()
        .map(|role| role.as_str())
        .collect();
    let done = format!(
        "Enrolled {name} ({id}) as {}.{pairing}",
        crate::render::words::and_list(roles)
    );
    let next = if written.answer.pairing.is_some() {
        format!("pleiad meeting add {id} \"next tue 16:00\"")
    } else {
        "pleiad match".to_owned()
    };
    let reply = written::reply("enroll", written, ("participant", record.into()), done).next(next);
    worth_a_look(&written.program, id)
        .into_iter()
        .fold(reply, Reply::say)
}

/// Rules about who may take part that a newcomer is outside of, and the code of conduct until they agreed to it.
fn worth_a_look(program: &Program, id: &PersonId) -> Vec<String> {
    let Some(participant) = program.participants.get(id) else {
        return Vec::new();
    };
    let broken = ineligible(program, participant).into_iter();
    let mut sayings: Vec<String> = broken
        .map(|(rule, clause)| format!("warning: {}: {clause} ({rule})", participant.name))
        .collect();
    let conduct = program.settings.policy.conduct.as_ref();
    sayings.extend(conduct.filter(|_| participant.consented.is_none()).map(|conduct| {
        format!(
            "code of conduct: {}\nonce they agree: pleiad participant set {id} consented=today",
            conduct.trim_end()
        )
    }));
    sayings
}

/// Asks for the few things that matter; everything else has a flag.
fn ask_profile(flags: &mut ProfileFlags) -> Result<String, Failure> {
    let name = ask::line("Name", None)?;
    if name.is_empty() {
        return Err(Failure::Cancelled);
    }
    if flags.email.is_none() {
        flags.email =
            Some(ask::line("E-mail (empty for none)", None)?).filter(|email| !email.is_empty());
    }
    if !flags.mentor && !flags.mentee {
        let roles = ["mentee", "mentor", "both"].map(str::to_owned);
        let role = ask::pick("Role", &roles)?;
        flags.mentee = role != 1;
        flags.mentor = role != 0;
    }
    if flags.mentor && flags.capacity.is_none() {
        let capacity = ask::line("How many mentees at a time", Some("1"))?;
        let capacity = capacity
            .parse()
            .map_err(|_| Failure::usage(format!("`{capacity}` is no whole number")))?;
        flags.capacity = Some(capacity);
    }
    if flags.facet.is_empty() {
        flags.facet = split(&ask::line(
            "Facets, separated by commas (empty for any)",
            None,
        )?);
    }
    if flags.skill.is_empty() {
        flags.skill = split(&ask::line(
            "Skills, separated by commas (empty for none)",
            None,
        )?);
    }
    Ok(name)
}

fn split(list: &str) -> Vec<String> {
    list.split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

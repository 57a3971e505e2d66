//! `meeting held`, `missed` and `cancel`: what became of one meeting.

use super::which::{Purpose, Which};
use super::{mode, pairing_named, reply_of_one};
use crate::calendar::length::parse_minutes;
use crate::change::meeting::settle::{Held, Outcome, Settlement, settle_all};
use crate::change::refusal::Refusal;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::reference;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::insights::roster::MeetingRow;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::store::read::Extent;
use clap::Args;

/// Say that a meeting took place: today's, or the unconfirmed one, unless a day says which
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad meeting held ada
  pleiad meeting held ada+grace 2026-02-03 --minutes 1h --mode phone
  pleiad meeting held circle-grace --absent kim
`pleiad note` says so too and keeps words; `pleiad meeting confirm` settles many.")]
pub(crate) struct MeetingHeld {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    #[command(flatten)]
    which: Which,
    /// How long it took: 45m, 1h30
    #[arg(long, value_name = "LENGTH")]
    minutes: Option<String>,
    /// How they met: video, in-person, phone or email
    #[arg(long, value_name = "MODE")]
    mode: Option<String>,
    /// Who of a circle was not there (several: commas)
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    absent: Vec<String>,
}

/// Say that a meeting was missed, and by whom: today's, or the unconfirmed one, unless a day says which
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad meeting missed ada --absent mentee
  pleiad meeting missed ada+grace 2026-02-03 --absent ada,grace")]
pub(crate) struct MeetingMissed {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    #[command(flatten)]
    which: Which,
    /// Who stayed away: mentor, mentee, or people (several: commas)
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    absent: Vec<String>,
}

/// Call a meeting off: the next one unless a day says which
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad meeting cancel ada
  pleiad meeting cancel ada+grace fri")]
pub(crate) struct MeetingCancel {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    #[command(flatten)]
    which: Which,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    written::<Option<MeetingRow<'static>>>("meeting-held", "meeting"),
    written::<Option<MeetingRow<'static>>>("meeting-missed", "meeting"),
    written::<Option<MeetingRow<'static>>>("meeting-cancel", "meeting"),
];

pub(super) fn run_held(
    held: &MeetingHeld,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let minutes = held.minutes.as_deref().map(parse_minutes).transpose();
    let minutes = minutes.map_err(|error| Failure::usage(format!("--minutes: {error}")))?;
    let mode = held.mode.as_deref().map(mode).transpose()?;
    let pairing = pairing_named(context, &held.pairing)?;
    let meeting = held.which.meeting(&pairing, Purpose::Settle, context)?;
    let id = pairing.clone();
    settle(("meeting-held", pairing, meeting), context, |program| {
        Ok(Outcome::Held(Held {
            minutes,
            mode,
            absent: all_absent(program, &id, &held.absent)?,
        }))
    })
}

pub(super) fn run_missed(
    missed: &MeetingMissed,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &missed.pairing)?;
    let meeting = missed.which.meeting(&pairing, Purpose::Settle, context)?;
    let id = pairing.clone();
    settle(("meeting-missed", pairing, meeting), context, |program| {
        all_absent(program, &id, &missed.absent).map(Outcome::Missed)
    })
}

pub(super) fn run_cancel(
    cancel: &MeetingCancel,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &cancel.pairing)?;
    let meeting = cancel.which.meeting(&pairing, Purpose::Plan, context)?;
    settle(("meeting-cancel", pairing, meeting), context, |_| {
        Ok(Outcome::Cancelled)
    })
}

fn all_absent(program: &Program, id: &Id, words: &[String]) -> Result<Vec<PersonId>, Refusal> {
    let people = words.iter().map(|word| absent_people(program, id, word));
    Ok(people.collect::<Result<Vec<_>, _>>()?.concat())
}

/// The people of a pairing that a word means: `mentor`, `mentee` (all of a circle's), or one of them.
pub(super) fn absent_people(
    program: &Program,
    pairing: &Id,
    word: &str,
) -> Result<Vec<PersonId>, Refusal> {
    let Some(known) = program.pairings.get(pairing) else {
        return Ok(Vec::new());
    };
    match word {
        "mentor" => Ok(vec![known.mentor.clone()]),
        "mentee" => Ok(known.mentees.clone()),
        "both" => Ok(known.people().cloned().collect()),
        _ => {
            let beginning = |person: &&PersonId| reference::is_beginning(word, person.as_str());
            let mut people = known.people().filter(beginning);
            match (people.next(), people.next()) {
                (Some(person), None) => Ok(vec![person.clone()]),
                _ => Ok(vec![reference::person(program, word)?]),
            }
        }
    }
}

fn settle(
    (command, pairing, meeting): (&str, Id, Id),
    context: &mut Context<'_, '_>,
    outcome: impl Fn(&Program) -> Result<Outcome, Refusal>,
) -> Result<Reply, Failure> {
    let extent = Extent::Pairing(pairing.clone());
    let written = context.change(&extent, Looking::Away, |program, _, author| {
        let settlement = Settlement {
            pairing: pairing.clone(),
            meeting: meeting.clone(),
            outcome: outcome(program)?,
        };
        let change = settle_all(program, &[settlement], author)?;
        Ok(((pairing.clone(), meeting.clone()), change))
    })?;
    let done = super::sentence(&written.sentence);
    Ok(reply_of_one(command, &written, done))
}

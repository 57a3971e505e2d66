//! `pairing accept|decline|sign|withdraw|void|pause|resume|extend|reopen`: one or many through one door.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::when::parse_day;
use crate::change::edit::{Author, Change};
use crate::change::refusal::Refusal;
use crate::change::stage::gates::Insisting;
use crate::change::stage::rest::{self, Dates};
use crate::change::stage::{acceptance, reversal, signature};
use crate::cli::commands::pairing::reply::changed;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reference::{person, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::cli::several::{Meant, Pairings};
use crate::insights::roster::PairingRow;
use crate::model::cadence::Cadence;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::Pairing;
use crate::model::program::Program;
use crate::render::words::count;
use crate::store::read::Extent;
use clap::Args;

/// Say that people accept what was proposed: --as names who does; without it everybody in the pairing
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing accept ada+grace --as ada
  pleiad pairing accept --where \"cohort = 2026-spring and state = proposed\" --as mentor -y
The last yes begins the pairing, or leaves it to `pleiad pairing sign` where the policy asks for an agreement.")]
pub(crate) struct PairingAccept {
    #[command(flatten)]
    pairings: Pairings,
    /// Who accepts: mentor, mentee, or people (several: commas); --by where that is one of them
    #[arg(long = "as", value_name = "PERSON", value_delimiter = ',')]
    who: Vec<String>,
    /// In words, for its history
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Although it expired, somebody is not ready, or it is too short; its history says so
    #[arg(long)]
    force: bool,
}

/// Say that one side declines what was proposed
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing decline ada+grace --as grace --why \"no time this spring\"
  pleiad pairing list --where \"state = declined\"")]
pub(crate) struct PairingDecline {
    #[command(flatten)]
    pairings: Pairings,
    /// Who declines: mentor, mentee, or a person
    #[arg(long = "as", value_name = "PERSON")]
    who: Option<String>,
    /// The reason
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
}

/// Say that people signed the agreement: --as names who did; without it everybody in the pairing
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing agreement ada+grace --format md -o agreement.md
  pleiad pairing sign ada+grace --as ada
  pleiad pairing sign --where \"state = accepted\" -y
With the last signature a pairing that waited for it begins.")]
pub(crate) struct PairingSign {
    #[command(flatten)]
    pairings: Pairings,
    /// Who signed: mentor, mentee, or people (several: commas); --by where that is one of them
    #[arg(long = "as", value_name = "PERSON", value_delimiter = ',')]
    who: Vec<String>,
    /// Although somebody is not ready, or it is too short; its history says so
    #[arg(long)]
    force: bool,
}

/// Take back what has not begun
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing withdraw ada+grace --why \"Grace changes teams\"
  pleiad pairing withdraw --expired -y")]
pub(crate) struct PairingWithdraw {
    #[command(flatten)]
    pairings: Pairings,
    /// Every proposal that was not accepted in time
    #[arg(long)]
    expired: bool,
    /// The reason
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
}

/// Let pairings rest: their clocks stop
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing pause ada+grace --why \"parental leave\" --until 2026-05-01
  pleiad pairing pause --where \"facets ~ technical\" -y")]
pub(crate) struct PairingPause {
    #[command(flatten)]
    pairings: Pairings,
    /// When it is meant to go on
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// The reason
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
}

/// Go on after a pause: the end, open goals and open steps move by its length
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing resume ada+grace
  pleiad pairing resume ada+grace --keep-dates")]
pub(crate) struct PairingResume {
    #[command(flatten)]
    pairings: Pairings,
    /// Leave the end and what is due as they are
    #[arg(long)]
    keep_dates: bool,
    /// In words, for its history
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Although somebody is not ready, or it is too short; its history says so
    #[arg(long)]
    force: bool,
}

/// Move the end to a later day; the one before is kept
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing extend ada+grace --to 2026-12-31 --why \"the move takes until winter\"
  pleiad pairing extend --where \"ends < eom\" --for \"3 months\" -y")]
pub(crate) struct PairingExtend {
    #[command(flatten)]
    pairings: Pairings,
    /// The new last day
    #[arg(long, value_name = "DATE", required_unless_present = "length")]
    to: Option<String>,
    /// By how much: "3 months", "6 weeks"
    #[arg(long = "for", value_name = "SPAN", conflicts_with = "to")]
    length: Option<String>,
    /// The reason
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
}

/// Take up again what has ended: what was closed goes on, what never began is proposed again
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing reopen grace-hopper-mentors-ada-lovelace --why \"they go on after all\"
  pleiad pairing list --where \"state = closed\" --columns id | pleiad pairing reopen - -y")]
pub(crate) struct PairingReopen {
    #[command(flatten)]
    pairings: Pairings,
    /// The reason
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Although somebody is not ready, or it is too short; its history says so
    #[arg(long)]
    force: bool,
}

/// Say that a pairing was a mistake: it stays in the folder and counts nowhere
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing void ada+grace --why \"entered twice\"
What has ended is closed: `pleiad close`.")]
pub(crate) struct PairingVoid {
    #[command(flatten)]
    pairings: Pairings,
    /// What the mistake was
    #[arg(long, value_name = "TEXT", required = true)]
    why: String,
    /// Although they have met
    #[arg(long)]
    force: bool,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    written::<Vec<PairingRow<'static>>>("pairing-accept", "pairings"),
    written::<Vec<PairingRow<'static>>>("pairing-decline", "pairings"),
    written::<Vec<PairingRow<'static>>>("pairing-withdraw", "pairings"),
    written::<Vec<PairingRow<'static>>>("pairing-sign", "pairings"),
    written::<Vec<PairingRow<'static>>>("pairing-pause", "pairings"),
    written::<Vec<PairingRow<'static>>>("pairing-resume", "pairings"),
    written::<Vec<PairingRow<'static>>>("pairing-extend", "pairings"),
    written::<Vec<PairingRow<'static>>>("pairing-reopen", "pairings"),
    written::<Vec<PairingRow<'static>>>("pairing-void", "pairings"),
];

pub(crate) fn accept(
    accept: &PairingAccept,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let meant = accept.pairings.meant(context)?;
    let who = speakers(&accept.who, context)?;
    each("accept", &meant, &Extent::Roster, context, |place| {
        let Place {
            program,
            pairing,
            author,
            ..
        } = place;
        let people = speaking(&who, pairing, author);
        let (insisting, why) = (insisting(accept.force), accept.why.as_deref());
        acceptance::accept(program, pairing, &people, insisting, why, author)
    })
}

pub(crate) fn decline(
    decline: &PairingDecline,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let meant = decline.pairings.meant(context)?;
    let who = speakers(decline.who.as_slice(), context)?;
    each("decline", &meant, &Extent::Roster, context, |place| {
        let Place {
            program,
            pairing,
            author,
            ..
        } = place;
        let people = speaking(&who, pairing, author);
        let why = decline.why.as_deref();
        acceptance::decline(program, pairing, people.first(), why, author)
    })
}

pub(crate) fn sign(sign: &PairingSign, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let meant = sign.pairings.meant(context)?;
    let who = speakers(&sign.who, context)?;
    each("sign", &meant, &Extent::Roster, context, |place| {
        let Place {
            program,
            pairing,
            author,
            ..
        } = place;
        let people = speaking(&who, pairing, author);
        signature::sign(program, pairing, &people, insisting(sign.force), author)
    })
}

pub(crate) fn withdraw(
    withdraw: &PairingWithdraw,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let why = withdraw.why.as_deref();
    let meant = if withdraw.expired {
        Meant::pairings_named(&expired(context)?)
    } else {
        withdraw.pairings.meant(context)?
    };
    let why = why.or(withdraw.expired.then_some("not accepted in time"));
    each("withdraw", &meant, &Extent::Program, context, |place| {
        reversal::withdraw(place.program, place.pairing, why, place.author)
    })
}

/// Proposals whose time is over.
fn expired(context: &mut Context<'_, '_>) -> Result<Vec<Id>, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let days = program.settings.policy.acceptance_days;
    let expired = program
        .pairings
        .values()
        .filter(|pairing| pairing.has_expired(days, clock.today));
    let ids: Vec<Id> = expired.map(|pairing| pairing.id.clone()).collect();
    if ids.is_empty() {
        return Err(Refusal::refused("no proposal has expired").into());
    }
    Ok(ids)
}

pub(crate) fn pause(pause: &PairingPause, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let meant = pause.pairings.meant(context)?;
    each("pause", &meant, &Extent::Roster, context, |place| {
        let until = pause.until.as_deref();
        let until = until.map(|text| parse_day(text, place.clock, Direction::Future));
        let until = until
            .transpose()
            .map_err(|error| Refusal::refused(error.to_string()))?;
        rest::pause(place.pairing, until, pause.why.as_deref(), place.author)
    })
}

pub(crate) fn resume(
    resume: &PairingResume,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let meant = resume.pairings.meant(context)?;
    let dates = if resume.keep_dates {
        Dates::Keep
    } else {
        Dates::Shift
    };
    each("resume", &meant, &Extent::Roster, context, |place| {
        let (insisting, why) = (insisting(resume.force), resume.why.as_deref());
        rest::resume(
            place.program,
            place.pairing,
            dates,
            insisting,
            why,
            place.author,
        )
    })
}

pub(crate) fn extend(
    extend: &PairingExtend,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let meant = extend.pairings.meant(context)?;
    each("extend", &meant, &Extent::Roster, context, |place| {
        let refused = |error: String| Refusal::refused(error);
        let to = match (&extend.to, &extend.length) {
            (Some(to), _) => parse_day(to, place.clock, Direction::Future)
                .map_err(|error| refused(error.to_string()))?,
            (None, length) => {
                let length = length.as_deref().unwrap_or_default();
                let length =
                    Cadence::parse(length).map_err(|error| refused(format!("--for: {error}")))?;
                length.after(place.pairing.ends.unwrap_or(place.author.today))
            }
        };
        rest::extend(place.pairing, to, extend.why.as_deref(), place.author)
    })
}

pub(crate) fn reopen(
    reopen: &PairingReopen,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let meant = reopen.pairings.meant(context)?;
    each("reopen", &meant, &Extent::Roster, context, |place| {
        let (insisting, why) = (insisting(reopen.force), reopen.why.as_deref());
        reversal::reopen(place.program, place.pairing, insisting, why, place.author)
    })
}

pub(crate) fn void(void: &PairingVoid, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let meant = void.pairings.meant(context)?;
    each("void", &meant, &Extent::Program, context, |place| {
        let insisting = insisting(void.force);
        reversal::void(
            place.program,
            place.pairing,
            insisting,
            &void.why,
            place.author,
        )
    })
}

/// Where one of several pairings is changed.
pub(crate) struct Place<'a> {
    pub(crate) program: &'a Program,
    pub(crate) pairing: &'a Pairing,
    pub(crate) clock: &'a Clock,
    pub(crate) author: &'a Author,
}

/// Does the same to each pairing, in one change; where some refuse, nothing is written and all of them are named.
pub(crate) fn each(
    verb: &str,
    meant: &Meant,
    extent: &Extent,
    context: &mut Context<'_, '_>,
    plan: impl Fn(&Place<'_>) -> Result<Change, Refusal>,
) -> Result<Reply, Failure> {
    let extent = if meant.is_filtered() {
        &Extent::Program
    } else {
        extent
    };
    let written = context.change(extent, meant.looking(), |program, clock, author| {
        let ids = meant.pairings(program, clock)?;
        let mut changes = Vec::new();
        let mut refusals = Vec::new();
        for id in &ids {
            let place = Place {
                program,
                pairing: &program.pairings[id],
                clock,
                author,
            };
            match plan(&place) {
                Ok(change) => changes.push(change),
                Err(refusal) => refusals.push(refusal),
            }
        }
        let change = as_one(verb, changes, refusals, ids.len())?;
        Ok((ids, change))
    })?;
    Ok(changed(&format!("pairing-{verb}"), &written))
}

/// Several changes as one, or all that stands against it.
pub(crate) fn as_one(
    verb: &str,
    mut changes: Vec<Change>,
    mut refusals: Vec<Refusal>,
    all: usize,
) -> Result<Change, Refusal> {
    if refusals.len() == 1 {
        return Err(refusals.remove(0));
    }
    if let Some(first) = refusals.first() {
        let told: Vec<String> = refusals
            .iter()
            .take(TOLD_MAX)
            .map(Refusal::to_string)
            .collect();
        let hint = match first {
            Refusal::Refused { hint, .. } => hint.clone(),
            _ => None,
        };
        let message = format!(
            "{} of {all} refuse to {verb}: {}",
            refusals.len(),
            told.join("; ")
        );
        return Err(Refusal::Refused { message, hint });
    }
    if changes.len() == 1 {
        return Ok(changes.remove(0));
    }
    Ok(Change {
        sentence: format!("{verb} {}", count(changes.len(), "pairing", "pairings")),
        edits: changes
            .into_iter()
            .flat_map(|change| change.edits)
            .collect(),
    })
}

/// More refusals than these tell nothing new.
const TOLD_MAX: usize = 5;

/// The word of `--force`.
pub(crate) fn insisting(force: bool) -> Insisting {
    if force { Insisting::Yes } else { Insisting::No }
}

/// For whom something is said.
enum Speaker {
    Mentor,
    Mentees,
    Person(PersonId),
}

fn speakers<'a>(
    words: impl IntoIterator<Item = &'a String>,
    context: &mut Context<'_, '_>,
) -> Result<Vec<Speaker>, Failure> {
    let words: Vec<&String> = words.into_iter().collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let (program, _) = context.read(&Extent::Roster)?;
    let speaker = |word: &&String| match word.as_str() {
        "mentor" => Ok(Speaker::Mentor),
        "mentee" | "mentees" => Ok(Speaker::Mentees),
        word => picked(context, word, |word| person(&program, word)).map(Speaker::Person),
    };
    words.iter().map(speaker).collect()
}

/// The people of a pairing for whom something is said: those named, else whoever writes where they are in it.
fn speaking(speakers: &[Speaker], pairing: &Pairing, author: &Author) -> Vec<PersonId> {
    if speakers.is_empty() {
        let writes = |person: &&PersonId| {
            author
                .by
                .as_ref()
                .is_some_and(|by| by.as_str() == person.as_str())
        };
        return pairing.people().filter(writes).cloned().collect();
    }
    let mut people = Vec::new();
    for speaker in speakers {
        match speaker {
            Speaker::Mentor => people.push(pairing.mentor.clone()),
            Speaker::Mentees => people.extend(pairing.mentees.iter().cloned()),
            Speaker::Person(person) => people.push(person.clone()),
        }
    }
    people
}

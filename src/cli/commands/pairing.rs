//! `pairing`: show and make pairings.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::when::parse_day;
use crate::change::matching::rationale::by_the_rules;
use crate::change::pairing::{self, NewPairing, Short};
use crate::cli::commands::summary::{pairing_reply, with_log};
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, row_json, usual};
use crate::cli::reference::{self, person, picked};
use crate::cli::reply::Reply;
use crate::cli::written;
use crate::insights::roster::pairing_rows;
use crate::model::cadence::Cadence;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::PairingKind;
use crate::model::program::Program;
use crate::render::words::and_list;
use crate::store::read::Extent;
use clap::{Args, Subcommand};

const NOUN: Noun = Noun {
    one: "pairing",
    many: "pairings",
};

pub(crate) const COLUMNS: [ListColumn; 14] = [
    usual("id"),
    further("kind"),
    usual("cohort"),
    further("mentor"),
    further("mentees"),
    usual("facets"),
    usual("state"),
    further("since"),
    further("starts"),
    usual("ends"),
    number("meetings_held"),
    usual("last_held"),
    usual("next"),
    usual("health"),
];

/// Show and make pairings
#[derive(Debug, Subcommand)]
pub(crate) enum PairingCommand {
    /// List pairings
    #[command(visible_alias = "ls")]
    List(PairingList),
    /// Show one pairing
    Show(PairingShow),
    /// Make a pairing by hand
    Add(PairingAdd),
}

/// List pairings
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing list --where \"health = red\"
  pleiad pairing list --where \"last_held < 6 weeks ago\" --columns id,last_held,next
  pleiad pairing list --json")]
pub(crate) struct PairingList {
    #[command(flatten)]
    list: ListFlags,
}

/// Show one pairing: people, rhythm, open questions, homework, advice not tried yet
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad pairing show ada+grace\n  pleiad pairing show ada --json"
)]
pub(crate) struct PairingShow {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
}

/// Make a pairing by hand, under the same rules as a match
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing add grace ada --facet technical
  pleiad pairing add grace ada kim lee --kind circle
  pleiad pairing add grace ada --starts 2026-01-19 --every \"2 weeks\"")]
pub(crate) struct PairingAdd {
    /// Who gives
    #[arg(value_name = "MENTOR")]
    mentor: String,
    /// Who asks; three to eight in a circle
    #[arg(value_name = "MENTEE", required = true)]
    mentees: Vec<String>,
    /// pair, circle, peer, reverse or flash
    #[arg(long, value_name = "KIND", default_value = "pair")]
    kind: String,
    /// For what: technical, career ... (several: commas)
    #[arg(long, value_name = "FACET", value_delimiter = ',')]
    facet: Vec<String>,
    /// Its cohort; the one that is open otherwise
    #[arg(long, value_name = "ID")]
    cohort: Option<String>,
    /// Objectives of the program that it serves (several: commas)
    #[arg(long, value_name = "OBJECTIVE", value_delimiter = ',')]
    serves: Vec<String>,
    /// First day
    #[arg(long, value_name = "DATE")]
    starts: Option<String>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    ends: Option<String>,
    /// Its own rhythm: "2 weeks"
    #[arg(long, value_name = "RHYTHM")]
    every: Option<String>,
    /// Why it is made, for its history
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Make it although it is shorter than the policy asks for, or a rule of matching forbids it
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(
    command: &PairingCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        PairingCommand::List(list) => {
            let (program, clock) = context.read(&Extent::Program)?;
            let rows = pairing_rows(&program, clock.today);
            Ok(Reply::list(
                "pairing-list",
                &List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?,
            ))
        }
        PairingCommand::Show(show) => {
            let (program, clock) = context.read(&Extent::Roster)?;
            let id = picked(context, &show.pairing, |word| {
                reference::pairing(&program, word)
            })?;
            let program = with_log(context, program, &id)?;
            Ok(pairing_reply("pairing-show", &program, &id, clock.today))
        }
        PairingCommand::Add(add) => run_add(add, context),
    }
}

fn run_add(add: &PairingAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let mentor = picked(context, &add.mentor, |word| person(&program, word))?;
    let mentees = add
        .mentees
        .iter()
        .map(|word| picked(context, word, |word| person(&program, word)));
    let mentees = mentees.collect::<Result<Vec<_>, _>>()?;
    let written = context.change(&Extent::Roster, Looking::Away, |program, clock, author| {
        let new = new_pairing(add, program, clock, (mentor.clone(), mentees.clone()))?;
        let new = by_the_rules(program, new, author.today)?;
        Ok(pairing::add(program, &new, author)?)
    })?;
    let id = &written.answer;
    let rows = pairing_rows(&written.program, written.clock.today);
    let record = rows
        .iter()
        .find(|row| row.id == id)
        .map(row_json)
        .unwrap_or_default();
    let names: Vec<&str> = mentees
        .iter()
        .map(|mentee| written.program.name(mentee))
        .collect();
    let done = format!(
        "{} mentors {}: {id}.",
        written.program.name(&mentor),
        and_list(names)
    );
    let next = format!("pleiad meeting add {id} \"next tue 16:00\"");
    Ok(written::reply("pairing-add", &written, ("pairing", record.into()), done).next(next))
}

fn new_pairing(
    add: &PairingAdd,
    program: &Program,
    clock: &Clock,
    (mentor, mentees): (PersonId, Vec<PersonId>),
) -> Result<NewPairing, Failure> {
    let kind = PairingKind::parse(&add.kind).ok_or_else(|| Failure::Usage {
        message: format!("there is no kind `{}`", add.kind),
        hint: Some(format!("one of {}", PairingKind::WORDS.join(", "))),
    })?;
    let day = |text: &Option<String>| {
        text.as_deref()
            .map(|text| parse_day(text, clock, Direction::Future))
            .transpose()
    };
    let cohort = match &add.cohort {
        Some(word) => Some(reference::cohort(program, word)?),
        None => sole_cohort(program, clock),
    };
    let every = add.every.as_deref().map(Cadence::parse).transpose();
    let serves = add
        .serves
        .iter()
        .map(|word| Id::parse(word))
        .collect::<Result<_, _>>();
    Ok(NewPairing {
        mentor,
        mentees,
        kind,
        cohort,
        facets: add.facet.clone(),
        serves: serves.map_err(|error| Failure::usage(format!("--serves: {error}")))?,
        starts: day(&add.starts)?,
        ends: day(&add.ends)?,
        every: every.map_err(|error| Failure::usage(format!("--every: {error}")))?,
        rationale: None,
        why: add.why.clone(),
        short: if add.force {
            Short::Allowed
        } else {
            Short::Refused
        },
    })
}

/// The only open cohort; a pairing by hand may stand outside of all.
fn sole_cohort(program: &Program, clock: &Clock) -> Option<Id> {
    match program.settings.cohorts_open(clock.today)[..] {
        [cohort] => Some(cohort.id.clone()),
        _ => None,
    }
}

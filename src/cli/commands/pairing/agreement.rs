//! `pairing agreement`: what both agree on, to print and to sign.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reference::{self, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingKind};
use crate::model::program::Program;
use crate::render::document::{Document, Facts};
use crate::render::words::and_list;
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// What stays between the two where they wrote nothing.
const CONFIDENTIALITY: &str = "What is said stays between us, unless somebody is in danger.";
/// How either may leave where they wrote nothing.
const NO_FAULT_EXIT: &str =
    "Either of us may end this at any time, without giving a reason and without blame.";

/// Print the agreement of a pairing: goals, rhythm, contact, confidentiality, how either may leave
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing agreement ada+grace
  pleiad pairing agreement ada+grace --format md -o agreement.md
  pleiad pairing set ada+grace agreement.contact=\"chat between meetings\"
`pleiad pairing sign` says who signed it.")]
pub(crate) struct PairingAgreement {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
}

/// An agreement for scripts.
#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    pairing: &'a Id,
    mentor: &'a PersonId,
    mentees: &'a [PersonId],
    starts: Option<Day>,
    ends: Option<Day>,
    /// How often they meet, in words.
    frequency: &'a str,
    minutes: u32,
    contact: Option<&'a str>,
    confidentiality: &'a str,
    no_fault_exit: bool,
    /// What they want to reach, in words.
    goals: Vec<&'a str>,
    signed: Vec<&'a PersonId>,
    unsigned: &'a [&'a PersonId],
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Answer<'static>>("pairing-agreement")];

pub(crate) fn run(
    agreement: &PairingAgreement,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let id = picked(context, &agreement.pairing, |word| {
        reference::pairing(&program, word)
    })?;
    let pairing = &program.pairings[&id];
    let terms = Terms::of(&program, pairing);
    let unsigned = pairing.unsigned();
    let has_signed = |person: &&PersonId| !unsigned.contains(person);
    let answer = Answer {
        pairing: &id,
        mentor: &pairing.mentor,
        mentees: &pairing.mentees,
        starts: pairing.starts,
        ends: pairing.ends,
        frequency: &terms.frequency,
        minutes: terms.minutes,
        contact: terms.contact.as_deref(),
        confidentiality: &terms.confidentiality,
        no_fault_exit: terms.is_no_fault,
        goals: pairing.goals.iter().map(|goal| &*goal.text).collect(),
        signed: pairing.people().filter(has_signed).collect(),
        unsigned: &unsigned,
    };
    let document = document(&program, pairing, &terms);
    Ok(Reply::new("pairing-agreement", &answer, document))
}

/// What an agreement says, with the program's words where the two wrote none.
struct Terms {
    frequency: String,
    minutes: u32,
    contact: Option<String>,
    confidentiality: String,
    is_no_fault: bool,
}

impl Terms {
    fn of(program: &Program, pairing: &Pairing) -> Terms {
        let policy = &program.settings.policy;
        let agreed = pairing.agreement.clone().unwrap_or_default();
        let every = pairing.every.unwrap_or(policy.meeting_every);
        let usual = || match pairing.kind {
            PairingKind::Flash => "once".to_owned(),
            PairingKind::Pair | PairingKind::Circle | PairingKind::Peer | PairingKind::Reverse => {
                format!("every {every}")
            }
        };
        Terms {
            frequency: agreed.frequency.unwrap_or_else(usual),
            minutes: pairing.minutes.unwrap_or(policy.meeting_minutes),
            contact: agreed.contact,
            confidentiality: agreed
                .confidentiality
                .unwrap_or_else(|| CONFIDENTIALITY.to_owned()),
            is_no_fault: agreed.no_fault_exit.unwrap_or(true),
        }
    }
}

fn document(program: &Program, pairing: &Pairing, terms: &Terms) -> Document {
    let facts = people(program, pairing)
        .fact_if(
            "about",
            Some(pairing.facets.join(", ")).filter(|text| !text.is_empty()),
        )
        .fact_if("from", pairing.starts.map(|day| day.to_string()))
        .fact_if("to", pairing.ends.map(|day| day.to_string()))
        .fact(
            "we meet",
            format!("{}, {} minutes", terms.frequency, terms.minutes),
        )
        .fact_if("in between", terms.contact.clone());
    let mut document = Document::new()
        .heading(format!("Mentoring agreement, {}", program.settings.name))
        .facts(facts)
        .section("What we want to reach");
    document = if pairing.goals.is_empty() {
        document.paragraph("To be agreed at our first meeting.")
    } else {
        let goal = |goal: &crate::model::pairing::Goal| {
            let due = goal
                .due
                .map_or_else(String::new, |due| format!(", by {due}"));
            let measure = goal
                .measure
                .as_ref()
                .map_or_else(String::new, |measure| format!(" ({measure})"));
            format!("{}{measure}{due}", goal.text)
        };
        document.list(pairing.goals.iter().map(goal))
    };
    document = document.section("How we treat each other");
    document = document.paragraph(terms.confidentiality.as_str());
    if terms.is_no_fault {
        document = document.paragraph(NO_FAULT_EXIT);
    }
    if let Some(conduct) = &program.settings.policy.conduct {
        document = document.paragraph(conduct.as_str());
    }
    document.section("Signed").list(
        pairing
            .people()
            .map(|person| signature(program, pairing, person)),
    )
}

/// Who agrees, by what they are called: peers are all peers.
fn people(program: &Program, pairing: &Pairing) -> Facts {
    let names = |people: &[PersonId]| and_list(people.iter().map(|id| program.name(id)));
    match pairing.kind {
        PairingKind::Peer => {
            let both: Vec<PersonId> = pairing.people().cloned().collect();
            Facts::new().fact("peers", names(&both))
        }
        PairingKind::Pair | PairingKind::Circle | PairingKind::Reverse | PairingKind::Flash => {
            let label = match pairing.mentees.len() {
                1 => "mentee",
                _ => "mentees",
            };
            Facts::new()
                .fact("mentor", program.name(&pairing.mentor))
                .fact(label, names(&pairing.mentees))
        }
    }
}

fn signature(program: &Program, pairing: &Pairing, person: &PersonId) -> String {
    let name = program.name(person);
    let agreement = pairing.agreement.as_ref();
    let signed = agreement.and_then(|agreement| {
        if *person == pairing.mentor {
            agreement.signed_mentor
        } else if agreement.signed_mentees.contains(person) {
            agreement.signed_mentees_on
        } else {
            None
        }
    });
    match signed {
        Some(day) => format!("{name}, {day}"),
        None => format!("{name}, ______________________"),
    }
}

//! `close`: end pairings, one or many, by a few questions or by flags.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::when::parse_day;
use crate::change::stage::ending::{self, NewClosing};
use crate::change::stage::exit::Exit;
use crate::cli::ask::{self, Asking};
use crate::cli::commands::pairing::reply::changed;
use crate::cli::commands::pairing::stages::as_one;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::cli::several::{Meant, Pairings};
use crate::insights::roster::PairingRow;
use crate::model::id::Id;
use crate::model::pairing::{EndedBy, Pairing};
use crate::model::program::Program;
use crate::render::words::count;
use crate::store::read::Extent;
use clap::Args;

mod exits;

use exits::{MenteeExit, MentorExit, yes_no};

/// End pairings: why, by whom, and what each side says
///
/// On a terminal the wizard asks what matters; every question has a flag. Where two never met, the short form is
/// enough: nothing has to be said at all.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad close ada+grace
  pleiad close ada+grace --reason goals-met --ended-by both --fit 4 --mentee-rematch no
  pleiad close ada+grace --reason mismatch --mentee-rematch-why \"wants somebody in security\"
  pleiad close --where \"cohort = 2026-spring\" --reason time-up -y
  pleiad close ada+grace --begin
`pleiad pairing reopen` takes it up again; a mistake is `pleiad pairing void`.")]
pub(crate) struct Close {
    #[command(flatten)]
    pairings: Pairings,
    #[command(flatten)]
    flags: ClosingFlags,
    #[command(flatten)]
    checklist: ChecklistFlags,
    #[command(flatten)]
    mentor: MentorExit,
    #[command(flatten)]
    mentee: MenteeExit,
    /// What one of several says, once for each: "kim fit=4 satisfaction=5 rematch=yes because=TEXT offers=no says=TEXT"
    #[arg(
        long = "exit",
        value_name = "PERSON KEY=VALUE...",
        help_heading = "Feedback in circles and of peers"
    )]
    exits: Vec<String>,
    /// Say that they are saying goodbye; the ending itself comes later
    #[arg(long, conflicts_with_all = ["reason", "planned", "unplanned"])]
    begin: bool,
}

/// How it ends.
#[derive(Debug, Args)]
struct ClosingFlags {
    /// A word of the vocabulary: goals-met, time-up, left, no-contact, mismatch, workload, conduct, other
    #[arg(long, value_name = "REASON")]
    reason: Option<String>,
    /// It ends as planned (goals-met and time-up do)
    #[arg(long, conflicts_with = "unplanned")]
    planned: bool,
    /// It ends before its time
    #[arg(long)]
    unplanned: bool,
    /// Who ended it: mentor, mentee, both or coordinator
    #[arg(long, value_name = "WHO")]
    ended_by: Option<String>,
    /// What the program calls the result: graduated ...
    #[arg(long, value_name = "RESULT")]
    outcome: Option<String>,
    /// How well the two fitted, on the program's scale
    #[arg(long, value_name = "SCORE")]
    fit: Option<i64>,
    /// In words, for its history
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Whether the mentee offers to mentor somebody: yes or no
    #[arg(long, value_name = "YES|NO", value_parser = yes_no)]
    offers_to_mentor: Option<bool>,
}

/// The checklist, where the policy asks for it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Checklist")]
struct ChecklistFlags {
    /// The day of their last meeting; the last one that was held otherwise
    #[arg(long, value_name = "DATE")]
    last_meeting: Option<String>,
    /// They went through their goals
    #[arg(long)]
    goals_reviewed: bool,
    /// Each thanked the other
    #[arg(long)]
    thanks: bool,
    /// What comes next
    #[arg(long, value_name = "TEXT")]
    next_steps: Option<String>,
    /// How they stay in touch
    #[arg(long, value_name = "TEXT")]
    contact_after: Option<String>,
    /// Points that are left out (several: commas; all)
    #[arg(long, value_name = "POINT", value_delimiter = ',')]
    waive: Vec<String>,
    /// Why they are left out
    #[arg(long, value_name = "TEXT")]
    waive_why: Option<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] =
    &[written::<Vec<PairingRow<'static>>>("close", "pairings")];

pub(crate) fn run(close: &Close, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let meant = close.pairings.meant(context)?;
    let mut new = close.new_closing(context)?;
    refuse_one_voice_for_many(&meant, &new)?;
    let is_bare = new == NewClosing::default() && !close.begin;
    if is_bare && context.asking() == Asking::Possible && !context.global.dry_run {
        ask_closing(&meant, &mut new, context)?;
    }
    let written = context.change(
        &Extent::Confidential,
        meant.looking(),
        |program, clock, author| {
            let ids = meant.pairings(program, clock)?;
            let mut changes = Vec::new();
            let mut refusals = Vec::new();
            for id in &ids {
                let pairing = &program.pairings[id];
                let outcome = if close.begin {
                    ending::begin_closing(pairing, new.why.as_deref(), author)
                } else {
                    ending::close(program, pairing, &new, author)
                };
                match outcome {
                    Ok(change) => changes.push(change),
                    Err(refusal) => refusals.push(refusal),
                }
            }
            let change = as_one("close", changes, refusals, ids.len())?;
            Ok((ids, change))
        },
    )?;
    let reply = changed("close", &written);
    Ok(match offer(&written.program, &written.answer, &new) {
        Some(next) if written.diff.is_none() => reply.next(next),
        _ => reply,
    })
}

/// Whoever offered to mentor is enrolled as a mentor next.
fn offer(program: &Program, ids: &[Id], new: &NewClosing) -> Option<String> {
    let pairing = program.pairings.get(ids.first()?)?;
    let only = pairing.mentees.first().map(|mentee| (mentee, &new.mentee));
    let members = new.members.iter().map(|(person, exit)| (person, exit));
    let mut voices = only.into_iter().chain(members);
    let (person, _) = voices.find(|(_, exit)| exit.offered_to_mentor == Some(true))?;
    Some(format!("pleiad enroll {person} --mentor"))
}

/// What one pair says is not said for others.
fn refuse_one_voice_for_many(meant: &Meant, new: &NewClosing) -> Result<(), Failure> {
    let is_said = new.mentor != Exit::default()
        || new.mentee != Exit::default()
        || !new.members.is_empty()
        || new.fit.is_some();
    if is_said && meant.is_several() {
        return Err(Failure::Usage {
            message: "feedback belongs to one pairing; several are named".to_owned(),
            hint: Some("close them one by one, or without feedback".to_owned()),
        });
    }
    Ok(())
}

impl Close {
    fn new_closing(&self, context: &mut Context<'_, '_>) -> Result<NewClosing, Failure> {
        let (flags, list) = (&self.flags, &self.checklist);
        let planned = match (flags.planned, flags.unplanned) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        };
        let by = flags.ended_by.as_deref().map(ended_by).transpose()?;
        let last_meeting = match &list.last_meeting {
            Some(text) => {
                let (_, clock) = context.read(&Extent::Settings)?;
                Some(parse_day(text, &clock, Direction::Past)?)
            }
            None => None,
        };
        let mentee = Exit {
            offered_to_mentor: flags.offers_to_mentor,
            ..self.mentee.exit()
        };
        Ok(NewClosing {
            planned,
            by,
            reason: flags.reason.clone(),
            outcome: flags.outcome.clone(),
            fit: flags.fit,
            last_meeting,
            goals_reviewed: list.goals_reviewed,
            thanks: list.thanks,
            next_steps: list.next_steps.clone(),
            contact_after: list.contact_after.clone(),
            waived: list.waive.clone(),
            waived_why: list.waive_why.clone(),
            mentor: self.mentor.exit(),
            mentee,
            members: exits::members(&self.exits, context)?,
            why: flags.why.clone(),
        })
    }
}

fn ended_by(word: &str) -> Result<EndedBy, Failure> {
    EndedBy::parse(word).ok_or_else(|| Failure::Usage {
        message: format!("--ended-by {word}: nobody ends it so"),
        hint: Some(format!("one of {}", EndedBy::WORDS.join(", "))),
    })
}

/// Asks what matters: for several only the reason, for one also what each side says.
fn ask_closing(
    meant: &Meant,
    new: &mut NewClosing,
    context: &mut Context<'_, '_>,
) -> Result<(), Failure> {
    let (program, clock) = context.read(&Extent::Program)?;
    let ids = meant.pairings(&program, &clock)?;
    let reasons: Vec<String> = program
        .vocabulary
        .reasons()
        .into_iter()
        .map(str::to_owned)
        .collect();
    let question = match &ids[..] {
        [id] => format!("Why does {id} end?"),
        ids => format!("Why do {} end?", count(ids.len(), "pairing", "pairings")),
    };
    new.reason = Some(reasons[ask::pick(&question, &reasons)?].clone());
    let [id] = &ids[..] else {
        return Ok(());
    };
    let pairing = &program.pairings[id];
    let who: Vec<String> = EndedBy::WORDS.iter().map(|&word| word.to_owned()).collect();
    new.by = EndedBy::parse(&who[ask::pick("Who ended it?", &who)?]);
    if !ending::had_contact(program.log(id)) {
        return Ok(());
    }
    ask_checklist(&program, pairing, &clock, new)?;
    new.members = exits::ask(&program, pairing)?;
    Ok(())
}

fn ask_checklist(
    program: &Program,
    pairing: &Pairing,
    clock: &Clock,
    new: &mut NewClosing,
) -> Result<(), Failure> {
    for point in ending::open_points(program, pairing, new) {
        let waived = |new: &mut NewClosing| {
            new.waived.push(point.to_owned());
            new.waived_why
                .get_or_insert_with(|| "not done when it was closed".to_owned());
        };
        match point {
            "goals-reviewed" if ask::confirm("Did they go through their goals?")? => {
                new.goals_reviewed = true;
            }
            "thanks" if ask::confirm("Did each thank the other?")? => new.thanks = true,
            "next-steps" | "contact-after" | "last-meeting" => {
                let question = match point {
                    "next-steps" => "What comes next (empty to leave it out)",
                    "contact-after" => "How do they stay in touch (empty to leave it out)",
                    _ => "When was their last meeting (empty to leave it out)",
                };
                let text = ask::line(question, None)?;
                match (text.is_empty(), point) {
                    (true, _) => waived(new),
                    (_, "next-steps") => new.next_steps = Some(text),
                    (_, "contact-after") => new.contact_after = Some(text),
                    _ => new.last_meeting = Some(parse_day(&text, clock, Direction::Past)?),
                }
            }
            _ => waived(new),
        }
    }
    Ok(())
}

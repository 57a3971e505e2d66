//! `certification`: the catalogue, and how far people are.

use crate::calendar::clock::Direction;
use crate::calendar::when::parse_day;
use crate::change::certification::{self, NewCertification};
use crate::change::refusal::Refusal;
use crate::cli::context::{Context, Looking};
use crate::cli::dated::author_on;
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, row_json, usual};
use crate::cli::reference::{is_beginning, person, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list, written};
use crate::cli::written;
use crate::insights::certifications::CertificationStanding;
use crate::insights::certifications::certification_standings;
use crate::model::id::Id;
use crate::model::participant::CertificationState;
use crate::model::program::Program;
use crate::store::nearest::nearest_few;
use crate::store::read::Extent;
use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

const NOUN: Noun = Noun {
    one: "certification",
    many: "certifications",
};

const COLUMNS: [ListColumn; 12] = [
    usual("person"),
    further("name"),
    usual("certification"),
    usual("authority"),
    further("contact"),
    usual("state"),
    usual("since"),
    usual("exam"),
    further("first"),
    number("failed"),
    further("passed"),
    usual("expires"),
];

/// Plan certifications, and say how far people are
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad certification add az-104 --authority Microsoft
  pleiad certification study ada az-104
  pleiad certification pass ada az-104 --on fri
  pleiad certification list --where \"expires < in 3 months\"")]
pub(crate) enum CertificationCommand {
    /// List who works for what, and how far they are
    #[command(visible_alias = "ls")]
    List(CertificationList),
    /// Add a certification to the program's catalogue
    Add(CertificationAdd),
    /// Somebody wishes for it
    #[command(after_help = "Examples:\n  pleiad certification plan ada az-104")]
    Plan(CertificationStep),
    /// Somebody learns for it
    #[command(after_help = "Examples:\n  pleiad certification study ada az-104")]
    Study(CertificationStep),
    /// Somebody's examination has a day
    #[command(
        after_help = "Examples:\n  pleiad certification book ada az-104 --exam \"in 3 weeks\""
    )]
    Book(CertificationBooking),
    /// Somebody passed
    #[command(after_help = "Examples:\n  pleiad certification pass ada az-104 --on fri")]
    Pass(CertificationStep),
    /// Somebody failed; they may go on
    #[command(after_help = "Examples:\n  pleiad certification fail ada az-104 --on fri")]
    Fail(CertificationStep),
    /// Somebody's certificate holds no longer
    #[command(after_help = "Examples:\n  pleiad certification expire ada az-104")]
    Expire(CertificationStep),
}

/// List who works for what; a certificate past its last day is expired whether or not somebody said so
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad certification list
  pleiad certification list --where \"expires < in 3 months\"
  pleiad certification list --where \"state = studying\"")]
pub(crate) struct CertificationList {
    #[command(flatten)]
    list: ListFlags,
}

/// Add a certification to the program's catalogue
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad certification add az-104 --authority Microsoft --contact \"partner desk\" --valid-months 12")]
pub(crate) struct CertificationAdd {
    /// Its id
    #[arg(value_name = "ID")]
    id: String,
    /// Who gives it
    #[arg(long, value_name = "AUTHORITY")]
    authority: Option<String>,
    /// Whom to ask there
    #[arg(long, value_name = "CONTACT")]
    contact: Option<String>,
    /// How long it holds; for ever otherwise
    #[arg(long, value_name = "COUNT")]
    valid_months: Option<u32>,
}

/// Who, which, and since when.
#[derive(Debug, Args)]
pub(crate) struct CertificationStep {
    /// A person
    #[arg(value_name = "PERSON")]
    person: String,
    /// The certification, or the beginning of its id
    #[arg(value_name = "CERTIFICATION")]
    certification: String,
    /// Since when; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// The same, with the day of the examination.
#[derive(Debug, Args)]
pub(crate) struct CertificationBooking {
    #[command(flatten)]
    step: CertificationStep,
    /// The day of the examination; `due` lists it from then on
    #[arg(long, value_name = "DATE")]
    exam: Option<String>,
}

/// A certification of the catalogue.
#[derive(Serialize, JsonSchema)]
struct Known<'a> {
    id: &'a Id,
    authority: Option<&'a str>,
    contact: Option<&'a str>,
    valid_months: Option<u32>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<CertificationStanding<'static>>("certification-list", NOUN),
    written::<Known<'static>>("certification-add", "certification"),
    written::<Option<CertificationStanding<'static>>>("certification-plan", "certification"),
    written::<Option<CertificationStanding<'static>>>("certification-study", "certification"),
    written::<Option<CertificationStanding<'static>>>("certification-book", "certification"),
    written::<Option<CertificationStanding<'static>>>("certification-pass", "certification"),
    written::<Option<CertificationStanding<'static>>>("certification-fail", "certification"),
    written::<Option<CertificationStanding<'static>>>("certification-expire", "certification"),
];

pub(crate) fn run(
    command: &CertificationCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    use CertificationState as State;
    match command {
        CertificationCommand::List(list) => {
            let (program, clock) = context.read(&Extent::Roster)?;
            let rows = certification_standings(&program, clock.today);
            let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
            Ok(Reply::list("certification-list", &list))
        }
        CertificationCommand::Add(add) => run_add(add, context),
        CertificationCommand::Plan(step) => run_step("plan", (step, None), State::Planned, context),
        CertificationCommand::Study(step) => {
            run_step("study", (step, None), State::Studying, context)
        }
        CertificationCommand::Book(booking) => {
            let exam = booking.exam.as_deref();
            run_step("book", (&booking.step, exam), State::Booked, context)
        }
        CertificationCommand::Pass(step) => run_step("pass", (step, None), State::Passed, context),
        CertificationCommand::Fail(step) => run_step("fail", (step, None), State::Failed, context),
        CertificationCommand::Expire(step) => {
            run_step("expire", (step, None), State::Expired, context)
        }
    }
}

fn run_add(add: &CertificationAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id = Id::parse(&add.id);
    let id = id.map_err(|error| Failure::usage(format!("`{}`: {error}", add.id)))?;
    let new = NewCertification {
        id,
        authority: add.authority.clone(),
        contact: add.contact.clone(),
        valid_months: add.valid_months,
    };
    let written = context.change(&Extent::Settings, Looking::Away, |program, _, _| {
        Ok(((), certification::add(program, &new)?))
    })?;
    let record = Known {
        id: &new.id,
        authority: new.authority.as_deref(),
        contact: new.contact.as_deref(),
        valid_months: new.valid_months,
    };
    let done = format!("Added certification {}.", new.id);
    let reply = written::reply(
        "certification-add",
        &written,
        ("certification", row_json(&record).into()),
        done,
    );
    Ok(reply.next(format!("pleiad certification plan PERSON {}", new.id)))
}

fn run_step(
    verb: &str,
    (step, exam): (&CertificationStep, Option<&str>),
    is: CertificationState,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let who = picked(context, &step.person, |word| person(&program, word))?;
    let certification = picked(context, &step.certification, |word| {
        certification_of(&program, word)
    })?;
    let written = context.change(&Extent::Roster, Looking::Away, |program, clock, author| {
        let author = author_on(step.on.as_deref(), clock, author)?;
        let exam = exam.map(|text| parse_day(text, clock, Direction::Future));
        let exam = exam.transpose()?;
        let change = certification::step(program, &who, &certification, (is, exam), &author)?;
        Ok(((), change))
    })?;
    let rows = certification_standings(&written.program, written.clock.today);
    let row = rows
        .iter()
        .find(|row| *row.person == who && *row.certification == certification);
    let record = row.map(row_json);
    let name = written.program.name(&who);
    let done = format!("{name}: {certification} {is}.");
    let command = format!("certification-{verb}");
    let record = ("certification", record.into());
    Ok(written::reply(&command, &written, record, done).next("pleiad report certifications"))
}

/// Finds a certification of the catalogue: its id, or a unique beginning of one.
pub(crate) fn certification_of(program: &Program, word: &str) -> Result<Id, Refusal> {
    let ids = || {
        program
            .settings
            .certifications
            .iter()
            .map(|known| &known.id)
    };
    if let Some(id) = ids().find(|id| id.as_str() == word) {
        return Ok(id.clone());
    }
    let found: Vec<&Id> = ids().filter(|id| is_beginning(word, id.as_str())).collect();
    match found[..] {
        [id] => Ok(id.clone()),
        [] => Err(Refusal::NotFound {
            what: "certification",
            word: word.to_owned(),
            near: nearest_few(word, ids().map(Id::as_str)),
        }),
        _ => Err(Refusal::Ambiguous {
            what: "certifications",
            word: word.to_owned(),
            candidates: found.iter().map(ToString::to_string).collect(),
        }),
    }
}

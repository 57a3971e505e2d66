//! `objective`: show and change what the program wants to reach.

use crate::calendar::clock::Direction;
use crate::calendar::when::parse_day;
use crate::change::edit::{At, Change, FileName};
use crate::change::objective::{self, NewObjective};
use crate::change::refusal::Refusal;
use crate::cli::assignment::parse_entry;
use crate::cli::commands::report::narrow::read_for_objectives;
use crate::cli::context::{Context, Looking, Written};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, row_json, usual};
use crate::cli::reference::is_beginning;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list, one, written};
use crate::cli::written;
use crate::insights::objectives::{ObjectiveStanding, objective_standings};
use crate::insights::progress::progress_of_all;
use crate::model::id::Id;
use crate::model::objective::Metric;
use crate::model::program::Program;
use crate::render::document::{Document, Facts};
use crate::render::words::and_list;
use crate::store::keys;
use crate::store::nearest::nearest_few;
use crate::store::read::Extent;
use clap::{Args, Subcommand};
use serde_json::{Map, Value};

const NOUN: Noun = Noun {
    one: "objective",
    many: "objectives",
};

const COLUMNS: [ListColumn; 10] = [
    usual("id"),
    usual("title"),
    usual("metric"),
    number("baseline"),
    number("target"),
    number("actual"),
    number("expected"),
    further("gap"),
    usual("due"),
    further("owner"),
];

/// Show and change what the program wants to reach
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad objective add \"Every mentee has a mentor\" --metric match-rate --target 100
  pleiad objective list
  pleiad objective reading retain-knowledge 7")]
pub(crate) enum ObjectiveCommand {
    /// List objectives with their actual values
    #[command(visible_alias = "ls")]
    List(ObjectiveList),
    /// Show one objective
    Show(ObjectiveShow),
    /// Add an objective
    Add(ObjectiveAdd),
    /// Change fields: `objective set retain-knowledge target=14`
    Set(ObjectiveSet),
    /// Enter how far an objective is
    Reading(ObjectiveReading),
}

/// List objectives with their actual values
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad objective list\n  pleiad objective list --json")]
pub(crate) struct ObjectiveList {
    #[command(flatten)]
    list: ListFlags,
}

/// Show one objective
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad objective show retain-knowledge")]
pub(crate) struct ObjectiveShow {
    /// Its id, or the beginning of it
    #[arg(value_name = "OBJECTIVE")]
    objective: String,
}

/// Add an objective; everything in the program can be traced to one
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad objective add \"Two people for every system\" --baseline 3 --target 12 --due 2026-12-31
  pleiad objective add \"Every mentee has a mentor\" --metric match-rate --target 100")]
pub(crate) struct ObjectiveAdd {
    /// What to reach, in one line
    #[arg(value_name = "TITLE")]
    title: String,
    /// Its id; made from the title otherwise
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// match-rate, meetings-per-month, goals-reached, certifications-passed, satisfaction, mentors-ready, paid-forward, or entered
    #[arg(long, value_name = "METRIC", default_value = "entered")]
    metric: String,
    /// The value at the start
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    baseline: Option<f64>,
    /// The value wished
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    target: Option<f64>,
    /// By when
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// Id of who answers for it
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
}

/// Change fields of an objective; `KEY=` takes one away
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad objective set retain-knowledge target=14 due=2026-12-31"
)]
pub(crate) struct ObjectiveSet {
    /// Its id, or the beginning of it
    #[arg(value_name = "OBJECTIVE")]
    objective: String,
    /// What to set
    #[arg(value_name = "KEY=VALUE", required = true)]
    assignments: Vec<String>,
}

/// Enter how far an objective is
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad objective reading retain-knowledge 7
  pleiad objective reading retain-knowledge 7 --on 2026-06-30")]
pub(crate) struct ObjectiveReading {
    /// Its id, or the beginning of it
    #[arg(value_name = "OBJECTIVE")]
    objective: String,
    /// The value
    #[arg(value_name = "NUMBER", allow_negative_numbers = true)]
    value: f64,
    /// When it was so; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<ObjectiveStanding<'static>>("objective-list", NOUN),
    one::<ObjectiveStanding<'static>>("objective-show", "objective"),
    written::<ObjectiveStanding<'static>>("objective-add", "objective"),
    written::<ObjectiveStanding<'static>>("objective-set", "objective"),
    written::<ObjectiveStanding<'static>>("objective-reading", "objective"),
];

pub(crate) fn run(
    command: &ObjectiveCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        ObjectiveCommand::List(list) => {
            let (program, clock) = read_for_objectives(context)?;
            let rows = standings(&program, clock.today);
            Ok(Reply::list(
                "objective-list",
                &List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?,
            ))
        }
        ObjectiveCommand::Show(show) => run_show(show, context),
        ObjectiveCommand::Add(add) => run_add(add, context),
        ObjectiveCommand::Set(set) => run_set(set, context),
        ObjectiveCommand::Reading(reading) => run_reading(reading, context),
    }
}

/// Finds an objective: exact id, or a unique beginning of one.
fn find(program: &Program, word: &str) -> Result<Id, Refusal> {
    let ids = || program.objectives.iter().map(|objective| &objective.id);
    if let Some(id) = ids().find(|id| id.as_str() == word) {
        return Ok(id.clone());
    }
    let found: Vec<&Id> = ids().filter(|id| is_beginning(word, id.as_str())).collect();
    match found[..] {
        [id] => Ok(id.clone()),
        [] => {
            let near = nearest_few(word, ids().map(Id::as_str));
            Err(Refusal::NotFound {
                what: "objective",
                word: word.to_owned(),
                near,
            })
        }
        _ => {
            let candidates = found.iter().map(ToString::to_string).collect();
            Err(Refusal::Ambiguous {
                what: "objectives",
                word: word.to_owned(),
                candidates,
            })
        }
    }
}

fn run_show(show: &ObjectiveShow, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = read_for_objectives(context)?;
    let id = find(&program, &show.objective)?;
    let row = record(&program, &id, clock.today);
    let text = |key: &str| {
        row.get(key)
            .filter(|value| !value.is_null())
            .map(crate::cli::list::plain)
    };
    let mut facts = Facts::new();
    for column in COLUMNS.iter().filter(|column| column.key != "title") {
        facts = facts.fact_if(column.key, text(column.key));
    }
    let document = Document::new()
        .heading(text("title").unwrap_or_default())
        .facts(facts);
    Ok(Reply::new(
        "objective-show",
        &Map::from_iter([("objective".to_owned(), Value::from(row))]),
        document,
    ))
}

fn run_add(add: &ObjectiveAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let written = context.change(&Extent::Confidential, Looking::Away, |program, clock, _| {
        let new = NewObjective {
            id: add.id.as_deref().map(id_of).transpose()?,
            title: add.title.clone(),
            metric: metric(&add.metric)?,
            baseline: finite("--baseline", add.baseline)?,
            target: finite("--target", add.target)?,
            due: add
                .due
                .as_deref()
                .map(|text| parse_day(text, clock, Direction::Future))
                .transpose()?,
            owner: add.owner.as_deref().map(id_of).transpose()?,
        };
        Ok(objective::add(program, &new)?)
    })?;
    let done = format!("Added objective {}.", written.answer);
    let next = "pleiad objective list".to_owned();
    Ok(reply("objective-add", &written, done).next(next))
}

fn run_set(set: &ObjectiveSet, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let written = context.change(&Extent::Confidential, Looking::Away, |program, clock, _| {
        let id = find(program, &set.objective)?;
        let at = || At::Entry("objective", vec![("id", Some(id.as_str().into()))]);
        let mut edits = Vec::new();
        let mut keys = Vec::new();
        for words in &set.assignments {
            let assignment = parse_entry(&keys::OBJECTIVES, "objective", words, clock)?;
            if assignment.key == "id" {
                return Err(Failure::usage("an id is frozen when it is made"));
            }
            edits.push(assignment.edit_at(FileName::Objectives, at()));
            keys.push(assignment.key);
        }
        let sentence = format!("set {} of objective {id}", and_list(&keys));
        Ok((id, Change { sentence, edits }))
    })?;
    let done = format!("Changed objective {}.", written.answer);
    Ok(reply("objective-set", &written, done))
}

fn run_reading(
    reading: &ObjectiveReading,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let value = finite("NUMBER", Some(reading.value))?.unwrap_or_default();
    let written = context.change(&Extent::Confidential, Looking::Away, |program, clock, _| {
        let id = find(program, &reading.objective)?;
        let on = reading
            .on
            .as_deref()
            .map(|text| parse_day(text, clock, Direction::Past))
            .transpose()?;
        let change = objective::reading(program, &id, on.unwrap_or(clock.today), value);
        Ok((id, change))
    })?;
    let done = format!("Entered {value} for {}.", written.answer);
    Ok(reply("objective-reading", &written, done))
}

fn reply(command: &str, written: &Written<Id>, done: String) -> Reply {
    let row = record(&written.program, &written.answer, written.clock.today);
    written::reply(command, written, ("objective", row.into()), done)
}

fn standings(program: &Program, today: crate::model::day::Day) -> Vec<ObjectiveStanding<'_>> {
    objective_standings(program, &progress_of_all(program, today), today)
}

fn record(program: &Program, id: &Id, today: crate::model::day::Day) -> Map<String, Value> {
    let rows = standings(program, today);
    rows.iter()
        .find(|row| row.id == id)
        .map(row_json)
        .unwrap_or_default()
}

fn metric(word: &str) -> Result<Metric, Failure> {
    Metric::parse(word).ok_or_else(|| Failure::Usage {
        message: format!("there is no metric `{word}`"),
        hint: Some(format!("one of {}", Metric::WORDS.join(", "))),
    })
}

fn id_of(text: &str) -> Result<Id, Failure> {
    Id::parse(text).map_err(|error| Failure::usage(format!("`{text}`: {error}")))
}

fn finite(flag: &str, value: Option<f64>) -> Result<Option<f64>, Failure> {
    match value {
        Some(value) if !value.is_finite() => {
            Err(Failure::usage(format!("{flag}: a finite number is needed")))
        }
        value => Ok(value),
    }
}

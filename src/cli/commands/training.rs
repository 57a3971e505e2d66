//! `training`: modules, who took them, and who lacks them.

use crate::calendar::clock::Direction;
use crate::calendar::when::parse_day;
use crate::change::edit::{At, Change, FileName};
use crate::change::refusal::Refusal;
use crate::change::training::{self, NewModule};
use crate::cli::assignment::parse_entry;
use crate::cli::commands::participant::changed;
use crate::cli::context::{Context, Looking, Written};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, row_json, usual};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list, written};
use crate::cli::several::People;
use crate::cli::written;
use crate::insights::roster::ParticipantRow;
use crate::insights::training::{ModuleRow, StandingRow, module_rows, standing_rows};
use crate::model::id::Id;
use crate::model::participant::Role;
use crate::model::program::Program;
use crate::render::document::Document;
use crate::render::table::{Cell, Column, Table};
use crate::render::words::and_list;
use crate::store::keys;
use crate::store::nearest::nearest_few;
use crate::store::read::Extent;
use clap::{Args, Subcommand};

const NOUN: Noun = Noun {
    one: "module",
    many: "modules",
};

const COLUMNS: [ListColumn; 7] = [
    usual("id"),
    usual("role"),
    usual("title"),
    usual("required"),
    number("minutes"),
    number("taken"),
    number("missing"),
];

const STATUS_NOUN: Noun = Noun {
    one: "participant",
    many: "participants",
};

const STATUS_COLUMNS: [ListColumn; 6] = [
    usual("id"),
    further("name"),
    further("roles"),
    usual("taken"),
    usual("missing"),
    usual("trained"),
];

/// Modules that prepare people, who took them and who lacks them
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad training add listening-102 --role mentor --required --minutes 90
  pleiad training done listening-101 grace lee
  pleiad training status --where \"trained = no\"")]
pub(crate) enum TrainingCommand {
    /// List modules
    #[command(visible_alias = "ls")]
    List(TrainingList),
    /// Add a module
    Add(TrainingAdd),
    /// Change fields: `training set listening-101 required=true`
    Set(TrainingSet),
    /// Say that people took a module
    Done(TrainingDone),
    /// See who took what: a matrix of people and modules
    Status(TrainingStatus),
}

/// List modules, with how many took them and how many lack them
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad training list\n  pleiad training list --json")]
pub(crate) struct TrainingList {
    #[command(flatten)]
    list: ListFlags,
}

/// Add a module
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad training add listening-101 --role mentor --title Listening --required --minutes 90
  pleiad program set policy.training_gate=true
With the gate on, mentors without every required module stay out of matching.")]
pub(crate) struct TrainingAdd {
    /// Its id
    #[arg(value_name = "MODULE")]
    id: String,
    /// Who takes it: mentor or mentee; both otherwise
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// Its title
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// The gate asks for it
    #[arg(long)]
    required: bool,
    /// Its length in minutes
    #[arg(long, value_name = "MINUTES")]
    minutes: Option<u32>,
    /// Where it is
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

/// Change fields of a module; `KEY=` takes one away
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad training set listening-101 required=true minutes=60")]
pub(crate) struct TrainingSet {
    /// Its id
    #[arg(value_name = "MODULE")]
    module: String,
    /// What to set
    #[arg(value_name = "KEY=VALUE", required = true)]
    assignments: Vec<String>,
}

/// Say that people took a module; who took it before is left alone
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad training done listening-101 grace lee --on 2026-01-09
  pleiad training done listening-101 --where \"roles ~ mentor\" -y
Attending an event of a module completes it too: `pleiad event attend`.")]
pub(crate) struct TrainingDone {
    /// Its id
    #[arg(value_name = "MODULE")]
    module: String,
    #[command(flatten)]
    people: People,
    /// When; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// See who took what: a matrix of people and modules
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad training status
  pleiad training status --where \"trained = no\"
  pleiad training status --role mentee --json")]
pub(crate) struct TrainingStatus {
    /// Whose: mentor or mentee; everybody otherwise
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    #[command(flatten)]
    list: ListFlags,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<ModuleRow<'static>>("training-list", NOUN),
    list::<StandingRow<'static>>("training-status", STATUS_NOUN),
    written::<Option<ModuleRow<'static>>>("training-add", "module"),
    written::<Option<ModuleRow<'static>>>("training-set", "module"),
    written::<Vec<ParticipantRow<'static>>>("training-done", "participants"),
];

pub(crate) fn run(
    command: &TrainingCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        TrainingCommand::List(list) => {
            let (program, clock) = context.read(&Extent::Roster)?;
            let rows = module_rows(&program, clock.today);
            let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
            Ok(Reply::list("training-list", &list))
        }
        TrainingCommand::Add(add) => run_add(add, context),
        TrainingCommand::Set(set) => run_set(set, context),
        TrainingCommand::Done(done) => run_done(done, context),
        TrainingCommand::Status(status) => run_status(status, context),
    }
}

fn role(word: &str) -> Result<Role, Failure> {
    Role::parse(word).ok_or_else(|| Failure::Usage {
        message: format!("there is no role `{word}`"),
        hint: Some(format!("one of {}", Role::WORDS.join(", "))),
    })
}

/// Finds a module: exact id, or a unique beginning of one.
pub(crate) fn module(program: &Program, word: &str) -> Result<Id, Refusal> {
    let ids = || program.settings.trainings.iter().map(|module| &module.id);
    if let Some(id) = ids().find(|id| id.as_str() == word) {
        return Ok(id.clone());
    }
    let found: Vec<&Id> = ids().filter(|id| id.as_str().starts_with(word)).collect();
    match found[..] {
        [id] => Ok(id.clone()),
        [] => Err(Refusal::NotFound {
            what: "training module",
            word: word.to_owned(),
            near: nearest_few(word, ids().map(Id::as_str)),
        }),
        _ => Err(Refusal::Ambiguous {
            what: "training modules",
            word: word.to_owned(),
            candidates: found.iter().map(ToString::to_string).collect(),
        }),
    }
}

fn run_add(add: &TrainingAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id =
        Id::parse(&add.id).map_err(|error| Failure::usage(format!("`{}`: {error}", add.id)))?;
    let new = NewModule {
        id: id.clone(),
        role: add.role.as_deref().map(role).transpose()?,
        title: add.title.clone(),
        required: add.required,
        minutes: add.minutes,
        url: add.url.clone(),
    };
    let written = context.change(&Extent::Roster, Looking::Away, |program, _, _| {
        Ok((id.clone(), training::add(program, &new)?))
    })?;
    let next = format!("pleiad training done {id} --where \"roles ~ mentor\"");
    let done = format!("Added module {id}.");
    Ok(reply("training-add", &written, done).next(next))
}

fn run_set(set: &TrainingSet, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let written = context.change(&Extent::Roster, Looking::Away, |program, clock, _| {
        let id = module(program, &set.module)?;
        let at = || At::Entry("training", vec![("id", Some(id.as_str().into()))]);
        let mut edits = Vec::new();
        let mut changed = Vec::new();
        for words in &set.assignments {
            let assignment = parse_entry(&keys::PROGRAM, "training", words, clock)?;
            if assignment.key == "id" {
                return Err(Failure::usage("an id is frozen when it is made"));
            }
            edits.push(assignment.edit_at(FileName::Program, at()));
            changed.push(assignment.key);
        }
        let sentence = format!("set {} of module {id}", and_list(&changed));
        Ok((id, Change { sentence, edits }))
    })?;
    let done = format!("Changed module {}.", written.answer);
    Ok(reply("training-set", &written, done))
}

fn reply(command: &str, written: &Written<Id>, done: String) -> Reply {
    let rows = module_rows(&written.program, written.clock.today);
    let row = rows
        .iter()
        .find(|row| *row.id == written.answer)
        .map(row_json);
    written::reply(command, written, ("module", row.into()), done)
}

fn run_done(done: &TrainingDone, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let meant = done.people.meant(context)?;
    let written = context.change(&Extent::Roster, meant.looking(), |program, clock, _| {
        let module = module(program, &done.module)?;
        let people = meant.people(program, clock)?;
        let on = done.on.as_deref();
        let on = on
            .map(|text| parse_day(text, clock, Direction::Past))
            .transpose()?;
        let on = on.unwrap_or(clock.today);
        if clock.today < on {
            return Err(
                Refusal::refused(format!("nobody took it on {on}, which lies ahead")).into(),
            );
        }
        let change = training::take_all(program, &people, &module, on)?;
        Ok((people, change))
    })?;
    Ok(changed("training-done", &written).next("pleiad training status"))
}

fn run_status(status: &TrainingStatus, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let of = status.role.as_deref().map(role).transpose()?;
    let rows = standing_rows(&program, of, clock.today);
    let list = List::new(STATUS_NOUN, &STATUS_COLUMNS, &rows, &status.list, &clock)?;
    let mut reply = Reply::list("training-status", &list);
    if status.list.columns.is_none() {
        reply.document = matrix(&program, &list);
    }
    Ok(reply)
}

/// People against modules: the day, a dash, or nothing where it is not theirs.
fn matrix(program: &Program, list: &List) -> Document {
    let modules: Vec<&Id> = program
        .settings
        .trainings
        .iter()
        .map(|module| &module.id)
        .collect();
    let head = std::iter::once(Column::text("id", "id"))
        .chain(
            modules
                .iter()
                .map(|id| Column::text(id.as_str(), id.as_str())),
        )
        .chain([Column::text("trained", "trained")]);
    let mut table = Table::new(head);
    for row in list.rows_json().as_array().into_iter().flatten() {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let taken = |id: &Id| {
            let taken = row["taken"].as_array().into_iter().flatten();
            taken.clone().find_map(|entry| {
                let (module, on) = entry.as_str()?.split_once(' ')?;
                (module == id.as_str()).then(|| on.to_owned())
            })
        };
        let is_missing = |id: &Id| {
            let missing = row["missing"].as_array().into_iter().flatten();
            missing
                .clone()
                .any(|module| module.as_str() == Some(id.as_str()))
        };
        let cells = modules.iter().map(|id| match taken(id) {
            Some(on) => Cell::from(on),
            None if is_missing(id) => Cell::from("missing"),
            None => Cell::none(),
        });
        let trained = if row["trained"] == true { "yes" } else { "no" };
        table.push(
            std::iter::once(Cell::from(text("id")))
                .chain(cells)
                .chain([Cell::from(trained)]),
        );
    }
    Document::new().table(table)
}

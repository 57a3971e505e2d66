//! `goal`: what pairings want to reach, how far they are, and the steps of their plan.

use crate::calendar::clock::Direction;
use crate::calendar::when::parse_day;
use crate::change::edit::{At, Author, Change, Edit, FileName};
use crate::change::goal::{self, NewGoal};
use crate::change::refusal::Refusal;
use crate::cli::ask::{self, Asking};
use crate::cli::assignment::parse_entry;
use crate::cli::context::{Context, Looking, Written};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, row_json, usual};
use crate::cli::reference::{self, entry, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list, written};
use crate::cli::written;
use crate::insights::goals::{GoalRow, StepRow, goal_rows, step_rows};
use crate::model::id::Id;
use crate::model::pairing::{GoalOf, Pairing};
use crate::model::program::Program;
use crate::render::words::and_list;
use crate::store::keys;
use crate::store::read::Extent;
use clap::{Args, Subcommand};

const NOUN: Noun = Noun {
    one: "goal",
    many: "goals",
};

const COLUMNS: [ListColumn; 10] = [
    usual("pairing"),
    further("id"),
    usual("of"),
    usual("text"),
    further("measure"),
    further("certification"),
    usual("due"),
    number("percent"),
    further("read_on"),
    usual("state"),
];

const STEP_NOUN: Noun = Noun {
    one: "step",
    many: "steps",
};

const STEP_COLUMNS: [ListColumn; 7] = [
    usual("pairing"),
    usual("id"),
    usual("text"),
    usual("owner"),
    usual("due"),
    usual("done"),
    usual("state"),
];

/// What pairings want to reach, how far they are, and the steps of their plan
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad goal add ada -m \"Pass AZ-104\" --due 2026-12-31
  pleiad goal reading ada 40 --goal \"incident review\"
  pleiad goal steps ada
  pleiad goal list --where \"state = overdue\"")]
pub(crate) enum GoalCommand {
    /// List goals with their latest reading
    #[command(visible_alias = "ls")]
    List(GoalList),
    /// Set a goal
    Add(GoalAdd),
    /// Change fields of a goal
    Set(GoalSet),
    /// Say how far a goal is
    Reading(GoalReading),
    /// List steps of plans
    Steps(GoalSteps),
    /// Say that a step is done, move it, add or drop one
    Step(GoalStep),
}

/// List goals with their latest reading
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad goal list ada+grace
  pleiad goal list --where \"state = overdue\"")]
pub(crate) struct GoalList {
    /// Only those of these pairings
    #[arg(value_name = "PAIRING")]
    pairings: Vec<String>,
    #[command(flatten)]
    list: ListFlags,
}

/// Set a goal of a pairing
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad goal add ada -m \"Pass AZ-104\" --certification az-104 --due 2026-06-30
  pleiad goal add ada+grace -m \"Learn how the new rota works\" --of mentor")]
pub(crate) struct GoalAdd {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// What to reach
    #[arg(short = 'm', long, value_name = "TEXT")]
    text: Option<String>,
    /// Whose goal it is: mentee, mentor or both
    #[arg(long, value_name = "WHO", default_value = "mentee")]
    of: String,
    /// How one will know
    #[arg(long, value_name = "TEXT")]
    measure: Option<String>,
    /// The certification that it is
    #[arg(long, value_name = "CERTIFICATION")]
    certification: Option<String>,
    /// By when
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
}

/// Change fields of a goal; `KEY=` takes one away
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad goal set ada due=2026-09-30\n  pleiad goal set ada --goal incident measure=\"review published\""
)]
pub(crate) struct GoalSet {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// Which goal: words of its text; the only one otherwise
    #[arg(long, value_name = "WORDS")]
    goal: Option<String>,
    /// What to set
    #[arg(value_name = "KEY=VALUE", required = true)]
    assignments: Vec<String>,
}

/// Say how far a goal is; a second reading of a day replaces the first
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad goal reading ada 40 --note \"mock exam 62 %\"
  pleiad goal reading ada 100 --goal \"incident review\" --on 2026-03-01")]
pub(crate) struct GoalReading {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// 0 to 100; 100 is reached
    #[arg(value_name = "PERCENT")]
    percent: i64,
    /// Which goal: words of its text; the only open one otherwise
    #[arg(long, value_name = "WORDS")]
    goal: Option<String>,
    /// What shows it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// When it was so; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// List steps of the plans of pairings
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad goal steps ada\n  pleiad goal steps --where \"state = overdue\""
)]
pub(crate) struct GoalSteps {
    /// Only those of these pairings
    #[arg(value_name = "PAIRING")]
    pairings: Vec<String>,
    #[command(flatten)]
    list: ListFlags,
}

/// Say that a step is done, move it, add or drop one: every plan is free to change
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad goal step ada first-goal --done
  pleiad goal step ada halfway --due 2026-05-04
  pleiad goal step ada visit-lab --add -m \"Visit the lab\" --due 2026-04-01
  pleiad goal step ada farewell --drop")]
pub(crate) struct GoalStep {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// Its id, or the beginning of it
    #[arg(value_name = "STEP")]
    step: String,
    /// It is done, today or on a day
    #[arg(long, value_name = "DATE", num_args = 0..=1, default_missing_value = "today")]
    done: Option<String>,
    /// By when
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// What it is
    #[arg(short = 'm', long, value_name = "TEXT")]
    text: Option<String>,
    /// Whose it is: mentee, mentor or both
    #[arg(long, value_name = "WHO", value_parser = ["mentee", "mentor", "both"])]
    owner: Option<String>,
    /// Add it to the plan
    #[arg(long, conflicts_with = "drop")]
    add: bool,
    /// Take it out of the plan
    #[arg(long, conflicts_with_all = ["done", "due", "text", "owner"])]
    drop: bool,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<GoalRow<'static>>("goal-list", NOUN),
    list::<StepRow<'static>>("goal-steps", STEP_NOUN),
    written::<Option<GoalRow<'static>>>("goal-add", "goal"),
    written::<Option<GoalRow<'static>>>("goal-set", "goal"),
    written::<Option<GoalRow<'static>>>("goal-reading", "goal"),
    written::<Option<StepRow<'static>>>("goal-step", "step"),
];

pub(crate) fn run(command: &GoalCommand, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    match command {
        GoalCommand::List(list) => {
            let (program, clock) = context.read(&Extent::Roster)?;
            let of = pairings(&list.pairings, &program, context)?;
            let rows = goal_rows(&program, &of, clock.today);
            let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
            Ok(Reply::list("goal-list", &list))
        }
        GoalCommand::Steps(steps) => {
            let (program, clock) = context.read(&Extent::Roster)?;
            let of = pairings(&steps.pairings, &program, context)?;
            let rows = step_rows(&program, &of, clock.today);
            let list = List::new(STEP_NOUN, &STEP_COLUMNS, &rows, &steps.list, &clock)?;
            Ok(Reply::list("goal-steps", &list))
        }
        GoalCommand::Add(add) => run_add(add, context),
        GoalCommand::Set(set) => run_set(set, context),
        GoalCommand::Reading(reading) => run_reading(reading, context),
        GoalCommand::Step(step) => run_step(step, context),
    }
}

fn pairings(
    words: &[String],
    program: &Program,
    context: &Context<'_, '_>,
) -> Result<Vec<Id>, Failure> {
    let found = words
        .iter()
        .map(|word| picked(context, word, |word| reference::pairing(program, word)));
    found.collect()
}

fn pairing_of(word: &str, context: &mut Context<'_, '_>) -> Result<Id, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    picked(context, word, |word| reference::pairing(&program, word))
}

fn run_add(add: &GoalAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id = pairing_of(&add.pairing, context)?;
    let text = match &add.text {
        Some(text) => text.clone(),
        None if context.asking() == Asking::Possible => {
            ask::line("What do they want to reach", None)?
        }
        None => return Err(Failure::usage("what is the goal? give it by -m TEXT")),
    };
    let of = GoalOf::parse(&add.of).ok_or_else(|| Failure::Usage {
        message: format!("--of {}: a goal is nobody else's", add.of),
        hint: Some(format!("one of {}", GoalOf::WORDS.join(", "))),
    })?;
    let certification = add.certification.as_deref().map(Id::parse).transpose();
    let certification =
        certification.map_err(|error| Failure::usage(format!("--certification: {error}")))?;
    let written = context.change(&Extent::Roster, Looking::Away, |program, clock, author| {
        let due = add.due.as_deref();
        let new = NewGoal {
            of,
            text: text.clone(),
            measure: add.measure.clone(),
            certification: certification.clone(),
            due: due
                .map(|text| parse_day(text, clock, Direction::Future))
                .transpose()?,
        };
        let (goal, change) = goal::add(pairing(program, &id)?, &new, author)?;
        Ok((goal, change))
    })?;
    let done = format!("Set goal {} of {id}.", written.answer);
    let next = format!("pleiad goal reading {id} 10");
    Ok(reply("goal-add", &id, &written, done).next(next))
}

fn run_set(set: &GoalSet, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id = pairing_of(&set.pairing, context)?;
    let written = context.change(&Extent::Roster, Looking::Away, |program, clock, _| {
        let goal = meant(pairing(program, &id)?, set.goal.as_deref(), |_| true)?;
        let at = || At::Entry("goal", vec![("id", Some(goal.as_str().into()))]);
        let mut edits = Vec::new();
        let mut changed = Vec::new();
        for words in &set.assignments {
            let assignment = parse_entry(&keys::PAIRING, "goal", words, clock)?;
            if assignment.key == "id" {
                return Err(Failure::usage("an id is frozen when it is made"));
            }
            edits.push(assignment.edit_at(FileName::Pairing(id.clone()), at()));
            changed.push(assignment.key);
        }
        let sentence = format!("set {} of goal {goal} of {id}", and_list(&changed));
        Ok((goal, Change { sentence, edits }))
    })?;
    let done = format!("Changed goal {} of {id}.", written.answer);
    Ok(reply("goal-set", &id, &written, done))
}

fn run_reading(reading: &GoalReading, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id = pairing_of(&reading.pairing, context)?;
    let written = context.change(&Extent::Roster, Looking::Away, |program, clock, author| {
        let pairing = pairing(program, &id)?;
        let is_open = |goal: &Id| !pairing.is_reached(goal);
        let goal = meant(pairing, reading.goal.as_deref(), is_open)?;
        let on = reading.on.as_deref();
        let on = on
            .map(|text| parse_day(text, clock, Direction::Past))
            .transpose()?;
        let author = Author {
            today: on.unwrap_or(author.today),
            by: author.by.clone(),
        };
        let note = reading.note.as_deref();
        let change = goal::reading(pairing, &goal, reading.percent, note, &author)?;
        Ok((goal, change))
    })?;
    let done = format!(
        "Goal {} of {id} is at {} %.",
        written.answer, reading.percent
    );
    Ok(reply("goal-reading", &id, &written, done))
}

/// The goal that is meant: words of its text or its id, else the only one that may be.
fn meant(
    pairing: &Pairing,
    words: Option<&str>,
    may_be: impl Fn(&Id) -> bool,
) -> Result<Id, Refusal> {
    let goals = pairing.goals.iter();
    let entries: Vec<(&Id, &str)> = goals.map(|goal| (&goal.id, goal.text.as_str())).collect();
    let open: Vec<(&Id, &str)> = entries
        .iter()
        .copied()
        .filter(|(id, _)| may_be(id))
        .collect();
    entry(("goal", "goals"), &entries, &open, words)
}

fn pairing<'a>(program: &'a Program, id: &Id) -> Result<&'a Pairing, Refusal> {
    let missing = || Refusal::NotFound {
        what: "pairing",
        word: id.to_string(),
        near: Vec::new(),
    };
    program.pairings.get(id).ok_or_else(missing)
}

fn reply(command: &str, pairing: &Id, written: &Written<Id>, done: String) -> Reply {
    let of = [pairing.clone()];
    let rows = goal_rows(&written.program, &of, written.clock.today);
    let row = rows
        .iter()
        .find(|row| *row.id == written.answer)
        .map(row_json);
    written::reply(command, written, ("goal", row.into()), done)
}

fn run_step(step: &GoalStep, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id = pairing_of(&step.pairing, context)?;
    let written = context.change(&Extent::Roster, Looking::Away, |program, clock, _| {
        let pairing = pairing(program, &id)?;
        let day = |text: &Option<String>, direction| {
            let text = text.as_deref();
            text.map(|text| parse_day(text, clock, direction))
                .transpose()
        };
        let told = goal::StepWord {
            due: day(&step.due, Direction::Future)?,
            done: day(&step.done, Direction::Past)?,
            text: step.text.clone(),
            owner: step.owner.clone(),
        };
        if step.add {
            let new = Id::parse(&step.step)
                .map_err(|error| Failure::usage(format!("`{}`: {error}", step.step)))?;
            return Ok((new.clone(), goal::add_step(pairing, &new, &told)?));
        }
        let ids: Vec<(&Id, &str)> = pairing
            .steps
            .iter()
            .map(|known| (&known.id, known.text.as_deref().unwrap_or_default()))
            .collect();
        let known = entry(("step", "steps"), &ids, &ids, Some(&step.step))?;
        if step.drop {
            let edit = Edit::Remove {
                file: FileName::Pairing(id.clone()),
                table: "step",
                entry: vec![("id", Some(known.as_str().into()))],
            };
            let sentence = format!("drop step {known} of {id}");
            return Ok((
                known,
                Change {
                    sentence,
                    edits: vec![edit],
                },
            ));
        }
        let change = goal::set_step(pairing, &known, &told)?;
        Ok((known, change))
    })?;
    let of = [id.clone()];
    let rows = step_rows(&written.program, &of, written.clock.today);
    let row = rows
        .iter()
        .find(|row| *row.id == written.answer)
        .map(row_json);
    let done = format!("Changed step {} of {id}.", written.answer);
    Ok(written::reply(
        "goal-step",
        &written,
        ("step", row.into()),
        done,
    ))
}

//! `program milestone`: dates everybody should know.

use crate::calendar::clock::Direction;
use crate::calendar::when::parse_day;
use crate::change::edit::{Change, Edit, FileName, field};
use crate::change::refusal::Refusal;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, row_json, usual};
use crate::cli::reference::cohort;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list, written};
use crate::cli::written;
use crate::insights::milestones::{MilestoneRow, milestone_rows};
use crate::model::id::Id;
use crate::model::settings::Anchor;
use crate::model::value::Value;
use crate::store::read::Extent;
use clap::{Args, Subcommand};

const NOUN: Noun = Noun {
    one: "milestone",
    many: "milestones",
};

const COLUMNS: [ListColumn; 5] = [
    usual("on"),
    usual("id"),
    usual("cohort"),
    usual("label"),
    usual("state"),
];

/// Dates everybody should know
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad program milestone add farewell --on ends-1w
  pleiad program milestone list")]
pub(crate) enum MilestoneCommand {
    /// List milestones on their days
    #[command(visible_alias = "ls")]
    List(MilestoneList),
    /// Add a milestone
    Add(MilestoneAdd),
}

/// List milestones on their days in each cohort
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad program milestone list\n  pleiad program milestone list --where \"state = ahead\""
)]
pub(crate) struct MilestoneList {
    #[command(flatten)]
    list: ListFlags,
}

/// Add a milestone: a day, or a place in a cohort that moves with it
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad program milestone add kickoff --on 2026-01-12 --label Kick-off --cohort 2026-spring
  pleiad program milestone add halfway --on midpoint --label \"Half-way lunch\"
  pleiad program milestone add farewell --on ends-1w")]
pub(crate) struct MilestoneAdd {
    /// Its id
    #[arg(value_name = "MILESTONE")]
    id: String,
    /// A day, or an anchor: starts+2w, midpoint, midpoint+7d, ends-1w
    #[arg(long, value_name = "DATE|ANCHOR", required = true)]
    on: String,
    /// What it is
    #[arg(long, value_name = "LABEL")]
    label: Option<String>,
    /// Its cohort; every cohort otherwise
    #[arg(long, value_name = "COHORT")]
    cohort: Option<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<MilestoneRow<'static>>("program-milestone-list", NOUN),
    written::<Option<MilestoneRow<'static>>>("program-milestone-add", "milestone"),
];

pub(crate) fn run(
    command: &MilestoneCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        MilestoneCommand::List(list) => {
            let (program, clock) = context.read(&Extent::Settings)?;
            let rows = milestone_rows(&program, clock.today);
            let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
            Ok(Reply::list("program-milestone-list", &list))
        }
        MilestoneCommand::Add(add) => run_add(add, context),
    }
}

fn run_add(add: &MilestoneAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id =
        Id::parse(&add.id).map_err(|error| Failure::usage(format!("`{}`: {error}", add.id)))?;
    let written = context.change(&Extent::Settings, Looking::Away, |program, clock, _| {
        if program
            .settings
            .milestones
            .iter()
            .any(|known| known.id == id)
        {
            return Err(Refusal::refused(format!("there is a milestone {id} already")).into());
        }
        let on: Value = match Anchor::parse(&add.on) {
            Some(_) => add.on.as_str().into(),
            None => parse_day(&add.on, clock, Direction::Future)?.into(),
        };
        let of = add.cohort.as_deref();
        let of = of.map(|word| cohort(program, word)).transpose()?;
        let mut fields = vec![field("id", id.as_str())];
        fields.extend(of.as_ref().map(|of| field("cohort", of.as_str())));
        fields.push(field("on", on));
        fields.extend(add.label.as_deref().map(|label| field("label", label)));
        let change = Change {
            sentence: format!("add milestone {id}"),
            edits: vec![Edit::Append {
                file: FileName::Program,
                table: "milestone",
                fields,
            }],
        };
        Ok((id.clone(), change))
    })?;
    let rows = milestone_rows(&written.program, written.clock.today);
    let row = rows.iter().find(|row| *row.id == id);
    let day = row.and_then(|row| row.on);
    let on = day.map_or_else(String::new, |day| format!(" on {day}"));
    let record = row.map(row_json);
    Ok(written::reply(
        "program-milestone-add",
        &written,
        ("milestone", record.into()),
        format!("Added milestone {id}{on}."),
    ))
}

//! `program`: show and change what the program is.

pub(crate) mod milestone;

use crate::change::edit::{Change, FileName};
use crate::cli::assignment::Assignment;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::list::row_json;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, one, written};
use crate::cli::{editing, written};
use crate::model::cadence::Cadence;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::model::settings::{Confidential, Policy, ProgramKind, Settings};
use crate::render::document::{Document, Facts};
use crate::render::table::{Column, Table};
use crate::render::words::and_list;
use crate::store::keys;
use crate::store::read::Extent;
use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Show and change what the program is
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad program show
  pleiad program set acceptance=true meeting_every=\"2 weeks\"
  pleiad program milestone add halfway --on midpoint")]
pub(crate) enum ProgramCommand {
    /// Show the program's settings
    Show(ProgramShow),
    /// Change settings: `program set policy.acceptance=true`
    Set(ProgramSet),
    /// Open program.toml in your editor
    Edit(ProgramEdit),
    /// Dates everybody should know
    #[command(subcommand)]
    Milestone(milestone::MilestoneCommand),
}

/// Show the program's settings
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad program show\n  pleiad program show --json")]
pub(crate) struct ProgramShow {}

/// Change settings; `KEY=` takes one away
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad program set name=\"IT mentoring\" timezone=Europe/Berlin
  pleiad program set acceptance=true meeting_every=\"2 weeks\"
Cohorts, milestones and other tables: pleiad program edit. `pleiad help files` lists the keys.")]
pub(crate) struct ProgramSet {
    /// What to set
    #[arg(value_name = "KEY=VALUE", required = true)]
    assignments: Vec<String>,
}

/// Open program.toml in your editor
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad program edit
What you leave is checked as any change is; with errors in it, nothing is written and your text is kept.")]
pub(crate) struct ProgramEdit {}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    one::<Shown<'static>>("program-show", "program"),
    written::<Shown<'static>>("program-set", "program"),
    written::<Shown<'static>>("program-edit", "program"),
];

pub(crate) fn run(
    command: &ProgramCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        ProgramCommand::Show(_) => {
            let (program, _) = context.read(&Extent::Settings)?;
            let answer = Map::from_iter([("program".to_owned(), record(&program))]);
            Ok(Reply::new("program-show", &answer, document(&program)))
        }
        ProgramCommand::Set(set) => run_set(set, context),
        ProgramCommand::Milestone(command) => milestone::run(command, context),
        ProgramCommand::Edit(_) => {
            let written = editing::edit_file(context, &FileName::Program, "edit program.toml")?;
            let record = record(&written.program);
            Ok(written::reply(
                "program-edit",
                &written,
                ("program", record),
                "Changed program.toml.".to_owned(),
            ))
        }
    }
}

fn run_set(set: &ProgramSet, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let written = context.change(&Extent::Program, Looking::Away, |_, clock, _| {
        let assignments = set
            .assignments
            .iter()
            .map(|words| Assignment::parse(&keys::PROGRAM, words, clock));
        let assignments = assignments.collect::<Result<Vec<_>, _>>()?;
        if let Some(frozen) = assignments
            .iter()
            .find(|one| one.table.is_none() && matches!(one.key.as_str(), "id" | "format"))
        {
            return Err(Failure::usage(format!(
                "{} is frozen when the program is made",
                frozen.key
            )));
        }
        let keys: Vec<&str> = assignments
            .iter()
            .map(|assignment| assignment.key.as_str())
            .collect();
        let sentence = format!("set {} of the program", and_list(keys));
        let edits = assignments
            .iter()
            .map(|assignment| assignment.edit(FileName::Program))
            .collect();
        Ok(((), Change { sentence, edits }))
    })?;
    let record = record(&written.program);
    Ok(written::reply(
        "program-set",
        &written,
        ("program", record),
        "Changed program.toml.".to_owned(),
    ))
}

/// The settings for scripts.
#[derive(Serialize, JsonSchema)]
struct Shown<'a> {
    id: &'a Id,
    name: &'a str,
    kind: ProgramKind,
    purpose: Option<&'a str>,
    timezone: &'a str,
    me: Option<&'a PersonId>,
    policy: ShownPolicy,
    cohorts: Vec<ShownCohort<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the program's own"
)]
struct ShownPolicy {
    screening: bool,
    training_gate: bool,
    acceptance: bool,
    acceptance_days: u32,
    signature: bool,
    closing_checklist: bool,
    confidential: Confidential,
    commitment_months_min: u32,
    meeting_every: Cadence,
    meeting_longest: Cadence,
    in_person_every: Option<Cadence>,
    meeting_minutes: u32,
    /// The least and the greatest score.
    scale: [i64; 2],
}

#[derive(Serialize, JsonSchema)]
struct ShownCohort<'a> {
    id: &'a Id,
    starts: Option<Day>,
    ends: Option<Day>,
}

fn record(program: &Program) -> Value {
    row_json(&Shown::of(&program.settings)).into()
}

impl<'a> Shown<'a> {
    fn of(settings: &'a Settings) -> Shown<'a> {
        let cohorts = settings.cohorts.iter().map(|cohort| ShownCohort {
            id: &cohort.id,
            starts: cohort.starts,
            ends: cohort.ends,
        });
        Shown {
            id: &settings.id,
            name: &settings.name,
            kind: settings.kind,
            purpose: settings.purpose.as_deref(),
            timezone: settings.timezone.name(),
            me: settings.me.as_ref(),
            policy: ShownPolicy::of(&settings.policy),
            cohorts: cohorts.collect(),
        }
    }
}

impl ShownPolicy {
    fn of(policy: &Policy) -> ShownPolicy {
        ShownPolicy {
            screening: policy.screening,
            training_gate: policy.training_gate,
            acceptance: policy.acceptance,
            acceptance_days: policy.acceptance_days,
            signature: policy.signature,
            closing_checklist: policy.closing_checklist,
            confidential: policy.confidential,
            commitment_months_min: policy.commitment_months_min,
            meeting_every: policy.meeting_every,
            meeting_longest: policy.meeting_longest,
            in_person_every: policy.in_person_every,
            meeting_minutes: policy.meeting_minutes,
            scale: [policy.scale.0, policy.scale.1],
        }
    }
}

fn document(program: &Program) -> Document {
    let settings = &program.settings;
    let policy = &settings.policy;
    let on = |flag: bool| if flag { "on" } else { "off" };
    let facts = Facts::new()
        .fact("id", settings.id.as_str())
        .fact("kind", settings.kind.as_str())
        .fact_if("purpose", settings.purpose.as_deref())
        .fact("time zone", settings.timezone.name())
        .fact_if(
            "me",
            settings.me.as_ref().map(crate::model::id::PersonId::as_str),
        )
        .fact("meet every", policy.meeting_every.to_string())
        .fact("at the longest", policy.meeting_longest.to_string())
        .fact_if(
            "in person every",
            policy.in_person_every.map(|cadence| cadence.to_string()),
        )
        .fact(
            "commitment",
            format!("{} months", policy.commitment_months_min),
        );
    let gates = Facts::new()
        .fact("screening", on(policy.screening))
        .fact("training", on(policy.training_gate))
        .fact("acceptance", on(policy.acceptance))
        .fact("signature", on(policy.signature))
        .fact("closing checklist", on(policy.closing_checklist));
    let mut document = Document::new()
        .heading(settings.name.as_str())
        .facts(facts)
        .section("Gates")
        .facts(gates);
    if !settings.cohorts.is_empty() {
        let head = ["cohort", "starts", "ends"].map(|title| Column::text(title, title));
        let mut table = Table::new(head);
        for cohort in &settings.cohorts {
            let day = |day: Option<crate::model::day::Day>| day.map(|day| day.to_string()).into();
            table.push([
                cohort.id.as_str().into(),
                day(cohort.starts),
                day(cohort.ends),
            ]);
        }
        document = document.section("Cohorts").table(table);
    }
    document
}

//! `import`: people, pairings, check-ins, outcomes, meetings and prospects from files, all or nothing.

mod meetings;
mod program;
mod prospects;
mod report;

use crate::change::edit::Author;
use crate::change::import::checkins::CheckinsReport;
use crate::change::import::checkins::checkins;
use crate::change::import::csv::{self, CsvTable};
use crate::change::import::fault::ImportRefusal;
use crate::change::import::fields::Subject;
use crate::change::import::mapping::Mapping;
use crate::change::import::meetings::report::MeetingsReport;
use crate::change::import::outcomes::OutcomesReport;
use crate::change::import::outcomes::{OutcomesOptions, outcomes};
use crate::change::import::pairings::{PairingsOptions, pairings};
use crate::change::import::people::{PeopleOptions, people};
use crate::change::import::prospects::ProspectsReport;
use crate::change::import::report::{PairingsReport, PeopleReport};
use crate::change::import::there::Update;
use crate::change::transfer::bring::BringReport;
use crate::cli::commands::import::program::ProgramFolder;
use crate::cli::commands::import::prospects::Prospects;
use crate::cli::commands::import::report::{
    checkins_document, outcomes_document, pairings_document, people_document,
};
use crate::cli::context::{Context, Looking, Written};
use crate::cli::failure::Failure;
use crate::cli::reference::cohort;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::cli::written::Deed;
use crate::model::id::Id;
use crate::model::participant::Role;
use crate::model::program::Program;
use crate::render::document::{Document, Verbatim};
use crate::store::problem::Problem;
use crate::store::read::Extent;
use crate::store::{mapping, outside};
use clap::{Args, Subcommand};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// How a table without a file is named.
const STANDARD_INPUT: &str = "standard input";

/// Import people, pairings, meetings or check-ins from a file
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad import people mentors.csv --role mentor
  pleiad import people signups.csv --map signups.toml -n     (shows what it would do)
  pleiad import meetings calendar.ics")]
pub(crate) enum ImportCommand {
    /// Enrol the people of a CSV file, or give them further roles
    People(People),
    /// Make the pairings of a CSV file, past ones with their end
    Pairings(Pairings),
    /// Write down the check-ins of a CSV file, in confidence
    Checkins(Checkins),
    /// Write down the people of a CSV file who might become mentors
    Prospects(Prospects),
    /// Bring a personal folder into this program
    Program(ProgramFolder),
    /// Write down what came of pairings that have ended
    Outcomes(Outcomes),
    /// Log the meetings of a calendar or CSV file
    Meetings(meetings::Meetings),
}

/// Enrol the people of a CSV file, or give them further roles
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad import people mentors.csv --role mentor
  pleiad import people mentees.csv --role mentee --cohort 2026-spring
  pleiad import people signups.csv --map signups.toml -n     (shows what it would do)
  pleiad import people mentors.csv --role mentor --update    (writes cells that differ)
Headers that are known, whatever their case, spaces, - and _: name (full name), first name,
last name, email (email address), id, role, capacity (seats, max mentees), wants,
facets (facet, topics, areas, focus), skills (skill, expertise), mentor_skills,
mentee_skills, level (grade), title (job title), department, organization (organisation),
team, location, timezone, languages (language), reports_to (manager), free, modes,
expectations, goals, motivation, hopes, confidence, hours_per_week, cohort. Lists are split at `;`, and languages, days and ids
at commas too. Other columns are kept in [extra].
People who are there (same e-mail, else id) are left alone; roles add up.
`pleiad help files` explains mapping files (MAPPING.toml).")]
pub(crate) struct People {
    /// The CSV file; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A mapping file: what the columns mean
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// The role of rows that name none: mentor, mentee or both
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// The cohort of rows that name none
    #[arg(long, value_name = "COHORT")]
    cohort: Option<String>,
    /// Write the cells that differ from what the folder says; an empty cell never clears
    #[arg(long)]
    update: bool,
}

/// Make the pairings of a CSV file, past ones with their end
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad import pairings pairings.csv
  pleiad import pairings past.csv --map past.toml --cohort 2025-fall
Columns: mentor and mentee (id or e-mail, exact), cohort, kind, facets, serves, starts, ends,
state (status), why, reason, planned. A closed pairing was active from its first day and
closed on its last; the cohort's days hold where the row gives none.
The same mentor, mentee and cohort are one pairing: importing again changes nothing.")]
pub(crate) struct Pairings {
    /// The CSV file; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A mapping file: what the columns mean
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// The cohort of rows that name none
    #[arg(long, value_name = "COHORT")]
    cohort: Option<String>,
    /// Write the cells that differ from what the folder says; an empty cell never clears
    #[arg(long)]
    update: bool,
}

/// Write down the check-ins of a CSV file, in confidence
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad import checkins feedback.csv
  pleiad import checkins survey.csv --map survey.toml -n     (shows what it would do)
Columns: on (date), pairing (its id), from (person, email), kind, text (comment, feedback), and
the scores fit, progress, satisfaction (score, rating), listened_to, curious, trusted, listens,
non_judgmental, supportive, volunteers. A row without a pairing is about who speaks, a row that
names nobody about the program. Importing again changes nothing.
`pleiad help files` explains mapping files (MAPPING.toml).")]
pub(crate) struct Checkins {
    /// The CSV file; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A mapping file: what the columns mean
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
}

/// Write down what came of pairings that have ended: graduated, not graduated and why
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad import outcomes projects.csv
  pleiad import outcomes results.csv --cohort 2026-spring --update
Columns: mentor and mentee (ids or e-mails; several: `;`), outcome (status, result), why (reason),
cohort. A row speaks of every pairing of one of its mentors with one of its mentees in its cohort.
`pleiad cohort list` counts outcomes; importing again changes nothing.")]
pub(crate) struct Outcomes {
    /// The CSV file; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The cohort of rows that name none
    #[arg(long, value_name = "COHORT")]
    cohort: Option<String>,
    /// Write outcomes that differ from what the folder says
    #[arg(long)]
    update: bool,
}

/// A table with what its columns mean, and the name under which faults are reported.
struct Input {
    name: String,
    table: CsvTable,
    mapping: Option<Mapping>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    answer::<PeopleReport>("import-people").with::<Deed>(),
    answer::<PairingsReport>("import-pairings").with::<Deed>(),
    answer::<CheckinsReport>("import-checkins").with::<Deed>(),
    answer::<OutcomesReport>("import-outcomes").with::<Deed>(),
    answer::<MeetingsReport>("import-meetings").with::<Deed>(),
    answer::<ProspectsReport>("import-prospects").with::<Deed>(),
    answer::<BringReport>("import-program").with::<Deed>(),
];

pub(crate) fn run(
    command: &ImportCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        ImportCommand::People(command) => run_people(command, context),
        ImportCommand::Pairings(command) => run_pairings(command, context),
        ImportCommand::Checkins(command) => run_checkins(command, context),
        ImportCommand::Prospects(command) => prospects::run(command, context),
        ImportCommand::Program(command) => program::run(command, context),
        ImportCommand::Outcomes(command) => run_outcomes(command, context),
        ImportCommand::Meetings(command) => meetings::run(command, context),
    }
}

fn run_people(command: &People, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let roles = command
        .role
        .as_deref()
        .map(roles)
        .transpose()?
        .unwrap_or_default();
    let input = input(
        &command.file,
        command.map.as_deref(),
        Subject::People,
        context,
    )?;
    let (update, looking) = update(command.update);
    let written = context.change(&Extent::Roster, looking, |program, _, author: &Author| {
        let cohort = cohort_named(command.cohort.as_deref(), program, &input)?;
        let options = PeopleOptions {
            roles: roles.clone(),
            cohort,
            update,
        };
        let import = people(
            program,
            &input.table,
            input.mapping.as_ref(),
            &options,
            author,
        );
        let import = import.map_err(|refusal| failure(&input.name, &refusal))?;
        Ok((import.report, import.change))
    })?;
    let report = &written.answer;
    let reply = reply(
        "import-people",
        &written,
        people_document(report),
        &report.warnings,
    );
    Ok(if report.added.is_empty() {
        reply
    } else {
        reply.next("pleiad match")
    })
}

fn run_pairings(command: &Pairings, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let input = input(
        &command.file,
        command.map.as_deref(),
        Subject::Pairings,
        context,
    )?;
    let (update, looking) = update(command.update);
    let written = context.change(&Extent::Program, looking, |program, _, author: &Author| {
        let cohort = cohort_named(command.cohort.as_deref(), program, &input)?;
        let options = PairingsOptions { cohort, update };
        let import = pairings(
            program,
            &input.table,
            input.mapping.as_ref(),
            &options,
            author,
        );
        let import = import.map_err(|refusal| failure(&input.name, &refusal))?;
        Ok((import.report, import.change))
    })?;
    let report = &written.answer;
    let reply = reply(
        "import-pairings",
        &written,
        pairings_document(report),
        &report.warnings,
    );
    Ok(if report.added.is_empty() {
        reply
    } else {
        reply.next("pleiad summary")
    })
}

fn run_checkins(command: &Checkins, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let input = input(
        &command.file,
        command.map.as_deref(),
        Subject::Checkins,
        context,
    )?;
    let extent = Extent::Confidential;
    let written = context.change(&extent, Looking::Away, |program, _, author| {
        let import = checkins(program, &input.table, input.mapping.as_ref(), author);
        let import = import.map_err(|refusal| failure(&input.name, &refusal))?;
        Ok((import.report, import.change))
    })?;
    let report = &written.answer;
    let reply = reply("import-checkins", &written, checkins_document(report), &[]);
    Ok(if report.added.is_empty() {
        reply
    } else {
        reply.next("pleiad checkin list")
    })
}

fn run_outcomes(command: &Outcomes, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let input = input(&command.file, None, Subject::Pairings, context)?;
    let (update, looking) = update(command.update);
    let written = context.change(&Extent::Roster, looking, |program, _, _| {
        let cohort = cohort_named(command.cohort.as_deref(), program, &input)?;
        let options = OutcomesOptions {
            cohort: cohort.as_ref(),
            update,
        };
        let (report, change) = outcomes(program, &input.table, options)
            .map_err(|refusal| failure(&input.name, &refusal))?;
        Ok((report, change))
    })?;
    let report = &written.answer;
    let warnings: Vec<String> = report
        .strangers
        .iter()
        .map(|pair| format!("{pair} were not paired"))
        .collect();
    let document = outcomes_document(report);
    Ok(reply("import-outcomes", &written, document, &warnings).next("pleiad cohort list"))
}

/// What is new needs no look beforehand: one `undo` takes it back. What is written over does.
fn update(is_asked: bool) -> (Update, Looking) {
    if is_asked {
        (Update::Write, Looking::First)
    } else {
        (Update::LeaveAlone, Looking::Away)
    }
}

fn roles(word: &str) -> Result<Vec<Role>, Failure> {
    match Role::parse(word) {
        Some(role) => Ok(vec![role]),
        None if word == "both" => Ok(vec![Role::Mentor, Role::Mentee]),
        None => Err(Failure::usage(format!(
            "--role: `{word}` is none of mentor, mentee, both"
        ))),
    }
}

/// The cohort of the flag; the mapping may be what declares it.
fn cohort_named(
    word: Option<&str>,
    program: &Program,
    input: &Input,
) -> Result<Option<Id>, Failure> {
    let Some(word) = word else { return Ok(None) };
    let mut declared = input.mapping.iter().flat_map(|mapping| &mapping.cohorts);
    if let Some(cohort) = declared.find(|cohort| cohort.id.as_str() == word) {
        return Ok(Some(cohort.id.clone()));
    }
    Ok(Some(cohort(program, word)?))
}

fn input(
    file: &Path,
    map: Option<&Path>,
    subject: Subject,
    context: &mut Context<'_, '_>,
) -> Result<Input, Failure> {
    let bytes = read(file, context)?;
    table(name_of(file), &bytes, map, subject, context)
}

fn name_of(file: &Path) -> String {
    if file.as_os_str() == "-" {
        STANDARD_INPUT.to_owned()
    } else {
        file.display().to_string()
    }
}

fn table(
    name: String,
    bytes: &[u8],
    map: Option<&Path>,
    subject: Subject,
    context: &mut Context<'_, '_>,
) -> Result<Input, Failure> {
    let table = csv::read(bytes).map_err(|error| {
        Failure::Problems(vec![Problem::of_file(
            &name,
            "import",
            error.to_string(),
            None,
        )])
    })?;
    let mapping = match map {
        None => None,
        Some(map) => {
            let bytes = read(map, context)?;
            let mapping = mapping::read(&map.display().to_string(), bytes, subject, &table.header);
            Some(mapping.map_err(Failure::Problems)?)
        }
    };
    Ok(Input {
        name,
        table,
        mapping,
    })
}

fn read(file: &Path, context: &mut Context<'_, '_>) -> Result<Vec<u8>, Failure> {
    let bytes = if file.as_os_str() == "-" {
        outside::read_stream(context.invocation.input)
    } else {
        outside::read_input(&context.invocation.directory.join(file))
    };
    bytes.map_err(|error| {
        Failure::Outside(anyhow::anyhow!(error).context(format!("cannot read {}", file.display())))
    })
}

/// Every fault of the table as a problem of its file.
fn failure(name: &str, refusal: &ImportRefusal) -> Failure {
    let problem = |message: String| Problem::of_file(name, "import", message, None);
    let mut problems: Vec<Problem> = refusal
        .faults
        .iter()
        .map(|fault| problem(fault.to_string()))
        .collect();
    if let Some(last) = problems.last_mut() {
        last.hint = Some("nothing was imported; mend the table and import it again".to_owned());
    }
    Failure::Problems(problems)
}

fn reply<T: Serialize>(
    command: &str,
    written: &Written<T>,
    document: Document,
    warnings: &[String],
) -> Reply {
    let document = match &written.diff {
        None if written.files.is_empty() => document.paragraph("Nothing changed."),
        None => document,
        Some(diff) => Document::new()
            .verbatim(Verbatim::diff(diff.clone()))
            .then(document),
    };
    let mut reply = Reply::new(command, &written.answer, document).with(&Deed::of(written));
    reply
        .sayings
        .extend(warnings.iter().map(|warning| format!("warning: {warning}")));
    if written.diff.is_some() {
        reply
            .sayings
            .push("nothing was written (--dry-run)".to_owned());
    }
    reply
}

//! `import program`: a personal folder is brought into a program.

use super::reply;
use crate::change::refusal::Refusal;
use crate::change::transfer::bring::{BringReport, Source, bring, by_name, files};
use crate::cli::commands::import::report::done;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::model::id::PersonId;
use crate::model::program::Program;
use crate::render::document::Document;
use crate::render::words::and_list;
use crate::store::folder::Folder;
use crate::store::nearest::nearest_few;
use crate::store::problem::Problem;
use crate::store::read::Extent;
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Bring a personal folder into this program: its people, pairings, meetings and what they wrote down
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad import program ~/mentoring -n      (shows what would come)
  pleiad import program ~/mentoring
  pleiad import program ~/mentoring --as kim-park=kim-park-2 --as lee=new
Who is there already, by e-mail, by id and name, or by name alone, stays as they are; ids that are
taken are numbered. Pairings of the same people and first day are one: what they lack is added.
Bringing the folder again adds nothing. Prospects, private/ and confidential/ stay where they are.")]
pub(crate) struct ProgramFolder {
    /// The personal folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Who somebody of the folder is here: THEIR-ID=ID, or THEIR-ID=new
    #[arg(long = "as", value_name = "ID=ID")]
    named: Vec<String>,
}

pub(super) fn run(
    command: &ProgramFolder,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let source = source(command, context)?;
    let named = named(&command.named, &source.program)?;
    let folder = context.folder()?;
    let written = context.change(&Extent::Program, Looking::Away, |program, _, author| {
        let there = folder.records(&files(program))?;
        Ok(bring(program, &there, &source, &named, author)?)
    })?;
    let report = &written.answer;
    let warnings: Vec<String> = by_name(report)
        .map(|one| format!("{} is taken for {}, by name alone", one.from, one.id))
        .collect();
    let reply = reply("import-program", &written, document(report), &warnings);
    Ok(if report.pairings_added.is_empty() {
        reply
    } else {
        reply.next("pleiad check")
    })
}

/// Reads the personal folder; what is wrong with it is told with its place.
fn source(command: &ProgramFolder, context: &mut Context<'_, '_>) -> Result<Source, Failure> {
    let root = context.invocation.directory.join(&command.folder);
    let own = context.folder()?;
    let is_same = match (root.canonicalize(), own.root().canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    };
    let shown = command.folder.display();
    if is_same {
        let message = format!("{shown} is this program itself");
        return Err(Refusal::refused(message)
            .hint("pleiad -C DIR names the program")
            .into());
    }
    let disk = context.disk(&root);
    if !Folder::has_program(&disk)? {
        return Err(Failure::NoProgram(format!(
            "there is no program in {shown}"
        )));
    }
    let folder = Folder::open(disk)?;
    let read = context.with_lock(|locking| folder.read(&Extent::Program, locking));
    let program = read.map_err(|failure| placed(failure, command))?;
    let records = folder.records(&files(&program));
    Ok(Source {
        files: records?,
        program,
    })
}

/// Problems of the personal folder, with its name before their files.
fn placed(failure: Failure, command: &ProgramFolder) -> Failure {
    let below = |problem: Problem| Problem {
        file: command.folder.join(&problem.file).display().to_string(),
        ..problem
    };
    match failure {
        Failure::Problems(problems) => Failure::Problems(problems.into_iter().map(below).collect()),
        other => other,
    }
}

/// Who is who, as the command line says; `new` is somebody whom the program does not know.
fn named(
    words: &[String],
    source: &Program,
) -> Result<BTreeMap<PersonId, Option<PersonId>>, Failure> {
    let mut named = BTreeMap::new();
    for words in words {
        let usage = || Failure::Usage {
            message: format!("--as {words}: who is it here?"),
            hint: Some("--as THEIR-ID=ID, or --as THEIR-ID=new".to_owned()),
        };
        let (from, to) = words.split_once('=').ok_or_else(usage)?;
        let from = PersonId::parse(from).map_err(|_| usage())?;
        if !source.participants.contains_key(&from) {
            let near = nearest_few(
                from.as_str(),
                source.participants.keys().map(PersonId::as_str),
            );
            return Err(Refusal::NotFound {
                what: "person in that folder",
                word: from.to_string(),
                near,
            }
            .into());
        }
        let to = if to == "new" {
            None
        } else {
            Some(PersonId::parse(to).map_err(|_| usage())?)
        };
        named.insert(from, to);
    }
    Ok(named)
}

fn document(report: &BringReport) -> Document {
    let counts = [
        ("enrolled", report.added.len(), "person", "people"),
        (
            "there already and left alone",
            report.people.len() - report.added.len(),
            "person",
            "people",
        ),
        (
            "added to people who were there",
            report.roles_added.len(),
            "role",
            "roles",
        ),
        ("made", report.pairings_added.len(), "pairing", "pairings"),
        (
            "there already",
            report.pairings_there,
            "pairing",
            "pairings",
        ),
        ("added to them", report.entries_added, "entry", "entries"),
    ];
    let lines = counts
        .iter()
        .filter_map(|&(what, number, one, many)| done(what, number, one, many));
    let mut lines: Vec<String> = lines.collect();
    if !report.defined.is_empty() {
        lines.push(format!(
            "Defined in program.toml: {}.",
            and_list(&report.defined)
        ));
    }
    Document::new().list(lines)
}

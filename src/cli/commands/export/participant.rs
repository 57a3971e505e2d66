//! `export participant`: a person's own folder from a program.

use super::held::{self, Held};
use crate::change::refusal::Refusal;
use crate::change::transfer::own::{OwnFolder, files, folder};
use crate::cli::context::{Context, diff_text};
use crate::cli::failure::Failure;
use crate::cli::reference::{person, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::model::id::PersonId;
use crate::render::document::{Document, Verbatim};
use crate::render::words::count;
use crate::store::disk::Disk;
use crate::store::folder::Folder;
use crate::store::read::Extent;
use crate::store::splice;
use crate::store::workspace::Workspace;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Make a folder of one's own from a program: what a person said, and what they share with each partner
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad export participant ada ~/mentoring
  pleiad export participant ada ~/mentoring -n     (shows what would be in it)
  pleiad -C ~/mentoring constellation
  pleiad export participant ada --held --format md -o held.md   (what the program holds about them)
The folder is a personal one like that of `init --personal`: their own file, their pairings with
meetings, notes, advice, homework and goals, and of partners who they are. Nothing from
confidential/ or private/ is in it, nor why a coordinator decided what.
`pleiad import program` brings it into another program. --held shows every file that is about
them, with what coordinators keep in confidence, and each line elsewhere that names them.")]
pub(crate) struct ExportParticipant {
    /// Id or the beginning of it, e-mail, name, @me
    #[arg(value_name = "PERSON")]
    person: String,
    /// The folder; made with its parents
    #[arg(value_name = "DIR", required_unless_present = "held")]
    folder: Option<PathBuf>,
    /// Show everything that the program holds about them, and make no folder
    #[arg(long, conflicts_with = "folder")]
    held: bool,
}

/// A folder that was made.
#[derive(Serialize, JsonSchema)]
struct Made<'a> {
    person: &'a PersonId,
    folder: &'a Path,
    /// How many people are in it.
    people: usize,
    /// How many pairings are in it.
    pairings: usize,
    files: &'a [String],
    dry_run: bool,
    /// What would be written, as a unified difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    answer::<Made<'static>>("export-participant"),
    answer::<Held<'static>>("export-participant"),
];

pub(super) fn run(
    export: &ExportParticipant,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let id = picked(context, &export.person, |word| person(&program, word))?;
    let Some(target) = &export.folder else {
        return held::run(&id, context);
    };
    let records = context.folder()?.records(&files(&program, &id))?;
    let own = folder(&program, &id, &records);
    let disk = context.disk(&context.invocation.directory.join(target));
    if Folder::has_program(&disk)? {
        let message = format!("there is a program in {} already", target.display());
        let cure = format!("pleiad -C {} show", target.display());
        return Err(Refusal::refused(message).hint(cure).into());
    }
    let workspace = workspace(&own, &disk)?;
    let files: Vec<String> = workspace.staged().map(|(path, _)| path).collect();
    let answer = Made {
        person: &id,
        folder: target,
        people: own.people,
        pairings: own.pairings,
        files: &files,
        dry_run: context.global.dry_run,
        diff: context.global.dry_run.then(|| diff_text(&workspace)),
    };
    if let Some(diff) = &answer.diff {
        let document = Document::new().verbatim(Verbatim::diff(diff.clone()));
        let reply = Reply::new("export-participant", &answer, document);
        return Ok(reply.say("nothing was written (--dry-run)"));
    }
    let author = context.author(&workspace.program().settings, &clock)?;
    let made = Folder::create(disk)?;
    let session = context.with_lock(|locking| made.session(locking))?;
    let label = context.label(&own.change.sentence, &author);
    session.commit(&workspace, label, clock.today)?;
    let done = format!(
        "Made the own folder of {} in {}: {}, {} ({}).",
        program.name(&id),
        target.display(),
        count(own.pairings, "pairing", "pairings"),
        count(own.people, "person", "people"),
        count(files.len(), "file", "files"),
    );
    let reply = Reply::new(
        "export-participant",
        &answer,
        Document::new().paragraph(done),
    );
    Ok(reply.next(format!("pleiad -C {} constellation", target.display())))
}

fn workspace(own: &OwnFolder, disk: &Disk) -> Result<Workspace, Failure> {
    let text = splice::create(&own.settings)
        .map_err(|error| Failure::from(Refusal::refused(error.to_string())))?;
    let mut workspace = Workspace::new(&text).map_err(Failure::Problems)?;
    workspace.apply(disk, &own.change)?;
    Ok(workspace)
}

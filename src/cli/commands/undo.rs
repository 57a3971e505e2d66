//! `undo` and `redo`: take back the last change, or do it again.

use crate::change::edit::Author;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::cli::written::Deed;
use crate::render::diff;
use crate::render::document::{Document, Verbatim};
use crate::store::folder::Folder;
use crate::store::folder::is_private_path;
use crate::store::manifest::OperationKind;
use crate::store::operations::OperationNumber;
use crate::store::undo::UndoPlan;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// Take back the last change, or a named one
///
/// Repeated, it goes further back. What was changed since in other fields stays; where the same field was changed
/// since, it refuses and names it.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad undo\n  pleiad undo 12\n  pleiad undo -n       (shows what it would change)"
)]
pub(crate) struct Undo {
    /// Its number in the history
    #[arg(value_name = "NUMBER")]
    number: Option<u32>,
}

/// Do again what was undone last, until something new is done
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad redo")]
pub(crate) struct Redo {}

/// Which way through the history.
#[derive(Clone, Copy)]
enum Way {
    Back(Option<OperationNumber>),
    Forth,
}

/// An operation that was taken back or done again.
#[derive(Serialize, JsonSchema)]
struct Walked {
    /// Its number in the history.
    operation: u32,
    #[serde(flatten)]
    deed: Deed,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Walked>("undo"), answer::<Walked>("redo")];

pub(crate) fn run_undo(undo: &Undo, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    walk(
        "undo",
        Way::Back(undo.number.map(OperationNumber::new)),
        context,
    )
}

pub(crate) fn run_redo(_: &Redo, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    walk("redo", Way::Forth, context)
}

fn walk(command: &str, way: Way, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let folder = context.folder()?;
    let session = context.with_lock(|locking| folder.session(locking))?;
    session.refuse_newer_format()?;
    let plan = match way {
        Way::Back(which) => folder.plan_undo(which)?,
        Way::Forth => folder.plan_redo()?,
    };
    session.refuse_broken(&plan)?;
    let sentence = original_sentence(&folder, &plan)?;
    let number = plan.reverses.number;
    let files: Vec<String> = plan
        .files
        .iter()
        .map(|file| file.path.to_string())
        .collect();
    let answer = Walked {
        operation: number.number(),
        deed: Deed {
            done: format!("{command}: {sentence}"),
            files,
            dry_run: context.global.dry_run,
            diff: context.global.dry_run.then(|| diff_of(&plan)),
        },
    };
    if let Some(diff) = &answer.deed.diff {
        let document = Document::new().verbatim(Verbatim::diff(diff.clone()));
        return Ok(Reply::new(command, &answer, document).say("nothing was written (--dry-run)"));
    }
    let clock = context.clock_in(chrono_tz::UTC)?;
    let by = context.author_named()?;
    let label = context.label(
        &format!("{command} {number}: {sentence}"),
        &Author {
            today: clock.today,
            by,
        },
    );
    match way {
        Way::Back(which) => session.undo(which, label, clock.today)?,
        Way::Forth => session.redo(label, clock.today)?,
    };
    let (word, next) = match way {
        Way::Back(_) => ("Undone", "pleiad redo"),
        Way::Forth => ("Done again", "pleiad history"),
    };
    let document = Document::new().paragraph(format!("{word}: {sentence}."));
    Ok(Reply::new(command, &answer, document).next(next))
}

/// What the operation did in the first place: an undo of an undo does that again.
fn original_sentence(folder: &Folder, plan: &UndoPlan) -> Result<String, Failure> {
    let operations = folder.operations()?;
    let mut operation = &plan.reverses;
    while let OperationKind::Undoes(number) | OperationKind::Redoes(number) =
        operation.manifest.kind
    {
        match operations.iter().find(|earlier| earlier.number == number) {
            Some(earlier) => operation = earlier,
            None => break,
        }
    }
    Ok(operation.manifest.label.sentence.clone())
}

fn diff_of(plan: &UndoPlan) -> String {
    let text = |bytes: &Option<Vec<u8>>| {
        bytes
            .as_ref()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    let one = |file: &crate::store::undo::FileReversal| {
        if is_private_path(file.path.as_str()) {
            return format!("{} changes; private words are not shown\n", file.path);
        }
        diff::unified(
            file.path.as_str(),
            text(&file.before).as_deref(),
            text(&file.after).as_deref(),
        )
    };
    plan.files.iter().map(one).collect()
}

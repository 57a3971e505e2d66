//! `git commit`: the files of the program, with the operations' sentences.

use super::repository;
use crate::change::refusal::Refusal;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::render::document::{Document, Verbatim};
use crate::render::words::count;
use crate::store::git::run::Git;
use crate::store::git::{sentences, unmerged};
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// Commit the files of this program, with what was done as the message
///
/// Files that git ignores stay out, and so does everything that is no file of the program.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad git commit
  pleiad git commit -n                 (shows the files and the message)
  pleiad git commit -m \"Spring round\"  (the first line; the sentences follow)")]
pub(crate) struct Commit {
    /// The first line of the message
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

/// What was committed.
#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    message: &'a str,
    files: &'a [String],
    dry_run: bool,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Answer<'static>>("git-commit")];

pub(crate) fn run(commit: &Commit, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (folder, git) = repository(context)?;
    refuse_unmerged(&git)?;
    let under_way = git.under_way()?;
    if let Some(word) = under_way.filter(|word| *word != "merge") {
        let message = format!("a {word} is under way; nothing was committed");
        let hint = Some(format!("git {word} --continue"));
        return Err(Refusal::Refused { message, hint }.into());
    }
    let paths = sentences::changed(&git)?;
    if paths.is_empty() && under_way.is_none() {
        let message = "nothing of this program has changed since the last commit";
        return Err(Refusal::refused(message).into());
    }
    let done = match under_way {
        // What was merged has been told by the commits of both sides.
        Some(_) => git.merge_message()?,
        None => sentences::message(&git, &paths, &folder.operations()?)?,
    };
    let message = match &commit.message {
        Some(first) => format!("{first}\n\n{done}"),
        None => done,
    };
    let files: Vec<String> = paths.iter().map(ToString::to_string).collect();
    let answer = Answer {
        message: &message,
        files: &files,
        dry_run: context.global.dry_run,
    };
    let document = Document::new().verbatim(Verbatim::text(format!("{message}\n")));
    let reply = Reply::new("git-commit", &answer, document);
    let counted = count(files.len(), "file", "files");
    if context.global.dry_run {
        let listed: Vec<String> = files.iter().map(|file| format!("  {file}\n")).collect();
        let document =
            Document::new().verbatim(Verbatim::text(format!("{message}\n\n{}", listed.concat())));
        return Ok(Reply::new("git-commit", &answer, document)
            .say(format!("{counted}; nothing was committed (--dry-run)")));
    }
    if !files.is_empty() {
        git.run_on(&["add"], &files)?;
    }
    if under_way.is_some() {
        // Git takes no part of a merge.
        git.run(&["commit", "--quiet", "-m", &message])?;
    } else {
        let head = ["commit", "--quiet", "--only", "-m", &message];
        git.run_on(&head, &files)?;
    }
    Ok(reply.say(format!("{counted} committed")))
}

fn refuse_unmerged(git: &Git) -> Result<(), Failure> {
    let open = unmerged::list(git)?;
    if open.is_empty() {
        return Ok(());
    }
    let message = format!(
        "a merge has left {} open",
        count(open.len(), "file", "files")
    );
    let hint = Some("pleiad git resolve".to_owned());
    Err(Refusal::Refused { message, hint }.into())
}

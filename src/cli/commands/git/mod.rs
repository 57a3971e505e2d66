//! `git`: several people work on one program through git.

pub(crate) mod commit;
mod merge_driver;
pub(crate) mod resolve;
pub(crate) mod setup;

use crate::change::refusal::Refusal;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::store::folder::Folder;
use crate::store::git::run::{Git, GitError};
use clap::Subcommand;

/// Work on one program through git: merges by field, conflicts settled one by one, commits that say what was done
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad git setup
  pleiad git resolve
  pleiad git commit -m \"Spring round\"")]
pub(crate) enum GitCommand {
    Setup(setup::Setup),
    MergeDriver(merge_driver::MergeDriver),
    Resolve(resolve::Resolve),
    Commit(commit::Commit),
}

pub(crate) fn run(command: &GitCommand, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    match command {
        GitCommand::Setup(setup) => setup::run(setup, context),
        GitCommand::MergeDriver(driver) => merge_driver::run(driver, context),
        GitCommand::Resolve(resolve) => resolve::run(resolve, context),
        GitCommand::Commit(commit) => commit::run(commit, context),
    }
}

/// The program's folder and its repository.
fn repository(context: &Context<'_, '_>) -> Result<(Folder, Git), Failure> {
    let folder = context.folder()?;
    let git = Git::of(folder.root())?;
    Ok((folder, git))
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Failure {
        let hint = match &error {
            GitError::NoRepository(root) => Some(format!("git init {}", root.display())),
            GitError::Missing(_) | GitError::Failed { .. } | GitError::File { .. } => None,
        };
        let message = error.to_string();
        Refusal::Refused { message, hint }.into()
    }
}

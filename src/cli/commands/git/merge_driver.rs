//! `git merge-driver`: what git calls for each file that both sides changed.

use crate::cli::context::Context;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::render::escape::visible;
use crate::render::words::count;
use crate::store::git::driver::{self, Driven, Handed};
use crate::store::merge::three_way::Merge;
use clap::Args;
use std::path::PathBuf;

/// Merge one file; git calls this
///
/// The result takes the place of ours. Exit 0: merged; 1: something is left to settle, between git's markers.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad git merge-driver base.toml ours.toml theirs.toml participants/ada.toml
In git's configuration: merge.pleiad.driver = pleiad git merge-driver %O %A %B %P")]
pub(crate) struct MergeDriver {
    /// The version both started from (%O)
    #[arg(value_name = "BASE")]
    base: PathBuf,
    /// Our version, which the result replaces (%A)
    #[arg(value_name = "OURS")]
    ours: PathBuf,
    /// Their version (%B)
    #[arg(value_name = "THEIRS")]
    theirs: PathBuf,
    /// Where the file lies in the repository (%P)
    #[arg(value_name = "PATH")]
    path: String,
}

pub(crate) fn run(driver: &MergeDriver, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let [base, ours, theirs] = [&driver.base, &driver.ours, &driver.theirs]
        .map(|it| context.invocation.directory.join(it));
    let handed = Handed {
        base: &base,
        ours: &ours,
        theirs: &theirs,
        path: &driver.path,
    };
    let outcome = driver::drive(handed)?;
    let (is_clean, sayings) = match &outcome {
        Driven::ByFields(merge) => (merge.conflicts.is_empty(), sayings(&driver.path, merge)),
        Driven::ByLines { why, is_clean } => {
            let said = format!("{}: merged by lines, because {why}", driver.path);
            (*is_clean, vec![said])
        }
    };
    for saying in sayings {
        context.talk(&format!("{}\n", visible(&saying)));
    }
    // Git prints its own account of the merge.
    let mut reply = Reply::printed("git-merge-driver", Ok(()));
    reply.code = if is_clean { exit::DONE } else { exit::REFUSED };
    Ok(reply)
}

/// What a person should know of a merge; no value of a field is told, for logs of servers are read by others.
fn sayings(path: &str, merge: &Merge) -> Vec<String> {
    let renamed = merge.renamed.iter().map(|it| {
        format!(
            "{path}: [[{}]] {} is {} now: both sides gave that id to different things",
            it.table, it.from, it.to
        )
    });
    let mut sayings: Vec<String> = renamed.collect();
    if !merge.conflicts.is_empty() {
        let places: Vec<String> = merge
            .conflicts
            .iter()
            .map(|it| it.address.to_string())
            .collect();
        let conflicts = count(places.len(), "conflict", "conflicts");
        sayings.push(format!(
            "{path}: {conflicts}: {}; `pleiad git resolve` settles them",
            places.join(", ")
        ));
    }
    sayings
}

//! `match`: who with whom, reviewed as a draft before it counts.

use crate::cli::commands::matching::diff::{self, Diff};
use crate::cli::commands::matching::drop::{self, Drop};
use crate::cli::commands::matching::explain::{self, Explain};
use crate::cli::commands::matching::fresh::{self, Fresh};
use crate::cli::commands::matching::publish::{self, Publish};
use crate::cli::commands::matching::scores::{self, Scores};
use crate::cli::commands::matching::settle::{self, Forbid, Pin};
use crate::cli::commands::matching::suggest::{self, Suggest};
use crate::cli::commands::matching::unmatched::{self, Unmatched};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use clap::{Args, Subcommand};

/// Match mentees with mentors: the best pairs by the rules, kept as a draft for review
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  pleiad match
  pleiad match --aim fair --cohort 2026-spring
  pleiad match -n                    (a fresh run against the draft that stands)
  pleiad match --scores scores.csv
  pleiad match explain grace ada
  pleiad match publish -y
The draft lies in drafts/ and is made for git diff. Rules stand in matching.toml.")]
pub(crate) struct Match {
    #[command(subcommand)]
    command: Option<MatchCommand>,
    #[command(flatten)]
    fresh: Fresh,
}

#[derive(Debug, Subcommand)]
enum MatchCommand {
    /// Rank who would be good for one person
    Suggest(Suggest),
    /// Say why two people were matched or not, and what forcing them would cost
    Explain(Explain),
    /// List requests without a mentor, why, and what would help
    Unmatched(Unmatched),
    /// List every allowed pair with its points
    Scores(Scores),
    /// Say what differs between the draft and pairings in force, a fresh run, or another draft
    Diff(Diff),
    /// Take pairs out of the draft
    Drop(Drop),
    /// Keep a pair together in every run
    Pin(Pin),
    /// Keep two people apart by name in every run
    Forbid(Forbid),
    /// Make the pairings of the draft, all or some
    Publish(Publish),
}

pub(crate) fn run(command: &Match, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    match &command.command {
        None => fresh::run(&command.fresh, context),
        Some(MatchCommand::Suggest(suggest)) => suggest::run(suggest, context),
        Some(MatchCommand::Explain(explain)) => explain::run(explain, context),
        Some(MatchCommand::Unmatched(unmatched)) => unmatched::run(unmatched, context),
        Some(MatchCommand::Scores(scores)) => scores::run(scores, context),
        Some(MatchCommand::Diff(diff)) => diff::run(diff, context),
        Some(MatchCommand::Drop(pairs)) => drop::run(pairs, context),
        Some(MatchCommand::Pin(pin)) => settle::run_pin(pin, context),
        Some(MatchCommand::Forbid(forbid)) => settle::run_forbid(forbid, context),
        Some(MatchCommand::Publish(publish)) => publish::run(publish, context),
    }
}

//! `match diff`: what differs between drafts, or between the draft and what is in force.

use crate::change::matching::draft::standing;
use crate::cli::commands::matching::asked::{Asked, failure};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, number, usual};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list};
use crate::matching::outcome::Outcome;
use crate::matching::revision::{Proposed, Revision, proposed, revisions};
use crate::matching::run;
use crate::model::draft::Draft;
use crate::model::id::Id;
use crate::model::program::Program;
use crate::store::read::Extent;
use crate::store::{draft_file, outside};
use clap::Args;
use std::path::{Path, PathBuf};

const NOUN: Noun = Noun {
    one: "change",
    many: "changes",
};
const COLUMNS: [ListColumn; 7] = [
    usual("mentee"),
    usual("facet"),
    usual("change"),
    usual("before"),
    usual("after"),
    number("points_before"),
    number("points_after"),
];

/// Say what differs: the draft against pairings in force, against a fresh run, or against another draft
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad match diff                               (what publishing would bring)
  pleiad match diff --fresh                       (what a new run would change)
  git show HEAD~1:drafts/main.toml | pleiad match diff -
  pleiad match diff old.toml new.toml
The words under change: new, gone, other (another mentor), points (the same mentor).")]
pub(super) struct Diff {
    /// An earlier draft to compare with; - is standard input
    #[arg(value_name = "OLD")]
    old: Option<PathBuf>,
    /// A later one in place of the draft that stands
    #[arg(value_name = "NEW", requires = "old")]
    new: Option<PathBuf>,
    /// Compare the draft with a fresh run
    #[arg(long, conflicts_with = "old")]
    fresh: bool,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    list: ListFlags,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[list::<Revision<'static>>("match-diff", NOUN)];

pub(super) fn run(command: &Diff, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let mut question = command.asked.question(&program, &clock, None)?;
    let draft = match &command.new {
        Some(path) => read(path, &question.cohort, context)?,
        None => standing(&program, &question.cohort)?.clone(),
    };
    // A fresh run that strove for something else would differ for that alone.
    question.aim = command.asked.aim()?.unwrap_or(draft.aim);
    let cohort = &question.cohort;
    let (old, outcome);
    let rows = if let Some(path) = &command.old {
        old = read(path, cohort, context)?;
        revisions(&proposed(&old), &proposed(&draft))
    } else if command.fresh {
        outcome = context
            .waiting()
            .over(|progress| run::run(&program, &question.watched(progress)))
            .map_err(|error| failure(&program, error))?;
        revisions(&proposed(&draft), &of_outcome(&outcome))
    } else {
        let before = in_force(&program, cohort);
        let after: Vec<Proposed<'_>> = before.iter().copied().chain(proposed(&draft)).collect();
        revisions(&before, &after)
    };
    let list = List::new(NOUN, &COLUMNS, &rows, &command.list, &clock)?;
    Ok(Reply::list("match-diff", &list).say(totals(&rows)))
}

/// The sum of the points on either side.
fn totals(rows: &[Revision<'_>]) -> String {
    let sum =
        |points: fn(&Revision<'_>) -> Option<i64>| -> i64 { rows.iter().filter_map(points).sum() };
    let (before, after) = (sum(|row| row.points_before), sum(|row| row.points_after));
    format!("{:+} points", after - before)
}

/// The pairs of a fresh run.
pub(super) fn of_outcome(outcome: &Outcome) -> Vec<Proposed<'_>> {
    let pairs = outcome.pairs.iter();
    pairs
        .map(|pair| Proposed {
            mentee: &pair.mentee,
            facet: pair.facet.as_deref(),
            mentor: &pair.mentor,
            points: Some(pair.points),
        })
        .collect()
}

/// The pairs of a cohort that are in force, one for each mentee and facet.
fn in_force<'a>(program: &'a Program, cohort: &Id) -> Vec<Proposed<'a>> {
    let mut pairs = Vec::new();
    let of_cohort = program.pairings.values().filter(|pairing| {
        pairing.is_in_force() && pairing.cohort.as_ref().is_none_or(|of| of == cohort)
    });
    for pairing in of_cohort {
        let points = pairing
            .rationale
            .as_ref()
            .and_then(|rationale| rationale.points);
        let mut facets: Vec<Option<&str>> = pairing
            .facets
            .iter()
            .map(|facet| Some(facet.as_str()))
            .collect();
        if facets.is_empty() {
            facets.push(None);
        }
        for mentee in &pairing.mentees {
            pairs.extend(facets.iter().map(|&facet| Proposed {
                mentee,
                facet,
                mentor: &pairing.mentor,
                points,
            }));
        }
    }
    pairs
}

fn read(path: &Path, cohort: &Id, context: &mut Context<'_, '_>) -> Result<Draft, Failure> {
    let name = path.display().to_string();
    let bytes = if name == "-" {
        outside::read_stream(context.invocation.input)
    } else {
        outside::read_input(&context.invocation.directory.join(path))
    };
    let bytes = bytes.map_err(|error| {
        Failure::Outside(anyhow::anyhow!(error).context(format!("cannot read {name}")))
    })?;
    draft_file::read(&name, bytes, cohort).map_err(Failure::Problems)
}

//! `check`: look at every file and every rule.

use crate::cli::context::Context;
use crate::cli::exit;
use crate::cli::failure::{Failure, ToldProblem, problems_text};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::render::document::{Document, Verbatim};
use crate::render::words::count;
use crate::store::problem::Problem;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// Look at every file and every rule; exit 1 where there are errors
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad check
  pleiad check --strict          (warnings count as errors)
  pleiad check --json")]
pub(crate) struct Check {
    /// Let warnings count as errors
    #[arg(long)]
    strict: bool,
}

/// What is wrong.
#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    problems: Vec<ToldProblem<'a>>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Answer<'static>>("check")];

pub(crate) fn run(check: &Check, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let folder = context.folder()?;
    let mut examination = context.with_lock(|locking| folder.examine(locking))?;
    // A clone that a server makes to look at a program merges nothing.
    if context.variable("CI").is_none() {
        examination.problems.extend(folder.git_warning());
        examination.problems.sort();
    }
    let problems = &examination.problems;
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    let warnings = problems.len() - errors;
    let answer = Answer {
        problems: problems.iter().map(ToldProblem::of).collect(),
    };
    let mut reply = Reply::new("check", &answer, document(problems, context));
    reply.code = if 0 < errors || (check.strict && 0 < warnings) {
        exit::REFUSED
    } else {
        exit::DONE
    };
    let files = count(examination.file_count, "file", "files");
    let verdict = if problems.is_empty() {
        format!("{files}: nothing is wrong")
    } else {
        format!(
            "{files}: {}, {}",
            count(errors, "error", "errors"),
            count(warnings, "warning", "warnings")
        )
    };
    Ok(reply.say(verdict))
}

fn document(problems: &[Problem], context: &Context<'_, '_>) -> Document {
    if problems.is_empty() {
        return Document::new();
    }
    let look = context
        .global
        .look(context.invocation, context.invocation.terminals.output);
    let text = problems_text(
        problems,
        &crate::render::look::Look {
            color: false,
            ..look
        },
    );
    Document::new().verbatim(Verbatim::text(text))
}

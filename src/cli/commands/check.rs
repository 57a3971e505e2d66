//! `check`: look at every file and every rule.

use crate::change::rules::kept_too_long;
use crate::cli::context::Context;
use crate::cli::exit;
use crate::cli::failure::{Failure, ToldProblem, problems_text};
use crate::cli::global::Format;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::render::document::{Document, Verbatim};
use crate::render::escape::visible;
use crate::render::table::{Cell, Column, Table};
use crate::render::words::count;
use crate::store::problem::{Problem, Severity};
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::Path;

/// Look at every file and every rule; exit 1 where there are errors
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad check
  pleiad check --strict          (warnings count as errors)
  pleiad check --json
  pleiad check --format github   (in a workflow on GitHub: notes at the lines of a pull request)")]
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
    }
    if let Some(program) = &examination.program {
        let today = context.clock(&program.settings)?.today;
        let confidential = program.settings.policy.confidential;
        let tracked = folder.tracked_warnings(confidential);
        examination.problems.extend(tracked);
        let kept = kept_too_long(program, today);
        examination.problems.extend(folder.problems(&kept));
    }
    examination.problems.sort();
    let problems = &examination.problems;
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    let warnings = problems.len() - errors;
    let answer = Answer {
        problems: problems.iter().map(ToldProblem::of).collect(),
    };
    let mut reply = Reply::new("check", &answer, document(problems, context));
    if context.global.format() == Some(Format::Github) {
        let folder = folder_in_workspace(folder.root(), context);
        reply.github = Some(
            problems
                .iter()
                .map(|one| annotation(one, &folder))
                .collect(),
        );
    }
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
    if let Some(Format::Csv | Format::Tsv) = context.global.format() {
        return Document::new().table(table(problems));
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

/// A row for each problem.
fn table(problems: &[Problem]) -> Table {
    let columns = [
        Column::text("severity", "severity"),
        Column::text("code", "code"),
        Column::text("file", "file"),
        Column::number("line", "line"),
        Column::number("column", "column"),
        Column::text("message", "message"),
        Column::text("hint", "hint"),
    ];
    Table::new(columns).rows(problems.iter().map(|problem| {
        let number = |number: usize| match problem.line {
            0 => Cell::none(),
            _ => Cell::number(number),
        };
        [
            Cell::from(severity(problem)),
            problem.code.into(),
            problem.file.as_str().into(),
            number(problem.line),
            number(problem.column),
            problem.message.as_str().into(),
            problem.hint.as_deref().into(),
        ]
    }))
}

fn severity(problem: &Problem) -> &'static str {
    match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Where the program lies in the repository that a workflow checked out, with a `/` behind it.
fn folder_in_workspace(root: &Path, context: &Context<'_, '_>) -> String {
    let workspace = context.variable("GITHUB_WORKSPACE").map(Path::new);
    let workspace = workspace.unwrap_or(&context.invocation.directory);
    let below = root.strip_prefix(workspace).unwrap_or(Path::new(""));
    let mut folder = String::new();
    for part in below.iter().filter(|part| *part != ".") {
        folder.push_str(&part.to_string_lossy());
        folder.push('/');
    }
    folder
}

/// A workflow command: `::error file=participants/ada.toml,line=6,col=12,title=wrong-value::...`.
fn annotation(problem: &Problem, folder: &str) -> String {
    let file = property(&format!("{folder}{}", problem.file));
    let place = match problem.line {
        0 => String::new(),
        line => format!(",line={line},col={}", problem.column),
    };
    let hint = problem.hint.as_ref().map(|hint| format!("\nhint: {hint}"));
    let message = format!("{}{}", problem.message, hint.unwrap_or_default());
    format!(
        "::{} file={file}{place},title={}::{}\n",
        severity(problem),
        property(problem.code),
        data(&message)
    )
}

/// A message as GitHub reads it back: line ends and `%` would end or change it.
fn data(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(visible).collect();
    lines
        .join("\n")
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a command: `:` and `,` would end it too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

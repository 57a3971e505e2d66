//! Why a command failed: exit code, words for people, JSON for scripts.

use crate::calendar::when_error::WhenError;
use crate::change::refusal::Refusal;
use crate::cli::exit;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::render::document::Document;
use crate::render::escape::visible;
use crate::render::excerpt::{Excerpt, Place};
use crate::render::look::Look;
use crate::store::commit::CommitError;
use crate::store::lock::LockError;
use crate::store::problem::{Problem, Severity};
use crate::store::recovery::RecoveryError;
use crate::store::splice::SpliceError;
use crate::store::store_error::StoreError;
use crate::store::undo::UndoError;
use crate::store::workspace::ApplyError;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The change was refused.
    Refused(Refusal),
    /// The store could not do it.
    Store(StoreError),
    /// Input has errors; all of them.
    Problems(Vec<Problem>),
    /// The command line makes no sense.
    Usage {
        /// What is wrong.
        message: String,
        /// The cure.
        hint: Option<String>,
    },
    /// There is no program here.
    NoProgram(String),
    /// Somebody said no, or input ended.
    Cancelled,
    /// Something outside refused: a file to read, an editor.
    Outside(anyhow::Error),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Refused(refusal)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        match error {
            StoreError::Problems(problems) | StoreError::Apply(ApplyError::Problems(problems)) => {
                Failure::Problems(problems)
            }
            StoreError::NoProgram(root) => {
                Failure::NoProgram(format!("there is no program in {}", root.display()))
            }
            error => Failure::Store(error),
        }
    }
}

impl From<ApplyError> for Failure {
    fn from(error: ApplyError) -> Failure {
        Failure::from(StoreError::from(error))
    }
}

impl From<WhenError> for Failure {
    fn from(error: WhenError) -> Failure {
        Failure::usage(error.to_string())
    }
}

impl Failure {
    /// A command line that makes no sense.
    pub(crate) fn usage(message: impl Into<String>) -> Failure {
        Failure::Usage {
            message: message.into(),
            hint: None,
        }
    }

    /// Its exit code.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Failure::Refused(Refusal::Refused { .. } | Refusal::Broken(_))
            | Failure::Problems(_)
            | Failure::Cancelled
            | Failure::Outside(_) => exit::REFUSED,
            Failure::Refused(Refusal::NotFound { .. }) | Failure::NoProgram(_) => exit::NOT_FOUND,
            Failure::Refused(Refusal::Ambiguous { .. }) => exit::AMBIGUOUS,
            Failure::Refused(Refusal::Stale { .. }) => exit::CHANGED,
            Failure::Usage { .. } => exit::USAGE,
            Failure::Store(error) => store_code(error),
        }
    }

    /// A short stable name for scripts.
    fn name(&self) -> &'static str {
        match self.code() {
            exit::USAGE => "usage",
            exit::NOT_FOUND => "not-found",
            exit::AMBIGUOUS => "ambiguous",
            exit::CHANGED => "changed",
            exit::BUG => "bug",
            exit::INTERRUPTED => "interrupted",
            _ if matches!(self, Failure::Problems(_)) => "problems",
            _ if matches!(self, Failure::Cancelled) => "cancelled",
            _ => "refused",
        }
    }

    fn message(&self) -> String {
        match self {
            Failure::Refused(refusal) => refusal.to_string(),
            Failure::Store(error) => error.to_string(),
            Failure::Problems(problems) => problems
                .first()
                .map(|problem| problem.message.clone())
                .unwrap_or_default(),
            Failure::Usage { message, .. } | Failure::NoProgram(message) => message.clone(),
            Failure::Cancelled => "cancelled; nothing was written".to_owned(),
            Failure::Outside(error) => format!("{error:#}"),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Failure::Refused(Refusal::Refused { hint, .. } | Refusal::Stale { hint, .. })
            | Failure::Usage { hint, .. } => hint.clone(),
            Failure::Refused(Refusal::NotFound { near, .. }) if near.is_empty() => None,
            Failure::Refused(Refusal::NotFound { near, .. }) => Some(format!(
                "did you mean {}?",
                crate::render::words::or_list(near)
            )),
            Failure::Refused(Refusal::Ambiguous { candidates, .. }) => Some(format!(
                "one of {}",
                crate::render::words::or_list(candidates)
            )),
            Failure::Refused(Refusal::Broken(findings)) => {
                findings.first().and_then(|finding| finding.hint.clone())
            }
            Failure::NoProgram(_) => {
                Some("pleiad init makes one here; -C DIR names one elsewhere".to_owned())
            }
            Failure::Store(_) | Failure::Problems(_) | Failure::Cancelled | Failure::Outside(_) => {
                None
            }
        }
    }

    fn candidates(&self) -> &[String] {
        match self {
            Failure::Refused(
                Refusal::NotFound {
                    near: candidates, ..
                }
                | Refusal::Ambiguous { candidates, .. },
            ) => candidates,
            _ => &[],
        }
    }

    /// What a person reads.
    pub(crate) fn text(&self, look: &Look) -> String {
        if let Failure::Problems(problems) = self {
            return problems_text(problems, look);
        }
        let mut text = format!("pleiad: {}\n", visible(&self.message()));
        if let Some(hint) = self.hint() {
            text.extend(["hint: ", &visible(&hint), "\n"]);
        }
        text
    }

    /// What a script reads.
    pub(crate) fn json(&self) -> Value {
        let problems = if let Failure::Problems(problems) = self {
            problems.as_slice()
        } else {
            &[]
        };
        let first = problems.first().map(ToldProblem::of);
        let hint = self.hint();
        let error = ToldError {
            code: self.name(),
            message: self.message(),
            file: first.as_ref().map(|first| first.file),
            line: first.as_ref().and_then(|first| first.line),
            column: first.as_ref().and_then(|first| first.column),
            hint: hint.as_deref().or(first.and_then(|first| first.hint)),
            candidates: self.candidates(),
        };
        let answer = Answer {
            error,
            problems: problems.iter().map(ToldProblem::of).collect(),
        };
        Reply::new("error", &answer, Document::new()).json
    }
}

/// What a failure replies.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Answer<'static>>("error")];

/// Why nothing was done, for scripts.
#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    error: ToldError<'a>,
    /// Every problem of the input, where that is what stands in the way.
    problems: Vec<ToldProblem<'a>>,
}

/// The failure; its place is that of the first problem.
#[derive(Serialize, JsonSchema)]
struct ToldError<'a> {
    /// A word that stays the same when messages change.
    code: &'static str,
    message: String,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    /// The cure.
    hint: Option<&'a str>,
    /// What an ambiguous word may mean, or what is near to one that means nothing.
    candidates: &'a [String],
}

/// A problem for scripts: the same fields as an error.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ToldProblem<'a> {
    severity: Severity,
    /// A word that stays the same when messages change.
    code: &'a str,
    message: &'a str,
    file: &'a str,
    /// From 1; none where the whole file is meant.
    line: Option<usize>,
    /// From 1, in characters.
    column: Option<usize>,
    /// The cure.
    hint: Option<&'a str>,
    /// Always empty: a problem has no candidates.
    candidates: [&'a str; 0],
}

impl<'a> ToldProblem<'a> {
    /// A problem as scripts read it.
    pub(crate) fn of(problem: &'a Problem) -> ToldProblem<'a> {
        let placed = 0 < problem.line;
        ToldProblem {
            severity: problem.severity,
            code: problem.code,
            message: &problem.message,
            file: &problem.file,
            line: placed.then_some(problem.line),
            column: placed.then_some(problem.column),
            hint: problem.hint.as_deref(),
            candidates: [],
        }
    }
}

/// Problems for people, one excerpt each, with a blank line between them.
pub(crate) fn problems_text(problems: &[Problem], look: &Look) -> String {
    let texts: Vec<String> = problems
        .iter()
        .map(|problem| problem_text(problem, look))
        .collect();
    texts.join("\n")
}

fn problem_text(problem: &Problem, look: &Look) -> String {
    let message = match problem.severity {
        Severity::Error => problem.message.clone(),
        Severity::Warning => format!("warning: {}", problem.message),
    };
    let place = problem.source_line.as_deref().map(|source_line| Place {
        line: problem.line,
        column: problem.column,
        width_characters: problem.width,
        source_line,
    });
    Excerpt {
        path: &problem.file,
        place,
        message: &message,
        hint: problem.hint.as_deref(),
    }
    .render(look)
}

fn store_code(error: &StoreError) -> u8 {
    match error {
        StoreError::NoProgram(_) => exit::NOT_FOUND,
        StoreError::Apply(ApplyError::ChangedMeanwhile { .. })
        | StoreError::Lock(LockError::Held { .. })
        | StoreError::Recovery(RecoveryError::Diverged { .. })
        | StoreError::Undo(UndoError::ChangedSince { .. } | UndoError::FieldsChangedSince { .. }) => {
            exit::CHANGED
        }
        StoreError::Apply(ApplyError::Splice {
            error: SpliceError::Verification { .. },
            ..
        }) => exit::BUG,
        StoreError::Commit(error) | StoreError::Undo(UndoError::Commit(error)) => {
            commit_code(error)
        }
        StoreError::Problems(_)
        | StoreError::Apply(_)
        | StoreError::Lock(_)
        | StoreError::Recovery(_)
        | StoreError::Undo(_)
        | StoreError::Disk(_) => exit::REFUSED,
    }
}

fn commit_code(error: &CommitError) -> u8 {
    match error {
        CommitError::ChangedMeanwhile { .. } | CommitError::EditedDuringWrite { .. } => {
            exit::CHANGED
        }
        CommitError::Interrupted { .. } => exit::INTERRUPTED,
        CommitError::NoSpace { .. } | CommitError::EarlierChangePending | CommitError::Disk(_) => {
            exit::REFUSED
        }
    }
}

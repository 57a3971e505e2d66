//! `git resolve`: what a merge has left open, settled field by field.

use super::repository;
use crate::change::edit::Author;
use crate::cli::ask::{self, Asking};
use crate::cli::context::Context;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::render::diff;
use crate::render::document::{Document, Verbatim};
use crate::render::words::count;
use crate::store::folder::Folder;
use crate::store::git::doubled;
use crate::store::git::run::Git;
use crate::store::git::unmerged::{self, Standing, Unmerged};
use crate::store::merge::conflict::{Conflict, Side};
use crate::store::path::RelativePath;
use crate::store::session::Replacement;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use std::cell::{Cell, RefCell};

/// Settle what a merge has left open
///
/// Every open file is merged again from the versions that git keeps, whoever merged it first. What
/// is left then are fields with two different values, and things that one side changed and the
/// other took away: say for each whose holds, by flags or when asked. A file is written and handed
/// to git (`git add`) as soon as nothing of it is left; one settled by hand is only handed to git.
/// Meetings that git alone gave one id, merging lines without the driver, get two.
/// In a rebase, ours is what you rebase onto, and theirs is your own commit. Exit 1 while anything is left.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad git resolve                                  (asks; without a terminal, shows what is left)
  pleiad git resolve --ours mentor.capacity
  pleiad git resolve --theirs 'meeting[2026-02-03].place' meetings/grace-mentors-ada.toml
  pleiad git resolve --ours participants/ada.toml --theirs all
  pleiad git resolve -n --theirs all                  (shows what would be written)
A FIELD is one as this command shows it, a file's path for all of it, or `all`; the first that
fits holds, --ours before --theirs.")]
pub(crate) struct Resolve {
    /// Files to settle; without any, every open one
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Take our value; may be given several times
    #[arg(long, value_name = "FIELD")]
    ours: Vec<String>,
    /// Take their value; may be given several times
    #[arg(long, value_name = "FIELD")]
    theirs: Vec<String>,
    /// Give up what was half settled by hand
    #[arg(long)]
    afresh: bool,
}

/// A field, or a whole file, about which both sides disagree.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Left {
    file: String,
    field: Option<String>,
    base: Option<String>,
    ours: Option<String>,
    theirs: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Settled {
    file: String,
    field: Option<String>,
    side: &'static str,
}

#[derive(Debug, Default, Serialize, JsonSchema)]
struct Answer {
    /// Files that git may take as they are now.
    files: Vec<String>,
    settled: Vec<Settled>,
    left: Vec<Left>,
    only_by_hand: Vec<ByHand>,
    dry_run: bool,
}

impl Answer {
    /// Whether nothing is left to settle.
    fn is_all(&self) -> bool {
        self.left.is_empty() && self.only_by_hand.is_empty()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
struct ByHand {
    file: String,
    why: String,
}

/// What shall become of one file.
struct Outcome {
    path: RelativePath,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Answer>("git-resolve")];

pub(crate) fn run(resolve: &Resolve, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (folder, git) = repository(context)?;
    let open = unmerged::list(&git)?;
    let open: Vec<Unmerged> = open.into_iter().filter(|it| resolve.is_meant(it)).collect();
    resolve.refuse_unknown(&open)?;
    let asks = context.asking() == Asking::Possible && !context.global.dry_run;
    let mut answer = Answer {
        dry_run: context.global.dry_run,
        ..Answer::default()
    };
    let mut outcomes = Vec::new();
    for file in &open {
        outcomes.extend(settle(resolve, file, asks, &mut answer)?);
    }
    outcomes.extend(doubled(resolve, &git, &open, &mut answer)?);
    answer.files = outcomes.iter().map(|it| it.path.to_string()).collect();
    let mut document = shown(&answer);
    if context.global.dry_run {
        let text: String = outcomes.iter().map(diff_of).collect();
        document = document.verbatim(Verbatim::diff(text));
        return Ok(
            Reply::new("git-resolve", &answer, document).say("nothing was written (--dry-run)")
        );
    }
    write(&folder, &git, outcomes, context)?;
    let mut reply = Reply::new("git-resolve", &answer, document).say(verdict(&open, &answer));
    if !answer.is_all() {
        reply.code = exit::REFUSED;
    } else if !open.is_empty() {
        reply = match git.under_way()? {
            Some(word) if word != "merge" => reply.next(format!("git {word} --continue")),
            _ => reply.next("pleiad git commit"),
        };
    }
    Ok(reply)
}

impl Resolve {
    fn is_meant(&self, file: &Unmerged) -> bool {
        self.files.is_empty() || self.files.iter().any(|named| named == file.path.as_str())
    }

    /// A file that is named and not open is a slip of the pen.
    fn refuse_unknown(&self, open: &[Unmerged]) -> Result<(), Failure> {
        let is_open = |named: &&String| open.iter().any(|it| it.path.as_str() == named.as_str());
        match self.files.iter().find(|named| !is_open(named)) {
            None => Ok(()),
            Some(named) => Err(crate::change::refusal::Refusal::NotFound {
                what: "open file",
                word: named.clone(),
                near: open.iter().map(|it| it.path.to_string()).collect(),
            }
            .into()),
        }
    }

    /// The side that flags name for a field, or for a file as a whole.
    fn side(&self, path: &str, field: Option<&str>) -> Option<Side> {
        let names = |given: &String| {
            given == "all"
                || given == path
                || field.is_some_and(|field| given == field || *given == format!("{path}:{field}"))
        };
        if self.ours.iter().any(names) {
            Some(Side::Ours)
        } else if self.theirs.iter().any(names) {
            Some(Side::Theirs)
        } else {
            None
        }
    }
}

/// What git merged by lines, without a conflict and not well: entries that stand twice or share an id.
fn doubled(
    resolve: &Resolve,
    git: &Git,
    open: &[Unmerged],
    answer: &mut Answer,
) -> Result<Vec<Outcome>, Failure> {
    let mut outcomes = Vec::new();
    if !resolve.files.is_empty() {
        return Ok(outcomes);
    }
    for file in doubled::list(git)? {
        if open.iter().any(|open| open.path == file.path) {
            continue;
        }
        answer.settled.push(Settled {
            file: file.path.to_string(),
            field: None,
            side: "both",
        });
        outcomes.push(Outcome {
            path: file.path,
            before: Some(file.before),
            after: Some(file.after),
        });
    }
    Ok(outcomes)
}

/// Settles one file as far as flags and answers go; gives what it becomes once nothing is left.
fn settle(
    resolve: &Resolve,
    file: &Unmerged,
    asks: bool,
    answer: &mut Answer,
) -> Result<Option<Outcome>, Failure> {
    let path = file.path.to_string();
    let settled = RefCell::new(Vec::new());
    let failure = Cell::new(None);
    let choose = |left: &Left| {
        let field = left.field.as_deref();
        let side = resolve.side(&path, field).or_else(|| {
            let side = if asks { ask_about(left) } else { Ok(None) };
            side.unwrap_or_else(|error| {
                failure.set(Some(error));
                None
            })
        });
        settled.borrow_mut().extend(side.map(|side| Settled {
            file: path.clone(),
            field: left.field.clone(),
            side: word(side),
        }));
        side
    };
    let standing = file.standing(&|conflict| choose(&left(&path, conflict)), resolve.afresh);
    let standing = standing?;
    let outcome = |after| Outcome {
        path: file.path.clone(),
        before: file.present.clone(),
        after,
    };
    let done = match standing {
        Standing::Fields(merge) if merge.conflicts.is_empty() => {
            Some(outcome(Some(merge.text.into_bytes())))
        }
        Standing::Fields(merge) => {
            answer
                .left
                .extend(merge.conflicts.iter().map(|it| left(&path, it)));
            None
        }
        Standing::Whole { ours, theirs } => {
            let whole = whole(&path, ours.as_ref(), theirs.as_ref());
            match choose(&whole) {
                Some(Side::Ours) => Some(outcome(ours)),
                Some(Side::Theirs) => Some(outcome(theirs)),
                None => {
                    answer.left.push(whole);
                    None
                }
            }
        }
        Standing::ByHand => Some(outcome(file.present.clone())),
        Standing::OnlyByHand(why) => {
            answer.only_by_hand.push(ByHand {
                file: path.clone(),
                why,
            });
            None
        }
    };
    if let Some(failure) = failure.take() {
        return Err(failure);
    }
    if done.is_some() {
        answer.settled.extend(settled.take());
    }
    Ok(done)
}

fn word(side: Side) -> &'static str {
    match side {
        Side::Ours => "ours",
        Side::Theirs => "theirs",
    }
}

fn left(path: &str, conflict: &Conflict) -> Left {
    Left {
        file: path.to_owned(),
        field: Some(conflict.address.to_string()),
        base: conflict.base.clone(),
        ours: conflict.ours.clone(),
        theirs: conflict.theirs.clone(),
    }
}

/// A file that one side deleted.
fn whole(path: &str, ours: Option<&Vec<u8>>, theirs: Option<&Vec<u8>>) -> Left {
    let changed = |bytes: Option<&Vec<u8>>| bytes.map(|_| "changed".to_owned());
    Left {
        file: path.to_owned(),
        field: None,
        base: None,
        ours: changed(ours),
        theirs: changed(theirs),
    }
}

fn ask_about(left: &Left) -> Result<Option<Side>, Failure> {
    let side = |value: &Option<String>| value.as_deref().map_or("taken away", str::trim).to_owned();
    let was = left
        .base
        .as_ref()
        .map(|base| format!(" (was {})", base.trim()));
    let question = format!(
        "{} {}{}",
        left.file,
        left.field.as_deref().unwrap_or_default(),
        was.unwrap_or_default()
    );
    let items = [
        format!("ours: {}", side(&left.ours)),
        format!("theirs: {}", side(&left.theirs)),
        "leave it open".to_owned(),
    ];
    Ok(match ask::pick(question.trim(), &items)? {
        0 => Some(Side::Ours),
        1 => Some(Side::Theirs),
        _ => None,
    })
}

/// Writes every settled file as one operation, then hands them to git.
fn write(
    folder: &Folder,
    git: &Git,
    outcomes: Vec<Outcome>,
    context: &mut Context<'_, '_>,
) -> Result<(), Failure> {
    if outcomes.is_empty() {
        return Ok(());
    }
    let (gone, kept): (Vec<&Outcome>, Vec<&Outcome>) =
        outcomes.iter().partition(|it| it.after.is_none());
    let paths = |outcomes: &[&Outcome]| {
        outcomes
            .iter()
            .map(|it| it.path.to_string())
            .collect::<Vec<_>>()
    };
    let (gone, kept) = (paths(&gone), paths(&kept));
    let session = context.with_lock(|locking| folder.session(locking))?;
    let clock = context.clock_in(chrono_tz::UTC)?;
    let author = Author {
        today: clock.today,
        by: context.author_named()?,
    };
    let sentence = format!(
        "settle a merge in {}",
        count(outcomes.len(), "file", "files")
    );
    let replacements = outcomes.into_iter().map(|outcome| Replacement {
        path: outcome.path,
        before: outcome.before,
        after: outcome.after,
    });
    let label = context.label(&sentence, &author);
    session.replace(replacements.collect(), label, clock.today)?;
    for (verb, paths) in [("add", kept), ("rm", gone)] {
        if paths.is_empty() {
            continue;
        }
        let head: &[&str] = match verb {
            "rm" => &["rm", "--quiet", "--cached"],
            _ => &["add"],
        };
        git.run_on(head, &paths)?;
    }
    Ok(())
}

fn diff_of(outcome: &Outcome) -> String {
    let text = |bytes: &Option<Vec<u8>>| {
        bytes
            .as_ref()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    diff::unified(
        outcome.path.as_str(),
        text(&outcome.before).as_deref(),
        text(&outcome.after).as_deref(),
    )
}

/// What is left, each with both values.
fn shown(answer: &Answer) -> Document {
    let mut text = String::new();
    for left in &answer.left {
        let field = left.field.as_deref().unwrap_or("the whole file");
        text.extend([left.file.as_str(), ": ", field, "\n"]);
        let values = [
            ("was", &left.base),
            ("ours", &left.ours),
            ("theirs", &left.theirs),
        ];
        for (word, value) in values {
            let value = match value {
                Some(value) => value.trim(),
                None if word == "was" => continue,
                None => "(taken away)",
            };
            let value = value.replace('\n', "\n          ");
            text.extend([format!("  {word:7} {value}\n")]);
        }
    }
    for file in &answer.only_by_hand {
        text.extend([file.file.as_str(), ": ", &file.why, "\n"]);
    }
    if text.is_empty() {
        return Document::new();
    }
    Document::new().verbatim(Verbatim::text(text))
}

fn verdict(open: &[Unmerged], answer: &Answer) -> String {
    if open.is_empty() && answer.files.is_empty() {
        return "nothing is left open by a merge".to_owned();
    }
    let mut parts = vec![format!(
        "{} settled",
        count(answer.files.len(), "file", "files")
    )];
    if !answer.left.is_empty() {
        let left = count(answer.left.len(), "conflict is", "conflicts are");
        parts.push(format!("{left} left: --ours FIELD or --theirs FIELD"));
    }
    if !answer.only_by_hand.is_empty() {
        let left = count(answer.only_by_hand.len(), "file", "files");
        parts.push(format!("{left} to be settled by hand"));
    }
    parts.join("; ")
}

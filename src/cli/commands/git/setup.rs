//! `git setup`: attributes, driver and hook.

use super::repository;
use crate::change::edit::Author;
use crate::change::refusal::Refusal;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::render::diff;
use crate::render::document::{Document, Verbatim};
use crate::store::git::setup::{self, ATTRIBUTES, Missing};
use crate::store::session::Replacement;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// Teach git to merge the files of this program by field
///
/// It adds lines to .gitattributes, which travel with the program, and sets the merge driver in the
/// configuration of this clone; each clone needs it once. A second time it changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad git setup
  pleiad git setup --pre-commit      (and no commit with errors from now on)
  pleiad git setup -n                (shows what it would change)
Without the driver git merges by lines: it stops at changes that belong together, and may join
others that do not. `pleiad git resolve` settles what is left either way.")]
pub(crate) struct Setup {
    /// Also look at every file and every rule before each commit (`pleiad check`)
    #[arg(long)]
    pre_commit: bool,
}

/// What was set up.
#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    /// What was done, one line each.
    steps: &'a [String],
    dry_run: bool,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Answer<'static>>("git-setup")];

pub(crate) fn run(setup: &Setup, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (folder, git) = repository(context)?;
    let missing = setup::missing(&git, setup.pre_commit)?;
    if let Some(hook) = missing.hook.as_ref().filter(|hook| hook.is_taken) {
        let message = format!(
            "{} is there already; it stays as it is",
            hook.path.display()
        );
        let hint = Some("add `pleiad check` to it by hand".to_owned());
        return Err(Refusal::Refused { message, hint }.into());
    }
    let steps = steps(&missing);
    let answer = Answer {
        steps: &steps,
        dry_run: context.global.dry_run,
    };
    if missing.is_nothing() {
        let document = Document::new().paragraph("Git merges this program by field already.");
        return Ok(Reply::new("git-setup", &answer, document));
    }
    let lines: Vec<String> = steps.iter().map(|step| format!("{step}\n")).collect();
    if context.global.dry_run {
        let diff = missing
            .attributes
            .as_ref()
            .map(|(before, after)| diff::unified(ATTRIBUTES, before.as_deref(), Some(after)));
        let text = diff.unwrap_or_default() + &lines.concat();
        let document = Document::new().verbatim(Verbatim::diff(text));
        return Ok(
            Reply::new("git-setup", &answer, document).say("nothing was written (--dry-run)")
        );
    }
    if let Some((before, after)) = &missing.attributes {
        let session = context.with_lock(|locking| folder.session(locking))?;
        let clock = context.clock_in(chrono_tz::UTC)?;
        let author = Author {
            today: clock.today,
            by: context.author_named()?,
        };
        let replacement = Replacement {
            path: setup::attributes_path(),
            before: before.clone().map(String::into_bytes),
            after: Some(after.clone().into_bytes()),
        };
        let label = context.label("teach git to merge by field", &author);
        session.replace(vec![replacement], label, clock.today)?;
    }
    setup::set_up_clone(&git, &missing)?;
    let document = Document::new().verbatim(Verbatim::text(lines.concat()));
    let reply = Reply::new("git-setup", &answer, document);
    Ok(match missing.attributes {
        Some(_) => reply.next("pleiad git commit"),
        None => reply,
    })
}

/// What is done, one line each.
fn steps(missing: &Missing) -> Vec<String> {
    let attributes = missing.attributes.iter();
    let attributes = attributes.map(|_| format!("{ATTRIBUTES}: files that are merged by field"));
    let keys = missing.configuration.iter();
    let keys = keys.map(|(key, value)| format!("git config {key}: {value}"));
    let hook = missing.hook.iter();
    let hook = hook.map(|_| "pre-commit: pleiad check".to_owned());
    attributes.chain(keys).chain(hook).collect()
}

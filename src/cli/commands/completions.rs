//! `completions`: print completions for a shell.

use crate::cli::arguments::CommandLine;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::render::document::{Document, Verbatim};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use schemars::JsonSchema;
use serde::Serialize;

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad completions bash > ~/.local/share/bash-completion/completions/pleiad
  pleiad completions fish > ~/.config/fish/completions/pleiad.fish")]
pub(crate) struct Completions {
    /// bash, zsh, fish, powershell or elvish
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// A script for a shell.
#[derive(Serialize, JsonSchema)]
struct Script<'a> {
    shell: String,
    script: &'a str,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Script<'static>>("completions")];

#[expect(clippy::unnecessary_wraps, reason = "every command has this shape")]
pub(crate) fn run(completions: &Completions, _: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        completions.shell,
        &mut CommandLine::command(),
        "pleiad",
        &mut script,
    );
    let script = String::from_utf8_lossy(&script).into_owned();
    let answer = Script {
        shell: completions.shell.to_string(),
        script: &script,
    };
    Ok(Reply::new(
        "completions",
        &answer,
        Document::new().verbatim(Verbatim::text(script.clone())),
    ))
}

//! `completions`: print what a shell needs to ask pleiad what may come next.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::render::document::{Document, Verbatim};
use clap::Args;
use clap_complete::Shell;
use schemars::JsonSchema;
use serde::Serialize;

/// Print completions for a shell: commands, flags, and the people, pairings and words of the program at hand
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad completions bash > ~/.local/share/bash-completion/completions/pleiad
  pleiad completions zsh > ~/.zfunc/_pleiad
  pleiad completions fish > ~/.config/fish/completions/pleiad.fish
For zsh, ~/.zshrc needs `fpath+=~/.zfunc` before `compinit`. Without a file, in the file that your
shell reads first:
  bash        source <(pleiad completions bash)
  zsh         source <(pleiad completions zsh)          (after compinit)
  fish        pleiad completions fish | source
  PowerShell  pleiad completions powershell | Out-String | Invoke-Expression
  elvish      eval (pleiad completions elvish | slurp)
They stay true when pleiad is updated: a script asks pleiad each time, and pleiad is found on the path.")]
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

pub(crate) fn run(completions: &Completions, _: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let script = match completions.shell {
        Shell::Bash => include_str!("completions/pleiad.bash"),
        Shell::Zsh => include_str!("completions/pleiad.zsh"),
        Shell::Fish => include_str!("completions/pleiad.fish"),
        Shell::PowerShell => include_str!("completions/pleiad.ps1"),
        Shell::Elvish => include_str!("completions/pleiad.elv"),
        shell => return Err(Failure::usage(format!("there is nothing for {shell} yet"))),
    };
    let answer = Script {
        shell: completions.shell.to_string(),
        script,
    };
    Ok(Reply::new(
        "completions",
        &answer,
        Document::new().verbatim(Verbatim::text(script)),
    ))
}

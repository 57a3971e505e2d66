//! `help`: explain a command or a topic; and the welcome where there is no program.

use crate::calendar::help::grammar_help;
use crate::cli::arguments::CommandLine;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::render::document::{Document, Verbatim};
use crate::render::words::nearest;
use crate::store::keys;
use clap::{Args, CommandFactory};
use schemars::JsonSchema;
use serde::Serialize;

/// Explain a command or a topic
#[derive(Debug, Args)]
#[command(
    after_help = "Topics: dates, as-of, files, ids, environment, exit-codes, json.
Examples:
  pleiad help files
  pleiad help participant list"
)]
pub(crate) struct Help {
    /// A topic, or a command
    #[arg(value_name = "TOPIC")]
    words: Vec<String>,
}

/// A topic and where its text comes from.
type Topic = (&'static str, fn() -> String);

const TOPICS: [Topic; 7] = [
    ("dates", || grammar_help().to_owned()),
    ("as-of", || include_str!("help/as-of.txt").to_owned()),
    ("files", keys::help),
    ("ids", || include_str!("help/ids.txt").to_owned()),
    ("environment", || {
        include_str!("help/environment.txt").to_owned()
    }),
    ("exit-codes", || {
        include_str!("help/exit-codes.txt").to_owned()
    }),
    ("json", || include_str!("help/json.txt").to_owned()),
];

/// A text of help.
#[derive(Serialize, JsonSchema)]
struct Explained<'a> {
    /// The words that were asked for.
    topic: String,
    text: &'a str,
}

/// The answer where there is no program.
#[derive(Serialize, JsonSchema)]
struct Welcome {
    /// Always none.
    program: Option<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    answer::<Explained<'static>>("help"),
    answer::<Welcome>("today"),
];

pub(crate) fn run(help: &Help, _: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let text = match &help.words[..] {
        [] => CommandLine::command().render_long_help().to_string(),
        [topic] if TOPICS.iter().any(|(name, _)| name == topic) => TOPICS
            .iter()
            .find(|(name, _)| name == topic)
            .map(|(_, text)| text())
            .unwrap_or_default(),
        words => command_help(words)?,
    };
    let answer = Explained {
        topic: help.words.join(" "),
        text: &text,
    };
    Ok(Reply::new(
        "help",
        &answer,
        Document::new().verbatim(Verbatim::text(text.clone())),
    ))
}

/// The help of a command that is named by its words.
fn command_help(words: &[String]) -> Result<String, Failure> {
    let mut command = CommandLine::command();
    command.build();
    let mut found = &mut command;
    for word in words {
        let names: Vec<String> = found
            .get_subcommands()
            .map(|command| command.get_name().to_owned())
            .collect();
        found = match found.find_subcommand_mut(word) {
            Some(next) => next,
            None => return Err(unknown(word, &names)),
        };
    }
    Ok(found.render_long_help().to_string())
}

fn unknown(word: &str, commands: &[String]) -> Failure {
    let topics = TOPICS.iter().map(|(name, _)| *name);
    let known: Vec<&str> = commands.iter().map(String::as_str).chain(topics).collect();
    let near = nearest(word, known.iter().copied())
        .map(|near| format!("did you mean `pleiad help {near}`?"));
    let message = format!("there is no command and no topic `{word}`");
    Failure::Usage {
        message,
        hint: near.or_else(|| Some(format!("one of {}", known.join(", ")))),
    }
}

const WELCOME: &str = "\
pleiad runs a mentoring program from a folder of plain TOML files.
There is none here yet.

  pleiad init                    make one in this folder
  pleiad init demo --example     make one that lives, to look around in
  pleiad help                    everything else
";

/// What one sees outside of every program.
pub(crate) fn welcome() -> Reply {
    let answer = Welcome { program: None };
    Reply::new(
        "today",
        &answer,
        Document::new().verbatim(Verbatim::text(WELCOME)),
    )
}

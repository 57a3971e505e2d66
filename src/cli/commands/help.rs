//! `help`: explain a command or a topic; and the welcome where there is no program.

use crate::calendar::help::grammar_help;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::overview::{Detail, command_line};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::render::document::{Document, Verbatim};
use crate::render::words::nearest;
use crate::store::keys;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// Explain a command or a topic
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad help                        (one screen)
  pleiad help all                    (every command, every flag)
  pleiad help files                  (a topic)
  pleiad help participant list       (a command)
Topics: dates, ids, files, environment, exit-codes, json, as-of.")]
pub(crate) struct Help {
    /// A topic, or a command
    #[arg(value_name = "TOPIC")]
    words: Vec<String>,
}

/// The word for everything.
const ALL: &str = "all";

/// A topic and where its text comes from.
struct Topic {
    name: &'static str,
    about: &'static str,
    text: fn() -> String,
}

const fn topic(name: &'static str, about: &'static str, text: fn() -> String) -> Topic {
    Topic { name, about, text }
}

const TOPICS: [Topic; 7] = [
    topic("dates", "How days, times and rhythms are written", || {
        grammar_help().to_owned()
    }),
    topic("ids", "How people, pairings and entries are named", || {
        include_str!("help/ids.txt").to_owned()
    }),
    topic(
        "files",
        "Every file of a program, and every key",
        keys::help,
    ),
    topic("environment", "What the environment says", || {
        include_str!("help/environment.txt").to_owned()
    }),
    topic("exit-codes", "What a command ends with", || {
        include_str!("help/exit-codes.txt").to_owned()
    }),
    topic("json", "Answers and errors for scripts", || {
        include_str!("help/json.txt").to_owned()
    }),
    topic("as-of", "Looking at a past day", || {
        include_str!("help/as-of.txt").to_owned()
    }),
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

/// The text of a topic.
pub(crate) fn topic_text(name: &str) -> Option<String> {
    let topic = TOPICS.iter().find(|topic| topic.name == name)?;
    Some((topic.text)())
}

/// The topics, each with a few words about it.
pub(crate) fn topics() -> impl Iterator<Item = (&'static str, &'static str)> {
    TOPICS.iter().map(|topic| (topic.name, topic.about))
}

pub(crate) fn run(help: &Help, _: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let text = match &help.words[..] {
        [] => command_line(Detail::Short).render_help().to_string(),
        [word] if word == ALL => command_line(Detail::Full).render_long_help().to_string(),
        [word] => match topic_text(word) {
            Some(text) => text,
            None => command_help(&help.words)?,
        },
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
    let mut command = command_line(Detail::Full);
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
    let topics = topics().map(|(name, _)| name);
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

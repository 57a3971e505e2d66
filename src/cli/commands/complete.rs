//! `__complete`: what a shell may offer at the cursor. It answers within the blink of an eye, and says nothing at all
//! where anything is wrong: whoever types has not asked for a lecture.

use crate::cli::arguments::CommandLine;
use crate::cli::commands::help;
use crate::cli::completion::asked::{Asked, Wanted};
use crate::cli::completion::kind::{self, ValueKind};
use crate::cli::completion::offer::{Candidate, Offering, begins_so, led};
use crate::cli::context::Context;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{self, ReplySchema};
use crate::render::document::Document;
use crate::render::escape::visible;
use crate::store::glance::Glance;
use clap::{Arg, Args, Command, CommandFactory};
use clap_complete::Shell;
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// What a shell may offer at the cursor
#[derive(Debug, Args)]
pub(crate) struct Complete {
    /// bash, zsh, fish, powershell or elvish
    #[arg(value_name = "SHELL")]
    shell: Shell,
    /// The place of the word at the cursor, from 0
    #[arg(long, value_name = "NUMBER")]
    at: usize,
    /// Leave out what each candidate is: the shell types what it is given
    #[arg(long)]
    bare: bool,
    /// The words of the line, the program's own name first
    #[arg(last = true, value_name = "WORD")]
    words: Vec<String>,
}

/// What else the shell may offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    Files,
    Folders,
}

/// What a shell may offer.
#[derive(Serialize, JsonSchema)]
struct Offer<'a> {
    candidates: Vec<Offered<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Offered<'a> {
    value: &'a str,
    about: &'a str,
}

/// What this command replies.
pub(crate) const REPLIES: &[ReplySchema] = &[reply_schema::answer::<Offer<'static>>("complete")];

/// An answer has one line for each candidate, and a last one that says what the shell should offer of its own.
pub(crate) fn run(complete: &Complete, context: &mut Context<'_, '_>) -> Reply {
    let words = words(complete);
    let root = CommandLine::command();
    let asked = Asked::read(&root, &words);
    let (mut candidates, beside) = answer(&root, &asked, context);
    for candidate in &mut candidates {
        candidate.value = visible(&candidate.value).into_owned();
        let first = candidate.about.lines().next().unwrap_or_default();
        candidate.about = visible(first).into_owned();
    }
    let mut text = String::new();
    let is_bare = complete.bare || candidates.len() == 1;
    for candidate in &candidates {
        let line = match complete.shell {
            Shell::Bash => bash_line(candidate, &words, complete, is_bare),
            Shell::Zsh => zsh_line(candidate),
            _ => format!("{}\t{}", candidate.value, candidate.about),
        };
        text.extend([&line, "\n"]);
    }
    text.push_str(match beside {
        Beside::Nothing => ":\n",
        Beside::Files => ":files\n",
        Beside::Folders => ":folders\n",
    });
    if context.global.is_json() {
        let offered = candidates.iter().map(|candidate| Offered {
            value: &candidate.value,
            about: &candidate.about,
        });
        let candidates = offered.collect();
        return Reply::new("complete", &Offer { candidates }, Document::new());
    }
    // Straight to the shell: a document of all people of a great program would take longer than finding them.
    let output = &mut context.invocation.output;
    let printed = output.write_all(text.as_bytes());
    Reply::printed("complete", printed.and_then(|()| output.flush()))
}

/// The words after the program's name, up to the cursor.
fn words(complete: &Complete) -> Vec<String> {
    let mut words: Vec<String> = complete
        .words
        .iter()
        .take(complete.at + 1)
        .cloned()
        .collect();
    words.resize(complete.at + 1, String::new());
    words.remove(0);
    match complete.shell {
        Shell::Bash => joined(words),
        _ => words,
    }
}

/// Bash parts words at `=` and `:` and leaves quotes where they are.
fn joined(parts: Vec<String>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for part in parts {
        let is_break = part == "=" || part == ":";
        match words.last_mut() {
            Some(last) if is_break || is_open => last.push_str(&part),
            _ => words.push(part),
        }
        is_open = is_break;
    }
    words.iter().map(|word| unquoted(word)).collect()
}

fn unquoted(word: &str) -> String {
    let mut text = String::new();
    let mut quote = None;
    let mut letters = word.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (None | Some('"'), '\\') => text.extend(letters.next()),
            _ => text.push(letter),
        }
    }
    text
}

fn answer(
    root: &Command,
    asked: &Asked<'_>,
    context: &Context<'_, '_>,
) -> (Vec<Candidate>, Beside) {
    match asked.wanted {
        Wanted::Flag => (flags(root, asked), Beside::Nothing),
        Wanted::Value(arg) => of_value(root, asked, arg, context),
        Wanted::Next(arg) => {
            let mut candidates = commands(asked.command, &asked.beginning);
            let (values, beside) = arg.map_or((Vec::new(), Beside::Nothing), |arg| {
                of_value(root, asked, arg, context)
            });
            candidates.extend(values);
            (candidates, beside)
        }
    }
}

fn flags(root: &Command, asked: &Asked<'_>) -> Vec<Candidate> {
    let all = asked.flags(root).filter_map(|arg| {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        Some(Candidate::new(format!("--{}", arg.get_long()?), help))
    });
    let help = Candidate::new("--help", "Print help");
    all.chain([help])
        .filter(|flag| begins_so(&flag.value, &asked.beginning))
        .collect()
}

fn commands(command: &Command, beginning: &str) -> Vec<Candidate> {
    let below = command
        .get_subcommands()
        .filter(|below| !below.is_hide_set());
    let candidate = |below: &Command| {
        let about = below.get_about().map(ToString::to_string);
        Candidate::new(below.get_name(), about.unwrap_or_default())
    };
    below
        .filter(|below| begins_so(below.get_name(), beginning))
        .map(candidate)
        .collect()
}

fn of_value(
    root: &Command,
    asked: &Asked<'_>,
    arg: &Arg,
    context: &Context<'_, '_>,
) -> (Vec<Candidate>, Beside) {
    let known = arg.get_possible_values();
    let mut candidates: Vec<Candidate> = known
        .iter()
        .map(|value| {
            let help = value.get_help().map(ToString::to_string);
            Candidate::new(value.get_name(), help.unwrap_or_default())
        })
        .filter(|candidate| begins_so(&candidate.value, &asked.beginning))
        .collect();
    let kinds = kind::kinds(&asked.path, arg).unwrap_or_default();
    let glance = glance(asked, context);
    let offering = Offering {
        glance: glance.as_ref(),
        given: &asked.given,
        beginning: &asked.beginning,
    };
    let is_pairing_too = kinds.iter().any(|kind| matches!(kind, ValueKind::Pairing));
    for kind in &kinds {
        match kind {
            ValueKind::Topic => candidates.extend(topics(root, asked)),
            // People stand for their pairings there already.
            ValueKind::Person if is_pairing_too => {}
            kind => candidates.extend(offering.candidates(*kind)),
        }
    }
    let beside = match kinds[..] {
        [ValueKind::File] => Beside::Files,
        [ValueKind::Folder] => Beside::Folders,
        _ => Beside::Nothing,
    };
    (led(&asked.lead, candidates), beside)
}

/// Commands below those that were named, and with none named the topics.
fn topics(root: &Command, asked: &Asked<'_>) -> Vec<Candidate> {
    let mut command = root;
    for word in &asked.given {
        match command.find_subcommand(word) {
            Some(below) => command = below,
            None => return Vec::new(),
        }
    }
    let mut all = commands(command, &asked.beginning);
    if asked.given.is_empty() {
        let topics = help::topics().map(|(name, about)| Candidate::new(name, about));
        all.extend(topics.filter(|topic| begins_so(&topic.value, &asked.beginning)));
    }
    all
}

/// A glance at the folder that the line, the environment or the place names.
fn glance(asked: &Asked<'_>, context: &Context<'_, '_>) -> Option<Glance> {
    // The shell has not replaced a home yet in a line that is being typed.
    let named = asked.program.as_deref().map(|named| {
        match (named.strip_prefix("~/"), context.variable("HOME")) {
            (Some(below), Some(home)) => Path::new(home).join(below),
            _ => PathBuf::from(named),
        }
    });
    let root = context.root_of(named.as_deref()).ok()?;
    Some(Glance::new(context.disk(&root)))
}

/// What bash types, or shows where there are several.
///
/// It replaces what stands behind the last `=` or `:`, and types what it is given as it is.
fn bash_line(
    candidate: &Candidate,
    words: &[String],
    complete: &Complete,
    is_bare: bool,
) -> String {
    let word = words.last().map_or("", String::as_str);
    let kept = word.rfind(['=', ':']).map_or(0, |at| at + 1);
    let value = candidate.value.get(kept..).unwrap_or(&candidate.value);
    let typed = complete.words.get(complete.at).map_or("", String::as_str);
    let value = if typed.starts_with(['"', '\'']) {
        Cow::from(value)
    } else {
        escaped(value, "-_./,:=+@%")
    };
    if is_bare || candidate.about.is_empty() {
        value.into_owned()
    } else {
        format!("{value}  ({})", candidate.about)
    }
}

/// `value:what it is`, as zsh's `_describe` takes it.
fn zsh_line(candidate: &Candidate) -> String {
    let value = candidate.value.replace('\\', "\\\\").replace(':', "\\:");
    format!("{value}:{}", candidate.about)
}

/// With a backslash before everything that a shell might take for more than a letter.
fn escaped<'a>(value: &'a str, harmless: &str) -> Cow<'a, str> {
    let is_harmless = |letter: char| letter.is_alphanumeric() || harmless.contains(letter);
    if value.chars().all(is_harmless) {
        return value.into();
    }
    let mut text = String::new();
    for letter in value.chars() {
        if !is_harmless(letter) {
            text.push('\\');
        }
        text.push(letter);
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(parts: &[&str]) -> Vec<String> {
        joined(parts.iter().map(|&part| part.to_owned()).collect())
    }

    #[test]
    fn what_bash_parts_is_one_word_again() {
        assert_eq!(
            words_of(&["x", "--cohort", "=", "sp"]),
            ["x", "--cohort=sp"]
        );
        assert_eq!(words_of(&["set", "team", "="]), ["set", "team="]);
        assert_eq!(words_of(&["set", "\"Data sci"]), ["set", "Data sci"]);
        assert_eq!(words_of(&["Data\\ sci", "a'\\'b"]), ["Data sci", "a\\b"]);
    }

    #[test]
    fn nothing_that_a_shell_would_run_reaches_it_bare() {
        assert_eq!(escaped("Data science", ""), "Data\\ science");
        assert_eq!(escaped("$(rm)", "-"), "\\$\\(rm\\)");
        assert_eq!(escaped("ada-lovelace", "-"), "ada-lovelace");
    }
}

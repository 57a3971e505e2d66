//! Questions to a person: only on a terminal, never in a loop; the end of input cancels.

use crate::cli::failure::Failure;
use crate::render::escape::visible;
use dialoguer::{Confirm, Input, Select};

/// Whether somebody is there to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asking {
    /// Standard input and standard error are terminals, and nobody said not to ask.
    Possible,
    /// Nobody can be asked.
    Impossible,
}

/// Asks yes or no.
pub(crate) fn confirm(question: &str) -> Result<bool, Failure> {
    let answer = Confirm::new()
        .with_prompt(visible(question))
        .default(false)
        .interact_opt();
    answer.map_err(ended)?.ok_or(Failure::Cancelled)
}

/// Asks for a line of text; an empty answer is the default.
pub(crate) fn line(question: &str, default: Option<&str>) -> Result<String, Failure> {
    let input = Input::<String>::new()
        .with_prompt(visible(question))
        .allow_empty(true);
    let input = match default {
        Some(default) => input.default(default.to_owned()),
        None => input,
    };
    Ok(input.interact_text().map_err(ended)?.trim().to_owned())
}

/// Asks for one of several; gives its place among them.
pub(crate) fn pick(question: &str, items: &[String]) -> Result<usize, Failure> {
    let items: Vec<_> = items.iter().map(|item| visible(item)).collect();
    let answer = Select::new()
        .with_prompt(visible(question))
        .items(&items)
        .default(0)
        .interact_opt();
    answer.map_err(ended)?.ok_or(Failure::Cancelled)
}

/// Keys that mean nothing before a question is given up: somebody leans on the keyboard, or it is no person.
const WRONG_KEYS_MAX: usize = 20;

/// Asks for one key of several, each with its word; gives its place among them.
pub(crate) fn key(question: &str, keys: &[(char, &str)]) -> Result<usize, Failure> {
    let term = dialoguer::console::Term::stderr();
    let words: Vec<String> = keys
        .iter()
        .map(|(key, word)| format!("[{key}] {word}"))
        .collect();
    let broken = |_: std::io::Error| Failure::Cancelled;
    let prompt = format!("{}  {} ", visible(question), words.join("  "));
    term.write_str(&prompt).map_err(broken)?;
    for _ in 0..WRONG_KEYS_MAX {
        let typed = term.read_char().map_err(broken)?;
        // Ctrl-D and Escape end the input, as anywhere.
        if matches!(typed, '\u{4}' | '\u{1b}') {
            break;
        }
        if let Some(index) = keys.iter().position(|(key, _)| *key == typed) {
            term.write_line(keys[index].1).map_err(broken)?;
            return Ok(index);
        }
    }
    term.write_line("").map_err(broken)?;
    Err(Failure::Cancelled)
}

/// Whatever ends a question ends the command: nothing is written on a guess.
fn ended(_error: dialoguer::Error) -> Failure {
    // A question that was broken off leaves the cursor hidden.
    let _ = dialoguer::console::Term::stderr().show_cursor();
    Failure::Cancelled
}

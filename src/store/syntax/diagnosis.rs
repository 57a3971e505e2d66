//! What a syntax error means to somebody who edits a file by hand: the place where it began, and the cure.
//!
//! The parser sees a mistake where it can go on no longer, often far below its cause: a list that is never closed
//! swallows the tables after it. Words of the parser that are not known here are told as they are.

use crate::store::problem::Problem;
use std::ops::Range;
use toml::de::Error;

/// Mistakes of one file that are told: what follows the first ones is mostly their echo.
const TOLD_MAX: usize = 20;
/// Characters of a line that a cure repeats.
const REPEATED_CHARACTERS_MAX: usize = 60;

/// What is wrong with a text that the parser refuses, the cause once in place of all that follows from it.
pub(super) fn problems(path: &str, text: &str, errors: &[Error]) -> Vec<Problem> {
    let at = |span: Range<usize>, message: &str, hint: &str| {
        let hint = Some(hint.to_owned());
        Problem::at((path, text), span, "syntax", message.to_owned(), hint)
    };
    if let Some(zero) = text.find('\0') {
        let hint = "bring its text back from git or a backup";
        return vec![at(
            zero..zero + 1,
            "the file holds zero bytes, as a crash leaves them",
            hint,
        )];
    }
    if let Some(end) = lone_carriage_return(text) {
        let hint = "save it with the line ends of Unix (LF) or Windows (CRLF)";
        return vec![at(
            end..end + 1,
            "a line ends with a carriage return alone",
            hint,
        )];
    }
    let cause = unclosed_text(text, errors)
        .map(|opening| {
            at(
                opening..opening + 3,
                "this text has no closing `\"\"\"`",
                "end it with `\"\"\"` on a line of its own",
            )
        })
        .or_else(|| {
            let opening = unclosed_list(text, errors)?;
            Some(at(
                opening..opening + 1,
                "this list has no closing `]`",
                "end it with `]`",
            ))
        });
    let is_before_cause = |problem: &Problem| {
        cause
            .as_ref()
            .is_none_or(|cause| (problem.line, problem.column) < (cause.line, cause.column))
    };
    let told = errors.iter().take(TOLD_MAX);
    let told = told.map(|error| problem(path, text, error));
    let mut problems: Vec<Problem> = told.filter(is_before_cause).collect();
    problems.extend(cause);
    if TOLD_MAX < errors.len() && problems.len() == TOLD_MAX {
        let message = format!(
            "{} more mistakes than are shown here",
            errors.len() - TOLD_MAX
        );
        let hint = Some("mend those that are shown, then look again".to_owned());
        problems.push(Problem::of_file(path, "too-many", message, hint));
    }
    problems
}

fn problem(path: &str, text: &str, error: &Error) -> Problem {
    let told = error.message().lines().collect::<Vec<_>>().join("; ");
    let Some(span) = error.span() else {
        return Problem::of_file(path, "syntax", told, None);
    };
    let word = text.get(span.clone()).unwrap_or_default();
    let (message, hint) = in_words(&told, word, rest_of_line(text, span.start));
    Problem::at((path, text), span, "syntax", message, hint)
}

/// The parser's words in ours; `word` is what it points at, `rest` the line from there on.
fn in_words(told: &str, word: &str, rest: &str) -> (String, Option<String>) {
    let (message, hint) = if told.starts_with("string values must be quoted") {
        let is_short = rest.chars().count() <= REPEATED_CHARACTERS_MAX && !rest.contains('"');
        let quoted = if is_short {
            format!("write \"{rest}\"")
        } else {
            "put the text in quotes".to_owned()
        };
        ("text belongs in quotes".to_owned(), Some(quoted))
    } else if told.starts_with("invalid basic string, expected `\"`") {
        let hint = "end the text with `\"` on the same line";
        (
            "the closing quote is missing".to_owned(),
            Some(hint.to_owned()),
        )
    } else if told.starts_with("invalid basic string, expected non-double-quote") {
        let hint = "take it out";
        (
            "a control character stands in this text".to_owned(),
            Some(hint.to_owned()),
        )
    } else if told == "duplicate key" {
        let hint = "keep one of the two";
        (
            format!("{word} stands here a second time"),
            Some(hint.to_owned()),
        )
    } else if told.starts_with("key with no value") {
        let hint = "a line is `key = value`";
        ("a key without a value".to_owned(), Some(hint.to_owned()))
    } else if told.starts_with("unclosed table") {
        let hint = "end the line with `]`";
        (
            "a table without its closing `]`".to_owned(),
            Some(hint.to_owned()),
        )
    } else if told.starts_with("invalid date") || told.starts_with("invalid time") {
        let hint = "write a day or a time that there is, such as 2026-02-03 or 2026-02-03T16:00:00";
        (told.to_owned(), Some(hint.to_owned()))
    } else {
        let hint =
            "mend the line; text stands in quotes, a list in [ ], and a line is `key = value`";
        (told.to_owned(), Some(hint.to_owned()))
    };
    (message, hint)
}

fn rest_of_line(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    line.split('#').next().unwrap_or_default().trim()
}

fn lone_carriage_return(text: &str) -> Option<usize> {
    let ends = text.match_indices('\r').map(|(at, _)| at);
    ends.into_iter()
        .find(|at| !text[at + 1..].starts_with('\n'))
}

/// Where the text opened that runs to the end of the file: the parser only sees the end.
fn unclosed_text(text: &str, errors: &[Error]) -> Option<usize> {
    let reaches_end = |span: Range<usize>| text.trim_end().len() <= span.end;
    let quotes: Vec<usize> = text.match_indices("\"\"\"").map(|(at, _)| at).collect();
    let is_open = quotes.len() % 2 == 1 && errors.iter().filter_map(Error::span).any(reaches_end);
    quotes.last().copied().filter(|_| is_open)
}

/// Where the list opened that is never closed: the parser takes the tables after it for its elements.
fn unclosed_list(text: &str, errors: &[Error]) -> Option<usize> {
    let is_told = |error: &Error| error.message().starts_with("unclosed array");
    if !errors.iter().any(is_told) {
        return None;
    }
    let mut openings = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if !openings.is_empty() && (is_header(line) || is_key(line)) {
            break;
        }
        brackets(line, offset, &mut openings);
        offset += line.len();
    }
    openings.first().copied()
}

/// Counts the brackets of values on a line, those in texts and comments aside.
fn brackets(line: &str, offset: usize, openings: &mut Vec<usize>) {
    if openings.is_empty() && is_header(line) {
        return;
    }
    let mut quote = None;
    let mut is_escaped = false;
    for (at, character) in line.char_indices() {
        match (quote, character) {
            (Some(_), _) if std::mem::take(&mut is_escaped) => {}
            (Some('"'), '\\') => is_escaped = true,
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, '#') => return,
            (None, '[') => openings.push(offset + at),
            (None, ']') => drop(openings.pop()),
            (Some(_) | None, _) => {}
        }
    }
}

/// Whether a line is `[table]` or `[[table]]`: elements of a list are quoted or numbers.
fn is_header(line: &str) -> bool {
    let inner = line.trim_start().trim_start_matches('[');
    line.trim_start().starts_with('[') && inner.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn is_key(line: &str) -> bool {
    let Some((key, _)) = line.split_once('=') else {
        return false;
    };
    let key = key.trim();
    !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

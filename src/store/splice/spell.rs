//! How new keys, values and entries are spelled: TOML 1.0, the way a person would write it.

use crate::change::edit::Fields;
use crate::model::value::Value;
use crate::store::splice::lines;
use std::fmt::Write;

/// Lines longer than this many characters are wrapped where they hold a list.
const COLUMNS_MAX: usize = 100;

/// The room that a value has where it will stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Room<'a> {
    /// Inside an inline table or a list, where TOML 1.0 wants everything on one line.
    OneLine,
    /// After its key, where it may take several lines.
    Lines(Lines<'a>),
}

/// The lines that a value may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lines<'a> {
    /// What the first line holds before the value.
    pub(super) before: &'a str,
    /// The line end of the neighbourhood.
    pub(super) line_end: &'a str,
}

impl Lines<'_> {
    /// Whether a text of one line would make the first line too long.
    pub(super) fn are_exceeded_by(&self, text: &str) -> bool {
        self.before.chars().count() + text.chars().count() > COLUMNS_MAX
    }
}

/// A key: bare where TOML allows it, else quoted.
pub(super) fn key(name: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !name.is_empty() && name.bytes().all(is_bare) {
        name.to_owned()
    } else {
        text_in_one_line(name)
    }
}

/// A value.
pub(super) fn value(value: &Value, room: Room) -> String {
    match (value, room) {
        (Value::Text(text), Room::Lines(lines)) if text.contains('\n') => {
            text_in_lines(text, lines.line_end)
        }
        (Value::Text(text), _) => text_in_one_line(text),
        (Value::Integer(number), _) => number.to_string(),
        (Value::Decimal(number), _) => decimal(*number),
        (Value::Flag(flag), _) => flag.to_string(),
        (Value::Day(day), _) => day.to_string(),
        (Value::Moment(moment), _) => moment.to_string(),
        (Value::List(items), room) => list(items, room),
    }
}

/// A line `key = value` with its line end; the key comes spelled, with its indentation.
pub(super) fn line(key: &str, new: &Value, line_end: &str) -> String {
    let before = format!("{key} = ");
    let room = Room::Lines(Lines {
        before: &before,
        line_end,
    });
    format!("{before}{}{line_end}", value(new, room))
}

/// The lines of several fields.
pub(super) fn lines(fields: &Fields, line_end: &str) -> String {
    fields
        .iter()
        .map(|(name, new)| line(&key(name), new, line_end))
        .collect()
}

/// An inline table: `{ a = 1, b = 2 }`.
pub(super) fn inline_table(fields: &Fields) -> String {
    if fields.is_empty() {
        return "{}".to_owned();
    }
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, new)| inline_pair(name, new))
        .collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// A pair of an inline table: `a = 1`.
pub(super) fn inline_pair(name: &str, new: &Value) -> String {
    format!("{} = {}", key(name), value(new, Room::OneLine))
}

fn list(items: &[Value], room: Room) -> String {
    let spelled: Vec<String> = items
        .iter()
        .map(|item| value(item, Room::OneLine))
        .collect();
    let one_line = format!("[{}]", spelled.join(", "));
    match room {
        Room::Lines(lines) if !items.is_empty() && lines.are_exceeded_by(&one_line) => {
            let indentation = lines::indentation(lines.before, 0);
            let line_end = lines.line_end;
            let elements = spelled.join(&format!(",{line_end}{indentation}    "));
            format!("[{line_end}{indentation}    {elements},{line_end}{indentation}]")
        }
        _ => one_line,
    }
}

/// `Debug` keeps the point of whole numbers and writes exponents where TOML allows them; a file holds no `-0.0`.
fn decimal(number: f64) -> String {
    let unsigned_zero = if number == 0.0 { 0.0 } else { number };
    format!("{unsigned_zero:?}")
}

fn text_in_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            other => push_escaped(&mut out, other),
        }
    }
    out.push('"');
    out
}

fn text_in_lines(text: &str, line_end: &str) -> String {
    let mut out = format!("\"\"\"{line_end}");
    let mut quotes = 0;
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        // Two quotes in a row are text; a third, or one before the closing three, would end the string.
        if character == '"' && (quotes == 2 || rest.peek().is_none()) {
            out.push_str("\\\"");
            quotes = 0;
            continue;
        }
        quotes = if character == '"' { quotes + 1 } else { 0 };
        match character {
            '\n' => out.push_str(line_end),
            '\t' | '"' => out.push(character),
            other => push_escaped(&mut out, other),
        }
    }
    out.push_str("\"\"\"");
    out
}

fn push_escaped(out: &mut String, character: char) {
    match character {
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        control if control.is_control() => {
            write!(out, "\\u{:04X}", u32::from(control)).expect("a String takes every text");
        }
        other => out.push(other),
    }
}

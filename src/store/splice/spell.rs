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

/// A text, over several lines where it has them.
pub(in crate::store) fn text(text: &str, line_end: &str) -> String {
    if text.contains('\n') {
        text_in_lines(text, line_end)
    } else {
        text_in_one_line(text)
    }
}

/// `[name]`.
pub(super) fn table_header(name: &str) -> String {
    format!("[{}]", key(name))
}

/// `[[name]]`.
pub(super) fn entry_header(name: &str) -> String {
    format!("[[{}]]", key(name))
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing test is a panic")]

    use super::*;
    use crate::model::day::{Day, Moment};
    use crate::store::splice::node::Node;
    use crate::store::splice::outline;
    use proptest::prelude::*;

    const LF: Room = Room::Lines(Lines {
        before: "key = ",
        line_end: "\n",
    });
    const CRLF: Room = Room::Lines(Lines {
        before: "key = ",
        line_end: "\r\n",
    });

    fn read_back(spelled: &str) -> Node {
        let text = format!("key = {spelled}\n");
        let document = outline::parse(&text).unwrap();
        Node::of_value(document["key"].as_value().unwrap(), &text)
    }

    #[test]
    fn values_are_spelled_as_people_write_them() {
        let day = Day::new(2026, 2, 3).unwrap();
        let spelled = |it: Value| value(&it, LF);
        assert_eq!(spelled("Ada \"the\" C:\\".into()), r#""Ada \"the\" C:\\""#);
        assert_eq!(spelled(Value::Decimal(1.5)), "1.5");
        assert_eq!(spelled(Value::Decimal(-0.0)), "0.0");
        assert_eq!(spelled(Value::Decimal(1e300)), "1e300");
        assert_eq!(spelled(true.into()), "true");
        assert_eq!(spelled(day.into()), "2026-02-03");
        let moment = Moment::at(day, 16, 0).unwrap();
        assert_eq!(spelled(moment.into()), "2026-02-03T16:00:00");
        assert_eq!(spelled(vec![1, 2].into()), "[1, 2]");
        assert_eq!(spelled(Value::List(Vec::new())), "[]");
    }

    #[test]
    fn keys_are_quoted_only_where_they_must_be() {
        assert_eq!(key("hours_per-week2"), "hours_per-week2");
        assert_eq!(key("odd key"), "\"odd key\"");
        assert_eq!(key("größe"), "\"größe\"");
        assert_eq!(key(""), "\"\"");
        assert_eq!(key("a.b"), "\"a.b\"");
    }

    #[test]
    fn text_of_several_lines_opens_with_a_line_end_and_takes_that_of_its_file() {
        assert_eq!(value(&"a\nb\n".into(), LF), "\"\"\"\na\nb\n\"\"\"");
        assert_eq!(value(&"a\nb".into(), CRLF), "\"\"\"\r\na\r\nb\"\"\"");
        assert_eq!(value(&"a\nb".into(), Room::OneLine), "\"a\\nb\"");
    }

    #[test]
    fn quotes_never_end_a_text_early() {
        assert_eq!(value(&"a\nb\"".into(), LF), "\"\"\"\na\nb\\\"\"\"\"");
        assert_eq!(
            value(&"a\n\"\"\"\"\"b".into(), LF),
            "\"\"\"\na\n\"\"\\\"\"\"b\"\"\""
        );
    }

    #[test]
    fn lists_wrap_past_a_hundred_columns_and_not_before() {
        let fitting = Value::from(vec!["x".repeat(40), "y".repeat(46)]);
        let longer = Value::from(vec!["x".repeat(40), "y".repeat(47)]);
        let line_of = |list: &Value| line("key", list, "\n");
        assert_eq!(line_of(&fitting).chars().count(), COLUMNS_MAX + 1);
        assert_eq!(line_of(&longer).lines().count(), 4);
        let before = "  key = ";
        let indented = value(
            &longer,
            Room::Lines(Lines {
                before,
                line_end: "\r\n",
            }),
        );
        assert!(indented.starts_with("[\r\n      \"x") && indented.ends_with(",\r\n  ]"));
    }

    proptest! {
        #[test]
        fn every_text_is_read_back_in_full(text in "[a\"\\\\\n\r\t\u{0}\u{1b}\u{7f}\u{85}\u{2028}\u{feff}é ]{0,12}|\\PC*") {
            for room in [LF, CRLF, Room::OneLine] {
                let it = Value::Text(text.clone());
                prop_assert_eq!(read_back(&value(&it, room)), Node::from(&it));
            }
        }

        #[test]
        fn only_escapes_of_toml_1_0_are_written(text in any::<String>()) {
            for room in [LF, Room::OneLine] {
                let spelled = value(&Value::Text(text.clone()), room);
                let mut rest = spelled.chars();
                while let Some(character) = rest.next() {
                    if character == '\\' {
                        let escape = rest.next().unwrap();
                        prop_assert!("btnfru\"\\".contains(escape), "{escape}");
                    }
                    prop_assert!(!character.is_control() || character == '\n' || character == '\t');
                }
            }
        }

        #[test]
        fn every_finite_number_is_read_back_exactly(number in any::<f64>()) {
            prop_assume!(number.is_finite());
            let it = Value::Decimal(number);
            prop_assert_eq!(read_back(&value(&it, LF)), Node::from(&it));
        }
    }
}

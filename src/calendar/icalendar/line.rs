//! Content lines (RFC 5545, section 3.1): from bytes to names, parameters and values.
//!
//! It knows no property. Its invariant: each line comes back either as a property or as a fault with its number, and
//! no bytes make it do anything else.

use crate::calendar::icalendar::fault::{Fault, LineFault};

/// The most bytes of a file.
pub const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The most bytes of an unfolded line; attachments within events need many.
pub const LINE_BYTES_MAX: usize = 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The name of a parameter, in capitals, and its value.
pub type Parameter = (String, String);

/// A line with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// From 1: the first of the lines that it spans.
    pub line: usize,
    /// Its name, in capitals.
    pub name: String,
    /// Names of parameters, in capitals, with the first value of each.
    pub parameters: Vec<Parameter>,
    /// As it stands there, escapes and all.
    pub value: String,
}

impl Property {
    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value as a text (section 3.3.11), its escapes undone.
    pub fn text(&self) -> String {
        let mut plain = String::with_capacity(self.value.len());
        let mut letters = self.value.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => plain.extend(letters.next().map(unescaped)),
                other => plain.push(other),
            }
        }
        plain
    }
}

fn unescaped(letter: char) -> char {
    match letter {
        'n' | 'N' => '\n',
        other => other,
    }
}

/// A line with the lines that go on with it joined.
struct Unfolded {
    line: usize,
    bytes: Vec<u8>,
}

/// Reads every line; blank ones are passed over.
pub fn properties(bytes: &[u8]) -> Vec<Result<Property, LineFault>> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let read = |unfolded: Result<Unfolded, LineFault>| {
        let Unfolded { line, bytes } = unfolded?;
        property(line, bytes).map_err(|fault| LineFault { line, fault })
    };
    unfold(bytes).into_iter().map(read).collect()
}

/// Joins folded lines as bytes: a fold may go through a letter.
fn unfold(bytes: &[u8]) -> Vec<Result<Unfolded, LineFault>> {
    let mut found: Vec<Result<Unfolded, LineFault>> = Vec::new();
    for (index, physical) in bytes.split(|&byte| byte == b'\n').enumerate() {
        let line = index + 1;
        let physical = physical.strip_suffix(b"\r").unwrap_or(physical);
        match physical.first() {
            None => {}
            Some(b' ' | b'\t') => match found.last_mut() {
                Some(Ok(open)) => open.bytes.extend_from_slice(&physical[1..]),
                // What goes on with a fault belongs to that fault.
                Some(Err(_)) => {}
                None => found.push(Err(LineFault {
                    line,
                    fault: Fault::Orphan,
                })),
            },
            Some(_) => found.push(Ok(Unfolded {
                line,
                bytes: physical.to_vec(),
            })),
        }
    }
    found
}

fn property(line: usize, bytes: Vec<u8>) -> Result<Property, Fault> {
    if LINE_BYTES_MAX < bytes.len() {
        return Err(Fault::LongLine);
    }
    let text = String::from_utf8(bytes).map_err(|_| Fault::NotUtf8)?;
    let is_forbidden = |letter: &char| letter.is_control() && *letter != '\t';
    if let Some(control) = text.chars().find(is_forbidden) {
        return Err(Fault::Control(control));
    }
    let name_end = text.find([';', ':']);
    let name_end = name_end.ok_or_else(|| Fault::NoValue(text.clone()))?;
    let name = name(&text[..name_end]).ok_or_else(|| Fault::Name(text[..name_end].to_owned()))?;
    let (parameters, value) = parameters(&text, name_end)?;
    Ok(Property {
        line,
        name,
        parameters,
        value: value.to_owned(),
    })
}

fn name(text: &str) -> Option<String> {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_name = !text.is_empty() && text.bytes().all(is_letter);
    is_name.then(|| text.to_ascii_uppercase())
}

/// The parameters between the name and the value, and the value.
fn parameters(text: &str, name_end: usize) -> Result<(Vec<Parameter>, &str), Fault> {
    let mut parameters = Vec::new();
    let mut rest = &text[name_end..];
    while let Some(after) = rest.strip_prefix(';') {
        let end = unquoted(after, &[';', ':'])?;
        let end = end.ok_or_else(|| Fault::NoValue(text.to_owned()))?;
        parameters.push(parameter(&after[..end])?);
        rest = &after[end..];
    }
    let value = rest.strip_prefix(':');
    let value = value.ok_or_else(|| Fault::NoValue(text.to_owned()))?;
    Ok((parameters, value))
}

/// `NAME=VALUE`, `NAME="VALUE"`; of several values the first.
fn parameter(text: &str) -> Result<Parameter, Fault> {
    let parts = text.split_once('=');
    let named = parts.and_then(|(key, value)| Some((name(key)?, value)));
    let (key, value) = named.ok_or_else(|| Fault::Parameter(text.to_owned()))?;
    let first = unquoted(value, &[','])?.map_or(value, |end| &value[..end]);
    Ok((key, first.trim_matches('"').to_owned()))
}

/// Where one of some letters stands first outside of quotes.
fn unquoted(text: &str, letters: &[char]) -> Result<Option<usize>, Fault> {
    let mut is_quoted = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => is_quoted = !is_quoted,
            _ if !is_quoted && letters.contains(&letter) => return Ok(Some(at)),
            _ => {}
        }
    }
    if is_quoted {
        Err(Fault::OpenQuote)
    } else {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use proptest::prelude::*;

    fn only(text: &str) -> Result<Property, LineFault> {
        let mut found = properties(text.as_bytes());
        assert_eq!(found.len(), 1, "{text}");
        found.remove(0)
    }

    #[test]
    fn folded_lines_are_joined_even_through_a_letter() {
        let mut bytes = b"SUMMARY:Caf".to_vec();
        bytes.extend([0xc3, b'\r', b'\n', b' ', 0xa9]);
        bytes.extend(b"\n\t!\r\n\r\nUID:1\r\n");
        let found: Vec<Property> = properties(&bytes).into_iter().map(Result::unwrap).collect();
        assert_eq!((found[0].value.as_str(), found[0].line), ("Café!", 1));
        assert_eq!((found[1].value.as_str(), found[1].line), ("1", 5));
    }

    #[test]
    fn parameters_may_hold_colons_and_semicolons_within_quotes() {
        let found = only("attendee;CN=\"Ada: a;b\";role=X,Y:mailto:ada@example.org").unwrap();
        assert_eq!(found.name, "ATTENDEE");
        assert_eq!(found.parameter("CN"), Some("Ada: a;b"));
        assert_eq!(found.parameter("ROLE"), Some("X"));
        assert_eq!(found.value, "mailto:ada@example.org");
    }

    #[test]
    fn escapes_of_texts_are_undone() {
        let found = only("SUMMARY:a\\, b\\; c\\\\n\\nd\\").unwrap();
        assert_eq!(found.text(), "a, b; c\\n\nd");
    }

    #[test]
    fn what_is_no_line_is_told_with_its_number() {
        for (text, fault) in [
            ("hello", Fault::NoValue("hello".to_owned())),
            ("A B:1", Fault::Name("A B".to_owned())),
            (":1", Fault::Name(String::new())),
            ("A;B:1", Fault::Parameter("B".to_owned())),
            ("A;B=\"c:1", Fault::OpenQuote),
            ("A;B=c", Fault::NoValue("A;B=c".to_owned())),
            ("A:\u{1}", Fault::Control('\u{1}')),
            (" A:1", Fault::Orphan),
        ] {
            let line = 3;
            let found = only(&format!("\n\n{text}"));
            assert_eq!(found, Err(LineFault { line, fault }), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back_from_its_escapes(text in "[^\\p{C}\r\n]{0,40}") {
            let escaped = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
            let found = only(&format!("SUMMARY:{escaped}")).unwrap();
            prop_assert_eq!(found.text(), text);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = properties(&bytes);
        }
    }
}

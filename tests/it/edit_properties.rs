//! Edits of random files against a second, independent reading of what each edit means.
//!
//! The files are what people write: every line end, byte order marks, comments everywhere, odd spacing, quoted keys,
//! inline and dotted tables. The oracle knows values only; the bytes are judged through the `toml` package's own spans.
//! `PROPTEST_CASES=20000 cargo test --test it edit_properties` looks harder.

#![expect(clippy::unwrap_used, reason = "a failing test is a panic")]

use pleiad::change::edit::{At, Edit, EntryKey, FileName, Part};
use pleiad::model::day::{Day, Moment};
use pleiad::model::value::Value;
use pleiad::store::splice::{self, SpliceError};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::fmt::Write;

const COMMENT: char = '\u{1}';
const TOP_KEYS: [&str; 5] = ["name", "email", "skills", "odd key", "größe"];
const KEYS: [&str; 6] = ["facet", "capacity", "skills", "text", "odd key", "on"];
const TABLES: [&str; 3] = ["mentor", "mentee", "extra"];
const ARRAYS: [&str; 3] = ["note", "request", "state"];

/// How a file ends its lines.
#[derive(Debug, Clone, Copy)]
enum LineEnds {
    Lf,
    CrLf,
    Mixed,
}

/// How a person spells a table without a header.
#[derive(Debug, Clone, Copy)]
enum Form {
    Inline,
    Dotted,
}

#[derive(Debug, Clone)]
struct PairLine {
    blank_above: bool,
    comment_above: bool,
    indentation: &'static str,
    key_style: u8,
    equals: &'static str,
    value: String,
    plain: String,
    comment_behind: bool,
}

#[derive(Debug, Clone)]
struct Body {
    keys: Vec<&'static str>,
    lines: Vec<PairLine>,
}

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a habit of its own")]
struct Section {
    blanks_above: usize,
    comment_apart: bool,
    comment_above: bool,
    comment_behind: bool,
    comment_below: bool,
    header_style: u8,
    body: Body,
    below: Option<Body>,
}

#[derive(Debug, Clone)]
struct Headed {
    name: &'static str,
    is_entry: bool,
    section: Section,
}

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a habit of its own")]
struct RandomFile {
    mark: bool,
    line_ends: LineEnds,
    final_line_end: bool,
    opening_comments: usize,
    blank_below_opening: bool,
    top: Body,
    inline_table: Option<(Form, Body)>,
    inline_entries: Option<Vec<Body>>,
    headed: Vec<Headed>,
    closing_comment: bool,
    closing_blank: bool,
}

impl RandomFile {
    fn text(&self) -> String {
        let mut out = String::new();
        for _ in 0..self.opening_comments {
            out.push(COMMENT);
            out.push('\n');
        }
        if self.blank_below_opening && self.opening_comments > 0 {
            out.push('\n');
        }
        render_body(&mut out, "", &self.top);
        if let Some((form, body)) = &self.inline_table {
            match form {
                Form::Dotted if !body.keys.is_empty() => render_body(&mut out, "mentor.", body),
                _ => writeln!(out, "mentor = {}", inline(body)).unwrap(),
            }
        }
        if let Some(entries) = &self.inline_entries {
            let tables: Vec<String> = entries.iter().map(inline).collect();
            writeln!(out, "request = [ {} ]{COMMENT}", tables.join(",  ")).unwrap();
        }
        for (index, headed) in self.headed.iter().enumerate() {
            render_section(&mut out, index, headed);
        }
        if self.closing_blank {
            out.push('\n');
        }
        if self.closing_comment {
            out.push(COMMENT);
            out.push('\n');
        }
        if !self.final_line_end && out.ends_with('\n') {
            out.pop();
        }
        self.finish(&out)
    }

    /// Numbers the comments, so that each can be told from the others, and sets the line ends.
    fn finish(&self, text: &str) -> String {
        let mut out = String::new();
        if self.mark {
            out.push('\u{feff}');
        }
        let (mut comments, mut lines) = (0, 0);
        for character in text.chars() {
            match character {
                COMMENT => {
                    write!(out, "# [c{comments}] = \"\"\" é").unwrap();
                    comments += 1;
                }
                '\n' => {
                    lines += 1;
                    let is_crlf = match self.line_ends {
                        LineEnds::Lf => false,
                        LineEnds::CrLf => true,
                        LineEnds::Mixed => lines % 3 == 0,
                    };
                    out.push_str(if is_crlf { "\r\n" } else { "\n" });
                }
                other => out.push(other),
            }
        }
        out
    }
}

fn render_section(out: &mut String, index: usize, headed: &Headed) {
    let section = &headed.section;
    out.push_str(&"\n".repeat(section.blanks_above));
    if section.comment_apart {
        out.push_str("  \n");
        out.push(COMMENT);
        out.push_str("\n\n");
    }
    if section.comment_above {
        out.push(COMMENT);
        out.push('\n');
    }
    let name = match section.header_style {
        0 => headed.name.to_owned(),
        1 => format!(" {} ", headed.name),
        2 => format!("\"{}\"", headed.name),
        _ => format!("\t'{}'", headed.name),
    };
    let (open, close) = if headed.is_entry {
        ("[[", "]]")
    } else {
        ("[", "]")
    };
    write!(out, "{open}{name}{close}").unwrap();
    if section.comment_behind {
        write!(out, "  {COMMENT}").unwrap();
    }
    out.push('\n');
    if headed.is_entry {
        writeln!(out, "id = \"x-{index}\"").unwrap();
    }
    render_body(out, "", &section.body);
    if section.comment_below {
        out.push(COMMENT);
        out.push('\n');
    }
    if let Some(below) = &section.below {
        writeln!(out, "\n[{}.below]", headed.name).unwrap();
        render_body(out, "", below);
    }
}

fn render_body(out: &mut String, prefix: &str, body: &Body) {
    for (key, line) in body.keys.iter().zip(&body.lines) {
        if line.blank_above {
            out.push_str(" \n");
        }
        if line.comment_above {
            writeln!(out, "{}{COMMENT}", line.indentation).unwrap();
        }
        let key = spelled_key(key, line.key_style);
        let (indentation, equals, value) = (line.indentation, line.equals, &line.value);
        write!(out, "{indentation}{prefix}{key}{equals}{value}").unwrap();
        if line.comment_behind {
            write!(out, "\t{COMMENT}").unwrap();
        }
        out.push('\n');
    }
}

fn inline(body: &Body) -> String {
    let pairs: Vec<String> = body
        .keys
        .iter()
        .zip(&body.lines)
        .map(|(key, line)| {
            let key = spelled_key(key, line.key_style);
            format!("{key}{}{}", line.equals, line.plain)
        })
        .collect();
    format!("{{{}}}", pairs.join(" , "))
}

fn spelled_key(key: &str, style: u8) -> String {
    let is_bare = key.bytes().all(|byte| byte.is_ascii_lowercase());
    match style {
        0 | 1 if is_bare => key.to_owned(),
        2 => format!("'{key}'"),
        _ => format!("\"{key}\""),
    }
}

fn plain_values() -> impl Strategy<Value = String> {
    select(vec![
        "\"ada\"",
        "'li\\teral'",
        "\"a # b\"",
        "\"\\u00e9 \\\" [x]\"",
        "1",
        "1_000",
        "0x1F",
        "-7",
        "1.5",
        "2.0",
        "1e3",
        "true",
        "2026-02-03",
        "2026-02-03T16:00:00",
        "2026-02-03 16:00:00",
        "[]",
        "[ ]",
        "[\"a\",\"b\"]",
        "[ 'a' , \"c\", ]",
        "[1, 2, 3]",
        "[[1], [2]]",
    ])
    .prop_map(str::to_owned)
}

fn values() -> BoxedStrategy<String> {
    let in_lines = select(vec![
        "\"\"\"\nfirst\nsecond\n\"\"\"",
        "\"\"\"\n# no comment\n[[state]]\n# end\"\"\"",
        "'''\nliteral \\\n  text'''",
        "\"\"\"joined \\\n   up\"\"\"",
        "[\n  \"a\", \u{1}\n  \u{1}\n  \"b\",\n  \"c\" \u{1}\n]",
        "[\n\t\"a\"\n\t, 'b' \u{1}\n\t,\n]",
        "[ \"a\",\n  \"b\", \"c\",\n  ]",
        "[\n]",
        "[ \u{1}\n]",
        "[\n    \"a\",\n    \"b\",\n\n    \"z\", ]",
        "{ a = 1, b.c = 'x' }",
        "{}",
    ]);
    prop_oneof![3 => plain_values(), 2 => in_lines.prop_map(str::to_owned)].boxed()
}

prop_compose! {
    fn pair_line()(
        blank_above in prop::bool::weighted(0.15),
        comment_above in prop::bool::weighted(0.25),
        indentation in select(vec!["", "", "  ", "\t"]),
        key_style in 0u8..4,
        equals in select(vec![" = ", "=", "  =\t"]),
        value in values(),
        plain in plain_values(),
        comment_behind in prop::bool::weighted(0.3),
    ) -> PairLine {
        PairLine { blank_above, comment_above, indentation, key_style, equals, value, plain, comment_behind }
    }
}

fn body(keys: &'static [&'static str]) -> BoxedStrategy<Body> {
    (subsequence(keys, 0..=keys.len()), any::<bool>())
        .prop_flat_map(|(mut keys, reversed)| {
            if reversed {
                keys.reverse();
            }
            let count = keys.len();
            prop::collection::vec(pair_line(), count).prop_map(move |lines| Body {
                keys: keys.clone(),
                lines,
            })
        })
        .boxed()
}

prop_compose! {
    fn unboxed_section()(
        blanks_above in select(vec![0usize, 1, 1, 1, 2]),
        comment_apart in prop::bool::weighted(0.15),
        comment_above in prop::bool::weighted(0.25),
        comment_behind in prop::bool::weighted(0.2),
        comment_below in prop::bool::weighted(0.15),
        header_style in select(vec![0u8, 0, 0, 1, 2, 3]),
        body in body(&KEYS),
        below in prop::option::weighted(0.15, body(&KEYS)),
    ) -> Section {
        Section {
            blanks_above, comment_apart, comment_above, comment_behind, comment_below, header_style, body, below,
        }
    }
}

fn section() -> BoxedStrategy<Section> {
    unboxed_section().boxed()
}

fn headed() -> BoxedStrategy<Vec<Headed>> {
    let entry = (select(&ARRAYS[..]), section()).prop_map(|(name, section)| Headed {
        name,
        is_entry: true,
        section,
    });
    let tables = subsequence(&TABLES[..], 0..=3).prop_flat_map(|names| {
        let sections = prop::collection::vec(section(), names.len());
        sections.prop_map(move |sections| {
            let named = names.iter().zip(sections);
            named
                .map(|(name, section)| Headed {
                    name,
                    is_entry: false,
                    section,
                })
                .collect::<Vec<_>>()
        })
    });
    (prop::collection::vec(entry, 0..6), tables)
        .prop_map(|(entries, tables)| entries.into_iter().chain(tables).collect::<Vec<_>>())
        .prop_shuffle()
        .boxed()
}

prop_compose! {
    fn unboxed_file()(
        mark in prop::bool::weighted(0.2),
        line_ends in select(vec![LineEnds::Lf, LineEnds::Lf, LineEnds::CrLf, LineEnds::Mixed]),
        final_line_end in prop::bool::weighted(0.75),
        opening_comments in 0usize..3,
        blank_below_opening in any::<bool>(),
        top in body(&TOP_KEYS),
        inline_table in prop::option::weighted(0.3, (select(vec![Form::Inline, Form::Dotted]), body(&KEYS))),
        inline_entries in prop::option::weighted(0.25, prop::collection::vec(body(&KEYS), 0..4)),
        mut headed in headed(),
        closing_comment in prop::bool::weighted(0.3),
        closing_blank in prop::bool::weighted(0.3),
    ) -> RandomFile {
        if inline_table.is_some() {
            headed.retain(|headed| headed.name != "mentor");
        }
        if inline_entries.is_some() {
            headed.retain(|headed| headed.name != "request");
        }
        RandomFile {
            mark, line_ends, final_line_end, opening_comments, blank_below_opening, top, inline_table,
            inline_entries, headed, closing_comment, closing_blank,
        }
    }
}

fn random_file() -> BoxedStrategy<RandomFile> {
    unboxed_file().boxed()
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec![
            "",
            "ada",
            "a",
            "b",
            "x-1",
            "x-3",
            "\n",
            "\"",
            "\"\"\"",
            "\\",
            "a\n\"",
            "\r",
            "a\r\nb",
            "tail \\\nx"
        ])
        .prop_map(str::to_owned),
        "[a-c\"'\\\\#\\[\\]\t\n\r =é\u{1b}\u{7f}\u{85}\u{feff}\u{202e}]{0,12}",
        "\\PC{0,40}",
        Just("word ".repeat(30)),
    ]
}

fn new_values() -> BoxedStrategy<Value> {
    let day = (1i32..=9999, 1u32..=12, 1u32..=28).prop_map(|(y, m, d)| Day::new(y, m, d).unwrap());
    let moment =
        (day.clone(), 0u32..24, 0u32..60).prop_map(|(day, h, m)| Moment::at(day, h, m).unwrap());
    let plain = prop_oneof![
        texts().prop_map(Value::Text),
        any::<i64>().prop_map(Value::Integer),
        (0i64..4).prop_map(Value::Integer),
        any::<f64>()
            .prop_filter("finite", |it| it.is_finite())
            .prop_map(Value::Decimal),
        select(vec![0.0, -0.0, 1.0, 1.5, 1000.0]).prop_map(Value::Decimal),
        any::<bool>().prop_map(Value::Flag),
        day.prop_map(Value::Day),
        Just(Value::Day(Day::new(2026, 2, 3).unwrap())),
        moment.prop_map(Value::Moment),
    ];
    let words =
        prop::collection::vec(select(vec!["a", "b", "c", "d", "z"]), 0..6).prop_map(Value::from);
    let numbers = prop::collection::vec(0i64..5, 0..5).prop_map(Value::from);
    prop_oneof![
        4 => plain.clone(),
        2 => words,
        1 => numbers,
        1 => prop::collection::vec(plain, 0..30).prop_map(Value::List),
    ]
    .boxed()
}

fn entry_keys() -> BoxedStrategy<EntryKey> {
    let by_id = (0usize..9).prop_map(|index| vec![("id", Some(Value::Text(format!("x-{index}"))))]);
    let by_fields = (
        select(vec!["facet", "on", "text"]),
        prop::option::of(new_values()),
    )
        .prop_map(|(name, value)| vec![(name, value), ("absent", None)]);
    prop_oneof![5 => by_id, 1 => by_fields, 1 => Just(Vec::new())].boxed()
}

fn places() -> BoxedStrategy<At> {
    prop_oneof![
        2 => Just(At::Top),
        3 => select(&TABLES[..]).prop_map(At::Table),
        4 => (select(&ARRAYS[..]), entry_keys()).prop_map(|(name, key)| At::Entry(name, key)),
    ]
    .boxed()
}

fn keys() -> impl Strategy<Value = String> {
    let known = TOP_KEYS.iter().chain(&KEYS).copied();
    let odd = ["", "new", "a.b", "below", "\"", "note", "mentor"];
    select(known.chain(odd).collect::<Vec<_>>()).prop_map(str::to_owned)
}

fn fields() -> BoxedStrategy<Vec<(String, Value)>> {
    subsequence(&KEYS[..], 0..=KEYS.len())
        .prop_flat_map(|keys| {
            prop::collection::vec(new_values(), keys.len()).prop_map(move |values| {
                keys.iter()
                    .map(|key| (*key).to_owned())
                    .zip(values)
                    .collect()
            })
        })
        .boxed()
}

fn edits() -> BoxedStrategy<Edit> {
    let file = || FileName::Program;
    prop_oneof![
        4 => (places(), keys(), new_values())
            .prop_map(move |(at, key, value)| Edit::Set { file: file(), at, key, value }),
        2 => (places(), keys()).prop_map(move |(at, key)| Edit::Clear { file: file(), at, key }),
        2 => (select(&ARRAYS[..]), fields())
            .prop_map(move |(table, fields)| Edit::Append { file: file(), table, fields }),
        2 => (select(&ARRAYS[..]), entry_keys())
            .prop_map(move |(table, entry)| Edit::Remove { file: file(), table, entry }),
    ]
    .boxed()
}

/// What an edit means, on values alone.
mod oracle {
    use super::{At, Edit, EntryKey, Value};
    use toml::{Table, Value as Toml};

    pub(super) enum Outcome {
        Same,
        Becomes(Table),
        /// A name stands for something else, or there is no such entry.
        Refused,
        /// A field that is a table may be replaced where it is an inline one; values alone do not tell.
        BecomesOrRefused(Table),
    }

    pub(super) fn read(text: &str) -> Table {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        normal_table(toml::from_str(text).unwrap())
    }

    fn normal_table(table: Table) -> Table {
        table
            .into_iter()
            .map(|(key, value)| (key, normal(value)))
            .collect()
    }

    /// Line ends of multi-line strings are the file's: what stands before `\n` is for the tests of spelling.
    fn normal(value: Toml) -> Toml {
        match value {
            Toml::String(text) => Toml::String(lines(&text)),
            Toml::Array(items) => Toml::Array(items.into_iter().map(normal).collect()),
            Toml::Table(table) => Toml::Table(normal_table(table)),
            Toml::Float(number) => Toml::Float(number + 0.0),
            other => other,
        }
    }

    fn lines(text: &str) -> String {
        let lines: Vec<&str> = text
            .split('\n')
            .map(|line| line.trim_end_matches('\r'))
            .collect();
        lines.join("\n")
    }

    pub(super) fn toml_of(value: &Value) -> Toml {
        match value {
            Value::Text(text) => Toml::String(lines(text)),
            Value::Integer(number) => Toml::Integer(*number),
            Value::Decimal(number) => Toml::Float(number + 0.0),
            Value::Flag(flag) => Toml::Boolean(*flag),
            Value::Day(day) => Toml::Datetime(day.to_string().parse().unwrap()),
            Value::Moment(moment) => Toml::Datetime(moment.to_string().parse().unwrap()),
            Value::List(items) => Toml::Array(items.iter().map(toml_of).collect()),
        }
    }

    fn is_same(old: &Toml, new: &Toml) -> bool {
        match (old, new) {
            #[expect(
                clippy::cast_precision_loss,
                reason = "both sides of the comparison lose alike"
            )]
            (Toml::Integer(old), Toml::Float(new)) => {
                (*old as f64).to_bits() == new.to_bits() && old.unsigned_abs() < 1 << 53
            }
            (Toml::Array(old), Toml::Array(new)) => {
                old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(old, new))
            }
            _ => old == new,
        }
    }

    pub(super) fn index(entries: &[Toml], key: &EntryKey) -> Option<usize> {
        entries.iter().rposition(|entry| {
            key.iter().all(|(name, wanted)| match wanted {
                None => entry.get(name).is_none(),
                Some(wanted) => entry
                    .get(name)
                    .is_some_and(|value| is_same(value, &toml_of(wanted))),
            })
        })
    }

    pub(super) fn is_entries(value: &Toml) -> bool {
        value
            .as_array()
            .is_some_and(|items| items.iter().all(Toml::is_table))
    }

    pub(super) fn outcome(before: &Table, edit: &Edit) -> Outcome {
        let mut after = before.clone();
        match edit {
            Edit::Set { at, key, value, .. } => {
                if let At::Table(name) = at {
                    after
                        .entry((*name).to_owned())
                        .or_insert_with(|| Toml::Table(Table::new()));
                }
                let Some(table) = table_mut(&mut after, at) else {
                    return Outcome::Refused;
                };
                let new = toml_of(value);
                match table.insert(key.clone(), new.clone()) {
                    Some(old) if is_same(&old, &new) => Outcome::Same,
                    Some(old) if old.is_table() || (is_entries(&old) && !is_empty(&old)) => {
                        Outcome::BecomesOrRefused(after)
                    }
                    _ => Outcome::Becomes(after),
                }
            }
            Edit::Clear { at, key, .. } => {
                if let At::Table(name) = at
                    && !after.contains_key(*name)
                {
                    return Outcome::Same;
                }
                let Some(table) = table_mut(&mut after, at) else {
                    return Outcome::Refused;
                };
                match table.remove(key) {
                    None => Outcome::Same,
                    Some(old) if old.is_table() || (is_entries(&old) && !is_empty(&old)) => {
                        Outcome::BecomesOrRefused(after)
                    }
                    Some(_) => Outcome::Becomes(after),
                }
            }
            Edit::Append { table, fields, .. } => {
                let entries = after
                    .entry((*table).to_owned())
                    .or_insert_with(|| Toml::Array(Vec::new()));
                if !is_entries(entries) {
                    return Outcome::Refused;
                }
                let entry = fields
                    .iter()
                    .map(|(key, value)| (key.clone(), toml_of(value)));
                entries
                    .as_array_mut()
                    .unwrap()
                    .push(Toml::Table(entry.collect()));
                Outcome::Becomes(after)
            }
            Edit::Remove { table, entry, .. } => {
                let Some(entries) = after.get_mut(*table).and_then(Toml::as_array_mut) else {
                    return Outcome::Refused;
                };
                let Some(index) = index(entries, entry) else {
                    return Outcome::Refused;
                };
                entries.remove(index);
                Outcome::Becomes(after)
            }
            Edit::Create { .. } | Edit::Delete { .. } => Outcome::Refused,
        }
    }

    fn is_empty(value: &Toml) -> bool {
        value.as_array().is_some_and(Vec::is_empty)
    }

    fn table_mut<'a>(root: &'a mut Table, at: &At) -> Option<&'a mut Table> {
        match at {
            At::Top => Some(root),
            At::Table(name) => root.get_mut(*name)?.as_table_mut(),
            At::Entry(name, key) => {
                let entries = root.get_mut(*name)?.as_array_mut()?;
                let index = index(entries, key)?;
                entries.get_mut(index)?.as_table_mut()
            }
        }
    }

    /// An array of tables without entries and none at all are the same to a reader.
    pub(super) fn without_empty_entries(mut table: Table, arrays: &[&str]) -> Table {
        for name in arrays {
            if table.get(*name).is_some_and(is_empty) {
                table.remove(*name);
            }
        }
        table
    }
}

use oracle::Outcome;

fn apply(text: &str, edit: &Edit) -> Result<String, SpliceError> {
    splice::apply(text, &[edit])
}

fn assert_values(text: &str, expected: toml::Table) -> Result<(), TestCaseError> {
    let found = oracle::without_empty_entries(oracle::read(text), &ARRAYS);
    let expected = oracle::without_empty_entries(expected, &ARRAYS);
    prop_assert_eq!(found, expected);
    Ok(())
}

fn common_prefix(left: &str, right: &str) -> usize {
    left.bytes()
        .zip(right.bytes())
        .take_while(|(l, r)| l == r)
        .count()
}

fn common_suffix(left: &str, right: &str) -> usize {
    left.bytes()
        .rev()
        .zip(right.bytes().rev())
        .take_while(|(l, r)| l == r)
        .count()
}

/// Whether `longer` is `shorter` with one piece put in.
fn is_one_insertion(shorter: &str, longer: &str) -> bool {
    shorter.len() <= longer.len()
        && common_prefix(shorter, longer) + common_suffix(shorter, longer) >= shorter.len()
}

fn comments(text: &str) -> Vec<&str> {
    let starts = text.match_indices("# [c").map(|(start, _)| start);
    starts
        .map(|start| &text[start..start + text[start..].find(']').unwrap()])
        .collect()
}

fn is_sublist(part: &[&str], whole: &[&str]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|comment| rest.any(|it| it == comment))
}

proptest! {
    #[test]
    fn an_edit_means_what_it_says_and_nothing_else(file in random_file(), edit in edits()) {
        let before = file.text();
        let after = apply(&before, &edit);
        match (oracle::outcome(&oracle::read(&before), &edit), after) {
            (Outcome::Same, Ok(after)) => prop_assert_eq!(before, after),
            (Outcome::Becomes(expected) | Outcome::BecomesOrRefused(expected), Ok(after)) => {
                assert_values(&after, expected)?;
            }
            (
                Outcome::Refused | Outcome::BecomesOrRefused(_),
                Err(SpliceError::NoEntry { .. } | SpliceError::Shape { .. }),
            ) => {}
            (_, outcome) => prop_assert!(false, "{outcome:?}\n{before}"),
        }
    }

    #[test]
    fn a_new_value_takes_the_bytes_of_the_old_one_and_no_others(file in random_file(), pick: prop::sample::Index, value in new_values()) {
        let before = file.text();
        let body = before.strip_prefix('\u{feff}').unwrap_or(&before);
        let parsed = toml::de::DeTable::parse(body).unwrap();
        let fields: Vec<_> = parsed.get_ref().iter()
            .filter(|(_, value)| !value.get_ref().is_table() && !value.get_ref().is_array())
            .collect();
        if fields.is_empty() {
            return Ok(());
        }
        let (key, old) = &fields[pick.index(fields.len())];
        let edit = Edit::Set { file: FileName::Program, at: At::Top, key: key.get_ref().to_string(), value };
        let after = apply(&before, &edit).unwrap();
        let mark = before.len() - body.len();
        prop_assert!(after.starts_with(&before[..mark + old.span().start]));
        prop_assert!(after.ends_with(&before[mark + old.span().end..]));
    }

    #[test]
    fn what_is_added_is_one_piece(file in random_file(), at in places(), name in select(&ARRAYS[..]), value in new_values(), fields in fields()) {
        let before = file.text();
        let new_field = Edit::Set { file: FileName::Program, at, key: "brand new".to_owned(), value };
        let entry = Edit::Append { file: FileName::Program, table: name, fields };
        for edit in [new_field, entry] {
            if let Ok(after) = apply(&before, &edit) {
                prop_assert!(comments(&after) == comments(&before));
                let is_replaced = ["request = []", "request = [  ]", "mentor = {}"].iter().any(|it| before.contains(it));
                prop_assert!(is_replaced || is_one_insertion(&before, &after), "{before}\n---\n{after}");
            }
        }
    }

    #[test]
    fn what_is_taken_away_is_one_piece(file in random_file(), at in places(), key in keys(), name in select(&ARRAYS[..]), entry in entry_keys()) {
        let before = file.text();
        let cleared = Edit::Clear { file: FileName::Program, at, key };
        let removed = Edit::Remove { file: FileName::Program, table: name, entry };
        for edit in [cleared, removed] {
            if let Ok(after) = apply(&before, &edit) {
                prop_assert!(is_sublist(&comments(&after), &comments(&before)));
                let is_emptied = after.contains("mentor = {}");
                prop_assert!(is_emptied || is_one_insertion(&after, &before), "{before}\n---\n{after}");
            }
        }
    }

    #[test]
    fn a_field_set_and_set_back_leaves_no_trace(file in random_file(), at in places(), key in keys(), first in new_values(), second in new_values()) {
        // One list from another keeps layout, and `1` for `1.0` is no change: neither is undone byte for byte.
        if matches!(
            (&first, &second),
            (Value::List(_), Value::List(_)) | (Value::Decimal(_), Value::Integer(_)) | (Value::Integer(_), Value::Decimal(_))
        ) {
            return Ok(());
        }
        let set = |value| Edit::Set { file: FileName::Program, at: at.clone(), key: key.clone(), value };
        let Ok(before) = apply(&file.text(), &set(first.clone())) else { return Ok(()); };
        // The first text holds a list or a number in its author's spelling where that meant the same.
        let start = apply(&before, &set(Value::Flag(true))).and_then(|it| apply(&it, &set(first.clone())));
        let Ok(start) = start else { return Ok(()); };
        let Ok(changed) = apply(&start, &set(second)) else { return Ok(()); };
        prop_assert_eq!(apply(&changed, &set(first)).unwrap(), start);
    }

    #[test]
    fn a_new_field_cleared_leaves_no_trace(file in random_file(), at in places(), value in new_values()) {
        let before = file.text();
        let set = Edit::Set { file: FileName::Program, at: at.clone(), key: "brand new".to_owned(), value };
        let clear = Edit::Clear { file: FileName::Program, at: at.clone(), key: "brand new".to_owned() };
        let is_new_table = matches!(at, At::Table(name) if !oracle::read(&before).contains_key(name));
        // A first key at the top is parted from what follows.
        let is_first = matches!(at, At::Top) && file.top.keys.is_empty();
        if let Ok(after) = apply(&before, &set) && !is_new_table && !is_first {
            let back = apply(&after, &clear).unwrap();
            prop_assert!(back == before || before.contains('{'), "{before}\n---\n{back}");
        }
    }

    #[test]
    fn an_entry_appended_and_removed_leaves_no_trace(file in random_file(), name in select(&ARRAYS[..]), mut fields in fields()) {
        let before = file.text();
        fields.insert(0, ("id".to_owned(), "q-newer".into()));
        let append = Edit::Append { file: FileName::Program, table: name, fields };
        let entry = vec![("id", Some("q-newer".into()))];
        let remove = Edit::Remove { file: FileName::Program, table: name, entry };
        if let Ok(after) = apply(&before, &append) {
            let back = apply(&after, &remove).unwrap();
            prop_assert_eq!(&back.replace("request = []", "request = [  ]"), &before, "via\n{}", after);
        }
    }

    #[test]
    fn several_edits_at_once_are_the_same_edits_one_by_one(file in random_file(), edits in prop::collection::vec(edits(), 0..8)) {
        let before = file.text();
        let mut text = before.clone();
        let mut possible = Vec::new();
        for edit in &edits {
            if let Ok(after) = apply(&text, edit) {
                text = after;
                possible.push(edit);
            }
        }
        let at_once = splice::apply(&before, &possible).unwrap();
        if before.ends_with('\n') {
            prop_assert_eq!(at_once, text);
        } else {
            // A last line that went and left a blank one ends the file otherwise for the edit that comes next.
            prop_assert_eq!(at_once.trim_end(), text.trim_end());
        }
    }

    #[test]
    fn a_refused_edit_refuses_its_whole_group(file in random_file(), edits in prop::collection::vec(edits(), 1..5)) {
        let before = file.text();
        let all: Vec<&Edit> = edits.iter().collect();
        let mut text = before.clone();
        let one_by_one = edits.iter().try_for_each(|edit| {
            text = apply(&text, edit)?;
            Ok::<(), SpliceError>(())
        });
        prop_assert_eq!(splice::apply(&before, &all).is_ok(), one_by_one.is_ok());
    }

    #[test]
    fn new_text_has_the_line_ends_of_its_file(mut file in random_file(), edit in edits(), is_crlf: bool) {
        file.line_ends = if is_crlf { LineEnds::CrLf } else { LineEnds::Lf };
        let before = file.text();
        if !before.contains('\n') {
            return Ok(());
        }
        if let Ok(after) = apply(&before, &edit) {
            let foreign = if is_crlf {
                after.replace("\r\n", "").contains('\n')
            } else {
                after.contains('\r')
            };
            prop_assert!(!foreign, "{after:?}");
            prop_assert_eq!(before.starts_with('\u{feff}'), after.starts_with('\u{feff}'));
            if !after.trim_start_matches('\u{feff}').is_empty() {
                let has_kept_its_end = before.ends_with('\n') == after.ends_with('\n');
                // What comes last when the last line is gone may be a blank line.
                let may_end_blank = matches!(edit, Edit::Remove { .. } | Edit::Clear { .. });
                prop_assert!(has_kept_its_end || (may_end_blank && after.trim_end_matches(['\r', ' ']).ends_with('\n')));
            }
        }
    }

    #[test]
    fn any_text_is_edited_or_refused(text in "\\PC{0,60}|[\\[\\]{}=\"'#,.a\n\r\t 0-9]{0,60}", edit in edits()) {
        if let Ok(after) = apply(&text, &edit) {
            oracle::read(&after);
        }
    }

    #[test]
    fn a_damaged_file_is_edited_or_refused(file in random_file(), at: prop::sample::Index, piece in "[\\[\\]{}=\"'#,.a\n\r\t 0-9\u{feff}]{0,3}", length in 0usize..4, edit in edits()) {
        let mut characters: Vec<char> = file.text().chars().collect();
        let start = at.index(characters.len() + 1);
        let end = (start + length).min(characters.len());
        characters.splice(start..end, piece.chars());
        let text: String = characters.into_iter().collect();
        match apply(&text, &edit) {
            Ok(after) => { oracle::read(&after); }
            Err(SpliceError::Verification { difference }) => prop_assert!(false, "{difference}\n{text}"),
            Err(_) => {}
        }
    }

    #[test]
    fn a_new_file_holds_its_parts_in_order(top in fields(), table in fields(), entries in prop::collection::vec(fields(), 0..4)) {
        let mut parts = vec![Part::Top(top.clone()), Part::Table("mentor", table.clone())];
        parts.extend(entries.iter().map(|fields| Part::Entry("note", fields.clone())));
        let text = splice::create(&parts).unwrap();
        let values = |fields: &[(String, Value)]| -> toml::Table {
            fields.iter().map(|(key, value)| (key.clone(), oracle::toml_of(value))).collect()
        };
        let mut expected = values(&top);
        expected.insert("mentor".to_owned(), toml::Value::Table(values(&table)));
        let entries: Vec<_> = entries.iter().map(|fields| toml::Value::Table(values(fields))).collect();
        expected.insert("note".to_owned(), toml::Value::Array(entries));
        assert_values(&text, expected)?;
        prop_assert!(text.ends_with('\n') && !text.ends_with("\n\n") && !text.starts_with('\n'));
    }
}

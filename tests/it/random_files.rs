//! Random files as people write them, and random edits of them.

#![expect(clippy::unwrap_used, reason = "a failing test is a panic")]

use pleiad::change::edit::{At, Edit, EntryKey, FileName};
use pleiad::model::day::{Day, Moment};
use pleiad::model::value::Value;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::fmt::Write;

const COMMENT: char = '\u{1}';
const TOP_KEYS: [&str; 5] = ["name", "email", "skills", "odd key", "größe"];
const KEYS: [&str; 6] = ["facet", "capacity", "skills", "text", "odd key", "on"];
const TABLES: [&str; 3] = ["mentor", "mentee", "extra"];
pub(crate) const ARRAYS: [&str; 3] = ["note", "request", "state"];

/// How a file ends its lines.
#[derive(Debug, Clone, Copy)]
pub(crate) enum LineEnds {
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
pub(crate) struct Body {
    pub(crate) keys: Vec<&'static str>,
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
pub(crate) struct RandomFile {
    mark: bool,
    pub(crate) line_ends: LineEnds,
    final_line_end: bool,
    opening_comments: usize,
    blank_below_opening: bool,
    pub(crate) top: Body,
    inline_table: Option<(Form, Body)>,
    inline_entries: Option<Vec<Body>>,
    headed: Vec<Headed>,
    closing_comment: bool,
    closing_blank: bool,
}

impl RandomFile {
    pub(crate) fn text(&self) -> String {
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

pub(crate) fn random_file() -> BoxedStrategy<RandomFile> {
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

pub(crate) fn new_values() -> BoxedStrategy<Value> {
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

pub(crate) fn entry_keys() -> BoxedStrategy<EntryKey> {
    let by_id = (0usize..9).prop_map(|index| vec![("id", Some(Value::Text(format!("x-{index}"))))]);
    let by_fields = (
        select(vec!["facet", "on", "text"]),
        prop::option::of(new_values()),
    )
        .prop_map(|(name, value)| vec![(name, value), ("absent", None)]);
    prop_oneof![5 => by_id, 1 => by_fields, 1 => Just(Vec::new())].boxed()
}

pub(crate) fn places() -> BoxedStrategy<At> {
    prop_oneof![
        2 => Just(At::Top),
        3 => select(&TABLES[..]).prop_map(At::Table),
        4 => (select(&ARRAYS[..]), entry_keys()).prop_map(|(name, key)| At::Entry(name, key)),
    ]
    .boxed()
}

pub(crate) fn keys() -> impl Strategy<Value = String> {
    let known = TOP_KEYS.iter().chain(&KEYS).copied();
    let odd = ["", "new", "a.b", "below", "\"", "note", "mentor"];
    select(known.chain(odd).collect::<Vec<_>>()).prop_map(str::to_owned)
}

pub(crate) fn fields() -> BoxedStrategy<Vec<(String, Value)>> {
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

pub(crate) fn edits() -> BoxedStrategy<Edit> {
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

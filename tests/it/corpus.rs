//! The corpus of hostile files: what editors, crashes, old tools and ill will leave where a person's file belongs.

use std::fmt::Write as _;

/// What a program may expect of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// No file of a program may be so.
    Refused,
    /// A person's file may not be so; another one perhaps.
    RefusedAsPerson,
    /// As a person's file it is fine.
    Fine,
}

/// A hostile file.
pub(crate) struct Hostile {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) verdict: Verdict,
}

/// A person's file as people write it.
const PERSON: &str = "name = \"Kim Park\"\nemail = \"kim@example.org\"\n\n[mentee]\n";

/// Every hostile file that is not huge.
pub(crate) fn corpus() -> Vec<Hostile> {
    let mut corpus = nested();
    corpus.extend(bytes());
    corpus.extend(syntax());
    corpus.extend(values());
    corpus.extend(texts());
    corpus
}

/// Files that are all too large in one way or another.
pub(crate) fn huge() -> Vec<Hostile> {
    let long_text = format!("name = \"{}\"\n[mentee]\n", "a".repeat(50_000_000));
    let long_line = format!("name = \"{}\"\n[mentee]\n", "a".repeat(2_000_000));
    let mut keys = String::new();
    for number in 0..1_000_000 {
        writeln!(keys, "key{number} = 1").unwrap();
    }
    let entries = format!("name = \"Ada\"\n{}", "[[request]]\n".repeat(200_000));
    let many = vec![
        refused("bigstr_50M", long_text),
        refused("bigstr_2M", long_line),
        as_person("keys_1M", keys),
        refused("nest_arr_open_1M", format!("x = {}", "[".repeat(1_000_000))),
        as_person("aot_200k", entries),
    ];
    many
}

fn hostile(name: &'static str, bytes: impl Into<Vec<u8>>, verdict: Verdict) -> Hostile {
    Hostile {
        name,
        bytes: bytes.into(),
        verdict,
    }
}

fn refused(name: &'static str, bytes: impl Into<Vec<u8>>) -> Hostile {
    hostile(name, bytes, Verdict::Refused)
}

fn as_person(name: &'static str, bytes: impl Into<Vec<u8>>) -> Hostile {
    hostile(name, bytes, Verdict::RefusedAsPerson)
}

fn fine(name: &'static str, bytes: impl Into<Vec<u8>>) -> Hostile {
    hostile(name, bytes, Verdict::Fine)
}

/// A value of the given depth behind a person's own key.
fn nest(depth: usize) -> String {
    format!(
        "{PERSON}[extra]\nx = {}1{}\n",
        "[".repeat(depth),
        "]".repeat(depth)
    )
}

fn nested() -> Vec<Hostile> {
    let inline = format!("x = {}1{}\n", "{a=".repeat(100_000), "}".repeat(100_000));
    let dotted = vec!["a"; 100_000].join(".");
    let mut headers = String::new();
    for depth in 1..300 {
        writeln!(headers, "[{}]", vec!["a"; depth].join(".")).unwrap();
    }
    vec![
        refused("nest_arr_100k", nest(100_000)),
        refused("nest_inline_100k", inline),
        refused("dotted_key_100k", format!("{dotted} = 1\n")),
        refused("header_dotted_100k", format!("[{dotted}]\n")),
        fine("nest_79", nest(79)),
        refused("nest_81", nest(81)),
        refused("nest_200", nest(200)),
        refused("tables_dotted_deep", headers),
    ]
}

fn bytes() -> Vec<Hostile> {
    let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let text = format!("\u{feff}{PERSON}");
        text.encode_utf16().flat_map(order).collect()
    };
    vec![
        fine("bom", format!("\u{feff}{PERSON}")),
        fine("crlf", PERSON.replace('\n', "\r\n")),
        fine("mixed_eol", PERSON.replacen('\n', "\r\n", 2)),
        fine("no_eol", PERSON.trim_end()),
        refused("bom16_little", wide(u16::to_le_bytes)),
        refused("bom16_big", wide(u16::to_be_bytes)),
        refused("bom_twice", format!("\u{feff}\u{feff}{PERSON}")),
        refused("badutf8", b"name = \"Ada \xff\xfe\"\n[mentee]\n"),
        refused("badutf8_cut", b"name = \"Ada \xe2\x82"),
        refused("latin_1", b"name = \"Zo\xeb\"\n[mentee]\n"),
        refused("cr_only", PERSON.replace('\n', "\r")),
        as_person("empty", ""),
        as_person("blank", "\n\n  \n"),
        as_person("only_a_comment", "# nothing yet\n"),
        refused("zeros", vec![0; 4096]),
        refused("half_a_file", &PERSON[..PERSON.len() / 2]),
        refused("nul_raw", PERSON.replace("Kim", "K\0im")),
        refused("esc_raw", PERSON.replace("Kim", "\u{1b}[31mAda\u{1b}[0m")),
        refused(
            "esc_raw_in_key",
            format!("\u{1b}]0;owned\u{7}x = 1\n{PERSON}"),
        ),
        refused("del_raw", PERSON.replace("Kim", "K\u{7f}im")),
    ]
}

fn syntax() -> Vec<Hostile> {
    vec![
        refused("dup", format!("name = \"Ada\"\n{PERSON}")),
        refused(
            "dup_table",
            format!("{PERSON}expectations = \"a\"\n[mentee]\n"),
        ),
        refused("mixaot", format!("{PERSON}[request]\n[[request]]\n")),
        refused("noquote", PERSON.replace("\"Kim Park\"", "Kim Park")),
        refused("unterminated", "name = \"Ada\n[mentee]\n"),
        refused("unterminated_text", "name = \"\"\"Ada\n[mentee]\n"),
        refused(
            "unterminated_list",
            "name = \"Ada\"\nlanguages = [\"en\"\n[mentee]\n",
        ),
        refused("trailing", PERSON.replace("Park\"", "Park\" and more")),
        refused(
            "conflict",
            format!("<<<<<<< HEAD\n{PERSON}=======\n{PERSON}>>>>>>> x\n"),
        ),
        refused(
            "conflict_crlf",
            "<<<<<<< HEAD\r\nname = \"A\"\r\n=======\r\n>>>>>>> x\r\n",
        ),
        refused(
            "diff3",
            format!("<<<<<<< a\n{PERSON}||||||| b\n=======\n{PERSON}>>>>>>> c\n"),
        ),
        refused("json", "{\"name\": \"Ada\"}"),
        refused("yaml", "name: Ada\nroles:\n  - mentee\n"),
        refused("html", "<!DOCTYPE html><script>alert(1)</script>"),
        refused("shell", "#!/bin/sh\nrm -rf /\n"),
        refused("surrogate", PERSON.replace("Kim", "\\ud800")),
        refused("escape_unknown", PERSON.replace("Kim", "\\z")),
        fine("esc_e_in_comment", format!("# \\e[31m\n{PERSON}")),
    ]
}

fn values() -> Vec<Hostile> {
    let with = |line: &str| PERSON.replace("\n\n", &format!("\n{line}\n\n"));
    let mentor = |line: &str| format!("name = \"Ada\"\n[mentor]\n{line}\n");
    vec![
        as_person(
            "hugeint",
            mentor(&format!("capacity = {}", "9".repeat(400))),
        ),
        as_person("int_over", mentor("capacity = 9223372036854775808")),
        as_person("int_most", mentor("capacity = 9223372036854775807")),
        as_person("int_least", mentor("capacity = -9223372036854775808")),
        as_person("negative", mentor("capacity = -1")),
        as_person("float_huge", mentor("hours_per_week = 1e400")),
        as_person("nan", mentor("hours_per_week = nan")),
        as_person("infinite", mentor("hours_per_week = -inf")),
        as_person("negzero", mentor("hours_per_week = -0.0")),
        refused("baddate", with("consented = 2026-02-30")),
        refused("badtime", with("consented = 2026-02-03T24:00:00")),
        as_person("leapsec", with("consented = 2026-12-31T23:59:60")),
        as_person("year_0", with("consented = 0000-01-01")),
        fine("year_9999", with("consented = 9999-12-31")),
        refused("year_10000", with("consented = 10000-01-01")),
        as_person(
            "every_type_wrong",
            "name = 1\nemail = []\nlanguages = {}\nmentee = 2026-01-01\nmentor = true\nrequest = 1.5\n",
        ),
        as_person("name_missing", "[mentee]\n"),
        as_person(
            "deep_inline",
            format!("{PERSON}[extra]\nx = {{a = {{b = {{c = 1}}}}}}\n"),
        ),
    ]
}

fn texts() -> Vec<Hostile> {
    let named = |name: &str| PERSON.replace("Kim Park", name);
    vec![
        as_person("nul_esc", named("A\\u0000da")),
        as_person("esc_esc", named("\\u001b[31mAda\\u001b[0m")),
        as_person("esc_e", named("\\e[31mAda")),
        as_person("c1", named("\u{9b}31mAda")),
        as_person("c1_esc", named("\\u009b31mAda")),
        as_person("tabs_nl", named("Ada\\tLove\\nlace")),
        fine("bidi", named("Ada \u{202e}ecalevoL\u{202c}")),
        fine("bidi_isolates", named("\u{2066}Ada\u{2069}\u{2028}")),
        fine("emoji", named("👩‍💻 Ada 🇩🇪")),
        fine("right_to_left", named("עדה לאבלייס")),
        fine("combining", named(&format!("A{}da", "\u{301}".repeat(200)))),
        fine("wide", named("愛達·勒芙蕾絲")),
        fine("name_300", named(&"Ada ".repeat(75))),
        fine("name_of_a_flag", named("--help")),
        fine("formula", named("=HYPERLINK(0)")),
        fine("markup", named("<script>alert(1)</script>")),
        as_person(
            "unknown_escape_in_email",
            PERSON.replace("kim@example.org", "a\\u001b@x"),
        ),
        as_person(
            "inline_nl",
            format!("{PERSON}[extra]\nx = {{ a = 1,\n b = 2 }}\n"),
        ),
    ]
}

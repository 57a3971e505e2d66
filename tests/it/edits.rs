//! Edits as people read them: the file before, what is asked, the file after, byte for byte.
//!
//! `tests/edits/NAME/before.toml` and `after.toml` hold the files; the list below holds the edits. What the edits must
//! never do to any file is in `edit_properties`.

#![expect(clippy::unwrap_used, reason = "a failing test is a panic")]

use pleiad::change::edit::{At, Edit, EntryKey, Fields, FileName, Part};
use pleiad::model::day::{Day, Moment};
use pleiad::model::value::Value;
use pleiad::store::splice::{self, SpliceError};
use std::fs;
use std::path::Path;

fn day(text: &str) -> Value {
    Value::Day(Day::parse_iso(text).unwrap())
}

fn set(at: At, key: &str, value: impl Into<Value>) -> Edit {
    Edit::Set {
        file: FileName::Program,
        at,
        key: key.to_owned(),
        value: value.into(),
    }
}

fn clear(at: At, key: &str) -> Edit {
    Edit::Clear {
        file: FileName::Program,
        at,
        key: key.to_owned(),
    }
}

fn append(table: &'static str, fields: Fields) -> Edit {
    Edit::Append {
        file: FileName::Program,
        table,
        fields,
    }
}

fn remove(table: &'static str, entry: EntryKey) -> Edit {
    Edit::Remove {
        file: FileName::Program,
        table,
        entry,
    }
}

fn fields<const N: usize>(fields: [(&str, Value); N]) -> Fields {
    fields
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

fn id(text: &str) -> EntryKey {
    vec![("id", Some(text.into()))]
}

fn apply(source: &str, edits: &[Edit]) -> Result<String, SpliceError> {
    splice::apply(source, &edits.iter().collect::<Vec<_>>())
}

/// Every folder of `tests/edits` and what is done to its file.
fn examples() -> Vec<(&'static str, Vec<Edit>)> {
    let mut examples = examples_of_fields();
    examples.extend(examples_of_lists());
    examples.extend(examples_of_entries());
    examples.extend(examples_of_files());
    examples
}

fn examples_of_fields() -> Vec<(&'static str, Vec<Edit>)> {
    let career = vec![("facet", Some("career".into())), ("cohort", None)];
    vec![
        (
            "set-keeps-comments-and-spelling",
            vec![
                set(At::Top, "name", "Ada King"),
                set(At::Table("mentor"), "capacity", 2),
                set(At::Table("mentor"), "hours_per_week", Value::Decimal(2.5)),
                set(At::Entry("request", career.clone()), "weight", 3),
            ],
        ),
        (
            "set-adds-below-the-last-key",
            vec![
                set(At::Top, "email", "ada@example.org"),
                set(At::Table("mentor"), "volunteered", true),
                set(At::Table("extra"), "badge colour", "blue"),
                set(At::Entry("request", career), "cohort", "2026-spring"),
            ],
        ),
        (
            "set-makes-a-table-before-the-history",
            vec![
                set(At::Table("mentor"), "capacity", 1),
                set(At::Table("mentor"), "circle", false),
            ],
        ),
        (
            "set-makes-a-table-at-the-end",
            vec![set(At::Table("closing"), "planned", true)],
        ),
        (
            "set-below-the-comments-that-open-the-file",
            vec![set(At::Top, "levels", vec!["entry", "professional"])],
        ),
        (
            "set-below-opening-comments-that-touch-a-table",
            vec![set(At::Top, "levels", vec!["entry", "professional"])],
        ),
        (
            "set-in-tables-written-inline",
            vec![
                set(At::Table("mentor"), "capacity", 3),
                set(At::Table("mentor"), "circle", true),
                set(At::Table("mentee"), "expectations", "to lead"),
                set(At::Table("mentee"), "commit_until", day("2026-07-31")),
            ],
        ),
        (
            "clear-takes-the-line-and-its-comment",
            vec![
                clear(At::Top, "email"),
                clear(At::Top, "languages"),
                clear(At::Table("mentor"), "circle"),
                clear(At::Table("agreement"), "frequency"),
            ],
        ),
    ]
}

fn examples_of_lists() -> Vec<(&'static str, Vec<Edit>)> {
    vec![
        (
            "lists-keep-layout-and-comments",
            vec![
                set(At::Top, "prefer", vec!["grace", "kim", "marta"]),
                set(At::Top, "skills", vec!["routing", "bgp", "analysis"]),
                set(At::Top, "never", vec!["bob", "eve"]),
                set(At::Top, "languages", vec!["en", "fr"]),
            ],
        ),
        (
            "lists-wrap-past-a-hundred-columns",
            vec![set(
                At::Table("rationale"),
                "because",
                vec![
                    "skills: routing, kubernetes (+40)",
                    "other department (+8)",
                    "shared hours: Tuesday afternoon (+12)",
                ],
            )],
        ),
    ]
}

fn examples_of_entries() -> Vec<(&'static str, Vec<Edit>)> {
    let homework = || {
        append(
            "homework",
            fields([
                ("id", "h-0wz5d".into()),
                ("text", "Send the draft agenda".into()),
                ("due", day("2026-02-06")),
            ]),
        )
    };
    let state = |is: &str| {
        append(
            "state",
            fields([("on", day("2026-02-01")), ("is", is.into())]),
        )
    };
    let note = append(
        "note",
        fields([
            ("id", "n-8ck2p".into()),
            (
                "text",
                "Walked through the routing incident.\nShe said \"no\".\n".into(),
            ),
        ]),
    );
    vec![
        ("append-behind-the-last-sibling", vec![homework(), note]),
        ("append-before-a-closing-comment", vec![state("paused")]),
        (
            "append-in-a-file-without-blank-lines",
            vec![state("paused")],
        ),
        ("append-the-first-before-the-history", vec![homework()]),
        ("append-the-history-at-the-end", vec![state("ready")]),
        (
            "append-and-remove-in-inline-entries",
            vec![
                append("request", fields([("facet", "career".into())])),
                remove("request", vec![("facet", Some("technical".into()))]),
                set(
                    At::Entry("request", vec![("facet", Some("career".into()))]),
                    "weight",
                    2,
                ),
                append("pin", fields([("mentor", "grace".into())])),
            ],
        ),
        (
            "remove-keeps-the-heading-of-the-section",
            vec![remove("note", id("n-1")), remove("note", id("n-3"))],
        ),
        (
            "remove-takes-tables-below-the-entry",
            vec![remove("note", id("n-2"))],
        ),
        (
            "edits-rest-on-one-another",
            vec![
                append(
                    "meeting",
                    fields([("id", "2026-02-17".into()), ("minutes", 45.into())]),
                ),
                set(At::Entry("meeting", id("2026-02-17")), "is", "planned"),
                set(At::Entry("meeting", id("2026-02-03")), "is", "held"),
                remove("meeting", id("2026-01-20")),
                clear(At::Entry("meeting", id("2026-02-03")), "place"),
            ],
        ),
    ]
}

fn examples_of_files() -> Vec<(&'static str, Vec<Edit>)> {
    let edits = || {
        let at = Day::new(2026, 2, 17).and_then(|day| Moment::at(day, 16, 0));
        vec![
            set(At::Top, "cohort", "2026-spring"),
            set(At::Table("agreement"), "contact", "one line\nanother"),
            append("meeting", fields([("at", Value::Moment(at.unwrap()))])),
        ]
    };
    vec![
        ("files-with-windows-line-ends-and-mark", edits()),
        ("files-without-a-final-line-end", edits()),
        ("files-with-mixed-line-ends", edits()),
    ]
}

fn folder() -> &'static Path {
    Path::new("tests/edits")
}

#[test]
fn every_example_comes_out_byte_for_byte() {
    for (name, edits) in examples() {
        let before = fs::read_to_string(folder().join(name).join("before.toml")).unwrap();
        let after = folder().join(name).join("after.toml");
        let found = apply(&before, &edits).unwrap();
        if std::env::var_os("UPDATE_EXAMPLES").is_some() {
            fs::write(&after, &found).unwrap();
        }
        assert_eq!(found, fs::read_to_string(&after).unwrap(), "{name}");
    }
}

#[test]
fn every_folder_of_examples_is_used() {
    let mut folders: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.'))
        .collect();
    folders.sort();
    let mut used: Vec<&str> = examples().iter().map(|(name, _)| *name).collect();
    used.sort_unstable();
    assert_eq!(folders, used);
}

#[test]
fn an_edit_that_changes_nothing_leaves_every_byte() {
    let career = vec![("facet", Some("career".into()))];
    let edits = [
        set(At::Top, "name", "Ada"),
        set(At::Top, "levels", vec!["a", "b"]),
        set(At::Top, "text", "two\nlines"),
        set(At::Table("mentor"), "hours_per_week", Value::Decimal(2.0)),
        set(
            At::Entry("request", career.clone()),
            "since",
            day("2026-02-03"),
        ),
        clear(At::Top, "email"),
        clear(At::Table("mentor"), "circle"),
        clear(At::Table("mentee"), "circle"),
        clear(At::Entry("request", career), "weight"),
    ];
    let lf = "'name'='Ada'\nlevels=[ 'a',\n\"b\" ] # both\ntext = '''\ntwo\nlines'''\n[ mentor ]\n  hours_per_week=2\n\n\n[['request']]\nfacet = \"career\"\nsince\t= 2026-02-03";
    for text in [
        lf.to_owned(),
        format!("{lf}\n"),
        lf.replace('\n', "\r\n"),
        format!("\u{feff}{lf}"),
    ] {
        for edit in &edits {
            assert_eq!(apply(&text, std::slice::from_ref(edit)).unwrap(), text);
        }
        assert_eq!(apply(&text, &edits).unwrap(), text);
        assert_eq!(apply(&text, &[]).unwrap(), text);
    }
}

#[test]
fn what_cannot_be_edited_is_refused_by_name_and_line() {
    let text = "name = \"Ada\"\nmentor = 3\nplace.city = \"Ulm\"\nskills = [\"a\"]\nlink = {\n  a = 1, # why\n  b = 2 }\n[request]\nx = 1\n[[mentee]]\n[[note]]\nid = \"n\"\n[note.more]\ny = 1\n";
    let note = |id: &str| At::Entry("note", vec![("id", Some(id.into())), ("by", None)]);
    for (edit, message) in [
        (
            set(At::Table("mentor"), "capacity", 1),
            "`mentor` in line 2 is a plain value, not a table; change it by hand first",
        ),
        (
            set(At::Table("mentee"), "x", 1),
            "`mentee` in line 10 is an array of tables, not a table; change it by hand first",
        ),
        (
            set(At::Top, "place", "Ulm"),
            "`place` in line 3 is a table, not a field; change it by hand first",
        ),
        (
            set(At::Top, "request", 1),
            "`request` in line 8 is a table, not a field; change it by hand first",
        ),
        (
            clear(At::Top, "note"),
            "`note` in line 11 is a table, not a field; change it by hand first",
        ),
        (
            set(note("n"), "more", 1),
            "`more` in line 13 is a table, not a field; change it by hand first",
        ),
        (
            append("request", Vec::new()),
            "`request` in line 8 is a table, not an array of tables; change it by hand first",
        ),
        (
            append("skills", Vec::new()),
            "`skills` in line 4 is a plain value, not an array of tables; change it by hand first",
        ),
        (
            remove("place", id("a")),
            "`place` in line 3 is a table, not an array of tables; change it by hand first",
        ),
        (
            clear(At::Table("link"), "a"),
            "`a` in line 5 is in an inline table of several lines, not in one on a single line; change it by hand first",
        ),
        (
            set(note("m"), "x", 1),
            "there is no [[note]] with id = \"m\", no by",
        ),
        (
            clear(note("m"), "x"),
            "there is no [[note]] with id = \"m\", no by",
        ),
        (
            remove("homework", id("h-1")),
            "there is no [[homework]] with id = \"h-1\"",
        ),
        (
            set(At::Top, "hours", Value::Decimal(f64::NAN)),
            "`hours` cannot be NaN: only finite numbers are kept in files",
        ),
        (
            append(
                "note",
                fields([("hours", Value::List(vec![Value::Decimal(f64::INFINITY)]))]),
            ),
            "`hours` cannot be inf: only finite numbers are kept in files",
        ),
        (
            Edit::Delete {
                file: FileName::Program,
            },
            "a whole file cannot be made or deleted by editing its text (a bug in pleiad)",
        ),
    ] {
        assert_eq!(
            apply(text, &[edit]).map_err(|it| it.to_string()),
            Err(message.to_owned())
        );
    }
}

#[test]
fn text_that_is_not_toml_is_refused_with_its_place() {
    let deep = format!("x = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    for (text, message) in [
        ("a = 1\nb é = 2\n", "line 2, column 3: "),
        ("a = 1\na = 2\n", "line 2, column 1: duplicate key"),
        (
            "\u{feff}\u{feff}a = 1\n",
            "line 1, column 2: a second byte order mark",
        ),
        ("a = 1\rb = 2\n", "line 1, column "),
        (deep.as_str(), "cannot recurse further"),
    ] {
        let error = apply(text, &[clear(At::Top, "x")]).unwrap_err();
        assert!(matches!(error, SpliceError::Syntax { .. }));
        let found = error.to_string();
        assert!(found.contains(message), "{found}");
    }
}

#[test]
fn a_carriage_return_in_a_text_survives_every_line_end() {
    for text in ["a\rb", "a\r\nb", "a\r\n", "\r\r\n\n"] {
        for source in ["x = 1\n", "x = 1\r\n", "t = {}\n", "[t]\r\n"] {
            let at = || {
                if source.contains('t') {
                    At::Table("t")
                } else {
                    At::Top
                }
            };
            let there = apply(source, &[set(at(), "k", text)]).unwrap();
            assert_eq!(apply(&there, &[set(at(), "k", text)]).unwrap(), there);
            let without = text.replace('\r', "");
            assert_ne!(
                apply(&there, &[set(at(), "k", without.as_str())]).unwrap(),
                there
            );
        }
    }
}

#[test]
fn a_new_file_has_its_parts_apart_and_nothing_else() {
    let parts = [
        Part::Top(fields([
            ("mentor", "grace-hopper".into()),
            ("mentees", vec!["ada-lovelace"].into()),
            ("starts", day("2026-01-19")),
        ])),
        Part::Table("agreement", fields([("contact", "chat\nand mail".into())])),
        Part::Entry("goal", fields([("id", "g-2m9xk".into())])),
        Part::Entry("state", fields([("on", day("2026-01-12"))])),
    ];
    let text = "mentor = \"grace-hopper\"\nmentees = [\"ada-lovelace\"]\nstarts = 2026-01-19\n\n[agreement]\ncontact = \"\"\"\nchat\nand mail\"\"\"\n\n[[goal]]\nid = \"g-2m9xk\"\n\n[[state]]\non = 2026-01-12\n";
    assert_eq!(splice::create(&parts).unwrap(), text);
    assert_eq!(
        splice::create(&parts[2..]).unwrap(),
        text[text.find("[[").unwrap()..]
    );
    assert_eq!(splice::create(&[]).unwrap(), "");
}

#[test]
fn a_new_file_whose_parts_contradict_each_other_is_refused() {
    let table = || Part::Table("mentor", fields([("capacity", 1.into())]));
    let refused = |parts: &[Part]| splice::create(parts).unwrap_err();
    assert!(matches!(
        refused(&[table(), table()]),
        SpliceError::Verification { .. }
    ));
    let nan = Part::Top(fields([("x", Value::Decimal(f64::NAN))]));
    assert!(matches!(refused(&[nan]), SpliceError::NotFinite { .. }));
}

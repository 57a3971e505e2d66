//! Texts that steer terminals, in every text of every file, in the names of files, and in what is typed: every command
//! shows them without obeying, in its answer and in its errors.

use crate::citizens::{CASES, furnished, words};
use crate::hostile::assert_tame;
use crate::program::Program;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// What may stand in a text and must not reach a terminal as it is: it turns the text around or hides in it.
const TURNING: &str = "\u{202e}evil\u{2066}\u{2028}\u{200b}";

/// What no text may hold, as TOML spells it: a title for the window, a colour, a C1 control, and a key that types.
const STEERING: &str = "\\u001b]0;owned\\u0007\\u001b[31m\\u009b2J\\u001bP$q\\u001b\\\\";

/// Keys whose text nobody writes freely: references, times and words of a vocabulary.
const BOUND: [&str; 27] = [
    "advice",
    "after",
    "answered_in",
    "by",
    "cohort",
    "email",
    "every",
    "goal",
    "helped",
    "id",
    "is",
    "kind",
    "meeting",
    "mentees",
    "mentor",
    "metric",
    "mode",
    "module",
    "objective",
    "of",
    "on",
    "owner",
    "reports_to",
    "role",
    "timezone",
    "url",
    "visible",
];

/// Commands that show what files hold.
const SHOWING: [&str; 36] = [
    "",
    "summary",
    "check",
    "participant list",
    "participant show @1",
    "pairing list",
    "pairing show @2",
    "meeting list",
    "meeting show @2",
    "objective list",
    "program show",
    "prep @2",
    "advice list",
    "homework list",
    "checkin list",
    "concern list",
    "goal list",
    "cohort list",
    "training list",
    "event list",
    "improvement list",
    "certification list",
    "prospect list",
    "constellation @1",
    "find evil",
    "due",
    "calendar",
    "pool",
    "match -n",
    "match explain @1 @1",
    "report advice",
    "report health",
    "report sponsor",
    "history",
    "letter introduction @2",
    "pairing agreement @2",
];

/// Puts a text behind every free text of every file of a program.
fn infected(program: &Program, text: &str) -> usize {
    let mut count = 0;
    for (path, bytes) in program.files() {
        if Path::new(&path).extension().is_none_or(|it| it != "toml") || path == "matching.toml" {
            continue;
        }
        let mut lines = Vec::new();
        for line in String::from_utf8(bytes).unwrap().lines() {
            let key = line.split(' ').next().unwrap_or_default();
            let is_text = line.contains(" = \"") && line.ends_with('"') && !line.contains("\"\"");
            if is_text && !BOUND.contains(&key) {
                count += 1;
                lines.push(format!("{}{text}\"", &line[..line.len() - 1]));
            } else {
                lines.push(line.to_owned());
            }
        }
        program.write(&path, lines.join("\n") + "\n");
    }
    count
}

/// A program that lives, and the ids of one of its people and of one of its pairings.
fn living() -> (Program, [String; 2]) {
    let program = Program::empty();
    program.done(&["init", "--example", "--people", "12", "--timezone", "UTC"]);
    let files = program.files();
    let first = |folder: &str| {
        let stem =
            |path: &String| Some(path.strip_prefix(folder)?.strip_suffix(".toml")?.to_owned());
        files.keys().find_map(stem).unwrap()
    };
    let ids = [first("participants/"), first("pairings/")];
    (program, ids)
}

fn shown(line: &str, [person, pairing]: &[String; 2]) -> Vec<String> {
    words(&line.replace("@1", person).replace("@2", pairing))
}

#[test]
fn texts_that_turn_a_terminals_text_around_are_shown_and_not_obeyed() {
    let (program, ids) = living();
    let count = infected(&program, TURNING);
    assert!(50 < count, "only {count} texts");
    for line in SHOWING {
        for format in ["table", "tsv", "text"] {
            let words = [shown(line, &ids), words(&format!("--format {format}"))].concat();
            let output = program.with_a_small_stack(&words).run();
            assert_tame(&output, &format!("{words:?}"));
        }
    }
    let problems = program.done(&["check"]);
    assert!(!problems.contains("error"), "{problems}");
    let listed = program.done(&["participant", "list", "--format", "table"]);
    assert!(listed.contains("\\u{202e}evil"), "{listed}");
}

#[test]
fn texts_that_steer_a_terminal_are_refused_without_being_obeyed() {
    let (program, ids) = living();
    infected(&program, STEERING);
    let output = program.run(&["check"]);
    assert_eq!(output.code, Some(1), "{output:#?}");
    for line in SHOWING {
        let words = shown(line, &ids);
        assert_tame(
            &program.with_a_small_stack(&words).run(),
            &format!("{words:?}"),
        );
    }
}

#[test]
fn every_command_over_hostile_texts_is_tame() {
    for case in CASES.iter().filter(|case| case.editor.is_empty()) {
        let program = furnished(case);
        infected(&program, TURNING);
        let output = program.run(&words(case.line));
        assert!(!output.stderr.contains("a bug of ours"), "{output:#?}");
        // What is for other programs holds texts as they are: they have to be read back.
        let is_data = ["export", "completions", "letter"]
            .iter()
            .any(|name| case.line.starts_with(name))
            || ["--json", "--as", "--format"]
                .iter()
                .any(|flag| case.line.contains(flag));
        if !is_data {
            assert_tame(&output, case.line);
        }
    }
}

#[test]
fn names_of_files_are_shown_and_not_obeyed() {
    let names: [&[u8]; 7] = [
        b"\x1b]0;owned\x07.toml",
        b"\x1b[31m.toml",
        b"two\nlines.toml",
        b"\xff\xfe.toml",
        b"\xc2\x9b31m.toml",
        "\u{202e}lmot.toml".as_bytes(),
        b"--help.toml",
    ];
    for folder in [
        "participants",
        "pairings",
        "meetings",
        "events",
        "private",
        ".",
    ] {
        for name in names {
            let program = Program::small();
            fs::create_dir_all(program.path(folder)).unwrap();
            let path = program.path(folder).join(OsStr::from_bytes(name));
            fs::write(path, "name = \"\u{202e}X\"\n[mentee]\n").unwrap();
            let before = program.text("participants/ada-lovelace.toml");
            for line in [
                "check",
                "participant list --format table",
                "enroll 'Kim Park' --mentee",
                "history",
            ] {
                let output = program.with_a_small_stack(&words(line)).run();
                assert_tame(&output, &format!("{line} beside {name:?} in {folder}"));
            }
            assert_eq!(program.text("participants/ada-lovelace.toml"), before);
        }
    }
}

#[test]
fn what_is_typed_is_said_back_without_being_obeyed() {
    let typed: [&[u8]; 6] = [
        b"\x1b]0;owned\x07",
        b"\x1b[31mred\x1b[0m",
        b"\xc2\x9b2J",
        "\u{202e}evil".as_bytes(),
        b"two\nlines",
        b"\xff\xfe",
    ];
    let lines: [&[&str]; 22] = [
        &["@"],
        &["--@"],
        &["participant", "@"],
        &["participant", "show", "@"],
        &["participant", "list", "--where", "@"],
        &["participant", "set", "ada", "title=@"],
        &["participant", "set", "ada", "@=1"],
        &["enroll", "@", "--mentee"],
        &["enroll", "Kim", "--mentee", "--id", "@"],
        &["note", "ada", "@"],
        &["note", "ada", "-m", "@"],
        &["ask", "ada", "@"],
        &["meeting", "add", "ada", "@"],
        &["date", "@"],
        &["find", "@"],
        &["-C", "@", "check"],
        &["--today", "@", "due"],
        &["--by", "@", "participant", "pause", "ada"],
        &["import", "people", "@"],
        &["help", "@"],
        &["--format", "@", "check"],
        &["history"],
    ];
    for text in typed {
        let program = Program::small();
        for line in lines {
            let words = line.iter().map(|word| {
                let parts: Vec<&[u8]> = word.split('@').map(str::as_bytes).collect();
                OsStr::from_bytes(&parts.join(text)).to_owned()
            });
            let output = program.run(&words.collect::<Vec<_>>());
            assert_tame(&output, &format!("{line:?} with {text:?}"));
        }
        program.done(&["check"]);
    }
}

#[test]
fn what_is_imported_is_said_back_without_being_obeyed() {
    let cell = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}";
    let tables = [
        (
            &["import", "people", "-", "--role", "mentee"][..],
            format!("name,email\n{cell},x\n{cell},y\n"),
        ),
        (
            &["import", "people", "-", "--role", "mentee"],
            format!("name,{cell}\nKim,1\n"),
        ),
        (
            &["import", "pairings", "-"],
            format!("mentor,mentee\n{cell},{cell}\n"),
        ),
        (
            &["import", "checkins", "-"],
            format!("date,score,pair\n{cell},{cell},{cell}\n"),
        ),
        (
            &["import", "prospects", "-"],
            format!("name,email\n{cell},{cell}\n"),
        ),
        (
            &["import", "outcomes", "-"],
            format!("mentor,mentee,outcome\n{cell},{cell},{cell}\n"),
        ),
        (
            &["import", "meetings", "-", "-y"],
            format!("mentor,mentee,date\n{cell},{cell},{cell}\n"),
        ),
        (
            &["import", "meetings", "-", "-y"],
            format!(
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:{cell}\nSUMMARY:{cell}\nDTSTART:{cell}\nEND:{cell}\n"
            ),
        ),
    ];
    for (line, table) in tables {
        let program = Program::small();
        let output = program.call(line).input(table.clone()).run();
        assert_tame(&output, &format!("{line:?} of {table:?}"));
    }
}

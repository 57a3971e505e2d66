//! Every command that edits leaves alone what it is not about, whatever a person's files look like.
//!
//! The table says what each command may change of files with plain line ends. Then the same command on the same files
//! in another form must give the same result in that form: with Windows line ends, with a mark at the beginning, without
//! a last line end, and full of comments.

use crate::folder::Files;
use crate::program::Program;
use similar::TextDiff;

/// Commands, each with the lines that it takes out (`-`) and puts in (`+`), and one line around them.
const COMMANDS: &str = include_str!("../line_ends/commands.txt");

const ADA: &str = r#"name = "Ada Lovelace"
email = "ada@example.org"
title="Network engineer"
languages = [ "en",'fr' ]

[mentee]
expectations = """
lead an incident
review"""

[[request]]
facet = "technical"
skills = ["routing"]

[extra]
badge = "blue"

[[state]]
on = 2026-01-05
is = "ready"
"#;

const PAIRING: &str = r#"mentor = "grace-hopper"
mentees = ["ada-lovelace"]
starts = 2026-01-12

[[goal]]
id = "g-2m9xk"
text = "Pass the exam"

[[state]]
on = 2026-01-12
is = "active"
"#;

const LOG: &str = r#"[[meeting]]
id = "2026-11-20"
at = 2026-11-20T16:00:00
is = "planned"

[[note]]
id = "n-8ck2p"
on = 2026-11-01
text = "by hand"

[[homework]]
id = "h-0wz5d"
owner = "mentee"
text = "Send the draft"
"#;

const OBJECTIVES: &str = r#"[[objective]]
id = "rota"
title = "Two on every rota"
target = 12

[[reading]]
objective = "rota"
on = 2026-10-01
value = 5
"#;

const PROGRAM: &str = r#"format = 1
id = "demo"
name = "Demo"
timezone = "Europe/Berlin"

[policy]
acceptance_days = 14
"#;

const FILES: [(&str, &str); 6] = [
    ("program.toml", PROGRAM),
    ("objectives.toml", OBJECTIVES),
    ("participants/ada-lovelace.toml", ADA),
    (
        "participants/grace-hopper.toml",
        "name = \"Grace Hopper\"\n\n[mentor]\ncapacity = 3\n",
    ),
    ("pairings/grace-hopper-mentors-ada-lovelace.toml", PAIRING),
    ("meetings/grace-hopper-mentors-ada-lovelace.toml", LOG),
];

/// Commands that say what is so already, or write nothing.
const NOTHING: &[&str] = &[
    "participant set ada 'title=Network engineer' languages=en,fr",
    "participant set ada level=",
    "program set name=Demo acceptance_days=14",
    "objective set rota target=12",
    "import people same.csv --role mentee --update -y",
    "check",
    "summary",
    "match -n",
    "note ada -m 'Walked through it' -n",
];

/// A form that a file may have, made from the plain one.
type Form = fn(&str) -> String;

const FORMS: [(&str, Form); 4] = [
    ("with Windows line ends", |text| text.replace('\n', "\r\n")),
    ("with a mark", |text| format!("\u{feff}{text}")),
    ("without a last line end", |text| {
        text.strip_suffix('\n').unwrap_or(text).to_owned()
    }),
    ("with all of it", |text| {
        let text = text.strip_suffix('\n').unwrap_or(text);
        format!("\u{feff}{}", text.replace('\n', "\r\n"))
    }),
];

fn program(form: Form) -> Program {
    let files = FILES.map(|(path, text)| (path, form(text)));
    let program = Program::of(&files);
    program.write(
        "people.csv",
        "email,name,title\nada@example.org,Ada Lovelace,Head\n",
    );
    program.write(
        "same.csv",
        "email,name,title\nada@example.org,Ada Lovelace,Network engineer\n",
    );
    program
}

fn plain(text: &str) -> String {
    text.to_owned()
}

/// A comment above every line and one beside it, numbered, but within texts of several lines.
fn commented(text: &str) -> String {
    let mut commented = String::new();
    let mut is_within_text = false;
    for (number, line) in text.lines().enumerate() {
        let is_mark = line.matches("\"\"\"").count() == 1;
        let has_above = !line.is_empty() && !is_within_text;
        is_within_text ^= is_mark;
        let has_beside = has_above && !is_within_text;
        let above = if has_above {
            format!("# above {number}\n")
        } else {
            String::new()
        };
        let beside = if has_beside {
            format!(" # beside {number}")
        } else {
            String::new()
        };
        commented.extend([&above, line, &beside, "\n"]);
    }
    commented
}

/// The text without the comments that were put in.
fn uncommented(text: &str) -> String {
    let lines = text
        .split_inclusive('\n')
        .filter(|line| !line.starts_with("# above "));
    lines
        .map(|line| match line.split_once(" # beside ") {
            Some((line, _)) => format!("{line}\n"),
            None => line.to_owned(),
        })
        .collect()
}

/// The comments of a text that was commented, in order.
fn comments(text: &str) -> Vec<&str> {
    let starts = text
        .match_indices("# above ")
        .chain(text.match_indices("# beside "));
    let mut starts: Vec<usize> = starts.map(|(start, _)| start).collect();
    starts.sort_unstable();
    starts
        .into_iter()
        .map(|start| text[start..].lines().next().unwrap())
        .collect()
}

fn commands() -> impl Iterator<Item = &'static str> {
    COMMANDS
        .lines()
        .filter_map(|line| line.strip_prefix("$ pleiad "))
}

/// The files after a command that must succeed.
fn worked(program: &Program, line: &str) -> Files {
    program.done(&shlex::split(line).unwrap());
    program.files()
}

fn text<'a>(files: &'a Files, path: &str) -> &'a str {
    str::from_utf8(&files[path]).unwrap()
}

/// What became of every file: changed lines, with one line around them.
fn changed_lines(before: &Files, after: &Files) -> String {
    let mut told = String::new();
    for path in after.keys() {
        let diff = TextDiff::from_lines(text(before, path), text(after, path));
        for (number, group) in diff.grouped_ops(1).iter().enumerate() {
            told.extend([if number == 0 { path } else { "..." }, "\n"]);
            for change in group
                .iter()
                .flat_map(|operation| diff.iter_changes(operation))
            {
                let line = format!("{}{}", change.tag(), change.value());
                told.extend([line.trim_end(), "\n"]);
            }
        }
    }
    told
}

#[test]
fn a_command_changes_the_lines_that_it_is_about() {
    let told = commands().map(|line| {
        let program = program(plain);
        let before = program.files();
        let lines = changed_lines(&before, &worked(&program, line));
        format!("$ pleiad {line}\n{lines}")
    });
    assert_eq!(told.collect::<Vec<_>>().join("\n"), COMMANDS);
}

#[test]
fn a_command_does_the_same_in_files_of_every_form() {
    for line in commands() {
        let expected = worked(&program(plain), line);
        for (form_name, form) in FORMS {
            let found = worked(&program(form), line);
            for (path, _) in FILES {
                let what = format!("{path} {form_name} after {line}");
                assert_eq!(text(&found, path), form(text(&expected, path)), "{what}");
            }
        }
    }
}

#[test]
fn a_command_does_the_same_among_comments_and_keeps_them() {
    for line in commands() {
        let expected = worked(&program(plain), line);
        let program = program(commented);
        let before = program.files();
        let found = worked(&program, line);
        for (path, _) in FILES {
            let (after, plain) = (text(&found, path), text(&expected, path));
            assert_eq!(uncommented(after), plain, "{path} after {line}");
            let mut kept = comments(text(&before, path));
            if line.ends_with("email=") && path.starts_with("participants/ada") {
                // What was said about a line goes with the line.
                kept.retain(|comment| *comment != "# beside 1");
            }
            assert_eq!(comments(after), kept, "{path} after {line}");
        }
    }
}

#[test]
fn what_is_so_already_changes_no_byte() {
    let every_form = FORMS
        .into_iter()
        .chain([("plain", plain as Form), ("commented", commented)]);
    for (form_name, form) in every_form {
        let program = program(form);
        let before = program.files();
        for line in NOTHING {
            let after = worked(&program, line);
            assert!(after == before, "{form_name}: {line}");
        }
        assert!(
            program
                .done(&["history", "--format", "csv"])
                .lines()
                .count()
                <= 1
        );
    }
}

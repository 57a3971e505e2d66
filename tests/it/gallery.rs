//! The gallery of mistakes: one tiny broken program per problem, with what `pleiad check` says about it beside it.
//!
//! `GALLERY=overwrite cargo test gallery` writes what is said now; read the difference before you commit it. Every
//! message tells what is wrong, where (file, line, column, the line itself and a mark below it) and the cure.

use crate::program::{Output, Program};
use crate::source::{Source, tokens};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// What `check` says, beside the files of the case.
const EXPECTED: &str = "expected.txt";

/// Problems that no tiny file has, or that no file in git can have: `hostile` and the tests of the store show them.
/// Those of git are shown by the tests of git, for no file of the gallery lies in a repository of its own.
/// Those of mapping files, which are no files of a program, are shown by the tests of imports.
const SHOWN_ELSEWHERE: [&str; 6] = [
    "git-driver",
    "mapping",
    "too-large",
    "too-long",
    "too-many",
    "tracked",
];

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gallery");
    let mut cases: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

fn program(case: &Path) -> Program {
    let program = Program::empty();
    copy(case, "", &program);
    program
}

fn copy(folder: &Path, prefix: &str, program: &Program) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &format!("{path}/"), program);
        } else if path != EXPECTED {
            program.write(&path, fs::read(entry.path()).unwrap());
        }
    }
}

fn told(output: &Output) -> String {
    let mut text = String::new();
    write!(text, "{}{}", output.stdout, output.stderr).unwrap();
    writeln!(text, "exit {}", output.code.unwrap()).unwrap();
    text
}

#[test]
fn every_mistake_is_told_as_the_gallery_shows() {
    let overwrites = std::env::var("GALLERY").is_ok_and(|word| word == "overwrite");
    let mut different = String::new();
    for case in cases() {
        let told = told(&program(&case).run(&["check"]));
        let expected = fs::read_to_string(case.join(EXPECTED)).unwrap_or_default();
        if overwrites {
            fs::write(case.join(EXPECTED), &told).unwrap();
        } else if told != expected {
            let name = case.file_name().unwrap().to_string_lossy().into_owned();
            write!(
                different,
                "== {name}\n-- expected\n{expected}-- told\n{told}"
            )
            .unwrap();
        }
    }
    assert!(different.is_empty(), "{different}");
}

#[test]
fn every_problem_that_the_source_knows_hangs_in_the_gallery() {
    let shown: BTreeSet<String> = cases().iter().flat_map(|case| codes_of(case)).collect();
    let known = codes_in_source();
    assert!(20 < known.len(), "{known:?}");
    let elsewhere: BTreeSet<String> = SHOWN_ELSEWHERE.map(str::to_owned).into();
    let missing: Vec<&String> = known
        .iter()
        .filter(|code| !shown.contains(*code) && !elsewhere.contains(*code))
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
    let unknown: Vec<&String> = shown.difference(&known).collect();
    assert!(unknown.is_empty(), "the source no longer knows {unknown:?}");
}

#[test]
fn every_problem_of_a_line_has_an_excerpt_and_every_error_a_place_for_scripts() {
    for case in cases() {
        for problem in problems(&case) {
            let file = problem["file"].as_str().unwrap();
            let is_placed = problem["line"].is_u64() && problem["column"].is_u64();
            let is_whole_file = problem["line"].is_null() && problem["column"].is_null();
            assert!(is_placed || is_whole_file, "{}: {problem}", case.display());
            let place = match problem["line"].as_u64() {
                Some(line) => format!("{file}:{line}:{}: ", problem["column"]),
                None => format!("{file}: "),
            };
            let expected = fs::read_to_string(case.join(EXPECTED)).unwrap();
            assert!(expected.contains(&place), "{place} in {}", case.display());
        }
    }
}

/// What is wrong with a file as a whole, so that no line of it can be shown.
const OF_WHOLE_FILES: [&str; 6] = [
    "dangling",
    "empty",
    "file-name",
    "stray-file",
    "unreadable",
    "utf-16",
];

#[test]
fn every_problem_has_a_place_an_excerpt_with_a_mark_and_a_cure() {
    for case in cases() {
        let name = case.display();
        let shown = program(&case).run(&["check"]).stdout;
        let told = problems(&case);
        for problem in &told {
            let code = problem["code"].as_str().unwrap();
            let hint = problem["hint"].as_str().unwrap_or_default();
            assert!(!hint.is_empty(), "{name}: no cure: {problem}");
            assert!(shown.contains(&format!("hint: {hint}\n")), "{name}: {hint}");
            let is_placed = problem["line"].is_u64();
            assert!(
                is_placed || OF_WHOLE_FILES.contains(&code),
                "{name}: {problem}"
            );
        }
        let placed = told.iter().filter(|problem| problem["line"].is_u64());
        let marks = shown.lines().filter(|line| {
            let mark = line.trim_start().strip_prefix("| ");
            mark.is_some_and(|mark| mark.trim_start().starts_with('^'))
        });
        assert_eq!(marks.count(), placed.count(), "{name}: {shown}");
    }
}

fn problems(case: &Path) -> Vec<serde_json::Value> {
    let output = program(case).run(&["check", "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    answer["problems"].as_array().unwrap().clone()
}

fn codes_of(case: &Path) -> Vec<String> {
    let problems = problems(case);
    assert!(!problems.is_empty(), "{} shows nothing", case.display());
    let codes = problems.iter().map(|problem| problem["code"].as_str());
    codes.map(|code| code.unwrap().to_owned()).collect()
}

/// The codes that `check` may give, as the source spells them: the first plain word among the arguments of what makes
/// a problem.
fn codes_in_source() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut codes = BTreeSet::new();
    for room in ["store", "change/rules"] {
        for source in Source::all_below(&root.join(room)) {
            codes.extend(codes_in(&source.text));
        }
    }
    codes
}

fn codes_in(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut codes = Vec::new();
    for at in 0..tokens.len() {
        let is_maker = match word(at) {
            "of_file" | "at" => word(at.wrapping_sub(2)) == "Problem",
            "error" | "warning" => word(at.wrapping_sub(2)) == "Finding",
            "report" | "warn" => word(at.wrapping_sub(1)) == ".",
            "at_mentees" => true,
            _ => false,
        };
        if is_maker && word(at + 1) == "(" {
            codes.extend(first_code(
                &tokens[at + 2..]
                    .iter()
                    .map(|token| token.text.as_str())
                    .collect::<Vec<_>>(),
            ));
        }
    }
    codes
}

fn first_code(arguments: &[&str]) -> Option<String> {
    let mut depth = 1_usize;
    for word in arguments {
        match *word {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return None;
        }
        let text = word
            .strip_prefix('"')
            .and_then(|word| word.strip_suffix('"'));
        let is_code = |text: &&str| {
            text.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        if let Some(code) = text.filter(is_code).filter(|_| depth == 1) {
            return Some(code.to_owned());
        }
    }
    None
}

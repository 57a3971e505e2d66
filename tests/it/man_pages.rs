//! The manual: there is a page for everything, and every program that shows such pages takes them without a word.

use crate::program::Program;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// A program with the manual below `man`, and the names of all pages.
fn manual() -> (Program, BTreeSet<String>) {
    let program = Program::empty();
    program.done(&["export", "man", "-o", "man"]);
    let mut pages = BTreeSet::new();
    for section in ["man1", "man5", "man7"] {
        for entry in fs::read_dir(program.path("man").join(section)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            pages.insert(format!("{section}/{name}"));
        }
    }
    (program, pages)
}

/// Whether a tool is there; where it is not, the skip is said aloud.
fn is_installed(tool: &str) -> bool {
    let folders = ["/usr/bin", "/bin", "/usr/local/bin"];
    let is_there = folders
        .iter()
        .any(|folder| Path::new(folder).join(tool).exists());
    if !is_there {
        let skipped = format!("SKIPPED: {tool} is not installed, and cannot look at the manual\n");
        std::io::stderr().write_all(skipped.as_bytes()).unwrap();
    }
    is_there
}

fn assert_without_a_warning(tool: &str, script: &str) {
    if !is_installed(tool) {
        return;
    }
    let (program, _) = manual();
    let output = program.script(script).env("LC_ALL", "C.UTF-8").run();
    let told = format!("{}{}", output.stdout, output.stderr);
    assert_eq!((output.code, told.as_str()), (Some(0), ""), "{script}");
}

#[test]
fn every_command_the_files_and_every_topic_have_a_page() {
    let (_, pages) = manual();
    for page in [
        "man1/pleiad.1",
        "man1/pleiad-match.1",
        "man1/pleiad-match-explain.1",
        "man1/pleiad-program-milestone-add.1",
        "man5/pleiad-files.5",
        "man7/pleiad-dates.7",
        "man7/pleiad-exit-codes.7",
    ] {
        assert!(pages.contains(page), "{page}");
    }
    assert!(!pages.iter().any(|page| page.contains("__")), "{pages:?}");
}

#[test]
fn the_page_of_the_files_tells_every_key_of_help() {
    let program = Program::empty();
    let page = program
        .done(&["export", "man", "files"])
        .replace("\\-", "-");
    let help = program.done(&["help", "files"]);
    let lines: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "program.toml")
        .collect();
    // Below the path of a file stands what it is.
    let keys = lines
        .windows(2)
        .filter(|two| two[0].starts_with(' ') && two[1].starts_with("    "));
    let mut count = 0;
    for key in keys.filter_map(|two| two[1].split_whitespace().next()) {
        assert!(page.contains(&format!("\\fB{key} = ")), "{key}");
        count += 1;
    }
    assert!(200 < count, "{count} keys");
}

#[test]
fn groff_takes_every_page_without_a_warning() {
    assert_without_a_warning("groff", "groff -man -ww -Tutf8 -z man/man?/*");
}

#[test]
fn mandoc_takes_every_page_without_a_warning() {
    assert_without_a_warning("mandoc", "mandoc -T lint -W warning man/man?/*");
}

#[test]
fn man_finds_and_shows_pages_without_a_warning() {
    assert_without_a_warning(
        "man",
        "for page in pleiad pleiad-match-explain pleiad-files pleiad-dates; do
           man --warnings -M man $page >shown; test -s shown
         done",
    );
}

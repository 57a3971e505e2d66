//! The programs of `examples/` are sound, and every way of looking at them works in every format.

use crate::program::Program;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A day in the middle of all of them.
const DAY: &str = "2026-06-15";

/// Looks at a program, each in every format of [`FORMATS`].
const LOOKS: [&[&str]; 12] = [
    &["summary"],
    &["due"],
    &["participant", "list"],
    &["pairing", "list"],
    &["meeting", "list"],
    &["goal", "list"],
    &["advice", "list"],
    &["objective", "list"],
    &["report", "health"],
    &["report", "pool"],
    &["report", "load"],
    &["calendar", "2026-06-01..2026-06-30"],
];

const FORMATS: [&str; 6] = ["table", "tsv", "csv", "json", "md", "html"];

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = fs::read_dir(root).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = paths
        .filter(|path| path.join("program.toml").is_file())
        .collect();
    folders.sort();
    assert!(6 <= folders.len(), "{folders:?}");
    folders
}

/// A copy, so that no test leaves anything in the tree.
fn copy(folder: &Path) -> Program {
    let program = Program::empty();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with(".pleiad") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let place = path.strip_prefix(folder).unwrap().to_str().unwrap();
                program.write(place, fs::read(&path).unwrap());
            }
        }
    }
    program
}

#[test]
fn every_example_passes_check() {
    for folder in folders() {
        let checked = copy(&folder).run(&["check", "--strict", "--today", DAY]);
        assert_eq!(checked.code, Some(0), "{}: {checked:#?}", folder.display());
    }
}

#[test]
fn every_example_is_read_in_every_format() {
    for folder in folders() {
        let program = copy(&folder);
        for look in LOOKS {
            for format in FORMATS {
                let line = [look, &["--format", format, "--today", DAY]].concat();
                let shown = program.run(&line);
                let place = format!("{} {line:?}: {shown:#?}", folder.display());
                assert_eq!(shown.code, Some(0), "{place}");
                match format {
                    "json" => {
                        let answer: Value = serde_json::from_str(&shown.stdout).unwrap();
                        assert!(answer["schema"].is_string(), "{place}");
                    }
                    "html" => assert!(shown.stdout.starts_with("<!doctype html>"), "{place}"),
                    "csv" => assert!(shown.stdout.contains(','), "{place}"),
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn every_example_has_pictures_and_a_calendar() {
    for folder in folders() {
        let program = copy(&folder);
        let figure = [
            "summary", "--format", "svg", "--figure", "meetings", "--today", DAY,
        ];
        let svg = program.done(&figure);
        assert!(svg.starts_with("<svg"), "{svg}");
        let calendar = program.done(&["export", "ics", "--all", "--today", DAY]);
        assert!(calendar.starts_with("BEGIN:VCALENDAR"), "{calendar}");
    }
}

#[test]
fn the_script_for_ci_passes_sound_programs_and_fails_on_mistakes() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ci.sh");
    let line = format!("sh {} . pages", script.display());
    let program = copy(&folders()[0]);
    let passed = program.script(&line).env("PLEIAD_TODAY", DAY).run();
    assert_eq!(passed.code, Some(0), "{passed:#?}");
    let due: Value = serde_json::from_str(&program.text("pages/due.json")).unwrap();
    assert_eq!(due["schema"], "pleiad/due/1");
    assert!(
        program
            .text("pages/index.html")
            .starts_with("<!doctype html>")
    );

    program.write("participants/mistake.toml", "name = 3\n");
    let hosted = program.script(&line).env("GITHUB_ACTIONS", "true").run();
    assert_eq!(hosted.code, Some(1), "{hosted:#?}");
    assert!(
        hosted
            .stdout
            .contains("::error file=participants/mistake.toml,line=1"),
        "{hosted:#?}"
    );
}

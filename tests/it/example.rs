//! The made-up program of `init --example`: the same everywhere, without a fault, and gone with one `undo`.

use crate::folder::{Files, Folder};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const TEMPLATES: [&str; 4] = ["cohort", "certification", "flash", "constellation"];

/// A call of the binary that inherits nothing from the machine.
fn pleiad(folder: &Path, today: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pleiad"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PLEIAD_CONFIG", folder.join("no-config.toml"))
        .env("PLEIAD_TODAY", today)
        .output()
        .unwrap()
}

fn done(folder: &Path, today: &str, arguments: &[&str]) -> String {
    let output = pleiad(folder, today, arguments);
    assert!(
        output.status.success(),
        "{arguments:?} on {today}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn example(today: &str, flags: &[&str]) -> Folder {
    let folder = Folder::new();
    let mut arguments = vec!["init", "--example", "--name", "Example"];
    if !flags.contains(&"--timezone") {
        arguments.extend(["--timezone", "Europe/Berlin"]);
    }
    arguments.extend(flags);
    done(folder.root(), today, &arguments);
    folder
}

/// `check` finds neither an error nor a warning.
fn assert_spotless(folder: &Folder, today: &str) {
    done(folder.root(), today, &["check", "--strict"]);
}

fn count(files: &Files, room: &str) -> usize {
    files.keys().filter(|path| path.starts_with(room)).count()
}

#[test]
fn the_same_flags_and_day_give_the_same_bytes() {
    let one = example("2026-06-15", &[]).files();
    let other = example("2026-06-15", &[]).files();
    assert_eq!(one, other);
    assert_eq!(count(&one, "participants/"), 36);
    assert_ne!(one, example("2026-06-16", &[]).files());
}

#[test]
fn an_example_has_as_many_people_as_asked_for_and_no_fault() {
    for people in ["2", "3", "7", "12", "100"] {
        let folder = example("2026-11-23", &["--people", people]);
        let participants = count(&folder.files(), "participants/");
        assert_eq!(participants.to_string(), people);
        assert_spotless(&folder, "2026-11-23");
    }
}

#[test]
fn every_template_on_odd_days_and_in_far_zones_has_no_fault() {
    for template in TEMPLATES {
        for (today, zone) in [
            ("2024-02-29", "America/Los_Angeles"),
            ("2026-12-31", "Asia/Tokyo"),
            ("2027-01-01", "Europe/Berlin"),
            ("2026-03-29", "Africa/Casablanca"),
        ] {
            let flags = ["--template", template, "--timezone", zone, "--people", "24"];
            assert_spotless(&example(today, &flags), today);
        }
    }
}

#[test]
fn undo_takes_the_whole_example_back() {
    let folder = example("2026-06-15", &["--people", "12"]);
    done(folder.root(), "2026-06-15", &["undo"]);
    assert!(folder.files().is_empty());
    done(
        folder.root(),
        "2026-06-15",
        &["init", "--template", "flash"],
    );
}

#[test]
fn a_dry_run_shows_the_example_and_writes_nothing() {
    let folder = Folder::new();
    let arguments = [
        "init",
        "--example",
        "--people",
        "2",
        "--timezone",
        "UTC",
        "-n",
    ];
    let shown = done(folder.root(), "2026-06-15", &arguments);
    assert!(shown.contains("+format = 1"));
    assert!(folder.files().is_empty());
}

#[test]
fn too_few_or_too_many_people_are_refused_with_nothing_written() {
    for (people, code) in [("1", 1), ("20001", 1), ("-3", 2), ("many", 2)] {
        let folder = Folder::new();
        let flag = format!("--people={people}");
        let arguments = ["init", "--example", "--timezone", "UTC", flag.as_str()];
        let output = pleiad(folder.root(), "2026-06-15", &arguments);
        assert_eq!(output.status.code(), Some(code), "{people}");
        assert!(folder.files().is_empty());
    }
    let folder = Folder::new();
    let output = pleiad(folder.root(), "2026-06-15", &["init", "--people", "5"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn an_example_that_would_leave_the_calendar_is_refused() {
    for today in ["0001-01-05", "9999-12-30"] {
        let folder = Folder::new();
        let output = pleiad(
            folder.root(),
            today,
            &["init", "--example", "--timezone", "UTC"],
        );
        assert_eq!(output.status.code(), Some(1));
        assert!(folder.files().is_empty());
    }
}

/// Folders under `examples/` that are programs.
fn programs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let folders = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut programs: Vec<PathBuf> = folders
        .filter(|folder| folder.join("program.toml").is_file())
        .collect();
    programs.sort();
    programs
}

#[test]
fn every_program_among_the_examples_has_no_fault() {
    let programs = programs();
    assert!(!programs.is_empty());
    for program in programs {
        let files = files_of(&program);
        let folder = Folder::with(&files);
        assert_spotless(&folder, "2026-06-15");
        assert_eq!(folder.files(), files);
    }
}

/// `examples/spring` shows what this version makes: `pleiad init examples/spring --example --people 12 --name Spring
/// --timezone Europe/Berlin --today 2026-06-15`.
#[test]
fn the_example_in_the_repository_is_the_one_that_init_makes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/spring");
    let made = Folder::new();
    let arguments = [
        "init",
        "--example",
        "--people",
        "12",
        "--name",
        "Spring",
        "--timezone",
        "Europe/Berlin",
    ];
    done(made.root(), "2026-06-15", &arguments);
    assert_eq!(made.files(), files_of(&root));
}

fn files_of(root: &Path) -> Files {
    let mut files = Files::new();
    let mut rooms = vec![(root.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = rooms.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                // What a reader leaves behind is no part of the example.
                if path != ".pleiad" {
                    rooms.push((entry.path(), format!("{path}/")));
                }
            } else {
                files.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

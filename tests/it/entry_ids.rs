//! Entries that a person wrote without an id get one from the next command that changes their file, and from no other.

use crate::program::{Program, SMALL};
use serde_json::Value;
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeSet;

const PAIRING: &str = "pairings/grace-hopper-mentors-ada-lovelace.toml";
const LOG: &str = "meetings/grace-hopper-mentors-ada-lovelace.toml";

const ENTRIES: &str = r#"# the log of Grace and Ada
[[meeting]]
id = "2026-11-03"
at = 2026-11-03T16:00:00
is = "held"

[[note]]
on = 2026-11-23
text = "Said twice"  # the first time

[[note]]
on = 2026-11-23
text = "Said twice"

[[advice]]
id = "a-mine"
on = 2026-11-03
text = "Offer two dates."

[[advice]]
on = 2026-11-03
text = "Never a bare no."

[[question]]
on = 2026-11-03
text = "Why?"

[[homework]]
meeting = "2026-11-03"
owner = "mentee"
text = "The draft"
"#;

const GOALS: &str = "\n[[goal]]\ntext = \"Pass the exam\"\n\n[[goal]]\ntext = \"Lead a review\"\n";

fn program() -> Program {
    let program = Program::of(&SMALL);
    program.write(LOG, ENTRIES);
    let pairing = program.text(PAIRING);
    program.write(PAIRING, format!("{pairing}{GOALS}"));
    program
}

/// The lines that came; none may have gone.
fn added(before: &str, after: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(before, after);
    let changes = diff
        .iter_all_changes()
        .filter(|change| change.tag() != ChangeTag::Equal);
    let added = changes.map(|change| {
        assert_eq!(change.tag(), ChangeTag::Insert, "{}", change.value());
        change.value().trim_end().to_owned()
    });
    added.collect()
}

fn ids(lines: &[String]) -> Vec<&str> {
    let ids = lines.iter().filter_map(|line| line.strip_prefix("id = "));
    ids.map(|id| id.trim_matches('"')).collect()
}

#[test]
fn the_next_note_gives_every_entry_of_its_log_an_id() {
    let program = program();
    program.done(&["note", "ada", "2026-11-03", "-m", "Said twice"]);
    let added = added(ENTRIES, &program.text(LOG));
    let ids = ids(&added);
    let distinct: BTreeSet<_> = ids.iter().collect();
    assert_eq!(distinct.len(), 6, "{added:#?}");
    for (prefix, count) in [("n-", 3), ("a-", 1), ("q-", 1), ("h-", 1)] {
        let found = ids.iter().filter(|id| id.starts_with(prefix)).count();
        assert_eq!(found, count, "{prefix}: {added:#?}");
    }
    program.done(&["check", "--strict"]);
    program.done(&["undo"]);
    assert_eq!(program.text(LOG), ENTRIES);
}

#[test]
fn two_machines_give_the_same_ids() {
    let (one, other) = (program(), program());
    one.done(&["note", "ada", "2026-11-03", "-m", "Hello"]);
    let call = other.call(&["note", "ada", "2026-11-03", "-m", "Hello"]);
    assert_eq!(call.env("PLEIAD_TODAY", "2026-11-30").run().code, Some(0));
    let (one, other) = (
        added(ENTRIES, &one.text(LOG)),
        added(ENTRIES, &other.text(LOG)),
    );
    let (one, other) = (ids(&one), ids(&other));
    let common = one.iter().filter(|id| other.contains(id)).count();
    assert_eq!(common, 5, "all but the note of the day: {one:?} {other:?}");
}

#[test]
fn goals_without_an_id_are_shown_by_the_one_that_they_get() {
    let program = program();
    let before = program.text(PAIRING);
    let shown: Value =
        serde_json::from_str(&program.done(&["pairing", "show", "ada", "--json"])).unwrap();
    let shown: Vec<_> = shown["goals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|goal| goal["id"].as_str().unwrap())
        .collect();
    program.done(&["participant", "leave", "ada", "--close", "left", "-y"]);
    let added = added(&before, &program.text(PAIRING));
    assert_eq!(ids(&added), shown);
    assert_eq!(shown.len(), 2);
}

#[test]
fn a_command_that_is_not_about_the_file_fills_nothing_in() {
    let program = program();
    let before = program.everything();
    for words in [
        &["check"][..],
        &["summary"],
        &["note", "ada", "-m", "Hello", "-n"],
        &["participant", "set", "ada", "title="],
    ] {
        program.done(words);
    }
    assert_eq!(program.everything(), before);
    program.done(&["participant", "set", "ada", "title=Engineer"]);
    assert_eq!(program.text(LOG), ENTRIES);
}

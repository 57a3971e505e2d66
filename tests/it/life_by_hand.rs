//! Each rule of a pairing's life broken by a hand edit: `check` says which, where, and what mends it.

use crate::program::Program;

const PAIR: &str = "pairings/grace-hopper-mentors-ada-lovelace.toml";
const HEAD: &str = "mentor = \"grace-hopper\"\nmentees = [\"ada-lovelace\"]\nstarts = 2026-01-12\n";
const ACTIVE: &str = "\n[[state]]\non = 2026-01-12\nis = \"active\"\n";

/// What `check` lists after a file was written by hand: code, message and cure of each.
fn problems(policy: &str, files: &[(&str, String)]) -> Vec<[String; 3]> {
    let program = Program::small();
    let settings = program.text("program.toml");
    program.write("program.toml", format!("{settings}\n[policy]\n{policy}\n"));
    for (path, text) in files {
        program.write(path, text);
    }
    let checked = program.run(&["check", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&checked.stdout).unwrap();
    let text = |problem: &serde_json::Value, key: &str| {
        problem[key].as_str().unwrap_or_default().to_owned()
    };
    let listed = json["problems"].as_array().unwrap().iter();
    listed
        .map(|problem| ["code", "message", "hint"].map(|key| text(problem, key)))
        .collect()
}

#[test]
fn each_rule_of_a_life_that_a_hand_breaks_is_told_with_its_cure() {
    let pair = |rest: &str| (PAIR, format!("{HEAD}{rest}"));
    let person = |rest: &str| {
        let text = format!("name = \"Grace Hopper\"\n\n[mentor]\ncapacity = 3\n{rest}");
        ("participants/grace-hopper.toml", text)
    };
    let history = |states: &[&str]| {
        let entry = |state: &&str| format!("\n[[state]]\non = 2026-02-01\nis = \"{state}\"\n");
        format!("{ACTIVE}{}", states.iter().map(entry).collect::<String>())
    };
    let cases: Vec<(&str, (&'static str, String), &str)> = vec![
        (
            "",
            reworded(person(""), "capacity = 3", "capacity = 0"),
            "capacity",
        ),
        (
            "",
            reworded(person(""), "[mentor]\ncapacity = 3", "[mentee]"),
            "capacity",
        ),
        (
            "",
            person("\n[[state]]\non = 2026-02-01\nis = \"left\"\n"),
            "not-ready",
        ),
        (
            "screening = true",
            person("\n[[state]]\non = 2026-01-01\nis = \"applied\"\n"),
            "not-ready",
        ),
        ("", pair(&format!("ends = 2026-02-01\n{ACTIVE}")), "short"),
        (
            "",
            pair(&format!("ends = 2025-02-01\n{ACTIVE}")),
            "end-before-start",
        ),
        ("", pair(&history(&["closed", "paused"])), "transition"),
        ("", pair(&history(&["void", "active"])), "transition"),
        (
            "",
            pair(&format!("cohort = \"nowhere\"\n{ACTIVE}")),
            "dangling",
        ),
        (
            "",
            pair(&format!("continues = \"nobody\"\n{ACTIVE}")),
            "dangling",
        ),
        (
            "",
            pair(&format!("serves = [\"nothing\"]\n{ACTIVE}")),
            "dangling",
        ),
        ("signature = true", pair(ACTIVE), "unsigned"),
        (
            "",
            pair(&format!(
                "\n[[answer]]\nperson = \"grace-hoper\"\non = 2026-01-12\nis = \"yes\"\n{ACTIVE}"
            )),
            "dangling",
        ),
        (
            "",
            pair(&format!(
                "\n[closing]\nlast_meeting = 2025-01-01\n{}",
                history(&["closed"])
            )),
            "end-before-start",
        ),
        (
            "",
            reworded(pair(ACTIVE), "[\"ada-lovelace\"]", "[\"grace-hopper\"]"),
            "names-self",
        ),
        (
            "",
            reworded(
                pair(ACTIVE),
                "[\"ada-lovelace\"]",
                "[\"ada-lovelace\", \"ada-lovelace\"]",
            ),
            "duplicate",
        ),
        (
            "",
            pair(&format!("kind = \"circle\"\n{ACTIVE}")),
            "circle-size",
        ),
    ];
    for (policy, file, code) in cases {
        let told = problems(policy, std::slice::from_ref(&file));
        let found = told.iter().find(|problem| problem[0] == code);
        let found = found.unwrap_or_else(|| panic!("{code} is not told of {file:?}: {told:?}"));
        assert!(!found[2].is_empty(), "{found:?} has no cure");
    }
}

/// A file with one piece of its text in other words.
fn reworded((path, text): (&'static str, String), old: &str, new: &str) -> (&'static str, String) {
    assert!(text.contains(old), "{old} is not in {text}");
    (path, text.replace(old, new))
}

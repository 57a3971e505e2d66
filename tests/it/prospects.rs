//! People who might become mentors: what is written down, what is refused, and how they become mentors.

use crate::program::Program;
use serde_json::Value;

fn json(program: &Program, words: &[&str]) -> Value {
    let words: Vec<&str> = std::iter::once("--json")
        .chain(words.iter().copied())
        .collect();
    serde_json::from_str(&program.done(&words)).unwrap()
}

fn refused(program: &Program, words: &[&str], code: i32, told: &str) {
    let files = program.files();
    let output = program.run(words);
    assert_eq!(output.code, Some(code), "{words:?}: {output:?}");
    assert!(output.stderr.contains(told), "{words:?}: {output:?}");
    assert_eq!(files, program.files(), "{words:?}");
}

/// Ada's own folder.
fn mine() -> Program {
    let program = Program::empty();
    program.done(&[
        "init",
        ".",
        "--personal",
        "--me",
        "Ada Lovelace",
        "--timezone",
        "UTC",
    ]);
    program
}

#[test]
fn in_ones_own_folder_a_prospect_becomes_ones_mentor_with_one_command() {
    let program = mine();
    program.done(&[
        "prospect",
        "add",
        "Mira Chen",
        "--met",
        "conference",
        "--facet",
        "leadership",
    ]);
    program.done(&["prospect", "ask", "mira"]);
    program.done(&["prospect", "answer", "mira", "yes"]);
    let promoted = json(&program, &["prospect", "promote", "mira"]);
    assert_eq!(promoted["prospect"]["state"], "enrolled");
    let pairing = program.text("pairings/mira-chen-mentors-ada-lovelace.toml");
    assert!(pairing.contains("facets = [\"leadership\"]"), "{pairing}");
    assert!(
        !pairing.contains("ends ="),
        "one's own mentors have no last day: {pairing}"
    );
    assert!(
        program
            .text("prospects.toml")
            .contains("participant = \"mira-chen\"")
    );
    refused(
        &program,
        &["prospect", "promote", "mira"],
        1,
        "is enrolled since",
    );
    refused(
        &program,
        &["prospect", "ask", "mira"],
        1,
        "is enrolled since",
    );
    assert_eq!(
        json(&program, &["check"])["problems"],
        serde_json::json!([])
    );
    program.done(&["undo"]);
    assert_eq!(
        json(&program, &["prospect", "show", "mira"])["prospect"]["state"],
        "yes"
    );
}

#[test]
fn in_a_program_a_prospect_becomes_a_mentor_who_waits_to_be_matched() {
    let program = Program::small();
    program.done(&["prospect", "add", "Mira Chen"]);
    program.done(&["prospect", "promote", "mira", "--capacity", "2"]);
    assert!(
        program
            .text("participants/mira-chen.toml")
            .contains("capacity = 2")
    );
    assert_eq!(
        json(&program, &["pairing", "list"])["pairings"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn no_word_about_a_prospect_is_lost() {
    let program = mine();
    program.done(&["prospect", "add", "Mira Chen", "-m", "first"]);
    program.done(&["prospect", "contact", "mira", "-m", "second"]);
    program.done(&["prospect", "ask", "mira", "-m", "third"]);
    let shown = json(&program, &["prospect", "show", "mira"]);
    let texts: Vec<&str> = shown["contacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|contact| contact["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["first\nsecond", "third"]);
    assert!(
        !program.done(&["history"]).contains("second"),
        "no text stands in the history"
    );
}

#[test]
fn a_follow_up_is_due_until_something_is_said() {
    let program = mine();
    program.done(&["prospect", "add", "Mira Chen", "--next", "2026-11-25"]);
    let due = |program: &Program, day: &str| {
        let due = json(program, &["due", "--kind", "prospect", "--today", day]);
        due["due"].as_array().unwrap().len()
    };
    assert_eq!(
        (due(&program, "2026-11-24"), due(&program, "2026-11-26")),
        (0, 1)
    );
    program.done(&["prospect", "contact", "mira", "--today", "2026-11-26"]);
    assert_eq!(due(&program, "2026-11-27"), 0);
    program.done(&["prospect", "ask", "mira", "--today", "2026-11-27"]);
    assert_eq!(
        (due(&program, "2026-12-10"), due(&program, "2026-12-11")),
        (0, 1)
    );
    program.done(&["prospect", "answer", "mira", "no", "--today", "2026-12-11"]);
    assert_eq!(due(&program, "2027-01-01"), 0);
}

#[test]
fn a_table_of_prospects_comes_in_once_and_every_bad_row_is_named() {
    let program = mine();
    program.done(&["enroll", "Grace Hopper", "--mentors", "@me"]);
    let good = "Name,Company,Met,Topics,Status,Date\n\
                Mira Chen,Elsewhere,speaker,leadership;career,asked,2026-11-20\n\
                Grace Hopper,,,,,\nOmar Haddad,,,,,\n";
    let import = |table: &str| {
        let call = program.call(&["--json", "import", "prospects", "-"]);
        call.input(table).run()
    };
    let reply: Value = serde_json::from_str(&import(good).stdout).unwrap();
    assert_eq!(
        reply["added"],
        serde_json::json!(["mira-chen", "omar-haddad"])
    );
    assert_eq!(reply["enrolled"], 1);
    let files = program.files();
    let again: Value = serde_json::from_str(&import(good).stdout).unwrap();
    assert_eq!(
        (&again["unchanged"], &again["files"]),
        (&Value::from(2), &serde_json::json!([]))
    );
    let bad = "name,met,on,email\nA,cinema,,\n,speaker,,\nB,,2027-01-01,\nC,,soon,\nD,,,d@x.org\nE,,,D@x.org\n";
    let output = import(bad);
    assert_eq!(output.code, Some(1));
    for row in ["row 2", "row 3", "row 4", "row 5", "row 7"] {
        assert!(output.stderr.contains(row), "{row}: {}", output.stderr);
    }
    assert!(!output.stderr.contains("row 6,"), "{}", output.stderr);
    let output = import("who,met\nA,speaker\n");
    assert!(
        output.stderr.contains("there is no column name"),
        "{}",
        output.stderr
    );
    assert_eq!(files, program.files());
}

#[test]
fn what_makes_no_sense_is_refused_and_says_why() {
    let program = mine();
    program.done(&["prospect", "add", "Mira Chen"]);
    refused(&program, &["prospect", "add", " "], 1, "needs a name");
    refused(
        &program,
        &["prospect", "add", "mira  chen"],
        1,
        "is a prospect already",
    );
    refused(
        &program,
        &["prospect", "add", "Ada Lovelace"],
        1,
        "is enrolled already",
    );
    refused(
        &program,
        &["prospect", "add", "X", "--met", "cinema"],
        2,
        "conference",
    );
    refused(
        &program,
        &["prospect", "ask", "mira", "--on", "2027-01-01"],
        1,
        "lies ahead",
    );
    refused(&program, &["prospect", "ask", "mirra"], 3, "mira-chen");
    refused(
        &program,
        &["prospect", "contact", "mira", "--is", "perhaps"],
        2,
        "idea, asked",
    );
    refused(
        &program,
        &["prospect", "set", "mira", "id=other"],
        2,
        "frozen",
    );
    refused(
        &program,
        &["prospect", "promote", "mira", "--mentors", "nobody"],
        3,
        "nobody",
    );
}

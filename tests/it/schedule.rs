//! Meetings planned by `schedule`: as one change, twice the same, and never at the cost of what a person planned.

use crate::program::Program;
use serde_json::Value;

fn example() -> Program {
    let program = Program::empty();
    program.done(&["init", "--example"]);
    program
}

fn scheduled(program: &Program, flags: &[&str]) -> Value {
    let line = [&["schedule", "--json"], flags].concat();
    serde_json::from_str(&program.done(&line)).unwrap()
}

#[test]
fn a_whole_program_is_planned_as_one_change_and_undo_gives_the_old_bytes_back() {
    let program = example();
    let before = program.files();
    let plan = scheduled(&program, &["-y"]);
    assert!(20 < plan["schedule"]["added"].as_u64().unwrap(), "{plan}");
    assert_ne!(program.files(), before);
    program.done(&["check", "--strict"]);
    program.done(&["undo"]);
    assert_eq!(program.files(), before);
}

#[test]
fn what_is_planned_is_not_planned_again() {
    let program = example();
    scheduled(&program, &["-y"]);
    let planned = program.files();
    let again = scheduled(&program, &["-y"]);
    assert_eq!(again["schedule"]["added"], 0, "{again}");
    assert_eq!(program.files(), planned);
}

#[test]
fn a_dry_run_and_a_run_without_a_yes_write_nothing() {
    let program = example();
    let before = program.files();
    let plan = scheduled(&program, &["-n"]);
    assert_eq!(plan["dry_run"], true);
    assert_eq!(program.run(&["schedule"]).code, Some(2));
    assert_eq!(program.files(), before);
}

#[test]
fn what_cannot_be_planned_has_its_reason_and_a_remedy() {
    let program = Program::small();
    let (ada, grace) = (
        "participants/ada-lovelace.toml",
        "participants/grace-hopper.toml",
    );
    let with = |path: &str, line: &str| format!("{line}\n{}", program.text(path));
    program.write(ada, with(ada, "free = [\"Tue 15:00-16:00\"]"));
    program.write(grace, with(grace, "free = [\"Tue 15:30-18:00\"]"));
    let plan = scheduled(&program, &["-y", "--until", "2026-12-31"]);
    let unplanned = &plan["schedule"]["pairings"][0]["unplanned"][0];
    assert_eq!(unplanned["reason"], "no-shared-hours");
    let sentence = unplanned["remedy"]["sentence"].as_str().unwrap();
    assert_eq!(
        sentence,
        "Tue 15:15 would do if Grace Hopper's window began at 15:15"
    );
}

#[test]
fn times_are_offered_in_the_zones_of_both_and_the_chosen_one_is_planned() {
    let program = Program::small();
    let ada = "participants/ada-lovelace.toml";
    program.write(
        ada,
        format!("timezone = \"Asia/Kathmandu\"\n{}", program.text(ada)),
    );
    let line = ["schedule", "ada", "--json"];
    let slots: Value = serde_json::from_str(&program.done(&line)).unwrap();
    let first = &slots["slots"][0];
    let local = &first["local"][1];
    assert_eq!(local["timezone"], "Asia/Kathmandu");
    assert_ne!(local["at"], first["at"]);
    program.done(&["schedule", "ada", "--slot", "1"]);
    let log = program.text("meetings/grace-hopper-mentors-ada-lovelace.toml");
    assert!(
        log.contains(&format!("at = {}", first["at"].as_str().unwrap())),
        "{log}"
    );
}

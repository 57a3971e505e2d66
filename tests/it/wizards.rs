//! Each wizard on a real terminal: what a person answers lies in the folder afterwards, and the end of input cancels.

use crate::program::{Program, TODAY};
use expectrl::{ControlCode, Expect, Session};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

const PAIR: &str = "grace-hopper-mentors-ada-lovelace";

/// A command in front of a person; it hangs for a while at most.
fn before_a_person(program: &Program, words: &[&str]) -> impl Expect {
    before_a_person_with(program, words, "true")
}

/// The same in front of a person with this editor.
fn before_a_person_with(program: &Program, words: &[&str], editor: &str) -> impl Expect {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pleiad"));
    command
        .args(words)
        .current_dir(program.root())
        .env_clear()
        .env("HOME", program.root())
        .env("PLEIAD_CONFIG", program.path("no-config.toml"))
        .env("PLEIAD_TODAY", TODAY)
        .env("PATH", "/usr/bin:/bin")
        .env("TERM", "xterm")
        .env("TMPDIR", scratch(program))
        .env("VISUAL", editor)
        .env("TZ", "UTC");
    let mut session = Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    session
}

/// Where texts that are being written lie.
fn scratch(program: &Program) -> PathBuf {
    let scratch = program.path("scratch");
    fs::create_dir_all(&scratch).unwrap();
    scratch
}

/// Waits for each question, gives its answer, and waits for the end of the command.
fn answer(mut session: impl Expect, dialogue: &[(&str, &str)]) {
    for (question, answer) in dialogue {
        session
            .expect(*question)
            .unwrap_or_else(|error| panic!("`{question}` was not asked: {error}"));
        session.send(answer).unwrap();
    }
    session.expect(expectrl::Eof).unwrap();
}

const ENTER: &str = "\r";

fn met() -> Program {
    let program = Program::small();
    program.done(&["note", PAIR, "yesterday", "-m", "first steps"]);
    program
}

#[test]
fn closing_asks_for_the_reason_and_for_what_each_side_says() {
    let program = met();
    let session = before_a_person(&program, &["close", "ada"]);
    answer(
        session,
        &[
            ("Why does", ENTER),
            ("Who ended it?", ENTER),
            ("Grace Hopper, the mentor: how well", "4\r"),
            ("Grace Hopper, the mentor: what", "went well\r"),
            ("Grace Hopper, the mentor: would", "n"),
            ("Ada Lovelace, the mentee: how well", "5\r"),
            ("Ada Lovelace, the mentee: what", ENTER),
            ("Ada Lovelace, the mentee: would", "y"),
            ("Why", "somebody in security\r"),
            ("offer to mentor", "n"),
        ],
    );
    let text = program.text(&format!("pairings/{PAIR}.toml"));
    for fact in [
        "reason = \"goals-met\"",
        "by = \"mentor\"",
        "rematch_mentor = false",
        "rematch_mentee = true",
        "rematch_mentee_why = \"somebody in security\"",
        "is = \"closed\"",
    ] {
        assert!(text.contains(fact), "{fact} is missing: {text}");
    }
    let kept = program.text(&format!("confidential/pairings/{PAIR}.toml"));
    assert!(kept.contains("went well"), "{kept}");
}

#[test]
fn leaving_walks_through_open_pairings_and_shows_what_it_does() {
    let program = Program::small();
    let session = before_a_person(&program, &["participant", "leave", "ada"]);
    answer(
        session,
        &[
            (PAIR, ENTER),
            ("Why does it end?", ENTER),
            ("change 2 files?", "y"),
        ],
    );
    let text = program.text(&format!("pairings/{PAIR}.toml"));
    assert!(
        text.contains("is = \"closed\"") && text.contains("ada-lovelace left"),
        "{text}"
    );
}

#[test]
fn a_goal_and_a_concern_are_asked_for_in_one_line() {
    let program = Program::small();
    let session = before_a_person(&program, &["goal", "add", "ada"]);
    answer(
        session,
        &[("What do they want to reach", "Lead a review\r")],
    );
    let session = before_a_person(&program, &["concern", "add", "ada"]);
    answer(
        session,
        &[("What happened", "two mails without an answer\r")],
    );
    let text = program.text(&format!("pairings/{PAIR}.toml"));
    assert!(text.contains("text = \"Lead a review\""), "{text}");
}

#[test]
fn closing_a_cohort_asks_about_each_pairing_in_force() {
    let program = Program::small();
    program.done(&["cohort", "add", "spring", "--starts", "2026-01-12"]);
    program.done(&["pairing", "set", PAIR, "cohort=spring"]);
    let session = before_a_person(&program, &["cohort", "close", "spring"]);
    answer(session, &[(PAIR, ENTER), ("change 2 files?", "y")]);
    assert!(
        program.text("program.toml").contains("closed = "),
        "the cohort is frozen"
    );
}

#[test]
fn fifteen_meetings_are_confirmed_by_one_key_each_and_taken_back_as_one() {
    let program = Program::small();
    for day in 1..=15 {
        let when = format!("2026-11-{day:02} 16:00");
        program.done(&["meeting", "add", "ada", &when]);
    }
    let before = program.files();
    let mut session = before_a_person(&program, &["meeting", "confirm"]);
    for day in 1..=15 {
        session.expect(format!(" {day} Nov 2026").as_str()).unwrap();
        let key = match day {
            4 => "m",
            9 => "c",
            _ => "h",
        };
        session.send(key).unwrap();
        if key == "m" {
            session.expect("Who stayed away?").unwrap();
            session.send("e").unwrap();
        }
    }
    session
        .expect("Confirmed 15 meetings: 13 held, 1 missed, 1 cancelled.")
        .unwrap();
    session.expect(expectrl::Eof).unwrap();
    let log = program.text(&format!("meetings/{PAIR}.toml"));
    assert_eq!(log.matches("is = \"held\"").count(), 13, "{log}");
    assert!(log.contains("absent = [\"ada-lovelace\"]"), "{log}");
    program.done(&["undo"]);
    assert_eq!(program.files(), before);
}

#[test]
fn the_end_of_input_cancels_and_nothing_is_written() {
    let program = met();
    let before = program.files();
    let mut session = before_a_person(&program, &["close", "ada"]);
    session.expect("Why does").unwrap();
    session.send(ControlCode::EndOfText).unwrap();
    let _ = session.expect(expectrl::Eof);
    assert_eq!(program.files(), before);
}

/// An editor in the hands of somebody who writes words and makes a slip, and mends it when they see the sheet again.
const SLIPS_ONCE: &str = r#"sh -c 'if grep -q "^.?. q-" "$1"; then sed -i "s/^.?. q-/[x] q-/" "$1";
 else sed -i -e "1iDear words" -e "s/^. . q-/[?] q-/" "$1"; fi' editor"#;

fn with_a_question() -> Program {
    let program = met();
    program.done(&["ask", "ada", "How do I say no?"]);
    program
}

#[test]
fn a_slip_in_the_editor_is_offered_again_with_every_word() {
    let program = with_a_question();
    let session = before_a_person_with(&program, &["note", "ada", "today"], SLIPS_ONCE);
    answer(
        session,
        &[("means nothing here", ""), ("Edit it again?", "y")],
    );
    let log = program.text(&format!("meetings/{PAIR}.toml"));
    assert!(
        log.contains("Dear words") && log.contains("answered_in"),
        "{log}"
    );
    assert_eq!(fs::read_dir(scratch(&program)).unwrap().count(), 0);
}

#[test]
fn who_gives_up_after_a_slip_finds_every_word_in_a_file_that_is_named() {
    let program = with_a_question();
    let before = program.text(&format!("meetings/{PAIR}.toml"));
    let session = before_a_person_with(&program, &["note", "ada", "today"], SLIPS_ONCE);
    answer(session, &[("Edit it again?", "n"), ("is kept in", "")]);
    assert_eq!(program.text(&format!("meetings/{PAIR}.toml")), before);
    let kept = fs::read_dir(scratch(&program)).unwrap().next().unwrap();
    let text = fs::read_to_string(kept.unwrap().path()).unwrap();
    assert!(text.contains("Dear words"), "{text}");
}

#[test]
fn an_editor_that_leaves_nothing_new_cancels_and_one_that_is_missing_says_so() {
    let program = with_a_question();
    let before = program.files();
    for (editor, told) in [
        ("true", "cancelled"),
        ("false", "failed"),
        ("/nowhere/ed", "cannot start the editor"),
    ] {
        let session = before_a_person_with(&program, &["note", "ada", "today"], editor);
        answer(session, &[(told, "")]);
    }
    assert_eq!(program.files(), before);
}

#[test]
fn a_flag_that_names_nothing_is_told_before_the_editor_opens() {
    let program = with_a_question();
    let words = ["note", "ada", "today", "--edit", "--answered", "nonsense"];
    let session = before_a_person_with(&program, &words, "sed -i 1iDear");
    answer(session, &[("no question `nonsense`", "")]);
    assert_eq!(fs::read_dir(scratch(&program)).unwrap().count(), 0);
}

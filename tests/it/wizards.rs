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

const DOWN: &str = "\x1b[B";

#[test]
fn enrolling_asks_for_the_few_things_that_matter() {
    let program = Program::small();
    let session = before_a_person(&program, &["enroll"]);
    answer(
        session,
        &[
            ("Name", "Kim Park\r"),
            ("E-mail", "kim@example.org\r"),
            ("Role", &format!("{DOWN}{ENTER}")),
            ("How many mentees", "2\r"),
            ("Facets", "career, technical\r"),
            ("Skills", ENTER),
        ],
    );
    let text = program.text("participants/kim-park.toml");
    for fact in [
        "email = \"kim@example.org\"",
        "[mentor]",
        "capacity = 2",
        "facets = [\"career\", \"technical\"]",
    ] {
        assert!(text.contains(fact), "{fact} is missing: {text}");
    }
    assert!(!text.contains("[mentee]"), "{text}");
}

#[test]
fn pausing_walks_through_open_pairings_and_lets_them_rest() {
    let program = Program::small();
    let session = before_a_person(&program, &["participant", "pause", "ada"]);
    answer(session, &[(PAIR, ENTER), ("change 2 files?", "y")]);
    let text = program.text(&format!("pairings/{PAIR}.toml"));
    assert!(text.contains("is = \"paused\""), "{text}");
}

#[test]
fn a_mentor_who_leaves_hands_over_to_the_one_who_is_named() {
    let program = Program::small();
    program.done(&["enroll", "Kim Park", "--mentor"]);
    let session = before_a_person(&program, &["participant", "leave", "grace"]);
    answer(
        session,
        &[
            (PAIR, &format!("{DOWN}{ENTER}")),
            ("Which mentor goes on?", "kim\r"),
            ("files?", "y"),
        ],
    );
    let text = program.text("pairings/kim-park-mentors-ada-lovelace.toml");
    assert!(text.contains(&format!("continues = \"{PAIR}\"")), "{text}");
}

#[test]
fn closing_goes_through_the_checklist_where_the_policy_asks_for_it() {
    let program = met();
    program.done(&["program", "set", "closing_checklist=true"]);
    let session = before_a_person(&program, &["close", "ada"]);
    answer(
        session,
        &[
            ("Why does", ENTER),
            ("Who ended it?", ENTER),
            ("last meeting", "yesterday\r"),
            ("go through their goals?", "y"),
            ("thank the other?", "n"),
            ("What comes next", "a certificate\r"),
            ("stay in touch", ENTER),
            ("Grace Hopper, the mentor: how well", ENTER),
            ("Grace Hopper, the mentor: what", ENTER),
            ("Grace Hopper, the mentor: would", "n"),
            ("Ada Lovelace, the mentee: how well", ENTER),
            ("Ada Lovelace, the mentee: what", ENTER),
            ("Ada Lovelace, the mentee: would", "n"),
            ("offer to mentor", "n"),
        ],
    );
    let text = program.text(&format!("pairings/{PAIR}.toml"));
    for fact in [
        "goals_reviewed = true",
        "next_steps = \"a certificate\"",
        "waived = [\"thanks\", \"contact-after\"]",
    ] {
        assert!(text.contains(fact), "{fact} is missing: {text}");
    }
}

#[test]
fn everybody_in_a_circle_may_say_something_at_its_end() {
    let program = Program::small();
    for name in ["kim", "lee"] {
        program.done(&["enroll", name, "--mentee"]);
    }
    program.done(&["close", PAIR, "--reason", "other"]);
    program.done(&["participant", "set", "grace", "capacity=9"]);
    let add = [
        "pairing", "add", "grace", "ada", "kim", "lee", "--kind", "circle", "--force",
    ];
    program.done(&add);
    program.done(&["note", "circle-grace-hopper", "today", "-m", "hello"]);
    let session = before_a_person(&program, &["close", "circle-grace-hopper"]);
    answer(
        session,
        &[
            ("Why does", ENTER),
            ("Who ended it?", ENTER),
            ("Grace Hopper, the mentor: do", "n"),
            ("Ada Lovelace, the mentee: do", "n"),
            ("kim, the mentee: do", "y"),
            ("kim, the mentee: how well", "5\r"),
            ("kim, the mentee: what", ENTER),
            ("kim, the mentee: would", "y"),
            ("Why", "more of it\r"),
            ("offer to mentor", "y"),
            ("lee, the mentee: do", "n"),
        ],
    );
    let text = program.text("pairings/circle-grace-hopper.toml");
    let wish = "[[wish]]\nperson = \"kim\"\nrematch = true\nrematch_why = \"more of it\"\noffered_to_mentor = true\n";
    assert!(text.contains(wish), "{text}");
    let kept = program.text("confidential/pairings/circle-grace-hopper.toml");
    assert!(kept.contains("from = \"kim\"\nfit = 5"), "{kept}");
}

#[test]
fn past_meetings_are_settled_with_one_key_each() {
    let program = Program::small();
    program.done(&["meeting", "add", PAIR, "2026-11-10T16:00"]);
    program.done(&["meeting", "add", PAIR, "2026-11-17T16:00"]);
    let session = before_a_person(&program, &["meeting", "confirm"]);
    answer(
        session,
        &[("10 Nov", "h"), ("17 Nov", "m"), ("Who stayed away?", "e")],
    );
    let text = program.text(&format!("meetings/{PAIR}.toml"));
    assert!(text.contains("is = \"held\""), "{text}");
    assert!(
        text.contains("is = \"missed\"") && text.contains("ada-lovelace"),
        "{text}"
    );
}

#[test]
fn a_time_for_the_next_meeting_is_picked_from_a_list() {
    let program = Program::small();
    let session = before_a_person(&program, &["schedule", PAIR]);
    answer(session, &[("Next meeting", ENTER)]);
    let text = program.text(&format!("meetings/{PAIR}.toml"));
    assert!(text.contains("[[meeting]]"), "{text}");
}

#[test]
fn a_word_that_names_two_is_asked_about() {
    let program = Program::small();
    program.done(&["enroll", "Ada Byron", "--mentee"]);
    let session = before_a_person(&program, &["participant", "pause", "ada", "-y"]);
    answer(session, &[("Which `ada`?", ENTER)]);
    assert!(
        program
            .text("participants/ada-byron.toml")
            .contains("is = \"paused\"")
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

#[test]
fn a_folder_of_ones_own_asks_whose_it_is() {
    let program = Program::empty();
    let session = before_a_person(&program, &["init", "mine", "--personal"]);
    answer(session, &[("Your name", "Ada Lovelace\r")]);
    assert!(
        program
            .text("mine/program.toml")
            .contains("me = \"ada-lovelace\"")
    );
    assert!(
        program
            .text("mine/participants/ada-lovelace.toml")
            .starts_with("name = \"Ada Lovelace\"")
    );
    assert!(program.text("no-config.toml").contains("mine"));
}

#[test]
fn what_a_merge_left_open_is_asked_field_by_field() {
    let program = Program::small();
    let ada = "participants/ada-lovelace.toml";
    let script = "git init -q -b main . && git config user.name M && git config user.email m@example.org && \
        printf '/.pleiad/\\n' > .gitignore && git add -A && git commit -qm begin && git checkout -qb other && \
        pleiad -q participant set ada-lovelace team=core title=Poet && git commit -qam other && \
        git checkout -q main && \
        pleiad -q participant set ada-lovelace team=noc title=Engineer && git commit -qam main && \
        ! git merge -q other";
    assert_eq!(program.script(script).run().code, Some(0));
    let session = before_a_person(&program, &["git", "resolve"]);
    answer(session, &[("team", ENTER), ("title", "\u{1b}[B\r")]);
    let text = program.text(ada);
    assert!(
        text.contains("team = \"noc\"") && text.contains("title = \"Poet\""),
        "{text}"
    );
}

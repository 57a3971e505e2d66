//! The loop of meetings: questions, advice and what came of it, homework, and the sheet that brings them back.

use crate::program::{Output, Program};

const LOG: &str = "meetings/grace-hopper-mentors-ada-lovelace.toml";

/// A pairing that met on 3 November and has a meeting planned.
fn met() -> Program {
    let program = Program::small();
    program.done(&[
        "note",
        "ada",
        "2026-11-03 16:00",
        "-m",
        "Got to know each other",
        "--advice",
        "Offer two dates, never a bare no",
        "--homework",
        "Send the draft agenda",
    ]);
    program.done(&["ask", "ada", "How do I say no to scope?"]);
    program
}

fn refused(program: &Program, arguments: &[&str], code: i32) -> Output {
    let before = program.files();
    let output = program.run(arguments);
    assert_eq!(output.code, Some(code), "{arguments:?}: {output:#?}");
    assert_eq!(output.stdout, "", "{arguments:?}");
    assert_eq!(program.files(), before, "{arguments:?} wrote something");
    output
}

#[test]
fn what_is_open_comes_back_at_every_meeting_until_it_is_settled() {
    let program = met();
    for _ in 0..2 {
        let sheet = program.done(&["prep", "ada"]);
        for open in ["scope", "two dates", "draft agenda"] {
            assert!(sheet.contains(open), "{open}: {sheet}");
        }
        program.done(&["note", "ada", "-m", "Something else came up"]);
    }
    program.done(&[
        "advice",
        "tried",
        "ada",
        "two dates",
        "--how",
        "proposed June",
        "--helped",
        "yes",
    ]);
    program.done(&["homework", "done", "ada", "--evidence", "agenda-v2.md"]);
    program.done(&[
        "note",
        "ada",
        "--answered",
        "scope",
        "-m",
        "Talked about it",
    ]);
    let sheet = program.done(&["prep", "ada"]);
    for settled in ["scope", "two dates", "draft agenda"] {
        assert!(!sheet.contains(settled), "{settled}: {sheet}");
    }
}

#[test]
fn what_was_written_by_hand_gets_its_id_with_the_next_change() {
    let program = met();
    let by_hand = "\n[[advice]]\non = 2026-11-04\ntext = \"Sleep on it\"\n";
    program.write(LOG, program.text(LOG) + by_hand);
    program.done(&["advice", "tried", "ada", "sleep", "--helped", "partly"]);
    let log = program.text(LOG);
    assert!(
        log.contains("[[advice]]\nid = \"a-") && log.contains("helped = \"partly\""),
        "{log}"
    );
    program.done(&["check", "--strict"]);
}

#[test]
fn words_that_may_mean_two_entries_are_refused_with_both() {
    let program = met();
    program.done(&[
        "homework",
        "add",
        "ada",
        "Send the old contract",
        "--owner",
        "mentor",
    ]);
    let output = refused(&program, &["homework", "done", "ada", "send", "--json"], 4);
    assert!(output.stderr.contains("draft agenda") && output.stderr.contains("old contract"));
    refused(&program, &["homework", "done", "ada"], 4);
    refused(&program, &["homework", "done", "ada", "unheard"], 3);
}

#[test]
fn advice_is_not_tried_before_it_was_given_nor_tomorrow() {
    let program = met();
    for day in ["2026-11-02", "tomorrow"] {
        refused(
            &program,
            &["advice", "tried", "ada", "--helped", "yes", "--on", day],
            1,
        );
    }
    refused(&program, &["advice", "tried", "ada"], 2);
    refused(
        &program,
        &["advice", "tried", "ada", "--helped", "perhaps"],
        2,
    );
}

#[test]
fn strangers_get_no_homework() {
    let program = met();
    refused(
        &program,
        &["homework", "add", "ada", "x", "--owner", "lin-chen"],
        1,
    );
    refused(
        &program,
        &["note", "ada", "--homework", "x", "--owner", "lin-chen"],
        1,
    );
}

#[test]
fn a_mistyped_word_is_never_data() {
    let program = met();
    for (line, code) in [
        (&["note", "ada", "yestrday", "-m", "x"][..], 2),
        (&["note", "adda", "-m", "x"], 3),
        (&["ask", "adda", "Why?"], 3),
        (&["ask", "list"], 2),
        (&["advice", "tird", "ada"], 2),
        (&["homework", "don", "ada"], 2),
        (&["ask", "ada", " "], 1),
        (&["advice", "add", "ada", ""], 1),
    ] {
        refused(&program, line, code);
    }
}

#[test]
fn a_second_meeting_of_the_same_day_is_asked_for() {
    let program = met();
    let count = |program: &Program| program.text(LOG).matches("[[meeting]]").count();
    let output = program.run(&["note", "ada", "2026-11-03 09:00", "-m", "More of it"]);
    assert!(output.stderr.contains("--another"), "{output:#?}");
    assert_eq!(count(&program), 1);
    program.done(&[
        "note",
        "ada",
        "2026-11-03 09:00",
        "--another",
        "-m",
        "Breakfast",
    ]);
    assert_eq!(count(&program), 2);
    refused(
        &program,
        &["meeting", "add", "ada", "2026-11-03 12:00", "--held"],
        1,
    );
}

#[test]
fn a_note_that_no_file_could_hold_is_refused_and_nothing_is_written() {
    let program = met();
    program.write("long.txt", "word ".repeat(400_000));
    refused(&program, &["note", "ada", "-F", "long.txt"], 1);
}

#[test]
fn control_characters_and_turned_text_never_reach_a_terminal() {
    let program = met();
    let output = refused(&program, &["ask", "ada", "evil \u{1b}[31m red"], 1);
    assert!(!output.stderr.contains('\u{1b}'), "{output:#?}");
    program.done(&["ask", "ada", "evil \u{202e} turned"]);
    for command in [
        &["prep", "ada"][..],
        &["pairing", "show", "ada"],
        &["prep", "ada", "--format", "md"],
    ] {
        let shown = program.done(command);
        assert!(shown.contains("turned"), "{shown}");
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{command:?}");
    }
}

#[test]
fn the_editor_shows_what_is_open_and_its_marks_settle_it() {
    let program = met();
    let editor = "sed -i -e '1iWent through it' -e 's/^\\[ \\] \\([qh]-\\)/[x] \\1/' \
                  -e 's/^\\[ \\] a-/[n] a-/' -e 's/how:/how: asked twice/'";
    let call = program.call(&["note", "ada", "today", "--edit"]);
    let output = call
        .env("VISUAL", editor)
        .env("PATH", "/usr/bin:/bin")
        .run();
    assert_eq!(output.code, Some(0), "{output:#?}");
    let log = program.text(LOG);
    for written in [
        "Went through it",
        "answered_in",
        "done = 2026",
        "asked twice",
        "\"no\"",
    ] {
        assert!(log.contains(written), "{written}: {log}");
    }
}

#[test]
fn an_editor_that_fails_or_is_missing_or_changes_nothing_writes_nothing() {
    let program = met();
    let before = program.files();
    for (editor, code) in [
        ("", 2),
        ("false", 1),
        ("/nowhere/ed", 1),
        ("true", 1),
        ("'", 2),
    ] {
        let call = program.call(&["note", "ada", "--edit"]);
        let output = call
            .env("VISUAL", editor)
            .env("PATH", "/usr/bin:/bin")
            .run();
        assert_eq!(output.code, Some(code), "{editor}: {output:#?}");
        assert!(!output.stderr.contains("kept"), "{editor}: {output:#?}");
        assert_eq!(program.files(), before, "{editor}");
    }
}

#[test]
fn a_slip_of_the_pen_loses_no_word_and_goes_on_where_it_was() {
    let program = met();
    let scratch = program.path("scratch");
    std::fs::create_dir(&scratch).unwrap();
    let run = |arguments: &[&str], editor: &str| {
        let call = program.call(arguments);
        let call = call.env("VISUAL", editor).env("PATH", "/usr/bin:/bin");
        call.env("TMPDIR", &scratch).run()
    };
    let slip = "sed -i -e '1iDear words' -e 's/^\\[ \\] q-/[?] q-/'";
    let output = run(&["note", "ada", "--edit"], slip);
    assert_eq!(output.code, Some(1), "{output:#?}");
    let mut kept = std::fs::read_dir(&scratch).unwrap();
    let kept = kept.next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(&kept).unwrap();
    assert!(text.contains("Dear words") && output.stderr.contains(kept.to_str().unwrap()));
    let file = kept.to_str().unwrap();
    let output = run(&["note", "ada", "--edit", "-F", file], "sed -i s/\\?/x/");
    assert_eq!(output.code, Some(0), "{output:#?}");
    assert!(program.text(LOG).contains("Dear words"));
}

#[test]
fn check_ins_lie_on_the_programs_scale_and_come_from_the_pairing() {
    let program = met();
    for (line, code) in [
        (&["checkin", "add", "ada", "fit=6"][..], 1),
        (&["checkin", "add", "ada"], 1),
        (
            &["checkin", "add", "ada", "fit=4", "--kind", "irregular"],
            2,
        ),
        (&["checkin", "add", "ada", "fit=4", "fit=3"], 2),
        (
            &["checkin", "add", "ada+grace", "--from", "lin", "fit=4"],
            3,
        ),
        (&["checkin", "add", "ada", "fit=4", "--on", "tomorrow"], 1),
    ] {
        refused(&program, line, code);
    }
    program.done(&["checkin", "add", "ada", "fit=4", "--json"]);
    let path = "confidential/pairings/grace-hopper-mentors-ada-lovelace.toml";
    let text = program.text(path);
    assert!(text.contains("from = \"ada-lovelace\"\nfit = 4"), "{text}");
}

#[test]
fn a_table_of_check_ins_is_imported_whole_or_not_at_all() {
    let program = met();
    program.write(
        "bad.csv",
        "date,person,fit\n2026-11-02,ada,9\n2027-01-01,nobody,3\n,ada,\n",
    );
    let output = refused(&program, &["import", "checkins", "bad.csv"], 1);
    for fault in ["row 2", "scale", "row 3", "row 4"] {
        let told = output.stderr.contains(fault) || fault == "scale";
        assert!(told, "{fault}: {}", output.stderr);
    }
}

#[test]
fn a_certificate_goes_from_plan_to_expiry() {
    let program = met();
    let add = ["certification", "add", "az-104", "--authority", "Microsoft"];
    program.done(&[&add[..], &["--valid-months", "12"]].concat());
    let step = |verb: &str, on: &str| {
        program.done(&["certification", verb, "ada", "az-104", "--on", on]);
    };
    step("plan", "2025-01-10");
    step("fail", "2025-03-01");
    step("pass", "2025-04-01");
    refused(
        &program,
        &[
            "certification",
            "pass",
            "ada",
            "az-104",
            "--on",
            "2025-04-01",
        ],
        1,
    );
    let list = program.done(&["certification", "list", "--format", "tsv"]);
    assert!(
        list.contains("expired\t2026-04-01") && list.contains("2026-03-31"),
        "{list}"
    );
    let report = program.done(&["report", "certifications"]);
    assert!(
        report.contains("1 of 2") && report.contains("81"),
        "{report}"
    );
}

#[test]
fn what_is_found_tells_scripts_by_the_exit_code_where_asked() {
    let program = met();
    let code = |arguments: &[&str]| program.run(arguments).code;
    assert_eq!(code(&["find", "two dates", "never"]), Some(0));
    assert_eq!(code(&["find", "two dates", "--exit-code"]), Some(1));
    assert_eq!(code(&["find", "nothing of it", "--exit-code"]), Some(0));
    let found = program.done(&["find", "dates", "--json"]);
    assert!(found.contains("\"kind\": \"advice\""), "{found}");
}

#[test]
fn words_are_found_however_a_hand_wrote_them() {
    let program = met();
    let log = program.text(LOG);
    let written = log.replace("Offer two dates, never", "Offer tw\\u006F\\tdates, never");
    assert_ne!(log, written);
    program.write(LOG, written);
    assert!(program.done(&["find", "TWO dates"]).contains("Offer"));
    program.write(LOG, log.replace("Offer two dates", "Offer ΔΎΟ dates"));
    assert!(program.done(&["find", "δύο"]).contains("Offer"));
}

#[test]
fn real_feedback_is_imported_with_its_mapping_and_a_second_time_changes_nothing() {
    let program = met();
    let root = env!("CARGO_MANIFEST_DIR");
    let table = format!("{root}/tests/data/wcc-feedback.csv");
    let map = format!("{root}/examples/imports/wcc-feedback.toml");
    let import = ["import", "checkins", &table, "--map", &map];
    let said = program.done(&import);
    assert!(said.contains("88 check-ins written down"), "{said}");
    program.done(&["check", "--strict"]);
    let before = program.files();
    program.done(&import);
    assert_eq!(program.files(), before);
}

//! What waits for somebody: each kind once, for its owner, gone once its own command has settled it.

use crate::program::{Output, Program};
use serde_json::Value;

const PAIR: &str = "grace-hopper-mentors-ada-lovelace";

fn words(line: &str) -> Vec<String> {
    shlex::split(line).unwrap()
}

fn done(program: &Program, line: &str) -> String {
    program.done(&words(line))
}

fn run(program: &Program, line: &str) -> Output {
    program.run(&words(line))
}

fn entries(program: &Program, flags: &str) -> Vec<Value> {
    let answer = done(program, &format!("due --json {flags}"));
    let answer: Value = serde_json::from_str(&answer).unwrap();
    answer["due"].as_array().unwrap().clone()
}

/// The owners of what waits of a kind.
fn owners(program: &Program, kind: &str) -> Vec<String> {
    let entries = entries(program, &format!("--kind {kind}"));
    let owner = |entry: &Value| entry["owner"].as_str().unwrap_or("coordinator").to_owned();
    entries.iter().map(owner).collect()
}

/// A program that asks for everything a program can ask for, with two who were proposed to each other.
fn demanding() -> Program {
    let program = Program::small();
    program.write(
        "program.toml",
        "format = 1\nid = \"demo\"\nname = \"Demo\"\ntimezone = \"Europe/Berlin\"\n\n[policy]\nacceptance = true\n\
         signature = true\nclosing_checklist = true\nscreening = true\n\n[[training]]\nid = \"listening-101\"\n\
         role = \"mentor\"\nrequired = true\n\n[[certification]]\nid = \"az-104\"\nvalid_months = 12\n\n\
         [[milestone]]\nid = \"lunch\"\non = 2026-11-23\n",
    );
    program.write(
        &format!("pairings/{PAIR}.toml"),
        "mentor = \"grace-hopper\"\nmentees = [\"ada-lovelace\"]\n\n[[state]]\non = 2026-11-01\nis = \"proposed\"\n",
    );
    program
}

#[test]
fn each_side_waits_to_accept_then_to_sign_and_its_command_settles_it() {
    let program = demanding();
    let asked = owners(&program, "acceptance");
    assert_eq!(asked, ["ada-lovelace", "grace-hopper"]);
    let entry = &entries(&program, "--kind acceptance")[0];
    assert_eq!(
        (entry["due"].as_str(), entry["days"].as_i64()),
        (Some("2026-11-01"), Some(22))
    );
    assert!(
        entry["what"].as_str().unwrap().contains("expired"),
        "{entry}"
    );
    done(&program, &format!("pairing accept {PAIR} --force"));
    assert_eq!(owners(&program, "acceptance"), [""; 0]);
    assert_eq!(
        owners(&program, "stage"),
        [""; 0],
        "signatures are waited for"
    );
    let unsigned = entries(&program, "--kind signature");
    assert_eq!(unsigned.len(), 2);
    settle(&program, &unsigned[0]);
    assert_eq!(owners(&program, "signature").len(), 1);
}

/// Runs the command that an entry names.
fn settle(program: &Program, entry: &Value) {
    let command = entry["command"].as_str().unwrap();
    done(program, command.strip_prefix("pleiad ").unwrap());
}

fn active() -> Program {
    let program = demanding();
    done(
        &program,
        "training done listening-101 grace --on 2026-01-05",
    );
    program.write(
        &format!("pairings/{PAIR}.toml"),
        "mentor = \"grace-hopper\"\nmentees = [\"ada-lovelace\"]\nstarts = 2026-01-12\n\n[agreement]\n\
         signed_mentor = 2026-01-12\nsigned_mentees = [\"ada-lovelace\"]\nsigned_mentees_on = 2026-01-12\n\n\
         [[state]]\non = 2026-01-12\nis = \"active\"\n",
    );
    program
}

#[test]
fn what_was_left_open_waits_from_the_next_meeting_on_and_its_command_settles_it() {
    let program = active();
    done(&program, "ask ada \"How do I say no?\" --today 2026-10-01");
    done(
        &program,
        "note ada 2026-10-06 16:00 -m Met --advice \"Offer two dates\" --homework \"Draw the network\" \
         --today 2026-10-06",
    );
    let kinds = "--kind question,advice,homework";
    let before = entries(&program, &format!("{kinds} --today 2026-10-20"));
    assert_eq!(
        before.len(),
        1,
        "only the question was there before the meeting: {before:?}"
    );
    assert_eq!(before[0]["kind"], "question");
    done(
        &program,
        "note ada 2026-11-03 16:00 -m \"Met again\" --today 2026-11-03",
    );
    let open = entries(&program, kinds);
    let seen: Vec<_> = open
        .iter()
        .map(|entry| (&entry["kind"], &entry["due"], &entry["owner"]))
        .map(|(kind, due, owner)| [kind, due, owner].map(|value| value.as_str().unwrap()))
        .collect();
    assert_eq!(
        seen,
        [
            ["question", "2026-10-06", "grace-hopper"],
            ["homework", "2026-11-03", "ada-lovelace"],
            ["advice", "2026-11-03", "ada-lovelace"],
        ]
    );
    for entry in &open {
        settle(&program, entry);
    }
    assert_eq!(entries(&program, kinds), [Value::Null; 0]);
}

#[test]
fn check_ins_wait_for_whoever_has_not_answered_and_tell_no_word() {
    let program = active();
    assert_eq!(
        owners(&program, "check-in"),
        ["ada-lovelace", "grace-hopper"]
    );
    done(&program, "checkin add ada fit=1 -m canarybird");
    done(&program, "concern add ada --kind other -m canarybird");
    assert_eq!(owners(&program, "check-in"), ["grace-hopper"]);
    assert_eq!(owners(&program, "alert"), ["coordinator"]);
    assert_eq!(owners(&program, "concern"), ["coordinator"]);
    for format in ["table", "tsv", "csv", "json", "md", "mbox"] {
        let told = done(
            &program,
            &format!("due --until 2027-01-31 --format {format}"),
        );
        assert!(!told.contains("canarybird"), "{format}: {told}");
    }
    let concern = &entries(&program, "--kind concern")[0];
    assert!(
        concern["pairing"].is_null() && concern["owner"].is_null(),
        "{concern}"
    );
    let mails = done(&program, "due --format mbox");
    assert!(
        !mails.contains("concern") && !mails.contains("low score"),
        "{mails}"
    );
}

#[test]
fn a_goodbye_waits_to_be_closed_and_then_for_what_each_says() {
    let program = active();
    done(
        &program,
        "note ada 2026-11-03 16:00 -m Met --today 2026-11-03",
    );
    done(
        &program,
        &format!("close {PAIR} --begin --today 2026-11-10"),
    );
    let closing = &entries(&program, "--kind closing")[0];
    assert_eq!(closing["days"], 13);
    assert!(
        closing["what"].as_str().unwrap().contains("checklist"),
        "{closing}"
    );
    assert_eq!(owners(&program, "exit-feedback").len(), 2);
    done(
        &program,
        &format!(
            "close {PAIR} --reason goals-met --waive all --waive-why hurry --mentee-fit 4 --today 2026-11-20"
        ),
    );
    assert_eq!(owners(&program, "closing"), [""; 0]);
    assert_eq!(owners(&program, "exit-feedback"), ["grace-hopper"]);
    assert_eq!(
        entries(&program, "--kind exit-feedback --today 2027-06-01"),
        [Value::Null; 0]
    );
}

#[test]
fn trainings_certificates_applications_milestones_and_suggestions_wait_too() {
    let program = demanding();
    assert_eq!(owners(&program, "training"), ["grace-hopper"]);
    assert_eq!(owners(&program, "milestone"), ["coordinator"]);
    done(&program, "certification book ada az-104 --exam 2026-12-01");
    assert_eq!(owners(&program, "certification"), [""; 0]);
    assert_eq!(
        entries(&program, "--kind certification --until 2026-12-01").len(),
        1
    );
    done(
        &program,
        "certification pass ada az-104 --on 2026-12-01 --today 2026-12-01",
    );
    let near = "--kind certification --today 2027-11-10";
    assert!(
        entries(&program, near)[0]["what"]
            .as_str()
            .unwrap()
            .contains("2027-11-30")
    );
    let over = "--kind certification --today 2027-12-10";
    assert_eq!(entries(&program, over)[0]["due"], "2027-12-01");
    done(&program, "improvement add \"More tea\"");
    assert_eq!(owners(&program, "improvement"), ["coordinator"]);
    done(
        &program,
        "enroll \"Kim Lee\" --mentee --email kim@example.org -y",
    );
    let waiting = entries(&program, "--kind application");
    assert_eq!(waiting.len(), 1);
    settle(&program, &waiting[0]);
    assert_eq!(owners(&program, "application"), [""; 0]);
}

#[test]
fn an_examination_that_lies_before_its_booking_is_refused() {
    let program = demanding();
    let output = run(&program, "certification book ada az-104 --exam 2026-11-01");
    assert_eq!(output.code, Some(1), "{output:#?}");
    assert!(output.stderr.contains("lies before"), "{output:#?}");
}

#[test]
fn a_certificate_is_written_to_whoever_completed_and_to_others_what_is_missing_is_said() {
    let program = active();
    done(
        &program,
        "note ada 2026-11-03 16:00 -m Met --today 2026-11-03",
    );
    let before = program.everything();
    let early = run(&program, "letter certificate ada --into letters-out");
    assert_eq!(early.code, Some(1), "{early:#?}");
    assert!(early.stdout.contains("is active, not closed"), "{early:#?}");
    assert_eq!(program.everything(), before);
    let close = "--reason goals-met --waive all --waive-why hurry --today 2026-11-20";
    done(&program, &format!("close {PAIR} {close}"));
    let text = done(&program, "letter certificate ada grace");
    assert!(
        text.contains("as a mentee, together with Grace Hopper"),
        "{text}"
    );
    assert!(text.contains("Modules taken: listening-101."), "{text}");
    let draft = done(&program, "letter certificate ada --as eml");
    assert!(
        draft.contains("X-Unsent: 1") && draft.contains("2026-01-12 to 2026-11-20"),
        "{draft}"
    );
    let lacking = run(&program, "letter certification ada --of az-104 --json");
    let answer: Value = serde_json::from_str(&lacking.stdout).unwrap();
    assert_eq!(answer["lacking"][0]["lacks"][0], "az-104 is not begun");
    done(&program, "certification pass ada az-104");
    assert!(
        done(&program, "letter certification ada --of az").contains("It holds until 2027-11-22.")
    );
}

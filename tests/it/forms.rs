//! Circles, peers and pairings of one meeting: what they are called, who speaks at their end, who was there.

use crate::program::Program;
use serde_json::Value;

fn circle() -> Program {
    let program = Program::small();
    program.done(&["close", "ada", "--reason", "other"]);
    for name in ["Kim Park", "Lee Moss"] {
        program.done(&["enroll", name, "--mentee"]);
    }
    let add = [
        "pairing", "add", "grace", "ada", "kim", "lee", "--kind", "circle",
    ];
    program.done(&[&add[..], &["--force"]].concat());
    program
}

const CIRCLE: &str = "circle-grace-hopper";

fn json(program: &Program, words: &[&str]) -> Value {
    let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
    serde_json::from_str(&program.done(&words)).unwrap()
}

fn refused(program: &Program, words: &[&str], code: i32) -> String {
    let before = program.files();
    let output = program.run(words);
    assert_eq!(output.code, Some(code), "{words:?}: {output:#?}");
    assert_eq!(program.files(), before, "{words:?} wrote something");
    output.stderr
}

#[test]
fn everybody_in_a_circle_gives_their_own_word_at_its_end_and_none_for_another() {
    let program = circle();
    let close = ["close", CIRCLE, "--reason", "mismatch"];
    let with = |rest: &[&'static str]| [&close[..], rest].concat();
    let many = refused(&program, &with(&["--mentee-fit", "4"]), 1);
    assert!(
        many.contains("has 3 mentees, each with their own word"),
        "{many}"
    );
    let twice = refused(
        &program,
        &with(&["--exit", "kim fit=4", "--exit", "kim fit=5"]),
        1,
    );
    assert!(twice.contains("Kim Park speaks twice"), "{twice}");
    let off = refused(&program, &with(&["--exit", "kim fit=9"]), 1);
    assert!(off.contains("9 is no score"), "{off}");
    let slip = refused(&program, &with(&["--exit", "kim fitt=4"]), 2);
    assert!(slip.contains("did you mean `fit=`?"), "{slip}");
    program.done(&["enroll", "Zoe Zhou", "--mentee"]);
    let stranger = refused(&program, &with(&["--exit", "zoe fit=4"]), 1);
    assert!(stranger.contains("Zoe Zhou is not in"), "{stranger}");
    program.done(&with(&[
        "--exit",
        "kim fit=2 rematch=yes because=another subject says=it was not mine",
        "--exit",
        "lee rematch=no",
    ]));
    let kept = program.text(&format!("confidential/pairings/{CIRCLE}.toml"));
    assert!(kept.contains("text = \"it was not mine\""), "{kept}");
    let text = program.text(&format!("pairings/{CIRCLE}.toml"));
    assert!(text.contains("rematch_why = \"another subject\""), "{text}");
    // An ending before its time leaves a request open, unless they want nobody else.
    let open = json(
        &program,
        &["participant", "list", "--where", "requests_open > 0"],
    );
    let open: Vec<&str> = open["participants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    assert_eq!(open, ["ada-lovelace", "kim-park", "zoe-zhou"]);
    program.done(&["check"]);
}

#[test]
fn a_pairing_that_is_reopened_is_what_it_was_before_it_was_closed() {
    let program = circle();
    let file = format!("pairings/{CIRCLE}.toml");
    let before = program.text(&file);
    program.done(&[
        "close",
        CIRCLE,
        "--reason",
        "other",
        "--exit",
        "kim rematch=yes",
    ]);
    program.done(&["pairing", "reopen", CIRCLE]);
    assert_eq!(program.text(&file), before);
}

#[test]
fn who_was_not_there_has_missed_what_a_circle_held() {
    let program = circle();
    program.done(&["meeting", "add", CIRCLE, "2026-11-20T16:00"]);
    let alone = ["meeting", "held", CIRCLE, "--absent", "mentee"];
    let alone = refused(&program, &alone, 1);
    assert!(alone.contains("was left to meet"), "{alone}");
    program.done(&["meeting", "held", CIRCLE, "--absent", "kim"]);
    let held = |person: &str| {
        let summary = json(&program, &["summary", person]);
        let meetings = &summary["as_mentee"]["meetings"];
        [&meetings["held"], &meetings["missed"]].map(|count| count.as_u64().unwrap())
    };
    assert_eq!((held("kim"), held("lee")), ([0, 1], [1, 0]));
}

#[test]
fn peers_stand_side_by_side_and_neither_is_called_a_mentor() {
    let program = circle();
    let made = program.done(&["pairing", "add", "kim", "lee", "--kind", "peer", "--force"]);
    assert!(made.contains("Kim Park and Lee Moss"), "{made}");
    let agreement = program.done(&["pairing", "agreement", "kim-park-and-lee-moss"]);
    assert!(agreement.contains("Kim Park and Lee Moss"), "{agreement}");
    assert!(!agreement.contains("mentor "), "{agreement}");
    let letter = program.done(&["letter", "introduction", "kim-park-and-lee-moss"]);
    assert!(letter.contains("peers who mentor each other"), "{letter}");
}

#[test]
fn one_meeting_is_agreed_on_once_and_waits_for_a_word_about_it() {
    let program = Program::small();
    program.done(&["enroll", "Kim Park", "--mentee"]);
    program.done(&["pairing", "add", "grace", "kim", "--kind", "flash"]);
    let id = "grace-hopper-mentors-kim-park";
    let agreement = program.done(&["pairing", "agreement", id]);
    assert!(agreement.contains("once, 45 minutes"), "{agreement}");
    program.done(&["note", id, "yesterday", "-m", "one good hour"]);
    let needs = json(&program, &[]);
    let needs = needs["needs_you"].as_array().unwrap();
    let need = needs.iter().find(|need| need["pairing"] == id).unwrap();
    assert_eq!(
        (&need["kind"], &need["command"]),
        (&"feedback".into(), &format!("pleiad close {id}").into(),)
    );
}

#[test]
fn who_enrols_with_a_partner_is_paired_under_the_same_rules_as_anybody() {
    let program = Program::empty();
    program.done(&["init", "--name", "Ruled"]);
    program.done(&["enroll", "Grace Hopper", "--mentor", "--capacity", "2"]);
    program.done(&[
        "enroll",
        "Kim Park",
        "--mentored-by",
        "grace",
        "--facet",
        "technical",
    ]);
    let text = program.text("pairings/grace-hopper-mentors-kim-park.toml");
    assert!(
        text.contains("[rationale]") && text.contains("rules_digest"),
        "{text}"
    );
    program.done(&["undo"]);
    assert!(!program.files().contains_key("participants/kim-park.toml"));
    program.done(&["program", "set", "screening=true"]);
    let refusal = refused(
        &program,
        &["enroll", "Kim Park", "--mentored-by", "grace"],
        1,
    );
    assert!(refusal.contains("Kim Park is applied"), "{refusal}");
    program.done(&["enroll", "Kim Park", "--mentored-by", "grace", "--force"]);
}

#[test]
fn the_handbook_shows_where_somebody_stands_and_letters_lie_in_one_mailbox() {
    let program = Program::small();
    let settings = program.text("program.toml");
    program.write(
        "program.toml",
        format!(
            "{settings}\n[[resource]]\nid = \"first\"\nstage = \"start\"\nrole = \"mentor\"\nurl = \"https://example.org/first\"\n\n\
             [[resource]]\nid = \"bye\"\nstage = \"closing\"\nurl = \"https://example.org/bye\"\n"
        ),
    );
    let shown = |words: &[&str]| program.done(words).contains("https://example.org/first");
    assert!(shown(&["participant", "show", "grace"]));
    assert!(!shown(&["participant", "show", "ada"]), "it is for mentors");
    assert!(shown(&["pairing", "show", PAIR]));
    assert!(shown(&["letter", "introduction", PAIR]));
    assert!(
        !program
            .done(&["pairing", "show", PAIR])
            .contains("example.org/bye")
    );
    let mails = ["letter", "introduction", PAIR, "--format", "mbox"];
    let nowhere = refused(&program, &mails, 1);
    assert!(
        nowhere.contains("nobody knows the address of Grace Hopper"),
        "{nowhere}"
    );
    program.done(&["participant", "set", "grace", "email=grace@example.org"]);
    let mailbox = program.done(&mails);
    assert!(mailbox.starts_with("From pleiad "), "{mailbox}");
    assert!(
        mailbox.contains("To: grace@example.org, ada@example.org\n"),
        "{mailbox}"
    );
    refused(
        &program,
        &["letter", "introduction", "--template", "--format", "mbox"],
        2,
    );
}

const PAIR: &str = "grace-hopper-mentors-ada-lovelace";

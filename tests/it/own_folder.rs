//! One's own folder, out of a program and into one: nothing confidential leaves, nothing is lost, nothing is doubled.

use crate::folder::Files;
use crate::program::Program;
use serde_json::Value;
use std::collections::BTreeMap;

fn json(program: &Program, words: &[&str]) -> Value {
    let words: Vec<&str> = std::iter::once("--json")
        .chain(words.iter().copied())
        .collect();
    serde_json::from_str(&program.done(&words)).unwrap()
}

/// The files of the folder `name` below the program.
fn below(program: &Program, name: &str) -> Files {
    let prefix = format!("{name}/");
    let files = program.files().into_iter();
    files
        .filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?.to_owned(), bytes)))
        .collect()
}

/// A program of a template that lives.
fn example(template: &str, people: &str) -> Program {
    let program = Program::empty();
    program.done(&[
        "init",
        "home",
        "--example",
        "--template",
        template,
        "--people",
        people,
    ]);
    program
}

/// Everybody who is in a pairing.
fn paired(program: &Program) -> Vec<String> {
    let reply = json(program, &["-C", "home", "pairing", "list"]);
    let pairings = reply["pairings"].as_array().unwrap().iter();
    let people = pairings.flat_map(|pairing| {
        let mentees = pairing["mentees"].as_array().unwrap().iter();
        std::iter::once(&pairing["mentor"]).chain(mentees)
    });
    let mut people: Vec<String> = people.map(|id| id.as_str().unwrap().to_owned()).collect();
    people.sort();
    people.dedup();
    people
}

#[test]
fn out_and_in_again_gives_the_same_records() {
    for (template, people) in [
        ("cohort", "14"),
        ("certification", "10"),
        ("constellation", "9"),
        ("flash", "8"),
    ] {
        let program = example(template, people);
        let home = below(&program, "home");
        for (number, person) in paired(&program).iter().enumerate().step_by(4) {
            let (out, into, again) = (
                format!("out-{number}"),
                format!("in-{number}"),
                format!("again-{number}"),
            );
            program.done(&["-C", "home", "export", "participant", person, &out]);
            assert_eq!(
                json(&program, &["-C", &out, "check"])["problems"],
                Value::Array(Vec::new()),
                "{person}"
            );
            // Into the program that it came from: everything is there.
            let back = json(&program, &["-C", "home", "import", "program", &out]);
            assert_eq!(
                back["files"],
                Value::Array(Vec::new()),
                "{template} {person}: {back}"
            );
            // Into an empty one, and out of it.
            program.done(&[
                "init",
                &into,
                "--template",
                template,
                "--timezone",
                "Europe/Berlin",
            ]);
            program.done(&["-C", &into, "import", "program", &out]);
            let twice = json(&program, &["-C", &into, "import", "program", &out]);
            assert_eq!(
                twice["files"],
                Value::Array(Vec::new()),
                "{template} {person}: {twice}"
            );
            program.done(&["-C", &into, "export", "participant", person, &again]);
            let (mut first, mut second) = (below(&program, &out), below(&program, &again));
            // What the program is, its own words and its rhythms are each program's own.
            for files in [&mut first, &mut second] {
                files.remove("program.toml");
                files.remove("vocabulary.toml");
            }
            assert_eq!(text(&first), text(&second), "{template} {person}");
        }
        assert_eq!(home, below(&program, "home"));
    }
}

fn text(files: &Files) -> BTreeMap<&String, String> {
    files
        .iter()
        .map(|(path, bytes)| (path, String::from_utf8_lossy(bytes).into_owned()))
        .collect()
}

/// A program in which everything that must stay at home holds the word CANARY.
const GUARDED: &[(&str, &str)] = &[
    (
        "home/program.toml",
        "format = 1\nid = \"home\"\nname = \"Home\"\ntimezone = \"UTC\"\n\n\
             [policy]\nconduct = \"CANARY\"\nconfidential = \"tracked\"\n\n\
             [resources]\nsponsor = \"CANARY\"\n\n\
             [[cohort]]\nid = \"spring\"\nstarts = 2026-01-12\nends = 2026-07-31\n",
    ),
    (
        "home/participants/ada-lovelace.toml",
        "name = \"Ada Lovelace\"\nemail = \"ada@example.org\"\nnever = [\"bob-canary\"]\n\n[mentee]\nexpectations = \"mine\"\n\n\
             [extra]\nbadge = \"blue\"\n\n\
             [[state]]\non = 2026-01-05\nis = \"ready\"\nby = \"canary\"\nwhy = \"CANARY\"\n",
    ),
    (
        "home/participants/bob-canary.toml",
        "name = \"Bob CANARY\"\n\n[mentee]\n",
    ),
    (
        "home/participants/grace-hopper.toml",
        "name = \"Grace Hopper\"\nemail = \"grace@example.org\"\nreports_to = \"canary@example.org\"\n\
             level = \"CANARY\"\nlocation = \"CANARY\"\nalso = [\"canary@example.com\"]\nnever = [\"bob-canary\"]\n\n\
             [mentee]\nexpectations = \"CANARY\"\n\n\
             [mentor]\ncapacity = 7\nskills = [\"routing\"]\nmotivation = \"CANARY\"\nhopes = \"CANARY\"\nconfidence = 1\n\n\
             [[relief]]\non = 2026-01-12\nwhat = \"CANARY\"\n\n[[outcome]]\non = 2026-01-12\nwhat = \"CANARY\"\n\n\
             [[absence]]\nfrom = 2026-08-03\n\n[extra]\nrisk = \"CANARY\"\n\n\
             [[state]]\non = 2026-01-05\nis = \"ready\"\nwhy = \"CANARY\"\n",
    ),
    (
        "home/pairings/grace-hopper-mentors-ada-lovelace.toml",
        "mentor = \"grace-hopper\"\nmentees = [\"ada-lovelace\"]\ncohort = \"spring\"\nstarts = 2026-01-12\nends = 2026-07-31\n\n\
             [rationale]\npoints = 9\nbecause = [\"CANARY\"]\n\n\
             [[answer]]\nperson = \"grace-hopper\"\non = 2026-01-10\nis = \"yes\"\nwhy = \"CANARY\"\n\n\
             [[answer]]\nperson = \"ada-lovelace\"\non = 2026-01-11\nis = \"yes\"\nwhy = \"CANARY\"\n\n\
             [[goal]]\nid = \"g-00001\"\ntext = \"Lead a review\"\n\n\
             [closing]\nplanned = true\nreason = \"conduct\"\nfit = 1\nwaived_why = \"CANARY\"\noutcome_why = \"CANARY\"\n\
             rematch_mentor = false\nrematch_mentor_why = \"CANARY\"\nrematch_mentee = true\nrematch_mentee_why = \"mine\"\n\n\
             [[state]]\non = 2026-01-12\nis = \"active\"\nby = \"canary\"\nwhy = \"CANARY\"\n\n\
             [[state]]\non = 2026-07-31\nis = \"closed\"\nwhy = \"CANARY\"\n",
    ),
    (
        "home/meetings/grace-hopper-mentors-ada-lovelace.toml",
        "[[meeting]]\nid = \"2026-02-03\"\nat = 2026-02-03T16:00:00\nis = \"held\"\nchatter = \"CANARY\"\n\n\
             [[note]]\nid = \"n-00001\"\nmeeting = \"2026-02-03\"\non = 2026-02-03\ntext = \"ours\"\n",
    ),
    (
        "home/pairings/circle-grace-hopper.toml",
        "mentor = \"grace-hopper\"\nmentees = [\"ada-lovelace\", \"kim-park\", \"lee-novak\"]\nkind = \"circle\"\nstarts = 2026-03-01\n\n\
             [[state]]\non = 2026-03-01\nis = \"active\"\n",
    ),
    (
        "home/meetings/circle-grace-hopper.toml",
        "[[homework]]\nid = \"h-00001\"\nowner = \"kim-park\"\ntext = \"CANARY\"\n\n\
             [[homework]]\nid = \"h-00002\"\nowner = \"ada-lovelace\"\ntext = \"draw it\"\n",
    ),
    (
        "home/participants/kim-park.toml",
        "name = \"Kim Park\"\nemail = \"canary@example.net\"\n\n[mentee]\nexpectations = \"CANARY\"\n",
    ),
    (
        "home/participants/lee-novak.toml",
        "name = \"Lee Novak\"\ntitle = \"CANARY\"\n\n[mentee]\n",
    ),
    (
        "home/pairings/grace-hopper-mentors-bob-canary.toml",
        "mentor = \"grace-hopper\"\nmentees = [\"bob-canary\"]\nstarts = 2026-01-12\n",
    ),
    (
        "home/meetings/grace-hopper-mentors-bob-canary.toml",
        "[[question]]\nid = \"q-00001\"\non = 2026-02-03\ntext = \"CANARY\"\n",
    ),
    (
        "home/confidential/pairings/grace-hopper-mentors-ada-lovelace.toml",
        "[[checkin]]\nid = \"c-00001\"\non = 2026-02-18\nfrom = \"ada-lovelace\"\nfit = 1\ntext = \"CANARY\"\n",
    ),
    (
        "home/confidential/people/ada-lovelace.toml",
        "[[concern]]\nid = \"c-00002\"\non = 2026-02-18\ntext = \"CANARY\"\n",
    ),
    (
        "home/private/notes/grace-hopper-mentors-ada-lovelace.toml",
        "[[note]]\nid = \"n-00002\"\non = 2026-02-18\ntext = \"CANARY\"\n",
    ),
    (
        "home/prospects.toml",
        "[[prospect]]\nid = \"canary\"\nname = \"CANARY\"\n",
    ),
    (
        "home/improvements.toml",
        "[[improvement]]\nid = \"i-00001\"\non = 2026-02-18\ntext = \"CANARY\"\n",
    ),
    (
        "home/objectives.toml",
        "[[objective]]\nid = \"canary\"\ntitle = \"CANARY\"\n",
    ),
];

#[test]
fn nothing_confidential_and_nothing_of_others_leaves_a_program() {
    let program = Program::of(GUARDED);
    program.done(&["-C", "home", "export", "participant", "ada", "own"]);
    for (path, bytes) in program.everything() {
        if path.starts_with("own/") {
            let words = String::from_utf8_lossy(&bytes).to_lowercase();
            assert!(!words.contains("canary"), "{path}:\n{words}");
            assert!(!path.contains("canary"), "{path}");
        }
    }
    let own = below(&program, "own");
    let own = text(&own);
    let file = |path: &str| {
        own.iter()
            .find(|(name, _)| **name == path)
            .map(|(_, text)| text.as_str())
            .unwrap()
    };
    assert!(file("participants/ada-lovelace.toml").contains("expectations = \"mine\""));
    assert!(file("participants/ada-lovelace.toml").contains("badge = \"blue\""));
    assert_eq!(
        file("participants/grace-hopper.toml"),
        "name = \"Grace Hopper\"\nemail = \"grace@example.org\"\n\n[mentor]\ncapacity = 7\nskills = [\"routing\"]\n"
    );
    assert_eq!(
        file("participants/kim-park.toml"),
        "name = \"Kim Park\"\n\n[mentee]\n"
    );
    let pairing = file("pairings/grace-hopper-mentors-ada-lovelace.toml");
    assert!(
        pairing.contains("rematch_mentee_why = \"mine\""),
        "{pairing}"
    );
    assert!(
        !pairing.contains("conduct") && !pairing.contains("fit ="),
        "{pairing}"
    );
    assert!(file("meetings/grace-hopper-mentors-ada-lovelace.toml").contains("ours"));
    assert!(file("meetings/circle-grace-hopper.toml").contains("draw it"));
    assert!(file("program.toml").contains("[[cohort]]\nid = \"spring\"\n"));
    assert_eq!(
        json(&program, &["-C", "own", "check"])["problems"],
        Value::Array(Vec::new())
    );
    let mine = json(&program, &["-C", "own", "constellation"]);
    assert_eq!(mine["mentors"].as_array().unwrap().len(), 1);
}

const PERSONAL: &str =
    "format = 1\nid = \"mine\"\nname = \"Mine\"\nkind = \"personal\"\nme = \"ada\"\n";

/// A personal folder of Ada, whom Kim mentors, beside a program.
fn personal(kim: &str) -> Program {
    let program = Program::empty();
    program.write(
        "home/program.toml",
        "format = 1\nid = \"home\"\nname = \"Home\"\ntimezone = \"UTC\"\n",
    );
    program.write("own/program.toml", PERSONAL);
    program.write("own/participants/ada.toml", "name = \"Ada\"\n\n[mentee]\n");
    program.write("own/participants/kim-park.toml", kim);
    program.write(
        "own/pairings/kim-park-mentors-ada.toml",
        "mentor = \"kim-park\"\nmentees = [\"ada\"]\nstarts = 2026-01-12\n\n[[state]]\non = 2026-01-12\nis = \"active\"\n",
    );
    program.write(
        "own/meetings/kim-park-mentors-ada.toml",
        "[[meeting]]\nid = \"2026-02-03\"\nat = 2026-02-03T16:00:00\nis = \"missed\"\nabsent = [\"kim-park\"]\n",
    );
    program
}

const KIM: &str = "name = \"Kim Park\"\nemail = \"kim@example.org\"\n\n[mentor]\n";

#[test]
fn ids_that_are_taken_are_mapped_everywhere() {
    let program = personal(KIM);
    program.write(
        "home/participants/kim-park.toml",
        "name = \"Kim Park\"\nemail = \"another@example.org\"\n\n[mentee]\n",
    );
    let reply = json(&program, &["-C", "home", "import", "program", "own"]);
    assert_eq!(reply["added"], serde_json::json!(["ada", "kim-park-2"]));
    assert_eq!(
        reply["pairings_added"],
        serde_json::json!(["kim-park-2-mentors-ada"])
    );
    assert!(
        program
            .text("home/pairings/kim-park-2-mentors-ada.toml")
            .contains("mentor = \"kim-park-2\"")
    );
    assert!(
        program
            .text("home/meetings/kim-park-2-mentors-ada.toml")
            .contains("absent = [\"kim-park-2\"]")
    );
    let files = program.files();
    let again = json(&program, &["-C", "home", "import", "program", "own"]);
    assert_eq!(again["files"], serde_json::json!([]));
    assert_eq!(files, program.files());
}

#[test]
fn who_is_there_stays_and_takes_up_what_role_they_lack() {
    let program = personal(KIM);
    let kim = "name = \"Kim J. Park\"\nemail = \"KIM@example.org\"\ntitle = \"Lead\"\n\n[mentee]\n";
    program.write("home/participants/kim.toml", kim);
    let reply = json(&program, &["-C", "home", "import", "program", "own"]);
    assert_eq!(reply["people"][1]["by"], "email");
    assert_eq!(reply["roles_added"][0]["role"], "mentor");
    let after = program.text("home/participants/kim.toml");
    assert!(
        after.starts_with(kim) && after.contains("[mentor]"),
        "{after}"
    );
    // What is written down there later comes along; what is there already is not written again.
    program.write(
        "own/meetings/kim-park-mentors-ada.toml",
        program.text("own/meetings/kim-park-mentors-ada.toml")
            + "\n[[note]]\nid = \"n-00001\"\nmeeting = \"2026-02-03\"\non = 2026-02-03\ntext = \"late\"\n",
    );
    let again = json(&program, &["-C", "home", "import", "program", "own"]);
    assert_eq!(
        (&again["entries_added"], &again["pairings_there"]),
        (&Value::from(1), &Value::from(1))
    );
    assert_eq!(
        json(&program, &["-C", "home", "check"])["problems"],
        serde_json::json!([])
    );
}

#[test]
fn who_may_be_somebody_else_is_asked_about() {
    let program = personal("name = \"Kim Park\"\n\n[mentor]\n");
    program.write(
        "home/participants/kim-park.toml",
        "name = \"Kim Parkinson\"\n\n[mentor]\n",
    );
    let files = program.files();
    let output = program.run(&["-C", "home", "import", "program", "own"]);
    assert_eq!(output.code, Some(1), "{output:?}");
    assert!(output.stderr.contains("--as kim-park=ID"), "{output:?}");
    assert_eq!(files, program.files());
    let reply = json(
        &program,
        &[
            "-C",
            "home",
            "import",
            "program",
            "own",
            "--as",
            "kim-park=kim-park",
        ],
    );
    assert_eq!(reply["people"][1]["by"], "named");
    program.done(&["-C", "home", "undo"]);
    let reply = json(
        &program,
        &[
            "-C",
            "home",
            "import",
            "program",
            "own",
            "--as",
            "kim-park=new",
        ],
    );
    assert_eq!(reply["added"], serde_json::json!(["ada", "kim-park-2"]));
    for word in ["kim-park", "nobody=ada", "kim-park=nobody"] {
        let output = program.run(&["-C", "home", "import", "program", "own", "--as", word]);
        assert!(matches!(output.code, Some(2 | 3)), "{word}: {output:?}");
    }
}

#[test]
fn a_gate_of_the_program_holds_for_newcomers_of_a_folder() {
    let program = personal(KIM);
    program.write(
        "home/program.toml",
        "format = 1\nid = \"home\"\nname = \"Home\"\n\n[policy]\nscreening = true\n",
    );
    program.done(&["-C", "home", "import", "program", "own"]);
    assert!(
        program
            .text("home/participants/kim-park.toml")
            .contains("is = \"applied\"")
    );
}

#[test]
fn folders_that_cannot_come_in_are_refused_and_say_why() {
    let program = personal(KIM);
    let refused = |words: &[&str], code: i32, told: &str| {
        let files = program.files();
        let output = program.run(words);
        assert_eq!(output.code, Some(code), "{words:?}: {output:?}");
        assert!(output.stderr.contains(told), "{words:?}: {output:?}");
        assert_eq!(files, program.files());
    };
    let import = |folder| ["-C", "home", "import", "program", folder];
    refused(&import("nowhere"), 3, "there is no program in nowhere");
    refused(&import("home"), 1, "is this program itself");
    program.write(
        "other/program.toml",
        "format = 1\nid = \"other\"\nname = \"Other\"\n",
    );
    refused(&import("other"), 1, "is a program, no personal folder");
    program.write(
        "newer/program.toml",
        "format = 9\nid = \"newer\"\nname = \"Newer\"\nkind = \"personal\"\n",
    );
    refused(
        &import("newer"),
        1,
        "this folder has format 9; this pleiad knows 1",
    );
    refused(&import("newer"), 1, "newer/program.toml:1:10");
    program.write("own/participants/ada.toml", "name = \n");
    refused(&import("own"), 1, "own/participants/ada.toml:1");
    refused(
        &["-C", "home", "export", "participant", "nobody", "x"],
        3,
        "nobody",
    );
    program.write("home/participants/ada.toml", "name = \"Ada\"\n\n[mentee]\n");
    refused(
        &["-C", "home", "export", "participant", "ada", "other"],
        1,
        "there is a program in other already",
    );
}

//! Whoever asks to be forgotten is found in no file afterwards; what counts is still counted, and nobody else loses a word.

use crate::program::Program;
use serde_json::Value;

/// Stands in every text that is about Ada or hers.
const CANARY: &str = "canarybird";

/// What would tell that she was here.
const SIGNS: [&str; 4] = [CANARY, "Ada Lovelace", "ada@example.org", "ada-lovelace"];

const FILES: [(&str, &str); 20] = [
    (
        "program.toml",
        "format = 1\nid = \"demo\"\nname = \"Demo\"\ntimezone = \"Europe/Berlin\"\n\n[policy]\nconfidential = \"tracked\"\n\n\
         # Ada Lovelace helped to set this up\n[[cohort]]\nid = \"spring\"\nstarts = 2026-01-05\nends = 2026-12-20\n",
    ),
    (
        "objectives.toml",
        "[[objective]]\nid = \"growth\"\ntitle = \"Grow\"\nowner = \"ada-lovelace\"\n",
    ),
    (
        "vocabulary.toml",
        "[[facet]]\nid = \"technical\"\n\n[[skill]]\nid = \"ada\"\n",
    ),
    (
        "matching.toml",
        "[[rule]]\nid = \"skills\"\nkind = \"covers\"\nfield = \"skills\"\npoints = 40\n\n\
         [[forbid]]\nid = \"apart\"\nkind = \"pair\"\nmentor = \"kim-lee\"\nmentee = \"ada-lovelace\"\nwhy = \"canarybird\"\n\n\
         [[pin]]\nmentor = \"grace-hopper\"\nmentee = \"ada-lovelace\"\nwhy = \"canarybird\"\n\n\
         [[pin]]\nmentor = \"kim-lee\"\nmentee = \"bo-ek\"\nwhy = \"they asked\"\n",
    ),
    (
        "participants/ada-lovelace.toml",
        "# canarybird\nname = \"Ada Lovelace\"\nemail = \"ada@example.org\"\nalso = [\"canarybird@example.org\"]\ntitle = \"canarybird\"\n\
         organization = \"canarybird\"\ndepartment = \"canarybird\"\nteam = \"canarybird\"\nprofession = \"canarybird\"\n\
         location = \"canarybird\"\ntimezone = \"Europe/London\"\nlanguages = [\"canarybird\"]\nlevel = \"canarybird\"\n\
         reports_to = \"canarybird@example.org\"\nfree = [\"Tue 16:00-18:00\"]\nprefer = [\"grace-hopper\"]\n\n\
         [[request]]\nfacet = \"technical\"\nskills = [\"canarybird\"]\n\n\
         [[outcome]]\non = 2026-05-01\nwhat = \"canarybird\"\n\n[[outcome]]\non = 2026-05-01\nwhat = \"canarybird too\"\n\n\
         [[outcome]]\non = 2026-06-01\nwhat = \"promoted\"\n\n\
         [extra]\npet = \"canarybird\"\n\n\
         [[state]]\non = 2026-01-05\nis = \"ready\"\nby = \"kim-lee\"\nwhy = \"canarybird\"\n",
    ),
    (
        "participants/grace-hopper.toml",
        "name = \"Grace Hopper\"\nreports_to = \"ada@example.org\"\n\n[mentor]\ncapacity = 3\nskills = [\"ada\"]\n\n\
         [[relief]]\non = 2026-02-01\nwhat = \"on-call\"\ntaken_by = \"ada-lovelace\"\n\n\
         [[outcome]]\non = 2026-06-01\nwhat = \"promoted\"\n",
    ),
    (
        "participants/kim-lee.toml",
        "name = \"Kim Lee\"\nprefer = [\"ada-lovelace\", \"bo-ek\"]\n\n[mentor]\ncapacity = 3\n",
    ),
    ("participants/bo-ek.toml", "name = \"Bo Ek\"\n\n[mentee]\n"),
    (
        "participants/cy-day.toml",
        "name = \"Cy Day\"\n\n[mentee]\n",
    ),
    (
        "pairings/grace-hopper-mentors-ada-lovelace.toml",
        "mentor = \"grace-hopper\"\nmentees = [\"ada-lovelace\"]\ncohort = \"spring\"\nstarts = 2026-01-12\nends = 2026-12-12\n\n\
         [agreement]\ncontact = \"canarybird\"\nconfidentiality = \"canarybird\"\nsigned_mentor = 2026-01-14\n\
         signed_mentees = [\"ada-lovelace\"]\n\n\
         [rationale]\npoints = 40\nbecause = [\"skills: canarybird (+40)\"]\n\n\
         [[goal]]\nid = \"g-1\"\ntext = \"canarybird\"\nmeasure = \"canarybird\"\n\n\
         [[reading]]\ngoal = \"g-1\"\non = 2026-03-01\npercent = 30\nnote = \"canarybird\"\n\n\
         [[state]]\non = 2026-01-12\nis = \"active\"\nby = \"ada-lovelace\"\nwhy = \"canarybird\"\n",
    ),
    (
        "meetings/grace-hopper-mentors-ada-lovelace.toml",
        "[[meeting]]\nid = \"2026-02-03\"\nat = 2026-02-03T16:00:00\nminutes = 45\nplace = \"canarybird\"\nis = \"held\"\n\
         topics = [\"canarybird\"]\nmentor_learned = \"canarybird\"\n\n\
         [[note]]\nid = \"n-1\"\nmeeting = \"2026-02-03\"\non = 2026-02-03\nby = \"grace-hopper\"\ntext = \"canarybird\"\n\n\
         [[question]]\nid = \"q-1\"\non = 2026-02-03\ntext = \"canarybird\"\n\n\
         [[advice]]\nid = \"a-1\"\non = 2026-02-03\ntext = \"canarybird\"\n\n\
         [[tried]]\nadvice = \"a-1\"\non = 2026-02-10\nhow = \"canarybird\"\nhelped = \"yes\"\n\n\
         [[homework]]\nid = \"h-1\"\nowner = \"mentee\"\ntext = \"canarybird\"\ndone = 2026-02-12\nevidence = \"canarybird\"\n",
    ),
    (
        "pairings/circle-routing.toml",
        "mentor = \"kim-lee\"\nmentees = [\"ada-lovelace\", \"bo-ek\", \"cy-day\"]\nkind = \"circle\"\nstarts = 2026-01-12\n",
    ),
    (
        "meetings/circle-routing.toml",
        "[[meeting]]\nid = \"2026-02-04\"\nat = 2026-02-04T10:00:00\nis = \"held\"\nabsent = [\"ada-lovelace\"]\ntopics = [\"routes\"]\n\n\
         [[note]]\nid = \"n-1\"\nmeeting = \"2026-02-04\"\non = 2026-02-04\nby = \"ada-lovelace\"\ntext = \"canarybird\"\n\n\
         [[note]]\nid = \"n-2\"\nmeeting = \"2026-02-04\"\non = 2026-02-04\nby = \"bo-ek\"\ntext = \"\"\"\nAda Lovelace asked about routes.\nAda knew them.\n\"\"\"\n\n\
         [[homework]]\nid = \"h-1\"\nowner = \"ada-lovelace\"\ntext = \"canarybird\"\n\n\
         [[homework]]\nid = \"h-2\"\nowner = \"bo-ek\"\ntext = \"draw the routes\"\n",
    ),
    (
        "events.toml",
        "[[event]]\nid = \"kick-off\"\nkind = \"kickoff\"\nat = 2026-01-08T10:00:00\n\n\
         [[attendance]]\nevent = \"kick-off\"\nperson = \"ada-lovelace\"\ncame = true\nexpectations = \"canarybird\"\n\n\
         [[attendance]]\nevent = \"kick-off\"\nperson = \"bo-ek\"\ncame = true\nexpectations = \"much\"\n",
    ),
    (
        "prospects.toml",
        "[[prospect]]\nid = \"ada-lovelace\"\nname = \"Ada Lovelace\"\nemail = \"ada@example.org\"\nplace = \"canarybird\"\n\n\
         [[contact]]\nprospect = \"ada-lovelace\"\non = 2025-12-01\nis = \"met\"\ntext = \"canarybird\"\n",
    ),
    (
        "improvements.toml",
        "[[improvement]]\nid = \"i-1\"\non = 2026-03-01\ntext = \"Ada Lovelace wishes more lunches\"\n",
    ),
    (
        "drafts/spring.toml",
        "on = 2026-11-20\naim = \"coverage\"\nrules_digest = \"r\"\nrests_on = \"x\"\n\n\
         [[pair]]\nmentee = \"ada-lovelace\"\nmentor = \"kim-lee\"\npoints = 3\nbecause = [\"canarybird\"]\n\n\
         [[pair]]\nmentee = \"bo-ek\"\nmentor = \"kim-lee\"\npoints = 2\nbecause = [\"both in Bonn\"]\n",
    ),
    (
        "confidential/people/ada-lovelace.toml",
        "[[concern]]\nid = \"c-1\"\non = 2026-04-01\nabout = \"ada-lovelace\"\ntext = \"canarybird\"\n",
    ),
    (
        "confidential/pairings/grace-hopper-mentors-ada-lovelace.toml",
        "[[checkin]]\nid = \"k-1\"\non = 2026-03-01\nfrom = \"ada-lovelace\"\nfit = 4\ntext = \"canarybird\"\n",
    ),
    (
        "private/notes/grace-hopper-mentors-ada-lovelace.toml",
        "[[note]]\nid = \"n-1\"\non = 2026-03-01\ntext = \"canarybird\"\n",
    ),
];

/// The program of Ada, with a history in which she stands.
fn program() -> Program {
    let program = Program::of(&FILES);
    program.done(&["note", "ada-lovelace+grace-hopper", "-m", "canarybird sang"]);
    program.done(&["participant", "set", "ada-lovelace", "title=canarybird too"]);
    program.done(&["participant", "set", "cy-day", "title=Baker"]);
    let leave = [
        "participant",
        "leave",
        "ada-lovelace",
        "--close",
        "left",
        "-y",
    ];
    program.done(&leave);
    program
}

/// Files below the folder in which a sign stands, by name or by content.
fn nests(program: &Program, sign: &str) -> Vec<String> {
    let everything = program.everything().into_iter();
    let holds = |path: &str, bytes: &[u8]| {
        path.contains(sign) || String::from_utf8_lossy(bytes).contains(sign)
    };
    everything
        .filter(|(path, bytes)| holds(path, bytes))
        .map(|(path, _)| path)
        .collect()
}

fn erased() -> (Program, Value) {
    let program = program();
    let reply = program.done(&["erase", "ada-lovelace", "-y", "--json"]);
    (program, serde_json::from_str(&reply).unwrap())
}

fn stand_in(reply: &Value) -> String {
    reply["stand_in"].as_str().unwrap().to_owned()
}

#[test]
fn a_person_who_is_erased_is_found_in_no_file_of_the_folder() {
    let program = program();
    for sign in SIGNS {
        assert!(!nests(&program, sign).is_empty(), "{sign} stands nowhere");
    }
    program.done(&["erase", "ada-lovelace", "-y"]);
    for sign in SIGNS {
        assert_eq!(nests(&program, sign), Vec::<String>::new(), "{sign}");
    }
    program.done(&["check"]);
}

#[test]
fn what_counts_is_counted_as_before() {
    let program = program();
    let counts = |program: &Program| {
        let summary = program.done(&["summary", "--json"]);
        let mut summary: Value = serde_json::from_str(&summary).unwrap();
        // Who needs care is told by name.
        let fields = summary.as_object_mut().unwrap();
        fields.retain(|_, value| value.is_number());
        summary
    };
    let before = counts(&program);
    program.done(&["erase", "ada-lovelace", "-y"]);
    assert_eq!(counts(&program), before);
    let outcomes = program.done(&["report", "outcomes", "--json"]);
    assert!(outcomes.contains("promoted"), "{outcomes}");
}

#[test]
fn nobody_else_loses_a_word() {
    let (program, reply) = erased();
    let stand_in = stand_in(&reply);
    let log = program.text("meetings/circle-routing.toml");
    assert!(
        log.contains(&format!(
            "text = \"\"\"\n{stand_in} asked about routes.\nAda knew them.\n\"\"\""
        )),
        "{log}"
    );
    assert!(log.contains("draw the routes") && log.contains(&format!("absent = [\"{stand_in}\"]")));
    let grace = program.text("participants/grace-hopper.toml");
    assert!(
        grace.contains("skills = [\"ada\"]") && grace.contains("what = \"on-call\""),
        "{grace}"
    );
    let events = program.text("events.toml");
    assert!(events.contains("expectations = \"much\""), "{events}");
    let matching = program.text("matching.toml");
    assert!(
        matching.contains("they asked") && !matching.contains("apart"),
        "{matching}"
    );
    let draft = program.text("drafts/spring.toml");
    assert!(
        draft.contains("both in Bonn") && !draft.contains(&stand_in),
        "{draft}"
    );
    assert_eq!(
        program.text("participants/bo-ek.toml"),
        "name = \"Bo Ek\"\n\n[mentee]\n"
    );
}

#[test]
fn lines_that_may_speak_of_the_person_are_listed_and_left_alone() {
    let program = program();
    program.write("letters/welcome.txt", "Dear Ada,\nwelcome\n");
    let reply = program.done(&["erase", "ada-lovelace", "-y", "--json"]);
    let reply: Value = serde_json::from_str(&reply).unwrap();
    let lines: Vec<String> = reply["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| format!("{}:{}", line["file"].as_str().unwrap(), line["line"]))
        .collect();
    assert!(
        lines.contains(&"letters/welcome.txt:1".to_owned()),
        "{lines:?}"
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("meetings/circle-routing.toml:")),
        "{lines:?}"
    );
    assert_eq!(program.text("letters/welcome.txt"), "Dear Ada,\nwelcome\n");
}

#[test]
fn whoever_is_in_a_pairing_that_goes_on_leaves_first() {
    let program = Program::small();
    let refused = program.run(&["erase", "ada-lovelace", "-y"]);
    assert_eq!(refused.code, Some(1), "{refused:#?}");
    assert!(
        refused
            .stderr
            .contains("pleiad participant leave ada-lovelace"),
        "{refused:#?}"
    );
}

#[test]
fn nobody_is_matched_or_waited_for_who_is_erased() {
    let (program, reply) = erased();
    let stand_in = stand_in(&reply);
    let due = program.done(&["due", "--json"]);
    assert!(
        !due.contains(&format!("\"owner\": \"{stand_in}\"")),
        "{due}"
    );
    let matched = program.done(&["match", "-n", "--json"]);
    assert!(!matched.contains(&stand_in), "{matched}");
}

#[test]
fn whoever_asks_is_told_everything_that_is_held_about_them() {
    let program = program();
    let held = program.done(&["export", "participant", "ada-lovelace", "--held"]);
    for (path, _) in FILES {
        if path.contains("ada-lovelace") || path.contains("circle") {
            assert!(held.contains(path), "{path} is missing: {held}");
        }
    }
    assert!(held.contains("not shown"), "{held}");
    let told = held.matches("canarybird").count();
    let kept: usize = program
        .files()
        .iter()
        .filter(|(path, _)| path.contains("ada-lovelace") || path.contains("circle"))
        .filter(|(path, _)| !path.starts_with("private/"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).matches("canarybird").count())
        .sum();
    assert!(kept <= told, "{told} of {kept} are shown: {held}");
}

#[test]
fn an_erasure_is_asked_for_by_name_and_cannot_be_undone() {
    let program = program();
    let before = program.everything();
    let refused = program.run(&["erase", "ada-lovelace"]);
    assert_eq!(refused.code, Some(2), "{refused:#?}");
    let shown = program.done(&["erase", "ada-lovelace", "-n"]);
    assert!(shown.contains("participants/ada-lovelace.toml"), "{shown}");
    assert_eq!(program.everything(), before, "looking wrote something");
    program.done(&["erase", "ada-lovelace", "-y"]);
    let undone = program.run(&["undo"]);
    assert_eq!(undone.code, Some(1), "{undone:#?}");
    assert!(!nests(&program, "erased").is_empty());
    // What was done to others can be taken back still.
    let history = program.done(&["history"]);
    assert!(
        history.contains("cy-day") && !history.contains("ada-lovelace"),
        "{history}"
    );
    let unknown = program.run(&["erase", "ada-lovelace", "-y"]);
    assert_eq!(unknown.code, Some(3), "{unknown:#?}");
}

#[test]
fn a_prospect_who_is_erased_is_found_in_no_file_and_still_counts() {
    let program = program();
    let mira = [
        "prospect",
        "add",
        "Mira Chen",
        "--email",
        "mira@example.org",
        "--met",
        "conference",
        "--place",
        "robinsong",
    ];
    program.done(&mira);
    program.done(&["prospect", "answer", "mira", "no", "-m", "robinsong"]);
    program.done(&["participant", "set", "kim-lee", "title=Friend of Mira Chen"]);
    let count = |program: &Program| -> usize {
        let list: Value =
            serde_json::from_str(&program.done(&["prospect", "list", "--json"])).unwrap();
        list["prospects"].as_array().unwrap().len()
    };
    let before = count(&program);
    let reply: Value =
        serde_json::from_str(&program.done(&["erase", "mira", "-y", "--json"])).unwrap();
    for sign in ["robinsong", "Mira", "mira-chen", "mira@example.org"] {
        assert_eq!(nests(&program, sign), Vec::<String>::new(), "{sign}");
    }
    assert_eq!(count(&program), before);
    assert!(program.text("prospects.toml").contains(&stand_in(&reply)));
    assert_eq!(program.run(&["undo"]).code, Some(1));
    assert_eq!(program.run(&["erase", "mira", "-y"]).code, Some(3));
}

#[test]
fn prospects_nobody_spoke_to_for_longer_than_people_are_kept_are_reminded_of() {
    let program = program();
    program.write("prospects.toml", "[[prospect]]\nid = \"mira-chen\"\nname = \"Mira Chen\"\n\n[[contact]]\nprospect = \"mira-chen\"\non = 2023-01-01\nis = \"no\"\n");
    let checked = program.done(&["check"]);
    assert!(!checked.contains("mira-chen"), "{checked}");
    program.done(&["program", "set", "policy.keep_people=2 years"]);
    let told = program.run(&["check"]);
    assert!(
        told.stdout
            .contains("mira-chen was last spoken to on 2023-01-01"),
        "{told:#?}"
    );
    program.done(&["erase", "mira", "-y"]);
    let told = program.run(&["check"]);
    assert!(!told.stdout.contains("was last spoken to"), "{told:#?}");
}

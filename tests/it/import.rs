//! Importing tables through the command line: what a coordinator sees, and what lies in the folder afterwards.

use crate::folder::{Files, Folder};
use pleiad::cli::invocation::{Invocation, Terminals};
use pleiad::cli::run::run;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

const PROGRAM: &str =
    "format = 1\nid = \"spring\"\nname = \"Spring\"\ntimezone = \"Europe/Berlin\"\n";
const COHORT: &str = "\n[[cohort]]\nid = \"2026-spring\"\nstarts = 2026-01-12\nends = 2026-07-31\n";
const TODAY: &str = "2026-01-10";

/// What a call came to.
struct Call {
    code: u8,
    output: String,
    talk: String,
}

impl Call {
    fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.talk);
        serde_json::from_str(&self.output).unwrap()
    }

    /// The messages of a refusal.
    fn messages(&self) -> Vec<String> {
        assert_eq!(self.code, 1, "{}", self.output);
        let error: Value = serde_json::from_str(&self.talk).unwrap();
        let problems = error["problems"].as_array().unwrap();
        problems
            .iter()
            .map(|problem| problem["message"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn pleiad(folder: &Folder, words: &[&str], input: &[u8]) -> Call {
    let mut arguments: Vec<OsString> = vec!["pleiad".into()];
    arguments.extend(words.iter().map(OsString::from));
    let (mut output, mut talk, mut input) = (Vec::new(), Vec::new(), input);
    let code = run(Invocation {
        arguments,
        variables: BTreeMap::from([("PLEIAD_TODAY".to_owned(), TODAY.to_owned())]),
        directory: folder.root().to_path_buf(),
        now: "2026-01-10T09:00:00Z".parse().unwrap(),
        terminals: Terminals::default(),
        width: None,
        input: &mut input,
        output: &mut output,
        talk: &mut talk,
        faults: None,
    });
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Call {
        code,
        output: text(output),
        talk: text(talk),
    }
}

/// Imports a table that stands on standard input.
fn import(folder: &Folder, words: &[&str], table: &str) -> Call {
    let mut line = vec!["--json", "import"];
    line.extend(words);
    line.push("-");
    pleiad(folder, &line, table.as_bytes())
}

fn people(folder: &Folder, role: &str, table: &str) -> Call {
    import(folder, &["people", "--role", role], table)
}

fn program(text: &str) -> Folder {
    Folder::with(&Files::from([(
        "program.toml".to_owned(),
        text.as_bytes().to_vec(),
    )]))
}

fn text(folder: &Folder, path: &str) -> String {
    String::from_utf8(folder.files()[path].clone()).unwrap()
}

fn ids(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap())
        .collect()
}

fn errors_of_check(folder: &Folder) -> Vec<String> {
    let call = pleiad(folder, &["--json", "check"], b"");
    let reply: Value = serde_json::from_str(&call.output).unwrap();
    let problems = reply["problems"].as_array().unwrap();
    let errors = problems
        .iter()
        .filter(|problem| problem["severity"] == "error");
    errors.map(ToString::to_string).collect()
}

/// What is imported, one after the other: people or pairings, and the name of table and mapping.
type Tables = &'static [(&'static str, &'static str)];

/// A file of the examples or of the cuts of data.
fn shipped(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(path)
        .to_str()
        .unwrap()
        .to_owned()
}

fn import_shipped(folder: &Folder, what: &str, table: &str, map: &str) -> Call {
    let (table, map) = (
        shipped(table),
        shipped(&format!("examples/imports/{map}.toml")),
    );
    pleiad(
        folder,
        &["--json", "import", what, &table, "--map", &map],
        b"",
    )
}

#[test]
fn usual_headers_need_no_mapping() {
    let folder = program(&format!("{PROGRAM}{COHORT}"));
    let table = "\u{feff}Name;E-Mail;Seats;Topics;Expertise;Grade;Job Title;Organisation;Time Zone;\
                 Languages;Manager;Free;Modes;Hours per week;Badge\r\n\
                 Grace Hopper;grace@example.org;2;technical;compilers, old;senior;\"Rear\nAdmiral\";Navy;\
                 America/New_York;en;boss@example.org;Tue 16:00-18:00;Video;1,5;007\r\n";
    let call = import(
        &folder,
        &["people", "--role", "mentor", "--cohort", "2026-spring"],
        table,
    );
    assert_eq!(ids(&call.json()["added"]), ["grace-hopper"]);
    let expected = "\
name = \"Grace Hopper\"
email = \"grace@example.org\"
title = \"Rear Admiral\"
organization = \"Navy\"
timezone = \"America/New_York\"
languages = [\"en\"]
level = \"senior\"
reports_to = \"boss@example.org\"
modes = [\"video\"]
free = [\"Tue 16:00-18:00\"]

[mentor]
capacity = 2
facets = [\"technical\"]
skills = [\"compilers, old\"]
hours_per_week = 1.5
cohorts = [\"2026-spring\"]

[extra]
badge = \"007\"

[[state]]
on = 2026-01-10
is = \"ready\"
";
    assert_eq!(text(&folder, "participants/grace-hopper.toml"), expected);
    assert_eq!(call.json()["extra_columns"][0]["column"], "Badge");
}

#[test]
fn wants_and_facets_become_requests() {
    let folder = program(&format!("{PROGRAM}{COHORT}"));
    let table = "name,email,wants,facets,skills,expectations,cohort\n\
                 Ada,ada@x.org,3,technical; career,routing,\"lead\na review\",2026-spring\n\
                 Bob,bob@x.org,2,,,,\n\
                 Kim,kim@x.org,,,,,\n\
                 Lee,lee@x.org,1,technical;career,,,\n";
    assert_eq!(
        people(&folder, "mentee", table).json()["added"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
    let ada = text(&folder, "participants/ada.toml");
    let wanted = "\
[mentee]
expectations = \"\"\"
lead
a review\"\"\"

[[request]]
facet = \"technical\"
skills = [\"routing\"]
cohort = \"2026-spring\"

[[request]]
facet = \"career\"
skills = [\"routing\"]
cohort = \"2026-spring\"

[[request]]
skills = [\"routing\"]
cohort = \"2026-spring\"
";
    assert!(ada.contains(wanted), "{ada}");
    assert!(text(&folder, "participants/bob.toml").contains("[[request]]\nmentors = 2\n"));
    assert!(text(&folder, "participants/kim.toml").contains("[mentee]\n"));
    assert_eq!(
        text(&folder, "participants/lee.toml")
            .matches("[[request]]")
            .count(),
        2
    );
    assert_eq!(errors_of_check(&folder), Vec::<String>::new());
}

#[test]
fn a_second_import_changes_no_byte() {
    let folder = program(PROGRAM);
    let table = "name,email,role,capacity,mentor_skills,mentee_skills,facets,hours_per_week,free,goals,level,x y\n\
                 Ada,ada@x.org,both,2,\"c; a\",k8s,technical,1.33,mon - fri 9:00-10:00,\"one;two\",entry,5\n\
                 Bob,,mentee,,,,,,,,,\n\
                 Ólafur Ny,o@x.org,mentor,3.0,,,,0,,,,\n";
    let first = import(&folder, &["people"], table);
    assert_eq!(ids(&first.json()["added"]), ["ada", "bob", "olafur-ny"]);
    let before = folder.files();
    for flags in [&["people"][..], &["people", "--update", "-y"]] {
        let again = import(&folder, flags, table).json();
        assert_eq!(again["unchanged"], 3, "{again}");
        assert_eq!(again["differing"].as_array().unwrap().len(), 0, "{again}");
        assert_eq!(folder.files(), before);
    }
}

#[test]
fn cells_that_differ_are_shown_and_written_only_when_asked() {
    let folder = program(PROGRAM);
    people(
        &folder,
        "mentor",
        "name,email,title,capacity,skills\nAda,ada@x.org,Engineer,2,a;b\n",
    )
    .json();
    let before = folder.files();
    let table = "Name,Email,Job title,seats,expertise,team,badge\nAda,ADA@x.org,,3,b;a;c,noc,7\n";
    let shown = people(&folder, "mentor", table).json();
    assert_eq!(folder.files(), before);
    let cells: Vec<(&str, Option<&str>, &str)> = shown["differing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| {
            let word = |key: &str| cell[key].as_str();
            (
                word("column").unwrap(),
                word("there"),
                word("cell").unwrap(),
            )
        })
        .collect();
    let expected = [
        ("team", None, "noc"),
        ("seats", Some("2"), "3"),
        ("expertise", Some("a; b"), "b; a; c"),
        ("badge", None, "7"),
    ];
    assert_eq!(cells, expected);
    let refused = import(&folder, &["people", "--role", "mentor", "--update"], table);
    assert_eq!(
        (refused.code, folder.files()),
        (2, before),
        "it writes over what stands there"
    );
    let written = import(
        &folder,
        &["people", "--role", "mentor", "--update", "-y"],
        table,
    )
    .json();
    assert_eq!(ids(&written["updated"]), ["ada"]);
    let ada = text(&folder, "participants/ada.toml");
    for line in [
        "title = \"Engineer\"",
        "team = \"noc\"",
        "capacity = 3",
        "badge = 7",
        "email = \"ada@x.org\"",
    ] {
        assert!(ada.contains(line), "{line} in {ada}");
    }
    assert!(ada.contains("skills = [\"b\", \"a\", \"c\"]"), "{ada}");
}

#[test]
fn roles_add_up_and_the_rest_is_left_alone() {
    let folder = program(PROGRAM);
    people(
        &folder,
        "mentor",
        "name,email,title,capacity\nAda,ada@x.org,Engineer,2\n",
    )
    .json();
    let table = "name,email,title,facets,capacity\nAda,ada@x.org,Manager,career,9\n";
    let reply = people(&folder, "mentee", table).json();
    assert_eq!(reply["roles_added"][0]["role"], "mentee");
    assert_eq!(reply["differing"][0]["column"], "title");
    assert!(
        reply["warnings"][0]
            .as_str()
            .unwrap()
            .contains("column capacity is left out for 1 row (2)"),
        "{reply}"
    );
    let ada = text(&folder, "participants/ada.toml");
    assert!(
        ada.contains("title = \"Engineer\"") && ada.contains("capacity = 2"),
        "{ada}"
    );
    assert!(ada.contains("[[request]]\nfacet = \"career\"\n"), "{ada}");
    let before = folder.files();
    people(&folder, "mentee", table).json();
    assert_eq!(folder.files(), before);
}

#[test]
fn a_further_cohort_is_a_further_round_of_the_role() {
    let fall = "\n[[cohort]]\nid = \"2026-fall\"\nstarts = 2026-08-01\nends = 2027-02-01\n";
    let folder = program(&format!("{PROGRAM}{COHORT}{fall}"));
    let table = "name,email,facets\nAda,ada@x.org,career\n";
    for role in ["mentor", "mentee"] {
        import(
            &folder,
            &["people", "--role", role, "--cohort", "2026-spring"],
            table,
        )
        .json();
        let reply = import(
            &folder,
            &["people", "--role", role, "--cohort", "2026-fall"],
            table,
        )
        .json();
        assert_eq!(reply["roles_added"][0]["cohort"], "2026-fall", "{reply}");
    }
    let ada = text(&folder, "participants/ada.toml");
    assert!(
        ada.contains("cohorts = [\"2026-spring\", \"2026-fall\"]"),
        "{ada}"
    );
    assert_eq!(ada.matches("[[request]]").count(), 2, "{ada}");
}

#[test]
fn one_bad_row_refuses_the_whole_table_and_every_one_is_named() {
    let folder = program(&format!("{PROGRAM}{COHORT}"));
    people(&folder, "mentor", "name,id,email\nOld,old,old@x.org\n").json();
    let before = folder.files();
    let table = "name,email,capacity,timezone,cohort,id,manager\n\
                 Ada,ada@x.org,-1,Mars/Olympus,,,\n\
                 ,bob@x.org,1,,,,\n\
                 Cy,cy@,1,,2025,,\n\
                 \n\
                 Di,ADA@x.org,1,,,,\n\
                 Ed,old@x.org,1,,,ed,\n\
                 Fi,fi@x.org,1,,,../fi,Charles Babbage\n\
                 Gi,gi@x.org\n\
                 H\u{7}i,hi@x.org,1,,,,hi@x.org\n\
                 Jo,jo@x.org,1,,,,jo@x.org\n";
    let expected = [
        "row 2, column capacity: expected a whole number 0..10000, found `-1`",
        "row 2, column timezone: expected a time zone such as Europe/Berlin, found `Mars/Olympus`",
        "row 3: the name is missing",
        "row 4, column email: expected an address such as ada@example.org, found `cy@`",
        "row 4, column cohort: there is no cohort `2025`; declare it in program.toml, or as [[cohort]] of a mapping",
        "row 6: row 2 has the same e-mail; one row is one person (role both: mentor and mentee)",
        "row 7: `old@x.org` belongs to old, and the row says ed; correct one of them",
        "row 8, column id: expected an id of a-z, 0-9 and inner `-`, at most 40 characters, found `../fi`",
        "row 8, column manager: expected the id or the address of a person (a mapping can put names elsewhere), found `Charles Babbage`",
        "row 9: it has 2 cells, the header has 7; look for a missing quote or delimiter",
        "row 10, column name: it holds the control character U+0007; remove it",
        "row 11, column manager: jo cannot stand here: it is the person of this row",
    ];
    assert_eq!(people(&folder, "mentor", table).messages(), expected);
    assert_eq!(folder.files(), before);
}

#[test]
fn a_table_without_a_column_of_names_is_told_so_once() {
    let folder = program(PROGRAM);
    let call = people(
        &folder,
        "mentee",
        "Who,E-mail\nAda,ada@x.org\nBob,bob@x.org\n",
    );
    let told =
        "there is no column name; name it in the header, or say with a mapping (--map) which it is";
    assert_eq!(call.messages(), [told]);
}

#[test]
fn languages_are_split_at_commas_and_lists_that_are_not_are_told() {
    let folder = program(PROGRAM);
    let table = "Full name,Languages,Skills\nAda,\"de, en\",\"law, tax\"\nBob,de;fr,law;tax\n";
    let answer = people(&folder, "mentor", table).json();
    assert!(text(&folder, "participants/ada.toml").contains("languages = [\"de\", \"en\"]\n"));
    assert!(text(&folder, "participants/ada.toml").contains("skills = [\"law, tax\"]\n"));
    let warning = "column Skills: `;` separates lists; a comma does not, and 1 row (2) with commas alone count as one each; a mapping can split them (separator = \",\")";
    assert!(
        answer["warnings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|told| told == warning),
        "{answer}"
    );
}

#[test]
fn people_without_a_role_and_contradictions_are_named() {
    let folder = program(PROGRAM);
    let no_role =
        "row 2: the role is missing; say --role mentor, mentee or both, or add a column role";
    assert_eq!(
        import(&folder, &["people"], "name\nAda\n").messages(),
        [no_role]
    );
    let contradiction =
        "row 2, column role: `mentee` contradicts --role mentor; leave one of them out";
    assert_eq!(
        people(&folder, "mentor", "name,role\nAda,Mentee\n").messages(),
        [contradiction]
    );
    let twice = "column expertise: `skills` means skills too; rename one, or say with a mapping (--map) what each is for";
    assert_eq!(
        people(&folder, "mentor", "name,skills,expertise\nAda,a,b\n").messages(),
        [twice]
    );
    let names =
        "row 3: row 2 has the same name; one row is one person (role both: mentor and mentee)";
    assert_eq!(
        people(&folder, "mentor", "name\nAda\nada\n").messages(),
        [names]
    );
    assert_eq!(
        import(&folder, &["people", "--cohort", "x"], "name\nAda\n").code,
        3
    );
    assert_eq!(
        import(&folder, &["people", "--role", "boss"], "name\nAda\n").code,
        2
    );
}

#[test]
fn a_manager_who_is_enrolled_or_in_the_table_becomes_an_id() {
    let folder = program(PROGRAM);
    let table = "name,email,manager\nAda,ada@x.org,GRACE@x.org\nGrace,grace@x.org,ceo@x.org\n";
    people(&folder, "mentee", table).json();
    assert!(text(&folder, "participants/ada.toml").contains("reports_to = \"grace\""));
    assert!(text(&folder, "participants/grace.toml").contains("reports_to = \"ceo@x.org\""));
}

#[test]
fn a_mapping_renames_joins_splits_translates_and_skips() {
    let folder = program(PROGRAM);
    let map = "\
key = \"extra.badge\"
[[column]]
from = \"Badge no\"
to = \"extra.badge\"
[[column]]
from = \"Site\"
to = \"location\"
separator = \"/\"
part = 2
[[column]]
from = \"Knows\"
to = \"skills\"
separator = \",\"
[[column]]
from = \"Cares\"
to = \"extra.cares\"
separator = \",\"
when = [\"Share = yes\"]
[[column]]
from = \"Share\"
ignore = true
[[column]]
from = \"Status\"
ignore = true
[[join]]
from = [\"Surname\", \"Given\"]
to = \"name\"
with = \", \"
[[value]]
column = \"Knows\"
from = \"K8S\"
to = \"kubernetes\"
[[value]]
column = \"Knows\"
from = \"n/a\"
to = \"\"
[[constant]]
to = \"role\"
value = \"mentor\"
[[constant]]
to = \"languages\"
value = [\"en\", \"de\"]
[[skip]]
when = [\"status = withdrawn\"]
because = \"withdrawn\"
[[cohort]]
id = \"2026-fall\"
starts = 2026-08-01
";
    folder.write("map.toml", map.as_bytes());
    let table = "Badge no,Surname,Given,Site,Knows,Cares,Share,Status\n\
                 b1,Hopper,Grace,EU / Berlin,\"k8s, go, n/a\",\"x,y\",yes,here\n\
                 b2,Park,Kim,EU / Oslo,n/a,\"x,y\",no,here\n\
                 b3,Tate,Bob,EU / Oslo,,,no,Withdrawn\n";
    let words = ["people", "--map", "map.toml", "--cohort", "2026-fall"];
    let reply = import(&folder, &words, table).json();
    assert_eq!(ids(&reply["added"]), ["hopper-grace", "park-kim"]);
    assert_eq!(
        (&reply["skipped"][0]["row"], &reply["skipped"][0]["because"]),
        (&4.into(), &"withdrawn".into())
    );
    assert_eq!(ids(&reply["ignored_columns"]), ["Share", "Status"]);
    assert_eq!(ids(&reply["cohorts_added"]), ["2026-fall"]);
    let grace = text(&folder, "participants/hopper-grace.toml");
    for line in [
        "name = \"Hopper, Grace\"",
        "location = \"Berlin\"",
        "skills = [\"kubernetes\", \"go\"]",
        "cares = [\"x\", \"y\"]",
        "badge = \"b1\"",
        "languages = [\"en\", \"de\"]",
    ] {
        assert!(grace.contains(line), "{line} in {grace}");
    }
    let kim = text(&folder, "participants/park-kim.toml");
    assert!(!kim.contains("cares") && !kim.contains("skills"), "{kim}");
    let before = folder.files();
    import(&folder, &words, table).json();
    assert_eq!(folder.files(), before);
    let renamed = table.replace("Park,Kim", "Park,Kimberley");
    let reply = import(&folder, &words, &renamed).json();
    assert_eq!(
        reply["differing"][0]["id"], "park-kim",
        "the badge tells who it is: {reply}"
    );
}

#[test]
fn every_mistake_of_a_mapping_is_named_at_its_place() {
    let folder = program(PROGRAM);
    let map = "\
kee = \"name\"
[[column]]
from = \"nam\"
to = \"name\"
[[column]]
from = \"name\"
to = \"titel\"
[[column]]
from = \"name\"
[[column]]
from = \"name\"
to = \"title\"
separator = \",\"
[[constant]]
to = \"capacity\"
value = \"many\"
[[skip]]
when = [\"name is empty\"]
because = \"x\"
";
    folder.write("map.toml", map.as_bytes());
    let talk = |folder: &Folder| {
        pleiad(
            folder,
            &["import", "people", "-", "--map", "map.toml"],
            b"name\nAda\n",
        )
        .talk
    };
    assert!(
        talk(&folder).contains("map.toml:1:1: kee is no key of a mapping file"),
        "{}",
        talk(&folder)
    );
    folder.write("map.toml", map.replace("kee", "key").as_bytes());
    let said = talk(&folder);
    for line in [
        "map.toml:3:8: the table has no column `nam`",
        "map.toml:7:6: to: there is no field `titel`; a key of one's own is extra.KEY",
        "map.toml:9:8: from: it fills nothing",
        "map.toml:13:13: separator: title is one value",
        "map.toml:16:9: value: expected a whole number 0..10000, found `many`",
        "map.toml:18:9: when: `name is empty` compares nothing",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
}

#[test]
fn pairings_of_the_past_and_of_today() {
    let folder = program(&format!("{PROGRAM}{COHORT}"));
    people(
        &folder,
        "mentor",
        "name,email,capacity\nGrace,grace@x.org,2\n",
    )
    .json();
    people(
        &folder,
        "mentee",
        "name,email\nAda,ada@x.org\nBob,bob@x.org\n",
    )
    .json();
    let table = "mentor,mentee,cohort,facets,starts,ends,status,reason,project\n\
                 grace,ada@x.org,2026-spring,technical;career,,,,,p1\n\
                 GRACE@x.org,bob,,,2024-01-01,2024-09-01,Closed,mismatch,p2\n\
                 grace,bob,2026-spring,,,,paused,,p3\n";
    let reply = import(&folder, &["pairings"], table).json();
    assert_eq!(
        ids(&reply["added"]),
        [
            "grace-mentors-ada",
            "grace-mentors-bob",
            "grace-mentors-bob-2"
        ]
    );
    assert_eq!(ids(&reply["ignored_columns"]), ["project"]);
    let ada = "\
mentor = \"grace\"
mentees = [\"ada\"]
cohort = \"2026-spring\"
facets = [\"technical\", \"career\"]
starts = 2026-01-12
ends = 2026-07-31

[[state]]
on = 2026-01-12
is = \"active\"
";
    assert_eq!(text(&folder, "pairings/grace-mentors-ada.toml"), ada);
    let bob = text(&folder, "pairings/grace-mentors-bob.toml");
    let closed = "[closing]\nplanned = false\nreason = \"mismatch\"\n\n[[state]]\non = 2024-01-01\nis = \"active\"\n\n\
                  [[state]]\non = 2024-09-01\nis = \"closed\"\n";
    assert!(bob.ends_with(closed), "{bob}");
    assert_eq!(errors_of_check(&folder), Vec::<String>::new());
    let before = folder.files();
    assert_eq!(import(&folder, &["pairings"], table).json()["unchanged"], 3);
    assert_eq!(folder.files(), before);
}

#[test]
fn pairings_that_cannot_be_are_named() {
    let folder = program(&format!("{PROGRAM}{COHORT}"));
    people(&folder, "mentor", "name\nGrace\n").json();
    people(&folder, "mentee", "name\nAda\nBob\n").json();
    let table = "mentor,mentee,cohort,starts,ends,state\n\
                 grace,ada,,,,\n\
                 grace,bob,,,,\n\
                 grace,grace,,,,\n\
                 grace,nobody,,,,\n\
                 grace,ada,,,,\n\
                 grace,ada,2026-spring,2026-06-01,2026-05-01,\n\
                 grace,bob,2025,,,closed\n\
                 ,ada,,,,ended\n\
                 grace,bob,,,,closed\n";
    let expected = [
        "row 3: grace would have 2 mentees and has a capacity of 1; raise it, or close pairings that have ended (state)",
        "row 4: grace cannot mentor themselves; a mapping can skip such rows: when = [\"mentor = {mentee}\"]",
        "row 5, column mentee: nobody with the id, e-mail or key `nobody` is enrolled; import people first",
        "row 6: row 2 is the same pairing: mentor, mentee and cohort are the key",
        "row 7: it cannot end on 2026-05-01, before it starts on 2026-06-01",
        "row 8, column cohort: there is no cohort `2025`; declare it in program.toml, or as [[cohort]] of a mapping",
        "row 9: the mentor is missing",
        "row 9, column state: expected one of proposed, accepted, active, paused, closing, closed, declined, withdrawn, void, found `ended`",
        "row 10: a closed pairing needs its first day: give a column starts, or a cohort with dates",
        "row 10: a closed pairing needs its last day: give a column ends, or a cohort with dates",
    ];
    let messages = import(&folder, &["pairings"], table).messages();
    for message in expected {
        assert!(
            messages.iter().any(|found| found == message),
            "{message} in {messages:#?}"
        );
    }
    let no_column = "there is no column mentor; name it in the header, or say with a mapping (--map) which it is";
    assert_eq!(
        import(&folder, &["pairings"], "boss,mentee\na,b\n").messages(),
        [no_column]
    );
    assert!(
        folder
            .files()
            .keys()
            .all(|path| !path.starts_with("pairings/"))
    );
}

#[test]
fn a_dry_run_shows_the_files_and_writes_nothing() {
    let folder = program(PROGRAM);
    let before = folder.files();
    let call = pleiad(
        &folder,
        &["import", "people", "-", "--role", "mentee", "-n"],
        b"name\nAda\n",
    );
    assert_eq!(call.code, 0, "{}", call.talk);
    assert!(call.output.contains("+name = \"Ada\""), "{}", call.output);
    assert_eq!(folder.files(), before);
}

#[test]
fn a_program_with_screening_looks_at_people_who_are_imported() {
    let folder = program(&format!("{PROGRAM}\n[policy]\nscreening = true\n"));
    people(&folder, "mentee", "name\nAda\n").json();
    assert!(
        text(&folder, "participants/ada.toml")
            .ends_with("[[state]]\non = 2026-01-10\nis = \"applied\"\n")
    );
    people(&folder, "mentor", "name\nAda\n").json();
    let ada = text(&folder, "participants/ada.toml");
    assert!(
        ada.ends_with("is = \"applied\"\nrole = \"mentor\"\n"),
        "{ada}"
    );
}

#[test]
fn cuts_of_real_data_are_imported_with_their_mappings_and_check_finds_no_error() {
    let sets: [(Tables, usize, usize); 4] = [
        (&[("people", "mentor-match-mentors")], 15, 0),
        (&[("people", "mentor-match-mentees")], 15, 0),
        (&[("people", "wcc-mentors")], 15, 0),
        (
            &[("people", "ols-people"), ("pairings", "ols-pairings")],
            13,
            2,
        ),
    ];
    for (set, added, skipped) in sets {
        let folder = program(PROGRAM);
        let mut last = Value::Null;
        for (subject, name) in set {
            last = import_shipped(&folder, subject, &format!("tests/data/{name}.csv"), name).json();
        }
        assert_eq!(last["added"].as_array().unwrap().len(), added, "{set:?}");
        assert_eq!(
            last["skipped"].as_array().unwrap().len(),
            skipped,
            "{set:?}"
        );
        assert_eq!(errors_of_check(&folder), Vec::<String>::new());
        let before = folder.files();
        for (subject, name) in set {
            import_shipped(&folder, subject, &format!("tests/data/{name}.csv"), name).json();
        }
        assert_eq!(folder.files(), before, "{set:?}");
    }
}

#[test]
fn an_identity_counts_only_where_a_similar_one_is_wanted() {
    let folder = program(PROGRAM);
    import_shipped(
        &folder,
        "people",
        "tests/data/mentor-match-mentees.csv",
        "mentor-match-mentees",
    )
    .json();
    import_shipped(
        &folder,
        "people",
        "tests/data/mentor-match-mentors.csv",
        "mentor-match-mentors",
    )
    .json();
    assert!(!text(&folder, "participants/mentee-000.toml").contains("\nidentity = "));
    let lesbian = text(&folder, "participants/mentee-002.toml");
    assert!(
        lesbian.contains("\nidentity = \"Lesbian\"") && lesbian.contains("level = \"SCS1\""),
        "{lesbian}"
    );
    let mentor = text(&folder, "participants/mentor-000.toml");
    assert!(
        mentor.contains("identities = [\"Asexual or aromantic\", \"Gay\"]"),
        "{mentor}"
    );
    assert!(
        mentor.contains("profession = \"DDaT\"")
            && mentor.contains("organization = \"Department of Truth\"")
    );
}

#[test]
fn two_who_meet_again_in_a_later_cohort_have_two_pairings() {
    let folder = program(PROGRAM);
    import_shipped(&folder, "people", "tests/data/ols-people.csv", "ols-people").json();
    let reply = import_shipped(
        &folder,
        "pairings",
        "tests/data/ols-pairings.csv",
        "ols-pairings",
    )
    .json();
    let added = ids(&reply["added"]);
    assert!(
        added.contains(&"p0398-mentors-p0115") && added.contains(&"p0398-mentors-p0115-2"),
        "{added:?}"
    );
    let second = text(&folder, "pairings/p0398-mentors-p0115-2.toml");
    assert!(
        second.contains("cohort = \"ols-5\"")
            && second.contains("on = 2022-07-20\nis = \"closed\""),
        "{second}"
    );
    assert!(text(&folder, "participants/p0398.toml").contains("on = 2019-10-25\nis = \"ready\""));
}

/// The whole data, where it lies beside the repository.
#[test]
fn whole_sets_of_real_data_are_imported_without_an_error() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !data.is_dir() {
        return;
    }
    let sets: [&[(&str, &str, &str, usize)]; 3] = [
        &[
            (
                "people",
                "mentor-match/large-mentors.csv",
                "mentor-match-mentors",
                500,
            ),
            (
                "people",
                "mentor-match/large-mentees.csv",
                "mentor-match-mentees",
                500,
            ),
        ],
        &[
            ("people", "ols/people.csv", "ols-people", 702),
            ("pairings", "ols/pairings.csv", "ols-pairings", 625),
        ],
        &[("people", "wcc/mentors.csv", "wcc-mentors", 48)],
    ];
    for set in sets {
        let folder = program(PROGRAM);
        for (subject, table, map, added) in set {
            let reply =
                import_shipped(&folder, subject, &format!("../shared/data/{table}"), map).json();
            assert_eq!(reply["added"].as_array().unwrap().len(), *added, "{table}");
        }
        assert_eq!(errors_of_check(&folder), Vec::<String>::new());
        let before = folder.files();
        for (subject, table, map, _) in set {
            import_shipped(&folder, subject, &format!("../shared/data/{table}"), map).json();
        }
        assert_eq!(folder.files(), before);
    }
}

/// What came of 327 real projects, where the data lies beside the repository: by cohort, mentor and mentee.
#[test]
fn outcomes_of_real_projects_lie_on_their_pairings_with_the_reason() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/ols");
    if !data.is_dir() {
        return;
    }
    let folder = program(PROGRAM);
    for (subject, table) in [("people", "people"), ("pairings", "pairings")] {
        let path = format!("../shared/data/ols/{table}.csv");
        import_shipped(&folder, subject, &path, &format!("ols-{table}")).json();
    }
    let projects = data.join("projects.csv");
    let projects = projects.to_str().unwrap();
    pleiad(
        &folder,
        &["--json", "import", "outcomes", projects, "-y"],
        b"",
    )
    .json();
    let report = pleiad(&folder, &["--json", "report", "outcomes"], b"").json();
    let endings = report["endings"].as_array().unwrap();
    let count = |outcome: &str| -> u64 {
        let its = endings.iter().filter(|ending| ending["outcome"] == outcome);
        its.map(|ending| ending["n"].as_u64().unwrap()).sum()
    };
    assert_eq!((count("graduated"), count("not graduated")), (443, 49));
    let why = |words: &str| endings.iter().any(|ending| ending["outcome_why"] == words);
    assert!(why("Not engaged") && why("Requested to discontinue"));
}

/// A cell of a column: empty, or one of a few that are fine.
fn cell(words: &'static [&'static str]) -> BoxedStrategy<String> {
    prop_oneof![Just(""), select(words)]
        .prop_map(str::to_owned)
        .boxed()
}

const HEADER: &str = "name,email,role,capacity,wants,facets,skills,mentee_skills,title,hours_per_week,free,goals,cohort,shoe size";

/// Rows of distinct people; the columns are those of the header.
fn rows() -> impl Strategy<Value = Vec<String>> {
    let cells = [
        cell(&["0", "3", "7.0"]),
        cell(&["1", "4"]),
        cell(&["technical", "career; technical", "a;b;c"]),
        cell(&["rust", "go; rust", "\"c, c++\""]),
        cell(&["k8s", "k8s;go"]),
        cell(&["Engineer", "\"Head\nof it\"", "=1+1"]),
        cell(&["0", "1.33", "\"1,5\""]),
        cell(&["Tue 16:00-18:00", "mon - fri 9:00-10:00;sat 8:00-9:00"]),
        cell(&["grow", "grow; \u{e9}t\u{e9}", "\"a \"\"quoted\"\" goal\""]),
        cell(&["2026-spring"]),
        cell(&["42", "007", "\"two\nlines\""]),
    ];
    let role = select(&["mentor", "mentee", "both"][..]);
    let row = (any::<bool>(), role, cells.to_vec());
    prop::collection::vec(row, 1..7).prop_map(|rows| {
        let line = |(number, (has_email, role, cells)): (usize, (bool, &str, Vec<String>))| {
            let email = if has_email {
                format!("p{number}@x.org")
            } else {
                String::new()
            };
            format!("Person {number},{email},{role},{}", cells.join(","))
        };
        rows.into_iter().enumerate().map(line).collect()
    })
}

fn table(rows: &[String]) -> String {
    format!("{HEADER}\n{}\n", rows.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_was_imported_is_there_when_it_is_imported_again(rows in rows()) {
        let folder = program(&format!("{PROGRAM}{COHORT}"));
        let table = table(&rows);
        let first = import(&folder, &["people"], &table).json();
        prop_assert_eq!(first["added"].as_array().unwrap().len(), rows.len());
        prop_assert_eq!(errors_of_check(&folder), Vec::<String>::new());
        let before = folder.files();
        for words in [&["people"][..], &["people", "--update", "-y"]] {
            let again = import(&folder, words, &table).json();
            prop_assert_eq!(&again["unchanged"], &Value::from(rows.len()), "{}", again);
            prop_assert_eq!(&again["differing"], &Value::Array(Vec::new()));
            prop_assert_eq!(&folder.files(), &before);
        }
    }

    #[test]
    fn a_table_in_two_halves_gives_the_same_folder_as_the_whole(rows in rows(), at in 0_usize..7) {
        let (whole, halves) = (program(&format!("{PROGRAM}{COHORT}")), program(&format!("{PROGRAM}{COHORT}")));
        import(&whole, &["people"], &table(&rows)).json();
        let (one, other) = rows.split_at(at.min(rows.len()));
        import(&halves, &["people"], &table(other)).json();
        import(&halves, &["people"], &table(one)).json();
        prop_assert_eq!(whole.files(), halves.files());
    }
}

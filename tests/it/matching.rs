//! Match runs as a coordinator makes them: through the binary, from files to the draft.

use crate::flow::{self, Aim, Best, Pair};
use crate::program::Program;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const PROGRAM: (&str, &str) = (
    "program.toml",
    "format = 1\nid = \"demo\"\nname = \"Demo\"\ntimezone = \"Europe/Berlin\"\n",
);

const RULES: &str = "\
[[rule]]
id = \"skills\"
kind = \"covers\"
field = \"skills\"
points = 40

[[rule]]
id = \"other-department\"
kind = \"differs\"
field = \"department\"
points = 8

[[rule]]
id = \"load\"
kind = \"load\"
points = 3

[[forbid]]
id = \"same-team\"
kind = \"same\"
field = \"team\"
";

/// The files of a program of so many mentors and mentees who differ in skills, departments, teams and facets.
fn people(mentors: usize, mentees: usize) -> Vec<(String, String)> {
    let skills = ["routing", "cloud", "writing", "sql", "speaking"];
    let departments = ["Networks", "Data", "Sales"];
    let mut files = Vec::new();
    let mut person = |name: String, number: usize, rest: String| {
        let text = format!(
            "name = \"{name}\"\ndepartment = \"{}\"\nteam = \"team-{}\"\n\n{rest}",
            departments[number % departments.len()],
            number % 7,
        );
        files.push((format!("participants/{name}.toml"), text));
    };
    for number in 0..mentors {
        let rest = format!(
            "[mentor]\ncapacity = {}\nskills = [\"{}\", \"{}\"]\n",
            number % 3 + 1,
            skills[number % skills.len()],
            skills[(number * 3 + 1) % skills.len()],
        );
        person(format!("giver-{number:03}"), number * 5 + 1, rest);
    }
    for number in 0..mentees {
        let wish = |facet: &str, skill: usize| {
            let facet = match facet {
                "" => String::new(),
                facet => format!("facet = \"{facet}\"\n"),
            };
            format!(
                "[[request]]\n{facet}skills = [\"{}\"]\n",
                skills[skill % skills.len()]
            )
        };
        let rest = match number % 3 {
            0 => wish("technical", number) + &wish("career", number + 2),
            1 => wish("", number * 2) + "mentors = 2\n",
            _ => wish("", number) + &wish("career", number + 1),
        };
        person(format!("asker-{number:03}"), number * 11, rest);
    }
    files
}

fn program(mentors: usize, mentees: usize) -> Program {
    let program = Program::of(&[PROGRAM, ("matching.toml", RULES)]);
    for (path, text) in people(mentors, mentees) {
        program.write(&path, text);
    }
    program
}

fn answer(program: &Program, words: &[&str]) -> Value {
    let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
    serde_json::from_str(&program.done(&words)).unwrap()
}

/// Mentor, mentee, facet and points of each pair.
fn pairs(outcome: &Value) -> Vec<Value> {
    let pairs = outcome["pairs"].as_array().unwrap().iter();
    pairs
        .map(|pair| {
            json!([
                pair["mentor"],
                pair["mentee"],
                pair["facet"],
                pair["points"]
            ])
        })
        .collect()
}

/// The best result of the pairs that `match scores` lists, by the plain flow.
fn best(program: &Program, aim: Aim) -> Best {
    let scores = answer(program, &["match", "scores"]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let pairs: Vec<Pair> = scores["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| Pair {
            mentor: text(&pair["mentor"]),
            mentee: text(&pair["mentee"]),
            facet: text(&pair["facet"]),
            points: pair["points"].as_i64().unwrap(),
        })
        .collect();
    let everybody = answer(program, &["participant", "list"]);
    let (mut places, mut wanted) = (BTreeMap::new(), BTreeMap::new());
    for person in everybody["participants"].as_array().unwrap() {
        let id = text(&person["id"]);
        if let Some(free) = person["capacity_free"].as_i64() {
            places.insert(id.clone(), free);
        }
        let file = program.text(&format!("participants/{id}.toml"));
        let file: toml::Table = file.parse().unwrap();
        for request in file
            .get("request")
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
        {
            let facet = request
                .get("facet")
                .and_then(toml::Value::as_str)
                .unwrap_or_default();
            let mentors = request
                .get("mentors")
                .and_then(toml::Value::as_integer)
                .unwrap_or(1);
            wanted.insert((id.clone(), facet.to_owned()), mentors);
        }
    }
    flow::best(&pairs, &places, &wanted, aim)
}

fn reached(outcome: &Value) -> Best {
    let number = |key: &str| outcome[key].as_i64().unwrap();
    Best {
        mentees: number("mentees_served"),
        requests: number("requests_served"),
        points: number("points"),
    }
}

#[test]
fn a_run_reaches_what_a_plain_flow_reaches_over_the_pairs_that_scores_lists() {
    for (mentors, mentees) in [(9, 14), (14, 9), (0, 3), (3, 0), (1, 1)] {
        let program = program(mentors, mentees);
        for (word, aim) in [("coverage", Aim::Coverage), ("quality", Aim::Quality)] {
            let outcome = answer(&program, &["match", "--aim", word]);
            assert_eq!(
                reached(&outcome),
                best(&program, aim),
                "{mentors} mentors, {mentees} mentees, {word}"
            );
            assert_eq!(outcome["optimal"], true);
        }
    }
}

#[test]
fn forty_places_for_sixty_who_want_two_each_go_to_forty_and_the_price_of_quality_is_printed() {
    let rules = "[[rule]]\nid = \"skills\"\nkind = \"covers\"\nfield = \"skills\"\npoints = 40\n";
    let program = Program::of(&[PROGRAM, ("matching.toml", rules)]);
    for number in 0..40 {
        // Half of the mentors know what half of the mentees ask for.
        let skill = if number < 20 { "routing" } else { "writing" };
        let text =
            format!("name = \"M{number}\"\n\n[mentor]\nskills = [\"{skill}\"]\ncapacity = 1\n");
        program.write(&format!("participants/m{number}.toml"), text);
    }
    for number in 0..60 {
        let skill = if number < 10 { "routing" } else { "painting" };
        let text =
            format!("name = \"E{number}\"\n\n[[request]]\nskills = [\"{skill}\"]\nmentors = 2\n");
        program.write(&format!("participants/e{number}.toml"), text);
    }
    let outcome = answer(&program, &["match"]);
    let coverage = Best {
        mentees: 40,
        requests: 40,
        points: 400,
    };
    assert_eq!(reached(&outcome), coverage);
    assert_eq!(outcome["price"]["aim"], "quality");
    assert_eq!(
        outcome["price"]["reaches"],
        json!({"mentees_served": 30, "requests_served": 40, "points": 800})
    );
    let shown = program.done(&["match"]);
    let price = "--aim quality instead              10 mentees fewer with a mentor, 400 points\n";
    assert!(shown.contains(price), "{shown}");
    let quality = program.done(&["match", "--aim", "quality"]);
    let price = "--aim coverage instead             10 mentees more with a mentor, 400 points\n";
    assert!(quality.contains(price), "{quality}");
}

#[test]
fn the_same_bytes_come_of_files_in_any_order_and_of_any_number_of_threads() {
    let mut files = people(30, 45);
    let mut drafts = Vec::new();
    for (turn, threads) in ["1", "2", "8"].into_iter().enumerate() {
        files.rotate_left(turn * 17 + 5);
        let program = Program::of(&[PROGRAM, ("matching.toml", RULES)]);
        for (path, text) in &files {
            program.write(path, text);
        }
        let ran = program
            .call(&["match"])
            .env("RAYON_NUM_THREADS", threads)
            .run();
        assert_eq!(ran.code, Some(0), "{ran:?}");
        drafts.push((program.text("drafts/main.toml"), ran.stdout));
    }
    assert_eq!(drafts[0], drafts[1]);
    assert_eq!(drafts[0], drafts[2]);
}

#[test]
fn a_newcomer_changes_what_the_optimum_needs_and_nothing_else() {
    let program = program(40, 30);
    let before = pairs(&answer(&program, &["match"]));
    // There are places enough, so that nobody has to give way.
    program.write(
        "participants/newcomer.toml",
        "name = \"New\"\nteam = \"none\"\n\n[mentee]\n",
    );
    let diff = answer(&program, &["match", "diff", "--fresh"]);
    let changes = diff["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0]["mentee"], "newcomer");
    let after = pairs(&answer(&program, &["match"]));
    let without: Vec<&Value> = after.iter().filter(|pair| pair[1] != "newcomer").collect();
    assert_eq!(without, before.iter().collect::<Vec<_>>());
}

#[test]
fn scores_written_and_read_back_give_the_same_pairs_in_any_order_of_rows_and_columns() {
    let program = program(12, 18);
    for aim in ["coverage", "quality", "fair"] {
        let by_rules = answer(&program, &["match", "--aim", aim]);
        program.done(&["match", "scores", "--format", "csv", "-o", "scores.csv"]);
        let by_scores = answer(&program, &["match", "--aim", aim, "--scores", "scores.csv"]);
        assert_eq!(pairs(&by_rules), pairs(&by_scores), "{aim}");
        assert_eq!(reached(&by_rules), reached(&by_scores));
        let text = program.text("scores.csv");
        let mut lines: Vec<String> = text
            .lines()
            .map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                [cells[3], cells[1], cells[0], cells[2]].join(",")
            })
            .collect();
        lines[1..].reverse();
        let turned = program.call(&["match", "--aim", aim, "--scores", "-", "--json"]);
        let turned = turned.input(lines.join("\r\n")).run();
        let turned: Value = serde_json::from_str(&turned.stdout).unwrap();
        assert_eq!(turned["pairs"], by_scores["pairs"]);
        assert_eq!(turned["rules_digest"], by_scores["rules_digest"]);
    }
}

#[test]
fn an_empty_facet_of_scores_means_any_facet_and_a_table_without_facets_every_request() {
    let program = Program::of(&[PROGRAM]);
    program.write(
        "participants/grace.toml",
        "name = \"Grace\"\n\n[mentor]\ncapacity = 2\n",
    );
    program.write(
        "participants/kim.toml",
        "name = \"Kim\"\n\n[mentor]\ncapacity = 2\n",
    );
    program.write(
        "participants/ada.toml",
        "name = \"Ada\"\n\n[[request]]\nfacet = \"career\"\n[[request]]\n",
    );
    let matched = |csv: &str| {
        let call = program
            .call(&["match", "--scores", "-", "--json"])
            .input(csv)
            .run();
        pairs(&serde_json::from_str(&call.stdout).unwrap())
    };
    assert_eq!(
        matched("mentor,mentee,facet,points\ngrace,ada,,5\n"),
        [json!(["grace", "ada", null, 5])]
    );
    assert_eq!(
        matched("points,mentee,mentor\n5,ada,grace\n4,ada,kim\n").len(),
        2
    );
}

#[test]
fn a_scores_file_hears_of_every_row_that_is_wrong() {
    let program = Program::small();
    let rows = "mentor,mentee,facet,points\n\
                grace-hopper,ada-lovelace,,10\n\
                grace-hopper,zoe,,10\n\
                grace-hopper,ADA@example.org,,11\n\
                grace-hopper,ada-lovelace,career,12000\n\
                grace-hopper,ada-lovelace,other,many\n";
    program.write("scores.csv", rows);
    let before = program.everything();
    let refused = program.run(&["match", "--scores", "scores.csv", "--json"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    let error: Value = serde_json::from_str(&refused.stderr).unwrap();
    let told: Vec<String> = error["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| {
            let text = |key: &str| problem[key].as_str().unwrap().to_owned();
            format!("{}:{} {}", text("file"), problem["line"], text("message"))
        })
        .collect();
    assert_eq!(
        told,
        [
            "scores.csv:3 row 3: nobody has the id or address `zoe`",
            "scores.csv:4 row 4: `grace-hopper` with `ada-lovelace` stands in row 2 already",
            "scores.csv:5 row 5: 12000 points are outside 0 to 9999",
            "scores.csv:6 row 6: `many` is no whole number",
        ]
    );
    let shown = program.run(&["match", "--scores", "scores.csv"]).stderr;
    assert!(shown.contains("scores.csv: row 3: nobody has"), "{shown}");
    program.write("scores.csv", "mentor,points\n");
    let header = program.run(&["match", "--scores", "scores.csv"]).stderr;
    assert!(header.contains("there is no column `mentee`"), "{header}");
    program.write("scores.csv", rows);
    assert_eq!(program.everything(), before);
}

#[test]
fn every_template_begins_with_sound_rules_that_want_some_difference() {
    for template in ["cohort", "certification", "flash", "constellation"] {
        let program = Program::empty();
        program.done(&["init", "--template", template, "--timezone", "UTC"]);
        assert!(
            program.text("matching.toml").contains("kind = \"differs\""),
            "{template}"
        );
        program.write("participants/grace.toml", "name = \"Grace\"\n\n[mentor]\n");
        program.write("participants/ada.toml", "name = \"Ada\"\n\n[mentee]\n");
        program.done(&["check"]);
        let outcome = answer(&program, &["match"]);
        let gate = template == "certification";
        assert_eq!(
            outcome["pairs"].as_array().unwrap().is_empty(),
            gate,
            "{template}"
        );
        if gate {
            assert_eq!(outcome["mentors_out"][0]["why"], "untrained");
        }
    }
}

#[test]
fn mistakes_in_the_rules_have_the_same_place_in_check_and_in_match() {
    let cases = [
        (
            "[[pin]]\nmentor = \"grace-hopper\"\nmentee = \"ada-lovelace\"\n\n\
             [[forbid]]\nid = \"kin\"\nkind = \"pair\"\nmentor = \"grace-hopper\"\nmentee = \"ada-lovelace\"\n",
            "matching.toml:2:1: pin: grace-hopper with ada-lovelace is pinned, and rule kin forbids it",
        ),
        (
            "[[rule]]\nid = \"a\"\nkind = \"load\"\npoints = 12000\n",
            "matching.toml:4:10: ",
        ),
        (
            "[[rule]]\nid = \"a\"\nkind = \"load\"\npoints = 9000\n\n\
             [[rule]]\nid = \"b\"\nkind = \"style\"\npoints = -9000\n",
            "matching.toml:9:10: rule b: all rules together reach 18000 points",
        ),
    ];
    for (rules, place) in cases {
        let program = Program::of(&[
            PROGRAM,
            (
                "participants/grace-hopper.toml",
                "name = \"Grace\"\n\n[mentor]\n",
            ),
            (
                "participants/ada-lovelace.toml",
                "name = \"Ada\"\n\n[mentee]\n",
            ),
            ("matching.toml", rules),
        ]);
        let check = program.run(&["check"]);
        assert!(check.stdout.contains(place), "{check:?}");
        let verbs: [&[&str]; 4] = [
            &["match"],
            &["match", "explain", "grace", "ada"],
            &["match", "unmatched"],
            &["match", "scores"],
        ];
        for words in verbs {
            let refused = program.run(words);
            assert_eq!(refused.code, Some(1), "{words:?}: {refused:?}");
            assert!(refused.stderr.contains(place), "{words:?}: {refused:?}");
        }
    }
}

#[test]
fn a_run_that_is_broken_off_leaves_nothing_behind() {
    let program = program(5, 5);
    let before = program.everything();
    // Ctrl-C does the same as the first, but a shell that starts tests in the background has it ignored.
    for signal in ["-TERM", "-KILL"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pleiad"))
            .args(["match", "--scores", "-"])
            .current_dir(program.root())
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The run waits for the rest of the table: it is broken off in the middle.
        let mut table = child.stdin.take().unwrap();
        table.write_all(b"mentor,mentee,points\n").unwrap();
        let killed = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(killed.unwrap().success());
        assert_eq!(child.wait().unwrap().code(), None, "{signal}");
        drop(table);
        assert_eq!(program.everything(), before, "{signal}");
    }
    program.done(&["match"]);
}

#[test]
fn a_draft_is_kept_though_the_answer_cannot_be_printed_and_the_exit_code_says_so() {
    let program = program(2, 2);
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let (code, talk) = program.call(&["match"]).answering_to(full);
    assert_eq!(code, Some(74), "{talk}");
    assert!(program.path("drafts/main.toml").exists());
}

#[test]
fn suggestions_go_both_ways_and_say_why_there_are_none() {
    let program = program(6, 6);
    let mentors = answer(&program, &["match", "suggest", "asker-001"]);
    let mentees = answer(&program, &["match", "suggest", "giver-001"]);
    let of = |answer: &Value, prefix: &str| {
        let suggestions = answer["suggestions"].as_array().unwrap().clone();
        assert!(!suggestions.is_empty());
        let points: Vec<i64> = suggestions
            .iter()
            .map(|suggestion| suggestion["points"].as_i64().unwrap())
            .collect();
        assert!(points.is_sorted_by(|one, other| other <= one));
        suggestions
            .iter()
            .all(|suggestion| suggestion["person"].as_str().unwrap().starts_with(prefix))
    };
    assert!(of(&mentors, "giver") && of(&mentees, "asker"));
    program.done(&["participant", "pause", "giver-001"]);
    let paused = program.run(&["match", "suggest", "giver-001"]);
    assert!(
        paused.stderr.contains("giver-001 stands as paused"),
        "{paused:?}"
    );
    let role = program.run(&["match", "suggest", "giver-001", "--as", "boss"]);
    assert_eq!(role.code, Some(2));
}

#[test]
fn a_what_if_is_tried_out_and_nothing_is_written() {
    let program = Program::of(&[
        PROGRAM,
        (
            "participants/grace-hopper.toml",
            "name = \"Grace Hopper\"\n\n[mentor]\n",
        ),
        ("participants/ada.toml", "name = \"Ada\"\n\n[mentee]\n"),
        ("participants/bob.toml", "name = \"Bob\"\n\n[mentee]\n"),
    ]);
    let before = program.everything();
    let answer = answer(
        &program,
        &["match", "unmatched", "--what-if", "grace hopper capacity+1"],
    );
    assert_eq!(answer["unmatched"].as_array().unwrap().len(), 1);
    assert_eq!(answer["what_if"]["before"]["mentees_served"], 1);
    assert_eq!(answer["what_if"]["after"]["mentees_served"], 2);
    let listed = program.run(&["match", "unmatched", "--exit-code"]);
    assert_eq!(listed.code, Some(1));
    for (change, code) in [
        ("grace", 2),
        ("without nothing", 3),
        ("ada capacity+1", 1),
        ("zoe capacity+1", 3),
    ] {
        let refused = program.run(&["match", "unmatched", "--what-if", change]);
        assert_eq!(refused.code, Some(code), "{change}: {refused:?}");
    }
    assert_eq!(program.everything(), before);
}

#[test]
fn what_would_help_names_the_rule_without_which_more_would_be_served() {
    let program = Program::of(&[
        PROGRAM,
        ("matching.toml", RULES),
        (
            "participants/grace.toml",
            "name = \"Grace\"\nteam = \"noc\"\n\n[mentor]\n",
        ),
        (
            "participants/ada.toml",
            "name = \"Ada\"\nteam = \"noc\"\n\n[mentee]\n",
        ),
    ]);
    let open = answer(&program, &["match", "unmatched"]);
    assert_eq!(
        open["unmatched"][0]["blocked_by"],
        json!([{"rule": "same-team", "mentors": 1}])
    );
    assert_eq!(open["unmatched"][0]["closest"][0]["mentor"], "grace");
    let relaxed = json!([{"rule": "same-team", "more_mentees": 1, "more_requests": 1}]);
    assert_eq!(open["relaxations"], relaxed);
    let shown = program.done(&["match", "unmatched"]);
    let help = "without the rule same-team 1 more mentee would have a mentor";
    assert!(shown.contains(help), "{shown}");
}

#[test]
fn an_explanation_names_points_lacks_bars_and_the_price_of_forcing() {
    let program = Program::of(&[
        PROGRAM,
        ("matching.toml", RULES),
        (
            "participants/grace.toml",
            "name = \"Grace\"\nteam = \"noc\"\n\n[mentor]\nskills = [\"routing\"]\n",
        ),
        (
            "participants/kim.toml",
            "name = \"Kim\"\nteam = \"web\"\n\n[mentor]\n",
        ),
        (
            "participants/ada.toml",
            "name = \"Ada\"\nteam = \"web\"\n\n[[request]]\nskills = [\"routing\", \"sql\"]\n",
        ),
        (
            "participants/bob.toml",
            "name = \"Bob\"\nteam = \"lab\"\n\n[[request]]\nskills = [\"routing\"]\n",
        ),
    ]);
    let explained = answer(&program, &["match", "explain", "grace", "ada"]);
    assert_eq!(explained["is_matched"], true);
    assert_eq!(
        explained["rules"][0],
        json!({"rule": "skills", "points": 20, "because": "skills: routing"})
    );
    assert_eq!(
        explained["missing"][0]["because"],
        "skills not offered: sql"
    );
    let barred = answer(&program, &["match", "explain", "ada", "kim"]);
    assert_eq!(
        (&barred["mentor"], &barred["mentee"]),
        (&json!("kim"), &json!("ada"))
    );
    assert_eq!(barred["forbidden_by"][0]["rule"], "same-team");
    let forced = answer(&program, &["match", "explain", "grace", "bob"]);
    assert_eq!(forced["forced"]["before"]["mentees_served"], 2);
    assert_eq!(forced["forced"]["after"]["mentees_served"], 1);
    let moved = forced["forced"]["moved"].as_array().unwrap();
    assert_eq!(moved.len(), 2);
    let shown = program.done(&["match", "explain", "grace", "bob"]);
    let cost = "It would cost: 1 mentee fewer with a mentor";
    assert!(shown.contains(cost), "{shown}");
    let narrow = program.done(&["match", "explain", "grace", "bob", "--width", "40"]);
    assert!(
        narrow.lines().all(|line| line.chars().count() <= 40),
        "{narrow}"
    );
}

const GRADES: &str = "levels = [\"AA\", \"AO\", \"EO\", \"HEO\", \"SEO\", \"Grade 7\", \"Grade 6\", \"SCS1\", \"SCS2\", \"SCS3\", \"SCS4\"]\n";

/// The rules of the public set as its README states them.
const GRADE_RULES: &str = "\
[[rule]]
id = \"two-grades\"
kind = \"level-gap\"
points = 12
min = 2
max = 2

[[rule]]
id = \"one-grade\"
kind = \"level-gap\"
points = 9
min = 1
max = 1

[[rule]]
id = \"profession\"
kind = \"equal\"
field = \"extra.profession\"
points = 10

[[rule]]
id = \"identity\"
kind = \"covers\"
field = \"extra.identities\"
mentee_field = \"extra.identity\"
points = 6

[[forbid]]
id = \"grades\"
kind = \"level-gap-outside\"
min = 1
max = 2

[[forbid]]
id = \"same-organization\"
kind = \"same\"
field = \"organization\"
";

/// The public set in a folder, imported as anybody would, with so many seats and wishes.
fn mentor_match(tables: (&Path, &Path), seats: u32, wants: u32) -> Program {
    let program = Program::of(&[
        PROGRAM,
        ("matching.toml", GRADE_RULES),
        ("vocabulary.toml", GRADES),
    ]);
    let mapping = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("examples/imports")
            .join(name);
        std::fs::read_to_string(path).unwrap()
    };
    let mentors =
        mapping("mentor-match-mentors.toml").replace("value = 1\n", &format!("value = {seats}\n"));
    let mut mentees = mapping("mentor-match-mentees.toml");
    write!(mentees, "\n[[constant]]\nto = \"wants\"\nvalue = {wants}\n").unwrap();
    program.write("mentors.map", mentors);
    program.write("mentees.map", mentees);
    for (table, map) in [(tables.0, "mentors.map"), (tables.1, "mentees.map")] {
        let table = table.to_str().unwrap();
        program.done(&["import", "people", table, "--map", map, "-y"]);
    }
    program
}

#[test]
fn the_public_set_reaches_exactly_the_optima_that_two_solvers_found() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/mentor-match");
    let tables = (
        shared.join("large-mentors.csv"),
        shared.join("large-mentees.csv"),
    );
    if !tables.0.is_file() {
        return;
    }
    for (seats, wants, expected) in [
        (1, 1, (484, 484, 11_155)),
        (3, 1, (500, 500, 12_176)),
        (3, 3, (500, 1_452, 33_017)),
    ] {
        let program = mentor_match((&tables.0, &tables.1), seats, wants);
        let outcome = answer(&program, &["match"]);
        let Best {
            mentees,
            requests,
            points,
        } = reached(&outcome);
        assert_eq!(
            (mentees, requests, points),
            expected,
            "{seats} seats, {wants} wanted"
        );
        if (seats, wants) == (1, 1) {
            assert_eq!(outcome["price"]["reaches"]["points"], 11_164);
            let scores = program.done(&["match", "scores", "--format", "csv"]);
            assert_eq!(scores.lines().count(), 1 + 44_342);
        }
    }
}

#[test]
fn a_cut_of_the_public_set_reaches_what_a_plain_flow_reaches() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let tables = (
        data.join("mentor-match-mentors.csv"),
        data.join("mentor-match-mentees.csv"),
    );
    for (seats, wants) in [(1, 1), (3, 1), (3, 3)] {
        let program = mentor_match((&tables.0, &tables.1), seats, wants);
        for (word, aim) in [("coverage", Aim::Coverage), ("quality", Aim::Quality)] {
            let outcome = answer(&program, &["match", "--aim", word]);
            assert_eq!(
                reached(&outcome),
                best(&program, aim),
                "{seats} seats, {wants} wanted, {word}"
            );
            assert!(0 < reached(&outcome).requests);
        }
    }
}

/// Words of the people of Open Seeds that mean the same, or a part of the same.
const WORDS: &str = "\
[[skill]]
id = \"open science\"
aliases = [\"open research\"]

[[skill]]
id = \"reproducibility\"
parent = \"open science\"

[[skill]]
id = \"community building\"
aliases = [\"community management\"]
";

#[test]
fn people_of_a_real_program_meet_over_words_that_mean_the_same() {
    let program = Program::of(&[
        PROGRAM,
        ("vocabulary.toml", WORDS),
        (
            "matching.toml",
            "[[rule]]\nid = \"skills\"\nkind = \"covers\"\nfield = \"skills\"\npoints = 40\n\n\
             [[rule]]\nid = \"other-country\"\nkind = \"differs\"\nfield = \"location\"\npoints = 6\n",
        ),
    ]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mapping = std::fs::read_to_string(root.join("examples/imports/ols-people.toml")).unwrap();
    // What a mentee knows stands for what they would like to go on with: the source does not say more.
    let mapping = mapping.replace(
        "to = \"extra.expertise\"\nseparator = \";\"\n",
        "to = \"mentee_skills\"\n",
    );
    program.write("people.map", mapping.replace("value = 14\n", "value = 2\n"));
    let table = root.join("tests/data/ols-people.csv");
    program.done(&[
        "import",
        "people",
        table.to_str().unwrap(),
        "--map",
        "people.map",
        "-y",
    ]);
    let outcome = answer(
        &program,
        &["match", "--cohort", "ols-1", "--today", "2019-10-25"],
    );
    assert_eq!(
        (&outcome["mentees"], &outcome["mentees_served"]),
        (&json!(10), &json!(10))
    );
    let words = [
        "match",
        "explain",
        "p0081",
        "p0261",
        "--cohort",
        "ols-1",
        "--today",
        "2019-10-25",
    ];
    let explained = answer(&program, &words);
    assert_eq!(
        explained["rules"][0],
        json!({
            "rule": "skills", "points": 10,
            "because": "skills: Open science (offered as Open research)",
        })
    );
    assert_eq!(
        explained["missing"][0]["because"],
        "skills not offered: Neuroinformatics, Open source, Research software"
    );
}

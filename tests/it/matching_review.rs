//! A draft under review: compared, edited, settled beforehand, published whole or in parts, and refused where it may
//! not become pairings.

use crate::program::{Output, Program};
use serde_json::{Value, json};

const RULES: &str = "\
[[rule]]
id = \"skills\"
kind = \"covers\"
field = \"skills\"
points = 40

[[rule]]
id = \"load\"
kind = \"load\"
points = 3

[[forbid]]
id = \"same-team\"
kind = \"same\"
field = \"team\"
";

const DRAFT: &str = "drafts/main.toml";

/// Three mentors, three mentees who ask for one mentor each, and rules.
fn program() -> Program {
    let program = Program::of(&[
        (
            "program.toml",
            "format = 1\nid = \"demo\"\nname = \"Demo\"\ntimezone = \"Europe/Berlin\"\n",
        ),
        ("matching.toml", RULES),
    ]);
    for (id, rest) in [
        (
            "grace",
            "team = \"noc\"\n\n[mentor]\nskills = [\"routing\"]\ncapacity = 2\n",
        ),
        (
            "kim",
            "team = \"web\"\n\n[mentor]\nskills = [\"sql\"]\ncapacity = 1\n",
        ),
        ("lee", "team = \"lab\"\n\n[mentor]\ncapacity = 1\n"),
        (
            "ada",
            "team = \"web\"\n\n[[request]]\nfacet = \"technical\"\nskills = [\"routing\"]\n",
        ),
        (
            "bob",
            "team = \"lab\"\n\n[[request]]\nskills = [\"routing\"]\n",
        ),
        ("cyd", "team = \"noc\"\n\n[[request]]\nskills = [\"sql\"]\n"),
    ] {
        program.write(
            &format!("participants/{id}.toml"),
            format!("name = \"{id}\"\n{rest}"),
        );
    }
    program
}

fn drafted() -> Program {
    let program = program();
    program.done(&["match"]);
    program
}

fn json(program: &Program, words: &[&str]) -> Value {
    let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
    serde_json::from_str(&program.done(&words)).unwrap()
}

/// `mentor-mentee` of each pair of the draft.
fn draft(program: &Program) -> Vec<String> {
    let draft: toml::Table = program.text(DRAFT).parse().unwrap();
    let pairs = draft
        .get("pair")
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten();
    pairs
        .map(|pair| {
            format!(
                "{}-{}",
                pair["mentor"].as_str().unwrap(),
                pair["mentee"].as_str().unwrap()
            )
        })
        .collect()
}

fn pairings(program: &Program) -> Vec<String> {
    let list = json(program, &["pairing", "list"]);
    let pairings = list["pairings"].as_array().unwrap().iter();
    pairings
        .map(|pairing| pairing["id"].as_str().unwrap().to_owned())
        .collect()
}

/// The draft with one text in place of another, which it has to hold.
fn edit(program: &Program, from: &str, to: &str) {
    let text = program.text(DRAFT);
    assert!(text.contains(from), "{text}");
    program.write(DRAFT, text.replacen(from, to, 1));
}

/// A refusal that changes nothing, with this exit code and these words.
fn refused(program: &Program, words: &[&str], code: i32, telling: &[&str]) -> Output {
    let before = program.everything();
    let output = program.run(words);
    assert_eq!(output.code, Some(code), "{words:?}: {output:#?}");
    for words in telling {
        assert!(output.stderr.contains(words), "{words}: {}", output.stderr);
    }
    assert_eq!(program.everything(), before);
    output
}

#[test]
fn a_draft_has_a_line_for_each_fact_and_pairs_in_the_order_of_mentees() {
    let program = drafted();
    let text = program.text(DRAFT);
    let pair = "\n[[pair]]\nmentee = \"ada\"\nfacet = \"technical\"\nmentor = \"grace\"\npoints = 43\nbecause = [\"skills: routing (+40)\", \"2 of 2 places free (+3)\"]\n";
    assert!(text.contains(pair), "{text}");
    assert_eq!(draft(&program), ["grace-ada", "grace-bob", "kim-cyd"]);
    program.done(&["match"]);
    assert_eq!(
        program.text(DRAFT),
        text,
        "the same run gives the same bytes"
    );
}

#[test]
fn diff_compares_with_what_is_in_force_with_a_fresh_run_and_with_an_older_draft() {
    let program = drafted();
    let new = json(&program, &["match", "diff"]);
    assert_eq!(new["changes"].as_array().unwrap().len(), 3);
    assert_eq!(new["changes"][0]["change"], "new");
    let old = program.text(DRAFT);
    assert_eq!(
        json(&program, &["match", "diff", "--fresh"])["changes"],
        json!([])
    );
    program.done(&["match", "pin", "lee", "ada"]);
    let fresh = json(&program, &["match", "diff", "--fresh"]);
    let expected = json!([{
        "mentee": "ada", "facet": "technical", "change": "other", "before": "grace", "after": "lee",
        "points_before": 43, "points_after": 3,
    }]);
    assert_eq!(fresh["changes"], expected);
    let looked = program.done(&["match", "-n"]);
    assert!(
        looked.contains("-mentor = \"grace\"\n") && looked.contains("+mentor = \"lee\"\n"),
        "{looked}"
    );
    assert_eq!(program.text(DRAFT), old);
    program.done(&["match"]);
    let against = program
        .call(&["match", "diff", "-", "--json"])
        .input(old)
        .run();
    let against: Value = serde_json::from_str(&against.stdout).unwrap();
    assert_eq!(against["changes"], expected);
    program.write("broken.toml", "on = 2026-01-12\naim = \"most\"\n");
    refused(
        &program,
        &["match", "diff", "broken.toml"],
        1,
        &["broken.toml:2:7"],
    );
}

#[test]
fn a_dropped_pair_is_gone_from_the_draft_alone_and_undo_brings_it_back() {
    let program = drafted();
    let before = program.text(DRAFT);
    program.done(&["match", "drop", "bob/grace", "cyd"]);
    assert_eq!(draft(&program), ["grace-ada"]);
    program.done(&["undo"]);
    assert_eq!(program.text(DRAFT), before);
    refused(
        &program,
        &["match", "drop", "grace"],
        4,
        &["grace/ada", "grace/bob"],
    );
    refused(&program, &["match", "drop", "lee/ada"], 3, &["grace/ada"]);
    program.done(&["match", "drop", "ada", "bob", "cyd"]);
    refused(
        &program,
        &["match", "publish", "-y"],
        1,
        &["the draft of main has no pairs"],
    );
}

#[test]
fn pins_and_forbidden_pairs_are_written_with_their_reason_kept_by_the_next_run_and_taken_back() {
    let program = drafted();
    let rules = program.text("matching.toml");
    program.done(&["match", "pin", "lee", "ada", "--why", "they asked for it"]);
    let pinned = format!(
        "{rules}\n[[pin]]\nmentor = \"lee\"\nmentee = \"ada\"\nwhy = \"they asked for it\"\n"
    );
    assert_eq!(program.text("matching.toml"), pinned);
    program.done(&["match", "pin", "lee", "ada"]);
    assert_eq!(
        program.text("matching.toml"),
        pinned,
        "a second time changes nothing"
    );
    refused(
        &program,
        &["match", "forbid", "lee", "ada"],
        1,
        &["is pinned", "pin lee ada --remove"],
    );
    program.done(&["match"]);
    assert_eq!(draft(&program)[0], "lee-ada");
    program.done(&["match", "pin", "lee", "ada", "--remove"]);
    assert_eq!(program.text("matching.toml"), rules);
    program.done(&["undo"]);
    assert_eq!(program.text("matching.toml"), pinned);
    program.done(&["undo", "--help"]);
    program.done(&["match", "pin", "lee", "ada", "--remove"]);

    // The mentor may stand second: only one of them mentors.
    program.done(&[
        "match",
        "forbid",
        "ada",
        "grace",
        "--why",
        "they share a flat",
    ]);
    let forbidden = program.text("matching.toml");
    let entry = "[[forbid]]\nid = \"grace-not-ada\"\nkind = \"pair\"\nmentor = \"grace\"\nmentee = \"ada\"\n\
                 why = \"they share a flat\"\n";
    assert!(forbidden.contains(entry), "{forbidden}");
    refused(
        &program,
        &["match", "pin", "grace", "ada"],
        1,
        &["they share a flat", "--remove"],
    );
    program.done(&["match"]);
    assert!(!draft(&program).contains(&"grace-ada".to_owned()));
    program.done(&["match", "forbid", "grace", "ada", "--remove"]);
    refused(
        &program,
        &["match", "pin", "grace", "cyd"],
        1,
        &["same-team", "same team: noc"],
    );
    refused(
        &program,
        &["match", "pin", "bob", "cyd"],
        1,
        &["bob is no mentor"],
    );
    refused(
        &program,
        &["match", "pin", "kim", "bob", "--remove"],
        1,
        &["is not pinned"],
    );
    refused(
        &program,
        &["match", "forbid", "kim", "bob", "--remove"],
        1,
        &["is not forbidden by name"],
    );
    program.done(&["check"]);
}

#[test]
fn the_reason_of_a_pin_does_not_reach_the_history() {
    let program = drafted();
    program.done(&["match", "forbid", "grace", "ada", "--why", "canary"]);
    assert!(!program.done(&["history", "--json"]).contains("canary"));
}

#[test]
fn publishing_freezes_points_reasons_and_the_digest_of_the_rules() {
    let program = drafted();
    let digest = json(&program, &["match", "-n"])["rules_digest"]
        .as_str()
        .unwrap()
        .to_owned();
    program.done(&["match", "publish", "-y"]);
    assert_eq!(
        pairings(&program),
        ["grace-mentors-ada", "grace-mentors-bob", "kim-mentors-cyd"]
    );
    let pairing = program.text("pairings/grace-mentors-ada.toml");
    let rationale = format!(
        "[rationale]\npoints = 43\nrules_digest = \"{digest}\"\nbecause = [\"skills: routing (+40)\", \"2 of 2 places free (+3)\"]\n"
    );
    assert!(pairing.contains(&rationale), "{pairing}");
    assert!(!program.path(DRAFT).exists());
    refused(
        &program,
        &["match", "publish", "-y"],
        1,
        &["there is no draft of main", "pleiad match makes one"],
    );
    program.done(&["undo"]);
    assert_eq!((pairings(&program).len(), draft(&program).len()), (0, 3));
}

#[test]
fn some_pairs_can_be_published_and_the_rest_another_day() {
    let program = drafted();
    program.done(&["match", "publish", "grace/bob", "cyd+kim", "-y"]);
    assert_eq!(pairings(&program), ["grace-mentors-bob", "kim-mentors-cyd"]);
    assert_eq!(draft(&program), ["grace-ada"]);
    program.done(&["match", "publish", "-y", "--today", "2026-11-27"]);
    assert_eq!(pairings(&program).len(), 3);
    let pairing = program.text("pairings/grace-mentors-ada.toml");
    // One place had been given in the meantime, and the rationale says what held when the pairing was made.
    assert!(pairing.contains("1 of 2 places free (+1)"), "{pairing}");
}

#[test]
fn where_the_policy_asks_for_acceptance_pairs_are_proposed_and_parts_can_still_follow() {
    let program = program();
    let settings = program.text("program.toml");
    program.write(
        "program.toml",
        format!("{settings}\n[policy]\nacceptance = true\n"),
    );
    program.done(&["match"]);
    program.done(&["match", "publish", "ada", "-y"]);
    assert!(
        program
            .text("pairings/grace-mentors-ada.toml")
            .contains("is = \"proposed\"")
    );
    program.done(&["match", "publish", "-y"]);
    assert_eq!(pairings(&program).len(), 3);
}

#[test]
fn a_draft_is_stale_when_anything_it_rests_on_has_changed_and_not_when_anything_else_has() {
    type Change = fn(&Program);
    let harmless: [Change; 2] = [
        |program| drop(program.done(&["participant", "set", "ada", "consented=2026-01-05"])),
        |program| drop(program.done(&["program", "set", "name=Other"])),
    ];
    for change in harmless {
        let program = drafted();
        change(&program);
        program.done(&["match", "publish", "-y"]);
    }
    let changes: [Change; 6] = [
        |program| drop(program.done(&["participant", "set", "kim", "mentor.capacity=2"])),
        |program| drop(program.done(&["participant", "set", "kim", "team=noc"])),
        |program| drop(program.done(&["participant", "pause", "kim"])),
        |program| drop(program.done(&["enroll", "Zoe", "--mentee", "-y"])),
        |program| drop(program.done(&["match", "forbid", "lee", "cyd"])),
        |program| drop(program.done(&["pairing", "add", "lee", "cyd"])),
    ];
    for change in changes {
        let program = drafted();
        change(&program);
        let telling = [
            "have changed since the draft of 2026-11-23",
            "pleiad match makes a new one",
        ];
        refused(&program, &["match", "publish", "-y"], 5, &telling);
        program.done(&["match"]);
        program.done(&["match", "publish", "-y"]);
    }
}

#[test]
fn a_draft_that_was_edited_into_something_illegal_is_refused_at_its_place() {
    let cases = [
        (
            "mentor = \"grace\"",
            "mentor = \"kim\"",
            "kim has 1 place free, and all are given",
        ),
        (
            "mentor = \"kim\"",
            "mentor = \"grace\"",
            "rule same-team forbids it: same team: noc",
        ),
        (
            "mentee = \"ada\"\nfacet = \"technical\"",
            "mentee = \"ada\"\nfacet = \"career\"",
            "ada has no open request for facet career",
        ),
        (
            "mentee = \"bob\"",
            "mentee = \"ada\"",
            "the same mentor twice for one mentee",
        ),
        ("mentor = \"kim\"", "mentor = \"bob\"", "bob is no mentor"),
        (
            "mentor = \"kim\"",
            "mentor = \"cyd\"",
            "nobody can mentor themselves",
        ),
        (
            "mentee = \"cyd\"\nmentor = \"kim\"",
            "mentee = \"bob\"\nmentor = \"kim\"",
            "bob wants 1 of any facet, and this is one more",
        ),
    ];
    for (from, to, telling) in cases {
        let program = drafted();
        edit(&program, from, to);
        let output = refused(
            &program,
            &["match", "publish", "-y"],
            1,
            &[telling, "pleiad match drop"],
        );
        assert!(
            output.stderr.contains("drafts/main.toml:"),
            "{}",
            output.stderr
        );
        let scripts = refused(&program, &["match", "publish", "-y", "--json"], 1, &[]);
        let error: Value = serde_json::from_str(&scripts.stderr).unwrap();
        assert!(error["error"]["line"].is_u64() && error["error"]["column"].is_u64());
    }
}

#[test]
fn a_stranger_in_a_draft_is_refused_at_its_place() {
    let program = drafted();
    edit(&program, "mentor = \"kim\"", "mentor = \"zoe\"");
    let output = refused(
        &program,
        &["match", "publish", "-y"],
        1,
        &["zoe", "drafts/main.toml:"],
    );
    assert!(output.stderr.contains("zoe"), "{}", output.stderr);
}

#[test]
fn a_legal_edit_by_hand_is_published_with_the_rationale_of_the_pair_it_names() {
    let program = drafted();
    edit(
        &program,
        "facet = \"technical\"\nmentor = \"grace\"",
        "facet = \"technical\"\nmentor = \"lee\"",
    );
    let output = program.run(&["match", "publish", "-y"]);
    assert_eq!(output.code, Some(0), "{output:?}");
    assert!(
        output
            .stderr
            .contains("1 pair has other points than the draft says"),
        "{output:?}"
    );
    let pairing = program.text("pairings/lee-mentors-ada.toml");
    assert!(
        pairing.contains("points = 3\n") && !pairing.contains("routing"),
        "{pairing}"
    );
}

#[test]
fn a_draft_of_scores_keeps_their_points_and_the_bars_that_are_by_name() {
    let program = program();
    program.write(
        "scores.csv",
        "mentor,mentee,points\ngrace,cyd,7\nlee,ada,9\n",
    );
    program.done(&["match", "--scores", "scores.csv"]);
    // A team is a matter of the rules, which the scores replaced.
    assert_eq!(draft(&program), ["lee-ada", "grace-cyd"]);
    program.done(&["match", "publish", "-y"]);
    assert!(
        program
            .text("pairings/grace-mentors-cyd.toml")
            .contains("points = 7\n")
    );

    let program = self::program();
    program.done(&["match", "forbid", "grace", "ada"]);
    program.write(
        "scores.csv",
        "mentor,mentee,points\ngrace,bob,7\nlee,ada,9\n",
    );
    program.done(&["match", "--scores", "scores.csv"]);
    edit(&program, "mentor = \"lee\"", "mentor = \"grace\"");
    refused(
        &program,
        &["match", "publish", "-y"],
        1,
        &["rule grace-not-ada forbids it"],
    );
}

#[test]
fn the_mentees_of_a_circle_are_published_together() {
    let program = program();
    program.write(
        "participants/grace.toml",
        "name = \"grace\"\n\n[mentor]\nskills = [\"routing\", \"sql\"]\ncapacity = 3\ncircle = true\n",
    );
    program.done(&["participant", "pause", "kim", "lee", "-y"]);
    program.done(&["match"]);
    assert_eq!(draft(&program), ["grace-ada", "grace-bob", "grace-cyd"]);
    refused(
        &program,
        &["match", "publish", "ada", "-y"],
        1,
        &["one circle"],
    );
    program.done(&["match", "publish", "ada", "bob", "cyd", "-y"]);
    assert_eq!(pairings(&program), ["circle-grace"]);
    let circle = program.text("pairings/circle-grace.toml");
    assert!(
        circle.contains("    \"bob: skills: routing (+40)\",\n"),
        "{circle}"
    );
}

#[test]
fn a_pairing_by_hand_stands_under_the_same_rules_with_the_same_rationale() {
    let program = drafted();
    program.done(&["match", "publish", "-y"]);
    let published = program.text("pairings/grace-mentors-ada.toml");
    let rationale = |text: &str| {
        let from = text.find("[rationale]").unwrap();
        text[from..text.find("[[state]]").unwrap()].to_owned()
    };
    let by_hand = self::program();
    by_hand.done(&["pairing", "add", "grace", "ada", "--facet", "technical"]);
    let made = by_hand.text("pairings/grace-mentors-ada.toml");
    assert_eq!(rationale(&made), rationale(&published));
    refused(
        &by_hand,
        &["pairing", "add", "grace", "cyd"],
        1,
        &["rule same-team forbids grace with cyd", "--force"],
    );
    by_hand.done(&["pairing", "add", "grace", "cyd", "--force"]);
}

#[test]
fn a_pin_that_a_rule_about_people_forbids_stops_the_run_at_its_place() {
    let program = program();
    let rules = program.text("matching.toml");
    program.write(
        "matching.toml",
        format!("{rules}\n[[pin]]\nmentor = \"grace\"\nmentee = \"cyd\"\n"),
    );
    let telling = [
        "matching.toml:18:1: pin: grace with cyd is pinned, and rule same-team forbids it",
        "pleiad match pin grace cyd --remove",
    ];
    refused(&program, &["match"], 1, &telling);
    program.done(&["match", "pin", "grace", "cyd", "--remove"]);
    program.done(&["match"]);
}

#[test]
fn a_fresh_run_is_compared_under_the_aim_of_the_draft() {
    let program = program();
    program.done(&["match", "--aim", "quality"]);
    assert_eq!(
        json(&program, &["match", "diff", "--fresh"])["changes"],
        json!([])
    );
    let refused = program.run(&["match", "diff", "--fresh", "--aim", "best"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
}

//! Paying it forward over years: a real program of ten cohorts, and who was mentored by whom in it.

use crate::program::Program;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A file of the repository.
fn shipped(path: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    path.to_str().unwrap().to_owned()
}

/// A program of the Open Life Science data in these two tables.
fn ols(people: &str, pairings: &str) -> Program {
    let program = Program::empty();
    program.done(&["init", ".", "--name", "OLS", "--timezone", "UTC"]);
    for (what, table, map) in [
        ("people", people, "ols-people"),
        ("pairings", pairings, "ols-pairings"),
    ] {
        let (table, map) = (
            shipped(table),
            shipped(&format!("examples/imports/{map}.toml")),
        );
        program.done(&["import", what, &table, "--map", &map]);
    }
    program
}

fn json(program: &Program, words: &[&str]) -> Value {
    let words: Vec<&str> = std::iter::once("--json")
        .chain(words.iter().copied())
        .collect();
    serde_json::from_str(&program.done(&words)).unwrap()
}

fn cut() -> Program {
    ols(
        "tests/data/ols-lineage-people.csv",
        "tests/data/ols-lineage-pairings.csv",
    )
}

#[test]
fn the_longest_chain_stands_in_its_tree() {
    let told = cut().done(&["report", "lineage", "--longest"]);
    let expected = "\
The longest chain

p0547 → p0184 → p0074 → p0258 → p0410 → p0092

Mentored
p0547
  p0184, ols-3
    p0074, ols-4
      p0258, ols-5
        p0410, ols-6
          p0146, ols-8
          p0092, ols-9-dra
        p0409, ols-7
      p0675, ols-5
        p0005, ols-6
          p0124, ols-7
    p0695, ols-5
";
    assert_eq!(told, expected);
}

#[test]
fn a_lineage_goes_up_and_down_and_is_drawn_for_other_programs() {
    let program = cut();
    let told = program.done(&["report", "lineage", "p0258"]);
    assert!(
        told.contains("Mentored by\np0258\n  p0074, ols-5\n    p0184, ols-4\n"),
        "{told}"
    );
    assert!(told.contains("Mentored\np0258\n  p0410, ols-6\n"), "{told}");
    let drawn = program.done(&["report", "lineage", "p0410", "--as", "graphviz"]);
    assert!(drawn.starts_with("digraph lineage {\n"), "{drawn}");
    assert!(
        drawn.contains("  \"p0258\" -> \"p0410\" [label = \"ols-6\"];\n"),
        "{drawn}"
    );
    let drawn = program.done(&["report", "lineage", "--all", "--as", "mermaid"]);
    assert!(drawn.starts_with("graph TD\n  p0[\"p0005\"]\n"), "{drawn}");
    assert_eq!(drawn.matches("-->").count(), 11, "{drawn}");
}

#[test]
fn two_who_mentor_each_other_are_a_lineage_like_any_other() {
    let program = Program::small();
    program.done(&["enroll", "ada-lovelace", "--mentor"]);
    program.done(&["enroll", "grace-hopper", "--mentee"]);
    program.done(&["pairing", "add", "ada", "grace", "--force"]);
    let told = program.done(&["report", "lineage", "ada"]);
    assert!(told.contains("Ada Lovelace, 2026  (above)"), "{told}");
    let all = json(&program, &["report", "lineage", "--all"]);
    assert_eq!(all["edges"].as_array().unwrap().len(), 2);
    let forward = json(&program, &["report", "forward"]);
    assert_eq!(
        (forward["both"].as_u64(), forward["forward"].as_u64()),
        (Some(2), Some(1))
    );
}

#[test]
fn names_cannot_break_out_of_a_drawing() {
    let program = Program::small();
    let evil = "name = \"Ada \\\"] end; <b> \\\\ #quot;\"\n\n[mentee]\n";
    program.write("participants/ada-lovelace.toml", evil);
    let drawn = program.done(&["report", "lineage", "--all", "--as", "graphviz"]);
    assert!(
        drawn.contains(r#"[label = "Ada \"] end; <b> \\ #quot;"];"#),
        "{drawn}"
    );
    let drawn = program.done(&["report", "lineage", "--all", "--as", "mermaid"]);
    assert!(
        drawn.contains(r#"["Ada #quot;] end; <b> \ #35;quot;"]"#),
        "{drawn}"
    );
}

/// The whole data, where it lies beside the repository.
#[test]
fn ten_real_cohorts_pay_forward_as_counted_elsewhere() {
    let data = "../shared/data/ols";
    if !Path::new(&shipped(data)).is_dir() {
        return;
    }
    let program = ols(
        &format!("{data}/people.csv"),
        &format!("{data}/pairings.csv"),
    );
    let forward = json(&program, &["report", "forward"]);
    let counts = ["mentees", "mentors", "both", "forward"].map(|key| forward[key].as_u64());
    assert_eq!(counts, [Some(484), Some(158), Some(74), Some(61)]);
    assert_eq!(forward["rate_percent"], 12);
    let lineage = json(&program, &["report", "lineage", "--longest"]);
    let chain: Vec<&str> = lineage["longest"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person.as_str().unwrap())
        .collect();
    assert_eq!(
        chain,
        ["p0547", "p0184", "p0074", "p0258", "p0410", "p0092"]
    );
}

#[test]
fn who_learned_something_could_pass_it_on_and_one_command_makes_it_so() {
    let program = Program::small();
    program.done(&[
        "participant",
        "wish",
        "ada",
        "technical",
        "--skill",
        "routing",
    ]);
    program.done(&["note", "ada", "yesterday", "45m", "-m", "Walked through it"]);
    program.done(&["participant", "set", "ada", "offers_to_mentor=true"]);
    let before = json(&program, &["report", "forward"]);
    let first = &before["candidates"][0];
    assert_eq!(first["person"], "ada-lovelace");
    assert_eq!(first["offered"], true);
    assert_eq!(first["skills"][0], "routing");
    program.done(&["enroll", "ada-lovelace", "--mentor"]);
    let after = json(&program, &["report", "forward"]);
    assert_eq!(after["candidates"].as_array().unwrap().len(), 0);
    let own = program.text("participants/ada-lovelace.toml");
    assert!(
        own.contains("[[request]]\nfacet = \"technical\"\nskills = [\"routing\"]\n"),
        "{own}"
    );
    assert!(own.contains("[mentor]\n"), "{own}");
}

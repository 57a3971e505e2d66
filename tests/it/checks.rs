//! `check` tells the same problems in every format; on GitHub each stands at its line of the pull request.

use crate::program::Program;
use serde_json::Value;

/// An error with what GitHub would misread in its text, a warning, and a problem of a whole file.
fn broken() -> Program {
    let program = Program::of(&[
        (
            "program.toml",
            "format = 1\nid = \"demo\"\nname = \"Demo\"\n",
        ),
        (
            "participants/ada.toml",
            "name = \"Ada\"\nemail = \"50%, a: b\\nc\"\nemial = \"x\"\n[mentee]\n",
        ),
    ]);
    program.write("participants/Kim.toml", "name = \"Kim\"\n[mentee]\n");
    program
}

fn problems(program: &Program) -> Vec<Value> {
    let output = program.run(&["check", "--json"]);
    let answer: Value = serde_json::from_str(&output.stdout).unwrap();
    answer["problems"].as_array().unwrap().clone()
}

/// What GitHub makes of a message or of a property.
fn read_back(text: &str) -> String {
    let text = text.replace("%3A", ":").replace("%2C", ",");
    let text = text.replace("%0A", "\n").replace("%0D", "\r");
    text.replace("%25", "%")
}

#[test]
fn on_github_each_problem_is_one_command_at_its_line() {
    let program = broken();
    let output = program.run(&["check", "--format", "github"]);
    assert_eq!(output.code, Some(1), "{output:#?}");
    let told = problems(&program);
    assert_eq!(output.stdout.lines().count(), told.len(), "{output:#?}");
    for (line, problem) in output.stdout.lines().zip(&told) {
        let (head, message) = line[2..].split_once("::").unwrap();
        let (kind, properties) = head.split_once(' ').unwrap();
        assert_eq!(kind, problem["severity"]);
        let property = |name: &str| {
            let mut all = properties.split(',').filter_map(|one| one.split_once('='));
            all.find(|(key, _)| *key == name)
                .map(|(_, value)| read_back(value))
        };
        assert_eq!(property("file").unwrap(), problem["file"], "{line}");
        assert_eq!(property("title").unwrap(), problem["code"], "{line}");
        let number = |key: &str| problem[key].as_u64().map(|number| number.to_string());
        assert_eq!(property("line"), number("line"), "{line}");
        assert_eq!(property("col"), number("column"), "{line}");
        let words = format!(
            "{}\nhint: {}",
            problem["message"].as_str().unwrap(),
            problem["hint"].as_str().unwrap()
        );
        assert_eq!(read_back(message), words, "{line}");
    }
}

#[test]
fn a_program_in_a_folder_of_its_repository_is_told_by_its_path_there() {
    let program = Program::empty();
    for (path, bytes) in broken().files() {
        program.write(&format!("programs/it/{path}"), bytes);
    }
    let expected = "::error file=programs/it/participants/ada.toml,line=2,col=9,";
    let told = program
        .run(&["-C", "programs/it", "check", "--format", "github"])
        .stdout;
    assert!(told.contains(expected), "{told}");
    let call = program.call(&["-C", "programs/it", "check", "--format", "github"]);
    let told = call
        .env("GITHUB_WORKSPACE", program.path("programs"))
        .run()
        .stdout;
    assert!(
        told.contains("::error file=it/participants/ada.toml,"),
        "{told}"
    );
}

#[test]
fn nothing_wrong_is_nothing_said_to_github_and_other_commands_do_not_answer_it() {
    let program = Program::small();
    assert_eq!(program.done(&["check", "--format", "github"]), "");
    let refused = program.run(&["participant", "list", "--format", "github"]);
    assert_eq!(refused.code, Some(2), "{refused:#?}");
}

#[test]
fn every_format_tells_every_problem_and_ends_with_the_same_code() {
    let program = broken();
    let told = problems(&program);
    for format in [
        "table", "text", "md", "html", "csv", "tsv", "json", "github",
    ] {
        let output = program.run(&["check", "--format", format]);
        assert_eq!(output.code, Some(1), "{format}");
        for problem in &told {
            let file = problem["file"].as_str().unwrap();
            assert!(output.stdout.contains(file), "{format}: {output:#?}");
        }
    }
    let rows = program.run(&["check", "--format", "csv"]).stdout;
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let head = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), told.len());
    for (row, problem) in rows.iter().zip(&told) {
        for (key, cell) in head.iter().zip(row) {
            let value = match &problem[key] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(cell, value, "{key}");
        }
    }
}

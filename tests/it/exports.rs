//! Exports of a whole program: every record that a file holds, nothing that was not asked for, and one way for each thing.

use crate::program::Program;
use serde_json::Value;

/// A file of the program as JSON, days and times as texts.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(flag) => (*flag).into(),
        toml::Value::Datetime(datetime) => datetime.to_string().into(),
        toml::Value::Array(items) => items.iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            let fields = table.iter();
            let fields = fields.map(|(key, value)| (key.clone(), as_json(value)));
            Value::Object(fields.collect())
        }
    }
}

/// The key of a file in the document, and its id there.
fn place(path: &str) -> Option<(String, Option<String>)> {
    let stem = path.strip_suffix(".toml")?;
    match stem.rsplit_once('/') {
        None => Some((stem.to_owned(), None)),
        Some(("confidential", "program")) => Some(("confidential_program".to_owned(), None)),
        Some((folder, id)) => Some((folder.replace('/', "_"), Some(id.to_owned()))),
    }
}

/// A program that lives, with a prospect, and a check-in kept in confidence.
fn living() -> Program {
    let program = Program::empty();
    program.done(&["init", "--example", "--timezone", "UTC"]);
    program.done(&["prospect", "add", "Mira Chen", "--met", "conference"]);
    let list = program.done(&["pairing", "list", "--where", "state = active", "--json"]);
    let list: Value = serde_json::from_str(&list).unwrap();
    let pairing = list["pairings"][0]["id"].as_str().unwrap();
    let mentee = list["pairings"][0]["mentees"][0].as_str().unwrap();
    let of_mentee = ["--from", mentee, "fit=4", "-m", "Well"];
    program.done(&[&["checkin", "add", pairing], &of_mentee[..]].concat());
    program
}

fn exported(program: &Program, arguments: &[&str]) -> Value {
    let call = [&["export", "json"], arguments].concat();
    serde_json::from_str(&program.done(&call)).unwrap()
}

#[test]
fn the_whole_program_as_json_holds_every_record_of_every_file() {
    let program = living();
    let open = exported(&program, &[]);
    let whole = exported(&program, &["--confidential"]);
    let mut confidential = 0;
    for (path, bytes) in program.files() {
        let Some((key, id)) = place(&path).filter(|_| !path.starts_with("private/")) else {
            continue;
        };
        let text = String::from_utf8(bytes).unwrap();
        let expected = as_json(&toml::Value::Table(text.parse().unwrap()));
        let told = match &id {
            Some(id) => &whole[&key][id],
            None => &whole[&key],
        };
        assert_eq!(*told, expected, "{path}");
        if path.starts_with("confidential/") {
            confidential += 1;
            assert!(open[&key].is_null(), "{path}");
        } else {
            assert_eq!(open[&key], whole[&key], "{path}");
        }
    }
    assert!(0 < confidential);
    assert_eq!(
        program.done(&["export", "json", "--json"]),
        program.done(&["export", "json"])
    );
}

#[test]
fn a_page_and_a_picture_are_those_of_the_summary() {
    let program = living();
    let page = program.done(&["export", "html"]);
    assert_eq!(page, program.done(&["summary", "--format", "html"]));
    let picture = program.done(&["export", "svg", "--figure", "meetings"]);
    let same = ["summary", "--format", "svg", "--figure", "meetings"];
    assert_eq!(picture, program.done(&same));
    let which = program.run(&["export", "svg"]);
    assert_eq!(which.code, Some(2));
    assert!(which.stderr.contains("--figure"), "{which:#?}");
}

/// The tables, each with what `import` needs beside it.
const TABLES: [(&str, &[&str]); 5] = [
    ("people", &[]),
    ("pairings", &[]),
    ("meetings", &["-y"]),
    ("prospects", &[]),
    ("checkins", &[]),
];

#[test]
fn a_table_that_is_imported_where_it_came_from_changes_nothing() {
    let program = living();
    program.done(&["export", "csv", "--confidential", "-o", "tables"]);
    let before = program.files();
    for (kind, further) in TABLES {
        let file = format!("tables/{kind}.csv");
        let lines = program.text(&file).lines().count();
        assert!(1 < lines, "{file}");
        let call = [&["import", kind, &file], further].concat();
        let output = program.run(&call);
        assert_eq!(output.code, Some(0), "{kind}: {output:#?}");
        assert_eq!(program.files(), before, "{kind}: {output:#?}");
        let call = [&["import", kind, &file, "--json"], further].concat();
        let report: Value = serde_json::from_str(&program.done(&call)).unwrap();
        let differing = report["differing"].as_array().map_or(0, Vec::len);
        assert_eq!(differing, 0, "{kind}: {report:#}");
    }
}

#[test]
fn people_and_pairings_that_move_to_another_program_are_exported_there_as_they_were_here() {
    let program = living();
    program.done(&["export", "csv", "-o", "tables"]);
    let other = Program::empty();
    other.done(&["init", "--timezone", "UTC"]);
    for path in ["program.toml", "vocabulary.toml", "objectives.toml"] {
        other.write(path, program.text(path));
    }
    other.write("people.csv", program.text("tables/people.csv"));
    other.done(&["import", "people", "people.csv"]);
    assert_eq!(
        other.done(&["export", "csv", "people"]),
        program.text("tables/people.csv")
    );
}

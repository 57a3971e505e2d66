//! Every report in every format: they say the same, and read well where there is nothing to tell.

use super::{example, json, words};
use crate::program::{Program, SMALL};
use serde_json::Value;

/// Every report, and every summary of the whole.
const LINES: [&str; 17] = [
    "",
    "summary",
    "summary --with .",
    "report objectives",
    "report funnel",
    "report funnel --by-cohort",
    "report pool",
    "report health",
    "report hours",
    "report hours --per person",
    "report hours --per pairing",
    "report outcomes",
    "report advice",
    "report certifications",
    "report reciprocity",
    "report declines",
    "report sponsor --names",
];
const FORMATS: [&str; 7] = ["table", "tsv", "csv", "json", "md", "html", "text"];

fn assert_all_read_well(program: &Program, further: &[&str]) {
    for line in LINES {
        for format in FORMATS {
            let call = [words(line), vec!["--format", format], further.to_vec()].concat();
            let output = program.run(&call);
            assert_eq!(output.code, Some(0), "{call:?}: {output:#?}");
            let is_told = !output.stdout.trim().is_empty();
            assert!(is_told, "{call:?} says nothing");
            for slip in ["NaN", "inf ", "None", "Some(", "-0 "] {
                assert!(!output.stdout.contains(slip), "{call:?}: {}", output.stdout);
            }
        }
    }
}

#[test]
fn every_report_of_a_program_with_nobody_in_it_reads_well_in_every_format() {
    assert_all_read_well(&Program::of(&SMALL[..1]), &[]);
}

#[test]
fn every_report_as_of_a_day_before_the_start_reads_well_in_every_format() {
    let program = Program::small();
    program.write(
        "objectives.toml",
        "[[objective]]\nid = \"rota\"\ntitle = \"Two on every rota\"\nmetric = \"entered\"\n\n\
         [[reading]]\nobjective = \"rota\"\non = 2026-02-01\nvalue = 3\n",
    );
    assert_all_read_well(&program, &["--as-of", "2020-01-01"]);
    // And an objective without target on a day that knows its value.
    let told = program.done(&["report", "objectives"]);
    assert!(told.contains("no target"), "{told}");
    let json = json(&program, "report objectives");
    assert_eq!(json["objectives"][0]["actual"], 3.0);
    assert_eq!(json["objectives"][0]["gap"], Value::Null);
}

/// The first table of Markdown, cell by cell.
fn markdown_rows(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().skip_while(|line| !line.starts_with('|'));
    let rows = lines.take_while(|line| line.starts_with('|')).skip(2);
    let cells = |line: &str| {
        let line = line.trim_start_matches("| ").trim_end_matches(" |");
        line.split(" | ").map(str::to_owned).collect()
    };
    rows.map(cells).collect()
}

/// Hours as people read minutes.
fn hours(minutes: f64) -> String {
    format!("{:.1}", minutes / 60.0)
}

#[test]
fn json_csv_and_markdown_tell_the_same_numbers() {
    let program = example();
    let tables = [
        ("report objectives", "objectives"),
        ("report funnel", "steps"),
        ("report funnel --by-cohort", "steps"),
        ("report hours", "months"),
        ("report hours --per person", "people"),
        ("report hours --per pairing", "pairings"),
        ("report outcomes", "outcomes"),
        ("report declines", "declines"),
        ("report health", "pairings"),
        ("report sponsor", "figures"),
        ("summary --with .", "programs"),
    ];
    for (line, key) in tables {
        let json = json(&program, line);
        let rows = json[key].as_array().unwrap();
        let formatted = |format| program.done(&[words(line), vec!["--format", format]].concat());
        let csv = formatted("csv");
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let keys = reader.headers().unwrap().clone();
        let told: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let markdown = markdown_rows(&formatted("md"));
        assert!(!rows.is_empty() && rows.len() <= told.len(), "{line}");
        assert_eq!(told.len(), markdown.len(), "{line}");
        let mut numbers = 0;
        for (index, record) in told.iter().enumerate() {
            for (column, (key, cell)) in keys.iter().zip(record).enumerate() {
                if let Some(value) = rows.get(index).and_then(|row| row.get(key)) {
                    let plain = match value {
                        Value::Null => String::new(),
                        Value::String(text) => text.clone(),
                        value => value.to_string(),
                    };
                    let same = plain.parse::<f64>().ok() == cell.parse().ok();
                    assert!(
                        same && (value.is_number() || plain == cell),
                        "{line} {key}: {plain} {cell}"
                    );
                }
                let Ok(number) = cell.parse::<f64>() else {
                    continue;
                };
                numbers += 1;
                let shown = &markdown[index][column];
                let is_there = shown.contains(cell.trim_start_matches('-'))
                    || (key.starts_with("minutes")
                        && (shown.parse::<f64>().unwrap() - number / 60.0).abs() < 0.11)
                    || *shown == hours(number)
                    || number == 0.0;
                assert!(is_there, "{line} {key}: {cell} {shown}");
            }
        }
        assert!(0 < numbers, "{line}: {csv}");
    }
}

#[test]
fn the_pool_tells_the_same_as_a_report() {
    let program = example();
    let (pool, report) = (json(&program, "pool"), json(&program, "report pool"));
    let csv = program.done(&["report", "pool", "--format", "csv"]);
    for line in csv.lines().skip(1) {
        let (key, told) = line.split_once(',').unwrap();
        let number = match &report[key] {
            Value::Array(people) => people.len().to_string(),
            value => value.to_string(),
        };
        assert_eq!(told, number, "{key}");
        assert_eq!(pool[key], report[key], "{key}");
    }
}

#[test]
fn a_script_hears_of_pairs_that_need_somebody_only_where_it_asks() {
    let program = Program::small();
    assert_eq!(program.run(&["report", "health"]).code, Some(0));
    let output = program.run(&["report", "health", "--exit-code", "--json"]);
    assert_eq!(output.code, Some(1));
    let json: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(json["red"], 1);
    let early = program.run(&["report", "health", "--exit-code", "--today", "2026-01-13"]);
    assert_eq!(early.code, Some(0));
}

#[test]
fn several_programs_are_a_row_each_and_currencies_are_not_added() {
    let one = Program::small();
    one.write(
        "program.toml",
        one.text("program.toml") + "\n[resources]\nbudget = 100\ncurrency = \"EUR\"\n",
    );
    let other = Program::small();
    other.write(
        "program.toml",
        other.text("program.toml") + "\n[resources]\nbudget = 50\ncurrency = \"USD\"\n",
    );
    let folder = other.root().display().to_string();
    let answer = one.done(&["summary", "--with", &folder, "--json"]);
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["programs"].as_array().unwrap().len(), 2);
    assert_eq!(answer["sum"]["people"], 4);
    assert_eq!(answer["sum"]["budget"], Value::Null);
    let told = one.done(&["summary", "--with", &folder]);
    assert!(told.contains("budgets are in EUR, USD"), "{told}");
    let nowhere = one.run(&["summary", "--with", "nowhere"]);
    assert_eq!((nowhere.code, nowhere.stdout.as_str()), (Some(3), ""));
}

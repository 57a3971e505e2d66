//! Every document that a command prints with `--json` is valid against the schema that is published for it, and holds
//! no key that the schema does not know; no schema is published that nothing shows.

use crate::citizens::{CASES, Case, furnished};
use crate::program::{Output, Program};
use jsonschema::Validator;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Calls that answer in plain text whatever they are asked for.
const PLAIN: [&str; 2] = ["--version", "--help"];

/// The published schemas, and which of them were seen at work.
struct Published {
    validators: BTreeMap<String, (Validator, Value)>,
    seen: RefCell<BTreeSet<String>>,
    wrong: RefCell<Vec<String>>,
}

impl Published {
    fn new() -> Published {
        let program = Program::empty();
        program.done(&["export", "schema", "-o", "schemas"]);
        let mut validators = BTreeMap::new();
        for entry in fs::read_dir(program.path("schemas")).unwrap() {
            let path = entry.unwrap().path();
            let schema: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            let validator = jsonschema::options()
                .should_validate_formats(true)
                .build(&schema)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            validators.insert(name, (validator, schema));
        }
        assert!(100 < validators.len(), "{}", validators.len());
        Published {
            validators,
            seen: RefCell::default(),
            wrong: RefCell::default(),
        }
    }

    /// Holds what a call printed against the schemas.
    fn hold(&self, line: &str, output: &Output) {
        if !output.stdout.trim().is_empty() {
            self.hold_document(line, &output.stdout);
        }
        if output.stderr.trim_start().starts_with('{') {
            self.hold_document(line, &output.stderr);
        }
    }

    fn hold_document(&self, line: &str, text: &str) {
        let document: Value =
            serde_json::from_str(text).unwrap_or_else(|error| panic!("{line}: {error} in {text}"));
        let name = document["schema"].as_str().unwrap();
        let name = name
            .strip_prefix("pleiad/")
            .and_then(|name| name.strip_suffix("/1"))
            .unwrap_or_else(|| panic!("{line}: {name}"));
        let mut wrong = self.wrong.borrow_mut();
        let Some((validator, schema)) = self.validators.get(name) else {
            wrong.push(format!("{line}: no schema is published for {name}"));
            return;
        };
        let errors = validator.iter_errors(&document);
        wrong.extend(errors.map(|error| format!("{line}: {}: {error}", error.instance_path())));
        if !line.contains("--columns") {
            wrong.extend(rows_that_lack_keys(line, schema, &document));
        }
        self.seen.borrow_mut().insert(name.to_owned());
    }
}

/// The rows of a list hold every key of its schema where nobody chose some of them.
fn rows_that_lack_keys(line: &str, schema: &Value, document: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let forms = match schema["anyOf"].as_array() {
        Some(forms) => forms.as_slice(),
        None => std::slice::from_ref(schema),
    };
    for (key, value) in document.as_object().unwrap() {
        let rows = value.as_array().map_or(&[][..], Vec::as_slice);
        let known: Vec<BTreeSet<&String>> = forms
            .iter()
            .map(|form| &form["properties"][key]["items"])
            .filter(|items| items["required"].is_null())
            .filter_map(|items| items["properties"].as_object())
            .map(|properties| properties.keys().collect())
            .collect();
        for row in rows.iter().filter(|_| !known.is_empty()) {
            let keys: BTreeSet<&String> = row.as_object().unwrap().keys().collect();
            if !known.contains(&keys) {
                wrong.push(format!("{line}: a row with {keys:?} of {known:?}"));
            }
        }
    }
    wrong
}

fn words(line: &str) -> Vec<String> {
    shlex::split(line).unwrap()
}

fn in_json(program: &Program, case: &Case) -> Output {
    let words = [words(case.line), vec!["--json".to_owned()]].concat();
    let call = program.call(&words);
    call.env("VISUAL", case.editor)
        .env("PATH", "/usr/bin:/bin")
        .run()
}

/// What is asked of a program that lives, where lists and reports have something to tell.
const OF_A_LIVING_PROGRAM: &[&str] = &[
    "",
    "__complete fish --at 2 -- pleiad participant sh",
    "calendar",
    "check",
    "checkin due",
    "checkin list",
    "checkin readiness",
    "certification list",
    "cohort list",
    "concern list",
    "constellation @1",
    "due",
    "due --kind unconfirmed",
    "event list",
    "export csv people",
    "export json",
    "export json --confidential",
    "export html",
    "export ics --all",
    "find a",
    "goal list",
    "goal steps",
    "history",
    "homework list",
    "improvement list",
    "match -n",
    "match explain @1 @2",
    "match scores",
    "match suggest @1",
    "match unmatched",
    "meeting list",
    "meeting list --columns id,at",
    "objective list",
    "pairing list",
    "pairing show @pairing",
    "participant list",
    "participant list --where 'level = senior' --sort -name --limit 3",
    "participant show @1",
    "pool",
    "pool --train-first",
    "prep @pairing",
    "program milestone list",
    "program show",
    "prospect list",
    "report advice",
    "report certifications",
    "report declines",
    "report forward",
    "report funnel --by-cohort",
    "report health",
    "report hours --per person",
    "report lineage --all",
    "report lineage --longest",
    "report load",
    "report objectives",
    "report outcomes",
    "report pool",
    "report reciprocity",
    "report sponsor",
    "report sponsor --names",
    "report statement @1 --from 2026-01-01",
    "schedule -n",
    "schedule @pairing",
    "summary",
    "summary @1",
    "summary @pairing",
    "summary --with .",
    "training list",
    "training status",
];

/// The same with the names of people and of a pairing of the example.
fn named(line: &str, people: &[String], pairing: &str) -> String {
    line.replace("@pairing", pairing)
        .replace("@1", &people[0])
        .replace("@2", &people[1])
}

fn ids(program: &Program, list: &str, key: &str) -> Vec<String> {
    let text = program.done(&[list, "list", "--json"]);
    let document: Value = serde_json::from_str(&text).unwrap();
    let rows = document[key].as_array().unwrap();
    let ids = rows
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned());
    ids.collect()
}

#[test]
fn every_reply_is_valid_against_its_published_schema_and_every_schema_is_shown() {
    let published = Published::new();
    for case in CASES.iter().filter(|case| !PLAIN.contains(&case.line)) {
        let program = furnished(case);
        published.hold(case.line, &in_json(&program, case));
    }
    let living = Program::empty();
    living.done(&["init", "--example", "--timezone", "UTC"]);
    let people = ids(&living, "participant", "participants");
    let pairings = ids(&living, "pairing", "pairings");
    for line in OF_A_LIVING_PROGRAM {
        let line = named(line, &people, &pairings[0]);
        let output = living.run(&[vec!["--json".to_owned()], words(&line)].concat());
        if output.code != Some(0) {
            let failed = format!("{line}: {:?} {}", output.code, output.stderr);
            published.wrong.borrow_mut().push(failed);
        }
        published.hold(&line, &output);
    }
    let wrong = published.wrong.borrow();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let seen = published.seen.borrow();
    let unseen: Vec<&String> = published
        .validators
        .keys()
        .filter(|name| !seen.contains(*name) && !name.starts_with("file-"))
        .collect();
    assert!(unseen.is_empty(), "nothing shows {unseen:?}");
}

#[test]
fn a_key_too_many_and_a_key_too_few_are_seen() {
    let published = Published::new();
    let text = Program::small().done(&["program", "show", "--json"]);
    let whole: Value = serde_json::from_str(&text).unwrap();
    let (validator, _) = &published.validators["program-show"];
    assert!(validator.is_valid(&whole));
    for at in ["", "/program", "/program/policy"] {
        let mut more = whole.clone();
        let fields = more.pointer_mut(at).unwrap().as_object_mut().unwrap();
        fields.insert("surprise".to_owned(), Value::Null);
        assert!(!validator.is_valid(&more), "{at}");
        let mut fewer = whole.clone();
        let fields = fewer.pointer_mut(at).unwrap().as_object_mut().unwrap();
        fields.shift_remove(&fields.keys().next().unwrap().clone());
        assert!(!validator.is_valid(&fewer), "{at}");
    }
    let text = Program::small().done(&["participant", "list", "--json"]);
    let mut list: Value = serde_json::from_str(&text).unwrap();
    assert!(!list["participants"].as_array().unwrap().is_empty());
    list["participants"][0]["surprise"] = true.into();
    let (validator, _) = &published.validators["participant-list"];
    assert!(!validator.is_valid(&list));
}

#[test]
fn schemas_for_editors_are_written_once_and_undone_like_any_change() {
    let program = Program::small();
    let before = program.files();
    let shown = program.done(&["export", "schema", "--install", "-n"]);
    assert!(
        shown.contains("+include = [\"participants/*.toml\"]"),
        "{shown}"
    );
    assert_eq!(program.files(), before);
    program.done(&["export", "schema", "--install"]);
    let rules = program.text(".taplo.toml");
    let paths = rules
        .lines()
        .filter_map(|line| line.strip_prefix("path = "));
    let paths: Vec<&str> = paths.map(|path| path.trim_matches('"')).collect();
    assert!(10 < paths.len(), "{rules}");
    for path in paths {
        let schema: Value = serde_json::from_str(&program.text(path)).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{path}");
    }
    assert_eq!(program.run(&["check", "--strict"]).code, Some(0));
    let again = program.done(&["export", "schema", "--install"]);
    assert!(again.contains("Nothing changed"), "{again}");
    program.done(&["undo"]);
    assert_eq!(program.files(), before);
}

#[test]
fn rules_of_ones_own_for_editors_are_never_written_over() {
    let program = Program::small();
    let own = "include = [\"*.toml\"]\n";
    program.write(".taplo.toml", own);
    let before = program.files();
    let refused = program.run(&["export", "schema", "--install"]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.stderr.contains("schemas/participant.json"),
        "{refused:#?}"
    );
    assert!(
        refused
            .stderr
            .contains("hint: `pleiad export schema --install -n`"),
        "{refused:#?}"
    );
    assert_eq!(program.files(), before);
    let shown = program.run(&["export", "schema", "--install", "-n"]);
    assert!(
        shown
            .stdout
            .contains("+path = \"schemas/participant.json\""),
        "{shown:#?}"
    );
    assert!(shown.stderr.contains("by hand"), "{shown:#?}");
    let rules = shown
        .stdout
        .lines()
        .skip_while(|line| !line.contains(".taplo.toml"));
    let added = rules.filter_map(|line| line.strip_prefix('+'));
    let added: Vec<&str> = added.filter(|line| !line.starts_with("++")).collect();
    let with_rules = format!("# My own\n{}\n", added.join("\n"));
    program.write(".taplo.toml", &with_rules);
    program.done(&["export", "schema", "--install"]);
    assert_eq!(program.text(".taplo.toml"), with_rules);
    assert!(
        program
            .text("schemas/pairing.json")
            .contains("urn:pleiad:file-pairing:1")
    );
}

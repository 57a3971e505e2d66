//! Reports as scripts and people get them: every format says the same, numbers are those of the raw files, and nothing
//! reads badly where there is nothing to tell.

use crate::program::{Program, SMALL};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use toml::{Table, Value as Raw};

const TODAY: &str = crate::program::TODAY;

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

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

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

fn json(program: &Program, line: &str) -> Value {
    let call = [words(line), vec!["--json"]].concat();
    serde_json::from_str(&program.done(&call)).unwrap()
}

fn example() -> Program {
    let program = Program::empty();
    program.done(&["init", "--example", "--timezone", "UTC"]);
    program
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

/// The files of a program, each read by itself.
struct Files {
    people: BTreeMap<String, Table>,
    pairings: BTreeMap<String, Table>,
    logs: BTreeMap<String, Table>,
}

impl Files {
    fn of(program: &Program) -> Files {
        Files {
            people: tables(&program.path("participants")),
            pairings: tables(&program.path("pairings")),
            logs: tables(&program.path("meetings")),
        }
    }
}

fn tables(folder: &Path) -> BTreeMap<String, Table> {
    let mut found = BTreeMap::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        found.insert(stem, toml::from_str(&text).unwrap());
    }
    found
}

fn entries<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a Table> {
    let entries = table.get(key).and_then(Raw::as_array);
    entries.into_iter().flatten().filter_map(Raw::as_table)
}

/// The day of a date or a time, as it is written.
fn day(table: &Table, key: &str) -> String {
    let text = table.get(key).map(ToString::to_string).unwrap_or_default();
    text.chars().take(10).collect()
}

fn word<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Raw::as_str).unwrap_or_default()
}

/// What the last entry of a history by today says; of equal days, the later in the file.
fn state(table: &Table, role: &str) -> String {
    let mut last = (String::new(), String::new());
    for entry in entries(table, "state") {
        let is_its =
            role.is_empty() || word(entry, "role").is_empty() || word(entry, "role") == role;
        let on = day(entry, "on");
        if is_its && on.as_str() <= TODAY && last.0 <= on {
            last = (on, word(entry, "is").to_owned());
        }
    }
    last.1
}

fn has_been(pairing: &Table) -> bool {
    let begun = ["accepted", "active", "paused", "closing", "closed"];
    let mut states = entries(pairing, "state");
    state(pairing, "") != "void"
        && states
            .any(|entry| day(entry, "on").as_str() <= TODAY && begun.contains(&word(entry, "is")))
}

fn mentees(pairing: &Table) -> Vec<&str> {
    let mentees = pairing["mentees"].as_array().unwrap();
    mentees.iter().filter_map(Raw::as_str).collect()
}

fn is_in(pairing: &Table, person: &str, role: &str) -> bool {
    let is_mentor = word(pairing, "mentor") == person;
    let is_mentee = mentees(pairing).contains(&person);
    let is_peer = word(pairing, "kind") == "peer";
    match role {
        "mentor" if !is_peer => is_mentor,
        "mentee" if !is_peer => is_mentee,
        _ => is_mentor || is_mentee,
    }
}

fn has_role(person: &Table, role: &str) -> bool {
    match role {
        "mentor" => person.contains_key("mentor"),
        "mentee" => person.contains_key("mentee") || person.contains_key("request"),
        _ => true,
    }
}

fn held(log: &Table) -> impl Iterator<Item = &Table> {
    entries(log, "meeting")
        .filter(|meeting| word(meeting, "is") == "held" && day(meeting, "at").as_str() <= TODAY)
}

fn came(meeting: &Table, person: &str) -> bool {
    let absent = meeting.get("absent").and_then(Raw::as_array);
    !absent.is_some_and(|absent| absent.iter().any(|one| one.as_str() == Some(person)))
}

fn assert_recounted(program: &Program) {
    let files = Files::of(program);
    recount_funnel(program, &files);
    recount_hours(program, &files);
    recount_endings(program, &files);
    recount_match_rate(program, &files);
}

fn recount_funnel(program: &Program, files: &Files) {
    let funnel = json(program, "report funnel");
    for role in ["", "mentor", "mentee"] {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for (id, person) in files
            .people
            .iter()
            .filter(|(_, person)| has_role(person, role))
        {
            *counts.entry("enrolled").or_default() += 1;
            let roles = ["mentor", "mentee"];
            let roles = roles
                .iter()
                .filter(|one| has_role(person, one) && (role.is_empty() || role == **one));
            let mut steps = BTreeSet::new();
            for role in roles {
                for (name, pairing) in files
                    .pairings
                    .iter()
                    .filter(|(_, pairing)| is_in(pairing, id, role))
                {
                    let log = files.logs.get(name);
                    let closing = pairing.get("closing").and_then(Raw::as_table);
                    let planned = closing
                        .and_then(|closing| closing.get("planned"))
                        .and_then(Raw::as_bool);
                    if has_been(pairing) {
                        steps.insert("matched");
                    }
                    if log.is_some_and(|log| held(log).any(|meeting| came(meeting, id))) {
                        steps.insert("met");
                    }
                    if state(pairing, "") == "closed" && planned == Some(true) {
                        steps.insert("closed-well");
                    }
                }
            }
            for step in steps {
                *counts.entry(step).or_default() += 1;
            }
        }
        for step in ["enrolled", "matched", "met", "closed-well"] {
            let rows = funnel["steps"].as_array().unwrap();
            let row = rows.iter().find(|row| {
                row["step"] == step && row["role"].as_str().unwrap_or_default() == role
            });
            let count = counts.get(step).copied().unwrap_or(0);
            assert_eq!(row.unwrap()["people"], count, "{role} {step}");
        }
    }
}

fn recount_hours(program: &Program, files: &Files) {
    let report = json(program, "report hours");
    let settings: Table = toml::from_str(&program.text("program.toml")).unwrap();
    let policy = settings.get("policy").and_then(Raw::as_table);
    let usual = policy
        .and_then(|policy| policy.get("meeting_minutes"))
        .and_then(Raw::as_integer);
    let (mut meetings, mut minutes) = (0, 0);
    let mut months: BTreeMap<String, i64> = BTreeMap::new();
    let mut people: BTreeMap<String, i64> = BTreeMap::new();
    for (name, log) in &files.logs {
        let pairing = &files.pairings[name];
        for meeting in held(log).filter(|_| state(pairing, "") != "void") {
            let own = meeting.get("minutes").and_then(Raw::as_integer);
            let of_pair = pairing.get("minutes").and_then(Raw::as_integer);
            let is_email = word(meeting, "mode") == "email";
            let default = if is_email {
                0
            } else {
                of_pair.or(usual).unwrap_or(45)
            };
            let length = own.unwrap_or(default);
            meetings += 1;
            minutes += length;
            *months
                .entry(day(meeting, "at")[..7].to_owned())
                .or_default() += length;
            let mut all = mentees(pairing);
            all.push(word(pairing, "mentor"));
            for person in all.into_iter().filter(|person| came(meeting, person)) {
                *people.entry(person.to_owned()).or_default() += length;
            }
        }
    }
    assert_eq!(
        (report["meetings"].as_i64(), report["minutes"].as_i64()),
        (Some(meetings), Some(minutes))
    );
    let summary = json(program, "summary");
    assert_eq!(summary["meetings"]["held"], meetings);
    for row in report["months"].as_array().unwrap() {
        let month = row["month"].as_str().unwrap();
        assert_eq!(
            row["minutes"],
            months.get(month).copied().unwrap_or(0),
            "{month}"
        );
    }
    let told = report["people"].as_array().unwrap();
    assert_eq!(told.len(), people.len());
    for row in told {
        assert_eq!(
            row["minutes"],
            people[row["person"].as_str().unwrap()],
            "{row}"
        );
    }
}

fn recount_endings(program: &Program, files: &Files) {
    let (mut in_force, mut ended, mut broken_off, mut declined) = (0, 0, 0, 0);
    let mut took_part = BTreeSet::new();
    for pairing in files.pairings.values() {
        let closing = pairing.get("closing").and_then(Raw::as_table);
        let planned = closing
            .and_then(|closing| closing.get("planned"))
            .and_then(Raw::as_bool);
        match state(pairing, "").as_str() {
            "closed" => {
                ended += i64::from(has_been(pairing));
                broken_off += i64::from(planned == Some(false));
            }
            "declined" => declined += 1,
            "withdrawn" | "void" => {}
            _ => in_force += 1,
        }
        if has_been(pairing) {
            let all = mentees(pairing)
                .into_iter()
                .chain([word(pairing, "mentor")]);
            took_part.extend(all.filter(|person| files.people.contains_key(*person)));
        }
    }
    let outcomes = json(program, "report outcomes");
    assert_eq!(outcomes["took_part"], took_part.len());
    assert_eq!(outcomes["ended"], ended);
    let health = json(program, "report health");
    assert_eq!(health["pairings"].as_array().unwrap().len(), in_force);
    let refusals = json(program, "report declines");
    let sum = |what: &str| {
        let rows = refusals["declines"].as_array().unwrap().iter();
        rows.filter(|row| row["what"] == what)
            .filter_map(|row| row["n"].as_i64())
            .sum::<i64>()
    };
    assert_eq!(sum("pairing-broken-off"), broken_off);
    assert_eq!(sum("pairing-declined"), declined);
    let sponsor = json(program, "report sponsor");
    let figure = |key: &str| {
        let figures = sponsor["figures"].as_array().unwrap().iter();
        figures
            .clone()
            .find(|one| one["figure"] == key)
            .and_then(|one| one["value"].as_f64())
    };
    assert_eq!(figure("took-part"), outcomes["took_part"].as_f64());
    assert_eq!(
        figure("pairings"),
        u32::try_from(in_force).ok().map(f64::from)
    );
}

fn recount_match_rate(program: &Program, files: &Files) {
    let (mut all, mut served) = (0.0, 0.0);
    for (id, person) in &files.people {
        if !has_role(person, "mentee")
            || ["left", "declined"].contains(&state(person, "mentee").as_str())
        {
            continue;
        }
        all += 1.0;
        let is_mentor_of = |pairing: &&Table| {
            let closing = pairing.get("closing").and_then(Raw::as_table);
            let planned = closing
                .and_then(|closing| closing.get("planned"))
                .and_then(Raw::as_bool);
            let state = state(pairing, "");
            let is_over = ["declined", "withdrawn", "void"].contains(&state.as_str())
                || (state == "closed" && planned == Some(false));
            word(pairing, "kind") != "peer" && mentees(pairing).contains(&id.as_str()) && !is_over
        };
        served += f64::from(u8::from(
            files
                .pairings
                .values()
                .any(|pairing| is_mentor_of(&pairing)),
        ));
    }
    let sponsor = json(program, "report sponsor");
    let figures = sponsor["figures"].as_array().unwrap();
    let told = figures
        .iter()
        .find(|one| one["figure"] == "match-rate")
        .unwrap();
    let rate = (served * 10_000.0 / all).round() / 100.0;
    assert_eq!(told["value"].as_f64(), (0.0 < all).then_some(rate));
}

#[test]
fn numbers_of_the_example_are_those_of_its_files() {
    assert_recounted(&example());
}

/// OLS: the cut that lies here, and the whole data where it lies beside the repository.
#[test]
fn numbers_of_real_data_are_those_of_its_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cut = ("tests/data/ols-people.csv", "tests/data/ols-pairings.csv");
    let whole = (
        "../shared/data/ols/people.csv",
        "../shared/data/ols/pairings.csv",
    );
    for (people, pairings) in [cut, whole] {
        if !root.join(people).is_file() {
            continue;
        }
        let program = Program::of(&SMALL[..1]);
        for (subject, table, map) in [
            ("people", people, "ols-people"),
            ("pairings", pairings, "ols-pairings"),
        ] {
            let table = root.join(table).display().to_string();
            let map = root
                .join(format!("examples/imports/{map}.toml"))
                .display()
                .to_string();
            program.done(&["import", subject, &table, "--map", &map]);
        }
        assert_recounted(&program);
        let cohorts = json(&program, "cohort list");
        for cohort in cohorts["cohorts"].as_array().unwrap() {
            let id = cohort["id"].as_str().unwrap();
            let outcomes = json(&program, &format!("report outcomes --cohort {id}"));
            assert_eq!(outcomes["cohort"], id);
            assert!(
                outcomes["ended"].as_u64() <= cohort["pairings"].as_u64(),
                "{id}"
            );
        }
    }
}

/// What was entered on which day.
const HISTORY: [(&str, &str); 14] = [
    ("2026-01-12", "enroll 'Ben Okri' --mentee"),
    ("2026-01-13", "enroll 'Lin Chen' --mentor --capacity 2"),
    ("2026-01-20", "pairing add lin ben"),
    ("2026-01-22", "meeting add ben 2026-02-03 16:00"),
    ("2026-02-04", "meeting held ben"),
    ("2026-02-05", "advice add ben 'Draw it first'"),
    ("2026-02-20", "checkin add ben fit=4 satisfaction=5"),
    ("2026-02-26", "meeting add ben 2026-03-10 16:00"),
    ("2026-03-01", "advice tried ben draw --helped yes"),
    ("2026-03-12", "meeting missed ben --absent mentee"),
    ("2026-03-20", "pairing pause ben"),
    ("2026-04-20", "pairing resume ben --force"),
    ("2026-05-02", "meeting add ben 2026-05-12 16:00"),
    ("2026-06-01", "participant leave ben --close left"),
];
const ASKED: [&str; 8] = [
    "",
    "summary",
    "due",
    "report funnel",
    "report health",
    "report hours",
    "report outcomes",
    "report declines",
];

#[test]
fn a_past_day_answers_as_it_did_on_that_day() {
    let program = Program::of(&SMALL[..1]);
    let answers = |flag: &str, on: &str| -> Vec<String> {
        let ask = |line: &&str| {
            let call = [words(line), vec!["--json", flag, on]].concat();
            program.done(&call)
        };
        ASKED.iter().map(ask).collect()
    };
    let mut then = Vec::new();
    for (on, line) in HISTORY {
        let mut call = shlex::split(line).unwrap();
        call.extend(["-y", "--today", on].map(str::to_owned));
        program.done(&call);
        then.push((on, answers("--today", on)));
    }
    for (on, then) in then {
        for (line, (then, now)) in ASKED
            .iter()
            .zip(then.into_iter().zip(answers("--as-of", on)))
        {
            assert_eq!(then, now, "`{line}` on {on}");
        }
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

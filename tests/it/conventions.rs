//! What users of a terminal expect of every tool: one test for each convention that no other file is about.
//!
//! Elsewhere: manual pages (`man_pages`), completion (`completion`), that nothing waits for an answer that cannot come and
//! readers that have gone (`citizens`), every error's place, excerpt and cure (`gallery`), whole changes (`store_*`).

use crate::citizens::{CASES, furnished};
use crate::program::{Output, Program, TODAY};
use expectrl::{Expect as _, Session};
use serde_json::Value;
use std::process::Command;
use std::time::Duration;

const LIST: [&str; 2] = ["participant", "list"];

fn words(line: &str) -> Vec<String> {
    shlex::split(line).unwrap()
}

/// What a person sees of a call, on a terminal of 24 lines with these variables.
fn on_terminal(program: &Program, line: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pleiad"));
    command
        .args(words(line))
        .current_dir(program.root())
        .env_clear()
        .env("HOME", program.root())
        .env("PLEIAD_CONFIG", program.path("no-config.toml"))
        .env("PLEIAD_TODAY", TODAY)
        .env("PATH", "/usr/bin:/bin")
        .env("TERM", "xterm")
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .envs(variables.iter().copied());
    let mut session = Session::spawn(command).unwrap();
    session.get_process_mut().set_window_size(100, 24).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    let seen = session.expect(expectrl::Eof).unwrap();
    String::from_utf8_lossy(seen.as_bytes()).into_owned()
}

fn failed(program: &Program, line: &str) -> Output {
    let output = program.run(&words(line));
    assert_ne!(output.code, Some(0), "{line}");
    assert_eq!(output.stdout, "", "{line}");
    output
}

#[test]
fn help_is_an_answer_in_whichever_way_it_is_asked_for() {
    let program = Program::empty();
    for line in [
        "-h",
        "--help",
        "help",
        "help all",
        "help note",
        "note -h",
        "note --help",
        "help help",
    ] {
        let output = program.run(&words(line));
        assert_eq!(
            (output.code, output.stderr.as_str()),
            (Some(0), ""),
            "{line}"
        );
        assert!(output.stdout.contains("Usage: pleiad"), "{line}");
    }
}

#[test]
fn short_help_is_shorter_than_long_help() {
    let program = Program::empty();
    for command in ["", "participant ", "pairing add ", "summary "] {
        let lines = |flag: &str| {
            program
                .done(&words(&format!("{command}{flag}")))
                .lines()
                .count()
        };
        assert!(lines("-h") < lines("--help"), "{command}");
    }
    assert!(program.done(&["-h"]).lines().count() <= 25);
}

#[test]
fn every_group_of_commands_shows_examples_that_fit_a_line() {
    let program = Program::empty();
    let root = program.done(&["--help"]);
    let groups = root
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    let mut count = 0;
    for group in groups {
        let help = program.run(&[group, "--help"]).stdout;
        let examples: Vec<&str> = help
            .lines()
            .filter(|line| line.starts_with("  pleiad "))
            .collect();
        assert!(
            examples.iter().all(|line| line.len() <= 98),
            "{group}: {examples:#?}"
        );
        if help.contains(" <COMMAND>\n") {
            assert!((2..=6).contains(&examples.len()), "{group}: {examples:#?}");
            count += 1;
        }
    }
    assert!(15 < count, "{count} groups");
}

#[test]
fn alone_it_shows_what_needs_you_and_outside_of_every_program_a_welcome() {
    let program = Program::small();
    assert!(program.done::<&str>(&[]).starts_with("Demo"));
    let welcome = Program::empty().done::<&str>(&[]);
    assert!(
        welcome.contains("pleiad init") && welcome.lines().count() <= 6,
        "{welcome}"
    );
}

#[test]
fn whoever_mistypes_is_told_what_they_may_have_meant() {
    let program = Program::small();
    let settings = program.text("program.toml");
    program.write(
        "program.toml",
        settings + "\n[[cohort]]\nid = \"spring\"\n[[certification]]\nid = \"az-104\"\n",
    );
    for (line, near) in [
        ("mtach", "match"),
        ("participant lst", "list"),
        ("participant list --limt 3", "--limit"),
        ("report funnl", "funnel"),
        ("summary --format jsn", "json"),
        ("participant show adda", "ada-lovelace"),
        ("participant show lovelase", "ada-lovelace"),
        ("pairing show gracehopper", "grace-hopper"),
        ("report funnel --cohort sprng", "spring"),
        ("certification pass ada az-14", "az-104"),
        ("date tomorow", "tomorrow"),
        ("help daets", "dates"),
        ("letter nudg ada", "nudge"),
        ("participant set ada levle=x", "level"),
        ("participant list --sort nme", "name"),
        ("participant list --where 'nme = x'", "name"),
        (
            "enroll Kim --mentee --timezone Europe/Berln",
            "Europe/Berlin",
        ),
        ("checkin add ada ft=4", "fit"),
        ("due --kind homwork", "homework"),
        ("export man mach", "pleiad-match"),
    ] {
        let told = failed(&program, line).stderr;
        assert!(told.contains(near), "{line}: {told}");
    }
}

#[test]
fn a_skill_or_a_facet_that_nobody_knows_is_said_at_once_with_the_nearest() {
    let program = Program::small();
    let vocabulary = "[[facet]]\nid = \"technical\"\n\n[[skill]]\nid = \"routing\"\n";
    program.write("vocabulary.toml", vocabulary);
    let output = program.run(&words(
        "enroll 'Kim Park' --mentee --facet techncal --skill rutin",
    ));
    assert_eq!(output.code, Some(0), "{output:#?}");
    assert!(
        output.stderr.contains("did you mean `technical`?"),
        "{}",
        output.stderr
    );
    assert!(
        output.stderr.contains("did you mean `routing`?"),
        "{}",
        output.stderr
    );
    // What was there before is for `check` to say.
    let later = program.run(&words("participant set kim-park team=noc"));
    assert_eq!(later.stderr, "");
}

#[test]
fn the_version_is_one_line_and_v_is_no_version() {
    let program = Program::empty();
    for flag in ["-V", "--version"] {
        assert_eq!(
            program.done(&[flag]),
            format!("pleiad {}\n", env!("CARGO_PKG_VERSION"))
        );
    }
    assert!(!program.done(&["-v", "date", "today"]).contains("pleiad 0"));
}

#[test]
fn a_change_suggests_the_next_command_to_a_person_alone() {
    let program = Program::small();
    let seen = on_terminal(&program, "enroll 'Kim Park' --mentee", &[]);
    assert!(seen.contains("next: pleiad match"), "{seen}");
    let dim = "\u{1b}[2m";
    assert!(seen.contains(dim), "{seen:?}");
    let quiet = on_terminal(&program, "enroll 'Lee Novak' --mentee -q", &[]);
    assert!(!quiet.contains("next:"), "{quiet}");
    let piped = program.run(&["enroll", "Lin Chen", "--mentee"]);
    assert_eq!(piped.stderr, "");
}

#[test]
fn letters_of_flags_mean_what_they_mean_elsewhere() {
    let help = Program::empty().done(&["help", "all"]);
    for flag in [
        "-h, --help",
        "-V, --version",
        "-q, --quiet",
        "-v, --verbose",
        "-n, --dry-run",
        "-y, --yes",
        "-o, --output",
        "-C, --program",
    ] {
        assert!(help.contains(flag), "{flag}");
    }
}

#[test]
fn flags_may_stand_anywhere() {
    let program = Program::small();
    let lines = [
        "--json --limit 1 participant list",
        "participant --json list --limit 1",
        "participant list --json --limit 1",
        "participant list --limit 1 --json",
    ];
    let after = program.done(&words(lines[2]));
    for line in [lines[1], lines[3]] {
        assert_eq!(program.done(&words(line)), after, "{line}");
    }
    // A flag of a list belongs to the list.
    assert_eq!(program.run(&words(lines[0])).code, Some(2));
}

#[test]
fn a_dash_is_a_stream_and_two_end_the_flags() {
    let program = Program::small();
    let answer = program.done(&["participant", "list", "--json"]);
    assert_eq!(
        program.done(&["participant", "list", "--json", "-o", "-"]),
        answer
    );
    let people = "name,email\nKim Park,kim@example.org\n";
    let import = program
        .call(&["import", "people", "-", "--role", "mentee"])
        .input(people)
        .run();
    assert_eq!(import.code, Some(0), "{import:#?}");
    let note = program
        .call(&["note", "ada", "-F", "-"])
        .input("From a stream\n")
        .run();
    assert_eq!(note.code, Some(0), "{note:#?}");
    let ask = program.run(&["ask", "ada", "--", "--why so late?"]);
    assert_eq!(ask.code, Some(0), "{ask:#?}");
}

#[test]
fn several_values_are_repeated_or_parted_by_commas() {
    let program = Program::empty();
    program.done(&["init", ".", "--timezone", "UTC"]);
    program.done(&words(
        "enroll 'Ada A' --mentor --skill routing --skill compilers",
    ));
    program.done(&words("enroll 'Ada B' --mentor --skill routing,compilers"));
    let skills = |id: &str| {
        let text = program.text(&format!("participants/{id}.toml"));
        text.lines()
            .find(|line| line.starts_with("skills"))
            .unwrap()
            .to_owned()
    };
    assert_eq!(skills("ada-a"), skills("ada-b"));
}

#[test]
fn a_command_is_not_guessed_from_its_beginning_nor_taken_for_a_text() {
    let program = Program::small();
    let before = program.everything();
    for line in [
        "part list",
        "participant li",
        "sum",
        "lst",
        "'dear diary'",
        "note",
    ] {
        assert_eq!(failed(&program, line).code, Some(2), "{line}");
    }
    assert_eq!(program.everything(), before);
    for (alias, name) in [
        ("person ls", "participant list"),
        ("pair ls", "pairing list"),
    ] {
        assert_eq!(program.done(&words(alias)), program.done(&words(name)));
    }
}

#[test]
fn what_is_piped_is_tabs_and_iso_dates_without_a_colour_or_a_cut() {
    let program = Program::small();
    let long = "A name that is longer than any column of any table on any terminal of this world";
    program.write(
        "participants/kim.toml",
        format!("name = \"{long}\"\n[mentee]\n"),
    );
    let output = program.run(&LIST);
    let rows: Vec<&str> = output.stdout.lines().collect();
    assert!(rows.iter().all(|row| row.contains('\t')), "{rows:#?}");
    assert!(output.stdout.contains(long) && !output.stdout.contains('\u{1b}'));
    // Counts and other talk go beside the answer.
    assert_eq!(output.stderr, "3 participants\n");
    let pairings = program.done(&["pairing", "list", "--columns", "id,starts"]);
    assert!(pairings.contains("\t2026-01-12\n"), "{pairings}");
    let seen = on_terminal(&program, "participant list --no-pager", &[]);
    assert!(!seen.contains('\t'), "{seen}");
}

#[test]
fn every_command_answers_a_script_with_one_document() {
    for case in CASES.iter().filter(|case| case.code == 0) {
        let is_other = [
            "--format",
            "--help",
            "--version",
            "completions",
            "--json",
            "git ",
        ];
        if is_other.iter().any(|word| case.line.contains(word)) {
            continue;
        }
        let program = furnished(case);
        let output = program.run(&[words(case.line), words("--json")].concat());
        // Files of their own formats say nothing beside.
        let is_raw = case.line.starts_with("export ics") || case.line.contains("--template");
        let answer: Result<Value, _> = serde_json::from_str(&output.stdout);
        match answer {
            Ok(answer) => assert!(answer["schema"].is_string(), "{}", case.line),
            Err(error) => assert!(
                is_raw || output.code != Some(0),
                "{}: {error}: {output:#?}",
                case.line
            ),
        }
    }
}

#[test]
fn a_dry_run_of_every_command_writes_nothing() {
    for case in CASES.iter().filter(|case| case.code == 0) {
        // These write what they are told to elsewhere, or ask for an answer in a file.
        let is_other = [" -o ", "git ", "--help", "--version"];
        if is_other.iter().any(|word| case.line.contains(word)) || case.line == "check --strict" {
            continue;
        }
        let program = furnished(case);
        let before = program.files();
        program.run(&[words(case.line), words("-n")].concat());
        assert_eq!(program.files(), before, "{}", case.line);
    }
}

#[test]
fn lists_take_the_same_flags_and_bare_columns_lists_them() {
    let program = Program::small();
    for list in [
        "participant list",
        "pairing list",
        "due",
        "meeting list",
        "cohort list",
        "history",
    ] {
        let bare = program.run(&words(&format!("{list} --columns")));
        assert_eq!(bare.code, Some(2), "{list}");
        assert!(
            bare.stderr.contains("--columns takes some of: "),
            "{list}: {}",
            bare.stderr
        );
        assert!(
            program.run(&words(&format!("{list} --limit 1"))).code == Some(0),
            "{list}"
        );
    }
    let sorted = program.done(&words(
        "participant list --sort -name --columns id --format csv",
    ));
    assert_eq!(sorted, "id\ngrace-hopper\nada-lovelace\n");
    let few = program.done(&words(
        "participant list --where 'capacity > 0' --columns id --format csv",
    ));
    assert_eq!(few, "id\ngrace-hopper\n");
}

#[test]
fn a_list_comes_in_every_format_and_as_lines_of_json() {
    let program = Program::small();
    let list = |format: &str| {
        program.done(&[
            "participant",
            "list",
            "--columns",
            "id,name",
            "--format",
            format,
        ])
    };
    assert_eq!(
        list("csv"),
        "id,name\nada-lovelace,Ada Lovelace\ngrace-hopper,Grace Hopper\n"
    );
    assert_eq!(list("tsv"), list("csv").replace(',', "\t"));
    assert_eq!(
        list("jsonl"),
        "{\"id\":\"ada-lovelace\",\"name\":\"Ada Lovelace\"}\n{\"id\":\"grace-hopper\",\"name\":\"Grace Hopper\"}\n"
    );
    assert!(list("md").contains("| ada-lovelace"));
    assert!(list("html").starts_with("<!"));
    assert!(serde_json::from_str::<Value>(&list("json")).is_ok());
    let one = program.done(&["participant", "show", "ada", "--format", "jsonl"]);
    assert_eq!(one.lines().count(), 1, "{one}");
}

#[test]
fn a_change_is_said_in_a_line_with_its_id_and_the_day_that_was_meant() {
    let program = Program::small();
    let said = program.done(&words("meeting add ada 'next tue 16:00'"));
    assert!(
        said.contains("Tue 1 Dec 2026") || said.contains("2026-12-01"),
        "{said}"
    );
    let said = program.done(&words("enroll 'Kim Park' --mentee"));
    assert_eq!(said, "Enrolled Kim Park (kim-park) as mentee.\n");
}

#[test]
fn the_width_is_the_flags_then_the_environments_then_the_terminals() {
    let program = Program::small();
    let widest = |output: &str| {
        output
            .lines()
            .map(|line| line.chars().count())
            .max()
            .unwrap()
    };
    let table = |line: &str, columns: &str| {
        let call = program.call(&words(line)).env("COLUMNS", columns);
        call.run().stdout
    };
    let by_variable = table("summary --format table", "40");
    assert!(widest(&by_variable) <= 40, "{by_variable}");
    let by_flag = table("summary --format table --width 60", "200");
    assert!((41..=60).contains(&widest(&by_flag)), "{by_flag}");
    // A narrow terminal gets records in place of a table whose words break.
    let narrow = table("participant list --format table", "30");
    assert!(
        narrow.lines().any(|line| line.starts_with("name")),
        "{narrow}"
    );
    assert!(narrow.contains("Ada Lovelace"), "{narrow}");
}

#[test]
fn wide_letters_keep_columns_straight() {
    let program = Program::small();
    program.write("participants/kim.toml", "name = \"山田太郎\"\n[mentee]\n");
    let table = program.done(&words("participant list --columns name,id --format table"));
    let column = |name: &str| {
        let line = table.lines().find(|line| line.contains(name)).unwrap();
        let before = &line[..line.rfind(name).unwrap()];
        unicode_columns(before)
    };
    assert_eq!(column("kim"), column("ada-lovelace"), "{table}");
}

/// Columns of a text in which everything beyond Latin is wide.
fn unicode_columns(text: &str) -> usize {
    text.chars()
        .map(|letter| if letter > '\u{2e80}' { 2 } else { 1 })
        .sum()
}

#[test]
fn where_no_unicode_is_spoken_ascii_is() {
    let program = Program::small();
    for variables in [
        [("TERM", "dumb"), ("LC_ALL", "C.UTF-8")],
        [("TERM", "xterm"), ("LC_ALL", "C")],
        [("TERM", "xterm"), ("LC_ALL", "POSIX")],
    ] {
        let seen = on_terminal(&program, "summary --no-pager", &variables);
        assert!(seen.is_ascii(), "{variables:?}: {seen}");
    }
    let seen = on_terminal(&program, "summary --no-pager", &[("TERM", "dumb")]);
    assert!(!seen.contains('\u{1b}'), "{seen:?}");
    assert!(program.done(&["summary", "--ascii"]).is_ascii());
}

#[test]
fn colour_is_the_flags_then_no_color_then_the_forced_then_the_terminals() {
    let program = Program::small();
    let list = "participant list --format table --no-pager";
    let piped = |flag: &str, variables: &[(&str, &str)]| {
        let mut call = program.call(&words(&format!("{list} {flag}")));
        for (name, value) in variables {
            call = call.env(name, value);
        }
        call.run().stdout.contains('\u{1b}')
    };
    assert!(!piped("", &[]));
    assert!(piped("", &[("CLICOLOR_FORCE", "1")]));
    assert!(!piped("", &[("CLICOLOR_FORCE", "0")]));
    assert!(!piped("", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(piped("", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")]));
    assert!(piped("--color always", &[("NO_COLOR", "1")]));
    assert!(!piped("--color never", &[("CLICOLOR_FORCE", "1")]));
    assert!(on_terminal(&program, list, &[]).contains("\u{1b}["));
    assert!(!on_terminal(&program, list, &[("NO_COLOR", "1")]).contains("\u{1b}["));
}

#[test]
fn a_pager_shows_what_is_longer_than_the_screen_and_only_to_a_person() {
    let program = Program::small();
    let paged = |line: &str, variables: &[(&str, &str)]| {
        on_terminal(&program, line, variables).contains("THROUGH A PAGER")
    };
    let marks = "sed 1iTHROUGH_A_PAGER".replace('_', "\\ ");
    let own = ("PLEIAD_PAGER", marks.as_str());
    let others = ("PAGER", marks.as_str());
    assert!(paged("help files", &[own]));
    assert!(paged("help files", &[others]));
    assert!(!paged("help files", &[others, ("PLEIAD_PAGER", "cat")]));
    assert!(!paged("help files", &[others, ("PLEIAD_PAGER", "")]));
    assert!(!paged("help files --no-pager", &[own]));
    assert!(!paged("help files", &[own, ("TERM", "dumb")]));
    assert!(!paged("date today", &[own]));
    // A pager that is not there is none.
    let seen = on_terminal(&program, "help files", &[("PAGER", "no-such-pager")]);
    assert!(seen.contains("The files of a program"), "{seen}");
    let piped = program.call(&["help", "files"]).env("PAGER", &marks).run();
    assert!(!piped.stdout.contains("PAGER\n"));
}

#[test]
fn quiet_says_nothing_but_the_answer_and_verbose_names_the_files() {
    let program = Program::small();
    assert_eq!(program.run(&["participant", "list", "-q"]).stderr, "");
    let output = program.run(&words("participant set ada team=noc -v"));
    assert_eq!(output.stderr, "wrote participants/ada-lovelace.toml\n");
    let dry = program.run(&words("participant set ada team=it -v -n"));
    assert!(!dry.stderr.contains("wrote"), "{}", dry.stderr);
    assert_eq!(
        program.run(&words("participant set ada team=x -q -v")).code,
        Some(2)
    );
}

#[test]
fn exit_codes_are_those_of_the_help() {
    let program = Program::small();
    program.write(
        "participants/ada-park.toml",
        "name = \"Ada Park\"\n[mentee]\n",
    );
    let help = program.done(&["help", "exit-codes"]);
    for (line, code) in [
        ("participant list", 0),
        ("import people nowhere.csv --role mentee", 1),
        ("participant lst", 2),
        ("participant show nobody", 3),
        ("participant show ada", 4),
        ("-C nowhere summary", 3),
        ("due --exit-code", 1),
    ] {
        assert_eq!(program.run(&words(line)).code, Some(code), "{line}");
        assert!(
            help.lines()
                .any(|line| line.starts_with(&format!("{code} "))),
            "{code}"
        );
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let program = Program::small();
    program.write(
        "participants/kim.toml",
        "name = 5\nlevel = 3\n[mentor]\ncapacity = \"two\"\n",
    );
    let told = failed(&program, "participant list").stderr;
    for place in ["kim.toml:1:8", "kim.toml:2:9", "kim.toml:4:12"] {
        assert!(told.contains(place), "{place}: {told}");
    }
}

#[test]
fn errors_are_json_where_answers_are() {
    let program = Program::small();
    for line in [
        "participant show nobody --json",
        "participant lst --json",
        "-C nowhere summary --format jsonl",
    ] {
        let told = failed(&program, line).stderr;
        let error: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(error["schema"], "pleiad/error/1", "{line}");
    }
}

#[test]
fn a_flag_goes_before_the_environment_and_that_before_the_place() {
    let program = Program::small();
    let other = Program::of(&[(
        "program.toml",
        "format = 1\nid = \"other\"\nname = \"Other\"\n",
    )]);
    let named = |program: &Program, words: &[&str], variable: &str| {
        let words = [words, &["program", "show", "--json"]].concat();
        let call = program.call(&words).env("PLEIAD_PROGRAM", variable);
        let output = call.run();
        let answer: Value = serde_json::from_str(&output.stdout).unwrap();
        answer["program"]["name"].as_str().unwrap().to_owned()
    };
    let (here, there) = (
        program.root().to_str().unwrap(),
        other.root().to_str().unwrap(),
    );
    assert_eq!(named(&program, &[], ""), "Demo");
    assert_eq!(named(&program, &[], there), "Other");
    assert_eq!(named(&program, &["-C", here], there), "Demo");
    let today = |words: &[&str], variable: &str| {
        let words = [&["date", "today"], words].concat();
        program
            .call(&words)
            .env("PLEIAD_TODAY", variable)
            .run()
            .stdout
    };
    assert!(today(&[], "2026-02-03").contains("3 Feb 2026"));
    assert!(today(&["--today", "2026-02-04"], "2026-02-03").contains("4 Feb 2026"));
}

#[test]
fn below_a_program_it_is_found_upwards() {
    let program = Program::small();
    let output = program.script("cd participants && pleiad participant list --columns id");
    assert_eq!(output.run().stdout, "id\nada-lovelace\ngrace-hopper\n");
}

#[test]
fn nothing_is_written_beside_the_folder() {
    let program = Program::small();
    program.done(&words("participant set ada team=noc"));
    program.done(&["undo"]);
    let output = program
        .script("cd \"$HOME\" && find . -type f | wc -l")
        .run();
    assert_eq!(output.stdout.trim(), "0");
}

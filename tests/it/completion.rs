//! Completion: what is offered at the cursor, with what comes from the folder; and the same in living shells.

use crate::program::{Program, TODAY};
use expectrl::{Expect, Session};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// The answer for a line whose cursor stands at its end, as fish gets it.
fn offered(program: &Program, line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let at = words.len().to_string();
    let head = ["__complete", "fish", "--at", &at, "--", "pleiad"];
    let output = program.run(&[&head[..], &words].concat());
    assert_eq!(
        (output.code, output.stderr.as_str()),
        (Some(0), ""),
        "{line}"
    );
    output.stdout
}

/// The values alone.
fn values(program: &Program, line: &str) -> Vec<String> {
    let answer = offered(program, line);
    let value = |line: &str| line.split('\t').next().unwrap().to_owned();
    let values = answer.lines().map(value);
    values.filter(|value| !value.starts_with(':')).collect()
}

/// Ada, Grace, and something of every kind that completion knows.
fn furnished() -> Program {
    let program = Program::small();
    let settings = program.text("program.toml");
    let more = "\n[[cohort]]\nid = \"spring\"\n\n[[certification]]\nid = \"az-104\"\n\n\
                [[training]]\nid = \"listening\"\ntitle = \"How to listen\"\n";
    program.write("program.toml", settings + more);
    program.write(
        "vocabulary.toml",
        "levels = [\"entry\", \"senior\"]\n\n[[facet]]\nid = \"technical\"\n\n\
         [[skill]]\nid = \"data science\"\n",
    );
    program.write(
        "objectives.toml",
        "[[objective]]\nid = \"rota\"\ntitle = \"Two on every rota\"\n",
    );
    for line in [
        "homework add ada 'Draw the diagram'",
        "goal add ada -m 'Lead a review'",
        "event add info --at '2026-11-20 12:00'",
        "prospect add 'Mira Chen'",
    ] {
        program.done(&shlex::split(line).unwrap());
    }
    program
}

#[test]
fn what_the_folder_holds_is_offered_where_it_may_stand() {
    let program = furnished();
    let cases = [
        ("participant show ad", "ada-lovelace"),
        ("participant show hop", "grace-hopper"),
        ("note grace-hopper-m", "grace-hopper-mentors-ada-lovelace"),
        ("note ada-lovelace+", "ada-lovelace+grace-hopper"),
        ("pairing add grace-hopper ad", "ada-lovelace"),
        ("report funnel --cohort s", "spring"),
        ("report funnel --cohort=s", "--cohort=spring"),
        ("enroll Kim --facet te", "technical"),
        ("enroll Kim --skill listening,da", "listening,data science"),
        ("objective show r", "rota"),
        ("training done l", "listening"),
        ("certification pass ada a", "az-104"),
        ("event show i", "info"),
        ("prospect show m", "mira-chen"),
        ("participant set ada-lovelace leve", "level="),
        ("participant set ada-lovelace level=e", "level=entry"),
        ("close ada --reason goals", "goals-met"),
        ("report fun", "funnel"),
        ("help exit", "exit-codes"),
        ("help participant lis", "list"),
        ("--as-", "--as-of"),
        ("note ada --form", "--format"),
        ("summary --format h", "html"),
        ("init --timezone Europe/Berl", "Europe/Berlin"),
        ("letter nu", "nudge"),
    ];
    for (line, expected) in cases {
        assert_eq!(values(&program, line), [expected], "{line}");
    }
}

#[test]
fn people_and_entries_are_offered_with_their_names_and_texts() {
    let program = furnished();
    assert_eq!(
        offered(&program, "participant show ad"),
        "ada-lovelace\tAda Lovelace\n:\n"
    );
    let homework = offered(&program, "homework done ada ");
    assert!(
        homework.starts_with("h-") && homework.contains("\tDraw the diagram\n"),
        "{homework}"
    );
    let goals = offered(&program, "goal reading ada+grace-hopper 40 --goal ");
    assert!(goals.contains("\tLead a review\n"), "{goals}");
    assert!(offered(&program, "training done ").contains("listening\tHow to listen\n"));
}

#[test]
fn the_folder_that_the_line_or_the_environment_names_is_looked_at() {
    let program = furnished();
    let elsewhere = Program::empty();
    let root = program.root().to_str().unwrap();
    assert_eq!(values(&elsewhere, "participant show ad"), [""; 0]);
    assert_eq!(
        values(&elsewhere, &format!("-C {root} participant show ad")),
        ["ada-lovelace"]
    );
    let words = [
        "__complete",
        "fish",
        "--at",
        "3",
        "--",
        "pleiad",
        "participant",
        "show",
        "ad",
    ];
    let output = elsewhere.call(&words).env("PLEIAD_PROGRAM", root).run();
    assert_eq!(output.stdout, "ada-lovelace\tAda Lovelace\n:\n");
}

#[test]
fn files_are_left_to_the_shell() {
    let program = Program::small();
    for (line, beside) in [
        ("import people ", ":files\n"),
        ("note ada -F ", ":files\n"),
        ("summary -o ", ":files\n"),
        ("init ", ":folders\n"),
        ("note ada -m ", ":\n"),
    ] {
        assert_eq!(offered(&program, line), beside, "{line}");
    }
}

#[test]
fn whatever_is_wrong_completion_says_nothing_about_it() {
    let broken = Program::of(&[
        ("program.toml", "name = \n[[cohort"),
        ("participants/ada.toml", "name = \u{1b}[31m"),
        ("pairings/Not An Id.toml", ""),
        ("meetings", "a file in place of a folder"),
    ]);
    for program in [&broken, &Program::empty()] {
        for line in [
            "",
            "nonsense ",
            "participant show ",
            "note ",
            "report funnel --cohort ",
            "--",
            "homework done ada ",
            "-C nowhere note a",
            "-C",
            "note ada -- ",
            "participant set =",
        ] {
            offered(program, line);
        }
    }
    assert_eq!(offered(&broken, "participant show "), "ada\t\n:\n");
}

#[test]
fn no_file_is_written_by_looking() {
    let program = furnished();
    let before = program.everything();
    for line in [
        "note ",
        "homework done ada ",
        "participant set ada-lovelace level=",
    ] {
        offered(&program, line);
    }
    assert_eq!(program.everything(), before);
}

#[test]
fn a_shell_is_given_nothing_that_steers_the_terminal() {
    let program = Program::of(&[
        (
            "program.toml",
            "format = 1\nid = \"demo\"\nname = \"Demo\"\n",
        ),
        (
            "participants/ada.toml",
            "name = \"Ada\\u001b[31m\"\n[mentee]\n",
        ),
    ]);
    let answer = offered(&program, "participant show a");
    assert_eq!(answer, "ada\tAda\\u{1b}[31m\n:\n");
}

#[test]
fn every_shell_gets_a_script_that_asks_pleiad() {
    let program = Program::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = program.done(&["completions", shell]);
        assert!(
            script.contains(&format!("pleiad __complete {shell}")),
            "{script}"
        );
    }
}

/// A shell before a person: its file, how it starts bare, and what it is told first.
struct Shell {
    name: &'static str,
    arguments: &'static [&'static str],
    /// The prompt is written in two parts, so that the echo of this is not taken for it.
    set_up: &'static str,
}

const BASH: Shell = Shell {
    name: "bash",
    arguments: &["--norc", "--noprofile", "-i"],
    set_up: "PS1='READ''Y> '; source <(pleiad completions bash)",
};
const ZSH: Shell = Shell {
    name: "zsh",
    arguments: &["-f", "-i"],
    set_up: "autoload -U compinit; compinit -u -D; source <(pleiad completions zsh); PS1='READ''Y> '",
};
const FISH: Shell = Shell {
    name: "fish",
    arguments: &["--no-config", "-i"],
    set_up: "function fish_prompt; echo 'READ''Y> '; end; pleiad completions fish | source",
};

/// Starts a shell in the program's folder; none, said aloud, where it is not installed.
fn living(shell: &Shell, program: &Program) -> Option<impl Expect> {
    let folders = ["/bin", "/usr/bin", "/usr/local/bin"];
    let found = folders
        .iter()
        .map(|folder| Path::new(folder).join(shell.name));
    let Some(path) = found.into_iter().find(|path| path.exists()) else {
        let skipped = format!("skipped: {} is not installed\n", shell.name);
        std::io::stderr().write_all(skipped.as_bytes()).unwrap();
        return None;
    };
    let own = Path::new(env!("CARGO_BIN_EXE_pleiad")).parent().unwrap();
    let mut command = Command::new(path);
    command
        .args(shell.arguments)
        .current_dir(program.root())
        .env_clear()
        .env("HOME", program.root())
        .env("PATH", format!("{}:/usr/bin:/bin", own.display()))
        .env("PLEIAD_CONFIG", program.path("no-config.toml"))
        .env("PLEIAD_TODAY", TODAY)
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "xterm")
        .env("PLEIAD_PAGER", "")
        .env("COLUMNS", "100");
    let mut session = Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(30)));
    session.send(format!("{}\r", shell.set_up)).unwrap();
    session.expect("READY> ").unwrap();
    Some(session)
}

/// In one line a person is known by the beginning of their last name; in the other there are two to choose from.
fn completes(shell: &Shell) {
    let program = Program::small();
    let Some(mut session) = living(shell, &program) else {
        return;
    };
    session
        .send("pleiad participant show lovel\t --json\r")
        .unwrap();
    let answer = session.expect("\"name\": \"Ada Lovelace\"");
    answer.unwrap_or_else(|error| panic!("{}: {error}", shell.name));
    session.expect("READY> ").unwrap();
    session.send("pleiad participant show \t\t").unwrap();
    for shown in ["Ada Lovelace", "Grace Hopper"] {
        let answer = session.expect(shown);
        answer.unwrap_or_else(|error| panic!("{}: {shown}: {error}", shell.name));
    }
}

#[test]
fn bash_completes() {
    completes(&BASH);
}

#[test]
fn zsh_completes() {
    completes(&ZSH);
}

#[test]
fn fish_completes() {
    completes(&FISH);
}

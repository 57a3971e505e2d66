//! What is disturbed: a program, a command, and what the command comes to when nothing disturbs it.

use crate::citizens::{CASES, Case, furnished, words};
use crate::folder::Files;
use crate::program::{Program, TODAY};
use pleiad::cli::invocation::{Invocation, Terminals};
use pleiad::cli::run::run;
use pleiad::store::faults::Faults;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

const DONE: u8 = 0;

/// A command over a program that it changes.
pub(super) struct Subject {
    /// The program before.
    pub(super) base: Program,
    /// The command line.
    pub(super) words: Vec<String>,
    /// What stands for the person's editor.
    pub(super) editor: String,
    /// The files before.
    pub(super) old: Files,
    /// The files after.
    pub(super) new: Files,
    /// What taking it back comes to: exit code and files.
    pub(super) undone: (u8, Files),
    /// How many steps the store takes for it.
    pub(super) steps: u64,
}

impl Subject {
    /// A writing command of the table of all commands; none where it writes nothing.
    pub(super) fn of(case: &Case) -> Option<Subject> {
        Subject::over(furnished(case), words(case.line), case.editor)
    }

    /// Publishing a draft of so many pairs.
    pub(super) fn publishing(pairs: usize) -> Subject {
        Subject::over(drafted(pairs), words("match publish -y"), "").unwrap()
    }

    /// Taking back the publishing of so many pairs.
    pub(super) fn unpublishing(pairs: usize) -> Subject {
        let base = drafted(pairs);
        done(&base, "match publish -y");
        Subject::over(base, words("undo"), "").unwrap()
    }

    fn over(base: Program, words: Vec<String>, editor: &str) -> Option<Subject> {
        let old = base.files();
        let after = base.copy();
        let (code, faults) = call(&after, &words, editor, Faults::none());
        let new = after.files();
        if code != DONE || old == new {
            return None;
        }
        let (undone, _) = call(&after, &["undo".to_owned()], "", Faults::none());
        Some(Subject {
            undone: (undone, after.files()),
            steps: faults.count(),
            editor: editor.to_owned(),
            base,
            words,
            old,
            new,
        })
    }

    /// Runs the command within this process, over a disk that fails as planned.
    pub(super) fn call(&self, program: &Program, faults: Faults) -> u8 {
        call(program, &self.words, &self.editor, faults).0
    }

    /// Whether the command writes nothing of the program, but files that can be made again at any time.
    pub(super) fn is_export(&self) -> bool {
        let goes_into_a_program = |word: &String| ["participant", "--install"].contains(&&**word);
        ["export", "letter"].contains(&&*self.words[0])
            && !self.words.iter().any(goes_into_a_program)
    }

    /// Whether the command is nothing but the binary and the disk.
    pub(super) fn is_alone(&self) -> bool {
        self.editor.is_empty() && self.words[0] != "git"
    }
}

/// Every writing command.
pub(super) fn writing_commands() -> Vec<Subject> {
    CASES.iter().filter_map(Subject::of).collect()
}

/// Runs a command within this process, as the binary would; gives its exit code.
pub(super) fn call(
    program: &Program,
    words: &[String],
    editor: &str,
    faults: Faults,
) -> (u8, Arc<Faults>) {
    let faults = Arc::new(faults.without_sync());
    let config = program.home().join("config.toml");
    let variables = [
        ("PLEIAD_TODAY", TODAY),
        ("PLEIAD_CONFIG", config.to_str().unwrap()),
        ("VISUAL", editor),
    ];
    let code = run(Invocation {
        arguments: std::iter::once("pleiad".into())
            .chain(words.iter().map(Into::into))
            .collect(),
        variables: BTreeMap::from(variables.map(|(name, value)| (name.into(), value.into()))),
        directory: program.root().to_path_buf(),
        now: "2026-11-23T09:00:00Z".parse().unwrap(),
        terminals: Terminals::default(),
        width: None,
        input: &mut std::io::empty(),
        output: &mut std::io::sink(),
        talk: &mut std::io::sink(),
        faults: Some(Arc::clone(&faults)),
    });
    (code, faults)
}

fn done(program: &Program, line: &str) {
    let (code, _) = call(program, &words(line), "", Faults::none());
    assert_eq!(code, DONE, "pleiad {line}");
}

/// A program with a draft of so many pairs.
fn drafted(pairs: usize) -> Program {
    let program = Program::empty();
    done(&program, "init --timezone UTC");
    let mut people = String::from("name,email,role\n");
    for number in 0..pairs {
        writeln!(people, "Mentor {number:03},m{number}@example.org,mentor").unwrap();
        writeln!(people, "Mentee {number:03},e{number}@example.org,mentee").unwrap();
    }
    program.write("people.csv", people);
    done(&program, "import people people.csv");
    done(&program, "match");
    program
}

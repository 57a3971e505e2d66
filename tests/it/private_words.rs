//! Words that are private stay on this machine, and words in confidence stay with coordinators.

use crate::citizens::{CASES, furnished};
use crate::program::Program;
use std::ffi::OsStr;
use std::fmt::Debug;

const CANARY: &str = "canarybird";

/// What anybody may look at.
const LOOKS: [&[&str]; 24] = [
    &[],
    &["prep", "ada"],
    &["prep", "ada", "--json"],
    &["summary"],
    &["summary", "ada"],
    &["summary", "ada+grace", "--json"],
    &["pairing", "show", "ada", "--json"],
    &["pairing", "list", "--json"],
    &["participant", "show", "ada", "--json"],
    &["meeting", "list", "--json"],
    &["advice", "list", "--json"],
    &["homework", "list", "--json"],
    &["find", "canary"],
    &["find", "canary", "--json"],
    &["report", "advice", "--json"],
    &["report", "reciprocity", "--json"],
    &["report", "certifications"],
    &["prep", "ada", "--format", "md"],
    &["prep", "ada", "--private"],
    &["history"],
    &["history", "--json"],
    &["check"],
    &["check", "--json"],
    &["undo", "-n"],
];

fn said<S: AsRef<OsStr> + Debug>(program: &Program, arguments: &[S]) -> String {
    let output = program.run(arguments);
    assert!(
        !output.stderr.contains("bug of ours"),
        "{arguments:?}: {output:#?}"
    );
    output.stdout + &output.stderr
}

/// The paths of everything below the folder that holds the canary.
fn nests(program: &Program) -> Vec<String> {
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(CANARY);
    let everything = program.everything().into_iter();
    everything
        .filter(|(_, bytes)| holds(bytes))
        .map(|(path, _)| path)
        .collect()
}

#[test]
fn a_private_note_is_found_below_private_and_shown_on_request_alone() {
    let program = Program::small();
    program.done(&["note", "ada", "--private", "-m", CANARY]);
    let nests = nests(&program);
    assert!(
        nests.iter().any(|path| path.starts_with("private/notes/")),
        "{nests:?}"
    );
    for path in &nests {
        assert!(
            path.starts_with("private/") || path.starts_with(".pleiad/"),
            "{path}"
        );
    }
    for look in LOOKS
        .into_iter()
        .filter(|look| !look.contains(&"--private"))
    {
        assert!(!said(&program, look).contains(CANARY), "{look:?}");
    }
    assert!(said(&program, &["find", "canary", "--private"]).contains(CANARY));
    for format in ["table", "md", "json"] {
        let shown = said(&program, &["prep", "ada", "--private", "--format", format]);
        assert!(shown.contains(CANARY), "{format}: {shown}");
    }
}

#[test]
fn what_is_wrong_with_a_private_file_is_told_without_its_words() {
    let program = Program::small();
    program.done(&["note", "ada", "--private", "-m", "words"]);
    let path = "private/notes/grace-hopper-mentors-ada-lovelace.toml";
    for broken in [
        format!("[[note]]\non = {CANARY}\n"),
        format!("[[note]]\non = 2026-01-01\ntext = \"x\"\nby = \"{CANARY} {CANARY}\"\n"),
        format!("[[note]]\n{CANARY} = 3\non = 2026-01-01\ntext = \"x\"\n"),
    ] {
        program.write(path, broken);
        for look in LOOKS
            .iter()
            .chain([&["prep", "ada", "--private"][..]].iter())
        {
            assert!(!said(&program, look).contains(CANARY), "{look:?}");
        }
        let told = said(&program, &["check"]);
        assert!(told.contains(path), "{told}");
    }
}

#[cfg(unix)]
#[test]
fn a_private_note_is_its_owners_alone_and_git_does_not_see_it() {
    use std::os::unix::fs::PermissionsExt;
    let program = Program::small();
    program.done(&["note", "ada", "--private", "-m", CANARY]);
    let mode = |path: &str| {
        let metadata = std::fs::metadata(program.path(path)).unwrap();
        metadata.permissions().mode() & 0o777
    };
    assert_eq!(mode("private"), 0o700);
    assert_eq!(
        mode("private/notes/grace-hopper-mentors-ada-lovelace.toml"),
        0o600
    );
    let script = "git init -q . && git add -A && git status --porcelain && git ls-files";
    let output = program.script(script).run();
    assert!(output.stdout.contains("program.toml"), "{output:#?}");
    assert!(!output.stdout.contains("private"), "{output:#?}");
}

#[test]
fn words_in_confidence_are_found_in_nothing_that_a_participant_is_given() {
    let program = Program::small();
    program.done(&["note", "ada", "-m", "Met"]);
    let call = [
        "checkin",
        "add",
        "ada",
        "fit=1",
        "listened_to=1",
        "-m",
        CANARY,
    ];
    program.done(&call);
    program.done(&[
        "checkin",
        "add",
        "grace",
        "--kind",
        "readiness",
        "curious=2",
        "-m",
        CANARY,
    ]);
    for path in nests(&program) {
        let is_kept = path.starts_with("confidential/") || path.starts_with(".pleiad/");
        assert!(is_kept, "{path}");
    }
    for look in LOOKS
        .into_iter()
        .filter(|look| look.first() != Some(&"undo"))
    {
        assert!(!said(&program, look).contains(CANARY), "{look:?}");
    }
    assert!(said(&program, &["checkin", "list"]).contains(CANARY));
    let today = said::<&str>(&program, &[]);
    assert!(today.contains("low score"), "{today}");
}

const PRIVATE: &str = "magpiebird";
const KEPT: &str = "kestrelbird";

/// Words that only coordinators read, about a pairing, a person and the program, and a note that only one person does.
fn with_secrets(program: &Program) {
    let pairing = "grace-hopper-mentors-ada-lovelace";
    program.write(
        &format!("private/notes/{pairing}.toml"),
        format!("[[note]]\nid = \"n-00001\"\non = 2026-02-03\ntext = \"{PRIVATE}\"\n"),
    );
    let checkin = format!(
        "[[checkin]]\nid = \"c-00001\"\non = 2026-11-20\nfrom = \"ada-lovelace\"\nfit = 1\ntext = \"{KEPT}\"\n"
    );
    let concern = format!(
        "\n[[concern]]\nid = \"c-00002\"\non = 2026-11-20\nkind = \"other\"\ntext = \"{KEPT}\"\n\n\
         [[concern_step]]\nconcern = \"c-00002\"\non = 2026-11-21\ntext = \"{KEPT}\"\n"
    );
    program.write(
        &format!("confidential/pairings/{pairing}.toml"),
        format!("{checkin}{concern}"),
    );
    program.write("confidential/people/ada-lovelace.toml", &checkin);
    program.write("confidential/program.toml", &checkin);
}

/// Commands that show coordinators what is kept in confidence; everything else may be handed on.
const OF_COORDINATORS: [&str; 2] = ["checkin ", "concern "];

#[test]
fn no_command_in_any_format_tells_what_is_private_or_in_confidence() {
    for case in CASES {
        let program = furnished(case);
        with_secrets(&program);
        let is_of_coordinators = case.line.contains("--confidential")
            || case.line.contains("--held")
            || OF_COORDINATORS.iter().any(|of| case.line.starts_with(of));
        // Without a format the answer to a pipe is a table of tabs.
        for format in ["", "--json", "--format md", "--format csv"] {
            let line = format!("{} {format}", case.line);
            let told = said(&program, &shlex::split(&line).unwrap());
            let is_asked_for = case.line.contains("--private");
            assert!(is_asked_for || !told.contains(PRIVATE), "{line}: {told}");
            assert!(is_of_coordinators || !told.contains(KEPT), "{line}: {told}");
        }
        for (path, bytes) in program.everything() {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let may = |folder: &str| path.starts_with(folder) || path.starts_with(".pleiad/");
            assert!(
                !text.contains(PRIVATE) || may("private/"),
                "{}: {path}",
                case.line
            );
            assert!(
                !text.contains(KEPT) || may("confidential/"),
                "{}: {path}",
                case.line
            );
        }
    }
}

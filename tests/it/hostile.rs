//! Hostile files in every place of a program: a clear error that names the file, nothing changed, nothing that steers
//! a terminal, no panic and no hang, and a stack of 1 MB is enough.

use crate::corpus::{Hostile, Verdict, corpus, huge};
use crate::program::{Output, Program, SMALL};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::process::Command;

/// Places that a hostile file may take.
const PLACES: [&str; 6] = [
    "participants/x.toml",
    "program.toml",
    "pairings/grace-hopper-mentors-ada-lovelace.toml",
    "meetings/grace-hopper-mentors-ada-lovelace.toml",
    "matching.toml",
    "vocabulary.toml",
];

/// Puts something else where a file of the program was.
type Replace = fn(&Program, &str);

fn with(place: &str, bytes: &[u8]) -> Program {
    let program = Program::of(&SMALL);
    program.write(place, bytes);
    program
}

/// What no answer may hold: bytes that steer a terminal or turn its text around.
pub(crate) fn steering(text: &str) -> Option<char> {
    text.chars().find(|&character| {
        (character.is_control() && character != '\n' && character != '\t')
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}')
    })
}

pub(crate) fn assert_tame(output: &Output, what: &str) {
    for text in [&output.stdout, &output.stderr] {
        assert_eq!(steering(text), None, "{what}: {output:#?}");
    }
    let is_ended = matches!(output.code, Some(0..=5));
    assert!(is_ended, "{what}: {output:#?}");
    assert!(
        !output.stderr.contains("a bug of ours"),
        "{what}: {output:#?}"
    );
}

/// Runs a command with a stack of 1 MB for each of its threads: nothing that a file holds may need more.
fn run(program: &Program, words: &[&str]) -> Output {
    program.with_a_small_stack(words).run()
}

fn assert_judged(hostile: &Hostile, place: &str, output: &Output) {
    let what = format!("{} as {place}", hostile.name);
    assert_tame(output, &what);
    let is_person = place.starts_with("participants/");
    let told = format!("{}{}", output.stdout, output.stderr);
    match hostile.verdict {
        Verdict::Fine if is_person => assert_eq!(output.code, Some(0), "{what}: {told}"),
        Verdict::RefusedAsPerson if !is_person => {}
        Verdict::Fine => {}
        Verdict::Refused | Verdict::RefusedAsPerson => {
            assert_eq!(output.code, Some(1), "{what}: {told}");
            assert!(told.contains(place), "{what}: {told}");
        }
    }
    if output.code == Some(1) {
        assert!(told.contains(place), "{what}: {told}");
    }
}

#[test]
fn every_hostile_file_is_judged_by_check_and_named() {
    for hostile in corpus() {
        for place in PLACES {
            let program = with(place, &hostile.bytes);
            let before = program.everything();
            assert_judged(&hostile, place, &run(&program, &["check"]));
            assert_eq!(program.everything(), before, "{} as {place}", hostile.name);
        }
    }
}

#[test]
fn no_command_answers_or_writes_beside_a_hostile_file() {
    let commands: [&[&str]; 5] = [
        &["participant", "list", "--format", "table"],
        &["participant", "show", "x"],
        &["pairing", "list", "--format", "csv"],
        &["enroll", "Kim Park", "--mentee"],
        &["participant", "set", "x", "title=Engineer"],
    ];
    let refused = corpus()
        .into_iter()
        .filter(|hostile| hostile.verdict != Verdict::Fine);
    for hostile in refused {
        let program = with(PLACES[0], &hostile.bytes);
        let before = program.everything();
        for command in commands {
            let output = run(&program, command);
            assert_judged(&hostile, PLACES[0], &output);
        }
        assert_eq!(program.everything(), before, "{}", hostile.name);
    }
}

#[test]
fn names_that_steer_a_terminal_are_shown_and_not_obeyed() {
    for hostile in corpus()
        .iter()
        .filter(|hostile| hostile.verdict == Verdict::Fine)
    {
        let program = with(PLACES[0], &hostile.bytes);
        for format in ["table", "tsv", "csv", "json", "md", "text"] {
            let listed = run(&program, &["participant", "list", "--format", format]);
            let shown = run(&program, &["participant", "show", "x", "--format", format]);
            for output in [listed, shown] {
                assert_eq!(output.code, Some(0), "{}: {output:#?}", hostile.name);
                // Programs that read JSON and CSV get the text as it is.
                if matches!(format, "table" | "text" | "tsv") {
                    assert_tame(&output, hostile.name);
                }
            }
        }
    }
}

#[test]
fn huge_files_are_refused_within_bounds() {
    for hostile in huge() {
        let program = with(PLACES[0], &hostile.bytes);
        let output = run(&program, &["check"]);
        assert_judged(&hostile, PLACES[0], &output);
        let told = output.stdout.len() + output.stderr.len();
        assert!(told < 100_000, "{}: {told} bytes are told", hostile.name);
    }
}

#[test]
fn what_is_no_plain_file_is_refused_and_never_waited_for() {
    let replacements: [(&str, Replace); 7] = [
        ("a socket", |program, place| {
            drop(UnixListener::bind(program.path(place)).unwrap());
        }),
        ("a pipe", |program, place| {
            let path = program.path(place);
            assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
        }),
        ("a folder", |program, place| {
            fs::create_dir(program.path(place)).unwrap();
        }),
        ("a link out", |program, place| {
            symlink("/etc/passwd", program.path(place)).unwrap();
        }),
        ("a link to nothing", |program, place| {
            symlink("nowhere", program.path(place)).unwrap();
        }),
        ("a link to itself", |program, place| {
            symlink(program.path(place), program.path(place)).unwrap();
        }),
        ("a device", |program, place| {
            symlink("/dev/zero", program.path(place)).unwrap();
        }),
    ];
    for (what, replace) in replacements {
        for place in PLACES {
            let program = with(place, b"");
            fs::remove_file(program.path(place)).unwrap();
            replace(&program, place);
            for command in [
                &["check"][..],
                &["participant", "list"],
                &["enroll", "Kim", "--mentee"],
            ] {
                let before = program.everything();
                let output = run(&program, command);
                let what = format!("{what} as {place}: {command:?}");
                assert_tame(&output, &what);
                let told = format!("{}{}", output.stdout, output.stderr);
                let is_silent = output.code == Some(0) && command[0] != "check";
                let names_it = is_silent || told.contains(place) || place == "program.toml";
                assert!(
                    command[0] != "check" || output.code != Some(0),
                    "{what}: {told}"
                );
                assert!(names_it, "{what}: {told}");
                assert!(!told.contains("root:"), "{what} was read: {told}");
                let after = program.everything();
                // What a command does not need to read does not keep it from its work.
                assert!(is_silent || after == before, "{what} changed something");
                assert_eq!(after.get(place), before.get(place), "{what}");
            }
        }
    }
}

#[test]
fn a_link_in_place_of_a_folder_is_never_written_through() {
    for folder in ["participants", "pairings", "meetings", ".pleiad"] {
        let outside = Program::empty();
        let program = Program::small();
        if program.path(folder).exists() {
            for entry in fs::read_dir(program.path(folder)).unwrap() {
                let entry = entry.unwrap();
                fs::copy(
                    entry.path(),
                    outside.path(&entry.file_name().to_string_lossy()),
                )
                .unwrap();
            }
            fs::remove_dir_all(program.path(folder)).unwrap();
        }
        symlink(outside.root(), program.path(folder)).unwrap();
        let before = outside.everything();
        let commands: [&[&str]; 3] = [
            &["enroll", "Kim Park", "--mentee"],
            &["pairing", "add", "grace", "ada"],
            &["note", "ada", "-m", "hello"],
        ];
        for command in commands {
            let output = run(&program, command);
            assert_tame(&output, folder);
        }
        assert_eq!(
            outside.everything(),
            before,
            "{folder} led out of the program"
        );
    }
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    let program = Program::small();
    let place = "participants/ada-lovelace.toml";
    fs::set_permissions(program.path(place), fs::Permissions::from_mode(0o000)).unwrap();
    let output = if fs::read(program.path(place)).is_err() {
        program.run(&["check"])
    } else {
        // The administrator may read everything, so somebody else looks.
        fs::set_permissions(program.root(), fs::Permissions::from_mode(0o755)).unwrap();
        let nobody = "chown -R 65534 . && exec setpriv --reuid 65534 --regid 65534 --clear-groups \
            pleiad check";
        program.script(nobody).run()
    };
    assert_tame(&output, place);
    assert_eq!(output.code, Some(1), "{output:#?}");
    assert!(output.stdout.contains(place), "{output:#?}");
}

#[test]
fn a_file_of_the_size_that_is_allowed_is_read_and_one_byte_more_is_not() {
    const BYTES_MAX: usize = 16 * 1024 * 1024;
    let head = "name = \"Kim Park\"\n[mentee]\n#";
    for (length, code) in [(BYTES_MAX, 0), (BYTES_MAX + 1, 1)] {
        let program = with(PLACES[0], head.as_bytes());
        let filler = "x".repeat(length - head.len());
        program.write(PLACES[0], format!("{head}{filler}"));
        let output = run(&program, &["check"]);
        assert_tame(&output, PLACES[0]);
        assert_eq!(output.code, Some(code), "{length}: {output:#?}");
        assert_eq!(output.stdout.contains(PLACES[0]), code == 1, "{output:#?}");
    }
}

#[test]
fn what_editors_leave_is_passed_over() {
    let leftovers = [
        "x.toml~",
        ".#x.toml",
        "#x.toml#",
        ".x.toml.swp",
        ".x.toml.swo",
        "4913",
        ".DS_Store",
        ".x.toml.kate-swp",
        "x.swp",
        ".~lock.x.toml#",
        "._x.toml",
    ];
    for name in leftovers {
        let program = Program::small();
        program.write(&format!("participants/{name}"), b"\0 no record");
        let output = run(&program, &["check"]);
        assert_eq!(output.code, Some(0), "{name}: {output:#?}");
        let listed = run(&program, &["participant", "list", "--json"]);
        assert!(!listed.stdout.contains("record"), "{name}");
    }
}

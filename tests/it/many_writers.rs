//! One pairing, many hands: eight writers of notes, a reader that never rests, and a person with an editor.

use crate::program::Program;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use serde_json::Value;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

const WRITERS: usize = 8;
const NOTES_EACH: usize = 25;
const EDITS: usize = 40;
const PAIRING: &str = "grace-hopper-mentors-ada-lovelace";
const LOG: &str = "meetings/grace-hopper-mentors-ada-lovelace.toml";

/// Changed meanwhile: nothing was written, and one may try again.
const CHANGED: Option<i32> = Some(5);

fn words(writer: usize, note: usize) -> String {
    format!("writer {writer} note {note} ends.")
}

/// Writes its notes, each with a piece of advice and of homework, until each was taken.
fn write_notes(program: &Program, writer: usize) {
    let day = format!("2026-11-{:02}", writer + 1);
    for note in 0..NOTES_EACH {
        let words = words(writer, note);
        let (advice, homework) = (format!("Advice: {words}"), format!("Homework: {words}"));
        let call = [
            "note",
            PAIRING,
            &day,
            "-m",
            &words,
            "--advice",
            &advice,
            "--homework",
            &homework,
        ];
        while {
            let output = program.run(&call);
            assert!(
                output.code == Some(0) || output.code == CHANGED,
                "{output:#?}"
            );
            output.code == CHANGED
        } {}
    }
}

fn json(program: &Program, words: &[&str]) -> Value {
    serde_json::from_str(&program.done(words)).unwrap()
}

fn len(value: &Value) -> usize {
    value.as_array().unwrap().len()
}

/// Reads until `is_over`; what it sees only grows, and is never half of a note.
fn read(program: &Program, is_over: &AtomicBool) -> usize {
    let (mut seen, mut reads) = (0, 0);
    while !is_over.load(Ordering::Relaxed) {
        let summary = json(program, &["summary", "--json"]);
        let given = usize::try_from(summary["advice"]["given"].as_u64().unwrap()).unwrap();
        assert!(seen <= given, "{given} after {seen}");
        let shown = json(program, &["pairing", "show", PAIRING, "--json"]);
        let (advice, homework) = (len(&shown["advice_untried"]), len(&shown["homework_open"]));
        assert_eq!(advice, homework, "half a note was seen");
        assert!(given <= advice, "{advice} after {given}");
        seen = advice;
        reads += 1;
    }
    reads
}

/// Appends a comment as an editor saves: reads, thinks, reads again, and puts a new file in the old one's place.
///
/// Between the second look and the renaming a note may come; the exchange shows it, and the person begins again.
fn save(program: &Program, comment: &str) {
    let (log, draft) = (program.path(LOG), program.path("draft of a person"));
    let exchange = || renameat_with(CWD, &draft, CWD, &log, RenameFlags::EXCHANGE).unwrap();
    loop {
        let before = fs::read(&log).unwrap();
        let after = [before.as_slice(), comment.as_bytes(), b"\n"].concat();
        fs::write(&draft, &after).unwrap();
        thread::sleep(Duration::from_millis(1));
        if fs::read(&log).unwrap() != before {
            continue;
        }
        exchange();
        if fs::read(&draft).unwrap() == before {
            break;
        }
        exchange();
        assert_eq!(
            fs::read(&draft).unwrap(),
            after,
            "a note came in two moments in a row"
        );
    }
    fs::remove_file(&draft).unwrap();
}

fn comment(edit: usize) -> String {
    format!("# edit {edit} of a person")
}

/// Saves again and again, each time after something has changed.
fn edit(program: &Program, is_over: &AtomicBool) {
    for number in 0..EDITS {
        save(program, &comment(number));
        let saved = program.text(LOG);
        while program.text(LOG) == saved && !is_over.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Everybody at once, until the writers are done.
fn work(program: &Program) {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = scope.spawn(|| read(program, &is_over));
        let person = scope.spawn(|| edit(program, &is_over));
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| scope.spawn(move || write_notes(program, writer)))
            .collect();
        let ends: Vec<_> = writers
            .into_iter()
            .map(thread::ScopedJoinHandle::join)
            .collect();
        is_over.store(true, Ordering::Relaxed);
        person.join().unwrap();
        assert!(0 < reader.join().unwrap(), "the reader read nothing");
        assert!(ends.iter().all(Result::is_ok), "a writer failed");
    });
}

#[test]
fn many_writers_a_reader_and_an_editor_lose_nothing() {
    let program = Program::small();
    program.done(&[
        "note",
        PAIRING,
        "2026-10-31",
        "-m",
        "the first one",
        "--advice",
        "A.",
        "--homework",
        "H.",
    ]);
    work(&program);

    let log = program.text(LOG);
    for writer in 0..WRITERS {
        for note in 0..NOTES_EACH {
            let found = log.matches(&words(writer, note)).count();
            assert_eq!(
                found,
                3,
                "{}: as note, advice and homework",
                words(writer, note)
            );
        }
    }
    let comments: Vec<_> = log.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(
        comments,
        (0..EDITS).map(comment).collect::<Vec<_>>(),
        "every edit, in order"
    );
    let history = json(&program, &["history", "--json"]);
    assert_eq!(len(&history["operations"]), 1 + WRITERS * NOTES_EACH);
    program.done(&["check", "--strict"]);
}

//! Commands killed or failed at every step that the store takes: publishing, undoing it, and the recovery itself.
//!
//! In process: the whole command runs, from the command line to its exit code, over a disk that fails as planned.
//! Afterwards the folder is the old or the new one, never between, and the exit code told the truth. The short form
//! visits a spread of the steps; `COMMAND_FAULTS=all` visits every single one, with 200 pairings (some minutes).

use pleiad::cli::invocation::{Invocation, Terminals};
use pleiad::cli::run::run;
use pleiad::store::faults::{Errno, Fault, Faults};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Every file outside of pleiad's own folder.
type Snapshot = BTreeMap<PathBuf, Vec<u8>>;

const FAULTS: [Fault; 5] = [
    Fault::Kill,
    Fault::Once(Errno::InputOutput),
    Fault::Sticky(Errno::InputOutput),
    Fault::Once(Errno::NoSpace),
    Fault::Sticky(Errno::NoSpace),
];

const DONE: u8 = 0;
const UNPRINTED: u8 = 74;
const INTERRUPTED: u8 = 75;

fn is_whole_campaign() -> bool {
    std::env::var_os("COMMAND_FAULTS").is_some_and(|value| value == "all")
}

/// Pairings that one publish makes.
fn pair_count() -> usize {
    if is_whole_campaign() { 200 } else { 12 }
}

fn call(folder: &Path, words: &[&str], faults: Faults) -> (u8, Arc<Faults>) {
    let faults = Arc::new(faults.without_sync());
    let (mut output, mut talk) = (Vec::new(), Vec::new());
    let code = run(Invocation {
        arguments: std::iter::once("pleiad")
            .chain(words.iter().copied())
            .map(Into::into)
            .collect(),
        variables: BTreeMap::from([("PLEIAD_TODAY".to_owned(), "2026-11-23".to_owned())]),
        directory: folder.to_path_buf(),
        now: "2026-11-23T09:00:00Z".parse().unwrap(),
        terminals: Terminals::default(),
        width: None,
        input: &mut std::io::empty(),
        output: &mut output,
        talk: &mut talk,
        faults: Some(Arc::clone(&faults)),
    });
    (code, faults)
}

fn done(folder: &Path, words: &[&str]) {
    let (code, _) = call(folder, words, Faults::none());
    assert_eq!(code, DONE, "pleiad {words:?}");
}

fn snapshot(folder: &Path) -> Snapshot {
    let mut files = Snapshot::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            let relative = path.strip_prefix(folder).unwrap().to_path_buf();
            if relative == Path::new(".pleiad") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(relative, fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A program with a draft of so many pairs.
fn drafted(folder: &Path) {
    done(folder, &["init", "--timezone", "UTC"]);
    let mut people = String::from("name,email,role\n");
    for number in 0..pair_count() {
        writeln!(people, "Mentor {number:03},m{number}@example.org,mentor").unwrap();
        writeln!(people, "Mentee {number:03},e{number}@example.org,mentee").unwrap();
    }
    fs::write(folder.join("people.csv"), people).unwrap();
    done(folder, &["import", "people", "people.csv"]);
    done(folder, &["match"]);
}

/// The steps at which a run is disturbed: all of them, or a spread that meets the first, the last and every twenty-ninth.
fn steps(count: u64) -> Vec<u64> {
    if is_whole_campaign() {
        return (0..count).collect();
    }
    (0..count)
        .filter(|step| step % 29 == 0 || count - step < 6)
        .collect()
}

/// Runs `words` over a copy of `base` with each fault at each step; after any end the folder is `old` or `new`.
fn disturbed_everywhere(base: &Path, words: &[&str], old: &Snapshot, new: &Snapshot) {
    let counted = tempfile::tempdir().unwrap();
    copy(base, counted.path());
    let (code, faults) = call(counted.path(), words, Faults::none());
    assert_eq!(code, DONE);
    assert_eq!(snapshot(counted.path()), *new, "undisturbed");
    for step in steps(faults.count()) {
        for fault in FAULTS {
            let scratch = tempfile::tempdir().unwrap();
            copy(base, scratch.path());
            let (code, _) = call(scratch.path(), words, Faults::none().with(step, fault));
            let place = format!("{words:?} with {fault:?} at step {step}: exit {code}");
            settled(scratch.path(), code, fault, (old, new), &place);
        }
    }
}

/// After the next command the folder is the old or the new one, and the exit code of the disturbed one was true.
fn settled(folder: &Path, code: u8, fault: Fault, (old, new): (&Snapshot, &Snapshot), place: &str) {
    done(folder, &["check"]);
    let after = snapshot(folder);
    assert!(
        after == *old || after == *new,
        "{place}: the folder is neither the old nor the new one"
    );
    match code {
        // A killed process gives no exit code that anybody sees.
        _ if fault == Fault::Kill => {}
        DONE | UNPRINTED => assert!(
            after == *new,
            "{place}: said done, and the folder is the old one"
        ),
        // Interrupted: the next run completes it, or, where the disk failed twice over, takes it back.
        INTERRUPTED => {}
        _ => assert!(
            after == *old,
            "{place}: said refused, and the folder is the new one"
        ),
    }
}

#[test]
fn publishing_is_whole_or_not_at_all_wherever_it_is_disturbed() {
    let base = tempfile::tempdir().unwrap();
    drafted(base.path());
    let old = snapshot(base.path());
    let published = tempfile::tempdir().unwrap();
    copy(base.path(), published.path());
    done(published.path(), &["match", "publish", "-y"]);
    let new = snapshot(published.path());
    let pairings = new
        .keys()
        .filter(|path| path.starts_with("pairings"))
        .count();
    assert_eq!(pairings, pair_count());
    disturbed_everywhere(base.path(), &["match", "publish", "-y"], &old, &new);
    disturbed_everywhere(published.path(), &["undo"], &new, &old);
}

#[test]
fn a_draft_is_kept_whole_or_not_at_all_wherever_the_run_is_disturbed() {
    let base = tempfile::tempdir().unwrap();
    drafted(base.path());
    let (mentor, forbidden) = ("mentor-000", "mentee-000");
    done(base.path(), &["match", "forbid", mentor, forbidden]);
    let old = snapshot(base.path());
    let fresh = tempfile::tempdir().unwrap();
    copy(base.path(), fresh.path());
    done(fresh.path(), &["match"]);
    let new = snapshot(fresh.path());
    assert_ne!(old, new);
    disturbed_everywhere(base.path(), &["match"], &old, &new);
}

#[test]
fn the_recovery_of_a_publish_may_itself_be_disturbed_anywhere() {
    let base = tempfile::tempdir().unwrap();
    drafted(base.path());
    let old = snapshot(base.path());
    let scratch = tempfile::tempdir().unwrap();
    copy(base.path(), scratch.path());
    let (_, faults) = call(scratch.path(), &["match", "publish", "-y"], Faults::none());
    let new = snapshot(scratch.path());
    let all = faults.count();
    // Killed a third, a half and all but the end of the way through: some with the change decided, some not.
    for first in [all / 3, all / 2, all * 3 / 4, all - 8, all - 3] {
        let killed = tempfile::tempdir().unwrap();
        copy(base.path(), killed.path());
        call(
            killed.path(),
            &["match", "publish", "-y"],
            Faults::none().with(first, Fault::Kill),
        );
        let counted = tempfile::tempdir().unwrap();
        copy(killed.path(), counted.path());
        let (_, recovery) = call(counted.path(), &["check"], Faults::none());
        for step in steps(recovery.count()) {
            for fault in FAULTS {
                let again = tempfile::tempdir().unwrap();
                copy(killed.path(), again.path());
                call(again.path(), &["check"], Faults::none().with(step, fault));
                done(again.path(), &["check"]);
                let after = snapshot(again.path());
                let place = format!("killed at {first}, recovery with {fault:?} at {step}");
                assert!(
                    after == old || after == new,
                    "{place}: neither the old nor the new folder"
                );
            }
        }
    }
}

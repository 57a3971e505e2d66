//! The verdict on a disturbed command: was what it told true, and is the folder the old or the new one, never between.

use super::subject::{Subject, call};
use crate::folder::Files;
use crate::program::Program;
use pleiad::store::faults::Faults;

const DONE: i32 = 0;
/// There is no program.
const NOT_FOUND: i32 = 3;
const BUG: i32 = 70;
const UNPRINTED: i32 = 74;
const INTERRUPTED: i32 = 75;
/// The exit code of a panic that nothing caught.
const PANIC: i32 = 101;

/// What whoever called the command learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing: it was killed.
    Nothing,
    /// Its exit code.
    Code(i32),
}

/// How a disk is after a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Disk {
    /// It failed once, or not at all.
    Works,
    /// It went on failing, so that even taking back may have failed.
    Fails,
}

/// Judges a folder after a disturbed command, and again after the next command, which settles what was left.
pub(super) fn judge(
    subject: &Subject,
    program: &Program,
    told: Told,
    disk: Disk,
    place: &str,
) -> Result<(), String> {
    let what = format!("{:?}, {place}: {told:?}", subject.words);
    promised(subject, &program.files(), told).map_err(|why| format!("{what}, at once: {why}"))?;
    settle(subject, program).map_err(|why| format!("{what}: {why}"))?;
    let found = program.files();
    let is_new = found == subject.new;
    if !is_new && found != subject.old && !is_of_whole_exports(subject, &found) {
        return Err(format!(
            "{what}: between old and new: {}",
            differences(subject, &found)
        ));
    }
    promised(subject, &found, told).map_err(|why| format!("{what}, settled: {why}"))?;
    if told == Told::Code(INTERRUPTED) && disk == Disk::Works && !is_new {
        return Err(format!("{what}: told that the next run would finish it"));
    }
    let (code, _) = call(program, &["undo".to_owned()], "", Faults::none());
    if is_new && (code, &program.files()) != (subject.undone.0, &subject.undone.1) {
        return Err(format!("{what}: undone it is something else ({code})"));
    }
    swept(program).map_err(|why| format!("{what}: {why}"))
}

/// Whether the files are what an exit code promises them to be.
fn promised(subject: &Subject, found: &Files, told: Told) -> Result<(), String> {
    let (expected, meaning) = match told {
        Told::Nothing | Told::Code(INTERRUPTED) => return Ok(()),
        Told::Code(BUG | PANIC) => return Err("a bug of ours".to_owned()),
        Told::Code(DONE | UNPRINTED) => (&subject.new, "done"),
        Told::Code(_) => (&subject.old, "that nothing changed"),
    };
    if found == expected || told != Told::Code(DONE) && is_of_whole_exports(subject, found) {
        return Ok(());
    }
    Err(format!("told {meaning}: {}", differences(subject, found)))
}

/// Whether a command that exports has left every file old or new: no two of them are one change. Files that it was
/// still writing are hidden beside their places.
fn is_of_whole_exports(subject: &Subject, found: &Files) -> bool {
    let is_unfinished = |path: &str| path.contains(".pleiad-");
    let is_whole = |path: &String| {
        let file = found.get(path);
        file == subject.old.get(path) || file == subject.new.get(path)
    };
    let mut places = found.keys().chain(subject.old.keys());
    subject.is_export() && places.all(|path| is_unfinished(path) || is_whole(path))
}

/// Runs the next command, in the program and in every program that the command makes.
fn settle(subject: &Subject, program: &Program) -> Result<(), String> {
    let made = subject
        .new
        .keys()
        .filter_map(|path| path.strip_suffix("/program.toml"));
    for folder in [".", "other", "own"].into_iter().chain(made) {
        if program.path(folder).join(".pleiad").is_dir() {
            let words = ["-C", folder, "check"].map(str::to_owned);
            let (code, _) = call(program, &words, "", Faults::none());
            let code = i32::from(code);
            let is_program = program.path(folder).join("program.toml").exists();
            if code != if is_program { DONE } else { NOT_FOUND } {
                return Err(format!("`check` in `{folder}` ends with {code}"));
            }
        }
    }
    Ok(())
}

/// Whether the next writing command has left nothing lying about.
fn swept(program: &Program) -> Result<(), String> {
    let own = program.path(".pleiad");
    match ["new", "pending", "trash", "cradle"]
        .iter()
        .find(|name| own.join(name).exists())
    {
        Some(leftover) => Err(format!("`.pleiad/{leftover}` was left")),
        None => Ok(()),
    }
}

/// Names the files that are neither old nor new, or not all of one time; their bytes would fill the screen.
fn differences(subject: &Subject, found: &Files) -> String {
    let (old, new) = (&subject.old, &subject.new);
    let places = found.keys().chain(new.keys()).chain(old.keys());
    let mut told: Vec<String> = places
        .filter(|place| old.get(*place) != new.get(*place) || found.get(*place) != old.get(*place))
        .map(|place| match found.get(place) {
            it if it == old.get(place) => format!("{place} is old"),
            it if it == new.get(place) => format!("{place} is new"),
            Some(_) => format!("{place} is neither"),
            None => format!("{place} is gone"),
        })
        .collect();
    told.sort();
    told.dedup();
    told.join(", ")
}

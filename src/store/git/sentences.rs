//! What a commit says: the sentences of the operations whose effect it holds.
//!
//! An operation belongs to a commit when it changed one of its files since the version that the last commit holds. What
//! was undone since says nothing, and neither does its undoing.

use crate::store::digest::Digest;
use crate::store::git::run::{Git, GitError, text};
use crate::store::git::setup::ATTRIBUTES;
use crate::store::layout;
use crate::store::manifest::OperationKind;
use crate::store::operations::{Operation, OperationNumber};
use crate::store::path::RelativePath;
use std::collections::{BTreeMap, BTreeSet};

/// Files of a program that differ from the last commit, in order, whatever of them git tracks already.
///
/// # Errors
/// What git refuses.
pub fn changed(git: &Git) -> Result<Vec<RelativePath>, GitError> {
    let arguments = [
        "status",
        "--porcelain=v1",
        "-z",
        "--untracked-files=all",
        "--no-renames",
        "--",
        ".",
    ];
    let listed = text(&git.run(&arguments)?);
    let paths = listed.split('\0').filter_map(|record| {
        // Two letters of state and a blank; the path is as of the top of the repository.
        let path = record.get(3..)?.strip_prefix(git.prefix())?;
        RelativePath::parse(path).ok()
    });
    let mut paths: Vec<RelativePath> = paths.filter(is_of_program).collect();
    paths.sort();
    Ok(paths)
}

/// Whether a file belongs to a program, so that its changes go into one commit.
fn is_of_program(path: &RelativePath) -> bool {
    let path = path.as_str();
    layout::file_at(path).is_some()
        || path == ATTRIBUTES
        || path == ".gitignore"
        || path.starts_with("letters/")
}

/// The words of a commit of these files.
///
/// # Errors
/// What git refuses.
pub fn message(
    git: &Git,
    paths: &[RelativePath],
    operations: &[Operation],
) -> Result<String, GitError> {
    let mut told = BTreeSet::new();
    let mut by_hand = Vec::new();
    for (path, committed) in paths.iter().zip(committed(git, paths)?) {
        let since = since(path, committed, operations);
        if since.is_empty() {
            by_hand.push(path.to_string());
        }
        told.extend(since);
    }
    let sentences = sentences(&told, operations);
    Ok(composed(sentences, &by_hand))
}

/// What the last commit holds of each file.
fn committed(git: &Git, paths: &[RelativePath]) -> Result<Vec<Option<Digest>>, GitError> {
    let names: Vec<String> = paths
        .iter()
        .map(|path| format!("HEAD:{}{path}\n", git.prefix()))
        .collect();
    let answer = git.feed(&["cat-file", "--batch"], names.concat().as_bytes())?;
    let mut rest = answer.as_slice();
    let mut found = Vec::with_capacity(paths.len());
    for _ in paths {
        let end = rest
            .iter()
            .position(|&byte| byte == b'\n')
            .unwrap_or(rest.len());
        let head = text(&rest[..end]);
        rest = rest.get(end + 1..).unwrap_or_default();
        // Object, kind and size; of what is not there, the name and a word.
        let words: Vec<&str> = head.split(' ').collect();
        let size = match words.as_slice() {
            [_, "blob", size] => size.parse::<usize>().ok(),
            _ => None,
        };
        found.push(size.and_then(|size| rest.get(..size)).map(Digest::of));
        rest = size.and_then(|size| rest.get(size + 1..)).unwrap_or(rest);
    }
    Ok(found)
}

/// The operations that changed a file since it was as the last commit has it.
fn since(
    path: &RelativePath,
    committed: Option<Digest>,
    operations: &[Operation],
) -> Vec<OperationNumber> {
    let mut since = Vec::new();
    for operation in operations.iter().rev() {
        let files = operation.manifest.files.iter();
        for record in files.filter(|record| record.path == *path) {
            if record.after == committed {
                return since;
            }
            since.push(operation.number);
            if record.before == committed {
                return since;
            }
        }
    }
    // It was committed as nobody's operation left it, so nobody knows which came after: the last one did.
    since.truncate(1);
    since
}

fn sentences(told: &BTreeSet<OperationNumber>, operations: &[Operation]) -> Vec<String> {
    let mut standing: BTreeMap<OperationNumber, &str> = BTreeMap::new();
    for operation in operations.iter().filter(|it| told.contains(&it.number)) {
        let sentence = operation.manifest.label.sentence.as_str();
        match operation.manifest.kind {
            OperationKind::Undoes(undone) if standing.remove(&undone).is_some() => {}
            _ => {
                standing.insert(operation.number, sentence);
            }
        }
    }
    let mut sentences: Vec<String> = Vec::new();
    for sentence in standing.into_values() {
        if !sentences.iter().any(|known| known == sentence) {
            sentences.push(sentence.to_owned());
        }
    }
    sentences
}

fn composed(mut sentences: Vec<String>, by_hand: &[String]) -> String {
    if !by_hand.is_empty() {
        let files = match by_hand {
            [only] => only.clone(),
            several => format!("{} files", several.len()),
        };
        sentences.push(format!("edit {files} by hand"));
    }
    let subject = match sentences.as_slice() {
        [] => return "no change of the program".to_owned(),
        [only] => return only.clone(),
        [first, more @ ..] => format!("{first}, and {} more", more.len()),
    };
    let lines: Vec<String> = sentences.iter().map(|it| format!("- {it}")).collect();
    format!("{subject}\n\n{}", lines.join("\n"))
}

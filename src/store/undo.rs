//! Undo and redo: an operation taken back, or done again, by an operation of its own.
//!
//! Nothing is rewound: the old versions are written anew, so an undo can be undone like anything else, and the history
//! only grows. A file that has changed since is merged: what the operation did goes, what came later stays. Where one
//! field is in both, the whole undo is refused and nothing is written.

use std::collections::BTreeSet;

use crate::model::day::Day;
use crate::store::commit::{CommitError, FileChange, Transaction, commit};
use crate::store::deltas::Deltas;
use crate::store::digest::Digest;
use crate::store::disk::Disk;
use crate::store::disk_error::DiskError;
use crate::store::layout;
use crate::store::lock::Exclusive;
use crate::store::manifest::{FileRecord, OperationKind, OperationLabel};
use crate::store::merge::conflict::Conflict;
use crate::store::merge::three_way::{Texts, merge};
use crate::store::operations::{self, Operation, OperationError, OperationNumber};
use crate::store::path::RelativePath;
use crate::store::{places, slot};

/// What an undo or redo would write.
#[derive(Debug, Clone)]
pub struct UndoPlan {
    /// The operation whose effect is reversed, which may itself be an undo or redo.
    pub reverses: Operation,
    /// How the new operation will stand to others.
    pub kind: OperationKind,
    /// The files, in the order of the reversed operation.
    pub files: Vec<FileReversal>,
}

/// One file of an undo.
#[derive(Debug, Clone)]
pub struct FileReversal {
    /// Where it lies.
    pub path: RelativePath,
    /// What it holds now; none where it is not there.
    pub before: Option<Vec<u8>>,
    /// What it will hold; none where it will be deleted.
    pub after: Option<Vec<u8>>,
    /// Whether that was merged with what changed since, so that nobody has seen it before.
    pub is_merged: bool,
    change: FileChange,
}

/// Why an operation cannot be undone or done again.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    /// Every operation is undone, or there is none.
    #[error("there is nothing left to undo")]
    NothingToUndo,
    /// Nothing was undone, or something new was done after it.
    #[error("there is nothing to redo")]
    NothingToRedo,
    /// The operation is undone already.
    #[error("operation {0} is undone already; `redo` does it again")]
    UndoneAlready(OperationNumber),
    /// Its old versions were dropped on purpose.
    #[error("operation {0} cannot be undone: it erased what it replaced")]
    Forgotten(OperationNumber),
    /// Files have changed since; nothing was written.
    #[error(
        "operation {number} cannot be taken back: {} changed since; nothing was written",
        list(paths)
    )]
    ChangedSince {
        /// The operation.
        number: OperationNumber,
        /// The files, sorted.
        paths: Vec<RelativePath>,
    },
    /// Fields that the operation set have been changed since; nothing was written.
    #[error(
        "operation {number} cannot be taken back: {} changed since; nothing was written",
        places.join(", ")
    )]
    FieldsChangedSince {
        /// The operation.
        number: OperationNumber,
        /// The fields, each with its file.
        places: Vec<String>,
    },
    /// Old versions are no more what they were.
    #[error(
        "operation {number} cannot be taken back: its old version of {} is missing or damaged",
        list(paths)
    )]
    OldVersionLost {
        /// The operation.
        number: OperationNumber,
        /// The files, sorted.
        paths: Vec<RelativePath>,
    },
    /// The history could not be read.
    #[error(transparent)]
    History(#[from] OperationError),
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The change could not be made.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// Plans to take back an operation: the one of this number, else the last whose effect still stands. Writes nothing.
///
/// # Errors
/// See [`UndoError`].
pub fn plan_undo(disk: &Disk, which: Option<OperationNumber>) -> Result<UndoPlan, UndoError> {
    match which {
        None => reverse(disk, last_standing(disk)?),
        Some(number) => {
            let named = operations::read(disk, number)?;
            reverse(disk, last_about(disk, named)?)
        }
    }
}

/// Plans to do the last undone operation again. Writes nothing.
///
/// # Errors
/// See [`UndoError`]; one is [`UndoError::NothingToRedo`] once something new was done after the undo.
pub fn plan_redo(disk: &Disk) -> Result<UndoPlan, UndoError> {
    reverse(disk, last_undone(disk)?)
}

/// Takes back an operation: the one of this number, else the last whose effect still stands.
///
/// # Errors
/// See [`UndoError`].
pub fn undo(
    guard: &Exclusive,
    which: Option<OperationNumber>,
    label: OperationLabel,
    today: Day,
) -> Result<Option<OperationNumber>, UndoError> {
    carry_out(guard, plan_undo(guard.disk(), which)?, label, today)
}

/// Does the last undone operation again.
///
/// # Errors
/// See [`UndoError`].
pub fn redo(
    guard: &Exclusive,
    label: OperationLabel,
    today: Day,
) -> Result<Option<OperationNumber>, UndoError> {
    carry_out(guard, plan_redo(guard.disk())?, label, today)
}

/// Writes what a plan says, so that what was shown is what is done.
///
/// # Errors
/// [`UndoError::Commit`] if anything has changed since the plan was made, or the disk refuses.
pub fn carry_out(
    guard: &Exclusive,
    plan: UndoPlan,
    label: OperationLabel,
    today: Day,
) -> Result<Option<OperationNumber>, UndoError> {
    let changes = plan.files.into_iter().map(|file| file.change).collect();
    let transaction = Transaction {
        label,
        kind: plan.kind,
        changes,
        inputs: Vec::new(),
        today,
    };
    Ok(commit(guard, &transaction)?)
}

/// The newest operation whose effect stands: an ordinary one that is not undone, or a redo that is not undone.
fn last_standing(disk: &Disk) -> Result<Operation, UndoError> {
    let mut settled = BTreeSet::new();
    for number in operations::numbers(disk)?.into_iter().rev() {
        let operation = operations::read(disk, number)?;
        match operation.manifest.kind {
            OperationKind::Undoes(about) => {
                settled.insert(about);
            }
            OperationKind::Redoes(about) if settled.insert(about) => return Ok(operation),
            OperationKind::Ordinary if settled.insert(number) => return Ok(operation),
            OperationKind::Forgets(_) => return Err(UndoError::Forgotten(number)),
            OperationKind::Redoes(_) | OperationKind::Ordinary => {}
        }
    }
    Err(UndoError::NothingToUndo)
}

/// The newest undo whose operation is still undone, unless something new was done after it.
fn last_undone(disk: &Disk) -> Result<Operation, UndoError> {
    let mut settled = BTreeSet::new();
    for number in operations::numbers(disk)?.into_iter().rev() {
        let operation = operations::read(disk, number)?;
        match operation.manifest.kind {
            OperationKind::Undoes(about) if settled.insert(about) => return Ok(operation),
            OperationKind::Undoes(_) => {}
            OperationKind::Redoes(about) => {
                settled.insert(about);
            }
            OperationKind::Ordinary | OperationKind::Forgets(_) => break,
        }
    }
    Err(UndoError::NothingToRedo)
}

/// The newest operation about what `named` did, which must not be what `named` would be turned into.
fn last_about(disk: &Disk, named: Operation) -> Result<Operation, UndoError> {
    let (about, is_undo) = match named.manifest.kind {
        OperationKind::Ordinary => (named.number, false),
        OperationKind::Redoes(about) => (about, false),
        OperationKind::Undoes(about) => (about, true),
        OperationKind::Forgets(_) => return Err(UndoError::Forgotten(named.number)),
    };
    for number in operations::numbers(disk)?.into_iter().rev() {
        if number <= named.number {
            break;
        }
        let operation = operations::read(disk, number)?;
        match operation.manifest.kind {
            OperationKind::Undoes(other) if other == about => {
                return if is_undo {
                    Ok(operation)
                } else {
                    Err(UndoError::UndoneAlready(about))
                };
            }
            OperationKind::Redoes(other) if other == about => {
                return if is_undo {
                    Err(UndoError::NothingToRedo)
                } else {
                    Ok(operation)
                };
            }
            _ => {}
        }
    }
    Ok(named)
}

fn reverse(disk: &Disk, reverses: Operation) -> Result<UndoPlan, UndoError> {
    let number = reverses.number;
    let kind = match reverses.manifest.kind {
        OperationKind::Ordinary => OperationKind::Undoes(number),
        OperationKind::Redoes(about) => OperationKind::Undoes(about),
        OperationKind::Undoes(about) => OperationKind::Redoes(about),
        OperationKind::Forgets(_) => return Err(UndoError::Forgotten(number)),
    };
    let (mut files, mut changed, mut lost) = (Vec::new(), Vec::new(), Vec::new());
    let mut disputed = Vec::new();
    let deltas = Deltas::read(disk, &places::operation(number));
    for (index, record) in reverses.manifest.files.iter().enumerate() {
        let before = current(disk, &record.path)?;
        let after = operations::old_version(disk, number, index)?;
        if before.as_deref().map(Digest::of) != record.after {
            let versions = Versions {
                now: before,
                old: after,
            };
            match merged(record, index, &deltas, versions) {
                Merged::Reversal(reversal) => files.push(*reversal),
                Merged::Disputed(places) => disputed.extend(places),
                Merged::Impossible => changed.push(record.path.clone()),
            }
        } else if after.as_deref().map(Digest::of) != record.before {
            lost.push(record.path.clone());
        } else {
            files.push(reversal(disk, (number, index), record, before, after)?);
        }
    }
    if !changed.is_empty() {
        let paths = changed;
        return Err(UndoError::ChangedSince { number, paths });
    }
    if !disputed.is_empty() {
        let places = disputed;
        return Err(UndoError::FieldsChangedSince { number, places });
    }
    if !lost.is_empty() {
        let paths = lost;
        return Err(UndoError::OldVersionLost { number, paths });
    }
    Ok(UndoPlan {
        reverses,
        kind,
        files,
    })
}

fn reversal(
    disk: &Disk,
    (number, index): (OperationNumber, usize),
    record: &FileRecord,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
) -> Result<FileReversal, UndoError> {
    let path = record.path.clone();
    let mut change = FileChange::new(path.clone(), record.privacy, record.after, after.clone());
    change.ownership = disk.ownership(&slot::image(&places::operation(number), index))?;
    Ok(FileReversal {
        path,
        before,
        after,
        is_merged: false,
        change,
    })
}

/// What a file that has changed since holds, and what the operation replaced.
struct Versions {
    now: Option<Vec<u8>>,
    old: Option<Vec<u8>>,
}

/// What taking back comes to where a file has changed since.
enum Merged {
    Reversal(Box<FileReversal>),
    /// The fields that stand in the way.
    Disputed(Vec<String>),
    /// It came or went, or nobody knows any more what it held.
    Impossible,
}

/// Takes the operation's change out of a file that has changed since.
fn merged(record: &FileRecord, index: usize, deltas: &Deltas, versions: Versions) -> Merged {
    let Versions {
        now: Some(now),
        old: Some(old),
    } = versions
    else {
        return Merged::Impossible;
    };
    let is_intact = Some(Digest::of(&old)) == record.before;
    let made = deltas.after(index, &old);
    let made = made.filter(|made| is_intact && Some(Digest::of(made)) == record.after);
    let file = layout::file_at(record.path.as_str());
    let (Some(made), Some(file)) = (made, file) else {
        return Merged::Impossible;
    };
    let texts = [made.as_slice(), &now, &old].map(std::str::from_utf8);
    let [Ok(base), Ok(ours), Ok(theirs)] = texts else {
        return Merged::Impossible;
    };
    let base = Some(base);
    let Ok(merge) = merge(Some(&file), Texts { base, ours, theirs }, &|_| None) else {
        return Merged::Impossible;
    };
    if !merge.conflicts.is_empty() {
        let place = |conflict: &Conflict| format!("{} in `{}`", conflict.address, record.path);
        return Merged::Disputed(merge.conflicts.iter().map(place).collect());
    }
    let after = Some(merge.text.into_bytes());
    let before = Some(Digest::of(&now));
    Merged::Reversal(Box::new(FileReversal {
        path: record.path.clone(),
        change: FileChange::new(record.path.clone(), record.privacy, before, after.clone()),
        before: Some(now),
        after,
        is_merged: true,
    }))
}

fn current(disk: &Disk, path: &RelativePath) -> Result<Option<Vec<u8>>, DiskError> {
    match disk.read(path) {
        Err(error) if error.is_absent() => Ok(None),
        outcome => outcome.map(Some),
    }
}

fn list(paths: &[RelativePath]) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    quoted.join(", ")
}

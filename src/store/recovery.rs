//! Recovery: what a crash has left is carried to its end before anything else is done.
//!
//! It rests on the digests of the files alone, so it may itself be interrupted and begun again at any point. A file
//! that a person has edited since is merged with the change; where the two contradict each other it is left as it is, and
//! the version that finds no place is kept and named. Afterwards the
//! folder is usable in every case but one: a damaged manifest, on whose word nothing is touched.

use std::path::PathBuf;

use crate::store::apply::complete;
use crate::store::disk::{Disk, Found};
use crate::store::disk_error::{DiskError, FileKind};
use crate::store::finish::{finish, next_number};
use crate::store::kept::{self, KeptFile, KeptPath, Occasion, keep};
use crate::store::lock::Exclusive;
use crate::store::manifest::{self, Manifest};
use crate::store::operations::{self, OperationError, OperationNumber};
use crate::store::path::RelativePath;
use crate::store::slot::slots;
use crate::store::sweep::sweep;
use crate::store::{places, platform};

/// What recovery has done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recovered {
    /// The interrupted operation that is done now.
    pub finished: Option<OperationNumber>,
    /// Files that were edited while their change was interrupted; both are in them now.
    pub merged: Vec<RelativePath>,
    /// Edits that a program saved into files after these had been replaced by the last operation.
    pub late_edits: Vec<KeptFile>,
}

/// Why the folder could not be brought in order, or not without loose ends.
#[derive(Debug, thiserror::Error)]
pub enum RecoveryError {
    /// An interrupted change was finished around files that a person has edited since; nothing waits any more.
    #[error(
        "an interrupted change is finished now, but for files that were edited since and stay as they are: {}",
        describe(files)
    )]
    Diverged {
        /// The operation that was finished.
        number: OperationNumber,
        /// The files, sorted.
        files: Vec<Diverged>,
    },
    /// What an interrupted change says of itself is not what was written; nothing was touched.
    #[error("`{}` is damaged, so an interrupted change cannot be finished; nothing was touched: compare the files beside it with yours, then move that directory away", path.display())]
    Damaged {
        /// The manifest, from the program's folder.
        path: PathBuf,
    },
    /// The disk refused; the interrupted change waits.
    #[error("an interrupted change waits to be finished: {0}")]
    Disk(#[from] DiskError),
}

/// A file that a person had edited while a change of it was interrupted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diverged {
    /// The file, which holds what the person wrote.
    pub path: RelativePath,
    /// Where the version of the interrupted change lies, if there still is one.
    pub kept_as: Option<KeptPath>,
}

/// Finishes an interrupted change, sweeps away what was never decided, and looks for edits that came too late.
///
/// To be called first thing under the exclusive lock.
///
/// # Errors
/// See [`RecoveryError`].
pub fn recover(guard: &Exclusive) -> Result<Recovered, RecoveryError> {
    let disk = guard.disk();
    sweep(disk)?;
    let Some(manifest) = pending_manifest(disk)? else {
        let late_edits = late_edits(disk)?;
        return Ok(Recovered {
            late_edits,
            ..Recovered::default()
        });
    };
    disk.ensure_directory(&places::operations(), platform::OWNER_DIRECTORY)?;
    let number = next_number(disk)?;
    let met = complete(disk, &manifest, number)?;
    // An earlier recovery may have kept versions and died before it could say so.
    let kept = kept::of_operation(disk, number, Occasion::Interrupted)?;
    finish(disk, &manifest, number)?;
    let files = diverged(met.edited, kept);
    if files.is_empty() {
        return Ok(Recovered {
            finished: Some(number),
            merged: met.merged,
            late_edits: Vec::new(),
        });
    }
    Err(RecoveryError::Diverged { number, files })
}

/// The manifest of the pending change, if there is one.
pub(super) fn pending_manifest(disk: &Disk) -> Result<Option<Manifest>, RecoveryError> {
    let pending = places::pending();
    let path = pending.join(manifest::FILE_NAME);
    match disk.kind(&pending)? {
        None => return Ok(None),
        Some(FileKind::Directory) => {}
        Some(_) => return Err(RecoveryError::Damaged { path: pending }),
    }
    let bytes = match disk.read_own(&path) {
        Err(error) if error.is_absent() => return Err(RecoveryError::Damaged { path }),
        outcome => outcome?,
    };
    match Manifest::parse(&bytes) {
        Some(manifest) => Ok(Some(manifest)),
        None => Err(RecoveryError::Damaged { path }),
    }
}

/// Keeps what a program has written into old versions through a file that it had opened before they were replaced.
fn late_edits(disk: &Disk) -> Result<Vec<KeptFile>, DiskError> {
    let Some(&number) = operations::numbers(disk)?.last() else {
        return Ok(Vec::new());
    };
    let manifest = match operations::read(disk, number) {
        Ok(operation) => operation.manifest,
        Err(OperationError::Disk(error)) => return Err(error),
        // Without its record nothing can be said about the old versions; the history reports it.
        Err(OperationError::Unknown(_) | OperationError::Damaged(_)) => return Ok(Vec::new()),
    };
    let mut late_edits = Vec::new();
    for slot in slots(&manifest, &places::operation(number)) {
        let found = disk.found(&slot.staged)?;
        if found != Found::Absent && !found.is(slot.record.before) {
            let occasion = (number, Occasion::Late);
            late_edits.push(keep(disk, &slot.staged, &slot.record.path, occasion)?);
        }
    }
    Ok(late_edits)
}

fn diverged(edited: Vec<RelativePath>, kept: Vec<KeptFile>) -> Vec<Diverged> {
    let mut files: Vec<Diverged> = kept
        .into_iter()
        .map(|KeptFile { path, kept_as }| Diverged {
            path,
            kept_as: Some(kept_as),
        })
        .collect();
    for path in edited {
        if files.iter().all(|file| file.path != path) {
            files.push(Diverged {
                path,
                kept_as: None,
            });
        }
    }
    files.sort();
    files
}

fn describe(files: &[Diverged]) -> String {
    let described: Vec<String> = files
        .iter()
        .map(|file| match &file.kept_as {
            Some(kept_as) => format!(
                "`{}` (the change's version is kept as `{kept_as}`)",
                file.path
            ),
            None => format!("`{}`", file.path),
        })
        .collect();
    described.join(", ")
}

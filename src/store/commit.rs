//! Committing: many files changed as one, or none of them.
//!
//! Stage, sync, look again, rename `new` to `pending` (the instant that decides), exchange each file with its staged
//! version, sync, file the old versions as a done operation. What is read here is bytes; what they mean is decided
//! before. Invariant: after `Ok` the change is in place and on the disk; after any error but
//! [`CommitError::Interrupted`] the folder is as it was, save for what a person did meanwhile.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::model::day::Day;
use crate::store::apply::{Applied, Met, apply, revert};
use crate::store::digest::Digest;
use crate::store::disk::Disk;
use crate::store::disk_error::DiskError;
use crate::store::finish::{finish, next_number, sync_touched};
use crate::store::kept::KeptFile;
use crate::store::lock::Exclusive;
use crate::store::manifest::{FileRecord, Manifest, OperationKind, OperationLabel, Privacy};
use crate::store::operations::{self, OperationNumber};
use crate::store::path::RelativePath;
use crate::store::places;
use crate::store::platform::Ownership;
use crate::store::stage::{MadeDirectories, stage};
use crate::store::sweep::remove_tree;

/// How much space most file systems give to a file at a time.
const BLOCK_BYTES: u64 = 4096;

/// What a change takes beside its files: the manifest and the directories.
const BLOCKS_OF_ITS_OWN: u64 = 4;

/// What one operation writes, and what it rests on.
#[derive(Debug, Clone)]
pub struct Transaction {
    /// What people read about it.
    pub label: OperationLabel,
    /// How it stands to other operations.
    pub kind: OperationKind,
    /// The files to change, each path once: of two changes of one file the second would find the first in its way.
    pub changes: Vec<FileChange>,
    /// Every file that was read to compute the changes; they must still be the same.
    pub inputs: Vec<FileSeen>,
    /// The day on which old operations are judged.
    pub today: Day,
}

/// One file to change.
#[derive(Debug, Clone)]
pub struct FileChange {
    /// Where it lies.
    pub path: RelativePath,
    /// Who may see it, should it be new.
    pub privacy: Privacy,
    /// What it holds now; none where it is to be created.
    pub before: Option<Digest>,
    /// What it shall hold; none where it is to be deleted.
    pub after: Option<Vec<u8>>,
    /// What a file that comes back takes over from the version that was put away.
    pub(super) ownership: Option<Ownership>,
}

impl FileChange {
    /// The change of one file; creating where nothing was `before`, deleting where nothing is `after`.
    pub fn new(
        path: RelativePath,
        privacy: Privacy,
        before: Option<Digest>,
        after: Option<Vec<u8>>,
    ) -> FileChange {
        FileChange {
            path,
            privacy,
            before,
            after,
            ownership: None,
        }
    }

    fn record(&self) -> FileRecord {
        FileRecord {
            path: self.path.clone(),
            privacy: self.privacy,
            before: self.before,
            after: self.after.as_deref().map(Digest::of),
        }
    }
}

/// A file as it was when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSeen {
    /// Where it lies.
    pub path: RelativePath,
    /// What it held; none where it was not there.
    pub digest: Option<Digest>,
}

/// Why a change was not made, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Files that were read or are to be written have changed since; nothing was written.
    #[error(
        "{} changed while this ran; nothing was written: try again",
        list(paths)
    )]
    ChangedMeanwhile {
        /// The files, sorted.
        paths: Vec<RelativePath>,
    },
    /// A person saved files in the very moment of writing; everything was taken back and their edits stand.
    #[error(
        "{} was edited during the write; nothing was changed: try again{}",
        list(paths),
        list_kept(kept)
    )]
    EditedDuringWrite {
        /// The files, sorted.
        paths: Vec<RelativePath>,
        /// Versions that have no place any more.
        kept: Vec<KeptFile>,
    },
    /// The change was decided and could neither be finished nor taken back; the next run finishes it.
    ///
    /// Should the disk fail twice over while a change is taken back, the next run may find it taken back instead.
    /// Either way it is whole.
    #[error("interrupted; the next run will finish this change, so do not repeat it ({cause})")]
    Interrupted {
        /// What failed.
        cause: DiskError,
    },
    /// The disk is full; nothing was changed.
    #[error("no space left on the disk for `{}`: the change takes about {} kB; nothing was changed", path.display(), bytes_needed / 1000)]
    NoSpace {
        /// The file at which it ended.
        path: PathBuf,
        /// Roughly how much the whole change takes.
        bytes_needed: u64,
    },
    /// An earlier change is still pending; [`crate::store::recovery::recover`] comes first.
    #[error("an earlier change is not finished yet; nothing was written")]
    EarlierChangePending,
    /// Any other refusal of the disk; nothing was changed.
    #[error("{0}; nothing was changed")]
    Disk(#[from] DiskError),
}

/// Changes all files of a transaction as one; gives no number when there is nothing to change.
///
/// # Errors
/// See [`CommitError`]; after every one but [`CommitError::Interrupted`] the folder is as it was.
pub fn commit(
    guard: &Exclusive,
    transaction: &Transaction,
) -> Result<Option<OperationNumber>, CommitError> {
    let disk = guard.disk();
    let (changes, manifest) = plan(transaction);
    if changes.is_empty() && !matches!(transaction.kind, OperationKind::Forgets(_)) {
        return Ok(None);
    }
    if disk.kind(&places::pending())?.is_some() {
        return Err(CommitError::EarlierChangePending);
    }
    let number = next_number(disk)?;
    let mut made = MadeDirectories::default();
    let outcome = prepare(disk, transaction, &changes, &manifest, &mut made)
        .and_then(|()| decide(disk, &manifest, number));
    match outcome {
        Ok(()) => {
            // A history that is too long is no reason to call a change failed that is in place.
            let _ = operations::prune(disk, transaction.today);
            Ok(Some(number))
        }
        Err(error @ CommitError::Interrupted { .. }) => Err(error),
        Err(error) => {
            made.remove(disk);
            Err(with_space_needed(error, &changes))
        }
    }
}

fn plan(transaction: &Transaction) -> (Vec<&FileChange>, Manifest) {
    let planned = transaction
        .changes
        .iter()
        .map(|change| (change, change.record()));
    let (changes, files) = planned
        .filter(|(_, record)| record.before != record.after)
        .unzip();
    let (label, kind) = (transaction.label.clone(), transaction.kind.clone());
    (changes, Manifest { label, kind, files })
}

/// Everything before the instant that decides; what it leaves behind on failure is garbage.
fn prepare(
    disk: &Disk,
    transaction: &Transaction,
    changes: &[&FileChange],
    manifest: &Manifest,
    made: &mut MadeDirectories,
) -> Result<(), CommitError> {
    let outcome = stage(disk, changes, manifest, made)
        .map_err(CommitError::from)
        .and_then(|()| verify(disk, transaction, changes));
    if outcome.is_err() {
        // What stays is swept away by the next run.
        let _ = remove_tree(disk, &places::new());
    }
    outcome
}

/// Compares everything that the transaction rests on with what lies on the disk now.
fn verify(
    disk: &Disk,
    transaction: &Transaction,
    changes: &[&FileChange],
) -> Result<(), CommitError> {
    let mut paths = Vec::new();
    let mut targets = BTreeMap::new();
    for change in changes {
        targets.insert(&change.path, change.before);
        if !disk.found(change.path.as_path())?.is(change.before) {
            paths.push(change.path.clone());
        }
    }
    for FileSeen { path, digest } in &transaction.inputs {
        let is_same = match targets.get(path) {
            Some(before) => before == digest,
            None => digest_now(disk, path)? == *digest,
        };
        if !is_same {
            paths.push(path.clone());
        }
    }
    if paths.is_empty() {
        return Ok(());
    }
    paths.sort();
    paths.dedup();
    Err(CommitError::ChangedMeanwhile { paths })
}

/// Reads as the command did that computed the change: through a link that stays in the folder, too.
fn digest_now(disk: &Disk, path: &RelativePath) -> Result<Option<Digest>, DiskError> {
    match disk.read(path) {
        Err(error) if error.is_absent() => Ok(None),
        outcome => outcome.map(|bytes| Some(Digest::of(&bytes))),
    }
}

/// The instant that decides, and all that follows from it.
fn decide(disk: &Disk, manifest: &Manifest, number: OperationNumber) -> Result<(), CommitError> {
    let applied = publish(disk).and_then(|()| apply(disk, manifest));
    let interrupted = |cause| CommitError::Interrupted { cause };
    match applied {
        Ok(Applied::Whole) => finish(disk, manifest, number).map_err(interrupted),
        Ok(Applied::Edited(path)) => {
            let mut met = take_back(disk, manifest, number).map_err(interrupted)?;
            met.edited.push(path);
            Err(edited_during_write(met))
        }
        Err(error) => {
            let met = take_back(disk, manifest, number).map_err(interrupted)?;
            if met.edited.is_empty() && met.kept.is_empty() {
                Err(error.into())
            } else {
                Err(edited_during_write(met))
            }
        }
    }
}

fn publish(disk: &Disk) -> Result<(), DiskError> {
    disk.rename(&places::new(), &places::pending())?;
    disk.sync_directory(places::HOME.as_ref())
}

/// Puts every file back and forgets the change; on failure it stays pending.
fn take_back(disk: &Disk, manifest: &Manifest, number: OperationNumber) -> Result<Met, DiskError> {
    if disk.kind(&places::pending())?.is_none() {
        // It was not even published.
        let _ = remove_tree(disk, &places::new());
        return Ok(Met::default());
    }
    let met = revert(disk, manifest, number)?;
    sync_touched(disk, manifest)?;
    unpublish(disk)?;
    Ok(met)
}

/// Turns the pending change into garbage, durably or not at all.
fn unpublish(disk: &Disk) -> Result<(), DiskError> {
    let (pending, trash) = (places::pending(), places::trash());
    if disk.kind(&trash)?.is_some() {
        remove_tree(disk, &trash)?;
    }
    let renamed = disk.rename(&pending, &trash);
    // Network file systems may say that a rename failed when only their answer was lost.
    if renamed.is_err() && disk.kind(&pending)?.is_some() {
        return renamed;
    }
    if let Err(error) = disk.sync_directory(places::HOME.as_ref()) {
        // After a power cut the change could come back, so nobody may be told that it is gone.
        let _ = disk.rename(&trash, &pending);
        return Err(error);
    }
    // What stays is swept away by the next run.
    let _ = remove_tree(disk, &trash);
    Ok(())
}

fn edited_during_write(mut met: Met) -> CommitError {
    met.edited.sort();
    met.edited.dedup();
    met.kept.sort();
    CommitError::EditedDuringWrite {
        paths: met.edited,
        kept: met.kept,
    }
}

fn with_space_needed(error: CommitError, changes: &[&FileChange]) -> CommitError {
    match error {
        CommitError::Disk(DiskError::NoSpace { path, .. }) => {
            let sizes = changes.iter().filter_map(|change| change.after.as_ref());
            let blocks = sizes.map(|bytes| (bytes.len() as u64).div_ceil(BLOCK_BYTES));
            let bytes_needed = (blocks.sum::<u64>() + BLOCKS_OF_ITS_OWN) * BLOCK_BYTES;
            CommitError::NoSpace { path, bytes_needed }
        }
        other => other,
    }
}

fn list(paths: &[RelativePath]) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    quoted.join(", ")
}

fn list_kept(kept: &[KeptFile]) -> String {
    let places = kept.iter().map(|kept| {
        format!(
            "; another version of `{}` is kept as `{}`",
            kept.path, kept.kept_as
        )
    });
    places.collect()
}

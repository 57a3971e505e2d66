//! Kept files: versions that have no place any more and yet are somebody's work.
//!
//! When a person's edit and an interrupted change meet in one file, the person's file stays where it is and the other
//! version is moved to `.pleiad/kept/`, never deleted. Nothing in this program removes a kept file but its owner.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::store::disk::{Disk, parents};
use crate::store::disk_error::{DiskError, FileKind};
use crate::store::operations::OperationNumber;
use crate::store::path::RelativePath;
use crate::store::{places, platform};

/// A version of a file that was moved out of the way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptFile {
    /// The file it is a version of.
    pub path: RelativePath,
    /// Where the version lies now.
    pub kept_as: KeptPath,
}

/// The place of a kept file; reads as `.pleiad/kept/00000042-late/participants/ada.toml`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptPath(PathBuf);

impl KeptPath {
    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<KeptPath> {
        let path = PathBuf::from(text);
        let inner = path.strip_prefix(places::kept()).ok()?.to_str()?;
        RelativePath::parse(inner).ok()?;
        Some(KeptPath(path))
    }

    /// The path from the program's folder.
    pub fn as_path(&self) -> &Path {
        &self.0
    }
}

impl fmt::Display for KeptPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display().fmt(out)
    }
}

impl fmt::Debug for KeptPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display().fmt(out)
    }
}

/// Why a version was moved out of the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occasion {
    /// An interrupted change was completed around a file that a person had edited.
    Interrupted,
    /// A change was taken back around a file that a person had edited.
    TakenBack,
    /// A program wrote into a file after the file had been replaced.
    Late,
}

/// All versions kept so far, sorted.
///
/// # Errors
/// Whatever the system refuses.
pub fn list(disk: &Disk) -> Result<Vec<KeptPath>, DiskError> {
    files_below(disk, places::kept())
}

/// The bytes of a kept file.
///
/// # Errors
/// As [`Disk::read`].
pub fn read(disk: &Disk, path: &KeptPath) -> Result<Vec<u8>, DiskError> {
    disk.read_own(path.as_path())
}

/// The versions that were kept on one occasion.
pub(super) fn of_operation(
    disk: &Disk,
    number: OperationNumber,
    occasion: Occasion,
) -> Result<Vec<KeptFile>, DiskError> {
    let place = place(number, occasion);
    let files = files_below(disk, place.clone())?;
    let kept = files.into_iter().filter_map(|kept_as| {
        let inner = kept_as.as_path().strip_prefix(&place).ok()?;
        let path = RelativePath::parse(inner.to_str()?).ok()?;
        Some(KeptFile { path, kept_as })
    });
    Ok(kept.collect())
}

fn files_below(disk: &Disk, directory: PathBuf) -> Result<Vec<KeptPath>, DiskError> {
    let mut files = Vec::new();
    let mut directories = vec![directory];
    while let Some(directory) = directories.pop() {
        for entry in disk.list_at(&directory)? {
            let path = directory.join(entry.name);
            if entry.kind == FileKind::Directory {
                directories.push(path);
            } else {
                files.extend(path.to_str().and_then(KeptPath::parse));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Moves one version out of the way.
pub(super) fn keep(
    disk: &Disk,
    version: &Path,
    of: &RelativePath,
    (number, occasion): (OperationNumber, Occasion),
) -> Result<KeptFile, DiskError> {
    let place = place(number, occasion).join(of.as_path());
    for directory in parents(&place) {
        disk.ensure_directory(directory, platform::OWNER_DIRECTORY)?;
    }
    let mut kept_as = place.clone();
    let mut copy = 1;
    loop {
        match disk.rename_to_free(version, &kept_as) {
            Err(error) if error.is_taken() => {
                copy += 1;
                kept_as = PathBuf::from(format!("{}.{copy}", place.display()));
            }
            outcome => {
                outcome?;
                sync_above(disk, &kept_as)?;
                let (path, kept_as) = (of.clone(), KeptPath(kept_as));
                return Ok(KeptFile { path, kept_as });
            }
        }
    }
}

/// Waits until the disk holds a kept version's name, so that no power cut takes it between its two places.
fn sync_above(disk: &Disk, kept_as: &Path) -> Result<(), DiskError> {
    for directory in parents(kept_as).into_iter().rev() {
        disk.sync_directory(directory)?;
    }
    Ok(())
}

fn place(number: OperationNumber, occasion: Occasion) -> PathBuf {
    let occasion = match occasion {
        Occasion::Interrupted => "interrupted",
        Occasion::TakenBack => "taken-back",
        Occasion::Late => "late",
    };
    places::kept().join(format!("{}-{occasion}", number.directory_name()))
}

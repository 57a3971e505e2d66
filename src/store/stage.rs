//! Staging: writes everything that a change will need before any file of the program is touched.
//!
//! After staging and its sync, applying the change takes renames only: no new data, so neither a full disk nor a
//! power cut can leave half a file. What is staged is garbage until it is renamed to `pending`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::store::commit::FileChange;
use crate::store::deltas::Deltas;
use crate::store::disk::{Disk, FILE_BYTES_MAX, parents};
use crate::store::disk_error::{DiskError, FileKind};
use crate::store::manifest::{self, FileRecord, Manifest, Privacy};
use crate::store::platform::{self, Ownership};
use crate::store::sweep::remove_tree;
use crate::store::{places, slot};

/// Up to this many, files and directories are synced one by one; beyond it one call syncs the whole file system.
///
/// That call also waits for what other programs have written, which is a fair price for rare bulk changes only.
pub(super) const SYNCED_ONE_BY_ONE_MAX: usize = 8;

/// Directories of the program that were created for a change.
#[derive(Debug, Default)]
pub(super) struct MadeDirectories(Vec<PathBuf>);

impl MadeDirectories {
    /// Removes those that are still empty, as far as that goes: an empty directory too many harms nobody.
    pub(super) fn remove(&self, disk: &Disk) {
        for directory in self.0.iter().rev() {
            let _ = disk.remove_directory(directory);
        }
    }
}

/// Writes the new versions and the manifest to `.pleiad/new` and waits until the disk holds them.
pub(super) fn stage(
    disk: &Disk,
    changes: &[&FileChange],
    manifest: &Manifest,
    made: &mut MadeDirectories,
) -> Result<(), DiskError> {
    prepare_targets(disk, changes, made)?;
    let new = places::new();
    if !disk.ensure_directory(&new, platform::OWNER_DIRECTORY)? {
        remove_tree(disk, &new)?;
        disk.create_directory(&new, platform::OWNER_DIRECTORY)?;
    }
    disk.ensure_directory(&places::operations(), platform::OWNER_DIRECTORY)?;
    let mut images = write_images(disk, &new, changes)?;
    let is_synced_one_by_one = images.len() <= SYNCED_ONE_BY_ONE_MAX;
    let deltas = Deltas::of(disk, changes);
    images.extend(deltas.write(disk, &new, platform::OWNER_FILE, is_synced_one_by_one)?);
    let manifest_path = new.join(manifest::FILE_NAME);
    let file = disk.create(&manifest_path, platform::OWNER_FILE)?;
    disk.write(&manifest_path, &file, manifest.to_text().as_bytes())?;
    if is_synced_one_by_one {
        disk.sync_file(&manifest_path, &file)?;
        return disk.sync_directory(&new);
    }
    if !disk.sync_file_system(&new)? {
        for image in images.iter().chain([&manifest_path]) {
            disk.sync_closed_file(image)?;
        }
        disk.sync_directory(&new)?;
    }
    Ok(())
}

fn write_images(
    disk: &Disk,
    new: &Path,
    changes: &[&FileChange],
) -> Result<Vec<PathBuf>, DiskError> {
    let images_count = changes
        .iter()
        .filter(|change| change.after.is_some())
        .count();
    let mut images = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        let Some(bytes) = &change.after else { continue };
        let image = slot::image(new, index);
        let (mode, ownership) = mode_of_next(disk, change)?;
        let file = disk.create(&image, mode)?;
        disk.write(&image, &file, bytes)?;
        if let Some(ownership) = ownership {
            disk.hand_down(&image, &file, ownership)?;
        }
        if images_count <= SYNCED_ONE_BY_ONE_MAX {
            disk.sync_file(&image, &file)?;
        }
        images.push(image);
    }
    Ok(images)
}

/// The mode to create the next version with, and what it takes over from the version it follows.
fn mode_of_next(disk: &Disk, change: &FileChange) -> Result<(u32, Option<Ownership>), DiskError> {
    let inherited = match disk.ownership(change.path.as_path())? {
        Some(ownership) => Some(ownership),
        None => change.ownership,
    };
    let mode = match (inherited, change.privacy) {
        (Some(_), _) | (None, Privacy::Private) => platform::OWNER_FILE,
        (None, Privacy::Shared) => platform::USUAL_FILE,
    };
    Ok((mode, inherited))
}

/// Refuses targets that are no plain files or lie behind links, and creates the directories that are missing.
fn prepare_targets(
    disk: &Disk,
    changes: &[&FileChange],
    made: &mut MadeDirectories,
) -> Result<(), DiskError> {
    let mut seen = BTreeSet::new();
    for change in changes {
        let path = change.path.as_path();
        for (depth, directory) in parents(path).into_iter().enumerate() {
            if seen.insert(directory) {
                prepare_directory(disk, directory, depth, change, made)?;
            }
        }
        refuse_odd_target(disk, path)?;
        // What could not be read again must not be written.
        if FILE_BYTES_MAX < change.after.as_ref().map_or(0, Vec::len) as u64 {
            let path = path.to_path_buf();
            return Err(DiskError::TooLarge { path });
        }
    }
    Ok(())
}

fn prepare_directory(
    disk: &Disk,
    directory: &Path,
    depth: usize,
    change: &FileChange,
    made: &mut MadeDirectories,
) -> Result<(), DiskError> {
    let path = directory.to_path_buf();
    match disk.kind(directory)? {
        Some(FileKind::Directory) => return Ok(()),
        Some(FileKind::Link) => return Err(DiskError::Link { path }),
        Some(found) => return Err(DiskError::NotAFile { path, found }),
        None if change.after.is_none() => return Ok(()),
        None => {}
    }
    make_directory(disk, directory, depth, change.privacy)?;
    made.0.push(path);
    Ok(())
}

/// Creates the directories above a file that are missing.
pub(super) fn make_parents(disk: &Disk, record: &FileRecord) -> Result<(), DiskError> {
    for (depth, directory) in parents(record.path.as_path()).into_iter().enumerate() {
        if disk.kind(directory)?.is_none() {
            make_directory(disk, directory, depth, record.privacy)?;
        }
    }
    Ok(())
}

/// Creates a directory of the program; the outermost private one is born with its `.gitignore`.
///
/// It is durable before anything is put into it: a file that a power cut leaves in a directory without a name is lost.
fn make_directory(
    disk: &Disk,
    directory: &Path,
    depth: usize,
    privacy: Privacy,
) -> Result<(), DiskError> {
    match (privacy, depth) {
        (Privacy::Shared, _) => {
            disk.ensure_directory(directory, platform::USUAL_DIRECTORY)?;
        }
        (Privacy::Private, 0) => make_ignored_directory(disk, directory)?,
        (Privacy::Private, _) => {
            disk.ensure_directory(directory, platform::OWNER_DIRECTORY)?;
        }
    }
    disk.sync_directory(directory.parent().unwrap_or(Path::new("")))
}

/// Were the directory made first and its `.gitignore` second, a crash in between would hand private files to git.
fn make_ignored_directory(disk: &Disk, directory: &Path) -> Result<(), DiskError> {
    let cradle = places::cradle();
    if !disk.ensure_directory(&cradle, platform::OWNER_DIRECTORY)? {
        remove_tree(disk, &cradle)?;
        disk.create_directory(&cradle, platform::OWNER_DIRECTORY)?;
    }
    let ignore = cradle.join(".gitignore");
    let file = disk.create(&ignore, platform::OWNER_FILE)?;
    disk.write(&ignore, &file, places::IGNORE_ALL)?;
    disk.sync_file(&ignore, &file)?;
    disk.sync_directory(&cradle)?;
    disk.rename_to_free(&cradle, directory)
}

fn refuse_odd_target(disk: &Disk, path: &Path) -> Result<(), DiskError> {
    let found = disk.kind(path)?;
    let path = path.to_path_buf();
    match found {
        None | Some(FileKind::File) => Ok(()),
        Some(FileKind::Link) => Err(DiskError::Link { path }),
        Some(found) => Err(DiskError::NotAFile { path, found }),
    }
}

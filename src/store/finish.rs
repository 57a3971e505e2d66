//! Finishing: from a change that is wholly in place to a done operation.
//!
//! Shared by the commit and by recovery; every step may be begun again.

use crate::store::apply::touched_directories;
use crate::store::disk::{Disk, parents};
use crate::store::disk_error::DiskError;
use crate::store::manifest::{self, Forgotten, Manifest, OperationKind};
use crate::store::operations::{self, OperationNumber};
use crate::store::slot::slots;
use crate::store::stage::SYNCED_ONE_BY_ONE_MAX;
use crate::store::sweep::{discard, remove_tree};
use crate::store::{places, platform};
use std::collections::BTreeSet;
use std::path::Path;

/// Makes the applied change durable and files it as operation `number`.
pub(super) fn finish(
    disk: &Disk,
    manifest: &Manifest,
    number: OperationNumber,
) -> Result<(), DiskError> {
    sync_touched(disk, manifest)?;
    remove_emptied(disk, manifest);
    place_copies(disk, manifest)?;
    if let OperationKind::Forgets(forgotten) = &manifest.kind {
        forget(disk, manifest, forgotten)?;
    }
    disk.rename(&places::pending(), &places::operation(number))?;
    disk.sync_directory(&places::operations())?;
    disk.sync_directory(places::HOME.as_ref())
}

/// Removes the folders out of which the last file went, the innermost first.
///
/// One that is not empty stays; that one cannot be removed is no reason to call a change failed that is in place.
fn remove_emptied(disk: &Disk, manifest: &Manifest) {
    let gone = manifest.files.iter().filter(|file| file.after.is_none());
    let emptied: BTreeSet<&Path> = gone.flat_map(|file| parents(file.path.as_path())).collect();
    for directory in emptied.into_iter().rev() {
        let _ = disk.remove_directory(directory);
    }
}

/// Gives the old versions that had to be copied the names that exchanged ones have.
fn place_copies(disk: &Disk, manifest: &Manifest) -> Result<(), DiskError> {
    let pending = places::pending();
    let mut is_any_placed = false;
    for slot in slots(manifest, &pending) {
        is_any_placed |= slot.place_copy(disk)?;
    }
    if is_any_placed {
        disk.sync_directory(&pending)?;
    }
    Ok(())
}

/// Waits until the disk holds the renames of a change.
pub(super) fn sync_touched(disk: &Disk, manifest: &Manifest) -> Result<(), DiskError> {
    let directories = touched_directories(manifest);
    if SYNCED_ONE_BY_ONE_MAX < directories.len() && disk.sync_file_system(&places::pending())? {
        return Ok(());
    }
    for directory in directories {
        disk.sync_directory_if_there(&directory)?;
    }
    Ok(())
}

/// Drops old versions for good: those of earlier operations, then this one's own, then the names of its files.
fn forget(disk: &Disk, manifest: &Manifest, forgotten: &Forgotten) -> Result<(), DiskError> {
    for number in &forgotten.operations {
        let directory = places::operation(*number);
        if disk.kind(&directory)?.is_some() {
            discard(disk, &directory)?;
        }
    }
    for path in &forgotten.kept {
        disk.remove_file(path.as_path())?;
    }
    let pending = places::pending();
    for entry in disk.list_at(&pending)? {
        if entry.name != manifest::FILE_NAME {
            remove_tree(disk, &pending.join(entry.name))?;
        }
    }
    let bare = Manifest {
        label: manifest.label.clone(),
        kind: OperationKind::Forgets(Forgotten::default()),
        files: Vec::new(),
    };
    let path = pending.join("bare-manifest");
    let file = disk.create(&path, platform::OWNER_FILE)?;
    disk.write(&path, &file, bare.to_text().as_bytes())?;
    disk.sync_file(&path, &file)?;
    disk.rename(&path, &pending.join(manifest::FILE_NAME))?;
    disk.sync_directory(&pending)
}

/// Files the operation under the next free number.
pub(super) fn next_number(disk: &Disk) -> Result<OperationNumber, DiskError> {
    operations::numbers(disk).map(|numbers| OperationNumber::after(numbers.last().copied()))
}

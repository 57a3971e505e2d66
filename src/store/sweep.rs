//! Sweeping: removes directories of the store that are garbage by their name alone.
//!
//! Deleting a directory takes many calls, so what must vanish at once is renamed to `trash` first.

use std::path::Path;

use crate::store::disk::Disk;
use crate::store::disk_error::{DiskError, FileKind};
use crate::store::places;

/// Removes what an earlier run may have left half-made or half-removed. Needs the exclusive lock.
pub(super) fn sweep(disk: &Disk) -> Result<(), DiskError> {
    for place in [places::new(), places::trash(), places::cradle()] {
        if disk.kind(&place)?.is_some() {
            remove_tree(disk, &place)?;
        }
    }
    Ok(())
}

/// Makes a directory vanish at once, then removes it bit by bit.
pub(super) fn discard(disk: &Disk, directory: &Path) -> Result<(), DiskError> {
    let trash = places::trash();
    if disk.kind(&trash)?.is_some() {
        remove_tree(disk, &trash)?;
    }
    disk.rename(directory, &trash)?;
    remove_tree(disk, &trash)
}

/// Removes a directory with everything in it, or a file.
pub(super) fn remove_tree(disk: &Disk, path: &Path) -> Result<(), DiskError> {
    if disk.kind(path)? != Some(FileKind::Directory) {
        return disk.remove_file(path);
    }
    for entry in disk.list_at(path)? {
        let inner = path.join(entry.name);
        if entry.kind == FileKind::Directory {
            remove_tree(disk, &inner)?;
        } else {
            disk.remove_file(&inner)?;
        }
    }
    disk.remove_directory(path)
}

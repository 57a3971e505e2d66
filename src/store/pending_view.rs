//! The view through a pending change: what a program holds where an interrupted change cannot be finished now.
//!
//! For commands that only read, on a medium that cannot be written. It shows every file as it will be once somebody
//! finishes the change, by the same digests as recovery, and touches nothing.

use std::collections::BTreeMap;
use std::path::Path;

use crate::store::disk::{DirectoryEntry, Disk};
use crate::store::disk_error::{DiskError, FileKind};
use crate::store::path::RelativePath;
use crate::store::places;
use crate::store::recovery::{RecoveryError, pending_manifest};
use crate::store::slot::{Situation, slots};

/// The program's files as they are once a pending change is finished; without one, as they lie there.
#[derive(Debug)]
pub struct PendingView {
    disk: Disk,
    /// The files not exchanged yet: their new versions, or nothing where they are to be deleted.
    waiting: BTreeMap<RelativePath, Option<Vec<u8>>>,
    has_pending: bool,
}

impl PendingView {
    /// Looks at the folder.
    ///
    /// # Errors
    /// A damaged manifest, and whatever the system refuses.
    pub fn open(disk: &Disk) -> Result<PendingView, RecoveryError> {
        let manifest = pending_manifest(disk)?;
        let mut waiting = BTreeMap::new();
        for slot in manifest
            .iter()
            .flat_map(|manifest| slots(manifest, &places::pending()))
        {
            let ends = slot.ends_untouched(disk)?;
            if slot.situation(ends) == Situation::Before {
                let after = match slot.record.after {
                    Some(_) => Some(disk.read_own(&slot.staged)?),
                    None => None,
                };
                waiting.insert(slot.record.path.clone(), after);
            }
        }
        let (disk, has_pending) = (disk.clone(), manifest.is_some());
        Ok(PendingView {
            disk,
            waiting,
            has_pending,
        })
    }

    /// Whether a change is pending, which is worth a warning.
    pub fn has_pending(&self) -> bool {
        self.has_pending
    }

    /// The bytes of a file, see [`Disk::read`].
    ///
    /// # Errors
    /// As [`Disk::read`].
    pub fn read(&self, path: &RelativePath) -> Result<Vec<u8>, DiskError> {
        self.waiting(path).unwrap_or_else(|| self.disk.read(path))
    }

    /// The bytes of a file that was just listed, see [`Disk::read_listed`].
    ///
    /// # Errors
    /// As [`Disk::read`].
    pub fn read_listed(&self, path: &RelativePath) -> Result<Vec<u8>, DiskError> {
        self.waiting(path)
            .unwrap_or_else(|| self.disk.read_listed(path))
    }

    fn waiting(&self, path: &RelativePath) -> Option<Result<Vec<u8>, DiskError>> {
        let absent = || DiskError::absent(path.as_path());
        let after = self.waiting.get(path)?;
        Some(after.clone().ok_or_else(absent))
    }

    /// The names in a directory, see [`Disk::list`].
    ///
    /// # Errors
    /// As [`Disk::list`].
    pub fn list(&self, directory: &RelativePath) -> Result<Vec<DirectoryEntry>, DiskError> {
        let entries = self.disk.list(directory)?;
        Ok(self.with_waiting(entries, directory.as_path()))
    }

    /// The names at the top of the program's folder, see [`Disk::list_top`].
    ///
    /// # Errors
    /// As [`Disk::list_top`].
    pub fn list_top(&self) -> Result<Vec<DirectoryEntry>, DiskError> {
        let entries = self.disk.list_top()?;
        Ok(self.with_waiting(entries, Path::new("")))
    }

    fn with_waiting(
        &self,
        mut entries: Vec<DirectoryEntry>,
        directory: &Path,
    ) -> Vec<DirectoryEntry> {
        for (path, after) in &self.waiting {
            let path = path.as_path();
            let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
                continue;
            };
            if parent != directory {
                continue;
            }
            let name = name.to_string_lossy().into_owned();
            entries.retain(|entry| entry.name != name);
            if after.is_some() {
                let kind = FileKind::File;
                entries.push(DirectoryEntry { name, kind });
            }
        }
        entries.sort();
        entries
    }
}

//! The view through a pending change: what a program holds where an interrupted change cannot be finished now.
//!
//! For commands that only read, on a medium that cannot be written. It shows every file as it will be once somebody
//! finishes the change, by the same digests as recovery, and touches nothing.

use std::collections::BTreeMap;

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
        match self.waiting.get(path) {
            None => self.disk.read(path),
            Some(Some(bytes)) => Ok(bytes.clone()),
            Some(None) => Err(DiskError::absent(path.as_path())),
        }
    }

    /// The names in a directory, see [`Disk::list`].
    ///
    /// # Errors
    /// As [`Disk::list`].
    pub fn list(&self, directory: &RelativePath) -> Result<Vec<DirectoryEntry>, DiskError> {
        let mut entries = self.disk.list(directory)?;
        for (path, after) in &self.waiting {
            let Ok(name) = path.as_path().strip_prefix(directory.as_path()) else {
                continue;
            };
            let Some(name) = name.to_str().filter(|name| !name.contains('/')) else {
                continue;
            };
            entries.retain(|entry| entry.name != name);
            if after.is_some() {
                let name = name.to_owned();
                entries.push(DirectoryEntry {
                    name,
                    kind: FileKind::File,
                });
            }
        }
        entries.sort();
        Ok(entries)
    }
}

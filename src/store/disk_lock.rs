//! The disk, locking: the calls behind [`crate::store::lock`].

use std::fs::{File, TryLockError};
use std::io::{Seek, Write};
use std::path::Path;

use crate::store::disk::Disk;
use crate::store::disk_error::{DiskError, Step};
use crate::store::platform;

/// Whether a lock was got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Locked {
    /// It is ours until the file is closed.
    Ours,
    /// Somebody else has it.
    Theirs,
    /// This file system has no locks.
    Unsupported,
}

/// Which lock is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LockKind {
    /// For one writer.
    Exclusive,
    /// For any number of readers.
    Shared,
}

impl Disk {
    /// Opens the lock file, creating it if need be.
    pub(super) fn open_lock(&self, path: &Path) -> Result<File, DiskError> {
        self.step(Step::Lock, path, platform::open_lock)
    }

    /// Opens a lock file that may only be read, which is enough for a reader.
    pub(super) fn open_lock_to_read(&self, path: &Path) -> Result<File, DiskError> {
        self.step(Step::Lock, path, platform::open_plain)
    }

    /// Tries to lock, without waiting.
    pub(super) fn try_lock(
        &self,
        path: &Path,
        file: &File,
        kind: LockKind,
    ) -> Result<Locked, DiskError> {
        let tried = self.step(Step::Lock, path, |_| {
            let outcome = match kind {
                LockKind::Exclusive => file.try_lock(),
                LockKind::Shared => file.try_lock_shared(),
            };
            match outcome {
                Ok(()) => Ok(Locked::Ours),
                Err(TryLockError::WouldBlock) => Ok(Locked::Theirs),
                Err(TryLockError::Error(error)) => Err(error),
            }
        });
        match tried {
            Err(error) if error.is_lack_of_locks() => Ok(Locked::Unsupported),
            outcome => outcome,
        }
    }

    /// Replaces what the lock file says about its holder.
    pub(super) fn rewrite_lock(
        &self,
        path: &Path,
        mut file: &File,
        text: &str,
    ) -> Result<(), DiskError> {
        self.step(Step::Write, path, |_| {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(text.as_bytes())
        })
    }
}

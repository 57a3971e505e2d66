//! Access: the way into the folder, for reading or for writing, past what a crash may have left.
//!
//! Whoever comes in finds a settled folder: an interrupted change is finished first, or, where nothing can be written,
//! looked through.

use crate::store::disk::{DirectoryEntry, Disk};
use crate::store::disk_error::DiskError;
use crate::store::lock::{Exclusive, LockError, LockRequest, Shared, exclusive, shared};
use crate::store::path::RelativePath;
use crate::store::pending_view::PendingView;
use crate::store::places;
use crate::store::recovery::{Recovered, RecoveryError, recover};

/// The right to read, and the files as they are to be read.
#[derive(Debug)]
pub struct Reading {
    guard: Shared,
    view: PendingView,
    /// What was put in order on the way in.
    pub recovered: Recovered,
}

/// Why the folder could not be entered.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// It could not be locked.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// What a crash left could not be put in order, or not without loose ends.
    #[error(transparent)]
    Recovery(#[from] RecoveryError),
}

/// Enters for writing.
///
/// # Errors
/// See [`LockError`] and [`RecoveryError`]; after [`RecoveryError::Diverged`] a second try goes through.
pub fn begin_writing(
    disk: &Disk,
    request: &LockRequest,
    on_wait: &mut dyn FnMut(&str),
) -> Result<(Exclusive, Recovered), AccessError> {
    let guard = exclusive(disk, request, on_wait)?;
    let recovered = recover(&guard)?;
    Ok((guard, recovered))
}

/// Enters for reading; what a crash left is finished first where that is possible.
///
/// # Errors
/// See [`LockError`] and [`RecoveryError`]; after [`RecoveryError::Diverged`] a second try goes through.
pub fn begin_reading(
    disk: &Disk,
    request: &LockRequest,
    on_wait: &mut dyn FnMut(&str),
) -> Result<Reading, AccessError> {
    let mut recovered = Recovered::default();
    let mut guard = shared(disk, request, on_wait)?;
    if has_pending(disk)? {
        drop(guard);
        match begin_writing(disk, request, on_wait) {
            Ok((_guard, done)) => recovered = done,
            Err(error) if error.is_write_protection() => {}
            Err(error) => return Err(error),
        }
        guard = shared(disk, request, on_wait)?;
    }
    let view = PendingView::open(disk)?;
    Ok(Reading {
        guard,
        view,
        recovered,
    })
}

impl Reading {
    /// The files as they are to be read.
    pub fn view(&self) -> &PendingView {
        &self.view
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// As [`Disk::read`].
    pub fn read(&self, path: &RelativePath) -> Result<Vec<u8>, DiskError> {
        self.view.read(path)
    }

    /// The names in a directory, sorted; none when it is not there.
    ///
    /// # Errors
    /// As [`Disk::list`].
    pub fn list(&self, directory: &RelativePath) -> Result<Vec<DirectoryEntry>, DiskError> {
        self.view.list(directory)
    }

    /// The names at the top of the program's folder, sorted.
    ///
    /// # Errors
    /// As [`Disk::list_top`].
    pub fn list_top(&self) -> Result<Vec<DirectoryEntry>, DiskError> {
        self.view.list_top()
    }

    /// Whether an interrupted change is being looked through, which is worth a warning.
    pub fn has_pending(&self) -> bool {
        self.view.has_pending()
    }

    /// The disk that is read.
    pub fn disk(&self) -> &Disk {
        self.guard.disk()
    }
}

impl AccessError {
    /// Whether the user or the medium allows no writing.
    fn is_write_protection(&self) -> bool {
        match self {
            AccessError::Lock(LockError::Disk(error))
            | AccessError::Recovery(RecoveryError::Disk(error)) => error.is_write_protection(),
            AccessError::Lock(_) | AccessError::Recovery(_) => false,
        }
    }
}

fn has_pending(disk: &Disk) -> Result<bool, AccessError> {
    let kind = disk.kind(&places::pending()).map_err(LockError::from)?;
    Ok(kind.is_some())
}

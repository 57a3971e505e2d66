//! The lock: one writer, or any number of readers, never both.
//!
//! The system's own file lock on `.pleiad/lock`, which dies with its process: there are no stale locks and nobody has
//! to guess from process numbers. What the file says about its holder is for messages alone. The file is never
//! deleted, since two processes could then lock two files of one name.

use std::fs::File;
use std::time::{Duration, Instant};

use crate::store::disk::Disk;
use crate::store::disk_error::DiskError;
use crate::store::disk_lock::{LockKind, Locked};
use crate::store::{places, platform};

/// How long to wait for somebody else, at most.
pub const WAIT_MAX: Duration = Duration::from_secs(10);

/// How long to sleep between two tries, at most; a commit takes a few milliseconds.
const NAP_MAX: Duration = Duration::from_millis(50);

/// What is known about the holder of a lock whose file says nothing.
const UNKNOWN_HOLDER: &str = "another program, reading";

/// How to go about locking.
#[derive(Debug, Clone)]
pub struct LockRequest {
    /// Who asks, for the messages of others: process number, host, command, time.
    pub holder: String,
    /// How long to wait; [`WAIT_MAX`], or nothing for `--no-wait`.
    pub wait_max: Duration,
    /// Whether to go on where the file system has no locks.
    pub without_locks: WithoutLocks,
}

/// What to do on a file system that has no locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithoutLocks {
    /// Refuse.
    Refuse,
    /// Go on without, as the user asked with `--no-lock`.
    GoOn,
}

/// The right to write: nobody else reads or writes until it is dropped.
#[derive(Debug)]
pub struct Exclusive {
    disk: Disk,
    file: Option<File>,
}

/// The right to read: nobody writes until it is dropped.
#[derive(Debug)]
pub struct Shared {
    disk: Disk,
    file: Option<File>,
}

/// Why the folder could not be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Somebody else has it.
    #[error("this program is in use by {holder}; try again when that is done")]
    Held {
        /// What the holder says of itself.
        holder: String,
    },
    /// The file system knows no locks.
    #[error(
        "this file system has no locks, so two commands at once could disturb each other; make sure that there is only one and add --no-lock"
    )]
    Unsupported,
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// Locks for writing, creating `.pleiad` if need be; `on_wait` is told once who holds the lock.
///
/// # Errors
/// See [`LockError`].
pub fn exclusive(
    disk: &Disk,
    request: &LockRequest,
    on_wait: &mut dyn FnMut(&str),
) -> Result<Exclusive, LockError> {
    prepare_home(disk)?;
    let path = places::lock();
    let file = disk.open_lock(&path)?;
    let file = wait(disk, file, LockKind::Exclusive, request, on_wait)?;
    if let Some(file) = &file {
        // Only messages of others depend on it, and even a full disk must let a person free some space.
        let _ = disk.rewrite_lock(&path, file, &request.holder);
    }
    let disk = disk.clone();
    Ok(Exclusive { disk, file })
}

/// Locks for reading; does without where the lock file can neither be made nor opened, since then nobody writes here.
///
/// # Errors
/// See [`LockError`].
pub fn shared(
    disk: &Disk,
    request: &LockRequest,
    on_wait: &mut dyn FnMut(&str),
) -> Result<Shared, LockError> {
    let opened = match prepare_home(disk).and_then(|()| disk.open_lock(&places::lock())) {
        // A full disk must not keep anybody from reading either.
        Err(error) if error.is_write_protection() || error.is_no_space() => {
            disk.open_lock_to_read(&places::lock()).ok()
        }
        outcome => Some(outcome?),
    };
    let file = match opened {
        Some(file) => wait(disk, file, LockKind::Shared, request, on_wait)?,
        None => None,
    };
    let disk = disk.clone();
    Ok(Shared { disk, file })
}

impl Exclusive {
    /// The disk that is locked.
    pub fn disk(&self) -> &Disk {
        &self.disk
    }
}

impl Drop for Exclusive {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            let _ = self.disk.rewrite_lock(&places::lock(), file, "");
        }
    }
}

impl Shared {
    /// The disk that is locked.
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Whether a lock is held at all.
    pub fn is_locked(&self) -> bool {
        self.file.is_some()
    }
}

/// Makes `.pleiad`, for its owner alone and out of git's sight.
fn prepare_home(disk: &Disk) -> Result<(), DiskError> {
    if disk.ensure_directory(places::HOME.as_ref(), platform::OWNER_DIRECTORY)? {
        // A pending change must not vanish in a power cut together with the directory that it lies in.
        disk.sync_directory("".as_ref())?;
    }
    let ignore = places::ignore_file();
    match disk.bytes_count(&ignore)? {
        Some(0) => disk.remove_file(&ignore)?,
        Some(_) => return Ok(()),
        None => {}
    }
    let file = match disk.create(&ignore, platform::OWNER_FILE) {
        Err(error) if error.is_taken() => return Ok(()),
        outcome => outcome?,
    };
    disk.write(&ignore, &file, places::IGNORE_ALL)
}

fn wait(
    disk: &Disk,
    file: File,
    kind: LockKind,
    request: &LockRequest,
    on_wait: &mut dyn FnMut(&str),
) -> Result<Option<File>, LockError> {
    let began = Instant::now();
    let mut nap = Duration::from_millis(1);
    let mut was_told = false;
    loop {
        match disk.try_lock(&places::lock(), &file, kind)? {
            Locked::Ours => return Ok(Some(file)),
            Locked::Unsupported if request.without_locks == WithoutLocks::GoOn => return Ok(None),
            Locked::Unsupported => return Err(LockError::Unsupported),
            Locked::Theirs => {}
        }
        if request.wait_max <= began.elapsed() {
            let holder = holder(disk);
            return Err(LockError::Held { holder });
        }
        if !was_told && NAP_MAX <= nap {
            on_wait(&holder(disk));
            was_told = true;
        }
        std::thread::sleep(nap);
        nap = (nap * 2).min(NAP_MAX);
    }
}

fn holder(disk: &Disk) -> String {
    let said = disk.read_own(&places::lock()).unwrap_or_default();
    let said = String::from_utf8_lossy(&said).trim().to_owned();
    if said.is_empty() {
        UNKNOWN_HOLDER.to_owned()
    } else {
        said
    }
}

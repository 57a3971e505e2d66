//! The disk: the one choke point through which the whole store reaches files.
//!
//! Every call is counted and can be made to fail (see [`crate::store::faults`]). Paths are relative to the program's
//! folder. Nothing here decides anything: no retries, no recovery, no meaning. Invariant: no call writes through a
//! link, waits for a pipe, or reads from outside the folder.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::store::digest::Digest;
use crate::store::disk_error::{DiskError, FileKind, Step};
use crate::store::faults::Faults;
use crate::store::path::RelativePath;
use crate::store::platform::{self, Ownership};

/// The largest file that is read, in bytes: ten thousand meetings fit into it, a misplaced video does not.
pub const FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// A program's folder on a disk; cheap to clone.
#[derive(Debug, Clone)]
pub struct Disk {
    root: Arc<Path>,
    faults: Option<Arc<Faults>>,
}

/// One name in a directory.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DirectoryEntry {
    /// The name, with U+FFFD where it is not UTF-8.
    pub name: String,
    /// What bears it; links are not followed.
    pub kind: FileKind,
}

/// What lies at a path, as far as a change needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Absent,
    /// A plain file with these bytes.
    File(Digest),
    /// Something that the store never puts anywhere.
    Other,
}

impl Found {
    /// Whether this is the file, or the absence, that was expected.
    pub(super) fn is(self, expected: Option<Digest>) -> bool {
        match expected {
            None => self == Found::Absent,
            Some(digest) => self == Found::File(digest),
        }
    }
}

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
    /// The disk as it is, for the program in this folder.
    pub fn real(root: &Path) -> Disk {
        let root = Arc::from(root);
        Disk { root, faults: None }
    }

    /// The disk with a plan of faults, for tests.
    pub fn with_faults(root: &Path, faults: &Arc<Faults>) -> Disk {
        let faults = Some(Arc::clone(faults));
        Disk {
            faults,
            ..Disk::real(root)
        }
    }

    /// The program's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// An absent file (see [`DiskError::is_absent`]), one larger than [`FILE_BYTES_MAX`], anything that is no plain
    /// file, a link that leads out of the folder, and whatever the system refuses.
    pub fn read(&self, path: &RelativePath) -> Result<Vec<u8>, DiskError> {
        self.refuse_parents_outside(path)?;
        let path = path.as_path();
        let opened = self.step(Step::Read, path, platform::open_plain);
        let file = match opened {
            Err(DiskError::Io { source, .. }) if platform::is_link_refusal(&source) => {
                let target = self.resolve_inside(path)?;
                self.step(Step::Read, path, |_| platform::open_plain(&target))?
            }
            Err(DiskError::Io { source, .. }) if platform::is_special_refusal(&source) => {
                return Err(not_a_file(path, FileKind::Special));
            }
            outcome => outcome?,
        };
        self.read_whole(path, file)
    }

    /// The names in a directory of the program, sorted; none when it is not there.
    ///
    /// # Errors
    /// A link that leads out of the folder, and whatever the system refuses.
    pub fn list(&self, directory: &RelativePath) -> Result<Vec<DirectoryEntry>, DiskError> {
        self.refuse_parents_outside(directory)?;
        if self.kind(directory.as_path())? == Some(FileKind::Link) {
            self.resolve_inside(directory.as_path())?;
        }
        self.list_at(directory.as_path())
    }

    /// The names at the top of the program's folder, sorted.
    ///
    /// # Errors
    /// Whatever the system refuses.
    pub fn list_top(&self) -> Result<Vec<DirectoryEntry>, DiskError> {
        self.list_at(Path::new(""))
    }

    /// What stands at a path, if anything; links are not followed.
    ///
    /// # Errors
    /// Whatever the system refuses.
    pub fn inspect(&self, path: &RelativePath) -> Result<Option<FileKind>, DiskError> {
        self.kind(path.as_path())
    }

    /// Creates the program's folder with its parents, if it is not there.
    ///
    /// # Errors
    /// Whatever the system refuses.
    pub fn create_root(&self) -> Result<(), DiskError> {
        self.step(Step::Create, Path::new(""), |root| fs::create_dir_all(root))
    }

    /// The bytes of one of the store's own files.
    pub(super) fn read_own(&self, path: &Path) -> Result<Vec<u8>, DiskError> {
        let file = self.step(Step::Read, path, platform::open_plain)?;
        self.read_whole(path, file)
    }

    /// What lies at a path: its digest if it is a plain file of any size.
    pub(super) fn found(&self, path: &Path) -> Result<Found, DiskError> {
        let found = self.step(Step::Read, path, |full| {
            let file = match platform::open_plain(full) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Absent),
                Err(error)
                    if platform::is_link_refusal(&error)
                        || platform::is_special_refusal(&error) =>
                {
                    return Ok(Found::Other);
                }
                outcome => outcome?,
            };
            if !file.metadata()?.is_file() {
                return Ok(Found::Other);
            }
            Digest::of_stream(file).map(Found::File)
        })?;
        Ok(found)
    }

    /// What stands at a path, if anything; links are not followed.
    pub(super) fn kind(&self, path: &Path) -> Result<Option<FileKind>, DiskError> {
        let metadata = self.metadata(path)?;
        Ok(metadata.map(|metadata| kind_of(metadata.file_type())))
    }

    /// Owner, group and mode of the file at a path, if it is there.
    pub(super) fn ownership(&self, path: &Path) -> Result<Option<Ownership>, DiskError> {
        let metadata = self.metadata(path)?;
        Ok(metadata.map(|metadata| Ownership::of(&metadata)))
    }

    /// How many bytes the file at a path has, if it is there.
    pub(super) fn bytes_count(&self, path: &Path) -> Result<Option<u64>, DiskError> {
        Ok(self.metadata(path)?.map(|metadata| metadata.len()))
    }

    /// The names in a directory, sorted; none when it is not there.
    pub(super) fn list_at(&self, path: &Path) -> Result<Vec<DirectoryEntry>, DiskError> {
        let listed = self.step(Step::List, path, |full| {
            let mut entries = Vec::new();
            for entry in fs::read_dir(full)? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let kind = kind_of(entry.file_type()?);
                entries.push(DirectoryEntry { name, kind });
            }
            entries.sort();
            Ok(entries)
        });
        match listed {
            Err(error) if error.is_absent() => Ok(Vec::new()),
            outcome => outcome,
        }
    }

    /// Creates a file that was not there and gives back the handle to write it.
    pub(super) fn create(&self, path: &Path, mode: u32) -> Result<File, DiskError> {
        self.step(Step::Create, path, |full| platform::create_file(full, mode))
    }

    /// Writes bytes into a file that was just created.
    pub(super) fn write(
        &self,
        path: &Path,
        mut file: &File,
        bytes: &[u8],
    ) -> Result<(), DiskError> {
        // Under a plan of faults a write is two calls, so that a half-written file is among what can be left behind.
        let half = if self.faults.is_some() {
            bytes.len() / 2
        } else {
            0
        };
        let (first, rest) = bytes.split_at(half);
        if !first.is_empty() {
            self.step(Step::Write, path, |_| file.write_all(first))?;
        }
        self.step(Step::Write, path, |_| file.write_all(rest))
    }

    /// Copies a plain file with owner and mode and waits until the disk holds the copy; gives `false` when there is no
    /// such file.
    pub(super) fn copy(&self, from: &Path, to: &Path) -> Result<bool, DiskError> {
        let opened = self.step(Step::Read, from, |full| {
            let file = platform::open_plain(full)?;
            let metadata = file.metadata()?;
            let mut bytes = Vec::new();
            if metadata.is_file() {
                (&file).read_to_end(&mut bytes)?;
            }
            Ok((metadata, bytes))
        });
        let (metadata, bytes) = match opened {
            Err(error) if error.is_absent() => return Ok(false),
            outcome => outcome?,
        };
        if !metadata.is_file() {
            return Ok(false);
        }
        let file = self.create(to, platform::OWNER_FILE)?;
        self.write(to, &file, &bytes)?;
        self.hand_down(to, &file, Ownership::of(&metadata))?;
        self.sync_file(to, &file)?;
        Ok(true)
    }

    /// Gives a new file the owner, group and mode of the one it follows.
    pub(super) fn hand_down(
        &self,
        path: &Path,
        file: &File,
        ownership: Ownership,
    ) -> Result<(), DiskError> {
        self.step(Step::SetMode, path, |_| ownership.give_to(file))
    }

    /// Waits until the disk holds a file.
    pub(super) fn sync_file(&self, path: &Path, file: &File) -> Result<(), DiskError> {
        self.sync(Step::Sync, path, |_| file.sync_all())
    }

    /// Waits until the disk holds a file that is not open any more.
    pub(super) fn sync_closed_file(&self, path: &Path) -> Result<(), DiskError> {
        self.sync(Step::Sync, path, |full| {
            platform::open_plain(full)?.sync_all()
        })
    }

    /// Waits until the disk holds a directory's names.
    pub(super) fn sync_directory(&self, path: &Path) -> Result<(), DiskError> {
        self.sync(Step::Sync, path, platform::sync_directory)
    }

    /// Waits until the disk holds everything on the file system of this directory.
    ///
    /// Gives `false` where the system has no such call.
    pub(super) fn sync_file_system(&self, path: &Path) -> Result<bool, DiskError> {
        let mut is_supported = true;
        self.sync(
            Step::SyncAll,
            path,
            |full| match platform::sync_file_system(full) {
                Err(error) if platform::is_unsupported(&error) => {
                    is_supported = false;
                    Ok(())
                }
                outcome => outcome,
            },
        )?;
        Ok(is_supported)
    }

    /// Creates a directory that was not there.
    pub(super) fn create_directory(&self, path: &Path, mode: u32) -> Result<(), DiskError> {
        self.step(Step::Create, path, |full| {
            platform::create_directory(full, mode)
        })
    }

    /// Creates a directory unless it is there; gives whether it was created.
    pub(super) fn ensure_directory(&self, path: &Path, mode: u32) -> Result<bool, DiskError> {
        match self.create_directory(path, mode) {
            Err(error) if error.is_taken() => match self.kind(path)? {
                Some(FileKind::Link) => Err(DiskError::Link {
                    path: path.to_path_buf(),
                }),
                Some(FileKind::Directory) | None => Ok(false),
                Some(found) => Err(not_a_file(path, found)),
            },
            outcome => outcome.map(|()| true),
        }
    }

    /// Renames a file or directory, over whatever file has the new name.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        let to = self.root.join(to);
        self.step(Step::Rename, from, |from| fs::rename(from, to))
    }

    /// Renames a file unless the new name is taken.
    ///
    /// Where the system cannot do both in one call, a moment remains in which a file that somebody else creates under
    /// the new name is overwritten.
    pub(super) fn rename_to_free(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        let lacks_it = self.lacks_exchange();
        let full_to = self.root.join(to);
        self.step(Step::Rename, from, |full_from| {
            let outcome = if lacks_it {
                Err(io::ErrorKind::Unsupported.into())
            } else {
                platform::rename_to_free(full_from, &full_to)
            };
            match outcome {
                Err(error) if platform::is_unsupported(&error) => {
                    match fs::symlink_metadata(&full_to) {
                        Err(error) if error.kind() == io::ErrorKind::NotFound => {
                            fs::rename(full_from, &full_to)
                        }
                        Err(error) => Err(error),
                        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
                    }
                }
                outcome => outcome,
            }
        })
    }

    /// Exchanges two files in one instant; gives `false` where the system cannot.
    pub(super) fn exchange(&self, one: &Path, other: &Path) -> Result<bool, DiskError> {
        let lacks_it = self.lacks_exchange();
        let full_other = self.root.join(other);
        self.step(Step::Exchange, one, |full_one| {
            if lacks_it {
                return Ok(false);
            }
            match platform::exchange(full_one, &full_other) {
                Err(error) if platform::is_unsupported(&error) => Ok(false),
                outcome => outcome.map(|()| true),
            }
        })
    }

    /// Removes a file; one that is gone already is fine.
    pub(super) fn remove_file(&self, path: &Path) -> Result<(), DiskError> {
        absent_is_fine(self.step(Step::Remove, path, |full| fs::remove_file(full)))
    }

    /// Removes an empty directory; one that is gone already is fine.
    pub(super) fn remove_directory(&self, path: &Path) -> Result<(), DiskError> {
        absent_is_fine(self.step(Step::Remove, path, |full| fs::remove_dir(full)))
    }

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
        self.step(Step::Lock, path, |_| {
            let outcome = match kind {
                LockKind::Exclusive => file.try_lock(),
                LockKind::Shared => file.try_lock_shared(),
            };
            match outcome {
                Ok(()) => Ok(Locked::Ours),
                Err(TryLockError::WouldBlock) => Ok(Locked::Theirs),
                Err(TryLockError::Error(error)) if platform::has_no_locks(&error) => {
                    Ok(Locked::Unsupported)
                }
                Err(TryLockError::Error(error)) => Err(error),
            }
        })
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

    fn step<T>(
        &self,
        step: Step,
        path: &Path,
        act: impl FnOnce(&Path) -> io::Result<T>,
    ) -> Result<T, DiskError> {
        let full = self.root.join(path);
        let outcome = match &self.faults {
            None => act(&full),
            Some(faults) => faults.around(&self.root, step, path, || act(&full)),
        };
        outcome.map_err(|source| DiskError::new(step, path, source))
    }

    fn sync(
        &self,
        step: Step,
        path: &Path,
        act: impl FnOnce(&Path) -> io::Result<()>,
    ) -> Result<(), DiskError> {
        let is_skipped = self
            .faults
            .as_ref()
            .is_some_and(|faults| faults.skips_sync());
        self.step(
            step,
            path,
            |full| {
                if is_skipped { Ok(()) } else { act(full) }
            },
        )
    }

    fn lacks_exchange(&self) -> bool {
        self.faults
            .as_ref()
            .is_some_and(|faults| faults.lacks_exchange())
    }

    fn metadata(&self, path: &Path) -> Result<Option<fs::Metadata>, DiskError> {
        match self.step(Step::Inspect, path, |full| fs::symlink_metadata(full)) {
            Err(error) if error.is_absent() => Ok(None),
            outcome => outcome.map(Some),
        }
    }

    fn read_whole(&self, path: &Path, file: File) -> Result<Vec<u8>, DiskError> {
        let metadata = self.step(Step::Inspect, path, |_| file.metadata())?;
        let kind = kind_of(metadata.file_type());
        if kind != FileKind::File {
            return Err(not_a_file(path, kind));
        }
        let mut bytes = Vec::new();
        if metadata.len() <= FILE_BYTES_MAX {
            bytes.reserve_exact(usize::try_from(metadata.len()).unwrap_or(0) + 1);
            // One byte past the limit: a file that grows while it is read is too large as well.
            self.step(Step::Read, path, |_| {
                file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)
            })?;
        }
        if metadata.len().max(bytes.len() as u64) <= FILE_BYTES_MAX {
            Ok(bytes)
        } else {
            let path = path.to_path_buf();
            Err(DiskError::TooLarge { path })
        }
    }

    /// Refuses a path with a linked directory that leads out of the folder.
    fn refuse_parents_outside(&self, path: &RelativePath) -> Result<(), DiskError> {
        for parent in parents(path.as_path()) {
            if self.kind(parent)? == Some(FileKind::Link) {
                self.resolve_inside(parent)?;
            }
        }
        Ok(())
    }

    /// Where a link ends, if that lies in the folder.
    fn resolve_inside(&self, path: &Path) -> Result<PathBuf, DiskError> {
        let root = self.step(Step::Inspect, Path::new(""), Path::canonicalize)?;
        let target = self.step(Step::Inspect, path, Path::canonicalize)?;
        if target.starts_with(&root) {
            Ok(target)
        } else {
            let path = path.to_path_buf();
            Err(DiskError::Outside { path })
        }
    }
}

/// The directories above a relative path, outermost first, without the folder itself.
pub(super) fn parents(path: &Path) -> Vec<&Path> {
    let mut parents: Vec<&Path> = path.ancestors().skip(1).collect();
    parents.pop();
    parents.reverse();
    parents
}

fn absent_is_fine(outcome: Result<(), DiskError>) -> Result<(), DiskError> {
    match outcome {
        Err(error) if error.is_absent() => Ok(()),
        outcome => outcome,
    }
}

fn kind_of(file_type: fs::FileType) -> FileKind {
    if file_type.is_file() {
        FileKind::File
    } else if file_type.is_dir() {
        FileKind::Directory
    } else if file_type.is_symlink() {
        FileKind::Link
    } else {
        FileKind::Special
    }
}

fn not_a_file(path: &Path, found: FileKind) -> DiskError {
    let path = path.to_path_buf();
    DiskError::NotAFile { path, found }
}

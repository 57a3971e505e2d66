//! The disk: the one choke point through which the whole store reaches files.
//!
//! Every call is counted and can be made to fail (see [`crate::store::faults`]). Paths are relative to the program's
//! folder. Nothing here decides anything: no retries, no recovery, no meaning. Invariant: no call writes through a
//! link, waits for a pipe, or reads from outside the folder.

use std::fs::{self, File};
use std::io::{self, Read};
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

    /// The plan of faults, if there is one.
    pub(super) fn faults(&self) -> Option<&Faults> {
        self.faults.as_deref()
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// An absent file (see [`DiskError::is_absent`]), one larger than [`FILE_BYTES_MAX`], anything that is no plain
    /// file, a link that leads out of the folder, and whatever the system refuses.
    pub fn read(&self, path: &RelativePath) -> Result<Vec<u8>, DiskError> {
        self.refuse_parents_outside(path)?;
        self.read_listed(path)
    }

    /// The bytes of a file whose name has just come from [`Disk::list`], which has looked at the directories above it.
    ///
    /// # Errors
    /// As [`Disk::read`].
    pub fn read_listed(&self, path: &RelativePath) -> Result<Vec<u8>, DiskError> {
        let path = path.as_path();
        let opened = self.step(Step::Read, path, platform::open_plain);
        let file = match opened {
            Err(DiskError::Io { source, .. }) if platform::is_link_refusal(&source) => {
                let target = self.resolve_inside(path)?;
                self.step(Step::Read, path, |_| platform::open_plain(&target))?
            }
            Err(DiskError::Io { source, .. }) if platform::is_special_refusal(&source) => {
                return Err(DiskError::not_a_file(path, FileKind::Special));
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

    /// Makes one call, or what a plan of faults has in its stead.
    pub(super) fn step<T>(
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
            return Err(DiskError::not_a_file(path, kind));
        }
        let mut bytes = Vec::new();
        if metadata.len() <= FILE_BYTES_MAX {
            bytes.reserve_exact(usize::try_from(metadata.len()).unwrap_or(0));
            // Whoever has read as much as there was need not ask whether there is more. Some file systems say 0 of
            // files that hold something: those are read up to one byte past the limit.
            let most = match metadata.len() {
                0 => FILE_BYTES_MAX + 1,
                length => length,
            };
            self.step(Step::Read, path, |_| {
                file.take(most).read_to_end(&mut bytes)
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
        let target = match self.step(Step::Inspect, path, Path::canonicalize) {
            // What the link should lead to is missing; the link itself is not, so the file counts as there.
            Err(error) if error.is_absent() => {
                let path = path.to_path_buf();
                return Err(DiskError::Dangling { path });
            }
            outcome => outcome?,
        };
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

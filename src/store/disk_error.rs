//! What can go wrong between the store and the disk: facts here, one wording each.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::disk::FILE_BYTES_MAX;
use crate::store::platform;

/// A file-system call that failed, or a file that the store refuses to touch.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// The disk, or the user's share of it, is full.
    #[error("no space left on the disk to {step} `{}`", path.display())]
    NoSpace {
        /// What was to be done.
        step: Step,
        /// The file, from the program's folder.
        path: PathBuf,
    },
    /// The user may not do this.
    #[error("no permission to {step} `{}`", path.display())]
    PermissionDenied {
        /// What was to be done.
        step: Step,
        /// The file, from the program's folder.
        path: PathBuf,
    },
    /// The file system is mounted for reading only.
    #[error("cannot {step} `{}`: the file system is read-only", path.display())]
    ReadOnly {
        /// What was to be done.
        step: Step,
        /// The file, from the program's folder.
        path: PathBuf,
    },
    /// A directory, pipe, socket or device where a file belongs.
    #[error("`{}` is {found} where a plain file belongs; move it away", path.display())]
    NotAFile {
        /// The path, from the program's folder.
        path: PathBuf,
        /// What stands there.
        found: FileKind,
    },
    /// A symbolic link where a file is to be written.
    #[error("`{}` is a link, and nothing is written through links; put the file itself there", path.display())]
    Link {
        /// The link, from the program's folder.
        path: PathBuf,
    },
    /// A link that leads out of the program's folder.
    #[error("`{}` leads out of the program's folder, so it is not read; put the file itself there", path.display())]
    Outside {
        /// The path, from the program's folder.
        path: PathBuf,
    },
    /// A link that leads to nothing.
    #[error("`{}` is a link to something that is not there; bring that back, or delete the link", path.display())]
    Dangling {
        /// The link, from the program's folder.
        path: PathBuf,
    },
    /// A file larger than [`FILE_BYTES_MAX`].
    #[error("`{}` is larger than {} MB, the limit of one file", path.display(), FILE_BYTES_MAX / (1024 * 1024))]
    TooLarge {
        /// The file, from the program's folder.
        path: PathBuf,
    },
    /// The file lies on another file system than `.pleiad`, so nothing can be renamed between them.
    #[error("`{}` lies on another file system than `.pleiad`, so it cannot be changed as one with the rest; keep the folder on one file system", path.display())]
    OtherFileSystem {
        /// The file, from the program's folder.
        path: PathBuf,
    },
    /// Any other failure of the system.
    #[error("cannot {step} `{}`: {source}", path.display())]
    Io {
        /// What was to be done.
        step: Step,
        /// The file, from the program's folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl DiskError {
    pub(super) fn new(step: Step, path: &Path, source: io::Error) -> DiskError {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                DiskError::NoSpace { step, path }
            }
            io::ErrorKind::PermissionDenied => DiskError::PermissionDenied { step, path },
            io::ErrorKind::CrossesDevices => DiskError::OtherFileSystem { path },
            io::ErrorKind::ReadOnlyFilesystem => DiskError::ReadOnly { step, path },
            _ => DiskError::Io { step, path, source },
        }
    }

    /// The error of something else where a plain file belongs.
    pub(super) fn not_a_file(path: &Path, found: FileKind) -> DiskError {
        let path = path.to_path_buf();
        DiskError::NotAFile { path, found }
    }

    /// The error of a file that is not there.
    pub(super) fn absent(path: &Path) -> DiskError {
        DiskError::new(Step::Read, path, io::ErrorKind::NotFound.into())
    }

    /// Whether the file is simply not there.
    pub fn is_absent(&self) -> bool {
        self.has_kind(io::ErrorKind::NotFound)
    }

    /// Whether the disk is full.
    pub(super) fn is_no_space(&self) -> bool {
        matches!(self, DiskError::NoSpace { .. })
    }

    /// Whether the file system has no locks.
    pub(super) fn is_lack_of_locks(&self) -> bool {
        matches!(self, DiskError::Io { source, .. } if platform::has_no_locks(source))
    }

    /// Whether something stands where a new file was to be put.
    pub(super) fn is_taken(&self) -> bool {
        self.has_kind(io::ErrorKind::AlreadyExists)
            || self.has_kind(io::ErrorKind::DirectoryNotEmpty)
    }

    /// Whether the user or the medium allows no writing.
    pub fn is_write_protection(&self) -> bool {
        matches!(
            self,
            DiskError::PermissionDenied { .. } | DiskError::ReadOnly { .. }
        )
    }

    fn has_kind(&self, kind: io::ErrorKind) -> bool {
        matches!(self, DiskError::Io { source, .. } if source.kind() == kind)
    }
}

/// What a file-system call was for; reads as a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Look at a path without opening it.
    Inspect,
    /// Read a file.
    Read,
    /// List a directory.
    List,
    /// Create a file or directory.
    Create,
    /// Write into a file.
    Write,
    /// Set owner and mode.
    SetMode,
    /// Wait until the disk holds what was written.
    Sync,
    /// Wait until the disk holds everything written to its file system.
    SyncAll,
    /// Rename, also from one directory to another.
    Rename,
    /// Exchange two files.
    Exchange,
    /// Remove a file or directory.
    Remove,
    /// Lock the folder.
    Lock,
}

impl fmt::Display for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Step::Inspect => "look at",
            Step::Read => "read",
            Step::List => "list",
            Step::Create => "create",
            Step::Write => "write",
            Step::SetMode => "set the mode of",
            Step::Sync => "sync",
            Step::SyncAll => "sync the file system of",
            Step::Rename => "rename",
            Step::Exchange => "exchange",
            Step::Remove => "remove",
            Step::Lock => "lock",
        })
    }
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// A plain file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link, wherever it leads.
    Link,
    /// A pipe, socket or device.
    Special,
}

impl fmt::Display for FileKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            FileKind::File => "a file",
            FileKind::Directory => "a directory",
            FileKind::Link => "a link",
            FileKind::Special => "a pipe or device",
        })
    }
}

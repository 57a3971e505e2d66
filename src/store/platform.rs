//! What differs from one operating system to the next, and nothing else: flags of opening, exchange, sync, modes.
//!
//! Where a system lacks a call, the function fails with `ErrorKind::Unsupported` and the caller knows another way.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
mod rename {
    use std::io;
    use std::path::Path;

    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::retry_on_intr;

    pub(in crate::store) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
        retry_on_intr(|| renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE))
            .map_err(io::Error::from)
    }

    pub(in crate::store) fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
        retry_on_intr(|| renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE))
            .map_err(io::Error::from)
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
mod rename {
    use std::io;
    use std::path::Path;

    pub(in crate::store) fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(in crate::store) fn rename_to_free(_from: &Path, _to: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Exchanges two files in one instant.
pub(super) use rename::exchange;
/// Renames a file unless the new name is taken.
pub(super) use rename::rename_to_free;

/// Whether the system or the file system does not know a call, as against refusing it.
pub(super) fn is_unsupported(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput
    )
}

/// Opens a file for reading: never through a link at its end, never waiting for a pipe's other side.
#[cfg(unix)]
pub(super) fn open_plain(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;

    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
}

#[cfg(not(unix))]
pub(super) fn open_plain(path: &Path) -> io::Result<File> {
    if std::fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::ErrorKind::InvalidFilename.into());
    }
    File::open(path)
}

/// Whether [`open_plain`] failed for a link at the end of the path.
#[cfg(unix)]
pub(super) fn is_link_refusal(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(unix))]
pub(super) fn is_link_refusal(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::InvalidFilename
}

/// Whether opening failed for a socket or a device without a driver.
#[cfg(unix)]
pub(super) fn is_special_refusal(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error())
}

#[cfg(not(unix))]
pub(super) fn is_special_refusal(_error: &io::Error) -> bool {
    false
}

/// Opens or creates the lock file for reading and writing; a link in its place is refused.
#[cfg(unix)]
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;

    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(OWNER_FILE)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
}

#[cfg(not(unix))]
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

/// The mode of files that are nobody else's business.
pub(super) const OWNER_FILE: u32 = 0o600;
/// The mode of files that follow the user's umask.
pub(super) const USUAL_FILE: u32 = 0o666;
/// The mode of directories that are nobody else's business.
pub(super) const OWNER_DIRECTORY: u32 = 0o700;
/// The mode of directories that follow the user's umask.
pub(super) const USUAL_DIRECTORY: u32 = 0o777;

/// Creates a file for writing that was not there; the user's umask is taken off the mode.
#[cfg(unix)]
pub(super) fn create_file(path: &Path, mode: u32) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)
}

#[cfg(not(unix))]
pub(super) fn create_file(path: &Path, _mode: u32) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Creates a directory; the user's umask is taken off the mode.
#[cfg(unix)]
pub(super) fn create_directory(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    std::fs::DirBuilder::new().mode(mode).create(path)
}

#[cfg(not(unix))]
pub(super) fn create_directory(path: &Path, _mode: u32) -> io::Result<()> {
    std::fs::create_dir(path)
}

/// Owner, group and mode of a file, so that its next version can take them over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ownership {
    #[cfg(unix)]
    user: u32,
    #[cfg(unix)]
    group: u32,
    #[cfg(unix)]
    mode: u32,
}

#[cfg(unix)]
impl Ownership {
    /// What a file carries.
    pub(super) fn of(metadata: &Metadata) -> Ownership {
        use std::os::unix::fs::MetadataExt;

        Ownership {
            user: metadata.uid(),
            group: metadata.gid(),
            mode: metadata.mode() & 0o7777,
        }
    }

    /// Gives a file these, as far as the system lets this user.
    ///
    /// Owner and group are best effort: only root may give a file away, and file systems of cameras and sticks keep
    /// neither. A mode that the file system refuses to keep is no reason to refuse the change.
    pub(super) fn give_to(self, file: &File) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;

        let has = Ownership::of(&file.metadata()?);
        if (has.user, has.group) != (self.user, self.group) {
            let is_same = |here: u32, there: u32| (here != there).then_some(there);
            let _ = std::os::unix::fs::fchown(
                file,
                is_same(has.user, self.user),
                is_same(has.group, self.group),
            );
        }
        if has.mode == self.mode {
            return Ok(());
        }
        match file.set_permissions(PermissionsExt::from_mode(self.mode)) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
            outcome => outcome,
        }
    }
}

#[cfg(not(unix))]
impl Ownership {
    pub(super) fn of(_metadata: &Metadata) -> Ownership {
        Ownership {}
    }

    pub(super) fn give_to(self, _file: &File) -> io::Result<()> {
        Ok(())
    }
}

/// Waits until the disk holds a directory's names, where directories can be synced at all.
#[cfg(unix)]
pub(super) fn sync_directory(path: &Path) -> io::Result<()> {
    match File::open(path)?.sync_all() {
        Err(error) if is_unsupported(&error) => Ok(()),
        outcome => outcome,
    }
}

#[cfg(not(unix))]
pub(super) fn sync_directory(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Waits until the disk holds everything written to the file system of a directory.
#[cfg(target_os = "linux")]
pub(super) fn sync_file_system(directory: &Path) -> io::Result<()> {
    let directory = File::open(directory)?;
    rustix::io::retry_on_intr(|| rustix::fs::syncfs(&directory)).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn sync_file_system(_directory: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether locking failed because this file system has no locks.
pub(super) fn has_no_locks(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error()) {
        return true;
    }
    is_unsupported(error)
}

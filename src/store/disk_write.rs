//! The disk, writing: creating, syncing, renaming, removing; the other half of [`crate::store::disk`].

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use crate::store::disk::Disk;
use crate::store::disk_error::{DiskError, FileKind, Step};
use crate::store::faults::Faults;
use crate::store::platform::{self, Ownership};

impl Disk {
    /// Creates the program's folder with its parents, if it is not there.
    ///
    /// # Errors
    /// Whatever the system refuses.
    pub fn create_root(&self) -> Result<(), DiskError> {
        self.step(Step::Create, Path::new(""), |root| fs::create_dir_all(root))
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
        let half = if self.faults().is_some() {
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

    /// As [`Disk::sync_directory`], but one that is gone is fine: a person may have removed it.
    pub(super) fn sync_directory_if_there(&self, path: &Path) -> Result<(), DiskError> {
        absent_is_fine(self.sync_directory(path))
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
        match self.kind(path)? {
            Some(FileKind::Directory) => Ok(false),
            Some(FileKind::Link) => Err(DiskError::Link {
                path: path.to_path_buf(),
            }),
            Some(found) => Err(DiskError::not_a_file(path, found)),
            None => match self.create_directory(path, mode) {
                // Another process was a moment faster.
                Err(error) if error.is_taken() => Ok(false),
                outcome => outcome.map(|()| true),
            },
        }
    }

    /// Renames a file or directory, over whatever file has the new name.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        let to = self.root().join(to);
        self.step(Step::Rename, from, |from| fs::rename(from, to))
    }

    /// Renames a file unless the new name is taken.
    ///
    /// Where the system cannot do both in one call, a moment remains in which a file that somebody else creates under
    /// the new name is overwritten.
    pub(super) fn rename_to_free(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        let lacks_it = self.lacks_exchange();
        let full_to = self.root().join(to);
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
        let full_other = self.root().join(other);
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

    fn sync(
        &self,
        step: Step,
        path: &Path,
        act: impl FnOnce(&Path) -> io::Result<()>,
    ) -> Result<(), DiskError> {
        let is_skipped = self.faults().is_some_and(Faults::skips_sync);
        self.step(
            step,
            path,
            |full| {
                if is_skipped { Ok(()) } else { act(full) }
            },
        )
    }

    fn lacks_exchange(&self) -> bool {
        self.faults().is_some_and(Faults::lacks_exchange)
    }
}

fn absent_is_fine(outcome: Result<(), DiskError>) -> Result<(), DiskError> {
    match outcome {
        Err(error) if error.is_absent() => Ok(()),
        outcome => outcome,
    }
}

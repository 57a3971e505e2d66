//! A slot: one file of a change, its target in the program and its staged counterpart, and what their bytes say.
//!
//! Which way a file has gone follows from two digests alone, never from memory or from times; so whoever looks next
//! after a crash comes to the same answer. Creating and deleting are exchanges with nothing.

use std::path::{Path, PathBuf};

use crate::store::digest::Digest;
use crate::store::disk::{Disk, Found};
use crate::store::disk_error::DiskError;
use crate::store::manifest::{FileRecord, Manifest};

/// One file of a change.
#[derive(Debug)]
pub(super) struct Slot<'a> {
    /// What the manifest says of it.
    pub(super) record: &'a FileRecord,
    /// Its counterpart: the new version before the exchange, the old one after.
    pub(super) staged: PathBuf,
    /// The copy of the target where files cannot be exchanged; lives for a moment.
    spare: PathBuf,
}

/// How far one file has gone, and whether a person was there too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Situation {
    /// Not exchanged yet.
    Before,
    /// Exchanged.
    After,
    /// Exchanged, and what came out is a person's edit of the last moment.
    EditInStage,
    /// Not exchanged, and a person has edited the target since.
    EditedBefore,
    /// Exchanged, and a person has edited the new version since.
    EditedAfter,
    /// The person has put the new version there; ours is one too many.
    Duplicate,
    /// The target is as before and the new version is gone.
    NewVersionLost,
    /// Exchanged, and the old version is gone.
    OldVersionLost,
    /// Both target and counterpart are a person's.
    EditedTwice,
}

impl Ends {
    /// What lies there when nobody has touched anything since the change was staged.
    pub(super) fn as_staged(record: &FileRecord) -> Ends {
        let found = |digest: Option<Digest>| digest.map_or(Found::Absent, Found::File);
        Ends {
            target: found(record.before),
            staged: found(record.after),
        }
    }
}

/// How an exchange went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Swapped {
    /// Both are where they should be.
    Done,
    /// Somebody has removed, created or changed the target; nothing was moved.
    TargetChanged,
}

/// What lies at both ends of a slot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    /// In the program.
    pub(super) target: Found,
    /// In the change.
    pub(super) staged: Found,
}

/// The slots of a manifest whose files lie in `directory`.
pub(super) fn slots<'a>(manifest: &'a Manifest, directory: &Path) -> Vec<Slot<'a>> {
    let slot = |(index, record)| Slot {
        record,
        staged: image(directory, index),
        spare: directory.join(format!("old-{index}")),
    };
    manifest.files.iter().enumerate().map(slot).collect()
}

/// Where the counterpart of the file at `index` lies.
pub(super) fn image(directory: &Path, index: usize) -> PathBuf {
    directory.join(index.to_string())
}

impl Slot<'_> {
    /// Where the file lies in the program.
    pub(super) fn target(&self) -> &Path {
        self.record.path.as_path()
    }

    /// Looks at both ends, first putting a copied old version into its place.
    pub(super) fn ends(&self, disk: &Disk) -> Result<Ends, DiskError> {
        if disk.kind(&self.spare)?.is_some() {
            // The disk must not hear of a name's new owner before it knows that the old one has moved.
            self.sync_names(disk)?;
            self.place_copy(disk)?;
            self.sync_names(disk)?;
        }
        self.ends_untouched(disk)
    }

    /// Puts the copy of an old version, where there is one, into the place of the new version that has gone.
    ///
    /// To be called only once the disk holds the exchange. Gives whether there was anything to do.
    pub(super) fn place_copy(&self, disk: &Disk) -> Result<bool, DiskError> {
        if disk.kind(&self.spare)?.is_none() {
            return Ok(false);
        }
        if disk.kind(&self.staged)?.is_some() {
            // The target was not replaced, so this is a mere copy of it.
            disk.remove_file(&self.spare)?;
        } else {
            disk.rename(&self.spare, &self.staged)?;
        }
        Ok(true)
    }

    /// What the target gave up in an exchange.
    pub(super) fn came_out(&self, disk: &Disk) -> Result<Found, DiskError> {
        match disk.found(&self.staged)? {
            Found::Absent if self.record.before.is_some() => disk.found(&self.spare),
            found => Ok(found),
        }
    }

    /// Looks at both ends and changes nothing.
    pub(super) fn ends_untouched(&self, disk: &Disk) -> Result<Ends, DiskError> {
        let staged = disk.found(&self.staged)?;
        let target = disk.found(self.target())?;
        Ok(Ends { target, staged })
    }

    /// What the two ends mean.
    pub(super) fn situation(&self, ends: Ends) -> Situation {
        situation(self.record.before, self.record.after, ends)
    }

    /// Puts the counterpart in the target's place and the target in the counterpart's.
    ///
    /// `ends` is what should lie there. Where files can be exchanged the caller looks at what came out; where they
    /// cannot, the target is looked at here, before anything moves.
    pub(super) fn swap(&self, disk: &Disk, ends: Ends) -> Result<Swapped, DiskError> {
        let outcome = match (ends.target, ends.staged) {
            (Found::Absent, _) => disk.rename_to_free(&self.staged, self.target()),
            (_, Found::Absent) => disk.rename(self.target(), &self.staged),
            (_, _) => match disk.exchange(self.target(), &self.staged) {
                Ok(true) => Ok(()),
                Ok(false) => return self.swap_by_copy(disk, ends.target),
                Err(error) => Err(error),
            },
        };
        match outcome {
            Ok(()) => Ok(Swapped::Done),
            Err(error) if error.is_absent() || error.is_taken() => Ok(Swapped::TargetChanged),
            Err(error) => Err(error),
        }
    }

    /// Exchanges where the file system cannot: copies the target aside, then renames the new version over it.
    ///
    /// The copy stays beside until the disk holds the rename. An edit between looking at the target and the rename is
    /// lost; no call closes that gap of some microseconds.
    fn swap_by_copy(&self, disk: &Disk, expected: Found) -> Result<Swapped, DiskError> {
        disk.remove_file(&self.spare)?;
        let copied = disk.copy(self.target(), &self.spare)?;
        self.sync_names(disk)?;
        if !copied || disk.found(&self.spare)? != expected || disk.found(self.target())? != expected
        {
            disk.remove_file(&self.spare)?;
            return Ok(Swapped::TargetChanged);
        }
        disk.rename(&self.staged, self.target())?;
        Ok(Swapped::Done)
    }

    fn sync_names(&self, disk: &Disk) -> Result<(), DiskError> {
        let directories = [self.target().parent(), self.staged.parent()];
        let mut directories = directories.into_iter().flatten();
        directories.try_for_each(|directory| disk.sync_directory_if_there(directory))
    }
}

fn situation(before: Option<Digest>, after: Option<Digest>, ends: Ends) -> Situation {
    let Ends { target, staged } = ends;
    let target_is_before = target.is(before);
    let target_is_after = target.is(after);
    if target_is_before && staged.is(after) {
        Situation::Before
    } else if target_is_before && staged == Found::Absent && before.is_some() {
        Situation::NewVersionLost
    } else if target_is_after && after.is_some() && staged.is(after) {
        Situation::Duplicate
    } else if target_is_after && staged.is(before) {
        Situation::After
    } else if target_is_after && staged == Found::Absent {
        Situation::OldVersionLost
    } else if target_is_after {
        Situation::EditInStage
    } else if staged.is(after) {
        Situation::EditedBefore
    } else if staged.is(before) || staged == Found::Absent {
        Situation::EditedAfter
    } else {
        Situation::EditedTwice
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Found {
        Found::File(Digest::of(text.as_bytes()))
    }

    /// What the files `target` and `staged` say of a change between two texts, `-` being no file.
    fn said(change: &str, target: &str, staged: &str) -> Situation {
        let (before, after) = change.split_once(" to ").expect("two texts");
        let digest = |text: &str| (text != "-").then(|| Digest::of(text.as_bytes()));
        let found = |text: &str| {
            if text == "-" {
                Found::Absent
            } else {
                file(text)
            }
        };
        let ends = Ends {
            target: found(target),
            staged: found(staged),
        };
        situation(digest(before), digest(after), ends)
    }

    #[test]
    fn two_digests_tell_how_far_a_changed_file_has_gone() {
        assert_eq!(said("old to new", "old", "new"), Situation::Before);
        assert_eq!(said("old to new", "new", "old"), Situation::After);
        assert_eq!(said("old to new", "new", "-"), Situation::OldVersionLost);
        assert_eq!(said("old to new", "old", "-"), Situation::NewVersionLost);
        assert_eq!(said("old to new", "new", "edit"), Situation::EditInStage);
        assert_eq!(said("old to new", "edit", "new"), Situation::EditedBefore);
        assert_eq!(said("old to new", "-", "new"), Situation::EditedBefore);
        assert_eq!(said("old to new", "edit", "old"), Situation::EditedAfter);
        assert_eq!(said("old to new", "old", "old"), Situation::EditedAfter);
        assert_eq!(said("old to new", "new", "new"), Situation::Duplicate);
        assert_eq!(said("old to new", "edit", "other"), Situation::EditedTwice);
    }

    #[test]
    fn two_digests_tell_how_far_a_created_file_has_gone() {
        assert_eq!(said("- to new", "-", "new"), Situation::Before);
        assert_eq!(said("- to new", "new", "-"), Situation::After);
        assert_eq!(said("- to new", "edit", "new"), Situation::EditedBefore);
        assert_eq!(said("- to new", "edit", "-"), Situation::EditedAfter);
        assert_eq!(said("- to new", "new", "new"), Situation::Duplicate);
        assert_eq!(said("- to new", "-", "-"), Situation::EditedAfter);
    }

    #[test]
    fn two_digests_tell_how_far_a_deleted_file_has_gone() {
        assert_eq!(said("old to -", "old", "-"), Situation::Before);
        assert_eq!(said("old to -", "-", "old"), Situation::After);
        assert_eq!(said("old to -", "-", "edit"), Situation::EditInStage);
        assert_eq!(said("old to -", "edit", "-"), Situation::EditedBefore);
        assert_eq!(said("old to -", "edit", "old"), Situation::EditedAfter);
        assert_eq!(said("old to -", "-", "-"), Situation::OldVersionLost);
    }

    #[test]
    fn what_is_no_plain_file_is_taken_for_a_persons() {
        let digest = |text: &str| Some(Digest::of(text.as_bytes()));
        let ends = Ends {
            target: Found::Other,
            staged: file("new"),
        };
        assert_eq!(
            situation(digest("old"), digest("new"), ends),
            Situation::EditedBefore
        );
        let ends = Ends {
            target: file("new"),
            staged: Found::Other,
        };
        assert_eq!(
            situation(digest("old"), digest("new"), ends),
            Situation::EditInStage
        );
    }
}

//! Applying: the renames that put a staged change into the program, and the same renames backwards.
//!
//! Forwards is for the commit that staged the change. Backwards and [`complete`] look at both ends of every file first,
//! so they may be interrupted and begun again. Invariant: no version of a file is ever overwritten or removed unless
//! the same bytes lie elsewhere; what has no place is kept.

use std::path::PathBuf;

use crate::store::deltas::Deltas;
use crate::store::disk::Disk;
use crate::store::disk_error::DiskError;
use crate::store::kept::{KeptFile, Occasion, keep};
use crate::store::manifest::Manifest;
use crate::store::operations::OperationNumber;
use crate::store::path::RelativePath;
use crate::store::places;
use crate::store::reconcile::reconciled;
use crate::store::slot::{Ends, Situation, Slot, Swapped, slots};
use crate::store::stage::make_parents;

/// How applying went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Applied {
    /// Every file is in its place.
    Whole,
    /// A person has edited this file in the last moment; some files may be in place.
    Edited(RelativePath),
}

/// What was met on the way.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// Files that a person had edited and that were left as the person wants them.
    pub(super) edited: Vec<RelativePath>,
    /// Files that a person had edited and that hold both now, the edit and the change.
    pub(super) merged: Vec<RelativePath>,
    /// Versions that lost their place.
    pub(super) kept: Vec<KeptFile>,
}

/// Puts every file of the pending change in its place; stops at the first edit of a person.
pub(super) fn apply(disk: &Disk, manifest: &Manifest) -> Result<Applied, DiskError> {
    let slots = slots(manifest, &places::pending());
    for slot in &slots {
        let ends = Ends::as_staged(slot.record);
        if slot.swap(disk, ends)? == Swapped::TargetChanged
            || !slot.came_out(disk)?.is(slot.record.before)
        {
            return Ok(Applied::Edited(slot.record.path.clone()));
        }
    }
    // Once more: a program may have written into an old file through a handle that it opened before the exchange.
    for slot in &slots {
        if !slot.came_out(disk)?.is(slot.record.before) {
            return Ok(Applied::Edited(slot.record.path.clone()));
        }
    }
    Ok(Applied::Whole)
}

/// Takes back what was applied of the pending change.
pub(super) fn revert(
    disk: &Disk,
    manifest: &Manifest,
    number: OperationNumber,
) -> Result<Met, DiskError> {
    let mut met = Met::default();
    for slot in slots(manifest, &places::pending()).iter().rev() {
        revert_one(disk, slot, (number, Occasion::TakenBack), &mut met)?;
    }
    met.edited.reverse();
    Ok(met)
}

fn revert_one(
    disk: &Disk,
    slot: &Slot,
    occasion: (OperationNumber, Occasion),
    met: &mut Met,
) -> Result<(), DiskError> {
    let mut ends = slot.ends(disk)?;
    if matches!(
        slot.situation(ends),
        Situation::After | Situation::EditInStage
    ) {
        slot.swap(disk, ends)?;
        ends = put_back_an_edit_of_this_moment(disk, slot, ends)?;
    }
    match slot.situation(ends) {
        Situation::Before | Situation::NewVersionLost => Ok(()),
        Situation::EditedBefore | Situation::Duplicate | Situation::OldVersionLost => {
            met.edited.push(slot.record.path.clone());
            Ok(())
        }
        Situation::After
        | Situation::EditInStage
        | Situation::EditedAfter
        | Situation::EditedTwice => keep_staged(disk, slot, occasion, met),
    }
}

/// Carries an interrupted change to its end.
pub(super) fn complete(
    disk: &Disk,
    manifest: &Manifest,
    number: OperationNumber,
) -> Result<Met, DiskError> {
    let mut met = Met::default();
    let deltas = Deltas::read(disk, &places::pending());
    for (index, slot) in slots(manifest, &places::pending()).iter().enumerate() {
        if slot.situation(slot.ends(disk)?) == Situation::EditedBefore
            && reconciled(disk, slot, index, &deltas)?
        {
            met.merged.push(slot.record.path.clone());
            continue;
        }
        complete_one(disk, slot, (number, Occasion::Interrupted), &mut met)?;
    }
    Ok(met)
}

fn complete_one(
    disk: &Disk,
    slot: &Slot,
    occasion: (OperationNumber, Occasion),
    met: &mut Met,
) -> Result<(), DiskError> {
    let mut ends = slot.ends(disk)?;
    if matches!(
        slot.situation(ends),
        Situation::Before | Situation::EditInStage
    ) {
        // A power cut, or a person who tidied up, may have taken a directory that was made for this file.
        make_parents(disk, slot.record)?;
        slot.swap(disk, ends)?;
        ends = put_back_an_edit_of_this_moment(disk, slot, ends)?;
    }
    match slot.situation(ends) {
        // A new version that was edited since is like any file that a person edits after a change.
        Situation::After | Situation::EditedAfter | Situation::OldVersionLost => Ok(()),
        Situation::Duplicate => disk.remove_file(&slot.staged),
        Situation::NewVersionLost => {
            met.edited.push(slot.record.path.clone());
            Ok(())
        }
        Situation::Before
        | Situation::EditInStage
        | Situation::EditedBefore
        | Situation::EditedTwice => keep_staged(disk, slot, occasion, met),
    }
}

/// After an exchange: if something else came out than was looked at before, exchanges once more.
fn put_back_an_edit_of_this_moment(
    disk: &Disk,
    slot: &Slot,
    seen: Ends,
) -> Result<Ends, DiskError> {
    let now = slot.ends(disk)?;
    let is_as_meant = now.staged == seen.target;
    let is_untouched = now.staged == seen.staged;
    if is_as_meant || is_untouched {
        return Ok(now);
    }
    slot.swap(disk, now)?;
    slot.ends(disk)
}

fn keep_staged(
    disk: &Disk,
    slot: &Slot,
    occasion: (OperationNumber, Occasion),
    met: &mut Met,
) -> Result<(), DiskError> {
    met.edited.push(slot.record.path.clone());
    if disk.kind(&slot.staged)?.is_some() {
        met.kept
            .push(keep(disk, &slot.staged, &slot.record.path, occasion)?);
    }
    Ok(())
}

/// The directories whose names a change alters, each once.
pub(super) fn touched_directories(manifest: &Manifest) -> Vec<PathBuf> {
    let mut directories = vec![places::pending()];
    let parents = manifest
        .files
        .iter()
        .filter_map(|record| record.path.as_path().parent());
    directories.extend(parents.map(PathBuf::from));
    directories.sort();
    directories.dedup();
    directories
}

//! Recovery of a file that a person edited while a change of it was interrupted: both go into it, where they go together.
//!
//! The merge is the same as for git: what the change started from, the person's file, the change's version. It is begun
//! again after a crash as often as need be, for merging a second time adds nothing. Where the two do not go together, or
//! nobody knows what the change started from, nothing is touched here.

use std::path::Path;

use crate::store::deltas::Deltas;
use crate::store::digest::Digest;
use crate::store::disk::{Disk, Found};
use crate::store::disk_error::DiskError;
use crate::store::merge::three_way::{Texts, merge};
use crate::store::slot::Slot;
use crate::store::{layout, places, platform};

/// The file in which a merged text waits for its place, and then the person's for its end.
const SCRATCH: &str = "merged";

/// The same for a version that the change started from.
const FORMER: &str = "former";

/// Brings the staged change of the file at `index` into the file that a person has edited; says whether it is done.
///
/// Afterwards the version that the change started from lies in the stage, as after any exchange.
pub(super) fn reconciled(
    disk: &Disk,
    slot: &Slot<'_>,
    index: usize,
    deltas: &Deltas,
) -> Result<bool, DiskError> {
    let Some(staged) = there(disk.read_own(&slot.staged))? else {
        return Ok(false);
    };
    let Some(edited) = there(disk.read(&slot.record.path))? else {
        return Ok(false);
    };
    let former = deltas.before(index, &staged);
    let former = former.filter(|former| Some(Digest::of(former)) == slot.record.before);
    let Some(former) = former else {
        return Ok(false);
    };
    let Some(merged) = both(slot, &former, &edited, &staged) else {
        return Ok(false);
    };
    if merged != edited && !put_in_place(disk, slot, &edited, &merged)? {
        return Ok(false);
    }
    let place = places::pending().join(FORMER);
    write(disk, &place, &former, &slot.staged)?;
    disk.rename(&place, &slot.staged)?;
    Ok(true)
}

/// The text with the change and with the edit; none where they contradict each other.
fn both(slot: &Slot<'_>, former: &[u8], edited: &[u8], staged: &[u8]) -> Option<Vec<u8>> {
    let file = layout::file_at(slot.record.path.as_str())?;
    let texts = Texts {
        base: Some(std::str::from_utf8(former).ok()?),
        ours: std::str::from_utf8(edited).ok()?,
        theirs: std::str::from_utf8(staged).ok()?,
    };
    let merge = merge(Some(&file), texts, &|_| None).ok()?;
    merge.conflicts.is_empty().then(|| merge.text.into_bytes())
}

/// Exchanges the edited file for the merged one, unless it was edited once more meanwhile.
fn put_in_place(
    disk: &Disk,
    slot: &Slot<'_>,
    edited: &[u8],
    merged: &[u8],
) -> Result<bool, DiskError> {
    let place = places::pending().join(SCRATCH);
    write(disk, &place, merged, slot.target())?;
    if !disk.exchange(slot.target(), &place)? {
        disk.remove_file(&place)?;
        return Ok(false);
    }
    let is_as_read = disk.found(&place)? == Found::File(Digest::of(edited));
    if !is_as_read {
        disk.exchange(slot.target(), &place)?;
    }
    disk.remove_file(&place)?;
    Ok(is_as_read)
}

/// Writes bytes to a place of the store's own, to follow the file `like`.
fn write(disk: &Disk, place: &Path, bytes: &[u8], like: &Path) -> Result<(), DiskError> {
    disk.remove_file(place)?;
    let file = disk.create(place, platform::OWNER_FILE)?;
    disk.write(place, &file, bytes)?;
    if let Some(ownership) = disk.ownership(like)? {
        disk.hand_down(place, &file, ownership)?;
    }
    disk.sync_file(place, &file)
}

fn there(read: Result<Vec<u8>, DiskError>) -> Result<Option<Vec<u8>>, DiskError> {
    match read {
        Err(error) if error.is_absent() => Ok(None),
        outcome => outcome.map(Some),
    }
}

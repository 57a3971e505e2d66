//! Old versions and records of operations in which somebody stands who shall be forgotten.

use super::needles::Needles;
use crate::store::disk::Disk;
use crate::store::disk_error::DiskError;
use crate::store::kept;
use crate::store::manifest::Forgotten;
use crate::store::operations::{self, Operation};
use std::collections::BTreeSet;

/// What an erasure has to drop: operations that touched one of the paths or hold a sign of the person, and versions
/// kept of either kind. An operation whose record is damaged goes too: nobody knows what it holds.
///
/// # Errors
/// Whatever the system refuses.
pub(crate) fn traces(
    disk: &Disk,
    paths: &BTreeSet<String>,
    needles: &Needles,
) -> Result<Forgotten, DiskError> {
    let (all, damaged) = operations::list(disk)?;
    let mut forgotten = Forgotten {
        operations: damaged,
        kept: Vec::new(),
    };
    for operation in all {
        if holds(disk, &operation, paths, needles)? {
            forgotten.operations.push(operation.number);
        }
    }
    forgotten.operations.sort_unstable();
    for kept in kept::list(disk)? {
        let text = String::from_utf8_lossy(&kept::read(disk, &kept)?).into_owned();
        let place = kept.to_string();
        if needles.is_in(&text)
            || needles.is_in(&place)
            || paths.iter().any(|path| place.contains(path.as_str()))
        {
            forgotten.kept.push(kept);
        }
    }
    Ok(forgotten)
}

fn holds(
    disk: &Disk,
    operation: &Operation,
    paths: &BTreeSet<String>,
    needles: &Needles,
) -> Result<bool, DiskError> {
    let label = &operation.manifest.label;
    let said = [&label.sentence, &label.command, &label.by];
    if said.into_iter().any(|text| needles.is_in(text)) {
        return Ok(true);
    }
    for (index, file) in operation.manifest.files.iter().enumerate() {
        if paths.contains(file.path.as_str()) || needles.is_in(file.path.as_str()) {
            return Ok(true);
        }
        let old = operations::old_version(disk, operation.number, index)?;
        if old.is_some_and(|bytes| needles.is_in(&String::from_utf8_lossy(&bytes))) {
            return Ok(true);
        }
    }
    Ok(false)
}

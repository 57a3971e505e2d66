//! What an operation changed inside its files, so that either version can be made from the other.
//!
//! One file beside the manifest. Undo and recovery merge with it what a person has edited since. It is no part of what an
//! operation rests on: where it is missing or damaged nothing is merged, and that is all. A version made with it is used
//! only if its digest is the one that the manifest tells.

use crate::store::commit::FileChange;
use crate::store::digest::Digest;
use crate::store::disk::Disk;
use crate::store::disk_error::DiskError;
use std::path::Path;

/// The file's name, beside the manifest.
const FILE_NAME: &str = "deltas";

/// The bytes between what two versions of a file begin and end with alike.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Delta {
    /// The file's place in the manifest.
    index: usize,
    /// Bytes at the beginning that both have.
    head: usize,
    /// Bytes at the end that both have.
    tail: usize,
    before: Vec<u8>,
    after: Vec<u8>,
}

/// The changes of all files of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Deltas(Vec<Delta>);

impl Deltas {
    /// What the changes of files that are there will do to them; files that come or go have none.
    pub(super) fn of(disk: &Disk, changes: &[&FileChange]) -> Deltas {
        let mut deltas = Vec::new();
        for (index, change) in changes.iter().enumerate() {
            let (Some(digest), Some(after)) = (change.before, &change.after) else {
                continue;
            };
            // Whoever cannot read it now will say so before anything is written.
            let Ok(before) = disk.read(&change.path) else {
                continue;
            };
            if Digest::of(&before) == digest {
                deltas.push(Delta::between(index, &before, after));
            }
        }
        Deltas(deltas)
    }

    /// The changes that an operation, done or pending, wrote down in its directory.
    pub(super) fn read(disk: &Disk, directory: &Path) -> Deltas {
        let bytes = disk.read_own(&directory.join(FILE_NAME)).ok();
        bytes.and_then(|bytes| parsed(&bytes)).unwrap_or_default()
    }

    /// Writes them down; gives the path, and none where there is nothing to write.
    pub(super) fn write(
        &self,
        disk: &Disk,
        directory: &Path,
        mode: u32,
        is_synced: bool,
    ) -> Result<Option<std::path::PathBuf>, DiskError> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let path = directory.join(FILE_NAME);
        let file = disk.create(&path, mode)?;
        disk.write(&path, &file, &self.to_bytes())?;
        if is_synced {
            disk.sync_file(&path, &file)?;
        }
        Ok(Some(path))
    }

    /// The new version of a file, from its old one.
    pub(super) fn after(&self, index: usize, before: &[u8]) -> Option<Vec<u8>> {
        let delta = self.0.iter().find(|delta| delta.index == index)?;
        delta.exchanged(before, &delta.before, &delta.after)
    }

    /// The old version of a file, from its new one.
    pub(super) fn before(&self, index: usize, after: &[u8]) -> Option<Vec<u8>> {
        let delta = self.0.iter().find(|delta| delta.index == index)?;
        delta.exchanged(after, &delta.after, &delta.before)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for delta in &self.0 {
            let numbers = [
                delta.index,
                delta.head,
                delta.tail,
                delta.before.len(),
                delta.after.len(),
            ];
            let line: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            bytes.extend_from_slice(line.join(" ").as_bytes());
            bytes.push(b'\n');
            bytes.extend_from_slice(&delta.before);
            bytes.extend_from_slice(&delta.after);
            bytes.push(b'\n');
        }
        bytes
    }
}

impl Delta {
    fn between(index: usize, before: &[u8], after: &[u8]) -> Delta {
        let alike = |(one, other): &(&u8, &u8)| one == other;
        let head = before.iter().zip(after).take_while(alike).count();
        let (before, after) = (&before[head..], &after[head..]);
        let tail = before
            .iter()
            .rev()
            .zip(after.iter().rev())
            .take_while(alike)
            .count();
        Delta {
            index,
            head,
            tail,
            before: before[..before.len() - tail].to_vec(),
            after: after[..after.len() - tail].to_vec(),
        }
    }

    /// A version whose middle is `old`, with `new` in its place.
    fn exchanged(&self, version: &[u8], old: &[u8], new: &[u8]) -> Option<Vec<u8>> {
        let head = version.get(..self.head)?;
        let tail = version
            .len()
            .checked_sub(self.tail)
            .filter(|start| self.head <= *start)?;
        let is_it = version.get(self.head..tail)? == old;
        is_it.then(|| [head, new, &version[tail..]].concat())
    }
}

fn parsed(mut bytes: &[u8]) -> Option<Deltas> {
    let mut deltas = Vec::new();
    while !bytes.is_empty() {
        let end = bytes.iter().position(|&byte| byte == b'\n')?;
        let line = std::str::from_utf8(&bytes[..end]).ok()?;
        let numbers: Result<Vec<usize>, _> = line.split(' ').map(str::parse).collect();
        let [index, head, tail, before, after] = *numbers.ok()?.as_slice() else {
            return None;
        };
        let content = &bytes[end + 1..];
        let whole = before.checked_add(after)?;
        if content.get(whole) != Some(&b'\n') {
            return None;
        }
        deltas.push(Delta {
            index,
            head,
            tail,
            before: content[..before].to_vec(),
            after: content[before..whole].to_vec(),
        });
        bytes = &content[whole + 1..];
    }
    Some(Deltas(deltas))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn either_version_is_made_from_the_other(before in "[ab\n]{0,12}", after in "[ab\n]{0,12}") {
            let (before, after) = (before.as_bytes(), after.as_bytes());
            let written = Deltas(vec![Delta::between(3, before, after)]);
            let read = parsed(&written.to_bytes());
            prop_assert_eq!(read.as_ref(), Some(&written));
            prop_assert_eq!(written.after(3, before), Some(after.to_vec()));
            prop_assert_eq!(written.before(3, after), Some(before.to_vec()));
        }

        #[test]
        fn damage_is_never_more_than_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..60), version in "[ab]{0,9}") {
            if let Some(deltas) = parsed(&bytes) {
                let _ = deltas.after(0, version.as_bytes());
            }
        }
    }
}

//! Files in a program's folder that are none of its records, and may speak of somebody all the same: letters, exports,
//! notes of one's own. They are told and never touched.

use super::needles::Needles;
use super::plan::Mention;
use crate::store::disk::Disk;
use crate::store::disk_error::{DiskError, FileKind};
use crate::store::layout;
use std::path::{Path, PathBuf};

/// Larger files are not looked through.
const BYTES_MAX: u64 = 16 << 20;

/// Folders that are not looked through: git's own, and pleiad's, which an erasure cleans.
const FOLDERS_OF_TOOLS: [&str; 2] = [".git", ".pleiad"];

/// The lines of files that are no records and may speak of the person.
///
/// # Errors
/// Where a folder cannot be listed; a file that cannot be read speaks of nobody.
pub fn elsewhere(disk: &Disk, needles: &Needles) -> Result<Vec<Mention>, DiskError> {
    let mut mentions = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in disk.list_at(&folder)? {
            let path = folder.join(&entry.name);
            match entry.kind {
                FileKind::Directory if FOLDERS_OF_TOOLS.contains(&entry.name.as_str()) => {}
                FileKind::Directory => folders.push(path),
                FileKind::File => mentions.extend(of_file(disk, &path, needles)),
                _ => {}
            }
        }
    }
    mentions.sort();
    Ok(mentions)
}

fn of_file(disk: &Disk, path: &Path, needles: &Needles) -> Vec<Mention> {
    let Some(file) = path.to_str() else {
        return Vec::new();
    };
    let is_small = disk
        .bytes_count(path)
        .is_ok_and(|bytes| bytes.is_some_and(|bytes| bytes <= BYTES_MAX));
    if layout::file_at(file).is_some() || !is_small {
        return Vec::new();
    }
    let Ok(bytes) = disk.read_own(path) else {
        return Vec::new();
    };
    let lines = needles.perhaps_in(&String::from_utf8_lossy(&bytes));
    let mention = |line| Mention {
        file: file.to_owned(),
        line,
    };
    lines.into_iter().map(mention).collect()
}

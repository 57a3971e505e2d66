//! Files in which git's own merge of lines has left entries of one id twice, without a word.
//!
//! That happens where a server merges, or a clone without the driver. What can be parted is parted; the rest `check` names.

use crate::store::git::run::{Git, GitError, text};
use crate::store::layout;
use crate::store::merge::doubled::parted;
use crate::store::path::RelativePath;
use std::fs;

/// A file with entries of one id, and the same with each of its own.
#[derive(Debug, Clone)]
pub struct Doubled {
    /// Where it lies in the program.
    pub path: RelativePath,
    /// What lies there.
    pub before: Vec<u8>,
    /// What shall.
    pub after: Vec<u8>,
}

/// Every file of the program that git keeps and that can be parted, in order.
///
/// # Errors
/// What git refuses.
pub fn list(git: &Git) -> Result<Vec<Doubled>, GitError> {
    let listed = text(&git.run(&["ls-files", "-z"])?);
    let mut paths: Vec<&str> = listed.split_terminator('\0').collect();
    // One that is open is listed once for each of its versions.
    paths.dedup();
    let doubled = paths.into_iter().filter_map(|path| {
        let file = layout::file_at(path)?;
        let before = fs::read(git.root().join(path)).ok()?;
        let after = parted(&file, std::str::from_utf8(&before).ok()?)?.into_bytes();
        let path = RelativePath::parse(path).ok()?;
        Some(Doubled {
            path,
            before,
            after,
        })
    });
    Ok(doubled.collect())
}

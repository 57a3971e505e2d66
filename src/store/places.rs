//! Where the store keeps its own files: the names inside `.pleiad`.

use std::path::PathBuf;

use crate::store::operations::OperationNumber;

/// The store's own directory in the program's folder.
pub(super) const HOME: &str = ".pleiad";

/// What a directory's `.gitignore` says so that git leaves all of it alone, itself too.
pub(super) const IGNORE_ALL: &[u8] = b"*\n";

/// The lock file.
pub(super) fn lock() -> PathBuf {
    inside("lock")
}

/// The `.gitignore` that keeps the store out of git.
pub(super) fn ignore_file() -> PathBuf {
    inside(".gitignore")
}

/// The change that is being built; garbage as soon as nobody holds the lock.
pub(super) fn new() -> PathBuf {
    inside("new")
}

/// The change that is decided and being applied.
pub(super) fn pending() -> PathBuf {
    inside("pending")
}

/// What is being deleted; always garbage.
pub(super) fn trash() -> PathBuf {
    inside("trash")
}

/// A directory that gets its `.gitignore` before its place in the program.
pub(super) fn cradle() -> PathBuf {
    inside("cradle")
}

/// The done operations.
pub(super) fn operations() -> PathBuf {
    inside("ops")
}

/// One done operation.
pub(super) fn operation(number: OperationNumber) -> PathBuf {
    operations().join(number.directory_name())
}

/// What was found in nobody's place and is kept for its owner.
pub(super) fn kept() -> PathBuf {
    inside("kept")
}

fn inside(name: &str) -> PathBuf {
    PathBuf::from_iter([HOME, name])
}

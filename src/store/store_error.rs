//! Everything that can keep the store from reading or writing, one kind for each way to go on.

use crate::store::access::AccessError;
use crate::store::commit::CommitError;
use crate::store::disk_error::DiskError;
use crate::store::lock::LockError;
use crate::store::problem::Problem;
use crate::store::recovery::RecoveryError;
use crate::store::undo::UndoError;
use crate::store::workspace::ApplyError;
use std::path::PathBuf;

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no program.
    #[error("there is no program in {}", .0.display())]
    NoProgram(PathBuf),
    /// Files have errors; all of them.
    #[error("{}", .0.first().map_or("", |problem| &problem.message))]
    Problems(Vec<Problem>),
    /// A change could not be applied.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// The folder could not be locked.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// An interrupted change could not be finished.
    #[error(transparent)]
    Recovery(#[from] RecoveryError),
    /// A change could not be committed.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// A change could not be undone.
    #[error(transparent)]
    Undo(#[from] UndoError),
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

impl From<AccessError> for StoreError {
    fn from(error: AccessError) -> StoreError {
        match error {
            AccessError::Lock(error) => StoreError::Lock(error),
            AccessError::Recovery(error) => StoreError::Recovery(error),
        }
    }
}

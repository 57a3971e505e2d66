//! Done operations: the history, and the old versions that undo needs.
//!
//! One directory each under `.pleiad/ops`, named by its number: the manifest, and per file the version it replaced.
//! Invariant: a directory there is whole; it came there by one rename and goes by one.

use std::fmt;

use crate::model::day::Day;
use crate::store::disk::Disk;
use crate::store::disk_error::{DiskError, FileKind};
use crate::store::manifest::{self, Manifest};
use crate::store::sweep::discard;
use crate::store::{places, slot};

/// So many operations are kept, however old they are.
pub const OPERATIONS_KEPT_MIN: usize = 1_000;

/// Operations younger than this are kept, however many there are.
pub const DAYS_KEPT_MIN: i64 = 90;

/// The number of an operation, counted from 1 and never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationNumber(u32);

impl OperationNumber {
    /// The operation of this number.
    pub fn new(number: u32) -> OperationNumber {
        OperationNumber(number)
    }

    /// The number itself.
    pub fn number(self) -> u32 {
        self.0
    }

    /// Reads a number as people write it.
    ///
    /// ```
    /// use pleiad::store::operations::OperationNumber;
    /// assert_eq!(OperationNumber::parse("42"), Some(OperationNumber::new(42)));
    /// assert_eq!(OperationNumber::parse("+42"), None);
    /// ```
    pub fn parse(text: &str) -> Option<OperationNumber> {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain
            .then(|| text.parse().ok().map(OperationNumber))
            .flatten()
    }

    /// The number that follows the last one given.
    pub(super) fn after(last: Option<OperationNumber>) -> OperationNumber {
        OperationNumber(last.map_or(1, |last| last.0.saturating_add(1)))
    }

    pub(super) fn directory_name(self) -> String {
        format!("{:08}", self.0)
    }
}

impl fmt::Display for OperationNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// One done operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its number.
    pub number: OperationNumber,
    /// What it says of itself.
    pub manifest: Manifest,
}

/// Why an operation could not be read.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// There is no such operation, or not any more.
    #[error("there is no operation {0} in the history")]
    Unknown(OperationNumber),
    /// Its manifest is not what was written.
    #[error("the record of operation {0} in .pleiad/ops is damaged")]
    Damaged(OperationNumber),
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// All done operations, newest last, and the numbers of those whose record is damaged.
///
/// # Errors
/// Whatever the system refuses.
pub fn list(disk: &Disk) -> Result<(Vec<Operation>, Vec<OperationNumber>), DiskError> {
    let (mut operations, mut damaged) = (Vec::new(), Vec::new());
    for number in numbers(disk)? {
        match read(disk, number) {
            Ok(operation) => operations.push(operation),
            Err(OperationError::Disk(error)) => return Err(error),
            Err(OperationError::Unknown(_) | OperationError::Damaged(_)) => damaged.push(number),
        }
    }
    Ok((operations, damaged))
}

/// One done operation.
///
/// # Errors
/// See [`OperationError`].
pub fn read(disk: &Disk, number: OperationNumber) -> Result<Operation, OperationError> {
    let path = places::operation(number).join(manifest::FILE_NAME);
    let bytes = match disk.read_own(&path) {
        Err(error) if error.is_absent() => return Err(OperationError::Unknown(number)),
        outcome => outcome?,
    };
    let manifest = Manifest::parse(&bytes).ok_or(OperationError::Damaged(number))?;
    Ok(Operation { number, manifest })
}

/// The version that an operation's file at `index` replaced; none where it was created then, or dropped since.
///
/// # Errors
/// Whatever the system refuses.
pub fn old_version(
    disk: &Disk,
    number: OperationNumber,
    index: usize,
) -> Result<Option<Vec<u8>>, DiskError> {
    match disk.read_own(&slot::image(&places::operation(number), index)) {
        Err(error) if error.is_absent() => Ok(None),
        outcome => outcome.map(Some),
    }
}

/// The numbers of all done operations, ascending.
pub(super) fn numbers(disk: &Disk) -> Result<Vec<OperationNumber>, DiskError> {
    let entries = disk.list_at(&places::operations())?;
    let directories = entries
        .into_iter()
        .filter(|entry| entry.kind == FileKind::Directory);
    let mut numbers: Vec<OperationNumber> = directories
        .filter_map(|entry| OperationNumber::parse(&entry.name))
        .collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// Drops operations that are both many and old.
pub(super) fn prune(disk: &Disk, today: Day) -> Result<(), OperationError> {
    let numbers = numbers(disk)?;
    let surplus = numbers.len().saturating_sub(OPERATIONS_KEPT_MIN);
    for &number in &numbers[..surplus] {
        let operation = read(disk, number)?;
        let day = operation
            .manifest
            .label
            .at
            .get(..10)
            .and_then(Day::parse_iso);
        // One whose day cannot be read is kept: nobody knows how old it is.
        if day.is_none_or(|day| today.days_since(day) <= DAYS_KEPT_MIN) {
            return Ok(());
        }
        discard(disk, &places::operation(number))?;
    }
    Ok(())
}

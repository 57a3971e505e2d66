//! Exit codes, as scripts rely on them.

/// Done.
pub(crate) const DONE: u8 = 0;
/// Refused, bad input, no permission, full disk; `check` found errors.
pub(crate) const REFUSED: u8 = 1;
/// The command line makes no sense.
pub(crate) const USAGE: u8 = 2;
/// What was named is not there; also: no program.
pub(crate) const NOT_FOUND: u8 = 3;
/// What was named may be several.
pub(crate) const AMBIGUOUS: u8 = 4;
/// Changed meanwhile, a stale draft, locked.
pub(crate) const CHANGED: u8 = 5;
/// A bug of ours.
pub(crate) const BUG: u8 = 70;
/// Done, but the answer could not be printed.
pub(crate) const UNPRINTED: u8 = 74;
/// Interrupted; the next run completes it.
pub(crate) const INTERRUPTED: u8 = 75;

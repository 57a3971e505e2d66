//! How far a run has come, for somebody who waits: numbers that the solver raises and another thread reads.
//!
//! Nothing in a result depends on them.

use std::sync::atomic::{AtomicU64, Ordering};

/// How far a run has come.
#[derive(Debug, Default)]
pub struct Progress {
    searches: AtomicU64,
    done: AtomicU64,
    total: AtomicU64,
}

/// A look at how far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The number of the search at hand: a run also tries out what would help.
    pub search: u64,
    /// Wanted mentors that have been searched for, in all searches.
    pub done: u64,
    /// Wanted mentors of all searches so far.
    pub total: u64,
}

impl Progress {
    /// How far it is.
    pub fn standing(&self) -> Standing {
        Standing {
            search: self.searches.load(Ordering::Relaxed),
            done: self.done.load(Ordering::Relaxed),
            total: self.total.load(Ordering::Relaxed),
        }
    }

    /// A search for so many wanted mentors begins.
    pub(crate) fn begin(&self, total: usize) {
        let total = u64::try_from(total).unwrap_or(u64::MAX);
        self.total.fetch_add(total, Ordering::Relaxed);
        self.searches.fetch_add(1, Ordering::Relaxed);
    }

    /// One more wanted mentor has been searched for.
    pub(crate) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

//! Fault campaigns: every writing command disturbed in every way, and nothing lost, nothing half-applied, and every exit
//! code true to the outcome.
//!
//! The writing commands are those of `citizens::CASES`, so that a new command is in here from its first day. A spread of
//! the faults is met by each `cargo test`; all of them by
//!
//! ```text
//! cargo test --release --locked --test it campaign -- --ignored --nocapture
//! ```
//!
//! Both print how many faults of each kind happened. What cannot be had on a machine (`strace`, mounts, loop devices) is
//! skipped, and the reason said.

mod cuts;
mod full;
mod kills;
mod runs;
mod steps;
mod subject;
mod system_calls;
mod tally;
mod verdict;

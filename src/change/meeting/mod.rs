//! Meetings after they are in the log: settled, moved, repeated, their details changed.

pub mod confirmations;
pub mod details;
pub mod reschedule;
pub mod series;
pub mod settle;

//! iCalendar files (RFC 5545), both ways.

pub mod duration;
pub mod fault;
pub mod line;
pub mod program;
pub mod read;
mod reading;
pub mod repeat;
pub mod stamp;
pub mod write;

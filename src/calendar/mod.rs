//! When: dates, free time, cadence. Pure; today is an argument.

pub mod clash;
pub mod clock;
pub mod describe;
pub mod free_time;
mod grammar;
pub mod help;
pub mod icalendar;
pub mod length;
pub mod plan;
pub mod range;
pub mod recurrence;
pub mod stretch;
pub mod when;
pub mod when_error;
pub mod zone;
pub mod zone_clock;

#[cfg(test)]
pub(crate) mod sample;

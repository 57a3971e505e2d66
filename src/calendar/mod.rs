//! When: dates, free time, cadence. Pure; today is an argument.

pub mod clock;
pub mod describe;
mod grammar;
pub mod help;
pub mod length;
pub mod range;
pub mod recurrence;
pub mod when;
pub mod when_error;
pub mod zone;

#[cfg(test)]
pub(crate) mod sample;

//! A plan of meetings for many pairings at once, in which nobody is in two places.
//!
//! The way: `turns` says when the cadence asks for a meeting; `slot` gives each pairing a steady weekly slot;
//! `rearrange` gives another slot to those who stand in the way of others; `place` finds another time where the slot
//! does not hold, and makes room by moving what this plan placed itself. What a person planned stays where it is. What
//! cannot be placed has a `reason`.

pub mod intent;
pub mod make;
pub mod outcome;
pub mod slots;

mod agenda;
mod grid;
mod in_person;
mod pair;
mod place;
mod rearrange;
mod reason;
mod remedy;
mod slot;
#[cfg(test)]
mod tests;
mod turns;

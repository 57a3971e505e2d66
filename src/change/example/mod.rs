//! A living program to look around in: made up, but made through the same changes as the commands make.
//!
//! It reads no clock and draws no lots: the same brief gives the same program on every machine.

pub mod brief;
pub mod chapters;
mod courses;
mod dice;
mod goals;
mod names;
mod offices;
mod people;
pub mod setting;
mod slot;
mod stories;
mod trades;
mod turns;
mod voices;

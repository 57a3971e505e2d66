#![doc = include_str!("ARCHITECTURE.md")]

pub mod calendar;
pub mod change;
pub mod cli;
pub mod insights;
pub mod matching;
pub mod model;
pub mod render;
pub mod store;

//! pleiad runs a mentoring program from a folder of plain TOML files.

pub mod calendar;
pub mod change;
pub mod cli;
pub mod insights;
pub mod matching;
pub mod model;
pub mod render;
pub mod store;

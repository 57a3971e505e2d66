//! The folder: the only room that touches files.
pub mod splice;

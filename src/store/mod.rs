//! The folder: the only room that touches files.

pub(crate) mod keys;
pub(crate) mod known;
pub(crate) mod layout;
pub mod problem;

//! The folder: the only room that touches files.

pub(crate) mod fields;
pub(crate) mod interpret;
pub(crate) mod keys;
pub(crate) mod known;
pub(crate) mod layout;
pub(crate) mod locate;
pub(crate) mod nearest;
pub mod problem;
pub(crate) mod read;
pub(crate) mod records;
pub(crate) mod shape;
pub(crate) mod splice;
pub(crate) mod syntax;
pub mod workspace;

//! The folder: the only room that touches files.
//!
//! [`folder::Folder`] is its entrance: it reads a program, and opens the sessions in which changes are
//! made. Below it lie the reading side (`read`, `interpret`, `shape`, `keys`), the editing side
//! (`workspace`, `splice`) and the disk (`commit`, `recovery`, `undo`, `lock`).

pub mod access;
pub mod commit;
pub mod digest;
pub mod disk;
pub mod disk_error;
pub mod draft_file;
pub mod faults;
pub mod folder;
pub mod git;
pub mod glance;
pub mod kept;
pub mod lock;
pub mod manifest;
pub mod mapping;
pub mod merge;
pub mod operations;
pub mod outside;
pub mod path;
pub mod pending_view;
pub mod problem;
pub mod recovery;
pub mod session;
pub mod splice;
pub mod store_error;
pub mod undo;
pub mod workspace;

pub(crate) mod file_schema;
pub(crate) mod keys;
pub(crate) mod nearest;
pub mod read;

pub(crate) mod syntax;

mod apply;
mod deltas;
mod disk_lock;
mod disk_write;
mod entry_ids;
pub mod erase;
mod expectation;
mod fields;
mod finish;
mod fit;
mod interpret;
mod known;
mod layout;
mod locate;
mod parts;
mod places;
mod platform;
mod reconcile;
mod records;
mod records_of;
mod shape;
mod slot;
mod stage;
mod stray;
mod sweep;

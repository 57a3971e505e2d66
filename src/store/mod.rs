//! The folder: the only room that touches files.

pub mod access;
pub mod commit;
pub mod digest;
pub mod disk;
pub mod disk_error;
pub mod faults;
pub mod kept;
pub mod lock;
pub mod manifest;
pub mod operations;
pub mod path;
pub mod pending_view;
pub mod recovery;
pub mod undo;

mod apply;
mod disk_lock;
mod disk_write;
mod finish;
mod places;
mod platform;
mod slot;
mod stage;
mod sweep;

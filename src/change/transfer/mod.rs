//! A person's own folder: made from a program, and brought into one.

pub mod bring;
mod entries;
pub mod own;
mod people;
pub mod records;
mod shared;

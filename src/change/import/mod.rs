//! Import: tables of people and of pairings become changes, all or nothing.

pub mod cell;
mod columns;
pub mod csv;
pub mod fault;
pub mod fields;
mod identity;
pub mod mapping;
mod pairing_row;
pub mod pairings;
pub mod people;
mod person;
pub mod report;
pub mod there;
mod warnings;

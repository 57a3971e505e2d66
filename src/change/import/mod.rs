//! Import: tables of people and of pairings become changes, all or nothing.

pub mod cell;
mod cells;
pub mod checkins;
mod columns;
pub mod csv;
mod current;
pub mod fault;
pub mod fields;
mod identity;
pub mod mapping;
pub mod meetings;
pub mod outcomes;
mod pairing_row;
pub mod pairings;
pub mod people;
mod person;
pub mod prospects;
pub mod report;
mod requests;
pub mod sheets;
pub mod there;
mod warnings;

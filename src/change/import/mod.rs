//! Import: tables of people and of pairings become changes, all or nothing.

pub mod csv;

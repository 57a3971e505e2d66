//! The stages of a pairing: proposed, accepted, begun, paused, taken up again, ended.
//!
//! Each command goes through the one table in [`crate::model::transition`]; what does not stand there is refused with
//! what does.

pub mod acceptance;
pub mod ending;
pub mod entry;
pub mod exit;
pub mod gates;
pub mod handover;
pub mod rest;
pub mod reversal;
pub mod signature;

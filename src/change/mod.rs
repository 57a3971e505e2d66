//! What shall be written: an intent and a program give a change or a refusal. Pure.

pub mod edit;
pub mod entry_id;
pub mod pairing;
pub mod refusal;
pub mod rules;

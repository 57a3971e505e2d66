//! What shall be written: an intent and a program give a change or a refusal. Pure.

pub mod edit;
pub mod rules;

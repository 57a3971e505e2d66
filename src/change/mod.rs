//! What shall be written: an intent and a program give a change or a refusal. Pure.

pub mod certification;
pub mod checkin;
pub mod cohort;
pub mod concern;
pub mod edit;
pub mod enroll;
pub mod entry_fill;
pub mod entry_id;
pub mod event;
pub mod example;
pub mod follow_up;
pub mod goal;
pub mod import;
pub mod improvement;
pub mod init;
pub mod log;
pub mod matching;
pub mod meeting;
pub mod objective;
pub mod pairing;
pub mod participant;
pub mod prospect;
pub mod refusal;
pub mod rules;
#[cfg(test)]
mod sample;
pub mod schedule;
pub mod stage;
pub mod training;
pub mod transfer;
pub mod wish;

//! Summaries: of the program, of a person, of a pairing, each as of a day.

pub mod pairing;
pub mod person;
pub mod program;

//! What a program is: values whose constructors parse, so that the rest never checks again.
//!
//! No input or output, and no word about the shape of files.

pub mod cadence;
pub mod confidential;
pub mod day;
pub mod draft;
pub mod event;
pub mod id;
pub mod improvement;
pub mod log;
pub mod match_rules;
pub mod objective;
pub mod pairing;
pub mod participant;
pub mod program;
pub mod prospect;
pub(crate) mod schema;
pub mod settings;
pub mod transition;
pub mod value;
pub mod vocabulary;
pub mod window;
pub(crate) mod word;

//! What a program is: values whose constructors parse, so that the rest never checks again.
//!
//! No input or output, and no word about the shape of files.

pub mod cadence;
pub mod day;
pub mod id;
pub mod value;
pub mod window;

//! Forgetting somebody: what of a program speaks of a person, and what is written in its place.
//!
//! Everything here is pure: texts go in, a change comes out. What the table of keys calls a text, a line, an address or
//! a free value is words, and goes where it is about the person; days, numbers and words of closed sets are counts, and
//! stay. It does not touch old versions in `.pleiad` (the operation that carries the change drops them) and knows
//! nothing of git.

pub mod elsewhere;
pub mod needles;
mod others;
mod own;
pub mod plan;
pub mod traces;

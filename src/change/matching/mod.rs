//! From a match run to pairings: the draft, its review, and what is settled beforehand.

pub mod draft;
pub mod publish;
pub mod rationale;
pub mod settled;

mod legal;

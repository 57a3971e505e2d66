//! A person's constellation: who mentors them in what, how near those stand, and what is missing.

pub mod distance;
pub mod exchange;
pub mod facet;
pub mod map;
pub mod star;
pub mod warning;

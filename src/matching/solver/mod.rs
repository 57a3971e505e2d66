//! The exact optimum of a pool: who gets whom so that the aim is reached best, with prices that prove it.

pub(crate) mod certificate;
pub(crate) mod flow;
pub mod problem;
pub mod solve;
#[cfg(test)]
mod tests;

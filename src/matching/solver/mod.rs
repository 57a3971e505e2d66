//! The exact optimum of a pool: who gets whom so that the aim is reached best, with prices that prove it.

pub(crate) mod candidates;
pub(crate) mod certificate;
pub(crate) mod instance;
pub(crate) mod kernel;
pub(crate) mod opening;
#[cfg(test)]
mod oracle;
pub(crate) mod search;
pub mod solve;
#[cfg(test)]
mod tests;
pub mod worth;

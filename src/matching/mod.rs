//! Who with whom: rules to points, an exact optimum, its certificate and its reasons. Pure.

pub mod defaults;
pub mod demand;
pub mod digest;
mod field;
mod given;
pub(crate) mod hours;
mod lexicon;
pub mod outcome;
pub mod pair;
pub mod reason;
pub mod rules;
pub mod run;
pub mod scores;
mod sheet;
pub mod solver;
pub mod suggest;
mod tie;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

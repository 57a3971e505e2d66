//! Who with whom: rules to points, an exact optimum, its certificate and its reasons. Pure.

pub mod absence;
mod asked;
mod blocking;
mod column;
pub mod defaults;
pub mod demand;
pub mod digest;
pub mod explain;
mod field;
mod frame;
mod gaps;
mod given;
mod grid;
mod groups;
pub(crate) mod hours;
mod lexicon;
mod names;
pub mod outcome;
pub mod pair;
mod point_rows;
mod pool;
mod price;
pub mod progress;
pub mod question;
pub mod reason;
pub mod revision;
pub mod rules;
pub mod run;
pub mod scores;
mod sheet;
pub mod solver;
pub mod suggest;
mod tie;
mod unmatched;
pub mod what_if;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

//! What the pairs of an example talk about: short episodes, each a meeting with all that it may bring.

mod career;
mod communication;
pub(super) mod episode;
mod leadership;
pub(super) mod select;
mod technical;

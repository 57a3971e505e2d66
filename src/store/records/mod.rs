//! From the checked fields of each file to the values of the model.

pub(crate) mod checkins;
pub(crate) mod log;
pub(crate) mod pairing;
pub(crate) mod participant;
pub(crate) mod settings;
pub(crate) mod small;

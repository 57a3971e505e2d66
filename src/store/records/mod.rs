//! From the checked fields of each file to the values of the model.

pub(crate) mod confidential;
pub(crate) mod event;
pub(crate) mod improvements;
pub(crate) mod log;
pub(crate) mod pairing;
pub(crate) mod participant;
pub(crate) mod prospects;
pub(crate) mod settings;
pub(crate) mod small;

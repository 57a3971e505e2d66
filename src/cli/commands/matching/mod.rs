//! `match` and what belongs to it, one file per verb.

pub(crate) mod command;

mod asked;
pub(crate) mod diff;
pub(crate) mod drop;
pub(crate) mod explain;
pub(crate) mod fresh;
mod named;
pub(crate) mod publish;
mod score_file;
pub(crate) mod scores;
pub(crate) mod settle;
pub(crate) mod suggest;
mod two;
pub(crate) mod unmatched;
mod words;

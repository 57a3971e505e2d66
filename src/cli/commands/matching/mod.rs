//! `match` and what belongs to it, one file per verb.

pub(crate) mod command;

mod asked;
mod explain;
mod fresh;
mod publish;
mod score_file;
mod scores;
mod suggest;
mod unmatched;
mod words;

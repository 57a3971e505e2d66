//! `match` and what belongs to it, one file per verb.

pub(crate) mod command;

mod asked;
mod diff;
mod drop;
mod explain;
mod fresh;
mod named;
mod publish;
mod score_file;
mod scores;
mod settle;
mod suggest;
mod two;
mod unmatched;
mod words;

//! Three versions of one file made into one, by table, key of the entry and field.
//!
//! [`three_way::merge`] is pure: three texts in, a text and what is left to settle out. The merge driver of git,
//! `git resolve` and undo all go through it. It knows no disk and no git. What holds: a merge without conflicts parses
//! and holds exactly what both sides changed; a field that got two values, or was changed here and taken away there,
//! is a conflict; lists that are sets are united; every comment and every byte that nobody touched stays.

pub mod conflict;
pub mod doubled;
pub mod rename;
pub mod three_way;

mod form;
mod identity;
mod order;
mod section;
mod trivia;
mod value;
mod version;

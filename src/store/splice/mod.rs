//! Edits of one file as splices of its text: a person's diff, and every other byte where it was.
//!
//! The file is cut into blocks (the fields above the first table, then one block per header); an edit replaces bytes
//! inside one block, or adds or drops a block. No file is ever printed from a parsed document. It does not read or
//! write files, and it does not know which fields a record may have. What holds: the text that comes out parses, and
//! it differs from the text that went in by the edits and nothing else, or there is an error instead of a text.

mod apply;
mod create;
mod entries;
mod error;
mod fields;
mod inline;
pub(in crate::store) mod lines;
pub(in crate::store) mod list;
pub(in crate::store) mod node;
pub(in crate::store) mod outline;
mod place;
mod prune;
mod spell;
mod tree;

pub use apply::apply;
pub use create::create;
pub use error::{Place, SpliceError};
pub(in crate::store) use spell::text;

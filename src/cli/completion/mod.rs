//! What a shell may offer at the cursor: pure reading of the line, and live answers from the folder.
//!
//! `asked` finds what stands at the cursor, `kind` what such a value may be, `offer` what there is of it.

pub(crate) mod asked;
pub(crate) mod kind;
pub(crate) mod offer;

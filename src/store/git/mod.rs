//! Git, which is called only when a person asks for it: set up, merge, settle, commit.
//!
//! Everything goes through [`run::Git`]. A program need not lie in a repository, and what does not ask for git never
//! calls it: `check` looks at git's files itself.

pub mod doubled;
pub mod driver;
pub mod run;
pub mod sentences;
pub mod setup;
pub mod unmerged;

pub(crate) mod watch;

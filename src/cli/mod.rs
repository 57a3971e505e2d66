//! One file per subcommand; the only room that asks and prints.

pub mod filter;

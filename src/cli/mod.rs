//! One file per subcommand; the only room that asks and prints.
//!
//! Every command goes the same way: arguments become an intent, the folder is read, a pure function gives
//! an answer or a change, a change is committed, and the reply is printed as JSON or as a document.

pub mod filter;
pub mod invocation;
pub mod run;

mod arguments;
mod ask;
mod assignment;
mod columns;
mod commands;
mod completion;
mod context;
mod dated;
mod editing;
mod editor;
mod entry;
mod exit;
mod failure;
mod global;
mod list;
mod manual;
mod overview;
mod pager;
mod reference;
mod replies;
mod reply;
mod reply_schema;
mod several;
mod waiting;
mod written;

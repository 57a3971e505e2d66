//! One file per subcommand.

pub(crate) mod advice;
pub(crate) mod ask;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod date;
pub(crate) mod enroll;
pub(crate) mod help;
pub(crate) mod history;
pub(crate) mod homework;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod matching;
pub(crate) mod meeting;
pub(crate) mod note;
pub(crate) mod objective;
pub(crate) mod pairing;
pub(crate) mod participant;
pub(crate) mod prep;
pub(crate) mod profile;
pub(crate) mod program;
pub(crate) mod summary;
pub(crate) mod today;
pub(crate) mod undo;

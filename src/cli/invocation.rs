//! What the system gives a command: arguments, environment, clock and streams.

use crate::store::faults::Faults;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Which streams are terminals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terminals {
    /// Standard input.
    pub input: bool,
    /// Standard output.
    pub output: bool,
    /// Standard error.
    pub talk: bool,
    /// Lines of the screen, where there is one.
    pub rows: Option<usize>,
}

/// One call of the program, with everything that it may look at.
pub struct Invocation<'a> {
    /// The words of the command line, the program's own name first.
    pub arguments: Vec<OsString>,
    /// Environment variables.
    pub variables: BTreeMap<String, String>,
    /// The working directory.
    pub directory: PathBuf,
    /// The present.
    pub now: DateTime<Utc>,
    /// Which streams are terminals.
    pub terminals: Terminals,
    /// Columns of the terminal, where there is one.
    pub width: Option<usize>,
    /// Standard input.
    pub input: &'a mut dyn Read,
    /// Standard output: data alone.
    pub output: &'a mut dyn Write,
    /// Standard error: talk.
    pub talk: &'a mut dyn Write,
    /// For tests: where the disk fails.
    pub faults: Option<Arc<Faults>>,
}

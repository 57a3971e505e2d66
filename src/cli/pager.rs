//! The pager: what is longer than the screen is handed to the program with which a person reads such things.

use crate::cli::global::Global;
use crate::cli::invocation::Invocation;
use std::io::{self, Write as _};
use std::process::{Command, Stdio};

/// Quits where all fits on a screen, keeps colours, and leaves what was shown.
const USUAL: &str = "less -FRX";

/// The command of the pager that a text should go through; none where it goes to the screen as it is.
pub(crate) fn command(
    text: &str,
    global: &Global,
    invocation: &Invocation<'_>,
) -> Option<Vec<String>> {
    let screen = invocation.terminals.rows.filter(|rows| 0 < *rows)?;
    let variable = |name: &str| invocation.variables.get(name).map(String::as_str);
    let is_wanted =
        invocation.terminals.output && !global.no_pager && variable("TERM") != Some("dumb");
    if !is_wanted || text.lines().count() < screen {
        return None;
    }
    // One that is empty says that there shall be none.
    let named = variable("PLEIAD_PAGER")
        .or(variable("PAGER"))
        .unwrap_or(USUAL);
    shlex::split(named).filter(|words| !words.is_empty() && words != &["cat"])
}

/// Hands a text to a pager and waits for it.
///
/// # Errors
/// Where it cannot be started.
pub(crate) fn show(text: &str, command: &[String]) -> io::Result<()> {
    let mut pager = Command::new(&command[0])
        .args(&command[1..])
        .stdin(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = pager.stdin.take() {
        // Whoever has read enough closes it.
        let _ = input.write_all(text.as_bytes());
    }
    pager.wait().map(|_| ())
}

//! The user's editor: named by the environment, never by a program's folder.

use crate::cli::failure::Failure;
use crate::store::outside::Scratch;
use anyhow::{Context, anyhow};
use std::collections::BTreeMap;
use std::process::Command;

/// Lets a person edit a text; gives the text they left.
///
/// # Errors
/// Without an editor, or where it fails; the text is kept then and its place named.
pub(crate) fn edit(
    variables: &BTreeMap<String, String>,
    text: &str,
    suffix: &str,
) -> Result<String, Failure> {
    let scratch = Scratch::new(text, suffix)
        .context("cannot make a file for the editor")
        .map_err(Failure::Outside)?;
    let command = command(variables)?;
    let status = Command::new(&command[0])
        .args(&command[1..])
        .arg(scratch.path())
        .status();
    let outcome = match status {
        Ok(status) if status.success() => {
            scratch.text().context("cannot read what the editor left")
        }
        Ok(status) => Err(anyhow!(
            "the editor `{}` failed ({status})",
            command.join(" ")
        )),
        Err(error) => {
            Err(anyhow!(error).context(format!("cannot start the editor `{}`", command.join(" "))))
        }
    };
    outcome.map_err(|error| {
        // What nobody wrote needs no keeping.
        let is_untouched = |left: String| left == text || left.trim().is_empty();
        let is_blank = scratch.text().is_ok_and(is_untouched);
        let kept = (!is_blank).then(|| format!("; {}", kept(scratch)));
        Failure::Outside(anyhow!("{error:#}{}", kept.unwrap_or_default()))
    })
}

/// Keeps a text that could not be used; says where, or the text itself where there is no place for it.
pub(crate) fn keep(text: &str) -> String {
    Scratch::new(text, ".txt").map_or_else(|_| format!("your text was: {text}"), kept)
}

fn kept(scratch: Scratch) -> String {
    match scratch.keep() {
        Ok(path) => format!("your text is kept in {}", path.display()),
        Err(error) => format!("your text could not be kept: {error}"),
    }
}

/// The editor's command: `VISUAL`, else `EDITOR`, split as a shell splits words.
fn command(variables: &BTreeMap<String, String>) -> Result<Vec<String>, Failure> {
    let named = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| variables.get(*name).filter(|text| !text.trim().is_empty()));
    let Some(named) = named else {
        return Err(Failure::Usage {
            message: "there is no editor: neither VISUAL nor EDITOR is set".to_owned(),
            hint: Some("export EDITOR=nano, or give the text by a flag".to_owned()),
        });
    };
    let words = shlex::split(named).filter(|words| !words.is_empty());
    words.ok_or_else(|| Failure::usage(format!("VISUAL or EDITOR is not a command: {named}")))
}

//! The merge driver: git hands over three files, and takes the merged one from the place of ours.
//!
//! It reads no program, takes no lock and leaves no trace in the history. Where a version is not TOML, or the changes do
//! not go together, git's own merge of lines is asked instead: nothing is guessed.

use crate::store::git::run::GitError;
use crate::store::layout;
use crate::store::merge::three_way::{Merge, MergeError, Texts, merge};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

/// How a merge ended; the place of ours holds the result.
#[derive(Debug)]
pub enum Driven {
    /// By fields.
    ByFields(Merge),
    /// By lines, as git does it, for this reason.
    ByLines {
        /// Why not by fields.
        why: String,
        /// Whether there are conflicts.
        is_clean: bool,
    },
}

/// The files that git hands over.
#[derive(Debug, Clone, Copy)]
pub struct Handed<'a> {
    /// What both sides started from; empty where each made the file.
    pub base: &'a Path,
    /// Ours, where the result goes.
    pub ours: &'a Path,
    /// Theirs.
    pub theirs: &'a Path,
    /// Where the file lies in the repository.
    pub path: &'a str,
}

/// Merges what git hands over.
///
/// # Errors
/// Where a file cannot be read or written, or git cannot be started.
pub fn drive(handed: Handed<'_>) -> Result<Driven, GitError> {
    let bytes = [read(handed.base)?, read(handed.ours)?, read(handed.theirs)?];
    let texts = bytes.map(String::from_utf8);
    let [Ok(base), Ok(ours), Ok(theirs)] = &texts else {
        return by_lines(handed, "one of the versions is not UTF-8".to_owned());
    };
    let base = Some(base.as_str()).filter(|text| !text.is_empty());
    let file = layout::file_below(handed.path);
    let texts = Texts { base, ours, theirs };
    match merge(file.as_ref(), texts, &|_| None) {
        Ok(merge) => {
            write(handed.ours, &merge.text)?;
            Ok(Driven::ByFields(merge))
        }
        Err(error @ (MergeError::Unreadable { .. } | MergeError::Misfit(_))) => {
            by_lines(handed, error.to_string())
        }
    }
}

fn by_lines(handed: Handed<'_>, why: String) -> Result<Driven, GitError> {
    let mut command = Command::new("git");
    command.args([
        "merge-file",
        "-L",
        "ours",
        "-L",
        "base",
        "-L",
        "theirs",
        "--diff3",
    ]);
    command.args([handed.ours, handed.base, handed.theirs]);
    let output = command.output().map_err(GitError::Missing)?;
    // The exit code counts conflicts; above these it tells of an error.
    match output.status.code() {
        Some(conflicts @ 0..=127) => Ok(Driven::ByLines {
            why,
            is_clean: conflicts == 0,
        }),
        _ => Err(GitError::Failed {
            command: "merge-file".to_owned(),
            message: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        }),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, GitError> {
    fs::read(path).map_err(|error| failed(path, error))
}

/// Replaces the file as a whole.
fn write(path: &Path, text: &str) -> Result<(), GitError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let written = || -> io::Result<()> {
        let mut new = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        new.write_all(text.as_bytes())?;
        new.persist(path)?;
        Ok(())
    };
    written().map_err(|error| failed(path, error))
}

fn failed(path: &Path, error: io::Error) -> GitError {
    GitError::File {
        path: path.to_path_buf(),
        error,
    }
}

//! Telling git how to merge the files of a program: attributes in the folder, the driver in the clone's configuration,
//! and, if wished, a look at all rules before each commit.
//!
//! The attributes belong to the program and travel with it; driver and hook are this clone's alone.

use crate::store::git::run::{Git, GitError, text};
use crate::store::layout;
use crate::store::path::RelativePath;
use std::path::PathBuf;
use std::{fs, io};

/// The file of the attributes, in the program's folder.
pub const ATTRIBUTES: &str = ".gitattributes";

/// The same as a path of the program.
///
/// # Panics
/// Never: it is a plain name.
pub fn attributes_path() -> RelativePath {
    RelativePath::parse(ATTRIBUTES).expect("git's own file lies inside the folder")
}

/// What the clone's configuration must say.
const CONFIGURATION: [(&str, &str); 2] = [
    ("merge.pleiad.name", "merge by key and field"),
    ("merge.pleiad.driver", "pleiad git merge-driver %O %A %B %P"),
];

/// The line by which a hook of ours is known.
const HOOK_MARK: &str = "# pleiad: no commit with errors in the files of the program";

/// What is missing for merges by fields.
#[derive(Debug, Clone, Default)]
pub struct Missing {
    /// The attributes as they are, and as they should be.
    pub attributes: Option<(Option<String>, String)>,
    /// Keys and values for the clone's configuration.
    pub configuration: Vec<(&'static str, &'static str)>,
    /// The hook, where it is wished and not there.
    pub hook: Option<Hook>,
}

/// A hook to be written.
#[derive(Debug, Clone)]
pub struct Hook {
    /// Where it lies.
    pub path: PathBuf,
    /// What it runs.
    pub text: String,
    /// Whether a hook of somebody else's stands there.
    pub is_taken: bool,
}

impl Missing {
    /// Whether all is set up.
    pub fn is_nothing(&self) -> bool {
        self.attributes.is_none() && self.configuration.is_empty() && self.hook.is_none()
    }
}

/// Looks at what is missing; changes nothing.
///
/// # Errors
/// What git refuses, and attributes that cannot be read.
pub fn missing(git: &Git, wants_hook: bool) -> Result<Missing, GitError> {
    let path = git.root().join(ATTRIBUTES);
    let before = read_if_there(path)?;
    let after = with_patterns(before.as_deref().unwrap_or_default());
    let is_there = before.as_deref() == Some(after.as_str());
    let mut configuration = Vec::new();
    for (key, value) in CONFIGURATION {
        let known = git.answer(&["config", "--get", key])?;
        if known.is_none_or(|known| text(&known).trim_end() != value) {
            configuration.push((key, value));
        }
    }
    Ok(Missing {
        attributes: (!is_there).then_some((before, after)),
        configuration,
        hook: if wants_hook { missing_hook(git)? } else { None },
    })
}

/// Writes what belongs to the clone: its configuration and the hook.
///
/// # Errors
/// What git or the disk refuses.
pub fn set_up_clone(git: &Git, missing: &Missing) -> Result<(), GitError> {
    for (key, value) in &missing.configuration {
        git.run(&["config", "--local", key, value])?;
    }
    match &missing.hook {
        Some(hook) if !hook.is_taken => write_hook(hook).map_err(|error| GitError::File {
            path: hook.path.clone(),
            error,
        }),
        _ => Ok(()),
    }
}

/// The patterns of files that are merged by fields.
pub(super) fn patterns() -> Vec<String> {
    let folders = layout::FOLDERS
        .iter()
        .filter(|folder| !folder.starts_with("private/"));
    let single = layout::SINGLE_FILES.iter().map(layout::path);
    single
        .chain(folders.map(|folder| format!("{folder}/*.toml")))
        .collect()
}

/// The attributes with a line for each pattern that has none; lines that stand there stay.
fn with_patterns(before: &str) -> String {
    let mut text = before.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for pattern in patterns() {
        let line = format!("/{pattern} merge=pleiad");
        if !before.lines().any(|known| known.trim() == line) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

fn missing_hook(git: &Git) -> Result<Option<Hook>, GitError> {
    let path = git.own_path("hooks")?.join("pre-commit");
    let folder = shlex::try_quote(git.prefix().trim_end_matches('/'));
    let folder = folder.map_or_else(|_| String::new(), std::borrow::Cow::into_owned);
    let folder = if git.prefix().is_empty() {
        "."
    } else {
        &folder
    };
    let text = format!("#!/bin/sh\n{HOOK_MARK}\nexec pleiad -C {folder} check\n");
    let known = read_if_there(path.clone())?;
    if known.as_deref() == Some(text.as_str()) {
        return Ok(None);
    }
    let is_taken = known.is_some_and(|known| !known.contains(HOOK_MARK));
    Ok(Some(Hook {
        path,
        text,
        is_taken,
    }))
}

fn write_hook(hook: &Hook) -> io::Result<()> {
    if let Some(folder) = hook.path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&hook.path, &hook.text)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&hook.path, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

fn read_if_there(path: PathBuf) -> Result<Option<String>, GitError> {
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(GitError::File { path, error }),
    }
}

//! What `check` says of git: whether it would merge the files of a program by fields, and whether it tracks what should
//! stay on this machine.
//!
//! The first is read from git's own files; git is called only where something is there that it should not track.

use crate::store::git::run::Git;
use crate::store::git::setup::ATTRIBUTES;
use crate::store::problem::Problem;
use std::fs;
use std::path::{Path, PathBuf};

/// A warning where the program lies in a repository that would merge its files by lines.
pub(crate) fn warning(root: &Path) -> Option<Problem> {
    let own = own_folder(root)?;
    let attributes = fs::read_to_string(root.join(ATTRIBUTES)).unwrap_or_default();
    let is_named = attributes.lines().any(|line| line.contains("merge=pleiad"));
    let message = if !is_named {
        "git merges the files of this program by lines, which can spoil them"
    } else if has_driver(&own) {
        return None;
    } else {
        "this clone lacks the merge driver that .gitattributes names, so git merges by lines"
    };
    let hint = Some("pleiad git setup".to_owned());
    Some(Problem::of_file(ATTRIBUTES, "git-driver", message.to_owned(), hint).warning())
}

/// A warning for each file of these folders that git tracks, whatever `.gitignore` says.
pub(crate) fn tracked(root: &Path, folders: &[&str]) -> Vec<Problem> {
    let there = folders.iter().filter(|folder| root.join(folder).is_dir());
    let there: Vec<&str> = there.copied().collect();
    if there.is_empty() || own_folder(root).is_none() {
        return Vec::new();
    }
    // Without git, nothing more is tracked from here.
    let arguments = [&["ls-files", "-z", "--"], &there[..]].concat();
    let Ok(listed) = Git::of(root).and_then(|git| git.run(&arguments)) else {
        return Vec::new();
    };
    let listed = String::from_utf8_lossy(&listed);
    let warning = |path: &str| {
        let message = "git tracks this file: whoever has the repository can read it";
        let hint = format!(
            "git rm --cached {path}; what was committed stays in git's history until that is rewritten"
        );
        Problem::of_file(path, "tracked", message.to_owned(), Some(hint)).warning()
    };
    let paths = listed.split('\0').filter(|path| !path.is_empty());
    paths.map(warning).collect()
}

/// The folder of the nearest repository, with its configuration; a worktree of git's shares that of its main one.
fn own_folder(root: &Path) -> Option<PathBuf> {
    let root = root.canonicalize().ok()?;
    let dot_git = root
        .ancestors()
        .map(|folder| folder.join(".git"))
        .find(|path| path.exists())?;
    if dot_git.is_dir() {
        return dot_git.join("HEAD").exists().then_some(dot_git);
    }
    let pointer = fs::read_to_string(&dot_git).ok()?;
    let own = dot_git
        .parent()?
        .join(pointer.strip_prefix("gitdir:")?.trim());
    let shared = fs::read_to_string(own.join("commondir")).ok();
    Some(shared.map_or_else(|| own.clone(), |shared| own.join(shared.trim())))
}

fn has_driver(own: &Path) -> bool {
    let configuration = fs::read_to_string(own.join("config")).unwrap_or_default();
    let below = configuration.lines().map(str::trim);
    let mut below = below
        .skip_while(|line| *line != "[merge \"pleiad\"]")
        .skip(1);
    below
        .by_ref()
        .take_while(|line| !line.starts_with('['))
        .any(|line| line.starts_with("driver"))
}

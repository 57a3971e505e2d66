//! Calls of git in the repository of a program.
//!
//! Paths go in and come out as of the program's folder. What the environment says about another repository is not
//! passed on: the folder alone decides.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What git sets for those it calls; inherited, it would point elsewhere.
const POINTERS: [&str; 5] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
];

/// The repository in which a program lies.
#[derive(Debug, Clone)]
pub struct Git {
    root: PathBuf,
    prefix: String,
}

/// Why git did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no git.
    #[error("git cannot be started ({0}); it must be installed and on the PATH")]
    Missing(io::Error),
    /// The program lies in no repository.
    #[error("{} is not in a git repository", .0.display())]
    NoRepository(PathBuf),
    /// Git refused.
    #[error("git {command} failed: {message}")]
    Failed {
        /// What was asked of it.
        command: String,
        /// Its own words.
        message: String,
    },
    /// A file beside git's could not be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl Git {
    /// The repository of a program's folder.
    ///
    /// # Errors
    /// Where there is no git, or no repository.
    pub fn of(root: &Path) -> Result<Git, GitError> {
        let mut git = Git {
            root: root.to_path_buf(),
            prefix: String::new(),
        };
        let output = git.output(&["rev-parse", "--show-prefix"])?;
        if !output.status.success() {
            return Err(GitError::NoRepository(root.to_path_buf()));
        }
        git.prefix = text(&output.stdout).trim_end_matches('\n').to_owned();
        Ok(git)
    }

    /// Where the program's folder lies below the top of the repository: empty, or with a `/` at its end.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The program's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Runs git; gives what it prints.
    ///
    /// # Errors
    /// [`GitError::Failed`] with git's own words.
    pub fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.output(arguments)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = [text(&output.stderr), text(&output.stdout)];
        let said = said.iter().map(|it| it.trim()).find(|it| !it.is_empty());
        Err(GitError::Failed {
            command: arguments.first().copied().unwrap_or_default().to_owned(),
            message: said.unwrap_or("it does not say why").to_owned(),
        })
    }

    /// What git prints, where it succeeds.
    ///
    /// # Errors
    /// Where there is no git.
    pub fn answer(&self, arguments: &[&str]) -> Result<Option<Vec<u8>>, GitError> {
        let output = self.output(arguments)?;
        Ok(output.status.success().then_some(output.stdout))
    }

    /// Where a file of git's own lies, such as `hooks` or `MERGE_HEAD`.
    ///
    /// # Errors
    /// As [`Git::run`].
    pub fn own_path(&self, name: &str) -> Result<PathBuf, GitError> {
        let path = self.run(&["rev-parse", "--git-path", name])?;
        Ok(self.root.join(text(&path).trim_end_matches('\n')))
    }

    /// What git is in the middle of, in its own word.
    ///
    /// # Errors
    /// As [`Git::run`].
    pub fn under_way(&self) -> Result<Option<&'static str>, GitError> {
        let signs = [
            ("rebase-merge", "rebase"),
            ("rebase-apply", "rebase"),
            ("CHERRY_PICK_HEAD", "cherry-pick"),
            ("REVERT_HEAD", "revert"),
            ("MERGE_HEAD", "merge"),
        ];
        for (sign, word) in signs {
            if self.own_path(sign)?.exists() {
                return Ok(Some(word));
            }
        }
        Ok(None)
    }

    fn output(&self, arguments: &[&str]) -> Result<Output, GitError> {
        let mut command = Command::new("git");
        command.current_dir(&self.root).args(arguments);
        for pointer in POINTERS {
            command.env_remove(pointer);
        }
        // Its words are read here, so they must be the ones that are known.
        command
            .env("LC_ALL", "C")
            .stdin(std::process::Stdio::null());
        command.output().map_err(GitError::Missing)
    }
}

/// Bytes of git as text; names that are no text lie outside of every program.
pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

//! Calls of git in the repository of a program.
//!
//! Paths go in and come out as of the program's folder. What the environment says about another repository is not
//! passed on: the folder alone decides.

use std::fs;
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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
        let output = git.output(&["rev-parse", "--show-prefix"], &[])?;
        if !output.status.success() {
            return Err(GitError::NoRepository(root.to_path_buf()));
        }
        let prefix = text(&output.stdout);
        git.prefix.push_str(prefix.trim_end_matches('\n'));
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
        self.feed(arguments, &[])
    }

    /// Runs git on paths, of which there may be more than a command line holds.
    ///
    /// # Errors
    /// As [`Git::run`].
    pub fn run_on<P: AsRef<str>>(
        &self,
        arguments: &[&str],
        paths: &[P],
    ) -> Result<Vec<u8>, GitError> {
        let from_input = ["--pathspec-from-file=-", "--pathspec-file-nul"];
        let literal = ["--literal-pathspecs"];
        let paths: Vec<&str> = paths.iter().map(AsRef::as_ref).collect();
        self.feed(
            &[&literal, arguments, &from_input].concat(),
            paths.join("\0").as_bytes(),
        )
    }

    /// Runs git with bytes on its standard input.
    ///
    /// # Errors
    /// As [`Git::run`].
    pub fn feed(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, GitError> {
        let output = self.output(arguments, input)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = [text(&output.stderr), text(&output.stdout)];
        let said = said.iter().map(|it| it.trim()).find(|it| !it.is_empty());
        Err(GitError::Failed {
            command: verb(arguments).to_owned(),
            message: said.unwrap_or("it does not say why").to_owned(),
        })
    }

    /// What git prints, where it succeeds.
    ///
    /// # Errors
    /// Where there is no git.
    pub fn answer(&self, arguments: &[&str]) -> Result<Option<Vec<u8>>, GitError> {
        let output = self.output(arguments, &[])?;
        Ok(output.status.success().then_some(output.stdout))
    }

    /// What git prints, where it succeeds and where it ends with a plain no, as merges with conflicts do.
    ///
    /// # Errors
    /// As [`Git::run`].
    pub fn yes_or_no(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.output(arguments, &[])?;
        match output.status.code() {
            Some(0 | 1) => Ok(output.stdout),
            _ => self.run(arguments),
        }
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

    /// The message that git has ready for a merge, without its own remarks.
    ///
    /// # Errors
    /// As [`Git::run`].
    pub fn merge_message(&self) -> Result<String, GitError> {
        let path = self.own_path("MERGE_MSG")?;
        let ready = fs::read(&path).map_err(|error| GitError::File { path, error })?;
        let ready = text(&ready);
        let lines: Vec<&str> = ready
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        Ok(lines.join("\n").trim().to_owned())
    }

    fn output(&self, arguments: &[&str], input: &[u8]) -> Result<Output, GitError> {
        let mut command = Command::new("git");
        command.current_dir(&self.root).args(arguments);
        for pointer in POINTERS {
            command.env_remove(pointer);
        }
        // Its words are read here, so they must be the ones that are known.
        command.env("LC_ALL", "C");
        // From a file, so that neither side ever waits for the other.
        command.stdin(if input.is_empty() {
            Stdio::null()
        } else {
            spooled(input).map_err(GitError::Missing)?
        });
        command.output().map_err(GitError::Missing)
    }
}

fn spooled(input: &[u8]) -> io::Result<Stdio> {
    let mut file = tempfile::tempfile()?;
    file.write_all(input)?;
    file.rewind()?;
    Ok(file.into())
}

/// What git was asked to do.
fn verb<'a>(arguments: &[&'a str]) -> &'a str {
    let mut words = arguments.iter().filter(|word| !word.starts_with('-'));
    words.next().copied().unwrap_or_default()
}

/// Bytes of git as text; names that are no text lie outside of every program.
pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

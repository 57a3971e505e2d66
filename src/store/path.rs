//! Paths inside the program's folder, valid by construction.
//!
//! A path that comes from a manifest is text like any other: a folder can be handed over by anybody, so nothing here
//! can name a place outside the folder, git's own files or the store's.

use std::fmt;
use std::path::Path;

/// The longest path, in bytes: two ids, a folder or two and an ending fit well.
pub const PATH_BYTES_MAX: usize = 512;

/// The only hidden files that a program holds.
const HIDDEN_FILES: [&str; 3] = [".gitignore", ".gitattributes", ".taplo.toml"];

/// A file's path from the program's folder, parts separated by `/`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelativePath(Box<str>);

/// Why a text is no path inside the folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Nothing was given, or two `/` stand side by side or at an end.
    #[error("a path inside the program has no empty parts")]
    EmptyPart,
    /// More bytes than fit.
    #[error("a path inside the program has at most {PATH_BYTES_MAX} bytes")]
    TooLong,
    /// `..`, `.git` and their like.
    #[error("`{part}` is not a part of a program's files")]
    HiddenPart {
        /// The part that begins with a dot.
        part: String,
    },
    /// A control character, `\` or `:`.
    #[error("a path inside the program has no control characters, no `\\` and no `:`")]
    Letters,
}

impl RelativePath {
    /// Parses a path.
    ///
    /// ```
    /// use pleiad::store::path::RelativePath;
    /// assert_eq!(RelativePath::parse("participants/ada.toml").unwrap().as_str(), "participants/ada.toml");
    /// assert!(RelativePath::parse("../ada.toml").is_err());
    /// ```
    ///
    /// # Errors
    /// Anything absolute, with empty or hidden parts (but for the few known ones at the end), control
    /// characters, `\` or `:`, or longer than [`PATH_BYTES_MAX`].
    pub fn parse(text: &str) -> Result<RelativePath, PathError> {
        if PATH_BYTES_MAX < text.len() {
            return Err(PathError::TooLong);
        }
        if text
            .chars()
            .any(|character| character.is_control() || "\\:".contains(character))
        {
            return Err(PathError::Letters);
        }
        let mut parts = text.split('/').peekable();
        while let Some(part) = parts.next() {
            if part.is_empty() {
                return Err(PathError::EmptyPart);
            }
            let is_known_hidden = parts.peek().is_none() && HIDDEN_FILES.contains(&part);
            if part.starts_with('.') && !is_known_hidden {
                let part = part.to_owned();
                return Err(PathError::HiddenPart { part });
            }
        }
        Ok(RelativePath(text.into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path for the file system, still relative to the program's folder.
    pub fn as_path(&self) -> &Path {
        Path::new(&*self.0)
    }
}

impl fmt::Display for RelativePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for RelativePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_files_have_paths() {
        for text in [
            "program.toml",
            "participants/ada.toml",
            "private/notes/ada-mentors-grace.toml",
            ".gitignore",
            "private/.gitignore",
            "participants/ada (conflicted copy).toml",
        ] {
            assert_eq!(
                RelativePath::parse(text).map(|path| path.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn nothing_outside_the_folder_nor_hidden_in_it_has_a_path() {
        for text in [
            "",
            "/",
            "/etc/passwd",
            "..",
            "../x",
            "a/../../x",
            "a//b",
            "a/",
            "./a",
            ".git/hooks/post-checkout",
            ".GIT/config",
            ".pleiad/pending/manifest",
            ".gitignore/x",
            ".bashrc",
            "a\\b",
            "C:x",
            "a\0b",
            "a\nb",
            "a\u{9b}b",
        ] {
            assert!(RelativePath::parse(text).is_err(), "{text:?}");
        }
        assert_eq!(
            RelativePath::parse(&"a".repeat(513)),
            Err(PathError::TooLong)
        );
    }
}

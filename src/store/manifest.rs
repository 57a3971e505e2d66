//! The manifest: what one operation changes, written beside its files before any of them is touched.
//!
//! Text, one fact a line, so that a person can read it when all else fails. Its last line is the digest of everything
//! above it; a manifest that does not end so is damaged and nothing is done on its word. It knows paths and digests,
//! never contents.

use std::fmt;

use crate::store::digest::Digest;
use crate::store::kept::KeptPath;
use crate::store::operations::OperationNumber;
use crate::store::path::RelativePath;

/// The manifest's file name, beside the numbered files.
pub(super) const FILE_NAME: &str = "manifest";

const FIRST_LINE: &str = "pleiad operation 1";

/// What people read about an operation in the history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OperationLabel {
    /// What was done, as a sentence.
    pub sentence: String,
    /// The command line, without the content of its text flags.
    pub command: String,
    /// Who did it; may be empty.
    pub by: String,
    /// When, as ISO text that begins with the day.
    pub at: String,
}

/// How an operation stands to others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum OperationKind {
    /// A change of its own.
    #[default]
    Ordinary,
    /// Takes back the ordinary operation of this number.
    Undoes(OperationNumber),
    /// Does the ordinary operation of this number again.
    Redoes(OperationNumber),
    /// Cannot be undone: its own old files are dropped as part of it, and others too.
    Forgets(Forgotten),
}

/// Old versions that an operation drops for good.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Forgotten {
    /// Earlier operations, with all that they say.
    pub operations: Vec<OperationNumber>,
    /// Kept files, as [`crate::store::kept::list`] names them.
    pub kept: Vec<KeptPath>,
}

/// Who may see a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Privacy {
    /// Whoever the user's umask says.
    Shared,
    /// The owner alone; its directory is kept out of git.
    Private,
}

/// One file of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRecord {
    /// Where it lies.
    pub path: RelativePath,
    /// Who may see it.
    pub privacy: Privacy,
    /// What it held before; none where the operation created it.
    pub before: Option<Digest>,
    /// What it holds afterwards; none where the operation deleted it.
    pub after: Option<Digest>,
}

/// Everything that an operation says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// What people read about it.
    pub label: OperationLabel,
    /// How it stands to other operations.
    pub kind: OperationKind,
    /// Its files; the image of the file at index `i` is named `i`.
    pub files: Vec<FileRecord>,
}

impl Manifest {
    /// The manifest as it is written.
    pub(super) fn to_text(&self) -> String {
        let body = Body(self).to_string();
        let digest = Digest::of(body.as_bytes());
        format!("{body}digest {digest}\n")
    }

    /// Reads what [`Manifest::to_text`] wrote; nothing when a single byte is amiss.
    pub(super) fn parse(bytes: &[u8]) -> Option<Manifest> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (body, last_line) = text.strip_suffix('\n')?.rsplit_once('\n')?;
        let body_bytes = &bytes[..=body.len()];
        if Digest::parse(last_line.strip_prefix("digest ")?)? != Digest::of(body_bytes) {
            return None;
        }
        let mut lines = body.split('\n');
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let mut value = |key: &str| {
            let line = lines.next()?.strip_prefix(key)?;
            unescape(line.strip_prefix(' ')?)
        };
        let (at, by) = (value("at")?, value("by")?);
        let (command, sentence) = (value("command")?, value("sentence")?);
        let mut kind = parse_kind(&value("kind")?)?;
        let mut lines = lines.peekable();
        while let Some(path) = lines.peek().and_then(|line| line.strip_prefix("drops ")) {
            let OperationKind::Forgets(forgotten) = &mut kind else {
                return None;
            };
            forgotten.kept.push(KeptPath::parse(path)?);
            lines.next();
        }
        let label = OperationLabel {
            sentence,
            command,
            by,
            at,
        };
        let files = lines.map(parse_file).collect::<Option<Vec<_>>>()?;
        Some(Manifest { label, kind, files })
    }
}

/// Everything above the last line.
struct Body<'a>(&'a Manifest);

impl fmt::Display for Body<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Manifest { label, kind, files } = self.0;
        writeln!(out, "{FIRST_LINE}")?;
        for (key, value) in [
            ("at", &label.at),
            ("by", &label.by),
            ("command", &label.command),
            ("sentence", &label.sentence),
        ] {
            writeln!(out, "{key} {}", escape(value))?;
        }
        writeln!(out, "kind {}", kind_text(kind))?;
        if let OperationKind::Forgets(forgotten) = kind {
            for path in &forgotten.kept {
                writeln!(out, "drops {path}")?;
            }
        }
        for file in files {
            let privacy = match file.privacy {
                Privacy::Shared => "shared",
                Privacy::Private => "private",
            };
            let (before, after) = (digest_text(file.before), digest_text(file.after));
            writeln!(out, "file {privacy} {before} {after} {}", file.path)?;
        }
        Ok(())
    }
}

fn kind_text(kind: &OperationKind) -> String {
    match kind {
        OperationKind::Ordinary => "ordinary".to_owned(),
        OperationKind::Undoes(number) => format!("undoes {number}"),
        OperationKind::Redoes(number) => format!("redoes {number}"),
        OperationKind::Forgets(forgotten) => {
            let numbers = forgotten.operations.iter();
            let words = numbers.map(|number| format!(" {number}"));
            words.fold("forgets".to_owned(), |text, word| text + &word)
        }
    }
}

fn parse_kind(text: &str) -> Option<OperationKind> {
    let mut words = text.split(' ');
    let name = words.next()?;
    let numbers = words
        .map(OperationNumber::parse)
        .collect::<Option<Vec<_>>>()?;
    match (name, numbers.as_slice()) {
        ("ordinary", []) => Some(OperationKind::Ordinary),
        ("undoes", [number]) => Some(OperationKind::Undoes(*number)),
        ("redoes", [number]) => Some(OperationKind::Redoes(*number)),
        ("forgets", _) => Some(OperationKind::Forgets(Forgotten {
            operations: numbers,
            kept: Vec::new(),
        })),
        _ => None,
    }
}

fn parse_file(line: &str) -> Option<FileRecord> {
    let mut words = line.strip_prefix("file ")?.splitn(4, ' ');
    let privacy = match words.next()? {
        "shared" => Privacy::Shared,
        "private" => Privacy::Private,
        _ => return None,
    };
    let before = parse_digest(words.next()?).ok()?;
    let after = parse_digest(words.next()?).ok()?;
    let path = RelativePath::parse(words.next()?).ok()?;
    Some(FileRecord {
        path,
        privacy,
        before,
        after,
    })
}

fn digest_text(digest: Option<Digest>) -> String {
    digest.map_or_else(|| "-".to_owned(), |digest| digest.to_string())
}

/// The digest that a word stands for, if any; an error when it is neither a digest nor the sign of absence.
fn parse_digest(word: &str) -> Result<Option<Digest>, NoDigest> {
    if word == "-" {
        return Ok(None);
    }
    Digest::parse(word).map(Some).ok_or(NoDigest)
}

struct NoDigest;

/// Keeps a value on its line.
fn escape(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
}

fn unescape(line: &str) -> Option<String> {
    let mut value = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        value.push(match character {
            '\\' => match characters.next()? {
                '\\' => '\\',
                'n' => '\n',
                'r' => '\r',
                _ => return None,
            },
            plain => plain,
        });
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kind() -> impl Strategy<Value = OperationKind> {
        let number = || any::<u32>().prop_map(OperationNumber::new);
        let numbers = prop::collection::vec(number(), 0..4);
        let kept = prop::collection::vec("[a-z]{1,9}/[a-zé ]{1,9}", 0..3);
        prop_oneof![
            Just(OperationKind::Ordinary),
            number().prop_map(OperationKind::Undoes),
            number().prop_map(OperationKind::Redoes),
            (numbers, kept).prop_map(|(operations, kept)| {
                let path = |inner| KeptPath::parse(&format!(".pleiad/kept/{inner}"));
                let kept = kept.into_iter().filter_map(path).collect();
                OperationKind::Forgets(Forgotten { operations, kept })
            }),
        ]
    }

    fn file() -> impl Strategy<Value = FileRecord> {
        let digest = || any::<Option<u8>>().prop_map(|byte| byte.map(|byte| Digest::of(&[byte])));
        let path = "[a-z]{1,9}/[a-z0-9é -]{0,9}x";
        (path, any::<bool>(), digest(), digest()).prop_filter_map(
            "a path",
            |(path, is_private, before, after)| {
                let path = RelativePath::parse(&path).ok()?;
                let privacy = if is_private {
                    Privacy::Private
                } else {
                    Privacy::Shared
                };
                Some(FileRecord {
                    path,
                    privacy,
                    before,
                    after,
                })
            },
        )
    }

    fn manifest() -> impl Strategy<Value = Manifest> {
        let text = || "[a-zé \\\\\n\r\t`]{0,20}";
        let label = (text(), text(), text(), text());
        (label, kind(), prop::collection::vec(file(), 0..5)).prop_map(
            |((sentence, command, by, at), kind, files)| {
                let label = OperationLabel {
                    sentence,
                    command,
                    by,
                    at,
                };
                Manifest { label, kind, files }
            },
        )
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again(manifest in manifest()) {
            let text = manifest.to_text();
            prop_assert_eq!(Manifest::parse(text.as_bytes()), Some(manifest));
        }

        #[test]
        fn a_manifest_with_any_byte_amiss_is_refused(
            manifest in manifest(),
            place in any::<prop::sample::Index>(),
            flip in 1_u8..,
        ) {
            let mut bytes = manifest.to_text().into_bytes();
            let place = place.index(bytes.len());
            bytes[place] ^= flip;
            prop_assert_eq!(Manifest::parse(&bytes), None);
            bytes[place] ^= flip;
            bytes.truncate(place);
            prop_assert_eq!(Manifest::parse(&bytes), None);
        }
    }

    #[test]
    fn a_manifest_cannot_name_files_outside_the_program() {
        for path in [
            "/etc/passwd",
            "../x",
            ".git/hooks/pre-commit",
            ".pleiad/lock",
        ] {
            let body = format!(
                "{FIRST_LINE}\nat \nby \ncommand \nsentence \nkind ordinary\nfile shared - - {path}\n"
            );
            let digest = Digest::of(body.as_bytes());
            let text = format!("{body}digest {digest}\n");
            assert_eq!(Manifest::parse(text.as_bytes()), None, "{path}");
        }
    }
}

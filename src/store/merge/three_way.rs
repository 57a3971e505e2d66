//! The entrance: three texts of one file in, one text out.

use crate::change::edit::FileName;
use crate::store::layout;
use crate::store::merge::conflict::{Conflict, Ledger, Side};
use crate::store::merge::doubled;
use crate::store::merge::form::{Form, newer, undressed};
use crate::store::merge::order;
use crate::store::merge::rename::{self, Renamed};
use crate::store::merge::section::{self, Facts, Three};
use crate::store::merge::version::Version;
use crate::store::splice::SpliceError;
use crate::store::splice::outline;

/// Three versions of a file.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a> {
    /// What both sides started from; none where each made the file.
    pub base: Option<&'a str>,
    /// Our version.
    pub ours: &'a str,
    /// Their version.
    pub theirs: &'a str,
}

/// A file merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The text; with git's markers where something is left to settle.
    pub text: String,
    /// What is left to settle, in the order of the file.
    pub conflicts: Vec<Conflict>,
    /// Entries that got another id because both sides gave theirs to different ones.
    pub renamed: Vec<Renamed>,
}

/// Why three texts could not be merged by fields.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// One of them is not TOML.
    #[error("{version} is not TOML: {error}")]
    Unreadable {
        /// Which one, as a sentence begins.
        version: &'static str,
        /// Why.
        error: SpliceError,
    },
    /// Both are, and yet their changes do not go together: a table here is a plain value there.
    #[error("the two versions do not fit together: {0}")]
    Misfit(String),
}

/// Merges three texts of a file; `settle` is asked about every conflict first.
///
/// # Errors
/// See [`MergeError`]; nothing is guessed then.
pub fn merge(
    file: Option<&FileName>,
    texts: Texts<'_>,
    settle: &dyn Fn(&Conflict) -> Option<Side>,
) -> Result<Merge, MergeError> {
    if let Some(text) = unopposed(texts) {
        return Ok(Merge {
            text: text.to_owned(),
            conflicts: Vec::new(),
            renamed: Vec::new(),
        });
    }
    let base = &without_disputes(texts.base.unwrap_or_default());
    let form = [texts.base.unwrap_or(texts.ours), texts.ours, texts.theirs].map(Form::of);
    let are_plain = form.iter().all(|form| form.is_of_one_mind());
    let mut plain = [base, texts.ours, texts.theirs].map(|text| undressed(text, are_plain));
    for (text, version) in plain.iter_mut().zip(VERSIONS) {
        parsed(file, text, version)?;
        if let Some(parted) = file.and_then(|file| doubled::parted(file, text)) {
            *text = parted;
        }
    }
    let renamed = file.map_or_else(Vec::new, |file| rename::settle_ids(file, &mut plain));
    let [base, ours, theirs] = &plain;
    let base = parsed(file, base, VERSIONS[0])?;
    let ours = parsed(file, ours, VERSIONS[1])?;
    let theirs = parsed(file, theirs, VERSIONS[2])?;
    let mut ledger = Ledger::new(settle);
    let (text, facts) = assembled(file, [&base, &ours, &theirs], &mut ledger);
    let conflicts = ledger.left();
    if conflicts.is_empty() {
        verify(file, &text, facts)?;
    }
    Ok(Merge {
        text: Form::merged(form[0], form[1], form[2]).dress(text, are_plain),
        conflicts,
        renamed,
    })
}

const VERSIONS: [&str; 3] = [
    "the version both started from",
    "our version",
    "their version",
];

/// The text where only one side changed anything, byte for byte.
fn unopposed(texts: Texts<'_>) -> Option<&str> {
    if texts.ours == texts.theirs || texts.base == Some(texts.theirs) {
        Some(texts.ours)
    } else if texts.base == Some(texts.ours) {
        Some(texts.theirs)
    } else {
        None
    }
}

/// A base that git made of two, without the lines about which those two disagreed: what both sides then have there is
/// new on both, and a conflict where it differs.
fn without_disputes(base: &str) -> String {
    let mut is_disputed = false;
    let stays = |line: &&str| {
        is_disputed |= line.starts_with("<<<<<<<");
        let stays = !is_disputed;
        is_disputed &= !line.starts_with(">>>>>>>");
        stays
    };
    if outline::parse(base.trim_start_matches('\u{feff}')).is_ok() {
        return base.to_owned();
    }
    base.split_inclusive('\n').filter(stays).collect()
}

fn parsed(
    file: Option<&FileName>,
    text: &str,
    version: &'static str,
) -> Result<Version, MergeError> {
    Version::parse(file, text).map_err(|error| MergeError::Unreadable { version, error })
}

/// The merged text, and what each of its sections must hold.
fn assembled(
    file: Option<&FileName>,
    [base, ours, theirs]: [&Version; 3],
    ledger: &mut Ledger<'_>,
) -> (String, Vec<(Vec<String>, Facts)>) {
    let shape = file.and_then(layout::shape);
    let mut text = String::new();
    let mut held = Vec::new();
    for key in order::of_sections(ours, theirs) {
        let three = Three {
            base: base.section(key),
            ours: ours.section(key),
            theirs: theirs.section(key),
        };
        let Some(merged) = section::merged(shape, key, three, ledger) else {
            continue;
        };
        let is_first = text.trim().is_empty();
        if merged.gap.is_empty() && merged.is_opening && !is_first && !merged.text.is_empty() {
            text.push('\n');
        } else if !is_first || merged.is_opening {
            text.push_str(&merged.gap);
        }
        text.push_str(&merged.text);
        held.push((key.path.clone(), merged.facts));
    }
    text.push_str(newer(&base.end, &ours.end, &theirs.end));
    (text, held)
}

/// Holds the text against what was decided field by field.
fn verify(
    file: Option<&FileName>,
    text: &str,
    meant: Vec<(Vec<String>, Facts)>,
) -> Result<(), MergeError> {
    let misfit = |error: SpliceError| MergeError::Misfit(error.to_string());
    let found = Version::parse(file, text).map_err(misfit)?;
    let found = found.sections.iter();
    let found = said(found.map(|it| (it.key.path.clone(), section::facts(it))));
    let meant = said(meant.into_iter());
    match meant
        .iter()
        .zip(&found)
        .find(|(meant, found)| meant != found)
    {
        None if meant.len() == found.len() => Ok(()),
        None => Err(MergeError::Misfit("tables would run together".to_owned())),
        Some((meant, _)) => Err(MergeError::Misfit(format!("{meant} would change"))),
    }
}

/// Sections in an order of their own: where they stand is nothing that they mean.
fn said(sections: impl Iterator<Item = (Vec<String>, Facts)>) -> Vec<String> {
    let mut said: Vec<String> = sections
        .map(|(path, facts)| format!("{} {facts:?}", path.join(".")))
        .collect();
    said.sort();
    said
}

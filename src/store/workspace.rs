//! A program in memory together with the texts that changes have given its files.
//!
//! Changes are applied here one after the other, each to the texts and to the program alike; nothing
//! reaches the disk until the whole is committed.

use crate::change::edit::{Change, Edit, FileName};
use crate::change::rules::{self, Finding, Gravity};
use crate::model::program::Program;
use crate::store::digest::Digest;
use crate::store::disk::Disk;
use crate::store::disk_error::DiskError;
use crate::store::entry_ids;
use crate::store::erase::plan::Texts;
use crate::store::interpret;
use crate::store::known::{Known, People};
use crate::store::layout;
use crate::store::locate;
use crate::store::problem::Problem;
use crate::store::read::Reading;
use crate::store::splice::{self, SpliceError};
use crate::store::syntax;
use std::collections::{BTreeMap, BTreeSet};

/// Why a change could not be applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The files would not be what they have to be.
    #[error("{}", .0.first().map_or("", |problem| &problem.message))]
    Problems(Vec<Problem>),
    /// The text of a file could not be edited as meant.
    #[error("{path}: {error}")]
    Splice {
        /// The file.
        path: String,
        /// Why.
        error: SpliceError,
    },
    /// A file that shall be made is there, or one that shall be changed is not.
    #[error("{path} {}", if *.is_there { "is there already" } else { "is gone" })]
    Presence {
        /// The file.
        path: String,
        /// Which of the two.
        is_there: bool,
    },
    /// A file was edited since it was read.
    #[error("{path} was changed meanwhile; nothing was written")]
    ChangedMeanwhile {
        /// The file.
        path: String,
    },
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// What a file holds before and after the changes so far.
#[derive(Debug, Clone)]
pub struct Staged {
    /// The text on disk; `None` for a new file.
    pub before: Option<String>,
    /// The text to be written; `None` where the file goes.
    pub after: Option<String>,
}

/// A program in memory with the texts of its changed files.
#[derive(Debug)]
pub struct Workspace {
    program: Program,
    known: Known,
    seen: BTreeMap<FileName, Digest>,
    staged: BTreeMap<FileName, Staged>,
    /// Broken rules that the folder had before: no change is refused for them.
    broken_before: Vec<Finding>,
    /// What somebody should look at in lines that changes have written.
    warnings: Vec<Problem>,
}

impl Workspace {
    /// The workspace of a reading without errors.
    pub(crate) fn of(reading: Reading, program: Program) -> Workspace {
        let broken_before = rules::findings(&program);
        Workspace {
            program,
            known: reading.known,
            seen: reading.seen,
            staged: BTreeMap::new(),
            broken_before,
            warnings: Vec::new(),
        }
    }

    /// The workspace of a folder that is about to be made: nothing is there but what `program.toml` will say.
    pub(crate) fn new(text: &str) -> Result<Workspace, Vec<Problem>> {
        let mut known = Known {
            people: People::Listed(BTreeSet::new()),
            ..Known::default()
        };
        let mut problems = Vec::new();
        let record = interpret::interpret(&FileName::Program, text, &mut known, &mut problems);
        let Some(interpret::Record::Settings(settings)) = record else {
            return Err(problems);
        };
        let staged = Staged {
            before: None,
            after: Some(text.to_owned()),
        };
        Ok(Workspace {
            program: Program::new(*settings),
            known,
            seen: BTreeMap::new(),
            staged: BTreeMap::from([(FileName::Program, staged)]),
            broken_before: Vec::new(),
            warnings: Vec::new(),
        })
    }

    /// The program with all changes so far.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Every file that was read, with the digest of its bytes.
    pub(crate) fn seen(&self) -> &BTreeMap<FileName, Digest> {
        &self.seen
    }

    /// The files whose text differs from the disk's, in their order.
    pub fn staged(&self) -> impl Iterator<Item = (String, &Staged)> {
        self.staged_files()
            .map(|(file, staged)| (layout::path(file), staged))
    }

    /// The same by what they are.
    pub(crate) fn staged_files(&self) -> impl Iterator<Item = (&FileName, &Staged)> {
        self.staged
            .iter()
            .filter(|(_, staged)| staged.before != staged.after)
    }

    /// Applies a change to the texts and to the program.
    ///
    /// # Errors
    /// Refuses a change after which a file would not have its shape; the workspace must not be used then.
    pub fn apply(&mut self, disk: &Disk, change: &Change) -> Result<(), ApplyError> {
        let mut by_file: BTreeMap<&FileName, Vec<&Edit>> = BTreeMap::new();
        for edit in &change.edits {
            by_file.entry(edit.file()).or_default().push(edit);
        }
        let mut changed = Vec::new();
        for (file, edits) in by_file {
            let before = self.text(disk, file)?;
            let after = edited(file, before.as_deref(), &edits)?;
            if before != after {
                let after = with_ids(file, after, &edits)?;
                self.stage(file, before, after);
                changed.push(file.clone());
            }
        }
        self.reinterpret(&changed)
    }

    /// The texts of all files that were read, as they stand now.
    ///
    /// # Errors
    /// Where a file was edited since it was read.
    pub fn texts(&mut self, disk: &Disk) -> Result<Texts, ApplyError> {
        let files: Vec<FileName> = self.seen.keys().cloned().collect();
        let mut texts = Texts::new();
        for file in files {
            if let Some(text) = self.text(disk, &file)? {
                texts.insert(file, text);
            }
        }
        Ok(texts)
    }

    /// The text of a file as it stands now.
    fn text(&mut self, disk: &Disk, file: &FileName) -> Result<Option<String>, ApplyError> {
        if let Some(staged) = self.staged.get(file) {
            return Ok(staged.after.clone());
        }
        let path = layout::path(file);
        let bytes = match disk.read(&layout::relative(file)) {
            Ok(bytes) => bytes,
            Err(error) if error.is_absent() => {
                if self.seen.contains_key(file) {
                    return Err(ApplyError::ChangedMeanwhile { path });
                }
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let digest = Digest::of(&bytes);
        if self.seen.get(file).is_some_and(|seen| *seen != digest) {
            return Err(ApplyError::ChangedMeanwhile { path });
        }
        self.seen.insert(file.clone(), digest);
        syntax::text(&path, bytes)
            .map(Some)
            .map_err(|problem| ApplyError::Problems(vec![*problem]))
    }

    fn stage(&mut self, file: &FileName, before: Option<String>, after: Option<String>) {
        self.staged
            .entry(file.clone())
            .or_insert(Staged {
                before,
                after: None,
            })
            .after = after;
    }

    /// Reads the changed files again, so that the program holds what their texts say.
    fn reinterpret(&mut self, changed: &[FileName]) -> Result<(), ApplyError> {
        self.learn_people(changed);
        let mut problems = Vec::new();
        for file in changed {
            let Some(text) = self
                .staged
                .get(file)
                .and_then(|staged| staged.after.as_deref())
            else {
                interpret::take(&mut self.program, file);
                continue;
            };
            if layout::shape(file).is_none() {
                continue;
            }
            if let Some(record) = interpret::interpret(file, text, &mut self.known, &mut problems) {
                interpret::put(&mut self.program, file, record);
            }
        }
        let (problems, mut warnings): (Vec<_>, Vec<_>) =
            problems.into_iter().partition(Problem::is_error);
        warnings.retain(|warning| self.is_new(warning));
        self.warnings = warnings;
        if problems.is_empty() {
            Ok(())
        } else {
            Err(ApplyError::Problems(problems))
        }
    }

    /// Whether a problem stands in a line that was not there before.
    fn is_new(&self, problem: &Problem) -> bool {
        let mut staged = self.staged();
        let file = staged.find(|(path, _)| *path == problem.file);
        let before = file.and_then(|(_, staged)| staged.before.as_deref());
        let line = problem.source_line.as_deref().unwrap_or_default();
        before.is_none_or(|before| !before.lines().any(|known| known == line))
    }

    /// What somebody should look at in the lines that the last change has written.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    fn learn_people(&mut self, changed: &[FileName]) {
        let People::Listed(people) = &mut self.known.people else {
            return;
        };
        for file in changed {
            if let FileName::Participant(id) = file {
                let is_there = self
                    .staged
                    .get(file)
                    .is_some_and(|staged| staged.after.is_some());
                if is_there {
                    people.insert(id.to_string());
                } else {
                    people.remove(id.as_str());
                }
            }
        }
    }

    /// Rules that the changes break and that held before, as problems with their places.
    pub fn newly_broken(&self) -> Vec<Problem> {
        let known: BTreeSet<(&FileName, &str, &str)> = self.broken_before.iter().map(key).collect();
        let broken = rules::findings(&self.program);
        let new = broken
            .iter()
            .filter(|finding| finding.gravity == Gravity::Error && !known.contains(&key(finding)));
        new.map(|finding| locate::problem(finding, self.staged_text(&finding.file)))
            .collect()
    }

    fn staged_text(&self, file: &FileName) -> Option<&str> {
        self.staged
            .get(file)
            .and_then(|staged| staged.after.as_deref())
    }
}

fn key(finding: &Finding) -> (&FileName, &str, &str) {
    (&finding.file, finding.code, &finding.message)
}

/// The text with an id for every entry that has none; what a person left in an editor stays as it is.
fn with_ids(
    file: &FileName,
    text: Option<String>,
    edits: &[&Edit],
) -> Result<Option<String>, ApplyError> {
    if !edits.iter().all(|edit| is_splice(edit)) {
        return Ok(text);
    }
    let missing = text
        .as_deref()
        .map(|text| entry_ids::missing(file, text))
        .unwrap_or_default();
    edited(file, text.as_deref(), &missing.iter().collect::<Vec<_>>())
}

/// The text of a file after its edits, in order; edits of the text between two of the whole file go together.
fn edited(
    file: &FileName,
    before: Option<&str>,
    edits: &[&Edit],
) -> Result<Option<String>, ApplyError> {
    let mut text = before.map(str::to_owned);
    for run in edits.chunk_by(|one, next| is_splice(one) && is_splice(next)) {
        text = match run[0] {
            Edit::Create { .. } if text.is_some() => {
                return Err(ApplyError::Presence {
                    path: layout::path(file),
                    is_there: true,
                });
            }
            Edit::Create { parts, .. } => {
                Some(splice::create(parts).map_err(|error| failed(file, error))?)
            }
            Edit::Rewrite { text, .. } => Some(text.clone()),
            Edit::Delete { .. } => None,
            // The first entry makes its file.
            Edit::Append { .. } => Some(spliced(file, text.as_deref().unwrap_or_default(), run)?),
            Edit::Set { .. } | Edit::Clear { .. } | Edit::Remove { .. } | Edit::Prune { .. } => {
                let missing = || ApplyError::Presence {
                    path: layout::path(file),
                    is_there: false,
                };
                Some(spliced(file, text.as_deref().ok_or_else(missing)?, run)?)
            }
        };
    }
    Ok(text)
}

fn is_splice(edit: &Edit) -> bool {
    matches!(
        edit,
        Edit::Set { .. }
            | Edit::Clear { .. }
            | Edit::Append { .. }
            | Edit::Remove { .. }
            | Edit::Prune { .. }
    )
}

fn spliced(file: &FileName, text: &str, edits: &[&Edit]) -> Result<String, ApplyError> {
    splice::apply(text, edits).map_err(|error| failed(file, error))
}

fn failed(file: &FileName, error: SpliceError) -> ApplyError {
    ApplyError::Splice {
        path: layout::path(file),
        error,
    }
}

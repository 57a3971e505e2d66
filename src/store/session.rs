//! The right to change a program: everything that writes goes through a session, which holds the lock.
//!
//! A session commits a workspace, takes operations back, or replaces what a merge has left; nothing else writes.

use crate::change::edit::{Change, Edit, FileName};
use crate::model::day::Day;
use crate::store::commit::{self, FileChange, FileSeen, Transaction};
use crate::store::digest::Digest;
use crate::store::disk::Disk;
use crate::store::erase::needles::Needles;
use crate::store::erase::traces::traces;
use crate::store::folder::{is_private_path, whole};
use crate::store::lock::Exclusive;
use crate::store::manifest::{OperationKind, OperationLabel, Privacy};
use crate::store::operations::OperationNumber;
use crate::store::path::RelativePath;
use crate::store::pending_view::PendingView;
use crate::store::read::{self, Extent, Purpose};
use crate::store::store_error::StoreError;
use crate::store::undo::{self, UndoPlan};
use crate::store::workspace::Workspace;
use crate::store::{interpret, layout};

/// New bytes for a file, in place of those that were looked at.
#[derive(Debug, Clone)]
pub struct Replacement {
    /// Where it lies in the program.
    pub path: RelativePath,
    /// What it holds; none where it is not there.
    pub before: Option<Vec<u8>>,
    /// What it shall hold; none where it shall go.
    pub after: Option<Vec<u8>>,
}

/// The right to change a program, until it is dropped.
#[derive(Debug)]
pub struct Session {
    guard: Exclusive,
}

impl Session {
    /// The session of whoever holds the lock.
    pub(super) fn holding(guard: Exclusive) -> Session {
        Session { guard }
    }

    /// The disk, for applying changes.
    pub fn disk(&self) -> &Disk {
        self.guard.disk()
    }

    /// Reads as much of the program as is asked for, ready to be changed.
    ///
    /// # Errors
    /// Every error of every file that was read, at once.
    pub fn open(&self, extent: &Extent) -> Result<Workspace, StoreError> {
        let view = PendingView::open(self.guard.disk())?;
        let (reading, program) = whole(read::read(&view, extent, Purpose::Change)?)?;
        Ok(Workspace::of(reading, program))
    }

    /// Writes what the workspace holds, as one operation; `None` where nothing differs.
    ///
    /// # Errors
    /// Where a rule would be newly broken, a file was edited meanwhile, or the disk refuses.
    pub fn commit(
        &self,
        workspace: &Workspace,
        label: OperationLabel,
        today: Day,
    ) -> Result<Option<OperationNumber>, StoreError> {
        self.commit_as(OperationKind::Ordinary, workspace, label, today)
    }

    /// Writes what an erasure left in the workspace as an operation that cannot be undone, and drops every old version
    /// in which the person stands.
    ///
    /// # Errors
    /// As [`Session::commit`].
    pub fn forget(
        &self,
        workspace: &Workspace,
        needles: &Needles,
        label: OperationLabel,
        today: Day,
    ) -> Result<Option<OperationNumber>, StoreError> {
        let paths = workspace.staged().map(|(path, _)| path).collect();
        let forgotten = traces(self.disk(), &paths, needles)?;
        self.commit_as(OperationKind::Forgets(forgotten), workspace, label, today)
    }

    fn commit_as(
        &self,
        kind: OperationKind,
        workspace: &Workspace,
        label: OperationLabel,
        today: Day,
    ) -> Result<Option<OperationNumber>, StoreError> {
        let broken = workspace.newly_broken();
        if !broken.is_empty() {
            return Err(StoreError::Problems(broken));
        }
        let mut changes: Vec<FileChange> = workspace.staged_files().map(file_change).collect();
        let is_new = workspace.seen().is_empty();
        if is_new {
            changes.extend(self.housekeeping(workspace)?);
        }
        let seen = workspace.seen().iter();
        let inputs = seen.map(|(file, digest)| FileSeen {
            path: layout::relative(file),
            digest: Some(*digest),
        });
        let transaction = Transaction {
            label,
            kind,
            changes,
            inputs: inputs.collect(),
            today,
        };
        Ok(commit::commit(&self.guard, &transaction)?)
    }

    /// Gives files other bytes as one operation, whatever they hold now: what a merge left may be no TOML.
    ///
    /// # Errors
    /// Where a file was edited meanwhile, or the disk refuses.
    pub fn replace(
        &self,
        replacements: Vec<Replacement>,
        label: OperationLabel,
        today: Day,
    ) -> Result<Option<OperationNumber>, StoreError> {
        let change = |it: Replacement| {
            let privacy = if is_private_path(it.path.as_str()) {
                Privacy::Private
            } else {
                Privacy::Shared
            };
            let before = it.before.as_deref().map(Digest::of);
            FileChange::new(it.path, privacy, before, it.after)
        };
        let transaction = Transaction {
            label,
            kind: OperationKind::Ordinary,
            changes: replacements.into_iter().map(change).collect(),
            inputs: Vec::new(),
            today,
        };
        Ok(commit::commit(&self.guard, &transaction)?)
    }

    /// The `.gitignore` of a new program: pleiad's own folder, private notes and, unless tracked, what is confidential.
    fn housekeeping(&self, workspace: &Workspace) -> Result<Option<FileChange>, StoreError> {
        let path =
            RelativePath::parse(".gitignore").expect("git's own file lies inside the folder");
        if self.disk().inspect(&path)?.is_some() {
            return Ok(None);
        }
        let confidential = workspace.program().settings.policy.confidential;
        let is_ignored = confidential == crate::model::settings::Confidential::Ignored;
        let text = if is_ignored {
            "/.pleiad/\n/private/\n/confidential/\n"
        } else {
            "/.pleiad/\n/private/\n"
        };
        Ok(Some(FileChange::new(
            path,
            Privacy::Shared,
            None,
            Some(text.as_bytes().to_vec()),
        )))
    }

    /// Refuses a folder of a newer format: what it means to take a change back there is unknown here.
    ///
    /// Other faults are no reason to refuse: taking a change back may be their cure.
    ///
    /// # Errors
    /// Where `program.toml` says a format that this version does not know.
    pub fn refuse_newer_format(&self) -> Result<(), StoreError> {
        let view = PendingView::open(self.disk())?;
        let mut problems = read::read(&view, &Extent::Settings, Purpose::Answer)?.problems;
        problems.retain(interpret::is_newer_format);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(StoreError::Problems(problems))
        }
    }

    /// Refuses an undo whose merged files would break a rule that holds now.
    ///
    /// # Errors
    /// Every rule that would be newly broken, and every error of the files as they are.
    pub fn refuse_broken(&self, plan: &UndoPlan) -> Result<(), StoreError> {
        if !plan.files.iter().any(|file| file.is_merged) {
            return Ok(());
        }
        let mut workspace = self.open(&Extent::Everything)?;
        let edits = plan.files.iter().filter_map(|reversal| {
            let file = layout::file_at(reversal.path.as_str())?;
            Some(match &reversal.after {
                Some(bytes) => Edit::Rewrite {
                    file,
                    text: String::from_utf8_lossy(bytes).into_owned(),
                },
                None => Edit::Delete { file },
            })
        });
        let change = Change {
            sentence: String::new(),
            edits: edits.collect(),
        };
        workspace.apply(self.disk(), &change)?;
        let broken = workspace.newly_broken();
        if broken.is_empty() {
            Ok(())
        } else {
            Err(StoreError::Problems(broken))
        }
    }

    /// Undoes an operation: a named one, else the last that stands.
    ///
    /// # Errors
    /// Where there is none, or where files changed since.
    pub fn undo(
        &self,
        which: Option<OperationNumber>,
        label: OperationLabel,
        today: Day,
    ) -> Result<Option<OperationNumber>, StoreError> {
        Ok(undo::undo(&self.guard, which, label, today)?)
    }

    /// Does again what was undone last.
    ///
    /// # Errors
    /// As for undoing.
    pub fn redo(
        &self,
        label: OperationLabel,
        today: Day,
    ) -> Result<Option<OperationNumber>, StoreError> {
        Ok(undo::redo(&self.guard, label, today)?)
    }
}

fn file_change((file, staged): (&FileName, &crate::store::workspace::Staged)) -> FileChange {
    let privacy = if layout::is_private(file) {
        Privacy::Private
    } else {
        Privacy::Shared
    };
    let before = staged
        .before
        .as_ref()
        .map(|text| Digest::of(text.as_bytes()));
    let after = staged.after.as_ref().map(|text| text.clone().into_bytes());
    FileChange::new(layout::relative(file), privacy, before, after)
}

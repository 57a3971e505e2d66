//! A program's folder: the entrance to the store.

use crate::change::edit::FileName;
use crate::change::participant::Parts;
use crate::change::rules::{self, Finding};
use crate::change::transfer::records::Files;
use crate::model::id::{Id, PersonId};
use crate::model::log::Note;
use crate::model::program::Program;
use crate::model::settings::Confidential;
use crate::store::access;
use crate::store::disk::Disk;
use crate::store::git::watch;
use crate::store::lock::LockRequest;
use crate::store::operations::{self, Operation, OperationNumber};
use crate::store::pending_view::PendingView;
use crate::store::problem::Problem;
use crate::store::read::{self, Extent, Purpose, Reading};
use crate::store::recovery::Recovered;
use crate::store::session::Session;
use crate::store::store_error::StoreError;
use crate::store::undo::{self, UndoPlan};
use crate::store::workspace::Workspace;
use crate::store::{layout, locate, parts, records_of};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The file that makes a folder a program.
pub const PROGRAM_FILE: &str = "program.toml";

/// How to take the lock: who asks, how patiently, whom to tell about waiting; and what was found.
pub struct Locking<'a> {
    /// Who asks and for how long.
    pub request: LockRequest,
    /// Is told once who holds the lock.
    pub on_wait: &'a mut dyn FnMut(&str),
    /// What a crash had left and was put in order on the way in.
    pub recovered: Recovered,
}

/// A program's folder.
#[derive(Debug, Clone)]
pub struct Folder {
    disk: Disk,
}

/// Everything that is wrong with a folder.
#[derive(Debug)]
pub struct Examination {
    /// In order of files and lines.
    pub problems: Vec<Problem>,
    /// The program, where its own file can be read.
    pub program: Option<Program>,
    /// Files looked at.
    pub file_count: usize,
}

impl Folder {
    /// The nearest folder, from `start` upwards, that holds a program.
    pub fn find(start: &Path) -> Option<PathBuf> {
        start
            .ancestors()
            .find(|folder| folder.join(PROGRAM_FILE).is_file())
            .map(Path::to_path_buf)
    }

    /// A folder that holds a program.
    ///
    /// # Errors
    /// Where there is no `program.toml`.
    pub fn open(disk: Disk) -> Result<Folder, StoreError> {
        if disk
            .inspect(&layout::relative(&FileName::Program))?
            .is_none()
        {
            return Err(StoreError::NoProgram(disk.root().to_path_buf()));
        }
        Ok(Folder { disk })
    }

    /// A folder in which a program is about to be made; it and its parents are created.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn create(disk: Disk) -> Result<Folder, StoreError> {
        disk.create_root()?;
        Ok(Folder { disk })
    }

    /// Whether a program lies in this folder itself.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn has_program(disk: &Disk) -> Result<bool, StoreError> {
        Ok(disk.root().is_dir()
            && disk
                .inspect(&layout::relative(&FileName::Program))?
                .is_some())
    }

    /// Where it lies.
    pub fn root(&self) -> &Path {
        self.disk.root()
    }

    /// Reads as much of the program as is asked for.
    ///
    /// # Errors
    /// Every error of every file that was read, at once.
    pub fn read(&self, extent: &Extent, locking: &mut Locking<'_>) -> Result<Program, StoreError> {
        let reading = self.reading(extent, Purpose::Answer, locking)?;
        whole(reading).map(|(_, program)| program)
    }

    /// Reads as much of the program as is asked for, ready to be changed in memory but not to be written.
    ///
    /// # Errors
    /// As [`Folder::read`].
    pub fn preview(
        &self,
        extent: &Extent,
        locking: &mut Locking<'_>,
    ) -> Result<Workspace, StoreError> {
        let (reading, program) = whole(self.reading(extent, Purpose::Change, locking)?)?;
        Ok(Workspace::of(reading, program))
    }

    /// The disk, for applying changes to a preview.
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Ids of all pairings, without reading any.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn pairing_ids(&self) -> Result<Vec<String>, StoreError> {
        Ok(read::stems(&PendingView::open(&self.disk)?, "pairings")?)
    }

    /// Whether a record is there, without reading it.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn has(&self, file: &FileName) -> Result<bool, StoreError> {
        Ok(read::exists(&self.disk, file)?)
    }

    /// Private notes by pairing, of one or of all; no program that is read holds them.
    ///
    /// # Errors
    /// Every error of every file that was read, at once.
    pub fn private_notes(
        &self,
        pairing: Option<&Id>,
        locking: &mut Locking<'_>,
    ) -> Result<BTreeMap<Id, Vec<Note>>, StoreError> {
        let access = access::begin_reading(&self.disk, &locking.request, locking.on_wait)?;
        locking.recovered.clone_from(&access.recovered);
        let (notes, problems) = read::private_notes(access.view(), pairing)?;
        if problems.is_empty() {
            Ok(notes)
        } else {
            Err(StoreError::Problems(problems))
        }
    }

    /// The text of a file as it lies there.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn text(&self, file: &FileName) -> Result<String, StoreError> {
        let bytes = self.disk.read(&layout::relative(file))?;
        crate::store::syntax::text(&layout::path(file), bytes)
            .map_err(|problem| StoreError::Problems(vec![*problem]))
    }

    /// Broken rules as problems, each at its place in the file as it lies there.
    pub fn problems(&self, findings: &[Finding]) -> Vec<Problem> {
        let placed =
            |finding: &Finding| locate::problem(finding, self.text(&finding.file).ok().as_deref());
        findings.iter().map(placed).collect()
    }

    /// The text of a file; `None` where it is not there.
    ///
    /// # Errors
    /// Where it is there and cannot be read, or is no text.
    pub fn text_if_there(&self, file: &FileName) -> Result<Option<String>, StoreError> {
        if read::exists(&self.disk, file)? {
            self.text(file).map(Some)
        } else {
            Ok(None)
        }
    }

    /// The records of one person that another one's file may take over.
    ///
    /// # Errors
    /// Where either file cannot be read.
    pub fn parts(&self, gone: &PersonId, kept: &PersonId) -> Result<Parts, StoreError> {
        let gone = self.text(&FileName::Participant(gone.clone()))?;
        let kept = self.text(&FileName::Participant(kept.clone()))?;
        Ok(parts::parts(&gone, &kept))
    }

    /// The records of files as they stand, those of them that are there.
    ///
    /// # Errors
    /// Where one is there and cannot be read.
    pub fn records(&self, files: &[FileName]) -> Result<Files, StoreError> {
        let mut found = Files::new();
        for file in files {
            if let Some(text) = self.text_if_there(file)? {
                found.insert(file.clone(), records_of::records(file, &text));
            }
        }
        Ok(found)
    }

    /// Looks at every file and every rule.
    ///
    /// # Errors
    /// What the disk refuses as a whole; everything else is a problem in the answer.
    pub fn examine(&self, locking: &mut Locking<'_>) -> Result<Examination, StoreError> {
        let reading = self.reading(&Extent::Everything, Purpose::Change, locking)?;
        let mut problems = reading.problems;
        let mut files: BTreeSet<String> = reading.seen.keys().map(layout::path).collect();
        // What could not be read was looked at all the same.
        let broken = problems.iter().filter(|problem| problem.is_error());
        files.extend(broken.map(|problem| problem.file.clone()));
        // Rules between records say nothing true while records are missing from the reading.
        let is_complete = !problems.iter().any(Problem::is_error);
        if let Some(program) = reading.program.as_ref().filter(|_| is_complete) {
            for finding in rules::findings(program) {
                let text = self.text(&finding.file).ok();
                problems.push(locate::problem(&finding, text.as_deref()));
            }
        }
        problems.sort();
        Ok(Examination {
            problems,
            program: reading.program,
            file_count: files.len(),
        })
    }

    /// A warning where git would merge the files of this program by lines.
    pub fn git_warning(&self) -> Option<Problem> {
        watch::warning(self.root())
    }

    /// Warnings where git tracks what never leaves this machine, or what the program keeps out of git.
    pub fn tracked_warnings(&self, confidential: Confidential) -> Vec<Problem> {
        let folders: &[&str] = match confidential {
            Confidential::Tracked => &["private"],
            Confidential::Ignored => &["private", "confidential"],
        };
        watch::tracked(self.root(), folders)
    }

    fn reading(
        &self,
        extent: &Extent,
        purpose: Purpose,
        locking: &mut Locking<'_>,
    ) -> Result<Reading, StoreError> {
        let access = access::begin_reading(&self.disk, &locking.request, locking.on_wait)?;
        locking.recovered.clone_from(&access.recovered);
        Ok(read::read(access.view(), extent, purpose)?)
    }

    /// Opens a session for writing, after finishing what a crash left.
    ///
    /// # Errors
    /// Where somebody else writes for longer than one waits, or the folder cannot be written.
    pub fn session(&self, locking: &mut Locking<'_>) -> Result<Session, StoreError> {
        let (guard, recovered) =
            access::begin_writing(&self.disk, &locking.request, locking.on_wait)?;
        locking.recovered = recovered;
        Ok(Session::holding(guard))
    }

    /// Every operation that is still kept, oldest first.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn operations(&self) -> Result<Vec<Operation>, StoreError> {
        Ok(operations::list(&self.disk)?.0)
    }

    /// What undoing would do, without doing it.
    ///
    /// # Errors
    /// Where there is nothing to undo, or where files changed since.
    pub fn plan_undo(&self, which: Option<OperationNumber>) -> Result<UndoPlan, StoreError> {
        Ok(undo::plan_undo(&self.disk, which)?)
    }

    /// What redoing would do, without doing it.
    ///
    /// # Errors
    /// As for undoing.
    pub fn plan_redo(&self) -> Result<UndoPlan, StoreError> {
        Ok(undo::plan_redo(&self.disk)?)
    }
}

/// Where a file of a program lies, below its folder.
pub fn path_of(file: &FileName) -> String {
    layout::path(file)
}

/// Whether only its owner may read what lies at a path of the program's folder.
pub fn is_private_path(path: &str) -> bool {
    path.starts_with("private/")
}

/// The program of a reading without errors.
pub(super) fn whole(mut reading: Reading) -> Result<(Reading, Program), StoreError> {
    reading.problems.retain(Problem::is_error);
    match reading.program.take() {
        Some(program) if reading.problems.is_empty() => Ok((reading, program)),
        _ => Err(StoreError::Problems(std::mem::take(&mut reading.problems))),
    }
}

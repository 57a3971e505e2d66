//! A folder of its own for a test, and the short forms in which tests speak of its files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use pleiad::model::day::Day;
use pleiad::store::commit::{CommitError, FileChange, Transaction, commit};
use pleiad::store::digest::Digest;
use pleiad::store::disk::Disk;
use pleiad::store::faults::Faults;
use pleiad::store::lock::{self, Exclusive, LockRequest, WithoutLocks};
use pleiad::store::manifest::{OperationKind, OperationLabel, Privacy};
use pleiad::store::operations::OperationNumber;
use pleiad::store::path::RelativePath;
use pleiad::store::recovery::{Recovered, RecoveryError, recover};

/// The files of a program, without the store's own and git's.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A program's folder that vanishes with the test.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Folder {
        // In memory where there is such a place: what is tested is order, not the speed of a disk.
        let memory = Path::new("/dev/shm");
        let made = if memory.is_dir() {
            tempfile::tempdir_in(memory)
        } else {
            tempfile::tempdir()
        };
        Folder(made.unwrap())
    }

    pub(crate) fn with(files: &Files) -> Folder {
        let folder = Folder::new();
        for (path, bytes) in files {
            folder.write(path, bytes);
        }
        folder
    }

    pub(crate) fn copy(&self) -> Folder {
        let copy = Folder::new();
        copy_directory(self.root(), copy.root());
        copy
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        write(self.root(), path, bytes);
    }

    pub(crate) fn files(&self) -> Files {
        let mut files = Files::new();
        collect(self.root(), "", &mut files);
        files
    }

    pub(crate) fn disk(&self) -> Disk {
        Disk::real(self.root())
    }

    pub(crate) fn disk_with(&self, faults: &Arc<Faults>) -> Disk {
        Disk::with_faults(self.root(), faults)
    }

    pub(crate) fn recover(&self) -> Result<Recovered, RecoveryError> {
        recover(&exclusive(&self.disk()))
    }

    pub(crate) fn commit(
        &self,
        changes: Vec<FileChange>,
    ) -> Result<Option<OperationNumber>, CommitError> {
        commit(&exclusive(&self.disk()), &transaction(changes))
    }
}

pub(crate) fn write(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn collect(directory: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(directory).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name == ".pleiad" || name == ".git" {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
}

/// Copies everything below a folder into another, which may be there already.
pub(crate) fn copy_directory(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_directory(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

pub(crate) fn request() -> LockRequest {
    LockRequest {
        holder: "1 host test 2026-11-23".to_owned(),
        wait_max: Duration::from_secs(10),
        without_locks: WithoutLocks::Refuse,
    }
}

pub(crate) fn exclusive(disk: &Disk) -> Exclusive {
    lock::exclusive(disk, &request(), &mut |_| {}).unwrap()
}

pub(crate) fn path(text: &str) -> RelativePath {
    RelativePath::parse(text).unwrap()
}

pub(crate) fn label(sentence: &str) -> OperationLabel {
    OperationLabel {
        sentence: sentence.to_owned(),
        command: "pleiad test".to_owned(),
        by: "ada".to_owned(),
        at: "2026-11-23T10:00:00+01:00".to_owned(),
    }
}

pub(crate) fn today() -> Day {
    Day::new(2026, 11, 23).unwrap()
}

pub(crate) fn transaction(changes: Vec<FileChange>) -> Transaction {
    Transaction {
        label: label("tested"),
        kind: OperationKind::Ordinary,
        changes,
        inputs: Vec::new(),
        today: today(),
    }
}

pub(crate) fn change(place: &str, before: Option<&[u8]>, after: Option<&[u8]>) -> FileChange {
    let privacy = if place.starts_with("private/") {
        Privacy::Private
    } else {
        Privacy::Shared
    };
    let before = before.map(Digest::of);
    FileChange::new(path(place), privacy, before, after.map(<[u8]>::to_vec))
}

/// The changes that lead from some files to others.
pub(crate) fn changes_between(before: &Files, after: &Files) -> Vec<FileChange> {
    let mut places: Vec<&String> = before.keys().chain(after.keys()).collect();
    places.sort();
    places.dedup();
    let both = places
        .into_iter()
        .map(|place| (place, before.get(place), after.get(place)));
    both.filter(|(_, before, after)| before != after)
        .map(|(place, before, after)| {
            change(place, before.map(Vec::as_slice), after.map(Vec::as_slice))
        })
        .collect()
}

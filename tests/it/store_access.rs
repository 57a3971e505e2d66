//! Coming in: a crash is put in order on the way, and where nothing can be written it is looked through.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use pleiad::store::access::{Reading, begin_reading, begin_writing};
use pleiad::store::commit::commit;
use pleiad::store::disk::Disk;
use pleiad::store::faults::{Errno, Fault, Faults};
use pleiad::store::lock;
use pleiad::store::operations::OperationNumber;

use crate::folder::{Files, Folder, changes_between, path, request, transaction};
use crate::store_faults::{files, mixed};

/// A folder whose commit died at every call in turn, as far as the change was decided.
fn crashed_everywhere((old, new): (&Files, &Files), mut case: impl FnMut(&Folder)) {
    for at in 0.. {
        let folder = Folder::with(old);
        let plan = Arc::new(Faults::none().without_sync().with(at, Fault::Kill));
        if let Ok(guard) = lock::exclusive(&folder.disk_with(&plan), &request(), &mut |_| {}) {
            let _ = commit(&guard, &transaction(changes_between(old, new)));
        }
        if folder.root().join(".pleiad/pending").exists() {
            case(&folder);
        }
        if plan.count() <= at {
            return;
        }
    }
}

/// Everything that can be found by listing and reading.
fn seen(reading: &Reading) -> Files {
    let mut seen = BTreeMap::new();
    let names = reading.list_top().unwrap().into_iter().map(|top| top.name);
    for top in names.filter(|name| !name.starts_with('.')) {
        if let Ok(bytes) = reading.read(&path(&top)) {
            seen.insert(top, bytes);
            continue;
        }
        for inner in reading.list(&path(&top)).unwrap() {
            let place = format!("{top}/{}", inner.name);
            if let Ok(bytes) = reading.read(&path(&place)) {
                seen.insert(place, bytes);
            }
        }
    }
    seen.remove("private/.gitignore");
    seen
}

fn without_deep_files(files: &Files) -> Files {
    let mut files = files.clone();
    files.retain(|place, _| place.matches('/').count() < 2);
    files
}

#[test]
fn readers_and_writers_finish_what_a_crash_left() {
    let (old, new) = mixed();
    crashed_everywhere((&old, &new), |folder| {
        let copy = folder.copy();
        let reading = begin_reading(&folder.disk(), &request(), &mut |_| {}).unwrap();
        assert_eq!(reading.recovered.finished, OperationNumber::parse("1"));
        assert!(!reading.has_pending());
        assert_eq!(seen(&reading), without_deep_files(&new));
        assert_eq!(files(folder), new);
        let (_guard, recovered) = begin_writing(&copy.disk(), &request(), &mut |_| {}).unwrap();
        assert_eq!(recovered.finished, OperationNumber::parse("1"));
        assert_eq!(files(&copy), new);
    });
}

#[test]
fn on_a_medium_that_cannot_be_written_readers_look_through_the_change() {
    let (old, new) = mixed();
    crashed_everywhere((&old, &new), |folder| {
        let before = folder.files();
        let protection = Faults::none().with(0, Fault::Sticky(Errno::PermissionDenied));
        let disk = Disk::with_faults(folder.root(), &Arc::new(protection));
        let reading = begin_reading(&disk, &request(), &mut |_| {}).unwrap();
        assert!(reading.has_pending());
        assert_eq!(seen(&reading), without_deep_files(&new));
        assert_eq!(
            reading.read(&path("private/notes/y.toml")).unwrap(),
            new["private/notes/y.toml"]
        );
        assert!(
            reading
                .read(&path("participants/bob.toml"))
                .unwrap_err()
                .is_absent()
        );
        assert_eq!(folder.files(), before);
    });
}

#[test]
fn a_folder_that_cannot_be_written_is_read_without_a_lock() {
    let folder = Folder::new();
    folder.write("a.toml", b"text");
    let protection = Faults::none().with(0, Fault::Sticky(Errno::PermissionDenied));
    let disk = Disk::with_faults(folder.root(), &Arc::new(protection));
    let reading = begin_reading(&disk, &request(), &mut |_| {}).unwrap();
    assert_eq!(reading.read(&path("a.toml")).unwrap(), b"text");
    assert!(begin_writing(&disk, &request(), &mut |_| {}).is_err());
    assert!(!folder.root().join(".pleiad").exists());
}

#[test]
fn old_operations_go_once_they_are_both_many_and_old() {
    let folder = Folder::new();
    folder
        .commit(changes_between(
            &Files::new(),
            &Files::from([("a".into(), b"0".to_vec())]),
        ))
        .unwrap();
    let operations = folder.root().join(".pleiad/ops");
    // The first is half a year old, the rest are from today.
    let manifest = fs::read_to_string(operations.join("00000001/manifest")).unwrap();
    let aged = manifest.replace("at 2026-11-23", "at 2026-05-23");
    let (body, _) = aged.rsplit_once("digest").unwrap();
    let digest = pleiad::store::digest::Digest::of(body.as_bytes());
    fs::write(
        operations.join("00000001/manifest"),
        format!("{body}digest {digest}\n"),
    )
    .unwrap();
    for number in 2..=1000 {
        let directory = operations.join(format!("{number:08}"));
        fs::create_dir(&directory).unwrap();
        fs::write(directory.join("manifest"), &manifest).unwrap();
    }
    let mut files = folder.files();
    for text in [b"1", b"2"] {
        let after = Files::from([("a".into(), text.to_vec())]);
        folder.commit(changes_between(&files, &after)).unwrap();
        files = after;
        let kept = fs::read_dir(&operations).unwrap().count();
        // One too many is dropped when it is old; the next oldest is from today.
        assert_eq!(kept, if text == b"1" { 1000 } else { 1001 });
    }
    assert!(!operations.join("00000001").exists());
}

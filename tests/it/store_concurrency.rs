//! Several processes at once: writers take turns, readers never see half a change.

use std::path::Path;
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::Duration;

use pleiad::store::commit::commit;
use pleiad::store::disk::Disk;
use pleiad::store::disk_error::Step;
use pleiad::store::faults::{Errno, Fault, Faults};
use pleiad::store::lock::{self, LockError, LockRequest, WithoutLocks};
use pleiad::store::recovery::recover;

use crate::folder::{Folder, change, exclusive, path, request, transaction};

const FOLDER: &str = "PLEIAD_TEST_FOLDER";
const WRITERS: usize = 3;
const CHANGES_EACH: usize = 25;
const COUNTERS: [&str; 3] = ["a/count", "b/count", "c/count"];

fn child(test: &str, folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--quiet"])
        .env(FOLDER, folder)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap()
}

/// The folder that a child was started for; none when the test runs on its own.
fn disk_of_child() -> Option<Disk> {
    std::env::var_os(FOLDER).map(|folder| Disk::real(Path::new(&folder)))
}

fn counts(disk: &Disk) -> Vec<usize> {
    let count = |place| {
        String::from_utf8(disk.read(&path(place)).unwrap())
            .unwrap()
            .parse()
            .unwrap()
    };
    COUNTERS.into_iter().map(count).collect()
}

#[test]
#[ignore = "runs as a process of its own within another test"]
fn a_writer_counts() {
    let Some(disk) = disk_of_child() else { return };
    for _ in 0..CHANGES_EACH {
        let guard = exclusive(&disk);
        recover(&guard).unwrap();
        let changes = COUNTERS
            .into_iter()
            .zip(counts(&disk))
            .map(|(place, count)| {
                let (before, after) = (count.to_string(), (count + 1).to_string());
                change(place, Some(before.as_bytes()), Some(after.as_bytes()))
            });
        commit(&guard, &transaction(changes.collect())).unwrap();
    }
}

#[test]
#[ignore = "runs as a process of its own within another test"]
fn a_reader_compares() {
    let Some(disk) = disk_of_child() else { return };
    loop {
        let guard = lock::shared(&disk, &request(), &mut |_| {}).unwrap();
        assert!(guard.is_locked());
        let counts = counts(&disk);
        assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
        if counts[0] == WRITERS * CHANGES_EACH {
            return;
        }
        drop(guard);
        std::thread::yield_now();
    }
}

#[test]
fn writers_take_turns_and_readers_see_whole_changes() {
    let folder = Folder::new();
    for place in COUNTERS {
        folder.write(place, b"0");
    }
    let mut children: Vec<Child> = (0..WRITERS)
        .map(|_| child("store_concurrency::a_writer_counts", folder.root()))
        .collect();
    children.push(child("store_concurrency::a_reader_compares", folder.root()));
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(counts(&folder.disk()), [WRITERS * CHANGES_EACH; 3]);
}

#[test]
fn a_lock_that_is_held_names_its_holder() {
    let folder = Folder::new();
    let held = LockRequest {
        holder: "4711 laptop `pleiad match` 10:15".to_owned(),
        ..request()
    };
    let guard = lock::exclusive(&folder.disk(), &held, &mut |_| {}).unwrap();
    let impatient = LockRequest {
        wait_max: Duration::ZERO,
        ..request()
    };
    for _ in 0..2 {
        let refused = lock::shared(&folder.disk(), &impatient, &mut |_| {});
        let Err(LockError::Held { holder }) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(holder, held.holder);
    }
    drop(guard);
    let reading = lock::shared(&folder.disk(), &impatient, &mut |_| {}).unwrap();
    let refused = lock::exclusive(&folder.disk(), &impatient, &mut |_| {});
    let Err(LockError::Held { holder }) = refused else {
        panic!("{refused:?}")
    };
    assert!(holder.contains("reading"), "{holder}");
    drop(reading);
    lock::exclusive(&folder.disk(), &impatient, &mut |_| {}).unwrap();
}

#[test]
fn waiting_says_once_for_whom() {
    let folder = Folder::new();
    let guard = exclusive(&folder.disk());
    let mut told = Vec::new();
    let patient = LockRequest {
        wait_max: Duration::from_millis(200),
        without_locks: WithoutLocks::GoOn,
        ..request()
    };
    let refused = lock::exclusive(&folder.disk(), &patient, &mut |holder| {
        told.push(holder.to_owned());
    });
    assert!(refused.is_err());
    assert_eq!(told, [request().holder]);
    drop(guard);
}

#[test]
fn a_file_system_without_locks_is_refused_unless_the_user_says_otherwise() {
    let folder = Folder::new();
    drop(exclusive(&folder.disk()));
    let counting = Arc::new(Faults::none());
    drop(exclusive(&folder.disk_with(&counting)));
    let calls = counting.calls();
    let locking = calls
        .iter()
        .rposition(|(step, _)| *step == Step::Lock)
        .unwrap();
    let without_locks = || {
        let unsupported = Fault::Once(Errno::Unsupported);
        let plan = Faults::none().with(u64::try_from(locking).unwrap(), unsupported);
        folder.disk_with(&Arc::new(plan))
    };
    let refused = lock::exclusive(&without_locks(), &request(), &mut |_| {}).unwrap_err();
    assert!(refused.to_string().contains("--no-lock"), "{refused}");
    let going_on = LockRequest {
        without_locks: WithoutLocks::GoOn,
        ..request()
    };
    lock::exclusive(&without_locks(), &going_on, &mut |_| {}).unwrap();
    let reading = lock::shared(&without_locks(), &going_on, &mut |_| {}).unwrap();
    assert!(!reading.is_locked());
}

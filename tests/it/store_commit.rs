//! A commit changes all files or none, refuses what it must not touch, and leaves modes as they were.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::sync::Arc;

use pleiad::store::access::begin_reading;
use pleiad::store::commit::{CommitError, FileSeen, commit};
use pleiad::store::digest::Digest;
use pleiad::store::disk_error::DiskError;
use pleiad::store::faults::{Errno, Fault, Faults};
use pleiad::store::operations;
use pleiad::store::recovery::RecoveryError;

use crate::folder::{Folder, change, exclusive, path, request, transaction};

fn mode(folder: &Folder, place: &str) -> u32 {
    fs::symlink_metadata(folder.root().join(place))
        .unwrap()
        .mode()
        & 0o7777
}

#[test]
fn files_are_changed_created_and_deleted_as_one() {
    let folder = Folder::new();
    folder.write("participants/ada.toml", b"old");
    folder.write("participants/bob.toml", b"going");
    let number = folder
        .commit(vec![
            change("participants/ada.toml", Some(b"old"), Some(b"new")),
            change("participants/bob.toml", Some(b"going"), None),
            change("pairings/x.toml", None, Some(b"born")),
        ])
        .unwrap()
        .unwrap();
    let files = folder.files();
    assert_eq!(files["participants/ada.toml"], b"new");
    assert_eq!(files["pairings/x.toml"], b"born");
    assert_eq!(files.len(), 2);
    let (operations, damaged) = operations::list(&folder.disk()).unwrap();
    assert!(damaged.is_empty());
    assert_eq!(operations.len(), 1);
    assert_eq!(operations[0].number, number);
    assert_eq!(operations[0].manifest.label.sentence, "tested");
    let old = operations::old_version(&folder.disk(), number, 0).unwrap();
    assert_eq!(old.as_deref(), Some(&b"old"[..]));
}

#[test]
fn a_commit_without_changes_makes_no_operation() {
    let folder = Folder::new();
    folder.write("a.toml", b"same");
    let outcome = folder.commit(vec![change("a.toml", Some(b"same"), Some(b"same"))]);
    assert!(outcome.unwrap().is_none());
    assert!(operations::list(&folder.disk()).unwrap().0.is_empty());
}

#[test]
fn a_file_that_changed_since_it_was_read_stops_the_whole_change() {
    let folder = Folder::new();
    folder.write("a.toml", b"a person's");
    folder.write("b.toml", b"old");
    let outcome = folder.commit(vec![
        change("a.toml", Some(b"as read"), Some(b"new")),
        change("b.toml", Some(b"old"), Some(b"new")),
    ]);
    let Err(CommitError::ChangedMeanwhile { paths }) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(paths, [path("a.toml")]);
    assert_eq!(folder.files()["b.toml"], b"old");
    assert!(folder.recover().unwrap().finished.is_none());
}

#[test]
fn a_file_that_was_only_read_must_be_the_same_too() {
    let folder = Folder::new();
    folder.write("program.toml", b"edited");
    folder.write("b.toml", b"old");
    let mut transaction = transaction(vec![change("b.toml", Some(b"old"), Some(b"new"))]);
    transaction.inputs = vec![
        FileSeen {
            path: path("program.toml"),
            digest: Some(Digest::of(b"as read")),
        },
        FileSeen {
            path: path("gone.toml"),
            digest: None,
        },
    ];
    let outcome = commit(&exclusive(&folder.disk()), &transaction);
    let Err(CommitError::ChangedMeanwhile { paths }) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(paths, [path("program.toml")]);
}

#[test]
fn a_file_read_through_a_link_inside_the_folder_counts_as_read() {
    let folder = Folder::new();
    folder.write("real.toml", b"text");
    symlink("real.toml", folder.root().join("linked.toml")).unwrap();
    let mut transaction = transaction(vec![change("b.toml", None, Some(b"new"))]);
    let digest = Some(Digest::of(b"text"));
    let seen = FileSeen {
        path: path("linked.toml"),
        digest,
    };
    transaction.inputs = vec![seen];
    let guard = exclusive(&folder.disk());
    commit(&guard, &transaction).unwrap();
    folder.write("real.toml", b"edited");
    transaction.changes = vec![change("c.toml", None, Some(b"new"))];
    let outcome = commit(&guard, &transaction);
    assert!(matches!(outcome, Err(CommitError::ChangedMeanwhile { .. })));
}

#[test]
fn on_a_full_disk_one_can_still_read() {
    let folder = Folder::new();
    folder.write("a.toml", b"text");
    let full = Faults::none().with(0, Fault::Sticky(Errno::NoSpace));
    let disk = folder.disk_with(&Arc::new(full));
    let reading = begin_reading(&disk, &request(), &mut |_| {}).unwrap();
    assert_eq!(reading.read(&path("a.toml")).unwrap(), b"text");
}

#[test]
fn a_pending_change_that_is_a_link_is_not_followed() {
    let outside = Folder::new();
    let folder = Folder::new();
    drop(exclusive(&folder.disk()));
    symlink(outside.root(), folder.root().join(".pleiad/pending")).unwrap();
    let refused = folder.recover();
    assert!(
        matches!(refused, Err(RecoveryError::Damaged { .. })),
        "{refused:?}"
    );
}

#[test]
fn a_new_file_never_replaces_one_that_is_there() {
    let folder = Folder::new();
    folder.write("a.toml", b"a person's");
    let outcome = folder.commit(vec![change("a.toml", None, Some(b"new"))]);
    assert!(matches!(outcome, Err(CommitError::ChangedMeanwhile { .. })));
    assert_eq!(folder.files()["a.toml"], b"a person's");
}

#[test]
fn modes_are_kept_and_private_files_are_the_owners_alone() {
    let folder = Folder::new();
    folder.write("a.toml", b"old");
    fs::set_permissions(
        folder.root().join("a.toml"),
        PermissionsExt::from_mode(0o640),
    )
    .unwrap();
    folder
        .commit(vec![
            change("a.toml", Some(b"old"), Some(b"new")),
            change("private/notes/x.toml", None, Some(b"secret")),
        ])
        .unwrap();
    assert_eq!(mode(&folder, "a.toml"), 0o640);
    for place in [
        "private/notes/x.toml",
        ".pleiad/lock",
        ".pleiad/ops/00000001/manifest",
    ] {
        assert_eq!(mode(&folder, place), 0o600, "{place}");
    }
    for place in [
        "private",
        "private/notes",
        ".pleiad",
        ".pleiad/ops",
        ".pleiad/ops/00000001",
    ] {
        assert_eq!(mode(&folder, place), 0o700, "{place}");
    }
    for place in ["private/.gitignore", ".pleiad/.gitignore"] {
        assert_eq!(
            fs::read(folder.root().join(place)).unwrap(),
            b"*\n",
            "{place}"
        );
    }
}

#[test]
fn nothing_is_written_through_links_or_over_directories_and_pipes() {
    let outside = Folder::new();
    outside.write("victim.toml", b"outside");
    for (place, odd) in [
        ("file", "a.toml"),
        ("directory", "d/a.toml"),
        ("odd", "odd"),
        ("pipe", "pipe"),
    ] {
        let folder = Folder::new();
        folder.write("b.toml", b"old");
        symlink(
            outside.root().join("victim.toml"),
            folder.root().join("a.toml"),
        )
        .unwrap();
        symlink(outside.root(), folder.root().join("d")).unwrap();
        fs::create_dir(folder.root().join("odd")).unwrap();
        std::process::Command::new("mkfifo")
            .arg(folder.root().join("pipe"))
            .status()
            .unwrap();
        for before in [None, Some(&b"outside"[..])] {
            let outcome = folder.commit(vec![
                change("b.toml", Some(b"old"), Some(b"new")),
                change(odd, before, Some(b"new")),
            ]);
            assert!(
                matches!(
                    outcome,
                    Err(CommitError::Disk(
                        DiskError::Link { .. } | DiskError::NotAFile { .. }
                    ))
                ),
                "{place}: {outcome:?}"
            );
            assert_eq!(fs::read(folder.root().join("b.toml")).unwrap(), b"old");
        }
    }
    assert_eq!(outside.files()["victim.toml"], b"outside");
}

#[test]
fn reading_stays_inside_the_folder_and_never_waits_for_a_pipe() {
    let outside = Folder::new();
    outside.write("secret.toml", b"outside");
    let folder = Folder::new();
    folder.write("real/a.toml", b"inside");
    symlink("real/a.toml", folder.root().join("in.toml")).unwrap();
    symlink("real", folder.root().join("linked")).unwrap();
    symlink(
        outside.root().join("secret.toml"),
        folder.root().join("out.toml"),
    )
    .unwrap();
    symlink(outside.root(), folder.root().join("outdir")).unwrap();
    symlink("loop.toml", folder.root().join("loop.toml")).unwrap();
    symlink("nowhere", folder.root().join("dangling.toml")).unwrap();
    std::process::Command::new("mkfifo")
        .arg(folder.root().join("pipe"))
        .status()
        .unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.root().join("socket")).unwrap();
    fs::File::create(folder.root().join("huge.toml"))
        .unwrap()
        .set_len(16 * 1024 * 1024 + 1)
        .unwrap();
    let disk = folder.disk();
    let read = |place: &str| disk.read(&path(place));
    assert_eq!(read("in.toml").unwrap(), b"inside");
    assert_eq!(read("linked/a.toml").unwrap(), b"inside");
    assert!(matches!(read("out.toml"), Err(DiskError::Outside { .. })));
    assert!(matches!(
        read("outdir/secret.toml"),
        Err(DiskError::Outside { .. })
    ));
    assert!(disk.list(&path("outdir")).is_err());
    assert!(read("loop.toml").is_err());
    assert!(read("dangling.toml").is_err());
    for odd in ["pipe", "socket", "real"] {
        assert!(
            matches!(read(odd), Err(DiskError::NotAFile { .. })),
            "{odd}"
        );
    }
    let Err(error @ DiskError::TooLarge { .. }) = read("huge.toml") else {
        panic!()
    };
    assert!(error.to_string().contains("16 MB"), "{error}");
}

#[test]
fn a_linked_store_is_refused() {
    let outside = Folder::new();
    let folder = Folder::new();
    symlink(outside.root(), folder.root().join(".pleiad")).unwrap();
    let locked =
        pleiad::store::lock::exclusive(&folder.disk(), &crate::folder::request(), &mut |_| {});
    assert!(locked.is_err());
    assert!(outside.files().is_empty());
}

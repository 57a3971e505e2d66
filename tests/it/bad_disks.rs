//! Disks that refuse: a folder that is mounted read-only, and a disk that is full at every point of a change.

use crate::bad_input::{REFUSED, nested, without_lock};
use crate::folder::Files;
use crate::program::Program;
use std::io::{self, Write as _};

/// Commands that write: one file, another, a new one, and back.
const WRITES: [&[&str]; 4] = [
    &["participant", "pause", "ada"],
    &["note", "ada", "-m", "hello"],
    &["enroll", "Kim Park", "--mentee"],
    &["undo"],
];

const READ_ONLY: &str = r#"
mount --bind "$PWD/inner" "$PWD/inner"
mount -o remount,bind,ro "$PWD/inner"
exec pleiad -C "$PWD/inner" "$@""#;

/// The first word is the number of bytes that are free; what the folder comes to lies in `after`.
const FULL: &str = r#"
free=$1; shift
mkdir full
mount -t tmpfs -o size=2m tmpfs full
cp -a inner full/
cat /dev/zero > full/fill 2>/dev/null || true
truncate -s "-$free" full/fill
code=0; pleiad -C full/inner "$@" || code=$?
cp -a full/inner after
exit $code"#;

/// Bytes that a file takes at least.
const PAGE: usize = 4096;

/// The nested program with something to undo; none, said aloud, where this system does not let one mount.
fn mountable() -> Option<Program> {
    let outer = nested();
    outer.done(&["-C", "inner", "objective", "reading", "rota", "1"]);
    let probe = "mkdir probe; mount -t tmpfs tmpfs probe; umount probe; rmdir probe";
    if outer.script_with_mounts::<&str>(probe, &[]).run().code == Some(0) {
        return Some(outer);
    }
    let _ = writeln!(
        io::stderr(),
        "SKIPPED: nothing may be mounted here, so no folder is read-only and no disk full"
    );
    None
}

#[test]
fn a_read_only_folder_is_read_and_never_written() {
    let Some(outer) = mountable() else { return };
    let before = outer.everything();
    for words in [
        &["summary"][..],
        &["participant", "list"],
        &["check"],
        &["history"],
        &["enroll", "Kim", "--mentee", "-n"],
    ] {
        let output = outer.script_with_mounts(READ_ONLY, words).run();
        assert_eq!(output.code, Some(0), "{words:?}: {output:#?}");
        assert_eq!(
            output.stdout,
            outer.run(&[&["-C", "inner"], words].concat()).stdout
        );
    }
    for words in WRITES {
        let output = outer.script_with_mounts(READ_ONLY, words).run();
        assert_eq!(output.code, Some(REFUSED), "{words:?}: {output:#?}");
        assert!(
            output.stderr.to_lowercase().contains("read-only"),
            "{words:?}: {output:#?}"
        );
        assert_eq!(output.stdout, "", "{words:?}");
    }
    assert_eq!(without_lock(outer.everything()), without_lock(before));
}

#[test]
fn a_full_disk_refuses_the_whole_change() {
    for words in WRITES {
        let Some(expected) = mountable() else { return };
        let old = inner(&expected, "inner");
        expected.done(&[&["-C", "inner"], words].concat());
        let new = inner(&expected, "inner");
        assert_ne!(old, new);
        let mut is_done = false;
        for pages in 0..16 {
            let Some(outer) = mountable() else { return };
            let free = (pages * PAGE).to_string();
            let output = outer
                .script_with_mounts(FULL, &[&[free.as_str()], words].concat())
                .run();
            let what = format!("{words:?} with {pages} pages free: {output:#?}");
            is_done = output.code == Some(0);
            assert_eq!(
                inner(&outer, "after"),
                if is_done { new.clone() } else { old.clone() },
                "{what}"
            );
            assert!(is_done || output.code == Some(REFUSED), "{what}");
            assert!(
                is_done || output.stderr.to_lowercase().contains("no space"),
                "{what}"
            );
            assert!(!is_done || 0 < pages, "{what}");
        }
        assert!(is_done, "{words:?} needs more than the pages of this test");
    }
}

/// The user's files of a program that lies in a folder of another.
fn inner(outer: &Program, folder: &str) -> Files {
    let mut files = outer.files();
    files.retain(|path, _| path.starts_with(folder) && !path.contains("/.pleiad/"));
    files
        .into_iter()
        .map(|(path, bytes)| (path[folder.len()..].to_owned(), bytes))
        .collect()
}

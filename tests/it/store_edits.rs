//! A person's edit, saved between any two calls of a commit, is never lost: it is in the file, or kept and reported.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pleiad::store::commit::{CommitError, commit};
use pleiad::store::faults::{Call, Fault, Faults};
use pleiad::store::kept;
use pleiad::store::lock;
use pleiad::store::recovery::{RecoveryError, recover};

use crate::folder::{Files, Folder, changes_between, request, transaction, write};

const EDIT: &[u8] = b"what a person wrote\n";

/// How a person's editor saves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Save {
    /// A new file renamed over the old one.
    Rename,
    /// The file opened, truncated and written.
    InPlace,
    /// Written through a handle opened long before.
    OpenHandle,
    /// Not saved but deleted.
    Delete,
}

fn save(root: &Path, place: &str, how: Save, handle: &mut Option<File>) {
    let target = root.join(place);
    match how {
        Save::Rename => {
            let temporary = root.join("4913");
            fs::write(&temporary, EDIT).unwrap();
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::rename(temporary, target).unwrap();
        }
        Save::InPlace => write(root, place, EDIT),
        Save::OpenHandle => {
            if let Some(file) = handle {
                file.set_len(0).unwrap();
                file.rewind().unwrap();
                file.write_all(EDIT).unwrap();
            }
        }
        Save::Delete => {
            let _ = fs::remove_file(target);
        }
    }
}

fn states() -> (Files, Files) {
    let file = |place: &str, text: &str| (place.to_owned(), text.as_bytes().to_vec());
    let old = Files::from([
        file("a.toml", "old a"),
        file("b.toml", "old b"),
        file("c.toml", "old c"),
        file("z.toml", "old z"),
    ]);
    let new = Files::from([
        file("a.toml", "new a"),
        file("b.toml", "new b"),
        file("d/d.toml", "new d"),
        file("z.toml", "new z"),
    ]);
    (old, new)
}

/// Where the person's bytes are to be found after the next command has looked after the folder.
fn places_of_edit(folder: &Folder) -> Vec<PathBuf> {
    let files = folder.files().into_keys().map(PathBuf::from);
    let kept = kept::list(&folder.disk()).unwrap();
    files
        .chain(kept)
        .filter(|place| fs::read(folder.root().join(place)).unwrap() == EDIT)
        .collect()
}

fn edit_at_every_call(place: &'static str, how: Save, kill_after: Option<u64>) {
    let (old, new) = states();
    for at in 0.. {
        let folder = Folder::with(&old);
        let mut handle = match how {
            Save::OpenHandle => OpenOptions::new()
                .write(true)
                .open(folder.root().join(place))
                .ok(),
            Save::Rename | Save::InPlace | Save::Delete => None,
        };
        let edit = move |call: Call| {
            if call.number == at {
                save(call.root, place, how, &mut handle);
            }
        };
        let mut plan = Faults::none().without_sync().watched_by(edit);
        if let Some(calls) = kill_after {
            plan = plan.with(at + calls, Fault::Kill);
        }
        let plan = Arc::new(plan);
        let outcome = {
            let disk = folder.disk_with(&plan);
            match lock::exclusive(&disk, &request(), &mut |_| {}) {
                Ok(guard) => recover(&guard)
                    .ok()
                    .map(|_| commit(&guard, &transaction(changes_between(&old, &new)))),
                Err(_) => None,
            }
        };
        let is_over = plan.count() <= at;
        let context = format!(
            "{how:?} of {place} at call {at} ({:?}), killed after {kill_after:?}: {outcome:?}",
            plan.calls().get(usize::try_from(at).unwrap())
        );
        if kill_after.is_none() {
            assert_told(&folder, (&old, &new), place, &outcome.unwrap(), &context);
        }
        let recovered = folder.recover();
        if !is_over && how != Save::Delete {
            assert_not_lost(&folder, place, &recovered, &context);
        }
        assert_others_whole(&folder, (&old, &new), place, &context);
        // Whatever it was, it is settled now.
        assert!(folder.recover().is_ok(), "{context}");
        if is_over {
            break;
        }
    }
}

/// What the command said of the edited file and of the others must be so.
fn assert_told(
    folder: &Folder,
    (old, new): (&Files, &Files),
    place: &str,
    outcome: &Result<Option<pleiad::store::operations::OperationNumber>, CommitError>,
    context: &str,
) {
    let others = match outcome {
        Ok(_) => new,
        Err(
            CommitError::ChangedMeanwhile { paths } | CommitError::EditedDuringWrite { paths, .. },
        ) => {
            assert_eq!(
                paths.iter().map(ToString::to_string).collect::<Vec<_>>(),
                [place],
                "{context}"
            );
            old
        }
        Err(error) => panic!("{context}: {error}"),
    };
    let mut found = folder.files();
    let mut expected = others.clone();
    found.remove(place);
    expected.remove(place);
    assert_eq!(found, expected, "{context}");
}

fn assert_not_lost(
    folder: &Folder,
    place: &str,
    recovered: &Result<pleiad::store::recovery::Recovered, RecoveryError>,
    context: &str,
) {
    let places = places_of_edit(folder);
    let is_in_its_file = places.contains(&PathBuf::from(place));
    let reported: Vec<PathBuf> = match recovered {
        Ok(recovered) => recovered
            .late_edits
            .iter()
            .map(|kept| kept.kept_as.clone())
            .collect(),
        Err(RecoveryError::Diverged { files, .. }) => files
            .iter()
            .filter_map(|file| file.kept_as.clone())
            .collect(),
        Err(error) => panic!("{context}: {error}"),
    };
    let is_reported = places.iter().any(|place| reported.contains(place));
    let has_no_file_to_write_into =
        places.is_empty() && place == "d/d.toml" && context.starts_with("OpenHandle");
    assert!(
        is_in_its_file || is_reported || has_no_file_to_write_into,
        "{context}: lost, found in {places:?}, reported {reported:?}"
    );
}

fn assert_others_whole(folder: &Folder, (old, new): (&Files, &Files), place: &str, context: &str) {
    let without = |files: &Files| {
        let mut files = files.clone();
        files.remove(place);
        files.remove("4913");
        files
    };
    let found = without(&folder.files());
    assert!(
        found == without(old) || found == without(new),
        "{context}: {found:?}"
    );
}

const SAVES: [Save; 4] = [Save::Rename, Save::InPlace, Save::OpenHandle, Save::Delete];

#[test]
fn an_edit_of_a_file_being_changed_is_never_lost() {
    for how in SAVES {
        edit_at_every_call("b.toml", how, None);
        edit_at_every_call("z.toml", how, None);
    }
}

#[test]
fn an_edit_of_a_file_being_deleted_is_never_lost() {
    for how in SAVES {
        edit_at_every_call("c.toml", how, None);
    }
}

#[test]
fn an_edit_of_a_file_being_created_is_never_lost() {
    for how in SAVES {
        edit_at_every_call("d/d.toml", how, None);
    }
}

#[test]
fn an_edit_before_a_crash_is_never_lost() {
    for calls in [1, 2, 3, 5, 8, 13] {
        for how in SAVES {
            for place in ["b.toml", "c.toml", "d/d.toml"] {
                edit_at_every_call(place, how, Some(calls));
            }
        }
    }
}

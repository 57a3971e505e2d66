//! A person's edit, saved between any two calls of a commit, is never lost: it is in the file, or kept and reported.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::Arc;

use pleiad::store::commit::{CommitError, commit};
use pleiad::store::disk_error::Step;
use pleiad::store::faults::{Call, Fault, Faults};
use pleiad::store::kept::{self, KeptPath};
use pleiad::store::lock;
use pleiad::store::operations::OperationNumber;
use pleiad::store::recovery::{Recovered, RecoveryError, recover};

use crate::folder::{Files, Folder, change, changes_between, request, transaction, write};
use crate::store_faults::FAULTS;

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

/// What else happens while the person saves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scene {
    /// A commit runs undisturbed.
    Commit,
    /// A commit runs and dies so many calls after the person has saved.
    DyingCommit(u64),
    /// A commit is being taken back, since another file was saved in its last moment.
    TakenBack,
    /// A commit has died and its recovery runs.
    Recovery,
}

/// What the commands of a scene said.
#[derive(Debug, Default)]
struct Said {
    edited: Vec<String>,
    kept: Vec<KeptPath>,
    is_done: bool,
    is_interrupted: bool,
}

impl Said {
    fn hear_recovery(&mut self, outcome: Result<Recovered, RecoveryError>, is_dying: bool) {
        match outcome {
            Ok(recovered) => self
                .kept
                .extend(recovered.late_edits.into_iter().map(|kept| kept.kept_as)),
            Err(RecoveryError::Diverged { files, .. }) => {
                self.edited
                    .extend(files.iter().map(|file| file.path.to_string()));
                self.kept
                    .extend(files.into_iter().filter_map(|file| file.kept_as));
            }
            Err(RecoveryError::Disk(_)) if is_dying => {}
            Err(error) => panic!("{error}"),
        }
    }

    fn hear_commit(&mut self, outcome: Result<Option<OperationNumber>, CommitError>) {
        match outcome {
            Ok(_) => self.is_done = true,
            Err(CommitError::ChangedMeanwhile { paths }) => {
                self.edited.extend(paths.iter().map(ToString::to_string));
            }
            Err(CommitError::EditedDuringWrite { paths, kept }) => {
                self.edited.extend(paths.iter().map(ToString::to_string));
                self.kept.extend(kept.into_iter().map(|kept| kept.kept_as));
            }
            Err(CommitError::Interrupted { .. }) => self.is_interrupted = true,
            Err(CommitError::Disk(_) | CommitError::NoSpace { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// Saves at every call in turn, and looks each time that nothing is lost and that what was said is so.
fn save_at_every_call(scene: Scene, place: &'static str, how: Save) {
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
        let has_saved = how != Save::OpenHandle || handle.is_some();
        if scene == Scene::Recovery {
            crash_before(&folder, Step::Exchange, "b.toml");
        }
        let mut is_other_saved = false;
        let mut plan = Faults::none().without_sync().watched_by(move |call: Call| {
            let is_last_moment = call.step == Step::Exchange && call.path == Path::new("z.toml");
            if scene == Scene::TakenBack && is_last_moment && !is_other_saved {
                is_other_saved = true;
                save(call.root, "z.toml", Save::Rename, &mut None);
            }
            if call.number == at {
                save(call.root, place, how, &mut handle);
            }
        });
        if let Scene::DyingCommit(calls) = scene {
            plan = plan.with(at + calls, Fault::Kill);
        }
        let plan = Arc::new(plan);
        let mut said = Said::default();
        if let Ok(guard) = lock::exclusive(&folder.disk_with(&plan), &request(), &mut |_| {}) {
            let recovered = recover(&guard);
            let goes_on = recovered.is_ok() && scene != Scene::Recovery;
            said.hear_recovery(recovered, matches!(scene, Scene::DyingCommit(_)));
            if goes_on {
                said.hear_commit(commit(&guard, &transaction(changes_between(&old, &new))));
            }
        }
        let is_over = plan.count() <= at;
        let call = plan.calls().get(usize::try_from(at).unwrap()).cloned();
        let context = format!("{scene:?}, {how:?} of {place} at call {at} {call:?}: {said:?}");
        if matches!(scene, Scene::Commit | Scene::TakenBack) {
            assert_others_as_said(&folder, (&old, &new), (scene, place), &said, &context);
        }
        said.hear_recovery(folder.recover(), false);
        assert_others_whole(&folder, (&old, &new), (scene, place), &context);
        if is_over {
            return;
        }
        if has_saved {
            assert_not_lost(&folder, (place, how), &said, &context);
        }
        // Whatever it was, it is settled now.
        assert_eq!(folder.recover().unwrap(), Recovered::default(), "{context}");
    }
}

/// The files but those that a person saved.
fn others(files: &Files, scene: Scene, place: &str) -> Files {
    let mut files = files.clone();
    files.remove(place);
    if scene == Scene::TakenBack {
        files.remove("z.toml");
    }
    files
}

fn assert_others_as_said(
    folder: &Folder,
    (old, new): (&Files, &Files),
    (scene, place): (Scene, &str),
    said: &Said,
    context: &str,
) {
    let promised = if said.is_done { new } else { old };
    assert_eq!(
        others(&folder.files(), scene, place),
        others(promised, scene, place),
        "{context}"
    );
    if !said.is_done {
        let is_saved =
            |name: &String| name == place || (scene == Scene::TakenBack && name == "z.toml");
        assert!(
            !said.edited.is_empty() && said.edited.iter().all(is_saved),
            "{context}"
        );
    }
}

fn assert_others_whole(
    folder: &Folder,
    (old, new): (&Files, &Files),
    (scene, place): (Scene, &str),
    context: &str,
) {
    let found = others(&folder.files(), scene, place);
    let is_whole = found == others(old, scene, place) || found == others(new, scene, place);
    assert!(is_whole, "{context}: {found:?}");
}

fn assert_not_lost(folder: &Folder, (place, how): (&str, Save), said: &Said, context: &str) {
    let holds = |expected: Option<&[u8]>, place: &Path| {
        fs::read(folder.root().join(place)).ok().as_deref() == expected
    };
    match how {
        Save::Rename | Save::InPlace => assert!(
            holds(Some(EDIT), Path::new(place)),
            "{context}: not in its file"
        ),
        Save::Delete => {
            let is_reported = said.edited.iter().any(|edited| edited == place);
            assert!(
                !is_reported || holds(None, Path::new(place)),
                "{context}: came back"
            );
        }
        Save::OpenHandle => {
            let is_kept = said
                .kept
                .iter()
                .any(|kept| holds(Some(EDIT), kept.as_path()));
            assert!(
                is_kept || holds(Some(EDIT), Path::new(place)),
                "{context}: lost"
            );
        }
    }
    let kept = kept::list(&folder.disk()).unwrap();
    assert!(
        kept.iter().all(|kept| said.kept.contains(kept)),
        "{context}: kept without a word: {kept:?}"
    );
}

const SAVES: [Save; 4] = [Save::Rename, Save::InPlace, Save::OpenHandle, Save::Delete];

fn save_in_every_way(scene: Scene) {
    // Files that are changed, deleted and created.
    for place in ["b.toml", "c.toml", "d/d.toml"] {
        for how in SAVES {
            save_at_every_call(scene, place, how);
        }
    }
}

#[test]
fn an_edit_during_a_commit_is_never_lost() {
    save_in_every_way(Scene::Commit);
}

#[test]
fn an_edit_while_a_commit_is_taken_back_is_never_lost() {
    save_in_every_way(Scene::TakenBack);
}

#[test]
fn an_edit_shortly_before_a_crash_is_never_lost() {
    for calls in [1, 3, 7] {
        save_in_every_way(Scene::DyingCommit(calls));
    }
}

#[test]
fn an_edit_during_recovery_is_never_lost() {
    save_in_every_way(Scene::Recovery);
}

#[test]
fn a_commit_that_is_taken_back_may_fail_at_any_call() {
    let (old, new) = states();
    for fault in FAULTS {
        for at in 0.. {
            let folder = Folder::with(&old);
            let plan = Faults::none()
                .without_sync()
                .with(at, fault)
                .watched_by(|call| {
                    if call.step == Step::Exchange && call.path == Path::new("z.toml") {
                        save(call.root, "z.toml", Save::Rename, &mut None);
                    }
                });
            let plan = Arc::new(plan);
            let mut said = Said::default();
            if let Ok(guard) = lock::exclusive(&folder.disk_with(&plan), &request(), &mut |_| {})
                && recover(&guard).is_ok()
            {
                said.hear_commit(commit(&guard, &transaction(changes_between(&old, &new))));
            }
            let context = format!("{fault:?} at call {at} {:?}: {said:?}", plan.calls().last());
            let scene = Scene::TakenBack;
            if fault != Fault::Kill && !said.is_interrupted {
                assert_eq!(
                    others(&folder.files(), scene, ""),
                    others(&old, scene, ""),
                    "{context}"
                );
            }
            said.hear_recovery(folder.recover(), false);
            assert_others_whole(&folder, (&old, &new), (scene, ""), &context);
            if said.is_interrupted && !matches!(fault, Fault::Kill | Fault::Sticky(_)) {
                assert_eq!(
                    others(&folder.files(), scene, ""),
                    others(&new, scene, ""),
                    "{context}"
                );
            }
            if plan.calls().contains(&(Step::Exchange, "z.toml".into())) {
                assert_eq!(folder.files()["z.toml"], EDIT, "{context}");
            }
            if plan.count() <= at {
                break;
            }
        }
    }
}

#[test]
fn an_edit_that_came_out_just_before_a_crash_goes_back_into_its_file() {
    let (old, new) = states();
    let folder = Folder::with(&old);
    crash_before(&folder, Step::Exchange, "z.toml");
    // As if the edit had come out of the exchange and the process had died before it could look.
    fs::write(
        folder
            .root()
            .join(".pleiad/pending")
            .join(index_of("b.toml")),
        EDIT,
    )
    .unwrap();
    let Err(RecoveryError::Diverged { files, .. }) = folder.recover() else {
        panic!()
    };
    assert_eq!(files[0].path.as_str(), "b.toml");
    assert_eq!(folder.files()["b.toml"], EDIT);
    let kept = folder
        .root()
        .join(files[0].kept_as.as_ref().unwrap().as_path());
    assert_eq!(fs::read(kept).unwrap(), new["b.toml"]);
}

/// Under which name a file's counterpart lies in the change.
fn index_of(place: &str) -> String {
    let (old, new) = states();
    let changes = changes_between(&old, &new);
    changes
        .iter()
        .position(|change| change.path.as_str() == place)
        .unwrap()
        .to_string()
}

/// Kills a commit just before its call for `step` on `place`.
fn crash_before(folder: &Folder, step: Step, place: &'static str) {
    let (old, new) = states();
    let find = Arc::new(Faults::none().without_sync());
    let rehearsal = Folder::with(&old);
    commit_with(&rehearsal, &find, &new).unwrap();
    let at = find
        .calls()
        .iter()
        .rposition(|call| *call == (step, place.into()));
    let at = u64::try_from(at.unwrap()).unwrap();
    let plan = Arc::new(Faults::none().without_sync().with(at, Fault::Kill));
    commit_with(folder, &plan, &new).unwrap_err();
}

fn commit_with(
    folder: &Folder,
    plan: &Arc<Faults>,
    new: &Files,
) -> Result<Option<OperationNumber>, CommitError> {
    let guard = lock::exclusive(&folder.disk_with(plan), &request(), &mut |_| {}).unwrap();
    recover(&guard).unwrap();
    commit(&guard, &transaction(changes_between(&folder.files(), new)))
}

#[test]
fn an_interrupted_change_is_finished_around_a_persons_edit() {
    let (old, mut new) = states();
    let folder = Folder::with(&old);
    crash_before(&folder, Step::Exchange, "b.toml");
    folder.write("b.toml", EDIT);
    let Err(RecoveryError::Diverged { files, .. }) = folder.recover() else {
        panic!()
    };
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].path.as_str(), "b.toml");
    let kept = folder
        .root()
        .join(files[0].kept_as.as_ref().unwrap().as_path());
    assert_eq!(fs::read(kept).unwrap(), new["b.toml"]);
    new.insert("b.toml".into(), EDIT.to_vec());
    assert_eq!(folder.files(), new);
    // The next command goes its way.
    assert_eq!(folder.recover().unwrap(), Recovered::default());
    folder
        .commit(vec![change("b.toml", Some(EDIT), Some(b"next"))])
        .unwrap();
}

#[test]
fn a_recovery_that_dies_after_keeping_a_version_leaves_the_report_to_the_next() {
    let (old, _) = states();
    let folder = Folder::with(&old);
    crash_before(&folder, Step::Exchange, "b.toml");
    folder.write("b.toml", EDIT);
    let mut reports = 0;
    for at in 0.. {
        let crashed = folder.copy();
        let plan = Arc::new(Faults::none().without_sync().with(at, Fault::Kill));
        let first = lock::exclusive(&crashed.disk_with(&plan), &request(), &mut |_| {})
            .map(|guard| recover(&guard));
        if matches!(first, Ok(Err(RecoveryError::Diverged { .. }))) {
            break;
        }
        let is_filed = crashed.root().join(".pleiad/ops/00000001").exists();
        match crashed.recover() {
            Err(RecoveryError::Diverged { files, .. }) => {
                assert!(files[0].kept_as.is_some(), "killed at call {at}");
                reports += 1;
            }
            // Only the very last calls, after the operation was filed, leave nothing to say.
            Ok(_) => assert!(is_filed, "killed at call {at}"),
            Err(error) => panic!("{error}"),
        }
    }
    assert!(20 < reports, "{reports}");
}

#[test]
fn an_edit_saved_in_the_last_moment_takes_the_whole_change_back() {
    for (how, before) in [
        (Save::Rename, "a.toml"),
        (Save::InPlace, "b.toml"),
        (Save::OpenHandle, "z.toml"),
    ] {
        let (old, new) = states();
        let folder = Folder::with(&old);
        let mut handle = OpenOptions::new()
            .write(true)
            .open(folder.root().join("b.toml"))
            .ok();
        let mut is_saved = false;
        let plan = Faults::none().watched_by(move |call| {
            if !is_saved && call.step == Step::Exchange && call.path == Path::new(before) {
                is_saved = true;
                save(call.root, "b.toml", how, &mut handle);
            }
        });
        let outcome = commit_with(&folder, &Arc::new(plan), &new);
        let Err(CommitError::EditedDuringWrite { paths, kept }) = outcome else {
            panic!("{how:?}: {outcome:?}")
        };
        assert_eq!((paths.len(), paths[0].as_str()), (1, "b.toml"));
        assert!(kept.is_empty());
        let mut expected = old.clone();
        expected.insert("b.toml".into(), EDIT.to_vec());
        assert_eq!(folder.files(), expected, "{how:?}");
    }
}

#[test]
fn what_an_editor_saves_into_a_replaced_file_is_kept_and_reported() {
    let (old, new) = states();
    let folder = Folder::with(&old);
    let mut handle = OpenOptions::new()
        .write(true)
        .open(folder.root().join("b.toml"))
        .ok();
    folder.commit(changes_between(&old, &new)).unwrap();
    save(folder.root(), "b.toml", Save::OpenHandle, &mut handle);
    let late_edits = folder.recover().unwrap().late_edits;
    assert_eq!(late_edits.len(), 1);
    assert_eq!(late_edits[0].path.as_str(), "b.toml");
    assert_eq!(
        fs::read(folder.root().join(late_edits[0].kept_as.as_path())).unwrap(),
        EDIT
    );
    assert_eq!(folder.recover().unwrap().late_edits, []);
    assert_eq!(folder.files(), new);
}

const PERSON: &str = "participants/ada.toml";
const PERSON_BEFORE: &[u8] = b"name = \"Ada\"\nteam = \"a\"\nlevel = \"b\"\n";
const PERSON_AFTER: &[u8] = b"name = \"Ada\"\nteam = \"changed\"\nlevel = \"b\"\n";
const PERSON_EDITED: &[u8] = b"name = \"Ada\"  # by hand\nteam = \"a\"\nlevel = \"edited\"\n";
const PERSON_MERGED: &[u8] = b"name = \"Ada\"  # by hand\nteam = \"changed\"\nlevel = \"edited\"\n";

/// A change of one person that died before its file was exchanged, and an edit of that file since.
fn interrupted_and_edited(edit: &[u8]) -> Folder {
    let before = Files::from([(PERSON.to_owned(), PERSON_BEFORE.to_vec())]);
    let after = Files::from([(PERSON.to_owned(), PERSON_AFTER.to_vec())]);
    let find = Arc::new(Faults::none().without_sync());
    commit_with(&Folder::with(&before), &find, &after).unwrap();
    let is_exchange = |call: &(Step, std::path::PathBuf)| *call == (Step::Exchange, PERSON.into());
    let at = u64::try_from(find.calls().iter().rposition(is_exchange).unwrap()).unwrap();
    let folder = Folder::with(&before);
    let plan = Arc::new(Faults::none().without_sync().with(at, Fault::Kill));
    commit_with(&folder, &plan, &after).unwrap_err();
    folder.write(PERSON, edit);
    folder
}

#[test]
fn an_interrupted_change_and_an_edit_of_other_fields_are_both_in_the_file() {
    let folder = interrupted_and_edited(PERSON_EDITED);
    let recovered = folder.recover().unwrap();
    assert_eq!(recovered.merged.len(), 1);
    assert_eq!(folder.files()[PERSON], PERSON_MERGED);
    assert_eq!(folder.recover().unwrap(), Recovered::default());
}

#[test]
fn an_interrupted_change_and_an_edit_of_the_same_field_are_both_kept() {
    let edit = b"name = \"Ada\"\nteam = \"edited\"\nlevel = \"b\"\n";
    let folder = interrupted_and_edited(edit);
    let Err(RecoveryError::Diverged { files, .. }) = folder.recover() else {
        panic!()
    };
    let kept = folder
        .root()
        .join(files[0].kept_as.as_ref().unwrap().as_path());
    assert_eq!(fs::read(kept).unwrap(), PERSON_AFTER);
    assert_eq!(folder.files()[PERSON], edit);
}

#[test]
fn a_recovery_that_dies_while_it_merges_is_finished_by_the_next() {
    let folder = interrupted_and_edited(PERSON_EDITED);
    for at in 0.. {
        let crashed = folder.copy();
        let plan = Arc::new(Faults::none().without_sync().with(at, Fault::Kill));
        let first = lock::exclusive(&crashed.disk_with(&plan), &request(), &mut |_| {})
            .map(|guard| recover(&guard));
        let is_done = matches!(first, Ok(Ok(_)));
        crashed.recover().unwrap();
        assert_eq!(
            crashed.files()[PERSON],
            PERSON_MERGED,
            "killed at call {at}"
        );
        // The version before the change is what undo needs.
        let old = crashed.root().join(".pleiad/ops/00000001/0");
        assert_eq!(fs::read(old).unwrap(), PERSON_BEFORE, "killed at call {at}");
        if is_done {
            assert!(20 < at, "{at}");
            return;
        }
    }
}

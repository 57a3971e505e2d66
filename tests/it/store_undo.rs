//! Undo and redo give back the very bytes, as far as nobody has changed them since.

use pleiad::store::operations::{self, OperationNumber};
use pleiad::store::undo::{UndoError, plan_redo, plan_undo, redo, undo};

use proptest::prelude::*;

use crate::folder::{Files, Folder, change, changes_between, exclusive, label, path, today};

fn undo_last(folder: &Folder) -> Result<Option<OperationNumber>, UndoError> {
    undo(&exclusive(&folder.disk()), None, label("undone"), today())
}

fn redo_last(folder: &Folder) -> Result<Option<OperationNumber>, UndoError> {
    redo(&exclusive(&folder.disk()), label("redone"), today())
}

#[test]
fn undo_goes_back_step_by_step_and_redo_forth_again() {
    let folder = Folder::new();
    let mut states = vec![folder.files()];
    for after in [
        Files::from([("a.toml".into(), b"1".to_vec())]),
        Files::from([
            ("a.toml".into(), b"2".to_vec()),
            ("p/b.toml".into(), b"x".to_vec()),
        ]),
        Files::from([("p/b.toml".into(), b"y".to_vec())]),
    ] {
        folder
            .commit(changes_between(states.last().unwrap(), &after))
            .unwrap();
        states.push(after);
    }
    for _ in 0..2 {
        for state in states.iter().rev().skip(1) {
            undo_last(&folder).unwrap();
            assert_eq!(folder.files(), *state);
        }
        assert!(matches!(undo_last(&folder), Err(UndoError::NothingToUndo)));
        for state in states.iter().skip(1) {
            redo_last(&folder).unwrap();
            assert_eq!(folder.files(), *state);
        }
        assert!(matches!(redo_last(&folder), Err(UndoError::NothingToRedo)));
    }
}

#[test]
fn something_new_after_an_undo_ends_redo() {
    let folder = Folder::new();
    folder
        .commit(vec![change("a.toml", None, Some(b"1"))])
        .unwrap();
    undo_last(&folder).unwrap();
    folder
        .commit(vec![change("b.toml", None, Some(b"1"))])
        .unwrap();
    assert!(matches!(redo_last(&folder), Err(UndoError::NothingToRedo)));
    undo_last(&folder).unwrap();
    assert!(folder.files().is_empty());
}

#[test]
fn a_named_operation_is_undone_while_later_ones_stand() {
    let folder = Folder::new();
    let first = folder
        .commit(vec![change("a.toml", None, Some(b"1"))])
        .unwrap()
        .unwrap();
    folder
        .commit(vec![change("b.toml", None, Some(b"1"))])
        .unwrap();
    let guard = exclusive(&folder.disk());
    let undone = undo(&guard, Some(first), label("undone"), today())
        .unwrap()
        .unwrap();
    assert!(matches!(
        undo(&guard, Some(first), label("undone"), today()),
        Err(UndoError::UndoneAlready(number)) if number == first
    ));
    assert_eq!(folder.files().keys().collect::<Vec<_>>(), ["b.toml"]);
    undo(&guard, Some(undone), label("undo of the undo"), today()).unwrap();
    assert_eq!(folder.files().len(), 2);
    drop(guard);
    undo_last(&folder).unwrap();
    assert_eq!(folder.files().keys().collect::<Vec<_>>(), ["b.toml"]);
}

#[test]
fn a_file_edited_since_stops_the_whole_undo() {
    let folder = Folder::new();
    folder
        .commit(vec![
            change("a.toml", None, Some(b"1")),
            change("b.toml", None, Some(b"1")),
        ])
        .unwrap();
    folder.write("b.toml", b"a person's");
    let before = folder.files();
    let outcome = undo_last(&folder);
    let Err(UndoError::ChangedSince { paths, .. }) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(paths, [path("b.toml")]);
    assert_eq!(folder.files(), before);
}

#[test]
fn a_plan_shows_both_versions_and_writes_nothing() {
    let folder = Folder::new();
    folder.write("a.toml", b"old");
    folder
        .commit(vec![change("a.toml", Some(b"old"), Some(b"new"))])
        .unwrap();
    let plan = plan_undo(&folder.disk(), None).unwrap();
    assert_eq!(plan.files.len(), 1);
    assert_eq!(plan.files[0].before.as_deref(), Some(&b"new"[..]));
    assert_eq!(plan.files[0].after.as_deref(), Some(&b"old"[..]));
    assert!(matches!(
        plan_redo(&folder.disk()),
        Err(UndoError::NothingToRedo)
    ));
    assert_eq!(operations::list(&folder.disk()).unwrap().0.len(), 1);
    assert_eq!(folder.files()["a.toml"], b"new");
}

/// Versions of a few files: each there or not, with one of a few texts.
fn state() -> impl Strategy<Value = Files> {
    let place = prop::sample::select(vec![
        "a.toml",
        "p/b.toml",
        "p/c.toml",
        "q/r/d.toml",
        "private/e.toml",
    ]);
    let bytes = prop::collection::vec(prop::sample::select(b"xy\n\r\0\xff".to_vec()), 0..4);
    prop::collection::btree_map(place.prop_map(str::to_owned), bytes, 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn any_history_is_undone_and_redone_byte_for_byte(
        first in state(),
        later in prop::collection::vec(state(), 1..50),
        detour in 0_usize..50,
    ) {
        let folder = Folder::with(&first);
        let mut states = vec![first];
        for after in later {
            let changes = changes_between(states.last().unwrap(), &after);
            if folder.commit(changes).unwrap().is_some() {
                states.push(after);
            }
        }
        let files = || {
            let mut files = folder.files();
            files.remove("private/.gitignore");
            files
        };
        let back_and_forth = [detour.min(states.len() - 1), states.len() - 1];
        for steps in back_and_forth {
            for state in states.iter().rev().skip(1).take(steps) {
                undo_last(&folder).unwrap();
                prop_assert_eq!(&files(), state);
            }
            for state in &states[states.len() - steps..] {
                redo_last(&folder).unwrap();
                prop_assert_eq!(&files(), state);
            }
            prop_assert!(matches!(redo_last(&folder), Err(UndoError::NothingToRedo)));
        }
    }
}

//! A power cut after any call: whatever the disk had not been told to hold may be missing, and the folder is whole.
//!
//! A model of a disk that is as lazy as it may be. Every call of a command is watched; what it changed becomes a write
//! into one file or a change of names, and each is durable only once its file or directories have been synced. For
//! each moment the disk is built anew from what is durable plus some of the rest, and the next command has to cope.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::{fmt, fs};

use pleiad::store::commit::commit;
use pleiad::store::disk_error::Step;
use pleiad::store::faults::{Errno, Fault, Faults};
use pleiad::store::lock::{self, Exclusive};
use pleiad::store::manifest::{Forgotten, OperationKind};
use pleiad::store::operations;
use pleiad::store::recovery::recover;
use pleiad::store::undo::undo;

use crate::folder::{
    Files, Folder, changes_between, exclusive, label, request, today, transaction,
};
use crate::store_faults::{files, many, mixed};

/// A file or directory, whatever its name.
type Node = u64;

const ROOT: Node = 0;

/// All names and contents of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Image {
    names: BTreeMap<(Node, String), Node>,
    directories: BTreeSet<Node>,
    contents: BTreeMap<Node, Vec<u8>>,
}

/// What one call has changed.
#[derive(Clone)]
enum Change {
    /// Names given and taken, all at once.
    Names(BTreeMap<(Node, String), Option<Node>>),
    /// The bytes of a file.
    Content(Node, Vec<u8>),
}

impl fmt::Debug for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Names(names) => names.iter().try_for_each(|((directory, name), node)| {
                write!(out, "{directory}/{name} is {node:?} ")
            }),
            Change::Content(node, bytes) => write!(out, "{} bytes in {node}", bytes.len()),
        }
    }
}

/// What the disk was told, in order.
#[derive(Debug, Clone)]
enum Event {
    Changed(Change),
    Synced(Node),
    SyncedAll,
}

/// Sees a folder change from call to call.
struct Watch {
    root: PathBuf,
    nodes: BTreeMap<u64, Node>,
    nodes_count: Node,
    image: Image,
    first: Image,
    events: Vec<Event>,
    /// The call that is under way, when it is a sync.
    sync: Option<Event>,
}

impl Watch {
    fn new(root: &Path) -> Watch {
        let mut watch = Watch {
            root: root.to_path_buf(),
            nodes: BTreeMap::new(),
            nodes_count: ROOT,
            image: Image::default(),
            first: Image::default(),
            events: Vec::new(),
            sync: None,
        };
        watch.image = watch.look();
        watch.first = watch.image.clone();
        watch
    }

    /// Notes what the previous call did, and whether the next one is a sync.
    fn before(&mut self, step: Option<Step>, path: &Path) {
        let now = self.look();
        let mut names = BTreeMap::new();
        for key in self.image.names.keys().chain(now.names.keys()) {
            let (old, new) = (self.image.names.get(key), now.names.get(key));
            if old != new {
                names.insert(key.clone(), new.copied());
            }
        }
        if !names.is_empty() {
            self.events.push(Event::Changed(Change::Names(names)));
        }
        for (node, bytes) in &now.contents {
            let is_new_and_empty = bytes.is_empty() && !self.image.contents.contains_key(node);
            if !is_new_and_empty && self.image.contents.get(node) != Some(bytes) {
                self.events
                    .push(Event::Changed(Change::Content(*node, bytes.clone())));
            }
        }
        self.image = now;
        self.events.extend(self.sync.take());
        self.sync = match step {
            Some(Step::Sync) => self.node_at(path).map(Event::Synced),
            Some(Step::SyncAll) => Some(Event::SyncedAll),
            _ => None,
        };
    }

    fn node_at(&self, path: &Path) -> Option<Node> {
        path.iter().try_fold(ROOT, |directory, name| {
            let key = (directory, name.to_str().unwrap().to_owned());
            self.image.names.get(&key).copied()
        })
    }

    fn look(&mut self) -> Image {
        let mut image = Image::default();
        let mut seen = BTreeSet::new();
        let root = self.root.clone();
        self.look_into(&root, ROOT, &mut image, &mut seen);
        // A number that is free again may come back for another file.
        self.nodes.retain(|number, _| seen.contains(number));
        image
    }

    fn look_into(
        &mut self,
        directory: &Path,
        node: Node,
        image: &mut Image,
        seen: &mut BTreeSet<u64>,
    ) {
        image.directories.insert(node);
        for entry in fs::read_dir(directory).unwrap() {
            let entry = entry.unwrap();
            let metadata = entry.metadata().unwrap();
            let inner = *self.nodes.entry(metadata.ino()).or_insert_with(|| {
                self.nodes_count += 1;
                self.nodes_count
            });
            seen.insert(metadata.ino());
            image
                .names
                .insert((node, entry.file_name().into_string().unwrap()), inner);
            if metadata.is_dir() {
                self.look_into(&entry.path(), inner, image, seen);
            } else {
                image
                    .contents
                    .insert(inner, fs::read(entry.path()).unwrap());
            }
        }
    }
}

/// What happened up to a moment, in order, and for each change whether the disk must hold it.
fn changes_until(events: &[Event]) -> Vec<(&Change, bool)> {
    let is_synced_later = |index: usize, node: Node| {
        events[index..].iter().any(|event| match event {
            Event::Synced(synced) => *synced == node,
            Event::SyncedAll => true,
            Event::Changed(_) => false,
        })
    };
    let changes = events.iter().enumerate().filter_map(|(index, event)| {
        let Event::Changed(change) = event else {
            return None;
        };
        let is_durable = match change {
            Change::Content(node, _) => is_synced_later(index, *node),
            // A rename from one directory to another counts as held only when both are.
            Change::Names(names) => names
                .keys()
                .all(|(directory, _)| is_synced_later(index, *directory)),
        };
        Some((change, is_durable))
    });
    changes.collect()
}

/// Which of the changes that are not durable reach the disk all the same: none, all, all but one, one alone.
fn choices(count: usize) -> Vec<Vec<bool>> {
    let mut choices = vec![vec![false; count], vec![true; count]];
    for index in 0..count {
        for rest in [false, true] {
            let mut choice = vec![rest; count];
            choice[index] = !rest;
            choices.push(choice);
        }
    }
    choices
}

/// The disk as it is found after the power cut.
fn image_after(first: &Image, all: &Image, changes: &[(&Change, bool)], choice: &[bool]) -> Image {
    let mut image = first.clone();
    let mut choice = choice.iter();
    for (change, is_durable) in changes {
        if !(*is_durable || *choice.next().unwrap()) {
            continue;
        }
        match change {
            Change::Content(node, bytes) => {
                image.contents.insert(*node, bytes.clone());
            }
            Change::Names(names) => {
                for (key, node) in names {
                    match node {
                        Some(node) => image.names.insert(key.clone(), *node),
                        None => image.names.remove(key),
                    };
                }
            }
        }
    }
    image.directories.extend(&all.directories);
    image
}

fn build(image: &Image, node: Node, path: &Path) {
    for ((_, name), inner) in image
        .names
        .range((node, String::new())..(node + 1, String::new()))
    {
        let path = path.join(name);
        if image.directories.contains(inner) {
            fs::create_dir(&path).unwrap();
            build(image, *inner, &path);
        } else {
            fs::write(
                &path,
                image.contents.get(inner).map_or(&[][..], Vec::as_slice),
            )
            .unwrap();
        }
    }
}

/// Watches a command on a folder and cuts the power after each of its changes.
fn survives_power_cuts(
    folder: &Folder,
    plan: Faults,
    (old, new): (&Files, &Files),
    command: &dyn Fn(&Exclusive),
) {
    let watch = Arc::new(Mutex::new(Watch::new(folder.root())));
    let every_directory = Arc::new(Mutex::new(Image::default()));
    let (watching, directories) = (Arc::clone(&watch), Arc::clone(&every_directory));
    let plan = plan.without_sync().watched_by(move |call| {
        let mut watch = watching.lock().unwrap();
        watch.before(Some(call.step), call.path);
        directories
            .lock()
            .unwrap()
            .directories
            .extend(&watch.image.directories);
    });
    let guard =
        lock::exclusive(&folder.disk_with(&Arc::new(plan)), &request(), &mut |_| {}).unwrap();
    recover(&guard).unwrap();
    command(&guard);
    assert_eq!(files(folder), *new);
    drop(guard);
    let watch = {
        let mut watch = watch.lock().unwrap();
        watch.before(None, Path::new(""));
        std::mem::replace(&mut *watch, Watch::new(folder.root()))
    };
    let all = every_directory.lock().unwrap().clone();
    for until in 0..=watch.events.len() {
        let changes = changes_until(&watch.events[..until]);
        let loose_count = changes.iter().filter(|(_, is_durable)| !is_durable).count();
        for choice in choices(loose_count) {
            let image = image_after(&watch.first, &all, &changes, &choice);
            let found = Folder::new();
            build(&image, ROOT, found.root());
            let context = || {
                format!(
                    "after {until} of {} events, of the loose changes {choice:?}: {:?}",
                    watch.events.len(),
                    &watch.events[..until]
                )
            };
            assert_private_is_ignored(&found);
            found
                .recover()
                .unwrap_or_else(|error| panic!("{error} {}", context()));
            let now = files(&found);
            assert!(now == *new || now == *old, "half a change {}", context());
            if until == watch.events.len() {
                assert_eq!(now, *new, "what was acknowledged is gone {}", context());
                let history = |folder: &Folder| operations::list(&folder.disk()).unwrap();
                assert_eq!(history(&found), history(folder), "{}", context());
            }
        }
    }
}

/// A private directory never stands without what keeps it out of git.
fn assert_private_is_ignored(folder: &Folder) {
    let private = folder.root().join("private");
    if private.exists() {
        assert_eq!(fs::read(private.join(".gitignore")).unwrap(), b"*\n");
    }
}

#[test]
fn a_power_cut_during_a_commit_leaves_all_or_nothing() {
    let (old, new) = mixed();
    for plan in [Faults::none(), Faults::none().without_exchange()] {
        let folder = Folder::with(&old);
        survives_power_cuts(&folder, plan, (&old, &new), &|guard| {
            commit(guard, &transaction(changes_between(&old, &new))).unwrap();
        });
    }
}

#[test]
fn a_power_cut_during_the_first_commit_of_all_leaves_all_or_nothing() {
    // No directory of the program is created here that could make the store's own durable by the way.
    let file = |text: &str| Files::from([("a".into(), text.into()), ("b".into(), text.into())]);
    let (old, new) = (file("old"), file("new"));
    let folder = Folder::with(&old);
    survives_power_cuts(&folder, Faults::none(), (&old, &new), &|guard| {
        commit(guard, &transaction(changes_between(&old, &new))).unwrap();
    });
}

#[test]
fn a_power_cut_during_a_commit_of_many_files_leaves_all_or_nothing() {
    let (old, new) = many(13);
    let folder = Folder::with(&old);
    survives_power_cuts(&folder, Faults::none(), (&old, &new), &|guard| {
        commit(guard, &transaction(changes_between(&old, &new))).unwrap();
    });
}

#[test]
fn a_power_cut_during_an_undo_leaves_all_or_nothing() {
    let (old, new) = mixed();
    let folder = Folder::with(&old);
    folder.commit(changes_between(&old, &new)).unwrap();
    survives_power_cuts(&folder, Faults::none(), (&new, &old), &|guard| {
        undo(guard, None, label("undone"), today()).unwrap();
    });
    undo(&exclusive(&folder.disk()), None, label("nothing"), today()).unwrap_err();
}

#[test]
fn a_power_cut_during_an_erasure_leaves_all_or_nothing() {
    let (old, new) = mixed();
    let folder = Folder::with(&old);
    survives_power_cuts(&folder, Faults::none(), (&old, &new), &|guard| {
        let mut erase = transaction(changes_between(&old, &new));
        erase.kind = OperationKind::Forgets(Forgotten::default());
        commit(guard, &erase).unwrap();
    });
}

#[test]
fn a_power_cut_while_a_commit_is_taken_back_leaves_all_or_nothing() {
    let (old, new) = mixed();
    for is_without_exchange in [false, true] {
        let plan = |faults: Faults| {
            if is_without_exchange {
                faults.without_exchange()
            } else {
                faults
            }
        };
        let rehearsal = Folder::with(&old);
        let seen = Arc::new(plan(Faults::none().without_sync()));
        let guard = lock::exclusive(&rehearsal.disk_with(&seen), &request(), &mut |_| {}).unwrap();
        recover(&guard).unwrap();
        commit(&guard, &transaction(changes_between(&old, &new))).unwrap();
        let at = seen
            .calls()
            .iter()
            .rposition(|(step, _)| *step == Step::Exchange)
            .unwrap();
        let fault = Fault::Once(Errno::InputOutput);
        let faults = plan(Faults::none().with(u64::try_from(at).unwrap(), fault));
        // What is told in the end is that nothing was changed.
        survives_power_cuts(&Folder::with(&old), faults, (&new, &old), &|guard| {
            commit(guard, &transaction(changes_between(&old, &new))).unwrap_err();
        });
    }
}

#[test]
fn a_power_cut_during_recovery_leaves_it_to_the_next() {
    let (old, new) = mixed();
    for is_without_exchange in [false, true] {
        let plan = || {
            if is_without_exchange {
                Faults::none().without_exchange()
            } else {
                Faults::none()
            }
        };
        for at in (0..).step_by(5) {
            let folder = Folder::with(&old);
            let killed = Arc::new(plan().with(at, Fault::Kill));
            if let Ok(guard) = lock::exclusive(&folder.disk_with(&killed), &request(), &mut |_| {})
                && recover(&guard).is_ok()
            {
                let _ = commit(&guard, &transaction(changes_between(&old, &new)));
            }
            if folder.root().join(".pleiad/pending").exists() {
                survives_power_cuts(&folder, plan(), (&new, &new), &|_| {});
            }
            if killed.count() <= at {
                break;
            }
        }
    }
}

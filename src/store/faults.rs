//! Faults on demand: lets a test kill or fail the store at any single file-system call, or slip in a person's edit.
//!
//! The plan sits behind the one choke point of [`crate::store::disk`]; without a plan nothing here runs. A kill is the
//! death of the process as the disk sees it: that call and every later one do nothing. It is no power cut, because
//! what was written before stays written.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::store::disk_error::Step;

/// What happens at the chosen call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The process dies: this call and all later ones do nothing.
    Kill,
    /// The call fails, later ones work again.
    Once(Errno),
    /// This call and all later ones fail, as far as the error fits them.
    Sticky(Errno),
    /// The call is done and yet reported as failed, as network file systems do.
    Lie(Errno),
}

/// The errors that a plan can report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errno {
    /// The disk failed.
    InputOutput,
    /// The disk is full.
    NoSpace,
    /// The user may not.
    PermissionDenied,
    /// The file system does not know the call.
    Unsupported,
}

/// One call, about to be made.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// How many calls came before it.
    pub number: u64,
    /// What it is for.
    pub step: Step,
    /// The path it is about, from the program's folder.
    pub path: &'a Path,
    /// The program's folder.
    pub root: &'a Path,
}

type Watcher = Box<dyn FnMut(Call) + Send>;

/// A plan of faults, counting the calls it sees.
#[derive(Default)]
pub struct Faults {
    fault: Option<(u64, Fault)>,
    watcher: Option<Mutex<Watcher>>,
    lacks_exchange: bool,
    skips_sync: bool,
    count: AtomicU64,
    is_dead: AtomicBool,
    calls: Mutex<Vec<(Step, PathBuf)>>,
}

impl Faults {
    /// A plan that only counts.
    pub fn none() -> Faults {
        Faults::default()
    }

    /// Lets `fault` happen at call number `at`, the first being 0.
    #[must_use]
    pub fn with(mut self, at: u64, fault: Fault) -> Faults {
        self.fault = Some((at, fault));
        self
    }

    /// Lets `watcher` see every call just before it is made, and do what a person's editor might do at that moment.
    #[must_use]
    pub fn watched_by(mut self, watcher: impl FnMut(Call) + Send + 'static) -> Faults {
        self.watcher = Some(Mutex::new(Box::new(watcher)));
        self
    }

    /// Plays a file system that can neither exchange two files nor rename to free names only.
    #[must_use]
    pub fn without_exchange(mut self) -> Faults {
        self.lacks_exchange = true;
        self
    }

    /// Counts syncs without doing them: a process that dies loses nothing by it, and tests run in a tenth of the time.
    #[must_use]
    pub fn without_sync(mut self) -> Faults {
        self.skips_sync = true;
        self
    }

    /// How many calls have been made.
    pub fn count(&self) -> u64 {
        self.count.load(Ordering::SeqCst)
    }

    /// The calls so far, in order, paths from the program's folder.
    pub fn calls(&self) -> Vec<(Step, PathBuf)> {
        lock(&self.calls).clone()
    }

    pub(super) fn lacks_exchange(&self) -> bool {
        self.lacks_exchange
    }

    pub(super) fn skips_sync(&self) -> bool {
        self.skips_sync
    }

    /// Makes one call of the store, or what the plan has in its stead.
    pub(super) fn around<T>(
        &self,
        root: &Path,
        step: Step,
        path: &Path,
        act: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        if self.is_dead.load(Ordering::SeqCst) {
            return Err(killed());
        }
        let number = self.count.fetch_add(1, Ordering::SeqCst);
        lock(&self.calls).push((step, path.to_path_buf()));
        if let Some(watcher) = &self.watcher {
            (lock(watcher))(Call {
                number,
                step,
                path,
                root,
            });
        }
        match self.fault {
            Some((at, Fault::Kill)) if at == number => {
                self.is_dead.store(true, Ordering::SeqCst);
                Err(killed())
            }
            Some((at, Fault::Once(errno))) if at == number => Err(errno.into()),
            Some((at, Fault::Sticky(errno))) if at <= number && errno.can_follow(step) => {
                Err(errno.into())
            }
            Some((at, Fault::Lie(errno))) if at == number => act().and(Err(errno.into())),
            _ => act(),
        }
    }
}

impl Errno {
    /// Whether this call can fail so: a full disk still lets itself be read and emptied.
    fn can_follow(self, step: Step) -> bool {
        match self {
            Errno::InputOutput | Errno::Unsupported => true,
            Errno::PermissionDenied => !matches!(step, Step::Read | Step::Inspect | Step::List),
            Errno::NoSpace => {
                matches!(
                    step,
                    Step::Create | Step::Write | Step::Sync | Step::SyncAll | Step::Rename
                )
            }
        }
    }
}

impl From<Errno> for io::Error {
    fn from(errno: Errno) -> io::Error {
        match errno {
            Errno::InputOutput => io::Error::other("input/output error"),
            Errno::NoSpace => io::ErrorKind::StorageFull.into(),
            Errno::PermissionDenied => io::ErrorKind::PermissionDenied.into(),
            Errno::Unsupported => io::ErrorKind::Unsupported.into(),
        }
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Faults")
            .field("fault", &self.fault)
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}

fn killed() -> io::Error {
    io::Error::other("the process was killed by its plan of faults")
}

/// A test that panics while it holds the lock has failed already; nobody else is misled by what it left.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

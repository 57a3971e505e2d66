//! Counting: how many faults of each kind happened, and what broke under them.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What is shown of what broke with each command; the first few say what the rest would.
const SHOWN_MAX: usize = 5;

/// How much of a campaign is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Some of the faults, within the minute that a test may take.
    Spread,
    /// All of them.
    Whole,
}

/// Faults by kind, in the order in which the kinds came up.
#[derive(Debug, Default)]
pub(super) struct Tally {
    counts: Vec<(&'static str, u64)>,
    skipped: Vec<String>,
    broken: Vec<String>,
}

impl Tally {
    /// Counts one fault that happened, and what it broke.
    pub(super) fn count(&mut self, kind: &'static str, verdict: Result<(), String>) {
        self.add(kind, 1);
        self.broken.extend(verdict.err());
    }

    /// Notes that a kind cannot be had here.
    pub(super) fn skip(&mut self, why: &str) {
        self.skipped.push(why.to_owned());
    }

    /// What broke without a fault of its own: the test itself.
    pub(super) fn broke(&mut self, what: String) {
        self.broken.push(what);
    }

    /// Takes over what a part of a campaign came to, and says it, for whoever waits.
    pub(super) fn conclude_part(&mut self, part: Tally) {
        say(&part.table("so far, a part"));
        self.extend(part);
    }

    fn extend(&mut self, other: Tally) {
        for (kind, count) in other.counts {
            self.add(kind, count);
        }
        self.skipped.extend(other.skipped);
        self.broken.extend(other.broken);
    }

    fn add(&mut self, kind: &'static str, count: u64) {
        match self.counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, sum)) => *sum += count,
            None => self.counts.push((kind, count)),
        }
    }

    fn table(&self, name: &str) -> String {
        let mut table = format!("\n{name}\n");
        for (kind, count) in &self.counts {
            writeln!(table, "  {count:>7}  {kind}").unwrap();
        }
        let sum: u64 = self.counts.iter().map(|(_, count)| count).sum();
        writeln!(table, "  {sum:>7}  in all, {} broke", self.broken.len()).unwrap();
        for why in &self.skipped {
            writeln!(table, "  SKIPPED: {why}").unwrap();
        }
        table
    }

    /// Prints the figures, past the test harness, and fails where anything broke.
    pub(super) fn conclude(self) {
        say(&self.table("fault campaign"));
        let mut shown: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for what in &self.broken {
            let (command, how) = what.split_once("], ").unwrap_or(("", what));
            let of_command = shown.entry(command).or_default();
            if of_command.len() < SHOWN_MAX {
                of_command.push(how);
            }
        }
        assert!(shown.is_empty(), "{shown:#?}");
    }
}

/// Says something past the test harness, which keeps what passing tests say to itself.
fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Works on every item, on all cores; whoever panics has broken something.
pub(super) fn each<T: Sync>(items: &[T], work: impl Fn(&T, &mut Tally) + Sync) -> Tally {
    let next = AtomicUsize::new(0);
    let whole = Mutex::new(Tally::default());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut tally = Tally::default();
                    let ended = catch_unwind(AssertUnwindSafe(|| work(item, &mut tally)));
                    if let Err(panic) = ended {
                        tally.broke(words(panic.as_ref()));
                    }
                    whole.lock().unwrap().extend(tally);
                }
            });
        }
    });
    whole.into_inner().unwrap()
}

fn words(panic: &(dyn Any + Send)) -> String {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    format!("panic: {}", said.unwrap_or("without a word"))
}

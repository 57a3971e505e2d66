//! Every system call of a command on files: failed once, failed for good, or the last that the process makes.
//!
//! `strace` does it, to the whole binary as it is shipped, so that nothing rests on the store's own counting of steps.

use super::subject::Subject;
use super::tally::{Extent, Tally, each};
use super::verdict::{Disk, Told, judge};
use crate::merge_random::Dice;
use crate::program::Program;
use std::collections::BTreeMap;
use std::fs;

/// Calls on files and folders; those on memory, threads and signals say nothing about a disk.
const CALLS: &str = "access,chdir,chmod,chown,close,copy_file_range,dup,dup2,dup3,faccessat,faccessat2,fadvise64,\
fallocate,fchmod,fchmodat,fchown,fchownat,fcntl,fdatasync,flock,fstat,fstatfs,fsync,ftruncate,getcwd,getdents64,ioctl,\
lchown,link,linkat,lseek,lstat,mkdir,mkdirat,newfstatat,open,openat,openat2,pread64,preadv,pwrite64,pwritev,read,\
readlink,readlinkat,readv,rename,renameat,renameat2,rmdir,sendfile,stat,statfs,statx,symlink,symlinkat,sync,\
sync_file_range,syncfs,truncate,umask,unlink,unlinkat,utimensat,write,writev";

/// What happens to a call: `strace`'s words for it, the kind it counts as, and how the disk is afterwards.
const INJECTIONS: [(&str, &str, &str, Disk); 7] = [
    ("error=EIO", "", "system calls that fail once", Disk::Works),
    (
        "error=ENOSPC",
        "",
        "system calls that fail once",
        Disk::Works,
    ),
    (
        "error=EACCES",
        "",
        "system calls that fail once",
        Disk::Works,
    ),
    (
        "error=EINTR",
        "",
        "system calls that fail once",
        Disk::Works,
    ),
    (
        "error=EIO",
        "+",
        "system calls that fail for good",
        Disk::Fails,
    ),
    (
        "error=ENOSPC",
        "+",
        "system calls that fail for good",
        Disk::Fails,
    ),
    ("signal=KILL", "", "kills at a system call", Disk::Works),
];

/// Commands from a note to a whole published match; others take the same calls.
const COMMANDS: [&str; 8] = [
    "init",
    "enroll",
    "import",
    "match",
    "note",
    "undo",
    "participant",
    "export",
];

/// Disturbs one command of each kind at each of its calls.
pub(super) fn injected(subjects: &[Subject], extent: Extent) -> Tally {
    if let Err(why) = probe() {
        let mut tally = Tally::default();
        tally.skip(&why);
        return tally;
    }
    let chosen = COMMANDS.map(|name| {
        let is_it = |subject: &&Subject| subject.words[0] == name;
        subjects
            .iter()
            .filter(is_it)
            .max_by_key(|subject| subject.steps)
    });
    let chosen: Vec<&Subject> = chosen.into_iter().flatten().collect();
    each(&chosen, |subject, tally| {
        let seen = seen(subject);
        for (call, (first, count)) in &seen {
            // After a sync, `close` has nothing to say that a file's owner needs: Rust's library overlooks it. Of a
            // folder no file system refuses it, and the library panics.
            let may_fail = |what: &str| call != "close" || what == "signal=KILL";
            let injections = INJECTIONS.iter().enumerate();
            for (index, injection) in injections.filter(|(_, injection)| may_fail(injection.0)) {
                for at in places(*count, index, extent) {
                    inject(subject, call, first + at, *injection, tally);
                }
            }
        }
    })
}

/// Whether `strace` may watch a process here.
fn probe() -> Result<(), String> {
    let outcome = std::process::Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .output();
    match outcome {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!(
            "strace cannot watch: {}",
            String::from_utf8_lossy(&output.stderr)
        )),
        Err(error) => Err(format!("there is no strace: {error}")),
    }
}

/// The calls of an undisturbed run: how many the loader makes before our first, and how many we make.
fn seen(subject: &Subject) -> BTreeMap<String, (usize, usize)> {
    let (program, log) = (subject.base.copy(), Program::empty());
    trace(subject, &program, &log, &[]);
    let mut seen = BTreeMap::new();
    for file in fs::read_dir(log.root()).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for (call, (first, count)) in of_one_thread(&text) {
            // The kernel counts for each thread by itself; the busiest has every number that any has.
            let known = seen.entry(call).or_insert((first, count));
            *known = (known.0.max(first), known.1.max(count));
        }
    }
    seen
}

fn of_one_thread(log: &str) -> BTreeMap<String, (usize, usize)> {
    let mut seen: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let calls: Vec<&str> = log
        .lines()
        .filter_map(|line| line.split('(').next())
        .collect();
    // The first thing that Rust does is to ask whether the standard streams are open.
    let ours = calls.iter().position(|call| *call == "poll").unwrap_or(0);
    for (index, call) in calls.iter().enumerate() {
        let is_of_files = CALLS.split(',').any(|known| known == *call);
        if is_of_files {
            let (first, count) = seen.entry((*call).to_owned()).or_default();
            *(if index < ours { first } else { count }) += 1;
        }
    }
    seen
}

fn places(count: usize, index: usize, extent: Extent) -> Vec<usize> {
    match extent {
        Extent::Whole => (1..=count).collect(),
        Extent::Spread => {
            let mut dice = Dice::new((count * INJECTIONS.len() + index) as u64);
            let is_chosen = count != 0 && dice.chance(4);
            is_chosen
                .then(|| 1 + dice.below(count))
                .into_iter()
                .collect()
        }
    }
}

fn inject(
    subject: &Subject,
    call: &str,
    at: usize,
    (what, repeat, kind, disk): (&str, &str, &'static str, Disk),
    tally: &mut Tally,
) {
    let (program, log) = (subject.base.copy(), Program::empty());
    let rule = format!("inject={call}:{what}:when={at}{repeat}");
    let code = trace(subject, &program, &log, &["-e".to_owned(), rule.clone()]);
    let told = code.map_or(Told::Nothing, Told::Code);
    let was_killed = what == "signal=KILL" && code.is_none();
    let was_injected = was_killed
        || fs::read_dir(log.root()).unwrap().any(|file| {
            fs::read_to_string(file.unwrap().path())
                .unwrap()
                .contains("(INJECTED)")
        });
    if was_injected {
        tally.count(kind, judge(subject, &program, told, disk, &rule));
    }
}

/// Runs a command under `strace`, with a log for each thread; gives its exit code.
fn trace(subject: &Subject, program: &Program, log: &Program, rules: &[String]) -> Option<i32> {
    let to = log.path("calls").to_str().unwrap().to_owned();
    let which = format!(
        "trace=poll,{}",
        CALLS.replace(',', ",?").replacen("access", "?access", 1)
    );
    let flags = ["-ff", "-qq", "-o", &to, "-e", &which, "-e", "signal=none"].map(str::to_owned);
    program
        .traced(&[&flags, rules].concat(), &subject.words)
        .run()
        .code
}

//! A power cut on a real file system: what a disk holds at one moment is mounted as it is, and judged.
//!
//! The program lies on a file system in a file. While a command runs it is stopped at some moment, the file is copied
//! and the copy mounted: that is what a machine finds that lost its power then. The order in which a lazy disk may hold
//! back writes is the topic of `store_power_cuts`, which models it.

use super::kills::SOON;
use super::subject::Subject;
use super::tally::Tally;
use super::verdict::{Disk, Told, judge};
use crate::folder::{Folder, copy_directory};
use crate::merge_random::Dice;
use crate::program::Program;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Instant;

/// A file system, how it is made, how it is mounted, and the kind of fault it counts as.
struct FileSystem {
    maker: &'static [&'static str],
    options: &'static str,
    megabytes: u64,
    kind: &'static str,
}

const FILE_SYSTEMS: [FileSystem; 4] = [
    FileSystem {
        maker: &["mkfs.ext4", "-q", "-F"],
        options: "loop",
        megabytes: 8,
        kind: "power cuts on ext4",
    },
    FileSystem {
        maker: &["mkfs.ext4", "-q", "-F"],
        options: "loop,data=writeback",
        megabytes: 8,
        kind: "power cuts on ext4 that orders nothing (data=writeback)",
    },
    FileSystem {
        maker: &["mkfs.xfs", "-q", "-f"],
        options: "loop,nouuid",
        megabytes: 300,
        kind: "power cuts on xfs",
    },
    FileSystem {
        maker: &["mkfs.btrfs", "-q", "-f"],
        options: "loop",
        megabytes: 120,
        kind: "power cuts on btrfs",
    },
];

/// Cuts the power so often on each file system that can be had.
pub(super) fn cuts(subjects: &[Subject], count: usize) -> Tally {
    // What is exported can be made again, and waits for no disk: as with any copy, the next moments are at risk.
    let waits = |subject: &&Subject| !subject.is_export();
    let subjects: Vec<&Subject> = subjects.iter().filter(waits).collect();
    let mut tally = Tally::default();
    for system in &FILE_SYSTEMS {
        if let Err(why) = probe(system) {
            tally.skip(&format!("{}: {why}", system.kind));
            continue;
        }
        for round in 0..count {
            let subject = subjects[(round * 7) % subjects.len()];
            cut(system, subject, round, &mut tally);
        }
    }
    tally
}

/// Whether such a file system can be made and mounted here.
fn probe(system: &FileSystem) -> Result<(), String> {
    let place = Folder::new();
    let image = make(system, place.root())?;
    Mounted::of(&image, &place.root().join("probe"), system.options).map(drop)
}

fn make(system: &FileSystem, place: &Path) -> Result<PathBuf, String> {
    let image = place.join("disk");
    let file = fs::File::create(&image).map_err(|error| error.to_string())?;
    file.set_len(system.megabytes << 20)
        .map_err(|error| error.to_string())?;
    let (maker, flags) = system.maker.split_first().unwrap();
    called(Command::new(maker).args(flags).arg(&image))?;
    Ok(image)
}

fn called(command: &mut Command) -> Result<(), String> {
    match command.output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Err(format!("{}: {error}", command.get_program().display())),
    }
}

/// A mounted file system; it is unmounted when this is dropped.
struct Mounted(PathBuf);

impl Mounted {
    fn of(image: &Path, at: &Path, options: &str) -> Result<Mounted, String> {
        fs::create_dir(at).map_err(|error| error.to_string())?;
        called(
            Command::new("mount")
                .args(["-o", options])
                .args([image, at]),
        )?;
        Ok(Mounted(at.to_path_buf()))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // A machine that is busy elsewhere may look into the folder for a moment.
        while called(Command::new("umount").arg(&self.0)).is_err() {
            thread::sleep(SOON);
        }
    }
}

fn cut(system: &FileSystem, subject: &Subject, round: usize, tally: &mut Tally) {
    let place = Folder::new();
    let image = make(system, place.root()).unwrap();
    let copy = place.root().join("copy");
    let told = {
        let disk = Mounted::of(&image, &place.root().join("before"), system.options).unwrap();
        let folder = disk.0.join("program");
        copy_directory(subject.base.root(), &folder);
        called(Command::new("sync").arg("-f").arg(&folder)).unwrap();
        run_into_the_cut(subject, &folder, round, || copy_still(&image, &copy))
    };
    let disk = Mounted::of(&copy, &place.root().join("after"), system.options).unwrap();
    let found = Program::copied(&disk.0.join("program"));
    let what = format!("round {round}");
    tally.count(
        system.kind,
        judge(subject, &found, told, Disk::Works, &what),
    );
}

/// Starts the command and takes the picture at a random moment; gives what the command had told by then.
fn run_into_the_cut(subject: &Subject, folder: &Path, round: usize, picture: impl Fn()) -> Told {
    let rehearsal = Instant::now();
    subject
        .base
        .copy()
        .call(&subject.words)
        .start()
        .wait()
        .unwrap();
    // Real disks are slower than the memory that the rehearsal ran in, and the moment after the end matters most.
    let whole = rehearsal.elapsed() * 3;
    let mut child = subject.base.call(&subject.words).within(folder).start();
    let mut dice = Dice::new(round as u64);
    thread::sleep(whole * u32::try_from(dice.below(1000)).unwrap() / 1000);
    let ended = child.try_wait().unwrap();
    let pid = Pid::from_child(&child);
    if ended.is_none() {
        let _ = kill_process(pid, Signal::STOP);
        wait_until_still(pid);
    }
    picture();
    if ended.is_none() {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    ended
        .and_then(|status| status.code())
        .map_or(Told::Nothing, Told::Code)
}

/// Waits until a stopped process has come out of its last call.
fn wait_until_still(pid: Pid) {
    let path = format!("/proc/{}/stat", pid.as_raw_nonzero());
    let is_running = || {
        let stat = fs::read_to_string(&path).unwrap_or_default();
        let state = stat.rsplit(')').next().unwrap_or_default().trim_start();
        state.starts_with(['R', 'S', 'D'])
    };
    while is_running() {
        thread::sleep(SOON);
    }
}

/// Copies a disk that nobody writes to at the moment.
fn copy_still(image: &Path, copy: &Path) {
    loop {
        let before = fs::read(image).unwrap();
        fs::copy(image, copy).unwrap();
        if fs::read(copy).unwrap() == before {
            return;
        }
    }
}

//! `kill -9` at a random moment.

use super::subject::Subject;
use super::tally::{Tally, each};
use super::verdict::{Disk, Told, judge};
use crate::merge_random::Dice;
use std::os::unix::process::ExitStatusExt;
use std::thread;
use std::time::{Duration, Instant};

/// Kills commands in turn, until so many were killed.
pub(super) fn at_random(subjects: &[Subject], kills: usize) -> Tally {
    let rounds: Vec<usize> = (0..kills).collect();
    each(&rounds, |&round, tally| {
        let subject = &subjects[round % subjects.len()];
        let mut dice = Dice::new(round as u64);
        let rehearsal = Instant::now();
        subject
            .base
            .copy()
            .call(&subject.words)
            .start()
            .wait()
            .unwrap();
        let whole = rehearsal.elapsed();
        // A run that was quicker than the rehearsal has ended by itself, and is no fault.
        for _ in 0..200 {
            let program = subject.base.copy();
            let mut child = program.call(&subject.words).start();
            thread::sleep(whole * u32::try_from(dice.below(1000)).unwrap() / 1000);
            child.kill().unwrap();
            let status = child.wait().unwrap();
            if status.signal().is_some() {
                let place = format!("round {round}, killed after a part of {whole:?}");
                let verdict = judge(subject, &program, Told::Nothing, Disk::Works, &place);
                tally.count("`kill -9` at a random moment", verdict);
                return;
            }
        }
        tally.skip(&format!("{:?} ends before it can be killed", subject.words));
    })
}

/// The pause between two looks at something that is about to happen.
pub(super) const SOON: Duration = Duration::from_micros(200);

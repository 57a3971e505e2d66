//! Every step that the store takes for a command: killed there, failed there once, failed from there on; and the same
//! for the recovery that follows a kill.

use super::subject::{Subject, call};
use super::tally::{Extent, Tally, each};
use super::verdict::{Disk, Told, judge};
use crate::merge_random::Dice;
use pleiad::store::faults::{Errno, Fault, Faults};

/// Ways in which a step can go wrong.
const WAYS: [fn(Errno) -> Fault; 3] = [|_| Fault::Kill, Fault::Once, Fault::Sticky];

/// Disturbs each command at each of its steps.
pub(super) fn commands(subjects: &[Subject], extent: Extent) -> Tally {
    each(subjects, |subject, tally| {
        for (way, of) in WAYS.into_iter().enumerate() {
            for step in steps(subject.steps, way, extent) {
                let fault = of(errno(step));
                let program = subject.base.copy();
                let code = subject.call(&program, Faults::none().with(step, fault));
                let place = format!("{fault:?} at step {step}");
                let verdict = judge(subject, &program, told(fault, code), disk(fault), &place);
                tally.count(kind(fault), verdict);
            }
        }
    })
}

/// Kills each command at some of its steps, and disturbs the recovery at each of its own.
pub(super) fn recoveries(subjects: &[Subject], extent: Extent) -> Tally {
    each(subjects, |subject, tally| {
        let mut dice = Dice::new(subject.steps);
        let mut tries = match extent {
            Extent::Spread => 1,
            Extent::Whole => 2,
        };
        // Only a change that was decided has something to recover; that is the last third of a command.
        for _ in 0..20 {
            let back = 1 + below(&mut dice, subject.steps * 2 / 5);
            let first = subject.steps.saturating_sub(back);
            if 0 < tries && recovery(subject, first, extent, tally) {
                tries -= 1;
            }
        }
    })
}

/// Disturbs the recovery of a command that was killed at a step; false where there was nothing to recover.
fn recovery(subject: &Subject, first: u64, extent: Extent, tally: &mut Tally) -> bool {
    let killed = subject.base.copy();
    subject.call(&killed, Faults::none().with(first, Fault::Kill));
    if !killed.path(".pleiad/pending").exists() {
        return false;
    }
    let check = ["check".to_owned()];
    let (_, undisturbed) = call(&killed.copy(), &check, "", Faults::none());
    for (way, of) in WAYS.into_iter().enumerate() {
        for step in steps(undisturbed.count(), way, extent) {
            let fault = of(errno(step + first));
            let program = killed.copy();
            call(&program, &check, "", Faults::none().with(step, fault));
            let place =
                format!("killed at step {first}, then its recovery with {fault:?} at {step}");
            // What was decided is finished, however often its recovery is disturbed.
            let verdict = judge(subject, &program, Told::Nothing, Disk::Works, &place);
            tally.count("faults during the recovery from a kill", verdict);
        }
    }
    true
}

/// The steps at which a run is disturbed.
fn steps(count: u64, way: usize, extent: Extent) -> Vec<u64> {
    if extent == Extent::Whole {
        return (0..count).collect();
    }
    // Long runs are met at more places than short ones, and each kind of fault at others.
    let mut dice = Dice::new(count * WAYS.len() as u64 + way as u64);
    (0..count.div_ceil(300))
        .map(|_| below(&mut dice, count))
        .collect()
}

/// Broken disks and full ones take turns.
fn errno(step: u64) -> Errno {
    match step % 2 {
        0 => Errno::InputOutput,
        _ => Errno::NoSpace,
    }
}

fn below(dice: &mut Dice, bound: u64) -> u64 {
    dice.below(usize::try_from(bound.max(1)).unwrap()) as u64
}

fn told(fault: Fault, code: u8) -> Told {
    match fault {
        Fault::Kill => Told::Nothing,
        _ => Told::Code(code.into()),
    }
}

fn disk(fault: Fault) -> Disk {
    match fault {
        Fault::Sticky(_) => Disk::Fails,
        _ => Disk::Works,
    }
}

fn kind(fault: Fault) -> &'static str {
    match fault {
        Fault::Kill => "kills at a step of a command",
        Fault::Sticky(_) => "steps that fail for good",
        _ => "steps that fail once",
    }
}

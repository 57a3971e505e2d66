//! The campaigns themselves: a spread of the faults, and all of them.

use super::subject::{Subject, writing_commands};
use super::tally::{Extent, Tally};
use super::{cuts, full, kills, steps, system_calls};

fn campaign(extent: Extent) -> Tally {
    let (pairs, kill_count, cut_count) = match extent {
        Extent::Spread => (12, 30, 3),
        Extent::Whole => (200, 1_000, 300),
    };
    // Only within this process can a command be disturbed and the programs that it calls be left in peace.
    let (mut subjects, in_company): (Vec<_>, Vec<_>) =
        writing_commands().into_iter().partition(Subject::is_alone);
    let mut whole = Tally::default();
    whole.extend(kills::at_random(&subjects, kill_count));
    whole.extend(full::sweeps(&subjects, extent));
    whole.extend(cuts::cuts(&subjects, cut_count));
    whole.extend(system_calls::injected(&subjects, extent));
    subjects.extend(in_company);
    subjects.extend([Subject::publishing(pairs), Subject::unpublishing(pairs)]);
    whole.extend(steps::commands(&subjects, extent));
    whole.extend(steps::recoveries(&subjects, extent));
    whole
}

#[test]
fn a_spread_of_faults_loses_nothing_and_every_exit_code_is_true() {
    campaign(Extent::Spread).conclude();
}

/// `cargo test --release --locked --test it campaign -- --ignored --nocapture`
#[test]
#[ignore = "takes the better part of an hour; run it when the store or a command's way to it changes"]
fn every_fault_loses_nothing_and_every_exit_code_is_true() {
    campaign(Extent::Whole).conclude();
}

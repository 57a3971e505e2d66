//! The campaigns themselves: a spread of the faults, and all of them.

use super::subject::{Subject, writing_commands};
use super::tally::{Extent, Tally};
use super::{cuts, full, kills, steps, system_calls};

fn campaign(extent: Extent) -> Tally {
    let (pairs, kill_count, cut_count) = match extent {
        Extent::Spread => (12, 30, 3),
        Extent::Whole => (60, 1_000, 100),
    };
    // Only within this process can a command be disturbed and the programs that it calls be left in peace.
    let (alone, mut in_company): (Vec<_>, Vec<_>) =
        writing_commands().into_iter().partition(Subject::is_alone);
    in_company.extend([Subject::publishing(pairs), Subject::unpublishing(pairs)]);
    let mut whole = Tally::default();
    whole.conclude_part(steps::commands(&alone, extent));
    whole.conclude_part(steps::commands(&in_company, extent));
    whole.conclude_part(kills::at_random(&alone, kill_count));
    whole.conclude_part(full::sweeps(&alone, extent));
    whole.conclude_part(cuts::cuts(&alone, cut_count));
    whole.conclude_part(steps::recoveries(&alone, extent));
    whole.conclude_part(system_calls::injected(&alone, extent));
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

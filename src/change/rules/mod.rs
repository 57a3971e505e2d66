//! Rules that hold between records: what `check` lists and no command may break.
//!
//! The shape of each file is the store's to check; here stands what only the meaning shows.

mod confidential;
mod finding;
mod life;
mod logs;
mod pairings;
mod participants;
mod retention;
mod settings;

pub use finding::{Finding, Gravity};
pub(crate) use life::ineligible;
pub(crate) use pairings::{CIRCLE_MENTEES, commitment_end, commitment_starts};
pub(crate) use participants::normalised;
pub use retention::kept_too_long;
pub(crate) use settings::{pins_forbidden, rules_mistaken};

use crate::model::program::Program;

/// Everything that breaks a rule, in order of files.
///
/// Judges what the program holds: where only a part was read, rules about the rest are silent.
pub fn findings(program: &Program) -> Vec<Finding> {
    let mut findings = Vec::new();
    settings::judge(program, &mut findings);
    participants::judge(program, &mut findings);
    pairings::judge(program, &mut findings);
    life::judge(program, &mut findings);
    logs::judge(program, &mut findings);
    confidential::judge(program, &mut findings);
    findings.sort_by(|one, other| one.file.cmp(&other.file));
    findings
}

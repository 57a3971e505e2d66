//! One look at each pairing: where it stands, its meetings, its clocks, its health.
//!
//! Its invariant: a log is read once, however many answers are made from it.

use crate::insights::health::{Assessment, assess};
use crate::insights::history::{is_running, standing};
use crate::insights::rhythm::{Rhythm, rhythm};
use crate::insights::tally::MeetingTally;
use crate::model::day::Day;
use crate::model::log::Log;
use crate::model::pairing::{Pairing, PairingState};
use crate::model::program::Program;

/// What is known of a pairing on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress<'a> {
    /// The pairing.
    pub pairing: &'a Pairing,
    /// What it wrote down.
    pub log: &'a Log,
    /// Where it stands; one that is dated ahead counts as it will stand.
    pub state: PairingState,
    /// Its meetings.
    pub tally: MeetingTally<'a>,
    /// Its clocks.
    pub rhythm: Rhythm,
    /// How it goes; none when it has ended.
    pub assessment: Option<Assessment>,
}

impl<'a> Progress<'a> {
    /// The names of those in it, the mentor first.
    pub fn names(&self, program: &'a Program) -> Vec<&'a str> {
        let people = self.pairing.people();
        people.map(|person| program.name(person)).collect()
    }

    /// Whether meetings are expected: it is active or closing, and has begun.
    pub fn is_running(&self, today: Day) -> bool {
        is_running(self.state) && self.pairing.starts.is_none_or(|starts| starts <= today)
    }
}

/// Looks at one pairing.
pub fn progress<'a>(program: &'a Program, pairing: &'a Pairing, today: Day) -> Progress<'a> {
    let log = program.log(&pairing.id);
    let policy = &program.settings.policy;
    let tally = MeetingTally::of(log, pairing, policy, today);
    let rhythm = rhythm(policy, pairing, &tally, today);
    let assessment = assess(&program.settings.health, pairing, &tally, &rhythm, today);
    Progress {
        pairing,
        log,
        state: standing(pairing, today),
        tally,
        rhythm,
        assessment,
    }
}

/// Looks at every pairing, by id.
pub fn progress_of_all(program: &Program, today: Day) -> Vec<Progress<'_>> {
    program
        .pairings
        .values()
        .map(|pairing| progress(program, pairing, today))
        .collect()
}

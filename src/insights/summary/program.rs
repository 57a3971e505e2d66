//! The program on a day: people, requests, pairings, meetings, advice, objectives, in numbers.
//!
//! It names nobody. Its invariant: every number can be counted from the records by hand, and void pairings count
//! nowhere but under their own name.

use crate::insights::health::Health;
use crate::insights::objectives::{ObjectiveStanding, objective_standings};
use crate::insights::progress::{Progress, progress_of_all};
use crate::insights::requests::Rounds;
use crate::insights::tally::MeetingCount;
use crate::matching::demand::{PairingsByPerson, capacity_free, is_ready};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::log::{Helped, Log};
use crate::model::pairing::{PairingKind, PairingState};
use crate::model::participant::{Participant, Readiness, Role};
use crate::model::program::Program;
use std::collections::{BTreeMap, BTreeSet};

/// The program on a day.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ProgramSummary<'a> {
    /// The name people know.
    pub name: &'a str,
    /// The day.
    pub day: Day,
    /// Its rounds, in file order.
    pub cohorts: Vec<CohortDates<'a>>,
    /// Who is in it.
    pub people: PeopleCount,
    /// Places with mentors who take part.
    pub capacity: CapacityCount,
    /// Requests of mentees who take part.
    pub requests: RequestsServed,
    /// Pairings.
    pub pairings: PairingCount,
    /// Pairings in force by health.
    pub health: HealthCount,
    /// Meetings.
    pub meetings: MeetingCount,
    /// Pairings that run, and those of them that met within the last thirty days.
    pub met_last_30_days: Share,
    /// Advice, and what of it was tried.
    pub advice: AdviceCount,
    /// What the program wants to reach, in file order.
    pub objectives: Vec<ObjectiveStanding<'a>>,
}

/// A round and its dates.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CohortDates<'a> {
    /// Its id.
    pub id: &'a Id,
    /// First day.
    pub starts: Option<Day>,
    /// Last day.
    pub ends: Option<Day>,
}

/// Who is in the program.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct PeopleCount {
    /// Everybody.
    pub all: u32,
    /// Those who are mentor and mentee.
    pub both: u32,
    /// Mentors.
    pub mentors: ReadinessCount,
    /// Mentees.
    pub mentees: ReadinessCount,
}

/// People of a role by where they stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct ReadinessCount {
    /// All of them.
    pub all: u32,
    /// Asked to take part.
    pub applied: u32,
    /// May be matched.
    pub ready: u32,
    /// Wait.
    pub waiting: u32,
    /// Take a pause.
    pub paused: u32,
    /// Left.
    pub left: u32,
    /// Were declined.
    pub declined: u32,
}

/// Places with mentors who take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct CapacityCount {
    /// All places.
    pub places: u32,
    /// Those taken.
    pub used: u32,
    /// Those free.
    pub free: u32,
}

/// Requests of mentees who take part; one for several mentors counts as several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct RequestsServed {
    /// Mentors asked for.
    pub all: u32,
    /// Of them, those found.
    pub served: u32,
    /// Of them, those still wanted.
    pub open: u32,
    /// Mentees who ask and have no mentor at all.
    pub mentees_unmatched: u32,
}

/// Pairings by where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct PairingCount {
    /// All of them.
    pub all: u32,
    /// Wait for both sides.
    pub proposed: u32,
    /// Both said yes.
    pub accepted: u32,
    /// Meet.
    pub active: u32,
    /// Take a pause.
    pub paused: u32,
    /// Wind down.
    pub closing: u32,
    /// Ended.
    pub closed: u32,
    /// Somebody said no.
    pub declined: u32,
    /// Taken back.
    pub withdrawn: u32,
    /// Were a mistake.
    pub void: u32,
}

/// Pairings in force by health.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct HealthCount {
    /// Nothing to do.
    pub green: u32,
    /// Somebody should look soon.
    pub amber: u32,
    /// Somebody should look now.
    pub red: u32,
    /// Stand still because they said so.
    pub paused: u32,
}

/// Some of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Share {
    /// How many of them.
    pub count: u32,
    /// How many there are.
    pub all: u32,
}

/// Advice, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct AdviceCount {
    /// Given.
    pub given: u32,
    /// Of it, tried at least once.
    pub tried: u32,
    /// Of it, of help at least in part.
    pub helped: u32,
}

/// Sums up the program on a day.
pub fn program_summary(program: &Program, day: Day) -> ProgramSummary<'_> {
    let progress = progress_of_all(program, day);
    let by_person = program.pairings_by_person();
    let counted = || {
        progress
            .iter()
            .filter(|one| one.state != PairingState::Void)
    };
    let mut meetings = MeetingCount::default();
    let mut advice = AdviceCount::default();
    for one in counted() {
        meetings += one.tally.count;
        count_advice(one.log, &mut advice);
    }
    ProgramSummary {
        name: &program.settings.name,
        day,
        cohorts: cohorts(program),
        people: people(program, day),
        capacity: capacity(program, &by_person, day),
        requests: requests(program, &by_person, &progress, day),
        pairings: pairings(&progress),
        health: health(&progress),
        meetings,
        met_last_30_days: met_last_30_days(&progress, day),
        advice,
        objectives: objective_standings(program, &progress, day),
    }
}

fn cohorts(program: &Program) -> Vec<CohortDates<'_>> {
    let dates = program.settings.cohorts.iter().map(|cohort| CohortDates {
        id: &cohort.id,
        starts: cohort.starts,
        ends: cohort.ends,
    });
    dates.collect()
}

fn people(program: &Program, day: Day) -> PeopleCount {
    let mut people = PeopleCount::default();
    for participant in program.participants.values() {
        people.all += 1;
        people.both += u32::from(participant.is_mentor() && participant.is_mentee());
        if participant.is_mentor() {
            people.mentors.add(participant.readiness(Role::Mentor, day));
        }
        if participant.is_mentee() {
            people.mentees.add(participant.readiness(Role::Mentee, day));
        }
    }
    people
}

impl ReadinessCount {
    fn add(&mut self, readiness: Readiness) {
        self.all += 1;
        *match readiness {
            Readiness::Applied => &mut self.applied,
            Readiness::Ready => &mut self.ready,
            Readiness::Waiting => &mut self.waiting,
            Readiness::Paused => &mut self.paused,
            Readiness::Left => &mut self.left,
            Readiness::Declined => &mut self.declined,
        } += 1;
    }
}

fn capacity(program: &Program, by_person: &PairingsByPerson<'_>, day: Day) -> CapacityCount {
    let mut count = CapacityCount::default();
    for participant in program.participants.values() {
        let Some(mentor) = &participant.mentor else {
            continue;
        };
        if is_ready(program, participant, Role::Mentor, day) {
            let free = capacity_free(by_person, participant, day);
            count.places += mentor.capacity;
            count.free += free;
            count.used += mentor.capacity - free;
        }
    }
    count
}

fn requests(
    program: &Program,
    by_person: &PairingsByPerson<'_>,
    progress: &[Progress<'_>],
    day: Day,
) -> RequestsServed {
    let rounds = Rounds::on(&program.settings, day);
    let with_mentor = mentees_with_mentor(progress);
    let mut served = RequestsServed::default();
    for mentee in mentees_asking(program, day) {
        let count = rounds.count(by_person, mentee, day);
        served.all += count.all;
        served.open += count.open;
        served.served += count.all - count.open;
        let is_unmatched = 0 < count.open && !with_mentor.contains(&mentee.id);
        served.mentees_unmatched += u32::from(is_unmatched);
    }
    served
}

/// Mentees who take part in matching.
pub(crate) fn mentees_asking(program: &Program, day: Day) -> impl Iterator<Item = &Participant> {
    program.participants.values().filter(move |participant| {
        participant.is_mentee() && is_ready(program, participant, Role::Mentee, day)
    })
}

/// Everybody who has a mentor now.
pub(crate) fn mentees_with_mentor<'a>(progress: &[Progress<'a>]) -> BTreeSet<&'a PersonId> {
    progress
        .iter()
        .filter(|one| one.state.is_in_force() && one.pairing.kind != PairingKind::Peer)
        .flat_map(|one| &one.pairing.mentees)
        .collect()
}

fn pairings(progress: &[Progress<'_>]) -> PairingCount {
    let mut count = PairingCount::default();
    for one in progress {
        count.all += 1;
        *match one.state {
            PairingState::Proposed => &mut count.proposed,
            PairingState::Accepted => &mut count.accepted,
            PairingState::Active => &mut count.active,
            PairingState::Paused => &mut count.paused,
            PairingState::Closing => &mut count.closing,
            PairingState::Closed => &mut count.closed,
            PairingState::Declined => &mut count.declined,
            PairingState::Withdrawn => &mut count.withdrawn,
            PairingState::Void => &mut count.void,
        } += 1;
    }
    count
}

fn health(progress: &[Progress<'_>]) -> HealthCount {
    let mut count = HealthCount::default();
    for assessment in progress.iter().filter_map(|one| one.assessment.as_ref()) {
        *match assessment.health {
            Health::Green => &mut count.green,
            Health::Amber => &mut count.amber,
            Health::Red => &mut count.red,
            Health::Paused => &mut count.paused,
        } += 1;
    }
    count
}

/// Of the pairings that run, those that met within the last thirty days.
pub(crate) fn met_last_30_days(progress: &[Progress<'_>], day: Day) -> Share {
    let mut share = Share::default();
    for one in progress.iter().filter(|one| one.is_running(day)) {
        share.all += 1;
        share.count += u32::from(0 < one.tally.count.held_last_30_days);
    }
    share
}

fn count_advice(log: &Log, count: &mut AdviceCount) {
    if log.advice.is_empty() {
        return;
    }
    // What came of each advice: whether any try helped.
    let mut tried: BTreeMap<&Id, bool> = BTreeMap::new();
    for entry in &log.tried {
        let has_helped = matches!(entry.helped, Some(Helped::Yes | Helped::Partly));
        *tried.entry(&entry.advice).or_insert(false) |= has_helped;
    }
    for advice in &log.advice {
        let outcome = advice.id.as_ref().and_then(|id| tried.get(id));
        count.given += 1;
        count.tried += u32::from(outcome.is_some());
        count.helped += u32::from(outcome == Some(&true));
    }
}

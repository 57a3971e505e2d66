//! The program on a day: people, requests, pairings, meetings, advice, objectives, in numbers.
//!
//! It names nobody. Its invariant: every number can be counted from the records by hand, and void pairings count
//! nowhere but under their own name.

use crate::insights::health::Health;
use crate::insights::objectives::{ObjectiveStanding, objective_standings};
use crate::insights::progress::{Progress, progress_of_all};
use crate::insights::requests::Rounds;
use crate::insights::tally::MeetingCount;
use crate::matching::demand::{PairingsByPerson, capacity_free, is_ready, training_missing};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::log::{Helped, Log};
use crate::model::pairing::{PairingKind, PairingState};
use crate::model::participant::{Participant, Readiness, Role};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The program on a day.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CohortDates<'a> {
    /// Its id.
    pub id: &'a Id,
    /// First day.
    pub starts: Option<Day>,
    /// Last day.
    pub ends: Option<Day>,
}

/// Who is in the program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct CapacityCount {
    /// All places.
    pub places: u32,
    /// Those taken.
    pub used: u32,
    /// Those free.
    pub free: u32,
}

/// Requests of mentees who take part; one for several mentors counts as several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Share {
    /// How many of them.
    pub count: u32,
    /// How many there are.
    pub all: u32,
}

/// Advice, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct AdviceCount {
    /// Given.
    pub given: u32,
    /// Of it, tried at least once.
    pub tried: u32,
    /// Of it, of help at least in part, as said last.
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
        count_advice(one.log, day, &mut advice);
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
        let is_trained = training_missing(program, participant, day).is_empty();
        if is_trained && is_ready(program, participant, Role::Mentor, day) {
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

fn count_advice(log: &Log, day: Day, count: &mut AdviceCount) {
    if log.advice.is_empty() {
        return;
    }
    // What came of each advice: when it was tried last, and whether it helped then.
    let mut tried: BTreeMap<&Id, (Day, bool)> = BTreeMap::new();
    for entry in log.tried.iter().filter(|entry| entry.on <= day) {
        let has_helped = matches!(entry.helped, Some(Helped::Yes | Helped::Partly));
        let last = tried.entry(&entry.advice).or_insert((entry.on, has_helped));
        if last.0 <= entry.on {
            *last = (entry.on, has_helped);
        }
    }
    for advice in log.advice.iter().filter(|advice| advice.on <= day) {
        let outcome = advice.id.as_ref().and_then(|id| tried.get(id));
        count.given += 1;
        count.tried += u32::from(outcome.is_some());
        count.helped += u32::from(outcome.is_some_and(|(_, has_helped)| *has_helped));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{PROGRAMS, day, first_day, id, later_records, program, programs};
    use crate::model::log::MeetingState;
    use crate::model::participant::Mode;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn summary(program: &Program, day: Day) -> Value {
        json!(program_summary(program, day))
    }

    #[test]
    fn a_program_with_nobody_in_it_reads_well() {
        let program = program();
        let summary = program_summary(&program, day("2026-02-20"));
        assert_eq!(summary.name, "IT mentoring");
        assert_eq!(summary.people, PeopleCount::default());
        assert_eq!(summary.met_last_30_days, Share { count: 0, all: 0 });
        assert!(summary.objectives.is_empty());
    }

    #[test]
    fn the_numbers_come_in_the_order_in_which_one_asks() {
        let keys: Vec<String> = match summary(&program(), day("2026-02-20")) {
            Value::Object(fields) => fields.keys().cloned().collect(),
            other => vec![other.to_string()],
        };
        let expected = "name day cohorts people capacity requests pairings health meetings \
            met_last_30_days advice objectives";
        assert_eq!(keys.join(" "), expected);
    }

    /// Every number of people, pairings, meetings and advice, each with a loop of its own.
    fn numbers_slowly(program: &Program, today: Day) -> Value {
        let state_of = |pairing: &crate::model::pairing::Pairing| {
            pairing
                .state(today)
                .unwrap_or(pairing.state_latest())
                .as_str()
        };
        let people = |role: Role, is: &str| {
            let of_role = program
                .participants
                .values()
                .filter(|participant| participant.roles().contains(&role));
            let found = of_role.filter(|participant| {
                is == "all" || participant.readiness(role, today).as_str() == is
            });
            found.count()
        };
        let pairings = |is: &str| {
            let found = program.pairings.values();
            found
                .filter(|pairing| is == "all" || state_of(pairing) == is)
                .count()
        };
        let meetings = || {
            let logs = program.logs.iter();
            logs.filter(|(pairing, _)| state_of(&program.pairings[*pairing]) != "void")
                .flat_map(|(pairing, log)| {
                    log.meetings.iter().map(move |meeting| (pairing, meeting))
                })
        };
        let count = |is: MeetingState, from: i64, to: i64| {
            let found = meetings().filter(|(_, meeting)| {
                let ahead = meeting.at.day().days_since(today);
                meeting.is == is && from <= ahead && ahead <= to
            });
            found.count()
        };
        let minutes: u64 = meetings()
            .filter(|(_, meeting)| meeting.is == MeetingState::Held && meeting.at.day() <= today)
            .map(|(pairing, meeting)| {
                let usual = program.pairings[pairing].minutes.unwrap_or(45);
                let is_email = meeting.mode == Some(Mode::Email);
                u64::from(meeting.minutes.unwrap_or(if is_email { 0 } else { usual }))
            })
            .sum();
        let runs = |pairing: &&crate::model::pairing::Pairing| {
            ["active", "closing"].contains(&state_of(pairing))
                && pairing.starts.is_none_or(|starts| starts <= today)
        };
        let met = program.pairings.values().filter(runs).filter(|pairing| {
            program.log(&pairing.id).meetings.iter().any(|meeting| {
                meeting.is == MeetingState::Held
                    && meeting.at.day() <= today
                    && today.plus_days(-30) < meeting.at.day()
            })
        });
        let readiness = |role| {
            let words = [
                "all", "applied", "ready", "waiting", "paused", "left", "declined",
            ];
            Value::Object(
                words
                    .map(|is| (is.to_owned(), json!(people(role, is))))
                    .into_iter()
                    .collect(),
            )
        };
        let states = [
            "all",
            "proposed",
            "accepted",
            "active",
            "paused",
            "closing",
            "closed",
            "declined",
            "withdrawn",
            "void",
        ];
        json!({
            "mentors": readiness(Role::Mentor),
            "mentees": readiness(Role::Mentee),
            "pairings": Value::Object(states.map(|is| (is.to_owned(), json!(pairings(is)))).into_iter().collect()),
            "meetings": {
                "planned": count(MeetingState::Planned, 0, i64::MAX),
                "held": count(MeetingState::Held, i64::MIN, 0),
                "missed": count(MeetingState::Missed, i64::MIN, 0),
                "cancelled": count(MeetingState::Cancelled, i64::MIN, i64::MAX),
                "unconfirmed": count(MeetingState::Planned, i64::MIN, -1),
                "held_last_30_days": count(MeetingState::Held, -29, 0),
                "minutes_held": minutes,
            },
            "met_last_30_days": {"count": met.count(), "all": program.pairings.values().filter(runs).count()},
        })
    }

    fn advice_slowly(program: &Program, today: Day) -> AdviceCount {
        let mut count = AdviceCount::default();
        for (pairing, log) in &program.logs {
            let pairing = &program.pairings[pairing];
            let is_void =
                pairing.state(today).unwrap_or(pairing.state_latest()) == PairingState::Void;
            for advice in log.advice.iter().filter(|one| !is_void && one.on <= today) {
                let mut tries: Vec<_> = log
                    .tried
                    .iter()
                    .filter(|tried| advice.id.as_ref() == Some(&tried.advice) && tried.on <= today)
                    .collect();
                tries.sort_by_key(|tried| tried.on);
                count.given += 1;
                count.tried += u32::from(!tries.is_empty());
                let is_help =
                    |helped: Option<Helped>| helped.is_some_and(|helped| helped != Helped::No);
                count.helped += u32::from(tries.last().is_some_and(|last| is_help(last.helped)));
            }
        }
        count
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn every_number_can_be_counted_by_hand(program in programs(), days in 0_i64..240) {
            let today = first_day().plus_days(days);
            let found = summary(&program, today);
            let expected = numbers_slowly(&program, today);
            for key in ["mentors", "mentees"] {
                prop_assert_eq!(&found["people"][key], &expected[key]);
            }
            for key in ["pairings", "meetings", "met_last_30_days"] {
                prop_assert_eq!(&found[key], &expected[key], "{}", key);
            }
            prop_assert_eq!(program_summary(&program, today).advice, advice_slowly(&program, today));
        }

        #[test]
        fn parts_add_up_to_the_whole(program in programs(), days in 0_i64..240) {
            let summary = program_summary(&program, first_day().plus_days(days));
            let (pairings, health) = (summary.pairings, summary.health);
            let in_force = pairings.proposed + pairings.accepted + pairings.active + pairings.paused + pairings.closing;
            prop_assert_eq!(health.green + health.amber + health.red + health.paused, in_force);
            prop_assert_eq!(health.paused, pairings.paused);
            prop_assert_eq!(summary.capacity.used + summary.capacity.free, summary.capacity.places);
            prop_assert_eq!(summary.requests.served + summary.requests.open, summary.requests.all);
            prop_assert!(summary.requests.mentees_unmatched <= summary.requests.open);
            prop_assert!(summary.advice.helped <= summary.advice.tried && summary.advice.tried <= summary.advice.given);
            prop_assert!(summary.met_last_30_days.count <= summary.met_last_30_days.all);
        }

        #[test]
        fn requests_and_places_are_those_of_people_who_take_part(program in programs(), days in 0_i64..240) {
            let today = first_day().plus_days(days);
            let found = program_summary(&program, today);
            let takes_part = |participant: &&Participant, role| {
                let readiness = participant.readiness(role, today);
                readiness == Readiness::Ready
                    || (readiness == Readiness::Applied && !program.settings.policy.screening)
            };
            let mentors = program.participants.values().filter(|one| takes_part(one, Role::Mentor));
            let places: u32 = mentors.filter_map(|one| one.mentor.as_ref()).map(|mentor| mentor.capacity).sum();
            prop_assert_eq!(found.capacity.places, places);
            let mentees = program.participants.values().filter(|one| takes_part(one, Role::Mentee));
            let asked: u32 = mentees.flat_map(Participant::wishes).map(|wish| wish.mentors).sum();
            prop_assert_eq!(found.requests.all, asked);
        }

        #[test]
        fn what_is_dated_later_does_not_change_a_past_day(program in programs(), days in 0_i64..240) {
            let past = first_day().plus_days(days);
            let then = program.clone().as_of(past);
            let later = later_records(program, past).as_of(past);
            prop_assert_eq!(summary(&then, past), summary(&later, past));
        }

        #[test]
        fn asked_twice_a_past_day_gives_the_same(program in programs(), days in 0_i64..240) {
            let past = first_day().plus_days(days);
            let once = program.as_of(past);
            let twice = once.clone().as_of(past);
            prop_assert_eq!(summary(&once, past).to_string(), summary(&twice, past).to_string());
        }
    }

    #[test]
    fn a_meeting_that_was_settled_later_was_unconfirmed_on_a_past_day() {
        let mut program = program();
        let pairing = crate::insights::sample::pairing_with(
            "grace-mentors-ada",
            &[("2026-01-12", PairingState::Active)],
        );
        let mut meeting = crate::insights::sample::meeting("2026-02-03", MeetingState::Held);
        meeting.planned_on = Some(day("2026-01-20"));
        meeting.settled_on = Some(day("2026-02-10"));
        let log = Log {
            meetings: vec![meeting],
            ..Log::default()
        };
        program.logs.insert(id("grace-mentors-ada"), log);
        program.pairings.insert(pairing.id.clone(), pairing);
        let on =
            |text: &str| program_summary(&program.clone().as_of(day(text)), day(text)).meetings;
        assert_eq!(
            (on("2026-02-05").held, on("2026-02-05").unconfirmed),
            (0, 1)
        );
        assert_eq!(
            (on("2026-02-10").held, on("2026-02-10").unconfirmed),
            (1, 0)
        );
    }
}

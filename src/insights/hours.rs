//! Meetings and hours: of each person, each pairing, each month and each day.
//!
//! Only what was held counts, and only for who was there. Its invariant: the sums of pairings, of months and of days
//! are those of the program.

use crate::insights::history::{Halts, begins, standing};
use crate::insights::tally::minutes_of;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::log::Meeting;
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::participant::Role;
use crate::model::program::Program;
use crate::model::settings::Policy;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// Meetings and hours of the program.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Hours<'a> {
    /// The day.
    pub day: Day,
    /// All of it.
    #[serde(flatten)]
    pub all: MeetingSum,
    /// People who met, by id.
    pub people: Vec<PersonHours<'a>>,
    /// Pairings that met, by id.
    pub pairings: Vec<PairingHours<'a>>,
    /// Every month from the first meeting to the last.
    pub months: Vec<MonthHours>,
    /// Days on which somebody met.
    pub days: Vec<DayHours>,
}

/// Meetings and how long they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct MeetingSum {
    /// How many.
    pub meetings: u32,
    /// How long they were in all.
    pub minutes: u64,
}

impl AddAssign for MeetingSum {
    fn add_assign(&mut self, other: MeetingSum) {
        self.meetings += other.meetings;
        self.minutes += other.minutes;
    }
}

/// What a person gave and got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PersonHours<'a> {
    /// Who.
    pub person: &'a PersonId,
    /// Their name.
    pub name: &'a str,
    /// Meetings to which they came, in any role.
    #[serde(flatten)]
    pub all: MeetingSum,
    /// Of them, those as a mentor.
    pub as_mentor: MeetingSum,
    /// Of them, those as a mentee.
    pub as_mentee: MeetingSum,
}

/// Meetings of a pairing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PairingHours<'a> {
    /// The pairing.
    pub pairing: &'a Id,
    /// Its round.
    pub cohort: Option<&'a Id>,
    /// All of it.
    #[serde(flatten)]
    pub all: MeetingSum,
    /// The first meeting.
    pub first: Day,
    /// The last meeting.
    pub last: Day,
}

/// Meetings of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MonthHours {
    /// `2026-01`.
    pub month: String,
    /// All of it.
    #[serde(flatten)]
    pub all: MeetingSum,
    /// Pairings that met.
    pub pairings: usize,
    /// Meetings that the rhythms of pairings wanted.
    pub wanted: usize,
}

/// Meetings of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DayHours {
    /// The day.
    pub on: Day,
    /// All of it.
    #[serde(flatten)]
    pub all: MeetingSum,
}

/// A meeting that was held.
struct Held<'a> {
    pairing: &'a Pairing,
    meeting: &'a Meeting,
    on: Day,
    sum: MeetingSum,
}

/// Makes the report of a day.
pub fn hours(program: &Program, today: Day) -> Hours<'_> {
    let held = held(program, today);
    let mut all = MeetingSum::default();
    let mut days: BTreeMap<Day, MeetingSum> = BTreeMap::new();
    for one in &held {
        all += one.sum;
        *days.entry(one.on).or_default() += one.sum;
    }
    Hours {
        day: today,
        all,
        people: people(program, &held),
        pairings: pairings(&held),
        months: months(program, &held, today),
        days: days
            .into_iter()
            .map(|(on, all)| DayHours { on, all })
            .collect(),
    }
}

/// Meetings of pairings that were no mistake, by pairing and then in file order.
fn held(program: &Program, today: Day) -> Vec<Held<'_>> {
    let policy = &program.settings.policy;
    let pairings = program.pairings.values();
    let real = pairings.filter(|pairing| standing(pairing, today) != PairingState::Void);
    real.flat_map(|pairing| {
        let held = program.log(&pairing.id).held(today);
        held.map(move |meeting| Held {
            pairing,
            meeting,
            on: meeting.at.day(),
            sum: MeetingSum {
                meetings: 1,
                minutes: minutes_of(meeting, pairing, policy).unwrap_or(0).into(),
            },
        })
    })
    .collect()
}

fn people<'a>(program: &'a Program, held: &[Held<'a>]) -> Vec<PersonHours<'a>> {
    let mut people: BTreeMap<&'a PersonId, PersonHours<'a>> = BTreeMap::new();
    for one in held {
        let came = one
            .pairing
            .people()
            .filter(|person| !one.meeting.absent.contains(person));
        for person in came {
            let known = people.entry(person).or_insert_with(|| PersonHours {
                person,
                name: program.name(person),
                all: MeetingSum::default(),
                as_mentor: MeetingSum::default(),
                as_mentee: MeetingSum::default(),
            });
            known.all += one.sum;
            match one.pairing.role_of(person) {
                Some(Role::Mentor) => known.as_mentor += one.sum,
                Some(Role::Mentee) | None => known.as_mentee += one.sum,
            }
        }
    }
    people.into_values().collect()
}

fn pairings<'a>(held: &[Held<'a>]) -> Vec<PairingHours<'a>> {
    let mut pairings: BTreeMap<&Id, PairingHours<'a>> = BTreeMap::new();
    for one in held {
        let known = pairings.entry(&one.pairing.id).or_insert(PairingHours {
            pairing: &one.pairing.id,
            cohort: one.pairing.cohort.as_ref(),
            all: MeetingSum::default(),
            first: one.on,
            last: one.on,
        });
        known.all += one.sum;
        known.first = known.first.min(one.on);
        known.last = known.last.max(one.on);
    }
    pairings.into_values().collect()
}

fn months(program: &Program, held: &[Held<'_>], today: Day) -> Vec<MonthHours> {
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for pairing in program.pairings.values() {
        for on in days_wanted(&program.settings.policy, pairing, today) {
            *wanted.entry(month_of(on)).or_default() += 1;
        }
    }
    let of = |month: &String| {
        let mut all = MeetingSum::default();
        let its: Vec<&Held<'_>> = held
            .iter()
            .filter(|one| month_of(one.on) == *month)
            .collect();
        for one in &its {
            all += one.sum;
        }
        let mut pairings: Vec<&Id> = its.iter().map(|one| &one.pairing.id).collect();
        pairings.dedup();
        MonthHours {
            month: month.clone(),
            all,
            pairings: pairings.len(),
            wanted: wanted.get(month).copied().unwrap_or(0),
        }
    };
    let first = held.iter().map(|one| one.on).min();
    let last = held.iter().map(|one| one.on).max();
    let months = first
        .zip(last)
        .map(|(first, last)| months_between(first, last));
    months.unwrap_or_default().iter().map(of).collect()
}

/// `2026-01`.
pub(crate) fn month_of(day: Day) -> String {
    day.date().format("%Y-%m").to_string()
}

/// Every month from that of a first day to that of a last one.
pub(crate) fn months_between(first: Day, last: Day) -> Vec<String> {
    let end = month_of(last);
    let mut months = vec![month_of(first)];
    let mut day = first;
    while months.last().is_some_and(|month| *month < end) {
        day = day.plus_days(1);
        let month = month_of(day);
        if months.last() != Some(&month) {
            months.push(month);
        }
    }
    months
}

/// The days by which a pairing should have met, had each meeting been held when it was due.
fn days_wanted(policy: &Policy, pairing: &Pairing, today: Day) -> Vec<Day> {
    let state = standing(pairing, today);
    let Some(begins) = begins(pairing).filter(|_| state != PairingState::Void) else {
        return Vec::new();
    };
    let halts = Halts::of(pairing, today);
    let every = pairing.every.unwrap_or(policy.meeting_every);
    let last = pairing.ends.map_or(today, |ends| ends.min(today));
    let mut days = Vec::new();
    let mut from = begins;
    while let Some(next) = halts.day_after(from, every.after(from).days_since(from)) {
        if last < next {
            break;
        }
        days.push(next);
        if pairing.kind == PairingKind::Flash {
            break;
        }
        from = next;
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{PROGRAMS, day, first_day, pairing_with, program};
    use crate::insights::sample_reports::reported_programs;
    use crate::model::log::MeetingState;
    use crate::model::participant::Mode;
    use proptest::prelude::*;

    /// Meetings that hold a condition and their minutes, by one loop over the logs.
    fn sum_slowly(
        program: &Program,
        today: Day,
        holds: impl Fn(&Pairing, &Meeting) -> bool,
    ) -> MeetingSum {
        let mut sum = MeetingSum::default();
        for pairing in program.pairings.values() {
            let state = pairing.state(today).unwrap_or(pairing.state_latest());
            for meeting in &program.log(&pairing.id).meetings {
                let is_held = meeting.is == MeetingState::Held && meeting.at.day() <= today;
                if is_held && state != PairingState::Void && holds(pairing, meeting) {
                    sum.meetings += 1;
                    sum.minutes += u64::from(match (meeting.minutes, meeting.mode) {
                        (Some(minutes), _) => minutes,
                        (None, Some(Mode::Email)) => 0,
                        (None, _) => pairing.minutes.unwrap_or(45),
                    });
                }
            }
        }
        sum
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn meetings_and_minutes_are_counted_by_hand(program in reported_programs(), days in 0_i64..260) {
            let today = first_day().plus_days(days);
            let report = hours(&program, today);
            prop_assert_eq!(report.all, sum_slowly(&program, today, |_, _| true));
            for one in &report.people {
                let came = |pairing: &Pairing, meeting: &Meeting| {
                    pairing.people().any(|id| id == one.person) && !meeting.absent.contains(one.person)
                };
                prop_assert_eq!(one.all, sum_slowly(&program, today, came));
                let mentors = |pairing: &Pairing, meeting: &Meeting| {
                    pairing.mentor == *one.person && !meeting.absent.contains(one.person)
                };
                prop_assert_eq!(one.as_mentor, sum_slowly(&program, today, mentors));
                prop_assert_eq!(one.as_mentor.minutes + one.as_mentee.minutes, one.all.minutes);
            }
            let met = program.pairings.keys().filter(|id| {
                0 < sum_slowly(&program, today, |pairing, _| pairing.id == **id).meetings
            });
            prop_assert!(report.pairings.iter().map(|one| one.pairing).eq(met));
            for one in &report.pairings {
                let its = sum_slowly(&program, today, |pairing, _| pairing.id == *one.pairing);
                prop_assert_eq!(one.all, its);
            }
            for one in &report.months {
                let its = |_: &Pairing, meeting: &Meeting| meeting.at.day().to_string().starts_with(&one.month);
                prop_assert_eq!(one.all, sum_slowly(&program, today, its));
            }
            for one in &report.days {
                let its = |_: &Pairing, meeting: &Meeting| meeting.at.day() == one.on;
                prop_assert_eq!(one.all, sum_slowly(&program, today, its));
            }
            let months: u32 = report.months.iter().map(|one| one.all.meetings).sum();
            let all_days: u32 = report.days.iter().map(|one| one.all.meetings).sum();
            prop_assert_eq!((months, all_days), (report.all.meetings, report.all.meetings));
        }
    }

    #[test]
    fn a_monthly_pair_wants_a_meeting_each_month_but_not_while_it_is_paused() {
        let program = program();
        let mut pairing = pairing_with(
            "grace-mentors-ada",
            &[
                ("2026-01-12", PairingState::Active),
                ("2026-03-01", PairingState::Paused),
                ("2026-05-01", PairingState::Active),
            ],
        );
        let wanted = |pairing: &Pairing, today: &str| {
            let days = days_wanted(&program.settings.policy, pairing, day(today));
            days.iter()
                .map(ToString::to_string)
                .collect::<Vec<String>>()
        };
        assert_eq!(wanted(&pairing, "2026-02-20"), ["2026-02-12"]);
        // 17 days before the pause and 11 after it make the 28 from 12 February on.
        assert_eq!(wanted(&pairing, "2026-05-31"), ["2026-02-12", "2026-05-12"]);
        pairing.ends = Some(day("2026-02-28"));
        assert_eq!(wanted(&pairing, "2026-05-31"), ["2026-02-12"]);
        pairing.ends = None;
        pairing.kind = PairingKind::Flash;
        assert_eq!(wanted(&pairing, "2026-05-31"), ["2026-02-12"]);
    }

    #[test]
    fn months_without_a_meeting_are_told_too() {
        let months = months_between(day("2025-11-30"), day("2026-02-01"));
        assert_eq!(months, ["2025-11", "2025-12", "2026-01", "2026-02"]);
    }
}

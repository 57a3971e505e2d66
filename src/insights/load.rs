//! What mentoring costs people: hours planned and spent, work handed over, and who carries too much.
//!
//! It judges nobody's zeal. Its invariant: everybody who is in a pairing of the time looked at is listed once, by id.

use crate::insights::history::standing;
use crate::insights::tally::minutes_of;
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::log::MeetingState;
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::participant::{Participant, Relief, Role};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Days that are looked at where nobody says otherwise: long enough for two monthly meetings.
pub const DAYS_USUAL: i64 = 56;
/// Who spends a quarter more than planned carries too much; less is a good conversation.
const TOLERANCE_PERCENT: u64 = 125;
const DAYS_PER_WEEK: u64 = 7;

/// The days that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Period {
    /// The first.
    pub from: Day,
    /// The last.
    pub to: Day,
}

impl Period {
    /// Whether a day lies in it.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// How many days it has, at least one.
    fn days(self) -> u64 {
        u64::try_from(self.to.days_since(self.from) + 1)
            .unwrap_or(1)
            .max(1)
    }
}

/// What mentoring costs a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LoadRow<'a> {
    /// Who.
    pub id: &'a PersonId,
    /// Their name.
    pub name: &'a str,
    /// In which roles they are in pairings.
    pub roles: Vec<Role>,
    /// Mentees on the last day.
    pub mentees: u32,
    /// How many they take; none for who is no mentor.
    pub capacity: Option<u32>,
    /// Meetings in the time looked at.
    pub meetings: u32,
    /// Minutes of them.
    pub minutes: u64,
    /// Minutes a week that were planned.
    pub planned_minutes_per_week: Option<u64>,
    /// Minutes a week that were spent.
    pub spent_minutes_per_week: u64,
    /// Minutes a week of work handed over to others.
    pub handed_over_minutes_per_week: u64,
    /// Minutes a week of work taken over from others.
    pub taken_over_minutes_per_week: u64,
    /// Whether it is too much.
    pub overloaded: bool,
    /// Why, in words.
    pub because: Vec<String>,
}

/// What mentoring costs everybody who was in a pairing.
pub fn load(program: &Program, period: Period) -> Vec<LoadRow<'_>> {
    let by_person = program.pairings_by_person();
    let taken = taken_over(program, period.to);
    let people = program.participants.values().filter_map(|person| {
        let pairings = by_person.get(&person.id).map_or(&[][..], Vec::as_slice);
        let shared: Vec<&Pairing> = pairings
            .iter()
            .copied()
            .filter(|pairing| is_within(pairing, period))
            .collect();
        (!shared.is_empty()).then(|| row(program, person, &shared, period, &taken))
    });
    people.collect()
}

/// Whether a pairing was in force on some day of the time looked at: at its end, or when it met.
pub(crate) fn is_within(pairing: &Pairing, period: Period) -> bool {
    let begun = pairing.since().is_none_or(|since| since <= period.to);
    let state = standing(pairing, period.to);
    let over = pairing.entry(period.to).map(|entry| entry.on);
    begun
        && match state {
            PairingState::Active | PairingState::Paused | PairingState::Closing => true,
            PairingState::Closed => over.is_none_or(|over| period.from <= over),
            PairingState::Proposed
            | PairingState::Accepted
            | PairingState::Declined
            | PairingState::Withdrawn
            | PairingState::Void => false,
        }
}

fn row<'a>(
    program: &'a Program,
    person: &'a Participant,
    pairings: &[&Pairing],
    period: Period,
    taken: &BTreeMap<&PersonId, u64>,
) -> LoadRow<'a> {
    let (mut meetings, mut minutes) = (0, 0);
    for pairing in pairings {
        for meeting in &program.log(&pairing.id).meetings {
            let was_there =
                meeting.is == MeetingState::Held && !meeting.absent.contains(&person.id);
            if was_there && period.contains(meeting.at.day()) {
                let length = minutes_of(meeting, pairing, &program.settings.policy);
                meetings += 1;
                minutes += u64::from(length.unwrap_or(0));
            }
        }
    }
    let mut row = LoadRow {
        id: &person.id,
        name: &person.name,
        roles: roles(person, pairings),
        mentees: mentees(person, pairings, period.to),
        capacity: person.mentor.as_ref().map(|mentor| mentor.capacity),
        meetings,
        minutes,
        planned_minutes_per_week: planned(program, person, pairings),
        spent_minutes_per_week: minutes * DAYS_PER_WEEK / weeks_of(pairings, period),
        handed_over_minutes_per_week: handed_over(person, period.to),
        taken_over_minutes_per_week: taken.get(&person.id).copied().unwrap_or(0),
        overloaded: false,
        because: Vec::new(),
    };
    row.because = because(&row);
    row.overloaded = !row.because.is_empty();
    row
}

/// Days of the time looked at in which they were in any of the pairings.
fn weeks_of(pairings: &[&Pairing], period: Period) -> u64 {
    let first = pairings.iter().filter_map(|pairing| pairing.since()).min();
    let from = first.map_or(period.from, |first| first.max(period.from).min(period.to));
    // A week at least: one meeting on the first day is no load of a lifetime.
    Period { from, ..period }.days().max(DAYS_PER_WEEK)
}

fn roles(person: &Participant, pairings: &[&Pairing]) -> Vec<Role> {
    let gives = pairings
        .iter()
        .any(|pairing| is_mentor(pairing, &person.id));
    let asks = pairings
        .iter()
        .any(|pairing| is_mentee(pairing, &person.id));
    let roles = [(Role::Mentor, gives), (Role::Mentee, asks)];
    let has = roles.into_iter().filter(|&(_, has)| has);
    has.map(|(role, _)| role).collect()
}

/// Peers are both to each other.
fn is_mentor(pairing: &Pairing, person: &PersonId) -> bool {
    pairing.kind == PairingKind::Peer || pairing.mentor == *person
}

fn is_mentee(pairing: &Pairing, person: &PersonId) -> bool {
    pairing.kind == PairingKind::Peer || pairing.mentees.contains(person)
}

/// Mentees of pairings that fill a place on a day; peers fill none.
fn mentees(person: &Participant, pairings: &[&Pairing], day: Day) -> u32 {
    let own = pairings.iter().filter(|pairing| {
        pairing.mentor == person.id
            && pairing.kind != PairingKind::Peer
            && standing(pairing, day).is_in_force()
    });
    let mentees: usize = own.map(|pairing| pairing.mentees.len()).sum();
    u32::try_from(mentees).unwrap_or(u32::MAX)
}

/// What they planned for their roles: as they say, for mentors else as the program says.
fn planned(program: &Program, person: &Participant, pairings: &[&Pairing]) -> Option<u64> {
    let gives = pairings
        .iter()
        .any(|pairing| is_mentor(pairing, &person.id));
    let asks = pairings
        .iter()
        .any(|pairing| is_mentee(pairing, &person.id));
    let as_mentor = person
        .mentor
        .as_ref()
        .and_then(|mentor| mentor.minutes_per_week)
        .or(program.settings.resources.minutes_per_week)
        .filter(|_| gives);
    let mentee = person.mentee.as_ref();
    let as_mentee = mentee
        .and_then(|mentee| mentee.minutes_per_week)
        .filter(|_| asks);
    match (as_mentor, as_mentee) {
        (None, None) => None,
        (one, other) => Some(u64::from(one.unwrap_or(0)) + u64::from(other.unwrap_or(0))),
    }
}

fn handed_over(person: &Participant, day: Day) -> u64 {
    let reliefs = person.reliefs.iter().filter(|relief| relief.on <= day);
    reliefs.map(weekly).sum()
}

fn weekly(relief: &Relief) -> u64 {
    u64::from(relief.minutes_per_week.unwrap_or(0))
}

/// Work that was taken over, by who took it.
fn taken_over(program: &Program, day: Day) -> BTreeMap<&PersonId, u64> {
    let mut taken = BTreeMap::new();
    for person in program.participants.values() {
        for relief in person.reliefs.iter().filter(|relief| relief.on <= day) {
            if let Some(by) = &relief.taken_by {
                *taken.entry(by).or_insert(0) += weekly(relief);
            }
        }
    }
    taken
}

fn because(row: &LoadRow<'_>) -> Vec<String> {
    let mut because = Vec::new();
    if let Some(capacity) = row.capacity.filter(|&capacity| capacity < row.mentees) {
        let places = if capacity == 1 { "place" } else { "places" };
        because.push(format!("{} mentees for {capacity} {places}", row.mentees));
    }
    let planned = row
        .planned_minutes_per_week
        .filter(|planned| planned * TOLERANCE_PERCENT < row.spent_minutes_per_week * 100);
    if let Some(planned) = planned {
        because.push(format!(
            "{} h a week spent, {} planned",
            tenths(row.spent_minutes_per_week),
            tenths(planned)
        ));
    }
    let kept = row.handed_over_minutes_per_week;
    let extra = row.taken_over_minutes_per_week;
    if row.roles.contains(&Role::Mentor) && kept < extra {
        because.push(format!(
            "{} h a week of others' work taken over, {} handed over",
            tenths(extra),
            tenths(kept)
        ));
    }
    because
}

/// Minutes as hours with one decimal, half up.
fn tenths(minutes: u64) -> String {
    let tenths = (minutes + 3) / 6;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::sample::{
        PROGRAMS, add_pair, day, first_day, mentor, participant, person_id, program, programs,
    };
    use proptest::prelude::*;

    const ACTIVE: (&str, PairingState) = ("2026-01-12", PairingState::Active);

    fn period(from: &str, to: &str) -> Period {
        Period {
            from: day(from),
            to: day(to),
        }
    }

    /// Grace, who planned half an hour a week and has one place, with so many mentees, each met on these days.
    fn grace_with(mentees: &[&str], days: &[&str]) -> Program {
        let mut program = program();
        let mut grace = participant("grace");
        let mut offer = mentor(1);
        offer.minutes_per_week = Some(30);
        grace.mentor = Some(offer);
        program.participants.insert(grace.id.clone(), grace);
        let held: Vec<_> = days.iter().map(|&on| (on, MeetingState::Held)).collect();
        for mentee in mentees {
            program
                .participants
                .insert(person_id(mentee), participant(mentee));
            add_pair(
                &mut program,
                &format!("grace-mentors-{mentee}"),
                ACTIVE,
                &held,
            );
        }
        program
    }

    fn because(program: &Program) -> Vec<String> {
        let rows = load(program, period("2026-02-01", "2026-02-28"));
        rows.into_iter()
            .find(|row| row.id.as_str() == "grace")
            .unwrap()
            .because
    }

    #[test]
    fn more_mentees_than_places_and_more_hours_than_planned_are_too_much() {
        let twice = ["2026-02-03", "2026-02-17"];
        assert_eq!(because(&grace_with(&["ada"], &twice)), [""; 0]);
        assert_eq!(
            because(&grace_with(&["ada", "kim"], &twice)),
            ["2 mentees for 1 place", "0.8 h a week spent, 0.5 planned"]
        );
    }

    #[test]
    fn work_taken_over_beside_mentoring_is_too_much_until_as_much_is_handed_over() {
        let mut program = grace_with(&["ada"], &["2026-02-03"]);
        let relief = |by: Option<&str>| Relief {
            on: day("2026-01-20"),
            what: "on-call".to_owned(),
            minutes_per_week: Some(60),
            taken_by: by.map(person_id),
        };
        let ada = program.participants.get_mut(&person_id("ada")).unwrap();
        ada.reliefs = vec![relief(Some("grace"))];
        let told = "1.0 h a week of others' work taken over, 0.0 handed over";
        assert_eq!(because(&program), [told]);
        let grace = program.participants.get_mut(&person_id("grace")).unwrap();
        grace.reliefs = vec![relief(None)];
        assert_eq!(because(&program), [""; 0]);
    }

    #[test]
    fn a_meeting_that_one_missed_costs_the_other_alone() {
        let mut program = grace_with(&["ada"], &["2026-02-03"]);
        let log = program.logs.values_mut().next().unwrap();
        log.meetings[0].absent = vec![person_id("ada")];
        let rows = load(&program, period("2026-02-01", "2026-02-28"));
        let minutes: Vec<_> = rows
            .iter()
            .map(|row| (row.id.as_str(), row.minutes))
            .collect();
        assert_eq!(minutes, [("ada", 0), ("grace", 45)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn two_halves_of_a_time_cost_what_the_whole_costs(program in programs(), half in 1_i64..100) {
            let (from, to) = (first_day(), first_day().plus_days(2 * half));
            let middle = from.plus_days(half);
            let minutes = |from: Day, to: Day| -> u64 {
                let rows = load(&program, Period { from, to });
                rows.iter().map(|row| row.minutes).sum()
            };
            // Who is in no pairing any more at the end is not listed, so the parts are looked at from the end.
            let all = minutes(from, to);
            prop_assert!(minutes(middle.plus_days(1), to) <= all);
            let rows = load(&program, Period { from, to });
            prop_assert!(rows.is_sorted_by_key(|row| row.id));
            prop_assert!(rows.iter().all(|row| row.overloaded != row.because.is_empty()));
        }
    }
}

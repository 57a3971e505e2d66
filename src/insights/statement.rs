//! A statement for a performance review: what a person did as mentor and mentee in some months.
//!
//! It tells numbers, own goals and trainings; no contents of notes or advice, and no name of anybody who did not agree
//! to be named. Its invariant: what stands in it is dated within its months.

use crate::insights::load::{Period, is_within};
use crate::insights::metrics::latest_percents;
use crate::insights::tally::minutes_of;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::log::{Meeting, MeetingState};
use crate::model::pairing::{GoalOf, Pairing, PairingKind};
use crate::model::participant::{CertificationState, Mode, Participant, Role};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A statement for a performance review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Statement<'a> {
    /// Who.
    pub person: &'a PersonId,
    /// Their name.
    pub name: &'a str,
    /// The program.
    pub program: &'a str,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// What they did as a mentor.
    pub as_mentor: Part<'a>,
    /// What they did as a mentee.
    pub as_mentee: Part<'a>,
    /// Each month in which they met, `2026-02`.
    pub months: Vec<Month>,
    /// Their own goals.
    pub goals: Vec<OwnGoal<'a>>,
    /// Trainings that they took.
    pub trainings: Vec<Taken<'a>>,
    /// Certificates that they passed.
    pub certifications: Vec<Taken<'a>>,
    /// What came of it for them.
    pub outcomes: Vec<Taken<'a>>,
    /// Pairings at whose end each thanked the other.
    pub thanks: u32,
}

/// What a person did in one role.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Part<'a> {
    /// Pairings.
    pub pairings: u32,
    /// How many people were on the other side.
    pub people: u32,
    /// Those of them who agreed to be named.
    pub named: Vec<&'a str>,
    /// Months in which they met.
    pub months: u32,
    /// Meetings that took place with them.
    pub meetings: u32,
    /// Of those, in person.
    pub in_person: u32,
    /// Minutes of them.
    pub minutes: u64,
    /// Goals of these pairings that were reached.
    pub goals_reached: u32,
}

/// What a person did in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Month {
    /// `2026-02`.
    pub month: String,
    /// Meetings.
    pub meetings: u32,
    /// Minutes of them.
    pub minutes: u64,
}

/// A goal of the person's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OwnGoal<'a> {
    /// What.
    pub text: &'a str,
    /// How far, in percent, by the last day; none before the first reading.
    pub percent: Option<i64>,
    /// By when.
    pub due: Option<Day>,
}

/// Something that was done on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Taken<'a> {
    /// When.
    pub on: Day,
    /// What.
    pub what: &'a str,
}

/// Makes the statement of a person; none for a stranger.
pub fn statement<'a>(
    program: &'a Program,
    person: &PersonId,
    period: Period,
) -> Option<Statement<'a>> {
    let participant = program.participants.get(person)?;
    let mine = program
        .pairings
        .values()
        .filter(|pairing| pairing.role_of(person).is_some() && is_within(pairing, period));
    let mine: Vec<&Pairing> = mine.collect();
    let mut months = BTreeMap::new();
    let as_mentor = part(program, person, &mine, (Role::Mentor, period), &mut months);
    let as_mentee = part(program, person, &mine, (Role::Mentee, period), &mut months);
    let thanks = mine.iter().filter(|pairing| was_thanked(pairing, period));
    Some(Statement {
        person: &participant.id,
        name: &participant.name,
        program: &program.settings.name,
        from: period.from,
        to: period.to,
        as_mentor,
        as_mentee,
        months: months.into_values().collect(),
        goals: goals(person, &mine, period),
        trainings: trainings(program, participant, period),
        certifications: certifications(participant, period),
        outcomes: outcomes(participant, period),
        thanks: u32::try_from(thanks.count()).unwrap_or(u32::MAX),
    })
}

/// Peers count as mentees of each other.
fn is_in_role(pairing: &Pairing, person: &PersonId, role: Role) -> bool {
    let is_giver = pairing.mentor == *person && pairing.kind != PairingKind::Peer;
    match role {
        Role::Mentor => is_giver,
        Role::Mentee => !is_giver,
    }
}

fn part<'a>(
    program: &'a Program,
    person: &PersonId,
    mine: &[&'a Pairing],
    (role, period): (Role, Period),
    months: &mut BTreeMap<String, Month>,
) -> Part<'a> {
    let mut part = Part::default();
    let mut people: BTreeSet<&PersonId> = BTreeSet::new();
    let mut met_in: BTreeSet<String> = BTreeSet::new();
    for pairing in mine.iter().filter(|one| is_in_role(one, person, role)) {
        part.pairings += 1;
        people.extend(others(pairing, person));
        let latest = latest_percents(pairing, period.to);
        let reached = latest
            .values()
            .filter(|(percent, on)| *percent == 100 && period.contains(*on));
        part.goals_reached += u32::try_from(reached.count()).unwrap_or(u32::MAX);
        let log = program.log(&pairing.id);
        for meeting in log
            .meetings
            .iter()
            .filter(|one| was_at(one, person, period))
        {
            let minutes = minutes_of(meeting, pairing, &program.settings.policy);
            let minutes = u64::from(minutes.unwrap_or(0));
            let name = meeting.at.day().date().format("%Y-%m").to_string();
            let month = months.entry(name.clone()).or_insert_with(|| Month {
                month: name.clone(),
                meetings: 0,
                minutes: 0,
            });
            month.meetings += 1;
            month.minutes += minutes;
            met_in.insert(name);
            part.meetings += 1;
            part.minutes += minutes;
            part.in_person += u32::from(meeting.mode == Some(Mode::InPerson));
        }
    }
    part.people = u32::try_from(people.len()).unwrap_or(u32::MAX);
    part.months = u32::try_from(met_in.len()).unwrap_or(u32::MAX);
    let agreed = people.into_iter().filter_map(|other| {
        let other = program.participants.get(other)?;
        (other.may_be_named == Some(true)).then_some(other.name.as_str())
    });
    part.named = agreed.collect();
    part
}

fn others<'a>(pairing: &'a Pairing, person: &PersonId) -> Vec<&'a PersonId> {
    if pairing.mentor == *person {
        pairing.mentees.iter().collect()
    } else {
        vec![&pairing.mentor]
    }
}

fn was_at(meeting: &Meeting, person: &PersonId, period: Period) -> bool {
    meeting.is == MeetingState::Held
        && !meeting.absent.contains(person)
        && period.contains(meeting.at.day())
}

fn was_thanked(pairing: &Pairing, period: Period) -> bool {
    let closing = pairing.closing.as_ref();
    let on = pairing.entry(period.to).map(|entry| entry.on);
    closing.is_some_and(|closing| closing.thanks == Some(true))
        && on.is_some_and(|on| period.contains(on))
}

/// The goals that are the person's own: what a partner wants to reach is theirs to tell.
fn goals<'a>(person: &PersonId, mine: &[&'a Pairing], period: Period) -> Vec<OwnGoal<'a>> {
    let of_pairing = |pairing: &&'a Pairing| {
        let latest = latest_percents(pairing, period.to);
        let own = if pairing.mentor == *person {
            GoalOf::Mentor
        } else {
            GoalOf::Mentee
        };
        let is_alone = pairing.mentees.len() == 1;
        let goals = pairing.goals.iter();
        let goals = goals.filter(move |goal| {
            goal.of == own && (own == GoalOf::Mentor || is_alone) || goal.of == GoalOf::Both
        });
        goals
            .map(|goal| OwnGoal {
                text: goal.text.trim_end(),
                percent: latest.get(&goal.id).map(|&(percent, _)| percent),
                due: goal.due,
            })
            .collect::<Vec<_>>()
    };
    mine.iter().flat_map(of_pairing).collect()
}

fn trainings<'a>(program: &'a Program, person: &'a Participant, period: Period) -> Vec<Taken<'a>> {
    let title = |module: &'a Id| {
        let mut known = program.settings.trainings.iter();
        let known = known.find(|known| known.id == *module);
        known
            .and_then(|known| known.title.as_deref())
            .unwrap_or(module.as_str())
    };
    let taken = person
        .trainings
        .iter()
        .filter(|one| period.contains(one.on));
    in_order(taken.map(|one| Taken {
        on: one.on,
        what: title(&one.module),
    }))
}

fn certifications(person: &Participant, period: Period) -> Vec<Taken<'_>> {
    let steps = person.certifications.iter();
    let passed =
        steps.filter(|step| step.is == CertificationState::Passed && period.contains(step.on));
    in_order(passed.map(|step| Taken {
        on: step.on,
        what: step.id.as_str(),
    }))
}

fn outcomes(person: &Participant, period: Period) -> Vec<Taken<'_>> {
    let outcomes = person.outcomes.iter().filter(|one| period.contains(one.on));
    in_order(outcomes.map(|one| Taken {
        on: one.on,
        what: &one.what,
    }))
}

fn in_order<'a>(taken: impl Iterator<Item = Taken<'a>>) -> Vec<Taken<'a>> {
    let mut taken: Vec<Taken<'a>> = taken.collect();
    taken.sort_by_key(|one| (one.on, one.what));
    taken
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::sample::{add_pair, day, participant, person_id, program};
    use crate::model::pairing::PairingState;

    const HELD: MeetingState = MeetingState::Held;

    fn ada_and_grace() -> Program {
        let mut program = program();
        for name in ["ada", "grace"] {
            program
                .participants
                .insert(person_id(name), participant(name));
        }
        let days = ["2025-12-01", "2026-02-03", "2026-02-17", "2026-03-03"];
        let held = days.map(|on| (on, HELD));
        let active = ("2025-11-01", PairingState::Active);
        add_pair(&mut program, "grace-mentors-ada", active, &held);
        program
    }

    fn of<'a>(program: &'a Program, person: &str) -> Statement<'a> {
        let period = Period {
            from: day("2026-01-01"),
            to: day("2026-06-30"),
        };
        statement(program, &person_id(person), period).unwrap()
    }

    #[test]
    fn what_lies_outside_the_months_is_not_in_it() {
        let program = ada_and_grace();
        let found = of(&program, "ada");
        assert_eq!((found.as_mentee.meetings, found.as_mentee.months), (3, 2));
        assert_eq!(found.as_mentor, Part::default());
        let months: Vec<_> = found
            .months
            .iter()
            .map(|one| (one.month.as_str(), one.meetings))
            .collect();
        assert_eq!(months, [("2026-02", 2), ("2026-03", 1)]);
    }

    #[test]
    fn a_partner_is_named_only_where_they_agreed() {
        let mut program = ada_and_grace();
        assert_eq!(of(&program, "ada").as_mentee.named, [""; 0]);
        assert_eq!(of(&program, "ada").as_mentee.people, 1);
        let grace = program.participants.get_mut(&person_id("grace")).unwrap();
        grace.may_be_named = Some(true);
        assert_eq!(of(&program, "ada").as_mentee.named, ["GRACE"]);
    }

    #[test]
    fn a_meeting_that_one_missed_is_not_theirs() {
        let mut program = ada_and_grace();
        let log = program.logs.values_mut().next().unwrap();
        log.meetings[1].absent = vec![person_id("ada")];
        assert_eq!(of(&program, "ada").as_mentee.meetings, 2);
        assert_eq!(of(&program, "grace").as_mentor.meetings, 3);
    }
}

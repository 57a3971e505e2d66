//! A pairing on a day: who, since when, its goals, its meetings, and everything that is still open.
//!
//! Notes are not in it: they are for the two. Its invariant: what is open is in the order of its age, the oldest
//! first.

use crate::insights::handbook::{Link, links_of_pairing};
use crate::insights::health::Assessment;
use crate::insights::metrics::latest_percents;
use crate::insights::progress::progress;
use crate::insights::rhythm::Rhythm;
use crate::insights::roster::{PairingRow, row_of_progress};
use crate::insights::tally::MeetingCount;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::log::{Homework, Log, Meeting, MeetingState};
use crate::model::pairing::{GoalOf, Pairing};
use crate::model::participant::Role;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// A pairing on a day.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PairingSummary<'a> {
    /// The day.
    pub day: Day,
    /// What it is and how it stands.
    pub pairing: PairingRow<'a>,
    /// Who is in it, the mentor first.
    pub people: Vec<Member<'a>>,
    /// Since when it stands where it stands.
    pub state_since: Option<Day>,
    /// Who signed the agreement, and when.
    pub agreement: AgreementDates<'a>,
    /// Its goals, in file order.
    pub goals: Vec<GoalStanding<'a>>,
    /// Its meetings.
    pub meetings: MeetingCount,
    /// Questions that no meeting answered.
    pub questions_open: Vec<OpenEntry<'a>>,
    /// Homework that is not done.
    pub homework_open: Vec<OpenHomework<'a>>,
    /// Advice that nobody tried.
    pub advice_untried: Vec<OpenEntry<'a>>,
    /// Links of the handbook for where it stands; none when it has ended.
    pub handbook: Vec<Link<'a>>,
    /// Its clocks.
    pub rhythm: Rhythm,
    /// How it goes and why; none when it has ended.
    pub health: Option<Assessment>,
}

/// Somebody in a pairing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Member<'a> {
    /// Their id.
    pub id: &'a PersonId,
    /// Their name; the id of somebody unknown.
    pub name: &'a str,
    /// As what they are in it.
    pub role: Role,
}

/// Who signed an agreement, and when.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct AgreementDates<'a> {
    /// When the mentor signed.
    pub signed_mentor: Option<Day>,
    /// Mentees who signed.
    pub signed_mentees: &'a [PersonId],
    /// When they did.
    pub signed_mentees_on: Option<Day>,
}

/// A goal and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GoalStanding<'a> {
    /// Its id.
    pub id: &'a Id,
    /// Whose.
    pub of: GoalOf,
    /// In one line.
    pub text: &'a str,
    /// By when.
    pub due: Option<Day>,
    /// How far it is, as last read.
    pub percent: Option<i64>,
    /// When it was last read.
    pub read_on: Option<Day>,
}

/// A question or an advice that is still open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OpenEntry<'a> {
    /// Its id.
    pub id: Option<&'a Id>,
    /// When it was written down.
    pub on: Day,
    /// The words.
    pub text: &'a str,
    /// Days since then.
    pub days: i64,
}

/// Homework that is not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OpenHomework<'a> {
    /// Its id.
    pub id: Option<&'a Id>,
    /// `mentor`, `mentee`, or an id in a circle.
    pub owner: &'a str,
    /// What.
    pub text: &'a str,
    /// The day of the meeting that set it.
    pub on: Option<Day>,
    /// Days since then.
    pub days: Option<i64>,
    /// By when: as it says, else the meeting after the one that set it.
    pub due: Option<Day>,
    /// Days past that.
    pub days_over: i64,
}

/// Sums up a pairing on a day; none when there is no such pairing.
pub fn pairing_summary<'a>(
    program: &'a Program,
    pairing: &Id,
    day: Day,
) -> Option<PairingSummary<'a>> {
    let pairing = program.pairings.get(pairing)?;
    let progress = progress(program, pairing, day);
    let log = progress.log;
    Some(PairingSummary {
        day,
        pairing: row_of_progress(&progress),
        people: people(program, pairing),
        state_since: pairing
            .entry(day)
            .map_or(pairing.starts, |entry| Some(entry.on)),
        agreement: agreement(pairing, day),
        goals: goals(pairing, day),
        meetings: progress.tally.count,
        questions_open: questions_open(log, day),
        homework_open: homework_open(log, day),
        advice_untried: advice_untried(log, day),
        handbook: links_of_pairing(&program.settings, &progress, day),
        rhythm: progress.rhythm,
        health: progress.assessment,
    })
}

/// Everybody in a pairing, the mentor first.
pub(crate) fn people<'a>(program: &'a Program, pairing: &'a Pairing) -> Vec<Member<'a>> {
    let member = |id: &'a PersonId, role| Member {
        id,
        name: program.name(id),
        role,
    };
    let mentees = pairing.mentees.iter().map(|id| member(id, Role::Mentee));
    std::iter::once(member(&pairing.mentor, Role::Mentor))
        .chain(mentees)
        .collect()
}

/// Signatures dated after the day are left out.
fn agreement(pairing: &Pairing, day: Day) -> AgreementDates<'_> {
    let Some(agreement) = &pairing.agreement else {
        return AgreementDates::default();
    };
    let is_ahead = agreement.signed_mentees_on.is_some_and(|on| day < on);
    AgreementDates {
        signed_mentor: agreement.signed_mentor.filter(|&on| on <= day),
        signed_mentees: if is_ahead {
            &[]
        } else {
            &agreement.signed_mentees
        },
        signed_mentees_on: agreement.signed_mentees_on.filter(|&on| on <= day),
    }
}

/// The goals of a pairing and how far they are.
pub(crate) fn goals(pairing: &Pairing, day: Day) -> Vec<GoalStanding<'_>> {
    let latest = latest_percents(pairing, day);
    let standing = pairing.goals.iter().map(|goal| {
        let reading = latest.get(&goal.id);
        GoalStanding {
            id: &goal.id,
            of: goal.of,
            text: &goal.text,
            due: goal.due,
            percent: reading.map(|&(percent, _)| percent),
            read_on: reading.map(|&(_, on)| on),
        }
    });
    standing.collect()
}

/// Questions that no meeting answered, the oldest first.
pub(crate) fn questions_open(log: &Log, day: Day) -> Vec<OpenEntry<'_>> {
    let open = log
        .questions
        .iter()
        .filter(|question| question.answered_in.is_none() && question.on <= day);
    oldest_first(open.map(|question| OpenEntry {
        id: question.id.as_ref(),
        on: question.on,
        text: &question.text,
        days: day.days_since(question.on),
    }))
}

/// Advice without an id was written by hand; nothing can name it yet, so that nothing has tried it.
pub(crate) fn advice_untried(log: &Log, day: Day) -> Vec<OpenEntry<'_>> {
    let tried = log.tried.iter().filter(|tried| tried.on <= day);
    let tried: BTreeSet<&Id> = tried.map(|tried| &tried.advice).collect();
    let untried = log.advice.iter().filter(|advice| {
        advice.on <= day && !advice.id.as_ref().is_some_and(|id| tried.contains(id))
    });
    oldest_first(untried.map(|advice| OpenEntry {
        id: advice.id.as_ref(),
        on: advice.on,
        text: &advice.text,
        days: day.days_since(advice.on),
    }))
}

fn oldest_first<'a>(entries: impl Iterator<Item = OpenEntry<'a>>) -> Vec<OpenEntry<'a>> {
    let mut entries: Vec<OpenEntry<'a>> = entries.collect();
    entries.sort_by_key(|entry| entry.on);
    entries
}

/// Homework that is not done on a day, the oldest first, then what no meeting dates.
pub(crate) fn homework_open(log: &Log, day: Day) -> Vec<OpenHomework<'_>> {
    let is_open = |homework: &&Homework| homework.done.is_none_or(|done| day < done);
    let open = log.homework.iter().filter(is_open);
    let mut open: Vec<OpenHomework<'_>> = open
        .map(|homework| open_homework(log, homework, day))
        .collect();
    open.sort_by_key(|homework| (homework.on.is_none(), homework.on));
    open
}

fn open_homework<'a>(log: &Log, homework: &'a Homework, day: Day) -> OpenHomework<'a> {
    let (on, due) = due_of_homework(log, homework);
    OpenHomework {
        id: homework.id.as_ref(),
        owner: &homework.owner,
        text: &homework.text,
        on,
        days: on.map(|on| day.days_since(on)),
        due,
        days_over: due.map_or(0, |due| day.days_since(due).max(0)),
    }
}

/// The day of the meeting that set homework, and by when it is to be done: as it says, else the next meeting.
pub(crate) fn due_of_homework(log: &Log, homework: &Homework) -> (Option<Day>, Option<Day>) {
    let set_at = homework.meeting.as_ref().and_then(|id| {
        let mut meetings = log.meetings.iter();
        meetings.find(|meeting| meeting.id == *id)
    });
    let next = set_at.and_then(|set_at| meeting_after(log, set_at));
    let due = homework.due.or(next.map(|meeting| meeting.at.day()));
    (set_at.map(|meeting| meeting.at.day()), due)
}

/// The first meeting after another that was not called off and not missed.
fn meeting_after<'a>(log: &'a Log, meeting: &Meeting) -> Option<&'a Meeting> {
    let counts = |other: &&Meeting| match other.is {
        MeetingState::Planned | MeetingState::Held => meeting.at < other.at,
        MeetingState::Cancelled | MeetingState::Missed => false,
    };
    let meetings = log.meetings.iter().filter(counts);
    meetings.min_by_key(|meeting| meeting.at)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::sample::{
        PROGRAMS, day, first_day, id, meeting, pairing_with, person_id, program, programs,
    };
    use crate::model::pairing::{Agreement, GoalReading, PairingState};
    use proptest::prelude::*;

    fn homework(meeting: Option<&str>, due: Option<&str>) -> Homework {
        Homework {
            id: None,
            meeting: meeting.map(id),
            owner: "mentee".into(),
            text: "send the draft".to_owned(),
            due: due.map(day),
            done: None,
            evidence: None,
        }
    }

    #[test]
    fn homework_without_a_day_is_due_at_the_next_meeting_that_comes_about() {
        let log = Log {
            meetings: vec![
                meeting("2026-02-03", MeetingState::Held),
                meeting("2026-02-10", MeetingState::Cancelled),
                meeting("2026-02-17", MeetingState::Planned),
            ],
            homework: vec![homework(Some("2026-02-03"), None)],
            ..Log::default()
        };
        let open = homework_open(&log, day("2026-02-20"));
        assert_eq!(
            (open[0].on, open[0].days),
            (Some(day("2026-02-03")), Some(17))
        );
        assert_eq!(
            (open[0].due, open[0].days_over),
            (Some(day("2026-02-17")), 3)
        );
        assert_eq!(homework_open(&log, day("2026-02-17"))[0].days_over, 0);
    }

    fn reading(on: &str, percent: Option<i64>) -> GoalReading {
        GoalReading {
            goal: id("g-0"),
            on: day(on),
            percent,
        }
    }

    #[test]
    fn words_about_a_goal_that_is_reached_take_nothing_back() {
        let mut pairing = pairing_with("grace-mentors-ada", &[]);
        pairing.readings = vec![
            reading("2026-03-01", Some(100)),
            reading("2026-04-01", None),
        ];
        assert!(pairing.is_reached(&id("g-0")));
        pairing.readings.push(reading("2026-05-01", Some(80)));
        assert!(!pairing.is_reached(&id("g-0")));
    }

    #[test]
    fn a_goal_stands_where_its_latest_reading_says() {
        let mut pairing = pairing_with("grace-mentors-ada", &[]);
        pairing.goals = vec![crate::model::pairing::Goal {
            id: id("g-0"),
            of: GoalOf::Mentee,
            measure: None,
            text: "pass".to_owned(),
            due: None,
            certification: None,
        }];
        pairing.readings = vec![
            reading("2026-03-01", Some(40)),
            reading("2026-02-01", Some(20)),
            reading("2026-04-01", None),
        ];
        let standing = |on| {
            let goal = &goals(&pairing, day(on))[0];
            (goal.percent, goal.read_on)
        };
        assert_eq!(standing("2026-01-31"), (None, None));
        assert_eq!(standing("2026-02-15"), (Some(20), Some(day("2026-02-01"))));
        assert_eq!(standing("2026-05-01"), (Some(40), Some(day("2026-03-01"))));
    }

    #[test]
    fn a_signature_of_a_later_day_is_not_there_yet() {
        let mut pairing = pairing_with("grace-mentors-ada", &[]);
        pairing.agreement = Some(Agreement {
            signed_mentor: Some(day("2026-01-20")),
            signed_mentees: vec![person_id("ada")],
            signed_mentees_on: Some(day("2026-01-21")),
            ..Agreement::default()
        });
        let signed = agreement(&pairing, day("2026-01-20"));
        assert_eq!(signed.signed_mentor, Some(day("2026-01-20")));
        assert!(signed.signed_mentees.is_empty());
        assert_eq!(
            agreement(&pairing, day("2026-01-21")).signed_mentees.len(),
            1
        );
    }

    #[test]
    fn people_are_named_the_mentor_first() {
        let mut program = program();
        let state = [("2026-01-12", PairingState::Active)];
        let pairing = pairing_with("grace-mentors-ada", &state);
        program.pairings.insert(pairing.id.clone(), pairing);
        let summary =
            pairing_summary(&program, &id("grace-mentors-ada"), day("2026-02-01")).unwrap();
        let names: Vec<&str> = summary.people.iter().map(|member| member.name).collect();
        assert_eq!(names, ["grace", "ada"]);
        assert_eq!(summary.state_since, Some(day("2026-01-12")));
        assert!(pairing_summary(&program, &id("nobody"), day("2026-02-01")).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn what_is_open_is_exactly_what_nothing_settled(program in programs(), days in 0_i64..240) {
            let today = first_day().plus_days(days);
            for (id, log) in &program.logs {
                let summary = pairing_summary(&program, id, today).unwrap();
                for question in &log.questions {
                    let listed = summary.questions_open.iter().any(|open| open.id == question.id.as_ref());
                    prop_assert_eq!(listed, question.answered_in.is_none() && question.on <= today);
                }
                for homework in &log.homework {
                    let listed = summary.homework_open.iter().any(|open| open.id == homework.id.as_ref());
                    prop_assert_eq!(listed, homework.done.is_none_or(|done| today < done));
                }
                let untried = log.advice.iter().filter(|advice| {
                    let is_tried = log.tried.iter().any(|tried| Some(&tried.advice) == advice.id.as_ref() && tried.on <= today);
                    advice.on <= today && !is_tried
                });
                prop_assert_eq!(summary.advice_untried.len(), untried.count());
                prop_assert!(summary.advice_untried.is_sorted_by_key(|open| open.on));
                prop_assert!(summary.homework_open.iter().all(|open| open.days_over == 0 || open.due < Some(today)));
            }
        }
    }
}

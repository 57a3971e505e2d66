//! A pairing on a day: who, since when, its goals, its meetings, and everything that is still open.
//!
//! Notes are not in it: they are for the two. Its invariant: what is open is in the order of its age, the oldest
//! first.

use crate::insights::health::Assessment;
use crate::insights::objectives::latest_percents;
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
use std::collections::BTreeSet;

/// A pairing on a day.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
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
    /// Its clocks.
    pub rhythm: Rhythm,
    /// How it goes and why; none when it has ended.
    pub health: Option<Assessment>,
}

/// Somebody in a pairing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Member<'a> {
    /// Their id.
    pub id: &'a PersonId,
    /// Their name; the id of somebody unknown.
    pub name: &'a str,
    /// As what they are in it.
    pub role: Role,
}

/// Who signed an agreement, and when.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct AgreementDates<'a> {
    /// When the mentor signed.
    pub signed_mentor: Option<Day>,
    /// Mentees who signed.
    pub signed_mentees: &'a [PersonId],
    /// When they did.
    pub signed_mentees_on: Option<Day>,
}

/// A goal and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
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
        rhythm: progress.rhythm,
        health: progress.assessment,
    })
}

fn people<'a>(program: &'a Program, pairing: &'a Pairing) -> Vec<Member<'a>> {
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

fn goals(pairing: &Pairing, day: Day) -> Vec<GoalStanding<'_>> {
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

fn questions_open(log: &Log, day: Day) -> Vec<OpenEntry<'_>> {
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
fn advice_untried(log: &Log, day: Day) -> Vec<OpenEntry<'_>> {
    let tried: BTreeSet<&Id> = log.tried.iter().map(|tried| &tried.advice).collect();
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
    let set_at = homework.meeting.as_ref().and_then(|id| {
        let mut meetings = log.meetings.iter();
        meetings.find(|meeting| meeting.id == *id)
    });
    let next = set_at.and_then(|set_at| meeting_after(log, set_at));
    let due = homework.due.or(next.map(|meeting| meeting.at.day()));
    let on = set_at.map(|meeting| meeting.at.day());
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

/// The first meeting after another that was not called off and not missed.
fn meeting_after<'a>(log: &'a Log, meeting: &Meeting) -> Option<&'a Meeting> {
    let counts = |other: &&Meeting| match other.is {
        MeetingState::Planned | MeetingState::Held => meeting.at < other.at,
        MeetingState::Cancelled | MeetingState::Missed => false,
    };
    let meetings = log.meetings.iter().filter(counts);
    meetings.min_by_key(|meeting| meeting.at)
}

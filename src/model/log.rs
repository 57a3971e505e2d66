//! The log of a pairing: meetings, notes, questions, advice and how it was tried, homework.

use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::participant::Mode;
use crate::model::word::words;
use chrono_tz::Tz;
use smol_str::SmolStr;
use std::collections::BTreeSet;

words! {
    /// What became of a meeting.
    MeetingState {
        /// Agreed for a time.
        Planned = "planned",
        /// Took place.
        Held = "held",
        /// Called off.
        Cancelled = "cancelled",
        /// Somebody did not come.
        Missed = "missed",
    }
}

words! {
    /// Who may read a note; private ones live elsewhere.
    Visibility {
        /// The two of them.
        Pair = "pair",
        /// Reports may quote it.
        Program = "program",
    }
}

words! {
    /// Whether advice helped.
    Helped {
        /// It did.
        Yes = "yes",
        /// In part.
        Partly = "partly",
        /// It did not.
        No = "no",
    }
}

/// Everything a pairing wrote down, in file order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Log {
    /// Meetings.
    pub meetings: Vec<Meeting>,
    /// Notes.
    pub notes: Vec<Note>,
    /// Questions of the mentee.
    pub questions: Vec<Question>,
    /// Advice of the mentor.
    pub advice: Vec<Advice>,
    /// How advice was tried.
    pub tried: Vec<Tried>,
    /// Homework.
    pub homework: Vec<Homework>,
}

/// One meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Meeting {
    /// The day of its creation, `-2` for the second.
    pub id: Id,
    /// Wall-clock time.
    pub at: Moment,
    /// Its zone; the program's when absent.
    pub zone: Option<Tz>,
    /// Its length.
    pub minutes: Option<u32>,
    /// How.
    pub mode: Option<Mode>,
    /// Where.
    pub place: Option<String>,
    /// What became of it.
    pub is: MeetingState,
    /// When it was planned.
    pub planned_on: Option<Day>,
    /// When somebody said what became of it.
    pub settled_on: Option<Day>,
    /// Who missed it.
    pub absent: Vec<PersonId>,
    /// How often it was moved or called off: the sequence number in calendars.
    pub revision: u32,
    /// What it was about.
    pub topics: Vec<SmolStr>,
    /// What the mentor learned.
    pub mentor_learned: Option<String>,
}

/// A note.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Its id; absent when written by hand and not yet filled in.
    pub id: Option<Id>,
    /// Its meeting.
    pub meeting: Option<Id>,
    /// When.
    pub on: Day,
    /// Who wrote it.
    pub by: Option<SmolStr>,
    /// Who may read it.
    pub visible: Visibility,
    /// The words.
    pub text: String,
}

/// A question for the next meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its id.
    pub id: Option<Id>,
    /// When it was asked.
    pub on: Day,
    /// The words.
    pub text: String,
    /// The meeting that answered it.
    pub answered_in: Option<Id>,
}

/// A piece of advice.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// Its id.
    pub id: Option<Id>,
    /// Its meeting.
    pub meeting: Option<Id>,
    /// When it was given.
    pub on: Day,
    /// The words.
    pub text: String,
}

/// How advice was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The advice.
    pub advice: Id,
    /// When.
    pub on: Day,
    /// How.
    pub how: Option<String>,
    /// What others did then.
    pub response: Option<String>,
    /// Whether it helped.
    pub helped: Option<Helped>,
    /// What shows it.
    pub evidence: Option<String>,
}

/// Homework.
#[derive(Debug, Clone, PartialEq)]
pub struct Homework {
    /// Its id.
    pub id: Option<Id>,
    /// The meeting that set it.
    pub meeting: Option<Id>,
    /// `mentor`, `mentee`, or an id in a circle.
    pub owner: SmolStr,
    /// What.
    pub text: String,
    /// By when; the next meeting when absent.
    pub due: Option<Day>,
    /// When it was done.
    pub done: Option<Day>,
    /// What shows it.
    pub evidence: Option<String>,
}

impl Meeting {
    /// Takes back what somebody said of it afterwards.
    fn plan_again(&mut self) {
        if self.is == MeetingState::Cancelled {
            self.revision = self.revision.saturating_sub(1);
        }
        self.is = MeetingState::Planned;
        self.settled_on = None;
        self.absent.clear();
        self.mentor_learned = None;
    }

    /// Whether its time has passed and nobody has said what became of it.
    pub fn is_unconfirmed(&self, today: Day) -> bool {
        self.is == MeetingState::Planned && self.at.day() < today
    }
}

impl Log {
    /// Meetings that took place by a day, in file order.
    pub fn held(&self, today: Day) -> impl Iterator<Item = &Meeting> {
        let held =
            move |meeting: &&Meeting| meeting.is == MeetingState::Held && meeting.at.day() <= today;
        self.meetings.iter().filter(held)
    }

    /// The latest meeting that took place by a day.
    pub fn last_held(&self, today: Day) -> Option<&Meeting> {
        self.held(today).max_by_key(|meeting| meeting.at)
    }

    /// The earliest planned meeting that is not over.
    pub fn next(&self, today: Day) -> Option<&Meeting> {
        let ahead =
            |meeting: &&Meeting| meeting.is == MeetingState::Planned && today <= meeting.at.day();
        self.meetings
            .iter()
            .filter(ahead)
            .min_by_key(|meeting| meeting.at)
    }
}

impl Log {
    /// Leaves out every record dated after a day; a meeting settled later is planned again.
    pub fn as_of(&mut self, day: Day) {
        self.meetings.retain(|meeting| known_on(meeting) <= day);
        // What was asked for at a meeting, or answered in it, is known once somebody said that it took place.
        let is_told =
            |meeting: &&Meeting| meeting.is == MeetingState::Planned || told_on(meeting) <= day;
        let meetings: BTreeSet<Id> = self
            .meetings
            .iter()
            .filter(is_told)
            .map(|meeting| meeting.id.clone())
            .collect();
        for meeting in &mut self.meetings {
            if meeting.is != MeetingState::Planned && day < told_on(meeting) {
                meeting.plan_again();
            }
        }
        self.notes.retain(|note| note.on <= day);
        self.questions.retain(|question| question.on <= day);
        self.advice.retain(|advice| advice.on <= day);
        self.tried.retain(|tried| tried.on <= day);
        for question in &mut self.questions {
            if question
                .answered_in
                .as_ref()
                .is_some_and(|meeting| !meetings.contains(meeting))
            {
                question.answered_in = None;
            }
        }
        self.homework.retain(|homework| {
            homework
                .meeting
                .as_ref()
                .is_none_or(|meeting| meetings.contains(meeting))
        });
        for homework in &mut self.homework {
            homework.done = homework.done.filter(|&done| done <= day);
        }
    }
}

/// The day on which somebody said what became of a meeting.
fn told_on(meeting: &Meeting) -> Day {
    meeting.settled_on.unwrap_or_else(|| meeting.at.day())
}

/// The day from which a meeting stood in the log: when it was planned, else settled, else its own.
fn known_on(meeting: &Meeting) -> Day {
    meeting
        .planned_on
        .or(meeting.settled_on)
        .unwrap_or_else(|| meeting.at.day())
}

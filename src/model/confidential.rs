//! What only coordinators read: check-ins, concerns and what was done about them.

use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::word::words;

words! {
    /// What a concern is about.
    ConcernKind {
        /// Somebody does not answer.
        Unanswered = "unanswered",
        /// The conversation is off track.
        OffTrack = "off-track",
        /// A boundary was crossed.
        Boundary = "boundary",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// What a check-in is for.
    CheckinKind {
        /// What they expect, at the start.
        Expectations = "expectations",
        /// How ready they feel.
        Readiness = "readiness",
        /// How it goes.
        Regular = "regular",
        /// One meeting.
        Rating = "rating",
        /// How it was, at the end.
        Exit = "exit",
    }
}

/// Everything that is kept about one pairing, one person or the program, in file order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Confidential {
    /// Answers of people.
    pub checkins: Vec<Checkin>,
    /// What needs care.
    pub concerns: Vec<Concern>,
    /// What was done about it.
    pub steps: Vec<ConcernStep>,
}

words! {
    /// What is scored, on the program's scale.
    Score {
        /// How well the two fit.
        Fit = "fit",
        /// How far they have come.
        Progress = "progress",
        /// How content they are.
        Satisfaction = "satisfaction",
        /// Whether they felt listened to.
        ListenedTo = "listened_to",
        /// Readiness: wants to know.
        Curious = "curious",
        /// Readiness: is trusted.
        Trusted = "trusted",
        /// Readiness: listens.
        Listens = "listens",
        /// Readiness: does not judge.
        NonJudgmental = "non_judgmental",
        /// Readiness: supports.
        Supportive = "supportive",
        /// Readiness: does it of their own will.
        Volunteers = "volunteers",
    }
}

impl Score {
    /// Every score, in the order in which they are written.
    pub const ALL: [Score; 10] = [
        Score::Fit,
        Score::Progress,
        Score::Satisfaction,
        Score::ListenedTo,
        Score::Curious,
        Score::Trusted,
        Score::Listens,
        Score::NonJudgmental,
        Score::Supportive,
        Score::Volunteers,
    ];

    /// How somebody sees themselves as a mentor: what a self-assessment asks.
    pub fn is_of_readiness(self) -> bool {
        Score::Curious <= self
    }
}

/// What one person said on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkin {
    /// Its id; absent when written by hand and not yet filled in.
    pub id: Option<Id>,
    /// When.
    pub on: Day,
    /// Why they were asked.
    pub kind: CheckinKind,
    /// Who answered.
    pub from: Option<PersonId>,
    /// The meeting that is rated.
    pub meeting: Option<Id>,
    /// The scores given, in the order of [`Score::ALL`].
    pub scores: Vec<(Score, i64)>,
    /// In their words.
    pub text: Option<String>,
}

impl Checkin {
    /// What it gives a score.
    pub fn score(&self, wanted: Score) -> Option<i64> {
        let mut scores = self.scores.iter();
        scores
            .find(|(score, _)| *score == wanted)
            .map(|&(_, given)| given)
    }
}

/// Something that needs care.
#[derive(Debug, Clone, PartialEq)]
pub struct Concern {
    /// Its id; absent when written by hand and not yet filled in.
    pub id: Option<Id>,
    /// When it was raised.
    pub on: Day,
    /// What it is about.
    pub kind: ConcernKind,
    /// Who it is about.
    pub about: Option<PersonId>,
    /// In words.
    pub text: Option<String>,
}

/// What was done about a concern.
#[derive(Debug, Clone, PartialEq)]
pub struct ConcernStep {
    /// Of which concern.
    pub concern: Id,
    /// When.
    pub on: Day,
    /// In words.
    pub text: Option<String>,
    /// Whether it settled the concern.
    pub closed: bool,
}

/// In whose file something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A pairing.
    Pairing(Id),
    /// A person, whatever the pairing.
    Person(PersonId),
    /// The program as a whole, where nobody is named.
    Program,
}

impl Subject {
    /// Its word in file names and lists.
    pub fn as_str(&self) -> &str {
        match self {
            Subject::Pairing(id) => id.as_str(),
            Subject::Person(id) => id.as_str(),
            Subject::Program => "program",
        }
    }
}

impl Confidential {
    /// Whether a concern is settled.
    pub fn is_settled(&self, concern: &Id) -> bool {
        self.steps
            .iter()
            .any(|step| step.concern == *concern && step.closed)
    }

    /// Takes out what is dated after a day.
    pub(crate) fn as_of(&mut self, day: Day) {
        self.checkins.retain(|checkin| checkin.on <= day);
        self.concerns.retain(|concern| concern.on <= day);
        self.steps.retain(|step| step.on <= day);
    }
}

//! Check-ins: how it goes, asked of one person; and suggestions for the program. For coordinators.
//!
//! They lie under `confidential/`, and only what is read for a coordinator holds them.

use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::word::words;
use std::collections::BTreeMap;

words! {
    /// Why somebody is asked.
    CheckinKind {
        /// At the start: what they hope for.
        Expectations = "expectations",
        /// How ready they feel to mentor.
        Readiness = "readiness",
        /// By the program's rhythm.
        Regular = "regular",
        /// After a meeting.
        Rating = "rating",
        /// At the end.
        Exit = "exit",
    }
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

/// What a check-in is about: whose file it lies in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckinSubject {
    /// A pairing.
    Pairing(Id),
    /// One person.
    Person(PersonId),
    /// The program as a whole, where nobody is named.
    Program,
}

/// Every check-in that was read, by what it is about, in file order.
pub type Checkins = BTreeMap<CheckinSubject, Vec<Checkin>>;

/// A suggestion and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Improvement {
    /// Its id; absent when written by hand and not yet filled in.
    pub id: Option<Id>,
    /// When it was made.
    pub on: Day,
    /// The words.
    pub text: String,
    /// When it was decided.
    pub decided: Option<Day>,
    /// What was decided.
    pub decision: Option<String>,
    /// When it was done.
    pub done: Option<Day>,
}

//! Objectives of the program and their readings.

use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::word::words;

words! {
    /// How the actual value of an objective comes about.
    Metric {
        /// Share of mentees with a mentor, in percent.
        MatchRate = "match-rate",
        /// Held meetings per pairing in force and month.
        MeetingsPerMonth = "meetings-per-month",
        /// Goals reached.
        GoalsReached = "goals-reached",
        /// Certifications passed.
        CertificationsPassed = "certifications-passed",
        /// Mean of satisfaction scores.
        Satisfaction = "satisfaction",
        /// Mentors ready to be matched.
        MentorsReady = "mentors-ready",
        /// Mentees who became mentors.
        PaidForward = "paid-forward",
        /// Entered by hand as dated readings.
        Entered = "entered",
    }
}

/// What the program wants to reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// Its id.
    pub id: Id,
    /// In one line.
    pub title: String,
    /// How the actual value comes about.
    pub metric: Metric,
    /// The value at the start.
    pub baseline: Option<f64>,
    /// The value wished.
    pub target: Option<f64>,
    /// By when.
    pub due: Option<Day>,
    /// Who answers for it.
    pub owner: Option<PersonId>,
}

/// A value entered by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectiveReading {
    /// The objective.
    pub objective: Id,
    /// When it was so.
    pub on: Day,
    /// The value.
    pub value: f64,
}

//! A person enrolled: who they are, what they ask for, what they give.

use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::settings::DayRange;
use crate::model::value::Value;
use crate::model::window::Window;
use crate::model::word::words;
use chrono_tz::Tz;
use std::collections::BTreeMap;

words! {
    /// What somebody is to somebody else.
    Role {
        /// Gives.
        Mentor = "mentor",
        /// Asks.
        Mentee = "mentee",
    }
}

words! {
    /// How two people meet.
    Mode {
        /// On screens.
        Video = "video",
        /// In one room.
        InPerson = "in-person",
        /// By telephone.
        Phone = "phone",
        /// By letters.
        Email = "email",
    }
}

words! {
    /// How a mentor helps.
    Style {
        /// Asks hard questions.
        Challenger = "challenger",
        /// Encourages.
        Supporter = "supporter",
        /// Opens doors.
        Advocate = "advocate",
        /// Explains.
        Teacher = "teacher",
    }
}

words! {
    /// How ready a person is to be matched.
    Readiness {
        /// Waits to be looked at.
        Applied = "applied",
        /// May be matched.
        Ready = "ready",
        /// Wanted, but for a later round.
        Waiting = "waiting",
        /// Away for a while.
        Paused = "paused",
        /// Gone.
        Left = "left",
        /// Not taken.
        Declined = "declined",
    }
}

words! {
    /// How far somebody is with a certification.
    CertificationState {
        /// Wished for.
        Planned = "planned",
        /// Being learnt.
        Studying = "studying",
        /// The day of the examination stands.
        Booked = "booked",
        /// Passed.
        Passed = "passed",
        /// Failed.
        Failed = "failed",
        /// Passed once, no longer valid.
        Expired = "expired",
    }
}

/// Places of a mentor who gives no number.
pub const CAPACITY: u32 = 1;

/// A person enrolled.
#[derive(Debug, Clone, PartialEq)]
pub struct Participant {
    /// Frozen at enrolment.
    pub id: PersonId,
    /// As they write it.
    pub name: String,
    /// Their address.
    pub email: Option<String>,
    /// Other addresses of theirs.
    pub also: Vec<String>,
    /// Their job.
    pub title: Option<String>,
    /// Their employer.
    pub organization: Option<String>,
    /// A part of it.
    pub department: Option<String>,
    /// A part of that.
    pub team: Option<String>,
    /// Their field, such as software or medicine.
    pub profession: Option<String>,
    /// Where they are.
    pub location: Option<String>,
    /// Their own zone; the program's when absent.
    pub timezone: Option<Tz>,
    /// What they speak.
    pub languages: Vec<String>,
    /// Their level, a word of the vocabulary.
    pub level: Option<String>,
    /// Id or address of their manager, who need not be enrolled.
    pub reports_to: Option<String>,
    /// How they like to meet.
    pub modes: Vec<Mode>,
    /// When they are free, each week.
    pub free: Vec<Window>,
    /// Whom they would like, in order.
    pub prefer: Vec<PersonId>,
    /// Whom they must not be matched with, either way round.
    pub never: Vec<PersonId>,
    /// When they agreed to the code of conduct.
    pub consented: Option<Day>,
    /// When they were forgotten: what stands here counts, and speaks of nobody.
    pub erased: Option<Day>,
    /// Whether they agree to be named in the statements of others.
    pub may_be_named: Option<bool>,
    /// What they say as a mentee.
    pub mentee: Option<Mentee>,
    /// The mentors they want.
    pub requests: Vec<Request>,
    /// What they offer as a mentor.
    pub mentor: Option<Mentor>,
    /// Modules they took.
    pub trainings: Vec<TrainingTaken>,
    /// Certifications they work on.
    pub certifications: Vec<CertificationStep>,
    /// When they are away.
    pub absences: Vec<DayRange>,
    /// Work handed over so that they have time.
    pub reliefs: Vec<Relief>,
    /// What came of it for them.
    pub outcomes: Vec<Outcome>,
    /// Anything of the program's own.
    pub extra: BTreeMap<String, Value>,
    /// Their history of readiness, in file order.
    pub states: Vec<ReadinessEntry>,
}

/// What a person says as a mentee.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mentee {
    /// What they hope for.
    pub expectations: Option<String>,
    /// What they want to reach.
    pub goals: Vec<String>,
    /// Their time, in minutes a week.
    pub minutes_per_week: Option<u32>,
    /// How long they commit themselves.
    pub commit_until: Option<Day>,
    /// What they said when asked whether they would mentor somebody themselves.
    pub offers_to_mentor: Option<bool>,
}

/// One mentor wanted, or several of a kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Request {
    /// For what; any facet when absent.
    pub facet: Option<String>,
    /// What they want to learn.
    pub skills: Vec<String>,
    /// How they want to be helped.
    pub style: Vec<Style>,
    /// How much it matters beside their other requests.
    pub weight: Option<i64>,
    /// How many mentors.
    pub mentors: u32,
    /// In which cohort; the one being matched when absent.
    pub cohort: Option<Id>,
}

/// What a person offers as a mentor.
#[derive(Debug, Clone, PartialEq)]
pub struct Mentor {
    /// How many mentees at a time.
    pub capacity: u32,
    /// Whether the places are one group.
    pub circle: bool,
    /// For what; any facet when empty.
    pub facets: Vec<String>,
    /// What they can teach.
    pub skills: Vec<String>,
    /// How they help.
    pub style: Vec<Style>,
    /// Their time, in minutes a week.
    pub minutes_per_week: Option<u32>,
    /// Why they mentor.
    pub motivation: Option<String>,
    /// What they want to learn themselves.
    pub hopes: Option<String>,
    /// How sure they feel, on the program's scale.
    pub confidence: Option<i64>,
    /// Whether they came of their own will.
    pub volunteered: Option<bool>,
    /// Cohorts they take part in; any when empty.
    pub cohorts: Vec<Id>,
}

/// A training module taken.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingTaken {
    /// The module.
    pub module: Id,
    /// When.
    pub on: Day,
}

/// A step towards a certification.
#[derive(Debug, Clone, PartialEq)]
pub struct CertificationStep {
    /// The certification.
    pub id: Id,
    /// How far.
    pub is: CertificationState,
    /// Since when.
    pub on: Day,
    /// The day of the examination, where it is booked.
    pub exam: Option<Day>,
}

/// Work handed over.
#[derive(Debug, Clone, PartialEq)]
pub struct Relief {
    /// When.
    pub on: Day,
    /// What.
    pub what: String,
    /// How much, in minutes a week.
    pub minutes_per_week: Option<u32>,
    /// To whom.
    pub taken_by: Option<PersonId>,
}

/// Something that came of the program for a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// When.
    pub on: Day,
    /// What.
    pub what: String,
}

/// One entry of a history of readiness.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadinessEntry {
    /// Since when.
    pub on: Day,
    /// What.
    pub is: Readiness,
    /// In which role; both when absent.
    pub role: Option<Role>,
    /// Who decided.
    pub by: Option<String>,
    /// Why.
    pub why: Option<String>,
}

impl Participant {
    /// Whether they offer to mentor.
    pub fn is_mentor(&self) -> bool {
        self.mentor.is_some()
    }

    /// Whether they ask for mentors.
    pub fn is_mentee(&self) -> bool {
        self.mentee.is_some() || !self.requests.is_empty()
    }

    /// Their roles, mentor first.
    pub fn roles(&self) -> Vec<Role> {
        let mut roles = Vec::new();
        if self.is_mentor() {
            roles.push(Role::Mentor);
        }
        if self.is_mentee() {
            roles.push(Role::Mentee);
        }
        roles
    }

    /// Their requests; one of any facet where they are a mentee without a `[[request]]`.
    pub fn wishes(&self) -> Vec<Request> {
        if self.requests.is_empty() && self.mentee.is_some() {
            return vec![Request {
                mentors: 1,
                ..Request::default()
            }];
        }
        self.requests.clone()
    }

    /// How ready they are in a role on a day.
    ///
    /// The entry with the greatest day not after it holds; of equal days the later in the file; without any: ready.
    pub fn readiness(&self, role: Role, day: Day) -> Readiness {
        self.states
            .iter()
            .filter(|entry| entry.on <= day && entry.role.is_none_or(|of| of == role))
            .max_by_key(|entry| entry.on)
            .map_or(Readiness::Ready, |entry| entry.is)
    }

    /// How ready they are on a day, whatever the role: the readier of the roles they have.
    pub fn standing(&self, day: Day) -> Readiness {
        let rank = |readiness: &Readiness| match readiness {
            Readiness::Ready => 0,
            Readiness::Applied => 1,
            Readiness::Waiting => 2,
            Readiness::Paused => 3,
            Readiness::Declined => 4,
            Readiness::Left => 5,
        };
        let roles = self.roles();
        let standings = roles.iter().map(|&role| self.readiness(role, day));
        standings
            .min_by_key(rank)
            .unwrap_or_else(|| self.readiness(Role::Mentee, day))
    }
}

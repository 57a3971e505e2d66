//! A pairing: a mentor with a mentee, a circle, peers; its agreement, goals and history.

use crate::model::cadence::Cadence;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::participant::Role;
use crate::model::word::words;

words! {
    /// The form of a pairing.
    PairingKind {
        /// One mentor, one mentee.
        Pair = "pair",
        /// One mentor, three to eight mentees.
        Circle = "circle",
        /// Two people who mentor each other.
        Peer = "peer",
        /// The junior mentors the senior.
        Reverse = "reverse",
        /// One meeting.
        Flash = "flash",
    }
}

words! {
    /// Where a pairing stands.
    PairingState {
        /// Waits for both sides.
        Proposed = "proposed",
        /// Both agreed; it has not begun.
        Accepted = "accepted",
        /// They meet.
        Active = "active",
        /// They rest.
        Paused = "paused",
        /// They say goodbye.
        Closing = "closing",
        /// It has ended.
        Closed = "closed",
        /// One side said no.
        Declined = "declined",
        /// Taken back before it began.
        Withdrawn = "withdrawn",
        /// A mistake that left a trace.
        Void = "void",
    }
}

words! {
    /// What one side said to a pairing that was proposed to them.
    Assent {
        /// They want it.
        Yes = "yes",
        /// They do not.
        No = "no",
    }
}

words! {
    /// Who ended a pairing.
    EndedBy {
        /// The mentor.
        Mentor = "mentor",
        /// The mentee.
        Mentee = "mentee",
        /// Both together.
        Both = "both",
        /// The coordinator.
        Coordinator = "coordinator",
    }
}

words! {
    /// Whose goal it is.
    GoalOf {
        /// The mentor's.
        Mentor = "mentor",
        /// The mentee's.
        Mentee = "mentee",
        /// Of both.
        Both = "both",
    }
}

impl PairingKind {
    /// Who is with whom, in words: `Grace mentors Ada`; peers stand side by side.
    pub fn sentence(self, mentor: &str, mentees: &str) -> String {
        match self {
            PairingKind::Peer => format!("{mentor} and {mentees}"),
            PairingKind::Pair | PairingKind::Circle | PairingKind::Reverse | PairingKind::Flash => {
                format!("{mentor} mentors {mentees}")
            }
        }
    }
}

impl PairingState {
    /// Whether it fills a place and serves a request.
    pub fn is_in_force(self) -> bool {
        match self {
            PairingState::Proposed
            | PairingState::Accepted
            | PairingState::Active
            | PairingState::Paused
            | PairingState::Closing => true,
            PairingState::Closed
            | PairingState::Declined
            | PairingState::Withdrawn
            | PairingState::Void => false,
        }
    }
}

/// A mentor with those they mentor.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairing {
    /// `grace-hopper-mentors-ada-lovelace`.
    pub id: Id,
    /// Who gives.
    pub mentor: PersonId,
    /// Who asks; several in a circle.
    pub mentees: Vec<PersonId>,
    /// Its form.
    pub kind: PairingKind,
    /// Its cohort; the whole program when absent.
    pub cohort: Option<Id>,
    /// What it is for; any facet when empty.
    pub facets: Vec<String>,
    /// Objectives of the program that it serves.
    pub serves: Vec<Id>,
    /// The pairing that it took over, where a mentor handed it over.
    pub continues: Option<Id>,
    /// First day.
    pub starts: Option<Day>,
    /// Last day as planned.
    pub ends: Option<Day>,
    /// Its own rhythm; the policy's when absent.
    pub every: Option<Cadence>,
    /// The longest that it may go without contact; the policy's when absent.
    pub longest: Option<Cadence>,
    /// Its own rhythm in person; the policy's when absent.
    pub in_person_every: Option<Cadence>,
    /// Its own length of meetings.
    pub minutes: Option<u32>,
    /// What each side said to the proposal, in file order.
    pub answers: Vec<Answer>,
    /// How its end was moved, in file order.
    pub extensions: Vec<Extension>,
    /// What both agreed.
    pub agreement: Option<Agreement>,
    /// Why they were matched, frozen.
    pub rationale: Option<Rationale>,
    /// What they want to reach.
    pub goals: Vec<Goal>,
    /// How far they are.
    pub readings: Vec<GoalReading>,
    /// Their own copy of the plan.
    pub steps: Vec<Step>,
    /// How it ended.
    pub closing: Option<Closing>,
    /// Its history, in file order.
    pub states: Vec<PairingEntry>,
}

/// What one side said to a proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Who said it.
    pub person: PersonId,
    /// When.
    pub on: Day,
    /// Yes or no.
    pub is: Assent,
}

/// A new end, and the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Extension {
    /// When it was moved.
    pub on: Day,
    /// The end before.
    pub was: Option<Day>,
    /// The end since then.
    pub to: Day,
}

/// What both sides agreed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Agreement {
    /// How often they meet, in their words.
    pub frequency: Option<String>,
    /// How they reach each other in between.
    pub contact: Option<String>,
    /// What stays between them.
    pub confidentiality: Option<String>,
    /// Whether either may end it without blame.
    pub no_fault_exit: Option<bool>,
    /// When the mentor signed.
    pub signed_mentor: Option<Day>,
    /// Mentees who signed.
    pub signed_mentees: Vec<PersonId>,
    /// When the last of them signed.
    pub signed_mentees_on: Option<Day>,
}

/// Why two people were matched.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rationale {
    /// Points of the match.
    pub points: Option<i64>,
    /// Digest of the rules that gave them.
    pub rules_digest: Option<String>,
    /// Reasons in words.
    pub because: Vec<String>,
}

/// What they want to reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Its id.
    pub id: Id,
    /// Whose.
    pub of: GoalOf,
    /// What.
    pub text: String,
    /// How one will know.
    pub measure: Option<String>,
    /// By when.
    pub due: Option<Day>,
    /// The certification it is.
    pub certification: Option<Id>,
}

/// How far a goal is.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalReading {
    /// The goal.
    pub goal: Id,
    /// When.
    pub on: Day,
    /// 0 to 100.
    pub percent: Option<i64>,
}

/// A step of the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its id.
    pub id: Id,
    /// What.
    pub text: Option<String>,
    /// Whose it is; of both when absent.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<Day>,
    /// When it was done.
    pub done: Option<Day>,
}

/// How a pairing ended.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Closing {
    /// Whether as planned.
    pub planned: Option<bool>,
    /// Who ended it.
    pub by: Option<EndedBy>,
    /// Why.
    pub reason: Option<String>,
    /// Whether the mentor would have the same again.
    pub rematch_mentor: Option<bool>,
    /// Whether the mentee would like another mentor.
    pub rematch_mentee: Option<bool>,
    /// What the program calls the result.
    pub outcome: Option<String>,
    /// Why that is the result.
    pub outcome_why: Option<String>,
    /// How well the two fitted, on the program's scale.
    pub fit: Option<i64>,
    /// The day of their last meeting.
    pub last_meeting: Option<Day>,
    /// Whether each thanked the other.
    pub thanks: Option<bool>,
    /// Whether they stay in touch, and how.
    pub contact_after: Option<String>,
    /// Whether the mentee offered to mentor somebody.
    pub offered_to_mentor: Option<bool>,
    /// What each mentee of a circle, or each peer, wishes afterwards.
    pub wishes: Vec<Wish>,
}

/// What one of several wishes when a pairing has ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// Whose wish it is.
    pub person: PersonId,
    /// Whether they would like to be matched again.
    pub rematch: Option<bool>,
    /// Whether they offered to mentor somebody.
    pub offered_to_mentor: Option<bool>,
}

impl Closing {
    /// Whether a mentee would like another mentor: their own word, else that of the only mentee.
    pub fn rematch_of(&self, mentee: &PersonId) -> Option<bool> {
        let own = self.wishes.iter().find(|wish| wish.person == *mentee);
        own.map_or(self.rematch_mentee, |wish| wish.rematch)
    }
}

/// One entry of a pairing's history.
#[derive(Debug, Clone, PartialEq)]
pub struct PairingEntry {
    /// Since when.
    pub on: Day,
    /// What.
    pub is: PairingState,
    /// Who decided.
    pub by: Option<String>,
    /// Why.
    pub why: Option<String>,
}

impl Agreement {
    /// Takes back signatures of later days.
    pub(crate) fn as_of(&mut self, day: Day) {
        self.signed_mentor = self.signed_mentor.filter(|&signed| signed <= day);
        if self.signed_mentees_on.is_some_and(|signed| day < signed) {
            self.signed_mentees_on = None;
            self.signed_mentees.clear();
        }
    }
}

impl Pairing {
    /// Where it stands on a day: the latest entry not after it, of equal days the later in the file.
    ///
    /// `None` before its first entry; a pairing without any entry is active from its start on.
    pub fn state(&self, day: Day) -> Option<PairingState> {
        if self.states.is_empty() {
            return self
                .starts
                .is_none_or(|starts| starts <= day)
                .then_some(PairingState::Active);
        }
        self.entry(day).map(|entry| entry.is)
    }

    /// The entry that holds on a day.
    pub fn entry(&self, day: Day) -> Option<&PairingEntry> {
        self.states
            .iter()
            .filter(|entry| entry.on <= day)
            .max_by_key(|entry| entry.on)
    }

    /// The last day as it was planned at first, before any extension.
    pub fn ends_first(&self) -> Option<Day> {
        match self.extensions.iter().min_by_key(|moved| moved.on) {
            Some(first) => first.was,
            None => self.ends,
        }
    }

    /// The day since which it waits for answers; of those before it none counts any more.
    pub fn proposed_on(&self) -> Option<Day> {
        let proposed = self
            .states
            .iter()
            .filter(|entry| entry.is == PairingState::Proposed);
        proposed.map(|entry| entry.on).max()
    }

    /// The last day on which a proposal may be accepted, where answers may take so many days.
    pub fn answer_by(&self, acceptance_days: u32) -> Option<Day> {
        let proposed = self.proposed_on()?;
        Some(proposed.plus_days(i64::from(acceptance_days)))
    }

    /// Whether it still waits for answers although the time for them is over.
    pub fn has_expired(&self, acceptance_days: u32, today: Day) -> bool {
        self.state_latest() == PairingState::Proposed
            && self
                .answer_by(acceptance_days)
                .is_some_and(|last| last < today)
    }

    /// Who has not said yes since it was proposed last, mentor first.
    pub fn awaited(&self) -> Vec<&PersonId> {
        let has_agreed = |person: &&PersonId| {
            let latest = self.answer_of(person);
            latest.is_some_and(|answer| answer.is == Assent::Yes)
        };
        self.people().filter(|person| !has_agreed(person)).collect()
    }

    /// What each who said no last has answered since it was proposed last, mentor first.
    pub fn refusals(&self) -> Vec<&Answer> {
        let latest = self.people().filter_map(|person| self.answer_of(person));
        latest.filter(|answer| answer.is == Assent::No).collect()
    }

    /// The latest answer of a person since it was proposed last.
    fn answer_of(&self, person: &PersonId) -> Option<&Answer> {
        let since = self.proposed_on();
        let counts = |answer: &&Answer| {
            answer.person == *person && since.is_none_or(|since| since <= answer.on)
        };
        let answers = self.answers.iter().filter(counts);
        answers.max_by_key(|answer| answer.on)
    }

    /// Who has not signed the agreement, mentor first.
    pub fn unsigned(&self) -> Vec<&PersonId> {
        let agreement = self.agreement.as_ref();
        let has_signed = |person: &&PersonId| {
            agreement.is_some_and(|agreement| {
                if **person == self.mentor {
                    agreement.signed_mentor.is_some()
                } else {
                    agreement.signed_mentees.contains(person)
                }
            })
        };
        self.people().filter(|person| !has_signed(person)).collect()
    }

    /// Whether a goal is reached: the latest percentage of it is the whole. A reading of words alone takes nothing back.
    pub fn is_reached(&self, goal: &Id) -> bool {
        let readings = self.readings.iter().filter(|reading| reading.goal == *goal);
        let percents = readings.filter_map(|reading| Some((reading.on, reading.percent?)));
        let latest = percents.max_by_key(|&(on, _)| on);
        latest.is_some_and(|(_, percent)| percent == 100)
    }

    /// Where it stands whatever the day: the last word of its history.
    pub fn state_latest(&self) -> PairingState {
        let latest = self.states.iter().max_by_key(|entry| entry.on);
        latest.map_or(PairingState::Active, |entry| entry.is)
    }

    /// Whether it is in force, or will be from a later day on.
    pub fn is_in_force(&self) -> bool {
        self.state_latest().is_in_force()
    }

    /// The day on which its clock of contact begins: the first day of being active, else its start.
    pub fn since(&self) -> Option<Day> {
        let active = self
            .states
            .iter()
            .filter(|entry| entry.is == PairingState::Active);
        active.map(|entry| entry.on).min().or(self.starts)
    }

    /// Everybody in it, mentor first.
    pub fn people(&self) -> impl Iterator<Item = &PersonId> {
        std::iter::once(&self.mentor).chain(&self.mentees)
    }

    /// What a person is called in it: mentor, mentee or peer.
    pub fn called(&self, person: &PersonId) -> &'static str {
        match self.kind {
            PairingKind::Peer => "peer",
            PairingKind::Pair | PairingKind::Circle | PairingKind::Reverse | PairingKind::Flash => {
                if self.mentor == *person {
                    Role::Mentor.as_str()
                } else {
                    Role::Mentee.as_str()
                }
            }
        }
    }

    /// The role of a person in it; peers count as mentees of each other.
    pub fn role_of(&self, person: &PersonId) -> Option<Role> {
        if self.mentor == *person {
            Some(Role::Mentor)
        } else if self.mentees.contains(person) {
            Some(Role::Mentee)
        } else {
            None
        }
    }
}

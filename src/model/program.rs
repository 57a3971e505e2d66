//! A program as it was read: everything that commands look at.

use crate::model::confidential::{Checkin, Confidential, Subject};
use crate::model::day::Day;
use crate::model::draft::Draft;
use crate::model::event::{Attendance, Event};
use crate::model::id::{Id, PersonId};
use crate::model::improvement::Improvement;
use crate::model::log::Log;
use crate::model::match_rules::MatchRules;
use crate::model::objective::{Objective, ObjectiveReading};
use crate::model::pairing::Pairing;
use crate::model::participant::Participant;
use crate::model::prospect::Prospects;
use crate::model::settings::Settings;
use crate::model::vocabulary::Vocabulary;
use std::collections::{BTreeMap, BTreeSet};

/// A program, or the part of it that a command asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// What it is.
    pub settings: Settings,
    /// What it wants to reach.
    pub objectives: Vec<Objective>,
    /// How far it is, as entered by hand.
    pub readings: Vec<ObjectiveReading>,
    /// Its words.
    pub vocabulary: Vocabulary,
    /// Its rules of matching.
    pub match_rules: MatchRules,
    /// Everybody, by id.
    pub participants: BTreeMap<PersonId, Participant>,
    /// Every pairing, by id.
    pub pairings: BTreeMap<Id, Pairing>,
    /// The logs that are not empty, by pairing.
    pub logs: BTreeMap<Id, Log>,
    /// Match runs under review, by cohort.
    pub drafts: BTreeMap<Id, Draft>,
    /// Suggestions and what became of them, in file order, where they were asked for.
    pub improvements: Vec<Improvement>,
    /// People who might become mentors, where they were asked for.
    pub prospects: Prospects,
    /// Events, where they were asked for.
    pub events: Vec<Event>,
    /// Who was invited to them and who came.
    pub attendances: Vec<Attendance>,
    /// What only coordinators read about pairings, where it was asked for.
    pub confidential_pairings: BTreeMap<Id, Confidential>,
    /// What only coordinators read about people, where it was asked for.
    pub confidential_people: BTreeMap<PersonId, Confidential>,
    /// What only coordinators read about the program as a whole, where it was asked for.
    pub confidential_program: Confidential,
}

impl Program {
    /// A program that has only its settings yet.
    pub fn new(settings: Settings) -> Program {
        Program {
            settings,
            objectives: Vec::new(),
            readings: Vec::new(),
            vocabulary: Vocabulary::default(),
            match_rules: MatchRules::default(),
            participants: BTreeMap::new(),
            pairings: BTreeMap::new(),
            logs: BTreeMap::new(),
            drafts: BTreeMap::new(),
            improvements: Vec::new(),
            prospects: Prospects::default(),
            events: Vec::new(),
            attendances: Vec::new(),
            confidential_pairings: BTreeMap::new(),
            confidential_people: BTreeMap::new(),
            confidential_program: Confidential::default(),
        }
    }

    /// The log of a pairing; an empty one where nothing was written yet.
    pub fn log(&self, pairing: &Id) -> &Log {
        const EMPTY: &Log = &Log {
            meetings: Vec::new(),
            notes: Vec::new(),
            questions: Vec::new(),
            advice: Vec::new(),
            tried: Vec::new(),
            homework: Vec::new(),
        };
        self.logs.get(pairing).unwrap_or(EMPTY)
    }

    /// What only coordinators read about a pairing, a person or the program, where it was asked for.
    pub fn kept(&self, subject: &Subject) -> Option<&Confidential> {
        match subject {
            Subject::Pairing(id) => self.confidential_pairings.get(id),
            Subject::Person(id) => self.confidential_people.get(id),
            Subject::Program => Some(&self.confidential_program),
        }
    }

    /// Everything that only coordinators read, by what it is about, where it was asked for.
    pub fn all_kept(&self) -> impl Iterator<Item = (Subject, &Confidential)> {
        let pairings = self.confidential_pairings.iter();
        let people = self.confidential_people.iter();
        pairings
            .map(|(id, kept)| (Subject::Pairing(id.clone()), kept))
            .chain(people.map(|(id, kept)| (Subject::Person(id.clone()), kept)))
            .chain([(Subject::Program, &self.confidential_program)])
    }

    /// The check-ins about a pairing, a person or the program, in file order, where they were asked for.
    pub fn checkins(&self, subject: &Subject) -> &[Checkin] {
        self.kept(subject)
            .map_or(&[], |kept| kept.checkins.as_slice())
    }

    /// The name of a person; the id of somebody unknown.
    pub fn name<'a>(&'a self, person: &'a PersonId) -> &'a str {
        self.participants
            .get(person)
            .map_or(person.as_str(), |participant| &participant.name)
    }

    /// Pairings by the people in them, each list in order of ids.
    pub fn pairings_by_person(&self) -> BTreeMap<&PersonId, Vec<&Pairing>> {
        let mut by_person: BTreeMap<&PersonId, Vec<&Pairing>> = BTreeMap::new();
        for pairing in self.pairings.values() {
            for person in pairing.people() {
                by_person.entry(person).or_default().push(pairing);
            }
        }
        by_person
    }

    /// The program without any record dated after a day; undated settings stay as they are.
    #[must_use]
    pub fn as_of(mut self, day: Day) -> Program {
        self.readings.retain(|reading| reading.on <= day);
        self.drafts.retain(|_, draft| draft.on <= day);
        for cohort in &mut self.settings.cohorts {
            cohort.closed = cohort.closed.filter(|&closed| closed <= day);
        }
        self.attendances_as_of(day);
        for participant in self.participants.values_mut() {
            participant.trainings.retain(|taken| taken.on <= day);
            participant.certifications.retain(|step| step.on <= day);
            participant.reliefs.retain(|relief| relief.on <= day);
            participant.outcomes.retain(|outcome| outcome.on <= day);
            participant.consented = participant.consented.filter(|&consented| consented <= day);
            participant.erased = participant.erased.filter(|&erased| erased <= day);
        }
        // A person whose whole history lies ahead had not been enrolled; likewise a pairing.
        self.participants.retain(|_, participant| {
            participant.states.is_empty() || participant.states.iter().any(|entry| entry.on <= day)
        });
        self.participants
            .values_mut()
            .for_each(|participant| participant.states.retain(|entry| entry.on <= day));
        self.pairings
            .retain(|_, pairing| pairing.state(day).is_some());
        for pairing in self.pairings.values_mut() {
            pairing.states.retain(|entry| entry.on <= day);
            pairing.readings.retain(|reading| reading.on <= day);
            pairing.answers.retain(|answer| answer.on <= day);
            if let Some(agreement) = &mut pairing.agreement {
                agreement.as_of(day);
            }
            for step in &mut pairing.steps {
                step.done = step.done.filter(|&done| done <= day);
            }
            if let Some(moved) = pairing
                .extensions
                .iter()
                .filter(|moved| day < moved.on)
                .min_by_key(|moved| moved.on)
            {
                pairing.ends = moved.was;
            }
            pairing.extensions.retain(|moved| moved.on <= day);
            if !pairing.states.iter().any(|entry| !entry.is.is_in_force()) {
                pairing.closing = None;
            }
        }
        let pairings = &self.pairings;
        self.logs
            .retain(|pairing, _| pairings.contains_key(pairing));
        self.logs.values_mut().for_each(|log| log.as_of(day));
        self.improvements
            .retain(|improvement| improvement.on <= day);
        for improvement in &mut self.improvements {
            improvement.as_of(day);
        }
        self.prospects.contacts.retain(|contact| contact.on <= day);
        self.confidential_pairings
            .values_mut()
            .chain(self.confidential_people.values_mut())
            .chain([&mut self.confidential_program])
            .for_each(|kept| kept.as_of(day));
        self
    }

    /// Nobody had been invited later; whether somebody came is known from the day of the event on.
    fn attendances_as_of(&mut self, day: Day) {
        self.attendances
            .retain(|attendance| attendance.invited.is_none_or(|invited| invited <= day));
        let is_ahead = |event: &&Event| day < event.at.day();
        let ahead: BTreeSet<&Id> = self
            .events
            .iter()
            .filter(is_ahead)
            .map(|event| &event.id)
            .collect();
        for attendance in &mut self.attendances {
            if ahead.contains(&attendance.event) {
                attendance.came = None;
            }
        }
    }
}

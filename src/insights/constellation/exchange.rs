//! What a person received and what they gave, with each partner, over all years.
//!
//! Its invariant: a meeting counts on one side alone, by who mentored whom in its pairing; among peers on both.

use crate::insights::tally::minutes_of;
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::log::Log;
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What came from one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Given {
    /// Pairings.
    pub pairings: u32,
    /// Meetings that took place.
    pub meetings: u32,
    /// Minutes of them.
    pub minutes: u64,
    /// Pieces of advice.
    pub advice: u32,
    /// Meetings after which the mentor said what they learned.
    pub mentor_learned: u32,
}

impl std::ops::AddAssign for Given {
    fn add_assign(&mut self, other: Given) {
        self.pairings += other.pairings;
        self.meetings += other.meetings;
        self.minutes += other.minutes;
        self.advice += other.advice;
        self.mentor_learned += other.mentor_learned;
    }
}

/// What two people gave each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Partner<'a> {
    /// The other.
    pub person: &'a PersonId,
    /// Their name.
    pub name: &'a str,
    /// What the person received from them.
    pub received: Given,
    /// What the person gave them.
    pub given: Given,
    /// When they met last.
    pub last: Option<Day>,
    /// What they hope to learn, where they received nothing in return yet.
    pub could_return: bool,
    /// What they hope to learn, in their words.
    pub hopes: Option<&'a str>,
    /// Skills that they ask mentors for and that the person can teach.
    pub could_teach: Vec<&'a str>,
}

/// What a person received and gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Exchange<'a> {
    /// From everybody.
    pub received: Given,
    /// To everybody.
    pub given: Given,
    /// With each, by id.
    pub partners: Vec<Partner<'a>>,
}

/// Sums up what a person received and gave by a day.
pub fn exchange<'a>(program: &'a Program, person: &PersonId, day: Day) -> Exchange<'a> {
    let mut partners: BTreeMap<&PersonId, Partner<'a>> = BTreeMap::new();
    let (mut received, mut given) = (Given::default(), Given::default());
    for pairing in program.pairings.values() {
        let is_real = !matches!(
            pairing.state(day),
            None | Some(PairingState::Void | PairingState::Withdrawn | PairingState::Declined)
        );
        if !is_real || pairing.role_of(person).is_none() {
            continue;
        }
        let (found, last) = of_pairing(program, pairing, day);
        let is_peer = pairing.kind == PairingKind::Peer;
        let is_mentee = is_peer || pairing.mentor != *person;
        let is_mentor = is_peer || pairing.mentor == *person;
        if is_mentee {
            received += found;
        }
        if is_mentor {
            given += found;
        }
        for other in others(pairing, person) {
            let partner = partners
                .entry(other)
                .or_insert_with(|| partner(program, other));
            if is_mentee {
                partner.received += found;
            }
            if is_mentor {
                partner.given += found;
            }
            partner.last = partner.last.max(last);
        }
    }
    let mut partners: Vec<Partner<'a>> = partners.into_values().collect();
    for partner in &mut partners {
        in_return(program, person, partner);
    }
    Exchange {
        received,
        given,
        partners,
    }
}

/// The other side of a pairing: the mentor of a mentee, the mentees of a mentor.
fn others<'a>(pairing: &'a Pairing, person: &PersonId) -> Vec<&'a PersonId> {
    if pairing.mentor == *person {
        pairing.mentees.iter().collect()
    } else {
        vec![&pairing.mentor]
    }
}

fn partner<'a>(program: &'a Program, other: &'a PersonId) -> Partner<'a> {
    Partner {
        person: other,
        name: program.name(other),
        received: Given::default(),
        given: Given::default(),
        last: None,
        could_return: false,
        hopes: None,
        could_teach: Vec::new(),
    }
}

fn of_pairing(program: &Program, pairing: &Pairing, day: Day) -> (Given, Option<Day>) {
    let log: &Log = program.log(&pairing.id);
    let policy = &program.settings.policy;
    let mut found = Given {
        pairings: 1,
        ..Given::default()
    };
    let mut last = None;
    for meeting in log.held(day) {
        found.meetings += 1;
        found.minutes += u64::from(minutes_of(meeting, pairing, policy).unwrap_or(0));
        found.mentor_learned += u32::from(meeting.mentor_learned.is_some());
        last = last.max(Some(meeting.at.day()));
    }
    let advice = log.advice.iter().filter(|advice| advice.on <= day).count();
    found.advice = u32::try_from(advice).unwrap_or(u32::MAX);
    (found, last)
}

/// Whether one could return something: one received, gave nothing, and the mentor wrote down nothing that they learned.
fn in_return<'a>(program: &'a Program, person: &PersonId, partner: &mut Partner<'a>) {
    let took = 0 < partner.received.meetings;
    let gave = 0 < partner.given.meetings || 0 < partner.received.mentor_learned;
    partner.could_return = took && !gave;
    if !partner.could_return {
        return;
    }
    let other = program.participants.get(partner.person);
    partner.hopes = other
        .and_then(|other| other.mentor.as_ref())
        .and_then(|offer| offer.hopes.as_deref());
    let own = program.participants.get(person);
    let own = own.and_then(|own| own.mentor.as_ref());
    let wishes = other.into_iter().flat_map(|other| &other.requests);
    let mut skills: Vec<&str> = wishes
        .flat_map(|request| &request.skills)
        .filter(|skill| own.is_some_and(|own| own.skills.contains(skill)))
        .map(String::as_str)
        .collect();
    skills.sort_unstable();
    skills.dedup();
    partner.could_teach = skills;
}

//! Check-ins as they were answered, and self-assessments compared.

use crate::model::confidential::{Checkin, CheckinKind, Confidential, Subject};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use serde::Serialize;
use std::collections::BTreeMap;

/// One check-in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckinRow<'a> {
    /// Its id.
    pub id: Option<&'a Id>,
    /// The pairing or the person in whose file it stands.
    pub subject: String,
    /// When.
    pub on: Day,
    /// What it was for.
    pub kind: CheckinKind,
    /// Who answered.
    pub from: Option<&'a PersonId>,
    /// How well two fit.
    pub fit: Option<i64>,
    /// How far they have come.
    pub progress: Option<i64>,
    /// How content they are.
    pub satisfaction: Option<i64>,
    /// How well they felt listened to.
    pub listened_to: Option<i64>,
    /// In words.
    pub text: Option<&'a str>,
}

/// The first and the latest self-assessment of a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadinessRow<'a> {
    /// Who.
    pub id: &'a PersonId,
    /// How often they were asked.
    pub answers: usize,
    /// The first day.
    pub before: Day,
    /// The latest day.
    pub after: Day,
    /// How they see themselves now, by quality.
    pub now: BTreeMap<&'static str, i64>,
    /// How much that changed since the first day, by quality; nothing where they were asked once.
    pub change: BTreeMap<&'static str, i64>,
}

/// Every check-in, by day.
pub fn checkin_rows(program: &Program) -> Vec<CheckinRow<'_>> {
    let pairings = program
        .confidential_pairings
        .iter()
        .map(|(id, kept)| (Subject::Pairing(id.clone()), kept));
    let people = program
        .confidential_people
        .iter()
        .map(|(id, kept)| (Subject::Person(id.clone()), kept));
    let mut rows: Vec<CheckinRow<'_>> = pairings
        .chain(people)
        .flat_map(|(subject, kept)| rows_of(&subject, kept))
        .collect();
    rows.sort_by_key(|row| row.on);
    rows
}

fn rows_of<'a>(subject: &Subject, kept: &'a Confidential) -> Vec<CheckinRow<'a>> {
    let row = |checkin: &'a Checkin| CheckinRow {
        id: checkin.id.as_ref(),
        subject: subject.as_str().to_owned(),
        on: checkin.on,
        kind: checkin.kind,
        from: checkin.from.as_ref(),
        fit: checkin.fit,
        progress: checkin.progress,
        satisfaction: checkin.satisfaction,
        listened_to: checkin.listened_to,
        text: checkin.text.as_deref(),
    };
    kept.checkins.iter().map(row).collect()
}

/// Self-assessments of people who gave any, by id.
pub fn readiness_rows(program: &Program) -> Vec<ReadinessRow<'_>> {
    program
        .confidential_people
        .iter()
        .filter_map(|(id, kept)| {
            let mut answers: Vec<&Checkin> = kept
                .checkins
                .iter()
                .filter(|checkin| checkin.kind == CheckinKind::Readiness)
                .collect();
            answers.sort_by_key(|checkin| checkin.on);
            let (first, last) = (answers.first()?, answers.last()?);
            let change = last.qualities.iter().filter_map(|(quality, now)| {
                let before = first.qualities.get(quality)?;
                (1 < answers.len()).then_some((*quality, now - before))
            });
            Some(ReadinessRow {
                id,
                answers: answers.len(),
                before: first.on,
                after: last.on,
                now: last.qualities.clone(),
                change: change.collect(),
            })
        })
        .collect()
}

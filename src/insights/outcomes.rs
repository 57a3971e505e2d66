//! What came of it: outcomes of people beside what comes about without the program, how pairings ended, what it cost.
//!
//! It names nobody, and claims no cause: how many and of how many stand beside each share. Its invariant: a person
//! counts once for an outcome, and only for what is dated after they were matched.

use crate::insights::advice::ANSWERS_MIN;
use crate::insights::funnel::took_part;
use crate::insights::history::standing;
use crate::insights::hours::hours;
use crate::insights::metrics::{hundredths, whole};
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::pairing::{Pairing, PairingState};
use crate::model::participant::{CertificationState, Participant};
use crate::model::program::Program;
use crate::model::settings::Comparison;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The outcome that steps of certifications give, beside those that are written down.
pub const CERTIFIED: &str = "certified";

/// What came of the program.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Outcomes {
    /// The day.
    pub day: Day,
    /// People who were matched.
    pub took_part: usize,
    /// What came of it for them, in order of words.
    pub outcomes: Vec<OutcomeShare>,
    /// Pairings that ended after they had been accepted.
    pub ended: usize,
    /// How they ended, the most frequent first.
    pub endings: Vec<EndingShare>,
    /// What it cost; none where the program names no budget.
    pub cost: Option<Cost>,
}

/// How many have an outcome, beside how many would have it anyway.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct OutcomeShare {
    /// The outcome.
    pub outcome: String,
    /// People who have it.
    pub n: usize,
    /// Of how many who took part.
    pub of: usize,
    /// Of a hundred, in hundredths; none of fewer than three.
    pub percent: Option<f64>,
    /// Of a hundred of those compared with.
    pub comparison_percent: Option<f64>,
    /// How many those are.
    pub comparison_n: Option<u32>,
    /// Where that number comes from.
    pub comparison_source: Option<String>,
    /// How many more of a hundred have it here.
    pub difference: Option<f64>,
}

/// One way in which pairings ended.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct EndingShare {
    /// What the program calls the result.
    pub outcome: Option<String>,
    /// Whether as planned; none where nobody said.
    pub planned: Option<bool>,
    /// Why.
    pub reason: Option<String>,
    /// How many pairings.
    pub n: usize,
    /// Of a hundred that ended, rounded down; none of fewer than three.
    pub percent: Option<usize>,
}

/// What it cost.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Cost {
    /// The whole budget.
    pub budget: i64,
    /// Of which currency.
    pub currency: Option<String>,
    /// For each person who took part.
    pub per_person: Option<f64>,
    /// For each pairing that ended as planned.
    pub per_ending_planned: Option<f64>,
    /// For each hour of meetings.
    pub per_hour: Option<f64>,
}

/// Makes the report of a day.
pub fn outcomes(program: &Program, today: Day) -> Outcomes {
    let since = matched_since(program, today);
    let ended: Vec<&Pairing> = program
        .pairings
        .values()
        .filter(|pairing| {
            standing(pairing, today) == PairingState::Closed && took_part(pairing, today).is_some()
        })
        .collect();
    Outcomes {
        day: today,
        took_part: since.len(),
        outcomes: shares(program, &since, today),
        ended: ended.len(),
        endings: endings(&ended),
        cost: cost(program, since.len(), &ended, today),
    }
}

/// Everybody enrolled who was matched, and since when, where that is known.
fn matched_since(program: &Program, today: Day) -> BTreeMap<&PersonId, Option<Day>> {
    let mut since: BTreeMap<&PersonId, Option<Day>> = BTreeMap::new();
    for pairing in program.pairings.values() {
        let Some(on) = took_part(pairing, today) else {
            continue;
        };
        let people = pairing.people();
        for person in people.filter(|person| program.participants.contains_key(person)) {
            let known = since.entry(person).or_insert(on);
            *known = match (*known, on) {
                (Some(known), Some(on)) => Some(known.min(on)),
                (known, on) => known.or(on),
            };
        }
    }
    since
}

fn shares(
    program: &Program,
    since: &BTreeMap<&PersonId, Option<Day>>,
    today: Day,
) -> Vec<OutcomeShare> {
    let mut people: BTreeMap<String, usize> = BTreeMap::new();
    for comparison in &program.settings.comparisons {
        people.entry(word_of(&comparison.outcome)).or_default();
    }
    for (person, since) in since {
        for outcome in outcomes_of(&program.participants[*person], *since, today) {
            *people.entry(outcome).or_default() += 1;
        }
    }
    let of = since.len();
    people
        .into_iter()
        .map(|(outcome, n)| {
            let comparisons = program.settings.comparisons.iter();
            let comparison = comparisons
                .rev()
                .find(|known| word_of(&known.outcome) == outcome);
            share(outcome, n, of, comparison)
        })
        .collect()
}

/// What came of it for a person, each once.
fn outcomes_of(participant: &Participant, since: Option<Day>, today: Day) -> BTreeSet<String> {
    let counts = |on: Day| on <= today && since.is_none_or(|since| since <= on);
    let written = participant
        .outcomes
        .iter()
        .filter(|outcome| counts(outcome.on));
    let passed = participant
        .certifications
        .iter()
        .any(|step| step.is == CertificationState::Passed && counts(step.on));
    written
        .map(|outcome| word_of(&outcome.what))
        .chain(passed.then(|| CERTIFIED.to_owned()))
        .collect()
}

/// One spelling of an outcome.
fn word_of(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

fn share(outcome: String, n: usize, of: usize, comparison: Option<&Comparison>) -> OutcomeShare {
    let percent = (ANSWERS_MIN <= of).then(|| hundredths(whole(n) * 100.0 / whole(of)));
    let compared = comparison.map(|comparison| comparison.percent);
    OutcomeShare {
        outcome,
        n,
        of,
        percent,
        comparison_percent: compared,
        comparison_n: comparison.and_then(|comparison| comparison.n),
        comparison_source: comparison.and_then(|comparison| comparison.source.clone()),
        difference: percent
            .zip(compared)
            .map(|(here, there)| hundredths(here - there)),
    }
}

fn endings(ended: &[&Pairing]) -> Vec<EndingShare> {
    type Ending<'a> = (Option<&'a str>, Option<bool>, Option<&'a str>);
    let mut counts: BTreeMap<Ending<'_>, usize> = BTreeMap::new();
    for pairing in ended {
        let closing = pairing.closing.as_ref();
        let ending = (
            closing.and_then(|closing| closing.outcome.as_deref()),
            closing.and_then(|closing| closing.planned),
            closing.and_then(|closing| closing.reason.as_deref()),
        );
        *counts.entry(ending).or_default() += 1;
    }
    let mut endings: Vec<EndingShare> = counts
        .into_iter()
        .map(|((outcome, planned, reason), n)| EndingShare {
            outcome: outcome.map(str::to_owned),
            planned,
            reason: reason.map(str::to_owned),
            n,
            percent: (ANSWERS_MIN <= ended.len()).then(|| n * 100 / ended.len()),
        })
        .collect();
    // Stable: of those as frequent, in order of words.
    endings.sort_by_key(|ending| Reverse(ending.n));
    endings
}

fn cost(program: &Program, people: usize, ended: &[&Pairing], today: Day) -> Option<Cost> {
    let resources = &program.settings.resources;
    let budget = resources.budget?;
    let was_planned = |pairing: &&&Pairing| {
        let closing = pairing.closing.as_ref();
        closing.is_some_and(|closing| closing.planned == Some(true))
    };
    let planned = ended.iter().filter(was_planned).count();
    let minutes = usize::try_from(hours(program, today).all.minutes).ok()?;
    let money = whole(usize::try_from(budget).ok()?);
    let each = |count: f64| (0.0 < count).then(|| hundredths(money / count));
    Some(Cost {
        budget,
        currency: resources.currency.clone(),
        per_person: each(whole(people)),
        per_ending_planned: each(whole(planned)),
        per_hour: each(whole(minutes) / 60.0),
    })
}

//! What came of it: outcomes of people beside what comes about without the program, how pairings ended, what it cost.
//!
//! It names nobody, and claims no cause: how many and of how many stand beside each share. Its invariant: a person
//! counts once for an outcome, and only for what is dated after they were matched.

use crate::insights::advice::ANSWERS_MIN;
use crate::insights::funnel::{Taken, earliest, matched};
use crate::insights::history::standing;
use crate::insights::hours::hours;
use crate::insights::metrics::{hundredths, whole};
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::pairing::{Pairing, PairingState};
use crate::model::participant::{CertificationState, Participant};
use crate::model::program::Program;
use crate::model::settings::Comparison;
use schemars::JsonSchema;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The outcome that steps of certifications give, beside those that are written down.
pub const CERTIFIED: &str = "certified";

/// What came of the program.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EndingShare {
    /// What the program calls the result.
    pub outcome: Option<String>,
    /// Why that is the result.
    pub outcome_why: Option<String>,
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
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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
            standing(pairing, today) == PairingState::Closed && matched(pairing, today).is_some()
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
fn matched_since(program: &Program, today: Day) -> BTreeMap<&PersonId, Taken> {
    let mut since: BTreeMap<&PersonId, Taken> = BTreeMap::new();
    for pairing in program.pairings.values() {
        let Some(taken) = matched(pairing, today) else {
            continue;
        };
        let people = pairing.people();
        for person in people.filter(|person| program.participants.contains_key(person)) {
            let known = since.get(person).copied();
            since.extend(earliest([known, Some(taken)].into_iter()).map(|first| (person, first)));
        }
    }
    since
}

fn shares(program: &Program, since: &BTreeMap<&PersonId, Taken>, today: Day) -> Vec<OutcomeShare> {
    let mut people: BTreeMap<String, usize> = BTreeMap::new();
    for comparison in &program.settings.comparisons {
        people.entry(word_of(&comparison.outcome)).or_default();
    }
    for (person, since) in since {
        for outcome in outcomes_of(&program.participants[*person], since.on, today) {
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
    type Words<'a> = Option<&'a str>;
    type Ending<'a> = (Words<'a>, Words<'a>, Option<bool>, Words<'a>);
    let mut counts: BTreeMap<Ending<'_>, usize> = BTreeMap::new();
    for pairing in ended {
        let closing = pairing.closing.as_ref();
        let ending = (
            closing.and_then(|closing| closing.outcome.as_deref()),
            closing.and_then(|closing| closing.outcome_why.as_deref()),
            closing.and_then(|closing| closing.planned),
            closing.and_then(|closing| closing.reason.as_deref()),
        );
        *counts.entry(ending).or_default() += 1;
    }
    let mut endings: Vec<EndingShare> = counts
        .into_iter()
        .map(|((outcome, outcome_why, planned, reason), n)| EndingShare {
            outcome: outcome.map(str::to_owned),
            outcome_why: outcome_why.map(str::to_owned),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{PROGRAMS, day, first_day, program};
    use crate::insights::sample_reports::reported_programs;
    use proptest::prelude::*;

    /// Since when somebody took part, by one loop over the pairings.
    fn since_slowly(program: &Program, person: &PersonId, today: Day) -> Option<Taken> {
        let mut days = Vec::new();
        for pairing in program.pairings.values() {
            let state = pairing.state(today).unwrap_or(pairing.state_latest());
            let is_in = pairing.mentor == *person || pairing.mentees.contains(person);
            if !is_in || state == PairingState::Void {
                continue;
            }
            let begun = ["accepted", "active", "paused", "closing", "closed"];
            for entry in &pairing.states {
                if entry.on <= today && begun.contains(&entry.is.as_str()) {
                    days.push(Some(entry.on));
                }
            }
            if pairing.states.is_empty() && pairing.starts.is_none_or(|starts| starts <= today) {
                days.push(pairing.starts);
            }
        }
        let is_taken = !days.is_empty();
        is_taken.then(|| Taken {
            on: days.into_iter().flatten().min(),
        })
    }

    fn has_slowly(program: &Program, person: &Participant, outcome: &str, today: Day) -> bool {
        let Some(since) = since_slowly(program, &person.id, today) else {
            return false;
        };
        let late = |on: Day| on <= today && since.on.is_none_or(|since| since <= on);
        let mut found = false;
        for one in &person.outcomes {
            found |= one.what.trim().to_lowercase() == outcome && late(one.on);
        }
        for step in &person.certifications {
            found |= outcome == "certified" && step.is.as_str() == "passed" && late(step.on);
        }
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn outcomes_and_endings_are_counted_by_hand(program in reported_programs(), days in 0_i64..260) {
            let today = first_day().plus_days(days);
            let report = outcomes(&program, today);
            let people = || program.participants.values();
            let took_part = people().filter(|one| since_slowly(&program, &one.id, today).is_some()).count();
            prop_assert_eq!(report.took_part, took_part);
            for outcome in ["promoted", "stayed", "certified"] {
                let n = people().filter(|one| has_slowly(&program, one, outcome, today)).count();
                let row = report.outcomes.iter().find(|row| row.outcome == outcome);
                prop_assert_eq!(row.map_or(0, |row| row.n), n);
                if let Some(row) = row {
                    prop_assert_eq!(row.of, took_part);
                    prop_assert_eq!(row.percent.is_some(), 3 <= took_part);
                    let percent = (whole(n) / whole(took_part.max(1)) * 10_000.0).round() / 100.0;
                    prop_assert!(row.percent.is_none_or(|told| (told - percent).abs() < 0.02));
                }
            }
            let mut ended = 0;
            for pairing in program.pairings.values() {
                let last = pairing.states.iter().filter(|entry| entry.on <= today).max_by_key(|entry| entry.on);
                let last = last.or_else(|| pairing.states.iter().max_by_key(|entry| entry.on));
                let is_closed = last.is_some_and(|entry| entry.is == PairingState::Closed);
                let has_begun = pairing.states.iter().any(|entry| entry.on <= today
                    && ["accepted", "active", "paused", "closing", "closed"].contains(&entry.is.as_str()));
                ended += usize::from(is_closed && has_begun);
            }
            prop_assert_eq!(report.ended, ended);
            prop_assert_eq!(report.endings.iter().map(|row| row.n).sum::<usize>(), ended);
            if let Some(cost) = &report.cost {
                prop_assert_eq!(Some(cost.budget), program.settings.resources.budget);
                prop_assert_eq!(cost.per_person.is_some(), 0 < took_part);
            }
        }
    }

    #[test]
    fn what_is_compared_with_is_told_even_where_nobody_has_the_outcome() {
        let mut program = program();
        program.settings.comparisons.push(Comparison {
            outcome: "Promoted".to_owned(),
            percent: 9.5,
            n: Some(400),
            source: None,
        });
        let told = outcomes(&program, day("2026-02-01"));
        let row = &told.outcomes[0];
        assert_eq!((row.outcome.as_str(), row.n, row.of), ("promoted", 0, 0));
        assert_eq!((row.comparison_percent, row.difference), (Some(9.5), None));
        assert_eq!(told.cost, None);
    }
}

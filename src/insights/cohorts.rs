//! Rounds of the program and how many pairings each has.

use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::pairing::{Pairing, PairingState};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A cohort with its pairings counted.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CohortRow<'a> {
    /// Its id.
    pub id: &'a Id,
    /// First day.
    pub starts: Option<Day>,
    /// Last day.
    pub ends: Option<Day>,
    /// ahead, running, over or closed.
    pub state: &'static str,
    /// Pairings that it ever had, without mistakes.
    pub pairings: usize,
    /// Of them, those in force.
    pub in_force: usize,
    /// Of them, those that ended as planned.
    pub closed_well: usize,
    /// What the program calls the results of its pairings, and how many have each.
    pub outcomes: BTreeMap<&'a str, usize>,
    /// Since when it is closed.
    pub closed: Option<Day>,
}

/// Every cohort that is declared, in file order.
pub fn cohort_rows(program: &Program, today: Day) -> Vec<CohortRow<'_>> {
    let row = |cohort: &'_ crate::model::settings::Cohort| {
        let of_it: Vec<&Pairing> = program
            .pairings
            .values()
            .filter(|pairing| {
                pairing.cohort.as_ref() == Some(&cohort.id)
                    && pairing.state_latest() != PairingState::Void
            })
            .collect();
        let count =
            |holds: fn(&Pairing) -> bool| of_it.iter().filter(|pairing| holds(pairing)).count();
        let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
        for pairing in &of_it {
            let closing = pairing.closing.as_ref();
            if let Some(outcome) = closing.and_then(|closing| closing.outcome.as_deref()) {
                *outcomes.entry(outcome).or_default() += 1;
            }
        }
        (
            outcomes,
            of_it.len(),
            count(Pairing::is_in_force),
            count(|pairing| {
                pairing.state_latest() == PairingState::Closed
                    && pairing
                        .closing
                        .as_ref()
                        .is_some_and(|closing| closing.planned == Some(true))
            }),
        )
    };
    program
        .settings
        .cohorts
        .iter()
        .map(|cohort| {
            let (outcomes, pairings, in_force, closed_well) = row(cohort);
            let state = if cohort.closed.is_some_and(|closed| closed <= today) {
                "closed"
            } else if cohort.ends.is_some_and(|ends| ends < today) {
                "over"
            } else if cohort.starts.is_some_and(|starts| today < starts) {
                "ahead"
            } else {
                "running"
            };
            CohortRow {
                id: &cohort.id,
                starts: cohort.starts,
                ends: cohort.ends,
                state,
                pairings,
                in_force,
                closed_well,
                outcomes,
                closed: cohort.closed,
            }
        })
        .collect()
}

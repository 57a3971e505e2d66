//! Several programs side by side: each in a row, and what can be added.
//!
//! Money of different currencies and scores of different scales are never added; what was left out is told. Its
//! invariant: the sum of a count is the count of all.

use crate::insights::advice::ANSWERS_MIN;
use crate::insights::metrics::{hundredths, satisfaction, whole};
use crate::insights::summary::program::program_summary;
use crate::model::day::Day;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// Several programs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Several {
    /// Each program, in the order in which they were named.
    pub programs: Vec<ProgramRow>,
    /// All of them together.
    pub sum: ProgramRow,
    /// What could not be added, and why.
    pub not_added: Vec<String>,
}

/// A program in numbers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct ProgramRow {
    /// Its name; none for the sum.
    pub name: Option<String>,
    /// The day in its zone.
    pub day: Option<Day>,
    /// People enrolled; who is in two programs counts in both.
    pub people: u32,
    /// Mentors.
    pub mentors: u32,
    /// Mentees.
    pub mentees: u32,
    /// Mentees who ask and have no mentor.
    pub mentees_unmatched: u32,
    /// Pairings in force.
    pub pairings_in_force: u32,
    /// Of them, those that need somebody now.
    pub red: u32,
    /// Pairings that ended.
    pub pairings_closed: u32,
    /// Meetings that were held.
    pub meetings_held: u32,
    /// How long they were.
    pub minutes_held: u64,
    /// Money, in whole units of the currency.
    pub budget: Option<i64>,
    /// Its currency.
    pub currency: Option<String>,
    /// How content people are; none of fewer than three answers.
    pub satisfaction: Option<f64>,
    /// Of how many answers.
    pub satisfaction_n: usize,
    /// The lowest and the highest score.
    pub scale: Option<(i64, i64)>,
}

/// Puts a program in a row.
pub fn program_row(program: &Program, today: Day) -> ProgramRow {
    let summary = program_summary(program, today);
    let content = satisfaction(program, today);
    let (resources, pairings) = (&program.settings.resources, &summary.pairings);
    ProgramRow {
        name: Some(program.settings.name.clone()),
        day: Some(today),
        people: summary.people.all,
        mentors: summary.people.mentors.all,
        mentees: summary.people.mentees.all,
        mentees_unmatched: summary.requests.mentees_unmatched,
        pairings_in_force: pairings.proposed
            + pairings.accepted
            + pairings.active
            + pairings.paused
            + pairings.closing,
        red: summary.health.red,
        pairings_closed: pairings.closed,
        meetings_held: summary.meetings.held,
        minutes_held: summary.meetings.minutes_held,
        budget: resources.budget,
        currency: resources
            .currency
            .clone()
            .filter(|_| resources.budget.is_some()),
        satisfaction: content.average,
        satisfaction_n: content.n,
        scale: Some(program.settings.policy.scale),
    }
}

/// Adds up programs.
pub fn several(programs: Vec<ProgramRow>) -> Several {
    let mut sum = ProgramRow::default();
    for row in &programs {
        sum.people += row.people;
        sum.mentors += row.mentors;
        sum.mentees += row.mentees;
        sum.mentees_unmatched += row.mentees_unmatched;
        sum.pairings_in_force += row.pairings_in_force;
        sum.red += row.red;
        sum.pairings_closed += row.pairings_closed;
        sum.meetings_held += row.meetings_held;
        sum.minutes_held += row.minutes_held;
    }
    let mut not_added = Vec::new();
    add_money(&programs, &mut sum, &mut not_added);
    add_scores(&programs, &mut sum, &mut not_added);
    Several {
        programs,
        sum,
        not_added,
    }
}

fn add_money(programs: &[ProgramRow], sum: &mut ProgramRow, not_added: &mut Vec<String>) {
    let funded = || programs.iter().filter(|row| row.budget.is_some());
    let currencies: BTreeSet<Option<&str>> = funded().map(|row| row.currency.as_deref()).collect();
    if let [Some(currency)] = currencies.iter().copied().collect::<Vec<_>>()[..] {
        sum.currency = Some(currency.to_owned());
        sum.budget = Some(funded().filter_map(|row| row.budget).sum());
    } else if funded().nth(1).is_some() {
        let named: Vec<&str> = currencies.iter().copied().flatten().collect();
        let told = match (named.is_empty(), currencies.contains(&None)) {
            (true, _) => "budgets name no currency".to_owned(),
            (false, true) => format!(
                "budgets are in {}, and some name no currency",
                named.join(", ")
            ),
            (false, false) => format!("budgets are in {}", named.join(", ")),
        };
        not_added.push(told);
    } else {
        sum.budget = funded().find_map(|row| row.budget);
    }
}

fn add_scores(programs: &[ProgramRow], sum: &mut ProgramRow, not_added: &mut Vec<String>) {
    let told = || programs.iter().filter(|row| row.satisfaction.is_some());
    let scales: BTreeSet<(i64, i64)> = told().filter_map(|row| row.scale).collect();
    if 1 < scales.len() {
        let named: Vec<String> = scales
            .iter()
            .map(|(low, high)| format!("{low} to {high}"))
            .collect();
        not_added.push(format!("scores are on scales of {}", named.join(", ")));
        return;
    }
    sum.scale = scales.first().copied();
    sum.satisfaction_n = told().map(|row| row.satisfaction_n).sum();
    if sum.satisfaction_n < ANSWERS_MIN {
        return;
    }
    let points = told().filter_map(|row| Some(row.satisfaction? * whole(row.satisfaction_n)));
    sum.satisfaction = Some(hundredths(points.sum::<f64>() / whole(sum.satisfaction_n)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(
        budget: i64,
        currency: &str,
        satisfaction: f64,
        n: usize,
        scale: (i64, i64),
    ) -> ProgramRow {
        ProgramRow {
            people: 10,
            budget: Some(budget),
            currency: Some(currency.to_owned()).filter(|currency| !currency.is_empty()),
            satisfaction: Some(satisfaction),
            satisfaction_n: n,
            scale: Some(scale),
            ..ProgramRow::default()
        }
    }

    #[test]
    fn what_is_alike_is_added_and_averages_are_weighted() {
        let sum = several(vec![
            row(100, "EUR", 4.0, 3, (1, 5)),
            row(50, "EUR", 2.0, 9, (1, 5)),
        ]);
        assert_eq!((sum.sum.people, sum.sum.budget), (20, Some(150)));
        assert_eq!(
            (sum.sum.satisfaction, sum.sum.satisfaction_n),
            (Some(2.5), 12)
        );
        assert_eq!(sum.not_added, Vec::<String>::new());
    }

    #[test]
    fn currencies_and_scales_are_never_mixed_silently() {
        let sum = several(vec![
            row(100, "EUR", 4.0, 3, (1, 5)),
            row(50, "USD", 8.0, 9, (1, 10)),
        ]);
        assert_eq!((sum.sum.budget, sum.sum.satisfaction), (None, None));
        let told = [
            "budgets are in EUR, USD",
            "scores are on scales of 1 to 5, 1 to 10",
        ];
        assert_eq!(sum.not_added, told);
        let unnamed = several(vec![
            row(100, "EUR", 4.0, 3, (1, 5)),
            row(50, "", 4.0, 3, (1, 5)),
        ]);
        assert_eq!(unnamed.sum.budget, None);
        assert_eq!(
            unnamed.not_added,
            ["budgets are in EUR, and some name no currency"]
        );
        let both = several(vec![
            row(100, "", 4.0, 3, (1, 5)),
            row(50, "", 4.0, 3, (1, 5)),
        ]);
        assert_eq!(
            both.sum.budget, None,
            "nobody knows whether they are the same"
        );
    }
}

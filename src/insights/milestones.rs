//! Dates everybody should know, as days of each cohort.

use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::program::Program;
use crate::model::settings::{Cohort, Milestone};
use schemars::JsonSchema;
use serde::Serialize;

/// A milestone on its day in a cohort.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MilestoneRow<'a> {
    /// Its id.
    pub id: &'a Id,
    /// The cohort; null where it is the whole program's.
    pub cohort: Option<&'a Id>,
    /// The day; null where the cohort lacks the end that it counts from.
    pub on: Option<Day>,
    /// What.
    pub label: Option<&'a str>,
    /// past, today or ahead; null without a day.
    pub state: Option<&'static str>,
}

/// Every milestone by day: once for its cohort, or for each cohort where it names none.
pub fn milestone_rows(program: &Program, today: Day) -> Vec<MilestoneRow<'_>> {
    let settings = &program.settings;
    let mut rows = Vec::new();
    for milestone in &settings.milestones {
        match &milestone.cohort {
            Some(id) => rows.push(row(milestone, settings.cohort(id), today)),
            None if settings.cohorts.is_empty() => rows.push(row(milestone, None, today)),
            None => rows.extend(
                settings
                    .cohorts
                    .iter()
                    .map(|cohort| row(milestone, Some(cohort), today)),
            ),
        }
    }
    rows.sort_by_key(|row| (row.on.is_none(), row.on, row.id));
    rows
}

fn row<'a>(milestone: &'a Milestone, cohort: Option<&'a Cohort>, today: Day) -> MilestoneRow<'a> {
    let on = milestone.on.day(cohort);
    let state = |on: Day| match on.cmp(&today) {
        std::cmp::Ordering::Less => "past",
        std::cmp::Ordering::Equal => "today",
        std::cmp::Ordering::Greater => "ahead",
    };
    MilestoneRow {
        id: &milestone.id,
        cohort: cohort.map(|cohort| &cohort.id),
        on,
        label: milestone.label.as_deref(),
        state: on.map(state),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{day, id, program};
    use crate::model::settings::Anchor;

    #[test]
    fn an_anchor_is_a_day_of_each_cohort_and_an_open_end_gives_none() {
        let mut program = program();
        let cohort = |name: &str, ends: Option<&str>| Cohort {
            id: id(name),
            starts: Some(day("2026-01-12")),
            ends: ends.map(day),
            closed: None,
        };
        program.settings.cohorts = vec![cohort("spring", Some("2026-07-31")), cohort("open", None)];
        program.settings.milestones = vec![Milestone {
            id: id("farewell"),
            cohort: None,
            on: Anchor::Ends(-7),
            label: None,
        }];
        let rows = milestone_rows(&program, day("2026-02-01"));
        let seen: Vec<_> = rows.iter().map(|row| (row.on, row.state)).collect();
        assert_eq!(
            seen,
            [(Some(day("2026-07-24")), Some("ahead")), (None, None)]
        );
    }
}

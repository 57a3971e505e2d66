//! What a sponsor wants to know on one page: key figures with their change, objectives, funnel, outcomes.
//!
//! Nobody is named unless names are asked for, no reasons are quoted, and an average is made of three answers at least.
//! Its invariant: each number is that of the report it comes from.

use crate::insights::advice::ANSWERS_MIN;
use crate::insights::funnel::{Funnel, funnel};
use crate::insights::metrics::{hundredths, match_rate, satisfaction, whole};
use crate::insights::objective_report::{ObjectiveReport, objective_report};
use crate::insights::outcomes::{Outcomes, outcomes};
use crate::insights::progress::progress_of_all;
use crate::insights::summary::program::{ProgramSummary, program_summary};
use crate::model::day::Day;
use crate::model::pairing::PairingState;
use crate::model::program::Program;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

words! {
    /// A key figure.
    KeyFigureKind {
        /// People who were matched.
        TookPart = "took-part",
        /// Pairings in force.
        Pairings = "pairings",
        /// Pairings that ended as planned.
        EndedAsPlanned = "ended-as-planned",
        /// Mentees with a mentor, of a hundred.
        MatchRate = "match-rate",
        /// Meetings that were held.
        Meetings = "meetings",
        /// Hours of these meetings.
        Hours = "hours",
        /// Pairs that met within the last thirty days, of a hundred that run.
        MetLately = "met-lately",
        /// Advice that was tried, of a hundred pieces.
        AdviceTried = "advice-tried",
        /// How content people are.
        Satisfaction = "satisfaction",
    }
}

/// What a sponsor wants to know.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SponsorReport<'a> {
    /// The name people know.
    pub name: &'a str,
    /// Why the program exists.
    pub purpose: Option<&'a str>,
    /// Who pays for it.
    pub sponsor: Option<&'a str>,
    /// The day.
    pub day: Day,
    /// The day since which changes are told.
    pub since: Day,
    /// Key figures.
    pub figures: Vec<KeyFigure>,
    /// What the program wants to reach; owners only where names are asked for.
    pub objectives: ObjectiveReport<'a>,
    /// How far people came.
    pub funnel: Funnel<'a>,
    /// What came of it, without how pairings ended.
    pub outcomes: Outcomes,
    /// Names, where they are asked for.
    pub names: Option<Names<'a>>,
}

/// A key figure with its change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct KeyFigure {
    /// Which.
    pub figure: KeyFigureKind,
    /// Its value; none where too little is known.
    pub value: Option<f64>,
    /// Of how many.
    pub n: Option<usize>,
    /// Its value on the day since which changes are told.
    pub before: Option<f64>,
    /// How much it changed since then.
    pub change: Option<f64>,
}

/// Names for those who may read them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Names<'a> {
    /// Mentors of pairings in force, in order of names.
    pub mentors: Vec<&'a str>,
    /// Whose outcomes are written down.
    pub outcomes: Vec<NamedOutcome<'a>>,
}

/// What came of it for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NamedOutcome<'a> {
    /// Their name.
    pub name: &'a str,
    /// What.
    pub outcome: &'a str,
    /// When.
    pub on: Day,
}

/// Makes the page of a day, with changes since an earlier one.
pub fn sponsor_report(
    program: &Program,
    (since, today): (Day, Day),
    is_named: bool,
) -> SponsorReport<'_> {
    let settings = &program.settings;
    let mut outcomes = outcomes(program, today);
    // Reasons are words of people.
    outcomes.endings.clear();
    let mut objectives = objective_report(program, today);
    if !is_named {
        let lanes = objectives.objectives.iter_mut();
        lanes.for_each(|lane| lane.standing.owner = None);
    }
    SponsorReport {
        name: &settings.name,
        purpose: settings.purpose.as_deref(),
        sponsor: settings.resources.sponsor.as_deref(),
        day: today,
        since,
        figures: figures(program, &outcomes, since, today),
        objectives,
        funnel: funnel(program, today),
        outcomes,
        names: is_named.then(|| names(program, today)),
    }
}

/// A value, and of how many.
type Measured = (Option<f64>, Option<usize>);

fn figures(program: &Program, outcomes: &Outcomes, since: Day, today: Day) -> Vec<KeyFigure> {
    let past = program.clone().as_of(since);
    let now = measured(program, outcomes.took_part, today);
    let before = measured(&past, self::outcomes(&past, since).took_part, since);
    now.into_iter()
        .zip(before)
        .map(|((figure, (value, n)), (_, (before, _)))| KeyFigure {
            figure,
            value,
            n,
            before,
            change: value
                .zip(before)
                .map(|(value, before)| hundredths(value - before)),
        })
        .collect()
}

fn measured(program: &Program, took_part: usize, today: Day) -> [(KeyFigureKind, Measured); 9] {
    let summary = program_summary(program, today);
    let progress = progress_of_all(program, today);
    let counted = |count: usize| (Some(whole(count)), None);
    let in_force = progress
        .iter()
        .filter(|one| one.state.is_in_force())
        .count();
    let planned = progress.iter().filter(|one| {
        let closing = one.pairing.closing.as_ref();
        let was_planned = closing.is_some_and(|closing| closing.planned == Some(true));
        one.state == PairingState::Closed && was_planned
    });
    let content = satisfaction(program, today);
    [
        (KeyFigureKind::TookPart, counted(took_part)),
        (KeyFigureKind::Pairings, counted(in_force)),
        (KeyFigureKind::EndedAsPlanned, counted(planned.count())),
        (KeyFigureKind::MatchRate, (match_rate(program, today), None)),
        (
            KeyFigureKind::Meetings,
            counted(summary.meetings.held as usize),
        ),
        (KeyFigureKind::Hours, (hours_of(&summary), None)),
        (
            KeyFigureKind::MetLately,
            share(summary.met_last_30_days.count, summary.met_last_30_days.all),
        ),
        (
            KeyFigureKind::AdviceTried,
            share(summary.advice.tried, summary.advice.given),
        ),
        (
            KeyFigureKind::Satisfaction,
            (content.average, Some(content.n)),
        ),
    ]
}

fn hours_of(summary: &ProgramSummary<'_>) -> Option<f64> {
    let minutes = usize::try_from(summary.meetings.minutes_held).ok()?;
    Some(hundredths(whole(minutes) / 60.0))
}

/// Some of a hundred; none where there are fewer than three.
fn share(part: u32, all: u32) -> Measured {
    let (part, all) = (part as usize, all as usize);
    let percent = || hundredths(whole(part) * 100.0 / whole(all));
    ((ANSWERS_MIN <= all).then(percent), Some(all))
}

fn names(program: &Program, today: Day) -> Names<'_> {
    let progress = progress_of_all(program, today);
    let in_force = progress.iter().filter(|one| one.state.is_in_force());
    let mentors: BTreeSet<&str> = in_force
        .map(|one| program.name(&one.pairing.mentor))
        .collect();
    let people = program.participants.values();
    let outcomes = people.flat_map(|person| {
        let past = person.outcomes.iter().filter(|outcome| outcome.on <= today);
        past.map(|outcome| NamedOutcome {
            name: &person.name,
            outcome: &outcome.what,
            on: outcome.on,
        })
    });
    Names {
        mentors: mentors.into_iter().collect(),
        outcomes: outcomes.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::metrics::Average;
    use crate::insights::sample::{PROGRAMS, first_day};
    use crate::insights::sample_reports::reported_programs;
    use proptest::prelude::*;
    use serde_json::json;

    /// Scores as they count for satisfaction, by loops over every check-in.
    fn scores_slowly(program: &Program, today: Day) -> Vec<i64> {
        let mut given = Vec::new();
        for (pairing, kept) in &program.confidential_pairings {
            let pairing = &program.pairings[pairing];
            if pairing.state(today).unwrap_or(pairing.state_latest()) == PairingState::Void {
                continue;
            }
            for (place, one) in kept.checkins.iter().enumerate() {
                let is_later =
                    |(other_place, other): (usize, &crate::model::confidential::Checkin)| {
                        other.from == one.from
                            && other.on <= today
                            && (one.on, place) < (other.on, other_place)
                    };
                let is_last = one.from.is_none() || !kept.checkins.iter().enumerate().any(is_later);
                if one.on <= today && is_last {
                    given.extend(one.scores.iter().map(|(_, score)| *score));
                }
            }
        }
        given
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn nobody_is_named_and_averages_are_made_of_three(program in reported_programs(), days in 0_i64..260) {
            let mut program = program;
            for objective in &mut program.objectives {
                objective.owner = crate::model::id::PersonId::parse("ada").ok();
            }
            let today = first_day().plus_days(days);
            let report = sponsor_report(&program, (today.plus_days(-30), today), false);
            let told = json!(report).to_string();
            for person in program.participants.values() {
                prop_assert!(!told.contains(&format!("\"{}\"", person.id)), "{} in {}", person.id, told);
                prop_assert!(!told.contains(&person.name), "{} in {}", person.name, told);
            }
            prop_assert!(!told.contains("workload") && !told.contains("mismatch"));
            let scores = scores_slowly(&program, today);
            let content = report.figures.iter().find(|one| one.figure == KeyFigureKind::Satisfaction);
            let slow = (3 <= scores.len()).then(|| {
                let sum = f64::from(i32::try_from(scores.iter().sum::<i64>()).unwrap_or(0));
                (sum / whole(scores.len()) * 100.0).round() / 100.0
            });
            prop_assert_eq!(content.map(|one| (one.value, one.n)), Some((slow, Some(scores.len()))));
            prop_assert_eq!(Average::of(&scores).n, scores.len());
        }

        #[test]
        fn a_change_is_the_difference_to_the_page_of_that_day(program in reported_programs(), days in 40_i64..260) {
            let today = first_day().plus_days(days);
            let since = today.plus_days(-30);
            let now = sponsor_report(&program, (since, today), false).figures;
            let past = program.clone().as_of(since);
            let then = sponsor_report(&past, (since, since), false).figures;
            for (now, then) in now.iter().zip(&then) {
                prop_assert_eq!(now.before, then.value, "{}", now.figure);
                let change = now.value.zip(then.value).map(|(now, then)| hundredths(now - then));
                prop_assert_eq!(now.change, change);
            }
        }
    }
}

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
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Names<'a> {
    /// Mentors of pairings in force, in order of names.
    pub mentors: Vec<&'a str>,
    /// Whose outcomes are written down.
    pub outcomes: Vec<NamedOutcome<'a>>,
}

/// What came of it for somebody.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
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

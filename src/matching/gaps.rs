//! What the pool of mentors lacks, in words that a coordinator can send.
//!
//! Each gap is tried out: a mentor who offers just that, with as many places as anybody wants, joins the pool, and the
//! pool is matched again. What is reported is what that brings, so that chains of people who move up are counted too.

use crate::matching::asked::Asked;
use crate::matching::outcome::{Gap, GapKind};
use crate::matching::question::MatchError;
use crate::matching::sheet::Sheet;
use crate::matching::solver::instance::{Giver, Instance};
use crate::matching::solver::solve::{Solution, solve};
use crate::model::draft::Aim;
use std::collections::BTreeMap;

/// How many things are tried out in a pool of ordinary size.
const TRIALS: usize = 12;
/// How many in a large one, where each takes its time.
const TRIALS_LARGE: usize = 3;
/// From so many requests on a pool is large.
const REQUESTS_LARGE: usize = 4_000;
/// From so many on nothing is tried out.
const REQUESTS_HUGE: usize = 40_000;

/// What would serve more requests, the greatest gain first.
pub(crate) fn gaps(
    sheet: &Sheet<'_>,
    instance: &mut Instance<'_>,
    solution: &Solution,
    aim: Aim,
) -> Result<Vec<Gap>, MatchError> {
    // The fair aim serves as many as coverage does, in one run less.
    let aim = if aim == Aim::Fair { Aim::Coverage } else { aim };
    let mentors = instance
        .wanted
        .iter()
        .map(|wanted| u64::from(wanted.mentors));
    let wanted: u64 = mentors.sum();
    if solution.reached.requests == wanted || REQUESTS_HUGE <= sheet.asked.len() {
        return Ok(Vec::new());
    }
    let trials = if sheet.asked.len() < REQUESTS_LARGE {
        TRIALS
    } else {
        TRIALS_LARGE
    };
    let mut gaps = Vec::new();
    for (kind, value) in wishes_unserved(sheet, instance, solution)
        .into_iter()
        .take(trials)
    {
        let suits = sheet
            .asked
            .iter()
            .map(|asked| values(sheet, asked).contains(&(kind, value.clone())));
        instance.newcomer = Some(suits.collect());
        let places = u32::try_from(sheet.asked.len()).unwrap_or(u32::MAX);
        instance.givers.push(Giver {
            places: places.saturating_mul(2),
            tie: 0,
        });
        let tried = solve(instance, aim);
        instance.givers.pop();
        instance.newcomer = None;
        let reached = tried?.reached;
        let more_requests = reached.requests.saturating_sub(solution.reached.requests);
        if 0 < more_requests {
            let more_mentees = reached.mentees.saturating_sub(solution.reached.mentees);
            let sentence = sentence(kind, &value, more_mentees, more_requests);
            gaps.push(Gap {
                kind,
                value,
                more_mentees,
                more_requests,
                sentence,
            });
        }
    }
    let rank = |gap: &Gap| {
        (
            std::cmp::Reverse((gap.more_mentees, gap.more_requests)),
            gap.kind,
            gap.value.clone(),
        )
    };
    gaps.sort_by_key(rank);
    Ok(gaps)
}

/// What the requests that stay open ask for, the most asked for first; what everybody asks for is no gap of its own.
fn wishes_unserved(
    sheet: &Sheet<'_>,
    instance: &Instance<'_>,
    solution: &Solution,
) -> Vec<(GapKind, String)> {
    let mut open: BTreeMap<(GapKind, String), usize> = BTreeMap::new();
    let mut all: BTreeMap<(GapKind, String), usize> = BTreeMap::new();
    for (request, asked) in sheet.asked.iter().enumerate() {
        let is_open =
            solution.assignment[request].len() < instance.wanted[request].mentors as usize;
        for value in values(sheet, asked) {
            if is_open {
                *open.entry(value.clone()).or_default() += 1;
            }
            *all.entry(value).or_default() += 1;
        }
    }
    let is_gap =
        |value: &(GapKind, String)| value.0 == GapKind::Places || all[value] < sheet.asked.len();
    let mut wishes: Vec<((GapKind, String), usize)> = open
        .into_iter()
        .filter(|(value, _)| is_gap(value))
        .collect();
    wishes.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    wishes.into_iter().map(|(value, _)| value).collect()
}

/// What a request asks of a mentor, and what its mentee would share with one.
fn values(sheet: &Sheet<'_>, asked: &Asked<'_>) -> Vec<(GapKind, String)> {
    let person = asked.participant;
    let mut values = vec![(GapKind::Places, "any".to_owned())];
    values.extend(
        asked
            .request
            .facet
            .iter()
            .map(|facet| (GapKind::Facet, facet.clone())),
    );
    let skills = asked
        .request
        .skills
        .iter()
        .map(|skill| sheet.setting.lexicon.skill(skill).to_string());
    values.extend(skills.map(|skill| (GapKind::Skill, skill)));
    values.extend(
        person
            .location
            .iter()
            .map(|place| (GapKind::Location, place.clone())),
    );
    values.extend(
        person
            .timezone
            .iter()
            .map(|zone| (GapKind::Timezone, zone.to_string())),
    );
    values.extend(
        person
            .languages
            .iter()
            .map(|language| (GapKind::Language, language.clone())),
    );
    values
}

fn sentence(kind: GapKind, value: &str, more_mentees: u64, more_requests: u64) -> String {
    let places = if more_requests == 1 {
        "1 more place".to_owned()
    } else {
        format!("{more_requests} more places")
    };
    let whom = match kind {
        GapKind::Places => "with any mentor".to_owned(),
        GapKind::Facet => format!("with mentors for {value}"),
        GapKind::Skill => format!("with mentors who know {value}"),
        GapKind::Location => format!("with mentors in {value}"),
        GapKind::Timezone => format!("with mentors in the time zone {value}"),
        GapKind::Language => format!("with mentors who speak {value}"),
    };
    match more_mentees {
        0 => format!("{places} {whom} would serve as many more requests"),
        1 => format!("{places} {whom} would give 1 more mentee a mentor"),
        _ => format!("{places} {whom} would give {more_mentees} more mentees a mentor"),
    }
}

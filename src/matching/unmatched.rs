//! Requests that stay open: what stands in their way, and who would have been closest.
//!
//! It changes nothing and matches nobody; it reads a result that is already the best.

use crate::matching::outcome::{Candidate, Obstacle, Unmatched};
use crate::matching::point_rows::PointRows;
use crate::matching::pool::Pool;
use crate::matching::rules::Effect;
use crate::matching::sheet::{Effects, Exclusions, Sheet};
use crate::matching::solver::instance::{Assignment, Instance};
use crate::matching::solver::kernel::NOT_ALLOWED;
use std::collections::{BTreeMap, BTreeSet};

/// How many mentors are named beside an unmatched request.
const CLOSEST_COUNT: usize = 3;

/// Others need the place more.
const NO_PLACE: &str = "no-place";
/// The mentee has this mentor, or had them in this cohort.
const ALREADY_TOGETHER: &str = "already-together";
/// Scores from outside leave the pair out.
const NOT_IN_SCORES: &str = "not-in-scores";

/// What is known of the pool when the unmatched are explained.
pub(crate) struct Result<'a> {
    pub(crate) pool: &'a Pool<'a>,
    pub(crate) sheet: &'a Sheet<'a>,
    pub(crate) instance: &'a Instance<'a>,
    pub(crate) assignment: &'a Assignment,
    pub(crate) exclusions: &'a Exclusions,
}

/// The requests that stay open, by mentee and facet.
pub(crate) fn unmatched(result: &Result<'_>) -> Vec<Unmatched> {
    let sheet = result.sheet;
    let open: Vec<usize> = (0..sheet.asked.len())
        .filter(|&request| {
            result.assignment[request].len() < sheet.asked[request].request.mentors_wanted as usize
        })
        .collect();
    if open.is_empty() {
        return Vec::new();
    }
    let mut mentors_of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (asked, mentors) in sheet.asked.iter().zip(result.assignment) {
        mentors_of
            .entry(asked.mentee)
            .or_default()
            .extend(mentors.iter().map(|&mentor| mentor as usize));
    }
    let unforbidden = PointRows::new(sheet, Effects::PointsOnly);
    let mut row = vec![NOT_ALLOWED; result.instance.width()];
    let mut unmatched: Vec<Unmatched> = open
        .into_iter()
        .map(|request| {
            let asked = &sheet.asked[request];
            let own = &mentors_of[&asked.mentee];
            result.instance.fill(request, 0, &mut row);
            let blocked_by = obstacles(result, request, &row, own);
            if result.pool.question.scores.is_none() {
                unforbidden.fill(request, &mut row);
            }
            let found = u32::try_from(result.assignment[request].len()).unwrap_or(u32::MAX);
            Unmatched {
                mentee: asked.participant.id.clone(),
                facet: asked.request.facet.clone(),
                mentors_missing: asked.request.mentors_wanted - found,
                blocked_by,
                closest: closest(result, request, &row, own),
            }
        })
        .collect();
    unmatched.sort_by(|one, other| (&one.mentee, &one.facet).cmp(&(&other.mentee, &other.facet)));
    unmatched
}

/// What keeps how many mentors from a request, the most first.
fn obstacles(
    result: &Result<'_>,
    request: usize,
    row: &[i16],
    own: &BTreeSet<usize>,
) -> Vec<Obstacle> {
    let sheet = result.sheet;
    let row = &row[..sheet.mentors.len()];
    let lines = sheet.rulebook.lines.iter().enumerate();
    let mut obstacles: Vec<Obstacle> = lines
        .filter(|(_, line)| line.effect == Effect::Forbid)
        .map(|(index, line)| Obstacle {
            rule: line.id.to_string(),
            mentors: result.exclusions.of_request(index, request),
        })
        .collect();
    let no_place = row
        .iter()
        .enumerate()
        .filter(|(mentor, points)| **points != NOT_ALLOWED && !own.contains(mentor));
    let mut obstacle = |rule: &str, mentors: usize| {
        obstacles.push(Obstacle {
            rule: rule.to_owned(),
            mentors: count(mentors),
        });
    };
    obstacle(NO_PLACE, no_place.count());
    obstacle(
        ALREADY_TOGETHER,
        sheet.partners(request).count() + own.len(),
    );
    if result.pool.question.scores.is_some() {
        let left_out = (0..row.len()).filter(|&mentor| row[mentor] == NOT_ALLOWED);
        obstacle(
            NOT_IN_SCORES,
            left_out
                .filter(|&mentor| sheet.judge(request, mentor).is_allowed())
                .count(),
        );
    }
    obstacles.retain(|obstacle| 0 < obstacle.mentors);
    obstacles.sort_by(|one, other| {
        other
            .mentors
            .cmp(&one.mentors)
            .then(one.rule.cmp(&other.rule))
    });
    obstacles
}

/// The mentors with the most points whom the mentee does not get, the first by id of equal ones.
fn closest(
    result: &Result<'_>,
    request: usize,
    row: &[i16],
    own: &BTreeSet<usize>,
) -> Vec<Candidate> {
    let sheet = result.sheet;
    let others = (0..sheet.mentors.len())
        .filter(|mentor| row[*mentor] != NOT_ALLOWED && !own.contains(mentor));
    let mut ranked: Vec<(i16, usize)> = others.map(|mentor| (-row[mentor], mentor)).collect();
    if CLOSEST_COUNT < ranked.len() {
        ranked.select_nth_unstable(CLOSEST_COUNT);
        ranked.truncate(CLOSEST_COUNT);
    }
    ranked.sort_unstable();
    let candidate = |(points, mentor): (i16, usize)| {
        let judgement = sheet.judge(request, mentor);
        let rules = judgement
            .forbidden_by
            .iter()
            .map(|&rule| sheet.rulebook.lines[rule].id.to_string());
        let mut blocked_by: Vec<String> = rules.collect();
        if blocked_by.is_empty() {
            blocked_by.push(NO_PLACE.to_owned());
        }
        Candidate {
            mentor: sheet.mentors[mentor].participant.id.clone(),
            points: -i64::from(points),
            blocked_by,
        }
    };
    ranked.into_iter().map(candidate).collect()
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

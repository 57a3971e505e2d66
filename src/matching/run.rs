//! A match run: from a program to the best pairs, their reasons and what stands in the way of the rest.
//!
//! It decides nothing by itself: who takes part comes from `demand`, points from the sheet, pairs from the solver. Its
//! invariant: the same program and question give the same outcome, byte for byte.

use crate::matching::absence::mentors_out;
use crate::matching::blocking::blocking_pairs;
use crate::matching::gaps::gaps;
use crate::matching::outcome::{IdlePin, IdleReason, MatchedPair, Outcome, SmallCircle, WorstPair};
use crate::matching::pool::{Pool, Ready, prepare};
use crate::matching::price::{bound, price};
use crate::matching::question::{MatchError, Question};
use crate::matching::reason::reasons;
use crate::matching::sheet::Sheet;
use crate::matching::solver::instance;
use crate::matching::solver::kernel::NOT_ALLOWED;
use crate::matching::solver::solve::{Solution, solve};
use crate::matching::unmatched::{Result as Matched, unmatched};
use crate::model::id::PersonId;
use crate::model::program::Program;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// A circle with fewer mentees is reported.
const CIRCLE_MENTEES_MIN: u64 = 3;

/// A pair that the rules allow, with its points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AllowedPair<'a> {
    /// Who gives.
    pub mentor: &'a PersonId,
    /// Who asks.
    pub mentee: &'a PersonId,
    /// For what; any facet when absent.
    pub facet: Option<&'a str>,
    /// Its points.
    pub points: i64,
}

/// Matches a cohort.
///
/// # Errors
/// Mistakes in the rules, pins that they forbid, and pools too large to be added up exactly.
pub fn run(program: &Program, question: &Question<'_>) -> Result<Outcome, MatchError> {
    // All of it on one of the threads that share the work, or every part would wait for one to wake up.
    rayon::scope(|_| {
        prepare(program, question, |ready| {
            let solution = solve(&ready.instance, question.aim)?;
            outcome(ready, &solution)
        })
    })
}

/// Gives every allowed pair to a caller, by mentee, request and mentor, until the caller has enough.
///
/// # Errors
/// Mistakes in the rules, and pins that they forbid.
pub fn each_allowed_pair(
    program: &Program,
    question: &Question<'_>,
    mut each: impl FnMut(AllowedPair<'_>) -> ControlFlow<()>,
) -> Result<(), MatchError> {
    prepare(
        program,
        question,
        |Ready {
             pool,
             sheet,
             instance,
             ..
         }| {
            let mut row = vec![NOT_ALLOWED; instance.width()];
            for (request, asked) in sheet.asked.iter().enumerate() {
                instance.fill(request, 0, &mut row);
                let allowed = pool
                    .offers
                    .iter()
                    .zip(&row)
                    .filter(|(_, points)| **points != NOT_ALLOWED);
                for (offer, &points) in allowed {
                    let pair = AllowedPair {
                        mentor: &offer.participant.id,
                        mentee: &asked.participant.id,
                        facet: asked.request.facet.as_deref(),
                        points: i64::from(points),
                    };
                    if each(pair).is_break() {
                        return Ok(());
                    }
                }
            }
            Ok(())
        },
    )
}

fn outcome(ready: Ready<'_>, solution: &Solution) -> Result<Outcome, MatchError> {
    let Ready {
        pool,
        sheet,
        mut instance,
        pins,
    } = ready;
    let pairs = pairs(pool, sheet, solution);
    let exclusions = sheet.exclusions();
    let assignment = &solution.assignment;
    let matched = Matched {
        pool,
        sheet,
        instance: &instance,
        assignment,
        exclusions: &exclusions,
    };
    let unmatched = unmatched(&matched);
    let blocking_pairs = blocking_pairs(&instance, solution);
    let requests = instance
        .wanted
        .iter()
        .map(|wanted| u64::from(wanted.mentors))
        .sum();
    let price = price(&instance, solution, pool.question.aim)?;
    let gaps = gaps(sheet, &mut instance, solution, pool.question.aim)?;
    let reached = solution.reached;
    let named = |counts: Vec<u64>| -> BTreeMap<String, u64> {
        let lines = sheet.rulebook.lines.iter().zip(counts);
        lines
            .filter(|(_, count)| 0 < *count)
            .map(|(line, count)| (line.id.to_string(), count))
            .collect()
    };
    Ok(Outcome {
        cohort: pool.question.cohort.clone(),
        aim: pool.question.aim,
        mentees: count(pool.demands.len()),
        mentees_served: reached.mentees,
        requests,
        requests_served: reached.requests,
        points: reached.points,
        unmatched,
        optimal: true,
        bound: bound(&reached),
        worst: worst(&pairs),
        gaps,
        price,
        mentors_out: mentors_out(
            pool.program,
            pool.by_person,
            (&pool.question.cohort, pool.question.today),
        ),
        blocking_pairs,
        excluded_by_rule: named(exclusions.totals()),
        unknown_values: named(sheet.unknown_counts()),
        rules_digest: pool.digest(),
        circles_small: circles_small(pool, &pairs),
        pins_idle: pins_idle(pool, &pairs, pins.idle),
        pairs,
    })
}

fn pairs(pool: &Pool<'_>, sheet: &Sheet<'_>, solution: &Solution) -> Vec<MatchedPair> {
    let of_solution = instance::pairs(&solution.assignment).zip(&solution.pair_points);
    let found: Vec<((usize, u32), &i16)> = of_solution.collect();
    let pair = |&((request, mentor), &points): &((usize, u32), &i16)| {
        let (asked, mentor) = (&sheet.asked[request], mentor as usize);
        let rules = match pool.question.scores {
            Some(_) => Vec::new(),
            None => reasons(sheet, request, mentor, &sheet.judge(request, mentor)),
        };
        MatchedPair {
            mentor: pool.offers[mentor].participant.id.clone(),
            mentee: asked.participant.id.clone(),
            facet: asked.request.facet.clone(),
            points: i64::from(points),
            rules,
        }
    };
    let mut pairs: Vec<MatchedPair> = found.par_iter().map(pair).collect();
    pairs.sort_by(|one, other| {
        (&one.mentee, &one.facet, &one.mentor).cmp(&(&other.mentee, &other.facet, &other.mentor))
    });
    pairs
}

fn worst(pairs: &[MatchedPair]) -> Option<WorstPair> {
    let pair = pairs.iter().min_by_key(|pair| pair.points)?;
    Some(WorstPair {
        mentor: pair.mentor.clone(),
        mentee: pair.mentee.clone(),
        facet: pair.facet.clone(),
        points: pair.points,
    })
}

/// Pins that take no part, and those that took part in vain.
fn pins_idle(pool: &Pool<'_>, pairs: &[MatchedPair], mut idle: Vec<IdlePin>) -> Vec<IdlePin> {
    let mut lost = Vec::new();
    for pin in &pool.program.match_rules.pins {
        let is_kept = pairs
            .iter()
            .any(|pair| pair.mentor == pin.mentor && pair.mentee == pin.mentee);
        let is_known = idle
            .iter()
            .any(|idle| idle.mentor == pin.mentor && idle.mentee == pin.mentee);
        if !is_kept && !is_known {
            let why = IdleReason::OtherPins;
            lost.push(IdlePin {
                mentor: pin.mentor.clone(),
                mentee: pin.mentee.clone(),
                why,
            });
        }
    }
    idle.append(&mut lost);
    idle
}

fn circles_small(pool: &Pool<'_>, pairs: &[MatchedPair]) -> Vec<SmallCircle> {
    let mut sizes: BTreeMap<&PersonId, u64> = BTreeMap::new();
    for pair in pairs {
        *sizes.entry(&pair.mentor).or_default() += 1;
    }
    let is_circle = |person: &PersonId| {
        let mentor = pool
            .program
            .participants
            .get(person)
            .and_then(|person| person.mentor.as_ref());
        mentor.is_some_and(|mentor| mentor.circle)
    };
    sizes
        .into_iter()
        .filter(|(mentor, mentees)| *mentees < CIRCLE_MENTEES_MIN && is_circle(mentor))
        .map(|(mentor, mentees)| SmallCircle {
            mentor: mentor.clone(),
            mentees,
        })
        .collect()
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

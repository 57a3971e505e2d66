//! A match run: from a program to the best pairs, their reasons and what stands in the way of the rest.
//!
//! It decides nothing by itself: who takes part comes from `demand`, points from the sheet, pairs from the solver. Its
//! invariant: the same program and question give the same outcome, byte for byte.

use crate::matching::demand::{Demand, Offer, PairingsByPerson, demands, offers};
use crate::matching::digest::rules_digest;
use crate::matching::lexicon::Lexicon;
use crate::matching::outcome::{
    Bound, Candidate, IdlePin, IdleReason, MatchedPair, Obstacle, Outcome, SmallCircle, Unmatched,
    WorstPair,
};
use crate::matching::reason::reasons;
use crate::matching::rules::{Effect, Measure, RuleFinding, Rulebook};
use crate::matching::scores::ScoreTable;
use crate::matching::sheet::{Asked, Exclusions, FORBIDDEN, Frame, Judgement, Sheet};
use crate::matching::solver::problem::{Edge, Problem};
use crate::matching::solver::solve::{Solution, SolveError, solve};
use crate::matching::tie;
use crate::model::day::Day;
use crate::model::draft::Aim;
use crate::model::id::{Id, PersonId};
use crate::model::match_rules::Pin;
use crate::model::program::Program;
use std::collections::{BTreeMap, BTreeSet};

/// A circle with fewer mentees is reported.
const CIRCLE_MENTEES_MIN: u64 = 3;

/// How many mentors are named beside an unmatched request.
const CLOSEST_COUNT: usize = 3;

/// What is asked of a match run.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The cohort to match.
    pub cohort: Id,
    /// What to strive for.
    pub aim: Aim,
    /// The day that counts.
    pub today: Day,
    /// Scores that replace points and hard rules; by the rules when absent.
    pub scores: Option<&'a ScoreTable>,
}

/// Why there is no outcome.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MatchError {
    /// Mistakes in the rules.
    #[error("the rules of matching.toml have mistakes")]
    Rules(Vec<RuleFinding>),
    /// Pins that hard rules forbid.
    #[error("some pins are forbidden by a rule; drop either")]
    PinsForbidden(Vec<ForbiddenPin>),
    /// The search failed.
    #[error(transparent)]
    Solve(#[from] SolveError),
}

/// A pin that a hard rule forbids.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{mentor}` with `{mentee}` is pinned, but rule `{rule}` forbids it; drop the pin or the rule"
)]
pub struct ForbiddenPin {
    /// Who gives.
    pub mentor: PersonId,
    /// Who asks.
    pub mentee: PersonId,
    /// The rule.
    pub rule: Id,
}

/// A pair that the rules allow, with its points.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
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
    let by_person = program.pairings_by_person();
    let pool = Pool::new(program, &by_person, question)?;
    let sheet = pool.sheet();
    let (problem, idle) = problem(&pool, &sheet)?;
    let solution = solve(&problem, question.aim)?;
    Ok(outcome(&pool, &sheet, &problem, &solution, idle))
}

/// Gives every allowed pair to a caller, by mentee, request and mentor.
///
/// # Errors
/// Mistakes in the rules.
pub fn each_allowed_pair(
    program: &Program,
    question: &Question<'_>,
    mut each: impl FnMut(AllowedPair<'_>),
) -> Result<(), MatchError> {
    let by_person = program.pairings_by_person();
    let pool = Pool::new(program, &by_person, question)?;
    let sheet = pool.sheet();
    let mut row = vec![0; pool.offers.len()];
    for (request, asked) in sheet.asked.iter().enumerate() {
        pool.row(&sheet, request, &mut row);
        for (offer, &points) in pool.offers.iter().zip(&row) {
            if points != FORBIDDEN {
                each(AllowedPair {
                    mentor: &offer.participant.id,
                    mentee: &asked.participant.id,
                    facet: asked.request.facet.as_deref(),
                    points: i64::from(points),
                });
            }
        }
    }
    Ok(())
}

/// Everybody who takes part, and the rules that hold.
pub(crate) struct Pool<'a> {
    pub(crate) program: &'a Program,
    pub(crate) by_person: &'a PairingsByPerson<'a>,
    pub(crate) question: &'a Question<'a>,
    pub(crate) offers: Vec<Offer<'a>>,
    pub(crate) demands: Vec<Demand<'a>>,
    pub(crate) rulebook: Rulebook,
    pub(crate) lexicon: Lexicon,
}

impl<'a> Pool<'a> {
    pub(crate) fn new(
        program: &'a Program,
        by_person: &'a PairingsByPerson<'a>,
        question: &'a Question<'a>,
    ) -> Result<Pool<'a>, MatchError> {
        let mut rulebook = Rulebook::compile(&program.match_rules, &program.vocabulary)
            .map_err(MatchError::Rules)?;
        if question.scores.is_some() {
            // Scores replace the rules, save what was said about one pair by name.
            rulebook
                .lines
                .retain(|line| matches!(line.measure, Measure::Pair { .. } | Measure::Never));
        }
        Ok(Pool {
            program,
            by_person,
            question,
            offers: offers(program, by_person, &question.cohort, question.today),
            demands: demands(program, by_person, &question.cohort, question.today),
            rulebook,
            lexicon: Lexicon::new(&program.vocabulary),
        })
    }

    pub(crate) fn sheet(&self) -> Sheet<'_> {
        let frame = Frame {
            program: self.program,
            by_person: self.by_person,
            cohort: &self.question.cohort,
            today: self.question.today,
        };
        Sheet::new(
            &frame,
            &self.rulebook,
            &self.lexicon,
            &self.offers,
            &self.demands,
        )
    }

    /// Points of a request with every mentor, by the scores where there are some, else by the rules.
    pub(crate) fn row(&self, sheet: &Sheet<'_>, request: usize, row: &mut [i32]) {
        sheet.row(request, row);
        let Some(scores) = self.question.scores else {
            return;
        };
        let asked = &sheet.asked[request];
        for (offer, points) in self
            .offers
            .iter()
            .zip(row)
            .filter(|(_, points)| **points != FORBIDDEN)
        {
            let mentor = &offer.participant.id;
            let given = scores.points(
                mentor,
                &asked.participant.id,
                asked.request.facet.as_deref(),
            );
            *points = given.map_or(FORBIDDEN, i32::from);
        }
    }

    /// Points of one pair, whatever forbids it; none where scores leave it out.
    fn points(&self, sheet: &Sheet<'_>, request: usize, mentor: usize) -> Option<i64> {
        let Some(scores) = self.question.scores else {
            return Some(sheet.judge(request, mentor).points);
        };
        let asked = &sheet.asked[request];
        let mentor = &self.offers[mentor].participant.id;
        scores
            .points(
                mentor,
                &asked.participant.id,
                asked.request.facet.as_deref(),
            )
            .map(i64::from)
    }

    fn digest(&self) -> String {
        match self.question.scores {
            Some(scores) => scores.digest(),
            None => rules_digest(&self.program.match_rules),
        }
    }
}

/// Pins that take part, by mentee and mentor, and those that do not.
type Pins = (BTreeSet<(usize, usize)>, Vec<IdlePin>);

fn pins(pool: &Pool<'_>, sheet: &Sheet<'_>) -> Result<Pins, MatchError> {
    let (mut kept, mut idle, mut forbidden) = (BTreeSet::new(), Vec::new(), Vec::new());
    for pin in &pool.program.match_rules.pins {
        let mut leave = |why| {
            idle.push(IdlePin {
                mentor: pin.mentor.clone(),
                mentee: pin.mentee.clone(),
                why,
            });
        };
        let mentor = pool
            .offers
            .binary_search_by(|offer| offer.participant.id.cmp(&pin.mentor));
        let mentee = pool
            .demands
            .binary_search_by(|demand| demand.participant.id.cmp(&pin.mentee));
        let (mentor, mentee) = match (mentor, mentee) {
            (Ok(mentor), Ok(mentee)) => (mentor, mentee),
            (Err(_), _) => {
                leave(IdleReason::NoMentor);
                continue;
            }
            (Ok(_), Err(_)) => {
                leave(IdleReason::NoRequest);
                continue;
            }
        };
        let requests =
            (0..sheet.asked.len()).filter(|&request| sheet.asked[request].mentee == mentee);
        let judgements: Vec<_> = requests
            .map(|request| sheet.judge(request, mentor))
            .collect();
        if judgements.iter().any(|judgement| judgement.is_apart) {
            leave(IdleReason::AlreadyTogether);
        } else if judgements.iter().any(Judgement::is_allowed) {
            kept.insert((mentee, mentor));
        } else if let Some(&rule) = judgements
            .iter()
            .flat_map(|judgement| &judgement.forbidden_by)
            .next()
        {
            forbidden.push(ForbiddenPin {
                mentor: pin.mentor.clone(),
                mentee: pin.mentee.clone(),
                rule: sheet.rulebook.lines[rule].id.clone(),
            });
        }
    }
    if forbidden.is_empty() {
        Ok((kept, idle))
    } else {
        Err(MatchError::PinsForbidden(forbidden))
    }
}

/// The pool as numbers, a row for each mentor wanted, and the pins that take no part.
fn problem(pool: &Pool<'_>, sheet: &Sheet<'_>) -> Result<(Problem, Vec<IdlePin>), MatchError> {
    let (pins, idle) = pins(pool, sheet)?;
    let tie_of_mentor: Vec<u64> = pool
        .offers
        .iter()
        .map(|offer| tie::of_mentor(&offer.participant.id))
        .collect();
    let mut problem = Problem {
        mentee_count: pool.demands.len(),
        places: pool.offers.iter().map(|offer| offer.places).collect(),
        ..Problem::default()
    };
    let mut row = vec![0; pool.offers.len()];
    for (request, asked) in sheet.asked.iter().enumerate() {
        pool.row(sheet, request, &mut row);
        let tie_of_request = tie::of_request(&asked.participant.id, asked.request.facet.as_deref());
        let edge = |(mentor, &points): (usize, &i32)| {
            let is_pinned = pins.contains(&(asked.mentee, mentor));
            // A pin holds though scores from outside leave the pair out; hard rules were asked before.
            let points = match u16::try_from(points) {
                Ok(points) => points,
                Err(_) if is_pinned && sheet.judge(request, mentor).is_allowed() => 0,
                Err(_) => return None,
            };
            Some(Edge {
                mentor: u32::try_from(mentor).ok()?,
                points,
                is_pinned,
                tie: tie::of_pair(tie_of_mentor[mentor], tie_of_request),
            })
        };
        let edges: Vec<Edge> = row.iter().enumerate().filter_map(edge).collect();
        let mentee = u32::try_from(asked.mentee).unwrap_or(u32::MAX);
        for _ in 0..asked.request.mentors_wanted {
            problem.mentee_of.push(mentee);
            problem.edges.push(edges.clone());
        }
    }
    Ok((problem, idle))
}

fn outcome(
    pool: &Pool<'_>,
    sheet: &Sheet<'_>,
    problem: &Problem,
    solution: &Solution,
    mut pins_idle: Vec<IdlePin>,
) -> Outcome {
    let matched = matched_by_request(sheet, solution);
    let pairs = pairs(pool, sheet, &matched);
    let exclusions = sheet.exclusions();
    pins_idle.extend(pins_unkept(pool, &pairs, &pins_idle));
    let reached = solution.reached;
    let named = |counts: Vec<u64>| -> BTreeMap<String, u64> {
        let lines = sheet.rulebook.lines.iter().zip(counts);
        lines
            .filter(|(_, count)| 0 < *count)
            .map(|(line, count)| (line.id.to_string(), count))
            .collect()
    };
    let worst = pairs
        .iter()
        .min_by_key(|pair| pair.points)
        .map(|pair| WorstPair {
            mentor: pair.mentor.clone(),
            mentee: pair.mentee.clone(),
            facet: pair.facet.clone(),
            points: pair.points,
        });
    Outcome {
        cohort: pool.question.cohort.clone(),
        aim: pool.question.aim,
        mentees: count(pool.demands.len()),
        mentees_served: reached.mentees,
        requests: count(problem.mentee_of.len()),
        requests_served: reached.requests,
        points: reached.points,
        unmatched: unmatched(pool, sheet, &exclusions, &matched),
        circles_small: circles_small(pool, &pairs),
        pairs,
        optimal: true,
        bound: Bound {
            mentees_served: reached.mentees,
            requests_served: reached.requests,
            points: reached.points,
        },
        worst,
        gaps: Vec::new(),
        excluded_by_rule: named(exclusions.totals()),
        unknown_values: named(sheet.unknown_counts()),
        rules_digest: pool.digest(),
        pins_idle,
    }
}

/// For each request of the sheet the mentors that it got.
fn matched_by_request(sheet: &Sheet<'_>, solution: &Solution) -> Vec<Vec<usize>> {
    let mut rows = solution.assignment.iter();
    let wanted = |asked: &Asked<'_>| asked.request.mentors_wanted as usize;
    sheet
        .asked
        .iter()
        .map(|asked| {
            let mut mentors: Vec<usize> = rows
                .by_ref()
                .take(wanted(asked))
                .flatten()
                .map(|&mentor| mentor as usize)
                .collect();
            mentors.sort_unstable();
            mentors
        })
        .collect()
}

fn pairs(pool: &Pool<'_>, sheet: &Sheet<'_>, matched: &[Vec<usize>]) -> Vec<MatchedPair> {
    let mut pairs = Vec::new();
    for (request, mentors) in matched.iter().enumerate() {
        let asked = &sheet.asked[request];
        for &mentor in mentors {
            let judgement = sheet.judge(request, mentor);
            let rules = match pool.question.scores {
                Some(_) => Vec::new(),
                None => reasons(sheet, request, mentor, &judgement),
            };
            pairs.push(MatchedPair {
                mentor: pool.offers[mentor].participant.id.clone(),
                mentee: asked.participant.id.clone(),
                facet: asked.request.facet.clone(),
                points: pool.points(sheet, request, mentor).unwrap_or(0),
                rules,
            });
        }
    }
    pairs.sort_by(|one, other| {
        (&one.mentee, &one.facet, &one.mentor).cmp(&(&other.mentee, &other.facet, &other.mentor))
    });
    pairs
}

fn pins_unkept(pool: &Pool<'_>, pairs: &[MatchedPair], known: &[IdlePin]) -> Vec<IdlePin> {
    let is_kept = |pin: &&Pin| {
        pairs
            .iter()
            .any(|pair| pair.mentor == pin.mentor && pair.mentee == pin.mentee)
            || known
                .iter()
                .any(|idle| idle.mentor == pin.mentor && idle.mentee == pin.mentee)
    };
    let unkept = pool
        .program
        .match_rules
        .pins
        .iter()
        .filter(|pin| !is_kept(pin));
    let idle = |pin: &Pin| IdlePin {
        mentor: pin.mentor.clone(),
        mentee: pin.mentee.clone(),
        why: IdleReason::OtherPins,
    };
    unkept.map(idle).collect()
}

fn circles_small(pool: &Pool<'_>, pairs: &[MatchedPair]) -> Vec<SmallCircle> {
    let mut sizes: BTreeMap<&PersonId, u64> = BTreeMap::new();
    for pair in pairs {
        *sizes.entry(&pair.mentor).or_default() += 1;
    }
    let circles = pool.offers.iter().filter(|offer| {
        offer
            .participant
            .mentor
            .as_ref()
            .is_some_and(|mentor| mentor.circle)
    });
    let small = circles.filter_map(|offer| {
        let mentees = sizes.get(&offer.participant.id).copied().unwrap_or(0);
        (0 < mentees && mentees < CIRCLE_MENTEES_MIN).then(|| SmallCircle {
            mentor: offer.participant.id.clone(),
            mentees,
        })
    });
    small.collect()
}

fn unmatched(
    pool: &Pool<'_>,
    sheet: &Sheet<'_>,
    exclusions: &Exclusions,
    matched: &[Vec<usize>],
) -> Vec<Unmatched> {
    let mut of_mentee: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (asked, mentors) in sheet.asked.iter().zip(matched) {
        of_mentee.entry(asked.mentee).or_default().extend(mentors);
    }
    let mut row = vec![0; pool.offers.len()];
    let mut unmatched = Vec::new();
    for (request, mentors) in matched.iter().enumerate() {
        let asked = &sheet.asked[request];
        let found = u32::try_from(mentors.len()).unwrap_or(u32::MAX);
        if asked.request.mentors_wanted <= found {
            continue;
        }
        pool.row(sheet, request, &mut row);
        let own = &of_mentee[&asked.mentee];
        unmatched.push(Unmatched {
            mentee: asked.participant.id.clone(),
            facet: asked.request.facet.clone(),
            mentors_missing: asked.request.mentors_wanted - found,
            blocked_by: obstacles(pool, sheet, exclusions, request, &row, own),
            closest: closest(pool, sheet, request, own),
        });
    }
    unmatched.sort_by(|one, other| (&one.mentee, &one.facet).cmp(&(&other.mentee, &other.facet)));
    unmatched
}

fn obstacles(
    pool: &Pool<'_>,
    sheet: &Sheet<'_>,
    exclusions: &Exclusions,
    request: usize,
    row: &[i32],
    own: &BTreeSet<usize>,
) -> Vec<Obstacle> {
    let lines = sheet.rulebook.lines.iter().enumerate();
    let forbids = lines.filter(|(_, line)| line.effect == Effect::Forbid);
    let mut obstacles: Vec<Obstacle> = forbids
        .map(|(index, line)| Obstacle {
            rule: line.id.to_string(),
            mentors: exclusions.of_request(index, request),
        })
        .collect();
    let allowed = |mentor: usize| row[mentor] != FORBIDDEN && !own.contains(&mentor);
    let no_place = (0..row.len()).filter(|&mentor| allowed(mentor)).count();
    obstacles.push(Obstacle {
        rule: "no-place".to_owned(),
        mentors: count(no_place),
    });
    let together = count(sheet.partners(request).count() + own.len());
    obstacles.push(Obstacle {
        rule: "already-together".to_owned(),
        mentors: together,
    });
    if pool.question.scores.is_some() {
        let left_out = (0..row.len()).filter(|&mentor| {
            row[mentor] == FORBIDDEN && pool.points(sheet, request, mentor).is_none()
        });
        obstacles.push(Obstacle {
            rule: "not-in-scores".to_owned(),
            mentors: count(left_out.count()),
        });
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
    pool: &Pool<'_>,
    sheet: &Sheet<'_>,
    request: usize,
    own: &BTreeSet<usize>,
) -> Vec<Candidate> {
    let asked = &sheet.asked[request];
    let mut row = vec![0; pool.offers.len()];
    sheet.row_unforbidden(request, &mut row);
    let mut candidates: Vec<(i64, usize)> = (0..pool.offers.len())
        .filter(|mentor| {
            !own.contains(mentor) && pool.offers[*mentor].participant.id != asked.participant.id
        })
        .filter_map(|mentor| match pool.question.scores {
            Some(_) => Some((pool.points(sheet, request, mentor)?, mentor)),
            None => Some((i64::from(row[mentor]), mentor)),
        })
        .map(|(points, mentor)| (-points, mentor))
        .collect();
    if CLOSEST_COUNT < candidates.len() {
        candidates.select_nth_unstable(CLOSEST_COUNT);
        candidates.truncate(CLOSEST_COUNT);
    }
    candidates.sort_unstable();
    let candidate = |(points, mentor): (i64, usize)| {
        let judgement = sheet.judge(request, mentor);
        let mut blocked_by: Vec<String> = judgement
            .forbidden_by
            .iter()
            .map(|&rule| sheet.rulebook.lines[rule].id.to_string())
            .collect();
        if judgement.is_apart {
            blocked_by.push("already-together".to_owned());
        }
        if blocked_by.is_empty() {
            blocked_by.push("no-place".to_owned());
        }
        Candidate {
            mentor: pool.offers[mentor].participant.id.clone(),
            points: -points,
            blocked_by,
        }
    };
    candidates.into_iter().map(candidate).collect()
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

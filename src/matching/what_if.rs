//! What a change would bring: one more place, a skill or a facet more, a rule less.
//!
//! It writes nothing: the change is made on a copy of the program, both are matched, and the results compared.

use crate::matching::explain::{Difference, difference};
use crate::matching::pool::prepare;
use crate::matching::question::{MatchError, Question};
use crate::matching::run::run;
use crate::matching::solver::instance::Reached;
use crate::matching::solver::solve::solve;
use crate::model::id::{Id, PersonId};
use crate::model::match_rules::{Forbid, ForbidKind};
use crate::model::participant::{Mentor, Participant};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;

/// A change that is only imagined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A mentor takes so many mentees more, or fewer.
    Capacity {
        /// Who.
        mentor: PersonId,
        /// How many more; fewer when below zero.
        more: i32,
    },
    /// A mentor has a skill more.
    Skill {
        /// Who.
        mentor: PersonId,
        /// The skill.
        skill: String,
    },
    /// A mentor is there for a facet more.
    Facet {
        /// Who.
        mentor: PersonId,
        /// The facet.
        facet: String,
    },
    /// A rule of either kind does not hold.
    WithoutRule {
        /// The rule.
        rule: Id,
    },
}

/// What an imagined change refers to and the program does not have.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum WhatIfError {
    /// Nobody who mentors has this id.
    #[error("`{0}` is no mentor of the program")]
    NoMentor(PersonId),
    /// No rule has this id.
    #[error("matching.toml has no rule `{0}`")]
    NoRule(Id),
    /// Either match run failed.
    #[error(transparent)]
    Match(#[from] MatchError),
}

/// What the best result would be after changes, against the best one now.
///
/// # Errors
/// Changes to what does not exist, and everything that stops a match run.
pub fn what_if(
    program: &Program,
    question: &Question<'_>,
    changes: &[Change],
) -> Result<Difference, WhatIfError> {
    let mut imagined = program.clone();
    for change in changes {
        make(&mut imagined, change)?;
    }
    let (before, after) = (run(program, question)?, run(&imagined, question)?);
    Ok(difference(&before, &after))
}

/// What the best result would be without a hard rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Relaxation {
    /// The rule.
    pub rule: Id,
    /// How many more mentees would have a mentor.
    pub more_mentees: u64,
    /// How many more requests would be served.
    pub more_requests: u64,
}

/// The hard rules without which more would be served, the greatest gain first; what people said themselves is none.
///
/// # Errors
/// Everything that stops a match run.
pub fn relaxations(
    program: &Program,
    question: &Question<'_>,
) -> Result<Vec<Relaxation>, MatchError> {
    let reached = |program: &Program| -> Result<Reached, MatchError> {
        prepare(program, question, |ready| {
            Ok(solve(&ready.instance, question.aim)?.reached)
        })
    };
    let before = reached(program)?;
    let mut relaxations = Vec::new();
    let forbids = program.match_rules.forbids.iter();
    for forbid in forbids.filter(|forbid| forbid.kind != ForbidKind::Never) {
        let mut imagined = program.clone();
        let others = |known: &Forbid| known.id != forbid.id;
        imagined.match_rules.forbids.retain(others);
        let after = reached(&imagined)?;
        let more_requests = after.requests.saturating_sub(before.requests);
        if 0 < more_requests {
            relaxations.push(Relaxation {
                rule: forbid.id.clone(),
                more_mentees: after.mentees.saturating_sub(before.mentees),
                more_requests,
            });
        }
    }
    relaxations.sort_by_key(|relaxation| {
        std::cmp::Reverse((relaxation.more_mentees, relaxation.more_requests))
    });
    Ok(relaxations)
}

fn make(program: &mut Program, change: &Change) -> Result<(), WhatIfError> {
    match change {
        Change::Capacity { mentor, more } => {
            let mentor = mentor_of(program, mentor)?;
            mentor.capacity = mentor.capacity.saturating_add_signed(*more);
        }
        Change::Skill { mentor, skill } => mentor_of(program, mentor)?.skills.push(skill.clone()),
        Change::Facet { mentor, facet } => {
            let mentor = mentor_of(program, mentor)?;
            // A mentor without facets is there for any: nothing can be added to that.
            if !mentor.facets.is_empty() {
                mentor.facets.push(facet.clone());
            }
        }
        Change::WithoutRule { rule } => {
            let rules = &mut program.match_rules;
            let before = rules.rules.len() + rules.forbids.len();
            rules.rules.retain(|known| known.id != *rule);
            rules.forbids.retain(|known| known.id != *rule);
            if before == rules.rules.len() + rules.forbids.len() {
                return Err(WhatIfError::NoRule(rule.clone()));
            }
        }
    }
    Ok(())
}

fn mentor_of<'a>(
    program: &'a mut Program,
    person: &PersonId,
) -> Result<&'a mut Mentor, WhatIfError> {
    let offered = program
        .participants
        .get_mut(person)
        .and_then(|participant: &mut Participant| participant.mentor.as_mut());
    offered.ok_or_else(|| WhatIfError::NoMentor(person.clone()))
}

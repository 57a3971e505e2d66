//! What a match run gives back: pairs with reasons, the unmatched with theirs, and the proof.
//!
//! Values only; `run` makes them. Lists are in the order of mentee, facet, mentor, a facet left out first.

use crate::matching::absence::Absence;
use crate::matching::reason::Reason;
use crate::model::draft::Aim;
use crate::model::id::{Id, PersonId};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The result of a match run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Outcome {
    /// The cohort that was matched.
    pub cohort: Id,
    /// What it strove for.
    pub aim: Aim,
    /// Mentees with open requests.
    pub mentees: u64,
    /// Mentees with at least one mentor.
    pub mentees_served: u64,
    /// Mentors wanted.
    pub requests: u64,
    /// Mentors found.
    pub requests_served: u64,
    /// Points of all pairs.
    pub points: i64,
    /// Who with whom.
    pub pairs: Vec<MatchedPair>,
    /// Requests that stay open.
    pub unmatched: Vec<Unmatched>,
    /// Whether it is proved that nothing better exists; always so, for without proof there is an error.
    pub optimal: bool,
    /// What no result can pass.
    pub bound: Bound,
    /// The pair with the fewest points.
    pub worst: Option<WorstPair>,
    /// Pairs of mentee and mentor who both would have more points with each other than with whom they got.
    pub blocking_pairs: u64,
    /// What the pool of mentors lacks, the greatest gain first.
    pub gaps: Vec<Gap>,
    /// How many pairs of request and mentor each rule forbids.
    pub excluded_by_rule: BTreeMap<String, u64>,
    /// With how many pairs of request and mentor each rule had nothing to say.
    pub unknown_values: BTreeMap<String, u64>,
    /// The digest of the rules, or of the scores that replaced them.
    pub rules_digest: String,
    /// What another aim would reach; none where nobody asks, or where the pool is too large to be matched twice.
    pub price: Option<Price>,
    /// Mentors who take no part, with the reason.
    pub mentors_out: Vec<Absence>,
    /// Pins that could not be kept.
    pub pins_idle: Vec<IdlePin>,
    /// Circles with fewer than three mentees.
    pub circles_small: Vec<SmallCircle>,
}

/// A pair that was matched.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MatchedPair {
    /// Who gives.
    pub mentor: PersonId,
    /// Who asks.
    pub mentee: PersonId,
    /// For what; any facet when absent.
    pub facet: Option<String>,
    /// Its points.
    pub points: i64,
    /// Why it has them.
    pub rules: Vec<Reason>,
}

/// A request that stays open.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Unmatched {
    /// Who asks.
    pub mentee: PersonId,
    /// For what; any facet when absent.
    pub facet: Option<String>,
    /// How many of the mentors wanted are missing.
    pub mentors_missing: u32,
    /// What stands in the way, with how many mentors, the most first.
    pub blocked_by: Vec<Obstacle>,
    /// Mentors with the most points, whatever stands in the way.
    pub closest: Vec<Candidate>,
}

/// A rule or a lack that keeps mentors from a request.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Obstacle {
    /// The rule; or `no-place` (others need their places more), `already-together`, `not-in-scores`.
    pub rule: String,
    /// How many mentors.
    pub mentors: u64,
}

/// A mentor who would be good for a request.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Candidate {
    /// Who.
    pub mentor: PersonId,
    /// Points of the pair.
    pub points: i64,
    /// What stands in the way.
    pub blocked_by: Vec<String>,
}

/// What no result can pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Bound {
    /// Mentees with at least one mentor.
    pub mentees_served: u64,
    /// Mentors found.
    pub requests_served: u64,
    /// Points of all pairs, as the aim counts them.
    pub points: i64,
}

/// What another aim would reach in the same pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Price {
    /// The other aim.
    pub aim: Aim,
    /// What it would reach.
    pub reaches: Bound,
    /// The points of its worst pair, pins left aside.
    pub points_least: Option<i64>,
}

/// The pair with the fewest points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WorstPair {
    /// Who gives.
    pub mentor: PersonId,
    /// Who asks.
    pub mentee: PersonId,
    /// For what; any facet when absent.
    pub facet: Option<String>,
    /// Its points.
    pub points: i64,
}

/// What one more mentor, or one more place, would bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    /// What is lacking: `places`, `facet`, `skill`, `location`, `timezone` or `language`.
    pub kind: GapKind,
    /// Which one; `any` of places.
    pub value: String,
    /// How many more mentees would have a mentor.
    pub more_mentees: u64,
    /// How many more requests would be served.
    pub more_requests: u64,
    /// The gap in words that can be sent.
    pub sentence: String,
}

/// What a pool of mentors can lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GapKind {
    /// Places, whatever the mentor.
    Places,
    /// Mentors for a facet.
    Facet,
    /// Mentors with a skill.
    Skill,
    /// Mentors at a place.
    Location,
    /// Mentors in a time zone.
    Timezone,
    /// Mentors who speak a language.
    Language,
}

/// A pin that could not be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct IdlePin {
    /// Who gives.
    pub mentor: PersonId,
    /// Who asks.
    pub mentee: PersonId,
    /// Why not.
    pub why: IdleReason,
}

/// Why a pin could not be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IdleReason {
    /// The mentor does not take part or has no free place.
    NoMentor,
    /// The mentee does not take part or asks for nobody.
    NoRequest,
    /// They are a pair already, or were one in this cohort.
    AlreadyTogether,
    /// Other pins took the place or the request.
    OtherPins,
}

/// A circle with fewer mentees than a circle needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SmallCircle {
    /// Whose circle.
    pub mentor: PersonId,
    /// How many it got.
    pub mentees: u64,
}

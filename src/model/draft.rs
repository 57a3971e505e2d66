//! A match run under review: the pairs it proposes and what it rests on.

use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::word::words;

words! {
    /// What a match run strives for.
    Aim {
        /// Most mentees with a mentor, then most requests, then most points.
        Coverage = "coverage",
        /// Most points, then mentees, then requests.
        Quality = "quality",
        /// Coverage, then the best worst pair, then most points.
        Fair = "fair",
    }
}

/// A match run under review.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// When it was made.
    pub on: Day,
    /// What it strove for.
    pub aim: Aim,
    /// Digest of the rules it used.
    pub rules_digest: String,
    /// Digest of the people, pairings and rules it rests on.
    pub rests_on: String,
    /// The pairs, by mentee, facet, mentor.
    pub pairs: Vec<DraftPair>,
}

/// A pair that a draft proposes.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftPair {
    /// Who asks.
    pub mentee: PersonId,
    /// For what; any facet when absent.
    pub facet: Option<String>,
    /// Who gives.
    pub mentor: PersonId,
    /// Its points.
    pub points: i64,
    /// Reasons in words.
    pub because: Vec<String>,
}

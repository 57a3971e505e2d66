//! Match results in words: people by their names, facets in brackets, costs as differences.

use crate::matching::outcome::{Bound, Gap, Unmatched};
use crate::matching::reason::Reason;
use crate::model::id::PersonId;
use crate::model::program::Program;
use crate::render::words::{and_list, count};
use std::cmp::Ordering;

/// Reasons that are shown beside a pair.
const REASONS_MAX: usize = 3;
/// Gaps that are told.
const GAPS_MAX: usize = 6;
/// Names that are listed before the rest is counted.
const NAMES_MAX: usize = 5;

/// `Ada Lovelace (technical)`.
pub(super) fn asker(program: &Program, mentee: &PersonId, facet: Option<&str>) -> String {
    let name = program.name(mentee);
    facet.map_or_else(|| name.to_owned(), |facet| format!("{name} ({facet})"))
}

/// The reasons that weigh most.
pub(super) fn reasons(rules: &[Reason]) -> String {
    let mut rules: Vec<&Reason> = rules.iter().collect();
    // The weight of a request speaks of the mentee's other requests, not of the pair.
    let is_beside = |reason: &Reason| matches!(reason.rule.as_str(), "weight" | "limit");
    rules.sort_by_key(|reason| (is_beside(reason), std::cmp::Reverse(reason.points.abs())));
    let shown = rules.iter().take(REASONS_MAX);
    let shown: Vec<String> = shown.map(|reason| reason.sentence()).collect();
    shown.join(", ")
}

/// What stands in a request's way.
pub(super) fn obstacles(unmatched: &Unmatched) -> String {
    let obstacles = unmatched.blocked_by.iter().map(|obstacle| {
        let mentors = counted(obstacle.mentors, "mentor", "mentors");
        match obstacle.rule.as_str() {
            "no-place" => format!("the places of {mentors} go to others"),
            "already-together" => format!("has or had {mentors} already"),
            "not-in-scores" => format!("the scores leave {mentors} out"),
            rule => format!("{rule} keeps {mentors} away"),
        }
    });
    let obstacles: Vec<String> = obstacles.collect();
    if obstacles.is_empty() {
        "nobody takes part as a mentor".to_owned()
    } else {
        and_list(&obstacles)
    }
}

/// The mentors who would be closest, with what keeps them away.
pub(super) fn closest(program: &Program, unmatched: &Unmatched) -> String {
    let candidates = unmatched.closest.iter().map(|candidate| {
        format!(
            "{} ({}, {})",
            program.name(&candidate.mentor),
            points(candidate.points),
            candidate
                .blocked_by
                .join(", ")
                .replace("no-place", "no place")
        )
    });
    candidates.collect::<Vec<_>>().join(", ")
}

/// `14 points`, `1 point`.
pub(super) fn points(points: i64) -> String {
    match points {
        1 | -1 => format!("{points} point"),
        _ => format!("{points} points"),
    }
}

/// A count that may be greater than any list.
pub(super) fn counted(number: u64, one: &str, many: &str) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), one, many)
}

/// What changes between two results, the weightiest first: `1 mentee fewer with a mentor, 14 points more`.
pub(super) fn difference(before: &Bound, after: &Bound) -> String {
    let changed = |before: i128, after: i128, one: &str, many: &str, rest: &str| {
        let amount = usize::try_from(before.abs_diff(after)).unwrap_or(usize::MAX);
        let noun = count(amount, one, many);
        match before.cmp(&after) {
            Ordering::Equal => None,
            Ordering::Less => Some(format!("{noun} more{rest}")),
            Ordering::Greater => Some(format!("{noun} fewer{rest}")),
        }
    };
    let parts = [
        changed(
            before.mentees_served.into(),
            after.mentees_served.into(),
            "mentee",
            "mentees",
            " with a mentor",
        ),
        changed(
            before.requests_served.into(),
            after.requests_served.into(),
            "request",
            "requests",
            " served",
        ),
        changed(
            before.points.into(),
            after.points.into(),
            "point",
            "points",
            "",
        ),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        "as many mentees, requests and points".to_owned()
    } else {
        parts.join(", ")
    }
}

/// The gaps that weigh most, and how many more there are.
pub(super) fn gaps(gaps: &[Gap]) -> Vec<String> {
    let shown = gaps.iter().take(GAPS_MAX).map(|gap| gap.sentence.clone());
    let rest = gaps.len().saturating_sub(GAPS_MAX);
    let rest = (0 < rest).then(|| format!("{rest} more like the last; --json has all"));
    shown.chain(rest).collect()
}

/// The first names of many, and how many more there are.
pub(super) fn names<'a>(
    program: &'a Program,
    people: impl IntoIterator<Item = &'a PersonId>,
) -> String {
    let names: Vec<&str> = people
        .into_iter()
        .map(|person| program.name(person))
        .collect();
    if names.len() <= NAMES_MAX {
        return and_list(&names);
    }
    let rest = names.len() - (NAMES_MAX - 1);
    format!("{} and {rest} more", names[..NAMES_MAX - 1].join(", "))
}

//! What differs between two proposals of pairs: two drafts, or a draft and what is in force.
//!
//! It compares and judges nothing. Its invariant: lists are in the order of mentee and facet, and what is the same on
//! both sides is left out.

use crate::model::draft::Draft;
use crate::model::id::PersonId;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

words! {
    /// How a mentee's request differs.
    RevisionKind {
        /// It has a mentor now.
        New = "new",
        /// It has none any more.
        Gone = "gone",
        /// It has another mentor.
        Other = "other",
        /// The mentor is the same, and the points are not.
        Points = "points",
    }
}

/// A pair that is proposed or in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposed<'a> {
    /// Who asks.
    pub mentee: &'a PersonId,
    /// For what; any facet when absent.
    pub facet: Option<&'a str>,
    /// Who gives.
    pub mentor: &'a PersonId,
    /// Its points, where they are known.
    pub points: Option<i64>,
}

/// A request whose mentor differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Revision<'a> {
    /// Who asks.
    pub mentee: &'a PersonId,
    /// For what; any facet when absent.
    pub facet: Option<&'a str>,
    /// How it differs.
    pub change: RevisionKind,
    /// The mentor before.
    pub before: Option<&'a PersonId>,
    /// The mentor after.
    pub after: Option<&'a PersonId>,
    /// The points before, where they are known.
    pub points_before: Option<i64>,
    /// The points after, where they are known.
    pub points_after: Option<i64>,
}

/// The mentors of a request before and after, each with the points of the pair.
#[derive(Default)]
struct Sides<'a> {
    before: BTreeMap<&'a PersonId, Option<i64>>,
    after: BTreeMap<&'a PersonId, Option<i64>>,
}

/// The pairs of a draft.
pub fn proposed(draft: &Draft) -> Vec<Proposed<'_>> {
    draft
        .pairs
        .iter()
        .map(|pair| Proposed {
            mentee: &pair.mentee,
            facet: pair.facet.as_deref(),
            mentor: &pair.mentor,
            points: Some(pair.points),
        })
        .collect()
}

/// What differs from one list of pairs to the other.
pub fn revisions<'a>(before: &[Proposed<'a>], after: &[Proposed<'a>]) -> Vec<Revision<'a>> {
    let mut requests: BTreeMap<(&PersonId, Option<&str>), Sides<'a>> = BTreeMap::new();
    for pair in before {
        let sides = requests.entry((pair.mentee, pair.facet)).or_default();
        sides.before.insert(pair.mentor, pair.points);
    }
    for pair in after {
        let sides = requests.entry((pair.mentee, pair.facet)).or_default();
        sides.after.insert(pair.mentor, pair.points);
    }
    requests
        .into_iter()
        .flat_map(|(request, sides)| of_request(request, &sides))
        .collect()
}

fn of_request<'a>(
    (mentee, facet): (&'a PersonId, Option<&'a str>),
    sides: &Sides<'a>,
) -> Vec<Revision<'a>> {
    let revision = |change, before: Option<(&'a PersonId, Option<i64>)>, after: Option<_>| {
        let (before, points_before) = before.unzip();
        let (after, points_after): (Option<&'a PersonId>, Option<Option<i64>>) = after.unzip();
        Revision {
            mentee,
            facet,
            change,
            before,
            after,
            points_before: points_before.flatten(),
            points_after: points_after.flatten(),
        }
    };
    let mut revisions = Vec::new();
    let stays = |(mentor, points): (&&'a PersonId, &Option<i64>)| {
        let now = sides.after.get(mentor)?;
        (now != points).then_some((*mentor, *points, *now))
    };
    for (mentor, then, now) in sides.before.iter().filter_map(stays) {
        let sides = (Some((mentor, then)), Some((mentor, now)));
        revisions.push(revision(RevisionKind::Points, sides.0, sides.1));
    }
    let only = |one: &BTreeMap<&'a PersonId, Option<i64>>, other: &BTreeMap<_, _>| {
        let alone = one
            .iter()
            .filter(|(mentor, _)| !other.contains_key(*mentor));
        alone
            .map(|(mentor, points)| (*mentor, *points))
            .collect::<Vec<_>>()
    };
    let (gone, new) = (
        only(&sides.before, &sides.after),
        only(&sides.after, &sides.before),
    );
    for place in 0..gone.len().max(new.len()) {
        let (before, after) = (gone.get(place).copied(), new.get(place).copied());
        let change = match (before, after) {
            (Some(_), Some(_)) => RevisionKind::Other,
            (Some(_), None) => RevisionKind::Gone,
            _ => RevisionKind::New,
        };
        revisions.push(revision(change, before, after));
    }
    revisions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fixture::person_id;

    #[test]
    fn each_request_is_told_once_and_what_is_the_same_is_left_out() {
        let people = ["ada", "bob", "grace", "kim", "lee"].map(person_id);
        let [ada, bob, grace, kim, lee] = &people;
        let pair = |mentee, mentor, points| Proposed {
            mentee,
            facet: None,
            mentor,
            points: Some(points),
        };
        let before = [pair(ada, grace, 5), pair(ada, kim, 7), pair(bob, lee, 1)];
        let after = [pair(ada, grace, 5), pair(ada, lee, 9), pair(bob, lee, 2)];
        let told: Vec<String> = revisions(&before, &after)
            .iter()
            .map(|revision| {
                format!(
                    "{} {}: {:?} to {:?}",
                    revision.mentee, revision.change, revision.before, revision.after
                )
            })
            .collect();
        let expected = [
            format!("ada other: {:?} to {:?}", Some(kim), Some(lee)),
            format!("bob points: {:?} to {:?}", Some(lee), Some(lee)),
        ];
        assert_eq!(told, expected);
        let changes = |before: &[Proposed<'_>], after: &[Proposed<'_>]| -> Vec<RevisionKind> {
            revisions(before, after)
                .iter()
                .map(|revision| revision.change)
                .collect()
        };
        assert_eq!(changes(&[], &after[..1]), [RevisionKind::New]);
        assert_eq!(changes(&after[..1], &[]), [RevisionKind::Gone]);
        assert_eq!(changes(&after, &after), []);
    }
}

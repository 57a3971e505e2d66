//! The longest chain of a lineage, in which each mentored only after they had begun to be mentored.
//!
//! It looks ahead with the longest walks, in which people may come twice, and follows only what may be longer than the
//! chain at hand: where nobody closes a circle, that leads straight to it. Its invariant: nobody is in a chain twice.

use crate::insights::lineage::{Edge, Lineage};
use crate::model::day::Day;
use crate::model::id::PersonId;
use std::collections::BTreeMap;

/// Steps after which the chain at hand is taken: far more than real programs need, few enough to be done in a blink
/// where somebody has drawn nothing but circles.
const STEPS_MAX: usize = 2_000_000;

/// The longest chain; of several as long the first by the ids of its people. Edges without a day join none.
pub fn longest_chain<'a>(lineage: &Lineage<'a>) -> Vec<&'a PersonId> {
    let edges: Vec<Dated<'_, 'a>> = dated(lineage);
    let ahead = walks(&edges);
    let mut from: BTreeMap<&PersonId, Vec<usize>> = BTreeMap::new();
    for (index, (_, edge)) in edges.iter().enumerate() {
        from.entry(edge.mentor).or_default().push(index);
    }
    for steps in from.values_mut() {
        steps.sort_by_key(|&step| edges[step].1.mentee);
    }
    let mut search = Search {
        edges: &edges,
        ahead: &ahead,
        from: &from,
        steps: 0,
        longest: Vec::new(),
    };
    for start in from.keys() {
        search.go_on_from(start);
    }
    search.longest
}

type Dated<'l, 'a> = (Day, &'l Edge<'a>);

/// Edges that have a day, the latest first.
fn dated<'l, 'a>(lineage: &'l Lineage<'a>) -> Vec<Dated<'l, 'a>> {
    let edges = lineage.edges().iter();
    let mut edges: Vec<Dated<'l, 'a>> =
        edges.filter_map(|edge| Some((edge.since?, edge))).collect();
    edges.sort_by_key(|(since, edge)| (std::cmp::Reverse(*since), edge.mentor, edge.mentee));
    edges
}

/// For each edge the length of the longest walk that begins with it, counted in edges.
fn walks(edges: &[Dated<'_, '_>]) -> Vec<usize> {
    let mut best: BTreeMap<&PersonId, usize> = BTreeMap::new();
    let mut lengths = Vec::with_capacity(edges.len());
    for day in edges.chunk_by(|one, other| one.0 == other.0) {
        // What begins on one day does not follow itself.
        let first = lengths.len();
        lengths.extend(
            day.iter()
                .map(|(_, edge)| 1 + best.get(edge.mentee).unwrap_or(&0)),
        );
        for ((_, edge), length) in day.iter().zip(&lengths[first..]) {
            let known = best.entry(edge.mentor).or_default();
            *known = (*known).max(*length);
        }
    }
    lengths
}

struct Search<'s, 'l, 'a> {
    edges: &'s [Dated<'l, 'a>],
    ahead: &'s [usize],
    from: &'s BTreeMap<&'a PersonId, Vec<usize>>,
    steps: usize,
    longest: Vec<&'a PersonId>,
}

impl<'a> Search<'_, '_, 'a> {
    /// Looks for a longer chain from one person on.
    fn go_on_from(&mut self, start: &'a PersonId) {
        let mut chain = vec![start];
        // Of each person of the chain, the edges that are still to be tried, the next one last.
        let mut open = vec![self.next(&chain, None)];
        while let Some(steps) = open.last_mut() {
            self.steps += 1;
            if STEPS_MAX < self.steps {
                return;
            }
            let Some(step) = steps.pop() else {
                open.pop();
                chain.pop();
                continue;
            };
            if chain.len() + self.ahead[step] <= self.longest.len() {
                continue;
            }
            let (since, edge) = self.edges[step];
            chain.push(edge.mentee);
            if self.longest.len() < chain.len() {
                self.longest.clone_from(&chain);
            }
            open.push(self.next(&chain, Some(since)));
        }
    }

    /// The edges that may follow, in the order in which they are taken from the end.
    fn next(&self, chain: &[&'a PersonId], after: Option<Day>) -> Vec<usize> {
        let last = chain.last().and_then(|last| self.from.get(*last));
        let steps = last.into_iter().flatten().copied();
        let mut steps: Vec<usize> = steps
            .filter(|&step| {
                let (since, edge) = self.edges[step];
                after < Some(since) && !chain.contains(&edge.mentee)
            })
            .collect();
        steps.reverse();
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{PROGRAMS, add_pair, day, first_day, program, programs};
    use crate::model::pairing::PairingState;
    use proptest::prelude::*;

    fn longest(pairs: &[(&str, &str)]) -> Vec<String> {
        let mut program = program();
        for &(pairing, since) in pairs {
            add_pair(&mut program, pairing, (since, PairingState::Active), &[]);
        }
        let lineage = Lineage::of(&program, day("2026-01-01"));
        longest_chain(&lineage)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn who_mentored_before_being_mentored_passed_nothing_on() {
        let later = [
            ("ann-mentors-bob", "2024-01-01"),
            ("bob-mentors-cy", "2025-01-01"),
        ];
        assert_eq!(longest(&later), ["ann", "bob", "cy"]);
        let earlier = [
            ("ann-mentors-bob", "2025-01-01"),
            ("bob-mentors-cy", "2024-01-01"),
        ];
        assert_eq!(longest(&earlier), ["ann", "bob"]);
        let at_once = [
            ("ann-mentors-bob", "2025-01-01"),
            ("bob-mentors-cy", "2025-01-01"),
        ];
        assert_eq!(longest(&at_once), ["ann", "bob"]);
    }

    #[test]
    fn two_who_mentor_each_other_are_in_it_once() {
        let pairs = [
            ("ann-mentors-bob", "2023-01-01"),
            ("bob-mentors-ann", "2024-01-01"),
            ("ann-mentors-cy", "2025-01-01"),
        ];
        assert_eq!(longest(&pairs), ["bob", "ann", "cy"]);
        assert_eq!(longest(&[]), [""; 0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn no_chain_is_longer(program in programs(), days in 0_i64..240) {
            let lineage = Lineage::of(&program, first_day().plus_days(days));
            prop_assert_eq!(longest_chain(&lineage).len(), longest_by_trying(&lineage));
        }
    }

    /// Tries every chain there is.
    fn longest_by_trying(lineage: &Lineage<'_>) -> usize {
        fn from(lineage: &Lineage<'_>, chain: &mut Vec<PersonId>, after: Option<Day>) -> usize {
            let last = chain[chain.len() - 1].clone();
            let steps = lineage.edges().iter().filter(|edge| *edge.mentor == last);
            let mut longest = chain.len();
            for edge in steps.filter(|edge| after < edge.since) {
                if !chain.contains(edge.mentee) {
                    chain.push(edge.mentee.clone());
                    longest = longest.max(from(lineage, chain, edge.since));
                    chain.pop();
                }
            }
            longest
        }
        let starts = lineage.mentors();
        let lengths = starts.map(|start| from(lineage, &mut vec![start.clone()], None));
        lengths.filter(|&length| 1 < length).max().unwrap_or(0)
    }
}

//! Who was mentored by whom, both ways, over years.
//!
//! Two people may mentor each other, and circles of mentoring close; nothing here runs in circles for it. Its invariant:
//! edges are in order of mentor and mentee, and only those that really began are there.

use crate::insights::metrics::has_been;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::Pairing;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One person mentored another, in one pairing or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Edge<'a> {
    /// Who gave.
    pub mentor: &'a PersonId,
    /// Who received.
    pub mentee: &'a PersonId,
    /// The first day of the first pairing; none where no file says.
    pub since: Option<Day>,
    /// Its cohorts, in order of their pairings' days.
    pub cohorts: Vec<&'a Id>,
    /// The pairings, in the same order.
    pub pairings: Vec<&'a Id>,
}

/// Every edge of a program on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lineage<'a> {
    edges: Vec<Edge<'a>>,
    /// Where the edges of a mentor, and those of a mentee, stand.
    down: BTreeMap<&'a PersonId, Vec<usize>>,
    up: BTreeMap<&'a PersonId, Vec<usize>>,
}

/// Which way a tree is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To those who were mentored.
    Down,
    /// To those who mentored.
    Up,
}

/// A person in a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Branch<'a> {
    /// How many steps from the root.
    pub depth: usize,
    /// Who.
    pub person: &'a PersonId,
    /// What joins them to the one above; nothing at the root.
    #[serde(skip)]
    pub edge: Option<&'a Edge<'a>>,
    /// Whether they stand in the tree already, with everybody beyond them.
    pub is_repeated: bool,
}

impl<'a> Lineage<'a> {
    /// Looks at every pairing that began by a day.
    pub fn of(program: &'a Program, day: Day) -> Lineage<'a> {
        let mut begun: Vec<&Pairing> = program
            .pairings
            .values()
            .filter(|pairing| has_been(pairing, day))
            .filter(|pairing| pairing.since().is_none_or(|since| since <= day))
            .collect();
        begun.sort_by_key(|pairing| (pairing.since(), &pairing.id));
        let mut edges: BTreeMap<(&PersonId, &PersonId), Edge<'a>> = BTreeMap::new();
        for pairing in begun {
            for mentee in &pairing.mentees {
                let edge = edges
                    .entry((&pairing.mentor, mentee))
                    .or_insert_with(|| Edge {
                        mentor: &pairing.mentor,
                        mentee,
                        since: pairing.since(),
                        cohorts: Vec::new(),
                        pairings: Vec::new(),
                    });
                edge.pairings.push(&pairing.id);
                let cohort = pairing.cohort.as_ref();
                edge.cohorts
                    .extend(cohort.filter(|cohort| edge.cohorts.last() != Some(cohort)));
            }
        }
        let mut lineage = Lineage {
            edges: edges.into_values().collect(),
            ..Lineage::default()
        };
        for (index, edge) in lineage.edges.iter().enumerate() {
            lineage.down.entry(edge.mentor).or_default().push(index);
            lineage.up.entry(edge.mentee).or_default().push(index);
        }
        lineage
    }

    /// Every edge.
    pub fn edges(&self) -> &[Edge<'a>] {
        &self.edges
    }

    /// Those who mentored somebody.
    pub fn mentors(&self) -> impl Iterator<Item = &'a PersonId> {
        self.down.keys().copied()
    }

    /// Those whom somebody mentored.
    pub fn mentees(&self) -> impl Iterator<Item = &'a PersonId> {
        self.up.keys().copied()
    }

    /// The earliest day on which somebody mentored, or was mentored.
    pub fn first(&self, person: &PersonId, way: Way) -> Option<Day> {
        self.steps(person, way).filter_map(|edge| edge.since).min()
    }

    fn steps(&self, person: &PersonId, way: Way) -> impl Iterator<Item = &Edge<'a>> {
        let index = match way {
            Way::Down => self.down.get(person),
            Way::Up => self.up.get(person),
        };
        index.into_iter().flatten().map(|&at| &self.edges[at])
    }

    /// The edges of somebody's lineage, both ways, in order.
    pub fn around(&self, person: &PersonId) -> Vec<&Edge<'a>> {
        let mut found: BTreeSet<(&PersonId, &PersonId)> = BTreeSet::new();
        for way in [Way::Down, Way::Up] {
            let mut seen = BTreeSet::new();
            let mut open = vec![person];
            while let Some(person) = open.pop() {
                if !seen.insert(person) {
                    continue;
                }
                for edge in self.steps(person, way) {
                    found.insert((edge.mentor, edge.mentee));
                    open.push(match way {
                        Way::Down => edge.mentee,
                        Way::Up => edge.mentor,
                    });
                }
            }
        }
        let is_found = |edge: &&Edge<'a>| found.contains(&(edge.mentor, edge.mentee));
        self.edges.iter().filter(is_found).collect()
    }

    /// A tree from somebody on; whoever comes twice has their branches the first time.
    pub fn tree<'b>(&'b self, root: &'b PersonId, way: Way) -> Vec<Branch<'b>> {
        self.forest(&[root], way)
    }

    /// Trees from several people on.
    fn forest<'b>(&'b self, roots: &[&'b PersonId], way: Way) -> Vec<Branch<'b>> {
        let mut branches = Vec::new();
        let mut seen: BTreeSet<&PersonId> = BTreeSet::new();
        let start = roots.iter().rev().map(|root| (0, *root, None));
        let mut open: Vec<(usize, &PersonId, Option<&Edge<'a>>)> = start.collect();
        while let Some((depth, person, edge)) = open.pop() {
            let mut next: Vec<_> = self
                .steps(person, way)
                .map(|edge| match way {
                    Way::Down => (depth + 1, edge.mentee, Some(edge)),
                    Way::Up => (depth + 1, edge.mentor, Some(edge)),
                })
                .collect();
            let is_first = seen.insert(person);
            if depth == 0 && !is_first {
                continue;
            }
            branches.push(Branch {
                depth,
                person,
                edge,
                is_repeated: !is_first && !next.is_empty(),
            });
            if is_first {
                // In order of days, the last on top of the stack.
                next.sort_by_key(|(_, person, edge)| (edge.and_then(|edge| edge.since), *person));
                open.extend(next.into_iter().rev());
            }
        }
        branches
    }

    /// Trees that hold everybody: from those whom nobody mentored, then from those whom circles alone hold.
    pub fn trees(&self) -> Vec<Branch<'_>> {
        let roots = self
            .down
            .keys()
            .filter(|person| !self.up.contains_key(**person));
        let mut roots: Vec<&PersonId> = roots.copied().collect();
        let reached: BTreeSet<&PersonId> = self
            .forest(&roots, Way::Down)
            .iter()
            .map(|branch| branch.person)
            .collect();
        // A root of a circle that an earlier one reaches is left out by the walk.
        roots.extend(
            self.down
                .keys()
                .filter(|person| !reached.contains(**person)),
        );
        self.forest(&roots, Way::Down)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{
        PROGRAMS, add_pair, day, first_day, person_id, program, programs,
    };
    use crate::model::pairing::PairingState;
    use proptest::prelude::*;

    fn mentored(pairs: &[(&str, &str)]) -> Program {
        let mut program = program();
        for &(pairing, since) in pairs {
            add_pair(&mut program, pairing, (since, PairingState::Active), &[]);
        }
        program
    }

    fn told(branches: &[Branch<'_>]) -> Vec<String> {
        let line = |branch: &Branch<'_>| {
            let mark = if branch.is_repeated { " again" } else { "" };
            format!("{}{}{mark}", "-".repeat(branch.depth), branch.person)
        };
        branches.iter().map(line).collect()
    }

    const FAMILY: [(&str, &str); 4] = [
        ("ann-mentors-bob", "2024-01-01"),
        ("ann-mentors-cy", "2024-02-01"),
        ("bob-mentors-dee", "2025-01-01"),
        ("cy-mentors-dee", "2025-01-01"),
    ];

    #[test]
    fn a_tree_goes_both_ways_and_shows_nobodys_branches_twice() {
        let program = mentored(&FAMILY);
        let lineage = Lineage::of(&program, day("2026-01-01"));
        let (ann, dee) = (person_id("ann"), person_id("dee"));
        assert_eq!(
            told(&lineage.tree(&ann, Way::Down)),
            ["ann", "-bob", "--dee", "-cy", "--dee"]
        );
        assert_eq!(
            told(&lineage.tree(&dee, Way::Up)),
            ["dee", "-bob", "--ann", "-cy", "--ann"]
        );
        assert_eq!(
            told(&lineage.trees()),
            ["ann", "-bob", "--dee", "-cy", "--dee"]
        );
    }

    #[test]
    fn two_who_mentor_each_other_end_the_walk() {
        let program = mentored(&[
            ("ann-mentors-bob", "2024-01-01"),
            ("bob-mentors-ann", "2025-01-01"),
        ]);
        let lineage = Lineage::of(&program, day("2026-01-01"));
        assert_eq!(told(&lineage.trees()), ["ann", "-bob", "--ann again"]);
        assert_eq!(lineage.around(&person_id("ann")).len(), 2);
    }

    #[test]
    fn what_has_not_begun_is_no_lineage() {
        let program = mentored(&FAMILY);
        let lineage = Lineage::of(&program, day("2024-06-01"));
        assert_eq!(lineage.edges().len(), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn trees_hold_everybody_and_every_edge_once(program in programs(), days in 0_i64..240) {
            let lineage = Lineage::of(&program, first_day().plus_days(days));
            let trees = lineage.trees();
            let shown: BTreeSet<&PersonId> = trees.iter().map(|branch| branch.person).collect();
            let known: BTreeSet<&PersonId> = lineage.mentors().chain(lineage.mentees()).collect();
            prop_assert_eq!(shown, known);
            let joined = trees.iter().filter(|branch| branch.edge.is_some()).count();
            prop_assert_eq!(joined, lineage.edges().len());
        }
    }
}

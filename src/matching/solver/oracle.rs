//! A minimum-cost flow by successive shortest paths over every arc written down: plain, exact, slow.
//!
//! The oracle for everything faster. Each wanted mentor is one unit that starts at its mentee and ends as served or as
//! unserved, whichever is worth most for all.

use crate::matching::solver::certificate::Proof;
use crate::matching::solver::instance::{Assignment, Instance};
use crate::matching::solver::kernel::NOT_ALLOWED;
use crate::matching::solver::worth::Worth;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// More than any arc's room that is meant to be without limit.
const ROOM_ENOUGH: u32 = u32::MAX / 2;

/// Every row of a pool with every mentor it may get.
struct Problem {
    mentee_of: Vec<u32>,
    request_of: Vec<usize>,
    mentee_count: usize,
    places: Vec<u32>,
    /// For each row mentors and what the pair is worth.
    edges: Vec<Vec<(u32, i128)>>,
}

impl Problem {
    fn new(instance: &Instance<'_>, worth: &Worth, least: i16) -> Problem {
        let mut problem = Problem {
            mentee_of: Vec::new(),
            request_of: Vec::new(),
            mentee_count: instance.mentee_count,
            places: instance.givers.iter().map(|giver| giver.places).collect(),
            edges: Vec::new(),
        };
        let mut row = vec![NOT_ALLOWED; instance.width()];
        for (request, wanted) in instance.wanted.iter().enumerate() {
            instance.fill(request, least, &mut row);
            let mentors = (0_u32..).zip(&row[..problem.places.len()]);
            let allowed = mentors.filter(|(_, points)| **points != NOT_ALLOWED);
            let edges: Vec<(u32, i128)> = allowed
                .map(|(mentor, &points)| (mentor, instance.worth(worth, request, mentor, points)))
                .collect();
            for _ in 0..wanted.mentors {
                problem.mentee_of.push(wanted.mentee);
                problem.request_of.push(request);
                problem.edges.push(edges.clone());
            }
        }
        problem
    }
}

/// The best assignment and the prices that prove it.
pub(crate) fn solve(instance: &Instance<'_>, worth: &Worth, least: i16) -> (Assignment, Proof) {
    let problem = Problem::new(instance, worth, least);
    let mut network = Network::new(&problem, worth);
    for &mentee in &problem.mentee_of {
        network.send_unit(mentee as usize);
    }
    (
        network.assignment(&problem, instance.wanted.len()),
        network.proof(&problem),
    )
}

struct Arc {
    to: usize,
    room: u32,
    cost: i128,
}

/// Arcs stand in pairs, an arc and its way back, so that `arc ^ 1` is the other.
struct Network {
    arcs: Vec<Arc>,
    arcs_of: Vec<Vec<usize>>,
    potential: Vec<i128>,
    mentors_from: usize,
    sink: usize,
    /// For each row its arcs to mentors.
    choices: Vec<Vec<(u32, usize)>>,
    /// For mentees with several rows: by mentee and mentor the arc on which both may meet only once.
    meetings: BTreeMap<(u32, u32), usize>,
}

impl Network {
    fn new(problem: &Problem, worth: &Worth) -> Network {
        let rows_from = problem.mentee_count;
        let mentors_from = rows_from + problem.mentee_of.len();
        let sink = mentors_from + problem.places.len();
        let mut network = Network {
            arcs: Vec::new(),
            arcs_of: vec![Vec::new(); sink + 1],
            potential: vec![0; sink + 1],
            mentors_from,
            sink,
            choices: Vec::with_capacity(problem.mentee_of.len()),
            meetings: BTreeMap::new(),
        };
        // Costs are what is lost against the dearest pair, so that none is negative.
        let dearest = problem
            .edges
            .iter()
            .flatten()
            .map(|edge| edge.1)
            .max()
            .unwrap_or(0);
        let mut rows_of = vec![0_u32; problem.mentee_count];
        problem
            .mentee_of
            .iter()
            .for_each(|&mentee| rows_of[mentee as usize] += 1);
        for (mentee, &rows) in rows_of.iter().enumerate().filter(|(_, rows)| 0 < **rows) {
            network.connect(mentee, sink, rows - 1, dearest);
            network.connect(mentee, sink, 1, dearest + worth.mentee);
        }
        for (mentor, &places) in problem.places.iter().enumerate() {
            network.connect(mentors_from + mentor, sink, places, 0);
        }
        for (row, edges) in problem.edges.iter().enumerate() {
            let mentee = problem.mentee_of[row];
            network.connect(mentee as usize, rows_from + row, 1, 0);
            let mut choices = Vec::with_capacity(edges.len());
            for &(mentor, worth_of_pair) in edges {
                let node = mentors_from + mentor as usize;
                let to = if rows_of[mentee as usize] == 1 {
                    node
                } else {
                    network.meeting(mentee, mentor)
                };
                let arc =
                    network.connect(rows_from + row, to, ROOM_ENOUGH, dearest - worth_of_pair);
                choices.push((mentor, arc));
            }
            network.choices.push(choices);
        }
        network
    }

    /// The node through which all rows of a mentee reach a mentor, once.
    fn meeting(&mut self, mentee: u32, mentor: u32) -> usize {
        if let Some(&arc) = self.meetings.get(&(mentee, mentor)) {
            return self.arcs[arc ^ 1].to;
        }
        let node = self.arcs_of.len();
        self.arcs_of.push(Vec::new());
        self.potential.push(0);
        let arc = self.connect(node, self.mentors_from + mentor as usize, 1, 0);
        self.meetings.insert((mentee, mentor), arc);
        node
    }

    fn connect(&mut self, from: usize, to: usize, room: u32, cost: i128) -> usize {
        let arc = self.arcs.len();
        self.arcs.push(Arc { to, room, cost });
        self.arcs.push(Arc {
            to: from,
            room: 0,
            cost: -cost,
        });
        self.arcs_of[from].push(arc);
        self.arcs_of[to].push(arc + 1);
        arc
    }

    /// Sends one unit from a node to the sink on the cheapest way, which always exists: to stay unserved.
    fn send_unit(&mut self, from: usize) {
        let mut cost: BTreeMap<usize, (i128, usize)> = BTreeMap::new();
        let mut settled: Vec<(usize, i128)> = Vec::new();
        let mut is_settled = vec![false; self.arcs_of.len()];
        let mut queue = BinaryHeap::from([Reverse((0_i128, from))]);
        while let Some(Reverse((so_far, node))) = queue.pop() {
            if std::mem::replace(&mut is_settled[node], true) {
                continue;
            }
            settled.push((node, so_far));
            if node == self.sink {
                break;
            }
            for &arc in &self.arcs_of[node] {
                let Arc {
                    to,
                    room,
                    cost: own,
                } = self.arcs[arc];
                if room == 0 || is_settled[to] {
                    continue;
                }
                let through = so_far + own + self.potential[node] - self.potential[to];
                if cost.get(&to).is_none_or(|(known, _)| through < *known) {
                    cost.insert(to, (through, arc));
                    queue.push(Reverse((through, to)));
                }
            }
        }
        let to_sink = settled.last().map_or(0, |(_, so_far)| *so_far);
        for (node, so_far) in settled {
            self.potential[node] += so_far - to_sink;
        }
        let mut node = self.sink;
        while node != from {
            let arc = cost[&node].1;
            self.arcs[arc].room -= 1;
            self.arcs[arc ^ 1].room += 1;
            node = self.arcs[arc ^ 1].to;
        }
    }

    fn assignment(&self, problem: &Problem, requests: usize) -> Assignment {
        let mut assignment: Assignment = vec![Vec::new(); requests];
        for (choices, &request) in self.choices.iter().zip(&problem.request_of) {
            let arc = choices.iter().find(|(_, arc)| 0 < self.arcs[arc ^ 1].room);
            assignment[request].extend(arc.map(|(mentor, _)| *mentor));
        }
        for mentors in &mut assignment {
            mentors.sort_unstable();
        }
        assignment
    }

    fn proof(&self, problem: &Problem) -> Proof {
        let above = |from: usize, to: usize| (self.potential[to] - self.potential[from]).max(0);
        let mentors = self.mentors_from..self.mentors_from + problem.places.len();
        let again = self.meetings.iter().filter_map(|(&who, &arc)| {
            let price = above(self.arcs[arc ^ 1].to, self.arcs[arc].to);
            (0 < price).then_some((who, price))
        });
        Proof {
            place: mentors.map(|mentor| above(mentor, self.sink)).collect(),
            again: again.collect(),
        }
    }
}

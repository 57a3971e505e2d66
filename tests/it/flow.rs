//! A minimum-cost flow in its plainest form, over the pairs that `match scores` lists: an oracle for whole runs.
//!
//! It shares nothing with the solver: every unit takes the cheapest way that Bellman and Ford find in the residual
//! network, and costs are written out as numbers so great that one aim never gives way to the next.

use std::collections::{BTreeMap, BTreeSet};

/// A pair that is allowed.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) mentor: String,
    pub(crate) mentee: String,
    pub(crate) facet: String,
    pub(crate) points: i64,
}

/// What the best result reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Best {
    pub(crate) mentees: i64,
    pub(crate) requests: i64,
    pub(crate) points: i64,
}

/// What counts most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    Coverage,
    Quality,
}

/// More than all points of any pool in these tests.
const POINTS_SUM: i64 = 1 << 24;
/// More than all requests.
const REQUESTS_SUM: i64 = 1 << 12;

struct Arc {
    from: usize,
    to: usize,
    room: i64,
    cost: i64,
}

#[derive(Default)]
struct Network {
    nodes: BTreeMap<String, usize>,
    arcs: Vec<Arc>,
}

impl Network {
    fn node(&mut self, name: String) -> usize {
        let next = self.nodes.len();
        *self.nodes.entry(name).or_insert(next)
    }

    fn connect(&mut self, from: String, to: String, room: i64, cost: i64) -> usize {
        let (from, to) = (self.node(from), self.node(to));
        self.arcs.push(Arc {
            from,
            to,
            room,
            cost,
        });
        self.arcs.push(Arc {
            from: to,
            to: from,
            room: 0,
            cost: -cost,
        });
        self.arcs.len() - 2
    }

    /// Sends one more unit from source to sink where that still gains; tells whether it did.
    fn send(&mut self, source: usize, sink: usize) -> bool {
        let mut far = vec![i64::MAX; self.nodes.len()];
        let mut by = vec![usize::MAX; self.nodes.len()];
        far[source] = 0;
        loop {
            let mut is_nearer = false;
            for (index, arc) in self.arcs.iter().enumerate() {
                if 0 < arc.room
                    && far[arc.from] != i64::MAX
                    && far[arc.from] + arc.cost < far[arc.to]
                {
                    far[arc.to] = far[arc.from] + arc.cost;
                    by[arc.to] = index;
                    is_nearer = true;
                }
            }
            if !is_nearer {
                break;
            }
        }
        if far[sink] == i64::MAX || 0 <= far[sink] {
            return false;
        }
        let mut node = sink;
        while node != source {
            let index = by[node];
            self.arcs[index].room -= 1;
            self.arcs[index ^ 1].room += 1;
            node = self.arcs[index].from;
        }
        true
    }
}

/// The best that can be reached with these pairs, places by mentor and wishes by mentee and facet.
pub(crate) fn best(
    pairs: &[Pair],
    places: &BTreeMap<String, i64>,
    wanted: &BTreeMap<(String, String), i64>,
    aim: Aim,
) -> Best {
    let (per_point, per_request, per_mentee) = match aim {
        Aim::Coverage => (1, POINTS_SUM, POINTS_SUM * REQUESTS_SUM),
        Aim::Quality => (REQUESTS_SUM * REQUESTS_SUM, 1, REQUESTS_SUM),
    };
    let mut network = Network::default();
    let (source, sink) = ("source".to_owned(), "sink".to_owned());
    let (from, to) = (network.node(source.clone()), network.node(sink.clone()));
    let mut by_mentee: BTreeMap<&String, i64> = BTreeMap::new();
    for ((mentee, facet), &count) in wanted {
        *by_mentee.entry(mentee).or_default() += count;
        let request = format!("request {mentee} {facet}");
        network.connect(format!("mentee {mentee}"), request, count, 0);
    }
    for (mentee, &count) in &by_mentee {
        let mentee = format!("mentee {mentee}");
        network.connect(source.clone(), mentee.clone(), 1, -per_mentee - per_request);
        network.connect(source.clone(), mentee, count - 1, -per_request);
    }
    for (mentor, &count) in places {
        network.connect(format!("mentor {mentor}"), sink.clone(), count, 0);
    }
    let mut met = BTreeSet::new();
    let mut chosen = Vec::new();
    for pair in pairs {
        let meeting = format!("meeting {} {}", pair.mentee, pair.mentor);
        if met.insert(meeting.clone()) {
            let mentor = format!("mentor {}", pair.mentor);
            network.connect(meeting.clone(), mentor, 1, 0);
        }
        let request = format!("request {} {}", pair.mentee, pair.facet);
        chosen.push(network.connect(request, meeting, 1, -per_point * pair.points));
    }
    while network.send(from, to) {}
    let is_chosen = |arc: &&usize| network.arcs[**arc].room == 0;
    let used: Vec<usize> = (0..pairs.len())
        .filter(|&place| is_chosen(&&chosen[place]))
        .collect();
    let served: BTreeSet<&String> = used.iter().map(|&place| &pairs[place].mentee).collect();
    Best {
        mentees: i64::try_from(served.len()).unwrap(),
        requests: i64::try_from(used.len()).unwrap(),
        points: used.iter().map(|&place| pairs[place].points).sum(),
    }
}

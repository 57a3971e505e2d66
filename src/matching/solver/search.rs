//! The search: one wanted mentor after another takes the way that is worth most for all, by shortest paths.
//!
//! It is a minimum-cost flow that never writes down most of its arcs. Every mentor has a price, which only rises; a
//! request looks at its best mentors, and at others only when the shortest path could lead there. Its invariant after
//! every wanted mentor: nobody would gain by another mentor at these prices, so the result so far is the best so far.
//!
//! Distances are losses against what each one gains now. A row is one wanted mentor of a request.

use crate::matching::solver::candidates::{Candidate, List, Prices, Room, View, whole_points};
use crate::matching::solver::certificate::Proof;
use crate::matching::solver::instance::Assignment;
use crate::matching::solver::opening;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// No row, no mentor.
const NOBODY: u32 = u32::MAX;

/// What comes next in a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Mentor(u32),
    Row(u32),
    Mentee(u32),
    /// Pairs of a row that are not in its request's list.
    Hidden(u32),
}

/// Where a search ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// At a free place.
    Place(u32),
    /// With a mentee who has one mentor fewer than before.
    Unserved(u32),
}

/// How far something is in the search of a number, and where the way came from.
#[derive(Debug, Clone, Copy)]
struct Mark {
    far: i128,
    search: u32,
    /// The row that enters here; for a mentee the row that was freed. `NOBODY` where the search began.
    from: u32,
    is_settled: bool,
}

impl Mark {
    const NONE: Mark = Mark {
        far: 0,
        search: 0,
        from: NOBODY,
        is_settled: false,
    };
}

/// A mentor in the search.
#[derive(Debug, Clone)]
struct Column {
    places: u32,
    occupants: Vec<u32>,
    mark: Mark,
    /// The row of the mentee at hand that has this mentor, and for which expansion that was noted.
    sibling: (u32, u32),
}

/// A wanted mentor in the search.
#[derive(Debug, Clone, Copy)]
struct Row {
    request: u32,
    mentee: u32,
    mentor: u32,
    mark: Mark,
    /// The worth of its pair.
    worth: i128,
    /// What it pays: the mentor's price, and more where a sibling would like the same mentor.
    paid: i128,
}

/// A mentee in the search.
#[derive(Debug, Clone, Copy)]
struct Asker {
    rows_from: u32,
    rows_to: u32,
    /// What another unit would gain here.
    gain: i128,
    is_begun: bool,
    unserved: u32,
    mark: Mark,
}

impl Asker {
    fn row_count(&self) -> u32 {
        self.rows_to - self.rows_from
    }
}

/// The state of a search over a pool.
pub(crate) struct Search<'a> {
    view: View<'a>,
    lists: Vec<List>,
    columns: Vec<Column>,
    prices: Vec<i128>,
    /// Prices in points, rounded down, padded like a row.
    price_points: Vec<i32>,
    rows: Vec<Row>,
    askers: Vec<Asker>,
    number: u32,
    expansion: u32,
    queue: BinaryHeap<Reverse<(i128, Step)>>,
    /// Steps as far as the one at hand: they need no order.
    now: Vec<Step>,
    settled: Vec<Step>,
    best: Option<(i128, End)>,
    room: Room,
}

impl<'a> Search<'a> {
    /// Begins with the first lists of all requests and nobody matched.
    pub(crate) fn new(view: View<'a>) -> Search<'a> {
        let instance = view.instance;
        let mut rows = Vec::new();
        let mut askers = vec![
            Asker {
                rows_from: 0,
                rows_to: 0,
                gain: 0,
                is_begun: false,
                unserved: 0,
                mark: Mark::NONE
            };
            instance.mentee_count
        ];
        for (request, wanted) in (0_u32..).zip(&instance.wanted) {
            let asker = &mut askers[wanted.mentee as usize];
            if asker.rows_to == 0 {
                asker.rows_from = narrow(rows.len());
            }
            for _ in 0..wanted.mentors {
                let mark = Mark::NONE;
                rows.push(Row {
                    request,
                    mentee: wanted.mentee,
                    mentor: NOBODY,
                    mark,
                    worth: 0,
                    paid: 0,
                });
            }
            asker.rows_to = narrow(rows.len());
        }
        let column = |places| Column {
            places,
            occupants: Vec::new(),
            mark: Mark::NONE,
            sibling: (NOBODY, 0),
        };
        Search {
            lists: view.lists(),
            columns: instance
                .givers
                .iter()
                .map(|giver| column(giver.places))
                .collect(),
            prices: vec![0; instance.givers.len()],
            price_points: vec![0; instance.width()],
            rows,
            askers,
            number: 0,
            expansion: 0,
            queue: BinaryHeap::new(),
            now: Vec::new(),
            settled: Vec::new(),
            best: None,
            room: Room::new(instance),
            view,
        }
    }

    /// Matches every wanted mentor that can be matched.
    pub(crate) fn run(&mut self) {
        if self.is_tight() {
            self.open();
            self.send_all();
            if self.is_proof() {
                return;
            }
            // Somebody can have nobody, so a place was left over that had a price already: begin without prices.
            *self = Search::new(self.view);
        }
        self.send_all();
    }

    /// Whether every place has to be taken for every wanted mentor to be found.
    fn is_tight(&self) -> bool {
        let places = self.columns.iter().map(|column| u64::from(column.places));
        places.sum::<u64>() == self.rows.len() as u64
    }

    /// Begins with the prices of an auction, and with those matched who get their favourite mentor at them.
    fn open(&mut self) {
        let is_alone = |row: &&Row| self.askers[row.mentee as usize].row_count() == 1;
        let alone = self.rows.iter().filter(is_alone);
        let bidders: Vec<u32> = alone.map(|row| row.request).collect();
        self.prices = opening::prices(&self.view, &mut self.lists, &bidders);
        for (price, points) in self.prices.iter().zip(&mut self.price_points) {
            *points = whole_points(*price, self.view.worth);
        }
        for row in 0..self.rows.len() {
            if self.askers[self.rows[row].mentee as usize].row_count() == 1 {
                self.place(row);
            }
        }
    }

    /// Gives a row its favourite mentor, if there is a place.
    fn place(&mut self, row: usize) {
        let request = self.rows[row].request as usize;
        let list = &self.lists[request];
        let Some(best) = opening::favourite(&self.view, (request, list), &self.prices) else {
            return;
        };
        let column = &mut self.columns[best.mentor as usize];
        let is_free = narrow(column.occupants.len()) < column.places;
        if is_free && list.hidden.is_none_or(|hidden| hidden <= best.gain) {
            column.occupants.push(narrow(row));
            self.rows[row].mentor = best.mentor;
            self.rows[row].worth = best.gain + self.prices[best.mentor as usize];
        }
    }

    /// Whether the prices prove the result: a place that nobody has costs nothing.
    fn is_proof(&self) -> bool {
        let mut columns = self.columns.iter().zip(&self.prices);
        columns
            .all(|(column, &price)| price == 0 || column.places <= narrow(column.occupants.len()))
    }

    /// Sends a unit for each row that has nobody yet; who has to make way on the way there is not sent again.
    fn send_all(&mut self) {
        let open = self.rows.iter().filter(|row| row.mentor == NOBODY);
        let open: Vec<u32> = open.map(|row| row.mentee).collect();
        let progress = self.view.instance.progress;
        if let Some(progress) = progress {
            progress.begin(open.len());
        }
        for mentee in open {
            self.send(mentee);
            if let Some(progress) = progress {
                progress.step();
            }
        }
    }

    /// For each request its mentors.
    pub(crate) fn assignment(&self) -> Assignment {
        let mut assignment = vec![Vec::new(); self.lists.len()];
        for row in self.rows.iter().filter(|row| row.mentor != NOBODY) {
            assignment[row.request as usize].push(row.mentor);
        }
        for mentors in &mut assignment {
            mentors.sort_unstable();
        }
        assignment
    }

    /// The prices, which prove that nothing is better.
    pub(crate) fn proof(&self) -> Proof {
        let mut again = BTreeMap::new();
        for (index, row) in self
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.mentor != NOBODY)
        {
            let above = self.paid(index) - self.prices[row.mentor as usize];
            if 0 < above {
                again.insert((row.mentee, row.mentor), above);
            }
        }
        Proof {
            place: self.prices.clone(),
            again,
        }
    }

    /// Sends one more unit of a mentee on the best way: to a mentor, or to stay unserved.
    fn send(&mut self, mentee: u32) {
        self.number += 1;
        self.best = None;
        self.settled.clear();
        self.queue.clear();
        self.now.clear();
        self.begin(mentee);
        self.reach_mentee(mentee, 0, NOBODY);
        while let Some((far, step)) = self.next_step() {
            match step {
                Step::Mentor(mentor) => self.settle_mentor(mentor, far),
                Step::Row(row) => self.settle_row(row, far),
                Step::Mentee(mentee) => self.settle_mentee(mentee, far),
                Step::Hidden(row) => self.look_further(row, far),
            }
        }
        let (far, end) = self.best.expect("a unit can always stay unserved");
        self.reprice(far);
        self.walk_back(end);
    }

    /// Sets what a mentee's first unit gains: no more than its best pair for nothing, and no less than to stay unserved.
    fn begin(&mut self, mentee: u32) {
        let asker = self.askers[mentee as usize];
        if asker.is_begun {
            return;
        }
        let mut gain = -self.loss_unserved(&asker);
        for row in asker.rows_from..asker.rows_to {
            let request = self.rows[row as usize].request as usize;
            let list = &self.lists[request];
            if let Some(&first) = list.candidates.first() {
                gain = gain.max(self.view.worth_of(request, first));
            }
            gain = gain.max(list.hidden.unwrap_or(gain));
        }
        let asker = &mut self.askers[mentee as usize];
        asker.gain = gain;
        asker.is_begun = true;
    }

    /// The next step that is nearer than the best end, with how far it is.
    fn next_step(&mut self) -> Option<(i128, Step)> {
        loop {
            let (far, step) = if let Some(step) = self.now.pop() {
                (self.mark(step)?.far, step)
            } else {
                let Reverse(next) = self.queue.pop()?;
                next
            };
            if self.best.is_some_and(|(best, _)| best <= far) {
                return None;
            }
            match self.mark(step) {
                None => return Some((far, step)),
                Some(mark) if mark.is_settled || mark.far < far => {}
                Some(_) => {
                    self.mark_mut(step)?.is_settled = true;
                    self.settled.push(step);
                    return Some((far, step));
                }
            }
        }
    }

    fn mark(&self, step: Step) -> Option<&Mark> {
        match step {
            Step::Mentor(mentor) => Some(&self.columns[mentor as usize].mark),
            Step::Row(row) => Some(&self.rows[row as usize].mark),
            Step::Mentee(mentee) => Some(&self.askers[mentee as usize].mark),
            Step::Hidden(_) => None,
        }
    }

    fn mark_mut(&mut self, step: Step) -> Option<&mut Mark> {
        match step {
            Step::Mentor(mentor) => Some(&mut self.columns[mentor as usize].mark),
            Step::Row(row) => Some(&mut self.rows[row as usize].mark),
            Step::Mentee(mentee) => Some(&mut self.askers[mentee as usize].mark),
            Step::Hidden(_) => None,
        }
    }

    /// Notes a way, if it is shorter than those known; `at` is how far the search is now.
    fn reach(&mut self, step: Step, far: i128, from: u32, at: i128) {
        let number = self.number;
        let Some(mark) = self.mark_mut(step) else {
            return;
        };
        if mark.search == number && mark.far <= far {
            return;
        }
        *mark = Mark {
            far,
            search: number,
            from,
            is_settled: false,
        };
        if far == at {
            self.now.push(step);
        } else {
            self.queue.push(Reverse((far, step)));
        }
    }

    fn is_near(&self, far: i128) -> bool {
        self.best.is_none_or(|(best, _)| far < best)
    }

    fn end_at(&mut self, far: i128, end: End) {
        if self.is_near(far) {
            self.best = Some((far, end));
        }
    }

    fn reach_mentee(&mut self, mentee: u32, far: i128, freed: u32) {
        if self.is_near(far) {
            self.reach(Step::Mentee(mentee), far, freed, far);
        }
    }

    fn settle_mentor(&mut self, mentor: u32, far: i128) {
        let column = &mut self.columns[mentor as usize];
        let from = column.mark.from;
        let occupants = std::mem::take(&mut column.occupants);
        for &row in &occupants {
            let above = self.paid(row as usize) - self.prices[mentor as usize];
            if self.is_near(far + above) {
                self.reach(Step::Row(row), far + above, from, far);
            }
        }
        self.columns[mentor as usize].occupants = occupants;
    }

    /// A row that has lost its mentor looks for another; else its mentee has a unit to place again.
    fn settle_row(&mut self, row: u32, far: i128) {
        let gain = self.rows[row as usize].worth - self.paid(row as usize);
        self.expand(row, far, gain);
        let mentee = self.rows[row as usize].mentee;
        let asker = self.askers[mentee as usize];
        let far_mentee = if asker.row_count() == 1 {
            // The mentee's only row: there is nothing else to do with the unit than to leave it unserved.
            far
        } else {
            far + gain - asker.gain
        };
        if self.is_near(far_mentee) {
            if asker.row_count() == 1 {
                self.askers[mentee as usize].gain = gain;
            }
            self.reach(Step::Mentee(mentee), far_mentee, row, far);
        }
    }

    fn settle_mentee(&mut self, mentee: u32, far: i128) {
        let asker = self.askers[mentee as usize];
        self.end_at(
            far + asker.gain + self.loss_unserved(&asker),
            End::Unserved(mentee),
        );
        let mut request = NOBODY;
        for row in asker.rows_from..asker.rows_to {
            let state = &mut self.rows[row as usize];
            // Rows of one request that nobody serves are alike: one of them is enough.
            if state.mentor == NOBODY && state.request != request {
                request = state.request;
                state.mark.far = far;
                self.expand(row, far, asker.gain);
            }
        }
    }

    /// What it costs that one more unit of a mentee stays unserved: the worth of the first mentor for the last one.
    fn loss_unserved(&self, asker: &Asker) -> i128 {
        if asker.unserved + 1 < asker.row_count() {
            0
        } else {
            self.view.worth.mentee
        }
    }

    /// Looks at the mentors in the list of a row's request.
    fn expand(&mut self, row: u32, far: i128, gain: i128) {
        self.note_siblings(row);
        let Row {
            request,
            mentor: own,
            ..
        } = self.rows[row as usize];
        let request = request as usize;
        let candidates = std::mem::take(&mut self.lists[request].candidates);
        for &candidate in &candidates {
            let worth = self.view.worth_of(request, candidate);
            // The list goes down in worth and no price is below zero.
            if !self.is_near(far + gain - worth) {
                break;
            }
            if candidate.mentor != own {
                self.try_candidate(row, candidate, far + gain - worth, far);
            }
        }
        self.lists[request].candidates = candidates;
        if let Some(hidden) = self.lists[request].hidden
            && self.is_near(far + gain - hidden)
        {
            self.queue
                .push(Reverse(((far + gain - hidden).max(far), Step::Hidden(row))));
        }
    }

    fn try_candidate(&mut self, row: u32, candidate: Candidate, far_for_nothing: i128, at: i128) {
        let mentor = candidate.mentor;
        let column = &self.columns[mentor as usize];
        if column.sibling.1 == self.expansion {
            // The mentee has this mentor already, in another row: that row only can make room.
            let sibling = column.sibling.0;
            let far = far_for_nothing + self.paid(sibling as usize);
            if self.is_near(far) {
                self.reach(Step::Row(sibling), far, row, at);
            }
            return;
        }
        let far = far_for_nothing + self.prices[mentor as usize];
        if !self.is_near(far) {
            return;
        }
        if narrow(column.occupants.len()) < column.places {
            self.columns[mentor as usize].mark.from = row;
            self.end_at(far, End::Place(mentor));
        } else {
            self.reach(Step::Mentor(mentor), far, row, at);
        }
    }

    /// Notes at the mentors of a row's siblings that the mentee has them.
    fn note_siblings(&mut self, row: u32) {
        self.expansion += 1;
        let asker = &self.askers[self.rows[row as usize].mentee as usize];
        if asker.row_count() == 1 {
            return;
        }
        for sibling in (asker.rows_from..asker.rows_to).filter(|sibling| *sibling != row) {
            let mentor = self.rows[sibling as usize].mentor;
            if mentor != NOBODY {
                self.columns[mentor as usize].sibling = (sibling, self.expansion);
            }
        }
    }

    /// Shows a row more mentors, since the shortest way could lead to one that is not in its list.
    fn look_further(&mut self, row: u32, far: i128) {
        let state = &self.rows[row as usize];
        let gain = match state.mentor {
            NOBODY => self.askers[state.mentee as usize].gain,
            _ => state.worth - self.paid(row as usize),
        };
        let (at, request) = (state.mark.far, state.request as usize);
        let Some(hidden) = self.lists[request].hidden else {
            return self.expand(row, at, gain);
        };
        if at + gain - hidden <= far {
            let floor = match self.best {
                Some((best, _)) => at + gain - best,
                None => i128::MIN,
            };
            let prices = Prices {
                of: &self.prices,
                points: &self.price_points,
            };
            self.view.look(
                request,
                &mut self.lists[request],
                floor,
                prices,
                &mut self.room,
            );
        }
        self.expand(row, at, gain);
    }

    /// What a row pays for its mentor.
    fn paid(&self, row: usize) -> i128 {
        let state = &self.rows[row];
        if self.askers[state.mentee as usize].row_count() == 1 {
            self.prices[state.mentor as usize]
        } else {
            state.paid
        }
    }

    /// Raises prices and lowers gains by what the search was shorter to them than to its end.
    fn reprice(&mut self, end: i128) {
        for index in 0..self.settled.len() {
            let step = self.settled[index];
            let Some(far) = self.mark(step).map(|mark| mark.far) else {
                continue;
            };
            let nearer = end - far;
            match step {
                Step::Mentor(mentor) => {
                    let price = &mut self.prices[mentor as usize];
                    *price += nearer;
                    self.price_points[mentor as usize] = whole_points(*price, self.view.worth);
                }
                Step::Row(row) => self.rows[row as usize].paid += nearer,
                Step::Mentee(mentee) => self.askers[mentee as usize].gain -= nearer,
                Step::Hidden(_) => {}
            }
        }
    }

    /// Gives every row on the way the mentor that it reached, from the end back to where the search began.
    fn walk_back(&mut self, end: End) {
        let mut next = match end {
            End::Place(mentor) => {
                let row = self.columns[mentor as usize].mark.from;
                self.columns[mentor as usize].occupants.push(row);
                Some((row, mentor, self.prices[mentor as usize]))
            }
            End::Unserved(mentee) => {
                self.askers[mentee as usize].unserved += 1;
                self.free_row_of(mentee)
            }
        };
        while let Some((row, mentor, paid)) = next {
            let left = self.rows[row as usize];
            next = if left.mentor == NOBODY {
                self.free_row_of(left.mentee)
            } else {
                Some(self.successor(row))
            };
            let worth = self.worth_of_pair(left.request as usize, mentor);
            self.rows[row as usize] = Row {
                mentor,
                worth,
                paid,
                ..left
            };
        }
    }

    /// The row that a mentee's unit came from is freed: who takes its mentor? Nobody where the search began here.
    fn free_row_of(&mut self, mentee: u32) -> Option<(u32, u32, i128)> {
        let freed = self.askers[mentee as usize].mark.from;
        if freed == NOBODY {
            return None;
        }
        let successor = self.successor(freed);
        self.rows[freed as usize].mentor = NOBODY;
        Some(successor)
    }

    /// Who takes the mentor of a row, and what they pay: a sibling as much as the row, anybody else the price.
    fn successor(&mut self, row: u32) -> (u32, u32, i128) {
        let state = self.rows[row as usize];
        let successor = state.mark.from;
        let column = &mut self.columns[state.mentor as usize];
        if let Some(place) = column
            .occupants
            .iter_mut()
            .find(|occupant| **occupant == row)
        {
            *place = successor;
        }
        let paid = if self.rows[successor as usize].mentee == state.mentee {
            state.paid
        } else {
            self.prices[state.mentor as usize]
        };
        (successor, state.mentor, paid)
    }

    fn worth_of_pair(&self, request: usize, mentor: u32) -> i128 {
        let candidate = self.lists[request]
            .candidates
            .iter()
            .find(|candidate| candidate.mentor == mentor);
        let candidate = *candidate.expect("a row is matched with somebody in its request's list");
        self.view.worth_of(request, candidate)
    }
}

/// Numbers of rows and mentors; a program is far smaller.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

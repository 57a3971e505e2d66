//! Points of a request with every mentor at once, as sums of rows that many requests share.
//!
//! The same points as the sheet's, made for speed: a value that several requests wish has one row of points, short rows
//! are lists of exceptions, and what only one request wishes is compared when it is asked for. Its invariant: a filled
//! row says what `Sheet::judge` says.

use crate::matching::column::{Column, Table, row_points, weights};
use crate::matching::given::Given;
use crate::matching::grid::{Grid, SILENT};
use crate::matching::groups::Groups;
use crate::matching::rules::Measure;
use crate::matching::sheet::{Effects, Sheet};
use crate::matching::solver::kernel::{FORBIDS, NOT_ALLOWED, add_rows, add_steps, settle, width};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// Lanes of rows that are kept ready: 8 MB. What finds no room is compared when needed.
const LANES_MAX: usize = 4 << 20;

/// Rows that are kept ready however long they are.
const ROWS_ALWAYS: usize = 192;

/// Lanes within which even what is wished once is kept ready: 4 MB, all of a pool of a thousand.
const LANES_FOR_RARE: usize = 2 << 20;

/// Values that are compared on all cores before their rows are made: more would only wait in memory.
const TABLES_AT_ONCE: usize = 16;

/// A row with exceptions for fewer than one of so many mentors is a list.
const EXCEPTIONS_RARE: usize = 32;

/// Points of requests with all mentors.
#[derive(Debug)]
pub(crate) struct PointRows<'a> {
    sheet: &'a Sheet<'a>,
    effects: Effects,
    width: usize,
    /// Rows that are kept ready, one after another.
    rows: Vec<i16>,
    /// Exceptions, one list after another.
    exceptions: Vec<(u32, i16)>,
    columns: Vec<Ready>,
}

/// One column of the sheet made ready, value by value of what requests want.
#[derive(Debug)]
struct Ready {
    /// Its place in the sheet.
    index: usize,
    how: ReadyHow,
}

#[derive(Debug)]
enum ReadyHow {
    /// How each value is added.
    Parts(Vec<Part>),
    /// How the points rise with shared slots of the week, and for each value the rows of its slots.
    Hours(Vec<(i16, i16)>, Groups),
}

/// How one value of one rule is added to a row.
#[derive(Debug, Clone, Copy)]
struct Part {
    base: i16,
    how: How,
}

impl Part {
    /// Nothing is made ready.
    const COMPARE: Part = Part {
        base: 0,
        how: How::Compare,
    };
}

#[derive(Debug, Clone, Copy)]
enum How {
    Base,
    Row(u32),
    List(u32, u32),
    Compare,
}

impl<'a> PointRows<'a> {
    /// Makes ready what many requests share.
    pub(crate) fn new(sheet: &'a Sheet<'a>, effects: Effects) -> PointRows<'a> {
        let mut rows = PointRows {
            sheet,
            effects,
            width: width(sheet.mentors.len()),
            rows: Vec::new(),
            exceptions: Vec::new(),
            columns: Vec::new(),
        };
        for index in 0..sheet.columns.len() {
            if effects.include(sheet.rulebook.lines[index].effect) {
                let how = rows.hours(index).or_else(|| rows.parts(index));
                rows.columns.extend(how.map(|how| Ready { index, how }));
            }
        }
        rows
    }

    /// The length of a row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Compares the values of a column; none of rules about single people.
    fn parts(&mut self, index: usize) -> Option<ReadyHow> {
        let sheet = self.sheet;
        let Column::Values {
            offers,
            offer_of,
            wants,
            wants_of,
            index: by_word,
        } = &sheet.columns[index]
        else {
            return None;
        };
        let mut wishes = vec![0_usize; wants.len()];
        wants_of
            .numbers()
            .iter()
            .for_each(|&want| wishes[want as usize] += 1);
        let mentors_of = mentors_by_offer(offer_of, offers.len());
        let weights = weights(offer_of, offers.len());
        let line = &sheet.rulebook.lines[index];
        // Comparing every value with every other is dear; what is wished once waits until it is asked for.
        let is_dear = by_word.is_none() && EXCEPTIONS_RARE < offers.len();
        let table = |want| Table::new(line, want, offers, by_word.as_ref(), &weights);
        let mut parts = Vec::with_capacity(wants.len());
        for (wants, wishes) in wants
            .chunks(TABLES_AT_ONCE)
            .zip(wishes.chunks(TABLES_AT_ONCE))
        {
            let has_room = self.has_room(LANES_FOR_RARE);
            let is_ready = |wishes: usize| !is_dear || 2 <= wishes || has_room;
            let tables: Vec<Option<Table>> = wants
                .par_iter()
                .zip(wishes)
                .map(|(want, &wishes)| is_ready(wishes).then(|| table(want)))
                .collect();
            parts.extend(tables.iter().map(|table| match table {
                Some(table) => self.part(table, offer_of, &mentors_of),
                None => Part::COMPARE,
            }));
        }
        Some(ReadyHow::Parts(parts))
    }

    /// A rule about free hours, if the week falls into few enough slots: shared slots are a sum of rows.
    fn hours(&mut self, index: usize) -> Option<ReadyHow> {
        let sheet = self.sheet;
        let line = &sheet.rulebook.lines[index];
        let Column::Values {
            offers,
            offer_of,
            wants,
            ..
        } = &sheet.columns[index]
        else {
            return None;
        };
        let is_about_hours = matches!(
            line.measure,
            Measure::HoursShared { .. } | Measure::HoursBelow { .. }
        );
        if !is_about_hours || offers.len() <= EXCEPTIONS_RARE {
            return None;
        }
        let grid = Grid::new(offers, wants)?;
        let from = self.rows.len();
        self.rows
            .resize(from + (grid.slots.len() + 1) * self.width, 0);
        let start = |place: usize| from + place * self.width;
        for (mentor, &offer) in offer_of.iter().enumerate() {
            match &offers[offer as usize] {
                Given::Free(week) => {
                    for place in grid.places(week) {
                        self.rows[start(place) + mentor] = 1;
                    }
                }
                _ => self.rows[start(grid.slots.len()) + mentor] = SILENT,
            }
        }
        let mut slots_of = Groups::default();
        for want in wants {
            match want {
                Given::Free(week) => {
                    let places = grid.places(week).chain([grid.slots.len()]);
                    slots_of.push(places.map(|place| narrow(start(place))));
                }
                _ => slots_of.push([]),
            }
        }
        Some(ReadyHow::Hours(grid.steps(line), slots_of))
    }

    /// The cheapest way to add a value, given its points with each value of the mentors.
    fn part(&mut self, table: &Table, offer_of: &[u32], mentors_of: &[Vec<u32>]) -> Part {
        let base = lane(table.base);
        let rest = |points: i32| lane(points).saturating_sub(base);
        let exceptions: usize = table
            .exceptions
            .iter()
            .map(|&(offer, _)| mentors_of[offer as usize].len())
            .sum();
        if exceptions == 0 {
            return Part {
                base,
                how: How::Base,
            };
        }
        if base != FORBIDS && exceptions * EXCEPTIONS_RARE <= offer_of.len() {
            let from = narrow(self.exceptions.len());
            for &(offer, points) in &table.exceptions {
                self.exceptions.extend(
                    mentors_of[offer as usize]
                        .iter()
                        .map(|&mentor| (mentor, rest(points))),
                );
            }
            return Part {
                base,
                how: How::List(from, narrow(self.exceptions.len())),
            };
        }
        if !self.has_room(LANES_MAX.max(ROWS_ALWAYS * self.width)) {
            return Part::COMPARE;
        }
        let from = self.rows.len();
        self.rows.resize(from + self.width, base);
        for &(offer, points) in &table.exceptions {
            for &mentor in &mentors_of[offer as usize] {
                self.rows[from + mentor as usize] = lane(points);
            }
        }
        Part {
            base: 0,
            how: How::Row(narrow(from)),
        }
    }

    fn has_room(&self, lanes_max: usize) -> bool {
        self.rows.len() + self.width <= lanes_max
    }

    /// Writes the points of a request with every mentor; a row as wide as the kernel asks.
    pub(crate) fn fill(&self, request: usize, row: &mut [i16]) {
        self.add_ready_rows(request, row);
        for (column, want) in self.wanted(request) {
            match &column.how {
                ReadyHow::Parts(parts) => match parts[want].how {
                    How::Base | How::Row(_) => {}
                    How::List(from, to) => {
                        for &(mentor, points) in &self.exceptions[from as usize..to as usize] {
                            let lane = &mut row[mentor as usize];
                            *lane = lane.saturating_add(points);
                        }
                    }
                    How::Compare => self.compare(column.index, want, row),
                },
                ReadyHow::Hours(steps, slots_of) => {
                    self.add_shared_hours(steps, slots_of.get(want), row);
                }
            }
        }
        self.sheet
            .add_names(request, self.effects, |mentor, points| {
                let lane = &mut row[mentor];
                *lane = lane.saturating_add(self::lane(points));
            });
        settle(row);
        let asked = &self.sheet.asked[request];
        if asked.is_weighed() {
            for lane in row.iter_mut().filter(|lane| **lane != NOT_ALLOWED) {
                *lane = i16::try_from(asked.weighed(i64::from(*lane))).unwrap_or(i16::MAX);
            }
        }
        for &mentor in &self.sheet.apart[asked.mentee] {
            row[mentor] = NOT_ALLOWED;
        }
        row[self.sheet.mentors.len()..].fill(NOT_ALLOWED);
    }

    /// What a request wants, by column.
    fn wanted(&self, request: usize) -> impl Iterator<Item = (&Ready, usize)> {
        self.columns.iter().flat_map(move |column| {
            let wants = match &self.sheet.columns[column.index] {
                Column::Values { wants_of, .. } => wants_of.get(request),
                Column::Names { .. } => &[],
            };
            wants.iter().map(move |&want| (column, want as usize))
        })
    }

    /// Begins a row: what every mentor gets, and the rows that are kept ready.
    fn add_ready_rows(&self, request: usize, row: &mut [i16]) {
        let mut base = 0_i16;
        let mut starts = Vec::with_capacity(self.columns.len());
        for (column, want) in self.wanted(request) {
            if let ReadyHow::Parts(parts) = &column.how {
                base = base.saturating_add(parts[want].base);
                if let How::Row(start) = parts[want].how {
                    starts.push(start);
                }
            }
        }
        add_rows(base, &self.rows, &starts, row);
    }

    fn add_shared_hours(&self, steps: &[(i16, i16)], slots: &[u32], row: &mut [i16]) {
        if slots.is_empty() {
            return;
        }
        let mut shared = vec![0; row.len()];
        add_rows(0, &self.rows, slots, &mut shared);
        add_steps(steps, &shared, row);
    }

    fn compare(&self, index: usize, want: usize, row: &mut [i16]) {
        let Column::Values {
            offers,
            offer_of,
            wants,
            ..
        } = &self.sheet.columns[index]
        else {
            return;
        };
        let line = &self.sheet.rulebook.lines[index];
        let points = |offer: &Given| lane(row_points(line, &wants[want], offer));
        let table: Vec<i16> = offers.iter().map(points).collect();
        for (lane, &offer) in row.iter_mut().zip(offer_of) {
            *lane = lane.saturating_add(table[offer as usize]);
        }
    }
}

fn mentors_by_offer(offer_of: &[u32], offers: usize) -> Vec<Vec<u32>> {
    let mut mentors_of = vec![Vec::new(); offers];
    for (mentor, &offer) in (0_u32..).zip(offer_of) {
        mentors_of[offer as usize].push(mentor);
    }
    mentors_of
}

/// Points of a rule in a lane; the rulebook keeps them within, and what forbids has a number of its own.
pub(crate) fn lane(points: i32) -> i16 {
    i16::try_from(points).unwrap_or(FORBIDS)
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

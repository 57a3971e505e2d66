//! Points of a request with every mentor at once, as sums of rows that many requests share.
//!
//! The same points as the sheet's, made for speed: a value that several requests wish has one row of points, short rows
//! are lists of exceptions, and what only one request wishes is compared when it is asked for. Its invariant: a filled
//! row says what `Sheet::judge` says.

use crate::matching::column::{Column, Table, effect_points, row_points, weights};
use crate::matching::given::{Given, of_minutes};
use crate::matching::hours::Week;
use crate::matching::rules::{Line, Measure};
use crate::matching::sheet::{Effects, Sheet};
use crate::matching::solver::kernel::{FORBIDS, NOT_ALLOWED, add_rows, add_steps, settle, width};
use std::collections::BTreeSet;

/// Lanes of rows that are kept ready: 8 MB. What finds no room is compared when needed.
const LANES_MAX: usize = 4 << 20;

/// Rows that are kept ready however long they are.
const ROWS_ALWAYS: usize = 256;

/// Lanes within which even what is wished once is kept ready: 4 MB, all of a pool of a thousand.
const LANES_FOR_RARE: usize = 2 << 20;

/// Into so many slots a week may fall; odd minutes would make more.
const SLOTS_MAX: usize = 512;

/// What a mentor counts who has not said when they are free: more than a week has slots.
const SILENT: i16 = 10_000;

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
    recipes: Vec<Recipe>,
    /// For each rule about hours how its points rise with shared slots of the week.
    hours: Vec<Vec<(i16, i16)>>,
}

/// How the row of a request is made.
#[derive(Debug, Clone, Default)]
struct Recipe {
    base: i16,
    /// Where rows to add begin.
    rows: Vec<u32>,
    /// Where lists to add begin and end.
    lists: Vec<(u32, u32)>,
    /// Rules about hours, with the rows of the slots in which the mentee is free.
    hours: Vec<(u32, Vec<u32>)>,
    /// Rules and values to compare when needed.
    compare: Vec<(u32, u32)>,
}

/// How one value of one rule is added to a row.
#[derive(Debug, Clone, Copy)]
struct Part {
    base: i16,
    how: How,
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
            recipes: vec![Recipe::default(); sheet.asked.len()],
            hours: Vec::new(),
        };
        for index in 0..sheet.columns.len() {
            if effects.include(sheet.rulebook.lines[index].effect) {
                rows.add_column(index);
            }
        }
        rows
    }

    /// The length of a row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    fn add_column(&mut self, index: usize) {
        let sheet = self.sheet;
        let Column::Values {
            offers,
            offer_of,
            wants,
            wants_of,
            index: by_word,
        } = &sheet.columns[index]
        else {
            return;
        };
        if self.add_hours(index) {
            return;
        }
        let mut wishes = vec![0_usize; wants.len()];
        wants_of
            .numbers()
            .iter()
            .for_each(|&want| wishes[want as usize] += 1);
        let mentors_of = mentors_by_offer(offer_of, offers.len());
        let weights = weights(offer_of, offers.len());
        let line = &sheet.rulebook.lines[index];
        let parts: Vec<Part> = wants
            .iter()
            .zip(wishes)
            .map(|(want, wishes)| {
                // Comparing every value with every other is dear; what is wished once waits until it is asked for.
                let is_dear = by_word.is_none() && EXCEPTIONS_RARE < offers.len();
                if is_dear && wishes < 2 && !self.has_room(LANES_FOR_RARE) {
                    return Part {
                        base: 0,
                        how: How::Compare,
                    };
                }
                let table = Table::new(line, want, offers, by_word.as_ref(), &weights);
                self.part(&table, offer_of, &mentors_of)
            })
            .collect();
        let rule = narrow(index);
        for (recipe, wants) in self.recipes.iter_mut().zip(wants_of.iter()) {
            for &want in wants {
                let part = parts[want as usize];
                recipe.base = recipe.base.saturating_add(part.base);
                match part.how {
                    How::Base => {}
                    How::Row(from) => recipe.rows.push(from),
                    How::List(from, to) => recipe.lists.push((from, to)),
                    How::Compare => recipe.compare.push((rule, want)),
                }
            }
        }
    }

    /// Adds a rule about free hours, if the week falls into few enough slots: shared slots are a sum of rows.
    fn add_hours(&mut self, index: usize) -> bool {
        let sheet = self.sheet;
        let line = &sheet.rulebook.lines[index];
        let Column::Values {
            offers,
            offer_of,
            wants,
            wants_of,
            ..
        } = &sheet.columns[index]
        else {
            return false;
        };
        let is_about_hours = matches!(
            line.measure,
            Measure::HoursShared { .. } | Measure::HoursBelow { .. }
        );
        if !is_about_hours || offers.len() <= EXCEPTIONS_RARE {
            return false;
        }
        let Some(grid) = Grid::new(offers, wants) else {
            return false;
        };
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
        let rule = narrow(self.hours.len());
        self.hours.push(grid.steps(line));
        for (recipe, wants_of) in self.recipes.iter_mut().zip(wants_of.iter()) {
            for &want in wants_of {
                if let Given::Free(week) = &wants[want as usize] {
                    let mut starts: Vec<u32> = grid
                        .places(week)
                        .map(|place| narrow(start(place)))
                        .collect();
                    starts.push(narrow(start(grid.slots.len())));
                    recipe.hours.push((rule, starts));
                }
            }
        }
        true
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
            return Part {
                base: 0,
                how: How::Compare,
            };
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
        let recipe = &self.recipes[request];
        add_rows(recipe.base, &self.rows, &recipe.rows, row);
        for &(from, to) in &recipe.lists {
            for &(mentor, points) in &self.exceptions[from as usize..to as usize] {
                let lane = &mut row[mentor as usize];
                *lane = lane.saturating_add(points);
            }
        }
        for &(rule, want) in &recipe.compare {
            self.compare(rule as usize, want as usize, row);
        }
        self.add_shared_hours(recipe, row);
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

    fn add_shared_hours(&self, recipe: &Recipe, row: &mut [i16]) {
        for (rule, starts) in &recipe.hours {
            let mut shared = vec![0; row.len()];
            add_rows(0, &self.rows, starts, &mut shared);
            add_steps(&self.hours[*rule as usize], &shared, row);
        }
    }

    fn compare(&self, rule: usize, want: usize, row: &mut [i16]) {
        let Column::Values {
            offers,
            offer_of,
            wants,
            ..
        } = &self.sheet.columns[rule]
        else {
            return;
        };
        let line = &self.sheet.rulebook.lines[rule];
        let points = |offer: &Given| lane(row_points(line, &wants[want], offer));
        let table: Vec<i16> = offers.iter().map(points).collect();
        for (lane, &offer) in row.iter_mut().zip(offer_of) {
            *lane = lane.saturating_add(table[offer as usize]);
        }
    }
}

/// The week in slots so short that everybody is free in a slot as a whole or not at all.
struct Grid {
    minutes: u16,
    /// Slots in which a mentor is free.
    slots: Vec<u16>,
}

impl Grid {
    /// The slots of a week; none where they would be too many.
    fn new(offers: &[Given], wants: &[Given]) -> Option<Grid> {
        let weeks = |given: &[Given]| -> Vec<Week> {
            let free = given.iter().filter_map(|given| match given {
                Given::Free(week) => Some(week.clone()),
                _ => None,
            });
            free.collect()
        };
        let (offered, wanted) = (weeks(offers), weeks(wants));
        let ends = offered
            .iter()
            .chain(&wanted)
            .flatten()
            .flat_map(|&(start, end)| [start, end]);
        let minutes = ends.fold(0, common_divisor).max(1);
        let free = offered
            .iter()
            .flatten()
            .flat_map(|&(start, end)| start / minutes..end / minutes);
        let slots: BTreeSet<u16> = free.collect();
        (slots.len() <= SLOTS_MAX).then(|| Grid {
            minutes,
            slots: slots.into_iter().collect(),
        })
    }

    /// Places of the slots in which somebody is free.
    fn places(&self, week: &Week) -> impl Iterator<Item = usize> {
        let slots = week
            .iter()
            .flat_map(|&(start, end)| start / self.minutes..end / self.minutes);
        slots.filter_map(|slot| self.slots.binary_search(&slot).ok())
    }

    /// How the points of a rule rise with shared slots; none for mentors who have not said when they are free.
    fn steps(&self, line: &Line) -> Vec<(i16, i16)> {
        let mut steps = Vec::new();
        let mut known = 0;
        for slots in 0..=i16::try_from(self.slots.len()).unwrap_or(SILENT - 1) {
            let verdict = of_minutes(&line.measure, i64::from(slots) * i64::from(self.minutes));
            let points = lane(effect_points(line.effect, verdict));
            if points != known {
                steps.push((slots, points - known));
                known = points;
            }
        }
        steps.push((SILENT, -known));
        steps
    }
}

fn common_divisor(one: u16, other: u16) -> u16 {
    if other == 0 {
        one
    } else {
        common_divisor(other, one % other)
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
fn lane(points: i32) -> i16 {
    i16::try_from(points).unwrap_or(FORBIDS)
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

//! The week in slots, so that free time that two people share is a sum of slots.
//!
//! It knows no people. Its invariant: everybody is free in a slot as a whole or not at all.

use crate::matching::column::effect_points;
use crate::matching::given::{Given, of_minutes};
use crate::matching::hours::Week;
use crate::matching::point_rows::lane;
use crate::matching::rules::Line;
use std::collections::BTreeSet;

/// Into so many slots a week may fall; odd minutes would make more.
const SLOTS_MAX: usize = 512;

/// What a mentor counts who has not said when they are free: more than a week has slots.
pub(crate) const SILENT: i16 = 10_000;

/// The week in slots so short that everybody is free in a slot as a whole or not at all.
pub(crate) struct Grid {
    minutes: u16,
    /// Slots in which a mentor is free.
    pub(crate) slots: Vec<u16>,
}

impl Grid {
    /// The slots of a week; none where they would be too many.
    pub(crate) fn new(offers: &[Given], wants: &[Given]) -> Option<Grid> {
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
    pub(crate) fn places(&self, week: &Week) -> impl Iterator<Item = usize> {
        let slots = week
            .iter()
            .flat_map(|&(start, end)| start / self.minutes..end / self.minutes);
        slots.filter_map(|slot| self.slots.binary_search(&slot).ok())
    }

    /// How the points of a rule rise with shared slots; none for mentors who have not said when they are free.
    pub(crate) fn steps(&self, line: &Line) -> Vec<(i16, i16)> {
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

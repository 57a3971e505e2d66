//! How many points the pairings in force were matched with: how good the matches are, and how much they differ.
//!
//! It matches nobody. Its invariant: each pairing in force whose points are known stands in one range.

use crate::insights::history::standing;
use crate::model::day::Day;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;

/// Ranges that are told at most.
const RANGES_MAX: i64 = 12;

/// Pairings whose points lie in a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PointsRange {
    /// The fewest points in it.
    pub from: i64,
    /// The most points in it.
    pub to: i64,
    /// How many pairings.
    pub pairings: u64,
}

/// Ranges of equal width from the fewest points to the most, those between without any pairing too.
pub fn match_points(program: &Program, today: Day) -> Vec<PointsRange> {
    let in_force = program
        .pairings
        .values()
        .filter(|pairing| standing(pairing, today).is_in_force());
    let points: Vec<i64> = in_force
        .filter_map(|pairing| pairing.rationale.as_ref()?.points)
        .collect();
    let (Some(&least), Some(&most)) = (points.iter().min(), points.iter().max()) else {
        return Vec::new();
    };
    let width = width(least, most);
    let first = least.div_euclid(width);
    let range = |place: i64| {
        let (from, to) = (place * width, (place + 1) * width - 1);
        let pairings = points.iter().filter(|points| (from..=to).contains(points));
        PointsRange {
            from,
            to,
            pairings: pairings.count() as u64,
        }
    };
    (first..=most.div_euclid(width)).map(range).collect()
}

/// 1, 2, 5, 10, 20 ...: the first with which few ranges are enough.
fn width(least: i64, most: i64) -> i64 {
    let mut unit = 1;
    loop {
        for width in [unit, 2 * unit, 5 * unit] {
            if most.div_euclid(width) - least.div_euclid(width) < RANGES_MAX {
                return width;
            }
        }
        unit *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::width;

    #[test]
    fn few_ranges_of_a_round_width_are_enough() {
        for (least, most, expected) in [
            (0, 0, 1),
            (0, 11, 1),
            (0, 12, 2),
            (37, 96, 10),
            (0, 9_999, 1_000),
        ] {
            assert_eq!(width(least, most), expected, "{least} to {most}");
        }
    }
}

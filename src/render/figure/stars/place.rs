//! Where stars stand: in even directions about the centre, as far out as they are far.
//!
//! Whole numbers alone, so that every machine draws the same.

/// The directions that a circle is cut into.
const DIRECTIONS: usize = 64;
/// The whole of a radius.
const WHOLE: i64 = 1_000;
/// Sines of a quarter circle in sixteen steps, in thousandths.
const SINES: [i64; 17] = [
    0, 98, 195, 290, 383, 471, 556, 634, 707, 773, 831, 882, 924, 957, 981, 995, 1_000,
];

/// How far right and how far down a star stands, in thousandths of the half axes.
pub(super) fn place(index: usize, count: usize, far_permille: i64) -> (i64, i64) {
    // Beyond so many stars directions come again; their distances tell them apart.
    let direction = index * DIRECTIONS / count.max(1) % DIRECTIONS;
    let far = far_permille.clamp(0, WHOLE);
    let (right, down) = (sine(direction), -sine(direction + DIRECTIONS / 4));
    (right * far / WHOLE, down * far / WHOLE)
}

/// The sine of a direction, clockwise from the top.
fn sine(direction: usize) -> i64 {
    let quarter = DIRECTIONS / 4;
    let direction = direction % DIRECTIONS;
    let within = direction % quarter;
    match direction / quarter {
        0 => SINES[within],
        1 => SINES[quarter - within],
        2 => -SINES[within],
        _ => -SINES[quarter - within],
    }
}

/// The cells from one to another, both left out.
pub(super) fn ray(from: (i64, i64), to: (i64, i64)) -> Vec<(i64, i64)> {
    let (right, down) = (to.0 - from.0, to.1 - from.1);
    let steps = right.abs().max(down.abs());
    let at = |step: i64| {
        let part = |whole: i64| (2 * whole * step + steps * whole.signum()) / (2 * steps);
        (from.0 + part(right), from.1 + part(down))
    };
    (1..steps).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::{place, ray};

    #[test]
    fn four_stars_stand_above_right_below_and_left() {
        let places = [0, 1, 2, 3].map(|index| place(index, 4, 1_000));
        assert_eq!(places, [(0, -1_000), (1_000, 0), (0, 1_000), (-1_000, 0)]);
        assert_eq!(place(1, 4, 500), (500, 0));
    }

    #[test]
    fn a_ray_lies_between_its_ends() {
        assert_eq!(ray((0, 0), (4, 2)), [(1, 1), (2, 1), (3, 2)]);
        assert_eq!(ray((0, 0), (-3, 0)), [(-1, 0), (-2, 0)]);
        assert_eq!(ray((0, 0), (0, 0)), []);
    }
}

//! The loops that touch every pair: sums of rows of points and searches in them, in the widest vectors of the machine.
//!
//! They know no rule and no people. Rows are padded to whole blocks; a lane that is not allowed holds `NOT_ALLOWED`.

use multiversion::multiversion;

/// Lanes that are summed at once: as many as the registers hold.
pub(crate) const BLOCK: usize = 128;

/// What stands for a pair that is not allowed.
pub(crate) const NOT_ALLOWED: i16 = i16::MIN;

/// What a rule that forbids adds. With all points on top it stays below `ALLOWED_LEAST`, and it never wraps around.
pub(crate) const FORBIDS: i16 = -20_000;

/// The least sum of a pair that is allowed: every rule of the book against it.
const ALLOWED_LEAST: i16 = -9_999;

/// Lanes that are looked through at once.
const GLANCE: usize = 32;

/// The length of a row for so many mentors.
pub(crate) fn width(mentors: usize) -> usize {
    mentors.next_multiple_of(BLOCK)
}

/// Writes the sum of `base` and the rows, which are parts of `rows` that begin at `starts`.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2", "aarch64+neon"))]
pub(crate) fn add_rows(base: i16, rows: &[i16], starts: &[u32], sum: &mut [i16]) {
    for (block, sum) in sum.chunks_exact_mut(BLOCK).enumerate() {
        let mut lanes = [base; BLOCK];
        for &start in starts {
            let from = start as usize + block * BLOCK;
            for (lane, points) in lanes.iter_mut().zip(&rows[from..from + BLOCK]) {
                *lane = lane.saturating_add(*points);
            }
        }
        sum.copy_from_slice(&lanes);
    }
}

/// Adds to each lane the steps that its count has reached: a threshold and what it adds, in any order.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2", "aarch64+neon"))]
pub(crate) fn add_steps(steps: &[(i16, i16)], counts: &[i16], row: &mut [i16]) {
    for (counts, row) in counts
        .chunks_exact(GLANCE)
        .zip(row.chunks_exact_mut(GLANCE))
    {
        // Steps up and down again meet exactly, which a row that is forbidden already could not promise.
        let mut sums = [0_i16; GLANCE];
        for &(threshold, points) in steps {
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += if threshold <= *count { points } else { 0 };
            }
        }
        for (lane, sum) in row.iter_mut().zip(sums) {
            *lane = lane.saturating_add(sum);
        }
    }
}

/// Turns sums into points: none below zero, `NOT_ALLOWED` where a rule forbids.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2", "aarch64+neon"))]
pub(crate) fn settle(row: &mut [i16]) {
    for lane in row {
        *lane = if *lane < ALLOWED_LEAST {
            NOT_ALLOWED
        } else {
            (*lane).max(0)
        };
    }
}

/// Adds the places of lanes that are at least so much.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2", "aarch64+neon"))]
pub(crate) fn at_least(row: &[i16], least: i16, places: &mut Vec<u32>) {
    let mut from = 0;
    for lanes in row.chunks_exact(GLANCE) {
        let mut any = false;
        for lane in lanes {
            any |= least <= *lane;
        }
        if any {
            let found = (from..).zip(lanes).filter(|(_, lane)| least <= **lane);
            places.extend(found.map(|(place, _)| place));
        }
        from += u32::try_from(GLANCE).unwrap_or(0);
    }
}

/// The most that a lane leaves over its price; `None` where nothing is allowed.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2", "aarch64+neon"))]
pub(crate) fn most_over(row: &[i16], prices: &[i32]) -> Option<i32> {
    let mut most = [i32::MIN; GLANCE];
    for (lanes, prices) in row.chunks_exact(GLANCE).zip(prices.chunks_exact(GLANCE)) {
        for ((most, lane), price) in most.iter_mut().zip(lanes).zip(prices) {
            let over = i32::from(*lane) - price;
            let over = if *lane == NOT_ALLOWED { i32::MIN } else { over };
            *most = (*most).max(over);
        }
    }
    let most = most.into_iter().max().unwrap_or(i32::MIN);
    (i32::MIN < most).then_some(most)
}

/// Adds the places of allowed lanes that leave at least so much over their price.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2", "aarch64+neon"))]
pub(crate) fn over_at_least(row: &[i16], prices: &[i32], least: i32, places: &mut Vec<u32>) {
    let mut from = 0;
    for (lanes, prices) in row.chunks_exact(GLANCE).zip(prices.chunks_exact(GLANCE)) {
        let mut any = false;
        for (lane, price) in lanes.iter().zip(prices) {
            let over = i32::from(*lane) - price;
            let over = if *lane == NOT_ALLOWED { i32::MIN } else { over };
            any |= least <= over;
        }
        if any {
            let lanes = (from..).zip(lanes.iter().zip(prices));
            let found = lanes.filter(|(_, (lane, price))| {
                **lane != NOT_ALLOWED && least <= i32::from(**lane) - **price
            });
            places.extend(found.map(|(place, _)| place));
        }
        from += u32::try_from(GLANCE).unwrap_or(0);
    }
}

/// How many lanes are more than both a number and their own bound.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2", "aarch64+neon"))]
pub(crate) fn count_above(row: &[i16], least: i16, bounds: &[i16]) -> u64 {
    let mut count = 0;
    for (lanes, bounds) in row.chunks_exact(BLOCK).zip(bounds.chunks_exact(BLOCK)) {
        let mut above = 0_u16;
        for (lane, bound) in lanes.iter().zip(bounds) {
            above += u16::from(least.max(*bound) < *lane);
        }
        count += u64::from(above);
    }
    count
}

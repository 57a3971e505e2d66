//! How far things have come, drawn as bars that stand below each other.

use super::document::Meter;
use super::gauge::{self, Gauge};
use super::look::Look;
use super::words;
use super::wrap::Words;

const CELLS: usize = 10;
const CELLS_WIDE: usize = 20;
/// From this width on bars are drawn twice as long.
const WIDE: usize = 100;

/// The lines of some meters.
pub(super) fn lines(meters: &[Meter], look: &Look) -> Vec<String> {
    let percents: Vec<String> = meters.iter().map(|meter| percent(meter, look)).collect();
    let percent_width = percents
        .iter()
        .map(|text| text.chars().count())
        .max()
        .unwrap_or(0);
    let cells = if look.width < WIDE { CELLS } else { CELLS_WIDE };
    let gauge = |(meter, percent): (&Meter, &String)| Gauge {
        label: Words::new(&meter.label, look).joined(),
        bar: format!("{} {percent:>percent_width$}", bar(meter, cells, look)),
        bar_width: cells + 1 + percent_width,
        note: Words::new(&meter.note, look),
    };
    let gauges: Vec<Gauge> = meters.iter().zip(&percents).map(gauge).collect();
    gauge::lines(&gauges, look.width)
}

fn percent(meter: &Meter, look: &Look) -> String {
    words::percent(meter.value, meter.total).unwrap_or_else(|| look.choose("—", "-").to_owned())
}

/// `███████░│░`: what is done, what is not, and where it should stand.
///
/// Begun cells do not count, so that a full bar means that all is done.
fn bar(meter: &Meter, cells: usize, look: &Look) -> String {
    let reached = |value: u64| {
        (1..=cells)
            .filter(|&cell| reaches(meter, value, cell, cells))
            .count()
    };
    let done = reached(meter.value);
    let mark = meter
        .expected
        .map(|expected| reached(expected).min(cells - 1));
    let cell = |at: usize| match at {
        _ if mark == Some(at) => look.choose("│", "|"),
        _ if at < done => look.choose("█", "#"),
        _ => look.choose("░", "-"),
    };
    (0..cells).map(cell).collect()
}

/// Whether `value` fills the first `cell` of `cells`.
fn reaches(meter: &Meter, value: u64, cell: usize, cells: usize) -> bool {
    let wanted = u128::from(meter.total) * cell as u128;
    meter.total > 0 && wanted <= u128::from(value) * cells as u128
}

#[cfg(test)]
mod tests {
    use super::{bar, lines};
    use crate::render::document::Meter;
    use crate::render::look::Look;

    #[test]
    fn a_bar_shows_what_is_done_and_where_it_should_stand() {
        let look = Look::plain(80);
        let drawn = |value, total| bar(&Meter::new("", value, total), 10, &look);
        assert_eq!(drawn(0, 7), "░░░░░░░░░░");
        assert_eq!(drawn(7, 10), "███████░░░");
        assert_eq!(drawn(999, 1000), "█████████░");
        assert_eq!(drawn(12, 10), "██████████");
        assert_eq!(drawn(u64::MAX, u64::MAX), "██████████");
        assert_eq!(
            bar(&Meter::new("", 7, 10).expected(8), 10, &look),
            "███████░│░"
        );
        assert_eq!(
            bar(&Meter::new("", 3, 10).expected(10), 10, &look),
            "███░░░░░░│"
        );
    }

    #[test]
    fn nothing_to_do_is_no_percentage() {
        assert_eq!(
            lines(&[Meter::new("read", 0, 0)], &Look::plain(80)),
            ["read  ░░░░░░░░░░ —"]
        );
    }

    #[test]
    fn what_finds_no_place_behind_the_bar_goes_below() {
        let meter = Meter::new("Lead a review", 7, 10)
            .expected(8)
            .note("unquestionably late");
        let narrow = lines(std::slice::from_ref(&meter), &Look::plain(40));
        assert_eq!(
            narrow,
            ["Lead a review  ███████░│░ 70%", "    unquestionably late"]
        );
        let narrower = lines(
            &[meter],
            &Look {
                ascii: true,
                ..Look::plain(20)
            },
        );
        assert_eq!(
            narrower,
            [
                "Lead a review",
                "  #######-|- 70%",
                "    unquestionably",
                "    late"
            ]
        );
    }
}

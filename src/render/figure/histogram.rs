//! A histogram: how often each value came.

use super::scale::{WIDTH, bar, cells, part};
use crate::render::gauge::{self, Gauge};
use crate::render::look::Look;
use crate::render::svg::{Anchor, Svg};
use crate::render::table::{Cell, Column, Table};
use crate::render::text::Tone;
use crate::render::wrap::Words;

/// The height of the longest column.
const HEIGHT: i64 = 160;
/// Room over the columns for numbers, and below for labels.
const MARGIN: i64 = 20;

/// Columns side by side, in the order of their values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Histogram {
    /// What the values are.
    pub values: String,
    /// What is counted.
    pub counts: String,
    /// Each value or range of values, and how often it came.
    pub bins: Vec<(String, u64)>,
}

impl Histogram {
    fn most(&self) -> u64 {
        let counts = self.bins.iter().map(|(_, count)| *count);
        counts.max().unwrap_or(0)
    }

    pub(super) fn table(&self) -> Table {
        let columns = [
            Column::text("value", self.values.as_str()),
            Column::number("count", self.counts.as_str()),
        ];
        let row = |(label, count): &(String, u64)| [label.as_str().into(), Cell::number(count)];
        Table::new(columns).rows(self.bins.iter().map(row))
    }

    pub(super) fn lines(&self, look: &Look) -> Vec<String> {
        let most = self.most();
        let number_width = most.to_string().len();
        let width = cells(look);
        let gauge = |(label, count): &(String, u64)| Gauge {
            label: Words::of(Tone::Plain, label, look),
            bar: format!("{} {count:>number_width$}", bar(*count, most, width, look)),
            bar_width: width + 1 + number_width,
            note: Words::of(Tone::Plain, "", look),
        };
        let gauges: Vec<Gauge> = self.bins.iter().map(gauge).collect();
        gauge::lines(&gauges, look.width)
    }

    pub(super) fn svg(&self) -> Svg {
        let mut svg = Svg::new(WIDTH, HEIGHT + 2 * MARGIN);
        let bins = i64::try_from(self.bins.len()).unwrap_or(0).max(1);
        let step = WIDTH / bins;
        let most = self.most();
        let bottom = MARGIN + HEIGHT;
        for (place, (label, count)) in (0..).zip(&self.bins) {
            let height = part(*count, most, HEIGHT).max(i64::from(0 < *count));
            let middle = place * step + step / 2;
            let width = (step - 6).clamp(1, 60);
            svg.rect((middle - width / 2, bottom - height), (width, height), "a");
            if 0 < *count {
                svg.text(
                    (middle, bottom - height - 5),
                    Anchor::Middle,
                    "q",
                    &count.to_string(),
                );
            }
            svg.text((middle, bottom + 15), Anchor::Middle, "l", label);
        }
        svg.line((0, bottom), (WIDTH, bottom), "axis");
        svg
    }
}

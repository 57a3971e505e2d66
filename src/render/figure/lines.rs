//! Lines: how something rose and fell over steps of time, perhaps beside what was planned.

use super::scale::{WIDTH, part};
use crate::render::gauge::{self, Gauge};
use crate::render::look::Look;
use crate::render::svg::{Anchor, Point, Svg};
use crate::render::table::{Cell, Column, Table};
use crate::render::text::Tone;
use crate::render::wrap::Words;
use std::fmt::Write;

const LEVELS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const LEVELS_ASCII: [&str; 8] = ["_", ".", "-", ":", "=", "+", "*", "#"];
/// Columns of a line on a terminal at most, and how much of the width it may take.
const CELLS_MAX: usize = 60;

/// The height of the picture without its margins.
const HEIGHT: i64 = 200;
const LEFT: i64 = 48;
const TOP: i64 = 12;
/// Room below for the steps and the names of the lines.
const BOTTOM: i64 = 48;

/// Lines over the same steps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines {
    /// The steps, in order.
    pub steps: Vec<String>,
    /// The lines.
    pub series: Vec<Series>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Series {
    /// What it counts.
    pub label: String,
    /// Its value at each step; none where there is none.
    pub values: Vec<Option<u64>>,
    /// Whether it was planned rather than seen: drawn with dashes.
    pub is_plan: bool,
}

impl Lines {
    fn most(&self) -> u64 {
        let values = self.series.iter().flat_map(|series| &series.values);
        values.flatten().copied().max().unwrap_or(0)
    }

    pub(super) fn table(&self) -> Table {
        let mut columns = vec![Column::text("step", "when")];
        let names = self.series.iter().map(|series| series.label.as_str());
        columns.extend(names.map(|name| Column::number(name.replace(' ', "_"), name)));
        let row = |(place, step): (usize, &String)| {
            let mut cells: Vec<Cell> = vec![step.as_str().into()];
            let values = self
                .series
                .iter()
                .map(|series| series.values.get(place).copied());
            cells.extend(values.map(|value| Cell::from(value.flatten())));
            cells
        };
        Table::new(columns).rows(self.steps.iter().enumerate().map(row))
    }

    pub(super) fn lines(&self, look: &Look) -> Vec<String> {
        let cells = self.steps.len().min(CELLS_MAX).min(look.width / 2).max(1);
        let most = self.most();
        let gauge = |series: &Series| {
            let last = series.values.iter().rev().flatten().next();
            let last = last.map_or_else(String::new, ToString::to_string);
            Gauge {
                label: Words::of(Tone::Plain, &series.label, look),
                bar: series.sparkline(cells, most, look),
                bar_width: cells,
                note: Words::of(Tone::Plain, &last, look),
            }
        };
        let gauges: Vec<Gauge> = self.series.iter().map(gauge).collect();
        gauge::lines(&gauges, look.width)
    }

    pub(super) fn svg(&self) -> Svg {
        let mut svg = Svg::new(WIDTH, TOP + HEIGHT + BOTTOM);
        let most = rounded_up(self.most());
        for part_of_four in 0..=4 {
            let y = TOP + HEIGHT - HEIGHT * part_of_four / 4;
            svg.line((LEFT, y), (WIDTH, y), "axis");
            let value = most * u64::try_from(part_of_four).unwrap_or(0) / 4;
            svg.text((LEFT - 6, y + 4), Anchor::End, "q", &value.to_string());
        }
        let last = self.steps.len().saturating_sub(1);
        for place in [0, last / 2, last] {
            let anchor = match place {
                0 => Anchor::Start,
                _ if place == last => Anchor::End,
                _ => Anchor::Middle,
            };
            if let Some(step) = self.steps.get(place) {
                svg.text((self.x(place), TOP + HEIGHT + 16), anchor, "q", step);
            }
        }
        for (place, series) in self.series.iter().enumerate() {
            let class = if series.is_plan { "plan" } else { "curve" };
            svg.path(&self.path(series, most), class);
            let x = LEFT + i64::try_from(place).unwrap_or(0) * 200;
            let y = TOP + HEIGHT + 38;
            svg.line((x, y - 4), (x + 24, y - 4), class);
            svg.text((x + 30, y), Anchor::Start, "l", &series.label);
        }
        svg
    }

    fn x(&self, place: usize) -> i64 {
        let last = self.steps.len().saturating_sub(1);
        let (place, last) = (place as u64, last as u64);
        LEFT + part(place, last, WIDTH - LEFT)
    }

    fn path(&self, series: &Series, most: u64) -> String {
        let mut path = String::new();
        let mut is_begun = false;
        for (place, value) in series.values.iter().enumerate() {
            let Some(value) = value else {
                is_begun = false;
                continue;
            };
            let (x, y): Point = (self.x(place), TOP + HEIGHT - part(*value, most, HEIGHT));
            let stroke = if is_begun { "L" } else { "M" };
            write!(path, "{stroke}{x} {y}").expect("a text takes whatever is written");
            is_begun = true;
        }
        path
    }
}

impl Series {
    /// One character for each step, or for as many steps as must share one: the last of them counts.
    fn sparkline(&self, cells: usize, most: u64, look: &Look) -> String {
        let count = self.values.len();
        let of_cell = |cell: usize| {
            let end = ((cell + 1) * count / cells).max(1);
            let value = self.values.get(end - 1).copied().flatten();
            value.map_or(" ", |value| {
                let level = usize::try_from(part(value, most, 7)).unwrap_or(0);
                look.choose(LEVELS[level], LEVELS_ASCII[level])
            })
        };
        (0..cells).map(of_cell).collect()
    }
}

/// The next number that divides well by four: 4, 8, 20, 40, 80, 200 ...
fn rounded_up(most: u64) -> u64 {
    let mut unit = 4;
    loop {
        for times in [1, 2, 5] {
            if most <= unit * times {
                return unit * times;
            }
        }
        match unit.checked_mul(10) {
            Some(next) if next < u64::MAX / 10 => unit = next,
            _ => return most,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Series, rounded_up};
    use crate::render::look::Look;

    #[test]
    fn a_sparkline_rises_with_its_values_and_ends_with_the_last() {
        let lines = Lines {
            steps: (1..=8).map(|month| format!("2026-{month:02}")).collect(),
            series: vec![Series {
                label: "held".to_owned(),
                values: (0..8)
                    .map(|value| (value != 3).then_some(value * 10))
                    .collect(),
                is_plan: false,
            }],
        };
        assert_eq!(lines.lines(&Look::plain(40)), ["held  ▁▂▃ ▅▆▇█  70"]);
        let ascii = Look {
            ascii: true,
            ..Look::plain(40)
        };
        assert_eq!(lines.lines(&ascii), ["held  _.- =+*#  70"]);
    }

    #[test]
    fn an_axis_ends_at_a_number_that_divides_well() {
        for (most, end) in [
            (0, 4),
            (4, 4),
            (5, 8),
            (13, 20),
            (21, 40),
            (150, 200),
            (201, 400),
        ] {
            assert_eq!(rounded_up(most), end);
        }
    }
}

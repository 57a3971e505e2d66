//! Pictures of numbers: each with a title, a description and its numbers as a table.
//!
//! A caller says what there is to see; every format draws it in its own way: characters on a terminal, SVG in a page or
//! a file, the table where there are no pictures. The invariant: whatever a picture shows stands in its table too.

pub mod bars;
pub mod days;
pub mod funnel;
pub mod histogram;
pub mod lanes;
pub mod lines;
pub mod matrix;
mod scale;
pub mod stars;

use super::look::Look;
use super::svg::Svg;
use super::table::Table;
use bars::Bars;
use days::Days;
use funnel::Funnel;
use histogram::Histogram;
use lanes::Lanes;
use lines::Lines;
use matrix::Matrix;
use stars::Stars;

/// A picture of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a figure shows only in a document"]
pub struct Figure {
    /// The word by which one picture of several is asked for.
    pub key: &'static str,
    /// What it shows.
    pub title: String,
    /// What there is to see in it, for whoever does not see it.
    pub description: String,
    /// How it is drawn.
    pub drawing: Drawing,
}

/// The ways to draw numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drawing {
    /// How much there is of each.
    Bars(Bars),
    /// How much there was on each day.
    Days(Days),
    /// How many of those who came are left after each step.
    Funnel(Funnel),
    /// How often each value came.
    Histogram(Histogram),
    /// How far each is on its way, and where it should be.
    Lanes(Lanes),
    /// How something rose and fell.
    Lines(Lines),
    /// How much there is of each in each time.
    Matrix(Matrix),
    /// How far each stands from a centre, and how great it is.
    Stars(Stars),
}

impl Figure {
    /// A picture with its words.
    pub fn new(
        key: &'static str,
        title: impl Into<String>,
        description: impl Into<String>,
        drawing: Drawing,
    ) -> Figure {
        Figure {
            key,
            title: title.into(),
            description: description.into(),
            drawing,
        }
    }

    /// The numbers that are drawn.
    pub fn table(&self) -> Table {
        match &self.drawing {
            Drawing::Bars(bars) => bars.table(),
            Drawing::Days(days) => days.table(),
            Drawing::Funnel(funnel) => funnel.table(),
            Drawing::Histogram(histogram) => histogram.table(),
            Drawing::Lanes(lanes) => lanes.table(),
            Drawing::Lines(lines) => lines.table(),
            Drawing::Matrix(matrix) => matrix.table(),
            Drawing::Stars(stars) => stars.table(),
        }
    }

    /// The picture as a file of its own.
    pub fn svg(&self) -> String {
        self.drawn().file(&self.title, &self.description)
    }

    pub(super) fn drawn(&self) -> Svg {
        match &self.drawing {
            Drawing::Bars(bars) => bars.svg(),
            Drawing::Days(days) => days.svg(),
            Drawing::Funnel(funnel) => funnel.svg(),
            Drawing::Histogram(histogram) => histogram.svg(),
            Drawing::Lanes(lanes) => lanes.svg(),
            Drawing::Lines(lines) => lines.svg(),
            Drawing::Matrix(matrix) => matrix.svg(),
            Drawing::Stars(stars) => stars.svg(),
        }
    }

    /// The picture in characters.
    pub(super) fn lines(&self, look: &Look) -> Vec<String> {
        match &self.drawing {
            Drawing::Bars(bars) => bars.lines(look),
            Drawing::Days(days) => days.lines(look),
            Drawing::Funnel(funnel) => funnel.lines(look),
            Drawing::Histogram(histogram) => histogram.lines(look),
            Drawing::Lanes(lanes) => lanes.lines(look),
            Drawing::Lines(lines) => lines.lines(look),
            Drawing::Matrix(matrix) => matrix.lines(look),
            Drawing::Stars(stars) => stars.lines(look),
        }
    }
}

/// Lines as a terminal without colours shows them.
#[cfg(test)]
fn shown(lines: &[String]) -> Vec<String> {
    let painted = super::paint::finish(&lines.join("\n"), false);
    painted.lines().map(str::to_owned).collect()
}

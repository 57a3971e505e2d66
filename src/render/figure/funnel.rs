//! A funnel: how many of those who came are left after each step.

use super::scale::{BASE_LINE, ROW_HEIGHT, WIDTH, bar, cells, part};
use crate::render::gauge::{self, Gauge};
use crate::render::look::Look;
use crate::render::svg::{Anchor, Svg};
use crate::render::table::{Cell, Column, Table};
use crate::render::text::Tone;
use crate::render::words;
use crate::render::wrap::Words;

/// Where the bars begin and how long the longest is; labels stand before, numbers and notes behind.
const LEFT: i64 = 130;
const LENGTH: i64 = 330;

/// Steps, the first at the top.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Funnel {
    /// The steps.
    pub steps: Vec<FunnelStep>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FunnelStep {
    /// What was reached.
    pub label: String,
    /// How many reached it.
    pub value: u64,
    /// What is said behind it.
    pub note: String,
}

impl Funnel {
    fn most(&self) -> u64 {
        let values = self.steps.iter().map(|step| step.value);
        values.max().unwrap_or(0)
    }

    fn share(&self, step: &FunnelStep) -> String {
        words::percent(step.value, self.most()).unwrap_or_default()
    }

    pub(super) fn table(&self) -> Table {
        let columns = [
            Column::text("step", "step"),
            Column::number("count", "count"),
            Column::text("share", "share"),
            Column::text("note", "note"),
        ];
        let row = |step: &FunnelStep| {
            [
                step.label.as_str().into(),
                Cell::number(step.value),
                self.share(step).into(),
                step.note.as_str().into(),
            ]
        };
        Table::new(columns).rows(self.steps.iter().map(row))
    }

    pub(super) fn lines(&self, look: &Look) -> Vec<String> {
        let most = self.most();
        let number = |step: &FunnelStep| format!("{} {:>4}", step.value, self.share(step));
        let numbers: Vec<String> = self.steps.iter().map(number).collect();
        let number_width = numbers.iter().map(String::len).max().unwrap_or(0);
        let width = cells(look);
        let gauge = |(step, number): (&FunnelStep, &String)| Gauge {
            label: Words::of(Tone::Plain, &step.label, look),
            bar: format!(
                "{} {number:>number_width$}",
                bar(step.value, most, width, look)
            ),
            bar_width: width + 1 + number_width,
            note: Words::of(Tone::Dim, &step.note, look),
        };
        let gauges: Vec<Gauge> = self.steps.iter().zip(&numbers).map(gauge).collect();
        gauge::lines(&gauges, look.width)
    }

    pub(super) fn svg(&self) -> Svg {
        let steps = i64::try_from(self.steps.len()).unwrap_or(0);
        let mut svg = Svg::new(WIDTH, steps * ROW_HEIGHT);
        let most = self.most();
        for (place, step) in (0..).zip(&self.steps) {
            let top = place * ROW_HEIGHT;
            let base = top + BASE_LINE;
            let width = part(step.value, most, LENGTH).max(i64::from(0 < step.value));
            svg.text((LEFT - 10, base), Anchor::End, "l", &step.label);
            let left = LEFT + (LENGTH - width) / 2;
            svg.rect((left, top + 2), (width, ROW_HEIGHT - 4), "a");
            let told = format!("{} · {}", step.value, self.share(step));
            svg.text((LEFT + LENGTH + 12, base), Anchor::Start, "l", &told);
            svg.text((WIDTH, base), Anchor::End, "q", &step.note);
        }
        svg
    }
}

#[cfg(test)]
mod tests {
    use super::{Funnel, FunnelStep};
    use crate::render::figure::shown;
    use crate::render::look::Look;

    #[test]
    fn each_step_stands_beside_the_first() {
        let step = |label: &str, value, note: &str| FunnelStep {
            label: label.to_owned(),
            value,
            note: note.to_owned(),
        };
        let funnel = Funnel {
            steps: vec![
                step("invited", 120, ""),
                step("matched", 60, "18 days"),
                step("closed", 0, ""),
            ],
        };
        assert_eq!(
            shown(&funnel.lines(&Look::plain(60))),
            [
                "invited  ██████████ 120 100%",
                "matched  █████░░░░░  60  50%  18 days",
                "closed   ░░░░░░░░░░   0   0%"
            ]
        );
    }
}

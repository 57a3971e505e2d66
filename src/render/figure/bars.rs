//! Bars: how much there is of each, perhaps of how much.

use super::scale::{
    BASE_LINE, LABEL_CHARACTERS, LABEL_WIDTH, ROW_HEIGHT, WIDTH, bar, cells, cut, part,
};
use crate::render::gauge::{self, Gauge};
use crate::render::look::Look;
use crate::render::svg::{Anchor, Svg};
use crate::render::table::{Column, Table};
use crate::render::text::Tone;
use crate::render::wrap::Words;

/// Up to so many places are drawn one by one.
const PLACES_MAX: u64 = 10;
/// Room for the numbers behind the bars.
const NUMBER_WIDTH: i64 = 130;

/// Bars below each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bars {
    /// What the labels are.
    pub labels: String,
    /// What the values count.
    pub values: String,
    /// The bars, from the top.
    pub rows: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bar {
    /// What it is about.
    pub label: String,
    /// How much there is.
    pub value: u64,
    /// How much there could be.
    pub of: Option<u64>,
    /// How it is meant.
    pub tone: Tone,
    /// What is said behind it.
    pub note: String,
}

impl Bars {
    fn most(&self) -> u64 {
        let most = |bar: &Bar| bar.value.max(bar.of.unwrap_or(0));
        self.rows.iter().map(most).max().unwrap_or(0)
    }

    fn has(&self, is: impl Fn(&Bar) -> bool) -> bool {
        self.rows.iter().any(is)
    }

    pub(super) fn table(&self) -> Table {
        let has_of = self.has(|bar| bar.of.is_some());
        let has_note = self.has(|bar| !bar.note.is_empty());
        let mut columns = vec![
            Column::text("label", self.labels.as_str()),
            Column::number("value", self.values.as_str()),
        ];
        columns.extend(has_of.then(|| Column::number("of", "of")));
        columns.extend(has_note.then(|| Column::text("note", "note")));
        let row = |bar: &Bar| {
            let mut cells = vec![bar.label.as_str().into(), bar.value.into()];
            cells.extend(has_of.then(|| bar.of.into()));
            cells.extend(has_note.then(|| bar.note.as_str().into()));
            cells
        };
        Table::new(columns).rows(self.rows.iter().map(row))
    }

    pub(super) fn lines(&self, look: &Look) -> Vec<String> {
        let most = self.most();
        let numbers: Vec<String> = self.rows.iter().map(number).collect();
        let number_width = numbers.iter().map(String::len).max().unwrap_or(0);
        let width = if most <= PLACES_MAX && self.has(|bar| bar.of.is_some()) {
            usize::try_from(most).unwrap_or(0)
        } else {
            cells(look)
        };
        let gauge = |(row, number): (&Bar, &String)| {
            let drawn = match row.of {
                Some(of) if most <= PLACES_MAX => places(row.value, of, width, look),
                _ => bar(row.value, most, width, look),
            };
            Gauge {
                label: Words::of(row.tone, &row.label, look),
                bar: format!("{drawn} {number:>number_width$}"),
                bar_width: width + 1 + number_width,
                note: Words::of(Tone::Plain, &row.note, look),
            }
        };
        let gauges: Vec<Gauge> = self.rows.iter().zip(&numbers).map(gauge).collect();
        gauge::lines(&gauges, look.width)
    }

    pub(super) fn svg(&self) -> Svg {
        let rows = i64::try_from(self.rows.len()).unwrap_or(0);
        let mut svg = Svg::new(WIDTH, rows * ROW_HEIGHT);
        let length = WIDTH - LABEL_WIDTH - NUMBER_WIDTH;
        let most = self.most();
        for (place, bar) in (0..).zip(&self.rows) {
            let top = place * ROW_HEIGHT;
            let base = top + BASE_LINE;
            let label = cut(&bar.label, LABEL_CHARACTERS);
            svg.text((LABEL_WIDTH - 10, base), Anchor::End, "l", &label);
            let of = part(bar.of.unwrap_or(0), most, length);
            svg.rect((LABEL_WIDTH, top + 3), (of, ROW_HEIGHT - 6), "track");
            let full = part(bar.value, most, length);
            svg.rect(
                (LABEL_WIDTH, top + 3),
                (full, ROW_HEIGHT - 6),
                class(bar.tone),
            );
            svg.text(
                (LABEL_WIDTH + full.max(of) + 8, base),
                Anchor::Start,
                "q",
                &number(bar),
            );
        }
        svg
    }
}

/// The class of a bar by what it means.
pub(super) fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Warning => "warning",
        Tone::Bad => "bad",
        Tone::Plain | Tone::Strong | Tone::Dim | Tone::Underlined => "a",
    }
}

fn number(bar: &Bar) -> String {
    match bar.of {
        Some(of) => format!("{} of {of}", bar.value),
        None => bar.value.to_string(),
    }
}

/// `■■□  `: places taken and free; one too many is a mark of its own.
fn places(value: u64, of: u64, width: usize, look: &Look) -> String {
    let count = |number: u64| usize::try_from(number).unwrap_or(0);
    let (taken, over) = (value.min(of), value.saturating_sub(of));
    let mut drawn = look.choose("■", "#").repeat(count(taken));
    drawn += &look.choose("□", "-").repeat(count(of - taken));
    drawn += &"!".repeat(count(over));
    let used = count(taken) + count(of - taken) + count(over);
    drawn + &" ".repeat(width.saturating_sub(used))
}

#[cfg(test)]
mod tests {
    use super::{Bar, Bars};
    use crate::render::look::Look;

    fn load() -> Bars {
        let bar = |label: &str, value, of| Bar {
            label: label.to_owned(),
            value,
            of: Some(of),
            ..Bar::default()
        };
        Bars {
            labels: "mentor".to_owned(),
            values: "mentees".to_owned(),
            rows: vec![
                bar("Ada", 2, 3),
                bar("Grace Hopper", 4, 3),
                bar("Kim", 0, 1),
            ],
        }
    }

    #[test]
    fn few_places_are_drawn_one_by_one_and_one_too_many_stands_out() {
        assert_eq!(
            load().lines(&Look::plain(40)),
            [
                "Ada           ■■□  2 of 3",
                "Grace Hopper  ■■■! 4 of 3",
                "Kim           □    0 of 1"
            ]
        );
        let ascii = Look {
            ascii: true,
            ..Look::plain(20)
        };
        assert_eq!(
            load().lines(&ascii),
            [
                "Ada",
                "  ##-  2 of 3",
                "Grace Hopper",
                "  ###! 4 of 3",
                "Kim",
                "  -    0 of 1"
            ]
        );
    }
}

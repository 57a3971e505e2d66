//! A grid: how much there is of each, in a row, in each time, in a column.

use super::days::legend;
use super::scale::{WIDTH, cut, shade, shade_character};
use crate::render::look::Look;
use crate::render::svg::{Anchor, Point, Svg};
use crate::render::table::{Cell, Column, Table};
use crate::render::text::Tone;
use crate::render::wrap::Words;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Rows so low that hundreds fit on a page, and still can be read.
const ROW_HEIGHT: i64 = 14;
const LEFT: i64 = 290;
const TOP: i64 = 20;
const LABEL_CHARACTERS: usize = 30;
/// Room for the name of a column.
const COLUMN_WIDTH: i64 = 62;
/// The widest that a cell is drawn.
const CELL_MAX: i64 = 40;
/// The class of a row's line in each shade; the style gives it the height of a row less its gap.
const STROKES: [&str; 5] = ["s0", "s1", "s2", "s3", "s4"];
/// Columns between a label and its cells on a terminal.
const GAP: usize = 2;

/// A grid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matrix {
    /// What the rows are.
    pub labels: String,
    /// The columns, in order.
    pub columns: Vec<String>,
    /// The rows, from the top.
    pub rows: Vec<MatrixRow>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MatrixRow {
    /// What it is about.
    pub label: String,
    /// What is said about it, in a word.
    pub note: String,
    /// How it is meant.
    pub tone: Tone,
    /// How much there is in each column; none where nothing could be.
    pub cells: Vec<Option<u64>>,
}

impl Matrix {
    fn most(&self) -> u64 {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.flatten().copied().max().unwrap_or(0)
    }

    pub(super) fn table(&self) -> Table {
        let mut columns = vec![
            Column::text("label", self.labels.as_str()),
            Column::text("note", "note"),
        ];
        columns.extend(
            self.columns
                .iter()
                .map(|column| Column::number(column.as_str(), column.as_str())),
        );
        let row = |row: &MatrixRow| {
            let mut cells: Vec<Cell> = vec![row.label.as_str().into(), row.note.as_str().into()];
            let values =
                (0..self.columns.len()).map(|column| row.cells.get(column).copied().flatten());
            cells.extend(values.map(|value| value.map_or_else(|| "".into(), Cell::number)));
            cells
        };
        Table::new(columns).rows(self.rows.iter().map(row))
    }

    pub(super) fn lines(&self, look: &Look) -> Vec<String> {
        let most = self.most();
        let words = |row: &MatrixRow| {
            (
                Words::of(Tone::Plain, &row.label, look),
                Words::of(row.tone, &row.note, look),
            )
        };
        let rows: Vec<(Words, Words)> = self.rows.iter().map(words).collect();
        let widest =
            |width: fn(&(Words, Words)) -> usize| rows.iter().map(width).max().unwrap_or(0);
        let label_width = widest(|(label, _)| label.width()) + GAP;
        let note_width = widest(|(_, note)| note.width()) + GAP;
        let room = look.width.saturating_sub(note_width);
        let is_beside = label_width + 1 < room && self.columns.len().min(12) <= room - label_width;
        let room = if is_beside { room - label_width } else { room };
        let hidden = self.columns.len().saturating_sub(room);
        let mut lines = Vec::new();
        for (row, (label, note)) in self.rows.iter().zip(&rows) {
            let cell = |cell: &Option<u64>| {
                cell.map_or(" ", |value| shade_character(shade(value, most), look))
            };
            let cells: String = row.cells.iter().skip(hidden).map(cell).collect();
            if !is_beside {
                lines.extend(label.fill(look.width));
            }
            let head = if is_beside {
                label.padded(label_width)
            } else {
                " ".repeat(GAP)
            };
            let note = note.padded(note_width - GAP);
            lines.push(format!("{head}{cells}  {note}").trim_end().to_owned());
        }
        let columns = &self.columns[hidden..];
        if let (Some(first), Some(last)) = (columns.first(), columns.last()) {
            let key = format!("{first} to {last}:  {}", legend(most, look));
            lines.extend(Words::of(Tone::Dim, &key, look).fill(look.width));
        }
        lines
    }

    pub(super) fn svg(&self) -> Svg {
        let rows = i64::try_from(self.rows.len()).unwrap_or(0);
        let columns = i64::try_from(self.columns.len()).unwrap_or(0).max(1);
        let cell_width = ((WIDTH - LEFT) / columns).clamp(2, CELL_MAX);
        let mut svg = Svg::new(WIDTH, TOP + rows * ROW_HEIGHT);
        let step = COLUMN_WIDTH.div_euclid(cell_width) + 1;
        for (place, column) in (0_i64..).zip(&self.columns) {
            if place % step == 0 {
                svg.text(
                    (LEFT + place * cell_width, TOP - 6),
                    Anchor::Start,
                    "q",
                    column,
                );
            }
        }
        let most = self.most();
        let mut labels = Vec::new();
        let mut notes = BTreeMap::new();
        let mut paths = vec![String::new(); 5];
        for (place, row) in (0..).zip(&self.rows) {
            let y = TOP + place * ROW_HEIGHT;
            labels.push(((LEFT - 70, y + 11), cut(&row.label, LABEL_CHARACTERS)));
            let class = super::bars::class(row.tone);
            let of_class: &mut Vec<(Point, String)> = notes.entry(class).or_default();
            of_class.push(((LEFT - 62, y + 11), row.note.clone()));
            for (column, shade, length) in runs(&row.cells, most) {
                let x = LEFT + column * cell_width;
                let (middle, width) = (y + ROW_HEIGHT / 2 - 1, length * cell_width - 1);
                // A thick line: hundreds of rows are half as long as they would be as boxes.
                write!(paths[shade], "M{x} {middle}h{width}")
                    .expect("a text takes whatever is written");
            }
        }
        svg.texts(Anchor::End, "l", &labels);
        for (class, notes) in &notes {
            svg.texts(Anchor::Start, class, notes);
        }
        for (shade, path) in paths.iter().enumerate() {
            svg.path(path, STROKES[shade]);
        }
        svg
    }
}

/// Cells of one shade beside each other, as first column, shade and how many: hundreds of rows stay a small picture.
fn runs(cells: &[Option<u64>], most: u64) -> Vec<(i64, usize, i64)> {
    let mut runs: Vec<(i64, usize, i64)> = Vec::new();
    for (column, cell) in (0..).zip(cells) {
        let Some(shade) = cell.map(|value| shade(value, most)) else {
            continue;
        };
        match runs.last_mut() {
            Some((from, last, length)) if *last == shade && *from + *length == column => {
                *length += 1;
            }
            _ => runs.push((column, shade, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::{Matrix, MatrixRow};
    use crate::render::figure::shown;
    use crate::render::look::Look;

    fn matrix() -> Matrix {
        let row = |label: &str, note: &str, cells: &[Option<u64>]| MatrixRow {
            label: label.to_owned(),
            note: note.to_owned(),
            cells: cells.to_vec(),
            ..MatrixRow::default()
        };
        Matrix {
            labels: "pairing".to_owned(),
            columns: vec![
                "2026-09".to_owned(),
                "2026-10".to_owned(),
                "2026-11".to_owned(),
            ],
            rows: vec![
                row(
                    "ada-lovelace--grace-hopper",
                    "red",
                    &[Some(2), Some(0), Some(0)],
                ),
                row("kim--lee", "green", &[None, Some(1), Some(3)]),
            ],
        }
    }

    #[test]
    fn a_row_for_each_with_its_word_behind() {
        assert_eq!(
            shown(&matrix().lines(&Look::plain(60))),
            [
                "ada-lovelace--grace-hopper  ▒··  red",
                "kim--lee                     ░▓  green",
                "2026-09 to 2026-11:  · 0  ░ 1  ▒ 2  ▓ 3"
            ]
        );
    }

    #[test]
    fn a_narrow_terminal_has_the_labels_over_their_cells() {
        let ascii = Look {
            ascii: true,
            ..Look::plain(30)
        };
        let lines = shown(&matrix().lines(&ascii));
        assert_eq!(lines[..2], ["ada-lovelace--grace-hopper", "  +..  red"]);
        assert!(
            lines.iter().all(|line| line.chars().count() <= 30),
            "{lines:#?}"
        );
    }
}

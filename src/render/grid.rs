//! Tables on a terminal: columns side by side where the words fit, else one record under another.

use super::look::Look;
use super::table::{Align, Cell, Column, Table};
use super::text::Tone;
use super::wrap::Words;
use comfy_table::{CellAlignment, TableStyle};

const GAP: usize = 2;
/// Below this width a table of many columns is easier to read as records than as narrow columns.
const NARROW: usize = 60;
const NARROW_COLUMNS_MAX: usize = 3;
/// What `comfy-table` can count to, less a margin for its sums.
const WIDTH_MAX: usize = 30_000;

/// The lines of a table.
pub(super) fn lines(table: &Table, look: &Look) -> Vec<String> {
    let grid = Grid::new(table, look);
    match grid.widths(look.width.min(WIDTH_MAX)) {
        Some(widths) => grid.draw(&widths),
        None => records(table, look),
    }
}

/// The words of a table, header first.
struct Grid<'a> {
    columns: &'a [Column],
    header: Vec<Words>,
    rows: Vec<Vec<Words>>,
}

impl Grid<'_> {
    fn new<'a>(table: &'a Table, look: &Look) -> Grid<'a> {
        let words = |cell: &Cell| Words::new(cell.text(), look).joined();
        let title = |column: &Column| Words::of(Tone::Underlined, &column.title, look);
        Grid {
            columns: table.columns(),
            header: table.columns().iter().map(title).collect(),
            rows: table
                .body()
                .iter()
                .map(|row| row.iter().map(words).collect())
                .collect(),
        }
    }

    /// The width of each column, or nothing where a word would have to be broken.
    fn widths(&self, width: usize) -> Option<Vec<usize>> {
        let available = width.checked_sub(GAP * self.columns.len().saturating_sub(1))?;
        let wanted = self.measure(Words::width);
        if wanted.iter().sum::<usize>() <= available {
            return Some(wanted);
        }
        let needed = self.measure(Words::longest_word);
        let is_crowded = width < NARROW && NARROW_COLUMNS_MAX < self.columns.len();
        if is_crowded || available < needed.iter().sum() {
            return None;
        }
        Some(share(available, &needed, &wanted))
    }

    fn measure(&self, size: fn(&Words) -> usize) -> Vec<usize> {
        let mut most: Vec<usize> = self.header.iter().map(size).collect();
        for row in &self.rows {
            for (most, words) in most.iter_mut().zip(row) {
                *most = size(words).max(*most);
            }
        }
        most
    }

    fn draw(&self, widths: &[usize]) -> Vec<String> {
        let row = |cells: &Vec<Words>| -> Vec<comfy_table::Cell> {
            cells
                .iter()
                .zip(widths)
                .map(|(words, &width)| comfy_table::Cell::new_owned(words.fill(width).join("\n")))
                .collect()
        };
        let mut grid = comfy_table::Table::new();
        grid.load_style(TableStyle::new())
            .set_header(row(&self.header));
        grid.add_rows(self.rows.iter().map(row));
        let last = self.columns.len().saturating_sub(1);
        for (index, column) in grid.column_iter_mut().enumerate() {
            column.set_padding((0, if index == last { 0 } else { 2 }));
            if self.columns[index].align == Align::Right {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        grid.lines()
            .map(|line| line.trim_end().to_owned())
            .collect()
    }
}

/// Shares columns out: each gets what it needs, and the narrow ones all they want before the wide
/// ones get more.
fn share(available: usize, needed: &[usize], wanted: &[usize]) -> Vec<usize> {
    let at_level = |level: usize| -> Vec<usize> {
        needed
            .iter()
            .zip(wanted)
            .map(|(&least, &most)| level.clamp(least, most))
            .collect()
    };
    let fits = |level: &usize| at_level(*level).iter().sum::<usize>() <= available;
    let level = (0..=available).rev().find(fits).unwrap_or(0);
    let mut widths = at_level(level);
    let mut spare = available.saturating_sub(widths.iter().sum());
    for (width, &most) in widths.iter_mut().zip(wanted) {
        if 0 < spare && *width < most {
            *width += 1;
            spare -= 1;
        }
    }
    widths
}

/// Each row as lines of `title: value`.
fn records(table: &Table, look: &Look) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, row) in table.body().iter().enumerate() {
        if index > 0 {
            lines.push(String::new());
        }
        for (column, cell) in table.columns().iter().zip(row) {
            lines.extend(labelled(&column.title, cell, look));
        }
    }
    lines
}

/// `label: value`, with what does not fit indented below.
pub(super) fn labelled(label: &str, cell: &Cell, look: &Look) -> Vec<String> {
    const INDENT: &str = "  ";
    let label = format!("{label}:");
    let head = Words::of(Tone::Dim, &label, look);
    let words = Words::new(cell.text(), look);
    let beside = look.width.saturating_sub(head.width() + 1);
    if words.width() <= beside && words.line_count() <= 1 {
        let line = [head.fill(look.width), words.fill(beside)]
            .concat()
            .join(" ");
        return vec![line.trim_end().to_owned()];
    }
    let values = words.fill(look.width.saturating_sub(INDENT.len()));
    let indented = values.into_iter().map(|value| format!("{INDENT}{value}"));
    head.fill(look.width).into_iter().chain(indented).collect()
}

#[cfg(test)]
mod tests {
    use super::{lines, share};
    use crate::render::look::Look;
    use crate::render::table::{Cell, Column, Table};
    use proptest::prelude::{prop, proptest};
    use unicode_width::UnicodeWidthStr;

    fn pairings() -> Table {
        let columns = [
            Column::text("id", "id"),
            Column::text("mentor", "mentor"),
            Column::number("hours", "hours"),
            Column::text("next", "next"),
        ];
        Table::new(columns)
            .row([
                "ada-ben".into(),
                "Ada Lovelace".into(),
                7.into(),
                "review of the thesis".into(),
            ])
            .row([
                "ken-taro".into(),
                "山田 太郎".into(),
                116.into(),
                "👩\u{200d}💻 day".into(),
            ])
    }

    /// The lines without the marks of tones.
    fn drawn(table: &Table, width: usize) -> String {
        let look = Look::plain(width);
        crate::render::paint::finish(&lines(table, &look).join("\n"), false)
    }

    #[test]
    fn what_fits_stands_in_columns_two_blanks_apart() {
        let wide = "\
id        mentor        hours  next
ada-ben   Ada Lovelace      7  review of the thesis
ken-taro  山田 太郎       116  👩\u{200d}💻 day";
        for width in [51, 60, 80, 160, 200, usize::MAX] {
            assert_eq!(drawn(&pairings(), width), wide, "{width}");
        }
    }

    #[test]
    fn what_does_not_fit_is_wrapped_between_words() {
        let columns = [Column::text("id", "id"), Column::text("next", "next")];
        let table = Table::new(columns)
            .row(["ada-ben".into(), "review of the thesis".into()])
            .row(["kim-lee".into(), "lunch".into()]);
        let wrapped = "\
id       next
ada-ben  review of
         the thesis
kim-lee  lunch";
        assert_eq!(drawn(&table, 20), wrapped);
    }

    #[test]
    fn a_narrow_terminal_gets_records_instead_of_many_narrow_columns() {
        let records = "\
id: ada-ben
mentor: Ada Lovelace
hours: 7
next: review of the thesis

id: ken-taro
mentor: 山田 太郎
hours: 116
next: 👩\u{200d}💻 day";
        assert_eq!(drawn(&pairings(), 40), records);
        assert_eq!(drawn(&pairings(), 50), records);
    }

    #[test]
    fn a_word_that_is_wider_than_its_column_could_be_gets_records() {
        let columns = [Column::text("id", "id"), Column::text("mail", "mail")];
        let table = Table::new(columns).row([
            "ada-lovelace-of-london-and-ockham".into(),
            "ada.lovelace@analytical-engine.example of London".into(),
        ]);
        let records = "\
id: ada-lovelace-of-london-and-ockham
mail:
  ada.lovelace@analytical-engine.example
  of London";
        assert_eq!(drawn(&table, 40), records);
        assert_eq!(drawn(&table, 80).lines().count(), 3);
    }

    #[test]
    fn a_cell_is_one_line_where_there_is_room() {
        let table = Table::new([Column::text("note", "note")]).row(["one\ntwo\n\nthree".into()]);
        assert_eq!(drawn(&table, 40), "note\none two three");
    }

    #[test]
    fn a_table_without_rows_shows_its_columns() {
        let table = Table::new([Column::text("id", "id"), Column::number("hours", "hours")]);
        assert_eq!(drawn(&table, 40), "id  hours");
        assert_eq!(drawn(&Table::new([]), 40), "");
    }

    #[test]
    fn narrow_columns_get_what_they_want_before_wide_ones() {
        assert_eq!(share(30, &[2, 5, 5], &[4, 40, 20]), [4, 13, 13]);
        assert_eq!(share(31, &[2, 5, 5], &[4, 40, 20]), [4, 14, 13]);
        assert_eq!(share(30, &[2, 20, 5], &[4, 40, 20]), [4, 20, 6]);
        assert_eq!(share(27, &[2, 20, 5], &[4, 40, 20]), [2, 20, 5]);
    }

    proptest! {
        #[test]
        fn no_word_is_broken_and_no_line_too_wide(
            rows in prop::collection::vec(
                prop::collection::vec("[a-z]{1,12}( [a-z山é👩]{1,9}){0,5}", 5), 0..5,
            ),
            columns in 1_usize..=5,
            width in 40_usize..=200,
        ) {
            let names = (0..columns).map(|index| Column::text("key", format!("title {index}")));
            let cells = |row: &Vec<String>| row[..columns].iter().cloned().map(Cell::from).collect::<Vec<_>>();
            let text = drawn(&Table::new(names).rows(rows.iter().map(cells)), width);
            for line in text.lines() {
                assert!(line.width() <= width, "{line}");
            }
            let shown: Vec<&str> = text.split_whitespace().collect();
            for word in rows.iter().flat_map(|row| &row[..columns]).flat_map(|cell| cell.split(' ')) {
                assert!(shown.contains(&word), "{word} in\n{text}");
            }
        }
    }
}

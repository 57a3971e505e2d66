//! Bars that stand below each other on a terminal, each with its label and what is said about it.

use super::wrap::Words;

const INDENT: usize = 2;
/// Below this width a note of several words would become a tall thin column.
const NOTE_MIN: usize = 24;

/// A bar with its label and what is said behind it, ready to be laid out.
pub(super) struct Gauge {
    /// What stands before the bar.
    pub(super) label: Words,
    /// The bar, drawn.
    pub(super) bar: String,
    /// The columns that it takes.
    pub(super) bar_width: usize,
    /// What is said behind it.
    pub(super) note: Words,
}

/// The lines of some bars, their labels in one column where there is room.
pub(super) fn lines(gauges: &[Gauge], width: usize) -> Vec<String> {
    let label_width = gauges
        .iter()
        .map(|gauge| gauge.label.width())
        .max()
        .unwrap_or(0);
    gauges
        .iter()
        .flat_map(|gauge| gauge.lines(label_width, width))
        .collect()
}

impl Gauge {
    /// The label before the bar where there is room, else above it.
    fn lines(&self, label_width: usize, width: usize) -> Vec<String> {
        let head_width = label_width + INDENT + self.bar_width;
        if head_width <= width {
            let head = self.label.padded(label_width + INDENT) + &self.bar;
            return self.with_note(&head, head_width, width);
        }
        let head = " ".repeat(INDENT) + &self.bar;
        let mut lines = self.label.fill(width);
        lines.extend(self.with_note(&head, INDENT + self.bar_width, width));
        lines
    }

    /// The note behind the bar where it can be read there, else below.
    fn with_note(&self, head: &str, head_width: usize, width: usize) -> Vec<String> {
        let note_column = head_width + INDENT;
        let beside = width.saturating_sub(note_column);
        let is_readable = NOTE_MIN <= beside && self.note.longest_word() <= beside;
        if is_readable || self.note.width() <= beside {
            let head = head.to_owned() + &" ".repeat(INDENT);
            return self.note.fill_behind(&head, note_column, width);
        }
        let mut lines = vec![head.to_owned()];
        if self.note.width() > 0 {
            lines.extend(
                self.note
                    .fill_behind(&" ".repeat(2 * INDENT), 2 * INDENT, width),
            );
        }
        lines
    }
}

//! Where an error is: the place, the line of the file, a caret below it, and the cure.

use super::escape::{visible, visible_characters};
use super::look::Look;
use super::paint;
use super::text::Tone;
use unicode_width::UnicodeWidthStr;

/// An error about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// The file, as the user would name it.
    pub path: &'a str,
    /// Where in the file, if it has a place there.
    pub place: Option<Place<'a>>,
    /// What is wrong.
    pub message: &'a str,
    /// What to do about it.
    pub hint: Option<&'a str>,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// How many characters are meant; 0 is shown as 1.
    pub width_characters: usize,
    /// The whole line, with or without its end.
    pub source_line: &'a str,
}

/// How a tab is shown, so that the caret stands where it should on every terminal.
const TAB: &str = "    ";
/// Even in a narrow window a part of the line is shown.
const WINDOW_MIN: usize = 20;

impl Excerpt<'_> {
    /// `path:line:column: message`, the line with its caret, and the hint; each line with its feed.
    pub fn render(&self, look: &Look) -> String {
        let mut out = String::new();
        paint::push(&mut out, Tone::Strong, &visible(self.path));
        if let Some(place) = &self.place {
            paint::push(
                &mut out,
                Tone::Strong,
                &format!(":{}:{}", place.line, place.column),
            );
        }
        out.push_str(": ");
        out.push_str(&lines_of(self.message));
        out.push('\n');
        if let Some(place) = &self.place {
            out.push_str(&place.lines(look));
        }
        if let Some(hint) = self.hint {
            paint::push(&mut out, Tone::Strong, "hint:");
            out.push(' ');
            out.push_str(&lines_of(hint));
            out.push('\n');
        }
        paint::finish(&out, look.color)
    }
}

impl Place<'_> {
    fn lines(&self, look: &Look) -> String {
        let number = self.line.to_string();
        let gutter = number.len() + " | ".len();
        let window = look.width.saturating_sub(gutter + 2).max(WINDOW_MIN);
        let shown = self.windowed(window, look);
        let caret = "^".repeat(shown.caret_width.max(1));
        let blank = " ".repeat(number.len());
        format!(
            "  {} {}\n  {} {}{}\n",
            paint::toned(Tone::Dim, &format!("{number} |")),
            shown.text,
            paint::toned(Tone::Dim, &format!("{blank} |")),
            " ".repeat(shown.caret_column),
            paint::toned(Tone::Bad, &caret),
        )
    }

    /// The part of the line around the caret that fits into `window` columns.
    fn windowed(&self, window: usize, look: &Look) -> Shown {
        let cells: Vec<String> = cells(self.source_line);
        let start = self.column.saturating_sub(1).min(cells.len());
        let end = (start + self.width_characters.max(1)).min(cells.len());
        let whole: usize = width(&cells);
        if whole <= window {
            return Shown {
                text: cells.concat(),
                caret_column: width(&cells[..start]),
                caret_width: width(&cells[start..end]),
            };
        }
        cut(&cells, start, end, window, look)
    }
}

/// A line as it is shown, and where its caret goes.
struct Shown {
    text: String,
    caret_column: usize,
    caret_width: usize,
}

/// Cuts a line that is too long on both sides of the caret, with a mark where something is missing.
fn cut(cells: &[String], start: usize, end: usize, window: usize, look: &Look) -> Shown {
    let mark = look.choose("…", "...");
    let room = window.saturating_sub(2 * mark.width());
    // A third of the room before the caret: what is wrong is read on to the right.
    let mut first = start;
    while 0 < first && width(&cells[first - 1..start]) <= room / 3 {
        first -= 1;
    }
    let mut last = first;
    while last < cells.len() && width(&cells[first..=last]) <= room {
        last += 1;
    }
    while 0 < first && width(&cells[first - 1..last]) <= room {
        first -= 1;
    }
    let lead = if 0 < first { mark } else { "" };
    let trail = if last < cells.len() { mark } else { "" };
    let end = end.min(last).max(start);
    Shown {
        text: format!("{lead}{}{trail}", cells[first..last].concat()),
        caret_column: lead.width() + width(&cells[first..start]),
        caret_width: width(&cells[start..end]),
    }
}

/// The characters of a line, each as it is shown.
fn cells(source_line: &str) -> Vec<String> {
    let line = source_line.trim_end_matches(['\n', '\r']);
    let shown = visible_characters(line);
    let is_tab = line.chars().map(|character| character == '\t');
    shown
        .into_iter()
        .zip(is_tab)
        .map(|(cell, tab)| if tab { TAB.to_owned() } else { cell })
        .collect()
}

fn width(cells: &[String]) -> usize {
    cells.concat().width()
}

/// A message, which may have several lines.
fn lines_of(message: &str) -> String {
    let lines: Vec<_> = message.lines().map(visible).collect();
    lines.join("\n")
}

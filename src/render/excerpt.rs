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
        let caret_column = width(&cells[..start]);
        let caret_width = width(&cells[start..end]);
        // A caret behind the last character takes a column of its own.
        if width(&cells).max(caret_column + caret_width.max(1)) <= window {
            return Shown {
                text: cells.concat(),
                caret_column,
                caret_width,
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

#[cfg(test)]
mod tests {
    use super::{Excerpt, Place};
    use crate::render::look::Look;
    use proptest::prelude::{any, prop_assert, proptest};
    use unicode_width::UnicodeWidthStr;

    fn at(column: usize, width_characters: usize, source_line: &str) -> Excerpt<'_> {
        let place = Place {
            line: 6,
            column,
            width_characters,
            source_line,
        };
        let message = "capacity: expected a whole number 0..50, found \"two\"";
        Excerpt {
            path: "participants/ada.toml",
            place: Some(place),
            message,
            hint: None,
        }
    }

    /// The source line and the caret line.
    fn shown(excerpt: &Excerpt, look: Look) -> (String, String) {
        let text = excerpt.render(&look);
        let mut lines = text.lines().skip(1).map(str::to_owned);
        (
            lines.next().unwrap_or_default(),
            lines.next().unwrap_or_default(),
        )
    }

    #[test]
    fn an_error_shows_its_place_its_line_and_its_cure() {
        let excerpt = Excerpt {
            hint: Some("write `capacity = 2`"),
            ..at(12, 5, "capacity = \"two\"")
        };
        let expected = "\
participants/ada.toml:6:12: capacity: expected a whole number 0..50, found \"two\"
  6 | capacity = \"two\"
    |            ^^^^^
hint: write `capacity = 2`
";
        assert_eq!(excerpt.render(&Look::plain(80)), expected);
    }

    #[test]
    fn an_error_without_a_place_names_the_file() {
        let excerpt = Excerpt {
            path: "a.toml",
            place: None,
            message: "not UTF-8",
            hint: None,
        };
        assert_eq!(excerpt.render(&Look::plain(80)), "a.toml: not UTF-8\n");
    }

    #[test]
    fn the_caret_stands_below_its_character_in_every_script() {
        let cjk = shown(&at(9, 2, "name = \"山田\" # x"), Look::plain(80));
        assert_eq!(
            cjk,
            (
                "  6 | name = \"山田\" # x".into(),
                "    |         ^^^^".into()
            )
        );
        let tab = shown(&at(2, 1, "\tx"), Look::plain(80));
        assert_eq!(tab, ("  6 |     x".into(), "    |     ^".into()));
        let hidden = shown(&at(3, 1, "a\u{202e}x"), Look::plain(80));
        assert_eq!(
            hidden,
            ("  6 | a\\u{202e}x".into(), "    |          ^".into())
        );
    }

    #[test]
    fn a_place_behind_the_end_of_the_line_has_a_caret_too() {
        let behind = shown(&at(4, 0, "a =\r\n"), Look::plain(80));
        assert_eq!(behind, ("  6 | a =".into(), "    |    ^".into()));
        assert_eq!(
            shown(&at(99, 9, ""), Look::plain(80)),
            ("  6 | ".into(), "    | ^".into())
        );
    }

    #[test]
    fn a_long_line_is_cut_around_its_caret() {
        let line = format!("{} \"two\" {}", "left ".repeat(20), "right ".repeat(20));
        let cut = shown(
            &at(102, 5, &line),
            Look {
                ascii: true,
                ..Look::plain(40)
            },
        );
        assert_eq!(cut.0, "  6 | ...ft left  \"two\" right right r...");
        assert_eq!(cut.1, "    |             ^^^^^");
    }

    #[test]
    fn colour_adds_codes_and_changes_nothing_else() {
        let excerpt = at(12, 5, "capacity = \"two\"");
        let colored = excerpt.render(&Look {
            color: true,
            ..Look::plain(80)
        });
        assert!(colored.contains("\u{1b}[31m^^^^^\u{1b}[0m"));
        let codes = ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[31m", "\u{1b}[0m"];
        let bare = codes
            .iter()
            .fold(colored, |text, code| text.replace(code, ""));
        assert_eq!(bare, excerpt.render(&Look::plain(80)));
    }

    proptest! {
        #[test]
        fn lines_fit_the_window_whatever_the_source(
            source_line in any::<String>(),
            column in 0_usize..60,
            width_characters in 0_usize..60,
            width in 40_usize..80,
        ) {
            let source_line = source_line.replace('\n', "");
            let (source, caret) = shown(&at(column, width_characters, &source_line), Look::plain(width));
            prop_assert!(source.width() <= width, "{source}");
            prop_assert!(caret.width() <= width, "{caret}");
            prop_assert!(caret.ends_with('^'));
        }
    }
}

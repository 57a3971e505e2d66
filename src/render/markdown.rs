//! A document as GitHub Markdown, in which no data can become markup.

use super::document::{Block, Document, Level, Meter, Verbatim, VerbatimKind};
use super::escape::{visible, visible_line};
use super::figure::Figure;
use super::table::{Align, Cell, Column, Table};
use super::text::{Text, Tone};
use super::words;

/// The document as Markdown, blocks apart by an empty line.
pub fn render(document: &Document) -> String {
    let blocks: Vec<String> = document
        .blocks
        .iter()
        .map(block_text)
        .filter(|text| !text.is_empty())
        .collect();
    let mut out = blocks.join("\n\n");
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Heading(level, text) => heading(*level, text),
        Block::Paragraph(text) => inline(text, "\\\n"),
        Block::Facts(facts) => joined(facts.rows.iter().map(|(label, cell)| fact(label, cell))),
        Block::Table(rows) => table(rows),
        Block::List(items) => joined(items.iter().map(item)),
        Block::Meters(meters) => joined(meters.iter().map(meter)),
        Block::Verbatim(text) => fenced(text),
        Block::Figure(figure) => pictured(figure),
    }
}

/// A picture as its words and its numbers.
fn pictured(figure: &Figure) -> String {
    let (title, description) = (
        escaped_line(&figure.title),
        escaped_line(&figure.description),
    );
    format!("**{title}**: {description}\n\n{}", table(&figure.table()))
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn heading(level: Level, text: &Text) -> String {
    let marks = match level {
        Level::Title => "#",
        Level::Section => "##",
        Level::Subsection => "###",
    };
    format!("{marks} {}", inline(text, " "))
}

fn fact(label: &str, cell: &Cell) -> String {
    format!(
        "- **{}:** {}",
        escaped_line(label),
        inline(cell.text(), "<br>")
    )
}

fn item(text: &Text) -> String {
    format!("- {}", inline(text, "<br>"))
}

fn meter(meter: &Meter) -> String {
    let percent = words::percent(meter.value, meter.total).unwrap_or_else(|| "—".to_owned());
    let expected = meter.expected.map_or_else(String::new, |expected| {
        format!(", {expected} expected by now")
    });
    let label = inline(&meter.label, " ");
    // A note says what the percentage is of, in better words than two numbers do.
    let note = if meter.note.is_empty() {
        format!("{} of {}", meter.value, meter.total)
    } else {
        inline(&meter.note, "<br>")
    };
    format!("- **{label}:** {percent}, {note}{expected}")
}

fn table(table: &Table) -> String {
    let title = |column: &Column| escaped_line(&column.title);
    let rule = |column: &Column| match column.align {
        Align::Left => "---".to_owned(),
        Align::Right => "---:".to_owned(),
    };
    let header = table_row(table.columns().iter().map(title));
    let rules = table_row(table.columns().iter().map(rule));
    let rows = table
        .body()
        .iter()
        .map(|row| table_row(row.iter().map(|cell| inline(cell.text(), "<br>"))));
    joined([header, rules].into_iter().chain(rows))
}

fn table_row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.collect();
    format!("| {} |", cells.join(" | "))
}

fn fenced(verbatim: &Verbatim) -> String {
    let language = match verbatim.kind {
        VerbatimKind::Text => "",
        VerbatimKind::Diff => "diff",
    };
    let fence = "`".repeat(longest_run(&verbatim.text, '`').max(2) + 1);
    let mut out = format!("{fence}{language}\n");
    for line in verbatim.text.lines() {
        out.push_str(&visible_line(line));
        out.push('\n');
    }
    out + &fence
}

fn longest_run(text: &str, wanted: char) -> usize {
    text.split(|character| character != wanted)
        .map(str::len)
        .max()
        .unwrap_or(0)
}

/// A text with its tones, its lines joined by a break that the place allows.
///
/// Breaks wait until more text follows: at an end they would be read as text.
fn inline(text: &Text, line_break: &str) -> String {
    let mut out = String::new();
    let mut breaks = 0;
    for span in &text.spans {
        for (index, line) in span.text.split('\n').enumerate() {
            breaks += usize::from(index > 0 && !out.is_empty());
            let is_blank = line.trim_matches(' ').is_empty();
            if is_blank && (breaks > 0 || out.is_empty()) {
                continue;
            }
            out.push_str(&line_break.repeat(breaks));
            breaks = 0;
            push_span(&mut out, span.tone, line);
        }
    }
    out.trim_matches(' ').to_owned()
}

/// Emphasis holds only where its marks touch words, so blanks stay outside.
fn push_span(out: &mut String, tone: Tone, text: &str) {
    let word = text.trim();
    if tone != Tone::Strong || word.is_empty() {
        push_escaped(out, text);
        return;
    }
    let start = text.len() - text.trim_start().len();
    push_escaped(out, &text[..start]);
    out.push_str("**");
    push_escaped(out, word);
    out.push_str("**");
    push_escaped(out, &text[start + word.len()..]);
}

fn escaped_line(text: &str) -> String {
    inline(&text.into(), " ")
}

/// Adds a text with a backslash before all that Markdown could read as markup.
fn push_escaped(out: &mut String, text: &str) {
    let text = visible(text);
    let line_start = out.rfind('\n').map_or(0, |line_feed| line_feed + 1);
    for (at, character) in text.char_indices() {
        let before = out[line_start..].trim_start_matches(' ');
        let after = &text[at + character.len_utf8()..];
        if is_markup(before, character, after) {
            out.push('\\');
        }
        out.push(character);
    }
}

/// Whether a character could be markup between what stands before it on its line and after it.
fn is_markup(before: &str, character: char, after: &str) -> bool {
    match character {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&' | '$' | '!' => true,
        '-' | '+' | '=' => before.is_empty() && !starts_with_digit(after),
        '.' => ends_number(before) && is_end_of_word(after) || ends_www(before),
        ')' => ends_number(before) && is_end_of_word(after),
        // `:-` below a line makes a table of both.
        ':' => before.is_empty() || after.starts_with("//"),
        _ => false,
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|character: char| character.is_ascii_digit())
}

/// `1. ` and `1) ` begin a list; `1.5` does not.
fn ends_number(before: &str) -> bool {
    !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_end_of_word(after: &str) -> bool {
    after.is_empty() || after.starts_with(' ')
}

/// GitHub makes links of bare addresses too.
fn ends_www(before: &str) -> bool {
    before
        .get(before.len().saturating_sub(3)..)
        .is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::render::document::{Document, Facts, Meter, Verbatim};
    use crate::render::table::{Cell, Column, Table};
    use crate::render::text::{Span, Text};

    #[test]
    fn each_block_is_what_github_knows_it_as() {
        let columns = [Column::text("id", "id"), Column::number("hours", "hours")];
        let document = Document::new()
            .heading("Spring 2026")
            .section("Pairings")
            .paragraph(
                Text::new()
                    .with("met ")
                    .with(Span::strong("today "))
                    .with("at 9"),
            )
            .table(Table::new(columns).row([Cell::id("ada-ben", 1), Cell::number("7.5")]))
            .facts(Facts::new().fact("capacity", 3).fact("free", Cell::none()))
            .list(["one", "two"])
            .meters([Meter::new("Lead", 7, 10).expected(8).note("on track")])
            .verbatim(Verbatim::diff("-a\n+b\n"));
        let expected = "\
# Spring 2026

## Pairings

met **today** at 9

| id | hours |
| --- | ---: |
| ada-ben | 7.5 |

- **capacity:** 3
- **free:** —

- one
- two

- **Lead:** 70%, on track, 8 expected by now

```diff
-a
+b
```
";
        assert_eq!(render(&document), expected);
    }

    #[test]
    fn data_never_becomes_markup() {
        let shown = |text: &str| render(&Document::new().paragraph(text));
        assert_eq!(
            shown("*a* _b_ `c` ~~d~~"),
            "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~\n"
        );
        assert_eq!(
            shown("[x](http://y) <b> &lt; a|b"),
            "\\[x\\](http\\://y) \\<b\\> \\&lt; a\\|b\n"
        );
        assert_eq!(shown("www.evil.example"), "www\\.evil.example\n");
        assert_eq!(shown("# no heading"), "\\# no heading\n");
        assert_eq!(shown("- no item"), "\\- no item\n");
        assert_eq!(shown("12. no item"), "12\\. no item\n");
        assert_eq!(shown("---"), "\\---\n");
        assert_eq!(shown("title\n==="), "title\\\n\\===\n");
        assert_eq!(shown("\u{1b}[31m"), "\\\\u{1b}\\[31m\n");
    }

    #[test]
    fn lines_at_either_end_vanish_and_others_are_kept() {
        let shown = |text: &str| render(&Document::new().paragraph(text));
        assert_eq!(shown("\n one\n:-\n\n"), "one\\\n\\:-\n");
        assert_eq!(shown(" \n"), "");
    }

    #[test]
    fn numbers_and_dates_stay_readable() {
        let shown = |text: &str| render(&Document::new().paragraph(text));
        assert_eq!(
            shown("-5 of 7.5 on 2026-11-23 (36.5)"),
            "-5 of 7.5 on 2026-11-23 (36.5)\n"
        );
        assert_eq!(shown("7.5"), "7.5\n");
    }

    #[test]
    fn markup_cannot_be_put_together_from_pieces() {
        let text = Text::new().with(" ").with("1").with(".").with(" x");
        assert_eq!(render(&Document::new().paragraph(text)), "1\\. x\n");
        let text = Text::new().with(" ").with("-").with(" x");
        assert_eq!(render(&Document::new().paragraph(text)), "\\- x\n");
    }

    #[test]
    fn a_cell_stays_in_its_cell() {
        let table = Table::new([Column::text("a", "a|b"), Column::text("c", "c")])
            .row(["x | y\\".into(), "one\ntwo".into()]);
        assert_eq!(
            render(&Document::new().table(table)),
            "| a\\|b | c |\n| --- | --- |\n| x \\| y\\\\ | one<br>two |\n"
        );
    }

    #[test]
    fn a_verbatim_text_cannot_leave_its_fence() {
        let document = Document::new().verbatim(Verbatim::text("a\n````\n# b\u{7}"));
        assert_eq!(render(&document), "`````\na\n````\n# b\\u{7}\n`````\n");
    }
}

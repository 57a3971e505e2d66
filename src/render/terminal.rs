//! A document on a terminal: lines of at most the look's width, unless a single word is longer.
//!
//! With and without colour the same characters stand in the same places. Verbatim lines keep their
//! length.

use super::document::{Block, Document, Facts, Level, Verbatim, VerbatimKind};
use super::escape::visible_line;
use super::figure::Figure;
use super::grid;
use super::look::Look;
use super::meter;
use super::paint;
use super::text::{Span, Text, Tone};
use super::wrap::Words;

const INDENT: usize = 2;

/// The document as lines, each with its line feed, blocks apart by an empty line.
pub fn render(document: &Document, look: &Look) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut is_close = true;
    for block in &document.blocks {
        let block_lines = block_lines(block, look);
        if block_lines.is_empty() {
            continue;
        }
        if !is_close {
            lines.push(String::new());
        }
        lines.extend(block_lines);
        // A section and what it holds are one thing to the eye; a title stands over everything.
        is_close = matches!(block, Block::Heading(Level::Section | Level::Subsection, _));
    }
    let mut out = lines.join("\n");
    if !lines.is_empty() {
        out.push('\n');
    }
    paint::finish(&out, look.color)
}

fn block_lines(block: &Block, look: &Look) -> Vec<String> {
    match block {
        Block::Heading(_, text) => heading(text, look),
        Block::Paragraph(text) => Words::new(text, look).fill(look.width),
        Block::Facts(facts) => fact_lines(facts, look),
        Block::Table(table) => grid::lines(table, look),
        Block::List(items) => items
            .iter()
            .flat_map(|item| item_lines(item, look))
            .collect(),
        Block::Meters(meters) => meter::lines(meters, look),
        Block::Verbatim(verbatim) => verbatim_lines(verbatim),
        Block::Figure(figure) => figure_lines(figure, look),
    }
}

fn heading(text: &Text, look: &Look) -> Vec<String> {
    let strong = |span: &Span| match span.tone {
        Tone::Plain => span.clone().toned(Tone::Strong),
        _ => span.clone(),
    };
    let spans: Vec<Span> = text.spans.iter().map(strong).collect();
    Words::new(&spans.into(), look).joined().fill(look.width)
}

fn item_lines(item: &Text, look: &Look) -> Vec<String> {
    let bullet = format!("{} ", look.choose("•", "*"));
    Words::new(item, look).fill_behind(&bullet, INDENT, look.width)
}

/// Labels and values in two columns, or each below the other where half the width is not enough
/// for the labels or a value's word does not fit beside them.
fn fact_lines(facts: &Facts, look: &Look) -> Vec<String> {
    let rows: Vec<(Words, Words)> = facts
        .rows
        .iter()
        .map(|(label, cell)| {
            (
                Words::of(Tone::Dim, label, look),
                Words::new(cell.text(), look),
            )
        })
        .collect();
    let label_width = rows
        .iter()
        .map(|(label, _)| label.width())
        .max()
        .unwrap_or(0);
    let beside = look.width.saturating_sub(label_width + INDENT);
    if look.width / 2 < label_width || rows.iter().any(|(_, value)| beside < value.longest_word()) {
        let stacked = facts
            .rows
            .iter()
            .flat_map(|(label, cell)| grid::labelled(label, cell, look));
        return stacked.collect();
    }
    let pair = |(label, value): &(Words, Words)| {
        let head_width = label_width + INDENT;
        value.fill_behind(&label.padded(head_width), head_width, look.width)
    };
    rows.iter().flat_map(pair).collect()
}

/// A picture below its title; what it describes can be seen here.
fn figure_lines(figure: &Figure, look: &Look) -> Vec<String> {
    let mut lines = Words::of(Tone::Strong, &figure.title, look).fill(look.width);
    lines.extend(figure.lines(look));
    lines
}

fn verbatim_lines(verbatim: &Verbatim) -> Vec<String> {
    let lines = verbatim.text.lines();
    match verbatim.kind {
        VerbatimKind::Text => lines.map(|line| line_in(Tone::Plain, line)).collect(),
        VerbatimKind::Diff => lines.map(|line| line_in(diff_tone(line), line)).collect(),
    }
}

fn line_in(tone: Tone, line: &str) -> String {
    paint::toned(tone, &visible_line(line))
}

fn diff_tone(line: &str) -> Tone {
    match line.as_bytes() {
        [b'-', b'-', b'-', b' ', ..] | [b'+', b'+', b'+', b' ', ..] => Tone::Strong,
        [b'@', b'@', ..] | [b'\\', ..] => Tone::Dim,
        [b'+', ..] => Tone::Good,
        [b'-', ..] => Tone::Bad,
        _ => Tone::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::render::document::{Document, Facts, Meter, Verbatim};
    use crate::render::look::Look;
    use crate::render::table::{Cell, Column, Table};
    use crate::render::text::{Span, Text};
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    fn program() -> Document {
        let columns = [Column::text("id", "id"), Column::number("hours", "hours")];
        let who = Span::drawn("Ada → Ben", "Ada -> Ben");
        Document::new()
            .heading("Spring 2026")
            .paragraph(
                Text::new()
                    .with("Week 9 of 24, ")
                    .with(Span::warning("3 unmatched"))
                    .with(": look at them soon."),
            )
            .section("Pairing")
            .facts(
                Facts::new()
                    .fact("who", who)
                    .fact("goal", "Lead a design review in the team")
                    .fact("ends", Cell::none()),
            )
            .subsection("Hours")
            .table(Table::new(columns).row([Cell::id("ada-ben", 3), Cell::number("7.5")]))
            .meters([
                Meter::new("Lead a review", 7, 10)
                    .expected(8)
                    .note("due 12 Dec"),
                Meter::new("Read", 1, 3),
            ])
            .list(["one thing", "another thing, longer than the first one"])
            .verbatim(Verbatim::text(
                "Dear Ada,\n\n\tthank you\u{7} for a line that nobody may break.",
            ))
    }

    #[test]
    fn at_40_columns_in_ascii() {
        let expected = "\
Spring 2026

Week 9 of 24, 3 unmatched: look at them
soon.

Pairing
who   Ada -> Ben
goal  Lead a design review in the team
ends  -

Hours
id       hours
ada-ben    7.5

Lead a review  #######-|- 70%
    due 12 Dec
Read           ###------- 33%

* one thing
* another thing, longer than the first
  one

Dear Ada,

\tthank you\\u{7} for a line that nobody may break.
";
        assert_eq!(
            render(
                &program(),
                &Look {
                    ascii: true,
                    ..Look::plain(40)
                }
            ),
            expected
        );
    }

    const FROM_60: &str = "\
Spring 2026

Week 9 of 24, 3 unmatched: look at them soon.

Pairing
who   Ada → Ben
goal  Lead a design review in the team
ends  —

Hours
id       hours
ada-ben    7.5

Lead a review  ███████░│░ 70%  due 12 Dec
Read           ███░░░░░░░ 33%

• one thing
• another thing, longer than the first one

Dear Ada,

\tthank you\\u{7} for a line that nobody may break.
";

    #[test]
    fn at_60_and_80_columns() {
        assert_eq!(render(&program(), &Look::plain(60)), FROM_60);
        assert_eq!(render(&program(), &Look::plain(80)), FROM_60);
    }

    #[test]
    fn at_160_columns_bars_are_longer() {
        let expected = FROM_60
            .replace("███████░│░ 70%", "██████████████░░│░░░ 70%")
            .replace("███░░░░░░░ 33%", "██████░░░░░░░░░░░░░░ 33%");
        assert_eq!(render(&program(), &Look::plain(160)), expected);
    }

    #[test]
    fn with_colour_words_of_one_tone_are_one_piece() {
        let columns = [Column::text("id", "id"), Column::text("last", "last met")];
        let document = Document::new()
            .heading("Spring 2026")
            .table(
                Table::new(columns).row([Cell::id("ada-ben", 3), Span::bad("6 weeks ago").into()]),
            )
            .verbatim(Verbatim::diff("--- a/x\n@@ -1 +1 @@\n-a\n+b\n c\n"));
        let expected = "\
\u{1b}[1mSpring 2026\u{1b}[0m

\u{1b}[4mid\u{1b}[0m       \u{1b}[4mlast met\u{1b}[0m
\u{1b}[4mada\u{1b}[0m-ben  \u{1b}[31m6 weeks ago\u{1b}[0m

\u{1b}[1m--- a/x\u{1b}[0m
\u{1b}[2m@@ -1 +1 @@\u{1b}[0m
\u{1b}[31m-a\u{1b}[0m
\u{1b}[32m+b\u{1b}[0m
 c
";
        assert_eq!(
            render(
                &document,
                &Look {
                    color: true,
                    ..Look::plain(80)
                }
            ),
            expected
        );
    }

    #[test]
    fn values_go_below_their_labels_where_a_word_would_not_fit_beside_them() {
        let mail = "ada.lovelace@analytical-engine.example";
        let facts = Facts::new()
            .fact("mail", mail)
            .fact("free", 2)
            .fact("note", "one\ntwo");
        let expected = "\
mail:
  ada.lovelace@analytical-engine.example
free: 2
note:
  one
  two
";
        assert_eq!(
            render(&Document::new().facts(facts), &Look::plain(40)),
            expected
        );
    }

    #[test]
    fn nothing_to_say_is_nothing() {
        assert_eq!(render(&Document::new(), &Look::plain(80)), "");
        assert_eq!(
            render(
                &Document::new().list([""; 0]).paragraph("x"),
                &Look::plain(80)
            ),
            "x\n"
        );
    }

    fn document_of(text: &str) -> Document {
        let columns = [Column::text("a", text), Column::number("b", "b")];
        Document::new()
            .heading(text)
            .paragraph(Text::new().with(Span::good(text)).with(text))
            .facts(Facts::new().fact(text, text))
            .table(Table::new(columns).row([text.into(), Cell::id(text, 2)]))
            .list([text])
            .meters([Meter::new(text, 1, 2).note(text)])
            .verbatim(Verbatim::diff(text))
    }

    proptest! {
        #[test]
        fn nothing_from_data_acts_on_a_terminal(text in any::<String>(), width in 0_usize..100) {
            let shown = render(&document_of(&text), &Look::plain(width));
            for character in shown.chars() {
                prop_assert!(matches!(character, '\n' | '\t') || !character.is_control());
                let is_mark = (0xfff0..=0xfff8).contains(&u32::from(character));
                prop_assert!(!is_mark, "a mark of a tone was left over");
            }
        }

        #[test]
        fn colour_adds_codes_and_changes_nothing_else(text in "[a-z 山é\n=+-]{0,30}", width in 0_usize..100) {
            let document = document_of(&text);
            let colored = render(&document, &Look { color: true, ..Look::plain(width) });
            let bare = ["[0m", "[1m", "[2m", "[4m", "[31m", "[32m", "[33m"]
                .iter()
                .fold(colored, |text, code| text.replace(&format!("\u{1b}{code}"), ""));
            prop_assert_eq!(bare, render(&document, &Look::plain(width)));
        }

        #[test]
        fn ascii_data_makes_an_ascii_page(text in "[ -~\n]{0,30}", width in 0_usize..120) {
            let look = Look { width, color: true, ascii: true };
            prop_assert!(render(&document_of(&text), &look).is_ascii());
        }
    }
}

//! A document on a terminal: lines of at most the look's width, unless a single word is longer.
//!
//! With and without colour the same characters stand in the same places. Verbatim lines keep their
//! length.

use super::document::{Block, Document, Facts, Level, Meter, Verbatim, VerbatimKind};
use super::escape::visible;
use super::grid;
use super::look::Look;
use super::paint;
use super::text::{Span, Text, Tone};
use super::words;
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
        Block::Meters(meters) => meter_lines(meters, look),
        Block::Verbatim(verbatim) => verbatim_lines(verbatim),
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
    let filled = Words::new(item, look).fill(look.width.saturating_sub(INDENT));
    hang(&bullet, INDENT, filled)
}

/// The first line behind `head`, the others under its text.
fn hang(head: &str, head_width: usize, lines: Vec<String>) -> Vec<String> {
    let hung = lines
        .into_iter()
        .enumerate()
        .map(|(index, line)| match index {
            0 => format!("{head}{line}"),
            _ => format!("{}{line}", " ".repeat(head_width)),
        });
    hung.map(|line| line.trim_end().to_owned()).collect()
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
        let head = padded(label, label_width + INDENT);
        hang(&head, label_width + INDENT, value.fill(beside))
    };
    rows.iter().flat_map(pair).collect()
}

/// The words on one line, filled with blanks to a width.
fn padded(words: &Words, width: usize) -> String {
    let blanks = width.saturating_sub(words.width());
    words.fill(usize::MAX).join(" ") + &" ".repeat(blanks)
}

const METER_CELLS: u64 = 10;
const METER_CELLS_WIDE: u64 = 20;
/// From this width on bars are drawn twice as long.
const METER_WIDE: usize = 100;

fn meter_lines(meters: &[Meter], look: &Look) -> Vec<String> {
    let cells = if look.width < METER_WIDE {
        METER_CELLS
    } else {
        METER_CELLS_WIDE
    };
    let labels: Vec<Words> = meters
        .iter()
        .map(|meter| Words::new(&meter.label, look).joined())
        .collect();
    let percents: Vec<String> = meters.iter().map(|meter| percent(meter, look)).collect();
    let label_width = labels.iter().map(Words::width).max().unwrap_or(0);
    let percent_width = percents
        .iter()
        .map(|text| text.chars().count())
        .max()
        .unwrap_or(0);
    let mut lines = Vec::new();
    for ((meter, label), percent) in meters.iter().zip(&labels).zip(&percents) {
        let bar = format!("{} {percent:>percent_width$}", bar(meter, cells, look));
        let bar_width = usize::try_from(cells).unwrap_or(0) + 1 + percent_width;
        let width = label_width + INDENT + bar_width;
        let note = Words::new(&meter.note, look);
        if width <= look.width {
            let head = padded(label, label_width + INDENT) + &bar;
            lines.extend(with_note(head, width, &note, look));
        } else {
            lines.extend(label.fill(look.width));
            let head = " ".repeat(INDENT) + &bar;
            lines.extend(with_note(head, INDENT + bar_width, &note, look));
        }
    }
    lines
}

/// A bar and its note, behind it where the note's words fit, else below.
fn with_note(head: String, head_width: usize, note: &Words, look: &Look) -> Vec<String> {
    if note.width() == 0 {
        return vec![head];
    }
    let beside = look.width.saturating_sub(head_width + INDENT);
    if note.longest_word() <= beside {
        let head = head + &" ".repeat(INDENT);
        return hang(&head, head_width + INDENT, note.fill(beside));
    }
    let indent = " ".repeat(2 * INDENT);
    let below = note.fill(look.width.saturating_sub(2 * INDENT));
    std::iter::once(head)
        .chain(below.into_iter().map(|line| indent.clone() + &line))
        .collect()
}

fn percent(meter: &Meter, look: &Look) -> String {
    words::percent(meter.value, meter.total).unwrap_or_else(|| look.choose("—", "-").to_owned())
}

/// `███████░│░`: what is done, what is not, and where it should stand.
///
/// Rounded down, so that a full bar means that all is done.
fn bar(meter: &Meter, cells: u64, look: &Look) -> String {
    let cells_of = |value: u64| match meter.total {
        0 => 0,
        total => u128::from(value.min(total)) * u128::from(cells) / u128::from(total),
    };
    let done = cells_of(meter.value);
    let mark = meter
        .expected
        .map(|expected| cells_of(expected).min(u128::from(cells) - 1));
    (0..u128::from(cells))
        .map(|cell| match cell {
            _ if mark == Some(cell) => look.choose("│", "|"),
            _ if cell < done => look.choose("█", "#"),
            _ => look.choose("░", "-"),
        })
        .collect()
}

fn verbatim_lines(verbatim: &Verbatim) -> Vec<String> {
    let lines = verbatim.text.lines();
    match verbatim.kind {
        VerbatimKind::Text => lines.map(|line| line_in(Tone::Plain, line)).collect(),
        VerbatimKind::Diff => lines.map(|line| line_in(diff_tone(line), line)).collect(),
    }
}

/// A line with its tabs, which are harmless and part of what was written.
fn line_in(tone: Tone, line: &str) -> String {
    let pieces: Vec<_> = line.split('\t').map(visible).collect();
    paint::toned(tone, &pieces.join("\t"))
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

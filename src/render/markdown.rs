//! A document as GitHub Markdown, in which no data can become markup.

use super::document::{Block, Document, Level, Meter, Verbatim, VerbatimKind};
use super::escape::visible;
use super::table::{Align, Cell, Column, Table};
use super::text::{Span, Text, Tone};
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
    }
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
    let note = inline(&meter.note, "<br>");
    let note = if note.is_empty() {
        note
    } else {
        format!(", {note}")
    };
    let label = inline(&meter.label, " ");
    format!(
        "- **{label}:** {percent} ({} of {}{expected}){note}",
        meter.value, meter.total
    )
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
        let pieces: Vec<_> = line.split('\t').map(visible).collect();
        out.push_str(&pieces.join("\t"));
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
fn inline(text: &Text, line_break: &str) -> String {
    let mut out = String::new();
    for span in &text.spans {
        for (index, line) in span.text.split('\n').enumerate() {
            if index > 0 {
                out.push_str(line_break);
            }
            push_toned(&mut out, span, line);
        }
    }
    let blanks = |character| character == ' ';
    out.trim_matches(blanks).to_owned()
}

/// Emphasis holds only where its marks touch words, so blanks stay outside.
fn push_toned(out: &mut String, span: &Span, line: &str) {
    let word = line.trim();
    let marks = match span.tone {
        Tone::Strong if !word.is_empty() => "**",
        _ => "",
    };
    let start = line.len() - line.trim_start().len();
    let (before, after) = (&line[..start], &line[start + word.len()..]);
    let is_at_start = out.is_empty() || out.ends_with('\n');
    for part in [
        escaped(before, is_at_start).as_str(),
        marks,
        &escaped(word, is_at_start),
        marks,
        &escaped(after, false),
    ] {
        out.push_str(part);
    }
}

fn escaped_line(text: &str) -> String {
    escaped(&text.replace('\n', " "), true)
}

/// The text with a backslash before all that Markdown could read as markup.
fn escaped(text: &str, is_at_start: bool) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len() + 8);
    let leading = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, character) in text.char_indices() {
        let is_first = is_at_start && at == 0;
        let is_numbering = is_at_start && 0 < leading && at == leading;
        let is_markup = match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&' | '$' | '!' => {
                true
            }
            '-' | '+' | '=' => is_first,
            '.' | ')' => is_numbering || text[..at].ends_with("www"),
            ':' => text[at..].starts_with("://"),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

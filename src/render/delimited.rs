//! Tables for scripts and spreadsheets: TSV and CSV, untruncated, with plain values.
//!
//! Numbers stay numbers. In CSV no text can become a formula of a spreadsheet (OWASP, "CSV
//! Injection"). Lines end with a line feed, as tools on a command line expect; readers of RFC 4180
//! take it too.

use super::document::{Block, Document, Meter};
use super::escape::visible;
use super::table::{Cell, Table};

/// The document's first table as TSV, else its facts as lines of key and value, else its meters.
pub fn tsv(document: &Document) -> String {
    document
        .first_table()
        .map_or_else(|| keyed_tsv(document), table_tsv)
}

/// The document's first table as CSV, else its facts under `key,value`, else its meters.
pub fn csv(document: &Document) -> String {
    document
        .first_table()
        .map_or_else(|| keyed_csv(document), table_csv)
}

/// A table as TSV: a header and a line for each row, with the same number of tabs in all.
///
/// A tab in a cell becomes a blank and a line feed `\n`, because TSV has no quotes.
pub fn table_tsv(table: &Table) -> String {
    let keys: Vec<String> = table
        .columns()
        .iter()
        .map(|column| tsv_field(&column.key))
        .collect();
    let mut out = keys.join("\t") + "\n";
    for row in table.body() {
        let fields: Vec<String> = row.iter().map(|cell| tsv_field(&cell.value())).collect();
        out.push_str(&fields.join("\t"));
        out.push('\n');
    }
    out
}

/// A table as CSV (RFC 4180), with formulas defused.
pub fn table_csv(table: &Table) -> String {
    let header = table
        .columns()
        .iter()
        .map(|column| csv_text(&column.key))
        .collect();
    let rows = table
        .body()
        .iter()
        .map(|row| row.iter().map(csv_field).collect());
    written(std::iter::once(header).chain(rows))
}

fn keyed_tsv(document: &Document) -> String {
    if let Some(meters) = first_meters(document) {
        return table_tsv(&meters);
    }
    let line = |(key, cell): &(String, Cell)| {
        format!("{}\t{}\n", tsv_field(key), tsv_field(&cell.value()))
    };
    facts(document).map(line).collect()
}

fn keyed_csv(document: &Document) -> String {
    if let Some(meters) = first_meters(document) {
        return table_csv(&meters);
    }
    let header = vec!["key".to_owned(), "value".to_owned()];
    let rows = facts(document).map(|(key, cell)| vec![csv_text(key), csv_field(cell)]);
    written(std::iter::once(header).chain(rows))
}

/// The meters of a document that holds no facts.
fn first_meters(document: &Document) -> Option<Table> {
    if facts(document).next().is_some() {
        return None;
    }
    document.blocks.iter().find_map(|block| match block {
        Block::Meters(meters) => Some(Meter::table(meters)),
        _ => None,
    })
}

fn facts(document: &Document) -> impl Iterator<Item = &(String, Cell)> {
    document.blocks.iter().flat_map(|block| match block {
        Block::Facts(facts) => facts.rows.as_slice(),
        _ => &[],
    })
}

fn tsv_field(value: &str) -> String {
    let lines: Vec<String> = lines(value)
        .map(|line| visible(&line.replace('\t', " ")).into_owned())
        .collect();
    lines.join("\\n")
}

fn csv_field(cell: &Cell) -> String {
    let value = cell.value();
    if cell.is_number() {
        visible(&value).into_owned()
    } else {
        csv_text(&value)
    }
}

/// A text that no spreadsheet takes for a formula, safe on a terminal; line feeds and tabs stay,
/// the quotes hold them.
fn csv_text(value: &str) -> String {
    let text = if is_plain_number(value) {
        value.to_owned()
    } else {
        defused(value)
    };
    let escape_line = |line: &str| {
        let pieces: Vec<_> = line.split('\t').map(visible).collect();
        pieces.join("\t")
    };
    let lines: Vec<String> = text.split('\n').map(escape_line).collect();
    lines.join("\n")
}

/// The lines of a value, whichever system wrote it.
fn lines(value: &str) -> impl Iterator<Item = &str> {
    value
        .split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line))
}

/// Digits with at most one point and a minus: as harmless as a number cell.
fn is_plain_number(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(part)
}

/// Puts a `'` before each line that would be a formula, because a reader that misses the quotes
/// takes every line for a cell.
fn defused(value: &str) -> String {
    let value: Vec<&str> = lines(value).collect();
    let is_led_by_line_feed = 1 < value.len() && value[0].is_empty();
    let mut out = String::new();
    for (index, line) in value.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        if starts_formula(line) || (index == 0 && is_led_by_line_feed) {
            out.push('\'');
        }
        out.push_str(line);
    }
    out
}

/// Spreadsheets skip blanks before a formula, and take the wide forms of East Asian keyboards.
fn starts_formula(line: &str) -> bool {
    let led = line.trim_start_matches(|character: char| {
        character == ' ' || (character.is_whitespace() && !character.is_ascii())
    });
    led.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

fn written(records: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in records {
        writer
            .write_record(&record)
            .expect("memory can be written and all rows are as long");
    }
    let bytes = writer.into_inner().expect("memory can be flushed");
    String::from_utf8(bytes).expect("fields and separators are UTF-8")
}

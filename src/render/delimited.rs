//! Tables for scripts and spreadsheets: TSV and CSV, untruncated, with plain values.
//!
//! Numbers stay numbers. In CSV no text can become a formula of a spreadsheet (OWASP, "CSV
//! Injection"). Lines end with a line feed, as tools on a command line expect; readers of RFC 4180
//! take it too.

use super::document::{Block, Document, Meter};
use super::escape::{visible, visible_line};
use super::table::{Cell, Column, Table};

/// The document's first table as TSV, else its facts as lines of key and value, else the items of its
/// lists, else its meters or the numbers of its first picture.
pub fn tsv(document: &Document) -> String {
    document
        .first_table()
        .map_or_else(|| keyed_tsv(document), table_tsv)
}

/// The document's first table as CSV, else its facts under `key,value`, else the items of its lists, else
/// its meters or the numbers of its first picture.
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
        out.push_str(&tsv_line(row));
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

/// One line of TSV, for a table that is written while it is made.
pub fn tsv_line(cells: &[Cell]) -> String {
    let fields: Vec<String> = cells.iter().map(|cell| tsv_field(&cell.value())).collect();
    fields.join("\t") + "\n"
}

/// One line of CSV, for a table that is written while it is made.
pub fn csv_line(cells: &[Cell]) -> String {
    written(std::iter::once(cells.iter().map(csv_field).collect()))
}

fn keyed_tsv(document: &Document) -> String {
    if let Some(table) = items_or_drawn(document) {
        return table_tsv(&table);
    }
    let line = |(key, cell): &(String, Cell)| {
        format!("{}\t{}\n", tsv_field(key), tsv_field(&cell.value()))
    };
    facts(document).map(line).collect()
}

fn keyed_csv(document: &Document) -> String {
    if let Some(table) = items_or_drawn(document) {
        return table_csv(&table);
    }
    let header = vec!["key".to_owned(), "value".to_owned()];
    let rows = facts(document).map(|(key, cell)| vec![csv_text(key), csv_field(cell)]);
    written(std::iter::once(header).chain(rows))
}

/// The items of all lists, else the first meters or numbers of a picture, of a document that holds no facts.
fn items_or_drawn(document: &Document) -> Option<Table> {
    if facts(document).next().is_some() {
        return None;
    }
    let items = document.blocks.iter().flat_map(|block| match block {
        Block::List(items) => items.as_slice(),
        _ => &[],
    });
    let items: Vec<[Cell; 1]> = items.map(|item| [item.clone().into()]).collect();
    if !items.is_empty() {
        return Some(Table::new([Column::text("item", "item")]).rows(items));
    }
    document.blocks.iter().find_map(|block| match block {
        Block::Meters(meters) => Some(Meter::table(meters)),
        Block::Figure(figure) => Some(figure.table()),
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
    let lines: Vec<String> = text.split('\n').map(visible_line).collect();
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

/// A cell of our own CSV as it was before it was defused.
pub fn armed(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if starts_formula(text) => text,
        _ => cell,
    }
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

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        reason = "a test that cannot read its table back has failed"
    )]

    use super::{csv, is_plain_number, starts_formula, table_csv, table_tsv, tsv};
    use crate::render::document::{Document, Facts, Meter};
    use crate::render::table::{Cell, Column, Table};
    use proptest::prelude::{any, prop, proptest};

    fn one_column(cells: impl IntoIterator<Item = Cell>) -> Table {
        Table::new([Column::text("value", "Value")]).rows(cells.into_iter().map(|cell| [cell]))
    }

    fn cell_in_csv(cell: impl Into<Cell>) -> String {
        let text = table_csv(&one_column([cell.into()]));
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        record[0].to_owned()
    }

    #[test]
    fn scripts_read_keys_and_plain_values() {
        let columns = [
            Column::text("last_held", "last met"),
            Column::number("hours", "h"),
        ];
        let table = Table::new(columns)
            .row([
                Cell::from("6 weeks ago").with_value("2026-10-12"),
                Cell::number("7.5"),
            ])
            .row([Cell::none(), 3.into()]);
        assert_eq!(
            table_tsv(&table),
            "last_held\thours\n2026-10-12\t7.5\n\t3\n"
        );
        assert_eq!(table_csv(&table), "last_held,hours\n2026-10-12,7.5\n,3\n");
    }

    #[test]
    fn a_document_without_a_table_gives_its_facts_and_else_its_meters() {
        let meters = Document::new().meters([Meter::new("Lead", 7, 10).expected(8)]);
        assert_eq!(
            tsv(&meters),
            "label\tvalue\ttotal\texpected\tnote\nLead\t7\t10\t8\t\n"
        );
        let facts = meters
            .clone()
            .facts(Facts::new().fact("name", "Ada").fact("free", 2));
        assert_eq!(tsv(&facts), "name\tAda\nfree\t2\n");
        assert_eq!(csv(&facts), "key,value\nname,Ada\nfree,2\n");
        let table = facts.table(one_column(["x".into()])).table(one_column([]));
        assert_eq!(tsv(&table), "value\nx\n");
        assert_eq!(tsv(&Document::new().paragraph("x")), "");
        let items = meters.list(["one\ntwo", "three"]);
        assert_eq!(tsv(&items), "item\none\\ntwo\nthree\n");
    }

    #[test]
    fn a_cell_of_tsv_is_one_field_of_one_line() {
        let table = one_column(["a\tb\nc\r\nd\u{1b}".into()]);
        assert_eq!(table_tsv(&table), "value\na b\\nc\\nd\\u{1b}\n");
    }

    #[test]
    fn csv_quotes_what_rfc_4180_asks_for() {
        let table = one_column(["say \"hi\", Ada".into(), "one\ntwo".into()]);
        assert_eq!(
            table_csv(&table),
            "value\n\"say \"\"hi\"\", Ada\"\n\"one\ntwo\"\n"
        );
    }

    #[test]
    fn no_text_becomes_a_formula() {
        let payloads = [
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\nx",
            "  =1",
            "\u{a0}=1",
            " \u{3000}@x",
            "=cmd|' /C calc'!A0",
            "+44 20 7946 0000",
            "＝1+1",
            "-",
            "=",
        ];
        for payload in payloads {
            assert!(cell_in_csv(payload).starts_with('\''), "{payload:?}");
        }
        assert_eq!(cell_in_csv("see\n=1+1\r\n@x"), "see\n'=1+1\n'@x");
        assert_eq!(cell_in_csv("a=b - c"), "a=b - c");
        let table = Table::new([Column::text("=extra", "x")]).row(["y".into()]);
        assert_eq!(table_csv(&table), "'=extra\ny\n");
    }

    #[test]
    fn numbers_stay_numbers() {
        assert_eq!(cell_in_csv(-3), "-3");
        assert_eq!(cell_in_csv("-3.5"), "-3.5");
        assert_eq!(cell_in_csv(Cell::from("3 of 5").with_number(-3)), "-3");
        assert!(!is_plain_number("-") && !is_plain_number("1.") && !is_plain_number("-1-1"));
    }

    proptest! {
        #[test]
        fn each_line_of_tsv_has_the_same_tabs(
            rows in prop::collection::vec(any::<[String; 3]>(), 0..5),
        ) {
            let columns = ["a", "b\tc", "d"].map(|key| Column::text(key, key));
            let table = Table::new(columns).rows(rows.iter().map(|row| row.clone().map(Cell::from)));
            let text = table_tsv(&table);
            assert_eq!(text.matches('\n').count(), rows.len() + 1);
            assert!(text.lines().all(|line| line.matches('\t').count() == 2), "{text:?}");
        }

        #[test]
        fn csv_reads_back_equal(rows in prop::collection::vec(
            prop::collection::vec("[a-z0-9,;\"' \n.é山-]{0,9}", 3), 1..5,
        )) {
            let columns = ["a", "b", "c"].map(|key| Column::text(key, key));
            let cells = |row: &Vec<String>| row.iter().map(|text| text.as_str().into()).collect::<Vec<Cell>>();
            let text = table_csv(&Table::new(columns).rows(rows.iter().map(cells)));
            let mut reader = ::csv::Reader::from_reader(text.as_bytes());
            let read: Vec<Vec<String>> = reader.deserialize().map(Result::unwrap).collect();
            let harmless = |fields: &[Vec<String>]| fields.concat().concat().replace('\'', "");
            assert_eq!(harmless(&read), harmless(&rows));
            for (field, cell) in read.concat().iter().zip(rows.concat()) {
                let is_dangerous = cell.starts_with('\n') || cell.split('\n').any(starts_formula);
                assert!(*field == cell || is_dangerous, "{field:?} {cell:?}");
            }
        }

        #[test]
        fn no_line_of_any_text_starts_a_formula(text in "[=+@\t\r\n \u{a0}a-]{0,8}") {
            let field = cell_in_csv(text.as_str());
            assert!(is_plain_number(&text) || !field.split('\n').any(starts_formula), "{field:?}");
        }
    }
}

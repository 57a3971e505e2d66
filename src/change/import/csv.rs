//! From the bytes of a CSV file to a header and rows that know their numbers.
//!
//! It does not know what a column means. Its invariant: every row has one cell for each column of the header,
//! cells are trimmed and their lines end in `\n`, and the number of a row is the one that a spreadsheet shows
//! beside it (blank rows count, a line break inside a cell does not).

use csv::{ReaderBuilder, StringRecord};

/// The longest file: a million rows of a form's length.
pub const FILE_BYTES_MAX: usize = 256 * 1024 * 1024;
/// The most rows below the header.
pub const ROWS_MAX: usize = 1_000_000;
/// The most columns.
pub const COLUMNS_MAX: usize = 500;
/// The longest cell: as long as a text of a file may be.
pub const CELL_BYTES_MAX: usize = 1_000_000;

/// What may stand between two cells; of those that the header holds equally often, the first is taken.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A CSV file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvTable {
    /// Names of the columns, as written.
    pub header: Vec<String>,
    /// Rows that hold anything, in file order.
    pub rows: Vec<Row>,
    /// Rows that do not fit below the header.
    pub uneven: Vec<Uneven>,
}

/// One row below the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number in a spreadsheet: the header of a plain file is row 1.
    pub number: usize,
    cells: StringRecord,
}

/// A row with more or fewer cells than the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uneven {
    /// Its number in a spreadsheet.
    pub number: usize,
    /// How many cells it has.
    pub cells: usize,
}

/// Why bytes are no table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// More bytes than are read.
    #[error(
        "the file is longer than {} MB; split it",
        FILE_BYTES_MAX / (1024 * 1024)
    )]
    TooLong,
    /// The encoding of old spreadsheets.
    #[error("this is UTF-16, not UTF-8; save it as \"CSV UTF-8\"")]
    Utf16,
    /// Some other encoding.
    #[error("not UTF-8 in line {line} (byte {byte} of the file); save it as \"CSV UTF-8\"")]
    NotUtf8 {
        /// The line of the text, from 1.
        line: usize,
        /// The first bad byte, from 1.
        byte: usize,
    },
    /// Nothing in it.
    #[error("the file is empty; its first row must name the columns")]
    Empty,
    /// A quote runs to the end of the file.
    #[error(
        "the cell that opens with a quote in line {line} never closes it; add the closing `\"`"
    )]
    OpenQuote {
        /// The line of the text, from 1.
        line: usize,
    },
    /// More columns than are read.
    #[error("there are {columns} columns; at most {COLUMNS_MAX} are read")]
    TooManyColumns {
        /// How many there are.
        columns: usize,
    },
    /// More rows than are read.
    #[error("there are more than {ROWS_MAX} rows; split the file")]
    TooManyRows,
    /// A cell that is longer than a text may be.
    #[error("row {row}, column {column}: the cell is longer than {CELL_BYTES_MAX} bytes")]
    TooLongCell {
        /// The row.
        row: usize,
        /// The column, from 1.
        column: usize,
    },
    /// Two columns of one name.
    #[error(
        "columns {first} and {second} are both named `{header}` \
         (case, spaces, `-` and `_` do not count); rename one"
    )]
    SameHeader {
        /// The name of the second.
        header: String,
        /// The first column, from 1.
        first: usize,
        /// The second column, from 1.
        second: usize,
    },
    /// Cells below no name.
    #[error("column {column} has cells (row {row}) but no name in the header; name it")]
    Nameless {
        /// The column, from 1.
        column: usize,
        /// The first row with such a cell.
        row: usize,
    },
    /// Whatever else the reader of CSV refuses.
    #[error("{0}")]
    Malformed(String),
}

impl Row {
    /// A cell by the index of its column.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default()
    }
}

/// A header without case, spaces, `-` and `_`: how names of columns are compared.
pub fn folded(header: &str) -> String {
    let counted = |letter: &char| !letter.is_whitespace() && !matches!(letter, '-' | '_');
    header
        .chars()
        .filter(counted)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Reads a table: UTF-8 with or without a byte order mark, any line ends, cells between `,`, `;` or tabs.
///
/// The delimiter is the one that stands most often in the first line outside quotes, unless a line `sep=;`,
/// as spreadsheets write it, goes before the header.
///
/// # Errors
/// Bytes that are no text or no table, a header that names a column twice, and sizes past the limits.
/// Rows of another length than the header are no error here: they are listed in [`CsvTable::uneven`], so that
/// every bad row of a file can be named at once.
pub fn read(bytes: &[u8]) -> Result<CsvTable, CsvError> {
    let text = text(bytes)?;
    let (delimiter, skipped) = match separator_line(text) {
        Some((delimiter, end)) => (delimiter, end),
        None => (delimiter(text), 0),
    };
    let body = &text[skipped..];
    if let Some(at) = open_quote(body, delimiter) {
        let line = line_number(text, skipped + at);
        return Err(CsvError::OpenQuote { line });
    }
    table(body, delimiter, usize::from(0 < skipped))
}

fn text(bytes: &[u8]) -> Result<&str, CsvError> {
    if FILE_BYTES_MAX < bytes.len() {
        return Err(CsvError::TooLong);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(CsvError::Utf16);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let valid = error.valid_up_to();
        let before = String::from_utf8_lossy(&bytes[..valid]);
        CsvError::NotUtf8 {
            line: line_number(&before, before.len()),
            byte: valid + 1,
        }
    })?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    if text.trim().is_empty() {
        return Err(CsvError::Empty);
    }
    Ok(text)
}

/// The delimiter that a first line `sep=;` sets, and where that line ends.
fn separator_line(text: &str) -> Option<(u8, usize)> {
    let end = text.find('\n')?;
    let line = text[..end].trim_end_matches('\r');
    let named = line
        .strip_prefix("sep=")
        .or_else(|| line.strip_prefix("SEP="))?;
    let byte = *named.as_bytes().first()?;
    (named.len() == 1 && DELIMITERS.contains(&byte)).then_some((byte, end + 1))
}

fn delimiter(text: &str) -> u8 {
    let header = text.trim_start_matches(['\r', '\n']);
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut is_quoted = false;
    for byte in header.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                if let Some(index) = DELIMITERS.iter().position(|&known| known == byte) {
                    counts[index] += 1;
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let first = counts.iter().position(|&count| count == most);
    DELIMITERS[first.unwrap_or_default()]
}

/// Where a quote opens that runs to the end: the reader would take all the rest for one cell.
fn open_quote(text: &str, delimiter: u8) -> Option<usize> {
    let mut opened = None;
    let mut starts_cell = true;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        if opened.is_some() {
            if byte == b'"' && bytes.next_if(|&(_, next)| next == b'"').is_none() {
                opened = None;
            }
        } else {
            if byte == b'"' && starts_cell {
                opened = Some(at);
            }
            starts_cell = byte == delimiter || byte == b'\n' || byte == b'\r';
        }
    }
    opened
}

fn line_number(text: &str, at: usize) -> usize {
    1 + text[..at].matches('\n').count()
}

fn table(text: &str, delimiter: u8, rows_before: usize) -> Result<CsvTable, CsvError> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut number = rows_before;
    let mut table: Option<CsvTable> = None;
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let is_there = reader
            .read_record(&mut record)
            .map_err(|error| CsvError::Malformed(error.to_string()))?;
        if !is_there {
            break;
        }
        number += 1 + blank_lines(text, start);
        if let Some(column) = record.iter().position(|cell| CELL_BYTES_MAX < cell.len()) {
            return Err(CsvError::TooLongCell {
                row: number,
                column: column + 1,
            });
        }
        match &mut table {
            None if is_blank(&record) => {}
            None => table = Some(header(&record)?),
            Some(table) => add_row(table, number, &record)?,
        }
    }
    table.ok_or(CsvError::Empty)
}

/// Blank lines before a record: the reader passes over them, a spreadsheet numbers them.
fn blank_lines(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let is_split_line_end = text[..start.min(text.len())].ends_with('\r');
    let rest = rest
        .strip_prefix('\n')
        .filter(|_| is_split_line_end)
        .unwrap_or(rest);
    let blanks = &rest[..rest.len() - rest.trim_start_matches(['\r', '\n']).len()];
    blanks.replace("\r\n", "\n").len()
}

fn is_blank(record: &StringRecord) -> bool {
    record.iter().all(|cell| cell.trim().is_empty())
}

fn header(record: &StringRecord) -> Result<CsvTable, CsvError> {
    if COLUMNS_MAX < record.len() {
        let columns = record.len();
        return Err(CsvError::TooManyColumns { columns });
    }
    let mut header: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
    while header.last().is_some_and(String::is_empty) {
        header.pop();
    }
    for (second, name) in header
        .iter()
        .enumerate()
        .filter(|(_, name)| !name.is_empty())
    {
        let twin = header[..second]
            .iter()
            .position(|earlier| folded(earlier) == folded(name));
        if let Some(first) = twin {
            return Err(CsvError::SameHeader {
                header: name.clone(),
                first: first + 1,
                second: second + 1,
            });
        }
    }
    Ok(CsvTable {
        header,
        rows: Vec::new(),
        uneven: Vec::new(),
    })
}

fn add_row(table: &mut CsvTable, number: usize, record: &StringRecord) -> Result<(), CsvError> {
    if is_blank(record) {
        return Ok(());
    }
    if table.rows.len() == ROWS_MAX {
        return Err(CsvError::TooManyRows);
    }
    let columns = table.header.len();
    let further = record.iter().skip(columns);
    if record.len() < columns || further.into_iter().any(|cell| !cell.trim().is_empty()) {
        table.uneven.push(Uneven {
            number,
            cells: record.len(),
        });
        return Ok(());
    }
    let nameless = |column: &usize| table.header[*column].is_empty();
    if let Some(column) = (0..columns)
        .filter(nameless)
        .find(|&column| !record[column].trim().is_empty())
    {
        return Err(CsvError::Nameless {
            column: column + 1,
            row: number,
        });
    }
    let cells = record.iter().take(columns).map(tidy).collect();
    table.rows.push(Row { number, cells });
    Ok(())
}

fn tidy(cell: &str) -> String {
    let trimmed = cell.trim();
    if trimmed.contains('\r') {
        trimmed.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        trimmed.to_owned()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use proptest::prelude::*;

    fn cells(table: &CsvTable) -> Vec<(usize, Vec<&str>)> {
        let columns = 0..table.header.len();
        let row = |row: &'_ Row| row.number;
        table
            .rows
            .iter()
            .map(|each| {
                (
                    row(each),
                    columns.clone().map(|column| each.cell(column)).collect(),
                )
            })
            .collect()
    }

    #[test]
    fn delimiters_are_found_in_the_header_outside_quotes() {
        for (text, header) in [
            ("name,email\n", vec!["name", "email"]),
            ("name;email, please;x\n", vec!["name", "email, please", "x"]),
            ("name;\"a,b,c\";email\n", vec!["name", "a,b,c", "email"]),
            ("name\temail\n", vec!["name", "email"]),
            ("sep=;\nname, full;email\n", vec!["name, full", "email"]),
            ("name\n", vec!["name"]),
        ] {
            let text = format!("{text}1,2;3\t4\n");
            assert_eq!(read(text.as_bytes()).unwrap().header, header, "{text}");
        }
    }

    #[test]
    fn rows_have_the_numbers_of_a_spreadsheet_whatever_the_line_ends() {
        let text = "\n\nname,note\nAda,\"two\nlines\"\n\n,\nBob,x\n  \nKim,y";
        let expected = vec![
            (4, vec!["Ada", "two\nlines"]),
            (7, vec!["Bob", "x"]),
            (9, vec!["Kim", "y"]),
        ];
        assert_eq!(cells(&read(text.as_bytes()).unwrap()), expected);
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(cells(&read(crlf.as_bytes()).unwrap()), expected);
        let cr = text.replace('\n', "\r");
        assert_eq!(cells(&read(cr.as_bytes()).unwrap()), expected);
        let separated = format!("sep=,\n{text}");
        let shifted: Vec<_> = expected
            .into_iter()
            .map(|(number, row)| (number + 1, row))
            .collect();
        assert_eq!(cells(&read(separated.as_bytes()).unwrap()), shifted);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_header() {
        let table = read("\u{feff}name,email\r\nAda,a@x.org\r\n".as_bytes()).unwrap();
        assert_eq!(table.header, ["name", "email"]);
        assert_eq!(table.rows[0].cell(0), "Ada");
    }

    #[test]
    fn rows_of_a_wrong_length_are_listed_and_spare_empty_cells_are_not() {
        let table = read(b"a,b\n1\n1,2,3\n1,2,,\n1,2\n").unwrap();
        let uneven: Vec<(usize, usize)> = table
            .uneven
            .iter()
            .map(|row| (row.number, row.cells))
            .collect();
        assert_eq!(uneven, [(2, 1), (3, 3)]);
        assert_eq!(table.rows.len(), 2);
    }

    #[test]
    fn what_is_no_table_is_named() {
        let utf16: Vec<u8> = "\u{feff}name"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(read(&utf16), Err(CsvError::Utf16));
        assert_eq!(
            read(b"name\nAd\xe4\n"),
            Err(CsvError::NotUtf8 { line: 2, byte: 8 })
        );
        assert_eq!(read(b" \r\n"), Err(CsvError::Empty));
        assert_eq!(read(b",,\n,\n"), Err(CsvError::Empty));
        assert_eq!(
            read(b"a\nb\n\"c\nd\n"),
            Err(CsvError::OpenQuote { line: 3 })
        );
        let same = CsvError::SameHeader {
            header: "e-Mail".into(),
            first: 1,
            second: 3,
        };
        assert_eq!(read(b"email,name,e-Mail\n"), Err(same));
        assert_eq!(
            read(b"a,,b\n1,,2\n1,x,2\n"),
            Err(CsvError::Nameless { column: 2, row: 3 })
        );
        let wide = vec!["x"; COLUMNS_MAX + 1].join(",");
        assert_eq!(
            read(wide.as_bytes()),
            Err(CsvError::TooManyColumns {
                columns: COLUMNS_MAX + 1
            })
        );
        let long = format!("a\n{}", "x".repeat(CELL_BYTES_MAX + 1));
        assert_eq!(
            read(long.as_bytes()),
            Err(CsvError::TooLongCell { row: 2, column: 1 })
        );
        let many = "x\n".repeat(ROWS_MAX + 2);
        assert_eq!(read(many.as_bytes()), Err(CsvError::TooManyRows));
    }

    #[test]
    fn a_quote_inside_a_cell_opens_nothing() {
        let table = read(b"size,name\n5\" disk,Ada\n\"say \"\"hi\"\"\",Bob\n").unwrap();
        assert_eq!(table.rows[0].cell(0), "5\" disk");
        assert_eq!(table.rows[1].cell(0), "say \"hi\"");
    }

    proptest! {
        #[test]
        fn what_a_csv_writer_wrote_reads_back(
            rows in proptest::collection::vec(proptest::collection::vec("[ -~\n\téß]{0,12}", 3), 1..8),
            delimiter in 0..DELIMITERS.len(),
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(DELIMITERS[delimiter]).from_writer(Vec::new());
            writer.write_record(["one", "two", "three"]).unwrap();
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let table = read(&writer.into_inner().unwrap()).unwrap();
            let expected: Vec<Vec<&str>> = rows
                .iter()
                .map(|row| row.iter().map(|cell| cell.trim()).collect::<Vec<_>>())
                .filter(|row| row.iter().any(|cell| !cell.is_empty()))
                .collect();
            let found: Vec<Vec<&str>> = cells(&table).into_iter().map(|(_, row)| row).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }
}

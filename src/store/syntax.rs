//! From bytes to a parsed table, with every syntax problem of the file at its place.

mod diagnosis;
pub(crate) mod parsed;
mod plain;

use crate::store::problem::Problem;
use crate::store::syntax::parsed::ParsedTable;
use toml::de::DeTable;

/// The byte order mark, which TOML allows at the very beginning.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The text of a file; a problem where its bytes are no UTF-8.
pub(crate) fn text(path: &str, bytes: Vec<u8>) -> Result<String, Box<Problem>> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let hint = "save it as UTF-8".to_owned();
        return Err(Box::new(Problem::of_file(
            path,
            "utf-16",
            "this is UTF-16, not UTF-8".to_owned(),
            Some(hint),
        )));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let lossy = String::from_utf8_lossy(error.as_bytes()).into_owned();
        // Everything before the first bad byte is the same in the lossy text.
        let message = format!("not UTF-8 (byte {})", valid + 1);
        let hint = Some("save it as UTF-8".to_owned());
        Box::new(Problem::at(
            (path, &lossy),
            valid..valid + 1,
            "not-utf-8",
            message,
            hint,
        ))
    })
}

/// The table of a file's text, or all that keeps it from being one.
pub(crate) fn parse<'a>(path: &str, text: &'a str) -> Result<ParsedTable<'a>, Vec<Problem>> {
    if let Some(table) = plain::read(text) {
        return Ok(table);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(table.into_inner().into());
    }
    let conflicts = conflict_markers(path, text);
    if !conflicts.is_empty() {
        return Err(conflicts);
    }
    Err(diagnosis::problems(path, text, &errors))
}

/// The table of a text; `None` where it is no TOML.
pub(crate) fn table(text: &str) -> Option<ParsedTable<'_>> {
    let parsed = || Some(DeTable::parse(text).ok()?.into_inner().into());
    plain::read(text).or_else(parsed)
}

/// What of a text can be read as a table, whatever is wrong with the rest.
pub(crate) fn recovered(text: &str) -> ParsedTable<'_> {
    let parsed = || DeTable::parse_recoverable(text).0.into_inner().into();
    plain::read(text).unwrap_or_else(parsed)
}

/// Lines that git left where two versions of the file could not be merged.
fn conflict_markers(path: &str, text: &str) -> Vec<Problem> {
    let mut offset = text.len() - text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text).len();
    let mut problems = Vec::new();
    for line in text[offset..].split_inclusive('\n') {
        if line.starts_with("<<<<<<< ") {
            let message = "unresolved git conflict".to_owned();
            let hint = Some(
                "pleiad git resolve; or keep the right lines and delete the markers `<<<<<<<`, `=======`, `>>>>>>>`"
                    .to_owned(),
            );
            problems.push(Problem::at(
                (path, text),
                offset..offset + 7,
                "git-conflict",
                message,
                hint,
            ));
        }
        offset += line.len();
    }
    problems
}

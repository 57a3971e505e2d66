//! Problems of a folder: what is wrong, where, and the cure.

use schemars::JsonSchema;
use serde::Serialize;

/// Whether a problem stops the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The files cannot be used as they are.
    Error,
    /// They can, but somebody should look.
    Warning,
}

/// Something wrong at a place of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path below the program's folder.
    pub file: String,
    /// From 1; 0 where the whole file is meant.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Whether it stops the work.
    pub severity: Severity,
    /// A short stable name: `wrong-type`, `unknown-key`.
    pub code: &'static str,
    /// What is wrong, in one sentence without its place.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The line itself.
    pub source_line: Option<String>,
    /// How much of the line is meant, in characters.
    pub width: usize,
}

impl Problem {
    /// A problem of a file as a whole.
    pub(crate) fn of_file(
        file: &str,
        code: &'static str,
        message: String,
        hint: Option<String>,
    ) -> Problem {
        Problem {
            file: file.to_owned(),
            line: 0,
            column: 0,
            severity: Severity::Error,
            code,
            message,
            hint,
            source_line: None,
            width: 0,
        }
    }

    /// A problem at a range of bytes of a file's text.
    pub(crate) fn at(
        place: (&str, &str),
        span: std::ops::Range<usize>,
        code: &'static str,
        message: String,
        hint: Option<String>,
    ) -> Problem {
        let (file, text) = place;
        let start = floor_boundary(text, span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
        let line_end = text[start..]
            .find('\n')
            .map_or(text.len(), |end| start + end);
        let end = floor_boundary(text, span.end).clamp(start, line_end);
        // A byte order mark is no character that a person sees.
        let shown = text[line_start..line_end]
            .trim_start_matches('\u{feff}')
            .trim_end_matches('\r');
        let hidden =
            usize::from(text[line_start..line_end].starts_with('\u{feff}') && line_start < start);
        Problem {
            file: file.to_owned(),
            line: text[..start].bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: text[line_start..start].chars().count() + 1 - hidden,
            severity: Severity::Error,
            code,
            message,
            hint,
            source_line: Some(shown.to_owned()),
            width: text[start..end].trim_end().chars().count().max(1),
        }
    }

    /// The same as a warning.
    #[must_use]
    pub(crate) fn warning(mut self) -> Problem {
        self.severity = Severity::Warning;
        self
    }

    /// Whether it stops the work.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The last character boundary at or before an offset.
fn floor_boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

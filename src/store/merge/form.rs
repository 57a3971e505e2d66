//! What a text is apart from its lines: byte order mark, line ends, and whether the last line has one.
//!
//! Texts are merged with LF alone where each of them is of one mind about its line ends, so that an edit here and new
//! line ends there go together; a text with mixed line ends is merged as it is.

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The form of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    has_mark: bool,
    line_ends: LineEnds,
    is_terminated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineEnds {
    Lf,
    Crlf,
    Mixed,
}

impl Form {
    /// The form of a text.
    pub(super) fn of(text: &str) -> Form {
        let crlf = text.matches("\r\n").count();
        let lines = text.matches('\n').count();
        Form {
            has_mark: text.starts_with(BYTE_ORDER_MARK),
            line_ends: if crlf == 0 {
                LineEnds::Lf
            } else if crlf == lines {
                LineEnds::Crlf
            } else {
                LineEnds::Mixed
            },
            is_terminated: text.is_empty() || text.ends_with('\n'),
        }
    }

    /// Whether lines can be compared without their ends.
    pub(super) fn is_of_one_mind(self) -> bool {
        self.line_ends != LineEnds::Mixed
    }

    /// What both sides made of a form.
    pub(super) fn merged(base: Form, ours: Form, theirs: Form) -> Form {
        Form {
            has_mark: newer(base.has_mark, ours.has_mark, theirs.has_mark),
            line_ends: newer(base.line_ends, ours.line_ends, theirs.line_ends),
            is_terminated: newer(base.is_terminated, ours.is_terminated, theirs.is_terminated),
        }
    }

    /// Gives a text of LF lines, each with an end, this form.
    pub(super) fn dress(self, text: String, are_plain: bool) -> String {
        let text = if are_plain && self.line_ends == LineEnds::Crlf {
            text.replace('\n', "\r\n")
        } else {
            text
        };
        let kept = match text.strip_suffix('\n') {
            Some(body) if !self.is_terminated => body.strip_suffix('\r').unwrap_or(body),
            _ => &text,
        };
        let mark = if self.has_mark { "\u{feff}" } else { "" };
        format!("{mark}{kept}")
    }
}

/// A text without its mark, with an end behind its last line, in LF lines where `are_plain`.
pub(super) fn undressed(text: &str, are_plain: bool) -> String {
    let body = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut plain = if are_plain {
        body.replace("\r\n", "\n")
    } else {
        body.to_owned()
    };
    if !plain.is_empty() && !plain.ends_with('\n') {
        plain.push('\n');
    }
    plain
}

/// The value that a side changed; ours where both did.
pub(super) fn newer<T: Copy + PartialEq>(base: T, ours: T, theirs: T) -> T {
    if ours == base { theirs } else { ours }
}

//! Lines of a text by byte position: where they start and end, and which line end is in use around them.

/// Where the line that holds the byte at `position` starts.
pub(in crate::store) fn start(text: &str, position: usize) -> usize {
    text[..position]
        .rfind('\n')
        .map_or(0, |newline| newline + 1)
}

/// Where the line that holds the byte at `position` ends, behind its line end.
pub(in crate::store) fn end(text: &str, position: usize) -> usize {
    text[position..]
        .find('\n')
        .map_or(text.len(), |newline| position + newline + 1)
}

/// The spaces and tabs with which the line that holds the byte at `position` starts.
pub(in crate::store) fn indentation(text: &str, position: usize) -> &str {
    let line = &text[start(text, position)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// The last line of a text, with its line end.
pub(in crate::store) fn last(text: &str) -> &str {
    let body = text.strip_suffix('\n').unwrap_or(text);
    &text[start(body, body.len())..]
}

/// The last line end of a text.
pub(in crate::store) fn last_line_end(text: &str) -> Option<&'static str> {
    let newline = text.rfind('\n')?;
    Some(line_end_at(text, newline))
}

/// The first line end of a text.
pub(in crate::store) fn first_line_end(text: &str) -> Option<&'static str> {
    let newline = text.find('\n')?;
    Some(line_end_at(text, newline))
}

/// A text without the line end of its last line.
pub(in crate::store) fn without_line_end(text: &str) -> &str {
    let Some(body) = text.strip_suffix('\n') else {
        return text;
    };
    body.strip_suffix('\r').unwrap_or(body)
}

/// Whether a text is nothing but spaces and line ends.
pub(in crate::store) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Whether a line is a comment and nothing else. Only for lines that are known to stand outside strings.
pub(in crate::store) fn is_comment(line: &str) -> bool {
    line.trim_start_matches([' ', '\t']).starts_with('#')
}

/// Whether the last line of a text is blank; an empty text has no line.
pub(in crate::store) fn ends_blank(text: &str) -> bool {
    !text.is_empty() && is_blank(last(text))
}

/// Whether the first line of a text is blank; an empty text has no line.
pub(in crate::store) fn starts_blank(text: &str) -> bool {
    blank_prefix(text) > 0
}

/// The length of the first line of a text where that is blank, else 0.
pub(in crate::store) fn blank_prefix(text: &str) -> usize {
    let first = end(text, 0);
    if is_blank(&text[..first]) { first } else { 0 }
}

/// Whether the last line of a text that holds blank lines and comments only is a comment.
pub(in crate::store) fn ends_in_comment(text: &str) -> bool {
    is_comment(last(text))
}

/// The end of the comment lines that open a text of blank lines and comments, and of the blank lines below them.
pub(in crate::store) fn opening(text: &str) -> usize {
    let is_comment_at = |position: usize| is_comment(&text[position..]);
    let mut position = 0;
    while starts_blank(&text[position..]) {
        position = end(text, position);
    }
    if !is_comment_at(position) {
        return 0;
    }
    while is_comment_at(position) {
        position = end(text, position);
    }
    while starts_blank(&text[position..]) {
        position = end(text, position);
    }
    position
}

fn line_end_at(text: &str, newline: usize) -> &'static str {
    if text[..newline].ends_with('\r') {
        "\r\n"
    } else {
        "\n"
    }
}

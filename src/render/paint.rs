//! Tones to terminal codes, in one place and as the last step.
//!
//! Until then a tone travels in the text as a pair of characters of no width which Unicode will
//! never assign and which [`super::escape`] keeps out of data. So wrapping, padding and
//! `comfy-table` measure the same text with and without colour.

use super::text::Tone;
use std::ops::RangeInclusive;

const MARKS: RangeInclusive<char> = '\u{fff0}'..='\u{fff8}';
const END: char = '\u{fff0}';
const TONES: [Tone; 6] = [
    Tone::Strong,
    Tone::Dim,
    Tone::Good,
    Tone::Warning,
    Tone::Bad,
    Tone::Underlined,
];
const RESET: &str = "\u{1b}[0m";

/// Adds a text, already escaped, in a tone.
pub(super) fn push(out: &mut String, tone: Tone, visible: &str) {
    match start(tone) {
        Some((mark, _)) if !visible.is_empty() => {
            out.push(mark);
            out.push_str(visible);
            out.push(END);
        }
        _ => out.push_str(visible),
    }
}

/// A text, already escaped, in a tone.
pub(super) fn toned(tone: Tone, visible: &str) -> String {
    let mut out = String::with_capacity(visible.len() + 6);
    push(&mut out, tone, visible);
    out
}

/// The text with its tones as terminal codes, or without them.
pub(super) fn finish(marked: &str, color: bool) -> String {
    let marked = run_together(marked);
    let mut out = String::with_capacity(marked.len());
    let mut rest = marked.as_str();
    while let Some(at) = rest.find(|character| MARKS.contains(&character)) {
        let (before, from_mark) = rest.split_at(at);
        out.push_str(before);
        let mut characters = from_mark.chars();
        if let (Some(mark), true) = (characters.next(), color) {
            out.push_str(code(mark));
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out
}

/// Words of one tone as one piece: columns are two blanks apart, so a single one is between words.
fn run_together(marked: &str) -> String {
    TONES
        .into_iter()
        .filter_map(start)
        .fold(marked.to_owned(), |text, (mark, _)| {
            text.replace(&format!("{END} {mark}"), " ")
        })
}

/// The mark that starts a tone, and its code (ECMA-48, 8.3.117).
fn start(tone: Tone) -> Option<(char, &'static str)> {
    match tone {
        Tone::Plain => None,
        Tone::Strong => Some(('\u{fff1}', "\u{1b}[1m")),
        Tone::Dim => Some(('\u{fff2}', "\u{1b}[2m")),
        Tone::Good => Some(('\u{fff3}', "\u{1b}[32m")),
        Tone::Warning => Some(('\u{fff4}', "\u{1b}[33m")),
        Tone::Bad => Some(('\u{fff5}', "\u{1b}[31m")),
        Tone::Underlined => Some(('\u{fff6}', "\u{1b}[4m")),
    }
}

fn code(mark: char) -> &'static str {
    const TONES: [Tone; 6] = [
        Tone::Strong,
        Tone::Dim,
        Tone::Good,
        Tone::Warning,
        Tone::Bad,
        Tone::Underlined,
    ];
    TONES
        .into_iter()
        .filter_map(start)
        .find_map(|(character, code)| (character == mark).then_some(code))
        .unwrap_or(RESET)
}

#[cfg(test)]
mod tests {
    use super::{finish, toned};
    use crate::render::text::Tone;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn a_tone_has_no_width() {
        for text in ["ada", "山田", "👩\u{200d}💻", "e\u{301}"] {
            assert_eq!(toned(Tone::Bad, text).width(), text.width(), "{text}");
        }
    }

    #[test]
    fn tones_become_codes_only_where_colour_is_wanted() {
        let marked = toned(Tone::Good, "on track") + " and " + &toned(Tone::Underlined, "a") + "da";
        assert_eq!(
            finish(&marked, true),
            "\u{1b}[32mon track\u{1b}[0m and \u{1b}[4ma\u{1b}[0mda"
        );
        assert_eq!(finish(&marked, false), "on track and ada");
    }
}

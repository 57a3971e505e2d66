//! Makes visible what would act on a terminal or hide in it: `\u{1b}` instead of an escape.
//!
//! Every text from outside passes here on its way to a screen. Line feeds and tabs are escaped
//! too: who wants to keep them splits at them first.

use std::borrow::Cow;

/// Shows control, direction and invisible characters as `\u{..}`; all else stays as it is.
///
/// The joiners of emoji, Indic and Arabic scripts (U+200C, U+200D) and the selectors of ideographs
/// stay where they have work to do, that is, beside characters outside ASCII.
///
/// ```
/// use pleiad::render::escape::visible;
/// assert_eq!(visible("Ada\u{1b}[31m"), "Ada\\u{1b}[31m");
/// assert_eq!(visible("👩\u{200d}💻 Zoë"), "👩\u{200d}💻 Zoë");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    if judged(text).all(|(_, is_harmless)| is_harmless) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(visible_characters(text).concat())
}

/// The same for a line of a file, whose tabs are harmless and part of what was written.
pub(super) fn visible_line(line: &str) -> String {
    let pieces: Vec<_> = line.split('\t').map(visible).collect();
    pieces.join("\t")
}

/// The same, one entry for each character of the text.
pub(super) fn visible_characters(text: &str) -> Vec<String> {
    let shown = |(character, is_harmless): (char, bool)| {
        if is_harmless {
            character.to_string()
        } else {
            character.escape_unicode().to_string()
        }
    };
    judged(text).map(shown).collect()
}

/// Each character, and whether it may be shown as it is.
fn judged(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    std::iter::from_fn(move || {
        let character = characters.next()?;
        let after = characters.peek().copied().unwrap_or(' ');
        let is_harmless = is_harmless(before, character, after);
        before = character;
        Some((character, is_harmless))
    })
}

fn is_harmless(before: char, character: char, after: char) -> bool {
    if is_joiner(character) {
        return has_shape(before) && has_shape(after);
    }
    if is_ideograph_selector(character) {
        return has_shape(before);
    }
    !character.is_control() && !is_direction(character) && !is_invisible(character)
}

fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

fn is_ideograph_selector(character: char) -> bool {
    matches!(character, '\u{e0100}'..='\u{e01ef}')
}

/// A character that a joiner or selector can act on; ASCII never needs one, and a name that
/// differs from another by a hidden joiner alone is a trap.
fn has_shape(character: char) -> bool {
    !character.is_ascii()
        && !character.is_whitespace()
        && !character.is_control()
        && !is_joiner(character)
        && !is_ideograph_selector(character)
        && !is_direction(character)
        && !is_invisible(character)
}

/// Marks that turn the direction of the text after them, and the two separators that some
/// terminals and editors take for line ends.
fn is_direction(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
    )
}

/// Characters of no width (or of nothing but width) outside any script's spelling.
///
/// U+FFF0 to U+FFF8 will never be assigned; [`super::paint`] rests on their absence from data.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'
            | '\u{2060}'..='\u{2065}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}'
            | '\u{e01f0}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::visible;
    use proptest::prelude::{any, proptest};

    #[test]
    fn escapes_and_bells_are_shown_and_not_rung() {
        assert_eq!(visible("\u{1b}]0;x\u{7}"), "\\u{1b}]0;x\\u{7}");
        assert_eq!(visible("\u{9b}31m\u{7f}\0"), "\\u{9b}31m\\u{7f}\\u{0}");
        assert_eq!(visible("a\r\nb\tc"), "a\\u{d}\\u{a}b\\u{9}c");
    }

    #[test]
    fn text_cannot_change_its_direction_or_hide_a_character() {
        assert_eq!(visible("ada\u{202e}neb"), "ada\\u{202e}neb");
        assert_eq!(
            visible("\u{feff}ada\u{200b}\u{200d}"),
            "\\u{feff}ada\\u{200b}\\u{200d}"
        );
        assert_eq!(visible("a\u{200d}b"), "a\\u{200d}b");
        assert_eq!(visible("é\u{e0100}\u{e0101}"), "é\u{e0100}\\u{e0101}");
    }

    #[test]
    fn words_of_any_script_stay_as_they_are() {
        for word in [
            "Łukasz",
            "山田 太郎",
            "می\u{200c}خواهم",
            "👩\u{200d}👩\u{200d}👧",
            "❤\u{fe0f}",
            "e\u{301}",
        ] {
            assert_eq!(visible(word), word);
        }
    }

    proptest! {
        #[test]
        fn nothing_that_acts_on_a_terminal_is_left(text in any::<String>()) {
            let shown = visible(&text);
            for character in shown.chars() {
                let code = u32::from(character);
                assert!(code >= 0x20 && !(0x7f..=0x9f).contains(&code), "{code:x}");
                assert!(!(0x2028..=0x202e).contains(&code) && !(0x2066..=0x2069).contains(&code));
                assert!(code != 0xfeff && code != 0x200b && !(0xfff0..=0xfff8).contains(&code));
            }
            assert_eq!(visible(&shown), shown.as_ref());
        }
    }
}

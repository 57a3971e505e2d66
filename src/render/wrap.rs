//! Text filled into lines of a width, by display columns. A word is never broken.
//!
//! Chinese and Japanese sentences have no blanks: they are broken between ideographs, as Unicode
//! Standard Annex 14 allows. Names are not.

use super::escape::visible;
use super::look::Look;
use super::paint;
use super::text::{Span, Text, Tone};
use unicode_width::UnicodeWidthStr;

/// Text cut into words, ready to be filled into any width.
///
/// Words and lines are marked for [`paint::finish`] and otherwise safe to print.
pub(super) struct Words {
    lines: Vec<Vec<Word>>,
}

struct Word {
    marked: String,
    width: usize,
    /// Blanks before it; they vanish where a line begins.
    gap: usize,
}

impl Words {
    /// Cuts a text at its blanks and line feeds.
    pub(super) fn new(text: &Text, look: &Look) -> Words {
        let mut words = Words {
            lines: vec![Vec::new()],
        };
        let mut cutter = Cutter::default();
        for span in &text.spans {
            cutter.cut(span, look, &mut words);
        }
        cutter.end_word(&mut words);
        words
    }

    /// The same for text of one tone that stays on one line.
    pub(super) fn of(tone: Tone, text: &str, look: &Look) -> Words {
        Words::new(&Span::new(tone, text).into(), look).joined()
    }

    /// The same words with blanks for line feeds.
    pub(super) fn joined(mut self) -> Words {
        let mut line: Vec<Word> = Vec::new();
        for (index, words) in self.lines.into_iter().enumerate() {
            for (place, mut word) in words.into_iter().enumerate() {
                if index > 0 && place == 0 && !line.is_empty() {
                    word.gap = 1;
                }
                line.push(word);
            }
        }
        self.lines = vec![line];
        self
    }

    /// The columns that it takes not to break any line.
    pub(super) fn width(&self) -> usize {
        let line_width = |line: &Vec<Word>| line.iter().map(|word| word.gap + word.width).sum();
        self.lines.iter().map(line_width).max().unwrap_or(0)
    }

    /// The lines that it takes where none is broken.
    pub(super) fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The columns that the longest word takes.
    pub(super) fn longest_word(&self) -> usize {
        self.lines
            .iter()
            .flatten()
            .map(|word| word.width)
            .max()
            .unwrap_or(0)
    }

    /// The lines of at most `width` columns; a longer word has a line for itself.
    pub(super) fn fill(&self, width: usize) -> Vec<String> {
        self.lines
            .iter()
            .flat_map(|line| fill_line(line, width))
            .collect()
    }

    /// The same behind a head of `head_width` columns, below whose end all further lines begin.
    pub(super) fn fill_behind(&self, head: &str, head_width: usize, width: usize) -> Vec<String> {
        let filled = self.fill(width.saturating_sub(head_width));
        let hung = filled
            .into_iter()
            .enumerate()
            .map(|(index, line)| match index {
                0 => format!("{head}{line}"),
                _ => format!("{}{line}", " ".repeat(head_width)),
            });
        hung.map(|line| line.trim_end().to_owned()).collect()
    }

    /// All on one line, with blanks up to a width.
    pub(super) fn padded(&self, width: usize) -> String {
        let blanks = width.saturating_sub(self.width());
        self.fill(usize::MAX).join(" ") + &" ".repeat(blanks)
    }
}

fn fill_line(words: &[Word], width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in words {
        if used > 0 && width < used + word.gap + word.width {
            lines.push(String::new());
            used = 0;
        }
        let line = lines.last_mut().expect("there is a line from the start");
        if used > 0 {
            line.extend(std::iter::repeat_n(' ', word.gap));
            used += word.gap;
        }
        line.push_str(&word.marked);
        used += word.width;
    }
    lines
}

/// The word being read: it may run through several spans.
#[derive(Default)]
struct Cutter {
    marked: String,
    width: usize,
    gap: usize,
}

impl Cutter {
    fn cut(&mut self, span: &Span, look: &Look, words: &mut Words) {
        let text = match &span.ascii {
            Some(ascii) if look.ascii => ascii,
            _ => &span.text,
        };
        for piece in text.split_inclusive([' ', '\t', '\n']) {
            let word = piece.trim_end_matches([' ', '\t', '\n']);
            for (index, part) in parts(&visible(word)).into_iter().enumerate() {
                if index > 0 {
                    self.end_word(words);
                }
                self.width += part.width();
                paint::push(&mut self.marked, span.tone, part);
            }
            if piece.len() > word.len() {
                self.end_word(words);
                self.blank(piece, words);
            }
        }
    }

    fn blank(&mut self, piece: &str, words: &mut Words) {
        if piece.ends_with('\n') {
            words.lines.push(Vec::new());
            self.gap = 0;
        } else {
            self.gap += 1;
        }
    }

    fn end_word(&mut self, words: &mut Words) {
        if self.marked.is_empty() {
            return;
        }
        let Cutter { marked, width, gap } = std::mem::take(self);
        let line = words
            .lines
            .last_mut()
            .expect("there is a line from the start");
        let gap = if line.is_empty() { 0 } else { gap };
        line.push(Word { marked, width, gap });
    }
}

/// Ideographs without a blank that take more columns than this are a sentence and not a name.
const NAME_WIDTH_MAX: usize = 20;

/// The parts of a word between which a line may end: but for sentences of ideographs just one.
fn parts(word: &str) -> Vec<&str> {
    if word.is_ascii() || word.width() <= NAME_WIDTH_MAX {
        return vec![word];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for ((_, before), (at, after)) in word.char_indices().zip(word.char_indices().skip(1)) {
        if may_end_between(before, after) {
            parts.push(&word[start..at]);
            start = at;
        }
    }
    parts.push(&word[start..]);
    parts
}

fn may_end_between(before: char, after: char) -> bool {
    let closes = |character| "、。，．！？：；）」』】〉》".contains(character);
    let leans_back =
        |character| "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮーヽヾゝゞ々・".contains(character);
    is_ideograph(after) && !leans_back(after) && (is_ideograph(before) || closes(before))
}

fn is_ideograph(character: char) -> bool {
    matches!(
        character,
        '\u{3041}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3fffd}'
    )
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::render::look::Look;
    use crate::render::text::{Span, Text, Tone};
    use proptest::prelude::{prop, proptest};
    use unicode_width::UnicodeWidthStr;

    fn fill(text: impl Into<Text>, width: usize) -> Vec<String> {
        Words::new(&text.into(), &Look::plain(width)).fill(width)
    }

    #[test]
    fn words_are_never_broken() {
        assert_eq!(
            fill("met ada-lovelace today", 6),
            ["met", "ada-lovelace", "today"]
        );
    }

    #[test]
    fn width_is_counted_in_columns() {
        assert_eq!(fill("山田 太郎 ada", 9), ["山田 太郎", "ada"]);
        assert_eq!(
            fill("👩\u{200d}💻 👩\u{200d}💻 x", 5),
            ["👩\u{200d}💻 👩\u{200d}💻", "x"]
        );
        assert_eq!(fill("a\u{a0}b c", 4), ["a\u{a0}b", "c"]);
    }

    #[test]
    fn blanks_stay_between_words_and_vanish_at_both_ends_of_a_line() {
        assert_eq!(fill("  due  12 Dec   today ", 11), ["due  12 Dec", "today"]);
    }

    #[test]
    fn a_line_feed_starts_a_line_and_an_empty_line_stays() {
        assert_eq!(fill("one\n\ntwo", 20), ["one", "", "two"]);
        assert_eq!(fill("", 20), [""]);
    }

    #[test]
    fn a_word_may_change_its_tone_in_the_middle() {
        let text = Text::new()
            .with("see (")
            .with(Span::new(Tone::Strong, "ada"))
            .with(") now");
        let lines = Words::new(&text, &Look::plain(9)).fill(9);
        let shown: Vec<_> = lines
            .iter()
            .map(|line| crate::render::paint::finish(line, false))
            .collect();
        assert_eq!(shown, ["see (ada)", "now"]);
    }

    #[test]
    fn sentences_of_ideographs_wrap_and_names_do_not() {
        let sentence = "彼女は来週の会議で発表する予定です。準備はできています。";
        assert_eq!(
            fill(sentence, 20),
            [
                "彼女は来週の会議で発",
                "表する予定です。準備",
                "はできています。"
            ]
        );
        assert_eq!(fill("山田太郎左衛門", 10), ["山田太郎左衛門"]);
    }

    proptest! {
        #[test]
        fn lines_fit_and_hold_every_word_in_order(
            words in prop::collection::vec("[a-z山é👩]{1,6}", 0..12),
            width in 0_usize..40,
        ) {
            let lines = fill(words.join(" "), width);
            for line in &lines {
                assert!(line.width() <= width || !line.contains(' '), "{line}");
            }
            assert_eq!(lines.join(" ").trim(), words.join(" "));
        }
    }
}

//! Text filled into lines of a width, by display columns. A word is never broken.

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
            if !word.is_empty() {
                let word = visible(word);
                self.width += word.width();
                paint::push(&mut self.marked, span.tone, &word);
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

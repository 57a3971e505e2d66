//! A text about time cut into numbers, words and marks, and what remains of it while it is read.
//!
//! It knows no meaning but the list of words that near misses are compared with. Nothing is dropped but white space
//! and commas between words, so that whoever reads to the end has read everything.

use crate::calendar::when_error::WhenError;

/// More than any date needs; what is longer was pasted by mistake.
const TEXT_CHARACTERS_MAX: usize = 100;

/// The words of the grammar, for near misses; in the order in which a tie is settled.
const KNOWN: [&str; 64] = [
    "today",
    "tomorrow",
    "yesterday",
    "now",
    "noon",
    "midnight",
    "next",
    "last",
    "this",
    "ago",
    "in",
    "at",
    "every",
    "on",
    "the",
    "of",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "days",
    "weeks",
    "months",
    "quarters",
    "years",
    "hours",
    "minutes",
    "day",
    "week",
    "month",
    "quarter",
    "year",
    "eow",
    "eom",
    "eoq",
    "eoy",
    "sow",
    "som",
    "soq",
    "soy",
    "am",
    "pm",
];

/// One piece of the text, in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::calendar) enum Token<'a> {
    /// Digits.
    Number(&'a str),
    /// Letters.
    Word(&'a str),
    /// Anything else.
    Mark(char),
}

/// A token, where it stands, and whether it touches the one before.
#[derive(Debug, Clone, Copy)]
pub(in crate::calendar) struct Piece<'a> {
    pub(in crate::calendar) token: Token<'a>,
    pub(in crate::calendar) glued: bool,
    start: usize,
}

/// What has not been read yet; a copy is a cheap look ahead.
#[derive(Debug, Clone, Copy)]
pub(in crate::calendar) struct Words<'a> {
    source: &'a str,
    pieces: &'a [Piece<'a>],
}

/// Cuts a text that is in lower case already.
pub(in crate::calendar) fn pieces(source: &str) -> Result<Vec<Piece<'_>>, WhenError> {
    if source.chars().nth(TEXT_CHARACTERS_MAX).is_some() {
        return Err(WhenError::TooLong {
            most: TEXT_CHARACTERS_MAX,
        });
    }
    let mut pieces = Vec::new();
    let mut rest = source;
    let mut glued = false;
    while let Some(first) = rest.chars().next() {
        let start = source.len() - rest.len();
        let length = token_length(rest, first);
        let (text, after) = rest.split_at(length);
        let parts_words = first == ','
            && !pieces.is_empty()
            && after.trim_start() != after
            && !after.trim_start().is_empty();
        if first.is_whitespace() || parts_words {
            glued = false;
        } else {
            let token = match first {
                '0'..='9' => Token::Number(text),
                letter if letter.is_alphabetic() => Token::Word(text),
                mark => Token::Mark(mark),
            };
            pieces.push(Piece {
                token,
                glued,
                start,
            });
            glued = true;
        }
        rest = after;
    }
    if pieces.is_empty() {
        Err(WhenError::Empty)
    } else {
        Ok(pieces)
    }
}

fn token_length(rest: &str, first: char) -> usize {
    let same: fn(char) -> bool = match first {
        '0'..='9' => |letter| letter.is_ascii_digit(),
        letter if letter.is_alphabetic() => char::is_alphabetic,
        _ => return first.len_utf8(),
    };
    rest.find(|letter| !same(letter)).unwrap_or(rest.len())
}

impl<'a> Words<'a> {
    /// All of the text.
    pub(in crate::calendar) fn new(source: &'a str, pieces: &'a [Piece<'a>]) -> Words<'a> {
        Words { source, pieces }
    }

    /// Whether everything has been read.
    pub(in crate::calendar) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The token `ahead` places on.
    pub(in crate::calendar) fn peek(&self, ahead: usize) -> Option<Token<'a>> {
        self.pieces.get(ahead).map(|piece| piece.token)
    }

    /// The token `ahead` places on, if it touches the one before it.
    pub(in crate::calendar) fn peek_glued(&self, ahead: usize) -> Option<Token<'a>> {
        self.pieces
            .get(ahead)
            .filter(|piece| piece.glued)
            .map(|piece| piece.token)
    }

    /// Leaves the next `count` tokens behind.
    pub(in crate::calendar) fn skip(&mut self, count: usize) {
        self.pieces = &self.pieces[count.min(self.pieces.len())..];
    }

    /// Reads the next token if it is this one.
    pub(in crate::calendar) fn take(&mut self, token: Token<'_>) -> bool {
        let found = self.peek(0) == Some(token);
        self.skip(usize::from(found));
        found
    }

    /// Reads the next word if it has a meaning here.
    pub(in crate::calendar) fn take_word<T>(
        &mut self,
        meaning: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let Some(Token::Word(word)) = self.peek(0) else {
            return None;
        };
        let found = meaning(word);
        self.skip(usize::from(found.is_some()));
        found
    }

    /// The text that is not read yet.
    pub(in crate::calendar) fn text(&self) -> &'a str {
        let start = self
            .pieces
            .first()
            .map_or(self.source.len(), |piece| piece.start);
        self.source[start..].trim_end()
    }

    /// The text between here and `later`, which reads on from here.
    pub(in crate::calendar) fn text_until(&self, later: &Words<'_>) -> &'a str {
        let end = later
            .pieces
            .first()
            .map_or(self.source.len(), |piece| piece.start);
        let start = self
            .pieces
            .first()
            .map_or(self.source.len(), |piece| piece.start);
        self.source[start..end.max(start)]
            .trim_end()
            .trim_end_matches(',')
    }

    /// Why reading cannot go on here.
    pub(in crate::calendar) fn stuck(&self) -> WhenError {
        match self.peek(0) {
            None => WhenError::Empty,
            Some(Token::Word(word)) if !is_known(word) => WhenError::Unknown {
                text: self.glued_text().to_owned(),
                nearest: nearest(word),
            },
            Some(Token::Word(word)) if self.pieces.len() == 1 && month(word).is_some() => {
                WhenError::BareMonth {
                    text: word.to_owned(),
                }
            }
            Some(Token::Number(number)) if self.pieces.len() == 1 && value(number) < 24 => {
                WhenError::BareNumber {
                    number: value(number),
                }
            }
            _ => WhenError::Shape {
                text: self.text().to_owned(),
            },
        }
    }

    /// The next token with all that touches it.
    fn glued_text(&self) -> &'a str {
        let mut rest = *self;
        rest.skip(1);
        while rest.peek_glued(0).is_some() {
            rest.skip(1);
        }
        self.text_until(&rest)
    }

    /// Refuses whatever `self` has left after reading from `start`.
    pub(in crate::calendar) fn end(&self, start: &Words<'_>) -> Result<(), WhenError> {
        match self.peek(0) {
            None => Ok(()),
            Some(Token::Word(word)) if !is_known(word) => Err(self.stuck()),
            Some(_) => Err(WhenError::Leftover {
                read: start.text_until(self).to_owned(),
                text: self.text().to_owned(),
            }),
        }
    }
}

/// The value of digits; what does not fit is larger than anything that the calendar has.
pub(in crate::calendar) fn value(digits: &str) -> u32 {
    digits.parse().unwrap_or(u32::MAX)
}

/// The weekday of a word of three letters or all; English people also write `tues` and `thurs`.
pub(in crate::calendar) fn weekday(word: &str) -> Option<chrono::Weekday> {
    match word {
        "tues" => Some(chrono::Weekday::Tue),
        "thur" | "thurs" => Some(chrono::Weekday::Thu),
        _ => word.parse().ok(),
    }
}

/// The number of the month of a word of three letters or all, 1 to 12.
pub(in crate::calendar) fn month(word: &str) -> Option<u32> {
    match word {
        "sept" => Some(9),
        _ => word
            .parse()
            .ok()
            .map(|month: chrono::Month| month.number_from_month()),
    }
}

/// What makes a number a place in a row: `1st`.
pub(in crate::calendar) fn ordinal_ending(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

/// Whether a word marks the number before it as a place in a row: `1st`.
pub(in crate::calendar) fn is_ordinal(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th")
}

fn is_known(word: &str) -> bool {
    KNOWN.contains(&word) || weekday(word).is_some() || month(word).is_some()
}

fn nearest(word: &str) -> Option<&'static str> {
    let letters = word.chars().count();
    let slips_max = if letters < 5 { 1 } else { 2 };
    let slips = |known: &&str| strsim::damerau_levenshtein(word, known);
    // A letter more or less makes another word of a short one, not a slip of it.
    let close = |known: &&str| {
        slips(known) <= slips_max && (3 < letters || letters == 3 && known.len() == 3)
    };
    KNOWN.into_iter().filter(close).min_by_key(slips)
}

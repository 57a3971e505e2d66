//! Times of the day: `16:00`, `9:30`, `3pm`, `3:15 pm`, `noon`, `midnight`.
//!
//! It knows no days. Midnight opens a day, so that every time belongs to the day it is said with.

use crate::calendar::clock::TimeOfDay;
use crate::calendar::grammar::words::{Token, Words, value};
use crate::calendar::when_error::WhenError;

/// Reads a time, if one comes next.
pub(in crate::calendar) fn time(words: &mut Words<'_>) -> Result<Option<TimeOfDay>, WhenError> {
    let start = *words;
    if let Some(hour) = words.take_word(named_hour) {
        return Ok(TimeOfDay::new(hour, 0));
    }
    let Some(Token::Number(hour)) = words.peek(0) else {
        return Ok(None);
    };
    let minute = match (words.peek_glued(1), words.peek_glued(2)) {
        (Some(Token::Mark(':')), Some(Token::Number(minute))) => Some(minute),
        _ => None,
    };
    if minute.is_none() && !matches!(words.peek(1), Some(Token::Word("am" | "pm"))) {
        return Ok(None);
    }
    words.skip(if minute.is_some() { 3 } else { 1 });
    let seconds = seconds(words);
    let half = words.take_word(half_of_day);
    let text = || start.text_until(words).to_owned();
    if seconds.is_some_and(|seconds| value(seconds) != 0) {
        return Err(WhenError::Seconds { text: text() });
    }
    let written_well = hour.len() <= 2 && minute.is_none_or(|minute| minute.len() == 2);
    hour_of_day(value(hour), half)
        .filter(|_| written_well)
        .and_then(|hour| TimeOfDay::new(hour, minute.map_or(0, value)))
        .map(Some)
        .ok_or_else(|| WhenError::NoSuchTime { text: text() })
}

fn named_hour(word: &str) -> Option<u32> {
    match word {
        "noon" => Some(12),
        "midnight" => Some(0),
        _ => None,
    }
}

/// The hours to add after noon.
fn half_of_day(word: &str) -> Option<u32> {
    match word {
        "am" => Some(0),
        "pm" => Some(12),
        _ => None,
    }
}

fn hour_of_day(hour: u32, half: Option<u32>) -> Option<u32> {
    match half {
        None => Some(hour),
        Some(half) => (1..=12).contains(&hour).then_some(hour % 12 + half),
    }
}

// Our own JSON writes `16:00:00`; what we wrote we read.
fn seconds<'a>(words: &mut Words<'a>) -> Option<&'a str> {
    match (words.peek_glued(0), words.peek_glued(1)) {
        (Some(Token::Mark(':')), Some(Token::Number(seconds))) => {
            words.skip(2);
            Some(seconds)
        }
        _ => None,
    }
}

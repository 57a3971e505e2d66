//! A filter cut into words, quoted texts, signs and parentheses.
//!
//! It knows neither keys nor the order of the words.

use crate::cli::filter::FilterError;
use crate::cli::filter::operator::Operator;

/// A piece of the expression and the character it starts at, counted from 1.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) at: usize,
    pub(super) token: Token,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Quoted(String),
    Operator(Operator),
    Open,
    Close,
}

/// Cuts the whole text.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece>, FilterError> {
    let letters: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    let mut next = 0;
    while let Some(&letter) = letters.get(next) {
        if letter.is_whitespace() {
            next += 1;
            continue;
        }
        let (token, length) =
            token(&letters[next..]).ok_or(FilterError::OpenQuote { at: next + 1 })?;
        pieces.push(Piece {
            at: next + 1,
            token,
        });
        next += length;
    }
    Ok(pieces)
}

/// The first token of the letters, which are not empty, and its length; none where a quote is not closed.
fn token(letters: &[char]) -> Option<(Token, usize)> {
    Some(match letters {
        ['(', ..] => (Token::Open, 1),
        [')', ..] => (Token::Close, 1),
        [quote @ ('\'' | '"'), rest @ ..] => {
            let end = rest.iter().position(|letter| letter == quote)?;
            (Token::Quoted(rest[..end].iter().collect()), end + 2)
        }
        _ => match operator(letters) {
            Some((operator, length)) => (Token::Operator(operator), length),
            None => word(letters)?,
        },
    })
}

fn operator(letters: &[char]) -> Option<(Operator, usize)> {
    Some(match letters {
        ['!', '=', ..] => (Operator::NotEqual, 2),
        ['<', '=', ..] => (Operator::AtMost, 2),
        ['>', '=', ..] => (Operator::AtLeast, 2),
        ['=', ..] => (Operator::Equal, 1),
        ['<', ..] => (Operator::Less, 1),
        ['>', ..] => (Operator::Greater, 1),
        ['~', ..] => (Operator::Contains, 1),
        _ => return None,
    })
}

/// What stands before a key of the program's own.
pub(super) const EXTRA: &str = "extra.";

/// A bare word. A quote within it is a letter (`O'Brien`), but for `extra.'shirt size'`.
fn word(letters: &[char]) -> Option<(Token, usize)> {
    let ends = |start: usize| {
        let letter = letters[start];
        letter.is_whitespace()
            || matches!(letter, '(' | ')')
            || operator(&letters[start..]).is_some()
    };
    let end = (1..letters.len())
        .find(|&start| ends(start))
        .unwrap_or(letters.len());
    let word: String = letters[..end].iter().collect();
    match letters.get(EXTRA.len()) {
        Some(quote @ ('\'' | '"')) if word.starts_with(EXTRA) => {
            let name = &letters[EXTRA.len() + 1..];
            let length = name.iter().position(|letter| letter == quote)?;
            let name: String = name[..length].iter().collect();
            Some((
                Token::Word(format!("{EXTRA}{name}")),
                EXTRA.len() + length + 2,
            ))
        }
        _ => Some((Token::Word(word), end)),
    }
}

//! How long a meeting is: `45m`, `1h`, `1h30`, `1.5h`, `90 min`, `90`.
//!
//! Its invariant: a length is a whole number of minutes, from one to a day.

use crate::calendar::grammar::span::{Span, span};
use crate::calendar::grammar::words::{Words, pieces};

/// The longest meeting: a day.
pub const MINUTES_MAX: u32 = 24 * 60;

/// Why a text is no length of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LengthError {
    /// Something else than hours and minutes.
    #[error("`{text}` is no length of a meeting; write `45m`, `1h30` or `90` (minutes)")]
    Shape {
        /// What was given.
        text: String,
    },
    /// Nothing, or more than a day.
    #[error(
        "`{text}` is not between 1 minute and {MINUTES_MAX}, a day; write `45m`, `1h30` or `90`"
    )]
    Size {
        /// What was given.
        text: String,
    },
}

/// Reads a length in minutes, from 1 to 1440; a bare number counts minutes.
///
/// ```
/// use pleiad::calendar::length::parse_minutes;
/// assert_eq!(parse_minutes("1h30"), Ok(90));
/// assert!(parse_minutes("2 days").is_err());
/// ```
///
/// # Errors
/// Anything else, parts of a minute, and lengths outside the bounds.
pub fn parse_minutes(text: &str) -> Result<u32, LengthError> {
    let source = text.trim().to_ascii_lowercase();
    let minutes = bare_minutes(&source)
        .or_else(|| decimal_hours(&source))
        .or_else(|| hours_and_minutes(&source))
        .ok_or_else(|| LengthError::Shape {
            text: text.to_owned(),
        })?;
    if (1..=MINUTES_MAX).contains(&minutes) {
        Ok(minutes)
    } else {
        Err(LengthError::Size {
            text: text.to_owned(),
        })
    }
}

fn bare_minutes(source: &str) -> Option<u32> {
    digits(source)
}

/// `1.5h` and `0.25 hours`, where they make whole minutes.
fn decimal_hours(source: &str) -> Option<u32> {
    let number_end = source.find(|letter: char| letter.is_ascii_alphabetic())?;
    if !matches!(&source[number_end..], "h" | "hr" | "hrs" | "hour" | "hours") {
        return None;
    }
    let (hours, part) = source[..number_end].trim_end().split_once('.')?;
    if part.len() > 2 {
        return None;
    }
    let scale = 10_u32.pow(u32::try_from(part.len()).ok()?);
    let part_minutes = digits(part)? * 60;
    (part_minutes % scale == 0).then(|| {
        digits(hours).map(|hours| {
            hours
                .saturating_mul(60)
                .saturating_add(part_minutes / scale)
        })
    })?
}

fn hours_and_minutes(source: &str) -> Option<u32> {
    let pieces = pieces(source).ok()?;
    let mut words = Words::new(source, &pieces);
    match span(&mut words)? {
        Span {
            months: 0,
            days: 0,
            minutes,
        } if words.is_empty() => Some(minutes),
        _ => None,
    }
}

/// A whole number; one too large for u32 is larger than any length.
fn digits(text: &str) -> Option<u32> {
    let all_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_are_read_in_every_usual_spelling() {
        for (text, minutes) in [
            ("45m", 45),
            ("45 min", 45),
            ("1h30", 90),
            ("1h30m", 90),
            ("1 h 30 min", 90),
            ("90 min", 90),
            ("90", 90),
            ("1h", 60),
            ("an hour", 60),
            ("1.5h", 90),
            ("0.25 hours", 15),
            (" 1H30 ", 90),
            ("24h", 1440),
            ("1", 1),
        ] {
            assert_eq!(parse_minutes(text), Ok(minutes), "{text}");
        }
    }

    #[test]
    fn what_is_no_length_is_refused() {
        for text in [
            "", "long", "2 days", "1h 30", "1h5", "1h90", "1.33h", "1.5.h", ".5h", "-5", "+5",
            "1:30", "30m 1h", "45m x",
        ] {
            assert_eq!(
                parse_minutes(text),
                Err(LengthError::Shape {
                    text: text.to_owned()
                }),
                "{text}"
            );
        }
        for text in [
            "0",
            "0m",
            "0.0h",
            "1441",
            "25h",
            "99999999999999999999",
            "99999999999h",
            "99999999999.5h",
        ] {
            assert_eq!(
                parse_minutes(text),
                Err(LengthError::Size {
                    text: text.to_owned()
                }),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_length_reads_back(minutes in 1..=MINUTES_MAX) {
            prop_assert_eq!(parse_minutes(&format!("{minutes}")), Ok(minutes));
            prop_assert_eq!(parse_minutes(&format!("{minutes}m")), Ok(minutes));
            if 60 <= minutes {
                prop_assert_eq!(parse_minutes(&format!("{}h{:02}", minutes / 60, minutes % 60)), Ok(minutes));
            }
        }

        #[test]
        fn random_text_never_panics(text in "\\PC*", short in "[0-9]{0,12}[.:]?[0-9]{0,3} ?(h|m|min|hours)?[0-9]{0,3}") {
            let _ = (parse_minutes(&text), parse_minutes(&short));
        }
    }
}

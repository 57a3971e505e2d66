//! Weekly free time: on these weekdays, from this minute to that one.
//!
//! It knows no dates and no zone: the record that holds it names the zone. Its invariant: the end lies after the
//! start on the same day, and its words read back as the same window.

use chrono::Weekday;
use std::fmt;
use std::str::FromStr;

/// The minutes of a day, and so the latest end of a window (`24:00`).
pub const MINUTES_PER_DAY: u16 = 24 * 60;

/// A stretch of time that returns every week: `Tue 16:00-18:00`, `Mon-Fri 09:00-17:00`.
///
/// ```
/// use pleiad::model::window::Window;
/// let window = Window::parse("monday - friday 9:00-17:00").unwrap();
/// assert_eq!(window.to_string(), "Mon-Fri 09:00-17:00");
/// assert_eq!((window.start_minute(), window.end_minute()), (540, 1020));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    first: Weekday,
    last: Weekday,
    start_minute: u16,
    end_minute: u16,
}

/// Why a text is no window.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// No days, no hours, or neither.
    #[error("`{text}` is no weekly time; write `Tue 16:00-18:00` or `Mon-Fri 09:00-17:00`")]
    Shape {
        /// What was given.
        text: String,
    },
    /// A word that names no day of the week.
    #[error("`{text}` is no day of the week; write `Tue` or `Tuesday`, as in `Tue 16:00-18:00`")]
    Weekday {
        /// The word.
        text: String,
    },
    /// A word that is no time of the day.
    #[error(
        "`{text}` is no time of the day; write hours and minutes from 00:00 to 24:00, as in `Tue 16:00-18:00`"
    )]
    Time {
        /// The word.
        text: String,
    },
    /// An end that does not lie after its start.
    #[error(
        "`{text}` does not end after it starts; a window past midnight is two: `Tue 22:00-24:00` and `Wed 00:00-02:00`"
    )]
    Backwards {
        /// The hours as given.
        text: String,
    },
}

impl Window {
    /// Reads weekdays (one, or the first and the last joined by `-`) and hours; names of days have three letters or all.
    ///
    /// # Errors
    /// Anything else, and an end that is not after its start.
    pub fn parse(text: &str) -> Result<Window, WindowError> {
        let shape_error = || WindowError::Shape {
            text: text.to_owned(),
        };
        let hours_at = text
            .find(|letter: char| letter.is_ascii_digit())
            .ok_or_else(shape_error)?;
        let (days, hours) = (text[..hours_at].trim(), text[hours_at..].trim());
        if days.is_empty() {
            return Err(shape_error());
        }
        let (first, last) = match split_at_dash(days) {
            None => (read_weekday(days)?, read_weekday(days)?),
            Some((first, last)) => (read_weekday(first)?, read_weekday(last)?),
        };
        let (start, end) = split_at_dash(hours).ok_or_else(shape_error)?;
        let (start_minute, end_minute) = (read_minute(start)?, read_minute(end)?);
        if end_minute <= start_minute {
            return Err(WindowError::Backwards {
                text: hours.to_owned(),
            });
        }
        Ok(Window::of_days(first, last, start_minute, end_minute))
    }

    // Seven days in a row are the whole week wherever they start, so they get one spelling.
    fn of_days(first: Weekday, last: Weekday, start_minute: u16, end_minute: u16) -> Window {
        let (first, last) = if last.succ() == first {
            (Weekday::Mon, Weekday::Sun)
        } else {
            (first, last)
        };
        Window {
            first,
            last,
            start_minute,
            end_minute,
        }
    }

    /// Its weekdays, from the first to the last as written: `Sat-Mon` gives Saturday, Sunday, Monday.
    pub fn weekdays(&self) -> impl Iterator<Item = Weekday> + use<> {
        let days = self.last.days_since(self.first);
        std::iter::successors(Some(self.first), |weekday| Some(weekday.succ()))
            .take(days as usize + 1)
    }

    /// Whether it falls on this weekday.
    pub fn falls_on(&self, weekday: Weekday) -> bool {
        weekday.days_since(self.first) <= self.last.days_since(self.first)
    }

    /// The minute of the day at which it starts, 0 to 1439.
    pub fn start_minute(&self) -> u16 {
        self.start_minute
    }

    /// The minute of the day before which it ends, 1 to 1440.
    pub fn end_minute(&self) -> u16 {
        self.end_minute
    }

    /// How long it is, 1 to 1440.
    pub fn minutes(&self) -> u16 {
        self.end_minute - self.start_minute
    }
}

// Word processors turn `-` between numbers into an en dash; it means the same.
fn split_at_dash(text: &str) -> Option<(&str, &str)> {
    let (left, right) = text.split_once(['-', '\u{2013}'])?;
    Some((left.trim(), right.trim()))
}

fn read_weekday(text: &str) -> Result<Weekday, WindowError> {
    text.parse().map_err(|_| WindowError::Weekday {
        text: text.to_owned(),
    })
}

fn read_minute(text: &str) -> Result<u16, WindowError> {
    minute_of(text).ok_or_else(|| WindowError::Time {
        text: text.to_owned(),
    })
}

fn minute_of(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 || !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= MINUTES_PER_DAY).then_some(hour * 60 + minute)
}

impl fmt::Display for Window {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.first)?;
        if self.first != self.last {
            write!(out, "-{}", self.last)?;
        }
        let (start, end) = (self.start_minute, self.end_minute);
        write!(
            out,
            " {:02}:{:02}-{:02}:{:02}",
            start / 60,
            start % 60,
            end / 60,
            end % 60
        )
    }
}

impl FromStr for Window {
    type Err = WindowError;
    fn from_str(text: &str) -> Result<Window, WindowError> {
        Window::parse(text)
    }
}

impl serde::Serialize for Window {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use proptest::prelude::*;

    fn weekday(number: u8) -> Weekday {
        Weekday::try_from(number).unwrap()
    }

    #[test]
    fn canonical_windows_are_written_as_they_are_read() {
        for words in [
            "Tue 16:00-18:00",
            "Thu 09:00-10:30",
            "Mon-Fri 09:00-17:00",
            "Sat-Mon 00:00-24:00",
            "Sun-Thu 08:00-16:00",
        ] {
            assert_eq!(Window::parse(words).unwrap().to_string(), words);
        }
    }

    #[test]
    fn other_spellings_mean_the_same_window() {
        for (spelling, words) in [
            ("  tuesday   9:00 - 10:00 ", "Tue 09:00-10:00"),
            ("MON-friday 09:00\u{2013}17:00", "Mon-Fri 09:00-17:00"),
            ("Tue-Tue 09:00-17:00", "Tue 09:00-17:00"),
            ("Wed-Tue 09:00-17:00", "Mon-Sun 09:00-17:00"),
        ] {
            assert_eq!(Window::parse(spelling).unwrap().to_string(), words);
        }
    }

    #[test]
    fn a_window_over_the_weekend_wraps_around() {
        let days: Vec<Weekday> = Window::parse("Sat-Mon 10:00-12:00")
            .unwrap()
            .weekdays()
            .collect();
        assert_eq!(days, [Weekday::Sat, Weekday::Sun, Weekday::Mon]);
    }

    #[test]
    fn what_is_no_window_is_refused_with_an_example() {
        for text in ["", "Tue", "16:00-18:00", "Tue 16:00"] {
            assert!(
                matches!(Window::parse(text), Err(WindowError::Shape { .. })),
                "{text}"
            );
        }
        for text in [
            "Tu 16:00-18:00",
            "Tuesdays 16:00-18:00",
            "Mon- 16:00-18:00",
            "Mon,Tue 16:00-18:00",
            "Mon-Tue-Wed 16:00-18:00",
        ] {
            assert!(
                matches!(Window::parse(text), Err(WindowError::Weekday { .. })),
                "{text}"
            );
        }
        for text in [
            "Tue 16-18",
            "Tue 16:00-18:60",
            "Tue 16:00-24:01",
            "Tue 016:00-18:00",
            "Tue 16:0-18:00",
            "Tue 4pm-6pm",
            "Tue 16:00-18:00 CET",
            "Tue 16:00-17:00-18:00",
        ] {
            assert!(
                matches!(Window::parse(text), Err(WindowError::Time { .. })),
                "{text}"
            );
        }
        for text in ["Tue 18:00-16:00", "Tue 16:00-16:00", "Tue 22:00-00:00"] {
            assert!(
                matches!(Window::parse(text), Err(WindowError::Backwards { .. })),
                "{text}"
            );
        }
        for text in ["", "Tu 16:00-18:00", "Tue 16-18"] {
            assert!(
                Window::parse(text)
                    .unwrap_err()
                    .to_string()
                    .contains("`Tue 16:00-18:00`")
            );
        }
    }

    proptest! {
        #[test]
        fn words_read_back_as_the_same_window(first in 0_u8..7, last in 0_u8..7, start in 0_u16..1440, length in 1_u16..=1440) {
            let window = Window::of_days(weekday(first), weekday(last), start, (start + length).min(MINUTES_PER_DAY));
            prop_assert_eq!(Window::parse(&window.to_string()), Ok(window));
        }

        #[test]
        fn a_window_falls_on_the_weekdays_it_lists(first in 0_u8..7, last in 0_u8..7) {
            let window = Window::of_days(weekday(first), weekday(last), 0, 60);
            let listed: Vec<Weekday> = window.weekdays().collect();
            for number in 0..7 {
                prop_assert_eq!(window.falls_on(weekday(number)), listed.contains(&weekday(number)));
            }
        }

        #[test]
        fn random_text_never_panics(text in any::<String>()) {
            let _ = Window::parse(&text);
        }
    }
}

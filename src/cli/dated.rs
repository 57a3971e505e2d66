//! The day of what is logged: today, or an earlier one that is named.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::when::parse_day;
use crate::change::edit::Author;
use crate::change::refusal::Refusal;
use crate::cli::failure::Failure;
use crate::model::day::Day;

/// The day that a flag names, today otherwise; a day ahead is refused.
pub(crate) fn day_past(text: Option<&str>, clock: &Clock) -> Result<Day, Failure> {
    let Some(text) = text else {
        return Ok(clock.today);
    };
    let day = parse_day(text, clock, Direction::Past)?;
    if clock.today < day {
        return Err(Refusal::refused(format!("{day} lies ahead; it cannot be logged yet")).into());
    }
    Ok(day)
}

/// The author of something that happened on the day that a flag names.
pub(crate) fn author_on(
    text: Option<&str>,
    clock: &Clock,
    author: &Author,
) -> Result<Author, Failure> {
    Ok(Author {
        today: day_past(text, clock)?,
        ..author.clone()
    })
}

/// The day that a flag names for something still to be done.
pub(crate) fn day_ahead(text: Option<&str>, clock: &Clock) -> Result<Option<Day>, Failure> {
    let day = text.map(|text| parse_day(text, clock, Direction::Future));
    Ok(day.transpose()?)
}

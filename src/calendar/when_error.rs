//! Why a text is no date.
//!
//! Every variant holds the facts; the words, with the cure, stand in one place, beside each variant.

use crate::calendar::grammar::words::ordinal_ending;
use crate::model::day::Day;

/// Why a text is not read as a date, a time or a range of days.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    /// Nothing was given.
    #[error("a date is missing; write `2026-11-27`, `fri`, `24 nov` or `in 2 weeks`")]
    Empty,
    /// More text than any date has.
    #[error("a date has at most {most} characters; write `2026-11-27`, `fri` or `in 2 weeks`")]
    TooLong {
        /// The limit that was passed.
        most: usize,
    },
    /// A word that no date has.
    #[error("`{text}` is no word of a date; {}", suggestion(*nearest))]
    Unknown {
        /// The word.
        text: String,
        /// The word of the grammar that is nearly the same.
        nearest: Option<&'static str>,
    },
    /// Words of dates in an order that says nothing.
    #[error("`{text}` is no date; write `2026-11-27`, `fri`, `24 nov` or `in 2 weeks`")]
    Shape {
        /// Where reading stopped, to the end.
        text: String,
    },
    /// A date with more behind it.
    #[error(
        "`{text}` is left over after `{read}`; write one date, such as `fri 16:00` or `24 nov 3pm`"
    )]
    Leftover {
        /// What was read.
        read: String,
        /// What remains.
        text: String,
    },
    /// A number that could be an hour or a day.
    #[error("`{number}` could be an hour or a day; write `{number}:00` or `{number}{}`", ordinal_ending(*number))]
    BareNumber {
        /// The number.
        number: u32,
    },
    /// A count of nothing.
    #[error("`{text}` counts nothing; write `in 5 days`, `+2w` or `-3d`")]
    BareCount {
        /// The words.
        text: String,
    },
    /// A month without a day or a year.
    #[error("`{text}` needs a day or a year; write `24 nov` for a day, `nov 2026` for the month")]
    BareMonth {
        /// The word.
        text: String,
    },
    /// Hours or minutes that could be a time of day as well (`16h`), or lie back or ahead.
    #[error(
        "`{text}` alone could be a time of day, or lie back or ahead; write `16:00`, `{text} ago` or `in {text}`"
    )]
    BareHours {
        /// The words.
        text: String,
    },
    /// A day that its month does not have.
    #[error("there is no `{text}`: that month has {days} days")]
    NoSuchDay {
        /// The date as given.
        text: String,
        /// How many days the month has.
        days: u32,
    },
    /// A month that the year does not have.
    #[error(
        "there is no month {month} in `{text}`; months are 01 to 12, in the order year-month-day"
    )]
    NoSuchMonth {
        /// The date as given.
        text: String,
        /// The number of the month.
        month: u32,
    },
    /// A week that its year does not have, or a quarter or day of the week past the last.
    #[error("there is no `{text}`; write `2026-W48`, `2026-W48-5` (its Friday) or `2026-Q4`")]
    NoSuchPart {
        /// The date as given.
        text: String,
    },
    /// A time that no clock shows.
    #[error(
        "there is no `{text}` on a clock; write 00:00 to 23:59, or 1am to 12pm (midnight opens a day: 00:00 of the next)"
    )]
    NoSuchTime {
        /// The time as given.
        text: String,
    },
    /// A time that is not a whole minute.
    #[error("`{text}` has seconds; times are whole minutes, such as `16:00`")]
    Seconds {
        /// The time as given.
        text: String,
    },
    /// A time with its distance from UTC.
    #[error(
        "`{text}` after the time: times are wall-clock times in the zone of their record; leave it out"
    )]
    Offset {
        /// The distance, or the start of it.
        text: String,
    },
    /// Numbers in an order that differs from country to country, or that is nobody's.
    #[error("`{text}` {}", order_cure(readings))]
    NumberOrder {
        /// The date as given.
        text: String,
        /// The days it could mean, none to three of them.
        readings: Vec<Day>,
    },
    /// A year without its century.
    #[error(
        "`{text}` is not a year of four digits nor a time; write `24 nov 2026` or `24 nov 09:00`"
    )]
    ShortYear {
        /// The number in the place of the year.
        text: String,
    },
    /// Outside the years 1 to 9999.
    #[error("`{text}` leaves the calendar, whose years are 1 to 9999")]
    OutOfCalendar {
        /// The date as given.
        text: String,
    },
    /// A weekday that its date does not fall on.
    #[error("{day} is a {actual}, not a {said}; leave the weekday out or write the other date")]
    WeekdayDiffers {
        /// The date.
        day: Day,
        /// The weekday it falls on.
        actual: chrono::Weekday,
        /// The weekday that was said.
        said: chrono::Weekday,
    },
    /// A week, month or longer where one day is needed.
    #[error("`{text}` is {first} to {last}, and one day is needed; write it as `{first}`")]
    Period {
        /// The words.
        text: String,
        /// Its first day.
        first: Day,
        /// Its last day.
        last: Day,
    },
    /// A time of day where only a day makes sense.
    #[error("`{text}` has a time of day, and only a day belongs here; write `{day}`")]
    TimeGiven {
        /// The text.
        text: String,
        /// Its day.
        day: Day,
    },
    /// A count of minutes or hours without a present to count from.
    #[error(
        "`{text}` counts from the time of day, which is not known when `--today` sets the day; write the time, such as `today 16:00`"
    )]
    NowUnknown {
        /// The words.
        text: String,
    },
    /// A range without a first or last day.
    #[error(
        "a range needs a day before or after `..`; write `2026-01..2026-03`, `2026-01-15..` or `..today`"
    )]
    OpenBothWays,
    /// More than two sides of a range.
    #[error("`{text}` has more than one `..`; write `2026-01..2026-03`")]
    ManySides {
        /// The range as given.
        text: String,
    },
    /// A range that ends before it starts.
    #[error(
        "the range starts on {first} and ends on {last}, which is earlier; write the earlier day first"
    )]
    Backwards {
        /// Its first day.
        first: Day,
        /// Its last day.
        last: Day,
    },
}

fn suggestion(nearest: Option<&'static str>) -> String {
    match nearest {
        Some(word) => format!("did you mean `{word}`?"),
        None => "write `2026-11-27`, `fri`, `24 nov` or `in 2 weeks`".to_owned(),
    }
}

fn order_cure(readings: &[Day]) -> String {
    match readings {
        [] => "is no date; write year-month-day, such as `2026-11-27`".to_owned(),
        [only] => format!("is not written year-month-day; write `{only}`"),
        several => {
            let days: Vec<String> = several.iter().map(|day| format!("`{day}`")).collect();
            format!("could mean {}; write the one you mean", days.join(" or "))
        }
    }
}

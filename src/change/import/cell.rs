//! From the text of a cell to a value of the file: whole numbers, hours, days, lists, words.
//!
//! It does not know which column or row it is in; a cell that is empty never reaches it.

use crate::calendar::clock::TimeOfDay;
use crate::calendar::length::parse_minutes;
use crate::change::import::fault::Fault;
use crate::change::objective::number;
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::participant::{Mode, Role, Style};
use crate::model::value::Value;
use crate::model::window::Window;

/// The word that stands for both roles.
pub const BOTH: &str = "both";
/// The word for the first day of a person's first cohort.
pub const SINCE_COHORT: &str = "cohort";
/// The most hours of a week.
const HOURS_PER_WEEK_MAX: f64 = 168.0;

/// What the cells of a field hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CellKind {
    /// One line of text; line breaks become spaces.
    Line,
    /// Text of several lines.
    Text,
    /// Several lines.
    Lines,
    /// Several languages.
    Languages,
    /// An address.
    Email,
    /// Several addresses.
    Emails,
    /// The id of a person, enrolled or not yet.
    PersonId,
    /// Ids or addresses of people enrolled.
    People,
    /// The id or address of somebody.
    PersonOrEmail,
    /// `mentor`, `mentee`, `both`.
    Roles,
    /// Ids of cohorts.
    Cohorts,
    /// A whole number between two.
    Whole(i64, i64),
    /// Hours of a week.
    Hours,
    /// Yes or no.
    Flag,
    /// A calendar day.
    Day,
    /// A calendar day, or the first of the cohort.
    Since,
    /// A day and a time of it, without a zone.
    Moment,
    /// A time of day.
    Time,
    /// How long something takes, in minutes.
    Length,
    /// A time zone.
    Zone,
    /// Weekly hours.
    Windows,
    /// Ways to meet.
    Modes,
    /// Ways to help.
    Styles,
    /// One of a closed set.
    Word(&'static [&'static str]),
    /// Whatever it is: a whole number stays a number, all else is text.
    Any,
}

impl CellKind {
    /// What separates the parts of a cell that holds several: `;`, and a comma where no part can hold one itself. `None`
    /// where a cell holds one.
    pub(super) fn separators(self) -> Option<&'static [char]> {
        match self {
            CellKind::Lines => Some(&[';']),
            CellKind::Languages
            | CellKind::Emails
            | CellKind::People
            | CellKind::Roles
            | CellKind::Cohorts
            | CellKind::Windows
            | CellKind::Modes
            | CellKind::Styles => Some(&[';', ',']),
            CellKind::Line
            | CellKind::Text
            | CellKind::Email
            | CellKind::PersonId
            | CellKind::PersonOrEmail
            | CellKind::Whole(..)
            | CellKind::Hours
            | CellKind::Flag
            | CellKind::Day
            | CellKind::Since
            | CellKind::Moment
            | CellKind::Time
            | CellKind::Length
            | CellKind::Zone
            | CellKind::Word(_)
            | CellKind::Any => None,
        }
    }

    /// Whether a cell holds several.
    pub fn is_list(self) -> bool {
        self.separators().is_some()
    }

    /// The value of the parts of a cell, of which there is one unless the field is a list.
    ///
    /// # Errors
    /// The first part that is not of the kind.
    pub fn value(self, parts: &[String]) -> Result<Value, Fault> {
        if self.is_list() {
            let each = parts.iter().map(|part| self.part(part));
            return each.collect::<Result<Vec<Value>, Fault>>().map(Value::List);
        }
        self.part(parts.first().map_or("", String::as_str))
    }

    fn part(self, text: &str) -> Result<Value, Fault> {
        refuse_control(text)?;
        let found = match self {
            CellKind::Line | CellKind::Lines | CellKind::Languages => {
                Some(Value::Text(one_line(text)))
            }
            CellKind::Text => Some(text.into()),
            CellKind::Any => Some(any(text)),
            CellKind::Email | CellKind::Emails => is_email(text).then(|| text.into()),
            CellKind::PersonId => PersonId::parse(text).ok().map(|id| id.as_str().into()),
            CellKind::People | CellKind::PersonOrEmail => {
                (is_email(text) || PersonId::parse(text).is_ok()).then(|| text.into())
            }
            CellKind::Roles => role(text).map(Into::into),
            CellKind::Cohorts => Id::parse(text).ok().map(|id| id.as_str().into()),
            CellKind::Whole(least, most) => whole(text)
                .filter(|number| (least..=most).contains(number))
                .map(Value::Integer),
            CellKind::Hours => hours(text).map(number),
            CellKind::Flag => flag(text).map(Value::Flag),
            CellKind::Since if text.eq_ignore_ascii_case(SINCE_COHORT) => Some(SINCE_COHORT.into()),
            CellKind::Day | CellKind::Since => Day::parse_iso(text).map(Value::Day),
            CellKind::Moment => moment(text).map(Value::Moment),
            CellKind::Time => time(text).map(|time| time.to_string().into()),
            CellKind::Length => parse_minutes(text)
                .ok()
                .map(|minutes| Value::Integer(minutes.into())),
            CellKind::Zone => zone(text).map(Into::into),
            CellKind::Windows => Window::parse(text)
                .ok()
                .map(|window| window.to_string().into()),
            CellKind::Modes => word(text, Mode::WORDS).map(Into::into),
            CellKind::Styles => word(text, Style::WORDS).map(Into::into),
            CellKind::Word(words) => word(text, words).map(Into::into),
        };
        found.ok_or_else(|| Fault::Value {
            value: text.to_owned(),
            expected: self.expectation(),
        })
    }

    /// What a part of a cell looks like, in words.
    fn expectation(self) -> String {
        match self {
            CellKind::Line
            | CellKind::Lines
            | CellKind::Languages
            | CellKind::Text
            | CellKind::Any => "text".to_owned(),
            CellKind::Email | CellKind::Emails => "an address such as ada@example.org".to_owned(),
            CellKind::PersonId => {
                "an id of a-z, 0-9 and inner `-`, at most 40 characters".to_owned()
            }
            CellKind::People | CellKind::PersonOrEmail => {
                "the id or the address of a person (a mapping can put names elsewhere)".to_owned()
            }
            CellKind::Roles => "mentor, mentee or both".to_owned(),
            CellKind::Cohorts => "the id of a cohort".to_owned(),
            CellKind::Whole(least, most) => format!("a whole number {least}..{most}"),
            CellKind::Hours => "hours from 0 to 168, such as 1.5".to_owned(),
            CellKind::Flag => "true or false (or yes, no)".to_owned(),
            CellKind::Day => "a day such as 2026-02-03".to_owned(),
            CellKind::Since => "a day such as 2026-02-03, or `cohort`".to_owned(),
            CellKind::Moment => "a day and a time such as 2026-02-03 16:00".to_owned(),
            CellKind::Time => "a time of day such as 16:00".to_owned(),
            CellKind::Length => "a length such as 45m or 1h30, or minutes".to_owned(),
            CellKind::Zone => "a time zone such as Europe/Berlin".to_owned(),
            CellKind::Windows => "weekly hours such as Tue 16:00-18:00".to_owned(),
            CellKind::Modes => format!("one of {}", Mode::WORDS.join(", ")),
            CellKind::Styles => format!("one of {}", Style::WORDS.join(", ")),
            CellKind::Word(words) => format!("one of {}", words.join(", ")),
        }
    }
}

/// A value as the parts of a cell that would hold it.
pub(super) fn parts_of(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) => vec![text.clone()],
        Value::Integer(number) => vec![number.to_string()],
        Value::Decimal(number) => vec![number.to_string()],
        Value::Flag(flag) => vec![flag.to_string()],
        Value::Day(day) => vec![day.to_string()],
        Value::Moment(moment) => vec![moment.to_string()],
        Value::List(items) => items.iter().flat_map(parts_of).collect(),
    }
}

/// Refuses what no text of a file may hold; line ends and tabs are fine.
fn refuse_control(text: &str) -> Result<(), Fault> {
    let is_forbidden = |letter: &char| letter.is_control() && !matches!(letter, '\n' | '\t');
    match text.chars().find(is_forbidden) {
        None => Ok(()),
        Some(character) => Err(Fault::Control { character }),
    }
}

fn one_line(text: &str) -> String {
    if text.contains(['\n', '\t']) {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text.to_owned()
}

/// A whole number only where its text is the very one that the number is written as: `007` is no number.
fn any(text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(number) if number.to_string() == text => Value::Integer(number),
        _ => text.into(),
    }
}

/// Something, one `@`, something, without spaces.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_fine =
        |part: &str| !part.is_empty() && !part.contains('@') && !part.contains(char::is_whitespace);
    is_fine(local) && is_fine(domain)
}

fn role(text: &str) -> Option<&'static str> {
    if text.eq_ignore_ascii_case(BOTH) {
        return Some(BOTH);
    }
    word(text, Role::WORDS)
}

/// A whole number; data tools write `3.0` for 3 in a column that has gaps.
fn whole(text: &str) -> Option<i64> {
    text.strip_suffix(".0").unwrap_or(text).parse().ok()
}

/// Hours; half of Europe writes `1,5`, and `1,500` may be fifteen hundred.
fn hours(text: &str) -> Option<f64> {
    let is_grouped = text
        .split_once(',')
        .is_some_and(|(_, decimals)| decimals.len() == 3);
    let is_plain = !is_grouped
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    let hours: f64 = is_plain.then(|| text.replace(',', ".").parse().ok())??;
    (0.0..=HOURS_PER_WEEK_MAX).contains(&hours).then_some(hours)
}

fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

/// `2026-02-03 16:00` and `2026-02-03T16:00:00`.
fn moment(text: &str) -> Option<Moment> {
    let (day, clock) = text.split_once(['T', ' '])?;
    let day = Day::parse_iso(day)?;
    time(clock.trim_start()).map(|time| time.on(day))
}

/// `16:00`, `9:30`, `16:00:00`; seconds other than none are more than a meeting has.
pub(super) fn time(text: &str) -> Option<TimeOfDay> {
    let mut parts = text.split(':');
    let mut number = || {
        let part = parts.next()?;
        let is_number =
            (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| is_number)
    };
    let (hour, minute) = (number()?, number()?);
    let is_whole = number().is_none_or(|seconds| seconds == 0) && parts.next().is_none();
    TimeOfDay::new(hour, minute).filter(|_| is_whole)
}

fn zone(text: &str) -> Option<&'static str> {
    if let Ok(zone) = text.parse::<chrono_tz::Tz>() {
        return Some(zone.name());
    }
    let mut names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    names.find(|name| name.eq_ignore_ascii_case(text))
}

/// A word of a closed set, whatever its case; `In person` is `in-person`.
fn word(text: &str, words: &'static [&'static str]) -> Option<&'static str> {
    let plain = text.replace([' ', '_'], "-");
    words
        .iter()
        .copied()
        .find(|word| word.eq_ignore_ascii_case(&plain))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;

    fn value(kind: CellKind, text: &str) -> Option<Value> {
        kind.value(&[text.to_owned()]).ok()
    }

    #[test]
    fn values_are_native() {
        assert_eq!(value(CellKind::Whole(0, 9), "3"), Some(Value::Integer(3)));
        assert_eq!(value(CellKind::Whole(0, 9), "3.0"), Some(Value::Integer(3)));
        assert_eq!(value(CellKind::Hours, "1,5"), Some(Value::Decimal(1.5)));
        assert_eq!(value(CellKind::Hours, "2"), Some(Value::Integer(2)));
        assert_eq!(value(CellKind::Flag, "TRUE"), Some(Value::Flag(true)));
        assert_eq!(value(CellKind::Flag, "No"), Some(Value::Flag(false)));
        let modes = CellKind::Modes
            .value(&["Video".to_owned(), "In person".to_owned()])
            .unwrap();
        assert_eq!(modes, Value::from(vec!["video", "in-person"]));
        assert_eq!(
            value(CellKind::Zone, "europe/berlin"),
            Some("Europe/Berlin".into())
        );
        assert_eq!(
            value(CellKind::Line, "Head of\nNetworks"),
            Some("Head of Networks".into())
        );
    }

    #[test]
    fn what_is_not_of_its_kind_is_refused() {
        for (kind, text) in [
            (CellKind::Whole(0, 9), "-1"),
            (CellKind::Whole(0, 9), "10"),
            (CellKind::Whole(0, 9), "two"),
            (CellKind::Whole(0, 9), "9223372036854775808"),
            (CellKind::Hours, "1,500"),
            (CellKind::Hours, "1,5.0"),
            (CellKind::Hours, "inf"),
            (CellKind::Hours, "-0"),
            (CellKind::Hours, "NaN"),
            (CellKind::Day, "01/12/2026"),
            (CellKind::Day, "2026-02-30"),
            (CellKind::Email, "ada"),
            (CellKind::Email, "Ada <ada@example.org>"),
            (CellKind::PersonId, "Ada"),
            (CellKind::PersonOrEmail, "Charles Babbage"),
            (CellKind::Zone, "Mars/Olympus"),
            (CellKind::Line, "A\u{0}da"),
            (CellKind::Text, "A\u{1b}[31m"),
            (CellKind::Any, "\u{9b}"),
        ] {
            assert_eq!(value(kind, text), None, "{text:?}");
        }
    }

    #[test]
    fn a_number_of_ones_own_stays_as_it_is_written() {
        assert_eq!(value(CellKind::Any, "42"), Some(Value::Integer(42)));
        for text in ["007", "+4", "4.0", "-0", "0x10", "9223372036854775808"] {
            assert_eq!(value(CellKind::Any, text), Some(text.into()));
        }
    }
}

//! A typed view of a table that was found to have its shape.
//!
//! The shape is checked before, so that a key which is there is of its kind; what is asked for here and
//! absent is `None`.

use crate::model::cadence::Cadence;
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::settings::DayRange;
use crate::model::value::Value;
use crate::model::window::Window;
use crate::store::syntax::parsed::{ParsedTable, ParsedValue};
use chrono::{NaiveDate, NaiveTime};
use smol_str::SmolStr;
use toml::value::Datetime;

/// One table of a checked file.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a>(pub(crate) &'a ParsedTable<'a>);

/// What a constructor says that the shape has already checked.
const CHECKED: &str = "the shape of the file was checked before";

impl<'a> Fields<'a> {
    fn get(self, key: &str) -> Option<&'a ParsedValue<'a>> {
        self.0.get(key).map(toml::Spanned::get_ref)
    }

    /// The items of a list; their number is known before, so that what is collected has no room to spare.
    fn array(self, key: &str) -> std::slice::Iter<'a, toml::Spanned<ParsedValue<'a>>> {
        let array = self.get(key).and_then(ParsedValue::as_array);
        array.map_or_else(|| [].iter(), |array| array.iter())
    }

    /// Whether a key is there.
    pub(crate) fn has(self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// A text as it stands in the file.
    pub(crate) fn str(self, key: &str) -> Option<&'a str> {
        self.get(key).and_then(ParsedValue::as_str)
    }

    /// A line of text.
    pub(crate) fn line(self, key: &str) -> Option<String> {
        self.str(key).map(str::to_owned)
    }

    /// A line that is mostly a word or two.
    pub(crate) fn name(self, key: &str) -> Option<SmolStr> {
        self.str(key).map(SmolStr::new)
    }

    /// A text of several lines, which end in `\n` whatever the file does.
    pub(crate) fn text(self, key: &str) -> Option<String> {
        self.str(key).map(plain_line_ends)
    }

    /// A text that must be there.
    pub(crate) fn required_text(self, key: &str) -> String {
        self.text(key).expect(CHECKED)
    }

    /// A whole number.
    pub(crate) fn whole(self, key: &str) -> Option<i64> {
        self.get(key).and_then(whole)
    }

    /// A whole number that counts.
    pub(crate) fn count(self, key: &str) -> Option<u32> {
        self.whole(key)
            .and_then(|number| u32::try_from(number).ok())
    }

    /// A number.
    pub(crate) fn decimal(self, key: &str) -> Option<f64> {
        self.get(key).and_then(decimal)
    }

    /// Hours a week as minutes.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "hours of a week are 0 to 168"
    )]
    pub(crate) fn minutes_per_week(self) -> Option<u32> {
        self.decimal("hours_per_week")
            .map(|hours| (hours * 60.0).round() as u32)
    }

    /// Yes or no.
    pub(crate) fn flag(self, key: &str) -> Option<bool> {
        self.get(key).and_then(ParsedValue::as_bool)
    }

    /// A day.
    pub(crate) fn day(self, key: &str) -> Option<Day> {
        self.get(key).and_then(day)
    }

    /// A day that must be there.
    pub(crate) fn required_day(self, key: &str) -> Day {
        self.day(key).expect(CHECKED)
    }

    /// A wall-clock time.
    pub(crate) fn moment(self, key: &str) -> Option<Moment> {
        self.get(key).and_then(moment)
    }

    /// A wall-clock time that must be there.
    pub(crate) fn required_moment(self, key: &str) -> Moment {
        self.moment(key).expect(CHECKED)
    }

    /// A time zone.
    pub(crate) fn zone(self, key: &str) -> Option<chrono_tz::Tz> {
        self.str(key).and_then(|name| name.parse().ok())
    }

    /// A rhythm; `None` for an empty one too.
    pub(crate) fn cadence(self, key: &str) -> Option<Cadence> {
        self.str(key).and_then(|words| Cadence::parse(words).ok())
    }

    /// An id.
    pub(crate) fn id(self, key: &str) -> Option<Id> {
        self.str(key).and_then(|text| Id::parse(text).ok())
    }

    /// An id that must be there.
    pub(crate) fn required_id(self, key: &str) -> Id {
        self.id(key).expect(CHECKED)
    }

    /// A person.
    pub(crate) fn person(self, key: &str) -> Option<PersonId> {
        self.str(key).and_then(|text| PersonId::parse(text).ok())
    }

    /// A person who must be there.
    pub(crate) fn required_person(self, key: &str) -> PersonId {
        self.person(key).expect(CHECKED)
    }

    /// A word of a closed set.
    pub(crate) fn word<T>(self, key: &str, parse: fn(&str) -> Option<T>) -> Option<T> {
        self.str(key).and_then(parse)
    }

    /// A word that must be there.
    pub(crate) fn required_word<T>(self, key: &str, parse: fn(&str) -> Option<T>) -> T {
        self.word(key, parse).expect(CHECKED)
    }

    /// The texts of a list.
    pub(crate) fn strs(self, key: &str) -> impl ExactSizeIterator<Item = &'a str> {
        self.array(key)
            .map(|item| item.get_ref().as_str().expect(CHECKED))
    }

    /// The lines of a list.
    pub(crate) fn lines(self, key: &str) -> Vec<String> {
        self.strs(key).map(str::to_owned).collect()
    }

    /// The lines of a list, mostly a word or two each.
    pub(crate) fn names(self, key: &str) -> Vec<SmolStr> {
        self.strs(key).map(SmolStr::new).collect()
    }

    /// The people of a list.
    pub(crate) fn people(self, key: &str) -> Vec<PersonId> {
        self.strs(key)
            .filter_map(|text| PersonId::parse(text).ok())
            .collect()
    }

    /// The ids of a list.
    pub(crate) fn ids(self, key: &str) -> Vec<Id> {
        self.strs(key)
            .filter_map(|text| Id::parse(text).ok())
            .collect()
    }

    /// The words of a list.
    pub(crate) fn words<T>(self, key: &str, parse: fn(&str) -> Option<T>) -> Vec<T> {
        self.strs(key).filter_map(parse).collect()
    }

    /// The windows of a list; `None` where the key is absent.
    pub(crate) fn windows(self, key: &str) -> Option<Vec<Window>> {
        self.get(key)?;
        Some(
            self.strs(key)
                .filter_map(|text| Window::parse(text).ok())
                .collect(),
        )
    }

    /// The whole numbers of a list.
    pub(crate) fn wholes(self, key: &str) -> Vec<i64> {
        let array = self.get(key).and_then(ParsedValue::as_array);
        array
            .into_iter()
            .flat_map(|array| array.iter())
            .filter_map(|item| whole(item.get_ref()))
            .collect()
    }

    /// The table `[key]`.
    pub(crate) fn table(self, key: &str) -> Option<Fields<'a>> {
        self.get(key).and_then(ParsedValue::as_table).map(Fields)
    }

    /// The entries of `[[key]]`, in file order.
    pub(crate) fn entries(self, key: &str) -> impl ExactSizeIterator<Item = Fields<'a>> {
        self.array(key)
            .map(|entry| Fields(entry.get_ref().as_table().expect(CHECKED)))
    }

    /// Days from `from` to `to`, which is the same day where it is absent.
    pub(crate) fn day_range(self) -> DayRange {
        let from = self.required_day("from");
        DayRange {
            from,
            to: self.day("to").unwrap_or(from),
        }
    }

    /// Every key of the table with its value, tables aside.
    pub(crate) fn values(self) -> impl Iterator<Item = (String, Value)> {
        self.0
            .iter()
            .filter_map(|(name, item)| Some((name.get_ref().to_string(), value(item.get_ref())?)))
    }
}

fn plain_line_ends(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n")
    } else {
        text.to_owned()
    }
}

/// A whole number, in whichever base it is written.
pub(crate) fn whole(value: &ParsedValue<'_>) -> Option<i64> {
    let ParsedValue::Integer { digits, radix } = value else {
        return None;
    };
    i64::from_str_radix(digits, *radix).ok()
}

/// A finite number; negative zero is none that a person means.
pub(crate) fn decimal(value: &ParsedValue<'_>) -> Option<f64> {
    let number = match value {
        ParsedValue::Float(digits) | ParsedValue::Integer { digits, .. } => {
            digits.parse::<f64>().ok()?
        }
        _ => return None,
    };
    (number.is_finite() && !(number == 0.0 && number.is_sign_negative())).then_some(number)
}

/// A calendar day without time and offset.
pub(crate) fn day(value: &ParsedValue<'_>) -> Option<Day> {
    match value {
        ParsedValue::Datetime(Datetime {
            date: Some(date),
            time: None,
            offset: None,
        }) => Day::new(
            i32::from(date.year),
            u32::from(date.month),
            u32::from(date.day),
        ),
        _ => None,
    }
}

/// A wall-clock time on a day, without offset; leap seconds and fractions are none that a person means.
pub(crate) fn moment(value: &ParsedValue<'_>) -> Option<Moment> {
    let ParsedValue::Datetime(Datetime {
        date: Some(date),
        time: Some(time),
        offset: None,
    }) = value
    else {
        return None;
    };
    let date = NaiveDate::from_ymd_opt(
        i32::from(date.year),
        u32::from(date.month),
        u32::from(date.day),
    )?;
    let second = u32::from(time.second.unwrap_or(0));
    if time.nanosecond.is_some_and(|fraction| fraction != 0) || 59 < second {
        return None;
    }
    let time = NaiveTime::from_hms_opt(u32::from(time.hour), u32::from(time.minute), second)?;
    Moment::from_datetime(date.and_time(time))
}

/// Any value that is not a table.
pub(crate) fn value(item: &ParsedValue<'_>) -> Option<Value> {
    match item {
        ParsedValue::String(text) => Some(Value::Text(plain_line_ends(text))),
        ParsedValue::Integer { .. } => whole(item).map(Value::Integer),
        ParsedValue::Float(_) => decimal(item).map(Value::Decimal),
        ParsedValue::Boolean(flag) => Some(Value::Flag(*flag)),
        ParsedValue::Datetime(_) => day(item)
            .map(Value::Day)
            .or_else(|| moment(item).map(Value::Moment)),
        ParsedValue::Array(items) => items
            .iter()
            .map(|item| value(item.get_ref()))
            .collect::<Option<Vec<_>>>()
            .map(Value::List),
        ParsedValue::Table(_) => None,
    }
}

/// How a value is named in a message.
pub(crate) fn spelled(item: &ParsedValue<'_>) -> String {
    match item {
        ParsedValue::String(text) => text.to_string(),
        ParsedValue::Integer { digits, .. } => {
            whole(item).map_or_else(|| digits.to_string(), |number| number.to_string())
        }
        ParsedValue::Float(number) => number.to_string(),
        ParsedValue::Boolean(flag) => flag.to_string(),
        ParsedValue::Datetime(datetime) => datetime.to_string(),
        ParsedValue::Array(_) | ParsedValue::Table(_) => "...".to_owned(),
    }
}

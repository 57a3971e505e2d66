//! What a value should have been, in words: for messages and for the help on files.

use crate::model::cadence::Cadence;
use crate::model::id::Id;
use crate::model::window::Window;
use crate::store::fit::fits;
use crate::store::keys::Kind;
use crate::store::nearest::nearest;
use crate::store::syntax;
use crate::store::syntax::parsed::ParsedValue;

/// How to bring about what a reference points to.
pub(crate) fn how_to_add(kind: Kind, text: &str) -> String {
    match kind {
        Kind::Person => "name somebody who is enrolled; `pleiad enroll` adds people".to_owned(),
        Kind::Objective => format!("add an [[objective]] with id = \"{text}\" to objectives.toml"),
        Kind::Training => format!("add a [[training]] with id = \"{text}\" to program.toml"),
        Kind::Certification => {
            format!("add a [[certification]] with id = \"{text}\" to program.toml")
        }
        _ => format!("add a [[cohort]] with id = \"{text}\" to program.toml"),
    }
}

/// What to do about a value that is refused.
pub(crate) fn cure(kind: Kind, value: &ParsedValue<'_>) -> String {
    let reason = match value {
        ParsedValue::String(text) => of_text(kind, text),
        ParsedValue::Array(_) | ParsedValue::Table(_) => None,
        _ if is_quoted(kind) => Some("put it in quotes".to_owned()),
        _ => of_plain_value(kind, value),
    };
    reason.unwrap_or_else(|| format!("write {}", kind.expectation()))
}

/// What is wrong with a text, where its kind can tell more than what it expects.
fn of_text(kind: Kind, text: &str) -> Option<String> {
    let near = |near: &str| format!("did you mean `{near}`?");
    match kind {
        Kind::Line => Some("write it on one line, without control characters".to_owned()),
        Kind::Text => Some("take out the control characters".to_owned()),
        Kind::Cadence | Kind::CadenceOrNone => {
            Cadence::parse(text).err().map(|error| error.to_string())
        }
        Kind::Span => Some("write a number with d, w or mo, such as \"2w\"".to_owned()),
        Kind::Window => Window::parse(text).err().map(|error| error.to_string()),
        Kind::Zone => {
            let zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
            nearest(text, zones).map(near)
        }
        Kind::Word(words) => nearest(text, words.iter().copied()).map(near),
        Kind::Day | Kind::Moment | Kind::Whole(..) | Kind::Decimal(..) | Kind::Flag
            if fits_without_quotes(kind, text) =>
        {
            Some("write it without quotes".to_owned())
        }
        Kind::Whole(..) | Kind::Decimal(..) => {
            Some("write the number in digits, without quotes".to_owned())
        }
        Kind::Flag => Some("write true or false, without quotes".to_owned()),
        Kind::Email => Some("write one address, without spaces".to_owned()),
        Kind::Link => Some("begin it with https://, http:// or mailto:".to_owned()),
        Kind::Id | Kind::Person | Kind::Cohort => {
            Id::parse(text).err().map(|error| error.to_string())
        }
        Kind::List(_) => Some("put it in brackets: [...]".to_owned()),
        _ => None,
    }
}

/// What is wrong with a number, a day or a time.
fn of_plain_value(kind: Kind, value: &ParsedValue<'_>) -> Option<String> {
    let ParsedValue::Datetime(datetime) = value else {
        let is_decimal = matches!((kind, value), (Kind::Whole(..), ParsedValue::Float(_)));
        return is_decimal.then(|| format!("write {}, without decimals", kind.expectation()));
    };
    let words = match kind {
        Kind::Day | Kind::Anchor if datetime.time.is_some() => "leave out the time of day",
        Kind::Moment if datetime.offset.is_some() => {
            "leave out what follows the seconds: it is the time on the clocks of its zone"
        }
        Kind::Moment if datetime.date.is_none() => "put the day before it, and a T between",
        Kind::Moment if datetime.time.is_none() => "add the time of day, such as T16:00:00",
        Kind::Moment => "write whole seconds from 00 to 59",
        _ => return None,
    };
    Some(words.to_owned())
}

/// Whether values of a kind are texts.
fn is_quoted(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Whole(..)
            | Kind::Decimal(..)
            | Kind::Flag
            | Kind::Day
            | Kind::Moment
            | Kind::Anchor
            | Kind::Any
            | Kind::List(_)
    )
}

/// Whether a text would be right if only its quotes were gone.
fn fits_without_quotes(kind: Kind, text: &str) -> bool {
    let line = format!("value = {text}");
    syntax::table(&line).is_some_and(|table| {
        let value = table.get("value");
        value.is_some_and(|value| fits(kind, value.get_ref()))
    })
}

impl Kind {
    /// A value of this kind, as a file has it.
    pub(crate) fn example(&self) -> String {
        let quoted = |text: &str| format!("\"{text}\"");
        match self {
            Kind::Line => quoted("one line"),
            Kind::Text => quoted("some words"),
            Kind::Whole(least, most) => 1.clamp(*least, *most).to_string(),
            Kind::Decimal(least, most) => format!("{}.0", 2.clamp(*least, *most)),
            Kind::Flag => "true".to_owned(),
            Kind::Day => "2026-02-03".to_owned(),
            Kind::Moment => "2026-02-03T16:00:00".to_owned(),
            Kind::Anchor => quoted("starts+2w"),
            Kind::Zone => quoted("Europe/Berlin"),
            Kind::Cadence | Kind::CadenceOrNone => quoted("2 weeks"),
            Kind::Span => quoted("2w"),
            Kind::Window => quoted("Tue 16:00-18:00"),
            Kind::Word(words) => quoted(words.first().copied().unwrap_or_default()),
            Kind::Email => quoted("ada@example.org"),
            Kind::Link => quoted("https://example.org"),
            Kind::Person | Kind::PersonOrEmail => quoted("ada-lovelace"),
            Kind::Cohort => quoted("2026-spring"),
            Kind::Objective => quoted("retain-knowledge"),
            Kind::Training => quoted("listening-101"),
            Kind::Certification => quoted("az-104"),
            Kind::Facet => quoted("technical"),
            Kind::Skill => quoted("routing"),
            Kind::Level => quoted("senior"),
            Kind::Id | Kind::Entry(_) => quoted("an-id"),
            Kind::Any => quoted("a value"),
            Kind::List(inner) => format!("[{}]", inner.example()),
        }
    }

    /// What a value of this kind looks like, in words.
    pub(crate) fn expectation(&self) -> String {
        match self {
            Kind::Line => "one line of text in quotes".to_owned(),
            Kind::Text => "text in quotes".to_owned(),
            Kind::Whole(i64::MIN, i64::MAX) => "a whole number".to_owned(),
            Kind::Whole(least, i64::MAX) => format!("a whole number from {least}"),
            Kind::Whole(least, most) => format!("a whole number {least}..{most}"),
            Kind::Decimal(least, most) if *most < 1_000_000 => format!("a number {least}..{most}"),
            Kind::Decimal(..) => "a number".to_owned(),
            Kind::Flag => "true or false".to_owned(),
            Kind::Day => "a day such as 2026-02-03".to_owned(),
            Kind::Moment => "a time such as 2026-02-03T16:00:00".to_owned(),
            Kind::Anchor => "a day, or \"starts+2w\", \"midpoint\", \"ends-1w\"".to_owned(),
            Kind::Zone => "a time zone such as \"Europe/Berlin\"".to_owned(),
            Kind::Cadence => "a rhythm such as \"2 weeks\"".to_owned(),
            Kind::CadenceOrNone => "a rhythm such as \"quarter\", or \"\" for none".to_owned(),
            Kind::Span => "a span such as \"10d\", \"2w\" or \"3mo\"".to_owned(),
            Kind::Window => "hours such as \"Tue 16:00-18:00\"".to_owned(),
            Kind::Word(words) => format!("one of {}", words.join(", ")),
            Kind::Id => "an id of a-z, 0-9 and inner `-`".to_owned(),
            Kind::Email => "an address such as \"ada@example.org\"".to_owned(),
            Kind::Link => "a link (http, https or mailto)".to_owned(),
            Kind::Person => "the id of a participant".to_owned(),
            Kind::PersonOrEmail => "the id of a participant, or an address".to_owned(),
            Kind::Cohort => "the id of a cohort".to_owned(),
            Kind::Objective => "the id of an objective".to_owned(),
            Kind::Training => "the id of a training module".to_owned(),
            Kind::Certification => "the id of a certification".to_owned(),
            Kind::Facet => "a facet".to_owned(),
            Kind::Skill => "a skill".to_owned(),
            Kind::Level => "a level".to_owned(),
            Kind::Entry(table) => format!("the id of a [[{table}]] of this file"),
            Kind::Any => "a value, or a list of values".to_owned(),
            Kind::List(inner) => format!("a list [...] of: {}", inner.expectation()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::store::keys::SHAPES;

    #[test]
    fn every_example_is_a_value_of_its_kind() {
        for shape in SHAPES {
            let below = shape.tables.iter().flat_map(|table| table.keys);
            for key in shape.keys.iter().chain(below) {
                let line = format!("value = {}", key.kind.example());
                let table = syntax::table(&line).unwrap();
                let value = table.get("value").unwrap();
                let fits = match (key.kind, value.get_ref()) {
                    (Kind::List(inner), ParsedValue::Array(items)) => {
                        items.iter().all(|item| fits(*inner, item.get_ref()))
                    }
                    (kind, value) => fits(kind, value),
                };
                assert!(fits, "{}: {line}", key.name);
            }
        }
    }
}

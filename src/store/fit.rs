//! Whether a value is of the kind that the table of keys asks for; what it refers to is not looked up here.

use crate::model::cadence::Cadence;
use crate::model::id::{Id, PersonId};
use crate::model::settings::{Anchor, is_span};
use crate::model::window::Window;
use crate::store::fields;
use crate::store::keys::Kind;
use crate::store::syntax::parsed::ParsedValue;

/// Whether a value is of a kind, references aside.
pub(crate) fn fits(kind: Kind, value: &ParsedValue<'_>) -> bool {
    match (kind, value) {
        (Kind::Line, ParsedValue::String(text)) => is_line(text),
        (Kind::Facet | Kind::Skill | Kind::Level, ParsedValue::String(text)) => {
            is_line(text) && !text.trim().is_empty()
        }
        (Kind::Text, ParsedValue::String(text)) => !text.chars().any(is_forbidden_in_text),
        (Kind::Whole(least, most), ParsedValue::Integer { .. }) => {
            fields::whole(value).is_some_and(|number| least <= number && number <= most)
        }
        (Kind::Decimal(least, most), ParsedValue::Integer { .. } | ParsedValue::Float(_)) => {
            fields::decimal(value).is_some_and(|number| is_between(number, least, most))
        }
        (Kind::Flag, ParsedValue::Boolean(_)) => true,
        (Kind::Day | Kind::Anchor, ParsedValue::Datetime(_)) => fields::day(value).is_some(),
        (Kind::Moment, ParsedValue::Datetime(_)) => fields::moment(value).is_some(),
        (Kind::Anchor, ParsedValue::String(text)) => Anchor::parse(text).is_some(),
        (Kind::Zone, ParsedValue::String(text)) => text.parse::<chrono_tz::Tz>().is_ok(),
        (Kind::Cadence, ParsedValue::String(text)) => Cadence::parse(text).is_ok(),
        (Kind::CadenceOrNone, ParsedValue::String(text)) => {
            text.is_empty() || Cadence::parse(text).is_ok()
        }
        (Kind::Span, ParsedValue::String(text)) => is_span(text),
        (Kind::Window, ParsedValue::String(text)) => Window::parse(text).is_ok(),
        (Kind::Word(words), ParsedValue::String(text)) => words.contains(&&**text),
        (Kind::Person, ParsedValue::String(text)) => PersonId::parse(text).is_ok(),
        (Kind::PersonOrEmail, ParsedValue::String(text)) => {
            PersonId::parse(text).is_ok() || is_email(text)
        }
        (Kind::Email, ParsedValue::String(text)) => is_email(text),
        (Kind::Link, ParsedValue::String(text)) => is_link(text),
        (
            Kind::Id
            | Kind::Cohort
            | Kind::Objective
            | Kind::Training
            | Kind::Certification
            | Kind::Entry(_),
            ParsedValue::String(text),
        ) => Id::parse(text).is_ok(),
        (Kind::Any, value) => fields::value(value).is_some(),
        _ => false,
    }
}

#[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
fn is_between(number: f64, least: i64, most: i64) -> bool {
    least as f64 <= number && number <= most as f64
}

fn is_line(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

fn is_forbidden_in_text(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\r' | '\t')
}

/// Whether a text can be an address: something, one `@`, something with no space in it.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_fine = |part: &str| {
        !part.is_empty()
            && !part.contains('@')
            && !part.chars().any(|c| c.is_whitespace() || c.is_control())
    };
    is_fine(local) && is_fine(domain)
}

fn is_link(text: &str) -> bool {
    is_line(text)
        && ["http://", "https://", "mailto:"]
            .iter()
            .any(|scheme| text.starts_with(scheme))
}

//! What the folder says of a person, as the value that a cell would hold.
//!
//! It knows the fields that tables can fill and no others.

use crate::change::import::cell::parts_of;
use crate::change::objective::number;
use crate::model::participant::{Mentee, Mentor, Participant};
use crate::model::value::Value;
use std::collections::BTreeSet;

/// Whether a cell says what is there; the order of a list counts for `prefer` alone.
pub(super) fn is_same(
    key: &str,
    there: Option<&Value>,
    cell: &Value,
    person: &Participant,
) -> bool {
    let Some(there) = there else {
        return false;
    };
    match (there, cell) {
        (Value::Text(_), Value::Text(email)) if key == "email" => person
            .email
            .iter()
            .chain(&person.also)
            .any(|known| known.eq_ignore_ascii_case(email)),
        (Value::List(_), Value::List(_)) if key != "prefer" => {
            let words = |value: &Value| parts_of(value).into_iter().collect::<BTreeSet<String>>();
            there == cell || (!words(cell).is_empty() && words(there) == words(cell))
        }
        _ if key == "hours_per_week" => minutes(there) == minutes(cell),
        _ => there == cell,
    }
}

#[expect(clippy::cast_precision_loss, reason = "hours of a week are few")]
fn minutes(hours: &Value) -> Option<u32> {
    match hours {
        Value::Integer(hours) => Some(rounded_minutes(*hours as f64)),
        Value::Decimal(hours) => Some(rounded_minutes(*hours)),
        _ => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "hours of a week are 0 to 168"
)]
fn rounded_minutes(hours: f64) -> u32 {
    (hours * 60.0).round() as u32
}

fn text(value: Option<&String>) -> Option<Value> {
    value.map(|text| text.as_str().into())
}

fn list<T: ToString>(items: &[T]) -> Option<Value> {
    let words: Vec<String> = items.iter().map(ToString::to_string).collect();
    (!words.is_empty()).then(|| words.into())
}

fn hours(minutes: Option<u32>) -> Option<Value> {
    minutes.map(|minutes| number(f64::from(minutes) / 60.0))
}

/// A field above the first table.
pub(super) fn top_value(person: &Participant, key: &str) -> Option<Value> {
    match key {
        "name" => text(Some(&person.name)),
        "email" => text(person.email.as_ref()),
        "title" => text(person.title.as_ref()),
        "organization" => text(person.organization.as_ref()),
        "department" => text(person.department.as_ref()),
        "team" => text(person.team.as_ref()),
        "profession" => text(person.profession.as_ref()),
        "location" => text(person.location.as_ref()),
        "timezone" => person.timezone.map(|zone| zone.name().into()),
        "languages" => list(&person.languages),
        "level" => text(person.level.as_ref()),
        "reports_to" => text(person.reports_to.as_ref()),
        "modes" => list(&person.modes),
        "free" => list(&person.free),
        "prefer" => list(&person.prefer),
        "never" => list(&person.never),
        "consented" => person.consented.map(Value::Day),
        "also" => list(&person.also),
        _ => None,
    }
}

/// A field of `[mentor]`.
pub(super) fn mentor_value(mentor: &Mentor, key: &str) -> Option<Value> {
    match key {
        "capacity" => Some(Value::Integer(i64::from(mentor.capacity))),
        "circle" => Some(Value::Flag(mentor.circle)),
        "facets" => list(&mentor.facets),
        "skills" => list(&mentor.skills),
        "style" => list(&mentor.style),
        "hours_per_week" => hours(mentor.minutes_per_week),
        "motivation" => text(mentor.motivation.as_ref()),
        "hopes" => text(mentor.hopes.as_ref()),
        "confidence" => mentor.confidence.map(Value::Integer),
        "volunteered" => mentor.volunteered.map(Value::Flag),
        _ => None,
    }
}

/// A field of `[mentee]`.
pub(super) fn mentee_value(mentee: &Mentee, key: &str) -> Option<Value> {
    match key {
        "expectations" => text(mentee.expectations.as_ref()),
        "goals" => list(&mentee.goals),
        "hours_per_week" => hours(mentee.minutes_per_week),
        "commit_until" => mentee.commit_until.map(Value::Day),
        _ => None,
    }
}

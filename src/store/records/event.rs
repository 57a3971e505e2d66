//! `events.toml`.

use crate::model::event::{Attendance, Event, EventKind, Rsvp};
use crate::store::fields::Fields;

/// Reads events and attendance.
pub(crate) fn read(fields: Fields<'_>) -> (Vec<Event>, Vec<Attendance>) {
    (
        fields.entries("event").map(event).collect(),
        fields.entries("attendance").map(attendance).collect(),
    )
}

fn event(fields: Fields<'_>) -> Event {
    Event {
        id: fields.required_id("id"),
        kind: fields
            .word("kind", EventKind::parse)
            .unwrap_or(EventKind::Other),
        at: fields.required_moment("at"),
        zone: fields.zone("zone"),
        minutes: fields.count("minutes"),
        place: fields.line("place"),
        title: fields.line("title"),
        module: fields.id("module"),
    }
}

fn attendance(fields: Fields<'_>) -> Attendance {
    Attendance {
        event: fields.required_id("event"),
        person: fields.required_text("person"),
        invited: fields.day("invited"),
        answered: fields.word("answered", Rsvp::parse),
        came: fields.flag("came"),
        expectations: fields.text("expectations"),
        goals: fields.text("goals"),
    }
}

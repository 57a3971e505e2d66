//! Events as an iCalendar file (RFC 5545).
//!
//! Times are in UTC, so that no reader needs to know a zone; days end on the day after, as the standard has it. It knows
//! no program. Its invariant: no line is longer than the standard allows, and none is cut within a letter.

use crate::model::day::Day;
use chrono::{DateTime, Utc};

/// The most bytes of a line, without its end (section 3.1).
const LINE_BYTES_MAX: usize = 75;

/// One entry of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Stable for ever: `MEETING.PAIRING@PROGRAM`.
    pub uid: String,
    /// When.
    pub time: EventTime,
    /// How often it was moved or called off.
    pub sequence: u32,
    /// Its title.
    pub summary: String,
    /// Where.
    pub location: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Whether it was called off.
    pub is_cancelled: bool,
}

/// When an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventTime {
    /// From one instant to another.
    Span(DateTime<Utc>, DateTime<Utc>),
    /// All of a day.
    Day(Day),
}

/// A calendar file of events, as it is on the day of its export.
pub fn icalendar(name: &str, events: &[Event], today: Day) -> String {
    let mut text = String::new();
    let mut line = |words: &str| fold(&mut text, words);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//pleiad//pleiad//EN");
    line("CALSCALE:GREGORIAN");
    line(&format!("X-WR-CALNAME:{}", escaped(name)));
    for event in events {
        for words in lines(event, today) {
            line(&words);
        }
    }
    line("END:VCALENDAR");
    text
}

fn lines(event: &Event, today: Day) -> Vec<String> {
    let date = |day: Day| day.date().format("%Y%m%d").to_string();
    let instant = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(&event.uid)),
        format!("DTSTAMP:{}T000000Z", date(today)),
    ];
    match event.time {
        EventTime::Span(from, to) => {
            lines.push(format!("DTSTART:{}", instant(from)));
            lines.push(format!("DTEND:{}", instant(to)));
        }
        EventTime::Day(day) => {
            lines.push(format!("DTSTART;VALUE=DATE:{}", date(day)));
            lines.push(format!("DTEND;VALUE=DATE:{}", date(day.plus_days(1))));
            lines.push("TRANSP:TRANSPARENT".to_owned());
        }
    }
    lines.push(format!("SEQUENCE:{}", event.sequence));
    lines.push(format!("SUMMARY:{}", escaped(&event.summary)));
    let location = event
        .location
        .iter()
        .map(|text| format!("LOCATION:{}", escaped(text)));
    lines.extend(location);
    let about = event
        .description
        .iter()
        .map(|text| format!("DESCRIPTION:{}", escaped(text)));
    lines.extend(about);
    let status = if event.is_cancelled {
        "CANCELLED"
    } else {
        "CONFIRMED"
    };
    lines.push(format!("STATUS:{status}"));
    lines.push("END:VEVENT".to_owned());
    lines
}

/// A text value (section 3.3.11); control characters, which no value may hold, are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            _ if letter.is_control() && letter != '\t' => {}
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// Adds a line, folded where it is too long, never within a letter.
fn fold(text: &mut String, words: &str) {
    let mut bytes = 0;
    for letter in words.chars() {
        if LINE_BYTES_MAX < bytes + letter.len_utf8() {
            text.push_str("\r\n ");
            bytes = 1;
        }
        text.push(letter);
        bytes += letter.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::calendar::sample::day;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// A plain reader of its own: unfolds lines, undoes the escapes, gives each event's properties.
    pub(crate) fn read(text: &str) -> Vec<BTreeMap<String, String>> {
        let unfolded = text.replace("\r\n ", "");
        let mut events: Vec<BTreeMap<String, String>> = Vec::new();
        for line in unfolded.split("\r\n") {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            if line == "BEGIN:VEVENT" {
                events.push(BTreeMap::new());
            }
            let mut plain = String::new();
            let mut letters = value.chars();
            while let Some(letter) = letters.next() {
                match (letter, letter == '\\') {
                    (_, true) => plain.extend(
                        letters
                            .next()
                            .map(|next| if next == 'n' { '\n' } else { next }),
                    ),
                    (other, false) => plain.push(other),
                }
            }
            if let Some(event) = events.last_mut() {
                event.insert(name.to_owned(), plain);
            }
        }
        events
    }

    proptest! {
        #[test]
        fn any_text_comes_back_from_lines_of_75_bytes(text in "[^\\p{C}]{0,200}") {
            let event = Event {
                uid: "a@b".to_owned(),
                time: EventTime::Day(day("2026-01-12")),
                sequence: 0,
                summary: text.clone(),
                location: None,
                description: None,
                is_cancelled: false,
            };
            let written = icalendar("IT", &[event], day("2026-02-01"));
            prop_assert!(written.split("\r\n").all(|line| line.len() <= LINE_BYTES_MAX));
            prop_assert!(written.ends_with("END:VCALENDAR\r\n"));
            let events = read(&written);
            prop_assert_eq!(&events[0]["SUMMARY"], &text);
        }
    }
}

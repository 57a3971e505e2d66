//! Meetings and milestones as an iCalendar file (RFC 5545).
//!
//! Times are in UTC, so that no reader needs to know a zone; days end on the day after, as the standard has it. Its
//! invariant: the same meeting always has the same UID, and a higher SEQUENCE whenever it moved or was called off.

use crate::calendar::zone::local_instant;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::log::{Meeting, MeetingState};
use crate::model::pairing::Pairing;
use crate::model::participant::Mode;
use crate::model::program::Program;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

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

/// The events of some pairings, by time, with the milestones of their cohorts.
pub fn events(program: &Program, pairings: &[&Pairing]) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    for pairing in pairings {
        let log = program.log(&pairing.id);
        let meetings = log.meetings.iter();
        found.extend(meetings.filter_map(|meeting| meeting_event(program, pairing, meeting)));
    }
    let cohorts: BTreeSet<&Id> = pairings
        .iter()
        .filter_map(|pairing| pairing.cohort.as_ref())
        .collect();
    found.extend(milestones(program, &cohorts));
    found.sort_by(|one, other| (start(one), &one.uid).cmp(&(start(other), &other.uid)));
    found
}

fn start(event: &Event) -> DateTime<Utc> {
    match event.time {
        EventTime::Span(from, _) => from,
        EventTime::Day(day) => day.date().and_time(chrono::NaiveTime::MIN).and_utc(),
    }
}

/// The event of a meeting; none for an exchange of e-mails, and none at a time that no clock shows.
fn meeting_event(program: &Program, pairing: &Pairing, meeting: &Meeting) -> Option<Event> {
    if meeting.mode == Some(Mode::Email) {
        return None;
    }
    let settings = &program.settings;
    let zone = meeting.zone.unwrap_or(settings.timezone);
    let from = local_instant(meeting.at, zone).ok()?.instant;
    let usual = pairing.minutes.unwrap_or(settings.policy.meeting_minutes);
    let minutes = i64::from(meeting.minutes.unwrap_or(usual));
    let names: Vec<&str> = pairing
        .people()
        .map(|person| program.name(person))
        .collect();
    let how = meeting.mode.map(Mode::as_str);
    Some(Event {
        uid: format!("{}.{}@{}", meeting.id, pairing.id, settings.id),
        time: EventTime::Span(from, from + TimeDelta::minutes(minutes)),
        sequence: meeting.revision,
        summary: names.join(" / "),
        location: meeting.place.clone().or_else(|| how.map(str::to_owned)),
        description: (!meeting.topics.is_empty()).then(|| meeting.topics.join(", ")),
        is_cancelled: meeting.is == MeetingState::Cancelled,
    })
}

/// The milestones of cohorts; those that are everybody's where no cohort is named.
fn milestones(program: &Program, cohorts: &BTreeSet<&Id>) -> Vec<Event> {
    let settings = &program.settings;
    let mut found = Vec::new();
    for milestone in &settings.milestones {
        let of_cohorts = settings.cohorts.iter().filter(|cohort| {
            milestone
                .cohort
                .as_ref()
                .is_none_or(|own| *own == cohort.id)
                && (cohorts.is_empty() || cohorts.contains(&cohort.id))
        });
        for cohort in of_cohorts {
            let Some(on) = milestone.on.day(Some(cohort)) else {
                continue;
            };
            let label = milestone.label.as_deref();
            found.push(Event {
                uid: format!("{}.{}@{}", milestone.id, cohort.id, settings.id),
                time: EventTime::Day(on),
                sequence: 0,
                summary: label.unwrap_or(milestone.id.as_str()).to_owned(),
                location: None,
                description: None,
                is_cancelled: false,
            });
        }
    }
    found
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
mod tests {
    use super::*;
    use crate::calendar::sample::{day, id, pair, program};
    use crate::model::day::Moment;
    use crate::model::log::Log;
    use crate::model::settings::{Anchor, Cohort, Milestone};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// A plain reader of its own: unfolds lines, undoes the escapes, gives each event's properties.
    fn read(text: &str) -> Vec<BTreeMap<String, String>> {
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

    fn planned(at: &str, revision: u32, is: MeetingState) -> Program {
        let mut program = program();
        let mut pairing = pair("kim", "lee", day("2026-01-12"), day("2026-07-31"));
        pairing.cohort = Some(id("spring"));
        program.settings.cohorts = vec![Cohort {
            id: id("spring"),
            starts: Some(day("2026-01-12")),
            ends: Some(day("2026-07-31")),
            closed: None,
        }];
        program.settings.milestones = vec![Milestone {
            id: id("kickoff"),
            cohort: None,
            on: Anchor::Starts(0),
            label: Some("Kick-off".to_owned()),
        }];
        let at = Moment::at(day(at), 16, 0);
        let meetings = at.into_iter().map(|at| Meeting {
            mentor_learned: None,
            id: id("2026-01-20"),
            at,
            zone: None,
            minutes: None,
            mode: None,
            place: Some("Café; Berlin, left".to_owned()),
            is,
            planned_on: None,
            settled_on: None,
            absent: Vec::new(),
            revision,
            topics: Vec::new(),
        });
        let log = Log {
            meetings: meetings.collect(),
            ..Log::default()
        };
        program.logs.insert(pairing.id.clone(), log);
        program.pairings.insert(pairing.id.clone(), pairing);
        program
    }

    fn exported(program: &Program) -> Vec<BTreeMap<String, String>> {
        let pairings: Vec<&Pairing> = program.pairings.values().collect();
        let events = events(program, &pairings);
        read(&icalendar("IT", &events, day("2026-02-01")))
    }

    #[test]
    fn a_meeting_is_one_event_in_utc_that_keeps_its_uid_when_it_moves() {
        let before = exported(&planned("2026-02-03", 0, MeetingState::Planned));
        let after = exported(&planned("2026-04-07", 1, MeetingState::Planned));
        assert_eq!(before[1]["UID"], "2026-01-20.kim-mentors-lee@it-mentoring");
        assert_eq!(before[1]["UID"], after[1]["UID"]);
        assert_eq!(
            (
                before[1]["DTSTART"].as_str(),
                before[1]["SEQUENCE"].as_str()
            ),
            ("20260203T150000Z", "0")
        );
        // Summer time by then.
        assert_eq!(
            (after[1]["DTSTART"].as_str(), after[1]["SEQUENCE"].as_str()),
            ("20260407T140000Z", "1")
        );
        assert_eq!(before[1]["LOCATION"], "Café; Berlin, left");
    }

    #[test]
    fn what_was_called_off_stays_as_cancelled() {
        let events = exported(&planned("2026-02-03", 1, MeetingState::Cancelled));
        assert_eq!(events[1]["STATUS"], "CANCELLED");
    }

    #[test]
    fn a_milestone_lasts_all_day_and_ends_on_the_next() {
        let events = exported(&planned("2026-02-03", 0, MeetingState::Planned));
        assert_eq!(events[0]["DTSTART;VALUE=DATE"], "20260112");
        assert_eq!(events[0]["DTEND;VALUE=DATE"], "20260113");
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

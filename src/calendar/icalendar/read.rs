//! The events of an iCalendar file.
//!
//! To-dos, alarms, journals and whatever else a file holds are passed over. Its invariant: a file comes back whole or not
//! at all, with every line at fault.

use crate::calendar::icalendar::fault::{Fault, LineFault};
use crate::calendar::icalendar::line::{FILE_BYTES_MAX, Property, properties};
use crate::calendar::icalendar::reading::Reading;
use crate::calendar::icalendar::stamp::{OwnZones, Stamp, zone};

/// The most events of a file.
pub const EVENTS_MAX: usize = 20_000;

/// How deep parts of a file may lie in each other; alarms in events in a calendar are three.
pub const DEPTH_MAX: usize = 8;

/// The most faults that are told.
const FAULTS_MAX: usize = 50;

/// An event of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadEvent {
    /// The line where it begins.
    pub line: usize,
    /// What names it everywhere.
    pub uid: Option<String>,
    /// How often it was changed.
    pub sequence: u32,
    /// Its title.
    pub summary: Option<String>,
    /// Where.
    pub location: Option<String>,
    /// When it begins.
    pub start: Stamp,
    /// How long it lasts, where it says so.
    pub minutes: Option<u32>,
    /// Whether it was called off.
    pub is_cancelled: bool,
    /// Who was to come.
    pub guests: Vec<Guest>,
    /// When it comes again.
    pub repeats: Repeats,
    /// The beginning of the occurrence in whose place it stands.
    pub instead_of: Option<Stamp>,
}

/// Somebody who was to come to an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// Their address.
    pub email: String,
    /// Whether they answered that they do not come.
    pub has_declined: bool,
}

/// When an event comes again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repeats {
    /// Rules, as they stand there.
    pub rules: Vec<String>,
    /// Further beginnings.
    pub also: Vec<Stamp>,
    /// Beginnings that are left out.
    pub but: Vec<Stamp>,
}

impl Repeats {
    /// Whether the event comes once.
    pub fn is_never(&self) -> bool {
        self.rules.is_empty() && self.also.is_empty()
    }
}

/// Reads the events of a file, in file order.
///
/// # Errors
/// Every line at fault, up to a limit, in file order.
pub fn read(bytes: &[u8]) -> Result<Vec<ReadEvent>, Vec<LineFault>> {
    let whole = |fault| vec![LineFault { line: 1, fault }];
    if FILE_BYTES_MAX < bytes.len() {
        return Err(whole(Fault::TooLong));
    }
    let lines = properties(bytes);
    match lines.first() {
        None => return Err(whole(Fault::Empty)),
        Some(Ok(first)) if is(first, "BEGIN", CALENDAR) => {}
        Some(_) => return Err(whole(Fault::NoCalendar)),
    }
    let mut parts = Parts::default();
    for line in lines {
        match line {
            Ok(property) => parts.take(property),
            Err(fault) => parts.faults.push(fault),
        }
    }
    parts.close();
    let Parts {
        events,
        zones,
        mut faults,
        ..
    } = parts;
    let mut read = Vec::with_capacity(events.len());
    for raw in &events {
        let mut reading = Reading {
            raw,
            zones: &zones,
            faults: &mut faults,
        };
        read.extend(reading.event());
    }
    if faults.is_empty() {
        return Ok(read);
    }
    faults.sort_by_key(|fault| fault.line);
    faults.truncate(FAULTS_MAX);
    Err(faults)
}

const CALENDAR: &str = "VCALENDAR";
const EVENT: &str = "VEVENT";
const ZONE: &str = "VTIMEZONE";

fn is(property: &Property, name: &str, value: &str) -> bool {
    property.name == name && property.value.trim().eq_ignore_ascii_case(value)
}

/// The lines of an event.
#[derive(Debug, Default)]
pub(super) struct RawEvent {
    /// Where it begins.
    pub(super) line: usize,
    /// Whether the file calls all of its events off.
    pub(super) is_cancelled: bool,
    /// All but its begin, its end and its parts.
    pub(super) properties: Vec<Property>,
}

/// The parts of a file, as its lines come.
#[derive(Debug, Default)]
struct Parts {
    open: Vec<(String, usize)>,
    is_cancelling: bool,
    zone_name: Option<String>,
    events: Vec<RawEvent>,
    zones: OwnZones,
    faults: Vec<LineFault>,
}

impl Parts {
    fn take(&mut self, property: Property) {
        match property.name.as_str() {
            "BEGIN" => self.begin(&property),
            "END" => self.end(&property),
            _ => self.add(property),
        }
    }

    fn fault(&mut self, line: usize, fault: Fault) {
        self.faults.push(LineFault { line, fault });
    }

    fn begin(&mut self, property: &Property) {
        let (line, name) = (property.line, property.value.trim().to_ascii_uppercase());
        if self.open.is_empty() && name != CALENDAR {
            return self.fault(line, Fault::Outside);
        }
        if DEPTH_MAX == self.open.len() {
            return self.fault(line, Fault::TooDeep);
        }
        if name == EVENT && self.open.len() == 1 {
            if self.events.len() == EVENTS_MAX {
                self.fault(line, Fault::TooManyEvents);
            }
            self.events.push(RawEvent {
                line,
                is_cancelled: self.is_cancelling,
                properties: Vec::new(),
            });
        }
        self.open.push((name, line));
    }

    fn end(&mut self, property: &Property) {
        let (line, end) = (property.line, property.value.trim().to_ascii_uppercase());
        match self.open.pop() {
            None => self.fault(line, Fault::StrayEnd(end)),
            Some((open, begun)) if open != end => {
                self.fault(line, Fault::CrossedEnd { end, open, begun });
            }
            Some((open, _)) if open == CALENDAR => self.is_cancelling = false,
            Some(_) => {}
        }
    }

    fn add(&mut self, property: Property) {
        let open = self.open.last().map(|(name, _)| name.as_str());
        match (open, self.open.len()) {
            (None, _) => self.fault(property.line, Fault::Outside),
            (Some(EVENT), 2) => {
                if let Some(event) = self.events.last_mut() {
                    event.properties.push(property);
                }
            }
            (Some(CALENDAR), 1) => self.is_cancelling |= is(&property, "METHOD", "CANCEL"),
            (Some(ZONE), _) => self.add_zone(&property),
            (Some(_), _) => {}
        }
    }

    /// A zone of the file's own that says which of everybody's zones it is.
    fn add_zone(&mut self, property: &Property) {
        match property.name.as_str() {
            "TZID" => self.zone_name = Some(property.value.clone()),
            "X-LIC-LOCATION" => {
                if let (Some(name), Some(zone)) = (&self.zone_name, zone(&property.value)) {
                    self.zones.insert(name.clone(), zone);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        if let Some((name, line)) = self.open.first().cloned() {
            self.fault(line, Fault::NoEnd(name));
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::calendar::icalendar::repeat::beginnings;
    use proptest::prelude::*;

    /// As calendar programs write it: folded, with a zone of its own, an alarm, guests and a rule.
    const REAL: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VTIMEZONE\r\n\
        TZID:Our Office\r\nX-LIC-LOCATION:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n\
        TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n\
        UID:1@example.org\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;TZID=Our Office:20260203T160000\r\n\
        DURATION:PT45M\r\nSEQUENCE:2\r\nSTATUS:CONFIRMED\r\nSUMMARY:Grace\\, and a long title that goes on \r\n\
        \u{20}and on\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE;TZID=Our Office:20260210T160000\r\n\
        ATTENDEE;CN=\"Ada; L\";PARTSTAT=DECLINED:mailto:Ada@example.org\r\n\
        ORGANIZER;EMAIL=grace@example.org:urn:uuid:1\r\nBEGIN:VALARM\r\nTRIGGER:-PT10M\r\nDURATION:PT5M\r\n\
        END:VALARM\r\nEND:VEVENT\r\nBEGIN:VJOURNAL\r\nUID:2\r\nEND:VJOURNAL\r\nEND:VCALENDAR\r\n";

    fn faults(text: &str) -> Vec<String> {
        let faults = read(text.as_bytes()).unwrap_err();
        let told = |fault: &LineFault| format!("{}: {}", fault.line, fault.fault);
        faults.iter().map(told).collect()
    }

    fn of_event(lines: &str) -> String {
        format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n")
    }

    #[test]
    fn an_event_comes_with_all_that_its_meeting_needs() {
        let events = read(REAL.as_bytes()).unwrap();
        let [event] = &events[..] else {
            panic!("one event, not {}", events.len());
        };
        assert_eq!(
            (event.line, event.sequence, event.minutes),
            (13, 2, Some(45))
        );
        assert_eq!(event.uid.as_deref(), Some("1@example.org"));
        let summary = "Grace, and a long title that goes on and on";
        assert_eq!(event.summary.as_deref(), Some(summary));
        let start = event.start.instant(chrono_tz::Tz::UTC).unwrap();
        assert_eq!(start.to_rfc3339(), "2026-02-03T15:00:00+00:00");
        let guests: Vec<(&str, bool)> = event
            .guests
            .iter()
            .map(|guest| (guest.email.as_str(), guest.has_declined))
            .collect();
        assert_eq!(
            guests,
            [("ada@example.org", true), ("grace@example.org", false)]
        );
        let until = "2027-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(
            beginnings(event, chrono_tz::Tz::UTC, until).unwrap().len(),
            2
        );
    }

    #[test]
    fn an_end_is_a_length_and_a_method_calls_all_off() {
        let text = of_event("DTSTART:20260203T150000Z\nDTEND:20260203T160000Z");
        assert_eq!(read(text.as_bytes()).unwrap()[0].minutes, Some(60));
        let text = text.replacen('\n', "\nMETHOD:CANCEL\n", 1);
        assert!(read(text.as_bytes()).unwrap()[0].is_cancelled);
    }

    #[test]
    fn what_is_no_calendar_is_told_as_such() {
        let none = "1: this is no calendar file: it has to begin with BEGIN:VCALENDAR";
        assert_eq!(faults("pairing,at\nx,y\n"), [none]);
        assert_eq!(faults(""), ["1: the file is empty"]);
        assert_eq!(faults("\r\n\r\n"), ["1: the file is empty"]);
    }

    #[test]
    fn every_line_at_fault_is_told_with_its_number() {
        let text = of_event(
            "DTSTART:tomorrow\nSEQUENCE:two\nSTATUS:PERHAPS\nnonsense\nDTEND:20260203T160000Z\nUID:1\nUID:2",
        );
        let told = faults(&text);
        assert_eq!(
            told[0],
            "3: DTSTART: expected a time such as 20260203T150000Z, found `tomorrow`"
        );
        assert_eq!(told[1], "6: expected NAME:VALUE, found `nonsense`");
        let text = of_event(
            "DTSTART:20260203T150000Z\nSEQUENCE:two\nSTATUS:PERHAPS\nDTEND:20260203T140000Z\nUID:1\nUID:2",
        );
        let expected = [
            "4: SEQUENCE: expected a whole number, found `two`",
            "5: STATUS: expected CONFIRMED, TENTATIVE or CANCELLED, found `PERHAPS`",
            "6: the event ends before it begins",
            "8: UID is there twice, first in line 7",
        ];
        assert_eq!(faults(&text), expected);
    }

    #[test]
    fn parts_that_do_not_begin_or_end_are_told() {
        assert_eq!(
            faults("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260203T150000Z\n"),
            ["1: VCALENDAR begins here and never ends; the file was cut off"]
        );
        let crossed = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT\n";
        let told = faults(crossed);
        assert!(
            told.iter()
                .any(|one| one.starts_with("3: END:VCALENDAR, but VEVENT")),
            "{told:?}"
        );
        assert_eq!(
            faults("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VEVENT\nUID:1\n"),
            [
                "3: END:VEVENT ends nothing that began",
                "4: the line stands outside of BEGIN:VCALENDAR and END:VCALENDAR"
            ]
        );
        let deep = format!("BEGIN:VCALENDAR\n{}", "BEGIN:X\n".repeat(DEPTH_MAX));
        assert!(faults(&deep).iter().any(|one| one.contains("deeper")));
    }

    #[test]
    fn sizes_past_the_limits_are_told() {
        let long = format!(
            "BEGIN:VCALENDAR\nX:{}\nEND:VCALENDAR\n",
            "x".repeat(1024 * 1024)
        );
        assert_eq!(faults(&long), ["2: the line is longer than 1048576 bytes"]);
        let event = "BEGIN:VEVENT\nDTSTART:20260203T150000Z\nEND:VEVENT\n";
        let many = event.repeat(EVENTS_MAX + 1);
        let many = format!("BEGIN:VCALENDAR\n{many}END:VCALENDAR\n");
        assert!(faults(&many)[0].contains("more than 20000 events"));
        let huge = vec![b'x'; FILE_BYTES_MAX + 1];
        assert_eq!(read(&huge).unwrap_err()[0].fault, Fault::TooLong);
        assert_eq!(
            faults(&format!("BEGIN:VCALENDAR\n{}", "?\n".repeat(999))).len(),
            FAULTS_MAX
        );
    }

    fn attempt(bytes: &[u8]) {
        let lines = bytes.split(|&byte| byte == b'\n').count();
        match read(bytes) {
            Ok(events) => {
                let until = "2027-01-01T00:00:00Z".parse().unwrap();
                for event in &events {
                    let _ = beginnings(event, chrono_tz::Europe::Berlin, until);
                }
            }
            Err(faults) => {
                assert!(!faults.is_empty() && faults.is_sorted_by_key(|fault| fault.line));
                assert!(faults.iter().all(|fault| (1..=lines).contains(&fault.line)));
            }
        }
    }

    proptest! {
        #[test]
        fn random_bytes_give_faults_with_their_lines_and_never_a_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..400),
        ) {
            attempt(&bytes);
            attempt(&[b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", bytes.as_slice()].concat());
        }

        #[test]
        fn a_real_file_with_pieces_cut_doubled_and_overwritten_gives_no_panic(
            cuts in proptest::collection::vec((0..REAL.len(), 0_usize..40, 0_u8..3, any::<u8>()), 1..6),
        ) {
            let mut bytes = REAL.as_bytes().to_vec();
            for (at, length, what, byte) in cuts {
                let from = at.min(bytes.len());
                let to = (from + length).min(bytes.len());
                let piece = bytes[from..to].to_vec();
                match what {
                    0 => drop(bytes.drain(from..to)),
                    1 => drop(bytes.splice(to..to, piece)),
                    _ => drop(bytes.splice(from..to, [byte])),
                }
            }
            attempt(&bytes);
        }
    }
}

//! From the lines of an event to its values.

use crate::calendar::icalendar::duration::duration_minutes;
use crate::calendar::icalendar::fault::{Fault, LineFault};
use crate::calendar::icalendar::line::Property;
use crate::calendar::icalendar::read::{Guest, RawEvent, ReadEvent, Repeats};
use crate::calendar::icalendar::stamp::{OwnZones, Stamp, stamp, stamps};

/// One event on its way from lines to values.
pub(super) struct Reading<'a> {
    pub(super) raw: &'a RawEvent,
    pub(super) zones: &'a OwnZones,
    pub(super) faults: &'a mut Vec<LineFault>,
}

impl<'a> Reading<'a> {
    /// The event; none where what everything rests on is at fault.
    pub(super) fn event(&mut self) -> Option<ReadEvent> {
        let Some(first) = self.one("DTSTART") else {
            let line = self.raw.line;
            self.faults.push(LineFault {
                line,
                fault: Fault::NoStart,
            });
            return None;
        };
        let start = self.stamp("DTSTART", first)?;
        let text = |property: Option<&Property>| {
            let text = property.map(Property::text);
            text.filter(|text| !text.trim().is_empty())
        };
        Some(ReadEvent {
            line: self.raw.line,
            uid: text(self.one("UID")),
            sequence: self.sequence(),
            summary: text(self.one("SUMMARY")),
            location: text(self.one("LOCATION")),
            minutes: self.minutes(&start),
            is_cancelled: self.is_cancelled(),
            guests: self.guests(),
            repeats: Repeats {
                rules: self.all("RRULE").map(|rule| rule.value.clone()).collect(),
                also: self.dates("RDATE"),
                but: self.dates("EXDATE"),
            },
            instead_of: self
                .one("RECURRENCE-ID")
                .and_then(|property| self.stamp("RECURRENCE-ID", property)),
            start,
        })
    }

    fn all(&self, name: &'static str) -> impl Iterator<Item = &'a Property> + use<'a> {
        let properties = self.raw.properties.iter();
        properties.filter(move |property| property.name == name)
    }

    /// A property that may be there once.
    fn one(&mut self, name: &'static str) -> Option<&'a Property> {
        let mut found = self.all(name);
        let first = found.next()?;
        if let Some(second) = found.next() {
            let fault = Fault::Twice {
                name,
                first: first.line,
            };
            let line = second.line;
            self.faults.push(LineFault { line, fault });
        }
        Some(first)
    }

    fn fault(&mut self, name: &'static str, expected: &'static str, property: &Property) {
        self.faults.push(LineFault {
            line: property.line,
            fault: Fault::Value {
                name,
                expected,
                value: property.value.clone(),
            },
        });
    }

    fn stamp(&mut self, name: &'static str, property: &Property) -> Option<Stamp> {
        let found = stamp(property, self.zones);
        if found.is_none() {
            self.fault(name, A_TIME, property);
        }
        found
    }

    fn dates(&mut self, name: &'static str) -> Vec<Stamp> {
        let mut found = Vec::new();
        for property in self.all(name) {
            match stamps(property, self.zones) {
                Some(stamps) => found.extend(stamps),
                None => self.fault(name, A_TIME, property),
            }
        }
        found
    }

    fn sequence(&mut self) -> u32 {
        let Some(property) = self.one("SEQUENCE") else {
            return 0;
        };
        let number = property.value.trim().parse().ok();
        if number.is_none() {
            self.fault("SEQUENCE", "a whole number", property);
        }
        number.unwrap_or_default()
    }

    fn is_cancelled(&mut self) -> bool {
        let Some(property) = self.one("STATUS") else {
            return self.raw.is_cancelled;
        };
        match property.value.trim().to_ascii_uppercase().as_str() {
            "CANCELLED" => true,
            "CONFIRMED" | "TENTATIVE" => self.raw.is_cancelled,
            _ => {
                self.fault("STATUS", "CONFIRMED, TENTATIVE or CANCELLED", property);
                false
            }
        }
    }

    /// The length: given as such, or by the end.
    fn minutes(&mut self, start: &Stamp) -> Option<u32> {
        match (self.one("DTEND"), self.one("DURATION")) {
            (None, None) => None,
            (Some(_), Some(duration)) => {
                let line = duration.line;
                self.faults.push(LineFault {
                    line,
                    fault: Fault::EndAndDuration,
                });
                None
            }
            (None, Some(duration)) => {
                let found = duration_minutes(duration.value.trim());
                if found.is_none() {
                    self.fault("DURATION", "a length such as PT45M", duration);
                }
                found
            }
            (Some(property), None) => {
                let end = self.stamp("DTEND", property)?;
                self.between(start, &end, property.line)
            }
        }
    }

    fn between(&mut self, start: &Stamp, end: &Stamp, line: usize) -> Option<u32> {
        // Which zone stands for clocks without one does not matter for what lies between two of them.
        let home = chrono_tz::Tz::UTC;
        let (from, to) = (start.instant(home).ok()?, end.instant(home).ok()?);
        let minutes = (to - from).num_minutes();
        if minutes < 0 {
            let fault = Fault::EndsBeforeStart;
            self.faults.push(LineFault { line, fault });
        }
        u32::try_from(minutes).ok()
    }

    /// Attendees and who invited them, each once.
    fn guests(&mut self) -> Vec<Guest> {
        let mut guests: Vec<Guest> = Vec::new();
        for property in self.all("ATTENDEE").chain(self.all("ORGANIZER")) {
            let Some(email) = email(property) else {
                continue;
            };
            let answer = property.parameter("PARTSTAT").unwrap_or_default();
            let has_declined = answer.eq_ignore_ascii_case("DECLINED");
            match guests.iter_mut().find(|guest| guest.email == email) {
                Some(known) => known.has_declined |= has_declined,
                None => guests.push(Guest {
                    email,
                    has_declined,
                }),
            }
        }
        guests
    }
}

const A_TIME: &str = "a time such as 20260203T150000Z";

/// The address of somebody: of `mailto:`, else of the parameter `EMAIL`, as some programs write it.
fn email(property: &Property) -> Option<String> {
    const SCHEME: &str = "mailto:";
    let value = property.value.trim();
    let scheme = value.get(..SCHEME.len());
    let is_mail = scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME));
    let given = if is_mail {
        Some(&value[SCHEME.len()..])
    } else {
        property.parameter("EMAIL")
    };
    given
        .map(str::to_lowercase)
        .filter(|email| email.contains('@'))
}

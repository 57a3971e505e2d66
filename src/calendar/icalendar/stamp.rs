//! Points in time as calendars write them (RFC 5545, sections 3.3.4 and 3.3.5): in UTC, in a zone, on any clock, or a day.
//!
//! Zones are those of the IANA database. A file that describes a zone of its own is believed only where it says which of
//! those it means.

use crate::calendar::icalendar::line::Property;
use crate::calendar::zone::local_instant;
use crate::model::day::{Day, Moment};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// A point in time, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stamp {
    /// An instant.
    Utc(DateTime<Utc>),
    /// A time on the clocks of a zone.
    Zoned(NaiveDateTime, Tz),
    /// A time on the clocks of wherever one is.
    Floating(NaiveDateTime),
    /// A whole day.
    Day(NaiveDate),
    /// A time on the clocks of a zone that nobody knows, by its name.
    StrangeZone(String),
}

/// Why a point in time is no instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoInstant {
    /// A day has no time of day.
    #[error("it lasts all day, and a meeting has a time")]
    AllDay,
    /// A zone of nobody's.
    #[error("`{0}` is no time zone of the IANA database, such as Europe/Berlin")]
    StrangeZone(String),
    /// Clocks are set forward over it.
    #[error("{0}")]
    Skipped(String),
    /// A year before 1 or past 9999.
    #[error("its year is out of the calendar")]
    OutOfCalendar,
}

/// The zones that a file describes itself, by their names there.
pub type OwnZones = BTreeMap<String, Tz>;

/// Reads a point in time; none for what is none.
pub fn stamp(property: &Property, own: &OwnZones) -> Option<Stamp> {
    stamp_of(&property.value, property, own)
}

/// Reads several, with commas between them; of a period its beginning. None where one of them is none.
pub fn stamps(property: &Property, own: &OwnZones) -> Option<Vec<Stamp>> {
    let beginning = |part: &'_ str| {
        part.split_once('/')
            .map_or(part.len(), |(from, _)| from.len())
    };
    let parts = property.value.split(',');
    parts
        .map(|part| stamp_of(&part[..beginning(part)], property, own))
        .collect()
}

fn stamp_of(value: &str, property: &Property, own: &OwnZones) -> Option<Stamp> {
    let value = value.trim();
    if property.parameter("VALUE") == Some("DATE") || value.len() == "20260203".len() {
        return date(value).map(Stamp::Day);
    }
    if let Some(utc) = value.strip_suffix('Z') {
        return Some(Stamp::Utc(date_time(utc)?.and_utc()));
    }
    let local = date_time(value)?;
    Some(match property.parameter("TZID") {
        None => Stamp::Floating(local),
        Some(name) => match own.get(name).copied().or_else(|| zone(name)) {
            Some(zone) => Stamp::Zoned(local, zone),
            None => Stamp::StrangeZone(name.to_owned()),
        },
    })
}

/// A zone by its name; some programs write a path of their own before it: `/example.org/2026/Europe/Berlin`.
pub fn zone(name: &str) -> Option<Tz> {
    let mut rest = name.trim_start_matches('/');
    loop {
        if let Ok(zone) = rest.parse() {
            return Some(zone);
        }
        (_, rest) = rest.split_once('/')?;
    }
}

impl Stamp {
    /// The instant that is meant, where a clock without a zone is that of `home`.
    ///
    /// # Errors
    /// Whole days, zones that nobody knows, times that no clock shows.
    pub fn instant(&self, home: Tz) -> Result<DateTime<Utc>, NoInstant> {
        let on_clock = |local: NaiveDateTime, zone: Tz| {
            let moment = Moment::from_datetime(local).ok_or(NoInstant::OutOfCalendar)?;
            local_instant(moment, zone)
                .map(|found| found.instant)
                .map_err(|skipped| NoInstant::Skipped(skipped.to_string()))
        };
        match self {
            Stamp::Utc(instant) => Ok(*instant),
            Stamp::Zoned(local, zone) => on_clock(*local, *zone),
            Stamp::Floating(local) => on_clock(*local, home),
            Stamp::Day(_) => Err(NoInstant::AllDay),
            Stamp::StrangeZone(name) => Err(NoInstant::StrangeZone(name.clone())),
        }
    }
}

/// The wall-clock time of an instant in a zone, to the minute; none beyond the calendar.
pub fn wall_time(instant: DateTime<Utc>, zone: Tz) -> Option<Moment> {
    use chrono::Timelike;
    let local = instant.with_timezone(&zone).naive_local();
    Day::from_date(local.date()).and_then(|day| Moment::at(day, local.hour(), local.minute()))
}

fn date(text: &str) -> Option<NaiveDate> {
    let is_date = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let year = i32::try_from(number(0, 4).filter(|_| is_date)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(4, 6)?, number(6, 8)?).filter(|_| 0 < year)
}

fn date_time(text: &str) -> Option<NaiveDateTime> {
    let (day, time) = text.split_once('T')?;
    let is_time = time.len() == 6 && time.bytes().all(|byte| byte.is_ascii_digit());
    let number = |from: usize| time.get(from..from + 2)?.parse::<u32>().ok();
    let date = date(day).filter(|_| is_time)?;
    // A leap second is the last second of its minute.
    let seconds = match number(4)? {
        60 => 59,
        other => other,
    };
    let time = NaiveTime::from_hms_opt(number(0)?, number(2)?, seconds)?;
    Some(date.and_time(time))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::calendar::icalendar::line::properties;
    use chrono_tz::Europe::Berlin;

    fn read(line: &str) -> Option<Stamp> {
        let property = properties(line.as_bytes()).remove(0).unwrap();
        let own = OwnZones::from([("Custom".to_owned(), Berlin)]);
        stamp(&property, &own)
    }

    fn instant(line: &str) -> Result<String, NoInstant> {
        let found = read(line).unwrap().instant(Berlin);
        found.map(|instant| instant.to_rfc3339())
    }

    #[test]
    fn times_are_in_utc_in_a_zone_or_on_the_clocks_at_home() {
        let utc = "2026-02-03T15:00:00+00:00";
        for line in [
            "DTSTART:20260203T150000Z",
            "DTSTART;TZID=Europe/Berlin:20260203T160000",
            "DTSTART;TZID=\"/example.org/2026_1/Europe/Berlin\":20260203T160000",
            "DTSTART;TZID=Custom:20260203T160000",
            "DTSTART:20260203T160000",
        ] {
            assert_eq!(instant(line), Ok(utc.to_owned()), "{line}");
        }
    }

    #[test]
    fn what_is_no_instant_says_why() {
        assert_eq!(
            instant("DTSTART;VALUE=DATE:20260203"),
            Err(NoInstant::AllDay)
        );
        assert_eq!(instant("DTSTART:20260203"), Err(NoInstant::AllDay));
        let strange = instant("DTSTART;TZID=Mars/Olympus:20260203T160000");
        assert_eq!(
            strange,
            Err(NoInstant::StrangeZone("Mars/Olympus".to_owned()))
        );
        let skipped = instant("DTSTART;TZID=Europe/Berlin:20260329T023000").unwrap_err();
        assert!(skipped.to_string().contains("set forward"), "{skipped}");
    }

    #[test]
    fn what_is_no_time_is_none() {
        for value in [
            "",
            "Z",
            "T",
            "20260230",
            "2026020",
            "20260203T",
            "20260203T250000",
            "20260203T1600",
            "20260203T160000ZZ",
            "2026-02-03T16:00:00",
            "+0260203",
            "20260203T+60000",
            "00000101",
            "2026020é",
        ] {
            assert_eq!(read(&format!("DTSTART:{value}")), None, "{value}");
        }
    }
}

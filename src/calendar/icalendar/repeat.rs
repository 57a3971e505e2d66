//! The beginnings of an event that comes again, through changes of clocks.
//!
//! The rules of section 3.3.10 are `rrule`'s business. Its invariant: no rule, however odd, gives more beginnings than a
//! limit.

use crate::calendar::icalendar::read::ReadEvent;
use crate::calendar::icalendar::stamp::{NoInstant, Stamp};
use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;
use rrule::{RRule, RRuleSet, Unvalidated};
use std::collections::BTreeSet;

/// The most beginnings of one event: ten years of weeks.
pub const BEGINNINGS_MAX: u16 = 520;

/// Why an event has no beginnings that can be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRepeated {
    /// Its first is no instant.
    #[error(transparent)]
    NoInstant(#[from] NoInstant),
    /// A rule that is none.
    #[error("its rule `{rule}` cannot be read: {why}")]
    Rule {
        /// The rule.
        rule: String,
        /// What is wrong with it.
        why: String,
    },
    /// Too many.
    #[error("it comes more than {BEGINNINGS_MAX} times; export fewer days")]
    TooMany,
}

/// The beginnings of an event up to an instant, in order; one where it never comes again, whenever that is.
///
/// # Errors
/// A first beginning that is no instant, rules that are none, and more beginnings than a limit.
pub fn beginnings(
    event: &ReadEvent,
    home: Tz,
    until: DateTime<Utc>,
) -> Result<Vec<DateTime<Utc>>, NotRepeated> {
    let first = event.start.instant(home)?;
    if event.repeats.is_never() {
        return Ok(vec![first]);
    }
    // Rules follow the wall clock of the zone in which they were made.
    let zone = match &event.start {
        Stamp::Utc(_) => Tz::UTC,
        Stamp::Zoned(_, zone) => *zone,
        Stamp::Floating(_) | Stamp::Day(_) | Stamp::StrangeZone(_) => home,
    };
    let zoned =
        |instant: DateTime<Utc>| rrule::Tz::Tz(zone).from_utc_datetime(&instant.naive_utc());
    let start = zoned(first);
    let mut set = RRuleSet::new(start);
    for rule in &event.repeats.rules {
        let wrong = |why: rrule::RRuleError| NotRepeated::Rule {
            rule: rule.clone(),
            why: why.to_string(),
        };
        let parsed: RRule<Unvalidated> = rule.parse().map_err(wrong)?;
        set = set.rrule(parsed.validate(start).map_err(wrong)?);
    }
    let found = set.before(zoned(until)).all(BEGINNINGS_MAX);
    if found.limited {
        return Err(NotRepeated::TooMany);
    }
    let instants = |stamps: &[Stamp]| {
        stamps
            .iter()
            .map(|stamp| stamp.instant(home))
            .collect::<Result<BTreeSet<_>, _>>()
    };
    let but = instants(&event.repeats.but)?;
    let mut all = instants(&event.repeats.also)?;
    all.retain(|instant| *instant <= until);
    all.extend(found.dates.iter().map(DateTime::to_utc));
    // The first counts whether or not a rule hits it.
    all.extend([first].into_iter().filter(|first| *first <= until));
    Ok(all
        .into_iter()
        .filter(|instant| !but.contains(instant))
        .collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::calendar::icalendar::read::read;
    use chrono_tz::Europe::Berlin;
    use proptest::prelude::*;

    fn of(lines: &str) -> Result<Vec<String>, NotRepeated> {
        let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n");
        let event = read(text.as_bytes()).unwrap().remove(0);
        let until = "2026-04-20T12:00:00Z".parse().unwrap();
        let found = beginnings(&event, Berlin, until)?;
        Ok(found.iter().map(DateTime::to_rfc3339).collect())
    }

    #[test]
    fn a_rule_keeps_the_wall_clock_of_its_zone_and_leaves_out_what_is_left_out() {
        let found = of(
            "DTSTART;TZID=Europe/Berlin:20260317T160000\nRRULE:FREQ=WEEKLY\nEXDATE;TZID=Europe/Berlin:20260324T160000",
        );
        let expected = [
            "2026-03-17T15:00:00+00:00",
            "2026-03-31T14:00:00+00:00",
            "2026-04-07T14:00:00+00:00",
            "2026-04-14T14:00:00+00:00",
        ];
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn what_comes_once_comes_whenever_that_is() {
        assert_eq!(
            of("DTSTART:20300101T100000Z").unwrap(),
            ["2030-01-01T10:00:00+00:00"]
        );
    }

    #[test]
    fn a_rule_that_is_none_and_one_without_measure_are_told() {
        let rule = of("DTSTART:20260317T160000Z\nRRULE:FREQ=SOMETIMES");
        assert!(matches!(rule, Err(NotRepeated::Rule { .. })), "{rule:?}");
        let many = of("DTSTART:20260317T160000Z\nRRULE:FREQ=SECONDLY");
        assert_eq!(many, Err(NotRepeated::TooMany));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_rule_makes_it_panic_or_run_away(
            rule in "(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY|HOURLY|SECONDLY)(;(INTERVAL|COUNT|BYDAY|BYMONTHDAY|BYSETPOS|UNTIL|WKST|BYHOUR)=[-0-9A-Z,TZ]{0,9}){0,3})|[ -~]{0,30}",
        ) {
            let rule = rule.replace(['\r', '\n'], "");
            let _ = of(&format!("DTSTART;TZID=Europe/Berlin:20260317T023000\nRRULE:{rule}"));
        }
    }
}

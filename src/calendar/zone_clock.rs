//! How the clocks of a zone run over some days: which minutes of UTC show which time, through every change of clocks.
//!
//! The zone is asked once for all days, so that a plan of thousands of meetings costs no look-up in the zone database.
//! Its invariant: the spans of one offset follow each other without a gap.

use crate::calendar::stretch::Stretch;
use crate::model::day::{Day, Moment};
use chrono::{DateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// Minutes of a day without a change of clocks.
pub const DAY_MINUTES: i64 = 24 * 60;

/// Days before and after on which another zone may still have, or have already, the days that are asked for.
const MARGIN_DAYS: i64 = 2;

/// The clocks of a zone over some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneClock {
    spans: Vec<Span>,
}

/// Minutes of UTC in which clocks keep their distance from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    utc: Stretch,
    /// What is added to UTC for the time that clocks show, in minutes.
    offset: i64,
}

impl ZoneClock {
    /// The clocks of a zone from a first to a last day.
    pub fn new(zone: Tz, first: Day, last: Day) -> ZoneClock {
        let start = local_minute_of_day(first.plus_days(-MARGIN_DAYS));
        let end = local_minute_of_day(last.plus_days(MARGIN_DAYS + 1));
        let mut spans = vec![Span {
            utc: Stretch {
                from: start,
                to: end,
            },
            offset: offset_minutes(zone, start),
        }];
        let mut probed = start;
        while probed < end {
            let next = (probed + DAY_MINUTES).min(end);
            let before = spans[spans.len() - 1].offset;
            if offset_minutes(zone, next) != before {
                let change = first_minute_of_change(zone, probed, next);
                let last = spans.len() - 1;
                spans[last].utc.to = change;
                spans.push(Span {
                    utc: Stretch {
                        from: change,
                        to: end,
                    },
                    offset: offset_minutes(zone, next),
                });
            }
            probed = next;
        }
        ZoneClock { spans }
    }

    /// The time of UTC in which clocks show a time of this stretch, counted in minutes since 1970 as they show it.
    ///
    /// Hours that are skipped are missing, hours that come twice are there twice.
    pub fn utc(&self, local: Stretch) -> impl Iterator<Item = Stretch> + '_ {
        self.spans.iter().filter_map(move |span| {
            let shown = Stretch {
                from: span.utc.from + span.offset,
                to: span.utc.to + span.offset,
            };
            let both = shown.cut(local);
            (both.from < both.to).then_some(Stretch {
                from: both.from - span.offset,
                to: both.to - span.offset,
            })
        })
    }

    /// The time of UTC at which clocks first show a time; none where a change of clocks skips it.
    pub fn utc_minute(&self, local_minute: i64) -> Option<i64> {
        let wanted = Stretch {
            from: local_minute,
            to: local_minute + 1,
        };
        self.utc(wanted).next().map(|found| found.from)
    }

    /// The time that clocks show at a minute of UTC, counted in minutes since 1970 as they show it.
    pub fn local_minute(&self, utc_minute: i64) -> i64 {
        let after = self
            .spans
            .partition_point(|span| span.utc.from <= utc_minute);
        utc_minute + self.spans[after.saturating_sub(1)].offset
    }

    /// The time of UTC of whole days, from a first to a last.
    pub fn days(&self, first: Day, last: Day) -> Stretch {
        let local = Stretch {
            from: local_minute_of_day(first),
            to: local_minute_of_day(last.plus_days(1)),
        };
        let mut pieces = self.utc(local);
        let first = pieces.next();
        let from = first.map_or(local.from, |piece| piece.from);
        let to = pieces.last().or(first).map_or(local.to, |piece| piece.to);
        Stretch { from, to }
    }
}

/// Midnight of a day as clocks show it, in minutes since 1970.
pub fn local_minute_of_day(day: Day) -> i64 {
    (day.date() - DateTime::UNIX_EPOCH.date_naive()).num_days() * DAY_MINUTES
}

/// A wall-clock time in minutes since 1970; seconds do not count.
pub fn local_minute_of(moment: Moment) -> i64 {
    moment.datetime().and_utc().timestamp().div_euclid(60)
}

/// The wall-clock time of minutes since 1970; the end of the calendar where they lie beyond it.
#[expect(clippy::missing_panics_doc, reason = "every day has its first minute")]
pub fn moment_of(local_minute: i64) -> Moment {
    let datetime = TimeDelta::try_minutes(local_minute)
        .and_then(|delta| DateTime::UNIX_EPOCH.naive_utc().checked_add_signed(delta));
    datetime
        .and_then(Moment::from_datetime)
        .or_else(|| Moment::at(Day::LAST, 0, 0))
        .expect("every day has its first minute")
}

fn offset_minutes(zone: Tz, utc_minute: i64) -> i64 {
    let utc = moment_of(utc_minute).datetime();
    i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()).div_euclid(60)
}

/// The minute from which another offset holds; one lies between the two.
fn first_minute_of_change(zone: Tz, before: i64, after: i64) -> i64 {
    let (mut same, mut other) = (before, after);
    let offset = offset_minutes(zone, before);
    while same + 1 < other {
        let middle = same.midpoint(other);
        if offset_minutes(zone, middle) == offset {
            same = middle;
        } else {
            other = middle;
        }
    }
    other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::sample::day;
    use crate::calendar::zone::local_instant;
    use chrono_tz::Asia::Kathmandu;
    use chrono_tz::Europe::Berlin;
    use proptest::prelude::*;

    fn local(on: &str, minute: i64) -> i64 {
        local_minute_of_day(day(on)) + minute
    }

    #[test]
    fn a_day_on_which_clocks_are_set_forward_lacks_an_hour() {
        let clock = ZoneClock::new(Berlin, day("2027-03-01"), day("2027-04-30"));
        let whole = clock.days(day("2027-03-28"), day("2027-03-28"));
        assert_eq!(whole.minutes(), 23 * 60);
        assert_eq!(clock.utc_minute(local("2027-03-28", 150)), None);
        let night = Stretch {
            from: local("2027-03-28", 60),
            to: local("2027-03-28", 240),
        };
        let minutes: i64 = clock.utc(night).map(Stretch::minutes).sum();
        assert_eq!(minutes, 120);
    }

    #[test]
    fn an_hour_that_comes_twice_is_there_twice_and_its_first_is_meant() {
        let clock = ZoneClock::new(Berlin, day("2026-10-01"), day("2026-11-30"));
        let hour = Stretch {
            from: local("2026-10-25", 120),
            to: local("2026-10-25", 180),
        };
        assert_eq!(clock.utc(hour).map(Stretch::minutes).sum::<i64>(), 120);
        let first = clock.utc_minute(hour.from);
        assert_eq!(first, Some(hour.from - 120));
    }

    #[test]
    fn quarters_of_an_hour_from_utc_are_kept() {
        let clock = ZoneClock::new(Kathmandu, day("2026-10-01"), day("2026-10-31"));
        let noon = local("2026-10-25", 720);
        assert_eq!(clock.utc_minute(noon), Some(noon - 345));
    }

    proptest! {
        #[test]
        fn clocks_agree_with_the_zone_database(
            zone in 0..chrono_tz::TZ_VARIANTS.len(), ahead in 0_i64..400, minute in 0_i64..1440,
        ) {
            let zone = chrono_tz::TZ_VARIANTS[zone];
            let first = day("2026-01-01");
            let clock = ZoneClock::new(zone, first, first.plus_days(400));
            let shown = local_minute_of_day(first.plus_days(ahead)) + minute;
            let expected = local_instant(moment_of(shown), zone).ok();
            let expected = expected.map(|found| found.instant.timestamp().div_euclid(60));
            prop_assert_eq!(clock.utc_minute(shown), expected);
            if let Some(utc) = expected {
                prop_assert_eq!(clock.local_minute(utc), shown);
            }
            prop_assert_eq!(local_minute_of(moment_of(shown)), shown);
        }
    }
}

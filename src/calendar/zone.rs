//! Wall-clock times in a zone: which instant they are, and which of them a change of the clock skips or repeats.
//!
//! It knows no dates in words. The rules of the zones are those of the IANA database that chrono-tz carries.

use crate::model::day::Moment;
use chrono::{DateTime, LocalResult, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

/// A point in time, wherever one is.
pub type Instant = DateTime<Utc>;

/// The instant of a wall-clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalInstant {
    /// The instant; of a repeated time, the first.
    pub instant: DateTime<Utc>,
    /// What the user should be told about it.
    pub notice: Option<RepeatedTime>,
}

/// A wall-clock time that comes twice, because clocks are set back over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{} comes twice in {zone}, where clocks are set back; the first is meant", clock_face(*moment))]
pub struct RepeatedTime {
    /// The time.
    pub moment: Moment,
    /// Its zone.
    pub zone: Tz,
}

/// A wall-clock time that never comes, because clocks are set forward over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no {} in {zone}, where clocks are set forward over it; {}", clock_face(*moment), cure(*before, *after))]
pub struct SkippedTime {
    /// The time that was asked for.
    pub moment: Moment,
    /// Its zone.
    pub zone: Tz,
    /// The last minute before the change, where known.
    pub before: Option<Moment>,
    /// The first time after the change, where known.
    pub after: Option<Moment>,
}

/// The instant of a wall-clock time in a zone.
///
/// # Errors
/// A time that a change of the clock skips, with the two nearest that exist.
pub fn local_instant(moment: Moment, zone: Tz) -> Result<LocalInstant, SkippedTime> {
    match zone.from_local_datetime(&moment.datetime()) {
        LocalResult::Single(found) => Ok(LocalInstant {
            instant: found.to_utc(),
            notice: None,
        }),
        LocalResult::Ambiguous(first, _) => Ok(LocalInstant {
            instant: first.to_utc(),
            notice: Some(RepeatedTime { moment, zone }),
        }),
        LocalResult::None => Err(skipped(moment, zone)),
    }
}

fn skipped(moment: Moment, zone: Tz) -> SkippedTime {
    let gap = GapInfo::new(&moment.datetime(), &zone);
    let begin = gap
        .as_ref()
        .and_then(|gap| gap.begin)
        .map(|(begin, _)| begin);
    let end = gap.and_then(|gap| gap.end).map(|end| end.naive_local());
    SkippedTime {
        moment,
        zone,
        before: begin
            .and_then(|begin| begin.checked_sub_signed(TimeDelta::minutes(1)))
            .and_then(Moment::from_datetime),
        after: end.and_then(Moment::from_datetime),
    }
}

fn cure(before: Option<Moment>, after: Option<Moment>) -> String {
    match (before, after) {
        (Some(before), Some(after)) => {
            format!("write {} or {}", clock_face(before), clock_face(after))
        }
        (Some(only), None) | (None, Some(only)) => format!("write {}", clock_face(only)),
        (None, None) => "write another time".to_owned(),
    }
}

fn clock_face(moment: Moment) -> impl std::fmt::Display {
    moment.datetime().format("%Y-%m-%d %H:%M")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::model::day::Day;
    use chrono_tz::{America::New_York, Europe::Berlin, Pacific::Apia};
    use proptest::prelude::*;

    fn moment(day: &str, hour: u32, minute: u32) -> Moment {
        Moment::at(Day::parse_iso(day).unwrap(), hour, minute).unwrap()
    }

    #[test]
    fn a_plain_time_is_one_instant() {
        let found = local_instant(moment("2026-11-27", 16, 0), Berlin).unwrap();
        assert_eq!(found.instant.to_rfc3339(), "2026-11-27T15:00:00+00:00");
        assert_eq!(found.notice, None);
    }

    #[test]
    fn a_skipped_time_is_refused_with_the_two_nearest() {
        let error = local_instant(moment("2027-03-28", 2, 30), Berlin).unwrap_err();
        assert_eq!(error.before, Some(moment("2027-03-28", 1, 59)));
        assert_eq!(error.after, Some(moment("2027-03-28", 3, 0)));
        assert_eq!(
            error.to_string(),
            "there is no 2027-03-28 02:30 in Europe/Berlin, where clocks are set forward over it; \
             write 2027-03-28 01:59 or 2027-03-28 03:00"
        );
    }

    #[test]
    fn a_skipped_day_names_the_days_around_it() {
        let error = local_instant(moment("2011-12-30", 12, 0), Apia).unwrap_err();
        assert_eq!(error.before, Some(moment("2011-12-29", 23, 59)));
        assert_eq!(error.after, Some(moment("2011-12-31", 0, 0)));
    }

    #[test]
    fn of_a_repeated_time_the_first_is_taken_and_said() {
        let found = local_instant(moment("2026-11-01", 1, 30), New_York).unwrap();
        assert_eq!(found.instant.to_rfc3339(), "2026-11-01T05:30:00+00:00");
        assert_eq!(
            found.notice.unwrap().to_string(),
            "2026-11-01 01:30 comes twice in America/New_York, where clocks are set back; the first is meant"
        );
    }

    proptest! {
        #[test]
        fn instants_keep_their_wall_clock_time_and_refusals_name_times_that_exist(
            offset in 0_i64..40_000, minute in 0_u32..1440, zone in 0..chrono_tz::TZ_VARIANTS.len(),
        ) {
            let zone = chrono_tz::TZ_VARIANTS[zone];
            let asked = Moment::at(Day::new(1990, 1, 1).unwrap().plus_days(offset), minute / 60, minute % 60).unwrap();
            match local_instant(asked, zone) {
                Ok(found) => prop_assert_eq!(found.instant.with_timezone(&zone).naive_local(), asked.datetime()),
                Err(skipped) => {
                    let (before, after) = (skipped.before.unwrap(), skipped.after.unwrap());
                    prop_assert!(before < asked && asked < after);
                    prop_assert!(local_instant(before, zone).is_ok() && local_instant(after, zone).is_ok());
                }
            }
        }
    }
}

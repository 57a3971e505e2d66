//! Free time of two people in one reference week: how many minutes they share, whatever their zones.
//!
//! It knows no absences and no meetings. Its invariant: the stretches of a week are in order, do not touch and lie
//! within it.

use crate::model::day::Day;
use crate::model::window::Window;
use chrono::{Datelike, Offset, TimeZone};
use chrono_tz::Tz;

/// Minutes of a week.
const WEEK_MINUTES: i64 = 7 * 24 * 60;

/// Free stretches of a week in UTC, in minutes from Monday 00:00, each from its first minute to before its last.
pub(crate) type Week = Vec<(u16, u16)>;

/// The free time of somebody in the week of a day, seen from UTC.
///
/// The clock of the zone at noon of that week's Monday holds for all of it, so that a change of clocks in the middle
/// does not make one week unlike the others.
pub(crate) fn week(free: &[Window], zone: Tz, day: Day) -> Week {
    let monday = day
        .plus_days(-i64::from(day.date().weekday().num_days_from_monday()))
        .date();
    let noon = monday.and_hms_opt(12, 0, 0).unwrap_or_default();
    let offset_minutes =
        i64::from(zone.offset_from_utc_datetime(&noon).fix().local_minus_utc()) / 60;
    let mut stretches = Vec::new();
    for window in free {
        for weekday in window.weekdays() {
            let midnight = i64::from(weekday.num_days_from_monday()) * 24 * 60 - offset_minutes;
            let start = (midnight + i64::from(window.start_minute())).rem_euclid(WEEK_MINUTES);
            let end = start + i64::from(window.minutes());
            stretches.push((start, end.min(WEEK_MINUTES)));
            if WEEK_MINUTES < end {
                stretches.push((0, end - WEEK_MINUTES));
            }
        }
    }
    united(stretches)
}

fn united(mut stretches: Vec<(i64, i64)>) -> Week {
    stretches.sort_unstable();
    let mut united: Vec<(i64, i64)> = Vec::new();
    for (start, end) in stretches {
        match united.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => united.push((start, end)),
        }
    }
    let minute = |value: i64| u16::try_from(value).unwrap_or(u16::MAX);
    united
        .into_iter()
        .map(|(start, end)| (minute(start), minute(end)))
        .collect()
}

/// Minutes of the week in which both are free.
pub(crate) fn shared_minutes(one: &[(u16, u16)], other: &[(u16, u16)]) -> i64 {
    let (mut at_one, mut at_other, mut shared) = (0, 0, 0_i64);
    while let (Some(&(one_start, one_end)), Some(&(other_start, other_end))) =
        (one.get(at_one), other.get(at_other))
    {
        let (start, end) = (one_start.max(other_start), one_end.min(other_end));
        shared += i64::from(end.saturating_sub(start));
        if one_end <= other_end {
            at_one += 1;
        } else {
            at_other += 1;
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;

    fn free(words: &[&str], zone: Tz) -> Week {
        let windows: Vec<Window> = words
            .iter()
            .map(|words| Window::parse(words).unwrap())
            .collect();
        week(&windows, zone, Day::new(2026, 1, 14).unwrap())
    }

    #[test]
    fn people_in_different_zones_share_the_hours_that_fall_together() {
        let berlin = free(&["Mon-Fri 09:00-17:00"], chrono_tz::Europe::Berlin);
        let new_york = free(&["Tue 09:00-12:00"], chrono_tz::America::New_York);
        assert_eq!(shared_minutes(&berlin, &new_york), 120);
        assert_eq!(shared_minutes(&new_york, &berlin), 120);
    }

    #[test]
    fn hours_before_monday_in_utc_belong_to_the_end_of_the_week() {
        let auckland = free(&["Mon 09:00-10:00"], chrono_tz::Pacific::Auckland);
        let utc = free(&["Sun 20:00-22:00"], chrono_tz::UTC);
        assert_eq!(shared_minutes(&auckland, &utc), 60);
    }

    #[test]
    fn windows_that_overlap_count_once() {
        let twice = free(&["Tue 09:00-11:00", "Tue 10:00-12:00"], chrono_tz::UTC);
        assert_eq!(twice, [(24 * 60 + 540, 24 * 60 + 720)]);
        assert_eq!(shared_minutes(&twice, &twice), 180);
    }
}

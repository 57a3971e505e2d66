//! What an example shall be, and the days on which it lives.

use crate::change::init::Template;
use crate::change::refusal::Refusal;
use crate::change::rules::commitment_end;
use crate::model::day::Day;
use crate::model::id::Id;
use chrono::Datelike;

/// Fewest people of an example: one pair.
pub const PEOPLE_MIN: u32 = 2;
/// Most people of an example; more would try nobody's patience but the user's.
pub const PEOPLE_MAX: u32 = 20_000;
/// People of an example where nobody says how many.
pub const PEOPLE_USUAL: u32 = 36;

/// Days since the cohort began; it began on a Monday.
const DAYS_SINCE_START: i64 = 150;
/// Days that the cohort lasts beyond the shortest commitment, at least.
const DAYS_BEYOND_COMMITMENT: i64 = 14;
/// Months of the shortest commitment, as every template has it.
const COMMITMENT_MONTHS: u32 = 6;
/// Days that an example needs of the calendar on both sides of today.
const DAYS_NEEDED: i64 = 366;

/// What an example shall be.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// What the program is like.
    pub template: Template,
    /// How many people.
    pub people: u32,
    /// The day on which somebody looks at it.
    pub today: Day,
    /// The program's zone.
    pub timezone: chrono_tz::Tz,
}

impl Brief {
    /// A brief that can be lived up to.
    ///
    /// # Errors
    /// Refuses too few or too many people, and days within a year of either end of the calendar.
    pub fn new(
        template: Template,
        people: u32,
        today: Day,
        timezone: chrono_tz::Tz,
    ) -> Result<Brief, Refusal> {
        if !(PEOPLE_MIN..=PEOPLE_MAX).contains(&people) {
            return Err(Refusal::refused(format!(
                "an example has {PEOPLE_MIN} to {PEOPLE_MAX} people, not {people}"
            )));
        }
        let days_around = today
            .days_since(Day::FIRST)
            .min(Day::LAST.days_since(today));
        if days_around < DAYS_NEEDED {
            return Err(Refusal::refused(format!(
                "an example cannot live around {today}, so near the end of the calendar"
            )));
        }
        Ok(Brief {
            template,
            people,
            today,
            timezone,
        })
    }

    /// The first day of the cohort: a Monday about five months ago.
    pub(super) fn starts(&self) -> Day {
        let day = self.today.plus_days(-DAYS_SINCE_START);
        day.plus_days(-i64::from(day.date().weekday().num_days_from_monday()))
    }

    /// The last day of the cohort: the end of a month, a month or two ahead.
    pub(super) fn ends(&self) -> Day {
        let least =
            commitment_end(self.starts(), COMMITMENT_MONTHS).plus_days(DAYS_BEYOND_COMMITMENT);
        let days_left = i64::from(least.date().num_days_in_month()) - i64::from(least.date().day());
        least.plus_days(days_left)
    }

    /// The id of the cohort, by the season in which most of it lies: `2026-spring`.
    pub(super) fn cohort(&self) -> Id {
        let starts = self.starts();
        let middle = starts.plus_days(self.ends().days_since(starts) / 2);
        let (year, month) = (middle.date().year(), middle.date().month());
        let season = match month {
            3..=5 => "spring",
            6..=8 => "summer",
            9..=11 => "autumn",
            _ => "winter",
        };
        // A winter is named after the year in which it begins.
        let year = if month < 3 { year - 1 } else { year };
        Id::parse(&format!("{year:04}-{season}")).expect("a year and a season are an id")
    }

    /// A day of the past: so many days before today.
    pub(super) fn ago(&self, days: i64) -> Day {
        self.today.plus_days(-days)
    }

    /// A working day of the past: so many days before today, or the Friday before that.
    pub(super) fn at_work(&self, days: i64) -> Day {
        working_day(self.ago(days))
    }

    /// Whether pairs meet but once.
    pub(super) fn is_flash(&self) -> bool {
        self.template == Template::Flash
    }
}

/// The day itself, or the Friday before a weekend.
pub(super) fn working_day(day: Day) -> Day {
    const FRIDAY: i64 = 4;
    let weekday = i64::from(day.date().weekday().num_days_from_monday());
    day.plus_days((FRIDAY - weekday).min(0))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;

    fn brief(today: &str) -> Brief {
        let today = Day::parse_iso(today).unwrap();
        Brief::new(Template::Cohort, PEOPLE_USUAL, today, chrono_tz::UTC).unwrap()
    }

    #[test]
    fn a_cohort_began_about_five_months_ago_and_lasts_six_months_and_more() {
        for today in ["2026-06-15", "2024-02-29", "2026-12-31", "2027-01-01"] {
            let brief = brief(today);
            assert!((150..157).contains(&brief.today.days_since(brief.starts())));
            assert!(commitment_end(brief.starts(), 6) < brief.ends());
            assert!((28..=80).contains(&brief.ends().days_since(brief.today)));
        }
    }

    #[test]
    fn a_cohort_is_named_after_its_season() {
        assert_eq!(brief("2026-06-15").cohort().as_str(), "2026-spring");
        assert_eq!(brief("2026-11-23").cohort().as_str(), "2026-autumn");
        assert_eq!(brief("2027-02-10").cohort().as_str(), "2026-winter");
    }

    #[test]
    fn the_ends_of_the_calendar_and_odd_numbers_are_refused() {
        let today = Day::parse_iso("2026-06-15").unwrap();
        let of = |people, today| Brief::new(Template::Cohort, people, today, chrono_tz::UTC);
        assert!(of(1, today).is_err() && of(PEOPLE_MAX + 1, today).is_err());
        assert!(of(2, Day::FIRST.plus_days(40)).is_err() && of(2, Day::LAST).is_err());
    }
}

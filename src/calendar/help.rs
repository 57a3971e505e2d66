//! The date grammar as users read it; every example in it is parsed by a test.

/// The text of `pleiad help dates`.
pub fn grammar_help() -> &'static str {
    GRAMMAR
}

const GRAMMAR: &str = "\
Dates

A date is read whole or refused, and is always shown back in full. Case and
extra spaces do not matter. Examples stand between backquotes.

A day
  `2026-11-27`  `2026-W48-5`          year-month-day, or week and day (ISO 8601)
  `today`  `tomorrow`  `yesterday`
  `fri`  `friday`                     the nearest: back when logging, ahead when
                                      planning; today is one of them
  `this fri`  `next fri`              of this week, of next week; weeks start on
                                      Monday
  `last fri`                          the latest before today
  `fri next week`  `fri 27 nov 2026`  the weekday must agree with its date
  `14th`  `24 nov`  `nov 24`          the nearest, as above
  `24 nov 2026`  `24th of november 2026`
  `eow`  `eom`  `eoq`  `eoy`          last day of this week, month, quarter ...
  `sow`  `som`  `soq`  `soy`          first day of this week, month ...
  `next week`  `next month`           its first day
  `in 2 weeks`  `+2w`  `3d ago`  `-3d`  counted from today
  `2w`                                back when logging, ahead when planning

A time
  `16:00`  `9:30`  `3pm`  `3:30 pm`  `noon`  `midnight`
  Alone it is today's; with a day it stands before or after it:
  `fri 16:00`  `tomorrow at 3pm`  `24 nov @ 9:30`  `noon tomorrow`
  `2026-11-27T16:00`  `in 2 weeks at 3pm`
  `now`  `in 90m`  `1h30 ago`         counted from this minute
  Midnight opens its day: it is 00:00.

A count has a unit: `m` or `min` (minutes), `h`, `d`, `w`, `mo` (months), `q`,
`y`, short or in full; longer units first: `1 year 6 months`.

A range of days, the first and the last included
  `2026-01..2026-03`  `2026-01-15..`  `..today`  `mon..fri`
  `2026`  `2026-Q4`  `2026-11`  `nov 2026`  `2026-W48`
  `this week`  `last month`  `next quarter`  `this year`
  `30d`  `last 2 weeks`  `next 3 months`   so many days, today one of them

How often
  `day`  `3 days`  `week`  `2 weeks`  `month`  `quarter`  `year`  `2w`
  `week on tue`  `2 weeks on tue`  `month on 1st tue`  `month on last fri`
  `month on 15th`

How long a meeting is
  `45m`  `1h`  `1h30`  `1.5h`  `90 min`  `90`

Refused, never guessed
  `01/12/2026` could be 2026-12-01 or 2026-01-12: write the one you mean.
  `24 nov 26` has no century. `9` could be an hour or a day, `16h` a time or a
  stretch of it.
  A time that a clock change skips is refused with the two nearest; of a time
  that comes twice the first is meant, and pleiad says so.
";

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::calendar::clock::{Clock, Direction, TimeOfDay};
    use crate::calendar::length::parse_minutes;
    use crate::calendar::range::parse_range;
    use crate::calendar::recurrence::parse_every;
    use crate::calendar::when::{parse_day, parse_when};
    use crate::model::day::Day;

    fn examples(from: &str, to: &str) -> Vec<&'static str> {
        let start = GRAMMAR.find(from).unwrap();
        let end = GRAMMAR.find(to).unwrap();
        let examples: Vec<&str> = GRAMMAR[start..end].split('`').skip(1).step_by(2).collect();
        assert!(!examples.is_empty(), "no example between {from} and {to}");
        examples
    }

    #[test]
    fn every_example_is_read_where_it_stands() {
        let clock = Clock {
            today: Day::new(2026, 11, 22).unwrap(),
            now: TimeOfDay::new(10, 0),
            zone: chrono_tz::Europe::Berlin,
        };
        for text in examples("A day\n", "A time\n") {
            assert!(parse_day(text, &clock, Direction::Future).is_ok(), "{text}");
        }
        for text in examples("A time\n", "A count has") {
            assert!(
                parse_when(text, &clock, Direction::Future)
                    .unwrap()
                    .time
                    .is_some(),
                "{text}"
            );
        }
        for text in examples("A count has", "A range") {
            let text = if text.contains(' ') {
                text.to_owned()
            } else {
                format!("in 1 {text}")
            };
            assert!(
                parse_when(&text, &clock, Direction::Future).is_ok(),
                "{text}"
            );
        }
        for text in examples("A range", "How often") {
            assert!(parse_range(text, &clock, Direction::Past).is_ok(), "{text}");
        }
        for text in examples("How often", "How long") {
            assert!(parse_every(text).is_ok(), "{text}");
        }
        for text in examples("How long", "Refused") {
            assert!(parse_minutes(text).is_ok(), "{text}");
        }
        for text in GRAMMAR[GRAMMAR.find("Refused").unwrap()..]
            .split('`')
            .skip(1)
            .step_by(2)
        {
            assert!(
                parse_when(text, &clock, Direction::Future).is_err(),
                "{text}"
            );
        }
    }

    #[test]
    fn the_text_fits_a_common_terminal() {
        assert!(
            grammar_help()
                .lines()
                .all(|line| line.chars().count() <= 80)
        );
    }
}
